//! Deciding where old words stand: what the alignment says, else what a search finds, else nowhere.

use super::project::{Projection, project};
use super::search::{Ground, Index};
use crate::text::align::{Alignment, Chance, Rarity};
use crate::text::lcs;
use crate::text::span::Span;
use crate::text::words::{Vocabulary, Words};

/// Words of one text that are looked at, at most; what stands further down is found by nobody.
const MOST: usize = 4_000_000;
/// Words above which only the two ends of a stretch are looked at, and how many of each.
const LONG: usize = 4_000;
const END: usize = 1_000;
/// Share of its words, by rarity, that must have survived in one place for a stretch to stand there.
const KEPT: f32 = 0.45;
/// The same where its neighbours on both sides still stand right beside it.
const HELD: f32 = 0.25;
/// How many of these must.
const BESIDE: usize = 3;
/// Words of a place times words of its stretch, up to which they are looked for as one.
const GATHERED: usize = 1 << 20;
/// Words on either side that are looked at for whether the neighbours are the same.
const NEIGHBOURS: usize = 12;
/// Share of these, by rarity, that makes a place credible by itself.
const AMONG: f32 = 0.5;
/// Rarity of words that are credible by themselves.
const TELLING: f32 = 4.0;
/// How credible a place must be where little of the old text is known; 1 is either of the two in full.
const CREDIBLE: f32 = 0.7;
/// Share of the words that a place found by searching must hold, by rarity.
const FOUND: f32 = 0.6;
/// That share times how credible the place is: the bar for a place found by searching.
const SURE: f32 = 1.0;
/// How far above the next best it must stand, in shares of words and neighbours together.
const LEAD: f32 = 0.2;

/// What is known of the old text.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// All of it.
    Whole,
    /// Pieces in their order up to a byte, from there on pieces whose place is not known; between
    /// pieces stands a word that no text holds.
    Pieces {
        /// That byte.
        ordered: usize,
        /// That word.
        gap: &'a str,
    },
}

/// The words of two texts, and which descend from which.
#[derive(Debug)]
pub struct Aligned {
    /// Those of the old text.
    pub old: Words,
    /// Those of the new one.
    pub new: Words,
    rarity: Rarity,
    alignment: Alignment,
    index: Index,
    /// Where the words of no known place start.
    ordered: usize,
    /// The word that stands for what is not known of the old text, if that is only known in pieces.
    gap: Option<u32>,
}

/// Where a stretch stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// First new word.
    pub first: usize,
    /// Last new word.
    pub last: usize,
    /// Share of the old words that survived, by rarity.
    pub kept: f32,
    /// Whether it stands among the same neighbours.
    pub at_home: bool,
}

impl Found {
    fn of(place: Projection, at_home: bool) -> Self {
        Self { first: place.first, last: place.last, kept: place.kept, at_home }
    }
}

/// Tells the weight of old words that stand among new ones, both half-open.
type Stand = fn(&Aligned, old: (usize, usize), new: (usize, usize)) -> f32;

impl Aligned {
    /// Reads and aligns two texts.
    pub fn of(old_text: &str, new_text: &str, known: Known<'_>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let old = vocabulary.read(old_text, MOST);
        let new = vocabulary.read(new_text, MOST);
        let rarity = Rarity::of(&old.ids, &new.ids, vocabulary.len(), |id| vocabulary.has_letters(id));
        let (ordered, gap, chance) = match known {
            Known::Whole => (old.len(), None, Chance::KNOWN),
            Known::Pieces { ordered, gap } => {
                (old.within(Span::new(ordered, old_text.len())).0, vocabulary.id(gap), Chance::PIECED)
            }
        };
        let alignment = Alignment::of(old.ids.get(..ordered).unwrap_or_default(), &new.ids, &rarity, chance);
        let index = Index::of(&new.ids, vocabulary.len());
        Self { old, new, rarity, alignment, index, ordered, gap }
    }

    /// Where the old words `from..to` stand, if anywhere.
    pub fn find(&self, (from, to): (usize, usize)) -> Option<Found> {
        if self.gap.is_some() && self.known_beside((from, to)) == (0, 0) && self.repeats((from, to)) {
            return None;
        }
        if to.saturating_sub(from) <= LONG {
            return self.mapped((from, to)).or_else(|| self.searched((from, to)));
        }
        let (head, tail) = (self.mapped((from, from + END))?, self.mapped((to - END, to))?);
        let at_home = head.at_home && tail.at_home;
        let whole = Found { first: head.first, last: tail.last, kept: head.kept.min(tail.kept), at_home };
        (head.first <= tail.last).then_some(whole)
    }

    /// The new words that the nearest old ones before and after `from..to` became, of those that
    /// stand in their order.
    pub fn between(&self, (from, to): (usize, usize)) -> (Option<usize>, Option<usize>) {
        let stands = |i: usize| self.alignment.image(i).filter(|_| self.alignment.is_in_order(i));
        ((0..from).rev().find_map(stands), (to..self.old.len()).find_map(stands))
    }

    /// What the alignment says.
    fn mapped(&self, (from, to): (usize, usize)) -> Option<Found> {
        let image = |i| self.alignment.image(i);
        let place = project((from, to), &self.old.ids, &self.new.ids, image, &self.rarity)?;
        let place = self.gathered((from, to), place);
        let bar = if self.is_held((from, to), place) { HELD } else { KEPT };
        let in_order = (from..to).filter(|i| self.alignment.is_in_order(*i)).count() * 2 > to - from;
        let beside = if self.gap.is_some() { self.neighbours((from, to), place, Self::tied) } else { None };
        let credible = self.gap.is_none() || self.credit((from, to), place, beside) >= CREDIBLE;
        let at_home = in_order || beside.is_some_and(|beside| beside >= AMONG);
        (place.kept >= bar && credible).then_some(Found::of(place, at_home))
    }

    /// What a search finds that is good enough and clearly ahead of the second best. Words whose place
    /// in the old text is known are only looked for where the new text descends from nothing old.
    fn searched(&self, (from, to): (usize, usize)) -> Option<Found> {
        let loose = from >= self.ordered;
        let free = |j: usize| loose || self.alignment.origin(j).is_none();
        let ground = Ground { old: &self.old.ids, new: &self.new.ids, rarity: &self.rarity, index: &self.index };
        let near = self.known_beside((from, to));
        let places = ground.search((from, to), near, free, |i| self.alignment.image(i));
        let judge = |place: Projection| {
            let beside = self.neighbours((from, to), place, Self::alike);
            (place, beside, place.kept + beside.unwrap_or_default())
        };
        let mut judged: Vec<_> = places.into_iter().map(judge).collect();
        judged.sort_by(|a, b| b.2.total_cmp(&a.2));
        let (place, beside, rank) = judged.first().copied()?;
        let second = judged.get(1).map_or(0.0, |second| second.2);
        let sure = place.kept >= FOUND && place.kept * self.credit((from, to), place, beside) >= SURE;
        let at_home = loose && beside.is_none_or(|beside| beside >= AMONG);
        (sure && rank - second >= LEAD).then_some(Found::of(place, at_home))
    }

    /// Whether the old words `from..to` stand in the new text, and more often than among what is known of the old one:
    /// then their order does not tell which of them they are.
    fn repeats(&self, (from, to): (usize, usize)) -> bool {
        let words = self.old.ids.get(from..to).unwrap_or_default();
        let Some(first) = words.first() else { return false };
        let stands = |at: &&u32| self.new.ids.get(**at as usize..).is_some_and(|there| there.starts_with(words));
        let count = self.index.places(*first).iter().filter(stands).count();
        let known = self.old.ids.get(..self.ordered.max(to)).unwrap_or_default();
        count > 1 && count > known.windows(words.len()).filter(|window| *window == words).count()
    }

    /// A place whose words stand apart, as they do among their likes: where the same words stand within it as
    /// one, and only once, that is it.
    fn gathered(&self, (from, to): (usize, usize), place: Projection) -> Projection {
        let words = self.old.ids.get(from..to).unwrap_or_default();
        let there = self.new.ids.get(place.first..=place.last).unwrap_or_default();
        if words.is_empty() || there.len() <= words.len() || there.len().saturating_mul(words.len()) > GATHERED {
            return place;
        }
        let mut whole = there.windows(words.len()).enumerate().filter(|(_, window)| *window == words);
        match (whole.next(), whole.next()) {
            (Some((at, _)), None) => {
                let first = place.first + at;
                Projection { first, last: first + words.len() - 1, ..place }
            }
            _ => place,
        }
    }

    /// Whether the neighbours on both sides still stand right beside what was found, and it is about
    /// as long as it was: then the words were rewritten in their place.
    fn is_held(&self, (from, to): (usize, usize), place: Projection) -> bool {
        let Some(before) = from.checked_sub(BESIDE) else { return false };
        let stands = |at: usize, image: Option<usize>| {
            image.is_some_and(|first| (0..BESIDE).all(|k| self.alignment.image(at + k) == Some(first + k)))
        };
        let length = place.last + 1 - place.first;
        stands(before, place.first.checked_sub(BESIDE))
            && stands(to, Some(place.last + 1))
            && length <= 2 * (to - from)
            && to - from <= 2 * length
    }

    /// How likely words found for old words `from..to` are to be theirs, from 0 to 2: 1 for saying
    /// enough by themselves, and 1 for standing among the same neighbours (`beside`). Where no
    /// neighbour is known, their own word is all there is, and counts twice.
    fn credit(&self, (from, to): (usize, usize), place: Projection, beside: Option<f32>) -> f32 {
        let own = place.kept * self.rarity.all(self.old.ids.get(from..to).unwrap_or_default());
        match beside {
            Some(beside) => place.kept * (own / TELLING).min(1.0) + (beside / AMONG).min(1.0),
            None => 2.0 * place.kept * (own / TELLING * 2.0).min(1.0),
        }
    }

    /// The neighbours of old words `from..to` that are known: how many before, how many after.
    fn known_beside(&self, (from, to): (usize, usize)) -> (usize, usize) {
        let stops = |i: &usize| self.old.ids.get(*i).is_none_or(|id| self.gap == Some(*id));
        let before = (1..=NEIGHBOURS).map_while(|step| from.checked_sub(step)).take_while(|i| !stops(i)).count();
        let after = (to..to + NEIGHBOURS).take_while(|i| !stops(i)).count();
        (before, after)
    }

    /// Share of the known neighbours, by rarity, that stand beside what was found; `stand` tells
    /// their weight on one side.
    fn neighbours(&self, (from, to): (usize, usize), place: Projection, stand: Stand) -> Option<f32> {
        let (before, after) = self.known_beside((from, to));
        let end = (place.last + 1 + 2 * NEIGHBOURS).min(self.new.len());
        let start = place.first.saturating_sub(2 * NEIGHBOURS);
        let there = stand(self, (from - before, from), (start, place.first))
            + stand(self, (to, to + after), (place.last + 1, end));
        let known = |words: (usize, usize)| self.rarity.all(self.old.ids.get(words.0..words.1).unwrap_or_default());
        let all = known((from - before, from)) + known((to, to + after));
        (all > 0.0).then(|| there / all)
    }

    /// The weight of old words whose descendants, or for want of these their likes, are among new ones.
    fn tied(&self, old: (usize, usize), new: (usize, usize)) -> f32 {
        let near = self.new.ids.get(new.0..new.1).unwrap_or_default();
        let stands = |i: usize, id: u32| match self.alignment.image(i) {
            Some(j) => (new.0..new.1).contains(&j),
            None => near.contains(&id),
        };
        let words = (old.0..old.1).filter_map(|i| Some((i, *self.old.ids.get(i)?)));
        words.filter(|(i, id)| stands(*i, *id)).map(|(_, id)| self.rarity.word(id)).sum()
    }

    /// The weight of old words that have their likes among new ones, in the same order.
    fn alike(&self, old: (usize, usize), new: (usize, usize)) -> f32 {
        let old = self.old.ids.get(old.0..old.1).unwrap_or_default();
        let new = self.new.ids.get(new.0..new.1).unwrap_or_default();
        let pairs = lcs::Work::default().common(old, new, |id| self.rarity.word(id));
        pairs.into_iter().filter_map(|(i, _)| old.get(i)).map(|id| self.rarity.word(*id)).sum()
    }
}
