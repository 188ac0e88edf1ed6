//! A long block is laid out a stretch at a time, so that ten megabytes in one line show their first
//! screen at once.

use unicode_segmentation::UnicodeSegmentation;

use crate::article::block::Block;
use crate::text::span::Span;
use crate::text::width::floor;

/// Bytes of one stretch, at most; nearly every block is shorter.
const STRETCH: usize = 4096;

/// Where the stretches of `block` begin, but for the first.
///
/// A stretch ends at a line end in preformatted text; in prose at the end of a sentence, as far as
/// a full stop tells, else at a blank, else between two grapheme clusters.
pub(super) fn cuts(text: &str, block: Block) -> Box<[usize]> {
    let mut cuts = Vec::new();
    let mut at = block.span.start;
    while block.span.end - at > STRETCH {
        let window = Span::new(at, floor(text, at + STRETCH));
        at = window.start + cut(window.of(text), block.kind.is_preformatted()).max(1);
        at = floor(text, at).max(window.start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        cuts.push(at);
    }
    cuts.into()
}

/// How many bytes of `window` make the next stretch.
fn cut(window: &str, preformatted: bool) -> usize {
    let bytes = window.as_bytes();
    let late = bytes.len() / 2;
    let tail = bytes.get(late..).unwrap_or_default();
    if preformatted && let Some(found) = memchr::memrchr(b'\n', tail) {
        return late + found + 1;
    }
    let stop = tail.windows(2).rposition(|pair| matches!(pair, [b'.' | b'!' | b'?', b' ']));
    if let Some(found) = stop.map(|found| found + 1).or_else(|| memchr::memrchr(b' ', tail)) {
        return late + found + 1;
    }
    window.grapheme_indices(true).next_back().map_or(0, |(start, _)| start).max(late)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::block::{BlockKind, Nesting};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stretches_tile_the_block_on_character_boundaries(part in "\\PC{1,40}", times in 1usize..2000) {
            let text = part.repeat(times);
            let cuts = cuts(&text, Block { span: Span::whole(&text), kind: BlockKind::Paragraph, nesting: Nesting::of(BlockKind::Paragraph) });
            let mut last = 0;
            for cut in cuts {
                prop_assert!(cut > last && cut - last <= STRETCH && text.is_char_boundary(cut));
                last = cut;
            }
            prop_assert!(text.len() - last <= STRETCH);
        }
    }
}
