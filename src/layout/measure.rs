//! How many cells the pieces of a text take, as layout counts them and the view draws them.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::width::grapheme_width;

/// Cells that a tab takes between the cells of a table that is set as prose.
const TAB: usize = 2;

/// One grapheme cluster in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its first byte, counted from the start of the piece.
    pub offset: usize,
    /// Its first cell, counted from the start of the piece.
    pub column: usize,
    /// How many cells it takes; those of none belong to what stands before them.
    pub width: usize,
    /// Its text.
    pub grapheme: &'a str,
}

/// Cells of one grapheme cluster. A tab is a gap; no other control character is in a document.
pub fn cells(grapheme: &str) -> usize {
    if grapheme == "\t" { TAB } else { grapheme_width(grapheme) }
}

/// The grapheme clusters of a piece of text, each in its cells.
pub fn cells_of(piece: &str) -> impl Iterator<Item = Cell<'_>> {
    // In printable ASCII every byte is a cluster of one cell.
    let ascii = is_printable_ascii(piece);
    let mut clusters = piece.grapheme_indices(true);
    let mut offset = 0;
    let mut column = 0;
    std::iter::from_fn(move || {
        let (at, grapheme, width) = if ascii {
            let grapheme = piece.get(offset..=offset)?;
            offset += 1;
            (offset - 1, grapheme, 1)
        } else {
            let (at, grapheme) = clusters.next()?;
            (at, grapheme, cells(grapheme))
        };
        column += width;
        Some(Cell { offset: at, column: column - width, width, grapheme })
    })
}

fn is_printable_ascii(piece: &str) -> bool {
    piece.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// Cells of a piece of text.
pub fn width(piece: &str) -> usize {
    if is_printable_ascii(piece) {
        return piece.len();
    }
    piece.graphemes(true).map(cells).sum()
}

/// Cells of a piece of text, as a column can hold them.
pub fn columns(piece: &str) -> u16 {
    u16::try_from(width(piece)).unwrap_or(u16::MAX)
}
