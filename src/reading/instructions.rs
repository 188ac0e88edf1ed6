//! Whether a bare verb that opens a clause instructs, by what follows it.

use super::clause::is_verbal;
use super::lexicon::Class;
use super::tokens::{Shape, Tokens};

/// How far behind its opening the verb of a clause is looked for.
const REACH: usize = 10;

/// Whether the bare verb at token `at` is an instruction, and no noun, and no condition.
pub fn instructs(tokens: &Tokens<'_>, at: usize) -> bool {
    !is_noun_of_clause(tokens, at) && !leads_to_clause(tokens, at) && !opens_subordinate(tokens, at)
}

/// "State child care offices have expressed …", "State administrators, too, weren't …": the word is part of the subject
/// of a verb that follows.
fn is_noun_of_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    let bare = tokens.get(at + 1).is_some_and(|next| {
        next.shape == Shape::Lower
            && !next.classes.any(&[
                Class::Determiner,
                Class::Preposition,
                Class::Possessive,
                Class::Reader,
                Class::Author,
                Class::Adverb,
                Class::Conjunction,
                Class::Infinitive,
            ])
    });
    if !bare || tokens.is(at, Class::Denial) {
        return false;
    }
    let clause = (at + 2..at + REACH).take_while(|at| {
        tokens.get(*at).is_some_and(|token| {
            let opens =
                [Class::Relative, Class::Embedding, Class::Condition, Class::Subordinator, Class::Complementizer];
            !token.classes.any(&opens) && !matches!(token.shape, Shape::Mark(_)) && !token.quoted
        })
    });
    let verb = |at: &usize| {
        tokens.get(*at).is_some_and(|token| {
            token.classes.any(&[Class::Perfect, Class::Auxiliary])
                && !token.is(Class::Be)
                && !token.is(Class::Infinitive)
        })
    };
    let parted = (at + 2..at + REACH).any(|at| {
        tokens.is_mark(at - 1, ',')
            && tokens.get(at).is_some_and(|token| token.classes.any(&[Class::Be, Class::Perfect]))
    });
    clause.into_iter().any(|at| verb(&at)) || parted
}

/// "Do it long enough and you'll see": a condition, whose consequence follows. "Lower on in the page, we show": an opening,
/// whose clause follows.
fn leads_to_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    (at + 2..tokens.list.len()).any(|next| {
        let joined = tokens.is(next, Class::Joining);
        let comma = tokens.is_mark(next, ',');
        // ", and you": the subject stands behind both.
        let subject = next + 1 + usize::from(comma && tokens.is(next + 1, Class::Joining));
        (joined || comma) && !tokens.is_quoted(next) && opens_clause(tokens, subject, joined || subject > next + 1)
    })
}

/// Whether a clause opens at token `at`: "we provide", "you're", and, where it is `joined`, "your pump stops".
fn opens_clause(tokens: &Tokens<'_>, at: usize, joined: bool) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let next = tokens.get(at + 1);
    let contracted = token.span.of(tokens.text).contains(['\'', '’']);
    let spoken = token.is(Class::Reader) && !token.is(Class::Possessive);
    let nominative = token.is(Class::AuthorSubject)
        || joined && spoken
        || joined && token.classes.any(&[Class::PersonPronoun, Class::ThingPronoun]) && is_verbal(tokens, at + 1);
    let goes_on = next.is_some_and(|next| next.is_word() && !next.classes.any(&[Class::Preposition, Class::Joining]));
    let owned = joined && tokens.word(at) == "your" && (at + 2..at + 4).any(|at| is_verb_form(tokens, at));
    nominative && (contracted || goes_on && tokens.word(at) != "your") || owned
}

/// Whether token `at` looks like a verb in the present or past: "becomes", "stopped".
fn is_verb_form(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let present = tokens.get(at).is_some_and(|token| token.shape == Shape::Lower) && word.ends_with("es");
    present || is_verbal(tokens, at)
}

/// "While travel bans are …": the clause is a subordinate one.
fn opens_subordinate(tokens: &Tokens<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        tokens.is(before, Class::Subordinator) && !tokens.is(before, Class::Infinitive) && tokens.list.len() > at + 4
    })
}
