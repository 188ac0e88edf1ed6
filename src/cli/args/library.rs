//! What may stand after `add`, `list`, `remove` and `refresh`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

/// `postil add`.
#[derive(Debug, Args)]
pub struct Add {
    /// What to add: files, folders with all that can be read in them, addresses, or - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<OsString>,
}

/// `postil list`.
#[derive(Debug, Args)]
pub struct List {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// How `list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line for each document: id, day it was last opened, number of annotations, title
    #[default]
    Text,
    /// One JSON object, schema postil.library/1
    Json,
}

/// `postil remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// The documents' ids, or as much of their beginnings as names only them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}

/// `postil refresh`.
#[derive(Debug, Args)]
pub struct Refresh {
    /// What to read again: a file, an address, or the id of a document
    #[arg(value_name = "SOURCE|ID", required_unless_present = "all", conflicts_with = "all")]
    pub source: Option<OsString>,

    /// Every document of the library that came from a file or an address
    #[arg(long)]
    pub all: bool,

    /// How to print what became of them
    #[arg(long, value_enum, default_value_t)]
    pub format: RefreshFormat,

    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

impl Refresh {
    /// How to print.
    pub const fn format(&self) -> RefreshFormat {
        if self.json { RefreshFormat::Json } else { self.format }
    }
}

/// How `refresh` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RefreshFormat {
    /// A line for each document
    #[default]
    Text,
    /// One JSON object, schema postil.refresh/1
    Json,
}
