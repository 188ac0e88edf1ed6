//! A document as it is read: every sentence in a pane.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::block_evidence::BlockEvidence;
use super::context::{BLOCKS_BACK, Context, ITEMS_BACK, Prior, Trace, signed};
use super::count::Count;
use super::decide::{judge, weighed, weighed_for_take};
use super::headings::Voice;
use super::interview::{Interview, speaker};
use super::judgement::Judgement;
use super::lexicon::Lexicon;
use super::pass::Pass;
use super::weigh::Signs;
use crate::article::block::BlockKind;
use crate::article::document::{Document, SentenceId};
use crate::article::pane::Pane;
use crate::text::clean::clean_line;
use crate::text::lazy::LazyTable;
use crate::text::span::Span;

/// A document, the judgement on each of its sentences, and the reader's corrections.
///
/// Judgements are worked out when first asked for, a block at a time; any block comes out alike
/// whenever it is asked. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) document: Arc<Document>,
    pub(super) work: Arc<Work>,
    corrections: Arc<BTreeMap<SentenceId, Pane>>,
    /// Whether it is only a passage, whose claims have numbers that are not known.
    passage: bool,
}

/// What is worked out once for all clones of a reading.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) lexicon: Lexicon,
    pub(super) judged: LazyTable<Box<[Judgement]>>,
    /// The panes alone, of blocks that were judged to be counted and not kept.
    pub(super) panes: LazyTable<Box<[Pane]>>,
    pub(super) traces: LazyTable<Trace>,
    /// What the headings speak for, by block.
    voices: LazyTable<Option<Voice>>,
    /// The blocks that are headings, in order.
    headings: OnceLock<Box<[usize]>>,
    /// Whether the article is questions and answers.
    interview: OnceLock<Option<Interview>>,
    /// Claims before each stretch of [`STRETCH`] blocks, as far as they were counted.
    pub(super) claims: LazyTable<u32>,
}

/// Blocks between two kept counts of claims.
pub(super) const STRETCH: usize = 64;

/// Bytes that are judged for the number of a claim while the reader waits.
const SOON: usize = 128 << 10;

impl Reading {
    /// The reading of `document` by the embedded words, nothing judged yet and nothing corrected.
    pub fn of(document: Arc<Document>) -> Self {
        Self::with(document, Lexicon::default())
    }

    /// The reading of `document` by the words of `lexicon`.
    pub fn with(document: Arc<Document>, lexicon: Lexicon) -> Self {
        let blocks = document.blocks().len();
        let work = Work {
            lexicon,
            judged: LazyTable::new(blocks),
            panes: LazyTable::new(blocks),
            traces: LazyTable::new(blocks),
            voices: LazyTable::new(blocks),
            headings: OnceLock::new(),
            interview: OnceLock::new(),
            claims: LazyTable::new(blocks.div_ceil(STRETCH)),
        };
        Self { document, work: Arc::new(work), corrections: Arc::default(), passage: false }
    }

    /// The same reading, of a passage from the midst of a document: its claims have no numbers yet.
    #[must_use]
    pub fn passage(self) -> Self {
        Self { passage: true, ..self }
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
        self.work.judged.get(block, || self.work.judge(&self.document, block)).map_or(&[], |judged| judged)
    }

    /// Judges the blocks of more than `bytes` now, so that nobody who asks for one of their sentences waits for all;
    /// `most` bytes of them, as what is judged is kept.
    pub fn judge_longer_than(&self, bytes: usize, most: usize) {
        let mut judged = 0;
        for (index, block) in self.document.blocks().iter().enumerate() {
            if block.span.len() > bytes && judged < most {
                judged += block.span.len();
                self.judgements(index);
            }
        }
    }

    /// The judgement on one sentence, before any correction.
    pub fn judgement(&self, id: SentenceId) -> Option<&Judgement> {
        self.judgements(id.block).get(id.nth)
    }

    /// The pane of a sentence: the reader's correction, else the judgement's.
    pub fn pane(&self, id: SentenceId) -> Option<Pane> {
        Some(self.as_corrected(id, self.work.pane(&self.document, id)?))
    }

    /// The pane of a sentence that was judged to belong to `judged`.
    pub(super) fn as_corrected(&self, id: SentenceId, judged: Pane) -> Pane {
        self.corrections.get(&id).copied().unwrap_or(judged)
    }

    /// What the reader corrected this sentence to, if at all.
    pub fn correction(&self, id: SentenceId) -> Option<Pane> {
        self.corrections.get(&id).copied()
    }

    /// Why a sentence stands where it does, most decisive reason first; a line each, as the words they quote may not be.
    pub fn reasons(&self, id: SentenceId) -> Vec<String> {
        self.judgement(id).map_or_else(Vec::new, |judgement| self.reasons_of(id, judgement))
    }

    /// Why the sentence `id`, on which `judgement` is, stands where it does, as [`reasons`](Self::reasons) says it.
    pub fn reasons_of(&self, id: SentenceId, judgement: &Judgement) -> Vec<String> {
        let own = self.correction(id).map(|pane| format!("you put it into {}", pane.title()));
        own.into_iter().chain(judgement.reasons.iter().map(|reason| clean_line(reason))).collect()
    }

    /// Gives `each` all sentences in the article's order, with their spans and the judgements on them, before any
    /// correction; the first error ends it. What is judged for it is not kept: it is for who goes over all of a large
    /// document once.
    pub fn pass<E>(&self, mut each: impl FnMut(SentenceId, Span, &Judgement) -> Result<(), E>) -> Result<(), E> {
        let mut pass = Pass::default();
        while pass.block < self.document.blocks().len() {
            pass.next(self, &mut each)?;
        }
        Ok(())
    }

    /// What was weighed on a sentence that no rule decides; nothing where one does.
    pub fn weighed(&self, id: SentenceId) -> Option<Signs> {
        let mut evidence = self.work.evidence(&self.document, id.block, self.document.sentences(id.block));
        weighed(&mut evidence, id.nth, &self.work.context(&self.document, id.block))
    }

    /// What was weighed for and against the author's take on a sentence where something speaks for it.
    pub fn weighed_for_take(&self, id: SentenceId) -> Option<Signs> {
        let mut evidence = self.work.evidence(&self.document, id.block, self.document.sentences(id.block));
        weighed_for_take(&mut evidence, id.nth, &self.work.context(&self.document, id.block))
    }

    /// The number of a claim, from 1 in the article's order; nothing for a sentence in another pane.
    ///
    /// It judges all that stands before `id` once and keeps the counts; after that a number costs
    /// the claims of a few blocks and the corrections before it.
    pub fn number(&self, id: SentenceId) -> Option<usize> {
        self.number_within(id, usize::MAX)
    }

    /// The [`number`](Self::number) of a claim if it is known or told by little of the text before it; else it is
    /// told once the document has been [counted](Self::count).
    pub fn number_soon(&self, id: SentenceId) -> Option<usize> {
        self.number_within(id, SOON)
    }

    /// The number of a claim, if no more than `most` bytes have to be judged for it.
    fn number_within(&self, id: SentenceId, most: usize) -> Option<usize> {
        if self.passage || self.pane(id)? != Pane::Claims {
            return None;
        }
        let stretch = id.block / STRETCH;
        let before = self.work.claims_before(&self.document, stretch, most)?;
        let near = (stretch * STRETCH..id.block).map(|block| self.work.claims_in(&self.document, block, usize::MAX));
        let judged = before + near.sum::<usize>();
        let here = self.work.claims_in(&self.document, id.block, id.nth);
        let mut number = judged + here + 1;
        for (at, pane) in self.corrections.range(..id) {
            match (self.work.pane(&self.document, *at), pane) {
                (Some(Pane::Claims), Pane::Analysis | Pane::Take) => number -= 1,
                (Some(Pane::Analysis | Pane::Take), Pane::Claims) => number += 1,
                _ => {}
            }
        }
        Some(number)
    }

    /// Counts how many sentences each pane holds, a few blocks at a time.
    pub fn count(&self) -> Count {
        Count::of(self.clone())
    }

    /// How many sentences each pane holds, by [`Pane::index`]. Judges the whole document, and keeps none of it.
    pub fn counts(&self) -> [usize; 3] {
        let mut count = self.count();
        while !count.go_on() {}
        count.counts()
    }
}

impl Work {
    /// The evidence in a block that has these sentences, unread.
    fn evidence<'a>(&'a self, document: &'a Document, block: usize, spans: &'a [Span]) -> BlockEvidence<'a> {
        BlockEvidence::of(document, block, spans, self.lexicon.vocabulary(document.language()))
    }

    /// The judgements on the sentences of one block.
    fn judge(&self, document: &Document, block: usize) -> Box<[Judgement]> {
        let mut evidence = self.evidence(document, block, document.sentences(block));
        if evidence.is_empty() {
            return Box::default();
        }
        let context = self.context(document, block);
        let judged = (0..evidence.len()).map(|nth| judge(&mut evidence, nth, &context)).collect();
        self.traces.get(block, || Trace::of(document, block, &evidence));
        judged
    }

    /// Gives `each` the judgements on the sentences `spans` of a block in their order, and what the block leaves for
    /// those after it. None of it is kept; `before` is what the blocks before it leave.
    pub(super) fn pass<'a, E>(
        &'a self,
        document: &'a Document,
        block: usize,
        spans: &[Span],
        before: impl Fn(usize) -> Option<&'a Trace>,
        mut each: impl FnMut(usize, Span, Judgement) -> Result<(), E>,
    ) -> Result<Trace, E> {
        let mut evidence = self.evidence(document, block, spans);
        if !evidence.is_empty() {
            let context = self.context_by(document, block, before);
            for (nth, span) in spans.iter().enumerate() {
                each(nth, *span, judge(&mut evidence, nth, &context))?;
            }
        }
        Ok(Trace::of(document, block, &evidence))
    }

    /// What `block` leaves for those after it.
    fn trace(&self, document: &Document, block: usize) -> Option<&Trace> {
        self.traces.get(block, || {
            let mut evidence = self.evidence(document, block, document.sentences(block));
            evidence.read_all();
            Trace::of(document, block, &evidence)
        })
    }

    fn context<'a>(&'a self, document: &'a Document, block: usize) -> Context<'a> {
        self.context_by(document, block, |at| self.trace(document, at))
    }

    /// The context of a block, with what each block before it leaves from `trace`.
    pub(super) fn context_by<'a>(
        &'a self,
        document: &'a Document,
        block: usize,
        trace: impl Fn(usize) -> Option<&'a Trace>,
    ) -> Context<'a> {
        let blocks = document.blocks();
        let kind = blocks.get(block).map_or(BlockKind::Paragraph, |block| block.kind);
        let item = matches!(kind, BlockKind::ListItem { .. });
        let is_item =
            |at: &usize| blocks.get(*at).is_some_and(|block| matches!(block.kind, BlockKind::ListItem { .. }));
        let line = (block.saturating_sub(ITEMS_BACK)..block).rev().find(|at| !is_item(at)).filter(|_| item);
        let line = line.filter(|at| blocks.get(*at).is_some_and(|block| block.kind == BlockKind::Paragraph));
        let introduction = line.and_then(|at| {
            let trace = trace(at)?;
            (trace.introduces).then(|| (trace, document.block_text(at)))
        });
        let before = (block.saturating_sub(BLOCKS_BACK)..block).rev().filter_map(trace).collect();
        let vocabulary = self.lexicon.vocabulary(document.language());
        let interview = self.interview.get_or_init(|| Interview::of(document, vocabulary)).as_ref();
        let prose = matches!(kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
        let heading = self.headings(document);
        let heading = heading.partition_point(|heading| *heading < block).checked_sub(1).and_then(|at| heading.get(at));
        Context {
            text: document.text(),
            kind,
            spoken: speaker(document, block, heading.copied(), interview).filter(|_| prose),
            signed: signed(document, block).filter(|_| prose),
            interview,
            prior: self.prior(document, block),
            introduction,
            before,
            vocabulary,
        }
    }

    /// The blocks that are headings.
    fn headings(&self, document: &Document) -> &[usize] {
        self.headings.get_or_init(|| {
            let is_heading = |at: &usize| {
                document.blocks().get(*at).is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
            };
            (0..document.blocks().len()).filter(is_heading).collect()
        })
    }

    /// The heading or run-in label that speaks for the block: its own label, its section's heading,
    /// or the heading of a section around it.
    fn prior(&self, document: &Document, block: usize) -> Option<Prior> {
        let all = self.lexicon.headings();
        let language = document.language();
        let words = document.block_text(block);
        let label = words.get(..words.floor_char_boundary(120)).and_then(|head| head.split_once(':'));
        let label = label.map(|(label, _)| label);
        if let Some((label, voice)) = label.and_then(|label| Some((label, all.label(label, language)?))) {
            return Some(Prior { pane: voice.pane, leaning: false, ahead: false, words: label.into() });
        }
        let headings = self.headings(document);
        let until = headings.partition_point(|heading| *heading < block);
        let mut above = u8::MAX;
        for heading in headings.get(until.saturating_sub(ITEMS_BACK)..until)?.iter().rev() {
            let Some(BlockKind::Heading { level }) = document.blocks().get(*heading).map(|block| block.kind) else {
                continue;
            };
            if level >= above {
                continue;
            }
            above = level;
            let words = document.block_text(*heading);
            let titled = *heading == 0 && level == 1;
            let speaks = || if titled { all.title(words, language) } else { all.voice(words, language) };
            let voice = self.voices.get(*heading, speaks).copied().flatten();
            if let Some(voice) = voice {
                let Voice { pane, leaning, ahead } = voice;
                return Some(Prior { pane, leaning, ahead, words: words.into() });
            }
            if level <= 1 {
                break;
            }
        }
        None
    }

    /// How many claims are judged in all blocks before a stretch; nothing where more than `most` bytes would have to
    /// be judged to tell.
    fn claims_before(&self, document: &Document, stretch: usize, most: usize) -> Option<usize> {
        // The counts are filled in order, so that none is reached by recursion.
        let mut known = stretch;
        while known > 0 && self.claims.known(known).is_none() {
            known -= 1;
        }
        let start = |row: usize| document.blocks().get(row * STRETCH).map_or(0, |block| block.span.start);
        if start(stretch).saturating_sub(start(known)) > most {
            return None;
        }
        let mut sum = self.claims.known(known).copied().unwrap_or(0);
        for row in known..stretch {
            let blocks = row * STRETCH..((row + 1) * STRETCH).min(document.blocks().len());
            sum += blocks.map(|block| self.claims_in(document, block, usize::MAX) as u32).sum::<u32>();
            self.claims.get(row + 1, || sum);
        }
        Some(sum as usize)
    }

    /// The pane that a sentence was judged to belong to.
    fn pane(&self, document: &Document, SentenceId { block, nth }: SentenceId) -> Option<Pane> {
        if let Some(panes) = self.panes.known(block) {
            return panes.get(nth).copied();
        }
        let judged = self.judged.get(block, || self.judge(document, block))?;
        judged.get(nth).map(|judgement| judgement.pane)
    }

    /// How many of the first `upto` sentences of a block are judged claims.
    fn claims_in(&self, document: &Document, block: usize, upto: usize) -> usize {
        let panes = (0..upto).map_while(|nth| self.pane(document, SentenceId { block, nth }));
        panes.filter(|pane| *pane == Pane::Claims).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::{Kind, parse};
    use proptest::prelude::*;

    fn reading(text: &str) -> Reading {
        Reading::of(Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt")))
    }

    /// Every sentence as "pane kind source: first words".
    fn told(reading: &Reading) -> Vec<String> {
        let document = reading.document();
        document
            .all_sentences()
            .map(|(id, span)| {
                let judgement = reading.judgement(id).unwrap();
                let claim = if reading.pane(id) == Some(Pane::Claims) {
                    let source = judgement.source.as_ref().map_or("-", |source| source.name.as_str());
                    format!(" {} {source}", judgement.kind.name())
                } else {
                    String::new()
                };
                let words: Vec<&str> = span.of(document.text()).split(' ').take(3).collect();
                format!("{}{claim}: {}", reading.pane(id).unwrap().name(), words.join(" "))
            })
            .collect()
    }

    #[test]
    fn long_blocks_are_judged_ahead_within_bounds() {
        let long = "Nobody knows what will become of it. ".repeat(9);
        let reading = reading(&format!("{long}\n\n{long}\n\nShort it is.\n\n{long}\n"));
        reading.judge_longer_than(100, 400);
        let known = |block: usize| reading.work.judged.known(block).is_some();
        assert_eq!([0, 1, 2, 3].map(known), [true, true, false, false]);
    }

    #[test]
    fn the_seed_falls_into_its_panes() {
        assert_eq!(
            told(&reading(include_str!("../../seeds/karpathy-at-anthropic.txt"))),
            [
                "claims event -: Andrej Karpathy —",
                "claims attribution Three independent sources: Three independent sources",
                "claims quotation Nicholas Joseph: Pretraining lead Nicholas",
                "analysis: The role's specificity",
                "claims event -: Karpathy is not",
                "claims quotation Karpathy: In his announcement",
                "analysis: Nate Herk's analysis",
                "claims fact -: Karpathy's public work",
                "analysis: The convergence thesis:",
                "analysis: The wrapper around",
                "analysis: Anthropic's momentum reinforces",
                "claims attribution RAMP's business-spending index: RAMP's business-spending index",
                "claims attribution Anthropic: The company simultaneously",
                "claims quotation Karpathy; IBM CEO study cited by Herk: Karpathy's educational instinct",
                "take: For teams building",
                "take: The wrapper-is-the-moat thesis",
            ]
        );
    }

    #[test]
    fn a_reason_is_one_line_however_many_its_words_stand_on() {
        let document = parse(Kind::Markdown, b"Our\ntake\n===\n\nPrices rose.", "a.md");
        let reading = Reading::of(Arc::new(document));
        let id = reading.document().last().unwrap();
        assert!(
            reading.reasons(id).iter().any(|reason| reason.contains("heading \"Our take\"")),
            "{:?}",
            reading.reasons(id)
        );
    }

    #[test]
    fn reasons_name_the_evidence_with_its_words() {
        let reading = reading(include_str!("../../seeds/karpathy-at-anthropic.txt"));
        let document = reading.document();
        let reasons = |words: &str| {
            let offset = document.text().find(words).unwrap();
            reading.reasons(document.sentence_at(offset).unwrap())
        };
        assert_eq!(
            reasons("RAMP's"),
            [
                "attributed: RAMP's business-spending index, cue \"shows\"",
                "figures 34.4%, 32.3%",
                "heading \"What the Source Actually Says\" speaks for the claims",
            ]
        );
        assert_eq!(
            reasons("Pretraining lead"),
            [
                "quotation \"I can't think of anyone better suited to do it.\"",
                "attributed: Nicholas Joseph, cue \"framed\"",
            ]
        );
        assert_eq!(reasons("The wrapper-is")[0], "heading \"Strategic Take\" speaks for the take");
    }

    /// Paragraphs, headings and items with everything that context reaches over.
    fn articles() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "What Happened\n\n",
            "Our take\n\n",
            "Acme Corp said that \"it will end soon.\" It announced more.\n\n",
            "Jane Doe wrote: \"First. Second. Third.\"\n\n",
            "“It goes on.\n\n",
            "“And on, and ends.”\n\n",
            "The report found the following:\n",
            "- 12% of users agree\n",
            "- they pay\n",
            "She denies it. The company denies it too.\n\n",
            "Teams should check. Perhaps it is better.\n\n",
        ]);
        prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn what_is_counted_is_not_kept_and_numbers_wait_for_it() {
        let text = "Acme Corp said that \"it will end soon.\" It announced more.\n\n".repeat(6_000);
        let reading = reading(&text);
        let last = SentenceId { block: reading.document().blocks().len() - 1, nth: 0 };
        assert_eq!((reading.pane(last), reading.number_soon(last)), (Some(Pane::Claims), None));
        let counts = reading.counts();
        assert!(reading.work.judged.known(3_000).is_none() && reading.work.traces.known(3_000).is_none());
        assert!(counts[0] > 6_000 && counts.iter().sum::<usize>() == 12_000, "{counts:?}");
        let number = reading.number_soon(last);
        assert_eq!((number, number), (reading.number(last), Reading::of(reading.document().clone()).number(last)));
    }

    proptest! {
        #[test]
        fn blocks_are_judged_alike_in_any_order(text in articles(), order in prop::collection::vec(0usize..80, 0..80)) {
            let straight = reading(&text);
            let crossed = reading(&text);
            for block in order {
                crossed.judgements(block);
            }
            for block in 0..straight.document().blocks().len() {
                prop_assert_eq!(straight.judgements(block), crossed.judgements(block));
            }
        }

        #[test]
        fn claims_are_numbered_in_order(text in articles(), moved in prop::collection::vec((0usize..80, 0usize..3, 0usize..3), 0..12)) {
            let reading = reading(&text);
            let moved = moved.into_iter().map(|(block, nth, pane)| (SentenceId { block, nth }, Pane::ALL[pane]));
            let reading = reading.corrected(moved.collect());
            let mut number = 0;
            for (id, _) in reading.document().all_sentences() {
                let claim = reading.pane(id) == Some(Pane::Claims);
                number += usize::from(claim);
                prop_assert_eq!(reading.number(id), claim.then_some(number));
            }
            prop_assert_eq!(reading.counts()[Pane::Claims.index()], number);
            prop_assert_eq!(Reading::of(reading.document().clone()).corrected(reading.corrections.as_ref().clone()).counts(), reading.counts());
        }

        #[test]
        fn anything_is_judged(text in any::<String>()) {
            let reading = reading(&text);
            for (id, _) in reading.document().all_sentences() {
                prop_assert!(!reading.reasons(id).is_empty());
            }
        }
    }
}
