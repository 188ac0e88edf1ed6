//! Which keys do what, where.

use super::action::{Action, Group, TABLE};
use super::key::Key;
use super::place::{Act, DERIVED, Place};
use super::place_keys::PlaceKeys;

/// The bindings in force: the table's, with the config's in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    reader: Vec<(Vec<Key>, Action)>,
    selecting: Vec<(Vec<Key>, Action)>,
    /// Those over the article.
    pub places: PlaceKeys,
}

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Reading.
    Reader,
    /// With a selection; keys that mean nothing there mean what they mean to the reader.
    Selecting,
}

/// What the keys pressed so far amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An action.
    Action(Action),
    /// The beginning of a longer sequence.
    Prefix,
    /// Nothing.
    Nothing,
}

/// Why a binding in the config cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no action of that name.
    UnknownAction(String),
    /// The keys cannot be read.
    UnreadableKeys(String, String),
    /// An action wants keys that another wants too, or that begin the other's, or begin with them.
    Clash(Wish, Wish),
    /// No key would be left that ends the program; the one given does.
    NoWayOut(String),
}

/// What ends a program in every terminal.
const END: Key = Key::control('c');

/// An action and the keys that are wanted for it, as they are shown.
pub type Wish = (&'static str, String);

impl Default for Keymap {
    fn default() -> Self {
        let mut map = Self { reader: Vec::new(), selecting: Vec::new(), places: PlaceKeys::default() };
        for entry in TABLE {
            for keys in entry.keys {
                map.bind(entry.action, Key::parse_sequence(keys).unwrap_or_default());
            }
        }
        map
    }
}

impl Keymap {
    /// The default bindings with those of the config: each action named there has the keys given
    /// there and no others, and takes them from actions that have them by default. Gives all faults at once; keys
    /// at fault are passed over, and an action that is left without any keeps its default.
    pub fn with(bindings: &[(String, Vec<String>)]) -> (Self, Vec<Fault>) {
        let (mut wanted, mut faults) = wanted(bindings);
        for (action, keys, fault) in clashes(&wanted) {
            for one in wanted.iter_mut().filter(|one| one.action == action) {
                one.keys.retain(|own| *own != keys);
                one.is_at_fault = one.keys.is_empty();
            }
            faults.push(fault);
        }
        wanted.retain(|one| !one.is_at_fault);
        let mut map = Self::default();
        for one in &wanted {
            map.rebind(one, &wanted);
        }
        if map.hint(Action::Quit).is_none() {
            map.reader.retain(|(keys, _)| keys.first() != Some(&END));
            map.bind(Action::Quit, vec![END]);
            faults.push(Fault::NoWayOut(END.to_string()));
        }
        (map, faults)
    }

    /// Gives an action its keys, and takes them from all that are not `wanted`.
    fn rebind(&mut self, one: &Wanted, wanted: &[Wanted]) {
        let is_wanted = |action: &Action| wanted.iter().any(|one| one.action == *action);
        let table = self.table(one.action);
        table.retain(|(keys, other)| {
            let meets = one.keys.iter().any(|own| begin_alike(own, keys));
            *other != one.action && (is_wanted(other) || !meets)
        });
        for keys in &one.keys {
            self.bind(one.action, keys.clone());
        }
    }

    fn table(&mut self, action: Action) -> &mut Vec<(Vec<Key>, Action)> {
        match context(action) {
            Context::Selecting => &mut self.selecting,
            Context::Reader => &mut self.reader,
        }
    }

    fn bind(&mut self, action: Action, keys: Vec<Key>) {
        if !keys.is_empty() {
            self.table(action).push((keys, action));
        }
    }

    /// What `keys`, pressed one after the other, do in `context`.
    pub fn find(&self, context: Context, keys: &[Key]) -> Found {
        let tables: &[&Vec<_>] = match context {
            Context::Reader => &[&self.reader],
            Context::Selecting => &[&self.selecting, &self.reader],
        };
        for table in tables {
            if let Some((_, action)) = table.iter().find(|(bound, _)| bound == keys) {
                return Found::Action(*action);
            }
            if table.iter().any(|(bound, _)| bound.starts_with(keys)) {
                return Found::Prefix;
            }
        }
        Found::Nothing
    }

    /// What a key does by itself to the reader: over the article there are no sequences.
    pub fn action(&self, key: Key) -> Option<Action> {
        match self.find(Context::Reader, &[key]) {
            Found::Action(action) => Some(action),
            Found::Prefix | Found::Nothing => None,
        }
    }

    /// Whether a key leaves what was begun: a selection, or, where it does nothing else, a search or a fetch.
    pub fn leaves(&self, key: Key) -> bool {
        self.find(Context::Selecting, &[key]) == Found::Action(Action::Leave)
    }

    /// The first key that does `action` by itself.
    pub fn key(&self, action: Action) -> Option<Key> {
        let mut bound = self.reader.iter().filter(|(_, other)| *other == action);
        bound.find_map(|(keys, _)| if let [key] = keys.as_slice() { Some(*key) } else { None })
    }

    /// What a key does in a place over the article: by the config, then by the keys that leave and take everywhere,
    /// then by the reader's own keys for what is done there too, then by the table.
    pub fn act(&self, place: Place, key: Key) -> Option<Act> {
        let given = self.places.given(place, key).filter(|act| !self.is_superseded(place, *act));
        let everywhere = given.filter(|act| matches!(act, Act::Leave | Act::Choose) && key.typed().is_none());
        self.places.own(place, key).or(everywhere).or_else(|| self.derived(place, key)).or(given)
    }

    /// The keys that do `act` in a place over the article, as they are shown; the first is the one hints show.
    pub fn act_keys(&self, place: Place, act: Act) -> Vec<String> {
        let derived = derived_from(place, act).filter(|_| !self.places.is_set(place, act));
        let mut keys: Vec<Key> = derived.filter_map(|action| self.key(action)).collect();
        // Of the ways out the one that holds everywhere is named first.
        let at = if act == Act::Leave { 0 } else { keys.len() };
        keys.splice(at..at, self.places.keys(place, act));
        let does = |key: &Key| self.act(place, *key) == Some(act);
        let mut shown: Vec<String> = Vec::new();
        for key in keys.into_iter().filter(does).map(|key| key.to_string()) {
            if !shown.contains(&key) {
                shown.push(key);
            }
        }
        shown
    }

    /// The key that hints show for `act`, if it has one.
    pub fn act_key(&self, place: Place, act: Act) -> Option<String> {
        self.act_keys(place, act).into_iter().next()
    }

    /// What a key of the reader's does over the article too, where the config does not bind that there.
    fn derived(&self, place: Place, key: Key) -> Option<Act> {
        let action = self.action(key)?;
        let derived = DERIVED.iter().find(|(at, _, one)| (*at, *one) == (place, action));
        derived.map(|(_, act, _)| *act).filter(|act| !self.places.is_set(place, *act))
    }

    /// Whether the reader has a key for what `act` does in the review, which then counts instead of the table's.
    fn is_superseded(&self, place: Place, act: Act) -> bool {
        use Act::{Accept, AcceptAll, Delete, Put, Redo, Undo};
        let is_change = matches!(act, Put | Accept | AcceptAll | Delete | Undo | Redo);
        place == Place::Review && is_change && derived_from(place, act).any(|action| self.key(action).is_some())
    }

    /// The keys bound to `action`, as they are shown; the first is the one hints show.
    pub fn keys(&self, action: Action) -> Vec<String> {
        let both = self.reader.iter().chain(&self.selecting);
        both.filter(|(_, other)| *other == action).map(|(keys, _)| Key::write_sequence(keys)).collect()
    }

    /// The first keys bound to `action`, which hints show.
    pub fn hint(&self, action: Action) -> Option<String> {
        let mut both = self.reader.iter().chain(&self.selecting);
        both.find(|(_, other)| *other == action).map(|(keys, _)| Key::write_sequence(keys))
    }

    /// The keys that messages name for `action`: the first that are bound to it, else its name.
    pub fn first(&self, action: Action) -> String {
        self.hint(action).unwrap_or_else(|| format!("the command {}", name(action)))
    }
}

/// Actions of the group "select" that belong to the reader.
const STARTS_SELECTING: [Action; 3] = [Action::SelectCharacters, Action::SelectWords, Action::SelectSentences];

/// Where the keys of an action are pressed.
fn context(action: Action) -> Context {
    let selects = action.entry().is_some_and(|entry| entry.group == Group::Select);
    if selects && !STARTS_SELECTING.contains(&action) { Context::Selecting } else { Context::Reader }
}

/// What the config wants for an action.
struct Wanted {
    action: Action,
    keys: Vec<Vec<Key>>,
    is_at_fault: bool,
}

/// What the config wants, and what of it cannot be read.
fn wanted(bindings: &[(String, Vec<String>)]) -> (Vec<Wanted>, Vec<Fault>) {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut faults = Vec::new();
    for (name, texts) in bindings {
        let Some(action) = Action::named(name) else {
            faults.push(Fault::UnknownAction(name.clone()));
            continue;
        };
        let mut keys = Vec::new();
        for text in texts {
            match Key::parse_sequence(text) {
                Some(sequence) => keys.push(sequence),
                None => faults.push(Fault::UnreadableKeys(name.clone(), text.clone())),
            }
        }
        let is_at_fault = keys.is_empty() && !texts.is_empty();
        wanted.retain(|one| one.action != action);
        wanted.push(Wanted { action, keys, is_at_fault });
    }
    (wanted, faults)
}

/// The keys that two actions cannot both have in one context, for each of the two.
fn clashes(wanted: &[Wanted]) -> Vec<(Action, Vec<Key>, Fault)> {
    let wish = |action: Action, keys: &[Key]| (name(action), Key::write_sequence(keys));
    let bound = || wanted.iter().flat_map(|one| one.keys.iter().map(|keys| (one.action, keys)));
    let clash = |(action, keys): (Action, &Vec<Key>)| {
        let meets = |(other, theirs): &(Action, &Vec<Key>)| {
            *other != action && context(*other) == context(action) && begin_alike(keys, theirs)
        };
        let (other, theirs) = bound().find(meets)?;
        Some((action, keys.clone(), Fault::Clash(wish(action, keys), wish(other, theirs))))
    };
    bound().filter_map(clash).collect()
}

/// Whether one of two sequences is the other, or its beginning: only one of them could be pressed.
fn begin_alike(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The reader's actions whose keys do `act` in a place too.
fn derived_from(place: Place, act: Act) -> impl Iterator<Item = Action> {
    DERIVED.iter().filter(move |(at, one, _)| (*at, *one) == (place, act)).map(|(.., action)| *action)
}

fn name(action: Action) -> &'static str {
    action.entry().map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_do_not_clash_and_each_action_can_be_reached() {
        let map = Keymap::default();
        let table = TABLE.iter().map(|entry| {
            let keys = entry.keys.iter().filter_map(|keys| Key::parse_sequence(keys)).collect();
            Wanted { action: entry.action, keys, is_at_fault: false }
        });
        assert!(clashes(&table.collect::<Vec<_>>()).is_empty());
        for entry in TABLE {
            assert!(!map.keys(entry.action).is_empty(), "{}", entry.name);
        }
        assert_eq!(map.find(Context::Reader, &[Key::char('g')]), Found::Prefix);
        assert_eq!(map.find(Context::Reader, &[Key::char('g'), Key::char('g')]), Found::Action(Action::ToStart));
        assert_eq!(map.find(Context::Selecting, &[Key::char('w')]), Found::Action(Action::WordForward));
        assert_eq!(map.find(Context::Selecting, &[Key::char('m')]), Found::Action(Action::Mark));
    }

    #[test]
    fn the_keys_that_the_readme_names_do_what_it_says() {
        let readme = include_str!("../../README.md");
        let map = Keymap::default();
        for (keys, names) in [
            ("j k J K", "next-sentence previous-sentence next-paragraph previous-paragraph"),
            ("gg G Ctrl-d Ctrl-u", "to-start to-end half-page-down half-page-up"),
            ("h l Tab 1 2 3", "pane-left pane-right next-pane pane-claims pane-analysis pane-take"),
            ("z w x", "zoom whole margin"),
            ("] [", "next-annotation previous-annotation"),
            ("v V < >", "select-characters select-sentences edge-left edge-right"),
            ("/ n N", "search next-hit previous-hit"),
            ("Enter gx gl Ctrl-o i", "follow open-link links back why"),
            ("m M a t s f c", "mark mark-with note tags assess forecast correct"),
            ("d u Ctrl-r R", "delete undo redo replace"),
            ("gr F5 gs", "review refresh save-again"),
            ("y Y e", "copy copy-citation export"),
            ("o L A S", "outline library notes all-notes"),
            (": ? q", "palette help quit"),
        ] {
            for (key, name) in keys.split(' ').zip(names.split(' ')) {
                let keys = Key::parse_sequence(key).unwrap();
                let action = Action::named(name).unwrap();
                assert_eq!(map.find(Context::Reader, &keys), Found::Action(action), "{key}");
                assert!(readme.contains(&format!("`{key}`")), "{key}");
            }
            assert_eq!(keys.split(' ').count(), names.split(' ').count());
        }
        for (key, name) in [("PgUp", "page-up"), ("PgDn", "page-down")] {
            assert_eq!(
                map.find(Context::Reader, &[Key::parse(key).unwrap()]),
                Found::Action(Action::named(name).unwrap())
            );
        }
    }

    #[test]
    fn the_config_rebinds_and_its_faults_are_all_named() {
        let keys = |name: &str, keys: &[&str]| (name.to_owned(), keys.iter().map(|k| (*k).to_owned()).collect());
        let (map, faults) = Keymap::with(&[
            keys("mark", &["Ctrl-m", "x y"]),
            keys("help", &["q"]),
            keys("mark_with", &["g"]),
            keys("whole", &["q"]),
            keys("fly", &["f"]),
            keys("note", &["Hyper-x"]),
        ]);
        assert_eq!(map.keys(Action::Mark), ["Ctrl-m", "xy"]);
        assert_eq!(map.keys(Action::Note), ["a"]);
        assert!(faults.contains(&Fault::UnknownAction("fly".to_owned())));
        assert!(faults.contains(&Fault::UnreadableKeys("note".to_owned(), "Hyper-x".to_owned())));
        // What the reader binds is taken from what has it by default.
        assert_eq!(map.keys(Action::ToStart), ["Home"]);
        assert_eq!(map.find(Context::Reader, &[Key::char('g')]), Found::Action(Action::MarkWith));
        // What two want neither gets; all else holds.
        let wish = |name| (name, "q".to_owned());
        assert_eq!(faults[2..], [Fault::Clash(wish("help"), wish("whole")), Fault::Clash(wish("whole"), wish("help"))]);
        let default = Keymap::default();
        for action in [Action::Help, Action::Whole, Action::Quit] {
            assert_eq!(map.keys(action), default.keys(action), "{action:?}");
        }
    }

    #[test]
    fn there_is_always_a_key_that_quits() {
        let keys = |name: &str, keys: &[&str]| (name.to_owned(), keys.iter().map(|k| (*k).to_owned()).collect());
        for taken in [vec![keys("quit", &[])], vec![keys("mark", &["q"]), keys("note", &["Ctrl-c", "F4"])]] {
            let (map, faults) = Keymap::with(&taken);
            assert_eq!(faults, [Fault::NoWayOut("Ctrl-c".to_owned())]);
            assert_eq!(map.find(Context::Reader, &[END]), Found::Action(Action::Quit));
        }
        let (map, faults) = Keymap::with(&[keys("mark", &["q"])]);
        assert_eq!((map.keys(Action::Quit), faults), (vec!["Ctrl-c".to_owned()], Vec::new()));
    }

    #[test]
    fn of_the_keys_of_an_action_only_those_that_clash_are_passed_over() {
        let keys = |name: &str, keys: &[&str]| (name.to_owned(), keys.iter().map(|k| (*k).to_owned()).collect());
        let (map, faults) = Keymap::with(&[
            keys("mark", &["H", "Zx"]),
            keys("help", &["Z", "F2"]),
            keys("note", &["Zx", "?"]),
            keys("word-forward", &["H"]),
        ]);
        let named: Vec<&str> =
            faults.iter().map(|fault| if let Fault::Clash((one, _), _) = fault { *one } else { "" }).collect();
        assert_eq!(named, ["mark", "help", "note"]);
        for (action, expected) in
            [(Action::Mark, "H"), (Action::Help, "F2"), (Action::Note, "?"), (Action::WordForward, "H")]
        {
            assert_eq!(map.keys(action), [expected], "{action:?}");
        }
        assert_eq!(
            map.find(Context::Reader, &[Key::char('Z')]),
            Keymap::default().find(Context::Reader, &[Key::char('Z')])
        );
    }
}
