//! Narrowing a list by typed letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Indices of the `labels` that match `typed`, best first, equals in their order; all of them, in
/// their order, where nothing is typed. Words are matched apart, each as a subsequence.
pub fn rank(typed: &str, labels: impl Iterator<Item = String>) -> Vec<usize> {
    let typed = typed.trim();
    if typed.is_empty() {
        return (0..labels.count()).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize)> = labels
        .enumerate()
        .filter_map(|(index, label)| Some((pattern.score(Utf32Str::new(&label, &mut buffer), &mut matcher)?, index)))
        .collect();
    found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    found.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_narrow_and_order() {
        let rank = |typed: &str| rank(typed, ["copy as citation", "mark", "mark with"].iter().map(ToString::to_string));
        assert_eq!(rank(""), [0, 1, 2]);
        assert_eq!(rank("mark"), [1, 2]);
        assert_eq!(rank("cit"), [0]);
        assert_eq!(rank("zzz"), [0usize; 0]);
    }
}
