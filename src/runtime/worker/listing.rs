//! Lists of all notes, and of all documents.

use super::Worker;
use crate::app::event::{Event, Shelved};
use crate::config::zone::zone;
use crate::store::search::Filter;
use crate::text::clean::clean_line;

/// Annotations that the list of all notes shows at most.
const NOTES_LISTED: usize = 5000;

impl Worker {
    pub(super) fn fetch_notes(&mut self, query: String) {
        let query = (!query.trim().is_empty()).then_some(query);
        let Some(store) = self.store() else { return };
        match store.search(&Filter { query, limit: Some(NOTES_LISTED), ..Filter::default() }) {
            Ok(found) => {
                let rows =
                    found.into_iter().map(|(document, annotation)| (document.id, document.title.clone(), annotation));
                let rows = rows.collect();
                self.tell(Event::AllNotes(rows));
            }
            Err(error) => self.tell(Event::Failed(error.to_string())),
        }
    }

    pub(super) fn fetch_library(&mut self) {
        let zone = zone();
        let Some(store) = self.store() else {
            self.tell(Event::Library(Vec::new()));
            return;
        };
        match store.documents() {
            Ok(records) => {
                let shelved = records.into_iter().map(|record| Shelved {
                    id: record.id,
                    origin: record.uri().map(shown_uri).unwrap_or_default(),
                    opened: record.last_opened.to_zoned(zone.clone()).date().to_string(),
                    annotations: record.annotations,
                    title: record.title,
                });
                let shelved = shelved.collect();
                self.tell(Event::Library(shelved));
            }
            Err(error) => self.tell(Event::Failed(error.to_string())),
        }
    }
}

/// Where a document came from, for the library: paths without `file://`.
fn shown_uri(uri: &str) -> String {
    clean_line(uri.strip_prefix("file://").unwrap_or(uri))
}
