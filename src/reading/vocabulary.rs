//! What the words of one language are, and which phrases they open.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::embedded::{Embedded, EmbeddedPhrases};
use super::lexicon::{Class, Classes};
use crate::text::fnv::Fnv;
use crate::text::tails::parted;

/// What is known of the words that begin alike.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What the word is by itself.
    pub classes: Classes,
    /// The phrases it opens.
    pub phrases: Phrases<'a>,
}

/// The phrases that a word opens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Phrases<'a> {
    embedded: EmbeddedPhrases<'a>,
    own: &'a [Phrase],
}

impl<'a> From<EmbeddedPhrases<'a>> for Phrases<'a> {
    fn from(embedded: EmbeddedPhrases<'a>) -> Self {
        Self { embedded, own: &[] }
    }
}

impl<'a> Phrases<'a> {
    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.embedded.is_empty() && self.own.is_empty()
    }

    /// Those that may go on with a word whose first byte is `byte`: their words after the first, in lower case with
    /// a space between each two, and what the phrase is.
    pub fn going_on(self, byte: u8) -> impl Iterator<Item = (&'a str, Classes)> {
        let own = self.own.iter().map(|phrase| (phrase.rest.as_bytes(), phrase.classes));
        // The first letter tells nearly all apart; what is not ASCII may be so in small letters.
        let first = byte.to_ascii_lowercase();
        let likely = move |(words, _): &(&[u8], Classes)| !first.is_ascii() || words.starts_with(&[first]);
        let all = self.embedded.iter().chain(own).filter(likely);
        all.filter_map(|(words, classes)| Some((str::from_utf8(words).ok()?, classes)))
    }
}

/// A phrase of the reader's own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    /// The words after the first, in lower case, a space between each two.
    rest: String,
    classes: Classes,
}

/// How many bytes stand at least before the head of a German compound; the head itself is longer.
const HEAD: usize = 3;

/// How long the head of a German compound is at most, in bytes.
const HEADS: usize = 18;

/// What a German compound takes from its head.
const HEAD_CLASSES: [Class; 7] = [
    Class::Document,
    Class::People,
    Class::Group,
    Class::Organisation,
    Class::CueNoun,
    Class::Artefact,
    Class::Abstract,
];

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    embedded: Embedded,
    /// The reader's own words: what they are, and the phrases they open.
    own: HashMap<String, (Classes, Vec<Phrase>), BuildHasherDefault<Fnv>>,
    past_endings: Vec<Cow<'static, str>>,
    future_endings: Vec<Cow<'static, str>>,
    adverb_endings: Vec<Cow<'static, str>>,
    participle_endings: Vec<Cow<'static, str>>,
    people_endings: Vec<Cow<'static, str>>,
    noun_endings: Vec<Cow<'static, str>>,
    /// The BCP 47 primary tag.
    language: &'static str,
}

impl Vocabulary {
    /// The embedded words of `language`; none at all for a language without lists.
    pub(super) fn embedded(language: &'static str) -> Self {
        let embedded = Embedded::of(language);
        let endings = |class| embedded.endings(class).into_iter().map(Cow::Borrowed).collect();
        Self {
            past_endings: endings(Class::PastEnding),
            future_endings: endings(Class::FutureEnding),
            adverb_endings: endings(Class::AdverbEnding),
            participle_endings: endings(Class::Participle),
            people_endings: endings(Class::PeopleEnding),
            noun_endings: endings(Class::NounEnding),
            own: HashMap::default(),
            language,
            embedded,
        }
    }

    /// What is known of `word`, which is in lower case with straight apostrophes.
    pub fn entry(&self, word: &str) -> Option<Entry<'_>> {
        let embedded = self.embedded.entry(word);
        if self.own.is_empty() {
            return embedded;
        }
        let Some((classes, own)) = self.own.get(word) else { return embedded };
        let none = || Entry { classes: Classes::default(), phrases: Phrases::default() };
        let Entry { classes: known, phrases } = embedded.unwrap_or_else(none);
        Some(Entry { classes: known.with(*classes), phrases: Phrases { own, ..phrases } })
    }

    /// Whether `word` ends like a past form.
    pub fn ends_like_past(&self, word: &str) -> bool {
        has_ending(word, &self.past_endings) && !word.ends_with("eed")
    }

    /// Whether `word` ends like a future form.
    pub fn ends_like_future(&self, word: &str) -> bool {
        has_ending(word, &self.future_endings)
    }

    /// Whether `word` ends like an adverb.
    pub fn ends_like_adverb(&self, word: &str) -> bool {
        has_ending(word, &self.adverb_endings)
    }

    /// Whether `word` ends like a present participle.
    pub fn ends_like_participle(&self, word: &str) -> bool {
        has_ending(word, &self.participle_endings)
    }

    /// Whether `word` ends like a noun for people.
    pub fn ends_like_people(&self, word: &str) -> bool {
        has_ending(word, &self.people_endings)
    }

    /// Whether `word`, written with a capital, ends like a plain noun.
    pub fn ends_like_noun(&self, word: &str) -> bool {
        self.noun_endings.iter().any(|ending| word.ends_with(&**ending))
    }

    /// Whether every noun is written with a capital, so that a capital makes no name.
    pub const fn capital_nouns(&self) -> bool {
        matches!(self.language.as_bytes(), b"de")
    }

    /// Whether it has no words of its own: the language is not known.
    pub const fn is_empty(&self) -> bool {
        self.language.is_empty()
    }

    /// Whether its verbs stand without a subject where the context tells who: Spanish.
    pub const fn drops_subjects(&self) -> bool {
        matches!(self.language.as_bytes(), b"es")
    }

    /// Whether its words are cut before vowels, and whoever is quoted is named inside the quotation marks: French.
    pub const fn elides(&self) -> bool {
        matches!(self.language.as_bytes(), b"fr")
    }

    /// Whether it is that of English.
    pub const fn is_english(&self) -> bool {
        matches!(self.language.as_bytes(), b"en")
    }

    /// Whether adjectives follow their noun, and a verb may stand without a subject or before it:
    /// French and Spanish.
    pub const fn romance(&self) -> bool {
        matches!(self.language.as_bytes(), b"fr" | b"es")
    }

    /// What is known of the singular of a regular plural: "courts", "informes", "autorités".
    pub fn singular_of(&self, word: &str) -> Classes {
        let known =
            |word: &str| self.entry(word).map(|entry| entry.classes).filter(|known| *known != Classes::default());
        let stem = word.strip_suffix('s').unwrap_or_default();
        let spanish = || stem.strip_suffix('e').filter(|_| self.drops_subjects()).and_then(known);
        known(stem).or_else(spanish).unwrap_or_default()
    }

    /// What is known of the noun that a German compound ends in, whatever its case: "Landesrechnungshofs", "Staatskanzlei".
    pub fn head_of(&self, word: &str) -> Classes {
        let cut = |ending: &str| word.strip_suffix(ending);
        let stems = [Some(word), cut("s"), cut("es"), cut("n").or_else(|| cut("e")), cut("en")];
        let tails = word.char_indices().map(|(at, _)| at).filter(|at| *at == 0 || *at >= HEAD);
        let of = |stem: &str, from: usize| {
            let tail = stem.get(from..).filter(|tail| (HEAD + 1..=HEADS).contains(&tail.len()))?;
            let known = self.entry(tail)?.classes.only(&HEAD_CLASSES);
            (known != Classes::default()).then_some(known)
        };
        let mut found = tails.flat_map(|from| stems.into_iter().flatten().filter_map(move |stem| of(stem, from)));
        found.next().unwrap_or_default()
    }

    /// Adds word lists of the reader's; gives what could not be read, in sentences for the reader.
    pub(super) fn add(&mut self, lists: &str) -> Vec<String> {
        let mut class = None;
        let mut faults = Vec::new();
        for line in lists.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                class = Class::named(name);
                if class.is_none() {
                    faults.push(format!("there is no class of words called \"{name}\""));
                }
            } else if let Some(class) = class {
                line.to_lowercase().split(',').for_each(|words| self.insert(class, &parted(words.trim())));
            }
        }
        faults
    }

    fn insert(&mut self, class: Class, words: &str) {
        let endings = match class {
            Class::PastEnding => Some(&mut self.past_endings),
            Class::FutureEnding => Some(&mut self.future_endings),
            Class::AdverbEnding => Some(&mut self.adverb_endings),
            Class::Participle => Some(&mut self.participle_endings),
            Class::PeopleEnding => Some(&mut self.people_endings),
            Class::NounEnding => Some(&mut self.noun_endings),
            _ => None,
        };
        let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
        if first.is_empty() {
            return;
        }
        if let Some(endings) = endings {
            endings.push(Cow::Owned(words.to_owned()));
            return;
        }
        let (classes, phrases) = self.own.entry(first.to_owned()).or_default();
        let rest = rest.trim_start();
        let known = match phrases.iter().position(|phrase| phrase.rest == rest) {
            _ if rest.is_empty() => Some(classes),
            Some(at) => phrases.get_mut(at).map(|phrase| &mut phrase.classes),
            None => {
                phrases.push(Phrase { rest: rest.to_owned(), classes: Classes::default() });
                phrases.last_mut().map(|phrase| &mut phrase.classes)
            }
        };
        if let Some(known) = known {
            *known = known.with(Classes::of(class));
        }
    }
}

/// Whether `word` is one of `endings` with something before it.
fn has_ending(word: &str, endings: &[Cow<'static, str>]) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::embedded::LANGUAGES;
    use std::collections::BTreeMap;

    /// What is known of a word, in a form to compare: the order of phrases says nothing.
    fn known(entry: Option<Entry<'_>>) -> Option<(Classes, BTreeMap<String, String>)> {
        let phrases = |all: Phrases<'_>| {
            all.going_on(0xff).map(|(rest, classes)| (rest.to_owned(), format!("{classes:?}"))).collect()
        };
        entry.map(|entry| (entry.classes, phrases(entry.phrases)))
    }

    #[test]
    fn every_list_reads_without_a_fault_and_is_embedded_as_it_reads() {
        let lists = [
            include_str!("../../assets/words/en.txt"),
            include_str!("../../assets/words/de.txt"),
            include_str!("../../assets/words/fr.txt"),
            include_str!("../../assets/words/es.txt"),
        ];
        for (language, lists) in LANGUAGES.into_iter().zip(lists) {
            let embedded = Vocabulary::embedded(language);
            let mut read = Vocabulary::embedded("");
            assert_eq!(read.add(lists), Vec::<String>::new(), "{language}");
            assert!(read.own.len() > 10, "{language}");
            for word in read.own.keys() {
                assert_eq!(known(embedded.entry(word)), known(read.entry(word)), "{language}: {word}");
            }
            let endings = |words: &Vocabulary| {
                let all = [&words.past_endings, &words.future_endings, &words.adverb_endings];
                let more = [&words.participle_endings, &words.people_endings, &words.noun_endings];
                all.into_iter().chain(more).map(|list| list.join(",")).collect::<Vec<_>>()
            };
            assert_eq!(endings(&embedded), endings(&read), "{language}");
            assert!(embedded.entry("").is_none() && embedded.entry("[past-ending]").is_none());
        }
    }

    #[test]
    fn a_compound_is_of_the_kind_of_its_head_and_a_plural_of_its_singular() {
        let de = Vocabulary::embedded("de");
        for (word, class) in [
            ("landesrechnungshofs", Class::Organisation),
            ("kommissionssprecher", Class::People),
            ("abschlussbericht", Class::Document),
            ("senatsverwaltung", Class::Organisation),
        ] {
            assert!(de.head_of(word).has(class), "{word}");
        }
        assert_eq!(de.head_of("zusammenhang"), Classes::default());
        assert!(Vocabulary::embedded("fr").singular_of("ministères").has(Class::Organisation));
        assert!(Vocabulary::embedded("es").singular_of("tribunales").has(Class::Organisation));
    }
}
