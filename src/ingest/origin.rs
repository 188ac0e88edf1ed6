//! Names and addresses of what was read.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use crate::text::clean::clean_line;
use crate::text::width::floor;

/// The longest name a message carries, in bytes; of a longer one the end is kept, where the file's
/// own name stands.
const LONGEST: usize = 280;

/// A path or address as messages show it: cleaned, on one line, not too long.
pub fn shown(source: &OsStr) -> String {
    let name = clean_line(&source.to_string_lossy());
    if name.len() <= LONGEST {
        return name;
    }
    let from = floor(&name, name.len() - LONGEST);
    format!("…{}", name.get(from..).unwrap_or_default())
}

/// The `file:///…` address of a canonical path, other bytes than RFC 3986's unreserved ones
/// percent-encoded.
pub fn file_uri(path: &Path) -> String {
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// The path that a `file:` address names on this machine.
pub fn path_of_uri(uri: &str) -> Option<PathBuf> {
    let rest = strip_scheme(uri, "file:")?;
    let path = match rest.strip_prefix("//") {
        Some(host_and_path) => {
            let (host, _) = host_and_path.split_once('/')?;
            (host.is_empty() || host.eq_ignore_ascii_case("localhost")).then(|| host_and_path.get(host.len()..))??
        }
        None => rest,
    };
    let path = path.split(['?', '#']).next()?;
    if !path.starts_with('/') {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            bytes.push((digit(rest.next())? * 16 + digit(rest.next())?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    (!bytes.contains(&0)).then(|| PathBuf::from(OsString::from_vec(bytes)))
}

/// What follows `scheme` (with its colon), in any case.
pub fn strip_scheme<'a>(source: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = source.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_harmless_and_short() {
        assert_eq!(shown(OsStr::new("a\u{1b}]0;x\u{7}b\nc.txt")), "a\u{fffd}]0;x\u{fffd}b c.txt");
        let long = shown(OsStr::new(&format!("{}/name.txt", "d".repeat(5000))));
        assert!(long.len() <= LONGEST + 4 && long.ends_with("/name.txt"), "{long}");
    }

    #[test]
    fn file_addresses() {
        for (uri, path) in [
            ("file:///tmp/a%20b.txt", Some("/tmp/a b.txt")),
            ("FILE://localhost/x", Some("/x")),
            ("file:/x", Some("/x")),
            ("file://server/x", None),
            ("file:x", None),
            ("file:///a%zz", None),
            ("file:///a%00", None),
        ] {
            assert_eq!(path_of_uri(uri), path.map(PathBuf::from), "{uri}");
        }
    }

    proptest! {
        #[test]
        fn a_path_comes_back_from_its_address(tail in prop::collection::vec(1u8..=255, 0..40)) {
            let mut bytes = vec![b'/'];
            bytes.extend(tail);
            let path = PathBuf::from(OsString::from_vec(bytes));
            prop_assert_eq!(path_of_uri(&file_uri(&path)), Some(path));
        }
    }
}
