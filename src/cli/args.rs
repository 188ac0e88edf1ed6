//! What may stand on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::output::ColourWhen;
use super::values;
use crate::article::pane::Pane;
use crate::notes::annotation::Colour;
use crate::notes::assessment::{Evidence, Outcome, Verdict};

/// Read an article in three panes: what was claimed, what the author made of it, and what to do about it
#[derive(Debug, Parser)]
#[command(name = "postil", version, disable_help_subcommand = true)]
#[command(override_usage = "postil [OPTIONS] [SOURCE]\n       postil [OPTIONS] <COMMAND>")]
pub struct Cli {
    /// What to do instead of reading.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What to read: a file, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: Option<OsString>,

    /// Open it in the three panes, or as the whole article in one column
    #[arg(long, value_enum)]
    pub view: Option<ReadView>,

    /// What all commands understand.
    #[command(flatten)]
    pub common: Common,
}

/// What all commands understand.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Keep notes in this folder
    #[arg(long, value_name = "DIR", env = "POSTIL_DATA_DIR", hide_env_values = true, global = true)]
    pub data_dir: Option<PathBuf>,

    /// Take the settings from this file
    #[arg(long, value_name = "FILE", env = "POSTIL_CONFIG", hide_env_values = true, global = true)]
    pub config: Option<PathBuf>,

    /// When to print in colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: ColourWhen,
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
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the split of an article
    Show(Show),
    /// Open the reader on an annotation or a document of the library
    Open(Open),
    /// Write an annotation and print its id
    Annotate(Annotate),
    /// Change an annotation
    Edit(Edit),
    /// Move annotations to the trash
    Delete(Delete),
    /// Search all annotations
    Notes(Notes),
    /// List forecasts, what is due, and how well they came out
    Forecasts(Forecasts),
    /// Export articles with what you wrote on them
    Export(Export),
    /// Put articles into the library
    Add(Add),
    /// List the library
    List,
    /// Take articles out of the library, with what is on them, into the trash
    Remove(Remove),
    /// Read a source again and say where its annotations stand now
    Refresh(Refresh),
    /// Find quotations in a text, for scripts: prints one JSON object for each
    Locate(Locate),
    /// Say where everything is and whether it is sound
    Doctor(Doctor),
    /// Write a copy of the store
    Backup(Backup),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// `postil locate`.
#[derive(Debug, Args)]
pub struct Locate {
    /// Where to look: a file, or - for standard input
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

/// `postil show`.
#[derive(Debug, Args)]
pub struct Show {
    /// What to show: a file, or - for standard input
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

/// `postil annotate`.
#[derive(Debug, Args)]
pub struct Annotate {
    /// What to write on: a file, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: OsString,

    /// Where.
    #[command(flatten)]
    pub place: Place,

    /// What.
    #[command(flatten)]
    pub marks: Marks,
}

/// Where an annotation goes.
#[derive(Debug, Args)]
pub struct Place {
    /// The words to write on, as they stand in the article
    #[arg(long, value_name = "TEXT", group = "where", required_unless_present_any = ["range", "claim"], allow_hyphen_values = true)]
    pub quote: Option<String>,

    /// What stands before the words, where they stand more than once
    #[arg(long, value_name = "TEXT", requires = "quote", allow_hyphen_values = true)]
    pub prefix: Option<String>,

    /// What stands after the words, where they stand more than once
    #[arg(long, value_name = "TEXT", requires = "quote", allow_hyphen_values = true)]
    pub suffix: Option<String>,

    /// The place in code points of the text, as show --format json counts them
    #[arg(long, value_name = "START:END", group = "where", value_parser = values::range)]
    pub range: Option<(usize, usize)>,

    /// The number of a claim
    #[arg(long, value_name = "N", group = "where")]
    pub claim: Option<usize>,
}

/// What an annotation holds.
#[derive(Debug, Default, Args)]
pub struct Marks {
    /// Mark the words, in a colour or for what it means: yellow (key), green (agree), red (doubt),
    /// blue (question), purple (quote)
    #[arg(long, value_name = "COLOUR", num_args = 0..=1, default_missing_value = "yellow", value_parser = values::colour)]
    pub highlight: Option<Colour>,

    /// A note
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,

    /// A tag; may be given again
    #[arg(long, value_name = "TAG", value_parser = values::tag)]
    pub tag: Vec<String>,

    /// Your verdict: supported, refuted, mixed, unproven, not-checkable
    #[arg(long, value_parser = values::verdict)]
    pub verdict: Option<Verdict>,

    /// What speaks for or against it, a link or a text; may be given again
    #[arg(long, value_name = "for:TEXT|against:TEXT", value_parser = values::evidence)]
    pub evidence: Vec<Evidence>,

    /// The claim in your own words
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub wording: Option<String>,

    /// Put it on the list of things to check
    #[arg(long)]
    pub to_check: bool,

    /// The pane that the sentence belongs to: claims, analysis, take
    #[arg(long, value_parser = values::pane)]
    pub pane: Option<Pane>,

    /// Your probability that it comes true: 0.7 or 70%
    #[arg(long, value_name = "PROBABILITY", value_parser = values::probability)]
    pub forecast: Option<f64>,

    /// The day on which a forecast can be decided: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub due: Option<Date>,

    /// How a forecast will be decided
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub decided_by: Option<String>,

    /// How a forecast came out: yes, no, void
    #[arg(long, value_parser = values::outcome)]
    pub outcome: Option<Outcome>,
}

/// `postil edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The annotation's id, or as much of its beginning as names only it
    pub id: String,

    /// What it shall hold.
    #[command(flatten)]
    pub marks: Marks,

    /// What it shall hold no more.
    #[command(flatten)]
    pub clear: Clear,
}

/// What to take out of an annotation.
#[derive(Debug, Default, Args)]
pub struct Clear {
    /// Take the highlight away
    #[arg(long, conflicts_with = "highlight")]
    pub no_highlight: bool,
    /// Take the note away
    #[arg(long, conflicts_with = "note")]
    pub no_note: bool,
    /// Take this tag away; may be given again
    #[arg(long, value_name = "TAG", value_parser = values::tag)]
    pub untag: Vec<String>,
    /// Take the verdict away
    #[arg(long, conflicts_with = "verdict")]
    pub no_verdict: bool,
    /// Take all evidence away, before adding what --evidence gives
    #[arg(long)]
    pub no_evidence: bool,
    /// Take your own wording away
    #[arg(long, conflicts_with = "wording")]
    pub no_wording: bool,
    /// Take it off the list of things to check
    #[arg(long, conflicts_with = "to_check")]
    pub no_to_check: bool,
    /// Take the correction of the pane back
    #[arg(long, conflicts_with = "pane")]
    pub no_pane: bool,
    /// Take the whole forecast away
    #[arg(long, conflicts_with_all = ["forecast", "due", "decided_by", "outcome"])]
    pub no_forecast: bool,
    /// Take the day on which the forecast is due away
    #[arg(long, conflicts_with = "due")]
    pub no_due: bool,
    /// Take the outcome of the forecast back
    #[arg(long, conflicts_with = "outcome")]
    pub no_outcome: bool,
}

/// `postil delete`.
#[derive(Debug, Args)]
pub struct Delete {
    /// The annotations' ids, or as much of their beginnings as names only them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}

/// `postil notes`.
#[derive(Debug, Args)]
pub struct Notes {
    /// Words that the note, the quotation, the tags or the title hold; "words in quotes" stand together
    pub query: Vec<String>,

    /// Only on this document: its id (or the beginning of it), its file, or words of its title
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Option<OsString>,

    /// Only with this tag
    #[arg(long, value_parser = values::tag)]
    pub tag: Option<String>,

    /// Only with this verdict
    #[arg(long, value_parser = values::verdict)]
    pub verdict: Option<Verdict>,

    /// Only what is to check
    #[arg(long)]
    pub to_check: bool,

    /// Only forecasts that are due and not decided
    #[arg(long)]
    pub due: bool,

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

    /// Score the authors and yourself: the Brier score (p - o)², 0 to 1
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

/// `postil export`.
#[derive(Debug, Args)]
pub struct Export {
    /// What to export: a file, - for standard input, or the id of a document or annotation
    #[arg(value_name = "SOURCE|ID", required_unless_present = "all", conflicts_with = "all")]
    pub what: Vec<OsString>,

    /// Everything that has annotations
    #[arg(long)]
    pub all: bool,

    /// Only annotations with this tag, and nothing of the articles but what they stand on
    #[arg(long, value_parser = values::tag)]
    pub tag: Option<String>,

    /// Only annotations made or changed on this day or later, and nothing of the articles but what they
    /// stand on: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub since: Option<Date>,

    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: ExportFormat,

    /// Write to this file, or into this folder; in Markdown that is there, only postil's own blocks change
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
}

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

/// `postil doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Mend what can be mended, after keeping a copy of the store beside it
    #[arg(long)]
    pub repair: bool,
}

/// `postil backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write, which must not be there yet
    pub file: PathBuf,
}

/// `postil completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
