//! The config file: what may stand in it, and all that is wrong with it at once.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads the config")]

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::keys::keymap;
use super::legend::LegendSettings;
use super::paths::Paths;
use crate::app::state::{Settings, View};
use crate::notes::colour::Colour;
use crate::text::clean::clean_line;
use crate::view::theme::Ground;

/// The largest config that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// What the config file says; where it is silent, the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Keys, colours, the view.
    pub settings: Settings,
    /// Whether the terminal is dark or light, where the reader says so.
    pub ground: Option<Ground>,
    /// What is wrong with the file, a sentence each; what is at fault is as if it were not there.
    pub faults: Vec<String>,
}

impl Config {
    /// The config in its file, which need not be there unless the reader named it.
    pub fn load(paths: &Paths) -> Self {
        let path = &paths.config;
        let fault =
            |why: &str| Self { faults: vec![format!("{}: {why}; the defaults hold", shown(path))], ..Self::default() };
        match read(path) {
            Ok(Some(text)) => Self::parse(&text, &shown(path)),
            Ok(None) if paths.config_named => fault("there is no such file"),
            Ok(None) => Self::default(),
            Err(why) => fault(&why),
        }
    }

    /// What is wrong with it, as one line of the screen tells it.
    pub fn warning(&self) -> Option<String> {
        let first = self.faults.first()?;
        Some(match self.faults.len() {
            1 => first.clone(),
            // The end of a long line may not show.
            count => format!("{count} faults in the config, all told by postil doctor; {first}"),
        })
    }

    /// The config in `text`, which faults call `name`.
    pub fn parse(text: &str, name: &str) -> Self {
        let mut config = Self::default();
        let table: Table = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => {
                let line = error
                    .span()
                    .map(|span| format!(" line {}", line_of(&line_ends(text), span.start)))
                    .unwrap_or_default();
                let why = clean_line(error.message());
                config.faults.push(format!("{name}{line}: {}; the defaults hold", crate::text::width::fit(&why, 120)));
                return config;
            }
        };
        let mut faults = Vec::new();
        let mut legend = LegendSettings::default();
        for (key, value) in table {
            match (key.as_str(), value) {
                ("theme", Value::String(theme)) => match theme.as_str() {
                    "auto" => config.ground = None,
                    "dark" => config.ground = Some(Ground::Dark),
                    "light" => config.ground = Some(Ground::Light),
                    _ => faults
                        .push((key, format!("theme is \"auto\", \"dark\" or \"light\", not \"{}\"", quoted(&theme)))),
                },
                ("view", Value::String(view)) => match view.as_str() {
                    "panes" => config.settings.view = View::PANES,
                    "whole" => config.settings.view = View::Whole,
                    _ => faults.push((key, format!("view is \"panes\" or \"whole\", not \"{}\"", quoted(&view)))),
                },
                ("keys", Value::Table(keys)) => config.settings.keymap = keymap(keys, &mut faults),
                ("colours", Value::Table(colours)) => legend.colours(colours),
                ("meanings", Value::Table(meanings)) => legend.meanings(meanings),
                ("words", Value::Table(words)) => read_words(words, &mut config.settings, &mut faults),
                ("headings", Value::Table(headings)) => read_headings(headings, &mut config.settings, &mut faults),
                ("theme" | "view", _) => {
                    let fault = format!("{key} wants a word in quotation marks");
                    faults.push((key, fault));
                }
                ("words" | "headings", _) => {
                    let fault = format!("{key} is a section with a language: write [{key}.en] on a line of its own");
                    faults.push((key, fault));
                }
                ("colours", _) => {
                    let fault = "colours is a section with a colour: write [colours.red] on a line of its own";
                    faults.push((key, fault.to_owned()));
                }
                ("keys" | "meanings", _) => {
                    let fault = format!("{key} is a section: write [{key}] on a line of its own");
                    faults.push((key, fault));
                }
                _ => {
                    let fault = format!("there is no setting \"{}\"", quoted(&key));
                    faults.push((key, fault));
                }
            }
        }
        config.settings.legend = legend.read(&mut faults);
        keep_letters_apart(&mut config.settings, &mut faults);
        if !faults.is_empty() {
            config.faults = told(&faults, &lines(text), name);
        }
        config
    }
}

/// What is wrong, each with the setting that it is about, such as `keys.mark`.
pub(super) type Faults = Vec<(String, String)>;

/// The faults as the reader is told them, in the order of the file.
fn told(faults: &Faults, lines: &HashMap<String, usize>, name: &str) -> Vec<String> {
    let mut told: Vec<(Option<usize>, &String)> =
        faults.iter().map(|(setting, fault)| (lines.get(setting).copied(), fault)).collect();
    told.sort_by_key(|(line, _)| line.unwrap_or(usize::MAX));
    let line = |line: Option<usize>| line.map(|line| format!(" line {line}")).unwrap_or_default();
    told.into_iter().map(|(at, fault)| format!("{name}{}: {fault}; it is passed over", line(at))).collect()
}

/// The line that a byte stands on; `ends` are the bytes at which lines end.
fn line_of(ends: &[usize], offset: usize) -> usize {
    ends.partition_point(|end| *end < offset) + 1
}

/// The bytes at which lines end.
fn line_ends(text: &str) -> Vec<usize> {
    memchr::memchr_iter(b'\n', text.as_bytes()).collect()
}

/// On which line each setting stands, to the depth that settings have.
fn lines(text: &str) -> HashMap<String, usize> {
    let mut lines = HashMap::new();
    let Ok(table) = DeTable::parse(text) else { return lines };
    let ends = line_ends(text);
    let mut tables = vec![(String::new(), table.into_inner())];
    while let Some((path, table)) = tables.pop() {
        for (key, value) in table {
            let setting = format!("{path}{}", key.get_ref());
            lines.insert(setting.clone(), line_of(&ends, key.span().start));
            if let DeValue::Table(inner) = value.into_inner()
                && path.matches('.').count() < 2
            {
                tables.push((format!("{setting}."), inner));
            }
        }
    }
    lines
}

/// A word of the file as it may stand in a message.
pub(super) fn quoted(word: &str) -> String {
    crate::text::width::fit(&clean_line(word), 40)
}

fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy())
}

/// The text of the file; nothing where there is none.
fn read(path: &Path) -> Result<Option<String>, String> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(clean_line(&error.to_string())),
    };
    if !metadata.is_file() {
        return Err("this is not a file".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err("it is larger than 1 MiB, which no config is".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| clean_line(&error.to_string()))?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| clean_line(&error.to_string()))?;
    String::from_utf8(bytes).map(Some).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// A string, or a list of nothing else.
pub(super) fn strings(value: Value) -> Option<Vec<String>> {
    let string = |value| if let Value::String(string) = value { Some(string) } else { None };
    match value {
        Value::Array(several) => several.into_iter().map(string).collect(),
        one => Some(vec![string(one)?]),
    }
}

/// In the menu of the marks no choice has the letter of a colour.
fn keep_letters_apart(settings: &mut Settings, faults: &mut Faults) {
    const CHOICE: &str = "no-mark";
    for letter in settings.keymap.places.letters(CHOICE) {
        if let Some(colour) = Colour::ALL.into_iter().find(|colour| settings.legend.letter(*colour) == letter) {
            settings.keymap.places.take_letter(CHOICE, letter);
            let name = settings.legend.name(colour);
            faults.push((format!("keys.menu.{CHOICE}"), format!("the letter {letter} is {name}'s")));
        }
    }
}

/// `[words.en]`: classes of words, each with words of the reader's own.
fn read_words(languages: Table, settings: &mut Settings, faults: &mut Faults) {
    for (language, classes) in languages {
        let Some(lists) = lists(&format!("words.{language}"), classes, |class| format!("[{class}]\n"), faults) else {
            continue;
        };
        let (lexicon, found) = std::mem::take(&mut settings.lexicon).extended(&language, &lists);
        settings.lexicon = lexicon;
        faults.extend(found.iter().map(|fault| (format!("words.{language}"), clean_line(fault))));
    }
}

/// `[headings.en]`: panes, each with headings that speak for it.
fn read_headings(languages: Table, settings: &mut Settings, faults: &mut Faults) {
    for (language, panes) in languages {
        let head = |pane: &str| format!("[{language} {pane}]\n");
        let Some(lists) = lists(&format!("headings.{language}"), panes, head, faults) else { continue };
        let (lexicon, found) = std::mem::take(&mut settings.lexicon).with_headings(&lists);
        settings.lexicon = lexicon;
        faults.extend(found.iter().map(|fault| (format!("headings.{language}"), clean_line(fault))));
    }
}

/// The lists of one section, in the form of the files in `assets`: a head, then an entry a line.
fn lists(section: &str, value: Value, head: impl Fn(&str) -> String, faults: &mut Faults) -> Option<String> {
    let Value::Table(rows) = value else {
        faults.push((section.to_owned(), format!("{} wants lists, such as say = [\"vibes\"]", quoted(section))));
        return None;
    };
    let mut out = String::new();
    for (name, value) in rows {
        let Some(entries) = strings(value) else {
            let fault = format!("{} of [{}] wants a list of strings", quoted(&name), quoted(section));
            faults.push((format!("{section}.{name}"), fault));
            continue;
        };
        out.push_str(&head(&clean_line(&name)));
        for entry in entries {
            // What opens with a bracket or a hash would be read as something else.
            out.push_str(clean_line(&entry).trim_start_matches(['[', '#']));
            out.push('\n');
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use proptest::prelude::*;

    #[test]
    fn settings_are_read() {
        let config = Config::parse(
            "theme = \"light\"\nview = \"whole\"\n[keys]\nmark = \"g m\"\nhelp = [\"F1\", \"H\"]\n[meanings]\nred = \"nonsense\"\n",
            "c",
        );
        assert_eq!(config.faults, [""; 0]);
        assert_eq!((config.ground, config.settings.view), (Some(Ground::Light), View::Whole));
        assert_eq!(config.settings.keymap.keys(Action::Help), ["F1", "H"]);
        assert_eq!(config.settings.legend.meaning(Colour::Red), "nonsense");
    }

    #[test]
    fn words_and_headings_are_added_and_their_faults_named() {
        let config =
            Config::parse("[words.en]\nsay = [\"vibes\", \"riffs on\"]\n[headings.en]\ntake = \"The Kicker\"\n", "c");
        assert_eq!(config.faults, [""; 0]);
        let lexicon = config.settings.lexicon;
        assert!(lexicon.vocabulary("en").entry("vibes").is_some());
        assert!(lexicon.headings().voice("The kicker", "en").is_some());
        let faulty = Config::parse(
            "[words.en]\nnonsense = [\"x\"]\nsay = 3\n[words.xx]\nsay = [\"y\"]\n[headings.en]\nnonsense = [\"z\"]\n",
            "c",
        );
        assert_eq!(faulty.faults.len(), 4, "{:?}", faulty.faults);
    }

    #[test]
    fn every_fault_is_named_and_nothing_else_is_lost() {
        let config = Config::parse(
            "theme = 12\nview = \"\\u001bx\"\nspeed = 1\n[keys]\nfly = \"f\"\n[meanings]\nred = \"no\"\n",
            "c",
        );
        assert_eq!(config.faults.len(), 4, "{:?}", config.faults);
        let lines: Vec<&str> = config.faults.iter().map(|fault| fault.split(':').next().unwrap()).collect();
        assert_eq!(lines, ["c line 1", "c line 2", "c line 3", "c line 5"]);
        assert!(config.faults.iter().all(|fault| !fault.contains('\u{1b}')));
        assert_eq!(config.settings.legend.meaning(Colour::Red), "no");
        let clash = Config::parse("[keys]\nhelp = \"q\"\nwhole = \"q\"\n", "c");
        let taken = Config::parse("[keys]\nhelp = \"q\"\n", "c");
        assert_eq!((taken.faults, taken.settings.keymap.keys(Action::Help)), (Vec::new(), vec!["q".to_owned()]));
        assert!(clash.faults[0].contains("the keys q are wanted by"), "{:?}", clash.faults);
        let broken = Config::parse("[keys\nquit = \n", "c");
        assert!(broken.faults[0].starts_with("c line 1: "), "{:?}", broken.faults);
    }

    #[test]
    fn what_is_no_string_in_a_list_is_named() {
        let config = Config::parse("[keys]\nmark = [\"H\", 3]\n[words.en]\nsay = [\"vibes\", true]\n", "c");
        assert_eq!(config.faults.len(), 2, "{:?}", config.faults);
        assert_eq!(config.settings.keymap.keys(Action::Mark), ["m"]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in any::<String>()) {
            for fault in Config::parse(&text, "c").faults {
                prop_assert!(!fault.chars().any(crate::text::clean::is_harmful));
            }
        }
    }
}
