//! Counting the sentences of each pane: all of a document is judged once, and nothing of it kept.

use std::collections::VecDeque;

use super::context::{ITEMS_BACK, Trace};
use super::decide::judge;
use super::evidence::BlockEvidence;
use super::reading::{Reading, STRETCH};
use crate::article::document::SentenceId;
use crate::article::pane::Pane;

/// About how many bytes are judged in one go; a block is judged whole.
const STEP: usize = 16 << 10;

/// How far a reading has been counted.
#[derive(Debug)]
pub struct Count {
    reading: Reading,
    /// The next block.
    block: usize,
    counts: [usize; 3],
    /// Sentences judged to be claims so far, whatever the reader made of them.
    claims: u32,
    /// What the last blocks leave, as many as context reaches over.
    traces: VecDeque<Trace>,
}

impl Count {
    pub(super) const fn of(reading: Reading) -> Self {
        Self { reading, block: 0, counts: [0; 3], claims: 0, traces: VecDeque::new() }
    }

    /// How many sentences of each pane have been counted, by [`Pane::index`].
    pub const fn counts(&self) -> [usize; 3] {
        self.counts
    }

    /// Counts a few blocks more, and says whether all are counted.
    pub fn go_on(&mut self) -> bool {
        let blocks = self.reading.document.blocks().len();
        let mut bytes = 0;
        while self.block < blocks && bytes < STEP {
            bytes += self.reading.document.blocks().get(self.block).map_or(0, |block| block.span.len() + 1);
            self.next();
        }
        self.block >= blocks
    }

    fn next(&mut self) {
        let block = self.block;
        self.block += 1;
        if block.is_multiple_of(STRETCH) {
            self.reading.work.claims.get(block / STRETCH, || self.claims);
        }
        let (trace, panes) = self.judged(block);
        for (nth, judged) in panes.into_iter().enumerate() {
            self.claims += u32::from(judged == Pane::Claims);
            let pane = self.reading.as_corrected(SentenceId { block, nth }, judged);
            if let Some(count) = self.counts.get_mut(pane.index()) {
                *count += 1;
            }
        }
        if self.traces.len() > ITEMS_BACK {
            self.traces.pop_front();
        }
        self.traces.push_back(trace);
    }

    /// What a block leaves for those after it, and the pane of each of its sentences.
    fn judged(&self, block: usize) -> (Trace, Vec<Pane>) {
        let (document, work) = (&self.reading.document, &self.reading.work);
        // A long block was judged before it showed: what is kept of it need not be found again.
        if let (Some(trace), Some(known)) = (work.traces.known(block), work.judged.known(block)) {
            return (trace.clone(), known.iter().map(|judgement| judgement.pane).collect());
        }
        let spans = document.passing_sentences(block);
        let evidence =
            BlockEvidence::of_sentences(document, block, &spans, work.lexicon.vocabulary(document.language()));
        let trace = Trace::of(document, block, &evidence);
        if evidence.sentences.is_empty() {
            return (trace, Vec::new());
        }
        // The last trace is that of the block before.
        let left = |at: usize| self.traces.len().checked_sub(block - at).and_then(|index| self.traces.get(index));
        let context = work.context_by(document, block, left);
        (trace, (0..evidence.sentences.len()).map(|nth| judge(&evidence, nth, &context).pane).collect())
    }
}
