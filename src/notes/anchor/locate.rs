//! Quotations as JSON lines to places as JSON lines, for scripts.

use serde_json::{Map, Value, json};
use thiserror::Error;

use super::quote::Quote;
use super::{Anchoring, place_quotes};
use crate::notes::selector::{Clue, Placement};
use crate::text::code_points::CodePoints;
use crate::text::span::Span;

/// A line that could not be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line} of the selectors {fault}")]
pub struct BrokenLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it and what it should be.
    pub fault: String,
}

/// Finds quotations in a text. `lines` holds one JSON object a line,
/// `{"id","exact","prefix","suffix","start","end"}`; what comes back is one for each, in their order,
/// `{"id","start","end","status","score"}`. Positions count code points: those given of the old text,
/// those found of the new one. Blank lines are passed over.
pub fn locate(new_text: &str, old_text: Option<&str>, lines: &str) -> Result<Vec<String>, BrokenLine> {
    let mut ids = Vec::new();
    let mut clues = Vec::new();
    for (index, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (id, clue) = read(line).map_err(|fault| BrokenLine { line: index + 1, fault })?;
        ids.push(id);
        clues.push(clue);
    }
    let points = CodePoints::of(new_text);
    let placed = place_clues(old_text, new_text, &clues);
    let write = |(id, placement): (Value, Placement)| {
        let (start, end) = placement.span().map(|span| points.range(span)).unzip();
        let score = (f64::from(placement.score()) * 1000.0).round() / 1000.0;
        json!({"id": id, "start": start, "end": end, "status": placement.name(), "score": score}).to_string()
    };
    Ok(ids.into_iter().zip(placed).map(write).collect())
}

/// Where each clue stands in the text `new`, in their order.
pub fn place_clues(old: Option<&str>, new: &str, clues: &[Clue]) -> Vec<Placement> {
    let quotes: Vec<_> = clues.iter().map(Quote::of_clue).collect();
    let Some(old) = old else { return place_quotes(new, &quotes) };
    let points = CodePoints::of(old);
    let stood = |clue: &Clue| {
        let span = points.span(clue.start?, clue.end?);
        (clue.exact.is_empty() || span.of(old) == clue.exact).then_some(span)
    };
    let spans: Vec<Option<Span>> = clues.iter().map(stood).collect();
    // One whose position does not hold its words in the old text is first looked for in it.
    let astray: Vec<_> =
        quotes.iter().zip(&spans).filter(|(_, span)| span.is_none()).map(|(quote, _)| *quote).collect();
    let mut found = if astray.is_empty() { Vec::new() } else { place_quotes(old, &astray) }.into_iter();
    let anchoring = Anchoring::with_old(old, new);
    let mut place = |span: Option<Span>| {
        let span = span.or_else(|| found.next().and_then(Placement::span));
        span.map_or(Placement::Orphan, |span| anchoring.place_span(span))
    };
    spans.into_iter().map(&mut place).collect()
}

fn read(line: &str) -> Result<(Value, Clue), String> {
    let object: Map<String, Value> = serde_json::from_str(line).map_err(|fault| {
        format!("is not a JSON object ({fault}); write one object a line, such as {{\"id\":1,\"exact\":\"words\"}}")
    })?;
    let words = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(words)) => Ok(words.clone()),
        Some(_) => Err(format!("has an \"{key}\" that is not a text")),
    };
    let position = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
            count.map(Some).ok_or_else(|| format!("has a \"{key}\" that is not a whole number"))
        }
    };
    let clue = Clue {
        exact: words("exact")?,
        prefix: words("prefix")?,
        suffix: words("suffix")?,
        start: position("start")?,
        end: position("end")?,
    };
    Ok((object.get("id").cloned().unwrap_or(Value::Null), clue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OLD: &str = "Größe zählt. Aber nicht immer, sagt der Vermesser.";
    const NEW: &str = "Neu: Größe zählt. Aber nicht immer, sagt die Vermesserin.";

    #[test]
    fn positions_count_code_points_and_ids_come_back_as_they_were() {
        let lines = "{\"id\":{\"a\":[1]},\"exact\":\"Aber nicht immer\",\"start\":13,\"end\":29,\"more\":true}\n\n\
            {\"exact\":\"zählt\"}\n{\"id\":\"gone\",\"exact\":\"nirgends gesagt\",\"suffix\":null}";
        for old in [Some(OLD), None] {
            assert_eq!(
                locate(NEW, old, lines).unwrap(),
                [
                    r#"{"id":{"a":[1]},"start":18,"end":34,"status":"exact","score":1.0}"#,
                    r#"{"id":null,"start":11,"end":16,"status":"exact","score":1.0}"#,
                    r#"{"id":"gone","start":null,"end":null,"status":"orphaned","score":0.0}"#,
                ]
            );
        }
    }

    #[test]
    fn a_broken_line_is_named() {
        for (lines, message) in [
            ("{\"exact\":\"a\"}\n[]", "line 2 of the selectors is not a JSON object"),
            ("{\"exact\":1}", "line 1 of the selectors has an \"exact\" that is not a text"),
            ("{\"start\":-1}", "line 1 of the selectors has a \"start\" that is not a whole number"),
            ("{\"exact\":", "line 1 of the selectors is not a JSON object"),
        ] {
            let broken = locate(NEW, None, lines).unwrap_err().to_string();
            assert!(broken.starts_with(message), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn any_lines_give_lines_or_a_fault(lines in "([{}\\[\\]\":,a0-9]|\"exact\"|\"start\"|\n){0,40}", old in any::<Option<String>>(), new in any::<String>()) {
            let _ = locate(&new, old.as_deref(), &lines);
        }
    }
}
