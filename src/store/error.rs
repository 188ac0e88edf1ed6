//! What can go wrong with the store, in one sentence each: what, why, what to do.

use std::fmt;
use std::path::Path;

use rusqlite::ErrorCode;

use super::place;
use crate::article::identity::DocumentId;
use crate::notes::annotation::AnnotationId;
use crate::text::clean::clean_line;

/// What went wrong, and with which file.
#[derive(Debug)]
pub struct StoreError {
    /// The store's path, cleaned for messages.
    pub file: String,
    /// What went wrong.
    pub fault: Fault,
}

/// What went wrong.
#[derive(Debug)]
pub enum Fault {
    /// Something other than a file stands at the store's path; what it is, with its article.
    NotAFile(&'static str),
    /// The file belongs to something else; what speaks for that.
    Foreign(&'static str),
    /// A newer postil wrote it: the format found, and the newest one known here.
    Newer(i64, i64),
    /// An older postil wrote it, and it was opened only to read: the format found.
    Older(i64),
    /// Its contents do not fit together; what was found.
    Damaged(String),
    /// The file was moved, deleted or replaced since it was opened.
    Replaced,
    /// Another program held it locked for ten seconds.
    Locked,
    /// It, or its folder, may not be written to.
    ReadOnly,
    /// A file stands where its folder should be.
    NoFolder,
    /// The disk is full.
    Full,
    /// The annotation that was to be changed is not there any more.
    Vanished(AnnotationId),
    /// Another window changed the same part of the annotation; which part.
    Conflict(AnnotationId, String),
    /// The annotation is not what was written: the disk, or another program, changed it.
    Altered(AnnotationId),
    /// The document was never remembered.
    UnknownDocument(DocumentId),
    /// A file of that name is there already.
    Exists(String),
    /// The system refused; what it said.
    System(String),
}

impl StoreError {
    /// Names the file a fault was found in, and asks the system whether the disk is full or the file
    /// closed to this user where the database could not tell.
    pub(super) fn at(path: &Path, fault: Fault) -> Self {
        let fault = match fault {
            Fault::System(_) if place::is_full(path) => Fault::Full,
            Fault::System(_) if place::is_closed(path) => Fault::ReadOnly,
            fault => fault,
        };
        Self { file: clean_line(&path.to_string_lossy()), fault }
    }

    /// Whether the same change is refused whenever it is tried: another window was first, or the disk.
    pub const fn is_lasting(&self) -> bool {
        matches!(self.fault, Fault::Vanished(_) | Fault::Conflict(..) | Fault::Altered(_))
    }
}

impl std::error::Error for StoreError {}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match &self.fault {
            Fault::NotAFile(what) => {
                write!(
                    f,
                    "{file} is {what}, so no notes can be kept there; move it away or name another folder with --data-dir"
                )
            }
            Fault::Foreign(why) => {
                write!(
                    f,
                    "{file} is not a postil store ({why}) and was left as it is; move it away or name another folder with --data-dir"
                )
            }
            Fault::Newer(found, known) => {
                write!(
                    f,
                    "{file} was written by a newer postil (format {found}, this one knows {known}) and was left as it is; install the newer postil"
                )
            }
            Fault::Older(found) => {
                write!(
                    f,
                    "{file} was written by an older postil (format {found}) and cannot be converted while it is only read; make it writable and try again"
                )
            }
            Fault::Damaged(what) => {
                write!(
                    f,
                    "{file} is damaged ({what}) and was left as it is; run postil doctor --repair, or put a backup in its place"
                )
            }
            Fault::Replaced => {
                write!(
                    f,
                    "{file} was moved, deleted or replaced while it was open; nothing was written to what stands there now; put it back, or try again to go on with what stands there"
                )
            }
            Fault::Locked => {
                write!(
                    f,
                    "{file} is locked by another program; your notes are untouched; close that program and try again"
                )
            }
            Fault::ReadOnly => {
                write!(
                    f,
                    "{file} cannot be written to (no permission, or a read-only disk); your notes are untouched; make it and its folder writable"
                )
            }
            Fault::NoFolder => {
                write!(
                    f,
                    "{file} cannot be there, as a file stands in the place of a folder on the way to it; move that away or name another folder with --data-dir"
                )
            }
            Fault::Full => {
                write!(
                    f,
                    "no space left on the disk that holds {file}; what was saved before is untouched; make room and try again"
                )
            }
            Fault::Vanished(id) => {
                write!(
                    f,
                    "annotation {id} is not in {file} any more; nothing was changed; another window may have deleted it"
                )
            }
            Fault::Conflict(id, part) => {
                write!(
                    f,
                    "the {part} of annotation {id} in {file} was changed elsewhere meanwhile; nothing was changed; look at it again and repeat"
                )
            }
            Fault::Altered(id) => {
                write!(
                    f,
                    "annotation {id} in {file} is not what was written (the disk, or another program, changed it) and was left as it is; run postil doctor --repair, which puts it back from a copy or takes it as it stands"
                )
            }
            Fault::UnknownDocument(id) => {
                write!(f, "document {id} is not in {file}; nothing was changed; open the document first")
            }
            Fault::Exists(name) => write!(f, "{name} is there already and was left as it is; name another file"),
            Fault::System(why) => {
                write!(f, "{file} cannot be used ({why}); your notes are untouched; check the disk and the permissions")
            }
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        let words = || clean_line(&error.to_string());
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::NotADatabase) => Self::Foreign("not a database"),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(words()),
            Some(ErrorCode::FileLockingProtocolFailed) => Self::Locked,
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::SystemIoFailure
                | ErrorCode::OutOfMemory
                | ErrorCode::TooBig
                | ErrorCode::NoLargeFileSupport,
            ) => Self::System(words()),
            // What is left are answers that our own statements cannot get from a sound store: a
            // missing table, a value of another type, JSON that does not parse.
            _ => Self::Damaged(words()),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            std::io::ErrorKind::NotADirectory => Self::NoFolder,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::System(clean_line(&error.to_string())),
        }
    }
}
