//! What a paragraph is made of, and where its lines may be broken.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::breaks::pieces;
use super::links::LinkMark;
use super::measure;
use super::row::Furniture;
use crate::article::document::SentenceId;
use crate::text::span::Span;

/// One thing that stands in a paragraph.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// Words of the article.
    Words {
        /// Where they stand in the document's text.
        span: Span,
        /// The sentence they belong to.
        sentence: Option<SentenceId>,
    },
    /// A chip or the like, of so many cells.
    Furniture(Furniture, u16),
}

/// What is never broken: a word with the blanks after it, or a piece of furniture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// The item it belongs to.
    pub(super) item: usize,
    /// Its bytes in the document's text, with the blanks after it that belong to the same item.
    pub(super) span: Span,
    /// Cells without the blanks.
    pub(super) width: usize,
    /// Cells of the blanks, or of the gap to the next item.
    pub(super) space: usize,
    /// The number of the link that ends in it, which stands behind it and takes one of its cells.
    pub(super) mark: Option<usize>,
}

/// The words of a paragraph's items, none wider than `limit` cells.
pub(super) fn words(text: &str, items: &[Item], limit: u16) -> Vec<Word> {
    let limit = usize::from(limit.max(1));
    let mut found = Vec::new();
    let mut end = None;
    for (item, what) in items.iter().enumerate() {
        let first = found.len();
        match what {
            Item::Words { span, .. } => {
                if end == Some(span.start)
                    && let Some(last) = found.last_mut()
                {
                    let last: &mut Word = last;
                    last.space = 0;
                }
                end = Some(span.end);
                cut(text, item, *span, limit, &mut found);
            }
            Item::Furniture(_, width) => {
                end = None;
                let width = usize::from(*width).min(limit);
                found.push(Word { item, span: Span::default(), width, space: 0, mark: None });
            }
        }
        // Between two items stands one blank that belongs to neither.
        if found.len() > first
            && let Some(last) = found.last_mut()
            && last.space == 0
        {
            last.space = 1;
        }
    }
    found
}

/// Puts the numbers of links behind the words that these end in, where there is room on a line of `limit` cells.
pub(super) fn number(words: &mut [Word], marks: &[LinkMark], limit: u16) {
    let mut marks = marks.iter().peekable();
    for word in words.iter_mut().filter(|word| !word.span.is_empty()) {
        while marks.next_if(|mark| mark.end <= word.span.start).is_some() {}
        let ended = std::iter::from_fn(|| marks.next_if(|mark| mark.end <= word.span.end)).last();
        if let Some(mark) = ended.filter(|_| word.width < usize::from(limit)) {
            word.mark = Some(mark.number);
            word.width += 1;
        }
    }
}

/// Cuts the words at `span` at the break opportunities of UAX #14 and after hyphens.
fn cut(text: &str, item: usize, span: Span, limit: usize, found: &mut Vec<Word>) {
    let words = span.of(text);
    let first = found.len();
    let mut at = 0;
    for (bare, with_blanks) in pieces(words) {
        let piece = Span::new(at, at + with_blanks);
        let word = words.get(at..at + bare).unwrap_or_default();
        at = piece.end;
        let mut start = piece.start;
        // UAX #14 leaves a slash that opens a word, as in `/goal`, with the word before it.
        let slash = word.ends_with(" /").then(|| word.len() - 1);
        for inside in hyphens(word).chain(slash) {
            push(words, item, Span::new(start, piece.start + inside), span.start, limit, found, first);
            start = piece.start + inside;
        }
        push(words, item, Span::new(start, piece.end), span.start, limit, found, first);
    }
    if found.get(first..).unwrap_or_default().iter().any(|word| word.width > limit) {
        let long = found.split_off(first);
        for word in long {
            split(text, word, limit, found);
        }
    }
}

/// Adds the bytes at `piece` of `words`, or joins them to the word before them where no line may
/// begin with them.
fn push(words: &str, item: usize, piece: Span, base: usize, limit: usize, found: &mut Vec<Word>, first: usize) {
    let with_blanks = piece.of(words);
    let bare = with_blanks.trim_end_matches(' ');
    let (width, space) = (measure::width(bare), with_blanks.len() - bare.len());
    let span = piece.shifted(base);
    if found.len() > first
        && let Some(last) = found.last_mut()
        && (cuts_grapheme(words, piece.start)
            || (clings(bare) || is_slash(words, last.span, base)) && last.width + last.space + width <= limit)
    {
        last.width += last.space + width;
        last.space = space;
        last.span.end = span.end;
        return;
    }
    found.push(Word { item, span, width, space, mark: None });
}

/// Whether no line should begin with `word`: a dash, or the sign of a unit after its figure.
fn clings(word: &str) -> bool {
    matches!(word, "—" | "–" | "%" | "‰" | "€" | "…") || word.starts_with("%)")
}

/// Whether the word at `span`, counted from `base`, is a slash that opens what follows.
fn is_slash(words: &str, span: Span, base: usize) -> bool {
    span.len() == 1 && words.as_bytes().get(span.start.wrapping_sub(base)) == Some(&b'/')
}

/// Whether a break at `at` would cut a grapheme cluster.
fn cuts_grapheme(words: &str, at: usize) -> bool {
    let is_ascii = |at: usize| words.as_bytes().get(at).is_none_or(u8::is_ascii);
    if is_ascii(at.wrapping_sub(1)) && is_ascii(at) {
        return false;
    }
    !GraphemeCursor::new(at, words.len(), true).is_boundary(words, 0).unwrap_or(true)
}

/// The places in a word behind a hyphen that stands between letters or digits.
fn hyphens(word: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr_iter(b'-', word.as_bytes()).map(|at| at + 1).filter(move |after| {
        let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (left, right) = (word.get(..after - 1), word.get(*after..));
        alphanumeric(left.and_then(|left| left.chars().next_back()))
            && alphanumeric(right.and_then(|right| right.chars().next()))
    })
}

/// Cuts a word that is wider than `limit` between its grapheme clusters.
fn split(text: &str, word: Word, limit: usize, found: &mut Vec<Word>) {
    if word.width <= limit {
        found.push(word);
        return;
    }
    let whole = word.span.of(text);
    let bare = whole.trim_end_matches(' ');
    let (mut start, mut width) = (0, 0);
    for (at, grapheme) in bare.grapheme_indices(true) {
        // A cluster wider than the line is drawn as far as it fits.
        let cells = measure::cells(grapheme).min(limit);
        if width + cells > limit {
            let span = Span::new(start, at).shifted(word.span.start);
            found.push(Word { span, width, space: 0, ..word });
            (start, width) = (at, 0);
        }
        width += cells;
    }
    let span = Span::new(word.span.start + start, word.span.end);
    found.push(Word { span, width, ..word });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_where_a_typesetter_would() {
        for (text, limit, expected) in [
            ("one two-three", 40, &["one ", "two-", "three"][..]),
            ("year — LLM wikis", 40, &["year — ", "LLM ", "wikis"]),
            ("34 % of it", 40, &["34 % ", "of ", "it"]),
            ("漢字。かな", 40, &["漢", "字。", "か", "な"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("a 👨‍👩‍👧👨‍👩‍👧", 1, &["a ", "👨‍👩‍👧", "👨‍👩‍👧"]),
            ("the /goal loop", 40, &["the ", "/goal ", "loop"]),
            ("-1 --x", 40, &["-1 ", "--x"]),
        ] {
            let items = [Item::Words { span: Span::whole(text), sentence: None }];
            let found: Vec<_> = words(text, &items, limit).into_iter().map(|word| word.span.of(text)).collect();
            assert_eq!(found, expected, "{text:?} at {limit}");
        }
    }
}
