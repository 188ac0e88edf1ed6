//! What a sentence does with time and certainty: advice, forecasts, questions, hedges.

use super::attribution::Attribution;
use super::clause::is_verbal;
use super::forecast::{asks_ahead, foretold, future};
use super::lexicon::Class;
use super::names::opens_sentence;
use super::plans::foreseen;
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// The modality of one sentence, each finding with its words.
#[derive(Clone, Debug, Default)]
pub struct Modality {
    /// It asks.
    pub question: bool,
    /// It says what should be done ("should").
    pub prescriptive: Option<Span>,
    /// It instructs ("Use …").
    pub imperative: Option<Span>,
    /// It looks ahead in the author's voice or in a source's ("will").
    pub future: Option<Span>,
    /// Whoever says it, in quotation marks or not, it is about the future.
    pub foreseen: bool,
    /// It looks ahead inside quotation marks.
    pub foretold: bool,
    /// It asks what will be.
    pub asks_ahead: bool,
    /// The look ahead is a habit: "when you ask, it will".
    pub habitual: bool,
    /// It addresses a group of readers ("For teams").
    pub audience: Option<Span>,
    /// It only points at what follows ("Here are").
    pub signpost: Option<Span>,
    /// How sure it sounds, in hundredths.
    pub certainty: u8,
}

impl Modality {
    /// Whether it states or asks something about the future, whoever says it.
    pub fn looks_ahead(&self) -> bool {
        let stated = self.future.is_some() && !self.habitual || self.foreseen;
        stated && !self.question || self.asks_ahead
    }
}

/// The modality of the sentence `tokens`, whose attributions are `attributions`.
pub fn modality(tokens: &Tokens<'_>, attributions: &[Attribution]) -> Modality {
    let span = |(first, last): (usize, usize)| tokens.span(first, last);
    let question = tokens
        .list
        .iter()
        .rev()
        .find(|token| !matches!(token.shape, Shape::Mark('"' | '”' | ')' | '»' | '“' | '\'' | '’')));
    let question = question.is_some_and(|token| token.is_mark('?'));
    let future = future(tokens);
    Modality {
        question,
        prescriptive: prescriptive(tokens).map(span),
        imperative: imperative(tokens).filter(|_| !question).map(|at| tokens.span(at, at)),
        future: future.map(span),
        foreseen: foreseen(tokens, attributions),
        foretold: foretold(tokens),
        asks_ahead: question && asks_ahead(tokens),
        habitual: future.is_some_and(|(first, last)| is_habit(tokens, first, last, attributions)),
        audience: tokens
            .phrases
            .iter()
            .find(|hit| hit.classes.has(Class::Audience) && (hit.first == 0 || opens_sentence(tokens, hit.first)))
            .map(|hit| tokens.span(hit.first, hit.last)),
        signpost: tokens
            .phrases
            .iter()
            .find(|hit| hit.classes.has(Class::Signpost) && opens_sentence(tokens, hit.first))
            .map(|hit| tokens.span(hit.first, hit.last)),
        certainty: certainty(tokens, attributions),
    }
}

/// How many words before a look ahead, and behind it, may make a habit of it.
const HABIT: (usize, usize) = (7, 3);

/// Whether the look ahead `first..=last` is a habit: "agencies will typically ask", "any of them will fail".
fn is_habit(tokens: &Tokens<'_>, first: usize, last: usize, attributions: &[Attribution]) -> bool {
    let opening = tokens.list.iter().position(|token| token.is_word()).unwrap_or_default();
    // "Any of them", but not "a new board will".
    let any = |at: usize| tokens.is(at, Class::Indefinite) && !tokens.is(at, Class::Article);
    // "It is always going to be so" looks ahead with a word of habit.
    let ahead = |at: usize| tokens.phrase_at(at, Class::Future).is_some();
    // "Those who often travel, and …, will": only what stands near the look ahead says how often.
    let near = |at: usize| at + HABIT.0 >= first && at <= last + HABIT.1 || at == opening;
    let words = tokens.list.iter().enumerate().filter(|(_, token)| token.is(Class::Habitual)).map(|(at, _)| at);
    let phrases = tokens.phrases.iter().filter(|hit| hit.classes.has(Class::Habitual)).map(|hit| hit.first);
    words.chain(phrases).any(|at| near(at) && !tokens.is_quoted(at) && !ahead(at))
        || attributions.is_empty() && any(opening)
        || happens_whenever(tokens, opening)
}

/// "When a page loads, the browser will ask", "if anybody asks, they will say so": what happens each time, unless a time
/// is set or the author does it.
fn happens_whenever(tokens: &Tokens<'_>, opening: usize) -> bool {
    let whenever = tokens.is(opening, Class::Adverbial)
        || tokens.is(opening, Class::Condition) && tokens.is(opening + 1, Class::Indefinite);
    let set = [Class::Horizon, Class::Ahead].into_iter().any(|class| tokens.find(class).is_some());
    whenever && !set && tokens.find(Class::AuthorSubject).is_none()
}

/// "Should", "need to": outside quotation marks, not of the past, and not in a clause that only
/// qualifies something ("the rules they should obey", "how it must work").
fn prescriptive(tokens: &Tokens<'_>) -> Option<(usize, usize)> {
    let (first, last) = tokens.find(Class::Must)?;
    let next = if tokens.get(last + 1).is_some_and(|token| token.classes.any(&[Class::Adverb, Class::Denial])) {
        last + 2
    } else {
        last + 1
    };
    let past = tokens.is(next, Class::Perfect);
    // "They wanted to make sure": what for.
    let aimed = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Infinitive));
    // "The need to", "would have to": no advice.
    let named = first.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|before| {
        last > first
            && (before.shape == Shape::Possessive || before.classes.any(&[Class::Determiner, Class::Conditional]))
    });
    let back = |by: usize| first.checked_sub(by).and_then(|at| tokens.get(at));
    let negated =
        last > first && (1..=2).any(|by| first.checked_sub(by).is_some_and(|at| tokens.is(at, Class::Negation)));
    let pronoun = back(1).is_some_and(|token| {
        token.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Reader, Class::Author])
    });
    let qualified = pronoun
        && back(2).is_some_and(|token| {
            token.shape == Shape::Lower
                && !token.classes.any(&[
                    Class::Conjunction,
                    Class::Adverb,
                    Class::Preposition,
                    Class::Say,
                    Class::Be,
                    Class::Opinion,
                    Class::Explaining,
                ])
        })
        || (1..=3).any(|by| {
            let opener = first == by && !back(by).is_some_and(|token| token.is(Class::Condition) && by < 2);
            back(by).is_some_and(|token| token.is(Class::Embedding) && (first > by || opener))
        });
    // "They have let us know": no call to the reader.
    let opens = first == 0 || opens_sentence(tokens, first) || tokens.is_mark(first - 1, ',');
    let joined = back(1).is_some_and(|token| token.classes.any(&[Class::Conjunction, Class::Adverb]));
    let allowed = tokens.is(first, Class::Imperative) && !opens && !joined;
    (!past && !named && !negated && !qualified && !aimed && !allowed).then_some((first, last))
}

/// A bare verb that opens the sentence, or its main clause after "To …," or "If …,".
fn imperative(tokens: &Tokens<'_>) -> Option<usize> {
    let start = tokens.list.iter().position(|token| !matches!(token.shape, Shape::Mark(_)))?;
    let english = tokens.vocabulary.is_english();
    let clause = [Class::Condition, Class::Adverb, Class::Preposition, Class::Subordinator];
    let ends = |token: &Token| token.is_mark(',') || english && (token.is_mark('—') || token.is_mark('–'));
    let first = tokens.get(start)?;
    let skipped = if first.classes.any(&clause) || english && first.is(Class::Embedding) {
        tokens.list.iter().position(ends).map(|end| end + 1)
    } else {
        None
    };
    let second = Some(start + 1).filter(|_| {
        tokens.get(start).is_some_and(|token| {
            let adverb = token.is_capital() && tokens.vocabulary.ends_like_adverb(tokens.word(start));
            (adverb || token.classes.any(&[Class::Adverb, Class::Conjunction]))
                && !token.classes.any(&[Class::Condition, Class::Determiner])
        })
    });
    // "If …, then consider", "If you take one lesson: treat", "Additionally, avoid".
    let conditional = tokens.is(start, Class::Condition);
    let after = |at: usize| tokens.word(at) == "then" || tokens.is_mark(at, ':');
    let until = tokens.list.len().min(60);
    let main = (start..until).find(|at| conditional && after(*at)).map(|at| at + 1);
    let asked = Some(start + 1).filter(|_| tokens.word(start) == "Please");
    let adverb = Some(start + 2)
        .filter(|_| tokens.is_mark(start + 1, ',') && tokens.vocabulary.ends_like_adverb(tokens.word(start)));
    // "Audit logs: Keep them for a year."
    let labelled = (start..until.min(start + 8)).find(|at| tokens.is_mark(*at, ':')).map(|at| at + 1);
    let labelled = labelled.filter(|at| tokens.get(*at).is_some_and(|token| token.is_capital()));
    // In "If you shop online, use a map or a plan, then you …" the comma only goes on with the condition.
    let skipped = skipped.filter(|_| main.is_none());
    [Some(start), asked, skipped, second, main, adverb, labelled]
        .into_iter()
        .flatten()
        .find(|at| opens_instruction(tokens, *at))
}

/// Whether token `at` is a bare verb with something after it that a verb would have.
fn opens_instruction(tokens: &Tokens<'_>, at: usize) -> bool {
    // The French polite imperative tells itself by its ending: "Misez", "Ne misez pas". A Spanish name may end so.
    let polite = |at: usize| {
        tokens.vocabulary.elides()
            && tokens.word(at).len() > 4
            && tokens.word(at).ends_with("ez")
            && !tokens.is_quoted(at)
    };
    if polite(at) || (polite(at + 1) && matches!(tokens.word(at), "Ne" | "N'" | "N’" | "ne")) {
        return true;
    }
    // "Please leave it": whatever the verb.
    let asked =
        at.checked_sub(1).is_some_and(|before| tokens.word(before) == "Please") && tokens.vocabulary.is_english();
    if asked && tokens.get(at).is_some_and(|token| token.shape == Shape::Lower && !token.quoted) {
        return true;
    }
    let Some(token) = tokens.get(at).filter(|token| token.is(Class::Imperative) && !token.quoted) else { return false };
    if token.shape == Shape::Acronym {
        return false;
    }
    let Some(next) = tokens.get(at + 1) else { return false };
    // "Never cache", "Don't say": whatever the verb.
    if token.is(Class::Denial) {
        let verb = [Class::Preposition, Class::Determiner, Class::Adverb, Class::Be, Class::Auxiliary, Class::Past];
        return next.shape == Shape::Lower && !next.classes.any(&verb) && !opens_noun(tokens, at + 1);
    }
    // "Use of", "Test results are", "Report: …": a noun.
    let put = next.is(Class::Adverb) && tokens.is_mark(at + 2, ',');
    let noun = put
        || matches!(tokens.word(at + 1), "of" | "is" | "are" | "was" | "were" | "has" | "have" | "had")
        || next.is_mark(':')
        || next.classes.any(&[Class::Say, Class::SayThat, Class::Present]) && tokens.word(at + 1).ends_with('s')
        || next.is_mark(',') && !token.is(Class::Adverb);
    let object = next.classes.any(&[
        Class::Determiner,
        Class::Preposition,
        Class::Adverb,
        Class::Reader,
        Class::Author,
        Class::Conjunction,
        Class::Demonstrative,
        Class::General,
        Class::PersonPronoun,
        Class::ThingPronoun,
        Class::Participle,
    ]);
    let object = object || next.is_capital() && !token.is(Class::Document);
    let plain = next.is_word() || next.shape == Shape::Number || next.quoted || next.is_mark('`');
    // Before a bare noun only a word that is no noun itself is surely a verb.
    let pure = !token.classes.any(&[Class::Document, Class::CueNoun, Class::Common, Class::Adverb]);
    let finite = tokens.list.get(at + 1..at + 5).is_some_and(|list| list.iter().any(|token| token.is(Class::Be)));
    // "Use per-tenant caching or jitter.": a whole sentence without another verb.
    let whole = tokens.list.last().is_some_and(|token| token.is_mark('.') || token.is_mark('!'));
    let lone = whole && !token.is(Class::Document) && !has_finite_verb(tokens, at + 1);
    !noun && (object || (plain && (pure && !finite || lone)))
}

/// Whether token `at` is a noun, as what follows it shows: "Never mind", but "No evidence that".
fn opens_noun(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.classes.any(&[Class::CueNoun, Class::Document, Class::General]))
        || matches!(tokens.word(at + 1), "of" | "is" | "are")
}

/// Whether a finite verb stands in the clause from token `from` on, outside quotation marks.
fn has_finite_verb(tokens: &Tokens<'_>, from: usize) -> bool {
    let clause = tokens.list.iter().enumerate().skip(from);
    let clause = clause.take_while(|(_, token)| {
        !token.classes.any(&[Class::Relative, Class::Embedding, Class::Condition, Class::Subordinator])
    });
    clause.filter(|(_, token)| !token.quoted).any(|(at, _)| is_verbal(tokens, at))
}

/// How sure a sentence sounds by its modal words: 100 for a flat statement.
fn certainty(tokens: &Tokens<'_>, _attributions: &[Attribution]) -> u8 {
    if tokens.find(Class::Doubtful).is_some() {
        return 50;
    }
    if tokens.find(Class::Probable).is_some() {
        return 75;
    }
    if tokens.find(Class::Certain).is_some() {
        return 95;
    }
    if tokens.find(Class::Hedge).is_some()
        || tokens.find(Class::Conditional).is_some()
        || tokens.find(Class::Possible).is_some()
    {
        return 65;
    }
    if tokens.find(Class::Future).is_some() { 90 } else { 100 }
}

#[cfg(test)]
mod tests {
    use super::super::attribution::attributions;
    use super::super::lexicon::Lexicon;
    use super::*;

    fn modality_of(text: &str) -> Modality {
        let lexicon = Lexicon::default();
        let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("en"));
        modality(&tokens, &attributions(&tokens))
    }

    #[test]
    fn a_habit_looks_ahead_to_nothing() {
        for text in [
            "Towns will typically ask for a permit.",
            "Any of them will fail.",
            "When a ship lands, the clerk will ask.",
            "If anybody asks, they will say so.",
            "In some cases, the rules will produce noise.",
            "The script will report every letter.",
            "The office (usually its clerk) will copy the list.",
        ] {
            let modality = modality_of(text);
            assert!(modality.future.is_some() && modality.habitual && !modality.looks_ahead(), "{text}");
        }
    }

    #[test]
    fn what_looks_ahead_beside_a_habit() {
        for text in [
            "A new board will meet the towns.",
            "Getting there will need work among towns, which share a harbour but do not often work together.",
            "It never grew enough to replace the old one, and so in the spring it will close.",
            "If the mill closes, the town will shrink.",
            "Will it last?",
        ] {
            assert!(modality_of(text).looks_ahead(), "{text}");
        }
    }
}
