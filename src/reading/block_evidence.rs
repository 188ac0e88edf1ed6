//! The evidence in the sentences of one block, a window of them at a time: a block may be as long as a book.

use super::evidence::{Evidence, evidence};
use super::lexicon::Class;
use super::quotations::{Quoted, quotations};
use super::vocabulary::Vocabulary;
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::text::span::Span;

/// How many sentences after the one that is judged bear on it: those that may name who speaks.
pub const AHEAD: usize = 8;

/// How many sentences before it bear on it: as far back as somebody named in one of the eight before may have been
/// named, and then some.
const BACK: usize = 32;

/// How many sentences may be held.
const WINDOW: usize = 256;

/// How many names of the sentences that are held no more are kept.
pub const NAMES_KEPT: usize = 24;

/// The evidence in the sentences of one block. Those around the one that was last asked for are held.
#[derive(Debug)]
pub struct BlockEvidence<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    /// The block's sentences.
    spans: &'a [Span],
    /// The stretches in quotation marks.
    quotes: Vec<Quoted>,
    /// Whether somebody quoted it with changes.
    altered: bool,
    /// The first of them that may reach into the next sentence.
    quote: usize,
    /// What of it the author made up, in order, as far as was read.
    invented: Vec<Span>,
    /// The evidence in the sentences that are held, and which sentence the first of them is.
    held: Vec<Evidence>,
    first: usize,
    /// The last names in the sentences before them, in order.
    names: Vec<Span>,
}

impl<'a> BlockEvidence<'a> {
    /// The evidence in `block`, which has the sentences `spans`; none of them is read yet.
    pub fn of(document: &'a Document, block: usize, spans: &'a [Span], vocabulary: &'a Vocabulary) -> Self {
        let quotes = match document.blocks().get(block) {
            Some(found) if !found.kind.is_preformatted() && !spans.is_empty() => {
                quotations(document.text(), found.span)
            }
            _ => Vec::new(),
        };
        let altered = document.blocks().get(block).is_some_and(|found| {
            found.kind == BlockKind::Paragraph && is_altered(document.text(), found.span, &quotes)
        });
        let held = Vec::with_capacity(spans.len().min(WINDOW));
        let (invented, names) = (Vec::new(), Vec::new());
        Self { text: document.text(), vocabulary, spans, quotes, altered, quote: 0, invented, held, first: 0, names }
    }

    /// The words of the document's language.
    pub const fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }

    /// Its first sentence.
    pub fn opening(&self) -> &'a str {
        self.spans.first().map_or("", |span| span.of(self.text))
    }

    /// How many sentences the block has.
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Reads on until sentence `nth` can be judged. Sentences are read in order, those far before `nth` held no more.
    pub fn read_to(&mut self, nth: usize) {
        let until = nth.saturating_add(AHEAD + 1).min(self.spans.len());
        while let Some(span) = self.spans.get(..until).and_then(|spans| spans.get(self.first + self.held.len())) {
            if self.held.len() >= WINDOW {
                self.let_go();
            }
            self.read(*span);
        }
    }

    /// Reads all of it; its last sentences are held.
    pub fn read_all(&mut self) {
        self.read_to(self.spans.len());
    }

    fn read(&mut self, span: Span) {
        while self.quotes.get(self.quote).is_some_and(|quoted| quoted.span.end <= span.start) {
            self.quote += 1;
        }
        let rest = self.quotes.get(self.quote..).unwrap_or_default();
        let reaching = rest.partition_point(|quoted| quoted.span.start < span.end);
        let found = evidence(self.text, span, rest.get(..reaching).unwrap_or_default(), self.quote, self.vocabulary);
        self.invented.extend(&found.invented);
        self.held.push(found);
    }

    /// Lets the first sentences go that are held.
    fn let_go(&mut self) {
        let gone = self.held.len().saturating_sub(BACK + AHEAD);
        self.first += gone;
        self.names.extend(self.held.drain(..gone).flat_map(|sentence| sentence.names));
        self.names.drain(..self.names.len().saturating_sub(NAMES_KEPT));
    }

    /// The evidence in sentence `nth`, if it is held.
    pub fn sentence(&self, nth: usize) -> Option<&Evidence> {
        self.held.get(nth.checked_sub(self.first)?)
    }

    /// The sentences before sentence `nth`, as many as are held: all that bear on it.
    pub fn before(&self, nth: usize) -> &[Evidence] {
        self.held.get(..nth.saturating_sub(self.first)).unwrap_or_default()
    }

    /// The last sentences that were read, and the last names in those before them.
    pub fn last(&self) -> (&[Evidence], &[Span]) {
        (&self.held, &self.names)
    }

    /// The stretches in quotation marks.
    pub fn quotes(&self) -> &[Quoted] {
        &self.quotes
    }

    /// Whether it has been changed by whoever quotes it: "\[H\]owever, it \[…\] grinds".
    pub const fn is_altered(&self) -> bool {
        self.altered
    }

    /// Where its first sentence starts.
    pub fn start(&self) -> Option<usize> {
        self.spans.first().map(|span| span.start)
    }

    /// Whether the author made up what is in quotation marks at `quote`: the sentence that it opens in says so.
    pub fn is_invented(&self, quote: Span) -> bool {
        self.invented.binary_search_by_key(&quote.start, |span| span.start).is_ok()
    }

    /// Where the sentence starts that holds byte `at`.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let until = self.spans.partition_point(|sentence| sentence.start <= at);
        self.spans.get(until.checked_sub(1)?).map(|sentence| sentence.start)
    }

    /// Whether `quote` is all that the block holds.
    pub fn is_all(&self, quote: Span) -> bool {
        self.start() == Some(quote.start) && self.spans.last().is_some_and(|last| last.end <= quote.end)
    }

    /// Whether another quotation stands right beside `quote`, nothing but blanks between them.
    pub fn stands_in_a_row(&self, quote: Span) -> bool {
        let at = self.quotes.partition_point(|other| other.span.start < quote.start);
        let beside = |other: Option<&Quoted>| {
            other.is_some_and(|other| {
                let between = Span::new(other.span.end.min(quote.end), other.span.start.max(quote.start));
                between.of(self.text).trim().is_empty() && self.is_sentence(other.span)
            })
        };
        self.is_sentence(quote)
            && (beside(self.quotes.get(at + 1)) || beside(at.checked_sub(1).and_then(|at| self.quotes.get(at))))
    }

    /// Whether one or several sentences, and nothing else, stand in `quote`.
    fn is_sentence(&self, quote: Span) -> bool {
        let starts = self.sentence_at(quote.start) == Some(quote.start);
        let until = self.spans.partition_point(|sentence| sentence.end < quote.end);
        starts && self.spans.get(until).is_some_and(|sentence| sentence.end == quote.end)
    }

    /// Whether somebody speaks of themselves in one of the sentences that are held: "we", "our".
    pub fn speaks_of_itself(&self) -> bool {
        let own = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            super::context::has(self.vocabulary, word, Class::Author)
        };
        self.held.iter().any(|sentence| sentence.span.of(self.text).split_whitespace().any(own))
    }

    /// Whether more than one sentence has a part in `span`.
    pub fn runs_on(&self, span: Span) -> bool {
        let first = self.spans.partition_point(|sentence| sentence.end <= span.start);
        self.spans.get(first + 1).is_some_and(|second| second.start < span.end)
    }
}

/// Whether brackets in `block`, outside of its quotation marks, say that it is quoted with changes: one letter at the head
/// of a word, or an omission.
fn is_altered(text: &str, block: Span, quotes: &[Quoted]) -> bool {
    memchr::memchr_iter(b'[', block.of(text).as_bytes()).any(|at| {
        let at = block.start + at;
        let rest = text.get(at + 1..block.end).unwrap_or_default();
        let mut chars = rest.chars();
        let letter = chars.next().is_some_and(char::is_alphabetic)
            && chars.next() == Some(']')
            && chars.next().is_some_and(char::is_lowercase);
        let omission = ["...]", "…]", "sic]"].iter().any(|sign| rest.starts_with(sign));
        (letter || omission) && !quotes.iter().any(|quoted| quoted.span.start <= at && at < quoted.span.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::{Kind, parse};
    use crate::reading::context::Trace;
    use crate::reading::lexicon::Lexicon;
    use proptest::prelude::*;

    const SENTENCES: [&str; 5] = [
        "Jane Doe of Acme Corp said that it fell.",
        "“It is over,” she said.",
        "Nobody would say “this is how it will go on from here for us.”",
        "Ann Alder wrote: “It began in May.",
        "Prices rose by 3 % in Oslo.”",
    ];

    #[test]
    fn what_a_window_holds_is_what_all_of_the_block_holds() {
        let words: Vec<&str> = (0..1200).map(|nth| SENTENCES[(nth * nth) % 5]).collect();
        let document = parse(Kind::Html, format!("<p>{}</p>", words.join(" ")).as_bytes(), "a.html");
        let lexicon = Lexicon::default();
        let spans = document.sentences(0);
        let mut block = BlockEvidence::of(&document, 0, spans, lexicon.vocabulary("en"));
        assert!(block.len() > 900, "{}", block.len());
        for (nth, span) in spans.iter().enumerate() {
            block.read_to(nth);
            let (held, before) = (block.last().0, block.before(nth));
            assert_eq!(block.sentence(nth).unwrap().span, *span);
            assert!(held.len() <= WINDOW && before.len() >= nth.min(BACK), "{nth}");
            assert!(before.iter().map(|sentence| sentence.span).eq(spans[nth - before.len()..nth].iter().copied()));
            assert_eq!(block.sentence(nth + AHEAD).is_some(), nth + AHEAD < spans.len());
        }
        // Its end says the same of it, however much went before.
        let last = |from: usize| {
            let mut block = BlockEvidence::of(&document, 0, &spans[from..], lexicon.vocabulary("en"));
            block.read_all();
            let trace = Trace::of(&document, 0, &block);
            (trace.names, trace.source, trace.attributed)
        };
        assert_eq!(last(0), last(spans.len() - 100));
        assert_eq!(last(0).0.len(), NAMES_KEPT);
    }

    #[test]
    fn an_invented_quotation_is_known_by_the_sentence_that_it_opens_in() {
        let text =
            "It was, in effect, something like “we will all be there. You will see it soon. And so will they.” Done.";
        let document = parse(Kind::Html, format!("<html lang=en><p>{text}</p>").as_bytes(), "a.html");
        let lexicon = Lexicon::default();
        let mut block = BlockEvidence::of(&document, 0, document.sentences(0), lexicon.vocabulary("en"));
        block.read_all();
        let quote = block.quotes()[0].span;
        assert!(block.is_invented(quote) && block.runs_on(quote));
        assert!(!block.is_invented(document.sentences(0)[1]) && !block.runs_on(document.sentences(0)[1]));
    }

    proptest! {
        #[test]
        fn a_span_runs_on_where_more_than_one_sentence_overlaps_it(from in 0usize..200, len in 1usize..100) {
            let document = parse(Kind::Html, format!("<p>{}</p>", SENTENCES.join(" ")).as_bytes(), "a.html");
            let spans = document.sentences(0);
            let block = BlockEvidence::of(&document, 0, spans, Lexicon::default().vocabulary("en")).runs_on(Span::new(from, from + len));
            let overlapping = spans.iter().filter(|sentence| sentence.overlaps(Span::new(from, from + len))).count();
            prop_assert_eq!(block, overlapping > 1);
        }
    }
}
