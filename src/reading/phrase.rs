//! Where a noun phrase starts and ends, as far as one can tell without parsing.

use super::lexicon::Class;
use super::names::{is_in_date, is_name, opens_sentence};
use super::nouns::{is_noun, is_source_noun};
use super::tokens::{Shape, Token, Tokens};

/// Tokens that may stand between a source and its verb, or make up a noun phrase.
pub const REACH: usize = 24;

/// `end`, or where the parenthesis opens that closes just before it.
pub fn before_parenthesis(tokens: &Tokens<'_>, end: usize) -> Option<usize> {
    if !end.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ')')) {
        return Some(end);
    }
    let from = end.saturating_sub(REACH);
    tokens.list.get(from..end)?.iter().rposition(|token| token.is_mark('(')).map(|open| from + open)
}

/// The noun phrase that opens the sentence before a participle, where the phrase that starts at `first` is the
/// participle's object: "Researchers studying the ports found".
pub fn before_participle(tokens: &Tokens<'_>, first: usize) -> Option<(usize, usize)> {
    let led = |at: usize| tokens.is(at, Class::Article) || tokens.is(at, Class::Possessive);
    let participle = first.checked_sub(1)?;
    let participle = if led(participle) { participle.checked_sub(1)? } else { participle };
    let last = participle.checked_sub(1).filter(|_| tokens.vocabulary.is_english())?;
    let is_one = tokens.is(participle, Class::Participle) && tokens.get(last).is_some_and(is_source_noun);
    let start = phrase_start(tokens, last);
    (is_one && opens_sentence(tokens, start)).then_some((start, last))
}

/// The first token of the noun phrase that ends at `last`, names before it in a list included.
pub fn phrase_start(tokens: &Tokens<'_>, last: usize) -> usize {
    // "Engineers who left" said it, and it is the verb that ends here.
    let mut first = before_relative(tokens, last).unwrap_or(last);
    let mut listed = false;
    while let Some(before) = first.checked_sub(1) {
        let Some(token) = tokens.get(before) else { break };
        if last - before > REACH {
            break;
        }
        if let Some(opening) = quoted_modifier(tokens, before) {
            first = opening;
            continue;
        }
        if is_abbreviating(tokens, before) {
            first = before - 1;
            continue;
        }
        if let Some(place) = place_before(tokens, before, first) {
            first = place;
            continue;
        }
        if let Some(name) = abbreviated_before(tokens, before) {
            first = name;
            continue;
        }
        // "A teardown (#407) of three contracts".
        if token.is_mark(')') && (tokens.is(first, Class::Preposition) || tokens.is(first, Class::InName)) {
            match before_parenthesis(tokens, first).and_then(|open| open.checked_sub(1)) {
                Some(noun) if tokens.get(noun).is_some_and(Token::is_word) => {
                    first = noun;
                    continue;
                }
                _ => break,
            }
        }
        if let Some(item) = item_before(tokens, before, first, listed) {
            listed = true;
            first = item;
            continue;
        }
        if let Some(noun) = before_relative(tokens, before) {
            first = noun;
            continue;
        }
        let name = is_name(tokens, before) && !token.quoted;
        let stop = ends_phrase(token)
            || token.is(Class::Conjunction) && !token.is(Class::Preposition)
            || is_finite(tokens, before) && !is_reduced(tokens, before, last) && !is_attributive(tokens, before)
            || token.classes.any(&[Class::Be, Class::Auxiliary, Class::Reader]) && !token.is(Class::Determiner);
        if stop && !name || opens_phrase(tokens, first) {
            break;
        }
        first = before;
    }
    first
}

/// The noun that the clause qualifies whose verb stands at token `verb`: "engineers who left".
fn before_relative(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    let verbal = [Class::Past, Class::Say, Class::Present, Class::Be, Class::Auxiliary];
    if !tokens.get(verb).is_some_and(|token| token.classes.any(&verbal) && !token.is_capital() && !token.quoted) {
        return None;
    }
    let helper = |at: &usize| {
        tokens.get(*at).is_some_and(|token| token.classes.any(&[Class::Be, Class::Auxiliary, Class::Adverb]))
    };
    let first = (verb.saturating_sub(3)..verb).rev().take_while(helper).last().unwrap_or(verb);
    let relative = first.checked_sub(1).filter(|at| {
        tokens.is(*at, Class::Relative)
            && tokens.is(*at, Class::PersonPronoun)
            && tokens.get(*at).is_some_and(|token| token.shape == Shape::Lower)
    })?;
    relative.checked_sub(1).filter(|noun| is_noun(tokens, *noun) || is_name(tokens, *noun))
}

/// Whether a noun phrase can only start at token `at`: an article after a noun, where no genitive is
/// made so.
pub fn opens_phrase(tokens: &Tokens<'_>, at: usize) -> bool {
    let article = tokens.get(at).is_some_and(|token| {
        token.shape == Shape::Lower
            && token.classes.any(&[Class::Article, Class::Possessive])
            && !token.is(Class::Preposition)
    });
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    article
        && !tokens.vocabulary.capital_nouns()
        && before.is_some_and(|before| {
            before.is_word()
                && !before.is(Class::Participle)
                && !before.classes.any(&[Class::Preposition, Class::Determiner, Class::General, Class::Adverb])
                && !before.classes.any(&[Class::Joining, Class::InName, Class::Conjunction, Class::Quantity])
        })
}

/// Where the item ends that the mark or word at `before` joins to the phrase that starts at `first`:
/// "Ben AI (#158) and Missing Semester", "ProPublica, the Guardian, and the Times".
fn item_before(tokens: &Tokens<'_>, before: usize, first: usize, listed: bool) -> Option<usize> {
    let token = tokens.get(before).filter(|token| !token.quoted)?;
    let joins = token.is(Class::Joining) || token.is_mark('&');
    // "The Guardian", "her team": the item starts after its article.
    let led = tokens.get(first).is_some_and(|token| token.classes.any(&[Class::Article, Class::Possessive]));
    let start = first + usize::from(led);
    let item = is_name(tokens, start) || is_speaker(tokens, start) || tokens.is(first, Class::Abbreviation);
    if !item || !(joins || listed && token.is_mark(',')) {
        return None;
    }
    let oxford = before.checked_sub(1).filter(|at| joins && tokens.is_mark(*at, ','));
    let last = before_parenthesis(tokens, oxford.unwrap_or(before))?.checked_sub(1)?;
    let parenthesis = last + 1 < before && oxford.is_none();
    let end = tokens.get(last).filter(|end| !end.quoted)?;
    let made = parenthesis && end.classes.any(&[Class::Work, Class::Document, Class::CueNoun]);
    let fits = match oxford {
        // Before "and" a comma parts clauses, unless one more stands before the name before it.
        Some(_) => is_name(tokens, last) && listed_before(tokens, last),
        None => is_name(tokens, last) || (is_speaker(tokens, last) || made) && joins,
    };
    fits.then_some(last)
}

/// Whether the name that ends at `last` follows another with a comma between: "ProPublica, the Guardian".
fn listed_before(tokens: &Tokens<'_>, last: usize) -> bool {
    let reach = last.saturating_sub(REACH)..last;
    let name = reach.rev().take_while(|at| is_name(tokens, *at) || tokens.is(*at, Class::Article)).last();
    let comma = name.unwrap_or(last).checked_sub(1).filter(|at| tokens.is_mark(*at, ','));
    comma.and_then(|comma| comma.checked_sub(1)).is_some_and(|at| is_name(tokens, at) || tokens.is_mark(at, ')'))
}

/// Whether the participle at token `at` only qualifies the noun before it: "a class action filed in
/// Delaware", "two videos published the same day". The phrase goes on to `last`, before a verb.
fn is_reduced(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    let past = tokens.get(at).is_some_and(|token| {
        token.is(Class::Past) && !token.classes.any(&[Class::Say, Class::Be, Class::Auxiliary, Class::Perfect])
    });
    // "Software used to open it" is qualified, "Acme used to open it" tells.
    let name = |before: usize| {
        let written = is_name(tokens, before) || tokens.get(before).is_some_and(|token| token.shape == Shape::Acronym);
        written && tokens.is(at + 1, Class::Infinitive) && !opens_sentence(tokens, before)
    };
    let noun = at
        .checked_sub(1)
        .is_some_and(|before| (is_noun(tokens, before) || name(before)) && !tokens.is(before, Class::Past));
    let qualified = at == last
        || !tokens.is(at, Class::Present)
            && tokens.get(at + 1).is_some_and(|next| {
                next.classes.any(&[Class::Preposition, Class::Time, Class::Weekday, Class::Determiner])
            });
    past && noun && qualified
}

/// Where a short quotation inside a noun phrase opens, which ends at `close`: "this “free” plan".
fn quoted_modifier(tokens: &Tokens<'_>, close: usize) -> Option<usize> {
    let closing = tokens.get(close).filter(|token| token.quoted && matches!(token.shape, Shape::Mark('"' | '”')))?;
    let from = close.saturating_sub(5);
    let inside = tokens.list.get(from..close)?.iter().rposition(|token| !token.quoted)?;
    let opening = from + inside + 1;
    let marks = tokens.list.get(opening + 1..close)?.iter().any(|token| matches!(token.shape, Shape::Mark(_)));
    let before = tokens.get(opening.checked_sub(1)?)?;
    (closing.quoted && !marks && before.is_word()).then_some(opening)
}

fn is_speaker(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.classes.any(&[Class::People, Class::Group, Class::Organisation]))
}

/// The last token of the noun phrase that starts at `start`.
pub fn phrase_end(tokens: &Tokens<'_>, start: usize) -> Option<usize> {
    let mut end = None;
    for at in start..(start + REACH).min(tokens.list.len()) {
        let Some(token) = tokens.get(at) else { break };
        let name = is_name(tokens, at) && !token.quoted;
        let joins = token.is(Class::Joining) && is_name(tokens, at + 1);
        // After a German noun, what is neither capital nor article nor preposition is the verb.
        let german = tokens.vocabulary.capital_nouns() && token.shape == Shape::Lower && at > start;
        if german
            && !token.classes.any(&[Class::Determiner, Class::Preposition])
            && tokens.get(at - 1).is_some_and(Token::is_capital)
        {
            break;
        }
        // "CodeWall's March 9, 2026 post".
        let date = token.is_mark(',') && is_in_date(tokens, at);
        let within = name || joins || date || is_abbreviating(tokens, at) && is_name(tokens, at + 1);
        if !within
            && (ends_phrase(token)
                || (at > start
                    && (token.classes.any(&[Class::Conjunction, Class::Be, Class::Auxiliary])
                        || is_finite(tokens, at) && !is_qualifying(tokens, at) && !is_attributive(tokens, at))))
        {
            break;
        }
        end = Some(at);
    }
    end
}

/// Whether the participle at token `at` goes on with the noun phrase before it: "a study published in".
fn is_qualifying(tokens: &Tokens<'_>, at: usize) -> bool {
    let participle =
        tokens.get(at).is_some_and(|token| token.is(Class::Past) && !token.classes.any(&[Class::Say, Class::Be]));
    let next = tokens.get(at + 1);
    let ahead = [Class::Preposition, Class::Weekday, Class::Time];
    participle && at > 0 && is_noun(tokens, at - 1) && next.is_some_and(|next| next.classes.any(&ahead))
}

/// Whether the participle at token `at` stands before the noun it qualifies: "the proposed system", "newly published
/// figures".
fn is_attributive(tokens: &Tokens<'_>, at: usize) -> bool {
    let leads = |token: Token| {
        token.shape == Shape::Possessive
            || token.classes.any(&[Class::Article, Class::Possessive]) && !token.is(Class::Demonstrative)
    };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(leads) && tokens.is(at, Class::Past) && is_noun(tokens, at + 1)
}

/// The place before the comma at token `comma` that a name from token `first` on says more of: "a judge in Washington, D.C.".
fn place_before(tokens: &Tokens<'_>, comma: usize, first: usize) -> Option<usize> {
    let last = comma.checked_sub(1).filter(|last| tokens.is_mark(comma, ',') && is_name(tokens, *last))?;
    let start = (last.saturating_sub(3)..=last).rev().take_while(|at| is_name(tokens, *at)).last()?;
    let before = start.checked_sub(1).filter(|at| tokens.is(*at, Class::Place))?;
    let noun = before.checked_sub(1)?;
    (is_name(tokens, first) && (is_noun(tokens, noun) || is_name(tokens, noun))).then_some(start)
}

/// The name before the short form in parentheses that closes at token `close`: "the Federal Trade Commission (FTC) staff".
fn abbreviated_before(tokens: &Tokens<'_>, close: usize) -> Option<usize> {
    let open = close.checked_sub(2).filter(|open| tokens.is_mark(close, ')') && tokens.is_mark(*open, '('))?;
    let short = tokens.get(open + 1).is_some_and(|token| token.shape == Shape::Acronym && !token.quoted);
    open.checked_sub(1).filter(|last| short && is_name(tokens, *last))
}

/// Whether the full stop at token `at` belongs to the abbreviation before it: "U.S.".
pub fn is_abbreviating(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| tokens.is_mark(at, '.'));
    // "U.S.", the letter of a bill: "S. 1187", and that of a given name: "W. Edwards".
    let bill = |before: usize| {
        let letter = tokens.word(before).len() == 1 && tokens.get(before).is_some_and(Token::is_capital);
        let goes_on = |next: Token| next.shape == Shape::Number || next.shape == Shape::Capital;
        letter && tokens.get(at + 1).is_some_and(goes_on)
    };
    before.is_some_and(|before| tokens.word(before).contains('.') || bill(before))
}

/// Marks that end a noun phrase.
fn ends_phrase(token: Token) -> bool {
    match token.shape {
        Shape::Mark(c) => !matches!(c, '&' | '\'' | '’' | '%'),
        _ => token.quoted,
    }
}

/// Whether token `at` can only be a verb here.
pub fn is_finite(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let noun = token.classes.any(&[Class::Document, Class::People, Class::Group, Class::Organisation, Class::CueNoun]);
    let tied = tokens.phrase_at(at, Class::By).is_some();
    token.classes.any(&[Class::Say, Class::Present, Class::Past]) && !noun && !tied && !token.is_capital()
}
