//! A stretch of one text, in bytes.

use serde::{Deserialize, Serialize};

/// The bytes `start..end` of one text, half-open, both on character boundaries of that text.
///
/// Code points, which JSON and the W3C selectors count in, are made from it only at the borders
/// (see [`CodePoints`](super::code_points::CodePoints)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last; never before `start`.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; empty at `start` where `end` lies before it.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The span of all of `text`.
    pub const fn whole(text: &str) -> Self {
        Self { start: 0, end: text.len() }
    }

    /// The words this span names in `text`; empty where it does not fit that text. Never panics.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Whether the byte at `offset` lies inside.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies inside.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the two share, if anything.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, counted from `by` bytes further left: a span inside a slice that starts
    /// at `by` becomes a span of the whole text.
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The span without the white space at its ends, in `text`.
    pub fn trimmed(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_does_not_fit_names_nothing() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(3, 9).of("abc"), "");
        assert_eq!(Span::new(1, 3).of("abc"), "bc");
    }

    #[test]
    fn trimming_keeps_the_words() {
        assert_eq!(Span::whole("  a b \n").trimmed("  a b \n"), Span::new(2, 5));
        assert!(Span::whole("   ").trimmed("   ").is_empty());
    }
}
