//! Dates: days, months and years as they are written in running text.

use super::figures::is_year;
use super::lexicon::Class;
use super::tokens::{Shape, Tokens};
use crate::text::span::Span;

/// The dates of a sentence, in order: "May 19th", "9. März 2026", "July 2024", "2026-03-09", "2028".
pub fn dates(tokens: &Tokens<'_>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let last = if token.is(Class::Month) { month(tokens, index) } else { None };
        let (first, last) = match last {
            Some((first, last)) => (first, last),
            None if token.shape == Shape::Number && is_lone_date(tokens, index) => (index, index),
            // "Forty years ago", but "203 last year": what is counted is plural.
            None if token.shape == Shape::Number
                && tokens.word(index + 1).ends_with('s')
                && tokens.phrase_at(index + 1, Class::Time).is_some() =>
            {
                (index, tokens.phrase_at(index + 1, Class::Time).unwrap_or(index))
            }
            None => {
                index += 1;
                continue;
            }
        };
        found.push(tokens.span(first, last));
        index = last + 1;
    }
    found
}

/// The tokens of the date around the month at `index`; nothing for "may" the verb.
fn month(tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize)> {
    let mut first = index;
    let mut last = index;
    // Before it: "19", "19th of", "9." (German), "9 de" (Spanish).
    let back = |at: usize| at.checked_sub(1);
    if let Some(mut at) = back(first) {
        if matches!(tokens.word(at), "of" | "de" | "." | "du") {
            at = back(at).unwrap_or(at);
        }
        if is_day(tokens, at) {
            first = day_before(tokens, at).unwrap_or(at);
        }
    }
    // After it: "19", "19th", "2026", ", 2026", "de 2026".
    // "Aug. 28": the full stop of the abbreviation.
    let stop = usize::from(tokens.is_mark(last + 1, '.') && tokens.word(index).len() <= 4);
    if first == index && is_day(tokens, last + 1 + stop) {
        last += 1 + stop;
        // "Feb 3–10".
        if tokens.is_mark(last + 1, '–') && is_day(tokens, last + 2) {
            last += 2;
        }
    }
    let gap = usize::from(tokens.is_mark(last + 1, ',') || matches!(tokens.word(last + 1), "de" | "del" | "of" | "."));
    if [1, 1 + gap].into_iter().any(|step| is_year(tokens.word(last + step))) {
        last += if is_year(tokens.word(last + 1)) { 1 } else { 1 + gap };
    }
    let alone = first == index && last == index;
    (!alone).then_some((first, last))
}

/// The day that is joined to the day at `index`, of the same month: "10 and 11 February", "from the 21st to Sunday 22 May".
fn day_before(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let near =
        (index.saturating_sub(4)..index).rev().find(|at| tokens.get(*at).is_some_and(|t| t.shape == Shape::Number))?;
    let joins = [Class::Joining, Class::Weekday, Class::Article, Class::Preposition, Class::Place, Class::Infinitive];
    let between = tokens.list.get(near + 1..index)?;
    let joined = between.iter().all(|token| token.classes.any(&joins) || token.is_mark('–') || token.is_mark('-'));
    (joined && !between.is_empty() && is_day(tokens, near)).then_some(near)
}

fn is_day(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let number = word.get(..digits).and_then(|digits| digits.parse::<u8>().ok());
    number.is_some_and(|day| (1..=31).contains(&day)) && word.len() <= digits + 3 && !word.contains(['.', ',', '%'])
}

/// Whether the number at `index` is a date without a month's name: a year, or "2026-03-09".
fn is_lone_date(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let glued = |other: usize| {
        matches!(tokens.get(other).map(|token| token.shape), Some(Shape::Mark('$' | '€' | '£' | '%' | '#')))
    };
    let unit = tokens.is(index + 1, Class::Magnitude) || glued(index + 1) || index.checked_sub(1).is_some_and(glued);
    (is_year(word) && !unit) || is_iso(word) || is_dotted(word)
}

/// Whether a word is "2026-03-09".
fn is_iso(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

/// Whether a word is "09.03.2026" or "9/3/2026".
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split(['.', '/']);
    let small = |part: Option<&str>| {
        part.is_some_and(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    small(parts.next())
        && small(parts.next())
        && parts.next().is_some_and(|part| part.len() == 4 && is_year(part))
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    #[test]
    fn dates_as_they_are_written() {
        let lexicon = Lexicon::default();
        for (language, text, expected) in [
            ("en", "confirmed the move on May 19th.", vec!["May 19th"]),
            ("en", "On March 9, 2026 it fell; by July 2024, or 2028.", vec!["March 9, 2026", "July 2024", "2028"]),
            ("en", "It may 'march' on 2026-03-09 and 3/9/2026.", vec!["2026-03-09", "3/9/2026"]),
            ("en", "their Feb 3–10, 2025 demo", vec!["Feb 3–10, 2025"]),
            ("en", "on Tuesday, Aug. 28, 2027, or Sept. 3", vec!["Aug. 28, 2027", "Sept. 3"]),
            ("en", "the 4th of July", vec!["4th of July"]),
            ("en", "40 years ago it took 40 years", vec!["40 years ago"]),
            ("en", "$2024 and 2,000 users", vec![]),
            ("de", "am 9. März 2026 und im Mai 2025", vec!["9. März 2026", "Mai 2025"]),
            ("fr", "le 9 mars 2026", vec!["9 mars 2026"]),
            ("es", "el 9 de marzo de 2026", vec!["9 de marzo de 2026"]),
        ] {
            let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary(language));
            let found: Vec<_> = dates(&tokens).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
