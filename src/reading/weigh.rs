//! Whether a sentence that no rule decides states something a reader could check: what speaks for
//! and against it, weighed.
//!
//! The weights are fitted, in tenths of log-odds, by `examples/weigh.rs` on the articles of
//! `tests/fixtures/claims`, each tenth left out in turn; that example prints the tables below anew.

use crate::text::span::Span;

/// Declares [`Feature`] with the weight of each.
macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $weight:literal,)*) => {
        /// Something about a sentence that speaks for or against a checkable statement.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature { $($(#[$doc])* $variant,)* }

        impl Feature {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// What it adds to the scales, in tenths of log-odds.
            pub const fn weight(self) -> i32 {
                match self { $(Self::$variant => $weight,)* }
            }
        }
    };
}

features! {
    /// Every sentence: what must be outweighed.
    Every = -10,
    /// A quantity in figures.
    Figure = 26,
    /// A quantity in words ("a majority of").
    Quantity = 19,
    /// A number in words ("three labs"), and no other quantity.
    Numeral = 5,
    /// A date.
    Date = 13,
    /// When it happened ("last week").
    Time = 9,
    /// A name opens the main clause.
    Named = 8,
    /// What belongs to a name opens it ("Anthropic's momentum").
    Owned = 3,
    /// A name beside the subject.
    Name = 7,
    /// More than two names.
    Names = 5,
    /// The main verb tells what happened ("sold").
    Told = 11,
    /// "Was", "were".
    Was = 4,
    /// "Is joining", "has sold".
    Going = 6,
    /// Something definite happened ("The endpoint wrote").
    Definite = 3,
    /// What the author did ("we measured").
    Did = 16,
    /// Another has the number of a source after it ("Herk (#12)").
    Reference = 14,
    /// Longer words in quotation marks that the sentence gives no source for.
    Quoted = 4,
    /// The author's opinion ("I think").
    Opinion = -12,
    /// A word of judgement, up to three.
    Judging = -7,
    /// A word of reasoning, up to two.
    Reasoning = -4,
    /// A word that generalises, up to two.
    General = -3,
    /// A word that takes certainty away.
    Hedge = -8,
    /// A possibility or a condition's consequence.
    Modal = -6,
    /// A condition.
    Condition = -2,
    /// The reader is spoken to.
    Reader = -6,
    /// It opens by pointing back ("This", "They").
    Back = -5,
    /// Its main verb is "is" or "are".
    Is = -6,
    /// It opens with a plural or an abstract noun without an article ("Alerts are").
    Bare = -1,
    /// It denies ("isn't", "not just").
    Denial = -4,
    /// It ends in a colon.
    Colon = 1,
    /// Fewer than eight words.
    Short = -3,
    /// More than 24 words.
    Long = 1,
    /// "We", "our" without a doing.
    Author = 2,
    /// Things made, bodies and people on record, up to two ("app", "agency").
    Artefact = 4,
    /// Nouns of thought, up to two ("question").
    Abstract = -3,
    /// Words that state a property, up to two ("supports").
    Property = 4,
    /// Words that add a particular, up to two ("also").
    Adding = 4,
    /// Words that set one thing against another, up to two ("more").
    Comparing = -5,
    /// It opens with several of a kind ("Three of them", "Some").
    Several = 5,
    /// What is done to something, as a rule ("is based").
    Passive = 6,
    /// It opens with an "-ing".
    Gerund = -5,
    /// It ends a paragraph of three sentences or more.
    Closing = -3,
    /// The sentence before tells what happened.
    AfterTold = 2,
    /// Its heading speaks for the claims.
    UnderClaims = 7,
    /// Its heading speaks for the analysis.
    UnderAnalysis = -3,
    /// Its heading speaks for the take.
    UnderTake = -4,
    /// It is a list item.
    Item = 6,
    /// The sentence before has a source.
    AfterSource = 2,
    /// The sentence before counts or dates.
    AfterFigure = 0,
    /// It looks ahead ("will").
    Ahead = 3,
    /// What it looks ahead to stands beside the main clause ("because it will"), or inside a condition's consequence.
    AheadBeside = 0,
    /// It looks ahead by habit ("when you ask, it will").
    Habit = 0,
    /// It says what should be done ("should").
    Must = -5,
    /// What has to be done, and not what should be ("must", "need to").
    Duty = 1,
    /// It only may come so ("may soon").
    May = -3,
    /// The sentence before, by itself, is a checkable statement.
    AfterClaim = 4,
    /// It turns to a group of readers ("For teams").
    Audience = -5,
    /// Its heading only leans to the take ("Conclusion").
    UnderLeaning = -2,
    /// A name owns what it looks ahead to, or has to do it ("NASA will").
    NamedAhead = 4,
    /// The author does ("we will").
    AuthorAhead = 3,
    /// It has no main verb.
    Verbless = 0,
    /// The line before its list says what to do.
    AfterAdvice = 1,
    /// The sentence before is the author's advice or look ahead.
    AfterAhead = -3,
}

/// A feature that a sentence has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The feature.
    pub feature: Feature,
    /// How often.
    pub times: i32,
    /// The words that show it.
    pub words: Option<Span>,
}

/// The signs of one sentence, in the order they were found.
#[derive(Clone, Debug, Default)]
pub struct Signs(Vec<Sign>);

impl Signs {
    /// Notes `feature` where it `applies`.
    pub fn note(&mut self, feature: Feature, applies: bool, words: Option<Span>) {
        self.count(feature, usize::from(applies), words);
    }

    /// Notes `feature` `times` over.
    pub fn count(&mut self, feature: Feature, times: usize, words: Option<Span>) {
        if let (1.., Ok(times)) = (times, i32::try_from(times)) {
            self.0.push(Sign { feature, times, words });
        }
    }

    /// What was noted.
    pub fn all(&self) -> &[Sign] {
        &self.0
    }

    /// How often `feature` was noted.
    pub fn times(&self, feature: Feature) -> i32 {
        self.0.iter().filter(|sign| sign.feature == feature).map(|sign| sign.times).sum()
    }

    /// Which way the scales tip: above nought for a checkable statement.
    pub fn sum(&self) -> i32 {
        self.0.iter().map(|sign| sign.feature.weight() * sign.times).sum()
    }

    /// Which way the scales tip between the author's take, above nought, and what is reported or explained.
    pub fn take(&self) -> i32 {
        self.0.iter().map(|sign| take_weight(sign.feature) * sign.times).sum()
    }

    /// The words that weigh most for a checkable statement, at most `most`, no stretch twice.
    pub fn decisive(&self, most: usize) -> Vec<Span> {
        let mut signs: Vec<&Sign> = self.0.iter().filter(|sign| sign.feature.weight() > 0).collect();
        signs.sort_by_key(|sign| -sign.feature.weight());
        let mut found: Vec<Span> = Vec::new();
        for words in signs.iter().filter_map(|sign| sign.words) {
            if found.len() < most && !found.iter().any(|other| other.overlaps(words)) {
                found.push(words);
            }
        }
        found
    }
}

/// What `feature` adds to the scales of the author's take, in tenths of log-odds: fitted to the sentences that look ahead,
/// say what should be done, or stand under a heading that speaks for the take.
const fn take_weight(feature: Feature) -> i32 {
    match feature {
        Feature::Every => -1,
        Feature::Figure => -1,
        Feature::Quantity => 1,
        Feature::Date => -3,
        Feature::Time => -2,
        Feature::Named => -2,
        Feature::Name => -5,
        Feature::Names => -1,
        Feature::Told => -3,
        Feature::Was => -1,
        Feature::Going => -1,
        Feature::Did => -3,
        Feature::Judging => 1,
        Feature::Reasoning => 1,
        Feature::General => -4,
        Feature::Modal => -1,
        Feature::Condition => -2,
        Feature::Reader => 4,
        Feature::Back => 1,
        Feature::Is => -2,
        Feature::Bare => 3,
        Feature::Denial => -2,
        Feature::Colon => 1,
        Feature::Short => 1,
        Feature::Long => -1,
        Feature::Author => -3,
        Feature::Artefact => -1,
        Feature::Property => -3,
        Feature::Comparing => 4,
        Feature::Several => -1,
        Feature::Passive => -1,
        Feature::Closing => 1,
        Feature::AfterTold => -1,
        Feature::UnderAnalysis => -1,
        Feature::UnderTake => 13,
        Feature::AfterSource => 1,
        Feature::AfterFigure => -2,
        Feature::Ahead => 6,
        Feature::AheadBeside => -1,
        Feature::Habit => -11,
        Feature::Must => 18,
        Feature::Duty => -5,
        Feature::May => -1,
        Feature::AfterClaim => -4,
        Feature::UnderLeaning => -4,
        Feature::NamedAhead => -1,
        Feature::AuthorAhead => 1,
        Feature::Verbless => -2,
        Feature::AfterAdvice => -1,
        Feature::AfterAhead => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_most_is_named_first_and_once() {
        let mut signs = Signs::default();
        signs.note(Feature::Every, true, None);
        signs.note(Feature::Name, true, Some(Span::new(0, 4)));
        signs.note(Feature::Figure, true, Some(Span::new(8, 10)));
        signs.note(Feature::Date, false, Some(Span::new(12, 14)));
        signs.count(Feature::Judging, 2, Some(Span::new(16, 20)));
        signs.note(Feature::Named, true, Some(Span::new(0, 4)));
        assert_eq!(signs.decisive(3), [Span::new(8, 10), Span::new(0, 4)]);
        let weight = |feature: Feature| feature.weight();
        assert_eq!(
            signs.sum(),
            weight(Feature::Every)
                + weight(Feature::Name)
                + weight(Feature::Figure)
                + 2 * weight(Feature::Judging)
                + weight(Feature::Named)
        );
    }
}
