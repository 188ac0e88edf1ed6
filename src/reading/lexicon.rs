//! The words that speak for a pane, by language: data from `assets/words`, parsed when first needed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, LazyLock, OnceLock};

use super::headings::Headings;
use crate::text::fnv::Fnv;

/// Declares [`Class`] with the name each has in the word lists.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a word can be. A word may be several.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Class { $($(#[$doc])* $variant,)* }

        impl Class {
            const NAMED: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)*];
        }
    };
}

classes! {
    /// A reporting verb: its subject says the rest ("said").
    Say = "say",
    /// A presenting verb: with a source as subject it introduces what that found ("shows").
    Present = "present",
    /// A verb that reports only before a clause, a colon or a quotation ("added that").
    SayThat = "say-that",
    /// A verb that presents only a writing ("released a report").
    Publish = "publish",
    /// What laws and orders do ("requires").
    RuleVerb = "rule-verb",
    /// A work or thought that speaks with its maker before it ("Pocock's framework").
    Work = "work",
    /// A word in the names of bodies and works, not of people ("center").
    BodyName = "body-name",
    /// A word that denies ("isn't").
    Denial = "denial",
    /// A writing that rules ("act").
    LawText = "law-text",
    /// A present participle; by an ending of them ("ing").
    Participle = "participle-ending",
    /// A word before a number that makes it a name ("chapter").
    NumberLabel = "number-label",
    /// An ending of adverbs ("ly").
    AdverbEnding = "adverb-ending",
    /// A preposition or phrase before a source ("according to").
    Per = "per",
    /// Ties the source that stands before it ("zufolge").
    Postposition = "postposition",
    /// Before a name at the head of a sentence: from the point of view of ("pour").
    Viewpoint = "viewpoint",
    /// A participle that ties a source with "by" ("cited by").
    By = "by",
    /// A noun that holds what somebody says ("finding").
    CueNoun = "cue-noun",
    /// A source in writing ("report").
    Document = "document",
    /// A described person or group that speaks ("researchers").
    People = "people",
    /// A group that speaks when it is counted or pointed at ("users").
    Group = "group",
    /// A body that speaks and acts ("company").
    Organisation = "organisation",
    /// A pronoun for a person ("she").
    PersonPronoun = "person-pronoun",
    /// A pronoun for a thing ("it").
    ThingPronoun = "thing-pronoun",
    /// A pronoun for several, or their possessive ("they", "their").
    PluralPronoun = "plural-pronoun",
    /// A possessive of somebody else ("his").
    Possessive = "possessive",
    /// A possessive of a thing ("its").
    ThingPossessive = "thing-possessive",
    /// A definite article or a word that points at one thing ("the", "this").
    Definite = "definite",
    /// An article, or a word in its place, that is no part of a name.
    Article = "article",
    /// A word for any body of a kind, so that only the context tells which ("company").
    AnyBody = "any-body",
    /// A noun for facts and figures: who points at them may be the author ("the numbers").
    DataNoun = "data-noun",
    /// A noun for how somebody sees it ("in her view").
    ViewNoun = "view-noun",
    /// A verb by which somebody is told to do something ("ordered the firm to").
    Bid = "bid",
    /// Before the bare verb of an infinitive ("to").
    Infinitive = "infinitive",
    /// Opens a sentence with the writing that says the rest ("in its report, …").
    Containing = "containing",
    /// A verb that says little by itself ("makes" an argument).
    LightVerb = "light-verb",
    /// What somebody says, as the object of such a verb ("argument").
    SpeechNoun = "speech-noun",
    /// Names who did it, after a passive ("by").
    Agent = "agent",
    /// A name that looks like another word ("Reuters").
    Name = "name",
    /// An ending of nouns for people ("ologist").
    PeopleEnding = "people-ending",
    /// An ending of plain nouns, by which a word with a capital is no name ("ness").
    NounEnding = "noun-ending",
    /// Joins two names ("and").
    Joining = "joining",
    /// Joins two clauses or verbs of one subject ("and", "but").
    Coordinating = "coordinating",
    /// Stands inside names ("of").
    InName = "in-name",
    /// Opens the clause of what is said ("that").
    Complementizer = "complementizer",
    /// An abbreviation whose full stop ends no sentence ("inc").
    Abbreviation = "abbreviation",
    /// The author ("we").
    Author = "author",
    /// The reader ("you").
    Reader = "reader",
    /// A look ahead ("will").
    Future = "future",
    /// A time ahead ("in the coming years").
    Horizon = "horizon",
    /// A verb of looking ahead, whoever does it ("predicts").
    Foresee = "foresee",
    /// A verb of looking ahead to what may go wrong ("warns").
    Warn = "warn",
    /// A verb that tells, in the present, what will start or end at its time ("takes effect").
    Onset = "onset",
    /// Before the last day for something ("by").
    Deadline = "deadline",
    /// A stretch of time ("days").
    TimeSpan = "time-span",
    /// A possibility ("could").
    Possible = "possible",
    /// A condition's consequence ("would").
    Conditional = "conditional",
    /// A word that takes certainty away ("perhaps").
    Hedge = "hedge",
    /// A word that adds certainty ("certainly").
    Certain = "certain",
    /// More likely than not ("probably").
    Probable = "probable",
    /// Perhaps, perhaps not ("may").
    Doubtful = "doubtful",
    /// What should be done ("should").
    Must = "must",
    /// A verb that opens an instruction ("use").
    Imperative = "imperative",
    /// An opening that only points at what follows ("here are").
    Signpost = "signpost",
    /// A judgement ("striking").
    Evaluative = "evaluative",
    /// A word of reasoning ("because").
    Explaining = "explaining",
    /// A word that generalises ("often").
    General = "general",
    /// Opens a condition ("if").
    Condition = "condition",
    /// Opens a clause inside another ("how", "whether").
    Embedding = "embedding",
    /// Opens a noun phrase that means any of its kind ("a", "every").
    Indefinite = "indefinite",
    /// Makes a "will" habitual ("usually").
    Habitual = "habitual",
    /// Next to quotation marks: a term and not somebody's words ("so-called").
    Naming = "naming",
    /// Before quotation marks: nobody said it ("something like").
    Invented = "invented",
    /// A past form that its ending does not show ("went").
    Past = "past",
    /// An ending of past forms ("ed").
    PastEnding = "past-ending",
    /// An ending of future forms ("rá").
    FutureEnding = "future-ending",
    /// "Has", "have": what a named subject has done.
    Perfect = "perfect",
    /// Forms of "be".
    Be = "be",
    /// Helping verbs.
    Auxiliary = "auxiliary",
    /// Stands between subject and verb ("also").
    Adverb = "adverb",
    /// A preposition.
    Preposition = "preposition",
    /// A conjunction or other word that opens a clause.
    Conjunction = "conjunction",
    /// An article or other word that opens a noun phrase.
    Determiner = "determiner",
    /// Opens a relative clause ("who").
    Relative = "relative",
    /// "This", "that", "there": points, and is no source.
    Demonstrative = "demonstrative",
    /// Opens a clause that is not the main assertion ("while").
    Subordinator = "subordinator",
    /// Opens a sentence with a capital and is no name ("However").
    Common = "common",
    /// A month.
    Month = "month",
    /// A day of the week.
    Weekday = "weekday",
    /// When something happened ("last week").
    Time = "time",
    /// A word that belongs to the number before it ("million").
    Magnitude = "magnitude",
    /// A quantity in words, or a comparison of groups ("a majority of", "more likely to").
    Quantity = "quantity",
    /// A number in words ("three").
    Numeral = "numeral",
    /// What an author does who measures something ("tested").
    Measuring = "measuring",
    /// What an author does who gives an opinion ("believe").
    Opinion = "opinion",
    /// Addresses a group of readers ("for teams").
    Audience = "audience",
}

/// A set of classes. It is aligned as its halves are: the table of all words, made at every start, is a fifth
/// smaller for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(Rust, packed(8))]
pub struct Classes(u128);

impl Classes {
    /// The set of one class.
    pub const fn of(class: Class) -> Self {
        Self(1 << class as u8)
    }

    /// Whether it holds `class`.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// Whether it holds one of `classes`.
    pub fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    /// All but `classes`.
    pub fn without(self, classes: &[Class]) -> Self {
        Self(classes.iter().fold(self.0, |set, class| set & !Self::of(*class).0))
    }

    /// Those of `classes` that it holds.
    pub fn only(self, classes: &[Class]) -> Self {
        Self(classes.iter().fold(0, |set, class| set | (self.0 & Self::of(*class).0)))
    }

    /// What either holds.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known of the words that begin alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What the word is by itself.
    pub classes: Classes,
    /// Phrases it opens.
    pub phrases: Vec<Phrase>,
}

/// A phrase of several words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words after the first, in lower case, a space between each two.
    pub rest: Cow<'static, str>,
    /// What the phrase is.
    pub classes: Classes,
}

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    entries: HashMap<Cow<'static, str>, Entry, BuildHasherDefault<Fnv>>,
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
    /// What is known of `word`, which is in lower case with straight apostrophes.
    pub fn entry(&self, word: &str) -> Option<&Entry> {
        self.entries.get(word)
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

    /// Whether it is that of English.
    pub const fn is_english(&self) -> bool {
        matches!(self.language.as_bytes(), b"en")
    }

    /// Whether adjectives follow their noun, and a verb may stand without a subject or before it:
    /// French and Spanish.
    pub const fn romance(&self) -> bool {
        matches!(self.language.as_bytes(), b"fr" | b"es")
    }

    /// Adds word lists; gives what could not be read, in sentences for the reader.
    fn add(&mut self, lists: impl Iterator<Item = Cow<'static, str>>) -> Vec<String> {
        let mut class = None;
        let mut faults = Vec::new();
        for line in lists {
            let words = line.trim();
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            if let Some(name) = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                class = Class::NAMED.iter().find(|(known, _)| *known == name).map(|(_, class)| *class);
                if class.is_none() {
                    faults.push(format!("there is no class of words called \"{name}\""));
                }
                continue;
            }
            let Some(class) = class else { continue };
            match line {
                Cow::Borrowed(line) => parts(line, b',').for_each(|words| self.insert(class, words, Cow::Borrowed)),
                Cow::Owned(line) => parts(&line, b',')
                    .for_each(|words| self.insert(class, words, |words| Cow::Owned(words.to_lowercase()))),
            }
        }
        faults
    }

    fn insert<'a>(&mut self, class: Class, words: &'a str, own: impl Fn(&'a str) -> Cow<'static, str>) {
        let endings = match class {
            Class::PastEnding => Some(&mut self.past_endings),
            Class::FutureEnding => Some(&mut self.future_endings),
            Class::AdverbEnding => Some(&mut self.adverb_endings),
            Class::Participle => Some(&mut self.participle_endings),
            Class::PeopleEnding => Some(&mut self.people_endings),
            Class::NounEnding => Some(&mut self.noun_endings),
            _ => None,
        };
        if let Some(endings) = endings {
            endings.extend((!words.is_empty()).then(|| own(words)));
            return;
        }
        let blank = memchr::memchr(b' ', words.as_bytes()).unwrap_or(words.len());
        let (first, rest) = words.split_at_checked(blank).unwrap_or((words, ""));
        let rest = rest.trim_ascii_start();
        if first.is_empty() {
            return;
        }
        let entry = self.entries.entry(own(first)).or_default();
        if rest.is_empty() {
            entry.classes = entry.classes.with(Classes::of(class));
            return;
        }
        let rest = own(rest);
        match entry.phrases.iter_mut().find(|phrase| phrase.rest == rest) {
            Some(phrase) => phrase.classes = phrase.classes.with(Classes::of(class)),
            None => entry.phrases.push(Phrase { rest, classes: Classes::of(class) }),
        }
    }
}

/// The parts of `line` between the ASCII signs `sign`, without white space around them. Thousands of short ones are read
/// at every start, and the searcher of `str` is made for long texts.
fn parts(line: &str, sign: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(sign, line.as_bytes()).chain(std::iter::once(line.len()));
    ends.map(move |end| {
        let part = line.get(start..end).unwrap_or_default();
        start = end + 1;
        part.trim_ascii()
    })
}

/// Whether `word` is one of `endings` with something before it.
fn has_ending(word: &str, endings: &[Cow<'static, str>]) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending))
}

/// The word lists of a language, by its BCP 47 primary tag.
const LISTS: [(&str, &str); 4] = [
    ("en", include_str!("../../assets/words/en.txt")),
    ("de", include_str!("../../assets/words/de.txt")),
    ("fr", include_str!("../../assets/words/fr.txt")),
    ("es", include_str!("../../assets/words/es.txt")),
];

/// The embedded vocabularies, constant like the lists themselves.
static EMBEDDED: [LazyLock<Arc<Vocabulary>>; 4] = [
    LazyLock::new(|| embedded(0)),
    LazyLock::new(|| embedded(1)),
    LazyLock::new(|| embedded(2)),
    LazyLock::new(|| embedded(3)),
];

fn embedded(language: usize) -> Arc<Vocabulary> {
    let tag = LISTS.get(language).map_or("", |(tag, _)| tag);
    let lists = LISTS.get(language).map_or("", |(_, lists)| lists);
    let mut vocabulary = Vocabulary { language: tag, ..Vocabulary::default() };
    // About one byte in sixteen begins a word that is not there yet: the table never has to grow.
    vocabulary.entries.reserve(lists.len() / 16);
    vocabulary.add(lists.lines().map(Cow::Borrowed));
    Arc::new(vocabulary)
}

/// All words that speak for a pane: the embedded lists and the reader's own. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Replacements of embedded vocabularies that the reader extended, by place in [`LISTS`].
    extended: [Option<Arc<Vocabulary>>; 4],
    /// The heading vocabulary, where the reader extended it.
    headings: Option<Arc<Headings>>,
}

impl Lexicon {
    /// The same lexicon with `lists` added to those of `language` ("en", "de", "fr", "es"), in the
    /// form of the files in `assets/words`; and what could not be read of them, in sentences.
    pub fn extended(mut self, language: &str, lists: &str) -> (Self, Vec<String>) {
        let Some(place) = LISTS.iter().position(|(tag, _)| *tag == language) else {
            return (self, vec![format!("there are no word lists for the language \"{language}\"")]);
        };
        let mut vocabulary = Vocabulary::clone(self.vocabulary(language));
        let faults = vocabulary.add(lists.lines().map(|line| Cow::Owned(line.to_owned())));
        if let Some(slot) = self.extended.get_mut(place) {
            *slot = Some(Arc::new(vocabulary));
        }
        (self, faults)
    }

    /// The same lexicon with `lines` added to the heading vocabulary, in the form of
    /// `assets/headings.txt`; and what could not be read of them, in sentences.
    pub fn with_headings(mut self, lines: &str) -> (Self, Vec<String>) {
        let mut headings = self.headings().clone();
        let faults = headings.add(lines.lines().map(|line| Cow::Owned(line.to_owned())));
        self.headings = Some(Arc::new(headings));
        (self, faults)
    }

    /// The headings that speak for a pane.
    pub fn headings(&self) -> &Headings {
        match &self.headings {
            Some(own) => own,
            None => Headings::embedded(),
        }
    }

    /// The words of `language`; none at all for a language without lists.
    pub fn vocabulary(&self, language: &str) -> &Vocabulary {
        static NONE: OnceLock<Vocabulary> = OnceLock::new();
        let place = LISTS.iter().position(|(tag, _)| *tag == language);
        let own = place.and_then(|place| self.extended.get(place)).and_then(Option::as_ref);
        let embedded = || place.and_then(|place| EMBEDDED.get(place)).map(|lists| &***lists);
        own.map(|own| &**own).or_else(embedded).unwrap_or_else(|| NONE.get_or_init(Vocabulary::default))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_reads_without_a_fault() {
        for (language, lists) in LISTS {
            let mut vocabulary = Vocabulary::default();
            assert_eq!(vocabulary.add(lists.lines().map(Cow::Borrowed)), Vec::<String>::new(), "{language}");
            assert!(vocabulary.entries.len() > 10, "{language}");
        }
    }

    #[test]
    fn the_reader_adds_words_and_hears_of_faults() {
        let (lexicon, faults) = Lexicon::default().extended("en", "[say]\nvibes, Sings Loudly\n[nonsense]\nx");
        assert_eq!(faults, ["there is no class of words called \"nonsense\""]);
        let words = lexicon.vocabulary("en");
        assert!(words.entry("vibes").is_some_and(|entry| entry.classes.has(Class::Say)));
        assert!(words.entry("sings").is_some_and(|entry| entry.phrases.iter().any(|p| p.rest == "loudly")));
        assert!(words.entry("said").is_some_and(|entry| entry.classes.has(Class::Say)));
        assert!(Lexicon::default().vocabulary("en").entry("vibes").is_none());
        assert!(lexicon.vocabulary("xx").entry("said").is_none());
        assert_eq!(Lexicon::default().extended("xx", "").1.len(), 1);
    }
}
