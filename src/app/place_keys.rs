//! Which keys do what over the article: those of the tables, with the config's in their place.

use super::key::{Code, Key};
use super::place::{Act, EDITS, LETTERS, Place};

/// What the config binds over the article; all else is as the tables have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceKeys {
    own: Vec<Bound>,
    /// Acts that the config binds: they have the keys given there and no others.
    set: Vec<(Place, Act)>,
    /// Letters of choices in menus that the config gives.
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
    /// A choice in a menu wants one letter.
    NoLetter(Place, String, String),
    /// Two want the same key; it stands under the second.
    Clash(Place, String, &'static str, &'static str),
}

impl PlaceKeys {
    /// The default bindings with those of the config, each a place, a name there and its keys: what is named there has
    /// those keys and no others, and takes them from what has them by default. Gives all faults at once; what is at
    /// fault keeps its default.
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
        faults.extend(keys.way_out());
        faults.extend(keys.letter_clashes());
        for place in Place::ALL {
            let clashes = keys.clashes(place);
            if !clashes.is_empty() {
                // With two on one key one of them could not be reached: then the defaults hold there.
                keys.reset(place);
                faults.extend(clashes);
            }
        }
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

    /// The letter of a choice in a menu, by its name.
    pub fn letter(&self, name: &str) -> char {
        let own = self.letters.iter().find(|(own, _)| *own == name).map(|(_, letter)| *letter);
        let given = || LETTERS.iter().flat_map(|menu| menu.iter()).find(|(given, _)| *given == name);
        own.or_else(|| given().map(|(_, letter)| *letter)).unwrap_or(' ')
    }

    /// Gives a choice the letter back that it has by default.
    pub fn reset_letter(&mut self, name: &str) {
        self.letters.retain(|(own, _)| *own != name);
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
        match texts {
            [text] if letter(text).is_some() => self.letters.extend(letter(text).map(|letter| (name, letter))),
            _ => faults.push(PlaceFault::NoLetter(Place::Menu, name.to_owned(), texts.join(" "))),
        }
    }

    /// Every place can be left: where no key would, it has its defaults.
    fn way_out(&mut self) -> Vec<PlaceFault> {
        let closed = |keys: &Self, place: &Place| {
            // A letter is no way out where it may be typed, or be a choice's.
            let has_letters = place.takes_text() || *place == Place::Menu;
            !keys.keys(*place, Act::Leave).into_iter().any(|key| key.typed().is_none() || !has_letters)
        };
        let closed: Vec<Place> = Place::ALL.into_iter().filter(|place| closed(self, place)).collect();
        let fault = |place| {
            self.reset(place);
            PlaceFault::NoWayOut(place, "leave".to_owned())
        };
        closed.into_iter().map(fault).collect()
    }

    fn clashes(&self, place: Place) -> Vec<PlaceFault> {
        let own: Vec<_> = self.own.iter().filter(|(at, ..)| *at == place).collect();
        let mut faults = Vec::new();
        for (nth, (_, key, act)) in own.iter().enumerate() {
            let other = own.iter().take(nth).find(|(_, other, one)| other == key && one != act);
            if let Some((.., other)) = other {
                faults.push(PlaceFault::Clash(place, key.to_string(), name(place, *other), name(place, *act)));
            }
        }
        faults
    }

    fn letter_clashes(&mut self) -> Vec<PlaceFault> {
        let mut faults = Vec::new();
        for menu in LETTERS {
            let before = faults.len();
            let letters: Vec<_> = menu.iter().map(|(name, _)| (*name, self.letter(name))).collect();
            for (nth, (name, letter)) in letters.iter().enumerate() {
                let other = letters.iter().take(nth).find(|(_, other)| other == letter);
                if let Some((other, _)) = other {
                    // It stands where the config gives it.
                    let is_own = self.letters.iter().any(|(own, _)| own == name);
                    let (other, name) = if is_own { (*other, *name) } else { (*name, *other) };
                    faults.push(PlaceFault::Clash(Place::Menu, letter.to_string(), other, name));
                }
            }
            if faults.len() > before {
                self.letters.retain(|(own, _)| !menu.iter().any(|(name, _)| name == own));
            }
        }
        faults
    }

    fn reset(&mut self, place: Place) {
        self.own.retain(|(at, ..)| *at != place);
        self.set.retain(|(at, _)| *at != place);
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
        assert_eq!((keys.letter("supported"), keys.letter("refuted")), ('1', 'r'));
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
                PlaceFault::NoWayOut(Place::Prompt, "leave".to_owned()),
                PlaceFault::Clash(Place::Menu, "r".to_owned(), "refuted", "supported"),
                PlaceFault::Clash(Place::Page, "n".to_owned(), "next", "previous"),
            ]
        );
        assert_eq!(keys, PlaceKeys::default());
    }
}
