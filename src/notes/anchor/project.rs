//! Where a stretch of old words stands among new ones, once it is known which descends from which.

use crate::text::align::Rarity;

/// New words that may always come between two words of one stretch; more only in a longer one, up
/// to as many as it had.
const SHORT: usize = 12;
/// New words that may have taken the place of each word that was lost at an end.
const REPLACED: usize = 2;
/// Rarity that the words at an end must have for each new word that parts them from the rest: a full
/// stop at the end of the next sentence does not belong.
const FAR: f32 = 0.02;

/// What became of a stretch of old words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// First new word.
    pub first: usize,
    /// Last new word.
    pub last: usize,
    /// Share of the old words that survived here, by rarity.
    pub kept: f32,
    /// Share that survived in the next best place.
    pub second: f32,
}

/// Where the words `from..to` of `old` stand in `new`: the one place where most of them survived.
/// `image` gives the new word that descends from an old one, inside the stretch and beside it.
pub fn project(
    (from, to): (usize, usize),
    old: &[u32],
    new: &[u32],
    image: impl Fn(usize) -> Option<usize>,
    rarity: &Rarity,
) -> Option<Projection> {
    let stretch = old.get(from..to)?;
    let mut images: Vec<(usize, usize)> = (from..to).filter_map(|i| Some((image(i)?, i))).collect();
    images.sort_unstable();
    let reach = SHORT.max(stretch.len());
    let weigh = |place: &[(usize, usize)]| -> f32 {
        place.iter().filter_map(|(_, i)| old.get(*i)).map(|id| rarity.word(*id)).sum()
    };
    let mut places: Vec<_> = images.chunk_by(|a, b| b.0 - a.0 <= reach).map(|place| (weigh(place), place)).collect();
    places.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = rarity.all(stretch).max(f32::MIN_POSITIVE);
    let place = without_stragglers(places.first()?.1, &weigh);
    let second = places.get(1).map_or(0.0, |place| place.0) / all;
    let (mut first, mut last) = snapped(place, old, new);
    let (lowest, highest) = (*place.first()?, *place.last()?);
    let head = place.iter().map(|(_, i)| *i).min()?;
    let tail = place.iter().map(|(_, i)| *i).max()?;
    // An end that was lost follows what took its place: up to its neighbour, where that survived
    // close by; else as far as the same words stand there.
    if head == lowest.1 && head > from {
        let lost = head - from;
        let same = |step: &usize| old.get(head - step) == first.checked_sub(*step).and_then(|at| new.get(at));
        first = match from.checked_sub(1).and_then(&image) {
            Some(edge) if edge < first && first - edge - 1 <= REPLACED * lost => edge + 1,
            _ => first - (1..=lost).take_while(same).count(),
        };
    }
    if tail == highest.1 && tail + 1 < to {
        let lost = to - 1 - tail;
        let same = |step: &usize| old.get(tail + step).is_some_and(|id| new.get(last + step) == Some(id));
        last = match image(to) {
            Some(edge) if edge > last && edge - last - 1 <= REPLACED * lost => edge - 1,
            _ => last + (1..=lost).take_while(same).count(),
        };
    }
    Some(Projection { first, last, kept: weigh(place) / all, second })
}

/// The first and last new word of a place, as (new, old) words in the order of the new. Where the
/// words at an end stand apart from the rest, but the same words stand right beside the rest, those
/// are meant: of "the" before and "the" after what was put in, the one that still opens the sentence.
fn snapped(place: &[(usize, usize)], old: &[u32], new: &[u32]) -> (usize, usize) {
    let (Some((mut first, _)), Some((mut last, _))) = (place.first().copied(), place.last().copied()) else {
        return (0, 0);
    };
    let same = |new_at: Option<usize>, old_at: usize, len: usize| {
        let new_words = new_at.and_then(|at| new.get(at..at + len));
        new_words.is_some() && new_words == old.get(old_at..old_at + len)
    };
    let mut blocks = place.chunk_by(|a, b| b.0 == a.0 + 1 && b.1 == a.1 + 1);
    let (head, tail) = (blocks.next(), blocks.next_back());
    if let (Some(&[(_, i), ..]), Some(&[(_, k), ..])) = (head, tail) {
        let (head, tail) = (head.map_or(0, <[_]>::len), tail.map_or(0, <[_]>::len));
        if let Some((j, next)) = place.get(head).copied()
            && next == i + head
            && same(j.checked_sub(head), i, head)
        {
            first = j - head;
        }
        if let Some((j, before)) = place.len().checked_sub(tail + 1).and_then(|at| place.get(at)).copied()
            && before + 1 == k
            && same(Some(j + 1), k, tail)
        {
            last = j + tail;
        }
    }
    if first <= last { (first, last) } else { (last, first) }
}

/// A place, as (new, old) words in the order of the new, without words at its ends that say too
/// little for how far they stand from the rest.
fn without_stragglers<'a>(
    mut place: &'a [(usize, usize)],
    weigh: &impl Fn(&[(usize, usize)]) -> f32,
) -> &'a [(usize, usize)] {
    let extra = |a: (usize, usize), b: (usize, usize)| (b.0 - a.0).saturating_sub(b.1.abs_diff(a.1)) as f32;
    loop {
        let blocks = || place.chunk_by(|a, b| b.0 == a.0 + 1 && b.1 == a.1 + 1);
        let (Some(head), Some(tail)) = (blocks().next(), blocks().next_back()) else { return place };
        let kept = place.len() - tail.len();
        if let (Some(a), Some(b)) = (kept.checked_sub(1).and_then(|at| place.get(at)), tail.first())
            && weigh(tail) < FAR * extra(*a, *b)
        {
            place = place.get(..kept).unwrap_or_default();
        } else if let (Some(a), Some(b)) = (head.last(), place.get(head.len()))
            && weigh(head) < FAR * extra(*a, *b)
        {
            place = place.get(head.len()..).unwrap_or_default();
        } else {
            return place;
        }
    }
}
