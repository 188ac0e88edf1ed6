//! Looking for words that no alignment found, in new text that descends from nothing old.

use crate::text::align::Rarity;
use crate::text::lcs;

use super::project::{Projection, project};

/// Words of a quotation that are looked up, the rarest first.
const LOOKED_UP: usize = 24;
/// Places in the new text that each of them may point to.
const POINTS: usize = 64;
/// Places that are compared word by word.
const PLACES: usize = 8;
/// Share of the best place's votes that another needs to be compared as well.
const WORTH: f32 = 0.5;
/// New words on either side of a place that are compared too, and the share of its length.
const MARGIN: usize = 8;
/// Words of the longest stretch that is searched for.
const LONGEST: usize = 2_000;

/// Where each word stands in a text.
#[derive(Debug, Default)]
pub struct Index {
    /// Where the places of each word start in `places`.
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Index {
    /// The index of a text of words numbered below `words`.
    pub fn of(ids: &[u32], words: usize) -> Self {
        let mut starts = vec![0u32; words + 2];
        for id in ids {
            if let Some(count) = starts.get_mut(*id as usize + 2) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut starts {
            sum += *count;
            *count = sum;
        }
        // Each word's end moves on as its places are filled in, and stops where the next one starts.
        let mut places = vec![0; ids.len()];
        for (at, id) in ids.iter().enumerate() {
            if let Some(next) = starts.get_mut(*id as usize + 1) {
                if let Some(slot) = places.get_mut(*next as usize) {
                    *slot = at as u32;
                }
                *next += 1;
            }
        }
        Self { starts, places }
    }

    /// The places of a word, in order.
    pub fn places(&self, id: u32) -> &[u32] {
        let at = |id: usize| self.starts.get(id).map_or(0, |start| *start as usize);
        self.places.get(at(id as usize)..at(id as usize + 1)).unwrap_or_default()
    }
}

/// What the search works on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The old words.
    pub old: &'a [u32],
    /// The new words.
    pub new: &'a [u32],
    /// How much each says.
    pub rarity: &'a Rarity,
    /// Where each stands in the new text.
    pub index: &'a Index,
}

impl Ground<'_> {
    /// The places where the old words `from..to` may stand, the likeliest first. Only `free` new words
    /// are looked at. `near` neighbours before and after vote too: by where they stand, where `image`
    /// knows that, else by where their likes stand.
    pub fn search(
        &self,
        (from, to): (usize, usize),
        near: (usize, usize),
        free: impl Fn(usize) -> bool,
        image: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Projection> {
        let length = to - from;
        if length == 0 || length > LONGEST {
            return Vec::new();
        }
        let mut work = lcs::Work::default();
        let mut found: Vec<Projection> = Vec::new();
        let stretch = self.old.get(from..to).unwrap_or_default();
        let margin = MARGIN + length / 4;
        for start in self.likely((from, to), near, &free, &image) {
            // Twice, for two of a kind that stand close together.
            for _ in 0..2 {
                let taken = |j: usize| found.iter().any(|place| (place.first..=place.last).contains(&j));
                let window: Vec<usize> = (start.saturating_sub(margin)..(start + length + margin).min(self.new.len()))
                    .filter(|j| free(*j) && !taken(*j))
                    .collect();
                let words: Vec<u32> = window.iter().filter_map(|j| self.new.get(*j).copied()).collect();
                let mut images = vec![None; length];
                for (i, j) in work.common(stretch, &words, |id| self.rarity.word(id)) {
                    if let Some(slot) = images.get_mut(i) {
                        *slot = window.get(j).copied();
                    }
                }
                let image = |i: usize| match i.checked_sub(from).and_then(|i| images.get(i)) {
                    Some(image) => *image,
                    None => image(i),
                };
                let Some(place) = project((from, to), self.old, self.new, image, self.rarity) else { break };
                if found.iter().all(|other| place.last < other.first || other.last < place.first) {
                    found.push(place);
                }
            }
        }
        found
    }

    /// Where the stretch would start in the new text, by what its rarest words point to.
    fn likely(
        &self,
        (from, to): (usize, usize),
        near: (usize, usize),
        free: impl Fn(usize) -> bool,
        image: impl Fn(usize) -> Option<usize>,
    ) -> Vec<usize> {
        let places = |i: usize| self.old.get(i).map_or(&[][..], |id| self.index.places(*id));
        let mut rarest: Vec<usize> = (from.saturating_sub(near.0)..to + near.1).collect();
        // A word that stands all over says nothing, and the first of its places would be a bias.
        rarest.retain(|i| (1..=POINTS).contains(&places(*i).len()));
        rarest.sort_by_key(|i| (places(*i).len(), *i));
        let mut votes: Vec<(i64, f32)> = Vec::new();
        for i in rarest.into_iter().take(LOOKED_UP) {
            let weight = self.old.get(i).map_or(0.0, |id| self.rarity.word(*id));
            let shift = i as i64 - from as i64;
            if let Some(j) = image(i) {
                votes.push((j as i64 - shift, weight));
                continue;
            }
            let points = places(i).iter().map(|j| *j as usize).filter(|j| free(*j));
            votes.extend(points.map(|j| (j as i64 - shift, weight)));
        }
        votes.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let reach = (MARGIN + (to - from) / 4) as i64;
        // The votes within reach of each vote, by two fingers that only move on.
        let (mut first, mut last, mut sum) = (0, 0, 0.0f32);
        let mut tops: Vec<(f32, i64)> = Vec::new();
        for (at, _) in &votes {
            while let Some((_, weight)) = votes.get(last).filter(|(vote, _)| *vote <= at + reach) {
                sum += weight;
                last += 1;
            }
            while let Some((_, weight)) = votes.get(first).filter(|(vote, _)| vote < at) {
                sum -= weight;
                first += 1;
            }
            tops.push((sum, *at));
        }
        tops.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = tops.first().map_or(0.0, |top| top.0);
        let mut chosen: Vec<i64> = Vec::new();
        for (sum, at) in tops {
            if sum < WORTH * best || chosen.len() == PLACES {
                break;
            }
            if chosen.iter().all(|other| other.abs_diff(at) > reach as u64) {
                chosen.push(at);
            }
        }
        // The vote is the least start within reach; the middle is as good a guess.
        chosen.into_iter().map(|at| usize::try_from(at + reach / 4).unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_knows_every_place_of_a_word() {
        let index = Index::of(&[2, 0, 2, 1, 2], 4);
        assert_eq!(index.places(2), [0, 2, 4]);
        assert_eq!(index.places(0), [1]);
        assert!(index.places(3).is_empty() && index.places(9).is_empty());
    }
}
