//! What may stand after `import`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use crate::import::format::Format;

/// `postil import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The file that another tool wrote, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: OsString,

    /// The format it is in
    #[arg(long, value_enum, default_value_t)]
    pub format: ImportFormat,

    /// What the annotations are on: a file, an http(s) address, or - for standard input; of a file that is about several documents, it
    /// takes those that are on this one
    #[arg(long, value_name = "SOURCE")]
    pub document: Option<OsString>,
}

/// The formats of `import`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Whichever the file shows to be in
    #[default]
    Auto,
    /// JSON-LD of the W3C Web Annotation model: an annotation, a list, a page or a collection
    W3c,
    /// JSON of Hypothesis: its API's rows or its client's export
    Hypothesis,
    /// CSV of Readwise
    Readwise,
    /// A Kindle's My Clippings.txt
    Kindle,
    /// JSON that KOReader exports, or the metadata.*.lua beside a book
    Koreader,
}

impl ImportFormat {
    /// The format; nothing where the file is to show it.
    pub const fn named(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::W3c => Some(Format::W3c),
            Self::Hypothesis => Some(Format::Hypothesis),
            Self::Readwise => Some(Format::Readwise),
            Self::Kindle => Some(Format::Kindle),
            Self::Koreader => Some(Format::KoReader),
        }
    }
}
