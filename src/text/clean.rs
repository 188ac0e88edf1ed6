//! Text from outside, made harmless once.
//!
//! Nothing from a document may act on the terminal: not as a control character, and not as one of
//! the invisible characters that reorder or hide what is shown (CVE-2021-42574).

use std::borrow::Cow;

/// What becomes of one character from outside.
enum Fate {
    Keep,
    Drop,
    Replace(char),
}

fn fate(c: char) -> Fate {
    match c {
        '\n' | '\t' => Fate::Keep,
        // Separators of lines and paragraphs, and the C1 "next line", are line ends.
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{0b}' | '\u{0c}' => Fate::Replace('\n'),
        // A NUL is shown as nothing by every other tool; the other controls leave a trace.
        '\0' => Fate::Drop,
        c if c.is_control() => Fate::Replace('\u{fffd}'),
        c if is_hidden(c) => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Whether a character hides or reorders what stands around it: bidi embeddings, overrides and
/// isolates, directional marks, zero-width space and no-break space, soft hyphen, invisible
/// operators, interlinear marks, tags. Zero-width joiner and non-joiner are not among them:
/// emoji and several scripts are written with them.
#[inline]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

/// Whether a character may never reach the terminal from outside.
pub fn is_harmful(c: char) -> bool {
    c.is_control() || is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// `text` with line ends as `\n`, controls as U+FFFD, and hidden characters gone. Tabs stay.
///
/// Idempotent; borrowed where there was nothing to do.
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, fate)
}

/// What the reader wrote, given to a command: its controls as [`clean`] has them, and all else as it stands. Marks of
/// direction, soft hyphens and separators of lines are part of what was written; where it is shown, they are left out.
pub fn clean_controls(text: &str) -> Cow<'_, str> {
    cleaned(text, |c| if c.is_control() { fate(c) } else { Fate::Keep })
}

/// `text` with each character as its fate has it.
fn cleaned(text: &str, fate: impl Fn(char) -> Fate) -> Cow<'_, str> {
    // Most text is ASCII, and most of what is not is a quotation mark or a letter.
    let stays = |c: char| matches!(c, ' '..='~' | '\n' | '\t') || (!c.is_ascii() && matches!(fate(c), Fate::Keep));
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' {
            // CR LF is one line end; a bare CR, which would let one line cover another, is one too.
            chars.next_if_eq(&'\n');
            out.push('\n');
            continue;
        }
        match fate(c) {
            Fate::Keep => out.push(c),
            Fate::Drop => {}
            Fate::Replace(with) => out.push(with),
        }
    }
    Cow::Owned(out)
}

/// `text` cleaned and on one line, its white space runs one space each: for titles, names, tags
/// and error messages.
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for (from, to) in [
            ("plain", "plain"),
            ("a\r\nb\rc\nd", "a\nb\nc\nd"),
            ("\u{1b}[31mred\u{1b}[0m", "\u{fffd}[31mred\u{fffd}[0m"),
            ("a\u{9b}2Jb", "a\u{fffd}2Jb"),
            ("a\u{202e}b\u{2066}c\u{feff}", "abc"),
            ("one\0two", "onetwo"),
            ("👨\u{200d}👩", "👨\u{200d}👩"),
        ] {
            assert_eq!(clean(from), to, "{from:?}");
        }
        assert_eq!(clean_line(" a\tb\n c "), "a b c");
        assert_eq!(
            clean_controls("\u{202e}a\u{2066}\u{301} \u{ad}\u{2028}\r\nb\u{1b}c\u{85}\0"),
            "\u{202e}a\u{2066}\u{301} \u{ad}\u{2028}\nb\u{fffd}c\n"
        );
    }

    proptest! {
        #[test]
        fn nothing_harmful_survives(text in any::<String>()) {
            let cleaned = clean(&text).into_owned();
            prop_assert!(cleaned.chars().all(|c| c == '\n' || c == '\t' || !is_harmful(c)));
            prop_assert_eq!(clean(&cleaned).into_owned(), cleaned.clone());
        }
    }
}
