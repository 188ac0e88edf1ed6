//! Annotations as JSON, schema `postil.annotations/1`.

use jiff::Timestamp;
use serde::Serialize;

use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::notes::annotation::{Annotation, Motivation};
use crate::notes::assessment::{Evidence, Outcome, Verdict};
use crate::notes::colour::Legend;
use crate::notes::selector::Selector;

/// The schema's name.
pub const SCHEMA: &str = "postil.annotations/1";

/// What every export of this kind begins with.
pub const OPENING: &str = "{\"schema\":\"postil.annotations/1\"";

/// An annotation, what its document is called, and where it stands now.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The annotation.
    pub annotation: &'a Annotation,
    /// The document's title.
    pub title: &'a str,
    /// The document's address.
    pub uri: Option<&'a str>,
    /// How it stands, as [`Placement::name`](crate::notes::selector::Placement::name) says.
    pub status: &'static str,
    /// Where it stands, in code points of the text; nothing for an orphan.
    pub place: Option<(usize, usize)>,
    /// The page of the source that it stands on, where the source has pages and is at hand.
    pub page: Option<u32>,
}

/// Annotations in the order they are given; the caller gives them oldest first.
#[derive(Debug, Serialize)]
pub struct Annotations<'a> {
    schema: &'static str,
    annotations: Vec<AnnotationEntry<'a>>,
}

/// The annotations of `entries`; colours are called as the reader's legend calls them.
pub fn annotations<'a>(entries: impl IntoIterator<Item = Entry<'a>>, legend: &'a Legend) -> Annotations<'a> {
    let entry = |entry| AnnotationEntry::of(entry, legend);
    Annotations { schema: SCHEMA, annotations: entries.into_iter().map(entry).collect() }
}

/// The fields after `modified` go beyond the schema's core: they stand only where they say something, the meaning
/// of a colour where the reader gave it one.
#[derive(Debug, Serialize)]
struct AnnotationEntry<'a> {
    id: String,
    document: DocumentEntry<'a>,
    motivation: Motivation,
    quote: &'a str,
    prefix: &'a str,
    suffix: &'a str,
    start: Option<usize>,
    end: Option<usize>,
    status: &'static str,
    note: Option<&'a str>,
    tags: &'a [String],
    colour: Option<&'a str>,
    verdict: Option<&'static str>,
    evidence: &'a [Evidence],
    forecast: Option<ForecastEntry<'a>>,
    pane: Option<Pane>,
    created: Timestamp,
    modified: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wording: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    to_check: bool,
    #[serde(skip_serializing_if = "is_false")]
    bookmark: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<AcceptedEntry<'a>>,
}

/// The words on which the reader of a later text said that it stands.
#[derive(Debug, Serialize)]
struct AcceptedEntry<'a> {
    quote: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

#[derive(Debug, Serialize)]
struct DocumentEntry<'a> {
    id: DocumentId,
    title: &'a str,
    uri: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ForecastEntry<'a> {
    probability: Option<f64>,
    due: Option<String>,
    outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<EarlierEntry>,
}

#[derive(Debug, Serialize)]
struct EarlierEntry {
    until: Timestamp,
    probability: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a colour means to the reader, where that is not what it means by itself.
fn own_meaning<'a>((here, itself): (&'a str, &str)) -> Option<&'a str> {
    (here != itself).then_some(here)
}

impl<'a> AnnotationEntry<'a> {
    fn of(entry: Entry<'a>, legend: &'a Legend) -> Self {
        let Annotation { id, document, selector, accepted, body, created, modified } = entry.annotation;
        let forecast = body.forecast.as_ref().map(|forecast| ForecastEntry {
            probability: forecast.probability,
            due: forecast.due.map(|due| due.to_string()),
            outcome: forecast.outcome,
            criterion: forecast.criterion.as_deref(),
            history: (forecast.history.iter())
                .map(|(until, probability)| EarlierEntry { until: *until, probability: *probability })
                .collect(),
        });
        Self {
            id: id.to_string(),
            document: DocumentEntry { id: *document, title: entry.title, uri: entry.uri },
            motivation: body.motivation(),
            quote: &selector.exact,
            prefix: &selector.prefix,
            suffix: &selector.suffix,
            start: entry.place.map(|(start, _)| start),
            end: entry.place.map(|(_, end)| end),
            page: entry.page,
            status: entry.status,
            note: body.note.as_deref(),
            tags: &body.tags,
            colour: body.highlight.map(|colour| legend.name(colour)),
            meaning: body.highlight.map(|colour| (legend.meaning(colour), colour.meaning())).and_then(own_meaning),
            verdict: body.verdict.map(Verdict::words),
            evidence: &body.evidence,
            wording: body.wording.as_deref(),
            to_check: body.to_check,
            forecast,
            pane: body.pane,
            bookmark: body.bookmark,
            accepted: accepted.as_ref().map(|Selector { exact, prefix, suffix, .. }| AcceptedEntry {
                quote: exact,
                prefix,
                suffix,
            }),
            created: *created,
            modified: *modified,
        }
    }
}
