//! What may stand on the command line: what all commands share, and the list of commands. The room's `parse` reads it.

pub mod annotate;
pub mod export;
pub mod import;
pub mod library;
pub mod notes;
pub mod show;
pub mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::output::ColourWhen;
use crate::ingest::file::Limits;

/// Read an article in three panes: what was claimed, what the author made of it, and what to do about it
#[derive(Debug, Parser)]
#[command(name = "postil", version)]
#[command(override_usage = "postil [OPTIONS] [SOURCE]\n       postil [OPTIONS] <COMMAND>")]
pub struct Cli {
    /// What to do instead of reading.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What to read: a file, an address (http or https), or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: Option<OsString>,

    /// Open it in the three panes, or as the whole article in one column
    #[arg(long, value_enum)]
    pub view: Option<ReadView>,

    /// Read in lines, for screen readers and terminals that cannot do more: one sentence at a time, the same
    /// commands, typed as lines; ? lists them
    #[arg(long, requires = "source", conflicts_with = "view")]
    pub plain: bool,

    /// What all commands understand.
    #[command(flatten)]
    pub common: Common,
}

/// A path, which may be empty: an empty variable says as little as none.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// What all commands understand; it stands last in their help.
#[derive(Clone, Debug, Args)]
#[command(next_display_order = 900)]
pub struct Common {
    /// Keep notes in this folder
    #[arg(long, value_name = "DIR", env = "POSTIL_DATA_DIR", hide_env_values = true, global = true, value_parser = path())]
    pub data_dir: Option<PathBuf>,

    /// Take the settings from this file
    #[arg(long, value_name = "FILE", env = "POSTIL_CONFIG", hide_env_values = true, global = true, value_parser = path())]
    pub config: Option<PathBuf>,

    /// When to print in colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: ColourWhen,

    /// Take at most this many MiB from a source [default: 256 from a file, 64 from standard input or an address]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..=4096), global = true)]
    pub limit: Option<u64>,
}

impl Common {
    /// How much is taken from a source at most.
    pub fn limits(&self) -> Limits {
        self.limit.map_or_else(Limits::default, Limits::mebibytes)
    }
}

/// How the screen opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadView {
    /// Source claims, analysis and strategic take side by side
    Panes,
    /// The whole article in one column
    Whole,
}

/// `postil open`.
#[derive(Debug, Args)]
pub struct Open {
    /// The id of an annotation or a document, or its beginning; postil://ID is fine too
    #[arg(value_name = "ID")]
    pub id: String,

    /// Open it in the three panes, or as the whole article in one column
    #[arg(long, value_enum)]
    pub view: Option<ReadView>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the split of an article
    Show(show::Show),
    /// Open the reader on an annotation or a document of the library
    Open(Open),
    /// Write an annotation and print its id
    Annotate(annotate::Annotate),
    /// Change an annotation
    Edit(annotate::Edit),
    /// Move annotations to the trash
    Delete(annotate::Delete),
    /// Take annotations out of the trash
    Restore(annotate::Restore),
    /// Search all annotations
    Notes(notes::Notes),
    /// List forecasts, what is due, and how well they came out
    Forecasts(notes::Forecasts),
    /// Export articles with what you wrote on them
    Export(export::Export),
    /// Bring in what was written in other tools
    Import(import::Import),
    /// Put articles into the library
    Add(library::Add),
    /// List the library
    List(library::List),
    /// Take articles out of the library, with what is on them, into the trash
    Remove(library::Remove),
    /// Read a source again and say where its annotations stand now
    Refresh(library::Refresh),
    /// Find quotations in a text, for scripts: prints one JSON object for each
    Locate(show::Locate),
    /// Say where everything is and whether it is sound
    Doctor(upkeep::Doctor),
    /// Write a copy of the store
    Backup(upkeep::Backup),
    /// Print the completions of a shell
    Completions(upkeep::Completions),
    /// Print the manual page
    Man,
}
