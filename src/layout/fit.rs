//! Where the lines of a paragraph are broken: so that no line is too wide, they are as few as can be, and as even.
//!
//! The best of all ways, as `textwrap` looks for it too (Knuth and Plass, 1981), but in whole numbers and among the
//! lines that fit: of a line of eighty cells these are some fifteen, and looking at each is quicker than its search for
//! the least of many (SMAWK), whose work was a fifth of that for the first page.

use super::words::Word;

/// What a line costs, beside the square of the cells that it leaves over.
const LINE: u64 = 1000;

/// What a last line of one short word costs.
const SHORT_LAST_LINE: u64 = 25;

/// A word is short where it fills less than this part of its line.
const SHORT: usize = 4;

/// Words of no width that are looked at on one line; there is no end to how many fit.
const WIDTHLESS: usize = 64;

/// The best way to set the words before one.
#[derive(Clone, Copy)]
struct Before {
    /// Cells of all of them, set on one line.
    cells: usize,
    /// What it costs.
    cost: u64,
    /// The first word of its last line.
    from: usize,
}

/// The lines of a paragraph in `width` cells; no word is wider.
pub(super) fn lines(words: &[Word], width: u16) -> Vec<&[Word]> {
    let before = best(words, usize::from(width.max(1)));
    let mut lines = Vec::new();
    let mut end = words.len();
    while end > 0 {
        // Every line has a word.
        let from = before.get(end).map_or(0, |before| before.from).min(end - 1);
        lines.extend(words.get(from..end));
        end = from;
    }
    lines.reverse();
    lines
}

/// The best way to set the words before each of them, and before their end.
fn best(words: &[Word], width: usize) -> Vec<Before> {
    let mut all = Vec::with_capacity(words.len() + 1);
    let mut last = Before { cells: 0, cost: 0, from: 0 };
    all.push(last);
    let mut first = 0;
    for (nth, word) in words.iter().enumerate() {
        // The line that ends here may begin with any word from which on it fits; with this one in any case.
        let end = last.cells + word.width;
        first = first.max(nth.saturating_sub(width + WIDTHLESS));
        while first < nth && all.get(first).is_some_and(|before| end - before.cells > width) {
            first += 1;
        }
        let starts = all.get(first..).unwrap_or_default();
        let left = |before: &Before| (width + before.cells).saturating_sub(end) as u64;
        let (cost, from) = if nth + 1 < words.len() {
            cheapest(starts, |_, before| before.cost + left(before) * left(before))
        } else {
            // The last line may be as short as it likes, but for a word by itself.
            let alone = if word.width * SHORT < width { SHORT_LAST_LINE } else { 0 };
            cheapest(starts, |at, before| before.cost + if first + at == nth { alone } else { 0 })
        };
        last = Before { cells: end + word.space, cost: cost + LINE, from: first + from };
        all.push(last);
    }
    all
}

/// The least cost, and the number of the start that has it: the first of several.
fn cheapest(starts: &[Before], cost: impl Fn(usize, &Before) -> u64) -> (u64, usize) {
    let mut found = (u64::MAX, 0);
    for (nth, start) in starts.iter().enumerate() {
        let cost = cost(nth, start);
        if cost < found.0 {
            found = (cost, nth);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use proptest::prelude::*;
    use textwrap::core::Fragment;
    use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};

    // What is set here is what `textwrap` sets.
    impl Fragment for Word {
        fn width(&self) -> f64 {
            self.width as f64
        }

        fn whitespace_width(&self) -> f64 {
            self.space as f64
        }

        fn penalty_width(&self) -> f64 {
            0.0
        }
    }

    fn words(cells: &[(usize, usize)]) -> Vec<Word> {
        let word = |(width, space): &(usize, usize)| Word {
            item: 0,
            span: Span::default(),
            width: *width,
            space: *space,
            mark: None,
        };
        cells.iter().map(word).collect()
    }

    fn taken(line: &[Word]) -> usize {
        let all: usize = line.iter().map(|word| word.width + word.space).sum();
        all - line.last().map_or(0, |last| last.space)
    }

    /// What lines cost.
    fn cost(lines: &[&[Word]], width: usize) -> u64 {
        let costs = lines.iter().enumerate().map(|(nth, line)| {
            let left = (width - taken(line)) as u64;
            let is_short = line.len() == 1 && taken(line) * SHORT < width;
            match (nth + 1 == lines.len(), is_short) {
                (false, _) => LINE + left * left,
                (true, true) => LINE + SHORT_LAST_LINE,
                (true, false) => LINE,
            }
        });
        costs.sum()
    }

    #[test]
    fn lines_are_even_and_few() {
        // “To be, or not to be: that is the question”
        let words = words(&[(2, 1), (3, 1), (2, 1), (3, 1), (2, 1), (3, 1), (4, 1), (2, 1), (3, 1), (8, 0)]);
        let counts = |width| lines(&words, width).iter().map(|line| line.len()).collect::<Vec<_>>();
        assert_eq!(counts(10), [2, 3, 2, 2, 1]);
        assert_eq!(counts(80), [10]);
        assert_eq!(counts(8), [2, 2, 2, 1, 2, 1]);
        assert!(lines(&[], 10).is_empty());
    }

    proptest! {
        #[test]
        fn no_way_to_set_any_words_costs_less(
            cells in prop::collection::vec((0usize..14, 0usize..3), 0..120),
            width in 14u16..90,
        ) {
            let words = words(&cells);
            let found = lines(&words, width);
            prop_assert_eq!(found.concat().len(), words.len());
            let width = usize::from(width);
            prop_assert!(found.iter().all(|line| !line.is_empty() && taken(line) <= width));
            let penalties = Penalties {
                nline_penalty: LINE as usize,
                overflow_penalty: 1_000_000,
                short_last_line_fraction: SHORT,
                short_last_line_penalty: SHORT_LAST_LINE as usize,
                hyphen_penalty: 0,
            };
            let others = wrap_optimal_fit(&words, &[width as f64], &penalties).unwrap();
            if others.iter().all(|line| taken(line) <= width) && !words.is_empty() {
                let costs = (cost(&found, width), cost(&others, width));
                prop_assert!(costs.0 <= costs.1, "{:?}", costs);
                if costs.0 == costs.1 && cells.iter().all(|(width, _)| *width > 0) {
                    let ends = |lines: &[&[Word]]| lines.iter().map(|line| line.len()).collect::<Vec<_>>();
                    prop_assert_eq!(ends(&found), ends(&others));
                }
            }
        }

        #[test]
        fn words_of_no_width_are_set_too(
            cells in prop::collection::vec((0usize..2, 0usize..2), 200..900),
            width in 0u16..3,
        ) {
            let words = words(&cells);
            let found = lines(&words, width);
            prop_assert_eq!(found.concat().len(), words.len());
            prop_assert!(found.iter().all(|line| taken(line) <= usize::from(width.max(1))));
        }
    }
}
