//! Breaking the program's own words, notes and messages into lines.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::span::Span;
use crate::text::width::grapheme_width;

/// The lines of `text` in `width` cells, broken after blanks, in a word only where it does not fit
/// a line. They tile the text but for its line ends.
pub fn lines(text: &str, width: u16) -> Vec<Span> {
    let width = usize::from(width.max(1));
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        break_line(text, Span::new(start, start + line.len()), width, &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn break_line(text: &str, line: Span, width: usize, lines: &mut Vec<Span>) {
    let (mut start, mut cells) = (line.start, 0);
    // The last place after a blank, with the cells from there on.
    let mut blank: Option<(usize, usize)> = None;
    for (at, grapheme) in line.of(text).grapheme_indices(true) {
        let at = line.start + at;
        let wide = if grapheme == "\t" { 4 } else { grapheme_width(grapheme) }.min(width);
        while cells + wide > width && cells > 0 && grapheme != " " {
            let (next, rest) = blank.take().filter(|(next, _)| *next > start).unwrap_or((at, 0));
            lines.push(Span::new(start, next));
            (start, cells) = (next, rest);
        }
        cells += wide;
        if let Some((_, rest)) = &mut blank {
            *rest += wide;
        }
        if grapheme == " " {
            blank = Some((at + 1, 0));
        }
    }
    lines.push(Span::new(start, line.end));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for (text, width, expected) in [
            ("one two three", 7, &["one two ", "three"][..]),
            ("one  two", 3, &["one  ", "two"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("a\n\nb", 3, &["a", "", "b"]),
            ("", 3, &[""]),
            ("漢字漢", 4, &["漢字", "漢"]),
        ] {
            let found: Vec<_> = lines(text, width).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn lines_tile_the_text_and_fit(text in "(\\PC{0,8}[ \n]){0,20}", width in 1u16..40) {
            let mut at = 0;
            for line in lines(&text, width) {
                prop_assert!(line.start == at || text.get(at..line.start) == Some("\n"), "{:?}", line);
                at = line.end;
                let cells: usize = line.of(&text).trim_end().graphemes(true).map(|g| grapheme_width(g).min(width.into())).sum();
                prop_assert!(cells <= usize::from(width));
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
