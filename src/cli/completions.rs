//! `postil completions`.

use std::any::TypeId;
use std::ffi::OsString;

use clap::{Arg, Command, ValueHint};
use clap_complete::Shell;

use super::args::Cli;
use super::args::upkeep::Completions;
use super::failure::Failure;
use super::session::Session;
use crate::notes::colour::Legend;

/// Prints the completions of a shell.
pub(super) fn completions(session: &mut Session, asked: &Completions) -> Result<(), Failure> {
    let script = script(asked.shell, &session.legend);
    session.out.print(&script)
}

/// The completions of a shell, with the colours as the reader calls them.
fn script(shell: Shell, legend: &Legend) -> String {
    // What may be a file's name is read as the system has it.
    let is_file = |arg: &Arg| arg.get_value_parser().type_id() == TypeId::of::<OsString>();
    let hinted = |arg: Arg| if is_file(&arg) { arg.value_hint(ValueHint::AnyPath) } else { arg };
    let files = |command: Command| command.mut_args(hinted);
    let mut command = files(Cli::command_with(legend)).mut_subcommands(files);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "postil", &mut script);
    let script = String::from_utf8_lossy(&script);
    if shell == Shell::Zsh { either(&script) } else { script.into_owned() }
}

/// A script for zsh in which the first word is a command or a source: the one that was made waits for the command
/// behind the source, where none may stand.
fn either(script: &str) -> String {
    let is_source = |line: &&str| line.starts_with("'::source -- ");
    let mut out = String::new();
    for line in script.lines().filter(|line| !is_source(line)) {
        out.push_str(&line.replace("$line[2]", "$line[1]"));
        out.push('\n');
        if line.contains("_describe -t commands 'postil commands' commands") {
            out.push_str("    _files\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_zsh_the_first_word_is_a_command_or_a_source() {
        let script = script(Shell::Zsh, &Legend::default());
        let (head, _) = script.split_once("case $line[1] in").unwrap();
        assert!(head.contains("\":: :_postil_commands\"") && !head.contains("source -- "), "{head}");
        assert!(script.contains("' commands \"$@\"\n    _files\n}\n") && !script.contains("$line[2]"));
        assert!(script.contains("':source -- What to show\\: a file, an address, or - for standard input:_files'"));
    }

    #[test]
    fn every_shell_offers_values_and_files() {
        for (shell, files) in [(Shell::Bash, "compgen -f"), (Shell::Zsh, "_files"), (Shell::Fish, " -r -F")] {
            let script = script(shell, &Legend::default());
            for words in ["yellow", "not-checkable", "void", "claimreview", files] {
                assert!(script.contains(words), "{shell}: {words}");
            }
        }
    }
}
