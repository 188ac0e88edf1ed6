//! A note file: what the reader made of an article, as Markdown.
//!
//! The article's words are escaped ([`escape`]); what the reader wrote stands as it was written,
//! inside list items, which no fence, comment or heading in it can leave.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::blocks::{Blocks, List};
use super::rows::{Row, rows, title, title_block};
use super::{escape, front_matter, split_markdown};
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Origin, TextHash};
use crate::article::pane::Pane;
use crate::notes::annotation::{Annotation, Body, Placed};
use crate::notes::assessment::{Forecast, percent};
use crate::notes::colour::Legend;
use crate::reading::reading::Reading;
use crate::text::clean::{clean, clean_line};
use crate::text::span::Span;

/// An article with what the reader wrote on it.
#[derive(Clone, Copy, Debug)]
pub struct NoteFile<'a> {
    /// The document's id.
    pub id: DocumentId,
    /// Where it came from.
    pub origin: &'a Origin,
    /// The article, split.
    pub reading: &'a Reading,
    /// The annotations, oldest first, each with its place.
    pub placed: &'a [Placed],
    /// Whether the whole split is wanted, or only what the annotations stand on.
    pub whole: bool,
    /// What the colours mean.
    pub legend: &'a Legend,
}

#[derive(Serialize)]
struct FrontMatter {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotated: Option<String>,
    claims: usize,
    analysis: usize,
    take: usize,
    annotations: usize,
    postil: String,
}

/// The blocks of one article's note file.
pub fn blocks(file: &NoteFile<'_>) -> Blocks {
    let owner = owner(file.id);
    let document = file.reading.document();
    let rows = rows(file.reading);
    let (on_claims, elsewhere, orphans) = sort(&rows, file.placed);
    let mut blocks = List::default();
    blocks.push(&format!("{owner}/title"), &head(document, file.origin));
    claims(&mut blocks, &owner, document, &rows, &on_claims, file);
    notes(&mut blocks, &owner, document, &elsewhere, file.legend);
    orphaned(&mut blocks, &owner, &orphans, file.legend);
    for (pane, name) in [(Pane::Analysis, "analysis"), (Pane::Take, "take")].into_iter().filter(|_| file.whole) {
        let prose = split_markdown::prose(file.reading, &rows, pane);
        if !prose.is_empty() {
            blocks.push(&format!("{owner}/{name}"), &format!("## {}\n{prose}", pane.title()));
        }
    }
    Blocks { front_matter: front_matter(file, &rows), owners: vec![owner], blocks, within: None }
}

/// What opens the IDs of a document's blocks.
pub fn owner(id: DocumentId) -> String {
    id.0.simple().to_string().chars().take(12).collect()
}

fn front_matter(file: &NoteFile<'_>, rows: &[Row<'_>]) -> String {
    let document = file.reading.document();
    let metadata = document.metadata().clone();
    let count = |pane| rows.iter().filter(|row| row.pane == pane).count();
    let annotated = file.placed.iter().map(|placed| placed.annotation.modified).max();
    front_matter::yaml(&FrontMatter {
        title: clean_line(&title(document, file.origin)),
        source: metadata.url.or_else(|| file.origin.uri.as_deref().map(clean_line)),
        author: metadata.author,
        site: metadata.site,
        published: metadata.date,
        annotated: annotated.map(day),
        claims: count(Pane::Claims),
        analysis: count(Pane::Analysis),
        take: count(Pane::Take),
        annotations: file.placed.len(),
        postil: file.id.to_string(),
    })
}

/// The title, who wrote it, and where it came from.
fn head(document: &Document, origin: &Origin) -> String {
    split_markdown::head(document, origin, document.metadata().url.as_ref().or(origin.uri.as_ref()))
}

/// Annotations by the claim they lie in (as an index of `rows`), those elsewhere by their place, and
/// orphans. Corrections of a pane have done their work in the split and are told by no one else.
pub(super) type Sorted<'a> =
    (HashMap<usize, Vec<(Span, &'a Annotation)>>, Vec<(Span, &'a Annotation)>, Vec<&'a Annotation>);

pub(super) fn sort<'a>(rows: &[Row<'_>], placed: &'a [Placed]) -> Sorted<'a> {
    let (mut on_claims, mut elsewhere, mut orphans) = (HashMap::<_, Vec<_>>::new(), Vec::new(), Vec::new());
    for Placed { annotation, placement } in placed {
        if annotation.body == (Body { pane: annotation.body.pane, ..Body::default() }) {
            continue;
        }
        let Some(span) = placement.span() else {
            orphans.push(annotation);
            continue;
        };
        let row = rows.partition_point(|row| row.span.end < span.end);
        match rows.get(row).filter(|found| found.number.is_some() && found.span.covers(span)) {
            Some(_) => on_claims.entry(row).or_default().push((span, annotation)),
            None => elsewhere.push((span, annotation)),
        }
    }
    elsewhere.sort_by_key(|(span, _)| *span);
    (on_claims, elsewhere, orphans)
}

/// Adds a block for each claim (or, where not the `whole` split is wanted, for each that something is
/// written on), the first with the heading.
fn claims(
    blocks: &mut List,
    owner: &str,
    document: &Document,
    rows: &[Row<'_>],
    on_claims: &HashMap<usize, Vec<(Span, &Annotation)>>,
    file: &NoteFile<'_>,
) {
    let headings = headings(document);
    let (mut section, before) = (None, blocks.len());
    for ((index, row), name) in rows.iter().enumerate().zip(claim_names(rows)) {
        let (Some(number), Some(name)) = (row.number, name) else { continue };
        if !file.whole && !on_claims.contains_key(&index) {
            continue;
        }
        let is_first = blocks.len() == before;
        let mut text = if is_first { format!("## {}\n\n", Pane::Claims.title()) } else { String::new() };
        let heading = heading(&headings, row.id.block);
        if heading != section {
            section = heading;
            if let Some(heading) = heading {
                let _ = write!(text, "### {}\n\n", escape::words(document.block_text(heading)));
            }
        }
        let _ = write!(text, "{}\n\n{}", split_markdown::claim_head(row, number), escape::quotation(row.words));
        for (span, annotation) in on_claims.get(&index).into_iter().flatten() {
            text.push('\n');
            if *span != row.span && span.of(document.text()) != row.words {
                let _ = writeln!(text, "- **Marked:** {}", escape::words(span.of(document.text())));
            }
            text.push_str(&page_item(document, *span));
            text.push_str(&items(annotation, file.legend));
        }
        blocks.push(&format!("{owner}/claim-{name}"), &text);
    }
}

/// What names the block of each row that is a claim, of each row in order. Numbers change when a claim comes or goes
/// before them; the words name a claim for good.
pub(super) fn claim_names<'a>(rows: &'a [Row<'_>]) -> impl Iterator<Item = Option<String>> + use<'a> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    rows.iter().map(move |row| {
        row.number.map(|_| {
            let again = seen.entry(row.words).or_default();
            let hash = TextHash::of(&format!("{again} {}", row.words)).to_string();
            *again += 1;
            hash.chars().take(12).collect()
        })
    })
}

/// Adds a block for each annotation that stands on no claim, the first of a section with its heading.
fn notes(blocks: &mut List, owner: &str, document: &Document, annotations: &[(Span, &Annotation)], legend: &Legend) {
    let headings = headings(document);
    let (mut section, before) = (None, blocks.len());
    for (span, annotation) in annotations {
        let is_first = blocks.len() == before;
        let mut text = if is_first { "## Highlights and notes\n\n".to_owned() } else { String::new() };
        let block = document.block_at(span.start);
        let heading = heading(&headings, block);
        if heading != section {
            section = heading;
            if let Some(heading) = heading {
                let _ = write!(text, "### {}\n\n", escape::words(document.block_text(heading)));
            }
        }
        let words = span.of(document.text());
        let inside = document.blocks().get(block).filter(|block| block.span.covers(*span));
        if inside.is_some_and(|block| block.kind == BlockKind::Code) {
            text.push_str(&escape::code(words));
        } else {
            text.push_str(&escape::quotation(words));
        }
        let _ = write!(text, "\n{}{}", page_item(document, *span), items(annotation, legend));
        blocks.push(&format!("{owner}/{}", annotation.id), &text);
    }
}

/// The page that words stand on, for who cites them; nothing where the source has no pages.
fn page_item(document: &Document, span: Span) -> String {
    document.page_at(span.start).map(|page| format!("- **Page:** {page}\n")).unwrap_or_default()
}

/// A block for each annotation whose words are gone, with the words as they were.
fn orphaned(blocks: &mut List, owner: &str, annotations: &[&Annotation], legend: &Legend) {
    for (index, annotation) in annotations.iter().enumerate() {
        let head = if index == 0 { "## Notes without a place\n\n" } else { "" };
        let words = clean(&annotation.selector.exact);
        // A note that another tool made on a whole book has none.
        let quoted = if words.is_empty() { String::new() } else { format!("{}\n", escape::quotation(&words)) };
        blocks.push(&format!("{owner}/{}", annotation.id), &format!("{head}{quoted}{}", items(annotation, legend)));
    }
}

/// The blocks that are headings, but for the title; the title counts as none.
pub(super) fn headings(document: &Document) -> Vec<usize> {
    let title = title_block(document);
    let is_heading = |kind| matches!(kind, BlockKind::Heading { .. });
    let all = document.blocks().iter().enumerate().filter(|(_, block)| is_heading(block.kind)).map(|(index, _)| index);
    all.filter(|index| Some(*index) != title).collect()
}

/// The heading among `headings` that a block stands under.
pub(super) fn heading(headings: &[usize], block: usize) -> Option<usize> {
    headings.get(headings.partition_point(|heading| *heading <= block).checked_sub(1)?).copied()
}

/// What an annotation holds, as list items, each with its line end; the last one has the date and
/// the way back.
fn items(annotation: &Annotation, legend: &Legend) -> String {
    let body = &annotation.body;
    let mut out = String::new();
    if let Some(note) = &body.note {
        out.push_str(&own_words("Note", note));
    }
    if let Some(wording) = &body.wording {
        out.push_str(&own_words("In other words", wording));
    }
    if let Some(verdict) = body.verdict {
        let _ = writeln!(out, "- **Verdict:** {} {}", verdict.mark(), verdict.words());
    }
    for evidence in &body.evidence {
        let text = clean(&evidence.text);
        let link = escape::address(text.trim());
        out.push_str(&own_words(evidence.stance.title(), if link.starts_with('<') { &link } else { &text }));
    }
    if body.to_check {
        out.push_str("- [ ] to check\n");
    }
    if let Some(forecast) = &body.forecast {
        let _ = writeln!(out, "- **Forecast:** {}", forecast_line(forecast));
        if let Some(criterion) = &forecast.criterion {
            out.push_str(&own_words("Decided by", criterion));
        }
    }
    let colour = body.highlight.map(|colour| legend.shown(colour));
    let tags = body.tags.iter().map(|word| tag(word));
    let bookmark = body.bookmark.then(|| "bookmark".to_owned());
    let made = day(annotation.created);
    let changed = Some(day(annotation.modified)).filter(|changed| *changed != made);
    let dates = changed.map_or_else(|| made.clone(), |changed| format!("{made}, changed {changed}"));
    let way = format!("<postil://{}>", annotation.id);
    let parts: Vec<String> = colour.into_iter().chain(tags).chain(bookmark).chain([dates, way]).collect();
    let _ = writeln!(out, "- {}", parts.join(" · "));
    out
}

/// What the reader wrote, as it was written: on the line of its label, or as paragraphs of the item.
fn own_words(label: &str, words: &str) -> String {
    let words = clean(words);
    let words = words.trim_matches('\n').trim_end();
    if !words.contains('\n') {
        return format!("- **{label}:** {}\n", words.trim());
    }
    let mut out = format!("- **{label}:**\n\n");
    for line in words.split('\n') {
        let line = line.trim_end();
        out.push_str(if line.is_empty() { "" } else { "  " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A tag as Obsidian and others read it; one that cannot be written so stands as words.
fn tag(word: &str) -> String {
    let word = clean_line(word);
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    if plain { format!("#{word}") } else { format!("\\#{}", escape::words(&word)) }
}

/// A forecast as people say it: probability, day, outcome.
pub fn forecast_line(forecast: &Forecast) -> String {
    let probability = forecast.probability.map(percent);
    let due = forecast.due.map(|due| format!("by {due}"));
    let outcome = forecast.outcome.map(|outcome| format!("came out: {}", outcome.name()));
    let parts: Vec<String> = [probability, due, outcome].into_iter().flatten().collect();
    parts.join(", ")
}

/// The day of a time, in UTC as every time in an export: the same annotations export to the same bytes on every
/// machine and from every window. On the screen and in lists it is the reader's own day that shows.
pub(super) fn day(time: jiff::Timestamp) -> String {
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
