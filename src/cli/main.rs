//! From the arguments to the exit status.

#![allow(clippy::disallowed_methods, reason = "the command line reads its own environment")]

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use super::args::show::{Show, ShowFormat, ShowPane};
use super::args::{Cli, Command, Common, Open, ReadView};
use super::failure::Failure;
use super::output::{Output, say};
use super::read;
use super::session::{self, Session};
use super::{
    add, annotate, completions, edit, export, forecasts, import, library, linear, locate, notes, refresh, show, upkeep,
};
use crate::app::state::Settings;
use crate::config::file::Config;
use crate::config::paths::Paths;
use crate::ingest::stop::Stop;
use crate::notes::colour::Legend;
use crate::runtime::run::warm;
use crate::runtime::signals::refuse_writes_past_the_limit;
use crate::text::clean::clean_line;

/// Runs postil with this process's arguments.
pub fn main() -> ExitCode {
    if io::stdout().is_terminal() {
        warm();
    }
    refuse_writes_past_the_limit();
    // What the environment sets, the parser reads.
    let is_set = ["POSTIL_DATA_DIR", "POSTIL_CONFIG"].iter().any(|name| std::env::var_os(name).is_some());
    let short = if is_set { None } else { Cli::of_source(std::env::args_os().skip(1)) };
    let of = |args: &[OsString]| Cli::of(args, legend).map_err(|error| Cli::refusal(args, error, legend));
    let cli = match short.map_or_else(|| of(&std::env::args_os().collect::<Vec<_>>()), Ok) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error; a broken pipe is none either.
            let status = error.exit_code();
            return match error.print() {
                Err(error) => ended(&Failure::writing(&error)),
                Ok(()) => ExitCode::from(u8::try_from(status).unwrap_or(2)),
            };
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ended(&failure),
    }
}

/// Says why nothing came of it, and gives the status that says so too.
fn ended(failure: &Failure) -> ExitCode {
    if let Failure::Said(sentence) | Failure::Usage(sentence) = failure {
        say(sentence);
    }
    ExitCode::from(failure.status())
}

/// What the colours are to the reader whose config the options name; its faults are told where it is used.
fn legend(common: &Common) -> Legend {
    let paths = Paths::find(common.data_dir.as_deref(), common.config.as_deref());
    paths.map(|paths| Config::load(&paths).settings.legend).unwrap_or_default()
}

/// Without a terminal to read in, what would be opened is printed.
fn printed(source: OsString, view: Option<ReadView>) -> Show {
    let pane = view.filter(|view| *view == ReadView::Whole).map(|_| ShowPane::Whole);
    Show { source, pane, format: ShowFormat::Text, width: None }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let paths = Paths::find(cli.common.data_dir.as_deref(), cli.common.config.as_deref()).map_err(Failure::said)?;
    let plain = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
    // The screen writes to the terminal from the runtime: standard output is taken only without it.
    if io::stdout().is_terminal() && !cli.plain {
        let reads = matches!(cli.command, None | Some(Command::Open(_)));
        if let Some(term) = std::env::var_os("TERM").filter(|term| reads && (term == "dumb" || term.is_empty())) {
            let is = if term.is_empty() { "empty" } else { "dumb" };
            return Err(Failure::said(format_args!(
                "this terminal shows lines alone (its TERM is {is}): read with postil --plain SOURCE, or print with postil show SOURCE",
            )));
        }
        match (&cli.command, &cli.source) {
            (None, source) => {
                let wanted = source.clone().map(|source| read::wanted(&paths, source)).transpose()?;
                return read::read(&paths, &cli, cli.view, wanted);
            }
            (Some(Command::Open(asked)), None) => {
                return read::read(&paths, &cli, asked.view.or(cli.view), Some(read::named(&paths, &asked.id)?));
            }
            (Some(_), _) => {}
        }
    }
    let Settings { legend, lexicon: words, keymap, .. } = read::settings(&paths);
    let out = Output::standard(cli.common.color, plain("NO_COLOR") || dumb);
    let mut session = Session { paths, legend, words, out, limits: cli.common.limits(), stop: Stop::default() };
    let command = match (cli.command, cli.source) {
        (Some(_), Some(source)) => {
            let name = clean_line(&source.to_string_lossy());
            return Err(Failure::usage(format_args!("{name} stands before a command: name it after the command")));
        }
        (Some(command), None) => command,
        (None, Some(source)) if cli.plain => return linear::read(&mut session, &source, keymap),
        (None, Some(source)) => Command::Show(printed(source, cli.view)),
        (None, None) => return Err(Failure::usage("name what to read: a file, or - for standard input (see --help)")),
    };
    match &command {
        Command::Show(asked) => show::show(&mut session, asked),
        Command::Open(Open { id, view }) => {
            let source = format!("postil://{}", session::plain(id)).into();
            show::show(&mut session, &printed(source, *view))
        }
        Command::Annotate(asked) => annotate::annotate(&mut session, asked),
        Command::Edit(asked) => edit::edit(&mut session, asked),
        Command::Delete(asked) => annotate::delete(&mut session, asked),
        Command::Restore(asked) => annotate::restore(&mut session, asked),
        Command::Notes(asked) => notes::notes(&mut session, asked),
        Command::Forecasts(asked) => forecasts::forecasts(&mut session, asked),
        Command::Export(asked) => export::export(&mut session, asked),
        Command::Import(asked) => import::import(&mut session, asked),
        Command::Add(asked) => add::add(&mut session, asked),
        Command::List(asked) => library::list(&mut session, asked),
        Command::Remove(asked) => library::remove(&mut session, asked),
        Command::Refresh(asked) => refresh::refresh(&mut session, asked),
        Command::Locate(asked) => locate::locate(&mut session, asked),
        Command::Doctor(asked) => upkeep::doctor(&mut session, asked),
        Command::Backup(asked) => upkeep::backup(&session, asked),
        Command::Completions(asked) => completions::completions(&mut session, asked),
        Command::Man => upkeep::man(&mut session),
    }?;
    session.out.finish()
}
