//! Words: the units in which two texts are compared.

use std::borrow::Cow;
use std::collections::HashMap;

use super::span::Span;

/// Bytes of the longest word; a longer one (an encoded picture, a line of dashes) is cut.
const LONGEST: usize = 64;

/// The words of `text`, in order: runs of letters and digits, each run of one punctuation mark, and
/// each character of a script that writes no spaces. White space belongs to none.
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| !c.is_whitespace())?;
        let kind = kind(first);
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            let same = match kind {
                Kind::Letters => self::kind(next) == Kind::Letters,
                Kind::Alone => is_mark(next),
                Kind::Punctuation => next == first,
            };
            if !same || at - start >= LONGEST {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        Some(Span::new(start, end))
    })
}

/// What a character makes a word with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// With the letters and digits beside it.
    Letters,
    /// By itself.
    Alone,
    /// With the same mark beside it.
    Punctuation,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Kind::Letters } else { Kind::Punctuation };
    }
    match c {
        // Han, kana, Thai, Lao, Tibetan, Myanmar and Khmer put no spaces between words.
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Kind::Alone,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => Kind::Alone,
        '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Kind::Alone,
        c if c.is_alphanumeric() || is_mark(c) => Kind::Letters,
        _ => Kind::Punctuation,
    }
}

/// Whether `c` only changes the look of what stands before it: combining marks, joiners, selectors.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The form in which two words count as the same: without case, curly quotes and dashes as the
/// plain ones.
fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().flat_map(char::to_lowercase).map(plain).collect())
}

const fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '‐' | '‑' | '‒' | '–' | '—' => '-',
        c => c,
    }
}

/// Numbers for words: the same number for words that count as the same.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary<'a> {
    ids: HashMap<Cow<'a, str>, u32>,
    /// Whether the word of each number holds a letter or digit.
    letters: Vec<bool>,
}

impl<'a> Vocabulary<'a> {
    /// The words of `text` with their numbers, new ones counted on; at most `most` of them.
    pub fn read(&mut self, text: &'a str, most: usize) -> Words {
        let mut read = Words::default();
        for span in words(text).take(most) {
            let word = folded(span.of(text));
            let id = if let Some(id) = self.ids.get(&word) {
                *id
            } else {
                let id = self.ids.len() as u32;
                self.letters.push(word.chars().any(|c| kind(c) != Kind::Punctuation));
                self.ids.insert(word, id);
                id
            };
            read.ids.push(id);
            read.spans.push((span.start as u32, span.end as u32));
        }
        read
    }

    /// The number of a word, if it has been read.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(&folded(word)).copied()
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no word has been read.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether the word numbered `id` holds a letter or digit.
    pub fn has_letters(&self, id: u32) -> bool {
        self.letters.get(id as usize).copied().unwrap_or_default()
    }
}

/// The words of one text, numbered.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Their numbers.
    pub ids: Vec<u32>,
    /// First byte and the byte after the last of each.
    spans: Vec<(u32, u32)>,
}

impl Words {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Where word `index` stands; nothing past the last.
    pub fn span(&self, index: usize) -> Option<Span> {
        self.spans.get(index).map(|(start, end)| Span::new(*start as usize, *end as usize))
    }

    /// The half-open words that share a byte with `span`; empty where `span` holds no word.
    pub fn within(&self, span: Span) -> (usize, usize) {
        let first = self.spans.partition_point(|(_, end)| *end as usize <= span.start);
        let last = self.spans.partition_point(|(start, _)| (*start as usize) < span.end);
        (first, last.max(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for (text, parts) in [
            ("It’s 3.5 %.", vec!["It", "’", "s", "3", ".", "5", "%", "."]),
            ("---- a", vec!["----", "a"]),
            ("日本語で", vec!["日", "本", "語", "で"]),
            ("ein\u{308} Wort\n", vec!["ein\u{308}", "Wort"]),
            (" \n", vec![]),
        ] {
            assert_eq!(words(text).map(|span| span.of(text)).collect::<Vec<_>>(), parts, "{text}");
        }
    }

    #[test]
    fn case_and_the_shape_of_quotes_do_not_part_words() {
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.read("“The” \"the\"", usize::MAX);
        assert_eq!(words.ids, [0, 1, 0, 0, 1, 0]);
        assert!(vocabulary.has_letters(1) && !vocabulary.has_letters(0));
        assert_eq!(words.within(Span::new(3, 8)), (1, 3));
        assert_eq!(words.within(Span::new(9, 10)), (3, 3));
    }

    proptest! {
        #[test]
        fn words_are_ordered_and_leave_out_only_white_space(text in any::<String>()) {
            let mut end = 0;
            for span in words(&text) {
                prop_assert!(Span::new(end, span.start).of(&text).trim().is_empty());
                prop_assert!(span.start >= end && !span.of(&text).is_empty());
                end = span.end;
            }
            prop_assert!(Span::new(end, text.len()).of(&text).trim().is_empty());
        }
    }
}
