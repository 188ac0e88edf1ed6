//! What holds a pane in its place while its size changes: the words at its top, not the row.

use crate::article::document::SentenceId;
use crate::layout::layout::Layout;
use crate::layout::row::Top;

/// Rows without words that are passed to find the words at the top of a pane.
const ROWS_ASKED: u16 = 16;

/// A place in the text that a layout of another width has too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The very start: what stands before the first words stays in sight.
    Start,
    /// Some words.
    Words {
        /// The first byte on the row, or on the next row that has words.
        offset: usize,
        /// Rows above that row.
        above: u16,
    },
    /// Rows without words, of that layout alone.
    Rows(Top),
}

impl Place {
    /// The place of the row `top`.
    pub fn of(layout: &Layout, top: Top) -> Self {
        if top == layout.start() {
            return Self::Start;
        }
        let words = |(above, (_, row)): (u16, (Top, &crate::layout::row::Row))| {
            let (_, span, _) = row.content().next()?;
            Some(Self::Words { offset: span.start, above })
        };
        (0..).zip(layout.window(top, ROWS_ASKED)).find_map(words).unwrap_or(Self::Rows(top))
    }

    /// The same words in a text of which this place's text is a passage that begins at `by`; nothing where it has none.
    pub fn of_whole(self, by: isize) -> Option<Self> {
        match self {
            Self::Words { offset, above } => Some(Self::Words { offset: offset.checked_add_signed(by)?, above }),
            Self::Start | Self::Rows(_) => None,
        }
    }

    /// The row that stands in this place.
    pub fn top(self, layout: &Layout) -> Top {
        match self {
            Self::Start => layout.start(),
            Self::Words { offset, above } => layout.scroll(layout.near(offset), -i64::from(above)),
            Self::Rows(top) => layout.settle(top),
        }
    }
}

/// Where a pane stood before the first of some changes of size, and what showed of the cursor's
/// sentence: so that all is as it was when the size comes back, however small it was meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The first row that showed last. Where another one does, the reader has scrolled.
    pub top: Top,
    /// What stood at the top before the first change.
    pub place: Place,
    /// The cursor then.
    pub cursor: Option<SentenceId>,
    /// Whether the first and the last row of the cursor's sentence showed.
    pub sight: (bool, bool),
    /// Whether the pane was filled, and not scrolled past the last page.
    pub full: bool,
}
