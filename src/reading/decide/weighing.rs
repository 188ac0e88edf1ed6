//! What the scales decide, where no rule does: whether a sentence is the author's take, a checkable statement, or neither.

use super::{Case, Verdict};
use crate::article::block::BlockKind;
use crate::article::pane::Pane;
use crate::reading::evidence::Evidence;
use crate::reading::lexicon::Class;
use crate::reading::tokens::lower_case;
use crate::reading::weigh::{Feature, Signs};
use crate::text::span::Span;

impl Case<'_> {
    /// Its signs, and those of what stands around it.
    pub(super) fn signs(&self) -> Signs {
        let mut signs = self.evidence.signs.clone();
        self.note_surroundings(&mut signs);
        self.note_ahead(&mut signs);
        self.note_instruction(&mut signs);
        signs
    }

    /// Its heading, its list, and the sentence before it.
    fn note_surroundings(&self, signs: &mut Signs) {
        let under = |pane| self.context.prior.as_ref().is_some_and(|prior| prior.pane == pane);
        signs.note(Feature::UnderClaims, under(Pane::Claims), None);
        signs.note(Feature::UnderAnalysis, under(Pane::Analysis), None);
        let leaning = self.context.prior.as_ref().is_some_and(|prior| prior.pane == Pane::Take && prior.leaning);
        signs.note(Feature::UnderTake, under(Pane::Take) && !leaning, None);
        signs.note(Feature::UnderLeaning, leaning, None);
        signs.note(Feature::Item, self.is_item(), None);
        let before = self.earlier.last();
        let closing = self.nth + 1 == self.block.len() && self.nth > 1;
        signs.note(Feature::Closing, closing, None);
        signs.note(Feature::AfterTold, before.is_some_and(|before| before.told.is_some()), None);
        signs.note(Feature::AfterSource, before.is_some_and(|before| before.attribution().is_some()), None);
        let counts = |before: &Evidence| !before.figures.is_empty() || !before.dates.is_empty();
        signs.note(Feature::AfterFigure, before.is_some_and(counts), None);
        let near = before.map_or_else(
            || self.context.before.first().is_some_and(|before| before.tells),
            |before| before.signs.sum() > 0,
        );
        signs.note(Feature::AfterClaim, near, None);
        signs.note(Feature::Verbless, !self.evidence.clause, None);
        let told = |before: &Evidence| {
            before.modality.prescriptive.is_some()
                || before.modality.imperative.is_some()
                || before.modality.future.is_some() && !before.modality.habitual
        };
        signs.note(Feature::AfterAhead, before.is_some_and(told), None);
        let advised = self.nth == 0 && self.context.before.first().is_some_and(|before| before.prescribes);
        signs.note(Feature::AfterAdvised, advised, None);
        signs.note(Feature::AfterAdvice, self.context.introduction.is_some_and(|(trace, _)| trace.prescribes), None);
    }

    /// What it says of the future, or of what should be done, and who does it.
    fn note_ahead(&self, signs: &mut Signs) {
        let modality = &self.evidence.modality;
        signs.note(Feature::Ahead, modality.future.is_some(), modality.future);
        signs.note(Feature::AheadBeside, self.evidence.ahead_beside || self.relates_ahead(), None);
        signs.note(Feature::Habit, modality.habitual && modality.future.is_some(), None);
        signs.note(Feature::Must, modality.prescriptive.is_some(), modality.prescriptive);
        let unsure = [Class::Possible, Class::Conditional, Class::Hedge];
        signs.note(Feature::May, modality.future.is_some_and(|words| self.is_any(words, &unsure)), None);
        let tells = modality.future.or(modality.prescriptive);
        let named = tells.and_then(|words| self.evidence.subject.filter(|subject| subject.end <= words.start));
        signs.note(Feature::NamedAhead, named.is_some(), named);
        let author = tells.and_then(|words| self.author_before(words));
        signs.note(Feature::AuthorAhead, author.is_some(), author);
    }

    /// What it tells the reader to do, and whom it turns to.
    fn note_instruction(&self, signs: &mut Signs) {
        let audience = self.evidence.modality.audience;
        signs.note(Feature::Audience, audience.is_some(), audience);
        let instruction = self.instruction();
        signs.note(Feature::Instructs, instruction.is_some(), instruction);
        signs.note(Feature::ItemInstructs, instruction.is_some() && self.is_item(), None);
        signs.note(Feature::ReaderInstructed, instruction.is_some() && self.evidence.reader.is_some(), None);
    }

    fn is_item(&self) -> bool {
        matches!(self.context.kind, BlockKind::ListItem { .. })
    }

    /// What the scales decide, where no rule does.
    pub(super) fn weighed(&self) -> Verdict {
        let signs = self.signs();
        self.leans(&signs).or_else(|| self.outweighed(&signs)).unwrap_or_else(|| self.remainder())
    }

    /// The author's take: what looks ahead, says what should be done, or stands under a heading that speaks for the take,
    /// where its signs weigh for it.
    pub(super) fn leans(&self, signs: &Signs) -> Option<Verdict> {
        // The weights are English ones: elsewhere what speaks for the take decides alone.
        let english = self.context.vocabulary.is_english();
        self.take_cue().filter(|_| !english || signs.take() > 0).map(|reason| Verdict::of(Pane::Take, reason))
    }

    /// What may make a sentence the author's take.
    pub(super) fn take_cue(&self) -> Option<String> {
        let modality = &self.evidence.modality;
        let named = |does: &str, words: Span| format!("{does}: \"{}\"", self.words(words));
        let heading = self.context.prior.as_ref().filter(|prior| prior.pane == Pane::Take);
        let heading = || heading.map(|prior| format!("heading \"{}\" speaks for the take", prior.words));
        // "A mill has to grind": no advice.
        let compelled = self.evidence.signs.times(Feature::Compelled) > 0;
        let told = || modality.prescriptive.filter(|_| !compelled).map(|words| named("advice", words));
        let instructs = || self.instruction().map(|verb| named("instruction", verb));
        let turned = || self.turns().map(|words| self.turns_to(words));
        // What is announced for its day is no forecast of the author's.
        let ahead = || modality.future.filter(|_| !self.is_scheduled()).map(|words| named("looks ahead", words));
        instructs().or_else(turned).or_else(heading).or_else(told).or_else(ahead)
    }

    /// Whether the vocabulary has `words`, as one, in one of `classes`.
    pub(super) fn is_any(&self, words: Span, classes: &[Class]) -> bool {
        let mut lower = String::new();
        lower_case(self.words(words), &mut lower);
        self.context.vocabulary.entry(&lower).is_some_and(|entry| entry.classes.any(classes))
    }

    /// Something particular that a reader could check, by the weight of its signs.
    pub(super) fn outweighed(&self, signs: &Signs) -> Option<Verdict> {
        if signs.sum() <= 0 {
            return None;
        }
        if let Some(words) = self.evidence.measured.filter(|_| self.evidence.figures.is_empty()) {
            return Some(Verdict::claim(self.kind(), format!("the author's own doing: \"{}\"", self.words(words))));
        }
        if !self.evidence.figures.is_empty() {
            return Some(Verdict::claim(self.kind(), self.figures_named()));
        }
        let named: Vec<String> = signs.decisive(3).iter().map(|span| format!("\"{}\"", self.words(*span))).collect();
        if let (Some(prior), true) = (&self.context.prior, named.is_empty()) {
            return Some(Verdict::claim(self.kind(), format!("heading \"{}\" speaks for the claims", prior.words)));
        }
        Some(Verdict::claim(self.kind(), format!("speaks of something particular: {}", named.join(", "))))
    }

    pub(super) fn remainder(&self) -> Verdict {
        let evidence = self.evidence;
        let words = evidence
            .evaluative
            .map(|words| ("judges", words))
            .or(evidence.explaining.map(|words| ("explains", words)))
            .or(evidence.opinion.map(|words| ("gives an opinion", words)));
        let reason = match words {
            Some((does, words)) => format!("the author {does}: \"{}\"", self.words(words)),
            None => "nothing speaks for another pane".to_owned(),
        };
        Verdict::of(Pane::Analysis, reason)
    }
}
