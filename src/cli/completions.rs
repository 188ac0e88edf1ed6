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
    match shell {
        Shell::Zsh => either(&script),
        Shell::Elvish => behind_sources_in_elvish(&script),
        Shell::PowerShell => behind_sources_in_powershell(&script),
        _ => script.into_owned(),
    }
}

/// A script for Elvish that offers something behind a source, too, and files: the one that was made takes every word for
/// a command, and fails where it is none.
fn behind_sources_in_elvish(script: &str) -> String {
    let offer = "    $completions[$command]\n";
    let known = "    while (not (has-key $completions $command)) {\n        \
                 set command = $command[..(str:last-index $command ';')]\n    }\n";
    let files = "    if (not (str:has-prefix $words[-1] '-')) {\n        edit:complete-filename $words[-1]\n    }\n";
    script.replace(offer, &[known, offer, files].concat())
}

/// The same for PowerShell, where the script offers nothing behind a source.
fn behind_sources_in_powershell(script: &str) -> String {
    let is_command = |line: &&str| line.starts_with("        'postil") && line.ends_with("' {");
    let commands = script.lines().filter(is_command).map(|line| line.trim().trim_end_matches(" {"));
    let commands = commands.collect::<Vec<_>>().join(", ");
    let known = format!(
        "    while ($command -notin @({commands})) {{\n        $command = $command -replace ';[^;]*$', ''\n    }}\n\n"
    );
    let offers = "    $completions = @(switch ($command) {\n";
    let files = "\n    if (-not $wordToComplete.StartsWith('-')) {\n        \
                 [CompletionCompleters]::CompleteFilename($wordToComplete)\n    }\n}\n";
    let script = script.replace(offers, &[&known, offers].concat());
    let end = script.trim_end().strip_suffix('}').map(str::to_owned);
    end.map_or(script, |script| [&script, files].concat())
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
    fn behind_a_source_options_are_offered_in_elvish_and_powershell_too() {
        let elvish = script(Shell::Elvish, &Legend::default());
        let end = "    while (not (has-key $completions $command)) {\n        \
                   set command = $command[..(str:last-index $command ';')]\n    }\n    $completions[$command]\n    \
                   if (not (str:has-prefix $words[-1] '-')) {\n        edit:complete-filename $words[-1]\n    }\n}\n";
        assert!(elvish.ends_with(end), "{elvish}");
        let powershell = script(Shell::PowerShell, &Legend::default());
        assert!(powershell.contains("    while ($command -notin @('postil', 'postil;show', 'postil;open', "));
        assert!(
            powershell.contains("'postil;help;help')) {\n        $command = $command -replace ';[^;]*$', ''\n    }\n")
        );
        assert!(powershell.ends_with("CompleteFilename($wordToComplete)\n    }\n}\n"), "{powershell}");
        assert_eq!(powershell.matches('{').count(), powershell.matches('}').count());
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
