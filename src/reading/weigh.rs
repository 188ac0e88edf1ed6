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
    Figure = 25,
    /// A quantity in words ("a majority of").
    Quantity = 17,
    /// A number in words ("three labs"), and no other quantity.
    Numeral = 5,
    /// A date.
    Date = 12,
    /// When it happened ("last week").
    Time = 7,
    /// A name opens the main clause.
    Named = 7,
    /// What belongs to a name opens it ("Anthropic's momentum").
    Owned = 3,
    /// A name beside the subject.
    Name = 9,
    /// More than two names.
    Names = 5,
    /// The main verb tells what happened ("sold").
    Told = 10,
    /// "Was", "were".
    Was = 3,
    /// "Is joining", "has sold".
    Going = 3,
    /// Something definite happened ("The endpoint wrote").
    Definite = 2,
    /// What the author did ("we measured").
    Did = 14,
    /// Another has the number of a source after it ("Herk (#12)").
    Reference = 15,
    /// Longer words in quotation marks that the sentence gives no source for.
    Quoted = 6,
    /// The author's opinion ("I think").
    Opinion = -12,
    /// A word of judgement, up to three.
    Judging = -6,
    /// A word of reasoning, up to two.
    Reasoning = -4,
    /// A word that generalises, up to two.
    General = -2,
    /// A word that takes certainty away.
    Hedge = -7,
    /// A possibility or a condition's consequence.
    Modal = -5,
    /// A condition.
    Condition = 0,
    /// The reader is spoken to.
    Reader = -4,
    /// It opens by pointing back ("This", "They").
    Back = -4,
    /// Its main verb is "is" or "are".
    Is = -5,
    /// It opens with a plural or an abstract noun without an article ("Alerts are").
    Bare = -2,
    /// It denies ("isn't", "not just").
    Denial = -5,
    /// It ends in a colon.
    Colon = 3,
    /// Fewer than eight words.
    Short = -3,
    /// More than 24 words.
    Long = 0,
    /// "We", "our" without a doing.
    Author = 0,
    /// Things made, bodies and people on record, up to two ("app", "agency").
    Artefact = 5,
    /// Nouns of thought, up to two ("question").
    Abstract = -5,
    /// Words that state a property, up to two ("supports").
    Property = 4,
    /// Words that add a particular, up to two ("also").
    Adding = 3,
    /// Words that set one thing against another, up to two ("more").
    Comparing = -4,
    /// It opens with several of a kind ("Three of them", "Some").
    Several = 4,
    /// What is done to something, as a rule ("is based").
    Passive = 8,
    /// It opens with an "-ing".
    Gerund = -5,
    /// It ends a paragraph of three sentences or more.
    Closing = -3,
    /// The sentence before tells what happened.
    AfterTold = 2,
    /// Its heading speaks for the claims.
    UnderClaims = 6,
    /// Its heading speaks for the analysis.
    UnderAnalysis = -1,
    /// Its heading speaks for the take.
    UnderTake = -4,
    /// It is a list item.
    Item = 8,
    /// The sentence before has a source.
    AfterSource = 2,
    /// The sentence before counts or dates.
    AfterFigure = 1,
    /// It looks ahead ("will").
    Ahead = 3,
    /// What it looks ahead to stands beside the main clause ("because it will"), or inside a condition's consequence.
    AheadBeside = 1,
    /// It looks ahead by habit ("when you ask, it will").
    Habit = 0,
    /// It says what should be done ("should").
    Must = -5,
    /// What has to be done, and not what should be ("must", "need to").
    Duty = 1,
    /// It only may come so ("may soon").
    May = -3,
    /// The sentence before, by itself, is a checkable statement.
    AfterClaim = 5,
    /// It turns to a group of readers ("For teams").
    Audience = -5,
    /// Its heading only leans to the take ("Conclusion").
    UnderLeaning = 0,
    /// A name owns what it looks ahead to, or has to do it ("NASA will").
    NamedAhead = 5,
    /// The author does ("we will").
    AuthorAhead = 3,
    /// It has no main verb.
    Verbless = 0,
    /// The line before its list says what to do.
    AfterAdvice = 0,
    /// The sentence before is the author's advice or look ahead.
    AfterAhead = -4,
    /// A duty that one "has to" do.
    Compelled = 0,
    /// "Let's".
    Together = -6,
    /// What the author does as a rule ("we use").
    Does = 7,
    /// What the author is doing ("we're testing").
    Doing = 10,
    /// It opens with what is the author's ("Our team").
    Ours = 4,
    /// It opens by joining or setting off ("But", "While").
    Joined = -6,
    /// A question stands in it ("what it needs").
    Embedding = -4,
    /// It instructs ("Use …").
    Instructs = -9,
    /// A list item instructs.
    ItemInstructs = 5,
    /// It instructs, and speaks to the reader ("Keep your keys").
    ReaderInstructed = -4,
    /// The block before ends in advice or an instruction.
    AfterAdvised = -2,
    /// It looks ahead to a time ("by 2030").
    Horizon = -1,
    /// It ends without a mark.
    Unended = 3,
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
/// say what should be done or what to do, turn to readers, or stand under a heading that speaks for the take.
const fn take_weight(feature: Feature) -> i32 {
    match feature {
        Feature::Every => -3,
        Feature::Figure => -4,
        Feature::Date => -1,
        Feature::Time => -2,
        Feature::Named => -2,
        Feature::Name => -3,
        Feature::Names => -1,
        Feature::Told => -5,
        Feature::Was => -3,
        Feature::Going => -1,
        Feature::Definite => -1,
        Feature::Did => -3,
        Feature::Quoted => -1,
        Feature::Opinion => 2,
        Feature::Judging => 2,
        Feature::Reasoning => 1,
        Feature::General => -3,
        Feature::Modal => 1,
        Feature::Condition => -2,
        Feature::Reader => 2,
        Feature::Is => -4,
        Feature::Bare => 2,
        Feature::Colon => 1,
        Feature::Short => 1,
        Feature::Long => -1,
        Feature::Author => -2,
        Feature::Artefact => -1,
        Feature::Abstract => -3,
        Feature::Property => -1,
        Feature::Comparing => 3,
        Feature::Several => -1,
        Feature::Passive => -1,
        Feature::Closing => 1,
        Feature::AfterTold => -1,
        Feature::UnderClaims => -1,
        Feature::UnderAnalysis => -2,
        Feature::UnderTake => 12,
        Feature::Item => -1,
        Feature::AfterSource => 1,
        Feature::AfterFigure => -1,
        Feature::Ahead => 7,
        Feature::AheadBeside => -1,
        Feature::Habit => -11,
        Feature::Must => 19,
        Feature::Duty => -8,
        Feature::May => -1,
        Feature::AfterClaim => -4,
        Feature::Audience => 12,
        Feature::UnderLeaning => -5,
        Feature::AuthorAhead => 2,
        Feature::Verbless => 1,
        Feature::AfterAhead => 6,
        Feature::Compelled => -5,
        Feature::Together => -5,
        Feature::Does => 2,
        Feature::Doing => -1,
        Feature::Embedding => -2,
        Feature::Instructs => 20,
        Feature::ItemInstructs => -4,
        Feature::ReaderInstructed => 5,
        Feature::AfterAdvised => 2,
        Feature::Horizon => 3,
        Feature::Unended => -6,
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
