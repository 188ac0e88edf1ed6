//! Which words of a new text descend from which words of an old one.
//!
//! A bare diff is not enough: it ties common words of a deleted passage to whatever took its place,
//! and knows no moves. So: runs of words that stand once in each text are tied first; then what lies
//! between them is compared; ties that look like chance are undone; and what is still untied on both
//! sides is searched for passages that moved.

use std::collections::HashMap;

use super::chain::heaviest;
use super::lcs;

/// Words in a run that must stand once in each text to tie it, on the whole text.
const GRAM: usize = 6;
/// The same, for passages that moved.
const MOVED_GRAM: usize = 4;
/// Rarity that a passage out of order must have, to be one that moved.
const MOVED_RARITY: f32 = 2.5;
/// Rarity from which tied words are never taken for chance.
const FIRM: f32 = 6.0;
/// How rare the words at the end of a passage that moved must be beside those passed over to reach
/// them.
const GROWN: f32 = 0.5;
/// Words untied between two tied ones that still count as one passage when gaps of a moved passage
/// are filled.
const NEAR: usize = 40;
/// No word.
const NONE: u32 = u32::MAX;

/// How much each word says, by its number: 1 for one that stands once, less the more often it
/// stands, little for punctuation.
#[derive(Clone, Debug, Default)]
pub struct Rarity(Vec<f32>);

impl Rarity {
    /// The rarity of the words in two texts; `has_letters` tells words from punctuation.
    pub fn of(old: &[u32], new: &[u32], words: usize, has_letters: impl Fn(u32) -> bool) -> Self {
        let mut counts = vec![(0u32, 0u32); words];
        for id in old {
            if let Some(count) = counts.get_mut(*id as usize) {
                count.0 += 1;
            }
        }
        for id in new {
            if let Some(count) = counts.get_mut(*id as usize) {
                count.1 += 1;
            }
        }
        let rarity = |(id, (old, new)): (usize, (u32, u32))| {
            let often = old.max(new).max(1) as f32;
            let weight = 1.0 / (1.0 + often.ln());
            if has_letters(id as u32) { weight } else { 0.1 * weight }
        };
        Self(counts.into_iter().enumerate().map(rarity).collect())
    }

    /// The rarity of one word.
    pub fn word(&self, id: u32) -> f32 {
        self.0.get(id as usize).copied().unwrap_or(1.0)
    }

    /// The rarity of several words together.
    pub fn all(&self, ids: &[u32]) -> f32 {
        ids.iter().map(|id| self.word(*id)).sum()
    }
}

/// Which ties are taken for chance: those of words that weigh less than a share of what is untied
/// around them in both texts.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    /// That share.
    pub share: f32,
    /// Whether words that stand once in each text are spared.
    pub spares_unique: bool,
}

impl Chance {
    /// For a text that is known in full.
    pub const KNOWN: Self = Self { share: 0.2, spares_unique: true };
    /// For a text of which only pieces are known.
    pub const PIECED: Self = Self { share: 0.3, spares_unique: false };
}

/// Which words of a new text descend from which of an old one; each from at most one.
#[derive(Clone, Debug)]
pub struct Alignment {
    to_new: Vec<u32>,
    to_old: Vec<u32>,
    /// Whether the tie of each old word crosses no other such tie.
    in_order: Vec<bool>,
}

impl Alignment {
    /// Aligns two texts given as word numbers.
    pub fn of(old: &[u32], new: &[u32], rarity: &Rarity, chance: Chance) -> Self {
        let ties =
            Self { to_new: vec![NONE; old.len()], to_old: vec![NONE; new.len()], in_order: vec![false; old.len()] };
        let mut aligner = Aligner { old, new, rarity, ties };
        aligner.tie_unique(GRAM, 0);
        aligner.tie_unique(3, lcs::SMALL);
        aligner.tie_unique(1, lcs::SMALL);
        aligner.tie_gaps();
        aligner.undo_chance(chance);
        aligner.tie_moved();
        aligner.fill_moved();
        aligner.grow_moved();
        aligner.ties
    }

    /// The new word that descends from old word `index`.
    pub fn image(&self, index: usize) -> Option<usize> {
        self.to_new.get(index).filter(|to| **to != NONE).map(|to| *to as usize)
    }

    /// The old word that new word `index` descends from.
    pub fn origin(&self, index: usize) -> Option<usize> {
        self.to_old.get(index).filter(|to| **to != NONE).map(|to| *to as usize)
    }

    /// Whether old word `index` stands in the new text, and among the same neighbours.
    pub fn is_in_order(&self, index: usize) -> bool {
        self.in_order.get(index).copied().unwrap_or_default()
    }
}

/// Two stretches, half-open, between words that are tied in order.
#[derive(Clone, Copy, Debug)]
struct Gap {
    old: (usize, usize),
    new: (usize, usize),
}

/// Words tied one after the other in both texts.
#[derive(Clone, Copy, Debug)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
}

struct Aligner<'a> {
    old: &'a [u32],
    new: &'a [u32],
    rarity: &'a Rarity,
    ties: Alignment,
}

impl Aligner<'_> {
    fn tie(&mut self, old: usize, new: usize, in_order: bool) {
        let (Some(to_new), Some(to_old), Some(order)) =
            (self.ties.to_new.get_mut(old), self.ties.to_old.get_mut(new), self.ties.in_order.get_mut(old))
        else {
            return;
        };
        if *to_new == NONE && *to_old == NONE {
            *to_new = new as u32;
            *to_old = old as u32;
            *order = in_order;
        }
    }

    fn untie(&mut self, old: usize) {
        if let Some(new) = self.ties.image(old)
            && let (Some(to_new), Some(to_old)) = (self.ties.to_new.get_mut(old), self.ties.to_old.get_mut(new))
        {
            *to_new = NONE;
            *to_old = NONE;
        }
        if let Some(order) = self.ties.in_order.get_mut(old) {
            *order = false;
        }
    }

    /// The stretches between words that are tied in order, where both texts have something.
    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut old, mut new) = (0, 0);
        let ends = std::iter::once((self.old.len(), self.new.len()));
        let tied = (0..self.old.len()).filter(|i| self.ties.is_in_order(*i));
        for (i, j) in tied.filter_map(|i| Some((i, self.ties.image(i)?))).chain(ends) {
            if i > old && j > new {
                gaps.push(Gap { old: (old, i), new: (new, j) });
            }
            (old, new) = (i + 1, j + 1);
        }
        gaps
    }

    /// The words in a gap that are not tied yet, in both texts.
    fn loose(&self, gap: Gap) -> (Vec<u32>, Vec<u32>) {
        let old = (gap.old.0..gap.old.1).filter(|i| self.ties.image(*i).is_none()).map(|i| i as u32).collect();
        let new = (gap.new.0..gap.new.1).filter(|j| self.ties.origin(*j).is_none()).map(|j| j as u32).collect();
        (old, new)
    }

    /// Ties runs of `gram` words that stand once on each side of a gap, in gaps larger than `small`
    /// (old words times new words): the heaviest chain of them in order, and those out of order
    /// that are heavy enough to have moved.
    fn tie_unique(&mut self, gram: usize, small: usize) {
        for gap in self.gaps() {
            let (old, new) = self.loose(gap);
            if old.len().saturating_mul(new.len()) <= small {
                continue;
            }
            let runs = unique_runs(&old, &new, self.old, self.new, gram);
            let weigh = |run: &Run| {
                let ids = old.iter().skip(run.old).take(run.len).filter_map(|i| self.old.get(*i as usize));
                ids.map(|id| self.rarity.word(*id)).sum::<f32>()
            };
            let weights: Vec<_> = runs.iter().map(weigh).collect();
            let points: Vec<_> = runs.iter().zip(&weights).map(|(run, weight)| (run.new as u32, *weight)).collect();
            let chosen = heaviest(&points);
            for in_order in [true, false] {
                for ((run, weight), chosen) in runs.iter().zip(&weights).zip(&chosen) {
                    if *chosen != in_order || !(in_order || *weight >= MOVED_RARITY) {
                        continue;
                    }
                    for step in 0..run.len {
                        if let (Some(i), Some(j)) = (old.get(run.old + step), new.get(run.new + step)) {
                            self.tie(*i as usize, *j as usize, in_order);
                        }
                    }
                }
            }
        }
    }

    /// Compares what lies between the words that are tied.
    fn tie_gaps(&mut self) {
        let mut work = lcs::Work::default();
        for gap in self.gaps() {
            let (old, new) = self.loose(gap);
            let ids = |list: &[u32], text: &[u32]| -> Vec<u32> {
                list.iter().filter_map(|i| text.get(*i as usize).copied()).collect()
            };
            let (a, b) = (ids(&old, self.old), ids(&new, self.new));
            for (i, j) in work.common(&a, &b, |id| self.rarity.word(id)) {
                if let (Some(i), Some(j)) = (old.get(i), new.get(j)) {
                    self.tie(*i as usize, *j as usize, true);
                }
            }
        }
    }

    /// Undoes ties in order that are light beside what is untied on both their sides: common words
    /// that two unlike passages happen to share.
    fn undo_chance(&mut self, chance: Chance) {
        for _ in 0..4 {
            let mut runs: Vec<Run> = Vec::new();
            for i in 0..self.old.len() {
                if !self.ties.is_in_order(i) {
                    continue;
                }
                let Some(j) = self.ties.image(i) else { continue };
                match runs.last_mut() {
                    Some(run) if run.old + run.len == i && run.new + run.len == j => run.len += 1,
                    _ => runs.push(Run { old: i, new: j, len: 1 }),
                }
            }
            let end = Run { old: self.old.len(), new: self.new.len(), len: 0 };
            let start = Run { old: 0, new: 0, len: 0 };
            let mut undone: Vec<Run> = Vec::new();
            let mut runs = runs.into_iter().chain(std::iter::once(end)).peekable();
            let mut left = runs.peek().map_or(0.0, |first| self.between(start, *first));
            while let Some(run) = runs.next() {
                let Some(next) = runs.peek() else { break };
                let right = self.between(run, *next);
                let words = self.old.get(run.old..run.old + run.len).unwrap_or_default();
                let once = chance.spares_unique && words.iter().any(|id| self.rarity.word(*id) >= 1.0);
                let weight = self.rarity.all(words);
                if !once && weight < FIRM && weight < chance.share * left.min(right) {
                    undone.push(run);
                    left += right;
                } else {
                    left = right;
                }
            }
            if undone.is_empty() {
                return;
            }
            for run in undone {
                (run.old..run.old + run.len).for_each(|i| self.untie(i));
            }
        }
    }

    /// The rarity of what stands untied between two runs, on the side where there is more.
    fn between(&self, a: Run, b: Run) -> f32 {
        let old = (a.old + a.len..b.old).filter(|i| self.ties.image(*i).is_none());
        let new = (a.new + a.len..b.new).filter(|j| self.ties.origin(*j).is_none());
        let old: f32 = old.filter_map(|i| self.old.get(i)).map(|id| self.rarity.word(*id)).sum();
        let new: f32 = new.filter_map(|j| self.new.get(j)).map(|id| self.rarity.word(*id)).sum();
        old.max(new)
    }

    /// Ties passages that stand untied in both texts, wherever they went.
    fn tie_moved(&mut self) {
        let whole = Gap { old: (0, self.old.len()), new: (0, self.new.len()) };
        let (old, new) = self.loose(whole);
        let mut runs: Vec<(f32, Run)> = Vec::new();
        for run in unique_runs(&old, &new, self.old, self.new, MOVED_GRAM) {
            // Neighbours in the lists may stand apart in the texts: a run ends there.
            let mut at = 0;
            while at < run.len {
                let (Some(i), Some(j)) = (old.get(run.old + at), new.get(run.new + at)) else { break };
                let (i, j) = (*i as usize, *j as usize);
                let mut len = 1;
                while at + len < run.len
                    && old.get(run.old + at + len) == Some(&((i + len) as u32))
                    && new.get(run.new + at + len) == Some(&((j + len) as u32))
                {
                    len += 1;
                }
                at += len;
                let run = self.widened(Run { old: i, new: j, len });
                let weight = self.rarity.all(self.old.get(run.old..run.old + run.len).unwrap_or_default());
                if weight >= MOVED_RARITY {
                    runs.push((weight, run));
                }
            }
        }
        runs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.old.cmp(&b.1.old)));
        for (_, run) in runs {
            (0..run.len).for_each(|step| self.tie(run.old + step, run.new + step, false));
        }
    }

    /// The run with the equal untied words around it.
    fn widened(&self, run: Run) -> Run {
        let Run { mut old, mut new, mut len } = run;
        let free = |i: usize, j: usize| {
            self.old.get(i).is_some_and(|id| self.new.get(j) == Some(id))
                && self.ties.image(i).is_none()
                && self.ties.origin(j).is_none()
        };
        while old > 0 && new > 0 && free(old - 1, new - 1) {
            (old, new, len) = (old - 1, new - 1, len + 1);
        }
        while free(old + len, new + len) {
            len += 1;
        }
        Run { old, new, len }
    }

    /// Ties what stands untied right before and after a passage that moved: its edited ends.
    fn grow_moved(&mut self) {
        let mut work = lcs::Work::default();
        let tied = |ties: &Alignment, i: usize| ties.image(i).filter(|_| !ties.is_in_order(i)).map(|j| (i, j));
        let moved: Vec<_> = (0..self.old.len()).filter_map(|i| tied(&self.ties, i)).collect();
        for (i, j) in moved {
            for step in [-1, 1] {
                let free = |at: usize, of: &[u32]| of.get(at).is_some_and(|to| *to == NONE);
                let walk = |from: usize, of: &[u32]| -> Vec<usize> {
                    let beside = (1..=NEAR as isize).map_while(|k| from.checked_add_signed(step * k));
                    beside.take_while(|at| free(*at, of)).collect()
                };
                let (old, new) = (walk(i, &self.ties.to_new), walk(j, &self.ties.to_old));
                if old.is_empty() || new.is_empty() {
                    continue;
                }
                let ids = |list: &[usize], text: &[u32]| -> Vec<u32> {
                    list.iter().filter_map(|at| text.get(*at).copied()).collect()
                };
                let (a, b) = (ids(&old, self.old), ids(&new, self.new));
                let pairs = work.common(&a, &b, |id| self.rarity.word(id));
                // Outwards from the passage, as long as what is tied outweighs what is passed over.
                let (mut done_a, mut done_b) = (0, 0);
                for run in pairs.chunk_by(|x, y| x.0 + 1 == y.0 && x.1 + 1 == y.1) {
                    let Some((x, y)) = run.first().copied() else { break };
                    let passed_a = self.rarity.all(a.get(done_a..x).unwrap_or_default());
                    let passed_b = self.rarity.all(b.get(done_b..y).unwrap_or_default());
                    let weight = self.rarity.all(a.get(x..x + run.len()).unwrap_or_default());
                    if weight < GROWN * passed_a.max(passed_b) {
                        break;
                    }
                    for (x, y) in run {
                        if let (Some(i), Some(j)) = (old.get(*x), new.get(*y)) {
                            self.tie(*i, *j, false);
                        }
                    }
                    (done_a, done_b) = (x + run.len(), y + run.len());
                }
            }
        }
    }

    /// Compares what lies between the parts of a passage that moved and was edited as well.
    fn fill_moved(&mut self) {
        let mut work = lcs::Work::default();
        let tied: Vec<_> = (0..self.old.len()).filter_map(|i| Some((i, self.ties.image(i)?))).collect();
        for pair in tied.windows(2) {
            let &[(i, j), (next_i, next_j)] = pair else { continue };
            let gap = Gap { old: (i + 1, next_i), new: (j + 1, next_j) };
            let both = self.ties.is_in_order(i) && self.ties.is_in_order(next_i);
            if both || next_i - i == 1 || next_i - i > NEAR || next_j <= j + 1 || next_j - j > NEAR {
                continue;
            }
            let (old, new) = self.loose(gap);
            let a: Vec<_> = old.iter().filter_map(|i| self.old.get(*i as usize).copied()).collect();
            let b: Vec<_> = new.iter().filter_map(|j| self.new.get(*j as usize).copied()).collect();
            for (i, j) in work.common(&a, &b, |id| self.rarity.word(id)) {
                if let (Some(i), Some(j)) = (old.get(i), new.get(j)) {
                    self.tie(*i as usize, *j as usize, false);
                }
            }
        }
    }
}

/// Runs of at least `gram` words that stand once in `old` and once in `new` (lists of places in the
/// two texts), as places in the lists, in the order of `old`.
fn unique_runs(old: &[u32], new: &[u32], old_ids: &[u32], new_ids: &[u32], gram: usize) -> Vec<Run> {
    let mut seen: HashMap<u64, (u32, u32, u32)> = HashMap::new();
    for (at, hash) in grams(new, new_ids, gram) {
        let entry = seen.entry(hash).or_insert((0, 0, at));
        entry.1 += 1;
    }
    let hashes: Vec<_> = grams(old, old_ids, gram).collect();
    for (_, hash) in &hashes {
        if let Some(entry) = seen.get_mut(hash) {
            entry.0 += 1;
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (at, hash) in hashes {
        let Some((1, 1, to)) = seen.get(&hash).copied() else { continue };
        let (at, to) = (at as usize, to as usize);
        let word = |list: &[u32], ids: &[u32], at: usize| list.get(at).and_then(|i| ids.get(*i as usize)).copied();
        if (0..gram).any(|step| word(old, old_ids, at + step) != word(new, new_ids, to + step)) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.old + run.len + 1 == at + gram && run.new + run.len + 1 == to + gram => run.len += 1,
            _ => runs.push(Run { old: at, new: to, len: gram }),
        }
    }
    runs
}

/// A hash for each `gram` words in a row, with the place of the first.
fn grams<'a>(list: &'a [u32], ids: &'a [u32], gram: usize) -> impl Iterator<Item = (u32, u64)> + 'a {
    list.windows(gram.max(1)).enumerate().map(move |(at, window)| {
        let hash = window
            .iter()
            .filter_map(|i| ids.get(*i as usize))
            .fold(0u64, |hash, id| (hash ^ u64::from(*id)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        (at as u32, hash)
    })
}
