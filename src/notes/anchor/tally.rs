//! How many annotations stand where, for the line the reader sees when an article has changed.

use std::fmt;

use crate::notes::selector::Placement;

/// Annotations by what became of their places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Same words, same surroundings.
    pub exact: usize,
    /// Same words elsewhere.
    pub moved: usize,
    /// Other words at the old place.
    pub changed: usize,
    /// No place.
    pub orphaned: usize,
}

impl Tally {
    /// Counts placements.
    pub fn of<'a>(placements: impl IntoIterator<Item = &'a Placement>) -> Self {
        let mut tally = Self::default();
        for placement in placements {
            *match placement {
                Placement::Exact(_) => &mut tally.exact,
                Placement::Moved(..) => &mut tally.moved,
                Placement::Changed(..) => &mut tally.changed,
                Placement::Orphan => &mut tally.orphaned,
            } += 1;
        }
        tally
    }
}

impl fmt::Display for Tally {
    /// "12 in place, 2 moved, 1 changed, 1 lost": what is none is left out, but for those in place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in place", self.exact)?;
        for (count, word) in [(self.moved, "moved"), (self.changed, "changed"), (self.orphaned, "lost")] {
            if count > 0 {
                write!(f, ", {count} {word}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;

    #[test]
    fn one_line_says_it() {
        let span = Span::new(0, 1);
        let placements =
            [Placement::Exact(span), Placement::Orphan, Placement::Moved(span, 1.0), Placement::Changed(span, 0.5)];
        assert_eq!(Tally::of(&placements).to_string(), "1 in place, 1 moved, 1 changed, 1 lost");
        assert_eq!(Tally::of(&placements[..1]).to_string(), "1 in place");
        assert_eq!(Tally::default().to_string(), "0 in place");
    }
}
