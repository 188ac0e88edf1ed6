//! Hypothesis: the rows of its API, the export of its client, or a plain list of annotations.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::error::ImportError;
use super::imported::Imported;
use super::json::{list, words};
use super::time::time;
use super::w3c;
use crate::notes::colour::Colour;

/// Whether an annotation looks like one of Hypothesis's.
pub fn is_one(item: &Value) -> bool {
    item.get("uri").is_some() && ["user", "group", "updated", "permissions"].iter().any(|name| item.get(name).is_some())
}

/// The annotations of a file. A reply stands where what it replies to does.
pub fn read(file: &Value) -> Result<Vec<Imported>, ImportError> {
    let rows =
        ["rows", "annotations"].iter().find_map(|name| file.get(name)).or(Some(file).filter(|file| file.is_array()));
    let Some(rows) = rows else {
        return Err(ImportError::Shape { format: "Hypothesis", what: "it holds no list of annotations" });
    };
    let mut found: Vec<Imported> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let rows = list(Some(rows));
    for (index, row) in rows.iter().enumerate() {
        let made = annotation(row, index + 1)?.cleaned(index + 1)?;
        by_name.extend(made.name.clone().map(|name| (name, index)));
        found.push(made);
    }
    for (index, row) in rows.iter().enumerate() {
        // The last one named is the one that is answered.
        let answered = list(row.get("references")).last().and_then(|name| by_name.get(name.as_str()?)).copied();
        let clue = answered.and_then(|answered| found.get(answered)).map(|answered| answered.clue.clone());
        if let (Some(clue), Some(reply)) = (clue, found.get_mut(index).filter(|reply| reply.clue.exact.is_empty())) {
            reply.clue = clue;
        }
    }
    Ok(found)
}

fn annotation(row: &Value, number: usize) -> Result<Imported, ImportError> {
    let broken = |what| ImportError::Broken { number, what };
    if !row.is_object() {
        return Err(broken("it is no object"));
    }
    // Its targets are those of the W3C model, with the same selectors.
    let target = list(row.get("target")).first().copied().unwrap_or(&Value::Null);
    let uri = words(row, &["uri"]).or_else(|| words(target, &["source"]));
    let Some(uri) = uri else { return Err(broken("it does not say what it is on")) };
    let mut made = w3c::target(target);
    made.subject.uri = Some(uri.to_owned());
    let titles = row.get("document").map(|document| list(document.get("title"))).unwrap_or_default();
    made.subject.title = titles.first().and_then(|title| title.as_str()).map(str::to_owned);
    made.name = words(row, &["id"]).map(str::to_owned);
    made.body.note = words(row, &["text"]).map(str::to_owned);
    made.body.tags = list(row.get("tags")).into_iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if made.body.is_empty() {
        made.body.highlight = Some(Colour::default());
    }
    made.created = words(row, &["created"]).and_then(|words| time(words, &TimeZone::UTC));
    made.modified = words(row, &["updated"]).and_then(|words| time(words, &TimeZone::UTC));
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_highlights_page_notes_and_replies() {
        let quote = json!([{ "source": "https://example.org/a", "selector": [
            { "type": "RangeSelector", "startContainer": "/div[1]" },
            { "type": "TextPositionSelector", "start": 10, "end": 19 },
            { "type": "TextQuoteSelector", "exact": "the words", "prefix": "a ", "suffix": " b" } ] }]);
        let row = |id: &str, text: &str, more: Value| {
            let mut row = json!({
                "id": id, "created": "2019-01-03T19:46:09.334539+00:00", "updated": "2019-01-04T19:46:09.334539+00:00",
                "user": "acct:me@hypothes.is", "uri": "https://example.org/a", "text": text, "tags": ["x", "y z"],
                "document": { "title": ["An article"] },
            });
            row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            row
        };
        let rows = json!({ "total": 3, "rows": [
            row("one", "a note", json!({ "target": quote })),
            row("two", "", json!({ "target": quote, "tags": [] })),
            row("three", "an answer", json!({ "target": [{ "source": "https://example.org/a" }], "references": ["one"] })),
            row("four", "on the page", json!({ "target": [{ "source": "https://example.org/a" }] })),
        ] });
        assert!(is_one(&rows["rows"][0]));
        let found = read(&rows).unwrap();
        assert_eq!(found, read(&rows["rows"]).unwrap());
        let summary: Vec<_> = (found.iter())
            .map(|one| {
                (one.clue.exact.as_str(), one.body.note.as_deref(), one.body.highlight.is_some(), one.body.tags.len())
            })
            .collect();
        assert_eq!(
            summary,
            [
                ("the words", Some("a note"), false, 2),
                ("the words", None, true, 0),
                ("the words", Some("an answer"), false, 2),
                ("", Some("on the page"), false, 2),
            ]
        );
        assert_eq!(found[0].subject.title.as_deref(), Some("An article"));
        assert_eq!(found[0].modified.unwrap().to_string(), "2019-01-04T19:46:09.334Z");
        assert!(read(&json!({ "rows": [{ "id": "x" }] })).unwrap_err().to_string().contains("number 1"));
        assert!(read(&json!({ "total": 0 })).is_err());
    }
}
