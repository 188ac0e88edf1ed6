//! What the reader's pane corrections mean for the text that is open now.

use std::collections::BTreeMap;

use super::annotation::Placed;
use crate::article::document::{Document, SentenceId};
use crate::article::pane::Pane;
use crate::text::span::Span;

/// Sentences that one correction moves, at most: a selection of a whole book is a slip.
const MOST: usize = 1000;

/// The pane of each corrected sentence; where several annotations correct one, the last of `placed`
/// counts, which are given oldest first.
pub fn corrections(document: &Document, placed: &[Placed]) -> BTreeMap<SentenceId, Pane> {
    let corrected = placed.iter().filter_map(|placed| Some((placed.annotation.body.pane?, placed.placement.span()?)));
    corrected.flat_map(|(pane, span)| sentences_in(document, span).into_iter().map(move |id| (id, pane))).collect()
}

/// The sentences that share a byte with `span`, at most a thousand.
pub fn sentences_in(document: &Document, span: Span) -> Vec<SentenceId> {
    let from = document.sentence_at(span.start);
    let all = std::iter::successors(from, |id| document.next(*id));
    let reached = all.take(MOST).map_while(|id| {
        let at = document.sentence(id)?;
        (at.start < span.end).then_some((id, at))
    });
    reached.filter(|(_, at)| at.overlaps(span)).map(|(id, _)| id).collect()
}
