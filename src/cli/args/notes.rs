//! What may stand after `notes` and `forecasts`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use crate::cli::values::{self, Choice};
use crate::notes::assessment::Verdict;

/// `postil notes`.
#[derive(Debug, Args)]
pub struct Notes {
    /// Words that the note, the quotation, the tags or the title hold; "words in quotes" stand together
    pub query: Vec<String>,

    /// Only on this document: its id (or the beginning of it), its file or address, or words of its title
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<OsString>,

    /// Only with this tag; may be given again, for those that have all of them
    #[arg(long, value_parser = values::tag)]
    pub tag: Vec<String>,

    /// Only with this verdict
    #[arg(long, value_parser = Choice::new(values::verdict, Verdict::ALL.map(Verdict::name)), hide_possible_values = true)]
    pub verdict: Option<Verdict>,

    /// Only what is to check
    #[arg(long)]
    pub to_check: bool,

    /// Only forecasts that are due and not decided
    #[arg(long)]
    pub due: bool,

    /// Those in the trash; postil restore takes them out
    #[arg(long)]
    pub trash: bool,

    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub format: NotesFormat,
}

/// How `notes` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum NotesFormat {
    /// Plain text, by document
    #[default]
    Text,
    /// One JSON object, schema postil.annotations/1
    Json,
}

/// `postil forecasts`.
#[derive(Debug, Args)]
pub struct Forecasts {
    /// Only what is due and not decided
    #[arg(long)]
    pub due: bool,

    /// Score the authors and yourself, by all that is decided: the Brier score (p - o)², 0 to 1
    #[arg(long)]
    pub score: bool,

    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub format: ForecastsFormat,
}

/// How `forecasts` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ForecastsFormat {
    /// Plain text
    #[default]
    Text,
    /// One JSON object, schema postil.forecasts/1
    Json,
    /// Comma-separated values, with a line of names
    Csv,
}
