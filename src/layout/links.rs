//! The numbers of links: where a sentence has several, each is followed by its number, by which it can be followed.

use crate::article::block::{Inline, InlineKind};
use crate::article::document::Document;
use crate::text::span::Span;

/// Links of one sentence that have a number, each a key.
pub const NUMBERED: usize = 9;

/// The first links of `sentence` in order, each with its number, from 1.
pub fn numbered(document: &Document, sentence: Span) -> impl Iterator<Item = (usize, Inline)> + '_ {
    let is_link = |inline: &Inline| matches!(inline.kind, InlineKind::Link(_));
    (1..=NUMBERED).zip(document.inlines(sentence).filter(is_link))
}

/// A number in the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinkMark {
    /// Where the words of the link end, in bytes of the document's text.
    pub(super) end: usize,
    /// Its number.
    pub(super) number: usize,
}

/// The numbers to be set in `sentence`, in order: none where it has one link, which needs none, and none behind the
/// mark of a footnote, which is a number itself.
pub(super) fn marks(document: &Document, sentence: Span) -> Vec<LinkMark> {
    let mut marks: Vec<LinkMark> = Vec::new();
    let mut count = 0;
    for (number, inline) in numbered(document, sentence) {
        count = number;
        let (text, span) = (document.text(), inline.span);
        let noted = text.get(..span.start).is_some_and(|before| before.ends_with('['));
        if !noted && !span.of(text).starts_with(['[', '↩']) {
            marks.push(LinkMark { end: span.end.min(sentence.end), number });
        }
    }
    if count > 1 { marks } else { Vec::new() }
}

/// A number as it is set, above the line.
pub fn sign(number: usize) -> &'static str {
    const SIGNS: [&str; NUMBERED] = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    number.checked_sub(1).and_then(|at| SIGNS.get(at)).copied().unwrap_or_default()
}
