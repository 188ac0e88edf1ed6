//! Drafts: notes that are being written. Each window keeps its own, so that of one note there may be several.

use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};
use uuid::Uuid;

use super::checksum::DRAFT;
use super::error::{Fault, StoreError};
use super::marks;
use super::store::Store;
use crate::article::identity::DocumentId;
use crate::notes::annotation::AnnotationId;
use crate::notes::selector::Selector;

/// A note that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The annotation it is of, or will be.
    pub id: AnnotationId,
    /// The window it was typed in; nil where that is not known.
    pub window: Uuid,
    /// The document that is on.
    pub document: DocumentId,
    /// Where it stands.
    pub selector: Selector,
    /// What has been written so far.
    pub text: String,
    /// When that was kept.
    pub saved: Timestamp,
}

impl Store {
    /// Keeps what has been typed so far of a note; an earlier draft of the same note in the same window gives way.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.writing(|transaction| {
            marks::must_know(transaction, draft.document)?;
            let Selector { exact, prefix, suffix, span, edition } = &draft.selector;
            let (id, window) = (draft.id.to_string(), name(draft.window));
            transaction
                .prepare_cached(&format!(
                    "INSERT OR REPLACE INTO draft (id, document, {}, words, saved, window)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    marks::SELECTOR
                ))?
                .execute(params![
                    id,
                    draft.document.to_string(),
                    exact,
                    prefix,
                    suffix,
                    span.start as i64,
                    span.end as i64,
                    edition.map(|hash| hash.to_string()),
                    draft.text,
                    marks::stamp(draft.saved),
                    window,
                ])?;
            seal(transaction, &id, &window)
        })
    }

    /// The drafts on a document, those of one note in the order in which their windows were opened.
    pub fn drafts(&self, document: DocumentId) -> Result<Vec<Draft>, StoreError> {
        self.reading(|connection| {
            let sql = format!(
                "SELECT {}, id, words, saved, window FROM draft WHERE document = ?1 ORDER BY id, window",
                marks::SELECTOR
            );
            let draft = |row: &Row<'_>| {
                Ok(Draft {
                    selector: marks::selector(row)?,
                    id: AnnotationId(marks::uuid(row, 6)?),
                    window: Uuid::parse_str(&row.get::<_, String>(9)?).unwrap_or_default(),
                    document,
                    text: row.get(7)?,
                    saved: marks::time(row, 8)?,
                })
            };
            connection.prepare_cached(&sql)?.query_map([document.to_string()], draft)?.collect()
        })
    }

    /// Makes a draft that the window `by` left with `text` in it `window`'s own, unless it was typed on there since.
    pub fn take_draft(&mut self, id: AnnotationId, (by, text): (Uuid, &str), window: Uuid) -> Result<(), StoreError> {
        self.writing(|transaction| {
            let (id, from, to) = (id.to_string(), name(by), name(window));
            let sql = "UPDATE OR IGNORE draft SET window = ?3 WHERE id = ?1 AND window = ?2 AND words = ?4";
            let taken = transaction.prepare_cached(sql)?.execute([id.as_str(), &from, &to, text])?;
            if taken > 0 { seal(transaction, &id, &to) } else { Ok(()) }
        })
    }

    /// Forgets the draft of a note that was given up in this window; that of one that is saved goes with it, by
    /// [`save_typed`](Self::save_typed).
    pub fn drop_draft(&mut self, id: AnnotationId, window: Uuid) -> Result<(), StoreError> {
        self.writing(|transaction| forget(transaction, id, window))
    }
}

/// How a window is named in the store.
fn name(window: Uuid) -> String {
    if window.is_nil() { String::new() } else { window.to_string() }
}

fn seal(transaction: &Transaction<'_>, id: &str, window: &str) -> Result<(), Fault> {
    Ok(DRAFT.seal(transaction, "id = ?1 AND window = ?2", [id, window])?)
}

/// Forgets a window's draft in a transaction that does more.
pub(super) fn forget(transaction: &Transaction<'_>, id: AnnotationId, window: Uuid) -> Result<(), Fault> {
    let sql = "DELETE FROM draft WHERE id = ?1 AND window = ?2";
    transaction.prepare_cached(sql)?.execute([id.to_string(), name(window)])?;
    Ok(())
}

/// Forgets the drafts of a note, whatever window they were typed in, that say nothing but what is saved in it now.
pub(super) fn forget_saved(transaction: &Transaction<'_>, id: AnnotationId) -> Result<(), Fault> {
    let sql = "DELETE FROM draft WHERE id = ?1
               AND rtrim(words, char(32, 9, 10, 13)) = (SELECT json_extract(body, '$.note') FROM annotation WHERE annotation.id = ?1)";
    transaction.prepare_cached(sql)?.execute([id.to_string()])?;
    Ok(())
}
