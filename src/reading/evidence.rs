//! What one sentence, taken by itself, says of its pane.

use super::attribution::{Attribution, CueKind, attributions, principal};
use super::dates::dates;
use super::figures::figures;
use super::lexicon::{Class, Vocabulary};
use super::modality::{Modality, modality};
use super::names::names;
use super::quotations::{Quoted, quotations};
use super::tokens::{Shape, Tokens};
use crate::article::document::Document;
use crate::text::span::Span;

/// The evidence in one sentence.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The sentence.
    pub span: Span,
    /// The words of somebody in quotation marks; terms, titles and inventions are left out.
    pub quotes: Vec<Span>,
    /// Longer stretches in quotation marks without a source in the sentence.
    pub unsourced: Vec<Span>,
    /// The quotation, by its place in the block, that holds the whole sentence.
    pub inside: Option<usize>,
    /// Who says it.
    pub attributions: Vec<Attribution>,
    /// Quantities.
    pub figures: Vec<Span>,
    /// Dates.
    pub dates: Vec<Span>,
    /// Advice, forecast, question, certainty.
    pub modality: Modality,
    /// Names, in order.
    pub names: Vec<Span>,
    /// The name that opens the sentence's main clause.
    pub subject: Option<Span>,
    /// A verb in a past form, or one that says what has happened.
    pub past: Option<Span>,
    /// The verb of the main clause, where it tells what happened.
    pub told: Option<Span>,
    /// Whether its main verb says what happened or goes on: "sold", "was sold", "is joining", but not "was".
    pub event: bool,
    /// Whether it opens with something definite ("The endpoint").
    pub definite: bool,
    /// When it happened ("last week").
    pub time: Option<Span>,
    /// A quantity in words ("a majority of"), or a comparison of groups.
    pub quantity: Option<Span>,
    /// What the author did ("we measured").
    pub measured: Option<Span>,
    /// The author's opinion ("I think").
    pub opinion: Option<Span>,
    /// A word of judgement.
    pub evaluative: Option<Span>,
    /// A word of reasoning.
    pub explaining: Option<Span>,
    /// The reader is spoken to ("you").
    pub reader: Option<Span>,
    /// Whether it sets a condition ("if").
    pub condition: bool,
    /// How much it speaks of something particular (above 0) or in general (below).
    pub particular: i32,
    /// Whether it opens by pointing back ("Those", "They", "It also").
    pub points_back: bool,
}

impl Evidence {
    /// The attribution that carries the sentence, if it is not the author's own.
    pub fn attribution(&self) -> Option<&Attribution> {
        principal(&self.attributions).filter(|found| !found.source.own)
    }
}

/// The evidence in the sentences of one block.
#[derive(Clone, Debug)]
pub struct BlockEvidence {
    /// One for each sentence.
    pub sentences: Vec<Evidence>,
    /// The stretches in quotation marks.
    pub quotes: Vec<Quoted>,
}

impl BlockEvidence {
    /// Reads the sentences of `block`.
    pub fn of(document: &Document, block: usize, vocabulary: &Vocabulary) -> Self {
        let spans = document.sentences(block);
        let quotes = match document.blocks().get(block) {
            Some(found) if !found.kind.is_preformatted() && !spans.is_empty() => {
                quotations(document.text(), found.span)
            }
            _ => Vec::new(),
        };
        let mut from = 0;
        let mut sentences = Vec::with_capacity(spans.len());
        for span in spans {
            while quotes.get(from).is_some_and(|quoted| quoted.span.end <= span.start) {
                from += 1;
            }
            let until =
                from + quotes.get(from..).unwrap_or_default().partition_point(|quoted| quoted.span.start < span.end);
            let reaching = quotes.get(from..until).unwrap_or_default();
            sentences.push(evidence(document.text(), *span, reaching, from, vocabulary));
        }
        Self { sentences, quotes }
    }
}

fn evidence(text: &str, span: Span, quoted: &[Quoted], first_quote: usize, vocabulary: &Vocabulary) -> Evidence {
    let marks: Vec<Span> = quoted.iter().map(|quoted| quoted.span).collect();
    let tokens = Tokens::of(text, span, &marks, vocabulary);
    let attributions = attributions(&tokens);
    let dates = dates(&tokens);
    let figures = figures(&tokens, &dates);
    let modality = modality(&tokens, &attributions);
    let names: Vec<(usize, usize)> = names(&tokens);
    let inside = quoted.iter().position(|quoted| holds(quoted.span, span, text)).map(|at| first_quote + at);
    let uses: Vec<(Span, Words)> =
        marks.iter().map(|quote| (*quote, words_in(&tokens, *quote, &attributions))).collect();
    let used = |kind| uses.iter().filter(|(_, words)| *words == kind).map(|(quote, _)| *quote).collect();
    let quotes = used(Words::Said);
    let unsourced = used(Words::Unsourced);
    let found = |class| tokens.find(class).map(|(first, last)| tokens.span(first, last));
    let main = main_verb(&tokens);
    let past = past(&tokens);
    let told = told(&tokens, main);
    let subject = subject(&tokens, &names, main);
    let mut evidence = Evidence {
        span,
        quotes,
        unsourced,
        inside,
        figures,
        dates,
        subject,
        past,
        told,
        event: main.is_some_and(|main| is_event(&tokens, main, told.is_some())),
        definite: is_definite(&tokens),
        time: found(Class::Time),
        quantity: found(Class::Quantity),
        measured: author_does(&tokens, Class::Measuring),
        opinion: author_does(&tokens, Class::Opinion),
        evaluative: found(Class::Evaluative),
        explaining: found(Class::Explaining),
        reader: found(Class::Reader),
        condition: tokens.find(Class::Condition).is_some(),
        particular: 0,
        points_back: points_back(&tokens),
        names: names.iter().map(|(first, last)| tokens.span(*first, *last)).collect(),
        attributions,
        modality,
    };
    evidence.particular = particular(&tokens, &evidence);
    evidence
}

/// Whether a quotation holds all of a sentence but marks around it.
fn holds(quote: Span, sentence: Span, text: &str) -> bool {
    let head = Span::new(sentence.start, quote.start.clamp(sentence.start, sentence.end)).of(text);
    let tail = Span::new(quote.end.clamp(sentence.start, sentence.end), sentence.end).of(text);
    !head.contains(char::is_alphanumeric) && !tail.contains(char::is_alphanumeric)
}

/// So many words in quotation marks are no term.
const LONG: usize = 7;

/// What stands in quotation marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// The words of the sentence's source.
    Said,
    /// Words long enough to be somebody's, but the sentence does not say whose.
    Unsourced,
    /// A term, a title, an example or an invention.
    Other,
}

/// What the stretch `quote` is.
fn words_in(tokens: &Tokens<'_>, quote: Span, attributions: &[Attribution]) -> Words {
    let first = tokens.list.partition_point(|token| token.span.start < quote.start);
    let after = tokens.list.partition_point(|token| token.span.start < quote.end);
    let inner = tokens.list.get(first..after).unwrap_or_default();
    let words = inner.iter().filter(|token| !matches!(token.shape, Shape::Mark(_) | Shape::Possessive)).count();
    let from = first.saturating_sub(8);
    let invented =
        tokens.phrases.iter().any(|hit| hit.classes.has(Class::Invented) && (from..first).contains(&hit.first))
            || first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Invented));
    if words == 0 || invented {
        return Words::Other;
    }
    let source = attributions.iter().find(|found| !found.source.own);
    let Some(source) = source else { return if words >= LONG { Words::Unsourced } else { Words::Other } };
    let before = first.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(after);
    let closed =
        inner.iter().rev().nth(1).is_some_and(|token| matches!(token.shape, Shape::Mark('.' | ',' | '!' | '?' | '…')));
    let capitals = inner.iter().filter(|token| token.is_capital()).count();
    let title = words > 1 && capitals * 3 >= words * 2 && !closed;
    let named = (first.saturating_sub(3)..first).any(|at| tokens.is(at, Class::Naming) && !tokens.is(at, Class::Say))
        || tokens.phrases.iter().any(|hit| hit.classes.has(Class::Naming) && hit.last + 1 == first);
    // "The “everyone is staff now” narrative".
    let modifier = before.is_some_and(|token| token.is(Class::Determiner))
        && next.is_some_and(|token| {
            token.shape == Shape::Lower
                && !token.classes.any(&[
                    Class::Preposition,
                    Class::Conjunction,
                    Class::Auxiliary,
                    Class::Be,
                    Class::Adverb,
                ])
        });
    let cue_is_naming = matches!(source.by, CueKind::Say | CueKind::Present)
        && words <= 4
        && source.cue.is_some_and(|cue| tokens.list.iter().any(|token| token.span == cue && token.is(Class::Naming)))
        && !closed;
    if words < LONG && (title || named || modifier || cue_is_naming) {
        return Words::Other;
    }
    let said = words >= 2 || matches!(source.by, CueKind::Say | CueKind::Colon | CueKind::Phrase);
    if said { Words::Said } else { Words::Other }
}

/// The name that opens the main clause, before its verb `main`.
fn subject(tokens: &Tokens<'_>, names: &[(usize, usize)], main: Option<usize>) -> Option<Span> {
    let limit = main.unwrap_or(6).max(1);
    let (first, last) = names.iter().find(|(first, _)| *first <= limit && !tokens.is_quoted(*first))?;
    // A name inside "In Germany" or "of Germany" is not the subject.
    let governed = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Preposition) || tokens.word(at) == "of");
    (!governed).then(|| tokens.span(*first, *last))
}

/// The finite verb of the main clause, as far as one can tell without parsing: the first outside
/// quotation marks and brackets, and outside clauses that come before the main one.
fn main_verb(tokens: &Tokens<'_>) -> Option<usize> {
    let start = tokens.list.iter().position(|token| token.is_word())?;
    let opening = tokens.get(start)?.classes.any(&[Class::Subordinator, Class::Condition, Class::Preposition]);
    let comma = tokens.list.iter().position(|token| token.is_mark(',')).filter(|_| opening);
    let mut depth = 0usize;
    let mut relative = false;
    for (index, token) in tokens.list.iter().enumerate().skip(comma.unwrap_or(start)) {
        match token.shape {
            Shape::Mark('(') => depth += 1,
            Shape::Mark(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if token.quoted || depth > 0 || !token.is_word() {
            continue;
        }
        // "The company that built it": the verb of a relative clause comes first.
        if index > start
            && token.is(Class::Relative)
            && index
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .is_some_and(|before| before.is_word() && !is_verbal(tokens, index - 1))
        {
            relative = true;
        } else if is_verbal(tokens, index) {
            if !relative {
                return Some(index);
            }
            relative =
                tokens.get(index).is_some_and(|token| token.is(Class::Auxiliary)) && is_verbal(tokens, index + 1);
        }
    }
    None
}

/// Whether token `index` can be a finite verb here.
fn is_verbal(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.get(index) else { return false };
    if token.is_capital() && index > 0 {
        return false;
    }
    if token.classes.any(&[Class::Be, Class::Auxiliary]) {
        return true;
    }
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let noun = before.is_some_and(|before| {
        before.shape == Shape::Possessive
            || before.classes.any(&[Class::Determiner, Class::Preposition])
                && !before.classes.any(&[Class::Demonstrative, Class::PersonPronoun, Class::Adverb])
    });
    let both = token.classes.any(&[Class::Document, Class::CueNoun, Class::People, Class::Group, Class::Organisation]);
    !noun
        && (token.is(Class::Past) || token.classes.any(&[Class::Say, Class::Present]) && !both)
        && tokens.phrase_at(index, Class::By).is_none()
}

/// Whether the main clause tells what happened: its verb is in the past or the perfect.
fn told(tokens: &Tokens<'_>, main: Option<usize>) -> Option<Span> {
    let main = main?;
    let verb = tokens.get(main)?;
    if verb.is(Class::Past) {
        return Some(verb.span);
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb))?;
    (verb.is(Class::Perfect) && tokens.is(next, Class::Past)).then(|| tokens.span(main, next))
}

/// Whether the main clause, with its verb at token `main`, says what happened or goes on.
fn is_event(tokens: &Tokens<'_>, main: usize, told: bool) -> bool {
    if !tokens.is(main, Class::Be) {
        return told;
    }
    let next = (main + 1..main + 4).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(main);
    told && tokens.is(next, Class::Past) || !told && tokens.is(next, Class::Participle)
}

/// A verb in the past or the perfect anywhere outside quotation marks.
fn past(tokens: &Tokens<'_>) -> Option<Span> {
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let before = index.checked_sub(1).and_then(|at| tokens.get(at));
        let participle = before.is_some_and(|token| {
            token.classes.any(&[Class::Determiner, Class::Preposition, Class::Possible, Class::Must])
                && !token.is(Class::Perfect)
        });
        let passive_present = before.is_some_and(|token| token.is(Class::Be) && !token.is(Class::Past));
        if token.is(Class::Past) && !token.quoted && !participle && !passive_present && !token.is_capital() {
            return Some(token.span);
        }
        index += 1;
    }
    None
}

/// Whether the sentence opens with something definite: "The endpoint", "It", "Two students".
fn is_definite(tokens: &Tokens<'_>) -> bool {
    let Some(first) = tokens.list.iter().find(|token| token.is_word() || token.shape == Shape::Number) else {
        return false;
    };
    first.shape == Shape::Number
        || first.classes.any(&[Class::PersonPronoun, Class::ThingPronoun])
        || first.is(Class::Determiner) && !first.is(Class::General)
}

/// "We measured", "I think": the author and a verb of `class` close behind.
fn author_does(tokens: &Tokens<'_>, class: Class) -> Option<Span> {
    for (index, token) in tokens.list.iter().enumerate() {
        if !token.is(Class::Author)
            || token.quoted
            || !["i", "we", "wir", "ich", "nous", "je", "j'", "nosotros", "yo"]
                .iter()
                .any(|word| tokens.word(index).eq_ignore_ascii_case(word))
        {
            continue;
        }
        for at in index + 1..index + 4 {
            if tokens.is(at, class) {
                return Some(tokens.span(index, at));
            }
            if !tokens.get(at).is_some_and(|token| token.classes.any(&[Class::Adverb, Class::Perfect])) {
                break;
            }
        }
    }
    None
}

/// Whether the sentence opens with a word that points back.
fn points_back(tokens: &Tokens<'_>) -> bool {
    let first = tokens.list.iter().find(|token| token.is_word());
    first.is_some_and(|token| token.classes.any(&[Class::Demonstrative, Class::PersonPronoun, Class::ThingPronoun]))
}

/// Weighs what speaks for a particular, checkable statement against what speaks for a general or
/// judging one. Whole numbers, so that every machine agrees.
fn particular(tokens: &Tokens<'_>, evidence: &Evidence) -> i32 {
    let mut sum = 0;
    let mut weigh = |applies: bool, weight: i32| sum += if applies { weight } else { 0 };
    let many = |class, most: usize| tokens.count(class).min(most) as i32;
    // "Anthropic's momentum" is less particular than "Anthropic".
    let owner = evidence.subject.is_some_and(|subject| {
        tokens.list.iter().any(|token| token.span.start == subject.end && token.shape == Shape::Possessive)
    });
    weigh(
        evidence.subject.is_some(),
        match (owner, evidence.told.is_some()) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 2,
        },
    );
    weigh(evidence.names.len() > usize::from(evidence.subject.is_some()), 1);
    weigh(evidence.names.len() > 2, 1);
    // "Was" tells less than a verb of its own.
    let was =
        evidence.told.is_some_and(|verb| tokens.list.iter().any(|token| token.span == verb && token.is(Class::Be)));
    weigh(evidence.told.is_some(), if was { 1 } else { 2 });
    weigh(evidence.quantity.is_some(), 3);
    weigh(evidence.told.is_some() && evidence.definite, 1);
    weigh(!evidence.dates.is_empty() || evidence.time.is_some(), 2);
    weigh(evidence.reader.is_some(), -1);
    weigh(evidence.opinion.is_some(), -3);
    weigh(evidence.modality.question, -4);
    weigh(tokens.find(Class::Condition).is_some(), -1);
    weigh(tokens.find(Class::Conditional).is_some() || tokens.find(Class::Possible).is_some(), -2);
    weigh(tokens.find(Class::Hedge).is_some(), -2);
    sum - many(Class::Evaluative, 3) - many(Class::Explaining, 2) - many(Class::General, 2)
}
