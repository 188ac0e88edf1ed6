//! What may stand on the command line: what all commands share, and the list of commands.

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
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::output::ColourWhen;
use super::values;
use crate::ingest::file::Limits;
use crate::notes::colour::{Colour, Legend};
use crate::text::clean::clean_line;
use crate::text::width::fit;

/// The longest argument that is repeated in a refusal, in cells.
const LONGEST: usize = 120;

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

/// What all commands understand.
#[derive(Clone, Debug, Args)]
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

impl Cli {
    /// The arguments (without the program's name) of the calls that open one source, `postil [--view VIEW] SOURCE`:
    /// what the parser makes of them, without the parser, which takes a tenth of the way to the first frame to be
    /// made. Nothing where there is more to them, or the source could be a command or an option.
    pub fn of_source(args: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut args = args.into_iter();
        let first = args.next()?;
        let (view, source) = if first == "--view" {
            let view = args.next()?;
            (Some(ReadView::from_str(view.to_str()?, false).ok()?), args.next()?)
        } else {
            (None, first)
        };
        let bytes = source.as_encoded_bytes();
        let is_source = !bytes.starts_with(b"-") && bytes.iter().any(|byte| matches!(byte, b'.' | b'/'));
        (is_source && args.next().is_none()).then(|| Self {
            command: None,
            source: Some(source),
            view,
            plain: false,
            common: Common { data_dir: None, config: None, color: ColourWhen::default(), limit: None },
        })
    }
}

impl Cli {
    /// The arguments, the program's name first, as the parser reads them; but where SOURCE or ID is missing because
    /// `--highlight`, whose colour may be left out, took it for one, it is given back.
    pub fn of(args: &[OsString]) -> Result<Self, clap::Error> {
        let error = match Self::try_parse_from(args) {
            Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => error,
            parsed => return parsed,
        };
        let takes = |pair: &[OsString]| match pair {
            [option, word] => option == "--highlight" && !word.to_str().is_some_and(is_colour),
            _ => false,
        };
        let Some(at) = args.windows(2).position(takes) else { return Err(error) };
        let mut args = args.to_vec();
        if let Some(option) = args.get_mut(at) {
            *option = format!("--highlight={}", Colour::Yellow.name()).into();
        }
        Self::try_parse_from(args).map_err(|_| error)
    }

    /// Why these arguments are refused, in words that can be shown: the parser's error would repeat an argument as it
    /// is, controls and all, and names of files come to stand there where a shell fills them in.
    pub fn refusal(args: &[OsString], error: clap::Error) -> clap::Error {
        if !error.use_stderr() {
            return error;
        }
        let tame = args.iter().map(|arg| OsString::from(fit(&clean_line(&arg.to_string_lossy()), LONGEST)));
        match Self::of(&tame.collect::<Vec<_>>()) {
            Err(error) if error.use_stderr() => error,
            _ => Self::command().error(error.kind(), "an argument holds characters that do not show, or is too long"),
        }
    }
}

/// Whether a word is a colour by itself, whatever the config calls them.
fn is_colour(word: &str) -> bool {
    values::colour(word, &Legend::default()).is_ok()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::is_harmful;

    #[test]
    fn what_opens_a_source_is_read_as_the_parser_reads_it() {
        for (line, is_short) in [
            ("article.txt", true),
            ("./article", true),
            ("https://example.com", true),
            ("--view whole a.md", true),
            ("--view panes dir/a", true),
            ("article", false),
            ("list", false),
            ("-", false),
            ("--help", false),
            ("-.txt", false),
            ("--view neither a.md", false),
            ("--view whole", false),
            ("a.txt b.txt", false),
            ("a.txt --plain", false),
            ("list a.txt", false),
            ("", false),
        ] {
            let short = Cli::of_source(line.split_whitespace().map(OsString::from));
            assert_eq!(short.is_some(), is_short, "{line}");
            if let Some(short) = short {
                let parsed = Cli::try_parse_from(["postil"].into_iter().chain(line.split(' '))).unwrap();
                assert_eq!(format!("{short:?}"), format!("{parsed:?}"), "{line}");
            }
        }
    }

    #[test]
    fn a_source_after_highlight_is_no_colour() {
        let of = |line: &str| Cli::of(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for (line, colour, source) in [
            ("postil annotate --quote x --highlight a.txt", "yellow", "a.txt"),
            ("postil annotate --highlight a.txt --claim 1", "yellow", "a.txt"),
            ("postil annotate --claim 1 --highlight -", "yellow", "-"),
            ("postil annotate --highlight red a.txt --claim 1", "red", "a.txt"),
            ("postil annotate a.txt --claim 1 --highlight key", "key", "a.txt"),
            ("postil annotate a.txt --claim 1 --highlight mine", "mine", "a.txt"),
        ] {
            let Ok(Cli { command: Some(Command::Annotate(asked)), .. }) = of(line) else { panic!("{line}") };
            assert_eq!(asked.marks.highlight.as_deref(), Some(colour), "{line}");
            assert_eq!(asked.source, source, "{line}");
        }
        let Ok(Cli { command: Some(Command::Edit(asked)), .. }) = of("postil edit --highlight 01a2") else { panic!() };
        assert_eq!((asked.id.as_str(), asked.marks.highlight.as_deref()), ("01a2", Some("yellow")));
        // Where nothing could be the source, that is what is missing.
        let refused = of("postil annotate --claim 1 --highlight red").unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::MissingRequiredArgument);
    }

    #[test]
    fn a_refusal_repeats_no_control_and_no_long_argument() {
        let long = "x".repeat(100_000);
        for value in ["a\u{1b}]0;t\u{7}", "a\u{9b}31m", "\u{202e}a", "a\nb\rc", "1\u{200b}", long.as_str()] {
            for option in ["--claim", "--due", "--range", "--verdict", "--pane", "--none", value] {
                let args = ["postil", "annotate", "a.txt", option, value].map(OsString::from);
                let refusal = Cli::refusal(&args, Cli::of(&args).unwrap_err());
                let words = refusal.render().ansi().to_string();
                assert!(words.contains("error:") && words.len() < 1000, "{words:?}");
                // The parser's own colours are all that is left.
                for (nth, part) in words.split("\u{1b}[").enumerate() {
                    let sets = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m');
                    assert!(nth == 0 || sets, "{words:?}");
                    assert!(!part.chars().any(|c| is_harmful(c) && c != '\n'), "{words:?}");
                }
                assert_eq!(refusal.exit_code(), 2);
            }
        }
        let help = ["postil", "--help"].map(OsString::from);
        assert_eq!(Cli::refusal(&help, Cli::of(&help).unwrap_err()).exit_code(), 0);
    }

    #[test]
    fn no_command_looks_like_a_source() {
        let cli = Cli::command();
        let names = cli.get_subcommands().flat_map(|command| command.get_name_and_visible_aliases());
        assert!(names.into_iter().all(|name| !name.contains(['.', '/'])));
    }
}
