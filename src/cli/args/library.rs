//! What may stand after `add`, `remove` and `refresh`.

use std::ffi::OsString;

use clap::Args;

/// `postil add`.
#[derive(Debug, Args)]
pub struct Add {
    /// What to add: files, or - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<OsString>,
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
    /// What to read again: a file
    #[arg(value_name = "SOURCE", required_unless_present = "all", conflicts_with = "all")]
    pub source: Option<OsString>,

    /// Every document of the library that came from a file
    #[arg(long)]
    pub all: bool,
}
