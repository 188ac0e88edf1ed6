//! Where a verb's subject stands, as far as one can tell without parsing: before it, before an
//! insertion, or after it.

use super::clause::main_verb;
use super::figures::is_year;
use super::lexicon::Class;
use super::names::{Mention, MentionKind, Tie, is_name, mention, name_end, opens_sentence};
use super::nouns::{is_noun, is_source_noun, opens_clause};
use super::phrase::{
    REACH, before_parenthesis, before_participle, is_abbreviating, opens_phrase, phrase_end, phrase_start,
};
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// How many commas back an insertion may open.
const INSERTED: usize = 4;

/// What stands before a verb.
pub enum Subject {
    /// A source.
    Found(Found),
    /// The subject of the verb before: "… and noted".
    Shared,
    /// Nothing that can speak.
    None,
}

/// A source that stands before its verb.
pub struct Found {
    /// The source.
    pub source: Mention,
    /// The first token of its clause.
    pub first: usize,
    /// Whether its clause only qualifies something: "the tool, which showed".
    pub relative: bool,
}

/// The helping verbs and adverbs before a verb.
struct Helpers {
    /// The first of them, or the verb.
    first: usize,
    /// Its subject does not do it: "is said", "to say".
    barred: bool,
    /// It may, would or will do it.
    modal: bool,
    /// "Is saying".
    progressive: bool,
}

fn helpers(tokens: &Tokens<'_>, verb: usize) -> Helpers {
    let ing = tokens.is(verb, Class::Participle);
    let (mut at, mut passive, mut progressive, mut modal, mut begun) = (verb, false, false, false, false);
    while let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) {
        if let Some(time) = time_before(tokens, at) {
            at = time;
            continue;
        }
        // "He did, however, say".
        if before.is_mark(',') && at > 2 && tokens.is_mark(at - 3, ',') && tokens.is(at - 2, Class::Adverb) {
            at -= 3;
            continue;
        }
        let helper = before.is(Class::Auxiliary) || before.is(Class::Be);
        let adverb = before.is(Class::Adverb) || tokens.vocabulary.ends_like_adverb(tokens.word(at - 1));
        let adverb =
            adverb && !before.is(Class::Conjunction) && before.shape == Shape::Lower && !is_source_noun(before);
        // "Are beginning to rule that".
        if at == verb && at > 1 && before.is(Class::Infinitive) && tokens.is(at - 2, Class::Aspect) {
            at -= 2;
            begun = true;
            continue;
        }
        if !(helper || adverb) || verb - at > 6 {
            break;
        }
        // "Are happy to announce".
        let glad = !tokens.is(verb, Class::Past) && tokens.phrase_at(verb, Class::Say).is_some();
        passive |= before.is(Class::Be) && !ing && !begun && !glad;
        progressive |= before.is(Class::Be) && !begun;
        // "The report will show": the author foretells what it says.
        let foretold = before.is(Class::Future) && before.is(Class::Auxiliary);
        modal |= before.classes.any(&[Class::Must, Class::Possible, Class::Conditional]) && !before.is(Class::Perfect);
        modal |= foretold;
        at -= 1;
    }
    let infinitive = at.checked_sub(1).is_some_and(|before| tokens.word(before) == "to");
    // "If you can't, don't say it" is advice.
    let bidden = at < verb
        && tokens.word(at).starts_with("do")
        && at
            .checked_sub(1)
            .is_none_or(|before| tokens.get(before).is_some_and(|token| matches!(token.shape, Shape::Mark(_))));
    Helpers { first: at, progressive, modal, barred: passive || infinitive || bidden || (ing && !progressive) }
}

/// Where the words begin that end before token `at` and only say when: "on Tuesday", "last week".
pub fn time_before(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    let token = tokens.get(last).filter(|token| !token.quoted)?;
    if token.is(Class::Time) && token.shape == Shape::Lower {
        return Some(last);
    }
    let phrase = (1..=3).filter_map(|back| last.checked_sub(back));
    if let Some(first) = phrase.into_iter().find(|first| tokens.phrase_at(*first, Class::Time) == Some(last)) {
        return Some(first);
    }
    let day = token.classes.any(&[Class::Weekday, Class::Month]) && token.is_capital();
    let first = last.checked_sub(1).filter(|_| day)?;
    tokens.is(first, Class::Preposition).then_some(first)
}

/// The subject of the verb at token `verb`, where it stands before it.
pub fn subject_before(tokens: &Tokens<'_>, verb: usize, tie: Tie) -> Subject {
    let helpers = helpers(tokens, verb);
    let mut at = helpers.first;
    let relative = at.checked_sub(1).is_some_and(|before| {
        let word = matches!(tokens.word(before), "who" | "which" | "that");
        word || tokens.vocabulary.romance() && tokens.is(before, Class::Relative)
    });
    // "The bill would require" is what it says.
    if helpers.barred || helpers.modal && (tie != Tie::Writing || relative) {
        return Subject::None;
    }
    if relative {
        at -= 1;
        if at.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ',')) {
            at -= 1;
        }
    }
    let Some(at) = before_parenthesis(tokens, at) else { return Subject::None };
    // "Doe et al., 2024 propose".
    let cited = at.checked_sub(4).filter(|al| tokens.word(*al) == "al" && tokens.is_mark(at - 2, ','));
    let at = cited.filter(|_| is_year(tokens.word(at - 1))).map_or(at, |al| al + 2);
    if let found @ Subject::Found(..) = verb_last(tokens, verb, tie) {
        return found;
    }
    if is_fronted(tokens, at) {
        return Subject::None;
    }
    let Some(last) = at.checked_sub(1) else { return Subject::None };
    let Some(end) = tokens.get(last) else { return Subject::None };
    if let Shape::Mark(mark @ (',' | '—' | '–')) = end.shape {
        return over_insertion(tokens, last, mark, tie);
    }
    if end.is(Class::Coordinating) {
        return Subject::Shared;
    }
    // "Exactly as intended", "later than planned".
    if tokens.is(verb, Class::Past) && last > 0 && matches!(tokens.word(last), "as" | "than") {
        return Subject::None;
    }
    // "Bork and co. claimed".
    let abbreviated = end.is_mark('.') && last > 0 && tokens.is(last - 1, Class::Abbreviation);
    let short = is_abbreviating(tokens, last);
    let others =
        last.checked_sub(2).filter(|et| abbreviated && tokens.word(*et) == "et").map(|et| tokens.span(et, last));
    let last = match (abbreviated, last) {
        // "Mulla et al. show".
        (true, 3..) if tokens.word(last - 2) == "et" => last - 3,
        (true, _) => last - 1,
        // "A judge in Washington, D.C. ruled".
        (false, 1..) if short => last - 1,
        (false, _) => last,
    };
    if let Some(title) = quoted_name(tokens, last) {
        return Subject::Found(title);
    }
    // "87% said".
    let share = end.is_mark('%');
    if (matches!(end.shape, Shape::Mark(_)) && !abbreviated && !short && !share) || end.quoted {
        return Subject::None;
    }
    let mut first = phrase_start(tokens, last);
    // "As Jane Doe of the Institute for Peace argues".
    if tokens.word(first).eq_ignore_ascii_case("as") && first < last {
        first += 1;
    }
    // "With three complaints dismissed since May": a participle.
    let absolute = tokens.is(first, Class::Absolute) && tokens.is(verb, Class::Past);
    if absolute && !tokens.is(verb + 1, Class::Complementizer) {
        return Subject::None;
    }
    let (first, last) = nearest(tokens, first, last);
    let (first, last) = before_participle(tokens, first).unwrap_or((first, last));
    if is_object(tokens, first) {
        return Subject::None;
    }
    match mention(tokens, first, last, tie) {
        // "Acme is exploring chips", "is reviewing them": what it does.
        Some(source) if helpers.progressive && tie == Tie::Weak && source.class != Some(Class::Document) => {
            Subject::None
        }
        // "It's comparing": a thing at work, not a source.
        Some(source) if source.class == Some(Class::ThingPronoun) && helpers.progressive => Subject::None,
        Some(mut source) => {
            if let Some(others) = others.filter(|_| source.name.end == source.span.end) {
                source.span.end = others.end;
                source.name.end = others.end;
            }
            // "The report, which found that", but not "an email that listed the steps".
            let finds = tokens.is(verb + 1, Class::Complementizer);
            let qualifies = relative && (source.class != Some(Class::Document) || !finds);
            let qualifies = qualifies || is_embedded(tokens, first) || is_contact(tokens, first);
            Subject::Found(Found { source, first, relative: qualifies })
        }
        None => far_subject(tokens, helpers.first, verb, tie).map_or(Subject::None, Subject::Found),
    }
}

/// The subject of the main verb, where more than a noun phrase stands between: "One evaluation of how to increase
/// applications to a programme found that". The verb stands at token `verb`, with its helpers from `helper` on.
fn far_subject(tokens: &Tokens<'_>, helper: usize, verb: usize, tie: Tie) -> Option<Found> {
    let that = tokens.is(verb + 1, Class::Complementizer);
    let content = that || opens_clause(tokens, verb + 1) && !tokens.is(verb + 1, Class::Article);
    if !content || main_verb(tokens).is_none_or(|main| !(helper..=verb).contains(&main)) {
        return None;
    }
    let start = tokens.list.iter().position(|token| token.is_word())?;
    let led = [Class::Preposition, Class::Subordinator, Class::Condition, Class::Adverb, Class::Conjunction];
    let comma = tokens.list.iter().take(verb).position(|token| token.is_mark(','));
    let first =
        comma.filter(|_| tokens.get(start).is_some_and(|token| token.classes.any(&led))).map_or(start, |at| at + 1);
    let end = phrase_end(tokens, first).filter(|last| last + 1 < helper)?;
    let open = |at: &usize| tokens.is(*at, Class::Preposition) || tokens.is(*at, Class::InName);
    let last = (first..=end).rev().find(|at| !open(at))?;
    let source = mention(tokens, first, last, tie)?;
    (source.kind != MentionKind::Pronoun).then_some(Found { source, first, relative: false })
}

/// A name in quotation marks as the subject, which ends at `close`: "wie der „Bote“ berichtet".
fn quoted_name(tokens: &Tokens<'_>, close: usize) -> Option<Found> {
    let mark = tokens.get(close).filter(|token| token.quoted && matches!(token.shape, Shape::Mark(_)))?;
    let from = close.saturating_sub(6);
    let before = from + tokens.list.get(from..close)?.iter().rposition(|token| !token.quoted)?;
    let inner = tokens.list.get(before + 2..close).filter(|inner| !inner.is_empty())?;
    let name = inner.iter().all(|token| token.is_capital() || token.is(Class::InName));
    let governed = tokens.get(before)?.classes.any(&[Class::Article, Class::Document, Class::Organisation]);
    let span = Span::new(tokens.get(before + 1)?.span.start, mark.span.end);
    let name = Some(tokens.span(before + 2, close.checked_sub(1)?)).filter(|_| name && governed)?;
    let source = Mention { span, name, kind: MentionKind::Named, class: Some(Class::Document), own: false };
    Some(Found { source, first: before, relative: false })
}

/// Whether the phrase that starts at `first` is the object of the verb before it, so that no other verb can have it for
/// its subject: "we deployed Acme Firewall rules".
fn is_object(tokens: &Tokens<'_>, first: usize) -> bool {
    let led = |at: &usize| tokens.get(*at).is_some_and(|token| token.classes.any(&[Class::Article, Class::Possessive]));
    let Some(verb) = (first.saturating_sub(2)..first).rev().find(|at| !led(at)).filter(|verb| *verb > 0) else {
        return false;
    };
    // What is said may be a clause of its own: "he said Acme reports".
    let says = [Class::Say, Class::SayThat, Class::Present, Class::Opinion, Class::Be, Class::Auxiliary];
    let subject = tokens.get(verb - 1).is_some_and(|before| {
        before.classes.any(&[Class::PersonPronoun, Class::AuthorSubject]) || is_name(tokens, verb - 1)
    });
    subject
        && tokens.vocabulary.is_english()
        && tokens.get(verb).is_some_and(|token| {
            token.is(Class::Past) && token.shape == Shape::Lower && !token.classes.any(&says) && !token.quoted
        })
}

/// Whether the clause that starts at `first` stands inside another: "what Google has said".
fn is_embedded(tokens: &Tokens<'_>, first: usize) -> bool {
    let Some(before) = first.checked_sub(1).filter(|before| *before > 1 && !opens_sentence(tokens, *before)) else {
        return false;
    };
    // "Details that most papers don't disclose".
    let noun = tokens.get(before - 1).is_some_and(|noun| {
        noun.shape == Shape::Lower
            && !noun.classes.any(&[
                Class::Say,
                Class::SayThat,
                Class::Present,
                Class::Be,
                Class::CueNoun,
                Class::Adverb,
            ])
            && !noun.classes.any(&[Class::Conjunction, Class::Explaining, Class::Evaluative, Class::Past])
    });
    tokens.is(before, Class::Embedding) || tokens.word(before) == "that" && noun
}

/// Whether the clause that starts at `first` qualifies the noun before it without a word between: "the
/// attacks the benchmark claims to measure".
pub(super) fn is_contact(tokens: &Tokens<'_>, first: usize) -> bool {
    // What leads up to the phrase was left out of it.
    let article = first.checked_sub(1).filter(|at| tokens.is(*at, Class::Article));
    let start = if tokens.is(first, Class::Article) { Some(first) } else { article };
    // "Something they did not believe", "the claim she made".
    let pronoun = start.is_none() && tokens.is(first, Class::PersonPronoun);
    let any = || first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::General) && !tokens.is(at, Class::Adverb));
    if pronoun && any() {
        return true;
    }
    let Some(noun) = start.or(Some(first).filter(|_| pronoun)).and_then(|start| start.checked_sub(1)) else {
        return false;
    };
    let time = time_before(tokens, noun + 1).is_some();
    is_noun(tokens, noun)
        && !time
        && (pronoun || opens_phrase(tokens, noun + 1))
        && !is_led(tokens, noun)
        && !tokens.get(noun).is_some_and(|token| token.classes.any(&[Class::Past, Class::Present, Class::SayThat]))
}

/// Whether the noun phrase that ends at token `noun` stands after a preposition, and not as the object of a verb after
/// one: "in the report", but not "in designing the report".
fn is_led(tokens: &Tokens<'_>, noun: usize) -> bool {
    let first = phrase_start(tokens, noun);
    tokens.is(first, Class::Preposition) && !tokens.is(first + 1, Class::Participle)
}

/// The subject before an insertion between two commas or dashes, which ends at token `close`: the
/// nearest noun phrase before a comma that opens its clause, else the nearest.
fn over_insertion(tokens: &Tokens<'_>, close: usize, mark: char, tie: Tie) -> Subject {
    let from = close.saturating_sub(3 * REACH);
    let mut nearest = None;
    let mut open = close;
    for _ in 0..INSERTED {
        let list = tokens.list.get(from..open).unwrap_or_default();
        let Some(comma) = list.iter().rposition(|token| token.is_mark(mark)).map(|at| from + at) else { break };
        open = comma;
        let found = before_insertion(tokens, open, close, tie);
        if let Some(found) = found {
            let clause = found.first.checked_sub(1).is_none_or(|before| {
                opens_sentence(tokens, found.first)
                    || tokens.get(before).is_some_and(|token| {
                        token.quoted
                            || token.classes.any(&[Class::Conjunction, Class::Complementizer, Class::Subordinator])
                    })
            });
            if clause {
                return Subject::Found(found);
            }
            nearest = nearest.or(Some(found));
        }
    }
    nearest.or_else(|| before_stray_comma(tokens, close, mark, tie)).map_or(Subject::None, Subject::Found)
}

/// "Jane Doe of the Institute for Peace, said it": a subject with a comma after it that opens nothing.
fn before_stray_comma(tokens: &Tokens<'_>, comma: usize, mark: char, tie: Tie) -> Option<Found> {
    let inverted = tokens.get(comma + 2).is_none_or(|token| {
        token.classes.any(&[Class::Article, Class::PersonPronoun, Class::People]) || is_name(tokens, comma + 2)
    });
    let last = comma.checked_sub(1).filter(|_| mark == ',' && tie.is_speech() && !inverted)?;
    let first = phrase_start(tokens, last);
    let source = mention(tokens, first, last, tie).filter(|source| source.kind == MentionKind::Named)?;
    let opens = opens_sentence(tokens, first) && !tokens.is(first, Class::Preposition);
    (opens && tokens.get(last).is_some_and(|token| !token.quoted)).then_some(Found { source, first, relative: false })
}

/// The noun phrase before the comma at `open`, where the insertion from there to `close` is about it.
fn before_insertion(tokens: &Tokens<'_>, open: usize, close: usize, tie: Tie) -> Option<Found> {
    let last = before_parenthesis(tokens, open)?.checked_sub(1)?;
    if tokens.get(last).is_none_or(|token| matches!(token.shape, Shape::Mark(_)) || token.quoted) {
        return None;
    }
    let first = phrase_start(tokens, last);
    // "A spokesperson for the Port of Leeds, Jane Doe,": who they are, and then their name.
    let described = |found: &Mention| found.kind != MentionKind::Named && found.class == Some(Class::People);
    let role = || {
        let head = (first..last).take_while(|at| !tokens.is(*at, Class::Preposition)).last()?;
        mention(tokens, first, head, tie).filter(described)
    };
    let apposed =
        named_after(tokens, open).filter(|(_, end)| end + 1 == close && (!is_name(tokens, last) || role().is_some()));
    if let Some(source) = apposed.and_then(|(name, end)| mention(tokens, name, end, tie)) {
        return Some(Found { source, first, relative: false });
    }
    // An insertion opens like one: "X, interviewed by Y," but not "In 2024, X, Y and Z".
    let source = mention(tokens, first, last, tie).filter(|_| !tokens.is(last, Class::Time))?;
    Some(Found { source, first, relative: false })
}

/// The part of `first..=last` next to the verb: a pronoun stands alone, and what opens with a
/// preposition ("In his tweet he") lies before the subject.
fn nearest(tokens: &Tokens<'_>, first: usize, last: usize) -> (usize, usize) {
    let Some(end) = tokens.get(last) else { return (first, last) };
    if end.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader]) {
        return (last, last);
    }
    let leading = tokens.get(first).is_some_and(|token| token.is(Class::Preposition) && !is_name(tokens, first));
    // "Perhaps most of all by Jane Doe, who said".
    let adverb = |at: usize| tokens.is(at, Class::Adverb) || tokens.vocabulary.ends_like_adverb(tokens.word(at));
    let agent = (first + 1..last).rev().find(|at| tokens.is(*at, Class::Agent) && adverb(at - 1));
    if let Some(agent) = agent.filter(|_| is_name(tokens, last)) {
        return (agent + 1, last);
    }
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

/// Whether a German sentence opens with where, when or why up to its verb at token `verb`, so that the subject stands
/// behind it: "Im Gespräch mit dem Boten sagte Kessler".
fn is_fronted(tokens: &Tokens<'_>, verb: usize) -> bool {
    let first = tokens.list.iter().position(|token| token.is_word()).unwrap_or_default();
    let clause = tokens.list.get(first..verb).unwrap_or_default();
    let whole = clause.iter().all(|token| !token.quoted && !matches!(token.shape, Shape::Mark(',' | ':' | ';')));
    // "Wie die Polizei mitteilte".
    let leads = tokens.get(first).is_some_and(|token| {
        token.is(Class::Preposition) && !token.classes.any(&[Class::Conjunction, Class::Embedding, Class::Subordinator])
    });
    tokens.vocabulary.capital_nouns() && leads && !clause.is_empty() && whole
}

/// German puts the participle last: "OpenAI hat am Dienstag angekündigt", "Am Dienstag hat OpenAI …".
fn verb_last(tokens: &Tokens<'_>, verb: usize, tie: Tie) -> Subject {
    if !tokens.vocabulary.capital_nouns() {
        return Subject::None;
    }
    let from = verb.saturating_sub(REACH);
    let Some(clause) = tokens.list.get(from..verb) else { return Subject::None };
    let perfect = |token: &Token| token.is(Class::Perfect) && !token.quoted;
    let Some(helper) = clause.iter().rposition(perfect).map(|at| from + at) else {
        return Subject::None;
    };
    if let Some(last) = helper
        .checked_sub(1)
        .filter(|last| tokens.get(*last).is_some_and(|token| !matches!(token.shape, Shape::Mark(_))))
    {
        let first = phrase_start(tokens, last);
        let leading = tokens.is(first, Class::Preposition) || is_fronted(tokens, helper);
        if let Some(source) = mention(tokens, first, last, tie).filter(|_| !leading) {
            return Subject::Found(Found { source, first, relative: false });
        }
    }
    let end = (helper + 1..verb)
        .take_while(|at| !tokens.is(*at, Class::Preposition) && !tokens.is(*at, Class::Adverb))
        .last();
    match end.and_then(|end| mention(tokens, helper + 1, end, tie)) {
        Some(source) => Subject::Found(Found { source, first: helper, relative: false }),
        None => Subject::None,
    }
}

/// The last token of a subject that stands after its verb: the first name in it, else all of it.
pub fn inverted_end(tokens: &Tokens<'_>, start: usize) -> Option<usize> {
    let end = phrase_end(tokens, start)?;
    if tokens.get(start)?.classes.any(&[Class::PersonPronoun, Class::ThingPronoun])
        && !tokens.is(start, Class::Determiner)
    {
        return Some(start);
    }
    let Some(name) = (start..=end).find(|at| is_name(tokens, *at)) else { return Some(plain_end(tokens, start, end)) };
    let last = titled_end(tokens, name_end(tokens, name), end);
    // "Said Jane Doe and John Roe".
    let joined = tokens.is(last + 1, Class::Joining) && is_name(tokens, last + 2) && last + 2 <= end;
    Some(if joined { name_end(tokens, last + 2) } else { last })
}

/// The end of a subject without a name from token `start` on, before what says where or when it was said, or the particle of
/// its verb: "sagte der Minister vor dem Ausschuss", "räumte die Ministerin am Dienstag ein".
fn plain_end(tokens: &Tokens<'_>, start: usize, end: usize) -> usize {
    let place = |at: &usize| tokens.is(*at, Class::Preposition) && !tokens.is(*at, Class::InName);
    // "L'adjointe à l'éducation, Gaëlle Rougier": the name goes on.
    let plain = !tokens.vocabulary.is_english() && named_after(tokens, end + 1).is_none();
    let cut = (start + 1..=end).find(place).filter(|_| plain);
    cut.map_or(end, |cut| cut - 1)
}

/// The end of what goes on after a body's name that ends at `last`, up to `end`: the body's people or the name of one of
/// them ("RTA board Chairman Paul Hillegonds", "Acme's chief executive").
fn titled_end(tokens: &Tokens<'_>, last: usize, end: usize) -> usize {
    let goes_on = |at: &usize| {
        tokens.get(*at).is_some_and(|token| token.shape == Shape::Possessive)
            || is_noun(tokens, *at) && !is_name(tokens, *at)
    };
    let Some(noun) = (last + 1..=end).take_while(goes_on).last() else { return last };
    if is_name(tokens, noun + 1) && noun < end {
        return name_end(tokens, noun + 1);
    }
    let people = tokens.get(noun).is_some_and(|token| token.classes.any(&[Class::People, Class::Organisation]));
    if people { noun } else { last }
}

/// The name that stands after the comma at token `comma`.
pub fn named_after(tokens: &Tokens<'_>, comma: usize) -> Option<(usize, usize)> {
    let name = tokens.is_mark(comma, ',') && is_name(tokens, comma + 1);
    name.then(|| (comma + 1, name_end(tokens, comma + 1)))
}
