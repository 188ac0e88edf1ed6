//! The main clause of a sentence, as far as one can tell without parsing: its subject, its verb, and
//! what the verb tells.

use super::german;
use super::lexicon::Class;
use super::tokens::{Shape, Tokens};
use crate::text::span::Span;

/// Endings of French and Spanish participles.
const PARTICIPLES: [&str; 14] =
    ["é", "ée", "és", "ées", "i", "u", "us", "ado", "ada", "ados", "adas", "ido", "idos", "idas"];

/// The name that opens the main clause, before its verb `main`.
pub fn subject(tokens: &Tokens<'_>, names: &[(usize, usize)], main: Option<usize>) -> Option<Span> {
    let limit = main.unwrap_or(6).max(1);
    let (first, last) = names.iter().find(|(first, _)| *first <= limit && !tokens.is_quoted(*first))?;
    // A name inside "In Germany" or "of Germany" is not the subject.
    let governed = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Preposition) || tokens.word(at) == "of");
    (!governed).then(|| tokens.span(*first, *last))
}

/// The finite verb of the main clause, as far as one can tell without parsing: the first outside
/// quotation marks and brackets, and outside clauses that come before the main one.
pub fn main_verb(tokens: &Tokens<'_>) -> Option<usize> {
    let start = tokens.list.iter().position(|token| token.is_word())?;
    let first = tokens.get(start)?;
    // German sets no comma after what opens with a preposition, and one behind every clause.
    let german = tokens.vocabulary.capital_nouns();
    let leads = if german { german::opens_clause(&first) } else { first.is(Class::Preposition) };
    let opening = leads || first.classes.any(&[Class::Subordinator, Class::Condition]);
    let comma = tokens.list.iter().position(|token| token.is_mark(',')).filter(|_| opening);
    let mut depth = 0usize;
    let mut relative = false;
    let mut until = 0;
    for (index, token) in tokens.list.iter().enumerate().skip(comma.unwrap_or(start)) {
        if german && comma != Some(index) {
            until = german::clause_end(tokens, index).unwrap_or(until);
        }
        if index < until {
            continue;
        }
        match token.shape {
            Shape::Mark('(') => depth += 1,
            Shape::Mark(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if token.quoted || depth > 0 || !token.is_word() {
            continue;
        }
        // "The company that built it": the verb of a relative clause comes first.
        if index > start
            && !german
            && token.is(Class::Relative)
            && index
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .is_some_and(|before| before.is_word() && !is_verbal(tokens, index - 1))
        {
            relative = true;
        } else if is_verbal(tokens, index) {
            if !relative {
                return Some(index);
            }
            relative =
                tokens.get(index).is_some_and(|token| token.is(Class::Auxiliary)) && is_verbal(tokens, index + 1);
        }
    }
    None
}

/// Whether token `index` can be a finite verb here.
pub fn is_verbal(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.get(index) else { return false };
    let opens = tokens.list.iter().take(index).all(|token| matches!(token.shape, Shape::Mark(_)));
    // "Outdated information": what opens a sentence like a past form qualifies its subject.
    if token.is_capital() && (!opens || token.is(Class::Past)) {
        return false;
    }
    if token.classes.any(&[Class::Be, Class::Auxiliary, Class::Reported]) || german::is_verb(tokens, index) {
        return true;
    }
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let noun = before.is_some_and(|before| {
        before.shape == Shape::Possessive
            || before.classes.any(&[Class::Determiner, Class::Preposition])
                && !before.classes.any(&[Class::Demonstrative, Class::PersonPronoun, Class::Adverb])
    });
    // "Both leverage", "teams use": a bare verb after a plural.
    let plural = before.is_some_and(|before| {
        before.shape != Shape::Possessive
            && (before.span.of(tokens.text).ends_with('s') || before.classes.any(&[Class::Author, Class::Reader]))
            || before.is_capital() && before.is(Class::General)
    });
    let bare = token.is(Class::Imperative) && plural && token.shape == Shape::Lower;
    // "Une vidéo présentée en mai": French and Spanish participles tell nothing without their helping verb.
    if tokens.vocabulary.romance() && PARTICIPLES.iter().any(|ending| tokens.word(index).ends_with(ending)) {
        return false;
    }
    let both = token.classes.any(&[Class::Document, Class::CueNoun, Class::People, Class::Group, Class::Organisation]);
    !noun
        && (token.is(Class::Past) || bare || token.classes.any(&[Class::Say, Class::Present]) && !both)
        && tokens.phrase_at(index, Class::By).is_none()
}

/// Whether the main clause tells what happened: its verb is in the past or the perfect.
pub fn told(tokens: &Tokens<'_>, main: Option<usize>) -> Option<Span> {
    let main = main?;
    let verb = tokens.get(main)?;
    if verb.is(Class::Past) {
        return Some(verb.span);
    }
    if tokens.vocabulary.capital_nouns() {
        return german::told(tokens, main);
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb))?;
    // "Has already been sold".
    let been = || {
        let last = (next + 1..next + 4).find(|at| !tokens.is(*at, Class::Adverb))?;
        (tokens.is(next, Class::Be) && tokens.is(last, Class::Past)).then_some(last)
    };
    let last = if tokens.is(next, Class::Past) { Some(next) } else { been() };
    last.filter(|_| verb.is(Class::Perfect)).map(|last| tokens.span(main, last))
}

/// Whether the main clause, with its verb at token `main`, says what happened or goes on.
pub fn is_event(tokens: &Tokens<'_>, main: usize, told: bool) -> bool {
    if !tokens.is(main, Class::Be) {
        return told && tokens.phrase_at(main, Class::Stative).is_none();
    }
    if tokens.vocabulary.capital_nouns() {
        return told && german::participle(tokens, main).is_some();
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(main);
    told && tokens.is(next, Class::Past) || !told && tokens.is(next, Class::Participle)
}

/// Whether a line with a label in brackets tells, in the present of headlines, what happened: "\[tools\] Acme ships a
/// pump".
pub fn is_headline(tokens: &Tokens<'_>, main: usize) -> bool {
    tokens.list.first().is_some_and(|token| token.is_mark('[')) && !tokens.is(main, Class::Be)
}

/// The verb of the main clause, at token `main`, where its form says that somebody else says so: German "es sei", French
/// "il aurait quitté", Spanish "habría abandonado".
pub fn reported(tokens: &Tokens<'_>, main: usize) -> Option<Span> {
    if !tokens.vocabulary.romance() {
        return german::reported(tokens, main);
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb))?;
    let participle =
        PARTICIPLES.iter().any(|ending| tokens.word(next).ends_with(ending)) || tokens.is(next, Class::Past);
    let supposed =
        [Class::Condition, Class::Hedge, Class::AuthorSubject].into_iter().any(|class| tokens.find(class).is_some());
    // "Il aurait dû": what should have been. "Cela aurait permis": what would.
    let should = ["dû", "pu", "fallu", "debido", "podido", "été", "sido"].contains(&tokens.word(next));
    (tokens.is(main, Class::Reported) && participle && !supposed && !should && !points_back(tokens))
        .then(|| tokens.span(main, next))
}

/// A verb in the past or the perfect anywhere outside quotation marks.
pub fn past(tokens: &Tokens<'_>) -> Option<Span> {
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let before = index.checked_sub(1).and_then(|at| tokens.get(at));
        let participle = before.is_some_and(|token| {
            token.classes.any(&[Class::Determiner, Class::Preposition, Class::Possible, Class::Must])
                && !token.is(Class::Perfect)
        });
        let passive_present = before.is_some_and(|token| token.is(Class::Be) && !token.is(Class::Past));
        if token.is(Class::Past) && !token.quoted && !participle && !passive_present && !token.is_capital() {
            return Some(token.span);
        }
        index += 1;
    }
    None
}

/// Whether the sentence opens with something definite: "The endpoint", "It", "Two students".
pub fn is_definite(tokens: &Tokens<'_>) -> bool {
    let Some(first) = tokens.list.iter().find(|token| token.is_word() || token.shape == Shape::Number) else {
        return false;
    };
    first.shape == Shape::Number
        || first.classes.any(&[Class::PersonPronoun, Class::ThingPronoun])
        || first.is(Class::Determiner) && !first.is(Class::General)
}

/// "We measured", "I think": the author and a verb of `class` close behind.
pub fn author_does(tokens: &Tokens<'_>, class: Class) -> Option<Span> {
    for (index, token) in tokens.list.iter().enumerate() {
        if !token.is(Class::AuthorSubject) || token.quoted {
            continue;
        }
        for at in index + 1..index + 4 {
            if tokens.is(at, class) {
                return Some(tokens.span(index, at));
            }
            if !tokens.get(at).is_some_and(|token| token.classes.any(&[Class::Adverb, Class::Perfect])) {
                break;
            }
        }
    }
    None
}

/// Whether the sentence opens with a word that points back.
pub fn points_back(tokens: &Tokens<'_>) -> bool {
    let Some(at) = tokens.list.iter().position(|token| token.is_word()) else { return false };
    // "Der Plan": an article, where "der" alone points.
    let article = german::is_article(tokens, at);
    let back = [Class::Demonstrative, Class::PersonPronoun, Class::ThingPronoun];
    !article && tokens.get(at).is_some_and(|token| token.classes.any(&back))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;

    #[test]
    fn french_and_spanish_tell_with_a_helping_verb_and_report_in_the_conditional() {
        let lexicon = Lexicon::default();
        for (language, text, past, hearsay) in [
            ("fr", "Le tribunal a rejeté la plainte.", Some("a rejeté"), None),
            ("fr", "Une vidéo présentée en mai.", None, None),
            ("fr", "Le suspect aurait quitté le pays.", None, Some("aurait quitté")),
            ("fr", "S'il pleuvait, le suspect aurait quitté le pays.", None, None),
            ("fr", "Le maire aurait dû partir.", None, None),
            ("es", "El plan se ha retrasado.", Some("ha retrasado"), None),
            ("es", "El sospechoso habría abandonado el país.", None, Some("habría abandonado")),
        ] {
            let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary(language));
            let main = main_verb(&tokens);
            assert_eq!(told(&tokens, main).map(|span| span.of(text)), past, "{text}");
            let found = main.and_then(|main| reported(&tokens, main));
            assert_eq!(found.map(|span| span.of(text)), hearsay, "{text}");
        }
    }
}
