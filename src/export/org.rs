//! What the reader made of an article, as Org: a tree with the claims and notes as headings, in blocks that a file
//! may hold among the reader's own text.

use std::fmt::Write as _;

use super::blocks::{Blocks, Comments, List};
use super::facts::{Fact, facts, page, web_address};
use super::note_file::{NoteFile, claim_names, heading, headings, owner, sort};
use super::rows::{Part, joined, parts, rows, title};
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::pane::Pane;
use crate::notes::annotation::Annotation;
use crate::text::clean::{clean, clean_line};
use crate::text::span::Span;
use crate::text::width::fit;

/// A character without width, which the Org manual recommends for keeping what looks like its syntax apart.
const APART: char = '\u{200b}';

/// The longest heading, in cells.
const HEADING: usize = 100;

/// The blocks of one article.
pub fn blocks(file: &NoteFile<'_>) -> Blocks {
    let owner = owner(file.id);
    let document = file.reading.document();
    let rows = rows(file.reading);
    let names = claim_names(&rows);
    let (on_claims, elsewhere, orphans) = sort(&rows, file.placed);
    let mut blocks = List::new(Comments::Org);
    blocks.push(&format!("{owner}/title"), &head(document, file));
    let mut opening = Opening::of("** Source claims\n");
    for ((index, row), name) in rows.iter().enumerate().zip(names) {
        let (Some(number), Some(name)) = (row.number, name) else { continue };
        if !file.whole && !on_claims.contains_key(&index) {
            continue;
        }
        let source = row.source.as_ref().map(|source| format!(" · {}", words(source)));
        let mut text = opening.take();
        let kind = row.kind.name();
        let _ = writeln!(text, "*** {number} · {kind}{}", source.unwrap_or_default());
        text.push_str(&quotation(row.words));
        for (span, annotation) in on_claims.get(&index).into_iter().flatten() {
            let part = span.of(document.text());
            if *span != row.span && part != row.words {
                let _ = writeln!(text, "- Marked :: {}", words(part));
            }
            text.push_str(&items(annotation, file, Some(*span)));
        }
        blocks.push(&format!("{owner}/claim-{name}"), &text);
    }
    notes(&mut blocks, &owner, document, &elsewhere, file);
    let mut opening = Opening::of("** Notes without a place\n");
    for annotation in orphans {
        let exact = clean(&annotation.selector.exact);
        let text = format!("{}{}", opening.take(), note(annotation, &exact, file, None, None));
        blocks.push(&format!("{owner}/{}", annotation.id), &text);
    }
    for (pane, name) in [(Pane::Analysis, "analysis"), (Pane::Take, "take")].into_iter().filter(|_| file.whole) {
        let parts = parts(file.reading, &rows, pane);
        if !parts.is_empty() {
            let text = format!("** {}\n{}", pane.title(), prose(document, &parts));
            blocks.push(&format!("{owner}/{name}"), &text);
        }
    }
    Blocks { front_matter: String::new(), owners: vec![owner], blocks, within: None }
}

/// A heading that stands before the first of several blocks.
struct Opening(Option<&'static str>);

impl Opening {
    const fn of(heading: &'static str) -> Self {
        Self(Some(heading))
    }

    fn take(&mut self) -> String {
        self.0.take().unwrap_or_default().to_owned()
    }
}

/// The article's own heading, with what is known of it as properties.
fn head(document: &Document, file: &NoteFile<'_>) -> String {
    let metadata = document.metadata();
    let uri = metadata.url.clone().or_else(|| file.origin.uri.as_deref().map(clean_line));
    let mut out =
        format!("* {}\n:PROPERTIES:\n:POSTIL: {}\n", words(&fit(&title(document, file.origin), HEADING)), file.id);
    for (name, value) in
        [("SOURCE", &uri), ("AUTHOR", &metadata.author), ("SITE", &metadata.site), ("PUBLISHED", &metadata.date)]
    {
        if let Some(value) = value {
            let _ = writeln!(out, ":{name}: {}", clean_line(value));
        }
    }
    out.push_str(":END:\n");
    out
}

/// Adds a block for each annotation that stands on no claim.
fn notes(
    blocks: &mut List,
    owner: &str,
    document: &Document,
    annotations: &[(Span, &Annotation)],
    file: &NoteFile<'_>,
) {
    let headings = headings(document);
    let mut opening = Opening::of("** Highlights and notes\n");
    for (span, annotation) in annotations {
        let section = heading(&headings, document.block_at(span.start)).map(|block| document.block_text(block));
        let text =
            format!("{}{}", opening.take(), note(annotation, span.of(document.text()), file, section, Some(*span)));
        blocks.push(&format!("{owner}/{}", annotation.id), &text);
    }
}

fn note(
    annotation: &Annotation,
    exact: &str,
    file: &NoteFile<'_>,
    section: Option<&str>,
    span: Option<Span>,
) -> String {
    let mut out = if exact.is_empty() {
        // A note that another tool made on a whole book.
        "*** Note\n".to_owned()
    } else {
        format!("*** {}\n{}", words(&fit(&clean_line(exact), HEADING)), quotation(exact))
    };
    if let Some(section) = section {
        let _ = writeln!(out, "- Section :: {}", words(section));
    }
    out + &items(annotation, file, span)
}

/// What an annotation holds, as a list of descriptions.
fn items(annotation: &Annotation, file: &NoteFile<'_>, span: Option<Span>) -> String {
    let mut out = String::new();
    let page = page(file.reading.document(), span);
    for Fact { label, words: held } in page.into_iter().chain(facts(annotation, file.legend)) {
        let held = match web_address(&held) {
            Some(address) => format!("[[{address}]]"),
            None => held.lines().map(inert).collect::<Vec<_>>().join("\n  "),
        };
        let gap = if held.contains('\n') { "\n  " } else { " " };
        let _ = writeln!(out, "- {label} ::{gap}{}", held.replace("\n  \n", "\n\n"));
    }
    out
}

/// The blocks of one pane.
fn prose(document: &Document, parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    let mut after_item = false;
    for part in parts {
        let item = matches!(part.kind, BlockKind::ListItem { .. });
        let close = (item && after_item) || matches!(part.kind, BlockKind::Heading { .. });
        if !close {
            out.push('\n');
        }
        after_item = item;
        let all = joined(part.pieces(), |row| words(row.words));
        let _ = match part.kind {
            BlockKind::Heading { .. } => writeln!(out, "*** {}", words(document.block_text(part.block))),
            BlockKind::ListItem { depth, ordinal } => {
                let mark = ordinal.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
                writeln!(out, "{}{mark} {all}", "   ".repeat(usize::from(depth.clamp(1, 8)) - 1))
            }
            BlockKind::Quotation { .. } => {
                write!(out, "{}", quotation(&joined(part.pieces(), |row| row.words.to_owned())))
            }
            BlockKind::Code | BlockKind::Table => {
                let lines = document.block_text(part.block).lines().map(|line| format!(": {line}\n"));
                write!(out, "{}", lines.collect::<String>())
            }
            BlockKind::Rule => writeln!(out, "-----"),
            _ => writeln!(out, "{all}"),
        };
    }
    out
}

/// A quotation, each of its lines a line.
fn quotation(text: &str) -> String {
    let lines = text.lines().map(|row| format!("  {}\n", line(row.trim())));
    format!("#+begin_quote\n{}#+end_quote\n", lines.collect::<String>())
}

/// The words of an article on one line, which may stand at the start of a line of Org.
fn words(text: &str) -> String {
    line(&clean_line(text))
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let item = digits > 0 && matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
    let opens = text.starts_with(['*', '#', '|', ':', '-', '+', '%']) || item;
    let keyword = ["TODO", "DONE", "COMMENT", "CLOSED:", "DEADLINE:", "SCHEDULED:", "CLOCK:"];
    if opens || keyword.iter().any(|word| text.starts_with(word)) {
        out.push(APART);
    }
    let dollars = text.matches('$').count() > 1;
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        // A mark opens emphasis after a blank or an opening sign, and needs another to close.
        let open = before.is_none_or(|before| before.is_whitespace() || "-('\"{".contains(before));
        let pairs = || {
            open && after.is_some_and(|next| !next.is_whitespace())
                && text.get(at + 1..).is_some_and(|rest| rest.contains(c))
        };
        let entity = match c {
            '\\' => Some("backslash"),
            '[' if after.is_some_and(|next| matches!(next, '[' | 'f') || next.is_ascii_digit()) => Some("lbrack"),
            '<' => Some("lt"),
            '{' if after == Some('{') || matches!(before, Some('_' | '^')) => Some("lbrace"),
            '*' if pairs() => Some("ast"),
            '/' if pairs() => Some("slash"),
            '=' if pairs() => Some("equal"),
            '~' if pairs() => Some("tilde"),
            '+' if pairs() => Some("plus"),
            '_' if pairs()
                || ["src", "call"].iter().any(|word| text.get(..at).is_some_and(|head| head.ends_with(word))) =>
            {
                Some("under")
            }
            '$' if dollars => Some("dollar"),
            _ => None,
        };
        match entity {
            Some(name) => {
                let _ = write!(out, "\\{name}{{}}");
            }
            None => out.push(c),
        }
        if c == '@' && after == Some('@') {
            out.push(APART);
        }
        before = Some(c);
    }
    // What ends a heading like this is its tags.
    if text.ends_with(':') {
        out.push(APART);
    }
    out
}

/// A line of the reader's own words, as it was written, but for what would make Org do something: read a file, run
/// a program, expand a macro.
fn inert(line: &str) -> String {
    let line = line.trim_end();
    let mut out = if line.trim_start().starts_with("#+") { APART.to_string() } else { String::new() };
    out.push_str(line);
    for (acts, apart) in
        [("{{{", "{{\u{200b}{"), ("@@", "@\u{200b}@"), ("src_", "src\u{200b}_"), ("call_", "call\u{200b}_")]
    {
        if out.contains(acts) {
            out = out.replace(acts, apart);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_reads_as_words_is_left_alone_and_what_would_act_is_not() {
        for plain in
            ["RAMP's index shows 34.4% vs 32.3%, driven by /goal-style agents — $5 a day.", "snake_case, a = b, x > y!"]
        {
            assert_eq!(line(plain), plain);
        }
        for (from, to) in [
            ("* a heading", "\u{200b}* a heading"),
            ("#+INCLUDE: \"x\"", "\u{200b}#+INCLUDE: \"x\""),
            ("see [[file:x][y]]", "see \\lbrack{}\\lbrack{}file:x][y]]"),
            ("run src_sh{rm} and call_f()", "run src\\under{}sh{rm} and call\\under{}f()"),
            ("a {{{macro}}}", "a \\lbrace{}\\lbrace{}{macro}}}"),
            ("*bold* and /x/", "\u{200b}\\ast{}bold* and \\slash{}x/"),
            ("\\input{x} $a$ <2024-01-01>", "\\backslash{}input{x} \\dollar{}a\\dollar{} \\lt{}2024-01-01>"),
            ("TODO now :tag:", "\u{200b}TODO now :tag:\u{200b}"),
        ] {
            assert_eq!(line(from), to);
        }
        assert_eq!(inert("*mine* [[x]]"), "*mine* [[x]]");
        assert_eq!(inert("  #+INCLUDE: x {{{m}}}"), "\u{200b}  #+INCLUDE: x {{\u{200b}{m}}}");
    }

    proptest! {
        #[test]
        fn no_words_start_anything(text in "[*#|:+\\[\\]{}\\\\a1.) \n-]{0,30}") {
            for row in quotation(&text).lines().skip(1) {
                let row = row.trim_start();
                let opens = row.starts_with(['*', '|', ':', '-', '+']) || row.starts_with("#+") && row != "#+end_quote";
                prop_assert!(!opens && !row.contains("[[") && !row.contains("{{{"), "{row}");
            }
        }
    }
}
