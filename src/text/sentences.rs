//! Where sentences begin and end: a library's rules, mended where they err on articles.

use super::span::Span;
use super::width::{floor, next_grapheme};

mod abbreviations;
pub mod coarse;
mod joins;
mod library;
mod quotations;

/// A paragraph is given to the library in windows of so many bytes: its cost grows with the square of
/// what it is given.
const WINDOW: usize = 4 * 1024;
/// The longest sentence, in bytes: one that goes on is cut between words. Nobody reads it, but a
/// screen has to be drawn from it.
pub const LONGEST: usize = 8 * 1024;

/// The sentences of one paragraph: ordered, disjoint, covering all of it but white space.
///
/// `language` is a BCP 47 primary tag ("en"); an unknown one is cut like English.
pub fn cut(paragraph: &str, language: &str) -> Vec<Span> {
    cut_around(paragraph, language, &[])
}

/// The sentences of one paragraph, none of which ends inside one of `whole`: ordered stretches such
/// as inline code.
pub fn cut_around(paragraph: &str, language: &str, whole: &[Span]) -> Vec<Span> {
    let text = Span::whole(paragraph).trimmed(paragraph);
    if text.is_empty() {
        return Vec::new();
    }
    if text.len() <= LONGEST && !may_end_inside(text.of(paragraph)) {
        return vec![text];
    }
    let masked = mask(paragraph, whole);
    let masked = masked.as_deref().unwrap_or(paragraph);
    let mut sentences = Vec::new();
    let mut start = text.start;
    while start < text.end {
        let found = window(masked, Span::new(start, text.end), language);
        start = found.last().map_or(text.end, |last| last.end);
        sentences.extend(found.into_iter().map(|span| span.trimmed(paragraph)).filter(|span| !span.is_empty()));
    }
    sentences
}

/// Does the first use's work, which compiles regular expressions, so that another thread can do it
/// before the first paragraph is there.
pub fn warm(language: &str) {
    cut("A “first (use) of. It” all: \"It is done. Yes,\" said J. Doe. Mail a@b.example… Now!", language);
}

/// Whether the text that begins with `bytes` needs more work at its first use, which [`warm_quotations`] does.
pub fn needs_quotations(bytes: &[u8]) -> bool {
    library::needs_quotations(bytes)
}

/// Does the first use's work for quotations that not every text needs, as [`warm`] does the other.
pub fn warm_quotations() {
    cut("One 'quotation'. Another.", "en");
}

/// Whether a sentence may end before the end of `words`. Most list items and many paragraphs are one
/// sentence, and need no rules to see it.
fn may_end_inside(words: &str) -> bool {
    let body = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    body.chars().any(|c| matches!(c, '.' | '!' | '?') || (!c.is_ascii() && !c.is_alphanumeric() && !is_harmless(c)))
}

/// Signs outside ASCII that no language ends a sentence with.
const fn is_harmless(c: char) -> bool {
    matches!(
        c,
        '–' | '—'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '\u{a0}'
            | '€'
            | '£'
            | '°'
            | '·'
            | '•'
    )
}

/// The sentences at the start of `rest`, each up to the start of the next. The last of a window is
/// left to the next one, which sees its end.
fn window(text: &str, rest: Span, language: &str) -> Vec<Span> {
    let mut size = WINDOW;
    loop {
        let end = floor(text, rest.start + size.min(rest.len()));
        let window = Span::new(rest.start, end);
        let mut starts = starts(window.of(text), language);
        let complete = end == rest.end;
        if complete {
            starts.push(window.len());
        }
        if starts.len() > 1 {
            let pairs = starts.windows(2).filter_map(|pair| Some(Span::new(*pair.first()?, *pair.last()?)));
            return pairs.map(|span| span.shifted(rest.start)).flat_map(|span| shortened(text, span)).collect();
        }
        if size >= LONGEST {
            return vec![Span::new(rest.start, break_before(text, Span::new(rest.start, rest.start + LONGEST)))];
        }
        size *= 2;
    }
}

/// A sentence in parts no longer than [`LONGEST`].
fn shortened(text: &str, sentence: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while rest.len() > LONGEST {
        let at = break_before(text, Span::new(rest.start, rest.start + LONGEST));
        parts.push(Span::new(rest.start, at));
        rest = Span::new(at, rest.end);
    }
    parts.push(rest);
    parts
}

/// The last place in `window` where a word begins; its end, on a boundary of grapheme clusters, where
/// there is none.
fn break_before(text: &str, window: Span) -> usize {
    let end = floor(text, window.end);
    let words = Span::new(window.start, end).of(text);
    match words.rfind(char::is_whitespace).filter(|at| *at > 0) {
        Some(at) => window.start + at,
        None => next_grapheme(text, end.saturating_sub(1).max(window.start)).max(window.start + 1),
    }
}

/// Where the sentences of a window begin; the first is 0.
fn starts(text: &str, language: &str) -> Vec<usize> {
    if !is_prose(text) {
        return bare_starts(text);
    }
    let library = |text: &str| library::starts(text, language);
    let mut starts = library(text);
    quotations::add_starts(text, &mut starts, library);
    quotations::add_starts_after_brackets(text, &mut starts);
    if language == "en" {
        quotations::add_starts_after_words(text, &mut starts);
    }
    starts.push(0);
    starts.sort_unstable();
    starts.dedup();
    joins::mend(text, language, &starts)
}

/// Whether at most one character in eight is a quotation mark or ends sentences, as in any prose; the
/// library takes seconds over a page of nothing else.
fn is_prose(text: &str) -> bool {
    let signs = text.chars().filter(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | '"'
                | '\''
                | '`'
                | '‘'
                | '’'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '「'
                | '」'
                | '『'
                | '』'
        )
    });
    text.len() <= 256 || signs.count() * 8 <= text.len()
}

/// Where sentences begin in what is no prose: after a mark and a space, with anything but a small letter.
fn bare_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut ended, mut spaced) = (false, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        if ended && spaced && !c.is_lowercase() {
            starts.push(at);
        }
        spaced = false;
        ended = matches!(c, '.' | '!' | '?' | '…');
    }
    starts
}

/// `paragraph` with letters in place of what no sentence ends in: `whole` and addresses. Byte for
/// byte as long; nothing where there is nothing to mask.
fn mask(paragraph: &str, whole: &[Span]) -> Option<String> {
    let mut hidden: Vec<Span> = addresses(paragraph);
    hidden.extend(whole.iter().copied().filter(|span| !span.of(paragraph).is_empty()));
    if hidden.is_empty() {
        return None;
    }
    hidden.sort_unstable();
    let mut masked = String::with_capacity(paragraph.len());
    for span in hidden {
        let before = Span::new(masked.len(), span.start);
        masked.push_str(before.of(paragraph));
        let rest = span.end.saturating_sub(masked.len());
        masked.extend(std::iter::repeat_n('x', rest));
    }
    masked.push_str(Span::new(masked.len(), paragraph.len()).of(paragraph));
    (masked.len() == paragraph.len()).then_some(masked)
}

/// Words that are addresses: with a scheme, `www.`, or a dot between letters and a slash after it.
/// Punctuation at their end belongs to the sentence.
fn addresses(paragraph: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut last = 0;
    for at in memchr::memchr2_iter(b'/', b'w', paragraph.as_bytes()) {
        let after = paragraph.get(at..).unwrap_or_default();
        if at < last || !(after.starts_with('/') || after.starts_with("www.")) {
            continue;
        }
        let before = paragraph.get(..at).unwrap_or_default();
        let tail = before.get(last..).unwrap_or_default();
        let start = tail.rfind(char::is_whitespace).map_or(last, |gap| {
            last + gap + tail.get(gap..).and_then(|gap| gap.chars().next()).map_or(1, char::len_utf8)
        });
        let end = at + after.find(char::is_whitespace).unwrap_or(after.len());
        last = end;
        let word = Span::new(start, end).of(paragraph);
        let opened =
            word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '~' | '.')).len();
        let closed = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/').len();
        let address = Span::new(start + opened, start + closed.max(opened));
        let words = address.of(paragraph);
        let host = words.split('/').next().unwrap_or_default();
        if words.contains("://") || words.starts_with("www.") || (words.contains('/') && host.contains('.')) {
            found.push(address);
        }
    }
    found
}

#[cfg(test)]
mod tests;
