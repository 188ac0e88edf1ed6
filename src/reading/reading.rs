//! A document as it is read: every sentence in a pane.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::judgement::Judgement;
use crate::article::document::{Document, SentenceId};
use crate::article::pane::Pane;
use crate::text::lazy::LazyTable;

/// A document, the judgement on each of its sentences, and the reader's corrections.
///
/// Judgements are worked out when first asked for, a stretch at a time; any stretch comes out alike
/// whenever it is asked. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Reading {
    document: Arc<Document>,
    judged: Arc<LazyTable<Box<[Judgement]>>>,
    corrections: Arc<BTreeMap<SentenceId, Pane>>,
}

impl Reading {
    /// The reading of `document`, nothing judged yet and nothing corrected.
    pub fn of(document: Arc<Document>) -> Self {
        let judged = Arc::new(LazyTable::new(document.blocks().len()));
        Self { document, judged, corrections: Arc::default() }
    }

    /// The same reading with the reader's corrections in place of earlier ones.
    pub fn corrected(&self, corrections: BTreeMap<SentenceId, Pane>) -> Self {
        Self { corrections: Arc::new(corrections), ..self.clone() }
    }

    /// The document.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// The judgements on a block's sentences, one each.
    pub fn judgements(&self, block: usize) -> &[Judgement] {
        self.judged.get(block, || judge_block(&self.document, block)).map_or(&[], |judged| judged)
    }

    /// The judgement on one sentence, before any correction.
    pub fn judgement(&self, id: SentenceId) -> Option<&Judgement> {
        self.judgements(id.block).get(id.nth)
    }

    /// The pane of a sentence: the reader's correction, else the judgement's.
    pub fn pane(&self, id: SentenceId) -> Option<Pane> {
        self.corrections.get(&id).copied().or_else(|| self.judgement(id).map(|judgement| judgement.pane))
    }

    /// What the reader corrected this sentence to, if at all.
    pub fn correction(&self, id: SentenceId) -> Option<Pane> {
        self.corrections.get(&id).copied()
    }

    /// Why a sentence stands where it does, most decisive reason first.
    pub fn reasons(&self, id: SentenceId) -> Vec<String> {
        let own = self.correction(id).map(|pane| format!("you put it into {}", pane.title()));
        own.into_iter().chain(self.judgement(id).into_iter().flat_map(|judgement| judgement.reasons.clone())).collect()
    }

    /// The number of a claim, from 1 in the article's order; nothing for a sentence in another pane.
    ///
    /// It judges all that stands before `id`, a chunk at a time, and keeps the counts.
    pub fn number(&self, id: SentenceId) -> Option<usize> {
        if self.pane(id)? != Pane::Claims {
            return None;
        }
        let before: usize = (0..id.block).map(|block| self.claims_in(block, usize::MAX)).sum();
        Some(before + self.claims_in(id.block, id.nth) + 1)
    }

    /// How many claims there are among the first `upto` sentences of a block.
    fn claims_in(&self, block: usize, upto: usize) -> usize {
        let count = self.document.sentences(block).len().min(upto);
        (0..count).filter(|nth| self.pane(SentenceId { block, nth: *nth }) == Some(Pane::Claims)).count()
    }

    /// How many sentences each pane holds, by [`Pane::index`]. Judges the whole document.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for (id, _) in self.document.all_sentences() {
            if let Some(count) = self.pane(id).and_then(|pane| counts.get_mut(pane.index())) {
                *count += 1;
            }
        }
        counts
    }
}

/// The judgements on the sentences of one block.
fn judge_block(document: &Document, block: usize) -> Box<[Judgement]> {
    document.sentences(block).iter().map(|_| Judgement::analysis("nothing speaks for another pane")).collect()
}
