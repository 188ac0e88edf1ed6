//! JSON from outside, and what is looked for in it.

use std::borrow::Cow;

use serde_json::Value;

use super::error::ImportError;

/// Reads JSON of bounded depth. Half a surrogate pair, which tools that cut texts by UTF-16 units leave behind, is
/// read as U+FFFD.
pub fn parse(text: &str) -> Result<Value, ImportError> {
    let read = serde_json::from_str(&mended(text));
    read.map_err(|error| {
        let words = error.to_string();
        let what = words.split(" at line ").next().unwrap_or_default();
        ImportError::Json(format!("line {}: {what}", error.line()))
    })
}

/// `text` with escapes of half a surrogate pair replaced.
fn mended(text: &str) -> Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (unit, length) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (None, 12),
            (Some(0xd800..=0xdfff), _) => (Some("\\ufffd"), 6),
            // A backslash and what it escapes belong together.
            _ => (None, 1 + escape.chars().nth(1).map_or(0, char::len_utf8)),
        };
        out.push_str(unit.unwrap_or_else(|| escape.get(..length).unwrap_or(escape)));
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The UTF-16 unit of the escape that `text` opens with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// The words under the first of `names` that has any.
pub fn words<'a>(value: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| value.get(name)?.as_str()).filter(|words| !words.trim().is_empty())
}

/// The values of a list, however it is written: an array, an object whose keys are numbers, or one value alone.
pub fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Object(entries)) if entries.keys().all(|key| key.parse::<u64>().is_ok()) => {
            let mut numbered: Vec<_> = entries.iter().map(|(key, value)| (key.parse::<u64>().ok(), value)).collect();
            numbered.sort_by_key(|(number, _)| *number);
            numbered.into_iter().map(|(_, value)| value).collect()
        }
        Some(one) => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_pair_is_mended_and_nothing_else_changes() {
        assert_eq!(parse(r#""a\ud800b\u0000c\udfff""#).unwrap(), "a\u{fffd}b\0c\u{fffd}");
        assert_eq!(parse(r#""\ud83d\ude00 \\ud800 \ud83d\ud83d\ude00""#).unwrap(), "😀 \\ud800 \u{fffd}😀");
        assert!(parse("{\"a\": 1e999}").unwrap_err().to_string().contains("line 1"));
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_sound_json_reads_as_it_did(text in "(\\\\u(d8|dc|00)[0-9]{2}|\\\\\\\\|\\\\n|é|a|u){0,12}") {
            let text = format!("\"\\ud800{text}\"");
            let mended = mended(&text);
            prop_assert!(serde_json::from_str::<String>(&mended).is_ok(), "{mended}");
            if let Ok(before) = serde_json::from_str::<String>(&text) {
                prop_assert_eq!(serde_json::from_str::<String>(&mended).unwrap(), before);
            }
        }
    }
}
