//! Bytes from anywhere to what a parser reads: their kind told, and what cannot be read refused.

use std::path::Path;

use super::error::IngestError;
use super::file::Material;
use super::kind::kind_of_sent;
use super::pdf::{self, Pdf};
use crate::article::epub;
use crate::article::identity::Origin;
use crate::article::parse::Kind;

/// What a source is, once its bytes are here.
#[derive(Debug)]
pub(super) enum Prepared {
    /// It can be parsed.
    Ready(Material),
    /// Its pages are to be read by another program first.
    Pdf(Pdf),
}

/// Tells the kind of `bytes` that came from `origin`, by their content, then by the end of `path` and by the type of
/// media a server sent them as.
pub(super) fn prepared(
    bytes: Vec<u8>,
    origin: Origin,
    path: &Path,
    media: Option<&str>,
) -> Result<Prepared, IngestError> {
    if pdf::is_pdf(&bytes, path) {
        return Ok(Prepared::Pdf(Pdf { bytes, origin }));
    }
    let name = || origin.name.clone();
    let kind = kind_of_sent(&bytes, path, media).map_err(|what| IngestError::Binary { name: name(), what })?;
    if kind == Kind::Epub {
        epub::check(&bytes).map_err(|fault| IngestError::Book { name: name(), fault })?;
    }
    Ok(Prepared::Ready(Material { bytes, kind, origin }))
}
