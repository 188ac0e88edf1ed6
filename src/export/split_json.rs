//! The split as JSON, schema `postil.split/1`.

use serde::Serialize;

use super::rows::{Row, rows};
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Origin};
use crate::article::pane::Pane;
use crate::reading::reading::Reading;
use crate::text::code_points::CodePoints;

/// The schema's name.
pub const SCHEMA: &str = "postil.split/1";

/// The whole split; offsets count code points of `text`, half-open.
#[derive(Debug, Serialize)]
pub struct Split<'a> {
    schema: &'static str,
    document: DocumentEntry<'a>,
    text: &'a str,
    sentences: Vec<SentenceEntry<'a>>,
    sections: Vec<SectionEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct DocumentEntry<'a> {
    id: String,
    title: String,
    uri: Option<&'a str>,
    language: &'a str,
    sha256: String,
    /// What the source says of itself, where it does.
    #[serde(flatten)]
    metadata: MetadataEntry<'a>,
}

#[derive(Debug, Serialize)]
struct MetadataEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SentenceEntry<'a> {
    index: usize,
    start: usize,
    end: usize,
    text: &'a str,
    pane: Pane,
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    claim: Option<ClaimEntry<'a>>,
    forecast: bool,
    confidence: f64,
    reasons: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ClaimEntry<'a> {
    number: usize,
    kind: &'static str,
    source: Option<&'a str>,
    cue: Option<&'a str>,
    figures: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct SectionEntry<'a> {
    title: &'a str,
    level: u8,
    start: usize,
    end: usize,
}

/// The split of `reading`, or the sentences of one pane of it; `id` is the document's, `origin`
/// where it came from.
pub fn split<'a>(reading: &'a Reading, id: DocumentId, origin: &'a Origin, only: Option<Pane>) -> Split<'a> {
    let document: &Document = reading.document();
    let (text, metadata) = (document.text(), document.metadata());
    let points = CodePoints::of(text);
    let headings: Vec<usize> = (document.blocks().iter().enumerate())
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading { .. }))
        .map(|(index, _)| index)
        .collect();
    let section_of = |block: usize| {
        let before = headings.partition_point(|heading| *heading <= block);
        headings.get(before.checked_sub(1)?).map(|heading| document.block_text(*heading))
    };
    let sentence = |(index, row): (usize, Row<'a>)| {
        let (start, end) = points.range(row.span);
        SentenceEntry {
            index,
            start,
            end,
            text: row.words,
            pane: row.pane,
            section: section_of(row.id.block),
            page: document.page_at(row.span.start),
            claim: row.number.map(|number| claim(text, &row, number)),
            forecast: row.judgement.forecast,
            confidence: hundredths(row.judgement.confidence),
            reasons: reading.reasons(row.id),
        }
    };
    let wanted = |(_, row): &(usize, Row<'_>)| only.is_none_or(|pane| row.pane == pane);
    let sections = headings.iter().filter_map(|heading| {
        let block = document.blocks().get(*heading)?;
        let BlockKind::Heading { level } = block.kind else { return None };
        let (start, end) = points.range(block.span);
        Some(SectionEntry { title: block.span.of(text), level, start, end })
    });
    Split {
        schema: SCHEMA,
        document: DocumentEntry {
            id: id.to_string(),
            title: document.title(),
            uri: origin.uri.as_deref(),
            language: document.language(),
            sha256: document.hash().to_string(),
            metadata: MetadataEntry {
                author: metadata.author.as_deref(),
                site: metadata.site.as_deref(),
                published: metadata.date.as_deref(),
                canonical: metadata.url.as_deref(),
            },
        },
        text,
        sentences: rows(reading).into_iter().enumerate().filter(wanted).map(sentence).collect(),
        sections: sections.collect(),
    }
}

fn claim<'a>(text: &'a str, row: &Row<'a>, number: usize) -> ClaimEntry<'a> {
    let judgement = row.judgement;
    ClaimEntry {
        number,
        kind: judgement.kind.name(),
        source: judgement.source.as_ref().map(|source| source.name.as_str()),
        cue: judgement.cue.map(|cue| cue.of(text)),
        figures: judgement.figures.iter().map(|figure| figure.of(text)).collect(),
    }
}

/// A share as people write it: 0.7, not 0.699999988.
fn hundredths(share: f32) -> f64 {
    (f64::from(share.clamp(0.0, 1.0)) * 100.0).round() / 100.0
}
