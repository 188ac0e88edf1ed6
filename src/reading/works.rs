//! Writings, works and thoughts that speak: "METR data showing that", "X's finding that", "his framework breaks".

use super::attribution::{Attribution, CueKind, VERBS};
use super::lexicon::{Class, Classes};
use super::names::{MentionKind, Tie, is_name, mention, opens_sentence};
use super::nouns::is_followed_as_noun;
use super::phrase::{before_parenthesis, phrase_end, phrase_start};
use super::spoken::after_parenthesis;
use super::tokens::{Shape, Tokens};

/// Whether token `index` is known as nothing and has the ending of an English verb.
pub fn is_unknown_verb(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.get(index).filter(|token| token.shape == Shape::Lower && index > 0) else { return false };
    let known = [Class::Past, Class::LightVerb, Class::SpeechNoun, Class::Measuring, Class::Deed];
    let only = token.classes.without(&known) == Classes::default();
    let word = tokens.word(index);
    let present = word.ends_with('s') && !["ss", "as", "us", "is"].iter().any(|end| word.ends_with(end));
    only && (present || word.ends_with("ed")) && word.len() > 3
}

/// A writing that opens the sentence speaks whatever its verb: "The memo puts it differently".
pub fn at_unknown_verb(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    // "The act passed" tells what happened to it, "a paper from Stanford tested" what is in it.
    let measured = tokens.is(verb, Class::Measuring);
    let begins = tokens.is(verb, Class::Onset) || tokens.phrase_at(verb, Class::Onset).is_some();
    if tokens.is(verb, Class::Past) && !measured || begins {
        return None;
    }
    let last = before_parenthesis(tokens, verb)?.checked_sub(1).filter(|last| {
        tokens.get(*last).is_some_and(|token| (measured || token.is(Class::Document)) && token.is_word())
    })?;
    let first = phrase_start(tokens, last);
    // "Research groups make": the noun goes on.
    // "The data comes from", "database passwords" in a list.
    let plain = tokens.is(last, Class::DataNoun) && tokens.is(verb, Class::LightVerb) || tokens.get(verb + 1).is_none();
    let noun = tokens
        .get(verb + 1)
        .is_some_and(|next| next.classes.any(&[Class::Be, Class::Auxiliary, Class::Imperative, Class::Participle]));
    // "Events, from data breaches to laws".
    let noun = noun || tokens.is(first, Class::Preposition);
    // "Every evaluation embeds a view" is said of any.
    let any = tokens.is(first, Class::General) && tokens.is(first, Class::Determiner);
    // "Documentation covers it": only one that is pointed at speaks.
    let leads = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.shape == Shape::Number
                || token.classes.any(&[Class::Article, Class::Possessive, Class::Determiner, Class::Numeral])
        })
    };
    let pointed =
        leads(first) || first.checked_sub(1).is_some_and(leads) || (first..=last).any(|at| is_name(tokens, at));
    let any = any || !pointed && tokens.vocabulary.is_english() || is_followed_as_noun(tokens, verb);
    if !opens_sentence(tokens, first) || noun || plain || any {
        return None;
    }
    let source = mention(tokens, first, last, Tie::Weak).filter(|source| source.class == Some(Class::Document))?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Noun, aside: false })
}

/// "METR data showing that", "a study finding 12 percent": the writing before a present participle.
pub fn shown_by(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    let last = verb.checked_sub(1).filter(|last| tokens.ends_as(*last, Class::Document))?;
    let source = mention(tokens, phrase_start(tokens, last), last, Tie::Weak)?;
    let found = (source.kind == MentionKind::Named).then_some(source)?;
    Some(Attribution { source: found, cue: Some(tokens.span(verb, verb)), by: CueKind::Noun, aside: false })
}

/// "In the agency's report, …", "Under Rule 11, …": a writing that opens the sentence, and a comma after it, says what
/// follows.
pub fn in_writing(tokens: &Tokens<'_>) -> Option<Attribution> {
    let at = tokens.list.iter().position(|token| token.is_word()).filter(|at| tokens.is(*at, Class::Containing))?;
    let end = phrase_end(tokens, at + 1)?;
    let comma = after_parenthesis(tokens, end + 1);
    let own = tokens.list.iter().any(|token| token.is(Class::Author) && !token.quoted);
    if !tokens.is_mark(comma, ',') || tokens.list.len() < comma + 4 || own {
        return None;
    }
    // "In research, …" and "in this report, …" name none.
    let definite = tokens.get(at + 1).is_some_and(|token| {
        token.shape == Shape::Number || token.classes.any(&[Class::Article, Class::Possessive, Class::Other])
    }) || is_name(tokens, at + 1);
    let pointed = tokens.is(at + 1, Class::Demonstrative) || !definite;
    let source = mention(tokens, at + 1, end, Tie::Writing).filter(|source| {
        let sure = matches!(source.kind, MentionKind::Named | MentionKind::Pronoun | MentionKind::Described);
        sure && !pointed && end > at + 1
    })?;
    Some(Attribution { source, cue: Some(tokens.span(at, at)), by: CueKind::Phrase, aside: false })
}

/// "X's finding that", "X's video (#12) shows": a thought or work with its maker before it.
pub fn at_noun(tokens: &Tokens<'_>, noun: usize) -> Option<Attribution> {
    if tokens.is(noun, Class::CueNoun) && matches!(tokens.word(noun + 1), "from" | "by") {
        // "The announcement from Facebook that".
        let end = phrase_end(tokens, noun + 2).filter(|end| tokens.is(end + 1, Class::Complementizer))?;
        let source = mention(tokens, noun + 2, end, Tie::Weak)?;
        return Some(Attribution { source, cue: Some(tokens.span(noun, noun)), by: CueKind::Noun, aside: false });
    }
    let from = noun.saturating_sub(6);
    let possessive =
        tokens.list.get(from..noun)?.iter().rposition(|token| token.shape == Shape::Possessive && !token.quoted);
    let last = match possessive {
        Some(at) => (from + at).checked_sub(1).filter(|last| {
            is_name(tokens, *last)
                || tokens.get(*last).is_some_and(|token| {
                    token.classes.any(&[Class::Organisation, Class::People, Class::LawText, Class::Document])
                })
        })?,
        // "His framework", "Their system cards".
        None => (from..noun).find(|at| opens_sentence(tokens, *at) && tokens.is(*at, Class::Possessive))?,
    };
    let first = if possessive.is_some() { phrase_start(tokens, last) } else { last };
    let after = after_parenthesis(tokens, noun + 1);
    let content = tokens.is(noun, Class::CueNoun)
        && (tokens.is(after, Class::Complementizer)
            || matches!(tokens.word(after), "of" | "is" | "was" | "," | ":" | "—" | "–")
            || tokens.is_quoted(after)
            // "Whitcomb's advice to other states is simple: “…”".
            || (after..after + 10).any(|at| tokens.is_mark(at, ':') && tokens.is_quoted(at + 1)));
    // "Tao's counterweight (#338) is essential: …".
    let numbered = after > noun + 1 && tokens.get(after).is_some_and(|token| token.is(Class::Be));
    let opener = opens_sentence(tokens, first)
        || first.checked_sub(1).is_some_and(|before| {
            opens_sentence(tokens, before)
                && tokens.get(before).is_some_and(|token| token.classes.any(&[Class::Conjunction, Class::Determiner]))
        });
    let work = opener && (speaks(tokens, after) || numbered);
    if !content && !work {
        return None;
    }
    let source = mention(tokens, first, if possessive.is_some() { last } else { noun }, Tie::Strong)?;
    Some(Attribution { source, cue: Some(tokens.span(noun, noun)), by: CueKind::Noun, aside: false })
}

/// Whether a finite verb of any kind but "is" stands at token `at`, adverbs passed over.
fn speaks(tokens: &Tokens<'_>, at: usize) -> bool {
    let verb = (at..at + 4).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(at);
    tokens.get(verb).is_some_and(|token| {
        !token.classes.any(&[Class::Be, Class::Auxiliary])
            && (token.classes.any(&VERBS) || is_unknown_verb(tokens, verb))
    })
}
