//! Counting the sentences of each pane: all of a document is judged once, and nothing of it kept but the panes.

use std::convert::Infallible;

use super::pass::Pass;
use super::reading::{Reading, STRETCH};
use crate::article::pane::Pane;

/// About how many bytes are judged in one go; a block is judged whole.
const STEP: usize = 16 << 10;

/// Bytes of a document whose panes are kept: whoever reads on asks for them, and a long one has more than a window needs.
const KEPT: usize = 4 << 20;

/// How far a reading has been counted.
#[derive(Debug)]
pub struct Count {
    reading: Reading,
    pass: Pass,
    counts: [usize; 3],
    /// Sentences judged to be claims so far, whatever the reader made of them.
    claims: u32,
}

impl Count {
    pub(super) fn of(reading: Reading) -> Self {
        Self { reading, pass: Pass::default(), counts: [0; 3], claims: 0 }
    }

    /// How many sentences of each pane have been counted, by [`Pane::index`].
    pub const fn counts(&self) -> [usize; 3] {
        self.counts
    }

    /// Counts a few blocks more, and says whether all are counted.
    pub fn go_on(&mut self) -> bool {
        let blocks = self.reading.document.blocks().len();
        let mut bytes = 0;
        while self.pass.block < blocks && bytes < STEP {
            bytes += self.reading.document.blocks().get(self.pass.block).map_or(0, |block| block.span.len() + 1);
            self.next();
        }
        self.pass.block >= blocks
    }

    fn next(&mut self) {
        let (reading, block) = (&self.reading, self.pass.block);
        if block.is_multiple_of(STRETCH) {
            reading.work.claims.get(block / STRETCH, || self.claims);
        }
        let keeps = reading.document.text().len() <= KEPT;
        let mut panes = Vec::new();
        let Ok(()) = self.pass.next(reading, |id, _, judgement| {
            self.claims += u32::from(judgement.pane == Pane::Claims);
            panes.extend(keeps.then_some(judgement.pane));
            let pane = reading.as_corrected(id, judgement.pane);
            if let Some(count) = self.counts.get_mut(pane.index()) {
                *count += 1;
            }
            Ok::<_, Infallible>(())
        });
        if keeps {
            reading.work.panes.get(block, || panes.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::parse::{Kind, parse};

    #[test]
    fn the_panes_of_what_was_counted_are_known_without_judging_again() {
        let seed = include_str!("../../seeds/karpathy-at-anthropic.txt");
        let document = Arc::new(parse(Kind::PlainText, seed.as_bytes(), "seed"));
        let (counted, judged) = (Reading::of(document.clone()), Reading::of(document.clone()));
        counted.counts();
        for (id, _) in document.all_sentences() {
            judged.judgement(id);
            assert_eq!((counted.pane(id), counted.number(id)), (judged.pane(id), judged.number(id)), "{id:?}");
            assert!(counted.work.judged.known(id.block).is_none());
        }
    }
}
