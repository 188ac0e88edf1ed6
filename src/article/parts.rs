//! Text without end, in parts: no block is longer than one part.

use memchr::memrchr;

use super::lines::ends_sentence;
use crate::text::width::floor;

/// The most bytes of a block. Nobody writes a paragraph as long, and all that is worked out of one block at a time
/// (its sentences, its rows, where its markup ends) costs no more than this much text does.
pub(super) const LONGEST_BLOCK: usize = 1 << 20;

/// So many bytes before the end of a part a sentence is looked for that ends there.
const NEAR: usize = 4 << 10;

/// `text` in parts of at most `most` bytes, each but the last ended as [`part_end`] says of prose.
pub(super) fn parts(text: &str, most: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if rest.len() > most { part_end(rest, most, false) } else { rest.len() };
        let (part, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(part)
    })
}

/// Where a part of at most `most` bytes of `text`, which is longer, ends: behind its last sentence, where one ends
/// near, else behind its last blank, else between two characters; of `lines` that count, behind the last one. What
/// follows does not bear on it, but for the very first character.
pub(super) fn part_end(text: &str, most: usize, lines: bool) -> usize {
    let most = floor(text, most).max(text.chars().next().map_or(1, char::len_utf8));
    let head = text.get(..most).unwrap_or_default();
    if lines && let Some(end) = memrchr(b'\n', head.as_bytes()) {
        return end + 1;
    }
    let near = floor(head, head.len().saturating_sub(NEAR));
    let mut blanks = memchr::memrchr_iter(b' ', head.as_bytes()).take_while(|at| *at > near);
    let sentence = blanks.find(|at| head.get(near..*at).is_some_and(ends_sentence));
    sentence.or_else(|| memrchr(b' ', head.as_bytes()).filter(|at| *at > 0)).map_or(most, |blank| blank + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_ends_behind_a_sentence_a_word_or_a_line() {
        for (text, most, lines, expected) in [
            ("One two. Three four", 15, false, "One two. "),
            ("One (two.) Three four", 18, false, "One (two.) "),
            ("one two three", 10, false, "one two "),
            ("onetwothree", 5, false, "onetw"),
            ("éé", 1, false, "é"),
            (" onetwo", 3, false, " on"),
            ("a b\nc d\ne", 7, true, "a b\n"),
            ("a b c", 3, true, "a "),
        ] {
            assert_eq!(text.get(..part_end(text, most, lines)), Some(expected), "{text:?} at {most}");
        }
    }

    proptest! {
        #[test]
        fn parts_are_the_text_and_no_longer_than_asked(text in "[a-cé. \n]{0,40}", most in 2usize..20) {
            let found: Vec<&str> = parts(&text, most).collect();
            prop_assert_eq!(found.concat(), text.as_str());
            prop_assert!(found.iter().all(|part| !part.is_empty() && part.len() <= most));
        }

        #[test]
        fn what_follows_does_not_bear_on_where_a_part_ends(text in "[a-cé. ]{30,40}", more in "[a-cé. ]{1,9}", most in 2usize..20) {
            prop_assert_eq!(part_end(&text, most, false), part_end(&format!("{text}{more}"), most, false));
        }
    }
}
