//! Where annotations stand after the text has changed.
//!
//! The whole old text is aligned with the whole new one, word by word, once; each annotation then
//! stands where most of its words went, or nowhere. Where the old text is not at hand, its place is
//! taken by what the quotations themselves tell of it. A wrong place is worse than none.

use std::borrow::Cow;

use self::patchwork::Patchwork;
use self::project::{Projection, project};
use self::quote::Quote;
use self::search::{Ground, Index};
use super::selector::{Placement, Selector};
use crate::text::align::{Alignment, Chance, Rarity};
use crate::text::span::Span;
use crate::text::words::{Vocabulary, Words};

pub mod locate;
pub mod patchwork;
pub mod project;
pub mod quote;
pub mod search;
pub mod tally;

/// Words of one text that are looked at, at most; what stands further down is found by nobody.
const MOST: usize = 4_000_000;
/// Share of its words, by rarity, that must have survived in one place for an annotation to stand there.
const KEPT: f32 = 0.45;
/// The same where its neighbours on both sides still stand right beside it.
const HELD: f32 = 0.25;
/// How many of these must.
const BESIDE: usize = 3;
/// Words on either side that are looked at for whether the neighbours are the same.
const NEIGHBOURS: usize = 12;
/// Share of these, by rarity, that makes a place credible by itself.
const AMONG: f32 = 0.5;
/// Rarity of words that are credible by themselves.
const TELLING: f32 = 4.0;
/// How credible a place must be, where 1 is either of the two in full.
const CREDIBLE: f32 = 0.7;
/// Share of the words that a place found by searching must hold, by rarity.
const FOUND: f32 = 0.6;
/// That share times how credible the place is: the bar for a place found by searching.
const SURE: f32 = 1.0;
/// How far above the next best it must stand.
const LEAD: f32 = 0.25;

/// An old text (or what is known of it) and the new one that descends from it, aligned once.
#[derive(Debug)]
pub struct Anchoring<'a> {
    old_text: Cow<'a, str>,
    new_text: &'a str,
    /// Whether the old text is only what quotations tell of it.
    pieced: bool,
    /// Nothing where the two texts are the same.
    aligned: Option<Aligned>,
}

/// The words of two texts, and which descend from which.
#[derive(Debug)]
struct Aligned {
    old: Words,
    new: Words,
    rarity: Rarity,
    alignment: Alignment,
    index: Index,
}

/// Where each selector stands in the text `new`, in their order. `old` is the text of the edition
/// they were made on; without it, quotation, context and position must do.
pub fn place_all(old: Option<&str>, new: &str, selectors: &[Selector]) -> Vec<Placement> {
    if let Some(old) = old {
        let anchoring = Anchoring::with_old(old, new);
        return selectors.iter().map(|selector| anchoring.place(selector)).collect();
    }
    place_quotes(new, &selectors.iter().map(Quote::of_selector).collect::<Vec<_>>())
}

/// Where each quotation stands in the text `new`, in their order, when nothing else is known of the
/// text they come from. They are looked at together: what one tells of the old text helps the others.
pub fn place_quotes(new: &str, quotes: &[Quote<'_>]) -> Vec<Placement> {
    let Patchwork { text, spans } = Patchwork::of(quotes);
    let anchoring = Anchoring::between(Cow::Owned(text), new, true);
    spans.into_iter().map(|span| anchoring.place_span(span)).collect()
}

impl<'a> Anchoring<'a> {
    /// Aligns an old text with the new one.
    pub fn with_old(old_text: &'a str, new_text: &'a str) -> Self {
        Self::between(Cow::Borrowed(old_text), new_text, false)
    }

    fn between(old_text: Cow<'a, str>, new_text: &'a str, pieced: bool) -> Self {
        let aligned = (old_text != new_text).then(|| {
            let mut vocabulary = Vocabulary::default();
            let old = vocabulary.read(&old_text, MOST);
            let new = vocabulary.read(new_text, MOST);
            let rarity = Rarity::of(&old.ids, &new.ids, vocabulary.len(), |id| vocabulary.has_letters(id));
            let alignment =
                Alignment::of(&old.ids, &new.ids, &rarity, if pieced { Chance::PIECED } else { Chance::KNOWN });
            let index = Index::of(&new.ids, vocabulary.len());
            Aligned { old, new, rarity, alignment, index }
        });
        Self { old_text, new_text, pieced, aligned }
    }

    /// Where a selector of the old text stands in the new one. One whose span does not hold its words
    /// in the old text is looked for by its words.
    ///
    /// `Exact` are the same words among the same neighbours, wherever these now stand in the text;
    /// `Moved` the same words out of their old order; `Changed` other words where most of the old ones
    /// went. A score is the share of its words that survived, weighed by how rare they are.
    pub fn place(&self, selector: &Selector) -> Placement {
        if selector.exact.is_empty() || selector.span.of(&self.old_text) == selector.exact {
            return self.place_span(selector.span);
        }
        let placed = place_quotes(self.new_text, &[Quote::of_selector(selector)]);
        placed.first().copied().unwrap_or(Placement::Orphan)
    }

    /// Where the old bytes `span` stand in the new text.
    pub fn place_span(&self, span: Span) -> Placement {
        if span.of(&self.old_text).is_empty() {
            return Placement::Orphan;
        }
        let Some(aligned) = &self.aligned else { return Placement::Exact(span) };
        let words = aligned.old.within(span);
        let Some(found) = aligned.find(words, self.pieced) else { return Placement::Orphan };
        let to = aligned.bytes(&self.old_text, span, self.new_text, (found.first, found.last));
        if to.is_empty() {
            Placement::Orphan
        } else if !same_words(to.of(self.new_text), span.of(&self.old_text)) {
            Placement::Changed(to, found.kept)
        } else if aligned.is_in_order(words) {
            Placement::Exact(to)
        } else {
            Placement::Moved(to, found.kept)
        }
    }
}

/// Whether two stretches hold the same words; how these are broken into lines does not count.
fn same_words(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

impl Aligned {
    /// Where the old words `from..to` stand, if anywhere; `pieced` where little is known of the others.
    fn find(&self, (from, to): (usize, usize), pieced: bool) -> Option<Projection> {
        let Self { old, new, rarity, alignment, index } = self;
        let mapped = project((from, to), &old.ids, &new.ids, |i| alignment.image(i), rarity).filter(|found| {
            let bar = if self.is_held((from, to), *found) { HELD } else { KEPT };
            found.kept >= bar && (!pieced || self.trust((from, to), *found) >= CREDIBLE)
        });
        if mapped.is_some() {
            return mapped;
        }
        let ground = Ground { old: &old.ids, new: &new.ids, alignment, rarity, index };
        let found = ground.search((from, to), NEIGHBOURS);
        let mut scored: Vec<_> =
            found.into_iter().map(|found| (found.kept * self.trust((from, to), found), found)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = scored.first().filter(|best| best.1.kept >= FOUND && best.0 >= SURE)?;
        let second = scored.get(1).map_or(0.0, |second| second.0);
        (best.0 - second >= LEAD).then_some(best.1)
    }

    /// Whether the neighbours on both sides still stand right beside what was found, and it is about
    /// as long as it was: then the words were rewritten in their place.
    fn is_held(&self, (from, to): (usize, usize), found: Projection) -> bool {
        let run = |at: usize, step: usize| {
            let near = (0..step).map(|k| (at + k, self.alignment.image(at + k)));
            near.clone().all(|(_, image)| image.is_some())
                && near.clone().zip(near.skip(1)).all(|(a, b)| a.1.map(|j| j + 1) == b.1)
        };
        let Some(before) = from.checked_sub(BESIDE) else { return false };
        let length = found.last + 1 - found.first;
        run(before, BESIDE)
            && run(to, BESIDE)
            && self.alignment.image(from - 1).is_some_and(|j| j + 1 == found.first)
            && self.alignment.image(to) == Some(found.last + 1)
            && length <= 2 * (to - from)
            && to - from <= 2 * length
    }

    /// How likely words found for old words `from..to` are to be theirs, from 0 to 2: 1 for saying
    /// enough by themselves, and 1 for standing among the same neighbours.
    fn trust(&self, (from, to): (usize, usize), found: Projection) -> f32 {
        let before = (from.saturating_sub(NEIGHBOURS)..from)
            .map(|i| (i, found.first.saturating_sub(2 * NEIGHBOURS)..found.first));
        let after =
            (to..(to + NEIGHBOURS).min(self.old.len())).map(|i| (i, found.last + 1..found.last + 1 + 2 * NEIGHBOURS));
        let (mut there, mut all) = (0.0, f32::MIN_POSITIVE);
        for (i, place) in before.chain(after) {
            let Some(id) = self.old.ids.get(i) else { continue };
            let weight = self.rarity.word(*id);
            all += weight;
            let stands = match self.alignment.image(i) {
                Some(j) => place.contains(&j),
                None => {
                    self.new.ids.get(place.start..place.end.min(self.new.len())).is_some_and(|near| near.contains(id))
                }
            };
            if stands {
                there += weight;
            }
        }
        let own = found.kept * self.rarity.all(self.old.ids.get(from..to).unwrap_or_default());
        found.kept * (own / TELLING).min(1.0) + (there / all / AMONG).min(1.0)
    }

    /// Whether most of the old words `from..to` stand among the same neighbours.
    fn is_in_order(&self, (from, to): (usize, usize)) -> bool {
        (from..to).filter(|i| self.alignment.is_in_order(*i)).count() * 2 > to - from
    }

    /// The new bytes of the words `first..=last`, which `span` became: without what it left out of
    /// its own words at its ends, and with the white space it held there.
    fn bytes(&self, old_text: &str, span: Span, new_text: &str, (first, last): (usize, usize)) -> Span {
        let (from, to) = self.old.within(span);
        let (Some(old_first), Some(old_last)) = (self.old.span(from), self.old.span(to.saturating_sub(1))) else {
            return Span::default();
        };
        let (Some(new_first), Some(new_last)) = (self.new.span(first), self.new.span(last)) else {
            return Span::default();
        };
        let (mut start, mut end) = (new_first.start, new_last.end);
        if span.start > old_first.start && new_first.of(new_text) == old_first.of(old_text) {
            start += span.start - old_first.start;
        } else if let Some(blank) = old_text.get(span.start..old_first.start)
            && new_text.get(..start).is_some_and(|before| before.ends_with(blank))
        {
            start -= blank.len();
        }
        if span.end < old_last.end && new_last.of(new_text) == old_last.of(old_text) {
            end -= old_last.end - span.end;
        } else if let Some(blank) = old_text.get(old_last.end..span.end)
            && new_text.get(end..).is_some_and(|after| after.starts_with(blank))
        {
            end += blank.len();
        }
        if start < end { Span::new(start, end) } else { Span::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn selector(text: &str, words: &str) -> Selector {
        let start = text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        let around = |a: usize, b: usize| {
            Span::new(crate::text::width::floor(text, a), crate::text::width::floor(text, b)).of(text).to_owned()
        };
        Selector {
            exact: words.to_owned(),
            prefix: around(start.saturating_sub(32), start),
            suffix: around(span.end, span.end + 32),
            span,
            edition: None,
        }
    }

    const OLD: &str = "The harbour was quiet that night. Two ships lay at anchor, both from Lisbon.\n\n\
        Nobody had expected the storm. It came from the west and took the lighthouse first.\n\n\
        In the morning the council met. Nobody had expected the mayor to resign.";

    /// What becomes of some words of `old` in `new`, with the old text and without it.
    fn both(old: &str, new: &str, words: &str) -> [(&'static str, String); 2] {
        let selectors = [selector(old, words)];
        [Some(old), None].map(|at_hand| {
            let placed = place_all(at_hand, new, &selectors)[0];
            (placed.name(), placed.span().map_or_else(String::new, |span| span.of(new).to_owned()))
        })
    }

    #[test]
    fn table() {
        let inserted = OLD.replace("Two ships", "The keeper slept. Three boats had left by noon. Two ships");
        let edited = OLD.replace("the west and took", "the south and tore down");
        let deleted = OLD.replace(" It came from the west and took the lighthouse first.", "");
        let mut paragraphs: Vec<_> = OLD.split("\n\n").collect();
        paragraphs.rotate_left(1);
        let moved = paragraphs.join("\n\n");
        let storm = "It came from the west and took the lighthouse first.";
        for (new, words, status, found) in [
            (OLD, storm, "exact", storm),
            (&inserted, storm, "exact", storm),
            (&edited, storm, "changed", "It came from the south and tore down the lighthouse first."),
            (&deleted, storm, "orphaned", ""),
            (&deleted, "Nobody had expected the mayor to resign.", "exact", "Nobody had expected the mayor to resign."),
        ] {
            for outcome in both(OLD, new, words) {
                assert_eq!(outcome, (status, found.to_owned()), "{new}");
            }
        }
        let quiet = "The harbour was quiet that night.";
        assert_eq!(both(OLD, &moved, quiet)[0], ("moved", quiet.to_owned()));
        assert_eq!(both(OLD, &moved, quiet)[1].1, quiet);
    }

    #[test]
    fn a_text_without_spaces() {
        let old = "港は静かだった。二隻の船が停泊していた。朝になって評議会が開かれた。市長は辞任した。";
        let new = "その夜、港は静かだった。二隻の大きな船が停泊していた。市長は辞任した。";
        for (words, status, found) in [
            ("港は静かだった。", "exact", "港は静かだった。"),
            ("二隻の船が停泊していた。", "changed", "二隻の大きな船が停泊していた。"),
            ("朝になって評議会が開かれた。", "orphaned", ""),
        ] {
            for outcome in both(old, new, words) {
                assert_eq!(outcome, (status, found.to_owned()), "{words}");
            }
        }
    }

    #[test]
    fn part_of_a_word_and_the_blanks_at_the_ends_are_kept() {
        let new = OLD.replace("Two ships", "Some three boats");
        assert_eq!(both(OLD, &new, "pected the st")[0], ("exact", "pected the st".to_owned()));
        assert_eq!(both(OLD, &new, " both from ")[0], ("exact", " both from ".to_owned()));
    }

    proptest! {
        #[test]
        fn whatever_lies_outside_the_edits_is_found_exactly(
            words in prop::collection::vec("[a-z]{5,9}", 30..200),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, "[A-Z ]{0,40}"), 0..6),
        ) {
            // Numbered, so that no word stands twice: of two like ones, nobody can say which went.
            let words: Vec<_> = words.iter().enumerate().map(|(i, word)| format!("{word}{i}")).collect();
            let mut fate: Vec<Option<String>> = vec![None; words.len()];
            for (at, len, with) in &edits {
                let at = at.index(words.len());
                for (step, slot) in fate.iter_mut().skip(at).take(*len).enumerate() {
                    *slot = Some(if step == 0 { with.to_lowercase().replace(' ', "") } else { String::new() });
                }
            }
            let old = words.join(" ");
            let kept: Vec<_> = words.iter().zip(&fate).map(|(word, fate)| fate.as_ref().unwrap_or(word).as_str()).collect();
            let new = kept.join(" ");
            let anchoring = Anchoring::with_old(&old, &new);
            let (mut from, mut to) = (0, 0);
            for ((word, fate), kept) in words.iter().zip(&fate).zip(&kept) {
                if fate.is_none() {
                    let placed = anchoring.place_span(Span::new(from, from + word.len()));
                    prop_assert_eq!(placed, Placement::Exact(Span::new(to, to + word.len())));
                }
                from += word.len() + 1;
                to += kept.len() + 1;
            }
        }

        #[test]
        fn any_texts_and_any_selectors_get_a_place_that_fits(
            old in "[ab é日.\n]{0,60}", new in "[ab é日.\n]{0,60}",
            selectors in prop::collection::vec(("\\PC{0,6}", "\\PC{0,6}", "\\PC{0,6}", 0usize..70, 0usize..70), 0..6),
        ) {
            let selectors: Vec<_> = selectors.into_iter().map(|(exact, prefix, suffix, start, len)| {
                let span = Span::new(start, start + len);
                let exact = if len % 2 == 0 { span.of(&old).to_owned() } else { exact };
                Selector { exact, prefix, suffix, span, edition: None }
            }).collect();
            for at_hand in [Some(old.as_str()), None] {
                let placed = place_all(at_hand, &new, &selectors);
                prop_assert_eq!(placed.len(), selectors.len());
                prop_assert_eq!(&placed, &place_all(at_hand, &new, &selectors));
                for placement in placed {
                    if let Some(span) = placement.span() {
                        prop_assert!(!span.of(&new).is_empty());
                    }
                }
            }
        }
    }
}
