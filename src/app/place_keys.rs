//! Which keys do what over the article: those of the tables, with the config's in their place.

use super::key::{Code, Key};
use super::place::{Act, EDITS, LETTERS, Place};

/// What the config binds over the article; all else is as the tables have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceKeys {
    own: Vec<Bound>,
    /// Acts that the config binds: they have the keys given there and no others.
    set: Vec<(Place, Act)>,
    /// Letters of choices in menus that the config gives; a choice may have several.
    letters: Vec<(&'static str, char)>,
}

/// One key of a place, and what it does there.
type Bound = (Place, Key, Act);

/// Why a binding in the config cannot be used; each with the place and the name that it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    /// There is nothing of that name there.
    UnknownAct(Place, String),
    /// These are no key.
    UnreadableKey(Place, String, String),
    /// The key types a letter there.
    TypesText(Place, String, String),
    /// Nothing would leave the place.
    NoWayOut(Place, String),
    /// A choice in a menu wants letters or digits.
    NoLetter(Place, String, String),
    /// Two want the same key: the one that it stands under, and another.
    Clash(Place, String, &'static str, &'static str),
}

impl PlaceKeys {
    /// The default bindings with those of the config, each a place, a name there and its keys: what is named there has
    /// those keys and no others, and takes them from what has them by default. Gives all faults at once; keys at fault
    /// are passed over, and what is left without any keeps its default.
    pub fn with(bindings: &[(Place, String, Vec<String>)]) -> (Self, Vec<PlaceFault>) {
        let mut keys = Self::default();
        let mut faults = Vec::new();
        for (place, name, texts) in bindings {
            let choice = choice(name).filter(|_| *place == Place::Menu);
            match (choice, place.act(name)) {
                (Some(choice), _) => keys.give_letter(choice, texts, &mut faults),
                (None, Some(act)) => keys.bind(*place, act, (name, texts), &mut faults),
                (None, None) => faults.push(PlaceFault::UnknownAct(*place, name.clone())),
            }
        }
        faults.extend(keys.letter_clashes());
        faults.extend(keys.clashes());
        faults.extend(keys.way_out());
        (keys, faults)
    }

    /// What the config binds the key to there.
    pub fn own(&self, place: Place, key: Key) -> Option<Act> {
        self.own.iter().find(|(at, one, _)| (*at, *one) == (place, key)).map(|(.., act)| *act)
    }

    /// What the key does there by the tables, where the config left it.
    pub fn given(&self, place: Place, key: Key) -> Option<Act> {
        // A key that means nothing with Control or Alt means there what it means by itself, unless it is a letter.
        let bare = Key { control: false, alt: false, ..key };
        let is_letter = matches!(key.code, Code::Char(_));
        self.table(place, key).or_else(|| self.table(place, bare).filter(|_| !is_letter))
    }

    /// Whether the config says which keys do `act` there.
    pub fn is_set(&self, place: Place, act: Act) -> bool {
        self.set.contains(&(place, act))
    }

    /// The keys that are bound to `act` there: the config's, else those of the tables that it left.
    pub fn keys(&self, place: Place, act: Act) -> Vec<Key> {
        if self.is_set(place, act) {
            let own = self.own.iter().filter(|(at, _, one)| (*at, *one) == (place, act));
            return own.map(|(_, key, _)| *key).collect();
        }
        let rows = place.rows().filter(|row| row.act == act);
        let given = rows.flat_map(|row| row.keys).filter_map(|key| Key::parse(key));
        given.filter(|key| self.own(place, *key).is_none() && self.table(place, *key) == Some(act)).collect()
    }

    /// The letters of a choice in a menu, by its name; the first is the one that shows.
    pub fn letters(&self, name: &str) -> Vec<char> {
        let of = |letters: &[(&'static str, char)]| -> Vec<char> {
            letters.iter().filter(|(choice, _)| *choice == name).map(|(_, letter)| *letter).collect()
        };
        let own = of(&self.letters);
        if own.is_empty() { LETTERS.iter().flat_map(|menu| of(menu)).collect() } else { own }
    }

    /// Takes a letter from a choice that the config gave it; one that is left without any has its default.
    pub fn take_letter(&mut self, name: &str, letter: char) {
        self.letters.retain(|own| *own != (name, letter));
    }

    fn bind(&mut self, place: Place, act: Act, (name, texts): (&str, &[String]), faults: &mut Vec<PlaceFault>) {
        let mut keys = Vec::new();
        for text in texts {
            let key = Key::parse(text.trim());
            match key {
                Some(key) if key.typed().is_some() && matches!(place, Place::Editor | Place::Prompt) => {
                    faults.push(PlaceFault::TypesText(place, name.to_owned(), text.clone()));
                }
                Some(key) => keys.push(key),
                None => faults.push(PlaceFault::UnreadableKey(place, name.to_owned(), text.clone())),
            }
        }
        if keys.is_empty() && !texts.is_empty() {
            return;
        }
        self.own.extend(keys.into_iter().map(|key| (place, key, act)));
        self.set.push((place, act));
    }

    fn give_letter(&mut self, name: &'static str, texts: &[String], faults: &mut Vec<PlaceFault>) {
        let letter =
            |text: &str| Key::parse(text.trim()).and_then(Key::typed).filter(|letter| letter.is_alphanumeric());
        if texts.is_empty() {
            faults.push(PlaceFault::NoLetter(Place::Menu, name.to_owned(), String::new()));
        }
        for text in texts {
            match letter(text) {
                Some(letter) => self.letters.push((name, letter)),
                None => faults.push(PlaceFault::NoLetter(Place::Menu, name.to_owned(), text.clone())),
            }
        }
    }

    /// Every place can be left: where no key would, leaving has its default keys, and where something else has those,
    /// all of the place has its defaults.
    fn way_out(&mut self) -> Vec<PlaceFault> {
        let mut faults = Vec::new();
        for place in Place::ALL {
            if self.can_be_left(place) {
                continue;
            }
            self.reset(place, |act| act == Act::Leave);
            if !self.can_be_left(place) {
                self.reset(place, |_| true);
            }
            faults.push(PlaceFault::NoWayOut(place, "leave".to_owned()));
        }
        faults
    }

    fn can_be_left(&self, place: Place) -> bool {
        // A letter is no way out where it may be typed, or be a choice's.
        let has_letters = place.takes_text() || place == Place::Menu;
        self.keys(place, Act::Leave).into_iter().any(|key| key.typed().is_none() || !has_letters)
    }

    /// Takes away the keys of which one of two acts could not be reached.
    fn clashes(&mut self) -> Vec<PlaceFault> {
        let own = self.own.clone();
        let other = |(place, key, act): &Bound| {
            own.iter().find(|(at, one, other)| (at, one) == (place, key) && other != act).map(|(.., other)| *other)
        };
        let clash = |bound: &Bound| {
            let (place, key, act) = *bound;
            Some(PlaceFault::Clash(place, key.to_string(), name(place, act), name(place, other(bound)?)))
        };
        self.own.retain(|bound| other(bound).is_none());
        let left = &self.own;
        let is_bound =
            |(place, act): &(Place, Act), among: &[Bound]| among.iter().any(|(at, _, one)| (at, one) == (place, act));
        self.set.retain(|act| is_bound(act, left) || !is_bound(act, &own));
        own.iter().filter_map(clash).collect()
    }

    /// Takes away the letters that another choice of the menu has, until none has: by default each has its own.
    fn letter_clashes(&mut self) -> Vec<PlaceFault> {
        let mut faults = Vec::new();
        for menu in LETTERS {
            loop {
                let taken = |(name, letter): &(&'static str, char)| {
                    let (other, _) =
                        menu.iter().find(|(other, _)| other != name && self.letters(other).contains(letter))?;
                    Some((*name, *letter, *other))
                };
                let is_here = |(name, _): &&(&'static str, char)| menu.iter().any(|(choice, _)| choice == name);
                let clashes: Vec<_> = self.letters.iter().filter(is_here).filter_map(taken).collect();
                if clashes.is_empty() {
                    break;
                }
                for (name, letter, other) in clashes {
                    self.take_letter(name, letter);
                    faults.push(PlaceFault::Clash(Place::Menu, letter.to_string(), name, other));
                }
            }
        }
        faults
    }

    /// Gives acts of a place their defaults back.
    fn reset(&mut self, place: Place, is_meant: impl Fn(Act) -> bool) {
        self.own.retain(|(at, _, act)| *at != place || !is_meant(*act));
        self.set.retain(|(at, act)| *at != place || !is_meant(*act));
    }

    /// What the tables bind the key to there; the acts of the place come before those on the text.
    fn table(&self, place: Place, key: Key) -> Option<Act> {
        let left = place.rows().filter(|row| !self.is_set(place, row.act));
        let mut bound = left.filter(|row| row.keys.iter().any(|one| Key::parse(one) == Some(key)));
        bound.next().map(|row| row.act)
    }
}

/// The name of a choice in a menu, as the tables have it.
fn choice(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace([' ', '_'], "-");
    LETTERS.iter().flat_map(|menu| menu.iter()).find(|(choice, _)| *choice == name).map(|(choice, _)| *choice)
}

fn name(place: Place, act: Act) -> &'static str {
    place.rows().chain(EDITS).find(|row| row.act == act).map_or("", |row| row.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::editor::Edit;

    fn with(bindings: &[(Place, &str, &[&str])]) -> (PlaceKeys, Vec<PlaceFault>) {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let bindings: Vec<_> =
            bindings.iter().map(|(place, name, keys)| (*place, (*name).to_owned(), owned(keys))).collect();
        PlaceKeys::with(&bindings)
    }

    #[test]
    fn a_place_keeps_its_own_keys_from_the_text() {
        let keys = PlaceKeys::default();
        let given = |place, key| keys.given(place, Key::parse(key).unwrap());
        assert_eq!(given(Place::Editor, "Enter"), Some(Act::Edit(Edit::NewLine)));
        assert_eq!(given(Place::Prompt, "Enter"), Some(Act::Choose));
        assert_eq!(given(Place::List, "Ctrl-k"), Some(Act::Previous));
        assert_eq!(given(Place::Editor, "Ctrl-k"), Some(Act::Edit(Edit::EraseToEnd)));
        // With a modifier it means nothing, so it is the key.
        assert_eq!((given(Place::Editor, "Ctrl-Up"), given(Place::Menu, "Alt-n")), (Some(Act::Edit(Edit::Up)), None));
    }

    #[test]
    fn the_config_rebinds_a_place_and_no_other() {
        let (keys, faults) = with(&[(Place::Editor, "save", &["F2", "Ctrl-w"]), (Place::Menu, "supported", &["1"])]);
        assert_eq!(faults, []);
        assert_eq!(keys.own(Place::Editor, Key::control('w')), Some(Act::Save));
        assert_eq!(keys.given(Place::Editor, Key::control('s')), None);
        assert_eq!(keys.given(Place::Prompt, Key::control('w')), Some(Act::Edit(Edit::EraseWord)));
        assert_eq!((keys.letters("supported"), keys.letters("refuted")), (vec!['1'], vec!['r']));
    }

    #[test]
    fn what_cannot_be_bound_is_named_and_the_default_stays() {
        let (keys, faults) = with(&[
            (Place::Editor, "fly", &["F2"]),
            (Place::Editor, "save", &["s"]),
            (Place::List, "next", &["Hyper-x"]),
            (Place::Prompt, "leave", &[]),
            (Place::Page, "next", &["n"]),
            (Place::Page, "previous", &["n"]),
            (Place::Menu, "supported", &["r"]),
            (Place::Menu, "wording", &["Ctrl-w"]),
        ]);
        assert_eq!(
            faults,
            [
                PlaceFault::UnknownAct(Place::Editor, "fly".to_owned()),
                PlaceFault::TypesText(Place::Editor, "save".to_owned(), "s".to_owned()),
                PlaceFault::UnreadableKey(Place::List, "next".to_owned(), "Hyper-x".to_owned()),
                PlaceFault::NoLetter(Place::Menu, "wording".to_owned(), "Ctrl-w".to_owned()),
                PlaceFault::Clash(Place::Menu, "r".to_owned(), "supported", "refuted"),
                PlaceFault::Clash(Place::Page, "n".to_owned(), "next", "previous"),
                PlaceFault::Clash(Place::Page, "n".to_owned(), "previous", "next"),
                PlaceFault::NoWayOut(Place::Prompt, "leave".to_owned()),
            ]
        );
        assert_eq!(keys, PlaceKeys::default());
    }

    #[test]
    fn only_what_clashes_falls_back() {
        let (keys, faults) = with(&[
            (Place::List, "next", &["F2", "F3"]),
            (Place::List, "previous", &["F2"]),
            (Place::List, "page-down", &["F5"]),
            (Place::Page, "leave", &["n"]),
            (Place::Page, "next", &["F6"]),
            (Place::Prompt, "leave", &[]),
            (Place::Prompt, "choose", &["Esc", "Ctrl-c"]),
            (Place::Menu, "leave", &["q"]),
            (Place::Menu, "choose", &["F7"]),
        ]);
        let clash = |name, other| PlaceFault::Clash(Place::List, "F2".to_owned(), name, other);
        let no_way_out = [Place::Prompt, Place::Menu].map(|place| PlaceFault::NoWayOut(place, "leave".to_owned()));
        assert_eq!(faults[..2], [clash("next", "previous"), clash("previous", "next")]);
        assert_eq!(faults[2..].iter().filter(|fault| no_way_out.contains(fault)).count(), 2, "{faults:?}");
        assert_eq!(faults.len(), 4);
        let shown = |place, act| keys.keys(place, act).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            (shown(Place::List, Act::Next), shown(Place::List, Act::PageDown)),
            (vec!["F3".to_owned()], vec!["F5".to_owned()])
        );
        assert_eq!(keys.keys(Place::List, Act::Previous), PlaceKeys::default().keys(Place::List, Act::Previous));
        assert_eq!(
            (shown(Place::Page, Act::Leave), shown(Place::Page, Act::Next)),
            (vec!["n".to_owned()], vec!["F6".to_owned()])
        );
        // The way out of the prompt was something else's; that of the menu is there again beside what else was bound.
        assert_eq!(keys.keys(Place::Prompt, Act::Choose), PlaceKeys::default().keys(Place::Prompt, Act::Choose));
        assert_eq!(shown(Place::Menu, Act::Choose), ["F7"]);
        assert_eq!(keys.keys(Place::Menu, Act::Leave), PlaceKeys::default().keys(Place::Menu, Act::Leave));
    }

    #[test]
    fn a_choice_may_have_several_letters_but_none_of_anothers() {
        let (keys, faults) = with(&[
            (Place::Menu, "supported", &["1", "y", "r"]),
            (Place::Menu, "refuted", &["u"]),
            (Place::Menu, "yes", &["1"]),
        ]);
        assert_eq!(keys.letters("supported"), ['1', 'y']);
        assert_eq!((keys.letters("refuted"), keys.letters("yes")), (vec!['r'], vec!['1']));
        let clash = |letter: &str, name, other| PlaceFault::Clash(Place::Menu, letter.to_owned(), name, other);
        assert_eq!(faults, [clash("u", "refuted", "unproven"), clash("r", "supported", "refuted")]);
    }
}
