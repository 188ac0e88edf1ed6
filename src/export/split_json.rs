//! The split as JSON, schema `postil.split/1`.

use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use crate::article::block::BlockKind;
use crate::article::document::{Document, SentenceId};
use crate::article::identity::{DocumentId, Origin};
use crate::article::pane::Pane;
use crate::reading::judgement::Judgement;
use crate::reading::reading::Reading;
use crate::text::code_points::CodePoints;
use crate::text::span::Span;

/// The schema's name.
pub const SCHEMA: &str = "postil.split/1";

/// The whole split; offsets count code points of `text`, half-open.
#[derive(Debug, Serialize)]
pub struct Split<'a> {
    schema: &'static str,
    document: DocumentEntry<'a>,
    text: &'a str,
    sentences: Sentences<'a>,
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

/// The sentences, worked out one by one as they are written: a long article has more of them than there is room for.
#[derive(Debug)]
struct Sentences<'a> {
    reading: &'a Reading,
    points: CodePoints<'a>,
    /// The blocks that are headings.
    headings: Vec<usize>,
    only: Option<Pane>,
}

impl Serialize for Sentences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let (mut index, mut claims) = (0, 0);
        self.reading.pass(|id, span, judgement| {
            let pane = self.reading.correction(id).unwrap_or(judgement.pane);
            claims += usize::from(pane == Pane::Claims);
            index += 1;
            if self.only.is_some_and(|only| only != pane) {
                return Ok(());
            }
            list.serialize_element(&self.entry(index - 1, (id, span), pane, claims, judgement))
        })?;
        list.end()
    }
}

impl Sentences<'_> {
    /// The entry of the sentence at `at`, which is number `index` of all; `claims` stand up to here.
    fn entry<'j>(
        &'j self,
        index: usize,
        at: (SentenceId, Span),
        pane: Pane,
        claims: usize,
        judgement: &'j Judgement,
    ) -> SentenceEntry<'j> {
        let (id, span) = at;
        let document = self.reading.document();
        let (start, end) = self.points.range(span);
        let before = self.headings.partition_point(|heading| *heading <= id.block);
        let heading = before.checked_sub(1).and_then(|last| self.headings.get(last));
        SentenceEntry {
            index,
            start,
            end,
            text: span.of(document.text()),
            pane,
            section: heading.map(|heading| document.block_text(*heading)),
            page: document.page_at(span.start),
            claim: (pane == Pane::Claims).then(|| claim(document.text(), judgement, claims)),
            forecast: judgement.forecast,
            confidence: hundredths(judgement.confidence),
            reasons: self.reading.reasons_of(id, judgement),
        }
    }
}

/// The split of `reading`, or the sentences of one pane of it; `id` is the document's, `origin`
/// where it came from. The sentences are judged when it is written.
pub fn split<'a>(reading: &'a Reading, id: DocumentId, origin: &'a Origin, only: Option<Pane>) -> Split<'a> {
    let document: &Document = reading.document();
    let (text, metadata) = (document.text(), document.metadata());
    let points = CodePoints::of(text);
    let headings: Vec<usize> = (document.blocks().iter().enumerate())
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading { .. }))
        .map(|(index, _)| index)
        .collect();
    let sections = headings.iter().filter_map(|heading| {
        let block = document.blocks().get(*heading)?;
        let BlockKind::Heading { level } = block.kind else { return None };
        let (start, end) = points.range(block.span);
        Some(SectionEntry { title: block.span.of(text), level, start, end })
    });
    let sections = sections.collect();
    Split {
        schema: SCHEMA,
        document: DocumentEntry {
            id: id.to_string(),
            title: document.known_as(origin),
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
        sentences: Sentences { reading, points, headings, only },
        sections,
    }
}

fn claim<'a>(text: &'a str, judgement: &'a Judgement, number: usize) -> ClaimEntry<'a> {
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
