//! What keys do over the article: in the note editor, in prompts, lists, menus, pages and the review. One table per
//! kind of thing: bindings, hints, help and config come from them.

use super::action::Action;
use super::editor::Edit;

/// Where a key is pressed, over the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A note being written.
    Editor,
    /// A line being typed.
    Prompt,
    /// A list to choose from, narrowed by typing.
    List,
    /// A few choices, each a letter away.
    Menu,
    /// Text to read: why, help.
    Page,
    /// What an edit of the article did to the annotations.
    Review,
}

impl Place {
    /// All places, in the order of the help.
    pub const ALL: [Self; 6] = [Self::Editor, Self::Prompt, Self::List, Self::Menu, Self::Page, Self::Review];

    /// Its name in the config, under `keys`. None is the name of an action, which has its keys there too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Prompt => "prompt",
            Self::List => "list",
            Self::Menu => "menu",
            Self::Page => "page",
            Self::Review => "reviewing",
        }
    }

    /// The place of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }

    /// Its heading in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Editor => "While writing a note",
            Self::Prompt => "While typing a line",
            Self::List => "In lists",
            Self::Menu => "In menus",
            Self::Page => "In a text such as this",
            Self::Review => "While reviewing an edited article",
        }
    }

    /// Whether text is typed there: always, or, in lists, from the first letter on.
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Editor | Self::Prompt | Self::List)
    }

    /// What can be done there: its own acts, then, where text is typed, those on the text.
    pub fn rows(self) -> impl Iterator<Item = &'static Row> {
        let edits = EDITS.iter().filter(move |row| match row.act {
            Act::Edit(edit) if edit.wants_lines() => self == Self::Editor,
            _ => self.takes_text(),
        });
        TABLE.iter().filter(move |(place, _)| *place == self).map(|(_, row)| row).chain(edits)
    }

    /// The act of that name there; blanks and underscores do for hyphens.
    pub fn act(self, name: &str) -> Option<Act> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        self.rows().find(|row| row.name == name).map(|row| row.act)
    }
}

/// What a key does over the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Back to what lies below.
    Leave,
    /// Take what is chosen, or the line as it was typed.
    Choose,
    /// Say what the keys do.
    Help,
    /// Down by one: a row, a line.
    Next,
    /// Up by one.
    Previous,
    /// Down by a page.
    PageDown,
    /// Up by a page.
    PageUp,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Save the note.
    Save,
    /// Write it in an editor of the reader's own.
    External,
    /// The next hit of the words that are typed.
    NextHit,
    /// The hit before.
    PreviousHit,
    /// Go where the annotation stands, or where to look for its place.
    Go,
    /// Put it on the sentence or selection.
    Put,
    /// Accept its new place.
    Accept,
    /// Accept all new places.
    AcceptAll,
    /// Delete it.
    Delete,
    /// Undo the last change.
    Undo,
    /// Redo what was undone.
    Redo,
    /// Change the text that is typed, or move in it.
    Edit(Edit),
}

/// What stands in a table for one act.
#[derive(Debug)]
pub struct Row {
    /// The act.
    pub act: Act,
    /// Its name in the config.
    pub name: &'static str,
    /// The keys it is bound to unless the config says otherwise.
    pub keys: &'static [&'static str],
    /// What it does, in a sentence without its full stop.
    pub sentence: &'static str,
}

macro_rules! table {
    ($($place:ident { $($act:ident $name:literal [$($key:literal)*] $sentence:literal;)* })*) => {
        /// What is done in each place, in the order of the help.
        const TABLE: &[(Place, Row)] = &[$($((Place::$place, Row {
            act: Act::$act, name: $name, keys: &[$($key),*], sentence: $sentence,
        }),)*)*];
    };
}

table! {
    Editor {
    Save "save" ["Ctrl-s"] "save the note";
    Leave "leave" ["Esc" "Ctrl-c"] "leave; what you typed stays as a draft";
    External "external" ["Ctrl-e"] "write in $VISUAL or $EDITOR";
    Help "help" ["F1"] "this help";
    }
    Prompt {
    Choose "choose" ["Enter"] "take the line";
    Leave "leave" ["Esc" "Ctrl-c"] "back";
    NextHit "next-hit" ["Ctrl-n"] "in a search, the next hit";
    PreviousHit "previous-hit" ["Ctrl-p"] "in a search, the previous hit";
    Help "help" ["F1"] "this help";
    }
    List {
    Next "next" ["Down" "Tab" "Ctrl-n" "Ctrl-j"] "choose the next";
    Previous "previous" ["Up" "Shift-Tab" "Ctrl-p" "Ctrl-k"] "choose the previous";
    PageDown "page-down" ["PgDn"] "a page down";
    PageUp "page-up" ["PgUp"] "a page up";
    First "first" ["Home"] "choose the first; to the start of what is typed";
    Last "last" ["End"] "choose the last; to the end of what is typed";
    Choose "choose" ["Enter"] "take it";
    Leave "leave" ["Esc" "Ctrl-c" "q"] "back; a letter where nothing is typed yet, and not in the commands";
    Help "help" ["F1" "?"] "this help; a sign where nothing is typed yet";
    }
    Menu {
    Next "next" ["Down" "Tab" "Ctrl-n"] "choose the next";
    Previous "previous" ["Up" "Shift-Tab" "Ctrl-p"] "choose the previous";
    Choose "choose" ["Enter"] "take it; a letter takes its choice";
    Leave "leave" ["Esc" "Ctrl-c" "q"] "back; a letter where no choice has it";
    Help "help" ["F1" "?"] "this help";
    }
    Page {
    Next "next" ["j" "Down"] "a line down";
    Previous "previous" ["k" "Up"] "a line up";
    PageDown "page-down" ["Space" "PgDn"] "a page down";
    PageUp "page-up" ["PgUp"] "a page up";
    First "first" ["g" "Home"] "to the start";
    Last "last" ["G" "End"] "to the end";
    Leave "leave" ["Esc" "Enter" "Ctrl-c" "q"] "back";
    }
    Review {
    Next "next" ["j" "Down" "n" "Tab"] "choose the next";
    Previous "previous" ["k" "Up" "p" "Shift-Tab"] "choose the previous";
    First "first" ["Home"] "choose the first";
    Last "last" ["End"] "choose the last";
    Choose "choose" ["Enter"] "go there; where one is to be put on a sentence, put it there";
    Go "go" ["g"] "go there, to find the sentence it belongs on";
    Put "put" ["R"] "put it on the sentence or selection that the cursor is on";
    Accept "accept" ["a"] "accept its new place";
    AcceptAll "accept-all" ["A"] "accept all new places";
    Delete "delete" ["d"] "delete it; it goes to the trash";
    Undo "undo" ["u"] "undo";
    Redo "redo" ["Ctrl-r"] "redo";
    PageDown "page-down" ["PgDn" "Ctrl-d"] "scroll the passages down";
    PageUp "page-up" ["PgUp" "Ctrl-u"] "scroll the passages up";
    Leave "leave" ["Esc" "Ctrl-c"] "back";
    Help "help" ["F1" "?"] "this help";
    }
}

macro_rules! edits {
    ($($edit:ident $name:literal [$($key:literal)*] $sentence:literal;)*) => {
        /// What is done to the text wherever text is typed, as far as the place has no other use for the key.
        pub const EDITS: &[Row] = &[$(Row {
            act: Act::Edit(Edit::$edit), name: $name, keys: &[$($key),*], sentence: $sentence,
        },)*];
    };
}

edits! {
    NewLine "new-line" ["Enter"] "a new line";
    Indent "indent" ["Tab"] "four blanks";
    EraseBack "erase-back" ["Backspace" "Ctrl-h"] "erase the character before";
    EraseForward "erase-forward" ["Del" "Ctrl-d"] "erase the character behind";
    EraseWord "erase-word" ["Ctrl-w" "Ctrl-Backspace" "Alt-Backspace"] "erase the word before";
    EraseToStart "erase-to-start" ["Ctrl-u"] "erase to the start of the line";
    EraseToEnd "erase-to-end" ["Ctrl-k"] "erase to the end of the line";
    Left "left" ["Left"] "a character back";
    Right "right" ["Right"] "a character on";
    Up "up" ["Up"] "a line up";
    Down "down" ["Down"] "a line down";
    WordLeft "word-left" ["Ctrl-Left" "Alt-Left" "Alt-b"] "a word back";
    WordRight "word-right" ["Ctrl-Right" "Alt-Right" "Alt-f"] "a word on";
    LineStart "line-start" ["Home" "Ctrl-a"] "to the start of the line";
    LineEnd "line-end" ["End" "Ctrl-e"] "to the end of the line";
    TextStart "text-start" ["Ctrl-Home" "Alt-Home"] "to the start of the text";
    TextEnd "text-end" ["Ctrl-End" "Alt-End"] "to the end of the text";
    Undo "undo-typing" ["Ctrl-z" "Ctrl-_"] "undo the last typing";
}

/// Acts that the reader's own keys for an action do as well.
pub const DERIVED: &[(Place, Act, Action)] = &[
    (Place::Page, Act::Leave, Action::Quit),
    (Place::Page, Act::Leave, Action::Why),
    (Place::Page, Act::Leave, Action::Help),
    (Place::Page, Act::Next, Action::NextSentence),
    (Place::Page, Act::Previous, Action::PreviousSentence),
    (Place::Page, Act::PageDown, Action::PageDown),
    (Place::Page, Act::PageDown, Action::HalfPageDown),
    (Place::Page, Act::PageUp, Action::PageUp),
    (Place::Page, Act::PageUp, Action::HalfPageUp),
    (Place::Page, Act::First, Action::ToStart),
    (Place::Page, Act::Last, Action::ToEnd),
    (Place::Review, Act::Next, Action::NextSentence),
    (Place::Review, Act::Previous, Action::PreviousSentence),
    (Place::Review, Act::First, Action::ToStart),
    (Place::Review, Act::Last, Action::ToEnd),
    (Place::Review, Act::PageDown, Action::PageDown),
    (Place::Review, Act::PageDown, Action::HalfPageDown),
    (Place::Review, Act::PageUp, Action::PageUp),
    (Place::Review, Act::PageUp, Action::HalfPageUp),
    (Place::Review, Act::Put, Action::Replace),
    (Place::Review, Act::Accept, Action::Accept),
    (Place::Review, Act::AcceptAll, Action::AcceptAll),
    (Place::Review, Act::Delete, Action::Delete),
    (Place::Review, Act::Undo, Action::Undo),
    (Place::Review, Act::Redo, Action::Redo),
    (Place::Review, Act::Help, Action::Help),
    (Place::Review, Act::Leave, Action::Quit),
];

/// The letters of the choices in menus, but for colours, which the legend has: of each menu the names in the config
/// and the letters they have unless it says otherwise.
pub const LETTERS: &[&[(&str, char)]] = &[
    &[("no-mark", 'x')],
    &[("claims", 'c'), ("analysis", 'a'), ("take", 't'), ("no-correction", 'x')],
    &[
        ("supported", 's'),
        ("refuted", 'r'),
        ("mixed", 'm'),
        ("unproven", 'u'),
        ("not-checkable", 'n'),
        ("evidence-for", 'f'),
        ("evidence-against", 'g'),
        ("to-check", 't'),
        ("wording", 'w'),
        ("no-evidence", 'e'),
        ("no-verdict", 'x'),
    ],
    &[
        ("probability", 'p'),
        ("due", 'd'),
        ("criterion", 'h'),
        ("yes", 'y'),
        ("no", 'n'),
        ("void", 'v'),
        ("no-outcome", 'o'),
        ("no-forecast", 'x'),
    ],
    &[("stay", 'n'), ("save-again", 's'), ("lose", 'y')],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;

    #[test]
    fn every_act_has_a_name_of_its_own_there_and_keys_that_read() {
        for place in Place::ALL {
            assert_eq!(Place::named(place.name()), Some(place));
            assert_eq!(Action::named(place.name()), None, "an action has its keys under this name");
            let rows: Vec<&Row> = place.rows().collect();
            for (nth, row) in rows.iter().enumerate() {
                let name = format!("{} {}", place.name(), row.name);
                assert!(rows[..nth].iter().all(|other| other.name != row.name && other.act != row.act), "{name}");
                assert_eq!(place.act(row.name), Some(row.act), "{name}");
                assert!(!row.sentence.ends_with('.') && !row.keys.is_empty(), "{name}");
                assert!(row.keys.iter().all(|key| Key::parse(key).is_some()), "{name}");
            }
            assert!(place.act("leave").is_some());
        }
        for (place, act, _) in DERIVED {
            assert!(place.rows().any(|row| row.act == *act), "{act:?}");
        }
    }

    #[test]
    fn in_a_single_line_nothing_wants_lines() {
        for name in ["new-line", "indent", "up", "down"] {
            assert!(Place::Editor.act(name).is_some(), "{name}");
            assert!(Place::Prompt.act(name).is_none() && Place::List.act(name).is_none(), "{name}");
        }
        assert!(Place::Prompt.act("erase-word").is_some() && Place::Menu.act("erase-word").is_none());
    }

    #[test]
    fn every_choice_has_a_name_and_a_letter_of_its_own() {
        let all: Vec<_> = LETTERS.iter().flat_map(|menu| menu.iter()).collect();
        for (nth, (name, _)) in all.iter().enumerate() {
            assert!(all[..nth].iter().all(|(other, _)| other != name) && Place::Menu.act(name).is_none(), "{name}");
        }
        for menu in LETTERS {
            for (nth, (name, letter)) in menu.iter().enumerate() {
                assert!(menu[..nth].iter().all(|(_, other)| other != letter), "{name}");
            }
        }
    }
}
