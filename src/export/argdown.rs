//! Claims with what speaks for and against them, as Argdown: a map of the argument.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::blocks::{Blocks, List};
use super::note_file::{NoteFile, claim_names, owner, sort};
use super::rows::{rows, title};
use crate::notes::annotation::Annotation;
use crate::notes::assessment::Stance;
use crate::text::clean::clean_line;

/// The blocks of one article: its title, and a statement for each claim (or, where not the whole split is wanted,
/// for each that something is written on), followed by the evidence.
pub fn blocks(file: &NoteFile<'_>) -> Blocks {
    let owner = owner(file.id);
    let document = file.reading.document();
    let rows = rows(file.reading);
    let names = claim_names(&rows);
    let (on_claims, elsewhere, _) = sort(&rows, file.placed);
    let mut blocks = List::default();
    blocks.push(&format!("{owner}/title"), &format!("# {}\n", words(&title(document, file.origin))));
    // Statements of the same title are one statement: those of another article must not be.
    let short: String = owner.chars().take(6).collect();
    for ((index, row), name) in rows.iter().enumerate().zip(names) {
        let (Some(number), Some(name)) = (row.number, name) else { continue };
        let annotations: Vec<&Annotation> =
            on_claims.get(&index).into_iter().flatten().map(|(_, annotation)| *annotation).collect();
        if !file.whole && annotations.is_empty() {
            continue;
        }
        let mut data = Map::new();
        data.insert("kind".to_owned(), json!(row.kind.name()));
        if let Some(source) = &row.source {
            data.insert("source".to_owned(), json!(clean_line(source)));
        }
        let title = format!("Claim {number}, {short}");
        blocks.push(&format!("{owner}/claim-{name}"), &statement(&title, row.words, data, &annotations));
    }
    for (nth, (span, annotation)) in elsewhere.iter().filter(|(_, one)| assessed(one)).enumerate() {
        let text =
            statement(&format!("Statement {}, {short}", nth + 1), span.of(document.text()), Map::new(), &[*annotation]);
        blocks.push(&format!("{owner}/{}", annotation.id), &text);
    }
    Blocks { front_matter: String::new(), owners: vec![owner], blocks, within: None }
}

/// Whether the reader judged what an annotation stands on.
fn assessed(annotation: &Annotation) -> bool {
    annotation.body.verdict.is_some() || !annotation.body.evidence.is_empty()
}

/// `[title]: words {data}`, and below it what speaks for it (`<+`) and against it (`<-`).
fn statement(title: &str, text: &str, mut data: Map<String, Value>, annotations: &[&Annotation]) -> String {
    // Of several verdicts and wordings the latest holds.
    let wording = annotations.iter().rev().find_map(|one| one.body.wording.as_deref());
    if let Some(verdict) = annotations.iter().rev().find_map(|one| one.body.verdict) {
        data.insert("verdict".to_owned(), json!(verdict.words()));
    }
    let notes: Vec<String> = annotations.iter().filter_map(|one| one.body.note.as_deref()).map(clean_line).collect();
    if !notes.is_empty() {
        data.insert("notes".to_owned(), json!(notes));
    }
    let mut out = format!("[{title}]: {}{}\n", words(wording.unwrap_or(text)), inline(&data));
    let evidence = annotations.iter().flat_map(|one| &one.body.evidence);
    for evidence in evidence {
        let mark = match evidence.stance {
            Stance::For => "<+",
            Stance::Against => "<-",
        };
        let _ = writeln!(out, "  {mark} {}", words(&evidence.text));
    }
    out
}

/// Data in braces, as YAML in one line, which JSON is; braces and line ends inside strings are escaped.
fn inline(data: &Map<String, Value>) -> String {
    let entry = |(name, value): (&String, &Value)| {
        let text = super::json::line(value).trim_end().replace('{', "\\u007b").replace('}', "\\u007d");
        format!(
            "{name}: {}",
            text.replace("/*", "\\u002f*").replace("//", "\\u002f\\u002f").replace("<!--", "\\u003c!--")
        )
    };
    if data.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", data.iter().map(entry).collect::<Vec<_>>().join(", "))
    }
}

/// Words on one line in which nothing is a mark of Argdown's.
fn words(text: &str) -> String {
    let text = clean_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let opens =
        text.starts_with(['+', '-', '*', '#', '=', '<', '>', '(']) || text.starts_with(|c: char| c.is_ascii_digit());
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let acts = match c {
            '[' | ']' | '<' | '>' | '{' | '}' | '*' | '\\' | '|' => true,
            '_' => !inside,
            '#' | '@' => !before.is_some_and(char::is_alphanumeric),
            // An address keeps its slashes: what stands before them is a colon.
            '/' => matches!(after, Some('/' | '*')) && before != Some(':'),
            '+' | '-' | '=' | '(' => before.is_none() && opens,
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::annotation::{AnnotationId, Body};
    use crate::notes::assessment::{Evidence, Verdict};
    use crate::notes::selector::Selector;
    use crate::text::span::Span;
    use jiff::Timestamp;

    #[test]
    fn words_stay_words() {
        assert_eq!(words("Figures, 34.4% vs 32.3%; snake_case & $5."), "Figures, 34.4% vs 32.3%; snake_case & $5.");
        assert_eq!(words("- [x]: <y> {a} // z #t"), "\\- \\[x\\]: \\<y\\> \\{a\\} \\// z \\#t");
        assert_eq!(words("see https://a.example/b"), "see https://a.example/b");
    }

    #[test]
    fn evidence_stands_under_its_claim() {
        let evidence = |stance, text: &str| Evidence { stance, text: text.to_owned() };
        let annotation = Annotation {
            id: AnnotationId(uuid::Uuid::nil()),
            document: crate::article::identity::DocumentId(uuid::Uuid::nil()),
            selector: Selector {
                exact: "x".into(),
                prefix: String::new(),
                suffix: String::new(),
                span: Span::default(),
                edition: None,
            },
            accepted: None,
            body: Body {
                verdict: Some(Verdict::Mixed),
                note: Some("why {so}?".to_owned()),
                evidence: vec![evidence(Stance::For, "https://a.example"), evidence(Stance::Against, "said no")],
                ..Body::default()
            },
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
        };
        let body = Body { verdict: Some(Verdict::Refuted), wording: Some("It was so.".to_owned()), ..Body::default() };
        let earlier = Annotation { body, ..annotation.clone() };
        assert_eq!(
            statement("Claim 1, ab", "It is so.", Map::new(), &[&earlier, &annotation]),
            "[Claim 1, ab]: It was so. {verdict: \"mixed\", notes: [\"why \\u007bso\\u007d?\"]}\n  <+ https://a.example\n  <- said no\n"
        );
    }
}
