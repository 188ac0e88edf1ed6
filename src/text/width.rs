//! Terminal cells: how wide words are, and where a cursor may stand in them.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// Cells that `text` takes on a terminal: the sum over its extended grapheme clusters (UAX #29),
/// which is how ratatui fills cells. A whole line's width differs from it (Arabic lam-alef).
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// Cells of one grapheme cluster; one that a terminal would draw in none is given none.
pub fn grapheme_width(grapheme: &str) -> usize {
    grapheme.width()
}

/// The start of the grapheme cluster after the one at `offset`; the end of `text` at the last.
pub fn next_grapheme(text: &str, offset: usize) -> usize {
    let offset = floor(text, offset);
    GraphemeCursor::new(offset, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The start of the grapheme cluster before `offset`; 0 at the first.
pub fn previous_grapheme(text: &str, offset: usize) -> usize {
    let offset = floor(text, offset);
    GraphemeCursor::new(offset, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// `offset`, or the nearest character boundary before it.
pub fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// As many of `text`'s words as fit into `cells`, with an ellipsis where some did not. A word is cut only where it is no
/// plain word, such as an address, or where two thirds of the room would stay empty.
pub fn fit(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme_width(grapheme);
        if used > cells {
            break;
        }
        out.push_str(grapheme);
    }
    if cells > 0 {
        if text.get(out.len()..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
            leave_word(&mut out, cells);
        }
        out.truncate(out.trim_end_matches([' ', '·']).len());
        out.push('…');
    }
    out
}

/// Takes the beginning of a word off the end, unless two thirds of `cells` are in it or it is no plain word.
fn leave_word(out: &mut String, cells: usize) {
    let Some(blank) = out.rfind(char::is_whitespace) else { return };
    let word = out.get(blank..).unwrap_or_default();
    let plain = word.trim().chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '“' | '"' | '('));
    if plain && width(word) * 3 <= cells * 2 {
        out.truncate(blank);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_grapheme_clusters() {
        for (text, cells) in
            [("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("❤\u{fe0f}", 2), ("🇩🇪", 2), ("لا", 2)]
        {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("漢字漢", 4), "漢…");
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abc", 1), "…");
        assert_eq!(fit("abc", 0), "");
    }

    #[test]
    fn what_does_not_fit_ends_with_a_whole_word() {
        for (text, cells, fits) in [
            ("Three independent sources", 20, "Three independent…"),
            ("Three independent sources", 18, "Three independent…"),
            ("Three independent sources", 17, "Three…"),
            ("a counterintuitive result", 9, "a counte…"),
            ("today · somewhere", 12, "today…"),
            ("see https://example.org/a/b", 14, "see https://e…"),
            ("up to 123456789 and more", 13, "up to 123456…"),
            ("漢字漢字漢字漢字", 9, "漢字漢字…"),
        ] {
            assert_eq!(fit(text, cells), fits, "{text} in {cells}");
        }
    }

    #[test]
    fn graphemes_are_not_cut() {
        let text = "a👨‍👩‍👧b";
        assert_eq!(next_grapheme(text, 1), text.len() - 1);
        assert_eq!(previous_grapheme(text, text.len() - 1), 1);
        assert_eq!(next_grapheme(text, text.len()), text.len());
        assert_eq!(previous_grapheme(text, 0), 0);
    }
}
