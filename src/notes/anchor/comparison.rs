//! An old passage beside a new one, word by word, for the reader who puts an annotation back by hand.

use crate::text::align::Rarity;
use crate::text::lcs;
use crate::text::span::Span;
use crate::text::words::{Vocabulary, Words};

/// Words of each passage that are compared; what follows counts as removed or added.
const MOST: usize = 2_000;

/// What became of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// They stand in both: where in the old passage, where in the new.
    Kept(Span, Span),
    /// They stand only in the old.
    Removed(Span),
    /// They stand only in the new.
    Added(Span),
}

/// The runs of two passages, in reading order, without words that both hold by chance. The spans of the old passage tile it, and so do those
/// of the new: white space goes with the words before it.
pub fn compare(old: &str, new: &str) -> Vec<Run> {
    let mut vocabulary = Vocabulary::default();
    let (a, b) = (vocabulary.read(old, MOST + 1), vocabulary.read(new, MOST + 1));
    let rarity = Rarity::of(&a.ids, &b.ids, vocabulary.len(), |id| vocabulary.has_letters(id));
    let compared = |words: &Words| words.ids.iter().copied().take(MOST).collect::<Vec<_>>();
    let pairs = lcs::Work::default().common(&compared(&a), &compared(&b), |id| rarity.word(id));
    // Where word `i` starts; the first one with the white space before it.
    let start = |words: &Words, i: usize, text: &str| match i {
        0 => 0,
        _ => words.span(i).map_or(text.len(), |span| span.start),
    };
    let mut runs = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for run in pairs.chunk_by(|x, y| x.0 + 1 == y.0 && x.1 + 1 == y.1) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let from = (start(&a, first.0, old), start(&b, first.1, new));
        let to = (start(&a, last.0 + 1, old), start(&b, last.1 + 1, new));
        push_parted(&mut runs, Span::new(at_old, from.0), Span::new(at_new, from.1));
        runs.push(Run::Kept(Span::new(from.0, to.0), Span::new(from.1, to.1)));
        (at_old, at_new) = to;
    }
    push_parted(&mut runs, Span::new(at_old, old.len()), Span::new(at_new, new.len()));
    while let Some(fewer) = without_chance(&runs) {
        runs = fewer;
    }
    runs
}

/// The runs without one that is kept but no longer than what was parted on either side of it: common words
/// that two unlike passages happen to share make a comparison hard to read. Nothing where there is none.
fn without_chance(runs: &[Run]) -> Option<Vec<Run>> {
    let parted = |runs: &mut dyn Iterator<Item = &Run>| {
        let lengths = runs.map_while(|run| match run {
            Run::Kept(..) => None,
            Run::Removed(span) | Run::Added(span) => Some(span.len()),
        });
        lengths.max().unwrap_or_default()
    };
    let is_chance = |at: usize| match runs.get(at) {
        Some(Run::Kept(span, _)) => {
            let before = parted(&mut runs.iter().take(at).rev());
            span.len() <= before.min(parted(&mut runs.iter().skip(at + 1)))
        }
        _ => false,
    };
    let found = (0..runs.len()).any(is_chance);
    let mut fewer = Vec::new();
    let mut parting: Option<(Span, Span)> = None;
    for (at, run) in runs.iter().copied().enumerate() {
        let (removed, added) = match run {
            Run::Kept(a, b) if is_chance(at) => (Some(a), Some(b)),
            Run::Kept(..) => {
                let (removed, added) = parting.take().unwrap_or_default();
                push_parted(&mut fewer, removed, added);
                fewer.push(run);
                continue;
            }
            Run::Removed(a) => (Some(a), None),
            Run::Added(b) => (None, Some(b)),
        };
        let (a, b) = parting.get_or_insert_default();
        for (whole, more) in [(a, removed), (b, added)] {
            let Some(more) = more else { continue };
            *whole = if whole.is_empty() { more } else { whole.hull(more) };
        }
    }
    let (removed, added) = parting.unwrap_or_default();
    push_parted(&mut fewer, removed, added);
    found.then_some(fewer)
}

fn push_parted(runs: &mut Vec<Run>, removed: Span, added: Span) {
    if !removed.is_empty() {
        runs.push(Run::Removed(removed));
    }
    if !added.is_empty() {
        runs.push(Run::Added(added));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_removed_stands_before_what_took_its_place() {
        let (old, new) = ("It came from the west and took the lighthouse.", "It came from the south and took it.");
        let shown: Vec<_> = compare(old, new)
            .into_iter()
            .map(|run| match run {
                Run::Kept(at, _) => format!("={}", at.of(old)),
                Run::Removed(at) => format!("-{}", at.of(old)),
                Run::Added(at) => format!("+{}", at.of(new)),
            })
            .collect();
        assert_eq!(shown, ["=It came from the ", "-west ", "+south ", "=and took ", "-the lighthouse", "+it", "=."]);
    }

    #[test]
    fn words_that_two_unlike_sentences_share_are_not_kept() {
        let (old, new) = (
            "So. Three sources confirmed the move on May 19th. End.",
            "So. The firm would not say the day on which. End.",
        );
        let kept: Vec<_> = compare(old, new)
            .into_iter()
            .filter_map(|run| if let Run::Kept(at, _) = run { Some(at.of(old)) } else { None })
            .collect();
        assert_eq!(kept, ["So. ", ". End."]);
        assert_eq!(compare("34.4%", "35.1%").len(), 3);
    }

    #[test]
    fn what_is_too_long_to_compare_is_told_apart() {
        let old = "word ".repeat(MOST + 500);
        let at = MOST * 5;
        let rest = Span::new(at, old.len());
        let runs = compare(&old, &old);
        assert_eq!(runs, [Run::Kept(Span::new(0, at), Span::new(0, at)), Run::Removed(rest), Run::Added(rest)]);
    }

    #[test]
    fn an_empty_passage_has_nothing_in_common() {
        assert_eq!(compare("", "a b"), [Run::Added(Span::new(0, 3))]);
        assert_eq!(compare(" ", ""), [Run::Removed(Span::new(0, 1))]);
        assert_eq!(compare("", ""), []);
    }

    proptest! {
        #[test]
        fn both_passages_are_tiled(old in "[ab é日.\n]{0,40}", new in "[ab é日.\n]{0,40}") {
            let (mut at_old, mut at_new) = (0, 0);
            for run in compare(&old, &new) {
                let (a, b) = match run {
                    Run::Kept(a, b) => (Some(a), Some(b)),
                    Run::Removed(a) => (Some(a), None),
                    Run::Added(b) => (None, Some(b)),
                };
                if let Some(a) = a {
                    prop_assert_eq!(a.start, at_old);
                    prop_assert!(old.is_char_boundary(a.end));
                    at_old = a.end;
                }
                if let Some(b) = b {
                    prop_assert_eq!(b.start, at_new);
                    prop_assert!(new.is_char_boundary(b.end));
                    at_new = b.end;
                }
            }
            prop_assert_eq!((at_old, at_new), (old.len(), new.len()));
        }
    }
}
