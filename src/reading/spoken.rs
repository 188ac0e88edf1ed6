//! Who speaks where no reporting verb says so: before a colon, beside a quotation, "in her view",
//! "made the argument", by the number of a source.

use super::attribution::{Attribution, CueKind};
use super::figures::is_year;
use super::lexicon::Class;
use super::names::{Mention, MentionKind, Tie, is_name, mention, name_end, opens_sentence};
use super::phrase::{phrase_end, phrase_start};
use super::subject::{Subject, subject_before, time_before};
use super::tokens::{Shape, Tokens};
use super::works::is_unknown_verb;

/// "Karpathy: “…”", also after a speaker's role in parentheses.
pub fn before_colon(tokens: &Tokens<'_>) -> Option<Attribution> {
    let colon = tokens.list.iter().take(10).position(|token| token.is_mark(':'))?;
    let quoted = tokens.get(colon + 1).is_some_and(|token| token.quoted);
    let last = colon.checked_sub(1)?;
    // "[patterns] Acme Labs: prices are falling": the headline of an item names its source.
    if let Some(first) = after_label(tokens).filter(|first| (*first..=last).all(|at| is_name(tokens, at))) {
        let source = mention(tokens, first, last, Tie::Weak)?;
        return Some(Attribution { source, cue: None, by: CueKind::Colon, aside: false });
    }
    let verb = tokens
        .list
        .get(..colon)?
        .iter()
        .any(|token| token.classes.any(&[Class::Say, Class::Be, Class::Auxiliary, Class::Past]));
    if !quoted || verb || !is_name(tokens, last) {
        return None;
    }
    // "So Müller: „…“".
    let first = usize::from(last > 0 && tokens.vocabulary.capital_nouns() && tokens.is(0, Class::Demonstrative));
    let source = mention(tokens, first, last, Tie::Weak)?;
    Some(Attribution { source, cue: None, by: CueKind::Colon, aside: false })
}

/// "The full text of the policy is:": a writing whose words follow.
pub fn worded_as(tokens: &Tokens<'_>) -> Option<Attribution> {
    let colon = tokens.list.len().checked_sub(1).filter(|last| tokens.is_mark(*last, ':'))?;
    let verb = colon.checked_sub(1).filter(|verb| tokens.is(*verb, Class::Be))?;
    let first = tokens.list.iter().position(|token| token.is_word())?;
    let last = phrase_end(tokens, first).filter(|last| last + 1 == verb)?;
    let of = (first..last).rev().find(|at| tokens.word(*at) == "of").map_or(first, |of| of + 1);
    let source = mention(tokens, of, last, Tie::Writing)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Say, aside: false })
}

/// The first token after a label in brackets that opens a line.
fn after_label(tokens: &Tokens<'_>) -> Option<usize> {
    let opens = tokens.list.first().is_some_and(|token| token.is_mark('['));
    let close = tokens.list.iter().take(6).position(|token| token.is_mark(']')).filter(|_| opens)?;
    Some(close + 1)
}

/// Who speaks beside a quotation, whatever the verb: "“…,” Doe laughs", "Doe shrugs: “…”".
pub fn beside_quotation(tokens: &Tokens<'_>) -> Option<Attribution> {
    let before = || {
        let colon = tokens.list.iter().position(|token| token.is_mark(':') && !token.quoted)?;
        let (first, last) = opening_subject(tokens).filter(|_| tokens.is_quoted(colon + 1))?;
        (last < colon && is_free_verb(tokens, last + 1)).then_some((first, last, last + 1))
    };
    let after = || {
        let close = (1..tokens.list.len()).find(|at| tokens.is_quoted(at - 1) && !tokens.is_quoted(*at))?;
        let at = close + usize::from(tokens.is_mark(close, ','));
        let (first, last) = subject_at(tokens, at)?;
        (is_free_verb(tokens, last + 1) && ends_clause(tokens, last + 2)).then_some((first, last, last + 1))
    };
    let (first, last, verb) = before().or_else(after)?;
    let source = mention(tokens, first, last, Tie::Speech)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Say, aside: false })
}

/// Whether token `at` is a verb of which the lists know nothing more.
fn is_free_verb(tokens: &Tokens<'_>, at: usize) -> bool {
    is_unknown_verb(tokens, at)
        || tokens.get(at).is_some_and(|token| {
            token.classes.any(&[Class::Past, Class::SayThat, Class::Imperative])
                && token.shape == Shape::Lower
                && !token.classes.any(&[Class::Be, Class::Auxiliary])
        })
}

/// Whether nothing but what qualifies it follows a verb from token `at` on.
fn ends_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_none_or(|token| {
        matches!(token.shape, Shape::Mark(_)) || token.classes.any(&[Class::Adverb, Class::Preposition])
    })
}

/// The name or pronoun that opens a sentence, by its first and last tokens.
pub fn opening_subject(tokens: &Tokens<'_>) -> Option<(usize, usize)> {
    let first = tokens.list.iter().position(|token| token.is_word() && !token.is(Class::Conjunction))?;
    // "Together, these actions": an adverb.
    let led = |at: usize| {
        tokens.is_mark(at, ',')
            && tokens.get(at + 1).is_some_and(|next| next.classes.any(&[Class::Determiner, Class::PersonPronoun]))
            && !tokens.is(at + 1, Class::Relative)
    };
    subject_at(tokens, first)
        .filter(|_| opens_sentence(tokens, first) || first == 1)
        .filter(|(first, last)| first < last || !led(last + 1))
}

/// The noun phrase that opens a sentence, by its first and last tokens; when something happened is no
/// part of it.
pub fn opening_phrase(tokens: &Tokens<'_>) -> Option<(usize, usize)> {
    opening_subject(tokens).or_else(|| {
        let first = tokens.list.iter().position(|token| token.is_word() && !token.is(Class::Conjunction))?;
        let leading = tokens.get(first)?.classes.any(&[Class::Preposition, Class::Subordinator, Class::Adverb]);
        let reach = phrase_end(tokens, first).filter(|_| !leading && !tokens.is_quoted(first))?;
        let mut end = (first..=reach).take_while(|at| !tokens.is(*at, Class::Past)).last()?;
        while let Some(time) = time_before(tokens, end + 1).filter(|time| *time > first) {
            end = time - 1;
        }
        Some((first, end))
    })
}

/// The name or pronoun at token `at`.
fn subject_at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let token = tokens.get(at).filter(|token| !token.quoted)?;
    if token.is(Class::PersonPronoun) && !token.is(Class::Determiner) {
        return Some((at, at));
    }
    is_name(tokens, at).then(|| (at, name_end(tokens, at)))
}

/// Whether the verb at token `verb` reports with a particle at the end of its clause or before a figure: "geben nur
/// neun Prozent an", "puts the rise at 9 percent".
pub fn is_parted(tokens: &Tokens<'_>, verb: usize) -> bool {
    let mut clause = (verb + 1..verb + 16).take_while(|at| {
        tokens.get(*at).is_some_and(|token| !matches!(token.shape, Shape::Mark(',' | '.' | ':' | ';')))
    });
    let figure = |at: usize| tokens.get(at).is_some_and(|token| token.shape == Shape::Number);
    let counts = |at: usize| figure(at) || figure(at + 1) && !tokens.is(at, Class::Determiner);
    let particle = |at: usize| tokens.is(at, Class::Particle);
    tokens.is(verb, Class::Parted)
        && if tokens.vocabulary.is_english() {
            clause.any(|at| at > verb + 1 && particle(at) && counts(at + 1))
        } else {
            clause.last().is_some_and(particle)
        }
}

/// "In her view", "by Ricci's account": how somebody sees what the sentence says.
pub fn in_view(tokens: &Tokens<'_>, noun: usize) -> Option<Attribution> {
    if !tokens.get(noun).is_some_and(|token| token.is(Class::ViewNoun) && token.shape == Shape::Lower) {
        return None;
    }
    // "In her own words".
    let adjective = noun.checked_sub(1).is_some_and(|at| {
        tokens.get(at).is_some_and(|token| token.shape == Shape::Lower && !token.is(Class::Possessive))
    });
    let owner = noun.checked_sub(if adjective { 2 } else { 1 })?;
    let named = tokens.get(owner)?.shape == Shape::Possessive;
    let last = if named { owner.checked_sub(1)? } else { owner };
    if !named && !tokens.is(owner, Class::Possessive) {
        return None;
    }
    let first = if named { phrase_start(tokens, last) } else { last };
    // A phrase that ends in a name starts with the preposition itself: "by Ricci's account".
    let inside = tokens.is(first, Class::Preposition) && first < last;
    let governed = inside || first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Preposition));
    if !governed {
        return None;
    }
    let first = first + usize::from(inside);
    let source = mention(tokens, first, if named { last } else { noun }, Tie::Sure)?;
    Some(Attribution { source, cue: Some(tokens.span(noun, noun)), by: CueKind::Phrase, aside: false })
}

/// "Kessler zufolge": a source with the word that ties it after it.
pub fn before_postposition(tokens: &Tokens<'_>, at: usize) -> Option<Attribution> {
    let last =
        at.checked_sub(1).filter(|last| tokens.get(*last).is_some_and(|token| token.is_word() && !token.quoted))?;
    let source = mention(tokens, phrase_start(tokens, last), last, Tie::Sure)?;
    Some(Attribution { source, cue: Some(tokens.span(at, at)), by: CueKind::Phrase, aside: false })
}

/// "Pour Karim Belhaj, « … »": a name that opens a sentence with a quotation, as its point of view.
pub fn from_viewpoint(tokens: &Tokens<'_>, at: usize) -> Option<Attribution> {
    let name = (at + 1..at + 8).take_while(|next| !tokens.is_mark(*next, ',')).find(|next| is_name(tokens, *next));
    // "Pour l'économiste Thomas Piketty, …": people with their office need no quotation marks.
    let people = name.is_some_and(|name| (at + 1..name).any(|at| tokens.is(at, Class::People)));
    let opens = opens_sentence(tokens, at) && (people || tokens.list.iter().any(|token| token.quoted));
    let name = name.filter(|name| opens && !tokens.is_quoted(*name))?;
    let source = mention(tokens, at + 1, name_end(tokens, name), Tie::Strong)?;
    Some(Attribution { source, cue: Some(tokens.span(at, at)), by: CueKind::Phrase, aside: false })
}

/// "Gerard makes a subtler point", "both came to the same conclusion": a verb that says little with
/// a noun of speech as its object.
pub fn at_light_verb(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    if !tokens.get(verb).is_some_and(|token| token.is(Class::LightVerb) && token.shape == Shape::Lower) {
        return None;
    }
    let object = tokens.list.get(verb + 1..(verb + 7).min(tokens.list.len()))?;
    let object = object
        .iter()
        .take_while(|token| token.is_word() || token.shape == Shape::Possessive)
        .any(|token| token.is(Class::SpeechNoun));
    if !object {
        return before_light_verb(tokens, verb);
    }
    match subject_before(tokens, verb, Tie::Strong) {
        Subject::Found(found) if found.source.class != Some(Class::ThingPronoun) => Some(Attribution {
            source: found.source,
            cue: Some(tokens.span(verb, verb)),
            by: CueKind::Present,
            aside: found.relative,
        }),
        _ => None,
    }
}

/// "The distinction Jane Doe draws — “…”": what somebody says, before who says it, with the words behind the verb.
fn before_light_verb(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    let last = verb.checked_sub(1).filter(|last| is_name(tokens, *last))?;
    let first = (last.saturating_sub(4)..=last).rev().take_while(|at| is_name(tokens, *at)).last()?;
    let said = first.checked_sub(1).is_some_and(|noun| tokens.is(noun, Class::SpeechNoun));
    let after = tokens.get(verb + 1);
    let words = after.is_some_and(|next| next.quoted || matches!(next.shape, Shape::Mark(':' | '—' | '–')));
    let source = mention(tokens, first, last, Tie::Strong).filter(|_| said && words)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Present, aside: false })
}

/// "Jeremy Howard (#226) distinguishes": a name with the number of a source after it speaks,
/// whatever its verb in the present.
pub fn at_reference(tokens: &Tokens<'_>, open: usize) -> Option<Attribution> {
    let last = open.checked_sub(1).filter(|last| is_name(tokens, *last))?;
    let number = if tokens.is_mark(open + 1, '#') { open + 2 } else { open + 1 };
    let numbered = tokens.get(number).is_some_and(|token| token.shape == Shape::Number)
        && (number == open + 2 || tokens.word(number).starts_with('0'));
    let verb = after_parenthesis(tokens, open);
    let verb = (verb..verb + 3).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(verb);
    let present = tokens.word(verb).ends_with('s') && is_unknown_verb(tokens, verb) && !tokens.is(verb, Class::Deed);
    let first = phrase_start(tokens, last);
    if !(numbered && present && opens_sentence(tokens, first)) {
        return None;
    }
    let source = mention(tokens, first, last, Tie::Weak)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Present, aside: false })
}

/// "It cost one cent a share (Reuters).": a name alone in brackets at the end of a sentence that counts something.
pub fn in_brackets(tokens: &Tokens<'_>) -> Option<Attribution> {
    let close = tokens.list.iter().rposition(|token| !matches!(token.shape, Shape::Mark('.')))?;
    let open = (close.saturating_sub(6)..close).rev().find(|at| tokens.is_mark(*at, '('))?;
    let (first, last) = (open + 1, close.checked_sub(1)?);
    // "Retrieval-augmented generation (RAG)", "the Federal Trade Commission (FTC)": what stands before it, shortened.
    let full = tokens.get(first).is_some_and(|token| token.shape == Shape::Capital);
    let apart = open.checked_sub(1).is_some_and(|before| !is_name(tokens, before) && !tokens.is_quoted(before));
    let named = tokens.is_mark(close, ')') && (first..=last).all(|at| is_name(tokens, at)) && full && apart;
    let source = mention(tokens, first, last, Tie::Sure).filter(|_| named && tokens.numbers)?;
    Some(Attribution { source, cue: None, by: CueKind::Phrase, aside: false })
}

/// "The figures do not hold \[Roe2023\].": a reference by its author and year in square brackets.
pub fn in_reference(tokens: &Tokens<'_>) -> Option<Attribution> {
    let opens = (1..tokens.list.len()).filter(|at| tokens.is_mark(*at, '['));
    let cited = |at: &usize| {
        let word = tokens.word(at + 1);
        let year = word.len().checked_sub(4).and_then(|end| Some((word.get(..end)?, word.get(end..)?)));
        let dated = year.is_some_and(|(name, year)| is_year(year) && name.chars().all(char::is_alphabetic));
        let named = tokens.get(at + 1).is_some_and(|token| token.is_capital() && !token.quoted);
        named && dated && tokens.is_mark(at + 2, ']')
    };
    let reference = opens.into_iter().find(cited)? + 1;
    let span = tokens.span(reference, reference);
    let source = Mention { span, name: span, kind: MentionKind::Named, class: Some(Class::Document), own: false };
    Some(Attribution { source, cue: None, by: CueKind::Phrase, aside: false })
}

/// The first token after the parenthesis that opens at `at`, if one does.
pub fn after_parenthesis(tokens: &Tokens<'_>, at: usize) -> usize {
    if !tokens.is_mark(at, '(') {
        return at;
    }
    let reach = tokens.list.get(at..(at + 12).min(tokens.list.len())).unwrap_or_default();
    reach.iter().position(|token| token.is_mark(')')).map_or(at, |close| at + close + 1)
}

#[cfg(test)]
mod tests {
    use super::super::attribution::attributions;
    use super::super::lexicon::Lexicon;
    use super::super::quotations::quotations;
    use super::*;
    use crate::text::span::Span;

    #[test]
    fn sources_without_a_reporting_verb() {
        let lexicon = Lexicon::default();
        for (text, expected) in [
            ("Marchetti shrugs: “He may be right.”", Some(("Marchetti", "shrugs"))),
            ("“He may be right,” Paolo Ricci grins.", Some(("Paolo Ricci", "grins"))),
            ("Growth, in her view, is what you do.", Some(("her view", "view"))),
            ("By Ricci's account the batteries were sold.", Some(("Ricci", "account"))),
            ("But Gerard makes a subtler point about the demand.", Some(("Gerard", "makes"))),
            ("The Acme Institute came to a similar conclusion.", Some(("Acme Institute", "came"))),
            ("Jeremy Howard (#226) untangles the two.", Some(("Jeremy Howard", "untangles"))),
            ("It voices a concern.", None),
            ("The sign outside: “No entry for horses, dogs and cats.”", None),
            ("In view of the costs, nothing happened.", None),
        ] {
            let quotes: Vec<_> = quotations(text, Span::whole(text)).into_iter().map(|quoted| quoted.span).collect();
            let tokens = Tokens::of(text, Span::whole(text), &quotes, lexicon.vocabulary("en"));
            let found = attributions(&tokens).first().map(|found| (found.source.span, found.cue.unwrap_or_default()));
            assert_eq!(found.map(|(source, cue)| (source.of(text), cue.of(text))), expected, "{text}");
        }
    }
}
