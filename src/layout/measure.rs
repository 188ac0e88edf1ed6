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
    let mut column = 0;
    piece.grapheme_indices(true).map(move |(offset, grapheme)| {
        let width = cells(grapheme);
        let cell = Cell { offset, column, width, grapheme };
        column += width;
        cell
    })
}

/// Cells of a piece of text.
pub fn width(piece: &str) -> usize {
    if piece.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return piece.len();
    }
    piece.graphemes(true).map(cells).sum()
}

/// Cells of a piece of text, as a column can hold them.
pub fn columns(piece: &str) -> u16 {
    u16::try_from(width(piece)).unwrap_or(u16::MAX)
}
