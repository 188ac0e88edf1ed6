//! The library that cuts sentences. Some of its rules are regular expressions that take as long to compile as the
//! rest of the way to the first frame; where a text does not need them to be cut alike, it is spared them.

use sentencex::languages::{English, Language};

/// Where the sentences of `text` begin by the rules of `language`.
pub(super) fn starts(text: &str, language: &str) -> Vec<usize> {
    let spared = if language == "en" { without_elisions(text) } else { None };
    let text = spared.as_deref().unwrap_or(text);
    let found = match language {
        "en" => Spared.get_sentence_boundaries(text),
        _ => sentencex::get_sentence_boundaries(language, text),
    };
    found.into_iter().map(|found| found.start_byte).collect()
}

/// The rules for English, which asks whether a quotation is followed by a small letter without the regular
/// expression `^\W*[0-9a-z]` and its tables of all letters.
struct Spared;

impl Language for Spared {
    fn find_boundary(&self, text: &str, start: usize, end: usize) -> Option<usize> {
        English {}.find_boundary(text, start, end)
    }

    fn has_strong_sentence_break(&self, paragraph: &str, start: usize, end: usize) -> bool {
        English {}.has_strong_sentence_break(paragraph, start, end)
    }

    fn get_boundary_extend(&self, word: &str) -> Option<usize> {
        match goes_on(word) {
            Some(false) if !English {}.continue_in_next_word(word.trim()) => {
                let space = |c: &char| c.is_whitespace() || matches!(c, '.' | '!' | '?');
                Some(word.chars().take_while(space).map(char::len_utf8).sum())
            }
            Some(_) => None,
            None => English {}.get_boundary_extend(word),
        }
    }
}

/// Whether the first letter or figure of `words` is a small letter or a figure of ASCII; nothing where a character
/// stands before it of which only the tables tell whether it is one.
fn goes_on(words: &str) -> Option<bool> {
    for c in words.chars() {
        match c {
            '0'..='9' | 'a'..='z' => return Some(true),
            'A'..='Z' | '_' => return Some(false),
            '“' | '”' | '‘' | '’' | '«' | '»' | '–' | '—' | '\0'..='\x7f' => {}
            c if c.is_whitespace() => {}
            c if c.is_alphabetic() => return Some(false),
            _ => return None,
        }
    }
    Some(false)
}

/// `text` with another mark for each apostrophe, where all stand behind letters and none could open or close a
/// quotation: the library looks for quotations by its largest regular expression as soon as there is one. Nothing
/// where there is none, where one may be a quotation mark, and where the library knows the word ("I'm", "Don't").
fn without_elisions(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // A backtick opens a quotation that the next apostrophe closes, wherever it stands.
    if memchr::memchr(b'`', bytes).is_some() {
        return None;
    }
    let mut marks = memchr::memchr_iter(b'\'', bytes).peekable();
    marks.peek()?;
    marks.all(|at| is_elision(bytes, at)).then(|| text.replace('\'', "~"))
}

/// Whether the apostrophe at `at` stands for letters that were left out, or for the genitive of a plural: between
/// letters, or between a letter and another word.
fn is_elision(bytes: &[u8], at: usize) -> bool {
    let (before, after) = (bytes.get(..at).unwrap_or_default(), bytes.get(at + 1..).unwrap_or_default());
    let goes_on = match after {
        [b' ', next, ..] => next.is_ascii_alphanumeric(),
        [next, ..] => next.is_ascii_alphabetic(),
        [] => false,
    };
    goes_on
        && before.last().is_some_and(u8::is_ascii_alphabetic)
        && !before.ends_with(b"I")
        && !before.ends_with(b"Don")
}

/// Whether the largest of the library's regular expressions is likely to be needed for `bytes`, the start of some text
/// with its markup: a quotation mark may open in it, or it is East Asian.
pub(super) fn needs_quotations(bytes: &[u8]) -> bool {
    let opens = |at: usize| !at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    memchr::memchr2_iter(b'\'', CJK, bytes).any(|at| bytes.get(at) == Some(&CJK) || opens(at))
}

/// The byte that signs of East Asian scripts begin with, for which the library looks for quotations too.
const CJK: u8 = 0xe3;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elisions_and_quotations_are_told_apart() {
        for (text, spared) in [
            ("The firm's plan isn't new.", "The firm~s plan isn~t new."),
            ("The firms' plan of the firms' 3 heads.", "The firms~ plan of the firms~ 3 heads."),
        ] {
            assert_eq!(without_elisions(text).as_deref(), Some(spared));
            assert!(!needs_quotations(text.as_bytes()));
        }
        for text in [
            "The firms'.",
            "The firms' “plan”.",
            "He said 'yes' to the firm's plan.",
            "The `firms' plan.",
            "I'm here.",
            "Don't.",
        ] {
            assert_eq!(without_elisions(text), None, "{text}");
        }
        assert_eq!(without_elisions("A `word it's."), None);
        assert_eq!(without_elisions("No mark."), None);
        for (text, needs) in
            [("No mark “here”.", false), ("the firms' [plan](a)", false), ("He said 'yes'.", true), ("本。", true)]
        {
            assert_eq!(needs_quotations(text.as_bytes()), needs, "{text}");
        }
    }

    /// Pieces of text by which sentences end, go on, and are quoted.
    const PIECES: [&str; 51] = [
        "word",
        "Word",
        "'",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "`",
        " ",
        "  ",
        ".",
        "!",
        "?",
        "…",
        "...",
        ". . .",
        "it's",
        "isn't",
        "words' ",
        "Words' W",
        "word' 3",
        "I'm",
        "Don't",
        "Dr",
        "U.S",
        "e.g",
        "3",
        "3rd",
        "(",
        ")",
        "[1]",
        ",",
        ";",
        "—",
        "-",
        "é",
        "École",
        "ß",
        "²",
        "½",
        "中",
        "。",
        "「",
        "a@b.example",
        "Jan",
        "_",
        "\u{301}",
        "« ",
        " »",
        "\n",
    ];

    proptest! {
        #[test]
        fn a_text_is_cut_as_by_all_rules(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
            let mut text = String::new();
            for (nth, piece) in pieces.into_iter().enumerate() {
                text.push_str(if nth % 3 == 2 { " " } else { "" });
                text.push_str(PIECES[piece]);
            }
            let all = sentencex::get_sentence_boundaries("en", &text).into_iter().map(|found| found.start_byte);
            prop_assert_eq!(starts(&text, "en"), all.collect::<Vec<_>>());
        }
    }
}
