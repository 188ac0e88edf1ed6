//! What may stand after `show` and `locate`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use crate::article::pane::Pane;

/// `postil show`.
#[derive(Debug, Args)]
pub struct Show {
    /// What to show: a file, an address, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: OsString,

    /// Show one pane, or the whole article in its order
    #[arg(long, value_enum)]
    pub pane: Option<ShowPane>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: ShowFormat,

    /// Wrap text at this many columns [default: the terminal's width, or 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub width: Option<u16>,
}

/// What `show` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowPane {
    /// What a source says, or what can be checked
    Claims,
    /// What the author makes of it
    Analysis,
    /// What follows for the reader
    Take,
    /// The whole article, in its order
    Whole,
}

impl ShowPane {
    /// The pane; nothing for the whole article.
    pub const fn pane(self) -> Option<Pane> {
        match self {
            Self::Claims => Some(Pane::Claims),
            Self::Analysis => Some(Pane::Analysis),
            Self::Take => Some(Pane::Take),
            Self::Whole => None,
        }
    }
}

/// How `show` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Wrapped plain text
    #[default]
    Text,
    /// One JSON object, schema postil.split/1
    Json,
    /// Markdown
    Markdown,
}

/// `postil locate`.
#[derive(Debug, Args)]
pub struct Locate {
    /// Where to look: a file, an address, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: OsString,

    /// What to find: a file with one JSON object a line, {"id","exact","prefix","suffix","start","end"}
    #[arg(long, value_name = "FILE.jsonl")]
    pub selectors: OsString,

    /// The text that the selectors were made on
    #[arg(long, value_name = "OLD_SOURCE")]
    pub was: Option<OsString>,

    /// Take the files as plain text as they are; offsets count in that
    #[arg(long)]
    pub raw: bool,
}
