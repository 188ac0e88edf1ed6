//! Drafts: notes that are being written.

use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

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
    /// Keeps what has been typed so far of a note; an earlier draft of the same note gives way.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.writing(|transaction| {
            marks::must_know(transaction, draft.document)?;
            let Selector { exact, prefix, suffix, span, edition } = &draft.selector;
            transaction
                .prepare_cached(&format!(
                    "INSERT OR REPLACE INTO draft (id, document, {}, words, saved, checksum)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                             checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))",
                    marks::SELECTOR
                ))?
                .execute(params![
                    draft.id.to_string(),
                    draft.document.to_string(),
                    exact,
                    prefix,
                    suffix,
                    span.start as i64,
                    span.end as i64,
                    edition.map(|hash| hash.to_string()),
                    draft.text,
                    marks::stamp(draft.saved),
                ])?;
            Ok(())
        })
    }

    /// The drafts on a document, in no particular order.
    pub fn drafts(&self, document: DocumentId) -> Result<Vec<Draft>, StoreError> {
        self.reading(|connection| {
            let sql = format!("SELECT {}, id, words, saved FROM draft WHERE document = ?1", marks::SELECTOR);
            let draft = |row: &Row<'_>| {
                Ok(Draft {
                    selector: marks::selector(row)?,
                    id: AnnotationId(marks::uuid(row, 6)?),
                    document,
                    text: row.get(7)?,
                    saved: marks::time(row, 8)?,
                })
            };
            connection.prepare_cached(&sql)?.query_map([document.to_string()], draft)?.collect()
        })
    }

    /// Forgets the draft of a note that was given up; that of one that is saved goes with it, by
    /// [`save_typed`](Self::save_typed).
    pub fn drop_draft(&mut self, id: AnnotationId) -> Result<(), StoreError> {
        self.writing(|transaction| forget(transaction, id))
    }
}

/// Forgets a draft in a transaction that does more.
pub(super) fn forget(transaction: &Transaction<'_>, id: AnnotationId) -> Result<(), Fault> {
    transaction.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id.to_string()])?;
    Ok(())
}
