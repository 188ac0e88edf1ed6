//! Where inline markup ends: the places of each mark, found once, however often it opens.

/// The places where a mark can end what it opened, in order.
#[derive(Debug)]
pub(super) struct Ends {
    places: Vec<usize>,
    passed: usize,
}

impl Ends {
    /// The places in `text` where `mark`, which is ASCII, stands between characters that let it end: the one before
    /// it and the one after it, if there is one.
    pub(super) fn of(text: &str, mark: &str, ends: impl Fn(char, Option<char>) -> bool) -> Self {
        let around = |at: usize| {
            let before = text.get(..at)?.chars().next_back()?;
            Some((before, text.get(at + mark.len()..)?.chars().next()))
        };
        let found = memchr::memmem::find_iter(text.as_bytes(), mark.as_bytes());
        let places = found.filter(|at| around(*at).is_some_and(|(before, after)| ends(before, after))).collect();
        Self { places, passed: 0 }
    }

    /// The first place at `at` or after it. What is asked for may only grow, so that all questions together pass each
    /// place once.
    pub(super) fn from(&mut self, at: usize) -> Option<usize> {
        let rest = self.places.get(self.passed..).unwrap_or_default();
        self.passed += rest.iter().take_while(|place| **place < at).count();
        self.places.get(self.passed).copied()
    }
}

/// How long the address that stands at the head of `text` is, in bytes: `http://` or `https://`, up to where no
/// address goes on, without the signs that close a sentence or a bracket. Nothing where there is none.
pub(super) fn address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '[' | ']' | '`' | '|' | '”' | '»');
    let found = text.split(stops).next()?;
    let found = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    // A bracket belongs to the address only if it opens there.
    let found = found.strip_suffix(')').filter(|inside| !inside.contains('(')).unwrap_or(found);
    (found.len() > scheme.len()).then_some(found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_ends_only_where_it_may() {
        let mut ends = Ends::of("*a b* *c*d* e*", "*", |before, after| {
            !before.is_whitespace() && after.is_none_or(|c| !c.is_alphanumeric())
        });
        assert_eq!([ends.from(1), ends.from(5), ends.from(11), ends.from(14)], [Some(4), Some(10), Some(13), None]);
    }

    #[test]
    fn addresses_end_with_their_sentence() {
        for (text, expected) in [
            ("https://a.example/b_c.", Some("https://a.example/b_c")),
            ("http://a.example), and", Some("http://a.example")),
            ("https://a.example/b_(c) d", Some("https://a.example/b_(c)")),
            ("https://a.example/ä>", Some("https://a.example/ä")),
            ("https://", None),
            ("ftp://a.example", None),
        ] {
            assert_eq!(address(text).and_then(|len| text.get(..len)), expected, "{text}");
        }
    }
}
