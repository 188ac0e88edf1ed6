//! Annotations, placed in the text that is open now.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::store::Store;
use crate::article::document::Document;
use crate::article::identity::TextHash;
use crate::notes::anchor::place_all;
use crate::notes::annotation::{Annotation, Placed};
use crate::notes::selector::{Placement, Selector};

impl Store {
    /// Where `annotations` stand in `document`, in their order: those made on this very text at once,
    /// the others by the whole text of the edition they were made on, where it was kept.
    pub fn placed(&self, annotations: Vec<Annotation>, document: &Document) -> Result<Vec<Placed>, StoreError> {
        self.placed_in_text(annotations, document.text(), document.hash())
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
    }
}
