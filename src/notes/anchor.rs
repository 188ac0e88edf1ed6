//! Where annotations stand after the text has changed.
//!
//! The whole old text is aligned with the whole new one, word by word, once; each annotation then
//! stands where most of its words went, or nowhere. Where the old text is not at hand, its place is
//! taken by what the quotations themselves tell of it. A wrong place is worse than none.

use std::borrow::Cow;

use self::find::{Aligned, Found, Known};
use self::patchwork::{Patchwork, UNKNOWN};
use self::quote::Quote;
use super::selector::{Placement, Selector};
use crate::text::code_points::CodePoints;
use crate::text::span::Span;

pub mod comparison;
pub mod find;
pub mod locate;
pub mod passages;
pub mod patchwork;
pub mod project;
pub mod quote;
pub mod search;
pub mod tally;

/// An old text (or what is known of it) and the new one that descends from it, aligned once.
#[derive(Debug)]
pub struct Anchoring<'a> {
    old_text: Cow<'a, str>,
    new_text: &'a str,
    /// Nothing where the two texts are the same.
    aligned: Option<Aligned>,
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
/// text they come from. What stands at its position, between what stood around it, is there; the others are looked for
/// together: what one tells of the old text helps the others.
pub fn place_quotes(new: &str, quotes: &[Quote<'_>]) -> Vec<Placement> {
    let points = CodePoints::of(new);
    let in_place: Vec<_> = quotes.iter().map(|quote| quote.in_place(new, &points)).collect();
    if let Some(placed) = in_place.iter().map(|span| span.map(Placement::Exact)).collect() {
        return placed;
    }
    let Patchwork { text, ordered, spans } = Patchwork::of(quotes);
    let anchoring = Anchoring::between(Cow::Owned(text), new, Known::Pieces { ordered, gap: UNKNOWN.trim() });
    let place =
        |(stands, span): (Option<Span>, Span)| stands.map_or_else(|| anchoring.place_span(span), Placement::Exact);
    in_place.into_iter().zip(spans).map(place).collect()
}

impl<'a> Anchoring<'a> {
    /// Aligns an old text with the new one.
    pub fn with_old(old_text: &'a str, new_text: &'a str) -> Self {
        Self::between(Cow::Borrowed(old_text), new_text, Known::Whole)
    }

    fn between(old_text: Cow<'a, str>, new_text: &'a str, known: Known<'_>) -> Self {
        let aligned = (old_text != new_text).then(|| Aligned::of(&old_text, new_text, known));
        Self { old_text, new_text, aligned }
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
        let Some(found) = aligned.find(words) else { return Placement::Orphan };
        let to = self.bytes(aligned, span, found);
        if to.is_empty() {
            Placement::Orphan
        } else if !same_words(to.of(self.new_text), span.of(&self.old_text)) {
            Placement::Changed(to, found.kept)
        } else if found.at_home {
            Placement::Exact(to)
        } else {
            Placement::Moved(to, found.kept)
        }
    }

    /// The new text between what still stands of the old text before `span` and after it: where to
    /// look for an annotation that has no place.
    pub fn vicinity(&self, span: Span) -> Span {
        let Some(aligned) = &self.aligned else { return span };
        let (before, after) = aligned.between(aligned.old.within(span));
        let start = before.and_then(|word| aligned.new.span(word)).map_or(0, |word| word.end);
        let end = after.and_then(|word| aligned.new.span(word)).map_or(self.new_text.len(), |word| word.start);
        Span::new(start, end).trimmed(self.new_text)
    }

    /// The new bytes of the words that `span` became: without what it left out of its own words at its
    /// ends, and with the white space it held there.
    fn bytes(&self, aligned: &Aligned, span: Span, found: Found) -> Span {
        let (old_text, new_text) = (&*self.old_text, self.new_text);
        let (from, to) = aligned.old.within(span);
        let (Some(old_first), Some(old_last)) = (aligned.old.span(from), aligned.old.span(to.saturating_sub(1))) else {
            return Span::default();
        };
        let (Some(new_first), Some(new_last)) = (aligned.new.span(found.first), aligned.new.span(found.last)) else {
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

/// Whether two stretches hold the same words; how these are broken into lines does not count.
fn same_words(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The selector of some words, with 32 bytes of context.
    fn selector(text: &str, words: &str) -> Selector {
        let start = text.find(words).unwrap();
        around(text, start, start + words.len())
    }

    fn around(text: &str, start: usize, end: usize) -> Selector {
        let floor = |at: usize| crate::text::width::floor(text, at);
        let words = |a: usize, b: usize| Span::new(floor(a), floor(b)).of(text).to_owned();
        Selector {
            exact: words(start, end),
            prefix: words(start.saturating_sub(32), start),
            suffix: words(end, end + 32),
            span: Span::new(start, end),
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
    fn a_quotation_of_which_nothing_else_is_known_is_found_where_it_stands_once() {
        let bare = |exact: &'static str| Quote { exact, prefix: "", suffix: "", at: None, unit: quote::Unit::Bytes };
        let sentence = "Two ships lay at anchor, both from Lisbon.";
        let placed =
            place_quotes(OLD, &[bare(sentence), bare("Nobody had expected the"), bare("Not said anywhere at all.")]);
        let at = OLD.find(sentence).unwrap();
        assert_eq!(placed[0], Placement::Exact(Span::new(at, at + sentence.len())));
        assert_eq!(placed[1..], [Placement::Orphan, Placement::Orphan]);
    }

    #[test]
    fn words_that_repeat_are_where_they_stood_or_nowhere() {
        // "Größe" makes code points and bytes differ.
        let text = "Größe. Ja und nein. Und noch mehr davon. Ja und nein. Ende.";
        let starts: Vec<_> = text.match_indices("Ja und nein.").map(|(at, _)| CodePoints::of(text).at(at)).collect();
        let bare = |at: Option<usize>| Quote {
            exact: "Ja und nein.",
            prefix: "",
            suffix: "",
            at: at.map(|at| (at, at + 12)),
            unit: quote::Unit::CodePoints,
        };
        let found = |text: &str, at: Option<usize>| {
            place_quotes(text, &[bare(at)])[0].span().map(|span| CodePoints::of(text).at(span.start))
        };
        for start in starts {
            assert_eq!(found(text, Some(start)), Some(start));
            // In a text that was edited, nothing tells which of the two it was.
            assert_eq!(found(&format!("Neu. {text}"), Some(start)), None);
        }
        assert_eq!(found(text, None), None);
        assert_eq!(found(text, Some(3)), None);
    }

    #[test]
    fn what_took_the_place_of_lost_words_is_named() {
        let new = OLD.replace("It came from the west and took the lighthouse first.", "All were asleep by then.");
        let lost = selector(OLD, "It came from the west and took the lighthouse first.");
        let anchoring = Anchoring::with_old(OLD, &new);
        assert_eq!(anchoring.place(&lost), Placement::Orphan);
        assert!(anchoring.vicinity(lost.span).of(&new).starts_with("All were asleep by then"));
        assert_eq!(Anchoring::with_old(OLD, "").vicinity(lost.span), Span::default());
    }

    #[test]
    fn of_a_very_long_stretch_the_ends_are_followed() {
        let old: Vec<_> = (0..6000).map(|i| format!("w{i}")).collect();
        let mut new = old.clone();
        new[3000] = "changed".to_owned();
        new.insert(0, "before".to_owned());
        let (old, new) = (old.join(" "), new.join(" "));
        let placed = Anchoring::with_old(&old, &new).place_span(Span::new(6, old.len()));
        assert_eq!(placed, Placement::Changed(Span::new(13, new.len()), 1.0));
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
        fn phrases_that_repeat_are_never_swapped(
            gaps in prop::collection::vec(6usize..14, 2..12),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0u8..4), 0..8),
        ) {
            // "as a result" stands between stretches of words that each stand once; edits fall on these.
            let mut count = 0;
            let mut stretches: Vec<Vec<String>> = Vec::new();
            for gap in gaps {
                stretches.push((count..count + gap).map(|i| format!("w{i}")).collect());
                count += gap;
            }
            const PHRASE: &str = "as a result";
            let old = stretches.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join(&format!(" {PHRASE} "));
            for (at, kind) in edits {
                let at = at.index(count);
                let Some(stretch) = stretches.iter_mut().find(|words| words.contains(&format!("w{at}"))) else { continue };
                let Some(place) = stretch.iter().position(|word| *word == format!("w{at}")) else { continue };
                match kind {
                    0 => drop(stretch.remove(place)),
                    1 => stretch.insert(place, format!("new{at}")),
                    2 => stretch[place] = format!("other{at}"),
                    _ => stretch.insert(place, "as a new result".to_owned()),
                }
            }
            let new = stretches.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join(&format!(" {PHRASE} "));
            let selectors: Vec<_> = old.match_indices(PHRASE).map(|(at, _)| around(&old, at, at + PHRASE.len())).collect();
            let truth: Vec<_> = new.match_indices(PHRASE).map(|(at, _)| Span::new(at, at + PHRASE.len())).collect();
            for (at_hand, must) in [(Some(old.as_str()), true), (None, false)] {
                let placed = place_all(at_hand, &new, &selectors);
                for (placement, truth) in placed.iter().zip(&truth) {
                    let expected = placement.span().map_or(!must, |span| span == *truth);
                    prop_assert!(expected, "{:?} for {:?}", placement, truth);
                }
            }
        }

        #[test]
        fn passages_outside_the_edits_are_found_whole_and_in_their_order(
            stretches in prop::collection::vec((8usize..16, 0u8..4), 2..14),
            common in prop::collection::vec(0usize..5, 200),
        ) {
            // Each stretch is annotated. Most of its words stand all over the text; every third only there.
            const COMMON: [&str; 5] = ["the", "and", "of", "result", "."];
            let (mut old, mut new, mut truth) = (String::new(), String::new(), Vec::new());
            let mut next = common.iter().cycle();
            for (nth, (length, fate)) in stretches.iter().enumerate() {
                let words: Vec<_> = (0..*length)
                    .map(|i| if i % 3 == 0 { format!("w{nth}x{i}") } else { COMMON[*next.next().unwrap()].to_owned() })
                    .collect();
                let words = words.join(" ");
                let was = Span::new(old.len(), old.len() + words.len());
                old = format!("{old}{words} ");
                match fate {
                    0 => {}
                    1 => new = format!("{new}n{nth}a n{nth}b n{nth}c n{nth}d . {words} "),
                    _ => new = format!("{new}{words} "),
                }
                let to = (*fate > 0).then(|| Span::new(new.len() - words.len() - 1, new.len() - 1));
                truth.push((was, to));
            }
            let anchoring = Anchoring::with_old(&old, &new);
            for (was, to) in truth {
                prop_assert_eq!(anchoring.place_span(was), to.map_or(Placement::Orphan, Placement::Exact), "{:?}", was.of(&old));
            }
        }

        #[test]
        fn where_all_words_repeat_no_two_places_are_swapped(
            words in prop::collection::vec(0usize..9, 20..120),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, prop::collection::vec(0usize..9, 0..4)), 0..5),
        ) {
            const WORDS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
            let mut edited = words.clone();
            for (at, gone, put) in edits {
                let at = at.index(edited.len().max(1)).min(edited.len());
                let end = (at + gone).min(edited.len());
                edited.splice(at..end, put);
            }
            let text = |words: &[usize]| words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
            let (old, new) = (text(&words), text(&edited));
            let anchoring = Anchoring::with_old(&old, &new);
            let ends: Vec<usize> = old.match_indices(' ').map(|(at, _)| at).chain([old.len()]).collect();
            let spans = ends.windows(5).step_by(4).map(|ends| Span::new(ends[0] + 1, ends[4]));
            let mut last = None;
            for span in spans {
                // What is said to be in place follows what was before it.
                if let Placement::Exact(to) = anchoring.place_span(span) {
                    prop_assert!(same_words(to.of(&new), span.of(&old)));
                    prop_assert!(Some(to.start) > last, "{:?} at {:?}, after {:?}", span.of(&old), to, last);
                    last = Some(to.start);
                }
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
