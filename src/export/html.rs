//! What the reader made of an article, as one page of HTML that needs nothing else: no script, no picture, nothing
//! that is fetched. Every word is escaped; only web addresses become links.

use std::fmt::Write as _;

use super::facts::{Fact, facts, page as page_of, web_address};
use super::note_file::{NoteFile, heading, headings, sort};
use super::rows::{Part, joined, parts, rows, title};
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::notes::annotation::Annotation;
use crate::text::clean::{clean, clean_line};
use crate::text::span::Span;

/// What every export of this kind begins with.
pub const OPENING: &str = "<!DOCTYPE html>\n<!-- An export of postil's: it is replaced as a whole. -->\n";

/// The page's look: the reader's own font size, both grounds, and marks that do without colour.
const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, 'Times New Roman', serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; padding-bottom: .2rem; }
blockquote { margin: .4rem 0; padding-left: .9rem; border-left: .2rem solid; }
dl { margin: .4rem 0 1.2rem .9rem; font: .85rem/1.5 system-ui, sans-serif; }
dt { float: left; clear: left; min-width: 7rem; font-weight: 600; }
dd { margin: 0 0 .15rem 7.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { overflow-x: auto; border: 1px solid; padding: .6rem; }
.claim { margin: 1.4rem 0 0; font: .85rem/1.5 system-ui, sans-serif; }
.yellow { border-color: #b58900; } .green { border-color: #2e8b57; } .red { border-color: #c0392b; }
.blue { border-color: #2f6fb0; } .purple { border-color: #7d4fa3; }
";

/// What the page of an article holds, and no other: no word of an article or a note can hold it.
pub fn mark(id: DocumentId) -> String {
    format!("<article id=\"{id}\">")
}

/// The page of all articles.
pub fn page(files: &[NoteFile<'_>]) -> String {
    let (language, name) = match files {
        [file] => (file.reading.document().language(), title(file.reading.document(), file.origin)),
        _ => ("und", "Notes from postil".to_owned()),
    };
    let mut out = format!(
        "{OPENING}<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escape(language),
        line(&name)
    );
    for file in files {
        article(&mut out, file);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn article(out: &mut String, file: &NoteFile<'_>) {
    let document = file.reading.document();
    let rows = rows(file.reading);
    let (on_claims, elsewhere, orphans) = sort(&rows, file.placed);
    let _ = write!(out, "{}\n<header>\n<h1>{}</h1>\n", mark(file.id), line(&title(document, file.origin)));
    head(out, document, file);
    out.push_str("</header>\n");
    let mut opened = false;
    for (index, row) in rows.iter().enumerate() {
        let Some(number) = row.number.filter(|_| file.whole || on_claims.contains_key(&index)) else { continue };
        open(out, &mut opened, Pane::Claims.title());
        let source = row.source.as_ref().map(|source| format!(" · {}", line(source)));
        let kind = row.kind.name();
        let _ = writeln!(out, "<p class=\"claim\"><b>{number}</b> · {kind}{}</p>", source.unwrap_or_default());
        let annotations = on_claims.get(&index).map(Vec::as_slice).unwrap_or_default();
        quotation(
            out,
            row.words,
            annotations.iter().find_map(|(_, one)| one.body.highlight.map(|colour| colour.name())),
        );
        for (span, annotation) in annotations {
            let part = span.of(document.text());
            let marked = Some(("Marked", part)).filter(|_| *span != row.span && part != row.words);
            list(out, annotation, file, Some(*span), marked);
        }
    }
    close(out, opened);
    let (headings, mut opened) = (headings(document), false);
    for (span, annotation) in &elsewhere {
        open(out, &mut opened, "Highlights and notes");
        quotation(out, span.of(document.text()), annotation.body.highlight.map(|colour| colour.name()));
        let section = heading(&headings, document.block_at(span.start)).map(|block| document.block_text(block));
        list(out, annotation, file, Some(*span), section.map(|section| ("Section", section)));
    }
    close(out, opened);
    let mut opened = false;
    for annotation in orphans {
        open(out, &mut opened, "Notes without a place");
        let words = clean(&annotation.selector.exact);
        if !words.is_empty() {
            quotation(out, &words, annotation.body.highlight.map(|colour| colour.name()));
        }
        list(out, annotation, file, None, None);
    }
    close(out, opened);
    for pane in [Pane::Analysis, Pane::Take].into_iter().filter(|_| file.whole) {
        let parts = parts(file.reading, &rows, pane);
        if !parts.is_empty() {
            let _ = writeln!(out, "<section>\n<h2>{}</h2>", pane.title());
            prose(out, document, &parts);
            out.push_str("</section>\n");
        }
    }
    out.push_str("</article>\n");
}

/// Who wrote it, when, and where it is.
fn head(out: &mut String, document: &Document, file: &NoteFile<'_>) {
    let metadata = document.metadata();
    let by = [metadata.author.as_deref(), metadata.site.as_deref(), metadata.day()].into_iter().flatten();
    let by: Vec<String> = by.map(line).collect();
    if !by.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", by.join(" · "));
    }
    if let Some(uri) = metadata.url.as_ref().or(file.origin.uri.as_ref()) {
        let _ = writeln!(out, "<p>{}</p>", link(&clean_line(uri)));
    }
}

fn open(out: &mut String, opened: &mut bool, heading: &str) {
    if !*opened {
        let _ = writeln!(out, "<section>\n<h2>{heading}</h2>");
        *opened = true;
    }
}

fn close(out: &mut String, opened: bool) {
    if opened {
        out.push_str("</section>\n");
    }
}

fn quotation(out: &mut String, words: &str, colour: Option<&str>) {
    let class = colour.map(|colour| format!(" class=\"{colour}\"")).unwrap_or_default();
    let _ = writeln!(out, "<blockquote{class}>{}</blockquote>", escape(words).replace('\n', "<br>\n"));
}

/// What an annotation holds.
fn list(
    out: &mut String,
    annotation: &Annotation,
    file: &NoteFile<'_>,
    span: Option<Span>,
    first: Option<(&str, &str)>,
) {
    let _ = writeln!(out, "<dl id=\"{}\">", annotation.id);
    if let Some((label, words)) = first {
        let _ = writeln!(out, "<dt>{label}</dt><dd>{}</dd>", line(words));
    }
    let page = page_of(file.reading.document(), span);
    for Fact { label, words } in page.into_iter().chain(facts(annotation, file.legend)) {
        let _ = writeln!(out, "<dt>{label}</dt><dd>{}</dd>", link(&words));
    }
    out.push_str("</dl>\n");
}

/// The blocks of one pane.
fn prose(out: &mut String, document: &Document, parts: &[Part<'_>]) {
    // The lists that are open, by whether they are numbered.
    let mut lists: Vec<bool> = Vec::new();
    for part in parts {
        let words = joined(part.pieces(), |row| escape(row.words));
        let depth = match part.kind {
            BlockKind::ListItem { depth, .. } => usize::from(depth.clamp(1, 8)),
            _ => 0,
        };
        let numbered = matches!(part.kind, BlockKind::ListItem { ordinal: Some(_), .. });
        while lists.len() > depth || lists.last().is_some_and(|last| lists.len() == depth && *last != numbered) {
            out.push_str(if lists.pop() == Some(true) { "</ol>\n" } else { "</ul>\n" });
        }
        while lists.len() < depth {
            out.push_str(if numbered { "<ol>\n" } else { "<ul>\n" });
            lists.push(numbered);
        }
        let text = document.block_text(part.block);
        let _ = match part.kind {
            BlockKind::Heading { level } => writeln!(out, "<h{0}>{1}</h{0}>", level.clamp(2, 5) + 1, escape(text)),
            BlockKind::ListItem { ordinal: Some(ordinal), .. } => writeln!(out, "<li value=\"{ordinal}\">{words}</li>"),
            BlockKind::ListItem { .. } => writeln!(out, "<li>{words}</li>"),
            BlockKind::Quotation { .. } => writeln!(out, "<blockquote>{words}</blockquote>"),
            BlockKind::Code | BlockKind::Table => writeln!(out, "<pre>{}</pre>", escape(text)),
            BlockKind::Rule => writeln!(out, "<hr>"),
            _ => writeln!(out, "<p>{words}</p>"),
        };
    }
    while let Some(numbered) = lists.pop() {
        out.push_str(if numbered { "</ol>\n" } else { "</ul>\n" });
    }
}

/// Words, as a link where they are a web address.
fn link(words: &str) -> String {
    let text = escape(words);
    match web_address(words) {
        Some(_) => format!("<a href=\"{text}\" rel=\"noreferrer\">{text}</a>"),
        None => text,
    }
}

fn line(words: &str) -> String {
    escape(&clean_line(words))
}

/// Words in which nothing is a mark of HTML's, also between quotation marks.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_only_web_addresses_are_links() {
        assert_eq!(escape("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        assert!(link("https://a.example/?a=1&b=2").starts_with("<a href=\"https://a.example/?a=1&amp;b=2\""));
        for words in ["javascript:alert(1)", "https://a b", "https://a\"onclick=\"x", "data:text/html,x", "file:///etc"]
        {
            assert!(!link(words).contains("<a"), "{words}");
        }
        assert!(page(&[]).starts_with(OPENING));
    }
}
