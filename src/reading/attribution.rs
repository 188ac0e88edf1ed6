//! Who says it: a source and the words that tie the content to it, in any order.

use super::agent::{after_phrase, by_agent, by_far_agent, is_agentive};
use super::deeds::{is_habit, is_offer, is_one_with_bare_verb, is_shared_passive, shares_modal, verb_before};
use super::german::is_so;
use super::lexicon::Class;
use super::names::{Mention, MentionKind, Tie, is_name, mention, opens_sentence};
use super::nouns::{is_noun, reads_as_noun};
use super::spoken::{
    at_light_verb, at_reference, before_colon, before_postposition, beside_quotation, from_viewpoint, in_brackets,
    in_reference, in_view, is_parted, opening_phrase, opening_subject, worded_as,
};
use super::subject::{Found, Subject, inverted_end, named_after, subject_before};
use super::tokens::{Shape, Token, Tokens};
use super::works::{at_noun, at_unknown_verb, in_writing, is_unknown_verb, shown_by};
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
pub const VERBS: [Class; 6] = [Class::Say, Class::Present, Class::SayThat, Class::Publish, Class::RuleVerb, Class::Bid];

/// The attributions of a sentence, in order.
pub fn attributions(tokens: &Tokens<'_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    if let Some(by_name) = before_colon(tokens) {
        found.push(by_name);
    }
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if token.quoted {
            found.extend(inserted(tokens, index));
            index += 1;
            continue;
        }
        let phrase = [Class::Per, Class::By].into_iter().find_map(|class| {
            tokens.phrase_at(index, class).or_else(|| (token.is(class)).then_some(index)).map(|last| (class, last))
        });
        let attribution = match phrase {
            Some((class, last)) => after_phrase(tokens, index, last, class),
            None if token.is(Class::Postposition) => before_postposition(tokens, index),
            None if is_so(tokens, index) => said_so(tokens, index),
            None if token.is(Class::Viewpoint) => from_viewpoint(tokens, index),
            None if is_agentive(tokens, index) => by_agent(tokens, index),
            None if is_verb(tokens, index) => at_verb(tokens, index, &found)
                .or_else(|| by_far_agent(tokens, index))
                .or_else(|| at_light_verb(tokens, index))
                .or_else(|| at_noun(tokens, index))
                .or_else(|| in_view(tokens, index)),
            None if token.is(Class::LightVerb) => at_light_verb(tokens, index),
            None if token.classes.any(&[Class::CueNoun, Class::Work, Class::ViewNoun]) => {
                in_view(tokens, index).or_else(|| at_noun(tokens, index))
            }
            None if token.is_mark('(') => at_reference(tokens, index),
            None => None,
        };
        found.extend(attribution);
        if found.is_empty() && phrase.is_none() && is_unknown_verb(tokens, index) {
            found.extend(at_unknown_verb(tokens, index));
        }
        index = phrase.map_or(index, |(_, last)| last) + 1;
    }
    if found.is_empty() {
        found.extend(worded_as(tokens));
    }
    if found.is_empty() {
        found.extend(
            beside_quotation(tokens)
                .or_else(|| in_writing(tokens))
                .or_else(|| in_brackets(tokens))
                .or_else(|| in_reference(tokens)),
        );
    }
    found
}

/// The attribution that says most of the sentence: the first of its main clause, else the first.
pub fn principal(attributions: &[Attribution]) -> Option<&Attribution> {
    let main = |attribution: &&Attribution| !attribution.aside && !attribution.source.own;
    let verb = |attribution: &&Attribution| main(attribution) && !matches!(attribution.by, CueKind::Noun | CueKind::By);
    attributions.iter().find(verb).or_else(|| attributions.iter().find(main)).or_else(|| attributions.first())
}

/// Whether a reporting or presenting verb starts at `index`.
fn is_verb(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index).is_some_and(|token| token.classes.any(&VERBS))
        || VERBS.iter().any(|class| tokens.phrase_at(index, *class).is_some())
        || is_parted(tokens, index)
}

/// "« Il faut payer, rappelle l'Insee, et vite »": in French who says it stands inside the quotation marks.
fn inserted(tokens: &Tokens<'_>, verb: usize) -> Option<Attribution> {
    let before = verb.checked_sub(1).filter(|before| tokens.is_mark(*before, ','))?;
    let says = tokens.vocabulary.elides() && tokens.is(verb, Class::Say) && tokens.is_quoted(before);
    let end = (verb + 1..verb + 10).filter(|_| says).find(|at| tokens.is_mark(*at, ','))?;
    let last = end.checked_sub(1).filter(|last| *last > verb)?;
    let first = (verb + 1..=last).find(|at| !tokens.is_mark(*at, '-'))?;
    let source = mention(tokens, first, last, Tie::Speech)?;
    Some(Attribution { source, cue: Some(tokens.span(verb, verb)), by: CueKind::Say, aside: false })
}

/// "„…“, so der Anwalt", "…, so Müller weiter": who said it, to the end of the clause.
fn said_so(tokens: &Tokens<'_>, so: usize) -> Option<Attribution> {
    let end = inverted_end(tokens, so + 1)?;
    let further = end + 1 + usize::from(tokens.is(end + 1, Class::Horizon) || tokens.is(end + 1, Class::Adverb));
    let ends = tokens.get(further).is_none_or(|next| matches!(next.shape, Shape::Mark(_)));
    let source = mention(tokens, so + 1, end, Tie::Sure).filter(|_| ends)?;
    Some(Attribution { source, cue: Some(tokens.span(so, so)), by: CueKind::Phrase, aside: false })
}

/// How the verb `verb..=last` ties its subject to the content, if it does here.
fn ties(tokens: &Tokens<'_>, verb: usize, last: usize) -> Option<(Tie, CueKind)> {
    let is = |class| tokens.is(verb, class) || (last > verb && tokens.phrase_at(verb, class).is_some());
    if is(Class::Say)
        || is_parted(tokens, verb)
        || is(Class::SayThat) && opens_content(tokens, verb, last + 1)
        || is(Class::Bid) && bids(tokens, last + 1)
    {
        return Some((Tie::Strong, CueKind::Say));
    }
    if is(Class::Publish) && has_writing(tokens, last + 1) || is(Class::Print) || is(Class::Present) {
        // Whatever "shows that" something is so has found it.
        let found = is(Class::Present) && tokens.is(last + 1, Class::Complementizer);
        return Some((if found { Tie::Strong } else { Tie::Weak }, CueKind::Present));
    }
    // "The page allows users to": only a law grants leave.
    let leave = tokens.word(verb).starts_with("allow") && tokens.vocabulary.is_english();
    let law = || tokens.list.get(..verb).unwrap_or_default().iter().any(|token| token.is(Class::LawText));
    (is(Class::RuleVerb) && (!leave || law())).then_some((Tie::Writing, CueKind::Present))
}

/// Whether somebody, named from token `from` on, is bidden to do something: "the firm to delete the data".
fn bids(tokens: &Tokens<'_>, from: usize) -> bool {
    let clause = (from..from + 12).take_while(|at| tokens.get(*at).is_some_and(|token| !token.quoted && bare(&token)));
    let mut marker = clause.skip(1).filter(|at| tokens.is(*at, Class::Infinitive));
    marker.any(|at| {
        tokens.get(at + 1).is_some_and(|next| {
            next.shape == Shape::Lower && !next.classes.any(&[Class::Determiner, Class::Preposition, Class::Possessive])
        })
    })
}

fn bare(token: &Token) -> bool {
    !matches!(token.shape, Shape::Mark(_))
}

/// Whether what somebody says follows from token `from`: a clause, a colon or a quotation.
fn opens_content(tokens: &Tokens<'_>, verb: usize, from: usize) -> bool {
    let quoted_before = (1..=2).any(|back| verb.checked_sub(back).is_some_and(|at| tokens.is_quoted(at)));
    // ", Marchetti recalls,": it stands in what is said.
    let inserted = tokens.is_mark(from, ',')
        && (2..=5).any(|back| verb.checked_sub(back).is_some_and(|at| tokens.is_mark(at, ',')));
    let ahead = tokens.list.get(from..(from + 8).min(tokens.list.len())).unwrap_or_default();
    let ahead = ahead.iter().enumerate().take_while(|(_, token)| !token.is_mark(';'));
    // "Answer to shareholders who waited".
    let qualifies = |at: usize| {
        tokens.is(at, Class::Relative)
            && at.checked_sub(1).is_some_and(|before| before >= from && is_noun(tokens, before))
    };
    // "Added that", "held in that case that", but not "added a section that".
    let opener = tokens.get(from).is_some_and(|token| {
        token.classes.any(&[Class::Preposition, Class::Adverb, Class::Time, Class::Complementizer, Class::Be])
    });
    quoted_before
        || inserted
        || tokens.is(verb, Class::Opinion) && holds_clause(tokens, from)
        || ahead.into_iter().any(|(at, token)| {
            (at < 4 && token.quoted)
                || (at < 7 && token.is_mark(':'))
                || (at < 6 && token.is(Class::Embedding) && token.shape == Shape::Lower && !qualifies(from + at))
                    && (at == 0 || !token.is(Class::Adverbial))
                    // "They know how to start".
                    && (tokens.is(verb, Class::Bid) || !tokens.is(from + at + 1, Class::Infinitive))
                || (opener || tokens.is(verb, Class::Address)) && token.is(Class::Complementizer)
                || (at == 0 && token.is(Class::Demonstrative) && tokens.is(from + 1, Class::Be))
        })
}

/// Whether a clause without a word that opens it starts at token `from`: "(felt) it was late", "(agreed) the hall was full".
fn holds_clause(tokens: &Tokens<'_>, from: usize) -> bool {
    let subject = [Class::PersonPronoun, Class::ThingPronoun, Class::Demonstrative, Class::Article];
    let leads = tokens.get(from).is_some_and(|token| token.classes.any(&subject) && !token.is(Class::Complementizer));
    let ends = [Class::Preposition, Class::Conjunction, Class::Coordinating, Class::Relative];
    let clause = (from + 1..from + 6).take_while(|at| {
        tokens.get(*at).is_some_and(|token| bare(&token) && !token.quoted && !token.classes.any(&ends))
    });
    let verb = |at: usize| tokens.get(at).is_some_and(|token| token.classes.any(&[Class::Be, Class::Auxiliary]));
    leads && clause.into_iter().any(verb)
}

/// Whether the object after token `from` is a writing: "released new data".
fn has_writing(tokens: &Tokens<'_>, from: usize) -> bool {
    let ahead = tokens.list.get(from..(from + 10).min(tokens.list.len())).unwrap_or_default();
    ahead
        .iter()
        .enumerate()
        .take_while(|(at, token)| {
            // "Orders issued years ago became memos": the sentence's own verb.
            let verb = *at > 0 && tokens.is(from + at, Class::Past) && is_noun(tokens, from + at - 1);
            let ends = matches!(token.shape, Shape::Mark(',' | ';' | '.' | ':'));
            let qualifies = matches!(tokens.word(from + at), "in" | "for" | "to" | "with" | "on");
            !(verb || ends || qualifies || tokens.is(from + at, Class::Relative))
        })
        .any(|(_, token)| {
            let named = token.shape == Shape::Capital && !tokens.vocabulary.capital_nouns();
            token.is(Class::Document) && !named && !token.is(Class::LawText)
        })
}

/// A reporting or presenting verb with its subject before or after it.
fn at_verb(tokens: &Tokens<'_>, verb: usize, earlier: &[Attribution]) -> Option<Attribution> {
    let token = tokens.get(verb)?;
    if token.is_capital() && !opens_sentence(tokens, verb) && !tokens.vocabulary.capital_nouns()
        || token.shape == Shape::Acronym
    {
        return None;
    }
    // "Autrement dit, …": a turn of the author's.
    let turn = verb.checked_sub(1).and_then(|before| tokens.phrase_at(before, Class::Explaining)) == Some(verb);
    if turn && tokens.vocabulary.romance() {
        return None;
    }
    let phrase = VERBS.iter().find_map(|class| tokens.phrase_at(verb, *class));
    let (tie, by) = ties(tokens, verb, phrase.unwrap_or(verb))?;
    // "Vendors claim" is a source's word, "users expect" the author's view of them.
    let thought = token.classes.any(&[Class::Opinion, Class::Foresee]);
    let tie = match tie {
        Tie::Strong if token.is(Class::Utter) => Tie::Utter,
        Tie::Strong if token.is(Class::Say) && !thought => Tie::Speech,
        tie => tie,
    };
    let say = by == CueKind::Say;
    let cue = Some(tokens.span(verb, phrase.unwrap_or(verb)));
    // "Figures published in May".
    let after = phrase.unwrap_or(verb) + 1;
    let idle = [Class::Preposition, Class::Time, Class::Weekday, Class::Month];
    if token.is(Class::Publish)
        && !has_writing(tokens, after)
        && tokens.get(after).is_none_or(|next| next.classes.any(&idle))
    {
        return None;
    }
    // "Intercepted by, say, the state".
    let idle = tokens.is_mark(verb + 1, ',') && verb.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ','));
    if idle && tokens.vocabulary.is_english() && !tokens.is(verb, Class::Past) && !tokens.word(verb).ends_with('s') {
        return None;
    }
    // "Is not asking users to adopt it" says what it does not do.
    let denied = (verb.saturating_sub(3)..verb).any(|at| tokens.is(at, Class::Negation));
    if denied && tokens.is(verb, Class::Bid) && tie != Tie::Utter {
        return None;
    }
    // "A column called “Notes”": how it is named.
    let noun = verb.checked_sub(1).is_some_and(|before| {
        tokens.get(before).is_some_and(|token| token.shape == Shape::Lower && !token.is(Class::PersonPronoun))
            && is_noun(tokens, before)
            && !tokens.ends_as(before, Class::People)
    });
    let name = tokens.get(after).is_some_and(|next| next.quoted || next.is_capital());
    if tokens.is(verb, Class::Naming) && tokens.is(verb, Class::Past) && noun && name {
        return None;
    }
    // "The last thing Obama wanted was": the verb only qualifies.
    let qualifies = tokens.is(after, Class::Be) && tokens.word(after + 1) != "that";
    let qualifies = qualifies || is_verb_last_passive(tokens, verb);
    if reads_as_noun(tokens, verb) || qualifies {
        return None;
    }
    // "Zu diesem Ergebnis kommt eine Umfrage": the subject can only follow.
    let leading = phrase.is_some() && tokens.is(verb, Class::Preposition);
    let before = if leading { Subject::None } else { subject_before(tokens, verb, tie) };
    match before {
        // "It signals that": the author's reading of a thing.
        Subject::Found(found)
            if found.source.class == Some(Class::ThingPronoun)
                && !tokens.is(verb, Class::Say)
                && !(tokens.is(verb, Class::Past) && tokens.is(after, Class::Complementizer))
                && phrase.is_none() =>
        {
            return None;
        }
        // "Because it believes": a thing has no opinions but those of its makers, "a report hopes" none.
        Subject::Found(found)
            if token.is(Class::Opinion)
                && matches!(found.source.class, Some(Class::Document | Class::ThingPronoun)) =>
        {
            return None;
        }
        // "Acme provides a shell": what a thing does.
        Subject::Found(found)
            if by == CueKind::Present
                && (is_offer(tokens, &found, verb) || is_one_with_bare_verb(tokens, &found.source, verb)) =>
        {
            return None;
        }
        // "This report details what happened": mostly the article itself.
        Subject::Found(found)
            if by == CueKind::Present
                && tokens.vocabulary.is_english()
                && found.source.class == Some(Class::Document)
                && !tokens.is(after, Class::Complementizer)
                && [Some(found.first), found.first.checked_sub(1)]
                    .into_iter()
                    .flatten()
                    .any(|at| tokens.is(at, Class::Demonstrative) && tokens.is(at, Class::Singular)) =>
        {
            return None;
        }
        // "Lawyers often worry": a habit of all of them.
        Subject::Found(found) if is_habit(tokens, &found.source, verb) => return None,
        Subject::Found(found) => {
            // "A concern the article raises is that …": what it raises is the sentence.
            let framed = tokens.is(after, Class::Be) && tokens.is(after + 1, Class::Complementizer);
            let aside = is_aside(tokens, found.first) || found.relative && !framed && !speaks_on(tokens, &found, verb);
            return Some(Attribution { source: found.source, cue, by, aside });
        }
        // "Have not been studied and explained".
        Subject::Shared if is_shared_passive(tokens, verb) => return None,
        Subject::Shared => {
            if let Some(before) = earlier.last() {
                let spoke = before.by == CueKind::Say || before.by == CueKind::Present;
                return spoke.then_some(Attribution { cue, by, ..*before });
            }
            // "She prefers correction, and says": the subject of a verb that ties nothing.
            // "The bank will buy them, and pledges to".
            let helped =
                |last: usize| tokens.get(last + 1).is_some_and(|next| next.classes.any(&[Class::Be, Class::Auxiliary]));
            let phrase = || opening_phrase(tokens).filter(|(_, last)| helped(*last));
            if let Some(Subject::Found(found)) = verb_before(tokens, verb).map(|at| subject_before(tokens, at, tie)) {
                let aside = is_aside(tokens, found.first) || found.relative;
                return Some(Attribution { source: found.source, cue, by, aside });
            }
            let (first, last) = opening_subject(tokens).or_else(phrase).filter(|(_, last)| last + 1 < verb)?;
            if shares_modal(tokens, last + 1, verb) {
                return None;
            }
            let source = mention(tokens, first, last, tie)?;
            if by == CueKind::Present && is_one_with_bare_verb(tokens, &source, verb) {
                return None;
            }
            return Some(Attribution { source, cue, by, aside: false });
        }
        Subject::None => {}
    }
    // "The judge blocked it, ruling that …": the subject of the sentence goes on.
    // ", accusing the companies", but not ", citing low margins".
    let object = tokens.get(after).is_some_and(|token| {
        token.classes.any(&[Class::Determiner, Class::PersonPronoun, Class::ThingPronoun]) || is_name(tokens, after)
    });
    let said = tokens.is(verb, Class::Say) && object || opens_content(tokens, verb, after);
    if said && goes_on(tokens, verb) {
        let (first, last) = opening_phrase(tokens).filter(|(_, last)| *last + 1 < verb)?;
        let speech = if token.is(Class::Utter) { Tie::Utter } else { Tie::Speech };
        let source = mention(tokens, first, last, speech)?;
        return Some(Attribution { source, cue, by, aside: false });
    }
    // "METR data showing that": a writing with what it shows.
    if by == CueKind::Present && tokens.is(verb, Class::Participle) {
        return shown_by(tokens, verb);
    }
    if let Some(found) = unspoken(tokens, verb, by, cue).filter(|_| say && tokens.is(after, Class::Complementizer)) {
        return Some(found);
    }
    // ", note that all of them": the reader is bidden.
    if !say
        || tokens.is(verb, Class::Participle)
        || tokens.is(after, Class::Complementizer)
        || !may_invert(tokens, verb)
    {
        return None;
    }
    // "Reconoció el martes la ministra".
    let after =
        tokens.phrase_at(after, Class::Time).filter(|_| tokens.vocabulary.romance()).map_or(after, |last| last + 1);
    let start = (after..after + 5)
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

/// Whether a relative clause holds what its sentence is about: "was criticized, not least by Jane Doe, who pointed out that".
fn speaks_on(tokens: &Tokens<'_>, found: &Found, verb: usize) -> bool {
    let agent = found.first.checked_sub(1).is_some_and(|before| tokens.is(before, Class::Agent))
        || tokens.is(found.first, Class::Agent);
    agent
        && found.source.kind == MentionKind::Named
        && (verb + 1..verb + 3).any(|at| tokens.is(at, Class::Complementizer))
}

/// A Spanish verb that ends its sentence after a quotation, or opens it, carries its subject: "«…», explica.", "Señala que"
fn unspoken(tokens: &Tokens<'_>, verb: usize, by: CueKind, cue: Option<Span>) -> Option<Attribution> {
    let spanish = tokens.vocabulary.drops_subjects();
    let time = tokens.phrase_at(verb + 1, Class::Time).unwrap_or(verb);
    let last = verb >= 2 && tokens.list.get(time + 1..)?.iter().all(|token| matches!(token.shape, Shape::Mark(_)));
    // "Además, señala que": nothing stands before it but how the sentence goes on.
    let goes_on = [Class::Adverb, Class::Conjunction, Class::Preposition, Class::Explaining, Class::Perfect];
    let opens = tokens.is(verb + 1, Class::Complementizer)
        && tokens
            .list
            .get(..verb)?
            .iter()
            .all(|token| matches!(token.shape, Shape::Mark(_)) || token.classes.any(&goes_on));
    let source =
        Mention { span: cue?, name: cue?, kind: MentionKind::Pronoun, class: Some(Class::PersonPronoun), own: false };
    (spanish && (last || opens)).then_some(Attribution { source, cue, by, aside: false })
}

/// Whether the participle at token `verb` goes on with its sentence after a comma: ", saying that".
pub fn goes_on(tokens: &Tokens<'_>, verb: usize) -> bool {
    tokens.is(verb, Class::Participle) && verb > 1 && tokens.is_mark(verb - 1, ',')
}

/// Whether the German participle at token `verb` ends a clause in the passive: "wurden 606 Firmen befragt".
fn is_verb_last_passive(tokens: &Tokens<'_>, verb: usize) -> bool {
    let ends = tokens.get(verb + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(_)));
    let clause = (verb.saturating_sub(24)..verb).rev();
    let mut clause = clause
        .take_while(|at| tokens.get(*at).is_some_and(|token| !matches!(token.shape, Shape::Mark(',' | ':' | ';'))));
    tokens.vocabulary.capital_nouns() && ends && clause.any(|at| tokens.is(at, Class::Become))
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
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return german };
    let after_comma = before.is_mark(',') || before.quoted || before.is_mark('—') || before.is_mark('–');
    after_comma || tokens.vocabulary.capital_nouns()
}

/// Whether the clause that starts at token `first` only frames the main one: "While X says …".
fn is_aside(tokens: &Tokens<'_>, first: usize) -> bool {
    let before = first.checked_sub(1).map_or(first, |before| before);
    let opens = |at| tokens.is(at, Class::Subordinator) && opens_sentence(tokens, at);
    // "It grants none because it believes …".
    let explains = tokens.is(before, Class::Subordinator)
        && tokens.get(before).is_some_and(|token| token.classes.any(&[Class::Explaining, Class::Condition]))
        && !tokens.is(before, Class::Adverbial);
    opens(before) || opens(first) || explains
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
            ("The harbour board puts growth at about 9 percent.", "harbour board", "puts"),
            ("The ministry projects a rise of 9 percent by 2031.", "ministry", "projects a"),
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
            ("That estimate is disputed by engineers of the city.", "engineers of the city", "disputed by"),
            ("The Office of Acme today released new data.", "Office of Acme", "released"),
            ("Acme Corp on Tuesday said that it is so.", "Acme Corp", "said"),
            ("A lawsuit filed in Delaware alleges that it is.", "lawsuit filed in Delaware", "alleges"),
            ("Ben AI (#158) and Jane Doe (#160) argue for it.", "Ben AI (#158) and Jane Doe", "argue"),
            ("Fathom Labs' video (#407) finds that it is.", "Fathom Labs' video", "finds"),
            ("Mulla et al. report 95 percent.", "Mulla et al.", "report"),
            ("The gains do not last beyond a week [Roe2023].", "Roe2023", ""),
            ("Many mothers felt there was no time for it.", "Many mothers", "felt"),
            ("Two clients feel they are late.", "Two clients", "feel"),
            ("W. Edwards Roe said that it holds.", "W. Edwards Roe", "said"),
            ("Mulla et al., 2024 recently propose a benchmark.", "Mulla et al.", "propose"),
            ("The Doe Team and Acme are happy to announce a plan.", "Doe Team and Acme", "happy to announce"),
            (
                "A series of studies by Doe et al. (2020) similarly found that it fell.",
                "series of studies by Doe et al.",
                "found",
            ),
            ("A large body of evidence shows that it fell.", "large body of evidence", "shows"),
            ("Of all who were asked, 87% said it fell.", "87%", "said"),
            ("The citizens’ assembly recommended waiting.", "citizens’ assembly", "recommended"),
            ("As all of the engineers in my family say, it rubs.", "all of the engineers in my family", "say"),
            ("First, the bureau is making clear that it is void.", "bureau", "making clear"),
            ("The full text of the shop policy is:", "shop policy", "is"),
            ("OpenAI's system card lists a rate of 3 percent.", "OpenAI's system card", "lists"),
            ("The brief, based on a survey of adults, found that it is.", "brief", "found"),
            ("When customers complained, Acme Corp said that it was fine.", "Acme Corp", "said"),
            ("Jane Doe, a nurse at Acme, who was there, said that it fell.", "Jane Doe", "said"),
            ("More than half of users said that they pay.", "More than half of users", "said"),
            ("She prefers it, and says there have been three.", "She", "says"),
            ("The US said that it was so.", "US", "said"),
            ("The CEO did, however, state that it was over.", "CEO", "state"),
            ("According to the proposed plan, the state divides them.", "proposed plan", "According to"),
            ("The bill would require them to pay.", "bill", "require"),
            ("The White House has asked Acme Corp to wait.", "White House", "asked"),
            ("The agency ordered Acme Corp to delete the data.", "agency", "ordered"),
            ("In the past courts have told them to pay.", "past courts", "told"),
            ("The data showed that it grew.", "data", "showed"),
            ("A paper from Stanford tested 17 of them.", "paper from Stanford", "tested"),
            ("In a 2021 survey of data teams, most of it was unused.", "2021 survey of data teams", "In"),
            ("Under Rule 11 of the code, a motion must be signed.", "Rule 11 of the code", "Under"),
            ("The European Bank will buy assets and pledges to sell none.", "European Bank", "pledges"),
            ("Research published Thursday suggests that it is over.", "Research published Thursday", "suggests"),
            (
                "Jane Doe of the Institute for Peace, said prices must fall.",
                "Jane Doe of the Institute for Peace",
                "said",
            ),
            ("A spokesperson for the Port of Leeds, Jane Doe, said it was over.", "Jane Doe", "said"),
            ("The panel lowered its forecast for growth to 3 percent.", "panel", "lowered"),
            ("Flurry Mobile, part of Yahoo, published two reports.", "Flurry Mobile", "published"),
            ("[patterns] Acme Labs: prices are falling.", "Acme Labs", ""),
            ("\"We will vote,\" said RTA board Chairman Paul Doe, a member.", "RTA board Chairman Paul Doe", "said"),
            ("It is good, said Acme's chief executive on Tuesday.", "Acme's chief executive", "said"),
            ("Crain's reported Sunday that 23 chiefs signed it.", "Crain's", "reported"),
            ("Lloyd's of London said that it was small.", "Lloyd's of London", "said"),
            ("The base holds 27 million base records, according to the hacker.", "hacker", "according to"),
            ("About 58 percent said that it was late.", "58 percent", "said"),
            ("The neighbour said that it was loud.", "neighbour", "said"),
            ("Hillegonds said that it was loud.", "Hillegonds", "said"),
            ("Another describes an alarm that was muted.", "Another", "describes"),
            ("The clerk behind it used the list, saying it was old.", "clerk behind it", "saying"),
            ("The Plain Writing Act of 2010 requires that it be plain.", "Plain Writing Act of 2010", "requires"),
            ("S. 1187 requires shops to ask.", "S. 1187", "requires"),
            ("Interconnects (#416) counts 43 releases.", "Interconnects", "counts"),
            ("Goldman strategist Peter Doe sees prices gain 11 percent.", "Goldman strategist Peter Doe", "sees"),
            ("Acme's earnings aggregation points to 15 percent.", "Acme's earnings aggregation", "points to"),
            ("It came when, Doe recalls, the company had no cash.", "Doe", "recalls"),
            (
                "A federal judge in Washington, D.C. ruled that it had fallen.",
                "federal judge in Washington, D.C",
                "ruled",
            ),
            (
                "For example, one evaluation of how to increase sales to shops found that it fell.",
                "one evaluation",
                "found",
            ),
            ("Researchers studying the ports found that they rose.", "Researchers", "found"),
            (
                "The federal Office of Ports (OOP) report issued in May found that it fell.",
                "federal Office of Ports (OOP) report issued",
                "found",
            ),
            ("The Institute of Ports and Technology formalized it.", "Institute of Ports and Technology", "formalized"),
            (
                "It was criticized at once, notably by Jane Doe, who pointed out that it fell.",
                "Jane Doe",
                "pointed out",
            ),
            ("The term was coined by Jane Doe.", "Jane Doe", "coined by"),
            ("As argued by Jane Doe, it fell.", "Jane Doe", "argued by"),
            ("Published by Jane Doe et al., one extension is to split it.", "Jane Doe", "Published by"),
            ("Courts are beginning to rule that it is void.", "Courts", "rule"),
            ("The Doe court considered and rejected the claim.", "Doe court", "rejected"),
            ("The case, Doe v. Roe, held that it was void.", "Doe v. Roe", "held"),
            ("Some argue that it is late.", "Some", "argue"),
            ("We heard from families that it was hard.", "families", "heard from"),
            ("In one study, sales rose.", "one study", "In"),
            ("It cost 3 cents a share (Reuters).", "Reuters", ""),
            ("The bank informed its customers that it was late.", "bank", "informed"),
            ("As she noted, ProPublica, the Guardian, and the New York Times revealed that it leaks.", "she", "noted"),
        ] {
            assert_eq!(found("en", text), Some((source.to_owned(), cue.to_owned())), "{text}");
        }
    }

    #[test]
    fn sources_in_other_languages() {
        for (language, text, source) in [
            ("de", "Kessler zufolge steigt der Preis.", "Kessler"),
            ("de", "Hartwig betonte, dass es freiwillig war.", "Hartwig"),
            (
                "de",
                "„Wir haben die Preise unterschätzt“, sagte Geschäftsführerin Miriam Kessler vor dem Rat.",
                "Geschäftsführerin Miriam Kessler",
            ),
            ("de", "Wie der „Neuhausener Bote“ berichtet, war es so.", "„Neuhausener Bote“"),
            ("fr", "Roux rappelle que deux chantiers dépassent leur budget.", "Roux"),
            ("fr", "Pour Karim Belhaj, « la ville a confondu vitesse et précipitation ».", "Karim Belhaj"),
            ("de", "Nur neun Prozent geben an, ihn zu nutzen.", "neun Prozent"),
            ("de", "Zu diesem Ergebnis kommt eine Umfrage des Verbands Bitkom.", "Umfrage des Verbands Bitkom"),
            ("fr", "« Il faut payer, rappelle l'Insee, et vite. »", "Insee"),
            ("fr", "Des chercheurs viennent de publier un rapport sur le sujet.", "chercheurs"),
            (
                "fr",
                "Les opérateurs internationaux ont déclaré qu'ils avaient reçu l'ordre.",
                "opérateurs internationaux",
            ),
            ("fr", "Certains internautes pensent que c'est fini.", "Certains internautes"),
            ("de", "Wie die Polizei am Montag mitteilte, wurde niemand verletzt.", "die Polizei"),
            ("de", "„Es ist spät“, so Müller.", "Müller"),
            ("de", "Im Gespräch mit dem Reporter Emil Vogt sagte Kessler: „Es ist spät.“", "Kessler"),
            ("de", "Vor dem Hintergrund des Streits um den Hafen kündigte Anna Weiß an, dass er bleibt.", "Anna Weiß"),
            ("de", "Dazu erklärt Amtsleiter Emil Vogt: „Es ist spät.“", "Amtsleiter Emil Vogt"),
            ("de", "Das Urteil sei ein Skandal, so der Anwalt.", "der Anwalt"),
            ("de", "„Es ist spät“, räumte die Ministerin am Dienstag ein.", "die Ministerin"),
            ("fr", "C'est fini, a assuré l'ancien ministre devant la commission.", "ancien ministre"),
            ("es", "«Es tarde», reconoció el martes la ministra del Interior.", "ministra del Interior"),
            ("es", "Perderá dinero, según informó la empresa.", "empresa"),
            ("es", "Además, señala que es tarde.", "señala"),
            ("es", "Prado recuerda que dos obras superan su presupuesto.", "Prado"),
            ("es", "La OCDE ya advertía en 2015 de que no basta.", "OCDE"),
        ] {
            assert_eq!(found(language, text).map(|(source, _)| source).as_deref(), Some(source), "{text}");
        }
        for (language, text) in [
            ("de", "Für die Studie wurden 606 Unternehmen in Deutschland befragt."),
            ("es", "La cifra de empresas que declaran es alta."),
            ("fr", "Autrement dit, l'État finance ses propres créanciers."),
        ] {
            assert_eq!(found(language, text), None, "{text}");
        }
    }

    #[test]
    fn no_source() {
        for text in [
            "Scholars write to be read.",
            "Each row has a date and a column called “Notes on the day”.",
            "They moved all the data from the old store to a new one.",
            "She works on several open source projects.",
            "The cook puts the milk on the table at noon.",
            "The charter aims to end it.",
            "The figure shows that we were right.",
            "This shows that it works.",
            "You might think the solution is obvious.",
            "Agents need reports and claims to work.",
            "It was reported widely.",
            "The only way to know is to test.",
            "The numbers suggest that it is over.",
            "Acme Corp is exploring chips of its own.",
            "Ask us to come.",
            "In this report, prices are given in dollars.",
            "They based it on data from the season.",
            "In recent interviews, most of it is unused.",
            "In research, most of it is unused.",
            "Acme Corp ordered a hundred buses.",
            "GPT-5.2 shows a measurable regression.",
            "Acme Shell provides a runtime for it.",
            "This post summarizes what we did.",
            "We deployed Acme Firewall rules in May.",
            "We asked them for this study.",
            "They moved to locked Acme documents.",
            "They got an email that listed the steps.",
            "It let you process, compare and analyze text.",
            "It is seen as fair in the eyes of voters.",
            "That raised the number of interviews.",
            "It is one of the open source projects on the hub.",
            "Their names stand in the release notes, with the sum.",
            "We used them to create data points.",
            "This report details what happened.",
            "The collections page allows users to share it.",
            "They are using it exactly as intended.",
            "Please write to your senator.",
            "Documentation puts knowledge into other heads.",
            "Acme Chat shows great results on such tasks.",
            "Acme Corp added a feature that users like.",
            "Acme Corp sold it in 2019, citing low margins.",
            "It comes back under another name by Christmas.",
            "Several suits were filed, with three complaints dismissed since May.",
            "It costs $6 per account.",
            "Patients will be notified by Acme Corp.",
            "Google is not asking users to change a habit.",
            "It asks what analysts, thought leaders and others do.",
            "Executive orders issued years ago became memos.",
            "Every evaluation embeds a view.",
            "The law takes effect in May.",
            "Model providers could detect it and warn developers.",
            "The shops answer to owners who wait.",
            "Mo Bitar (#159) ships a pump.",
            "It works without notice before complying with a legal demand so that all can see.",
            "They asked for model cards and evaluation reports.",
            "It reads files, emails, database records, etc.",
            "The users from infringement claims of others are safe.",
            "It is sent by a POST request to the server.",
            "Eleven U.S. states require it.",
            "Lawyers often worry that it is late.",
            "In some states, it is late.",
            "It uses 3 kinds of retrieval (RAG).",
            "Events, from the data breaches hitting the port to the strike, are rare.",
            "It is a notice of proposed rules on the matter.",
            "No court has ruled on it.",
            "It cannot be explained by critics.",
            "They were not studied and explained.",
            "It may be read by, say, agencies abroad.",
            "To see it, note that all of them were late.",
            "Figures published in May are late.",
            "They know how to start it.",
            "The results informed the choice of colours.",
            "Acme Corp gets credit for it.",
            "It uses services provided by Acme Corp.",
            "They keep the boats maintained by Jane Doe in the yard.",
            "Acme Shell also traces every run.",
        ] {
            assert_eq!(found("en", text), None, "{text}");
        }
    }
}
