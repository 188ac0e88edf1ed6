//! The signs that one sentence, taken by itself, shows for and against a checkable statement and the author's take.

use super::evidence::Evidence;
use super::figures::is_year;
use super::german;
use super::lexicon::Class;
use super::names::is_name;
use super::tokens::{Shape, Token, Tokens};
use super::weigh::{Feature, Signs};
use crate::text::span::Span;

/// What a sentence by itself shows for and against a checkable statement; `main` is its verb.
pub(super) fn signs(tokens: &Tokens<'_>, evidence: &Evidence, main: Option<usize>) -> Signs {
    let mut signs = Signs::default();
    note_particulars(&mut signs, tokens, evidence, main);
    note_doing(&mut signs, tokens, evidence);
    note_manner(&mut signs, tokens, evidence, main);
    count_words(&mut signs, tokens, evidence);
    signs
}

/// What is counted, dated, named and told.
fn note_particulars(signs: &mut Signs, tokens: &Tokens<'_>, evidence: &Evidence, main: Option<usize>) {
    use Feature as F;
    let mut note = |feature, words: Option<Span>| signs.note(feature, words.is_some(), words);
    let verb = main.and_then(|main| tokens.get(main));
    let be = verb.is_some_and(|verb| verb.is(Class::Be));
    // "Anthropic's momentum" is less particular than "Anthropic".
    let owner = evidence.subject.is_some_and(|subject| {
        tokens.list.iter().any(|token| token.span.start == subject.end && token.shape == Shape::Possessive)
    });
    note(F::Figure, evidence.figures.first().copied());
    note(F::Quantity, evidence.quantity);
    note(F::Numeral, counted(tokens).filter(|_| evidence.figures.is_empty() && evidence.quantity.is_none()));
    note(F::Date, evidence.dates.first().copied());
    note(F::Time, evidence.time);
    // Where no words are known, a capital that opens the sentence may be that of any.
    let opens = |subject: &Span| tokens.list.first().is_some_and(|first| first.span.start == subject.start);
    let named = evidence.subject.filter(|subject| !(tokens.vocabulary.is_empty() && opens(subject)));
    note(if owner { F::Owned } else { F::Named }, named);
    note(F::Name, evidence.names.iter().copied().find(|name| Some(*name) != evidence.subject));
    note(F::Told, evidence.told.filter(|_| !be || evidence.event));
    note(F::Was, evidence.told.filter(|_| be && !evidence.event));
    note(F::Going, verb.filter(|_| evidence.event && evidence.told.is_none()).map(|verb| verb.span));
    note(F::Did, evidence.measured);
    note(F::Passive, main.filter(|_| evidence.told.is_none()).and_then(|main| passive(tokens, main)));
    note(F::Quoted, evidence.unsourced.first().copied());
    note(F::Reference, reference(tokens));
}

/// What the author does, and what has to be done.
fn note_doing(signs: &mut Signs, tokens: &Tokens<'_>, evidence: &Evidence) {
    use Feature as F;
    let mut note = |feature, words: Option<Span>| signs.note(feature, words.is_some(), words);
    let does = author_does_now(tokens);
    note(F::Doing, does.filter(|(_, going)| *going).map(|(words, _)| words));
    note(F::Does, does.filter(|(_, going)| !*going).map(|(words, _)| words));
    let duty = tokens.find(Class::Duty).filter(|(first, last)| {
        evidence.modality.prescriptive.is_some_and(|words| words.overlaps(tokens.span(*first, *last)))
    });
    let of = |class| duty.filter(|(first, _)| tokens.is(*first, class)).map(|(first, last)| tokens.span(first, last));
    note(F::Compelled, of(Class::Perfect));
    note(F::Together, of(Class::Imperative));
    note(F::Duty, duty.map(|(first, last)| tokens.span(first, last)));
}

/// How it is put: its opening, its mood, its length.
fn note_manner(signs: &mut Signs, tokens: &Tokens<'_>, evidence: &Evidence, main: Option<usize>) {
    use Feature as F;
    let mut note = |feature, applies: bool| signs.note(feature, applies, None);
    let be = main.is_some_and(|main| tokens.is(main, Class::Be));
    let first = tokens.list.iter().find(|token| token.is_word());
    note(F::Ours, first.is_some_and(|first| first.is(Class::Author) && !first.is(Class::AuthorSubject)));
    note(F::Joined, first.is_some_and(|first| first.is(Class::Conjunction)));
    note(
        F::Embedding,
        tokens.list.iter().skip(1).any(|token| token.is(Class::Embedding) && !token.is(Class::Relative)),
    );
    note(F::Every, true);
    note(F::Names, evidence.names.len() > 2);
    note(F::Definite, evidence.definite && evidence.told.is_some());
    note(F::Opinion, evidence.opinion.is_some());
    note(F::Hedge, tokens.find(Class::Hedge).is_some());
    note(F::Modal, tokens.find(Class::Conditional).is_some() || tokens.find(Class::Possible).is_some());
    note(F::Condition, evidence.condition);
    note(F::Reader, evidence.reader.is_some());
    note(F::Back, evidence.points_back);
    note(F::Is, be && evidence.told.is_none() && !evidence.event);
    note(F::Bare, is_bare(tokens));
    note(F::Several, opens_with_several(tokens));
    note(F::Gerund, opens_with_gerund(tokens) && evidence.subject.is_none());
    note(F::Denial, tokens.find(Class::Denial).is_some());
    note(F::Horizon, evidence.modality.future.is_some() && tokens.find(Class::Horizon).is_some());
    note(F::Unended, tokens.list.last().is_some_and(|token| !matches!(token.shape, Shape::Mark(_))));
    note(F::Colon, tokens.list.last().is_some_and(|token| token.is_mark(':')));
    let words = tokens.list.iter().filter(|token| token.is_word() || token.shape == Shape::Number).count();
    note(F::Short, words < 8);
    note(F::Long, words > 24);
    note(F::Author, evidence.measured.is_none() && evidence.opinion.is_none() && tokens.find(Class::Author).is_some());
}

/// Words of judgement, of reasoning, and of what the sentence is about.
fn count_words(signs: &mut Signs, tokens: &Tokens<'_>, evidence: &Evidence) {
    use Feature as F;
    signs.count(F::Judging, judging(tokens, evidence).min(3), evidence.evaluative);
    signs.count(F::Reasoning, tokens.count(Class::Explaining).min(2), evidence.explaining);
    signs.count(F::General, tokens.count(Class::General).min(2), None);
    for (feature, class) in [
        (F::Artefact, Class::Artefact),
        (F::Abstract, Class::Abstract),
        (F::Property, Class::Property),
        (F::Adding, Class::Adding),
        (F::Comparing, Class::Comparing),
    ] {
        let words = tokens.find(class).map(|(first, last)| tokens.span(first, last));
        signs.count(feature, tokens.count(class).min(2), words);
    }
}

/// What the author does as a rule ("we use"), or just now ("we're testing", told by `true`): a plain verb right behind
/// "we" or "I" where a clause opens, and neither an opinion nor a plan.
fn author_does_now(tokens: &Tokens<'_>) -> Option<(Span, bool)> {
    let opens = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        before.is_none_or(|before| !before.is_word() || before.is(Class::Conjunction) || before.is_capital())
    };
    let author = (0..tokens.list.len())
        .find(|at| tokens.is(*at, Class::AuthorSubject) && !tokens.is_quoted(*at) && opens(*at))?;
    let idle = [Class::Adverb, Class::Denial, Class::Be];
    let verb = (author + 1..author + 5).find(|at| !tokens.get(*at).is_some_and(|token| token.classes.any(&idle)))?;
    let helped = (author + 1..verb).any(|at| tokens.is(at, Class::Be));
    let token = tokens.get(verb).filter(|token| token.shape == Shape::Lower)?;
    let other =
        [Class::Opinion, Class::Auxiliary, Class::Possible, Class::Must, Class::Past, Class::Foresee, Class::Future];
    let plain = !token.classes.any(&other) && tokens.phrase_at(verb, Class::Must).is_none();
    let going = helped && tokens.vocabulary.ends_like_participle(tokens.word(verb));
    let words = tokens.span(author, verb);
    (plain && tokens.vocabulary.is_english() && (going || !helped)).then_some((words, going))
}

/// How many words judge: those in names do not ("Wise Media"), nor does an adverb beside the verb that tells what happened
/// ("just unveiled").
fn judging(tokens: &Tokens<'_>, evidence: &Evidence) -> usize {
    let told =
        |at: usize| evidence.told.is_some_and(|told| tokens.get(at).is_some_and(|token| told.overlaps(token.span)));
    let idle = tokens.list.iter().enumerate().filter(|(at, token)| {
        let named = || evidence.names.iter().any(|name| name.covers(token.span));
        token.is(Class::Evaluative)
            && !token.quoted
            && (named() || token.is(Class::Adverb) && (told(*at) || told(at + 1)))
    });
    tokens.count(Class::Evaluative).saturating_sub(idle.count())
}

/// A number in words before what it counts: "three labs", "two of the banks".
fn counted(tokens: &Tokens<'_>) -> Option<Span> {
    (0..tokens.list.len())
        .find(|at| {
            let next = tokens.get(at + 1);
            tokens.is(*at, Class::Numeral) && !tokens.is_quoted(*at) && next.is_some_and(Token::is_word)
        })
        .map(|at| tokens.span(at, at))
}

/// The number of a source in brackets: "(#12)", "(038)", "(246, 252)", "[4]".
fn reference(tokens: &Tokens<'_>) -> Option<Span> {
    tokens.list.windows(3).enumerate().find_map(|(at, three)| {
        let [open, mark, close] = three else { return None };
        let number = |token: &Token| token.shape == Shape::Number;
        let hash = open.is_mark('(') && mark.is_mark('#') && number(close);
        let counted = || {
            let word = tokens.word(at + 1);
            (2..=4).contains(&word.len()) && !is_year(word) && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let listed = close.is_mark(')') || close.is_mark(',');
        let plain = open.is_mark('(') && number(mark) && listed && counted()
            || open.is_mark('[') && number(mark) && close.is_mark(']');
        // What opens a note is its own number.
        (at > 0 && (hash || plain)).then(|| tokens.span(at, at + 2))
    })
}

/// "Three of the banks", "Some": whether several of a kind open the sentence.
fn opens_with_several(tokens: &Tokens<'_>) -> bool {
    let first = tokens.list.iter().find(|token| token.is_word() || token.shape == Shape::Number);
    first.is_some_and(|first| {
        first.shape == Shape::Number
            || first.is(Class::Numeral)
            || first.is(Class::General) && first.classes.any(&[Class::Determiner, Class::Other])
    })
}

/// Whether the sentence opens with an "-ing": "Running it is".
fn opens_with_gerund(tokens: &Tokens<'_>) -> bool {
    let first = tokens.list.iter().find(|token| token.is_word());
    first.is_some_and(|first| {
        let word = first.span.of(tokens.text);
        first.shape == Shape::Capital && tokens.vocabulary.ends_like_participle(word) && !first.is(Class::Preposition)
    })
}

/// "Is based", with "is" at token `main`.
fn passive(tokens: &Tokens<'_>, main: usize) -> Option<Span> {
    if tokens.vocabulary.capital_nouns() {
        let last = german::participle(tokens, main).filter(|_| tokens.is(main, Class::Be))?;
        return Some(tokens.span(last, last));
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb))?;
    (tokens.is(main, Class::Be) && tokens.is(next, Class::Past)).then(|| tokens.span(main, next))
}

/// Whether a sentence opens with a plural or an abstract noun without an article: "Alerts are".
fn is_bare(tokens: &Tokens<'_>) -> bool {
    let Some(at) = tokens.list.iter().position(|token| token.is_word()) else { return false };
    let Some(first) = tokens.get(at) else { return false };
    let grammar = [
        Class::Determiner,
        Class::Preposition,
        Class::Conjunction,
        Class::Adverb,
        Class::PersonPronoun,
        Class::ThingPronoun,
        Class::Author,
        Class::Reader,
        Class::Condition,
        Class::Subordinator,
        Class::Time,
    ];
    !first.classes.any(&grammar) && !is_name(tokens, at) && !first.quoted && first.shape == Shape::Capital
}
