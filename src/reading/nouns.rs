//! Nouns: which words can be one, and whether a word that can also be a verb is one here.

use super::attribution::{VERBS, goes_on};
use super::lexicon::{Class, Classes};
use super::names::{is_name, opens_sentence};
use super::phrase::{is_abbreviating, is_finite};
use super::tokens::{Shape, Token, Tokens};

/// Whether the word before a verb says that it is a noun here: "the report", "its claims".
pub fn reads_as_noun(tokens: &Tokens<'_>, verb: usize) -> bool {
    let Some(before) = verb.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    let token = tokens.get(verb).map(|token| token.classes).unwrap_or_default();
    let noun = token.any(&[Class::Document, Class::CueNoun, Class::People, Class::Magnitude, Class::Organisation]);
    let pronoun = before.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader])
        || before.classes.any(&[Class::People, Class::Group]) && before.span.of(tokens.text).ends_with('s')
        // "Another describes it", "others say".
        || before.is(Class::Other) && (!noun && !token.has(Class::Group) || opens_clause(tokens, verb + 1));
    let next_verb = is_finite(tokens, verb + 1)
        || tokens.get(verb + 1).is_some_and(|token| token.classes.any(&[Class::Be, Class::Auxiliary]));
    // "Did, however, state".
    let inserted = before.is_mark(',') && verb > 3 && tokens.is(verb - 4, Class::Auxiliary);
    // "Are beginning to rule".
    let begun = before.is(Class::Infinitive) && verb > 1 && tokens.is(verb - 2, Class::Aspect);
    if goes_on(tokens, verb) || inserted || begun {
        return false;
    }
    // "A notice of proposed rules", "the number of interviews".
    if before.is(Class::InName) && before.shape == Shape::Lower && (noun || tokens.is(verb, Class::Past)) {
        return true;
    }
    // "Of proposed rules".
    let qualified =
        verb > 1 && before.is(Class::Past) && tokens.is(verb - 2, Class::InName) && !is_name(tokens, verb - 1);
    if qualified && tokens.word(verb).ends_with('s') {
        return true;
    }
    // "3 reports", but "SP 800-207 defines".
    let counted = before.shape == Shape::Number && !is_numbered_name(tokens, verb - 1);
    if before.shape == Shape::Possessive && !speaks_after_possessive(tokens, verb) || counted {
        return true;
    }
    if is_counted_noun(tokens, verb) || is_plural_modifier(tokens, verb) || disagrees(tokens, verb) {
        return true;
    }
    // "Eleven U.S. states require", "across merchants and states."
    let plain = token.any(&[Class::Group, Class::People, Class::Document, Class::Organisation]);
    let short = is_abbreviating(tokens, verb - 1) && !opens_clause(tokens, verb + 1);
    let joined =
        before.is(Class::Joining) && tokens.get(verb + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(_)));
    if plain && (short || joined) {
        return true;
    }
    // "For this study", "that report": after the demonstrative of one only "-s" or "-ed" makes a verb.
    let this = before.is(Class::Demonstrative) && before.is(Class::Singular) && tokens.vocabulary.is_english();
    let bare = !tokens.word(verb).ends_with('s') && !token.has(Class::Past);
    if this && bare && noun {
        return true;
    }
    // "Microsoft documents.", "firewall rules starting in May": a plural noun, where a verb would have an object.
    let objectless = tokens.get(verb + 1).is_none_or(|next| next.is_mark('.') || next.is(Class::Participle));
    if noun && objectless && tokens.word(verb).ends_with('s') && is_name(tokens, verb - 1) {
        return true;
    }
    if tokens.phrase_at(verb, Class::VerbNoun).is_some() && is_followed_as_noun(tokens, verb) {
        return true;
    }
    // "Another claim that".
    let one = before.is(Class::Singular) && !tokens.word(verb).ends_with('s') && !token.has(Class::Past);
    if before.is(Class::Determiner)
        && (!pronoun || one)
        && !before.is(Class::Adverb)
        && !before.is(Class::Demonstrative)
    {
        return true;
    }
    if before.is(Class::Preposition) && !before.is(Class::Adverb) && !before.is(Class::Conjunction) {
        return true;
    }
    // "Mulla et al. report", "Liu and Prakash report that".
    let several = before.is_mark('.') && verb > 1 && tokens.is(verb - 2, Class::Abbreviation)
        || is_name(tokens, verb - 1) && opens_object(tokens, verb + 1);
    if several {
        return false;
    }
    // "The report says": a noun that could be a verb, with a verb after it.
    let bare = !tokens.word(verb).ends_with("ed") && !tokens.word(verb).ends_with('s');
    noun && !pronoun && (next_verb || (bare && !before.span.of(tokens.text).ends_with('s')))
}

/// Whether what follows the word at token `at` can stand behind a noun, but not behind a verb that reports: "release
/// notes,", "data points to", "projects on".
pub fn is_followed_as_noun(tokens: &Tokens<'_>, at: usize) -> bool {
    let phrase = VERBS.iter().any(|class| tokens.phrase_at(at, *class).is_some());
    if phrase || !tokens.vocabulary.is_english() {
        return false;
    }
    let quotes = tokens.list.iter().any(|token| token.quoted);
    // "As the court notes, …", ", Doe notes,".
    let reach = at.saturating_sub(10)..at;
    let inserted = reach.into_iter().any(|at| tokens.is_mark(at, ',') || tokens.word(at).eq_ignore_ascii_case("as"));
    let Some(next) = tokens.get(at + 1) else { return !quotes && !inserted };
    match next.shape {
        Shape::Mark(',' | '.') => !quotes && !inserted,
        Shape::Mark(')' | ';' | '/') => !quotes,
        Shape::Lower => {
            let behind = [Class::Preposition, Class::Be, Class::Auxiliary, Class::Joining, Class::Infinitive];
            let content =
                [Class::Complementizer, Class::Adverb, Class::Determiner, Class::Embedding, Class::Conjunction];
            next.classes.any(&behind) && !next.classes.any(&content) || next.is(Class::Joining)
        }
        _ => false,
    }
}

/// Whether the number at token `at` belongs to a name: "SP 800-207", "the Act of 2010", "S. 1187".
fn is_numbered_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let of = before > 0 && tokens.is(before, Class::InName) && is_name(tokens, before - 1);
    let initial = before > 0 && tokens.is_mark(before, '.') && tokens.get(before - 1).is_some_and(Token::is_capital);
    is_name(tokens, before) || of || initial && tokens.word(before - 1).len() <= 3
}

/// Whether the verb at token `verb` has a name before it that ends like a possessive: "Crain's reported Sunday that".
fn speaks_after_possessive(tokens: &Tokens<'_>, verb: usize) -> bool {
    let named = verb.checked_sub(2).is_some_and(|name| is_name(tokens, name));
    let opener =
        [Class::Complementizer, Class::Article, Class::Weekday, Class::Time, Class::PersonPronoun, Class::ThingPronoun];
    let next = tokens.get(verb + 1);
    named
        && tokens.is(verb, Class::Past)
        && next.is_some_and(|next| {
            next.quoted || next.is_mark(':') || next.classes.any(&opener) || is_name(tokens, verb + 1)
        })
        || named && tokens.is(verb, Class::Utter)
}

/// Whether the word at token `verb` is a plural that is counted: "27.7 million database records".
fn is_counted_noun(tokens: &Tokens<'_>, verb: usize) -> bool {
    let plural = |at: usize| tokens.word(at).ends_with('s');
    if !tokens.vocabulary.is_english() || !plural(verb) || verb == 0 || plural(verb - 1) || is_name(tokens, verb - 1) {
        return false;
    }
    let from = verb.saturating_sub(4);
    let many = |at: usize| {
        let number = tokens.get(at).is_some_and(|token| token.shape == Shape::Number);
        number
            && tokens.word(at) != "1"
            && tokens.word(at).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    let Some(number) = (from..verb).rev().find(|at| many(*at)) else { return false };
    let led = number
        .checked_sub(1)
        .is_some_and(|at| tokens.get(at).is_some_and(|token| token.is(Class::Determiner) || token.is_capital()));
    !led && number + 1 < verb && (number + 1..verb).all(|at| tokens.is(at, Class::Magnitude) || is_noun(tokens, at))
}

/// Whether the word at token `verb` can be no verb of the noun before it, by its number: "a legal demand", "for model cards
/// and evaluation reports", but not "an expert on trade says" or "research shows".
fn disagrees(tokens: &Tokens<'_>, verb: usize) -> bool {
    let Some(last) = verb.checked_sub(1).filter(|_| tokens.vocabulary.is_english()) else { return false };
    let word = tokens.word(verb);
    let verbal = [Class::Past, Class::Participle, Class::Be, Class::Auxiliary];
    if tokens.get(verb).is_none_or(|token| token.classes.any(&verbal) || token.shape != Shape::Lower) {
        return false;
    }
    let plain = |at: usize| {
        tokens.get(at).is_some_and(|token| token.shape == Shape::Lower)
            && !tokens.word(at).ends_with('s')
            && (is_noun(tokens, at) || tokens.is(at, Class::Evaluative))
            && !tokens.is(at, Class::Magnitude)
    };
    // "A POST request".
    let bare = !word.ends_with('s');
    let within = |at: &usize| plain(*at) || bare && tokens.get(*at).is_some_and(Token::is_capital);
    let Some(first) = (verb.saturating_sub(4)..verb).rev().take_while(within).last() else { return false };
    let before = first.checked_sub(1).and_then(|at| tokens.get(at));
    if bare {
        return before.is_some_and(|before| before.is(Class::Singular));
    }
    // "The company reports" agrees, and so does "research shows".
    let governed = before.is_some_and(|before| {
        before.classes.any(&[Class::Preposition, Class::Joining]) && !before.is(Class::Determiner)
            || before.is_mark(',') && !opens_object(tokens, verb + 1)
    });
    governed && first == last && !tokens.is(last, Class::DataNoun) && !opens_clause(tokens, verb + 1)
}

/// Whether what somebody says starts at token `at`.
pub fn opens_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.quoted
            || token.is_mark(':')
            || token.classes.any(&[Class::Complementizer, Class::Article, Class::PersonPronoun, Class::ThingPronoun])
    })
}

/// Whether the word at token `verb` stands before the people it qualifies, in a list: ", thought leaders,".
fn is_plural_modifier(tokens: &Tokens<'_>, verb: usize) -> bool {
    let listed =
        verb.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ',') || tokens.is(before, Class::Joining));
    let people = tokens.get(verb + 1).is_some_and(|next| {
        next.shape == Shape::Lower
            && next.classes.any(&[Class::People, Class::Group])
            && tokens.word(verb + 1).ends_with('s')
    });
    listed
        && people
        && !tokens.word(verb).ends_with("ing")
        && tokens.get(verb + 2).is_none_or(|next| next.is_mark(',') || next.is(Class::Joining))
}

/// Whether an object or a clause starts at token `at`.
fn opens_object(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.shape == Shape::Number
            || token.is(Class::Complementizer)
            || token.is(Class::Article) && token.shape == Shape::Lower
    })
}

/// Whether token `at` is a word in small letters that can be a noun, as far as its classes tell, or a source that opens
/// its sentence ("Research published in May").
pub fn is_noun(tokens: &Tokens<'_>, at: usize) -> bool {
    let verbal = [Class::Say, Class::Be, Class::Auxiliary, Class::Preposition, Class::Adverb, Class::Conjunction];
    let other = [Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader, Class::Determiner];
    tokens.get(at).is_some_and(|token| {
        let opener = token.shape == Shape::Capital && is_source_noun(token) && opens_sentence(tokens, at);
        (token.shape == Shape::Lower || opener)
            && (is_source_noun(token) || !token.classes.any(&verbal) && !token.classes.any(&other))
    })
}

/// Whether token `at` is a noun that may speak where only a speaker can stand: "the neighbour said".
pub fn is_anybody(tokens: &Tokens<'_>, at: usize) -> bool {
    let other = [Class::Time, Class::Weekday, Class::Month, Class::Participle, Class::Past, Class::General];
    let verbal =
        [Class::Be, Class::Auxiliary, Class::Preposition, Class::Adverb, Class::Conjunction, Class::Determiner];
    tokens.get(at).is_some_and(|token| {
        let noun = if tokens.vocabulary.capital_nouns() {
            token.is_capital() && !token.classes.any(&verbal) && !token.is(Class::PersonPronoun)
        } else {
            // A word that opens the sentence and is known as nothing: "Boaters said", "Hillegonds said".
            let unknown = token.shape == Shape::Capital && is_unknown(token);
            is_noun(tokens, at) || unknown && opens_sentence(tokens, at)
        };
        noun && !token.classes.any(&other)
    })
}

/// Whether token `at` stands for somebody who was spoken of: "another describes", "others say".
pub fn is_another(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is(Class::Other) && !token.is(Class::Demonstrative))
}

/// Whether the lists know a word as nothing but a given name.
pub fn is_unknown(token: Token) -> bool {
    token.classes.without(&[Class::Masculine, Class::Feminine]) == Classes::default()
}

/// Whether a word means somebody or something that speaks.
pub fn is_source_noun(token: Token) -> bool {
    token.classes.any(&[Class::Document, Class::People, Class::Organisation, Class::Group])
}

/// Whether token `at` stands in a noun phrase, before its noun: "its", "Apple's", "our initial".
pub fn follows_noun_opener(tokens: &Tokens<'_>, at: usize) -> bool {
    let opener = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.shape == Shape::Possessive
                || token.classes.any(&[Class::Determiner, Class::Possessive, Class::ThingPossessive])
        }) || matches!(tokens.word(at), "our" | "my" | "their")
    };
    opener(at) || at.checked_sub(1).is_some_and(opener) && tokens.get(at).is_some_and(|token| token.is_word())
}

/// Whether an English word is put together with a word in small letters: "Open-source projects".
pub fn is_compound(tokens: &Tokens<'_>, index: usize) -> bool {
    let tail = tokens.word(index).rsplit_once('-').map_or("", |(_, tail)| tail);
    tokens.vocabulary.is_english() && tail.len() > 3 && tail.bytes().all(|byte| byte.is_ascii_lowercase())
}
