//! From a source on the command line to the article, what is written on it, and its reading.

use std::ffi::OsStr;
use std::sync::Arc;

use super::failure::Failure;
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Origin};
use crate::article::parse::{Kind, parse};
use crate::ingest::file::{self, Limits, Material};
use crate::notes::annotation::Placed;
use crate::notes::corrections::corrections;
use crate::reading::reading::Reading;
use crate::runtime::source::kept;
use crate::store::error::StoreError;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;

/// An article and where it came from.
pub(super) struct Article {
    /// The article.
    pub(super) document: Arc<Document>,
    /// Where it came from.
    pub(super) origin: Origin,
    /// The bytes it was parsed from.
    pub(super) bytes: Vec<u8>,
}

/// An article with all that the reader wrote on it.
pub(super) struct Annotated {
    /// The document's id.
    pub(super) id: DocumentId,
    /// The annotations, oldest first, each with its place.
    pub(super) placed: Vec<Placed>,
    /// The article, split, the reader's corrections counted.
    pub(super) reading: Reading,
}

/// Reads a source; nothing is taken from the store.
pub(super) fn read(source: &OsStr) -> Result<Article, Failure> {
    let Material { bytes, kind, origin } = file::read(source, &Limits::default()).map_err(Failure::said)?;
    Ok(article(kind, bytes, origin))
}

fn article(kind: Kind, bytes: Vec<u8>, origin: Origin) -> Article {
    let document = Arc::new(parse(kind, &bytes, &origin.name));
    Article { document, origin, bytes }
}

/// The article of a document as it was last opened, from what the store kept of it.
pub(super) fn stored(store: &Store, record: &DocumentRecord) -> Result<Article, Failure> {
    let Material { bytes, kind, origin } = kept(store, record).map_err(Failure::said)?;
    Ok(article(kind, bytes, origin))
}

/// What `store` knows of an article; without a store, or where it does not know it, nothing is
/// written on it.
pub(super) fn annotated(store: Option<&Store>, article: &Article) -> Result<Annotated, StoreError> {
    let Some(store) = store else { return Ok(unannotated(article)) };
    match store.recognise(&article.document, &article.origin, &article.bytes)? {
        Some(known) => annotated_as(store, known.id, article),
        None => Ok(unannotated(article)),
    }
}

/// What is written on the document `id`, which `article` is an edition of.
pub(super) fn annotated_as(store: &Store, id: DocumentId, article: &Article) -> Result<Annotated, StoreError> {
    let document = &article.document;
    let placed = store.placed(store.annotations(id)?, document)?;
    let reading = Reading::of(document.clone()).corrected(corrections(document, &placed));
    Ok(Annotated { id, placed, reading })
}

/// An article with nothing written on it.
pub(super) fn unannotated(article: &Article) -> Annotated {
    let id = DocumentId::first_seen(article.document.hash());
    Annotated { id, placed: Vec::new(), reading: Reading::of(article.document.clone()) }
}
