//! Why the screen could not be opened or kept.

use std::io;

use crate::ingest::error::IngestError;
use crate::store::error::StoreError;

/// Why the screen could not be opened or kept.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was to be read cannot be read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// What was to be opened cannot be looked up.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such document or annotation.
    #[error("{0}")]
    Unknown(String),
    /// The terminal does not answer.
    #[error("the terminal cannot be used ({}): run postil in a terminal, or print with `postil show`", reason(.0))]
    Terminal(#[from] io::Error),
}

/// What the system says, in plain words, without the number it appends.
pub fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::StorageFull => "no space left on the device",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of the path is not a folder",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        _ => {
            let words = error.to_string();
            return words.split(" (os error").next().unwrap_or_default().to_lowercase();
        }
    };
    words.to_owned()
}
