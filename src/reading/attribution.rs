//! Who says it: a source and the words that tie the content to it, in any order.

use super::lexicon::{Class, Classes};
use super::names::{Mention, MentionKind, Tie, is_name, mention, opens_sentence};
use super::subject::{
    Subject, before_parenthesis, inverted_end, is_finite, named_after, phrase_end, phrase_start, subject_before,
};
use super::tokens::{Shape, Tokens};
use crate::text::span::Span;

/// A source tied to the content of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The source as the sentence mentions it.
    pub source: Mention,
    /// The words that tie; nothing for a name before a colon.
    pub cue: Option<Span>,
    /// What ties it.
    pub by: CueKind,
    /// Whether it stands in a clause that is not the sentence's main assertion.
    pub aside: bool,
}

/// What ties a source to the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// A reporting verb.
    Say,
    /// A presenting verb.
    Present,
    /// "According to", "per".
    Phrase,
    /// "Cited by": often only qualifies the source of another cue.
    By,
    /// "X's finding that".
    Noun,
    /// A name and a colon before the quotation.
    Colon,
}

/// The verbs that tie.
const VERBS: [Class; 5] = [Class::Say, Class::Present, Class::SayThat, Class::Publish, Class::RuleVerb];

/// The attributions of a sentence, in order.
pub fn attributions(tokens: &Tokens<'_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    if let Some(by_name) = before_colon(tokens) {
        found.push(by_name);
    }
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if token.quoted {
            index += 1;
            continue;
        }
        let phrase = [Class::Per, Class::By].into_iter().find_map(|class| {
            tokens.phrase_at(index, class).or_else(|| (token.is(class)).then_some(index)).map(|last| (class, last))
        });
        let attribution = match phrase {
            Some((class, last)) => after_phrase(tokens, index, last, class),
            None if is_verb(tokens, index) => at_verb(tokens, index, &found).or_else(|| at_noun(tokens, index)),
            None if token.classes.any(&[Class::CueNoun, Class::Work]) => at_noun(tokens, index),
            None if token.is_mark('(') => at_reference(tokens, index),
            None => None,
        };
        found.extend(attribution);
        if found.is_empty() && phrase.is_none() && is_unknown_verb(tokens, index) {
            found.extend(at_unknown_verb(tokens, index));
        }
        index = phrase.map_or(index, |(_, last)| last) + 1;
    }
    found
}

/// The attribution that says most of the sentence: the first of its main clause, else the first.
pub fn principal(attributions: &[Attribution]) -> Option<&Attribution> {
    let main = |attribution: &&Attribution| !attribution.aside && !attribution.source.own;
    let verb = |attribution: &&Attribution| main(attribution) && !matches!(attribution.by, CueKind::Noun | CueKind::By);
    attributions.iter().find(verb).or_else(|| attributions.iter().find(main)).or_else(|| attributions.first())
}

/// Whether token `index` is known as nothing and has the ending of an English verb.
fn is_unknown_verb(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.get(index).filter(|token| token.shape == Shape::Lower && index > 0) else { return false };
    let only = token.classes == Classes::default() || token.classes == Classes::of(Class::Past);
    let word = tokens.word(index);
    only && (word.ends_with('s') && !word.ends_with("ss") || word.ends_with("ed")) && word.len() > 3
}

/// A writing that opens the sentence speaks whatever its verb: "The memo puts it differently".
fn at_unknown_verb(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    // "The act passed" tells what happened to it.
    if tokens.is(verb, Class::Past) {
        return None;
    }
    let last = before_parenthesis(tokens, verb)?
        .checked_sub(1)
        .filter(|last| tokens.get(*last).is_some_and(|token| token.is(Class::Document) && token.is_word()))?;
    let first = phrase_start(tokens, last);
    // "Research groups make": the noun goes on.
    let noun =
        tokens.get(verb + 1).is_some_and(|next| next.classes.any(&[Class::Be, Class::Auxiliary, Class::Imperative]));
    if !opens_sentence(tokens, first) || noun {
        return None;
    }
    let source = mention(tokens, first, last, Tie::Weak).filter(|source| source.class == Some(Class::Document))?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Noun, aside: false })
}

/// Whether a reporting or presenting verb starts at `index`.
fn is_verb(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index).is_some_and(|token| token.classes.any(&VERBS))
        || VERBS.iter().any(|class| tokens.phrase_at(index, *class).is_some())
}

/// "Karpathy: “…”", also after a speaker's role in parentheses.
fn before_colon(tokens: &Tokens<'_>) -> Option<Attribution> {
    let colon = tokens.list.iter().take(10).position(|token| token.is_mark(':'))?;
    let quoted = tokens.get(colon + 1).is_some_and(|token| token.quoted);
    let last = colon.checked_sub(1)?;
    let verb = tokens
        .list
        .get(..colon)?
        .iter()
        .any(|token| token.classes.any(&[Class::Say, Class::Be, Class::Auxiliary, Class::Past]));
    if !quoted || verb || !is_name(tokens, last) {
        return None;
    }
    let source = mention(tokens, 0, last, Tie::Weak)?;
    Some(Attribution { source, cue: None, by: CueKind::Colon, aside: false })
}

/// "According to X", "per X", "cited by X".
fn after_phrase(tokens: &Tokens<'_>, first: usize, last: usize, class: Class) -> Option<Attribution> {
    let start = last + 1;
    let end = phrase_end(tokens, start)?;
    // The English "per" also divides ("per user"): it wants a source that can be one.
    let sure = class == Class::Per && !tokens.word(first).eq_ignore_ascii_case("per");
    let based = tokens.word(first).eq_ignore_ascii_case("based");
    let tie = match (sure, based) {
        (_, true) => Tie::Writing,
        (true, _) => Tie::Sure,
        (false, _) => Tie::Weak,
    };
    let source = mention(tokens, start, end, tie)?;
    // "Cited by 33% of those users": a share of a group is no source.
    if class == Class::By && (source.class == Some(Class::Group) || source.kind == MentionKind::Pronoun) {
        return None;
    }
    let cue = Some(tokens.span(first, last));
    let by = if class == Class::Per { CueKind::Phrase } else { CueKind::By };
    Some(Attribution { source, cue, by, aside: false })
}

/// How the verb `verb..=last` ties its subject to the content, if it does here.
fn ties(tokens: &Tokens<'_>, verb: usize, last: usize) -> Option<(Tie, CueKind)> {
    let is = |class| tokens.is(verb, class) || (last > verb && tokens.phrase_at(verb, class).is_some());
    if is(Class::Say) || is(Class::SayThat) && opens_content(tokens, verb, last + 1) {
        return Some((Tie::Strong, CueKind::Say));
    }
    if is(Class::Publish) && has_writing(tokens, last + 1) || is(Class::Present) {
        return Some((Tie::Weak, CueKind::Present));
    }
    is(Class::RuleVerb).then_some((Tie::Writing, CueKind::Present))
}

/// Whether what somebody says follows from token `from`: a clause, a colon or a quotation.
fn opens_content(tokens: &Tokens<'_>, verb: usize, from: usize) -> bool {
    let quoted_before = (1..=2).any(|back| verb.checked_sub(back).is_some_and(|at| tokens.is_quoted(at)));
    let ahead = tokens.list.get(from..(from + 7).min(tokens.list.len())).unwrap_or_default();
    let ahead = ahead.iter().enumerate().take_while(|(_, token)| !matches!(token.shape, Shape::Mark(';' | '.')));
    quoted_before
        || ahead.into_iter().any(|(at, token)| {
            (at < 4 && token.quoted)
                || token.is_mark(':')
                || (at < 6 && token.is(Class::Embedding) && token.shape == Shape::Lower)
                || (at < 4 && token.is(Class::Complementizer))
        })
}

/// Whether the object after token `from` is a writing: "released new data".
fn has_writing(tokens: &Tokens<'_>, from: usize) -> bool {
    let ahead = tokens.list.get(from..(from + 10).min(tokens.list.len())).unwrap_or_default();
    ahead
        .iter()
        .enumerate()
        .take_while(|(at, token)| {
            !matches!(token.shape, Shape::Mark(',' | ';' | '.' | ':'))
                && !tokens.is(from + at, Class::Relative)
                && !matches!(tokens.word(from + at), "in" | "for" | "to" | "with" | "on")
        })
        .any(|(_, token)| token.is(Class::Document) && !token.is(Class::LawText))
}

/// A reporting or presenting verb with its subject before or after it.
fn at_verb(tokens: &Tokens<'_>, verb: usize, earlier: &[Attribution]) -> Option<Attribution> {
    let token = tokens.get(verb)?;
    if token.is_capital() && !opens_sentence(tokens, verb) && !tokens.vocabulary.capital_nouns()
        || token.shape == Shape::Acronym
    {
        return None;
    }
    let phrase = VERBS.iter().find_map(|class| tokens.phrase_at(verb, *class));
    let (tie, by) = ties(tokens, verb, phrase.unwrap_or(verb))?;
    // "Vendors claim" is a source's word, "users expect" the author's view of them.
    let thought = token.classes.any(&[Class::Opinion, Class::Foresee]);
    let tie = if tie == Tie::Strong && token.is(Class::Say) && !thought { Tie::Speech } else { tie };
    let say = by == CueKind::Say;
    let cue = Some(tokens.span(verb, phrase.unwrap_or(verb)));
    // "The last thing Obama wanted was": the verb only qualifies.
    let after = phrase.unwrap_or(verb) + 1;
    let qualifies = tokens.is(after, Class::Be) && tokens.word(after + 1) != "that";
    if reads_as_noun(tokens, verb) || qualifies {
        return None;
    }
    match subject_before(tokens, verb, tie) {
        // "It signals that": the author's reading of a thing.
        Subject::Found(found)
            if found.source.class == Some(Class::ThingPronoun) && !tokens.is(verb, Class::Say) && phrase.is_none() =>
        {
            return None;
        }
        Subject::Found(found) => {
            let aside = is_aside(tokens, found.first) || found.relative;
            return Some(Attribution { source: found.source, cue, by, aside });
        }
        Subject::Shared => {
            let before = earlier.last()?;
            return (before.by == CueKind::Say || before.by == CueKind::Present).then_some(Attribution {
                cue,
                by,
                ..*before
            });
        }
        Subject::None => {}
    }
    if !say || tokens.is(verb, Class::Participle) || !may_invert(tokens, verb) {
        return None;
    }
    let start = (verb + 1..verb + 6)
        .find(|at| !tokens.is(*at, Class::Adverb) && !tokens.is_mark(*at, '-') && tokens.word(*at) != "t")?;
    let Some(end) = inverted_end(tokens, start) else { return unspoken(tokens, verb, by, cue) };
    let source = mention(tokens, start, end, tie)?;
    // "Said the mayor, Jane Doe": the name follows its role.
    let source = match named_after(tokens, end + 1)
        .filter(|_| source.kind != MentionKind::Named && source.kind != MentionKind::Pronoun)
    {
        Some((first, last)) => mention(tokens, first, last, tie)?,
        None => source,
    };
    Some(Attribution { source, cue, by, aside: false })
}

/// A Spanish verb that ends its sentence after a quotation carries its subject: "«…», explica."
fn unspoken(tokens: &Tokens<'_>, verb: usize, by: CueKind, cue: Option<Span>) -> Option<Attribution> {
    let spanish = tokens.vocabulary.romance() && verb >= 2;
    let last = tokens.list.get(verb + 1..)?.iter().all(|token| matches!(token.shape, Shape::Mark(_)));
    let source =
        Mention { span: cue?, name: cue?, kind: MentionKind::Pronoun, class: Some(Class::PersonPronoun), own: false };
    (spanish && last).then_some(Attribution { source, cue, by, aside: false })
}

/// Whether the word before a verb says that it is a noun here: "the report", "its claims".
fn reads_as_noun(tokens: &Tokens<'_>, verb: usize) -> bool {
    let Some(before) = verb.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    let token = tokens.get(verb).map(|token| token.classes).unwrap_or_default();
    let noun = token.any(&[Class::Document, Class::CueNoun, Class::People, Class::Magnitude]);
    let pronoun = before.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader])
        || before.classes.any(&[Class::People, Class::Group]) && before.span.of(tokens.text).ends_with('s');
    let next_verb = is_finite(tokens, verb + 1)
        || tokens.get(verb + 1).is_some_and(|token| token.classes.any(&[Class::Be, Class::Auxiliary]));
    if before.shape == Shape::Possessive || before.shape == Shape::Number {
        return true;
    }
    if before.is(Class::Determiner) && !pronoun && !before.is(Class::Adverb) && !before.is(Class::Demonstrative) {
        return true;
    }
    if before.is(Class::Preposition) && !before.is(Class::Adverb) && !before.is(Class::Conjunction) {
        return true;
    }
    // "The report says": a noun that could be a verb, with a verb after it.
    let bare = !tokens.word(verb).ends_with("ed") && !tokens.word(verb).ends_with('s');
    noun && !pronoun && (next_verb || (bare && !before.span.of(tokens.text).ends_with('s')))
}

/// Whether the subject may stand after the verb: after a quotation, after a comma, or in a German
/// main clause that something else opens.
fn may_invert(tokens: &Tokens<'_>, verb: usize) -> bool {
    let german = tokens.vocabulary.capital_nouns();
    // "A déclaré Jeanne", "hat erklärt"; in English ", has said Jane" is none.
    let helped = german || tokens.vocabulary.romance();
    let mut at = verb;
    while let Some(before) = at
        .checked_sub(1)
        .filter(|before| helped && tokens.get(*before).is_some_and(|token| token.is(Class::Auxiliary) && !token.quoted))
    {
        at = before;
    }
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    let after_comma = before.is_mark(',') || before.quoted || before.is_mark('—') || before.is_mark('–');
    after_comma || tokens.vocabulary.capital_nouns()
}

/// "X's finding that", "X's video (#12) shows": a thought or work with its maker before it.
fn at_noun(tokens: &Tokens<'_>, noun: usize) -> Option<Attribution> {
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
            || tokens.is_quoted(after));
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

/// The first token after the parenthesis that opens at `at`, if one does.
fn after_parenthesis(tokens: &Tokens<'_>, at: usize) -> usize {
    if !tokens.is_mark(at, '(') {
        return at;
    }
    let reach = tokens.list.get(at..(at + 12).min(tokens.list.len())).unwrap_or_default();
    reach.iter().position(|token| token.is_mark(')')).map_or(at, |close| at + close + 1)
}

/// Whether a finite verb of any kind but "is" stands at token `at`, adverbs passed over.
fn speaks(tokens: &Tokens<'_>, at: usize) -> bool {
    let verb = (at..at + 4).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(at);
    tokens.get(verb).is_some_and(|token| {
        !token.classes.any(&[Class::Be, Class::Auxiliary])
            && (token.classes.any(&VERBS) || is_unknown_verb(tokens, verb))
    })
}

/// "Jeremy Howard (#226) distinguishes": a name with the number of a source after it speaks,
/// whatever its verb in the present.
fn at_reference(tokens: &Tokens<'_>, open: usize) -> Option<Attribution> {
    let last = open.checked_sub(1).filter(|last| is_name(tokens, *last))?;
    let number = if tokens.is_mark(open + 1, '#') { open + 2 } else { open + 1 };
    let numbered = tokens.get(number).is_some_and(|token| token.shape == Shape::Number)
        && (number == open + 2 || tokens.word(number).starts_with('0'));
    let verb = after_parenthesis(tokens, open);
    let verb = (verb..verb + 3).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(verb);
    let present = tokens.word(verb).ends_with('s') && is_unknown_verb(tokens, verb);
    let first = phrase_start(tokens, last);
    if !(numbered && present && opens_sentence(tokens, first)) {
        return None;
    }
    let source = mention(tokens, first, last, Tie::Weak)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Present, aside: false })
}

/// Whether the clause that starts at token `first` only frames the main one: "While X says …".
fn is_aside(tokens: &Tokens<'_>, first: usize) -> bool {
    let before = first.checked_sub(1).map_or(first, |before| before);
    [before, first].into_iter().any(|at| tokens.is(at, Class::Subordinator) && opens_sentence(tokens, at))
}

/// Whether a mention needs an earlier sentence to say whom it means.
pub fn needs_antecedent(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Pronoun | MentionKind::Definite) && !mention.own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;
    use crate::reading::quotations::quotations;

    fn found(language: &str, text: &str) -> Option<(String, String)> {
        let lexicon = Lexicon::default();
        let quotes: Vec<_> = quotations(text, Span::whole(text)).into_iter().map(|quoted| quoted.span).collect();
        let tokens = Tokens::of(text, Span::whole(text), &quotes, lexicon.vocabulary(language));
        let all = attributions(&tokens);
        let principal = principal(&all).filter(|found| !found.source.own)?;
        Some((principal.source.span.of(text).to_owned(), principal.cue.map_or("", |cue| cue.of(text)).to_owned()))
    }

    #[test]
    fn sources_and_their_cues() {
        for (text, source, cue) in [
            ("Three independent sources confirmed the move on May 19th.", "Three independent sources", "confirmed"),
            ("Pretraining lead Nicholas Joseph framed it: \"So.\"", "Pretraining lead Nicholas Joseph", "framed"),
            ("In his announcement tweet he called the timing deliberate: \"the next few years\"", "he", "called"),
            (
                "RAMP's business-spending index shows Anthropic overtaking OpenAI.",
                "RAMP's business-spending index",
                "shows",
            ),
            ("The company simultaneously announced a midmarket JV.", "company", "announced"),
            ("He remains \"passionate about education,\" per his own tweet.", "his own tweet", "per"),
            ("The IBM CEO study cited by Herk shows a delta.", "IBM CEO study cited by Herk", "shows"),
            ("Gary Marcus (#096), interviewed by Steve Eisman, provides the framework.", "Gary Marcus", "provides"),
            ("Gary Marcus and Steve Eisman lay out the case.", "Gary Marcus and Steve Eisman", "lay out"),
            ("In response to the attack, Anthropic says that they'll strengthen it.", "Anthropic", "says"),
            (
                "According to a new report from the Pew Research Center, users rise.",
                "new report from the Pew Research Center",
                "According to",
            ),
            ("\"It is over,\" said Jane Doe of Acme.", "Jane Doe of Acme", "said"),
            ("Altman told Reuters that it is so.", "Altman", "told"),
            ("About 62% of respondents say they use it.", "62% of respondents", "say"),
            ("Pew provided examples and noted that users turn to mobile.", "Pew", "provided"),
            ("Karpathy: \"We will see.\"", "Karpathy", ""),
        ] {
            assert_eq!(found("en", text), Some((source.to_owned(), cue.to_owned())), "{text}");
        }
    }

    #[test]
    fn no_source() {
        for text in [
            "The figure shows that we were right.",
            "This shows that it works.",
            "You might think the solution is obvious.",
            "Agents need reports and claims to work.",
            "It was reported widely.",
            "The only way to know is to test.",
        ] {
            assert_eq!(found("en", text), None, "{text}");
        }
    }
}
