//! Where a line may be broken: the break opportunities of UAX #14.

use textwrap::WordSeparator;

/// The pieces of `words` between two break opportunities, in order: how many bytes each has without the blanks at its
/// end, and with them.
///
/// Between plain words nothing has to be looked up: a line may be broken behind the blanks after one, and nowhere in
/// it. Most words are.
pub(super) fn pieces(words: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = words;
    let mut looked_up = Vec::new().into_iter();
    std::iter::from_fn(move || {
        if let Some(piece) = looked_up.next() {
            return Some(piece);
        }
        let plain = plain(rest.as_bytes());
        if let Some(piece) = plain {
            rest = rest.get(piece.1..).unwrap_or_default();
            return Some(piece);
        }
        let (now, later) = rest.split_at_checked(next_sure(rest.as_bytes())).unwrap_or((rest, ""));
        rest = later;
        let found = WordSeparator::UnicodeBreakProperties.find_words(now);
        let found: Vec<_> = found.map(|word| (word.word.len(), word.word.len() + word.whitespace.len())).collect();
        looked_up = found.into_iter();
        looked_up.next()
    })
}

/// Letters and digits of ASCII, and what stands in and after them without parting them: of the classes AL, NU, IS and
/// QU no two have a break between them.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'.' | b';' | b':' | b'\'')
}

/// The plain word that `text` begins with, and the blanks after it, if a letter or digit of ASCII comes next: SP ÷
/// (LB18), which only rules for what comes before or after other classes overrule.
fn plain(text: &[u8]) -> Option<(usize, usize)> {
    let word = text.iter().position(|byte| !is_plain(*byte)).filter(|word| *word > 0)?;
    let blanks = text.get(word..)?.iter().position(|byte| *byte != b' ').filter(|blanks| *blanks > 0)?;
    let end = word + blanks;
    text.get(end).filter(|next| next.is_ascii_alphanumeric())?;
    Some((word, end))
}

/// Where the next break stands that is one whatever stands around it: behind the blanks after a plain word; the end
/// where there is none.
fn next_sure(text: &[u8]) -> usize {
    let mut blanks = memchr::memchr_iter(b' ', text);
    let found = blanks.find(|at| {
        let (before, after) = (at.checked_sub(1).and_then(|before| text.get(before)), text.get(at + 1));
        before.is_some_and(|before| is_plain(*before)) && after.is_some_and(u8::is_ascii_alphanumeric)
    });
    found.map_or(text.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All of it looked up.
    fn looked_up(words: &str) -> Vec<(usize, usize)> {
        let found = WordSeparator::UnicodeBreakProperties.find_words(words);
        found.map(|word| (word.word.len(), word.word.len() + word.whitespace.len())).collect()
    }

    #[test]
    fn plain_words_are_parted_by_their_blanks() {
        for words in [
            "It rose by 12.5 per cent, as e.g. the index's own: no more.",
            "“Not yet,” she said (twice) — and 'then' left.",
            "a b  c   d",
            "one /goal two / three !four ? five",
            " a",
            "",
            "漢字 and かな, 3 % of it",
        ] {
            assert_eq!(pieces(words).collect::<Vec<_>>(), looked_up(words), "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn all_that_is_looked_up_is_found(
            parts in prop::collection::vec(
                prop_oneof![
                    6 => "[a-z]{1,4}",
                    2 => "[0-9]{1,3}",
                    6 => " {1,2}",
                    3 => "[,.;:'!?%$/()\"#&*+=<>@^_|~`{}\\[\\]\\\\-]",
                    2 => prop::sample::select(vec![
                        "—", "–", "“", "”", "‘", "’", "…", "€", "漢", "。", "「", "」", "\u{a0}", "\u{301}", "é", "א", "กขค",
                        "👍", "🇩🇪", "👨\u{200d}👩", "\t", "\u{2009}", "«", "»", "\u{ad}", "¿", "\u{2060}", "각",
                    ]).prop_map(str::to_owned),
                    1 => "\\PC",
                ],
                0..24,
            ),
        ) {
            // Where the text ends in a hyphen, the word before is taken along.
            let words = format!("{}.", parts.concat());
            prop_assert_eq!(pieces(&words).collect::<Vec<_>>(), looked_up(&words), "{:?}", words);
        }
    }
}
