//! The keys in the config: `[keys]` for reading, `[keys.menu]` and its like for what lies over the article.

use toml::{Table, Value};

use super::file::{Faults, quoted, strings};
use crate::app::action::Action;
use crate::app::keymap::{Fault, Keymap};
use crate::app::place::Place;
use crate::app::place_keys::{PlaceFault, PlaceKeys};

/// The keymap that `[keys]` makes.
pub(super) fn keymap(keys: Table, faults: &mut Faults) -> Keymap {
    let mut read = Read { faults, actions: Vec::new(), places: Vec::new() };
    for (name, value) in keys {
        read.entry(name, value);
    }
    read.keymap()
}

/// What was read of `[keys]`.
struct Read<'a> {
    faults: &'a mut Faults,
    actions: Vec<(String, Vec<String>)>,
    places: Vec<(Place, String, Vec<String>)>,
}

impl Read<'_> {
    fn entry(&mut self, name: String, value: Value) {
        match (Place::named(&name), value) {
            (Some(place), Value::Table(acts)) => {
                for (act, value) in acts {
                    let setting = format!("keys.{name}.{act}");
                    if let Some(keys) = self.keys(setting, &act, value) {
                        self.places.push((place, act, keys));
                    }
                }
            }
            (None, Value::Table(_)) => {
                let places = Place::ALL.map(Place::name).join(", ");
                let fault = format!("there is no place \"{}\" to bind keys in: {places}", quoted(&name));
                self.faults.push((format!("keys.{name}"), fault));
            }
            (Some(_), _) => {
                let fault = format!("{name} is a section: write [keys.{name}] on a line of its own");
                self.faults.push((format!("keys.{name}"), fault));
            }
            (None, value) => {
                if let Some(keys) = self.keys(format!("keys.{name}"), &name, value) {
                    self.actions.push((name, keys));
                }
            }
        }
    }

    fn keys(&mut self, setting: String, name: &str, value: Value) -> Option<Vec<String>> {
        let keys = strings(value);
        if keys.is_none() {
            let fault = format!("keys of \"{}\" want a string or a list of strings", quoted(name));
            self.faults.push((setting, fault));
        }
        keys
    }

    fn keymap(self) -> Keymap {
        let (mut keymap, found) = Keymap::with(&self.actions);
        self.faults.extend(found.into_iter().map(|fault| told(fault, &self.actions)));
        let (places, found) = PlaceKeys::with(&self.places);
        self.faults.extend(found.into_iter().map(|fault| told_of_place(fault, &self.places)));
        keymap.places = places;
        keymap
    }
}

/// A fault with the setting it is about.
fn told(fault: Fault, actions: &[(String, Vec<String>)]) -> (String, String) {
    match fault {
        Fault::UnknownAction(name) => {
            (format!("keys.{name}"), format!("there is no action \"{}\" to bind keys to", quoted(&name)))
        }
        Fault::UnreadableKeys(name, keys) => {
            (format!("keys.{name}"), format!("\"{}\" for {} are no keys", quoted(&keys), quoted(&name)))
        }
        Fault::NoWayOut(key) => ("keys.quit".to_owned(), format!("no key would quit, so {key} does")),
        Fault::Clash((one, keys), (other, theirs)) => {
            // As the file writes the name.
            let is_it = |(name, _): &&(String, Vec<String>)| Action::named(name) == Action::named(one);
            let written = actions.iter().rev().find(is_it).map_or(one, |(name, _)| name);
            let why = if keys == theirs {
                format!("the keys {keys} are wanted by {one} and {other}")
            } else {
                format!("the keys {keys} of {one} and {theirs} of {other} begin alike")
            };
            (format!("keys.{written}"), why)
        }
    }
}

/// A fault of a place with the setting it is about.
fn told_of_place(fault: PlaceFault, places: &[(Place, String, Vec<String>)]) -> (String, String) {
    let (place, name, why) = match fault {
        PlaceFault::UnknownAct(place, name) => {
            let why = format!("there is nothing called \"{}\" in [keys.{}]", quoted(&name), place.name());
            (place, name, why)
        }
        PlaceFault::UnreadableKey(place, name, key) => {
            let why = format!("\"{}\" for {} is no single key", quoted(&key), quoted(&name));
            (place, name, why)
        }
        PlaceFault::TypesText(place, name, key) => {
            let why = format!("\"{}\" for {} types a letter there: take a key with Ctrl- or Alt-", quoted(&key), name);
            (place, name, why)
        }
        PlaceFault::NoWayOut(place, name) => {
            let why = format!("no key would leave [keys.{}], so the default ones do", place.name());
            (place, name, why)
        }
        PlaceFault::NoLetter(place, name, key) => {
            let why = format!("\"{}\" for {name} is no letter or digit", quoted(&key));
            (place, name, why)
        }
        PlaceFault::Clash(place, key, one, other) => {
            let why = format!("the key {key} is wanted by {one} and {other} in [keys.{}]", place.name());
            (place, one.to_owned(), why)
        }
    };
    // As the file writes the name.
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '_'], "-");
    let is_it = |(at, written, _): &&(Place, String, Vec<String>)| *at == place && plain(written) == plain(&name);
    let written = places.iter().find(is_it).map_or(name.as_str(), |(_, written, _)| written);
    (format!("keys.{}.{written}", place.name()), why)
}

#[cfg(test)]
mod tests {
    use crate::app::action::Action;
    use crate::app::key::Key;
    use crate::app::place::{Act, Place};
    use crate::config::file::Config;

    #[test]
    fn keys_of_places_stand_in_sections_of_their_own() {
        let text = "[keys]\nreview = \"gR\"\n[keys.editor]\nsave = [\"F2\", \"Alt-s\"]\n[keys.list]\nnext = \"Ctrl-x\"\n\
                    [keys.menu]\nsupported = \"1\"\nleave = \"Ctrl-g\"\n";
        let config = Config::parse(text, "c");
        assert_eq!(config.faults, [""; 0]);
        let keymap = config.settings.keymap;
        assert_eq!(keymap.keys(Action::Review), ["gR"]);
        assert_eq!(keymap.act_keys(Place::Editor, Act::Save), ["F2", "Alt-s"]);
        assert_eq!(keymap.act(Place::List, Key::control('x')), Some(Act::Next));
        assert_eq!(keymap.act_keys(Place::Menu, Act::Leave), ["Ctrl-g"]);
        assert_eq!(keymap.places.letters("supported"), ['1']);
        // Another place keeps its keys.
        assert_eq!(keymap.act_keys(Place::Prompt, Act::Leave), ["Esc", "Ctrl-c"]);
    }

    #[test]
    fn what_cannot_be_bound_is_told_with_its_line() {
        for (text, line, words) in [
            ("[keys.editor]\nfly = \"F2\"\n", 2, "there is nothing called \"fly\" in [keys.editor]"),
            ("[keys.editor]\nsave = \"s\"\n", 2, "types a letter there"),
            ("[keys.page]\nnext = \"gg\"\n", 2, "\"gg\" for next is no single key"),
            ("[keys.list]\nleave = \"q\"\n", 2, "no key would leave [keys.list]"),
            ("[keys.menu]\nrefuted = \"s\"\n", 2, "the key s is wanted by refuted and supported"),
            ("[keys.menu]\nno-mark = \"k\"\n", 2, "the letter k is yellow's"),
            ("[keys.menu]\nvoid = \"F2\"\n", 2, "\"F2\" for void is no letter"),
            ("[keys.tree]\nnext = \"j\"\n", 1, "there is no place \"tree\""),
            ("[keys.page]\nnext = 3\n", 2, "want a string or a list of strings"),
            ("[keys]\neditor = \"F2\"\n", 2, "write [keys.editor] on a line of its own"),
        ] {
            let config = Config::parse(text, "c");
            let [fault] = config.faults.as_slice() else { panic!("{text}: {:?}", config.faults) };
            assert!(fault.starts_with(&format!("c line {line}: ")), "{text}: {fault}");
            assert!(fault.contains(words), "{text}: {fault}");
        }
    }

    #[test]
    fn two_that_clash_are_told_with_the_line_of_each_and_all_else_holds() {
        for (text, names, wanted) in [
            ("[keys.editor]\nsave = \"F2\"\nleave = \"F2\"\n", ["save", "leave"], "the key F2 is wanted by"),
            ("[keys.prompt]\nnext_hit = \"F2\"\nchoose = \"F2\"\n", ["next-hit", "choose"], "the key F2 is wanted by"),
            ("[keys]\nmark_with = \"F2\"\nhelp = \"F2\"\n", ["mark-with", "help"], "the keys F2 are wanted by"),
            ("[keys.menu]\nrefuted = \"1\"\nmixed = \"1\"\n", ["refuted", "mixed"], "the key 1 is wanted by"),
        ] {
            let config = Config::parse(&format!("{text}[keys.page]\nnext = \"F5\"\n"), "c");
            let [one, other] = names;
            for (fault, (line, named)) in
                config.faults.iter().zip([(2, format!("{one} and {other}")), (3, format!("{other} and {one}"))])
            {
                assert!(fault.starts_with(&format!("c line {line}: {wanted} {named}")), "{text}: {fault}");
            }
            assert_eq!(config.faults.len(), 2, "{:?}", config.faults);
            assert_eq!(config.settings.keymap.act_keys(Place::Page, Act::Next)[0], "F5");
        }
        let config = Config::parse("[keys]\nmark = \"Zm\"\nnote = \"Z\"\nhelp = \"H\"\n", "c");
        let said = "the keys Zm of mark and Z of note begin alike; it is passed over";
        assert!(config.faults.contains(&format!("c line 2: {said}")), "{:?}", config.faults);
        let keys = |action| config.settings.keymap.keys(action);
        assert_eq!(
            (keys(Action::Mark), keys(Action::Note), keys(Action::Help)),
            (vec!["m".to_owned()], vec!["a".to_owned()], vec!["H".to_owned()])
        );
    }
}
