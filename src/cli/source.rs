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
use crate::store::error::StoreError;
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
    #[expect(dead_code, reason = "the commands that use it follow")]
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

/// The article that bytes from anywhere make.
pub(super) fn article(kind: Kind, bytes: Vec<u8>, origin: Origin) -> Article {
    let document = Arc::new(parse(kind, &bytes, &origin.name));
    Article { document, origin, bytes }
}

/// What `store` knows of an article; without a store, or where it does not know it, nothing is
/// written on it.
pub(super) fn annotated(store: Option<&Store>, article: &Article) -> Result<Annotated, StoreError> {
    let known = match store {
        Some(store) => store.recognise(&article.document, &article.origin, &article.bytes)?,
        None => None,
    };
    let id = known.map_or_else(|| DocumentId::first_seen(article.document.hash()), |known| known.id);
    let placed = match (store, known) {
        (Some(store), Some(known)) => store.placed(store.annotations(known.id)?, &article.document)?,
        _ => Vec::new(),
    };
    let reading = Reading::of(article.document.clone()).corrected(corrections(&article.document, &placed));
    Ok(Annotated { id, placed, reading })
}

/// An article with nothing written on it.
pub(super) fn unannotated(article: &Article) -> Annotated {
    let id = DocumentId::first_seen(article.document.hash());
    Annotated { id, placed: Vec::new(), reading: Reading::of(article.document.clone()) }
}
