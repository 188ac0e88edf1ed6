//! The decision on what the author says of the future: a forecast of the author's, or a plan that its owner announces.

use super::{Case, SURE, Verdict};
use crate::article::pane::Pane;
use crate::reading::judgement::ClaimKind;
use crate::reading::lexicon::Class;
use crate::reading::tokens::lower_case;
use crate::text::span::Span;

impl Case<'_> {
    /// It draws the consequence for a group of readers: "For teams building on it, …".
    pub(super) fn turned(&self) -> Option<Verdict> {
        let words = self.turns().filter(|words| !self.evidence.reader.is_some_and(|you| you.overlaps(*words)))?;
        Some(Verdict::of(Pane::Take, self.turns_to(words)))
    }

    /// The words that turn to a group of readers, or to any ("If you are").
    pub(super) fn turns(&self) -> Option<Span> {
        self.evidence.modality.audience.filter(|_| self.evidence.past.is_none())
    }

    /// The reason that `words` turn to readers.
    pub(super) fn turns_to(&self, words: Span) -> String {
        format!("\"{}\" turns to a group of readers", self.words(words))
    }

    /// Its owner announces what will be done: no forecast of the author's.
    pub(super) fn planned(&self) -> Option<Verdict> {
        let modality = &self.evidence.modality;
        let words = modality.future.filter(|_| !modality.habitual && !self.is_scheduled())?;
        if self.evidence.ahead_beside || self.relates_ahead() {
            return None;
        }
        let owner = self.planned_by(words)?;
        let reason = format!("a plan: \"{}\" \"{}\"", self.words(owner), self.words(words));
        // Whatever one plans will happen.
        let kind = Some(self.kind()).filter(|kind| *kind != ClaimKind::Fact).unwrap_or(ClaimKind::Event);
        Some(Verdict::claim(kind, reason))
    }

    /// Who will do what one does by a plan: "NASA will hold an event". No forecast of the author's, but its owner's plan.
    fn planned_by(&self, words: Span) -> Option<Span> {
        let evidence = self.evidence;
        let before = Span::new(evidence.span.start, words.start.max(evidence.span.start));
        let named = evidence.subject.filter(|subject| subject.end <= words.start);
        let named = named.or_else(|| self.author_before(words));
        let owner = named.or(Some(before).filter(|_| evidence.definite && !evidence.points_back))?;
        let own = self.author_before(words) == Some(owner);
        let is = |word: &str, class| self.is_word(word, class);
        let sure = evidence.modality.certainty >= SURE && evidence.opinion.is_none();
        let verb = self.verb_ahead(words)?;
        let planned = is(&verb, Class::Plan) && (own || !evidence.condition);
        // "We'll issue a new version": whatever one can do, one plans; "we'll see", "we will need" befall.
        let done = own
            && !is(&verb, Class::Befall)
            && verb.starts_with(char::is_alphabetic)
            && !is(&verb, Class::Author)
            && !is(self.words(words), Class::Befall);
        (sure && (planned || done)).then_some(owner)
    }

    fn is_word(&self, word: &str, class: Class) -> bool {
        self.context.vocabulary.entry(word).is_some_and(|entry| entry.classes.has(class))
    }

    /// The verb of what the words of a look ahead foretell, as the word lists have it.
    fn verb_ahead(&self, words: Span) -> Option<String> {
        let is = |word: &str, class| self.is_word(word, class);
        let vocabulary = self.context.vocabulary;
        // French and Spanish put an ending to the infinitive: "ouvrira", "publicarán".
        if vocabulary.romance() && !self.words(words).contains(' ') {
            return infinitive(self.words(words), |verb| is(verb, Class::Plan));
        }
        let rest = Span::new(words.end, self.evidence.span.end.max(words.end)).of(self.context.text);
        let idle = |word: &str| {
            is(word, Class::Adverb) || is(word, Class::Be) || is(word, Class::Infinitive) || is(word, Class::GoOn)
        };
        // In German it ends the clause: "wird die Halle im Herbst eröffnen".
        if vocabulary.capital_nouns() {
            let clause = rest.split([',', '.', ';', ':', '–']).next().unwrap_or_default();
            return clause.split_whitespace().next_back().map(str::to_owned);
        }
        let mut verbs = rest.split_whitespace().take(5).map(|word| word.trim_end_matches([',', '.', ':']));
        verbs.find(|word| !idle(word)).map(str::to_owned)
    }

    /// The author right before the words of a look ahead: "we'll publish".
    pub(super) fn author_before(&self, words: Span) -> Option<Span> {
        let before = Span::new(self.evidence.span.start, words.start).of(self.context.text).trim_end();
        let start = before.rfind(' ').map_or(0, |at| at + 1);
        let mut lower = String::new();
        lower_case(before.get(start..)?, &mut lower);
        let author = self.context.vocabulary.entry(&lower)?.classes.has(Class::AuthorSubject);
        let from = self.evidence.span.start;
        author.then(|| Span::new(from + start, from + before.len()))
    }

    /// Whether the look ahead stands in a relative clause: "the protocol, which will require it, is the basis of …".
    pub(super) fn relates_ahead(&self) -> bool {
        let Some(words) = self.evidence.modality.future else { return false };
        let before =
            Span::new(self.evidence.span.start, words.start.max(self.evidence.span.start)).of(self.context.text);
        let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
        self.context.vocabulary.entry(last).is_some_and(|entry| entry.classes.has(Class::Relative))
    }

    /// Whether it announces something for a day or month of the calendar, without a doubt: a plan, and no forecast of the
    /// author's.
    pub(super) fn is_scheduled(&self) -> bool {
        let dated = self.evidence.dates.iter().any(|date| self.words(*date).contains(char::is_alphabetic));
        dated && self.evidence.modality.certainty >= SURE && self.evidence.opinion.is_none()
    }
}

/// Endings that make a French or Spanish infinitive a future.
const FUTURE: [&str; 11] = ["ai", "as", "a", "ons", "ez", "ont", "é", "ás", "á", "emos", "án"];

/// The infinitive of a French or Spanish future form, one that is `known` if there is: "publiera", "mettra", "abrirán".
fn infinitive(word: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let mut lower = String::new();
    lower_case(word, &mut lower);
    let stem = |ending: &str| lower.strip_suffix(ending).filter(|stem| stem.ends_with('r'));
    let stems =
        || FUTURE.iter().filter_map(|ending| stem(ending)).flat_map(|stem| [stem.to_owned(), format!("{stem}e")]);
    stems().find(|verb| known(verb)).or_else(|| stems().next())
}
