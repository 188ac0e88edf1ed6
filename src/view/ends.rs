//! The ends of the sentence under the cursor: its first words and its last one, which are set in bold where no ground
//! is laid under all of it. They say where it begins and ends as well as all of its words would, and a key that moves
//! the cursor writes a few words anew instead of two sentences.

use crate::layout::measure;
use crate::text::span::Span;
use crate::text::width::floor;

/// Cells of the first words at least.
const FIRST: usize = 16;

/// Cells of the first words at most.
const MOST: usize = 40;

/// Cells of one of them at most: where no spaces are written, as much of the start stands for it.
const LONGEST: usize = 24;

/// First words at least.
const WORDS: usize = 3;

/// Cells of the last word at most: where no spaces are written, as much of the end stands for it.
const LAST: usize = 12;

/// Cells between the first words and the last that are worth leaving out.
const BETWEEN: usize = 30;

/// Bytes that are looked at from either end.
const WINDOW: usize = 512;

/// The first words and the last word of `sentence`, in order; all of a short one.
pub(super) fn ends(text: &str, sentence: Span) -> Vec<Span> {
    let words = sentence.of(text);
    let words = words.trim_end();
    let first = first(words.get(..floor(words, WINDOW)).unwrap_or(words));
    let from = floor(words, words.len().saturating_sub(WINDOW));
    let last = from + last(words.get(from..).unwrap_or_default());
    let between = words.get(first..last).unwrap_or_default();
    let few = between.get(..floor(between, WINDOW)).unwrap_or(between);
    if measure::width(few) <= BETWEEN {
        return vec![sentence];
    }
    let at = |offset: usize| sentence.start + offset;
    vec![Span::new(at(0), at(first)), Span::new(at(last), at(words.len()))]
}

/// Where the first words end.
fn first(words: &str) -> usize {
    let (mut end, mut count, mut word_cells) = (0, 0, 0);
    for cell in measure::cells_of(words) {
        if cell.grapheme.chars().all(char::is_whitespace) {
            count += usize::from(word_cells > 0);
            if count >= WORDS && cell.column >= FIRST {
                break;
            }
            word_cells = 0;
        } else {
            if word_cells + cell.width > LONGEST || cell.column + cell.width > MOST {
                break;
            }
            word_cells += cell.width;
            end = cell.offset + cell.grapheme.len();
        }
    }
    end
}

/// Where the last word begins.
fn last(words: &str) -> usize {
    let start = words.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let word = words.get(start..).unwrap_or_default();
    let left = measure::width(word).saturating_sub(LAST);
    let cell = measure::cells_of(word).find(|cell| cell.column >= left && cell.width > 0);
    start + cell.map_or(0, |cell| cell.offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::grapheme_width;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn of(sentence: &str) -> Vec<String> {
        let text = format!("Before. {sentence} After.");
        let span = Span::new(8, 8 + sentence.len() + 1);
        ends(&text, span).into_iter().map(|end| end.of(&text).to_owned()).collect()
    }

    #[test]
    fn first_words_and_the_last_are_the_ends() {
        for (sentence, ends) in [
            (
                "The company simultaneously announced a venture with Blackstone and Goldman Sachs.",
                &["The company simultaneously", "Sachs."][..],
            ),
            ("“Nothing here is finished, and that is its merit.” he said of it.", &["“Nothing here is", "it."]),
            ("In a single afternoon, she wrote all of it.", &["In a single afternoon, she wrote all of it. "]),
            ("No.", &["No. "]),
            (
                "第一句话里没有一个空格所以要在某个地方断开才能看出它从哪里开始到哪里结束。",
                &["第一句话里没有一个空格所", "到哪里结束。"],
            ),
            (
                "See https://example.org/a/very/long/address/that/goes/on/and/on for more of it.",
                &["See https://example.org/a/ve", "it."],
            ),
        ] {
            assert_eq!(of(sentence), ends, "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn any_sentence_has_ends_at_its_ends(
            parts in prop::collection::vec(
                prop_oneof!["[a-z]{1,12} ", "[a-z]{30,90}", "\\PC{1,4}", "(漢字|👨\u{200d}👩|e\u{301}|\u{3000}| ){1,20}"],
                1..40,
            ),
        ) {
            let text = parts.concat();
            let whole = Span::new(0, text.len());
            let ends = ends(&text, whole);
            prop_assert!(ends.iter().all(|end| text.get(end.start..end.end).is_some()));
            prop_assert_eq!(ends[0].start, 0);
            prop_assert!(ends.last().unwrap().end >= text.trim_end().len());
            if let [first, last] = ends[..] {
                prop_assert!(first.end > 0 && first.end < last.start && last.start < last.end);
                // No cluster is set in two faces.
                let starts: Vec<_> = text.grapheme_indices(true).map(|(at, _)| at).collect();
                prop_assert!(starts.contains(&first.end));
                let cells = |span: Span| span.of(&text).graphemes(true).map(grapheme_width).sum::<usize>();
                prop_assert!(cells(first) <= MOST && cells(last) <= LAST);
            }
        }
    }
}
