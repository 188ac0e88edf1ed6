//! Who says it after a preposition: "according to X", "per X", "cited by X", "is disputed by X".

use super::attribution::{Attribution, CueKind};
use super::clause::is_verbal;
use super::lexicon::Class;
use super::names::{MentionKind, Tie, mention, opens_sentence};
use super::phrase::{REACH, phrase_end};
use super::tokens::{Shape, Token, Tokens};

/// "According to X", "per X", "cited by X".
pub fn after_phrase(tokens: &Tokens<'_>, first: usize, last: usize, class: Class) -> Option<Attribution> {
    // "Según informó la empresa".
    let told = tokens.vocabulary.romance() && tokens.is(last + 1, Class::Say) && !tokens.is(last + 1, Class::People);
    let start = last + 1 + usize::from(told);
    let end = before_others(tokens, phrase_end(tokens, start)?);
    // The English "per" also divides ("per user"): it wants a source that can be one.
    let sure = class == Class::Per && !tokens.word(first).eq_ignore_ascii_case("per");
    let based = tokens.word(first).eq_ignore_ascii_case("based");
    // "The brief, based on a survey, found": what qualifies the source of the sentence is none.
    if based && !opens_sentence(tokens, first) {
        return None;
    }
    // "Data from Pew", but not "data from the season".
    let data = tokens.is(first, Class::DataNoun);
    // "They moved all data from the old store": only what opens the sentence is what somebody found.
    let opens = opens_sentence(tokens, first)
        || first.checked_sub(1).is_some_and(|the| tokens.is(the, Class::Article) && opens_sentence(tokens, the));
    if data && !opens {
        return None;
    }
    let tie = match (sure && !data, based) {
        (_, true) => Tie::Writing,
        (true, _) => Tie::Sure,
        (false, _) => Tie::Weak,
    };
    let source = mention(tokens, start, end, tie)?;
    // "Six dollars per account": what one divides by is one, and has no article.
    let one = source.kind == MentionKind::Described && !tokens.word(end).ends_with('s');
    let led = tokens
        .get(start)
        .is_some_and(|token| token.classes.any(&[Class::Article, Class::Possessive, Class::Determiner]));
    if tie == Tie::Weak && class == Class::Per && one && !led {
        return None;
    }
    // "Cited by 33% of those users": a share of a group is no source.
    if class == Class::By && (source.class == Some(Class::Group) || source.kind == MentionKind::Pronoun) {
        return None;
    }
    let cue = Some(tokens.span(first, last));
    let by = if class == Class::Per { CueKind::Phrase } else { CueKind::By };
    // "While I dislike the term (coined by Carr), …".
    let aside = class == Class::By && is_bracketed(tokens, first);
    Some(Attribution { source, cue, by, aside })
}

/// The last token of a name without the "et al" that it ends in.
fn before_others(tokens: &Tokens<'_>, end: usize) -> usize {
    let others = tokens.is(end, Class::Abbreviation) && end > 2 && tokens.word(end - 1) == "et";
    if others { end - 2 } else { end }
}

/// Whether token `at` stands in parentheses.
fn is_bracketed(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(REACH)..at).rev();
    let mark = before.into_iter().find(|at| tokens.is_mark(*at, '(') || tokens.is_mark(*at, ')'));
    mark.is_some_and(|mark| tokens.is_mark(mark, '('))
}

/// Whether the verb at token `at` is passive with its agent after it: "disputed by engineers".
pub fn is_agentive(tokens: &Tokens<'_>, at: usize) -> bool {
    // "Provided by Acme", "listed by the clerk", "held by the bank": what one does with things says nothing.
    let offers = tokens.phrase_at(at, Class::Offer).is_some();
    let shows = !offers && tokens.is(at, Class::Present) && !tokens.is(at, Class::VerbNoun);
    let verb = tokens.get(at).is_some_and(|token| token.shape == Shape::Lower && (token.is(Class::Say) || shows));
    let participle = tokens.is(at, Class::Past) || tokens.word(at).ends_with('n');
    verb && participle && tokens.is(at + 1, Class::Agent)
}

/// "Is disputed by engineers": the agent of a passive says it; in "a study cited by Herk" he only
/// qualifies.
pub fn by_agent(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    let helper = (0..verb).rev().find(|at| !tokens.is(*at, Class::Adverb));
    if !helper.is_some_and(|helper| tokens.is(helper, Class::Be)) {
        // "As argued by Jane Doe".
        let told = helper.is_some_and(|helper| tokens.word(helper).eq_ignore_ascii_case("as"));
        return after_phrase(tokens, verb, verb + 1, if told { Class::Per } else { Class::By });
    }
    // "Cannot be explained by".
    let modal = helper.and_then(|helper| helper.checked_sub(1)).and_then(|before| tokens.get(before));
    if modal.is_some_and(|modal| {
        modal.classes.any(&[Class::Possible, Class::Must]) || modal.is(Class::Auxiliary) && modal.is(Class::Denial)
    }) {
        return None;
    }
    let end = phrase_end(tokens, verb + 2)?;
    // "Will be notified by the bank": nothing is said.
    let opener = [Class::Complementizer, Class::Infinitive, Class::Embedding];
    let content = tokens.get(end + 1).is_some_and(|next| next.is_mark(':') || next.classes.any(&opener));
    if tokens.is(verb, Class::Address) && !content {
        return None;
    }
    let source = mention(tokens, verb + 2, end, Tie::Speech)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb + 1)), by: CueKind::Say, aside: false })
}

/// "Was described as “loud” by witnesses": the agent of a passive behind what is said.
pub fn by_far_agent(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    let helper = (verb.saturating_sub(3)..verb).rev().find(|at| !tokens.is(*at, Class::Adverb))?;
    let passive = tokens.is(verb, Class::Say) && tokens.is(verb, Class::Past) && tokens.is(helper, Class::Be);
    if !passive || tokens.is(helper, Class::Participle) {
        return None;
    }
    let clause = (verb + 1..verb + REACH).take_while(|at| {
        let ends = |token: Token| matches!(token.shape, Shape::Mark(',' | ';' | ':' | '.')) && !token.quoted;
        tokens.get(*at).is_some_and(|token| token.quoted || !ends(token) && !is_verbal(tokens, *at))
    });
    let agent = clause.into_iter().find(|at| tokens.is(*at, Class::Agent) && !tokens.is_quoted(*at))?;
    let end = phrase_end(tokens, agent + 1)?;
    let source = mention(tokens, agent + 1, end, Tie::Strong)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Say, aside: false })
}
