//! A quotation with what stood around it, in whatever unit its source counts.

use crate::notes::selector::{Clue, Selector};
use crate::text::code_points::CodePoints;
use crate::text::span::Span;

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Bytes,
    /// Unicode code points.
    CodePoints,
}

impl Unit {
    /// How many of this unit `text` holds.
    pub fn count(self, text: &str) -> usize {
        match self {
            Self::Bytes => text.len(),
            Self::CodePoints => text.chars().count(),
        }
    }

    /// The byte at which the last `count` units of `text` start.
    pub fn back(self, text: &str, count: usize) -> Option<usize> {
        match self {
            _ if count == 0 => Some(text.len()),
            Self::Bytes => text.len().checked_sub(count).filter(|at| text.is_char_boundary(*at)),
            Self::CodePoints => text.char_indices().rev().nth(count - 1).map(|(at, _)| at),
        }
    }
}

/// A quotation from an old text.
#[derive(Clone, Copy, Debug)]
pub struct Quote<'a> {
    /// Its words.
    pub exact: &'a str,
    /// What stood right before them.
    pub prefix: &'a str,
    /// What stood right after them.
    pub suffix: &'a str,
    /// Where they started and ended, if known.
    pub at: Option<(usize, usize)>,
    /// What `at` counts.
    pub unit: Unit,
}

/// Positions `start..end` in the old text.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Where the prefix starts.
    pub start: usize,
    /// Where the suffix ends.
    pub end: usize,
}

impl<'a> Quote<'a> {
    /// The quotation of a clue.
    pub fn of_clue(clue: &'a Clue) -> Self {
        let at = clue.start.zip(clue.end);
        Self { exact: &clue.exact, prefix: &clue.prefix, suffix: &clue.suffix, at, unit: Unit::CodePoints }
    }

    /// The quotation of a selector.
    pub fn of_selector(selector: &'a Selector) -> Self {
        let at = (!selector.span.is_empty()).then_some((selector.span.start, selector.span.end));
        let Selector { exact, prefix, suffix, .. } = selector;
        Self { exact, prefix, suffix, at, unit: Unit::Bytes }
    }

    /// The positions that prefix, words and suffix cover; nothing where these are not known or do not
    /// fit the words.
    pub fn reach(&self) -> Option<Reach> {
        let (start, end) = self.at?;
        let fits = end.checked_sub(start) == Some(self.unit.count(self.exact));
        let start = start.checked_sub(self.unit.count(self.prefix))?;
        fits.then(|| Reach { start, end: end.saturating_add(self.unit.count(self.suffix)) })
    }

    /// Where it stands in `text`, of which `points` tells the code points, if it stands right where it did: the words
    /// at their position, between what stood around them as far as that is known.
    pub fn in_place(&self, text: &str, points: &CodePoints<'_>) -> Option<Span> {
        let (start, end) = self.at?;
        let span = match self.unit {
            Unit::Bytes => Span::new(start, end),
            Unit::CodePoints => points.span(start, end),
        };
        let stands = !self.exact.is_empty()
            && text.get(span.start..)?.strip_prefix(self.exact)?.starts_with(self.suffix)
            && text.get(..span.start)?.ends_with(self.prefix);
        (stands && span.len() == self.exact.len()).then_some(span)
    }
}
