//! What verbs tell that report elsewhere: what a thing does, what a group does again and again, what was done.

use super::lexicon::Class;
use super::names::{Mention, MentionKind};
use super::subject::Found;
use super::tokens::{Shape, Tokens};

/// Whether the verb at token `verb` tells what a thing does, and not what somebody shows: "Acme provides a shell". A
/// writing, people, and whoever has the number of a source after the name speak with it.
pub fn is_offer(tokens: &Tokens<'_>, found: &Found, verb: usize) -> bool {
    let writing = matches!(found.source.class, Some(Class::Document | Class::People | Class::PersonPronoun));
    let reference = tokens.list.get(found.first..verb).unwrap_or_default().windows(2).any(|two| {
        let [open, number] = two else { return false };
        open.is_mark('(') && (number.is_mark('#') || number.shape == Shape::Number)
    });
    // "Acme provided examples", "explains how".
    let content = (verb + 1..verb + 6).any(|at| {
        tokens.is(at, Class::Complementizer) && at == verb + 1
            || tokens.is(at, Class::Embedding) && !tokens.is(at, Class::Relative)
            || tokens.get(at).is_some_and(|token| token.classes.any(&[Class::CueNoun, Class::SpeechNoun]))
    });
    let content = content || tokens.numbers || tokens.list.first().is_some_and(|token| token.is_mark('['));
    tokens.phrase_at(verb, Class::Offer).is_some() && !writing && !reference && !content
}

/// Whether the verb at token `verb` cannot be that of `source`, which is one by its name: "Acme provide", "it lets you
/// compare and analyze".
pub fn is_one_with_bare_verb(tokens: &Tokens<'_>, source: &Mention, verb: usize) -> bool {
    let word = tokens.word(verb);
    let bare = !tokens.is(verb, Class::Past) && !word.ends_with('s') && !tokens.vocabulary.ends_like_participle(word);
    let helped = (verb.saturating_sub(3)..verb).any(|at| tokens.is(at, Class::Auxiliary));
    let several = source.span.of(tokens.text).contains([',', '&'])
        || [" and ", " or ", " et al"].iter().any(|joins| source.span.of(tokens.text).contains(joins))
        || source.name.of(tokens.text).ends_with('s')
        || source.class.is_some();
    tokens.vocabulary.is_english() && bare && !helped && source.kind == MentionKind::Named && !several
}

/// Whether the verb at token `verb` tells what a whole group does again and again: "lawyers often worry".
pub fn is_habit(tokens: &Tokens<'_>, source: &Mention, verb: usize) -> bool {
    let groups = [Class::Group, Class::People, Class::PersonPronoun];
    let group = source.kind != MentionKind::Named && source.class.is_some_and(|class| groups.contains(&class));
    let plural = source.kind == MentionKind::Described || tokens.is_plural_pronoun(source.span);
    group && plural && (verb.saturating_sub(2)..verb).any(|at| tokens.is(at, Class::Habitual))
}

/// Whether the participle at token `verb` goes on with a passive: "been studied and explained".
pub fn is_shared_passive(tokens: &Tokens<'_>, verb: usize) -> bool {
    let participle = verb_before(tokens, verb).filter(|_| tokens.is(verb, Class::Past));
    let helper = participle.and_then(|at| (at.saturating_sub(3)..at).rev().find(|at| !tokens.is(*at, Class::Adverb)));
    helper.is_some_and(|helper| tokens.is(helper, Class::Be)) && !tokens.is(verb + 1, Class::Complementizer)
}

/// The verb that "and" joins to the verb at token `verb`, where nothing stands between: "considered and rejected".
pub fn verb_before(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    let coordinator = (verb.saturating_sub(3)..verb).rev().find(|at| tokens.is(*at, Class::Coordinating))?;
    coordinator.checked_sub(1).filter(|at| tokens.is(*at, Class::Past))
}

/// Whether the verb at token `verb` goes on with a modal verb after token `from`: "could detect it and warn".
pub fn shares_modal(tokens: &Tokens<'_>, from: usize, verb: usize) -> bool {
    let bare = !tokens.is(verb, Class::Past) && !tokens.word(verb).ends_with('s');
    let helper = [Class::Auxiliary, Class::Be, Class::Past];
    let first = (from..verb).find(|at| tokens.get(*at).is_some_and(|token| token.classes.any(&helper)));
    let modal = [Class::Possible, Class::Must, Class::Conditional, Class::Future];
    bare && first.and_then(|at| tokens.get(at)).is_some_and(|token| token.classes.any(&modal))
}
