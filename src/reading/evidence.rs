//! What one sentence, taken by itself, says of its pane.

use super::attribution::{Attribution, attributions, principal};
use super::clause::{
    author_does, is_definite, is_event, is_headline, main_verb, past, points_back, reported, subject, told,
};
use super::dates::dates;
use super::figures::figures;
use super::instructions::instructs;
use super::lexicon::Class;
use super::modality::{Modality, modality};
use super::names::names;
use super::quotations::Quoted;
use super::signs::signs;
use super::tokens::Tokens;
use super::vocabulary::Vocabulary;
use super::weigh::Signs;
use super::wording::{Words, words_in};
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
    /// What is in quotation marks, but said by nobody ("something like").
    pub invented: Vec<Span>,
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
    /// Whether it has a main verb.
    pub clause: bool,
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
    /// Whether its look ahead stands in a clause beside the main one ("because it will").
    pub ahead_beside: bool,
    /// Whether it sets a condition ("if").
    pub condition: bool,
    /// Whether it opens with what was said before: "The argument: …".
    pub resumes: bool,
    /// What speaks for and against a checkable statement.
    pub signs: Signs,
    /// The form of the main verb says that somebody else says so ("sei").
    pub reported: Option<Span>,
    /// Whether it opens by pointing back ("Those", "They", "It also").
    pub points_back: bool,
}

impl Evidence {
    /// The attribution that carries the sentence, if it is not the author's own.
    pub fn attribution(&self) -> Option<&Attribution> {
        principal(&self.attributions).filter(|found| !found.source.own)
    }
}

/// The evidence in the sentence `span` of `text`; `quoted` are the stretches in quotation marks that reach into it, the
/// first of which is number `first_quote` of its block.
pub(super) fn evidence(
    text: &str,
    span: Span,
    quoted: &[Quoted],
    first_quote: usize,
    vocabulary: &Vocabulary,
) -> Evidence {
    let marks: Vec<Span> = quoted.iter().map(|quoted| quoted.span).collect();
    let tokens = Tokens::of(text, span, &marks, vocabulary);
    let attributions = attributions(&tokens);
    let dates = dates(&tokens);
    let figures = figures(&tokens, &dates);
    let main = main_verb(&tokens);
    let mut modality = modality(&tokens, &attributions);
    let verb = modality.imperative.and_then(|verb| tokens.list.iter().position(|token| token.span == verb));
    modality.imperative = modality.imperative.filter(|_| verb.is_none_or(|at| instructs(&tokens, at)));
    modality.prescriptive = modality.prescriptive.filter(|words| !is_beside(&tokens, main, *words));
    let names: Vec<(usize, usize)> = names(&tokens);
    let inside = quoted.iter().position(|quoted| holds(quoted.span, span, text)).map(|at| first_quote + at);
    let uses: Vec<(Span, Words)> =
        marks.iter().map(|quote| (*quote, words_in(&tokens, *quote, &attributions))).collect();
    let used = |kind| uses.iter().filter(|(_, words)| *words == kind).map(|(quote, _)| *quote).collect();
    let quotes = used(Words::Said);
    let unsourced = used(Words::Unsourced);
    let invented = used(Words::Invented);
    let found = |class| tokens.find(class).map(|(first, last)| tokens.span(first, last));
    let past = past(&tokens);
    let label = label(&tokens, &attributions);
    let told = told(&tokens, main).filter(|told| told.start >= label);
    let names: Vec<(usize, usize)> =
        names.into_iter().filter(|(first, _)| tokens.span(*first, *first).start >= label).collect();
    let subject = subject(&tokens, &names, main);
    let opined = author_does(&tokens, Class::Opinion).is_some();
    let mut evidence = Evidence {
        span,
        quotes,
        unsourced,
        invented,
        inside,
        figures,
        dates,
        subject,
        past,
        told,
        clause: main.is_some(),
        event: main.is_some_and(|main| is_event(&tokens, main, told.is_some()) || is_headline(&tokens, main)),
        definite: is_definite(&tokens),
        time: found(Class::Time),
        quantity: found(Class::Quantity),
        measured: author_does(&tokens, Class::Measuring)
            .or_else(|| author_does(&tokens, Class::Past).filter(|_| !opined)),
        opinion: author_does(&tokens, Class::Opinion),
        evaluative: found(Class::Evaluative),
        explaining: found(Class::Explaining),
        reader: found(Class::Reader),
        ahead_beside: modality.future.is_some_and(|words| is_beside(&tokens, main, words)),
        condition: tokens.find(Class::Condition).is_some(),
        resumes: resumes(&tokens),
        signs: Signs::default(),
        points_back: points_back(&tokens),
        reported: main.and_then(|main| reported(&tokens, main)),
        names: names.iter().map(|(first, last)| tokens.span(*first, *last)).collect(),
        attributions,
        modality,
    };
    evidence.signs = signs(&tokens, &evidence, main);
    evidence
}

/// The most words of a label, marks counted.
const LABEL: usize = 8;

/// Where the sentence starts behind the label it opens with, whose capitals are no names: "Audit Logs: Keep them". Who
/// speaks is no label: "CodeWall: …".
fn label(tokens: &Tokens<'_>, attributions: &[Attribution]) -> usize {
    let start = tokens.list.first().map_or(0, |token| token.span.start);
    let end = tokens.list.iter().take(LABEL).position(|token| token.is_mark(':'));
    let after = end.filter(|end| *end > 1).and_then(|end| tokens.get(end + 1)).filter(|token| token.is_capital());
    after
        .map(|token| token.span.start)
        .filter(|body| !attributions.iter().any(|found| found.source.span.start < *body))
        .unwrap_or(start)
}

/// Whether a quotation holds all of a sentence but marks around it.
fn holds(quote: Span, sentence: Span, text: &str) -> bool {
    let head = Span::new(sentence.start, quote.start.clamp(sentence.start, sentence.end)).of(text);
    let tail = Span::new(quote.end.clamp(sentence.start, sentence.end), sentence.end).of(text);
    !head.contains(char::is_alphanumeric) && !tail.contains(char::is_alphanumeric)
}

/// Whether a sentence opens like "The argument: …", "His claim: …".
fn resumes(tokens: &Tokens<'_>) -> bool {
    let opens = tokens.list.first().is_some_and(|token| token.is(Class::Determiner));
    opens && tokens.is_mark(2, ':') && tokens.is(1, Class::CueNoun)
}

/// Whether a look ahead or a piece of advice at `words` stands in a clause that gives the reason, or what somebody asks:
/// "It fails because it must …", "nobody knows whether it will …". `main` is the verb of the sentence.
fn is_beside(tokens: &Tokens<'_>, main: Option<usize>, words: Span) -> bool {
    let until = tokens.list.partition_point(|token| token.span.start < words.start);
    // Where the verb is none that is known, the clause may open anywhere but at the head of the sentence.
    let from = main.filter(|main| *main < until).map_or(1, |main| main + 1);
    let opens = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| !token.quoted && token.is(Class::Beside))
    };
    // A new clause beside that one: "…, and prices will rise".
    let again = |at: usize| tokens.is(at, Class::Coordinating) && tokens.is_mark(at.wrapping_sub(1), ',');
    let opened = (from..until).rev().find(|at| opens(*at) || again(*at));
    opened.is_some_and(opens)
}
