//! Which tool wrote a file, and its annotations.

use jiff::tz::TimeZone;
use serde_json::Value;

use super::error::ImportError;
use super::imported::Imported;
use super::{hypothesis, json, kindle, koreader, lua, readwise, w3c};
use crate::article::decode::decode;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON-LD of the W3C model.
    W3c,
    /// JSON of Hypothesis.
    Hypothesis,
    /// A table of Readwise.
    Readwise,
    /// A Kindle's clippings.
    Kindle,
    /// JSON or settings of KOReader.
    KoReader,
}

/// The annotations of a file, in any encoding, in the format that is named, or else in the one it shows to be in.
/// Times without an offset are of `zone`.
pub fn read(bytes: &[u8], format: Option<Format>, zone: &TimeZone) -> Result<Vec<Imported>, ImportError> {
    let text = decode(bytes, None).text;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    match format {
        Some(Format::Readwise) => readwise::read(text, zone),
        Some(Format::Kindle) => kindle::read(text, zone),
        Some(Format::KoReader) if koreader::is_lua(text) => koreader::read(&lua::table(text)?, zone),
        Some(format) => of_json(&json::parse(text)?, format, zone),
        None if text.trim_start().starts_with(['{', '[']) => {
            let file = json::parse(text)?;
            let format = told(&file)?;
            of_json(&file, format, zone)
        }
        None if kindle::is_one(text) => kindle::read(text, zone),
        None if koreader::is_lua(text) => koreader::read(&lua::table(text)?, zone),
        None if readwise::is_one(text) => readwise::read(text, zone),
        None => Err(ImportError::Unknown),
    }
}

fn of_json(file: &Value, format: Format, zone: &TimeZone) -> Result<Vec<Imported>, ImportError> {
    match format {
        Format::Hypothesis => hypothesis::read(file),
        Format::KoReader => koreader::read(file, zone),
        Format::W3c | Format::Readwise | Format::Kindle => w3c::read(file),
    }
}

/// The format that an object or a list of them is in.
fn told(file: &Value) -> Result<Format, ImportError> {
    if file.get("schema").and_then(Value::as_str).is_some_and(|schema| schema.starts_with("postil.")) {
        return Err(ImportError::OwnJson);
    }
    let listed = ["rows", "annotations"].iter().find_map(|name| file.get(name)).unwrap_or(file);
    let first = listed.get(0).unwrap_or(listed);
    let has = |names: &[&str]| names.iter().any(|name| file.get(name).is_some() || first.get(name).is_some());
    if hypothesis::is_one(first) || file.get("rows").is_some() {
        Ok(Format::Hypothesis)
    } else if koreader::is_one(file) || koreader::is_one(first) {
        Ok(Format::KoReader)
    } else if has(&["@context", "target", "items", "first", "@graph"]) || file.as_array().is_some_and(Vec::is_empty) {
        Ok(Format::W3c)
    } else {
        Err(ImportError::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told_by(text: &str) -> Result<usize, ImportError> {
        read(text.as_bytes(), None, &TimeZone::UTC).map(|found| found.len())
    }

    #[test]
    fn a_file_shows_what_it_is() {
        for text in [
            r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": "x"}"#,
            r#"[{"target": "x"}]"#,
            r#"{"rows": [{"uri": "x", "user": "y"}]}"#,
            r#"[{"uri": "x", "group": "y", "target": []}]"#,
            r#"{"client_version": "1", "annotations": [{"uri": "x", "user": "y"}]}"#,
            r#"{"title": "x", "entries": [{"text": "y"}]}"#,
            "return { annotations = { { text = \"y\" } } }",
            "T\n- Your Highlight on page 1 | Added on 4 June 2020\n\nwords\n==========\n",
            "Highlight,Title\nwords,T\n",
        ] {
            assert_eq!(told_by(text), Ok(1), "{text}");
        }
        assert_eq!(told_by("[]"), Ok(0));
        for (text, error) in [
            ("", ImportError::Empty),
            (" \n", ImportError::Empty),
            ("null", ImportError::Unknown),
            ("{}", ImportError::Unknown),
            ("Some words.", ImportError::Unknown),
            (r#"{"schema":"postil.annotations/1","annotations":[]}"#, ImportError::OwnJson),
        ] {
            assert_eq!(told_by(text), Err(error), "{text}");
        }
        let wide: Vec<u8> = "\u{feff}[{\"target\": \"x\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide, None, &TimeZone::UTC).unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_format_are_read_or_refused(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            text in "([\\[{\"]|return \\{|Highlight,|- Your Note \\||\n==========\n|target|rows|:|,|[\\]}]|\\\\ud8|5){0,20}",
        ) {
            for format in [None, Some(Format::W3c), Some(Format::Hypothesis), Some(Format::Readwise), Some(Format::Kindle), Some(Format::KoReader)] {
                let _ = read(&bytes, format, &TimeZone::UTC);
                let _ = read(text.as_bytes(), format, &TimeZone::UTC);
            }
        }
    }
}
