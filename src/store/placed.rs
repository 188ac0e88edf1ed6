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
    /// Where `annotations` stand in `document`, in their order: those made on this very text at once,
    /// the others by the whole text of the edition they were made on, where it was kept.
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
            editions.entry(one.annotation.selector.edition).or_default().push(one);
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
        let mut editions: BTreeMap<Option<TextHash>, Vec<usize>> = BTreeMap::new();
        for (index, annotation) in annotations.iter().enumerate() {
            editions.entry(annotation.selector.edition).or_default().push(index);
        }
        let mut placements = vec![Placement::Orphan; annotations.len()];
        for (edition, indices) in editions {
            let selectors: Vec<Selector> =
                indices.iter().filter_map(|index| annotations.get(*index)).map(|one| one.selector.clone()).collect();
            let found = if edition == Some(hash) {
                place_all(Some(text), text, &selectors)
            } else {
                let old = edition.map(|edition| self.edition_text(edition)).transpose()?.flatten();
                place_all(old.as_deref(), text, &selectors)
            };
            for (index, placement) in indices.into_iter().zip(found) {
                if let Some(slot) = placements.get_mut(index) {
                    *slot = placement;
                }
            }
        }
        let placed = annotations.into_iter().zip(placements);
        Ok(placed.map(|(annotation, placement)| Placed { annotation, placement }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{WORDS, add, annotation, at, document, note, shelf};
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
