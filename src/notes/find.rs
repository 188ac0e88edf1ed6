//! Finding words in a text as people give them: with other quotation marks, dashes or line ends than
//! the text has.

use crate::text::clean::is_hidden;
use crate::text::search::plain;
use crate::text::span::Span;

/// What came of looking for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// They stand at one place that fits.
    Found(Span),
    /// They stand nowhere.
    Nowhere,
    /// They stand at so many places that fit equally well.
    Several(usize),
    /// They stand at so many places, but at none between the words that were said to stand around them.
    Elsewhere(usize),
}

/// Looks for `quote` in `text`, between `prefix` and `suffix` where these are not empty: as it is
/// first, then without regard to white space and to the shapes of quotation marks and dashes.
pub fn find(text: &str, quote: &str, prefix: &str, suffix: &str) -> Search {
    let quote = quote.trim();
    if quote.is_empty() {
        return Search::Nowhere;
    }
    let exact: Vec<Span> = memchr::memmem::find_iter(text.as_bytes(), quote.as_bytes())
        .map(|start| Span::new(start, start + quote.len()))
        .collect();
    let folded = Folded::of(text);
    let found = if exact.is_empty() { folded.find(&fold(quote)) } else { exact };
    if let [only] = *found
        && prefix.is_empty()
        && suffix.is_empty()
    {
        return Search::Found(only);
    }
    let (prefix, suffix) = (fold(prefix), fold(suffix));
    let (prefix, suffix) = (prefix.trim(), suffix.trim());
    let fits: Vec<Span> = found
        .iter()
        .copied()
        .filter(|span| {
            folded.before(span.start).trim_end().ends_with(prefix)
                && folded.after(span.end).trim_start().starts_with(suffix)
        })
        .collect();
    // "fox 1" also stands in "fox 14"; whole words are meant before parts of words.
    let whole: Vec<Span> = fits.iter().copied().filter(|span| is_whole(text, *span)).collect();
    match *fits {
        _ if whole.len() == 1 => whole.first().map_or(Search::Nowhere, |only| Search::Found(*only)),
        [] if found.is_empty() => Search::Nowhere,
        [] => Search::Elsewhere(found.len()),
        [only] => Search::Found(only),
        _ if whole.is_empty() => Search::Several(fits.len()),
        _ => Search::Several(whole.len()),
    }
}

/// Whether neither end of `span` lies inside a word or number.
fn is_whole(text: &str, span: Span) -> bool {
    let words = span.of(text);
    let joins = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let before = text.get(..span.start).and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    !joins(before, words.chars().next()) && !joins(words.chars().next_back(), after)
}

/// A text with the differences taken out that people do not mean.
struct Folded {
    text: String,
    /// For each byte of the folded text the byte of the text it came from, and the text's length.
    from: Vec<usize>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            for part in shape(c, folded.text.ends_with(' ')) {
                folded.text.push(part);
                folded.from.resize(folded.text.len(), at);
            }
        }
        folded.from.push(text.len());
        folded
    }

    /// The places of folded words, none over another.
    fn find(&self, words: &str) -> Vec<Span> {
        let words = words.trim();
        if words.is_empty() {
            return Vec::new();
        }
        let place = |start: usize| {
            let from = |byte: usize| self.from.get(byte).copied();
            // The end lies after the last character, whatever stands behind it in the folded text.
            let (first, last) = (from(start)?, from(start + words.len() - 1)?);
            let end = (start + words.len()..=self.text.len()).find_map(|byte| from(byte).filter(|at| *at > last))?;
            Some(Span::new(first, end))
        };
        memchr::memmem::find_iter(self.text.as_bytes(), words.as_bytes()).filter_map(place).collect()
    }

    /// What stands before a byte of the text.
    fn before(&self, at: usize) -> &str {
        self.text.get(..self.from.partition_point(|from| *from < at)).unwrap_or_default()
    }

    /// What stands after a byte of the text.
    fn after(&self, at: usize) -> &str {
        self.text.get(self.from.partition_point(|from| *from < at)..).unwrap_or_default()
    }
}

fn fold(words: &str) -> String {
    Folded::of(words).text
}

/// The folded form of one character; nothing for what hides, and for white space after white space.
fn shape(c: char, after_space: bool) -> impl Iterator<Item = char> {
    let (first, more) = match c {
        c if c.is_whitespace() => ((!after_space).then_some(' '), 0),
        c if is_hidden(c) => (None, 0),
        '…' => (Some('.'), 2),
        c => (Some(plain(c)), 0),
    };
    first.into_iter().chain(std::iter::repeat_n('.', more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, quote: &str, prefix: &str, suffix: &str) -> Result<&'a str, Search> {
        match find(text, quote, prefix, suffix) {
            Search::Found(span) => Ok(span.of(text)),
            other => Err(other),
        }
    }

    #[test]
    fn words_are_found_as_people_give_them() {
        let text = "He said: “It’s done —\n\nreally…” and left. He left.";
        assert_eq!(found(text, "and left", "", ""), Ok("and left"));
        assert_eq!(found(text, " \"It's done - really...\" ", "", ""), Ok("“It’s done —\n\nreally…”"));
        assert_eq!(found(text, "left.", "", ""), Err(Search::Several(2)));
        assert_eq!(found(text, "left.", "He", ""), Ok("left."));
        assert_eq!(find(text, "left.", "He ", ""), Search::Found(Span::new(text.len() - 5, text.len())));
        assert_eq!(find(text, "left.", "", "He"), find(text, "left.", "and", ""));
        assert_eq!(find(text, "left.", "She", ""), Search::Elsewhere(2));
        assert_eq!(find("fox 14, fox 1, fox 140", "fox 1", "", ""), Search::Found(Span::new(8, 13)));
        assert_eq!(find("fox 14, fox 1, fox 1", "fox 1", "", ""), Search::Several(2));
        assert_eq!(find("fox 14, fox 15", "fox 1", "", ""), Search::Several(2));
        assert_eq!(find(text, "gone", "", ""), Search::Nowhere);
        assert_eq!(find(text, " ", "", ""), Search::Nowhere);
    }

    proptest! {
        #[test]
        fn what_stands_once_is_found(before in "[ab “…\n]{0,9}", quote in "[cd—’ \n]{1,9}", after in "[ab ”\n]{0,9}") {
            let quote = quote.trim();
            prop_assume!(!quote.is_empty());
            let text = format!("{before}({quote}){after}");
            let shaped = format!("({})", fold(quote));
            let bracketed = format!("({quote})");
            prop_assert_eq!(found(&text, &shaped, "", ""), Ok(bracketed.as_str()));
        }
    }
}
