//! Finding words in a text as they are typed.

use memchr::memmem;

use super::span::Span;

/// Every place where `needle` stands in `text`, in order and without overlaps, at most `limit`.
///
/// Smart case: a needle without capitals finds both; one with a capital only itself. Quotation marks, dashes and
/// spaces find those of any [shape](plain), since a keyboard has only the plain ones. Nothing is found of an
/// empty needle. Linear in the text for any sane needle.
pub fn find_all(text: &str, needle: &str, limit: usize) -> Vec<Span> {
    if needle.is_empty() {
        return Vec::new();
    }
    let cased = needle.chars().any(char::is_uppercase) || needle.chars().all(|c| !c.is_alphabetic());
    if cased && !needle.chars().any(|c| has_shapes(plain(c))) {
        let found = memmem::find_iter(text.as_bytes(), needle.as_bytes());
        return found.take(limit).map(|start| Span::new(start, start + needle.len())).collect();
    }
    let wanted: Vec<char> = needle.chars().flat_map(|c| folded(c, cased)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = wanted.first().and_then(|first| next_start(text, at, *first, cased)) {
        if found.len() == limit {
            break;
        }
        match folded_end(text.get(start..).unwrap_or_default(), &wanted, cased) {
            Some(len) => {
                found.push(Span::new(start, start + len));
                at = start + len;
            }
            None => at = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }
    found
}

/// A character as a keyboard has it: quotation marks, apostrophes and dashes of any shape as the plain one, white
/// space as a blank.
pub const fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Whether other characters than `c` are [`plain`]ly written as `c`.
const fn has_shapes(c: char) -> bool {
    matches!(c, '"' | '\'' | '-' | ' ')
}

/// What a character is compared by.
fn folded(c: char, cased: bool) -> impl Iterator<Item = char> {
    let c = plain(c);
    let lower = (!cased).then(|| c.to_lowercase()).into_iter().flatten();
    cased.then_some(c).into_iter().chain(lower)
}

/// The next place from `at` where a character stands that folds to one beginning with `first`.
fn next_start(text: &str, at: usize, first: char, cased: bool) -> Option<usize> {
    let rest = text.get(at..)?;
    if first.is_ascii() && !has_shapes(first) {
        // Beyond ASCII only the Kelvin sign and the dotted I fold to ASCII letters; they are passed over.
        let high = if cased { first } else { first.to_ascii_uppercase() };
        return memchr::memchr2(first as u8, high as u8, rest.as_bytes()).map(|i| at + i);
    }
    rest.char_indices().find(|(_, c)| folded(*c, cased).next() == Some(first)).map(|(i, _)| at + i)
}

/// How many bytes at the start of `text` fold to `wanted`; nothing where they do not.
fn folded_end(text: &str, wanted: &[char], cased: bool) -> Option<usize> {
    let mut wanted = wanted.iter();
    for (i, c) in text.char_indices() {
        if wanted.len() == 0 {
            return Some(i);
        }
        for c in folded(c, cased) {
            if wanted.next() != Some(&c) {
                return None;
            }
        }
    }
    (wanted.len() == 0).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn smart_case() {
        let starts = |text: &str, needle: &str| find_all(text, needle, 10).iter().map(|s| s.start).collect::<Vec<_>>();
        assert_eq!(starts("Claude and claude", "claude"), [0, 11]);
        assert_eq!(starts("Claude and claude", "Claude"), [0]);
        assert_eq!(starts("ÄPFEL äpfel", "äpf"), [0, 7]);
        assert_eq!(starts("aaa", "aa"), [0]);
        assert_eq!(starts("34.4%", "4%"), [3]);
        assert!(starts("abc", "").is_empty());
    }

    #[test]
    fn what_a_keyboard_types_finds_what_a_typographer_set() {
        let found = |text: &str, needle: &str| {
            find_all(text, needle, 10).iter().map(|s| s.of(text).to_owned()).collect::<Vec<_>>()
        };
        let text = "“It’s done” — 34.4\u{202f}%, well‑known; it's\ndone.";
        assert_eq!(found(text, "it's done"), ["It’s done", "it's\ndone"]);
        assert_eq!(found(text, "It's"), ["It’s"]);
        assert_eq!(found(text, "\" - 34.4 %"), ["” — 34.4\u{202f}%"]);
        assert_eq!(found(text, "well-known"), ["well‑known"]);
        assert_eq!(found(text, "’"), ["’", "'"]);
        assert_eq!(found(text, "4.4"), ["4.4"]);
    }

    proptest! {
        #[test]
        fn what_is_found_folds_to_the_needle(text in "[a-cA-CäÄ’'— -]{0,40}", needle in "[a-cä’' -]{1,3}") {
            let fold = |words: &str| words.chars().map(plain).flat_map(char::to_lowercase).collect::<String>();
            for span in find_all(&text, &needle, 100) {
                prop_assert_eq!(fold(span.of(&text)), fold(&needle));
            }
            prop_assert_eq!(find_all(&text, &needle, 100).is_empty(), !fold(&text).contains(&fold(&needle)));
        }
    }
}
