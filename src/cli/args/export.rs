//! What may stand after `export`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::cli::values;

/// `postil export`.
#[derive(Debug, Args)]
pub struct Export {
    /// What to export: a file, an address, - for standard input, or the id of a document or annotation
    #[arg(value_name = "SOURCE|ID", required_unless_present_any = ["all", "tag", "since"], conflicts_with = "all")]
    pub what: Vec<OsString>,

    /// Everything that has annotations; --tag and --since without a SOURCE or ID mean that too
    #[arg(long)]
    pub all: bool,

    /// Only annotations with this tag, and nothing of the articles but what they stand on; may be given again, for
    /// those that have all of them
    #[arg(long, value_parser = values::tag)]
    pub tag: Vec<String>,

    /// Only annotations made or changed on this day or later, and nothing of the articles but what they
    /// stand on: YYYY-MM-DD, or a time such as 2026-12-31T18:00:00Z
    #[arg(long, value_name = "DATE", value_parser = values::since)]
    pub since: Option<Timestamp>,

    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: ExportFormat,

    /// In CSV, leave cells that a spreadsheet would take for a formula as they are
    #[arg(long)]
    pub raw: bool,

    /// Fill in this Markdown template instead; TEMPLATES in the manual page (postil man) says what it may name
    #[arg(long, value_name = "FILE")]
    pub template: Option<OsString>,

    /// Write to this file, or into this folder (Markdown, Org, Argdown and HTML: a file for each article), or with -
    /// to standard output; in Markdown, Org and Argdown that is there, only postil's own blocks change, and of
    /// an article of which a part is exported only those of that part. A symbolic link stays one: the file it leads to
    /// is written, whole or not at all
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// The formats of `export`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A note file for each article
    #[default]
    Markdown,
    /// One JSON object, schema postil.annotations/1
    Json,
    /// A W3C AnnotationCollection in JSON-LD
    Jsonld,
    /// Comma-separated values, an annotation a row
    Csv,
    /// Org, a tree for each article
    Org,
    /// One page of HTML that needs nothing else
    Html,
    /// The claims with a verdict as schema.org ClaimReview, in JSON-LD
    #[value(name = "claimreview")]
    ClaimReview,
    /// Claims with what speaks for and against them, as Argdown
    Argdown,
}
