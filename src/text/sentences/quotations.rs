//! Sentences that begin inside quotations, behind brackets, and behind words that are no abbreviations, where the
//! library sees one sentence.

use super::abbreviations::{is_abbreviation, is_plain_word};
use crate::text::span::Span;

/// Shorter quotations are words, titles or calls, not sentences.
const SHORTEST: usize = 16;

/// Adds the starts of the sentences inside quotations: a quotation of several sentences is several
/// sentences. `library` gives the starts in a text.
pub(super) fn add_starts(text: &str, starts: &mut Vec<usize>, library: impl Fn(&str) -> Vec<usize>) {
    for inner in quotations(text) {
        let words = inner.of(text);
        if words.len() < SHORTEST || !ends_inside(words) {
            continue;
        }
        let mut found = library(words);
        found.push(words.len());
        let several = |span: Span| span.of(words).split_whitespace().nth(1).is_some();
        for three in found.windows(3) {
            let [before, start, end] = three else { continue };
            // "Hey! You!" is no two sentences.
            if several(Span::new(*before, *start)) && several(Span::new(*start, *end)) {
                starts.push(inner.start + start);
            }
        }
    }
}

/// Whether a sentence may end inside `words`: a mark at its end, then a space.
fn ends_inside(words: &str) -> bool {
    let bytes = words.as_bytes();
    memchr::memchr3_iter(b'.', b'!', b'?', bytes).any(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace))
        || words.contains('…')
}

/// The insides of quotations, outermost only, each closed in this text.
fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut depth = 0usize;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match open {
            None => {
                let starts = matches!(c, '“' | '„' | '«' | '»' | '"') && !before.is_alphanumeric() && !is_mark(before);
                if starts {
                    open = Some((c, at + c.len_utf8()));
                    depth = 1;
                }
            }
            Some((opener, start)) => {
                if closes(opener, c, before) {
                    depth -= 1;
                } else if c == opener && opener != '"' {
                    depth += 1;
                }
                if depth == 0 {
                    found.push(Span::new(start, at));
                    open = None;
                }
            }
        }
        before = c;
    }
    found
}

/// Whether `c` closes what `opener` opened. A straight mark after a space opens another quotation.
fn closes(opener: char, c: char, before: char) -> bool {
    match opener {
        '“' => c == '”',
        '„' => c == '“' || c == '”',
        '«' => c == '»',
        '»' => c == '«',
        _ => c == '"' && !before.is_whitespace() && before != '(',
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | '!' | '?' | '…' | ';' | ':')
}

/// Adds the starts of sentences that follow a bracket with a sentence's end inside it:
/// "(See below.) Then …".
pub(super) fn add_starts_after_brackets(text: &str, starts: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b')', b']', bytes) {
        let Some(before) = at.checked_sub(1).and_then(|at| bytes.get(at)) else { continue };
        if !matches!(before, b'.' | b'!' | b'?' | b'"') {
            continue;
        }
        let head = text.get(..at).unwrap_or_default();
        let head = head.strip_suffix('"').unwrap_or(head);
        if !head.ends_with(['.', '!', '?']) {
            continue;
        }
        let after = text.get(at + 1..).unwrap_or_default();
        let rest = after.trim_start();
        let spaced = rest.len() < after.len();
        let begins = rest.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"' | '„' | '«'));
        let word = head.trim_end_matches('.').rsplit([' ', '(', '[']).next().unwrap_or_default();
        // A bracket with nothing before it is a sentence, whatever its last word.
        let outside = head.rfind(['(', '[']).and_then(|open| head.get(..open)).unwrap_or_default().trim_end();
        let whole = outside.is_empty() || outside.ends_with(['.', '!', '?', '"', '”']);
        let shortened = is_abbreviation(word, "en") || word.chars().count() <= 1 || (!whole && is_title(word));
        let shortened = head.ends_with('.') && shortened;
        if spaced && begins && !shortened {
            starts.push(text.len() - rest.len());
        }
    }
}

/// Adds the starts of sentences that follow a word which the library takes for an abbreviation: "in May. A court",
/// "nobody told me. Prices".
pub(super) fn add_starts_after_words(text: &str, starts: &mut Vec<usize>) {
    for at in memchr::memchr_iter(b'.', text.as_bytes()) {
        let after = text.get(at + 1..).unwrap_or_default();
        let rest = after.trim_start();
        let begins = rest.len() < after.len() && rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"'));
        let head = text.get(..at).unwrap_or_default();
        let word = || head.rsplit(|c: char| !c.is_alphabetic()).next();
        if begins && word().is_some_and(is_plain_word) {
            starts.push(text.len() - rest.len());
        }
    }
}

/// "Inc", "Mass", "Dem": a short word with a capital, which stands in brackets as an abbreviation.
fn is_title(word: &str) -> bool {
    word.chars().count() <= 4 && word.starts_with(char::is_uppercase)
}
