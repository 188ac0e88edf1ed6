//! Finding words in a text as they are typed.

use memchr::memmem;

use super::span::Span;

/// Every place where `needle` stands in `text`, in order and without overlaps, at most `limit`.
///
/// Smart case: a needle without capitals finds both; one with a capital only itself. Nothing is
/// found of an empty needle. Linear in the text for any sane needle.
pub fn find_all(text: &str, needle: &str, limit: usize) -> Vec<Span> {
    if needle.is_empty() {
        return Vec::new();
    }
    if needle.chars().any(char::is_uppercase) || needle.chars().all(|c| !c.is_alphabetic()) {
        let found = memmem::find_iter(text.as_bytes(), needle.as_bytes());
        return found.take(limit).map(|start| Span::new(start, start + needle.len())).collect();
    }
    let folded: Vec<char> = needle.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = folded.first().and_then(|first| next_start(text, at, *first)) {
        if found.len() == limit {
            break;
        }
        match folded_end(text.get(start..).unwrap_or_default(), &folded) {
            Some(len) => {
                found.push(Span::new(start, start + len));
                at = start + len;
            }
            None => at = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }
    found
}

/// The next place from `at` where a character stands that folds to one beginning with `first`.
fn next_start(text: &str, at: usize, first: char) -> Option<usize> {
    let rest = text.get(at..)?;
    if first.is_ascii() {
        // Beyond ASCII only the Kelvin sign and the dotted I fold to ASCII letters; they are passed over.
        let (low, high) = (first as u8, first.to_ascii_uppercase() as u8);
        return memchr::memchr2(low, high, rest.as_bytes()).map(|i| at + i);
    }
    rest.char_indices().find(|(_, c)| c.to_lowercase().next() == Some(first)).map(|(i, _)| at + i)
}

/// How many bytes at the start of `text` fold to `folded`; nothing where they do not.
fn folded_end(text: &str, folded: &[char]) -> Option<usize> {
    let mut wanted = folded.iter();
    for (i, c) in text.char_indices() {
        if wanted.len() == 0 {
            return Some(i);
        }
        for low in c.to_lowercase() {
            if wanted.next() != Some(&low) {
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

    proptest! {
        #[test]
        fn what_is_found_folds_to_the_needle(text in "[a-cA-CäÄ ]{0,40}", needle in "[a-cä]{1,3}") {
            for span in find_all(&text, &needle, 100) {
                prop_assert_eq!(span.of(&text).to_lowercase(), needle.to_lowercase());
            }
            prop_assert_eq!(find_all(&text, &needle, 100).is_empty(), !text.to_lowercase().contains(&needle));
        }
    }
}
