//! From the words on the command line to what they ask for, and why they are refused.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory, FromArgMatches, Parser, ValueEnum};

use super::args::{Cli, Common, ReadView};
use super::output::ColourWhen;
use super::values::{self, Choice};
use crate::notes::colour::{Colour, Legend};
use crate::text::clean::clean_line;
use crate::text::width::fit;

/// The longest argument that is repeated in a refusal, in cells.
const LONGEST: usize = 120;

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
    /// `--highlight`, whose colour may be left out, took it for one, it is given back. What is a colour, and what the
    /// help says of them, is up to the reader's `legend`, which is asked for by the options that say where it is.
    pub fn of(args: &[OsString], legend: impl Fn(&Common) -> Legend) -> Result<Self, clap::Error> {
        match Self::try_parse_from(args) {
            Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => {
                Self::with_its_source(args, legend).ok_or(error)
            }
            Err(error) if error.kind() == ErrorKind::DisplayHelp => Err(helped(args, legend).unwrap_or(error)),
            parsed => parsed,
        }
    }

    /// What the arguments say where `--highlight` took the source for a colour.
    fn with_its_source(args: &[OsString], legend: impl Fn(&Common) -> Legend) -> Option<Self> {
        let at = args.iter().position(|arg| arg == "--highlight")?;
        let word = args.get(at + 1)?;
        let mut args = args.to_vec();
        *args.get_mut(at)? = format!("--highlight={}", Colour::Yellow.name()).into();
        let parsed = Self::try_parse_from(&args).ok()?;
        let is_colour = word.to_str().is_some_and(|word| legend(&parsed.common).find(word).is_some());
        (!is_colour).then_some(parsed)
    }

    /// The program's arguments, with the colours as the reader calls them.
    pub fn command_with(legend: &Legend) -> Command {
        let names: Vec<String> = Colour::ALL.map(|colour| legend.name(colour).to_owned()).into();
        let shown = Colour::ALL.map(|colour| legend.shown(colour)).join(", ");
        let called = |arg: Arg| {
            let own = arg.value_parser(Choice::new(values::word, names.clone()));
            own.help(format!("Mark the words, in a colour or for what it means: {shown}"))
        };
        // Each stays where it stands: what is changed by its name alone goes to the end.
        let is_highlight = |arg: &Arg| arg.get_id() == "highlight";
        Self::command()
            .mut_subcommands(|command| command.mut_args(|arg| if is_highlight(&arg) { called(arg) } else { arg }))
    }

    /// Why these arguments are refused, in words that can be shown: the parser's error would repeat an argument as it
    /// is, controls and all, and names of files come to stand there where a shell fills them in.
    pub fn refusal(args: &[OsString], error: clap::Error, legend: impl Fn(&Common) -> Legend) -> clap::Error {
        if !error.use_stderr() {
            return error;
        }
        let tame = args.iter().map(|arg| OsString::from(fit(&clean_line(&arg.to_string_lossy()), LONGEST)));
        match Self::of(&tame.collect::<Vec<_>>(), legend) {
            Err(error) if error.use_stderr() => error,
            _ => Self::command().error(error.kind(), "an argument holds characters that do not show, or is too long"),
        }
    }
}

/// The help that is asked for, with the colours as the reader calls them; nothing where they are as they were.
fn helped(args: &[OsString], legend: impl Fn(&Common) -> Legend) -> Option<clap::Error> {
    let asks = |arg: &&OsString| ["-h", "--help", "help"].iter().any(|help| arg == help);
    let others = args.iter().filter(|arg| !asks(arg));
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(others).ok()?;
    let legend = legend(&Common::from_arg_matches(&matches).ok()?);
    let helped = || Cli::command_with(&legend).try_get_matches_from(args).err();
    if legend == Legend::default() { None } else { helped() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;
    use crate::notes::colour::Part;
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
        let (legend, _) = Legend::with(&[(Colour::Red, Part::Name, "rose".to_owned())]);
        let of = |line: &str| Cli::of(&line.split(' ').map(OsString::from).collect::<Vec<_>>(), |_| legend.clone());
        for (line, colour, source) in [
            ("postil annotate --quote x --highlight a.txt", "yellow", "a.txt"),
            ("postil annotate --highlight a.txt --claim 1", "yellow", "a.txt"),
            ("postil annotate --claim 1 --highlight -", "yellow", "-"),
            ("postil annotate --highlight red a.txt --claim 1", "red", "a.txt"),
            ("postil annotate a.txt --claim 1 --highlight key", "key", "a.txt"),
            ("postil annotate a.txt --claim 1 --highlight mine", "mine", "a.txt"),
        ] {
            let Ok(Cli { command: Some(args::Command::Annotate(asked)), .. }) = of(line) else { panic!("{line}") };
            assert_eq!(asked.marks.highlight.as_deref(), Some(colour), "{line}");
            assert_eq!(asked.source, source, "{line}");
        }
        let Ok(Cli { command: Some(args::Command::Edit(asked)), .. }) = of("postil edit --highlight 01a2") else {
            panic!()
        };
        assert_eq!((asked.id.as_str(), asked.marks.highlight.as_deref()), ("01a2", Some("yellow")));
        // Where nothing could be the source, that is what is missing.
        for colour in ["red", "rose", "Rose", "doubt"] {
            let refused = of(&format!("postil annotate --claim 1 --highlight {colour}")).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::MissingRequiredArgument, "{colour}");
        }
    }

    #[test]
    fn the_help_says_what_the_reader_calls_the_colours() {
        let (legend, _) = Legend::with(&[(Colour::Red, Part::Name, "Rose".to_owned())]);
        for line in ["postil annotate --help", "postil edit -h", "postil --config c help annotate"] {
            let args: Vec<_> = line.split(' ').map(OsString::from).collect();
            let help = |legend: &Legend| {
                let help = Cli::of(&args, |_| legend.clone()).unwrap_err().to_string();
                help.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            assert!(help(&legend).contains("green (agree), Rose (doubt)"), "{line}");
            assert!(help(&Legend::default()).contains("red (doubt)"), "{line}");
            let without =
                |legend: &Legend| help(legend).replace("Rose", "red").replace(", or as your config calls them", "");
            assert_eq!(without(&legend), without(&Legend::default()), "all else stands where it stood");
        }
    }

    fn refused(args: &[OsString]) -> clap::Error {
        let legend = |_: &Common| Legend::default();
        Cli::refusal(args, Cli::of(args, legend).unwrap_err(), legend)
    }

    #[test]
    fn a_refusal_repeats_no_control_and_no_long_argument() {
        let long = "x".repeat(100_000);
        for value in ["a\u{1b}]0;t\u{7}", "a\u{9b}31m", "\u{202e}a", "a\nb\rc", "1\u{200b}", long.as_str()] {
            for option in ["--claim", "--due", "--range", "--verdict", "--pane", "--none", value] {
                let args = ["postil", "annotate", "a.txt", option, value].map(OsString::from);
                let refusal = refused(&args);
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
        assert_eq!(refused(&help).exit_code(), 0);
    }

    #[test]
    fn no_command_looks_like_a_source() {
        let cli = Cli::command();
        let names = cli.get_subcommands().flat_map(|command| command.get_name_and_visible_aliases());
        assert!(names.into_iter().all(|name| !name.contains(['.', '/'])));
    }
}
