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
    let mut offset = 0;
    let mut column = 0;
    std::iter::from_fn(move || {
        let rest = piece.get(offset..).filter(|rest| !rest.is_empty())?;
        let (grapheme, width) = match rest.as_bytes() {
            // Between two of printable ASCII there is always a boundary (UAX #29).
            [0x20..0x7f] | [0x20..0x7f, 0x20..0x7f, ..] => (rest.get(..1)?, 1),
            _ => rest.graphemes(true).next().map(|grapheme| (grapheme, cells(grapheme)))?,
        };
        let found = Cell { offset, column, width, grapheme };
        offset += grapheme.len();
        column += width;
        Some(found)
    })
}

/// The grapheme clusters of a piece of text, but those of printable ASCII next to each other in one, a letter a cell.
pub fn stretches_of(piece: &str) -> impl Iterator<Item = Cell<'_>> {
    let (mut offset, mut column) = (0, 0);
    std::iter::from_fn(move || {
        let rest = piece.get(offset..).filter(|rest| !rest.is_empty())?;
        let letters = if is_printable_ascii(rest) {
            rest.len()
        } else {
            // What comes next may belong to the last letter.
            rest.bytes().take_while(|byte| (0x20..0x7f).contains(byte)).count().saturating_sub(1)
        };
        let found = match rest.get(..letters).filter(|letters| !letters.is_empty()) {
            Some(letters) => Cell { offset, column, width: letters.len(), grapheme: letters },
            None => Cell { offset, column, ..cells_of(rest).next()? },
        };
        offset += found.grapheme.len();
        column += found.width;
        Some(found)
    })
}

/// Bytes that are looked at together: a processor takes many at a time where it need not stop at each.
const AT_ONCE: usize = 32;

/// Whether every byte of it is a cluster of one cell.
pub fn is_printable_ascii(piece: &str) -> bool {
    let are = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & (0x20..0x7f).contains(byte));
    piece.as_bytes().chunks(AT_ONCE).all(are)
}

/// Cells of a piece of text.
pub fn width(piece: &str) -> usize {
    if is_printable_ascii(piece) {
        return piece.len();
    }
    cells_of(piece).map(|cell| cell.width).sum()
}

/// Cells of a piece of text, as a column can hold them.
pub fn columns(piece: &str) -> u16 {
    u16::try_from(width(piece)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn clusters_are_those_of_the_whole_piece(
            parts in prop::collection::vec(prop_oneof![
                "[ -~]{1,3}",
                "\\PC{1,2}",
                prop::sample::select(vec![
                    "\u{301}", "\u{200d}", "🇩🇪🇫", "👨\u{200d}👩", "\u{600}", "क\u{94d}\u{200d}ष", "\u{fe0f}", "각", "ᄀ", "\t", "\n",
                ]).prop_map(str::to_owned),
            ], 0..12),
        ) {
            let piece = parts.concat();
            let found: Vec<_> = cells_of(&piece).map(|cell| (cell.offset, cell.grapheme)).collect();
            prop_assert_eq!(found, piece.grapheme_indices(true).collect::<Vec<_>>());
            prop_assert_eq!(cells_of(&piece).map(|cell| cell.width).sum::<usize>(), width(&piece));
            let letters = |cell: Cell<'_>| {
                let one = |offset| Cell { offset: cell.offset + offset, column: cell.column + offset, width: 1, grapheme: "" };
                let many = is_printable_ascii(cell.grapheme).then(|| (0..cell.grapheme.len()).map(one));
                many.map_or_else(|| vec![Cell { grapheme: "", ..cell }], Iterator::collect)
            };
            let found: Vec<_> = stretches_of(&piece).flat_map(letters).collect();
            prop_assert_eq!(found, cells_of(&piece).map(|cell| Cell { grapheme: "", ..cell }).collect::<Vec<_>>());
        }
    }
}
