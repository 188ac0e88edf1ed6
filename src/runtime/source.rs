//! The source of a document that the store knows.

use std::path::Path;

use super::failure::Failure;
use crate::article::identity::Origin;
use crate::article::parse::Kind;
use crate::ingest::file::{Limits, Material, read};
use crate::ingest::kind::kind_of;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;

/// The source of a document as it is now, where one of its files is still there; else as the store
/// kept it.
pub fn current(store: &Store, record: &DocumentRecord) -> Result<Material, Failure> {
    let mut files = record.uris.iter().filter(|uri| uri.starts_with("file:"));
    match files.find_map(|uri| read(uri, &Limits::default()).ok()) {
        Some(material) => Ok(material),
        None => kept(store, record),
    }
}

/// The source of a document as it was last opened, from what the store kept of it.
pub fn kept(store: &Store, record: &DocumentRecord) -> Result<Material, Failure> {
    let source = store.source(record.edition)?;
    let bytes = match source {
        Some(bytes) => Some(bytes),
        None => store.edition_text(record.edition)?.map(String::into_bytes),
    };
    let bytes = bytes.ok_or_else(|| {
        Failure::Unknown(format!(
            "{}: its file is gone, and its text was too long to keep: name another copy of it",
            record.title
        ))
    })?;
    let uri = record.uri().map(ToOwned::to_owned);
    let kind = kind_of(&bytes, uri.as_deref().map(Path::new)).unwrap_or(Kind::PlainText);
    Ok(Material { bytes, kind, origin: Origin { uri, name: record.title.clone() } })
}
