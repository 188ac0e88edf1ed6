//! Going over a reading from its first block to its last: everything is judged once, and nothing of it kept.

use std::collections::VecDeque;

use super::context::{ITEMS_BACK, Trace};
use super::judgement::Judgement;
use super::reading::Reading;
use crate::article::document::SentenceId;
use crate::text::span::Span;

/// How far a reading has been gone over.
#[derive(Debug, Default)]
pub(super) struct Pass {
    /// The next block.
    pub(super) block: usize,
    /// What the last blocks leave, as many as context reaches over.
    traces: VecDeque<Trace>,
}

impl Pass {
    /// Gives `each` the sentences of the next block, in order, with the judgement on each, before any correction.
    pub(super) fn next<E>(
        &mut self,
        reading: &Reading,
        mut each: impl FnMut(SentenceId, Span, &Judgement) -> Result<(), E>,
    ) -> Result<(), E> {
        let block = self.block;
        let (document, work) = (&reading.document, &reading.work);
        let spans = document.passing_sentences(block);
        let id = |nth| SentenceId { block, nth };
        // What has been judged before and is kept need not be judged again.
        let trace = if let (Some(trace), Some(known)) = (work.traces.known(block), work.judged.known(block)) {
            for (nth, (span, judgement)) in spans.iter().zip(known).enumerate() {
                each(id(nth), *span, judgement)?;
            }
            trace.clone()
        } else {
            // The last trace is that of the block before.
            let left = |at: usize| self.traces.len().checked_sub(block - at).and_then(|index| self.traces.get(index));
            work.pass(document, block, &spans, left, |nth, span, judgement| each(id(nth), span, &judgement))?
        };
        if self.traces.len() > ITEMS_BACK {
            self.traces.pop_front();
        }
        self.traces.push_back(trace);
        self.block += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::parse::{Kind, parse};

    #[test]
    fn what_is_gone_over_is_judged_as_what_is_kept_and_not_kept() {
        let text = include_str!("../../seeds/karpathy-at-anthropic.txt");
        let document = Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt"));
        let (kept, passed) = (Reading::of(document.clone()), Reading::of(document.clone()));
        // Some of it may be known already.
        passed.judgements(4);
        let mut all = document.all_sentences();
        let done = passed.pass(|id, span, judgement| {
            assert_eq!(all.next(), Some((id, span)));
            assert_eq!(Some(judgement), kept.judgement(id));
            Ok::<_, ()>(())
        });
        assert_eq!((done, all.next()), (Ok(()), None));
        assert!(passed.work.judged.known(3).is_none() && passed.work.judged.known(4).is_some());
        assert_eq!(passed.pass(|id, _, _| Err(id.block)), Err(1));
    }
}
