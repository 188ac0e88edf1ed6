//! Annotations, placed in the text that is open now.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::library::Position;
use super::store::Store;
use crate::article::document::Document;
use crate::article::identity::TextHash;
use crate::notes::anchor::passages::{Passages, passages};
use crate::notes::anchor::{Anchoring, place_all};
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::selector::{Placement, Selector};
use crate::text::span::Span;
use crate::text::width::floor;

/// Bytes of a sentence that are enough to know it by.
const SENTENCE: usize = 240;

impl Store {
    /// Where `annotations` stand in `document`, in their order: those that were made or accepted on this very text at
    /// once, the others by the whole text of the edition that was on, where it was kept. Where the reader accepted a
    /// place, that is looked for before the first one, unless only this stands as it stood.
    pub fn placed(&self, annotations: Vec<Annotation>, document: &Document) -> Result<Vec<Placed>, StoreError> {
        self.placed_in_text(annotations, document.text(), document.hash())
    }

    /// What stood around annotations when they were made, beside what stands there in `document`; in no
    /// particular order.
    pub fn passages(
        &self,
        placed: &[Placed],
        document: &Document,
    ) -> Result<Vec<(AnnotationId, Passages)>, StoreError> {
        let mut editions: BTreeMap<Option<TextHash>, Vec<&Placed>> = BTreeMap::new();
        for one in placed {
            editions.entry(one.annotation.latest().edition).or_default().push(one);
        }
        let mut found = Vec::new();
        for (edition, placed) in editions {
            let old = edition.map(|edition| self.edition_text(edition)).transpose()?.flatten();
            let passages = passages(old.as_deref(), document.text(), &placed);
            found.extend(placed.into_iter().map(|one| one.annotation.id).zip(passages));
        }
        Ok(found)
    }

    /// Where the text that stood at `position`, in another edition, stands in `document`: a byte.
    pub fn position_in(&self, position: Position, document: &Document) -> Result<Option<usize>, StoreError> {
        if position.edition == document.hash() {
            return Ok(Some(position.offset));
        }
        let Some(old) = self.edition_text(position.edition)? else { return Ok(None) };
        let here = old.get(position.offset..).unwrap_or_default();
        let line = here.lines().next().map_or(0, str::len);
        let span = Span::new(position.offset, floor(&old, position.offset + line.min(SENTENCE)));
        let anchoring = Anchoring::with_old(&old, document.text());
        Ok(Some(anchoring.place_span(span).span().unwrap_or_else(|| anchoring.vicinity(span)).start))
    }

    /// [`placed`](Self::placed), in the text of an edition of which nothing else is at hand.
    pub fn placed_in_text(
        &self,
        annotations: Vec<Annotation>,
        text: &str,
        hash: TextHash,
    ) -> Result<Vec<Placed>, StoreError> {
        // On the text it was made on an annotation stands where it was made, unless it was accepted elsewhere there.
        let is_here = |selector: &Selector| selector.edition == Some(hash);
        let by_latest = |one: &Annotation| !is_here(&one.selector) || is_here(one.latest());
        let latest = annotations.iter().map(|one| if by_latest(one) { one.latest() } else { &one.selector });
        let mut placements = self.find(latest.collect(), text, hash)?;
        let unsure = annotations.iter().zip(&mut placements);
        let (first, slots): (Vec<_>, Vec<_>) = unsure
            .filter(|(one, placement)| one.accepted.is_some() && !matches!(placement, Placement::Exact(_)))
            .map(|(one, placement)| (&one.selector, placement))
            .unzip();
        for (placement, slot) in self.find(first, text, hash)?.into_iter().zip(slots) {
            if *slot == Placement::Orphan || matches!(placement, Placement::Exact(_)) {
                *slot = placement;
            }
        }
        let placed = annotations.into_iter().zip(placements);
        Ok(placed.map(|(annotation, placement)| Placed { annotation, placement }).collect())
    }

    /// Where selectors stand in a text, in their order.
    fn find(&self, selectors: Vec<&Selector>, text: &str, hash: TextHash) -> Result<Vec<Placement>, StoreError> {
        let mut placements = vec![Placement::Orphan; selectors.len()];
        let mut editions: BTreeMap<Option<TextHash>, Vec<(&Selector, &mut Placement)>> = BTreeMap::new();
        for (selector, slot) in selectors.into_iter().zip(&mut placements) {
            editions.entry(selector.edition).or_default().push((selector, slot));
        }
        for (edition, wanted) in editions {
            let (selectors, slots): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
            let selectors: Vec<Selector> = selectors.into_iter().cloned().collect();
            let found = if edition == Some(hash) {
                place_all(Some(text), text, &selectors)
            } else {
                let old = edition.map(|edition| self.edition_text(edition)).transpose()?.flatten();
                place_all(old.as_deref(), text, &selectors)
            };
            for (slot, placement) in slots.into_iter().zip(found) {
                *slot = placement;
            }
        }
        Ok(placements)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{WORDS, add, annotation, at, document, note, origin, shelf};
    use super::*;

    #[test]
    fn an_edited_article_keeps_its_notes_on_their_words() {
        let (mut store, old, id) = shelf();
        let made = annotation(1, &old, id, note("here"));
        store.save(&[add(&made)], at(2)).unwrap();
        let placed = |text: &Document| store.placed(store.annotations(id).unwrap(), text).unwrap().remove(0).placement;
        assert_eq!(placed(&old), Placement::Exact(made.selector.span));
        let edited = document(&format!("Some words before it all. {WORDS}"));
        assert_eq!(placed(&edited).span().unwrap().of(edited.text()), made.selector.exact);
        assert_eq!(placed(&document("Quite another text stands here now.")), Placement::Orphan);
        // Words that come back are found again: what they were made on is what counts.
        assert_eq!(placed(&old), Placement::Exact(made.selector.span));
    }

    #[test]
    fn an_accepted_place_is_looked_for_first_and_where_it_was_made_stays_known() {
        const STORM: &str = "It came from the west and took the lighthouse first.";
        const SOUTH: &str = "It came from the south and tore down the lighthouse first.";
        let old = document(&format!("The harbour was quiet. Nobody had expected the storm. {STORM} The keeper slept."));
        let text =
            |text: &Document, from: &str, to: &str| document(&text.text().replace("A title", "").replace(from, to));
        let south = text(&old, STORM, SOUTH);
        let mut store = Store::in_memory().unwrap();
        let id = store.remember(&old, &origin("/a"), b"1", at(1)).unwrap().id;
        store.remember(&south, &origin("/a"), b"2", at(2)).unwrap();
        let at_words = |document: &Document, words: &str| {
            let start = document.text().find(words).unwrap();
            Selector::of(document, Span::new(start, start + words.len()))
        };
        let made = annotation(1, &old, id, note("x")).made_on(at_words(&old, STORM), at(1));
        let placed = |one: &Annotation, text: &Document| {
            let placed = store.placed(vec![one.clone()], text).unwrap().remove(0).placement;
            (placed.name(), placed.span().map_or("", |span| span.of(text.text())).to_owned())
        };
        let found = |status, words: &str| (status, words.to_owned());
        assert_eq!(placed(&made, &south), found("changed", SOUTH));
        let accepted = made.accepted_at(at_words(&south, SOUTH), at(3));
        assert_eq!(placed(&accepted, &south), found("exact", SOUTH));
        // On the text it was made on it stands where it was made.
        assert_eq!(placed(&accepted, &old), found("exact", STORM));
        // What comes after the acceptance is compared with what was accepted.
        let later = text(&south, "The harbour was quiet.", "The harbour was quiet that night, they say.");
        assert_eq!(placed(&made, &later).0, "changed");
        assert_eq!(placed(&accepted, &later), found("exact", SOUTH));
        // Where only the first words are there, they are.
        let back = text(&old, "The keeper slept.", "The keeper was asleep by then, it is said.");
        assert_eq!(placed(&accepted, &back), found("exact", STORM));
        assert_eq!(placed(&accepted, &document("Quite another text stands here now.")).0, "orphaned");
        // An orphan that was put by hand stays where it was put.
        let put = made.accepted_at(at_words(&later, "The keeper slept."), at(4));
        assert_eq!(placed(&put, &later), found("exact", "The keeper slept."));
        // Putting it elsewhere on its first text counts, too.
        let there = made.accepted_at(at_words(&old, "The keeper slept."), at(5));
        assert_eq!(placed(&there, &old), found("exact", "The keeper slept."));
    }

    #[test]
    fn the_place_of_reading_goes_along_with_its_words() {
        let (store, old, _) = shelf();
        let offset = old.text().find("Nothing").unwrap();
        let position = Position { edition: old.hash(), offset };
        assert_eq!(store.position_in(position, &old).unwrap(), Some(offset));
        let edited = document(&format!("Some words before it all. {WORDS}"));
        assert_eq!(store.position_in(position, &edited).unwrap(), edited.text().find("Nothing"));
        let unknown = Position { edition: edited.hash(), offset };
        assert_eq!(store.position_in(unknown, &old).unwrap(), None);
    }
}
