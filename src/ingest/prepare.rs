//! Bytes from anywhere to what a parser reads: their kind told, and what cannot be read refused.

use std::path::Path;

use super::error::IngestError;
use super::kind::kind_of_sent;
use super::pdf;
use crate::article::epub;
use crate::article::parse::Kind;

/// Tells the kind of `bytes` that messages call `name`, by their content, then by the end of `path`
/// and by the type of media a server sent them as. A PDF is turned into the text of its pages.
pub(super) fn prepared(
    bytes: Vec<u8>,
    name: &str,
    path: &Path,
    media: Option<&str>,
) -> Result<(Vec<u8>, Kind), IngestError> {
    let bytes = if pdf::is_pdf(&bytes, path) {
        pdf::pages(&bytes).map_err(|fault| IngestError::Pdf { name: name.to_owned(), fault })?
    } else {
        bytes
    };
    let kind = kind_of_sent(&bytes, path, media).map_err(|what| IngestError::Binary { name: name.to_owned(), what })?;
    if kind == Kind::Epub {
        epub::check(&bytes).map_err(|fault| IngestError::Book { name: name.to_owned(), fault })?;
    }
    Ok((bytes, kind))
}
