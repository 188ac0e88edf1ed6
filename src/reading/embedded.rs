//! The embedded word lists, in the tables that `build.rs` made of `assets/words`.

use super::lexicon::{Class, Classes};
use super::vocabulary::Entry;
use crate::text::table::Table;

/// The languages that have word lists, by their BCP 47 primary tags.
pub(super) const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// Their tables.
static TABLES: [Table; LANGUAGES.len()] = [
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/en.words"))),
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/de.words"))),
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/fr.words"))),
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/es.words"))),
];

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Embedded {
    table: Table,
    /// The classes by their numbers in the table.
    classes: Box<[Classes]>,
}

impl Embedded {
    /// The words of `language`; none at all for a language without lists.
    pub(super) fn of(language: &str) -> Self {
        let place = LANGUAGES.iter().position(|tag| *tag == language);
        let table = place.and_then(|place| TABLES.get(place)).copied().unwrap_or(Table::new(&[]));
        let names = table.get("[]").and_then(|names| str::from_utf8(names).ok()).unwrap_or_default();
        let classes = names.split('\n').map(|name| Class::named(name).map(Classes::of).unwrap_or_default());
        Self { table, classes: classes.collect() }
    }

    /// What is known of `word`.
    pub(super) fn entry(&self, word: &str) -> Option<Entry<'_>> {
        // Only the names of classes have brackets.
        let value = self.table.get(word).filter(|_| !word.starts_with('['))?;
        let (classes, rest) = counted(value)?;
        let phrases = EmbeddedPhrases { rest, classes: &self.classes };
        Some(Entry { classes: classes_of(classes, &self.classes), phrases: phrases.into() })
    }

    /// The endings of `class`.
    pub(super) fn endings(&self, class: Class) -> Vec<&'static str> {
        let mut rest = self.table.get(&format!("[{}]", class.name())).unwrap_or_default();
        let mut endings = Vec::new();
        while let Some((ending, after)) = counted(rest) {
            endings.extend(str::from_utf8(ending));
            rest = after;
        }
        endings
    }
}

/// The embedded phrases that a word opens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EmbeddedPhrases<'a> {
    rest: &'static [u8],
    classes: &'a [Classes],
}

impl<'a> EmbeddedPhrases<'a> {
    /// Whether there are none.
    pub(super) const fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    /// Their words after the first, and their classes.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a [u8], Classes)> {
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            let (words, after) = counted(rest)?;
            let (classes, after) = counted(after)?;
            rest = after;
            Some((words, classes_of(classes, self.classes)))
        })
    }
}

/// The set of the classes with `numbers`.
fn classes_of(numbers: &[u8], classes: &[Classes]) -> Classes {
    let class = |number: &u8| classes.get(*number as usize).copied().unwrap_or_default();
    numbers.iter().map(class).fold(Classes::default(), Classes::with)
}

/// The bytes behind their count at the start of `value`, and what follows them.
fn counted(value: &'static [u8]) -> Option<(&'static [u8], &'static [u8])> {
    let (count, rest) = value.split_first()?;
    rest.split_at_checked(*count as usize)
}
