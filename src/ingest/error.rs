//! Why a source could not be read: what, why, and what to do, in one sentence that names it.

use thiserror::Error;

use super::fault::Fault;
use super::pdf::PdfFault;
use crate::article::epub::EpubFault;

/// A refusal. Every name in it is cleaned and shortened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IngestError {
    /// The path is empty.
    #[error("no file was named: give the path of a file, or - for standard input")]
    NoName,
    /// There is nothing at that path.
    #[error("{name}: there is no such file; check the path")]
    Missing {
        /// The path.
        name: String,
    },
    /// A symbolic link leads nowhere.
    #[error("{name}: the link leads to a file that is not there; check where it points")]
    Dangling {
        /// The path.
        name: String,
    },
    /// The system does not let this user read it.
    #[error("{name}: no permission to read it; change its mode or copy it")]
    Denied {
        /// The path.
        name: String,
    },
    /// The path names a folder.
    #[error("{name}: this is a folder; name a file inside it")]
    Folder {
        /// The path.
        name: String,
    },
    /// The path names a device, a pipe or a socket.
    #[error("{name}: this is {what}, not a file; pipe its content to `postil -` instead")]
    NotAFile {
        /// The path.
        name: String,
        /// "a device", "a named pipe", …
        what: &'static str,
    },
    /// Symbolic links run in a circle.
    #[error("{name}: its symbolic links run in a circle; name the file itself")]
    Loop {
        /// The path.
        name: String,
    },
    /// The path is longer than the system takes.
    #[error("{name}: the path is too long; go to its folder and name the file from there")]
    LongName {
        /// The path.
        name: String,
    },
    /// More bytes come out than the limit allows.
    #[error("{name}: it holds more than {limit}; read a part of it, or allow more with --limit")]
    TooLarge {
        /// The path, or "standard input".
        name: String,
        /// The limit, with its unit.
        limit: String,
    },
    /// A folder holds more files than are taken at once.
    #[error("{name}: it holds more than {most} files that can be read; add its folders one by one")]
    TooMany {
        /// The folder.
        name: String,
        /// How many are taken.
        most: usize,
    },
    /// The bytes are no text.
    #[error("{name}: this is {what}, not a text; convert it to text, Markdown or HTML first")]
    Binary {
        /// The path, or "standard input".
        name: String,
        /// "a PNG image", …
        what: &'static str,
    },
    /// A book that cannot be read.
    #[error("{name}: {fault}")]
    Book {
        /// The path, or "standard input".
        name: String,
        /// What is wrong with it, and what to do.
        fault: EpubFault,
    },
    /// A PDF that cannot be read.
    #[error("{name}: {fault}")]
    Pdf {
        /// The path, the address, or "standard input".
        name: String,
        /// What is wrong with it, and what to do.
        fault: PdfFault,
    },
    /// An address that is not well formed.
    #[error("{name}: this address cannot be fetched because {reason}; check how it is written")]
    Address {
        /// The address.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Nothing came from an address.
    #[error("{name}: {fault}")]
    Fetch {
        /// The address.
        name: String,
        /// Why, and what to do.
        fault: Fault,
    },
    /// A `file:` address that names another machine or is not well formed.
    #[error("{name}: this file address cannot be read; write it as file:///path, or give the path")]
    FileAddress {
        /// The address.
        name: String,
    },
    /// Any other failure of the system.
    #[error("{name}: reading failed ({reason}); check the disk or try again")]
    Failed {
        /// The path, or "standard input".
        name: String,
        /// The system's own words.
        reason: String,
    },
}
