//! Which of the starts that were found begin no sentence, and which stand in the wrong place.

use super::abbreviations::{SPEECH_VERBS, TIME_ZONES, is_abbreviation, is_never_last};
use crate::text::span::Span;

/// The starts in `text` that begin a sentence, of those found; the first is kept.
pub(super) fn mend(text: &str, language: &str, starts: &[usize]) -> Vec<usize> {
    let mut mended: Vec<usize> = Vec::with_capacity(starts.len());
    // The number of the last item of an enumeration in running text, "1. … 2. …".
    let mut item = None;
    for (nth, start) in starts.iter().enumerate() {
        let Some(last) = mended.last().copied() else {
            mended.push(*start);
            continue;
        };
        let start = past_marks(text, *start);
        let before = Span::new(last, start).of(text).trim_end();
        let end = starts.get(nth + 1).copied().unwrap_or(text.len());
        let after = Span::new(start, end).of(text);
        if let Some(number) = final_number(before) {
            let alone = before.trim_start().len() == number.len() + 1;
            let value: Option<u32> = number.parse().ok();
            if alone {
                item = value;
                continue;
            }
            if value.is_some() && item.and_then(|item: u32| item.checked_add(1)) == value {
                item = value;
                mended.push(last + before.len() - number.len() - 1);
                continue;
            }
        }
        if start < end && !goes_on(text, before, start, after, language) {
            mended.push(start);
        }
    }
    mended
}

/// `start` moved behind marks of notes that belong to the sentence before: "fell.¹ Then", "fell.[2] Then".
fn past_marks(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let closes_up = text.get(..start).is_some_and(|head| !head.ends_with(char::is_whitespace));
    if !closes_up {
        return start;
    }
    let marks = rest.trim_start_matches(|c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡'));
    let marked = rest.len() - marks.len();
    if marked > 0 { start + rest.len() - marks.trim_start().len() } else { start }
}

/// The number that `words` end in, before their last dot: "19" of "the 19.".
fn final_number(words: &str) -> Option<&str> {
    let head = words.strip_suffix('.')?;
    let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = head.get(head.len() - digits..)?;
    let apart =
        head.get(..head.len() - digits).is_some_and(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace));
    ((1..=2).contains(&digits) && apart).then_some(number)
}

/// Whether the sentence that ends with `before` goes on with `after`, which starts at `start`.
fn goes_on(text: &str, before: &str, start: usize, after: &str, language: &str) -> bool {
    let wordless = |words: &str| !words.contains(char::is_alphanumeric);
    if wordless(before) || wordless(after) {
        return true;
    }
    let spaced = text.get(..start).is_some_and(|head| head.ends_with(char::is_whitespace));
    if !spaced && before.ends_with('.') {
        // "end.The start" lacks a space; "Use .NET" and "1.b" do not.
        let word = before.trim_end_matches('.');
        return !(word.ends_with(char::is_lowercase) && after.starts_with(char::is_uppercase));
    }
    let first = after.chars().find(|c| c.is_alphanumeric());
    let small = first.is_some_and(char::is_lowercase) && after.starts_with(char::is_lowercase) && !is_branded(after);
    let word = before.strip_suffix('.').map(|head| last_word(head, language));
    if let Some(word) = &word {
        if is_never_last(word, language) || (small && is_abbreviation(word, language)) {
            return true;
        }
        let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if matches!(word.to_lowercase().as_str(), "a.m" | "p.m") && TIME_ZONES.contains(&next) {
            return true;
        }
        if language == "de" && is_german_ordinal(before) && after.starts_with(char::is_uppercase) {
            return true;
        }
    }
    if before.ends_with('…') || before.ends_with("...") {
        return small;
    }
    is_quoted(before) && (small || (is_call(before) && is_speech_tag(after)))
}

/// The last word before a dot, with the parts of one that is written with spaces ("z. B", "EE. UU").
fn last_word(head: &str, language: &str) -> String {
    let mut parts = head.rsplit(char::is_whitespace).filter(|part| !part.is_empty());
    let bare = |part: &str| part.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let last = bare(parts.next().unwrap_or_default());
    if last.chars().count() <= 2
        && language != "en"
        && let Some(first) = parts.next().and_then(|part| part.strip_suffix('.'))
        && first.chars().count() <= 2
    {
        let joined = format!("{}.{last}", bare(first));
        if is_never_last(&joined, language) {
            return joined;
        }
    }
    last
}

/// "iPhone", "eBay": a name that begins small.
fn is_branded(words: &str) -> bool {
    words.chars().take_while(|c| c.is_alphanumeric()).skip(1).any(char::is_uppercase)
}

/// "im 19.", "am 3.", "der 2.": a number in German that counts instead of ending.
fn is_german_ordinal(before: &str) -> bool {
    let Some(number) = final_number(before) else { return false };
    let head = before.get(..before.len() - number.len() - 1).unwrap_or_default().trim_end();
    let word = head.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    matches!(
        word.as_str(),
        "im" | "am"
            | "zum"
            | "vom"
            | "beim"
            | "der"
            | "die"
            | "das"
            | "dem"
            | "den"
            | "des"
            | "und"
            | "bis"
            | "seit"
            | "ab"
            | "ihr"
            | "ihrem"
            | "ihren"
            | "sein"
            | "seinem"
            | "seinen"
    )
}

/// Whether words end with the end of a quotation.
fn is_quoted(before: &str) -> bool {
    before.ends_with(is_quote)
}

/// Whether words are a question or call in quotation marks, with nothing before them.
fn is_call(before: &str) -> bool {
    let body = before.trim_end_matches(is_quote);
    let inner = body.trim_start_matches(is_quote);
    body.trim_end().ends_with(['!', '?', '…']) && !inner.contains(['"', '“', '„', '«'])
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '„' | '«' | '»' | '’' | '‘' | '\'')
}

/// "Smith asked.", "Jane van Doe said quietly": a name of up to three words, then a verb of speech.
fn is_speech_tag(after: &str) -> bool {
    let mut words = after.split_whitespace().take(4).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let named = words.next().is_some_and(|word| {
        word.starts_with(char::is_uppercase) && !matches!(word, "I" | "He" | "She" | "They" | "We" | "It")
    });
    if !named {
        return matches!(after.split_whitespace().next(), Some("He" | "She" | "They" | "We" | "I"))
            && after.split_whitespace().nth(1).is_some_and(|word| is_only_tag(word, after));
    }
    for word in words {
        if SPEECH_VERBS.contains(&word) {
            return true;
        }
        if !word.starts_with(char::is_uppercase) && !matches!(word, "van" | "von" | "de" | "der" | "of") {
            return false;
        }
    }
    false
}

/// "She asked." and nothing more.
fn is_only_tag(verb: &str, after: &str) -> bool {
    let bare = verb.trim_matches(|c: char| !c.is_alphanumeric());
    SPEECH_VERBS.contains(&bare) && after.split_whitespace().count() == 2
}
