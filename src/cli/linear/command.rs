//! A line that was typed, as a command: the key that does it on the screen, and what it needs to know.

use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::keymap::{Context, Found, Keymap};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// An action, and the rest of the line.
    Do(Action, String),
    /// The sentence of that number, from 1.
    GoTo(usize),
    /// The way out.
    Quit,
}

/// Reads a line. A key that is a letter stands apart from what follows, so that a word is never taken for a
/// command; a sign need not.
pub(super) fn command(line: &str, keymap: &Keymap) -> Result<Command, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(Command::Do(Action::NextSentence, String::new()));
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let found = bound(word, keymap).map(|action| (action, rest));
    let sign = line.chars().next().filter(|c| !c.is_alphanumeric());
    let after = |c: char| Some((bound(c.encode_utf8(&mut [0; 4]), keymap)?, line.get(c.len_utf8()..)?));
    let found = found.or_else(|| after(sign?));
    let Some((action, argument)) = found else {
        return Err(format!("“{word}” is no command; {} lists them", keymap.first(Action::Help)));
    };
    let argument = argument.trim();
    match action {
        Action::Quit => Ok(Command::Quit),
        Action::Palette if !argument.is_empty() => named(argument, keymap),
        action => Ok(Command::Do(action, argument.to_owned())),
    }
}

/// The action that keys are bound to.
fn bound(keys: &str, keymap: &Keymap) -> Option<Action> {
    match keymap.find(Context::Reader, &Key::parse_sequence(keys)?) {
        Found::Action(action) => Some(action),
        Found::Prefix | Found::Nothing => None,
    }
}

/// What follows the key of the palette: a sentence's number, or an action by its name.
fn named(words: &str, keymap: &Keymap) -> Result<Command, String> {
    if let Ok(number) = words.parse() {
        return Ok(Command::GoTo(number));
    }
    let (name, argument) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    match Action::named(name) {
        Some(Action::Quit) => Ok(Command::Quit),
        Some(action) => Ok(Command::Do(action, argument.trim().to_owned())),
        None => Err(format!("there is no command “{name}”; {} alone lists them", keymap.first(Action::Palette))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_keys_of_the_screen() {
        let map = Keymap::default();
        let does = |action, argument: &str| Ok(Command::Do(action, argument.to_owned()));
        for (line, expected) in [
            ("", does(Action::NextSentence, "")),
            ("k", does(Action::PreviousSentence, "")),
            ("gg", does(Action::ToStart, "")),
            ("Ctrl-r", does(Action::Redo, "")),
            ("a  my note ", does(Action::Note, "my note")),
            ("/two words", does(Action::Search, "two words")),
            ("/ words", does(Action::Search, "words")),
            (":12", Ok(Command::GoTo(12))),
            (":next-section", does(Action::NextSection, "")),
            (": note x", does(Action::Note, "x")),
            (":", does(Action::Palette, "")),
            ("q", Ok(Command::Quit)),
        ] {
            assert_eq!(command(line, &map), expected, "{line}");
        }
        for line in ["another", "jj", ":nothing", "12"] {
            assert!(command(line, &map).is_err(), "{line}");
        }
        let (map, _) = Keymap::with(&[("note".to_owned(), vec!["x y".to_owned()])]);
        assert_eq!(command("xy words", &map), does(Action::Note, "words"));
    }
}
