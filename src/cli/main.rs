//! From the arguments to the exit status.

#![allow(clippy::disallowed_methods, reason = "the command line reads its own environment")]

use std::process::ExitCode;

use clap::Parser;

use super::args::{Cli, Command, Show, ShowFormat};
use super::failure::Failure;
use super::locate;
use super::output::{Output, say};
use super::show;
use crate::config::paths::Paths;

/// What a command works with.
pub(super) struct Session {
    /// Where the store and the config are.
    pub(super) paths: Paths,
    /// Where data go.
    pub(super) out: Output,
}

/// Runs postil with this process's arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error; a broken pipe is none either.
            let status = error.exit_code();
            return match error.print() {
                Err(error) if Failure::writing(&error) != Failure::BrokenPipe => ExitCode::FAILURE,
                _ => ExitCode::from(u8::try_from(status).unwrap_or(2)),
            };
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Failure::Said(sentence) | Failure::Usage(sentence) = &failure {
                say(sentence);
            }
            ExitCode::from(failure.status())
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let paths = Paths::find(cli.common.data_dir.as_deref(), None).map_err(Failure::said)?;
    let plain = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    let mut session = Session { paths, out: Output::standard(cli.common.color, plain("NO_COLOR") || dumb) };
    let command = match (cli.command, cli.source) {
        (Some(command), _) => command,
        (None, Some(source)) => Command::Show(Show { source, pane: None, format: ShowFormat::Text, width: None }),
        (None, None) => return Err(Failure::usage("name what to read: a file, or - for standard input (see --help)")),
    };
    match command {
        Command::Show(asked) => show::show(&mut session, &asked),
        Command::Locate(asked) => locate::locate(&mut session, &asked),
    }?;
    session.out.finish()
}
