//! What can be known of an old text that is not at hand: the words of its quotations and of their
//! surroundings, in their order.

use super::quote::Quote;
use crate::text::span::Span;

/// Stands for words that no quotation tells; a private character that no article holds.
pub const UNKNOWN: &str = "\n\u{f8ff}\n";

/// A text pieced together from quotations, with the place of each in it.
#[derive(Debug)]
pub struct Patchwork {
    /// The text.
    pub text: String,
    /// Where the quotations of unknown position start in it, in bytes.
    pub ordered: usize,
    /// Where the words of each quotation stand in it, in the order the quotations were given.
    pub spans: Vec<Span>,
}

impl Patchwork {
    /// Pieces the quotations together: by their positions where these are known and agree with what
    /// they overlap, each for itself at the end where not.
    pub fn of(quotes: &[Quote<'_>]) -> Self {
        let mut order: Vec<usize> = (0..quotes.len()).collect();
        let start = |index: usize| quotes.get(index).and_then(Quote::reach).map_or(usize::MAX, |reach| reach.start);
        order.sort_by_key(|index| start(*index));
        let mut made = Self { text: String::new(), ordered: 0, spans: vec![Span::default(); quotes.len()] };
        // The last known stretch of the old text: the position it ends at, and where it starts here.
        let (mut known, mut piece) = (0, 0);
        for index in order {
            let Some(quote) = quotes.get(index) else { continue };
            let fragment = format!("{}{}{}", quote.prefix, quote.exact, quote.suffix);
            let reach = quote.reach();
            let joined = reach.filter(|reach| reach.start < known).and_then(|reach| {
                let have = made.text.get(piece..)?;
                let (at, new) = overlap(have, &fragment, known - reach.start, quote.unit)?;
                Some((piece + at, new))
            });
            let at = if let Some((at, new)) = joined {
                made.text.push_str(fragment.get(new..).unwrap_or_default());
                at
            } else {
                made.text.push_str(UNKNOWN);
                piece = made.text.len();
                made.text.push_str(&fragment);
                known = 0;
                piece
            };
            known = known.max(reach.map_or(0, |reach| reach.end));
            if reach.is_some() {
                made.ordered = made.text.len();
            }
            if let Some(slot) = made.spans.get_mut(index) {
                *slot = Span::new(at + quote.prefix.len(), at + quote.prefix.len() + quote.exact.len());
            }
        }
        made
    }
}

/// Where `fragment` starts in `have`, the last `shared` units of which it shares or lies within, and
/// the first byte of it that is new; nothing where the two do not agree.
fn overlap(have: &str, fragment: &str, shared: usize, unit: super::quote::Unit) -> Option<(usize, usize)> {
    let at = unit.back(have, shared)?;
    let tail = have.get(at..)?;
    if fragment.len() <= tail.len() {
        return tail.starts_with(fragment).then_some((at, fragment.len()));
    }
    fragment.starts_with(tail).then_some((at, tail.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::anchor::quote::Unit;

    fn quote<'a>(prefix: &'a str, exact: &'a str, suffix: &'a str, start: Option<usize>) -> Quote<'a> {
        let at = start.map(|start| (start, start + exact.chars().count()));
        Quote { exact, prefix, suffix, at, unit: Unit::CodePoints }
    }

    #[test]
    fn what_overlaps_is_told_once() {
        // "Größe zählt. Aber nicht immer."
        let quotes = [
            quote("zählt. ", "Aber nicht", " immer", Some(13)),
            quote("", "Größe", " zählt. A", Some(0)),
            quote("Aber ", "nicht", " im", Some(18)),
            quote("", "anderswo", "", None),
        ];
        let made = Patchwork::of(&quotes);
        assert_eq!(made.text, format!("{UNKNOWN}Größe zählt. Aber nicht immer{UNKNOWN}anderswo"));
        for (quote, span) in quotes.iter().zip(&made.spans) {
            assert_eq!(span.of(&made.text), quote.exact);
        }
    }

    #[test]
    fn quotations_that_contradict_each_other_stand_apart() {
        let quotes = [quote("", "abcdef", "", Some(0)), quote("", "xyz", "", Some(3))];
        let made = Patchwork::of(&quotes);
        assert_eq!(made.text, format!("{UNKNOWN}abcdef{UNKNOWN}xyz"));
    }
}
