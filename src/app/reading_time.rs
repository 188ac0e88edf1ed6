//! How long reading a text takes.

use crate::text::width;

/// Words, or characters of a script written without blanks, that a reader takes in a minute.
const WORDS_A_MINUTE: usize = 230;
const CHARACTERS_A_MINUTE: usize = 400;

/// Bytes at the start of a text whose words are counted; the rest is taken to be like them.
const SAMPLE: usize = 4 * 1024;

/// Minutes that reading takes, at least one.
pub fn minutes(text: &str) -> usize {
    let sample = text.get(..width::floor(text, SAMPLE)).unwrap_or_default();
    let (mut words, mut characters, mut in_word) = (0, 0, false);
    for c in sample.chars() {
        // From Hiragana to the Hangul syllables: scripts of which a character is about a syllable.
        let dense = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}');
        characters += usize::from(dense);
        let letter = !dense && !c.is_whitespace();
        words += usize::from(letter && !in_word);
        in_word = letter;
    }
    let milliseconds = words * 60_000 / WORDS_A_MINUTE + characters * 60_000 / CHARACTERS_A_MINUTE;
    let all = milliseconds as u128 * text.len() as u128 / sample.len().max(1) as u128;
    ((all + 30_000) / 60_000).max(1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_time_counts_words_or_characters_by_script() {
        assert_eq!(minutes(""), 1);
        assert_eq!(minutes(&"word ".repeat(2300)), 10);
        assert_eq!(minutes(&"漢".repeat(4000)), 10);
        assert!((995..=1005).contains(&minutes(&"word ".repeat(230_000))));
    }
}
