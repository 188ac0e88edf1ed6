//! Who says it: a source and the words that tie the content to it, in any order.

use super::lexicon::{Class, Classes};
use super::names::{Mention, MentionKind, Tie, is_name, mention, name_end, opens_sentence};
use super::tokens::{Shape, Token, Tokens};
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

/// Tokens that may stand between a source and its verb, or make up a noun phrase.
const REACH: usize = 24;

/// The verbs that tie.
const VERBS: [Class; 2] = [Class::Say, Class::Present];

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
            None if is_verb(tokens, index) => at_verb(tokens, index, &found),
            None if token.is(Class::CueNoun) => at_noun(tokens, index),
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
    let last = verb
        .checked_sub(1)
        .filter(|last| tokens.get(*last).is_some_and(|token| token.is(Class::Document) && token.is_word()))?;
    let first = phrase_start(tokens, last);
    if !opens_sentence(tokens, first) {
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
    let tie = if sure { Tie::Sure } else { Tie::Weak };
    let source = mention(tokens, start, end, tie)?;
    let cue = Some(tokens.span(first, last));
    let by = if class == Class::Per { CueKind::Phrase } else { CueKind::By };
    Some(Attribution { source, cue, by, aside: false })
}

/// The last token of the noun phrase that starts at `start`.
fn phrase_end(tokens: &Tokens<'_>, start: usize) -> Option<usize> {
    let mut end = None;
    for at in start..(start + REACH).min(tokens.list.len()) {
        let Some(token) = tokens.get(at) else { break };
        let name = is_name(tokens, at) && !token.quoted;
        let joins = tokens.word(at).eq_ignore_ascii_case("and") && is_name(tokens, at + 1);
        // After a German noun, what is neither capital nor article nor preposition is the verb.
        let german = tokens.vocabulary.capital_nouns() && token.shape == Shape::Lower && at > start;
        if german
            && !token.classes.any(&[Class::Determiner, Class::Preposition])
            && tokens.get(at - 1).is_some_and(Token::is_capital)
        {
            break;
        }
        if !name
            && !joins
            && (ends_phrase(token)
                || (at > start
                    && (token.classes.any(&[Class::Conjunction, Class::Be, Class::Auxiliary])
                        || is_finite(tokens, at))))
        {
            break;
        }
        end = Some(at);
    }
    end
}

/// Marks that end a noun phrase.
fn ends_phrase(token: Token) -> bool {
    match token.shape {
        Shape::Mark(c) => !matches!(c, '&' | '\'' | '’' | '%'),
        _ => token.quoted,
    }
}

/// Whether token `at` can only be a verb here.
fn is_finite(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let noun = token.classes.any(&[Class::Document, Class::People, Class::Group, Class::Organisation, Class::CueNoun]);
    let tied = tokens.phrase_at(at, Class::By).is_some();
    token.classes.any(&[Class::Say, Class::Present, Class::Past]) && !noun && !tied && !token.is_capital()
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
    let say = token.is(Class::Say) || tokens.phrase_at(verb, Class::Say).is_some();
    let tie = if say { Tie::Strong } else { Tie::Weak };
    let cue = Some(tokens.span(verb, phrase.unwrap_or(verb)));
    let by = if say { CueKind::Say } else { CueKind::Present };
    if reads_as_noun(tokens, verb) {
        return None;
    }
    match subject_before(tokens, verb, tie) {
        Subject::Found(source, first) => {
            return Some(Attribution { source, cue, by, aside: is_aside(tokens, first) });
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
    if !say || !may_invert(tokens, verb) {
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

/// The last token of a subject that stands after its verb: the first name in it, else all of it.
fn inverted_end(tokens: &Tokens<'_>, start: usize) -> Option<usize> {
    let end = phrase_end(tokens, start)?;
    if tokens.get(start)?.classes.any(&[Class::PersonPronoun, Class::ThingPronoun])
        && !tokens.is(start, Class::Determiner)
    {
        return Some(start);
    }
    let name = (start..=end).find(|at| is_name(tokens, *at));
    Some(name.map_or(end, |name| name_end(tokens, name)))
}

/// The name that stands after the comma at token `comma`.
fn named_after(tokens: &Tokens<'_>, comma: usize) -> Option<(usize, usize)> {
    let name = tokens.is_mark(comma, ',') && is_name(tokens, comma + 1);
    name.then(|| (comma + 1, name_end(tokens, comma + 1)))
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

/// What stands before a verb.
enum Subject {
    /// A source, and the first token of its clause.
    Found(Mention, usize),
    /// The subject of the verb before: "… and noted".
    Shared,
    /// Nothing that can speak.
    None,
}

fn subject_before(tokens: &Tokens<'_>, verb: usize, tie: Tie) -> Subject {
    let ing = tokens.word(verb).ends_with("ing");
    let mut at = verb;
    let mut passive = false;
    let mut progressive = false;
    let mut modal = false;
    while let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) {
        let helper = before.is(Class::Auxiliary) || before.is(Class::Be);
        if !(helper || before.is(Class::Adverb) && !before.is(Class::Conjunction) && before.shape == Shape::Lower)
            || verb - at > 6
        {
            break;
        }
        passive |= before.is(Class::Be) && !ing;
        progressive |= before.is(Class::Be);
        modal |= before.classes.any(&[Class::Must, Class::Possible, Class::Conditional]) && !before.is(Class::Perfect);
        at -= 1;
    }
    if passive || modal || (ing && !progressive) {
        return Subject::None;
    }
    if at.checked_sub(1).is_some_and(|before| matches!(tokens.word(before), "who" | "which" | "that")) {
        at -= 1;
        if at.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ',')) {
            at -= 1;
        }
    }
    let Some(at) = before_parenthesis(tokens, at) else { return Subject::None };
    if let found @ Subject::Found(..) = verb_last(tokens, verb, tie) {
        return found;
    }
    let Some(last) = at.checked_sub(1) else { return Subject::None };
    let Some(end) = tokens.get(last) else { return Subject::None };
    if let Shape::Mark(mark @ (',' | '—' | '–')) = end.shape {
        return over_insertion(tokens, last, mark, tie);
    }
    if end.is(Class::Conjunction)
        && matches!(tokens.word(last), "and" | "but" | "or" | "und" | "aber" | "et" | "mais" | "y" | "e" | "pero")
    {
        return Subject::Shared;
    }
    if matches!(end.shape, Shape::Mark(_)) || end.quoted {
        return Subject::None;
    }
    let first = phrase_start(tokens, last);
    let (first, last) = nearest(tokens, first, last);
    match mention(tokens, first, last, tie) {
        Some(source) => Subject::Found(source, first),
        None => Subject::None,
    }
}

/// `end`, or where the parenthesis opens that closes just before it.
fn before_parenthesis(tokens: &Tokens<'_>, end: usize) -> Option<usize> {
    if !end.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ')')) {
        return Some(end);
    }
    let from = end.saturating_sub(REACH);
    tokens.list.get(from..end)?.iter().rposition(|token| token.is_mark('(')).map(|open| from + open)
}

/// The subject before an insertion between two commas or dashes, which ends at token `close`.
fn over_insertion(tokens: &Tokens<'_>, close: usize, mark: char, tie: Tie) -> Subject {
    let from = close.saturating_sub(REACH);
    let open = tokens.list.get(from..close).and_then(|list| list.iter().rposition(|token| token.is_mark(mark)));
    let before = open.and_then(|open| before_parenthesis(tokens, from + open));
    let Some(last) = before.and_then(|before| before.checked_sub(1)) else { return Subject::None };
    if tokens.get(last).is_none_or(|token| matches!(token.shape, Shape::Mark(_)) || token.quoted) {
        return Subject::None;
    }
    let first = phrase_start(tokens, last);
    let opened = open.map_or(close, |open| from + open);
    let apposed = named_after(tokens, opened).filter(|(_, end)| end + 1 == close && !is_name(tokens, last));
    if let Some(source) = apposed.and_then(|(name, end)| mention(tokens, name, end, tie)) {
        return Subject::Found(source, first);
    }
    match mention(tokens, first, last, tie) {
        // An insertion opens like one: "X, interviewed by Y," but not "In 2024, X, Y and Z".
        Some(source) if tokens.is(last, Class::Time) => {
            let _ = source;
            Subject::None
        }
        Some(source) => Subject::Found(source, first),
        None => Subject::None,
    }
}

/// The first token of the noun phrase that ends at `last`.
fn phrase_start(tokens: &Tokens<'_>, last: usize) -> usize {
    let mut first = last;
    while let Some(before) = first.checked_sub(1) {
        let Some(token) = tokens.get(before) else { break };
        let name = is_name(tokens, before) && !token.quoted;
        let joins = matches!(tokens.word(before), "and" | "und" | "et" | "y" | "&")
            && (is_name(tokens, first) || is_speaker(tokens, first))
            && before.checked_sub(1).is_some_and(|at| is_name(tokens, at) || is_speaker(tokens, at));
        let stop = ends_phrase(token)
            || token.is(Class::Conjunction) && !token.is(Class::Preposition)
            || is_finite(tokens, before)
            || token.classes.any(&[Class::Be, Class::Auxiliary, Class::Reader]) && !token.is(Class::Determiner);
        if last - before > REACH || (stop && !name && !joins) {
            break;
        }
        first = before;
    }
    first
}

fn is_speaker(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.classes.any(&[Class::People, Class::Group, Class::Organisation]))
}

/// The part of `first..=last` next to the verb: a pronoun stands alone, and what opens with a
/// preposition ("In his tweet he") lies before the subject.
fn nearest(tokens: &Tokens<'_>, first: usize, last: usize) -> (usize, usize) {
    let Some(end) = tokens.get(last) else { return (first, last) };
    if end.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader]) {
        return (last, last);
    }
    let leading = tokens.get(first).is_some_and(|token| token.is(Class::Preposition) && !is_name(tokens, first));
    if !leading {
        return (first, last);
    }
    let mut from = last;
    while let Some(before) = from.checked_sub(1).filter(|before| *before > first) {
        let Some(token) = tokens.get(before) else { break };
        if token.is(Class::Preposition) && !is_name(tokens, before)
            || (is_name(tokens, last) && !is_name(tokens, before))
        {
            break;
        }
        from = before;
    }
    (from, last)
}

/// German puts the participle last: "OpenAI hat am Dienstag angekündigt", "Am Dienstag hat OpenAI …".
fn verb_last(tokens: &Tokens<'_>, verb: usize, tie: Tie) -> Subject {
    if !tokens.vocabulary.capital_nouns() {
        return Subject::None;
    }
    let from = verb.saturating_sub(REACH);
    let Some(clause) = tokens.list.get(from..verb) else { return Subject::None };
    let Some(helper) = clause.iter().rposition(|token| token.is(Class::Perfect)).map(|at| from + at) else {
        return Subject::None;
    };
    if let Some(last) = helper
        .checked_sub(1)
        .filter(|last| tokens.get(*last).is_some_and(|token| !matches!(token.shape, Shape::Mark(_))))
    {
        let first = phrase_start(tokens, last);
        let leading = tokens.is(first, Class::Preposition);
        if let Some(source) = mention(tokens, first, last, tie).filter(|_| !leading) {
            return Subject::Found(source, first);
        }
    }
    let end = (helper + 1..verb)
        .take_while(|at| !tokens.is(*at, Class::Preposition) && !tokens.is(*at, Class::Adverb))
        .last();
    match end.and_then(|end| mention(tokens, helper + 1, end, tie)) {
        Some(source) => Subject::Found(source, helper),
        None => Subject::None,
    }
}

/// Whether the subject may stand after the verb: after a quotation, after a comma, or in a German
/// main clause that something else opens.
fn may_invert(tokens: &Tokens<'_>, verb: usize) -> bool {
    let mut at = verb;
    while let Some(before) = at
        .checked_sub(1)
        .filter(|before| tokens.get(*before).is_some_and(|token| token.is(Class::Auxiliary) && !token.quoted))
    {
        at = before;
    }
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    let after_comma = before.is_mark(',') || before.quoted || before.is_mark('—') || before.is_mark('–');
    after_comma || tokens.vocabulary.capital_nouns()
}

/// "X's finding that", "the claim by X that": the source before the noun.
fn at_noun(tokens: &Tokens<'_>, noun: usize) -> Option<Attribution> {
    let follows = matches!(tokens.word(noun + 1), "that" | "of" | "dass" | "que" | "," | ":")
        || tokens.get(noun + 1).is_some_and(|token| token.quoted);
    if !follows {
        return None;
    }
    let from = noun.saturating_sub(5);
    let possessive = tokens.list.get(from..noun)?.iter().rposition(|token| token.shape == Shape::Possessive)? + from;
    let last = possessive.checked_sub(1).filter(|last| is_name(tokens, *last))?;
    let mut first = last;
    while let Some(before) = first.checked_sub(1).filter(|before| is_name(tokens, *before)) {
        first = before;
    }
    let source = mention(tokens, first, last, Tie::Strong)?;
    Some(Attribution { source, cue: Some(tokens.span(noun, noun)), by: CueKind::Noun, aside: false })
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
