//! The words two short passages share, in order.

use imara_diff::{Algorithm, Diff, Token};

/// Old words times new words up to which every pair is weighed.
pub const SMALL: usize = 250_000;
/// Pairs that are weighed in all before only the plain diff is left.
const BUDGET: usize = 60_000_000;
/// Words of both passages together above which they are not compared.
const LARGEST: usize = 16_000;
/// What a pair right after another is worth on top: whole phrases before scattered words.
const TOGETHER: f32 = 0.25;

/// Compares passages; remembers how much it has done, so that the whole stays bounded.
#[derive(Debug, Default)]
pub struct Work {
    done: usize,
}

impl Work {
    /// Pairs of places of equal words, rising on both sides: those that weigh most together where
    /// the passages are short, else those at their two ends and those of a Myers diff between these,
    /// unless that would take too long. The ends of both passages count as tied.
    pub fn common(&mut self, old: &[u32], new: &[u32], rarity: impl Fn(u32) -> f32) -> Vec<(usize, usize)> {
        let pairs = old.len().saturating_mul(new.len());
        if pairs == 0 {
            return Vec::new();
        }
        if pairs <= SMALL && self.done <= BUDGET {
            self.done += pairs;
            return weigh(old, new, rarity);
        }
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let (old_end, new_end) = (old.len() - tail, new.len() - tail);
        let (a, b) = (old.get(head..old_end).unwrap_or_default(), new.get(head..new_end).unwrap_or_default());
        let middle = if a.len() + b.len() > LARGEST { Vec::new() } else { myers(a, b) };
        let middle = middle.into_iter().map(|(i, j)| (head + i, head + j));
        (0..head).map(|i| (i, i)).chain(middle).chain((0..tail).map(|i| (old_end + i, new_end + i))).collect()
    }
}

/// Where a step of the comparison came from.
const SKIP_OLD: u8 = 0;
const SKIP_NEW: u8 = 1;
const PAIR: u8 = 2;
/// The pair before is a pair as well.
const RUN: u8 = 4;

fn weigh(old: &[u32], new: &[u32], rarity: impl Fn(u32) -> f32) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut from = vec![SKIP_OLD; (old.len() + 1) * width];
    // The best weight up to here, and the best that ends in a pair here.
    let mut best = vec![0.0f32; width];
    let mut pair = vec![f32::NEG_INFINITY; width];
    for (i, a) in old.iter().enumerate() {
        let weight = rarity(*a);
        let mut corner = (best.first().copied().unwrap_or_default(), if i == 0 { 0.0 } else { f32::NEG_INFINITY });
        let mut left = 0.0f32;
        let row = from.get_mut((i + 1) * width + 1..(i + 2) * width).unwrap_or_default();
        let cells = best.iter_mut().zip(pair.iter_mut()).skip(1).zip(row).zip(new).enumerate();
        for (j, (((best, pair), from), b)) in cells {
            let above = (*best, *pair);
            if a == b {
                let last = i + 1 == old.len() && j + 1 == new.len();
                let (alone, run) = (corner.0, corner.1 + TOGETHER);
                *from = if run >= alone { RUN } else { 0 };
                *pair = alone.max(run) + weight + if last { TOGETHER } else { 0.0 };
            } else {
                *from = 0;
                *pair = f32::NEG_INFINITY;
            }
            if *pair > above.0 && *pair > left {
                *best = *pair;
                *from |= PAIR;
            } else if left > above.0 {
                *best = left;
                *from |= SKIP_NEW;
            }
            left = *best;
            corner = above;
        }
    }
    let (mut i, mut j) = (old.len(), new.len());
    let mut pairs = Vec::new();
    let mut in_run = false;
    while i > 0 && j > 0 {
        let step = from.get(i * width + j).copied().unwrap_or_default();
        if in_run || step & PAIR != 0 {
            in_run = step & RUN != 0;
            (i, j) = (i - 1, j - 1);
            pairs.push((i, j));
        } else if step & SKIP_NEW != 0 {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    pairs.reverse();
    pairs
}

fn myers(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let tokens = |ids: &[u32]| ids.iter().map(|id| Token(*id)).collect::<Vec<_>>();
    let most = old.iter().chain(new).max().map_or(0, |id| id + 1);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &tokens(old), &tokens(new), most);
    let kept_old = (0..old.len()).filter(|i| !diff.is_removed(*i as u32));
    let kept_new = (0..new.len()).filter(|j| !diff.is_added(*j as u32));
    kept_old.zip(kept_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rare_words_and_whole_phrases_win() {
        // 9 is common: the pair of rare ones is worth more than three of it.
        let rarity = |id| if id == 9 { 0.1 } else { 1.0 };
        assert_eq!(weigh(&[9, 9, 9, 1, 2], &[1, 2, 9, 9, 9], rarity), [(3, 0), (4, 1)]);
        // Both 5s fit; the one beside its neighbours is taken.
        assert_eq!(weigh(&[5, 6, 7], &[5, 8, 5, 6, 7], |_| 1.0), [(0, 2), (1, 3), (2, 4)]);
    }

    #[test]
    fn the_ends_of_long_passages_are_compared_whatever_lies_between() {
        let old: Vec<u32> = (0..30_000).map(|i| i % 3).collect();
        let mut new = old.clone();
        new.splice(14_999..15_001, (0..40_000).map(|i| 7 + i % 2));
        let pairs = Work::default().common(&old, &new, |_| 1.0);
        assert_eq!(pairs.len(), 29_998);
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
    }

    proptest! {
        #[test]
        fn pairs_are_equal_words_in_order(old in prop::collection::vec(0u32..6, 0..40), new in prop::collection::vec(0u32..6, 0..40)) {
            for pairs in [weigh(&old, &new, |_| 1.0), myers(&old, &new)] {
                prop_assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
                prop_assert!(pairs.iter().all(|(i, j)| old[*i] == new[*j]));
            }
        }
    }
}
