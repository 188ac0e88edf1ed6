//! JSON as every command prints it: one line, and no character in it that could act on a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::text::clean::is_harmful;

/// Writes `value` as one line of JSON, with its line end.
///
/// Control, bidi and hidden characters are written as `\u` escapes, which every reader of JSON turns
/// back: the notes keep what the reader typed, and a terminal that shows the line stays unharmed.
pub fn write_line<T: Serialize + ?Sized>(out: &mut impl Write, value: &T) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Harmless)).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// [`write_line`] into a string.
pub fn line<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = Vec::new();
    // Writing into memory cannot fail, and the values of this room serialise.
    let _ = write_line(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}

/// The compact form, with harmful characters escaped.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, found)) = rest.char_indices().find(|(_, c)| is_harmful(*c)) {
            out.write_all(rest.get(..at).unwrap_or_default().as_bytes())?;
            for unit in found.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = rest.get(at + found.len_utf8()..).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_act_on_a_terminal_is_escaped() {
        assert_eq!(
            line("a\u{1b}[2J\u{7f}\u{9b}\u{202e}b\u{e0041}é\n"),
            "\"a\\u001b[2J\\u007f\\u009b\\u202eb\\udb40\\udc41é\\n\"\n"
        );
    }

    proptest! {
        #[test]
        fn every_string_reads_back(words in any::<String>()) {
            let json = line(&words);
            prop_assert!(json.trim_end_matches('\n').chars().all(|c| !is_harmful(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
        }
    }
}
