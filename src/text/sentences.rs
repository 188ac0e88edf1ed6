//! Where sentences begin and end.

use super::span::Span;

/// The sentences of one paragraph: ordered, disjoint, covering all of it but white space.
///
/// `language` is a BCP 47 primary tag ("en"); an unknown one is cut like English.
pub fn cut(paragraph: &str, language: &str) -> Vec<Span> {
    sentencex::get_sentence_boundaries(language, paragraph)
        .into_iter()
        .map(|found| Span::new(found.start_byte, found.end_byte).trimmed(paragraph))
        .filter(|span| !span.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let text = "Dr. Smith went. He said: \"No.\" Then 3.5 % left.";
        let words: Vec<_> = cut(text, "en").into_iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["Dr. Smith went.", "He said: \"No.\"", "Then 3.5 % left."]);
    }
}
