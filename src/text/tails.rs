//! The tails that English cuts from its words: "let's", "we'll".

/// What is cut to a tail.
const TAILS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Whether `letters`, which stand behind an apostrophe and a word, are its tail.
pub fn is_tail(letters: &str) -> bool {
    TAILS.contains(&letters)
}

/// `words` with a space before each tail, as text is parted into tokens: "let 's look".
pub fn parted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    for (at, word) in words.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        match word.rsplit_once('\'') {
            Some((head, tail)) if !head.is_empty() && is_tail(tail) => out.extend([head, " '", tail]),
            _ => out.push_str(word),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_parted() {
        for (words, expected) in [
            ("let's look", "let 's look"),
            ("we'll see", "we 'll see"),
            ("don't", "don't"),
            ("'ll", "'ll"),
            ("qu'il", "qu'il"),
        ] {
            assert_eq!(parted(words), expected);
        }
    }
}
