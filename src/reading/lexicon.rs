//! The words that speak for a pane, by language: data from `assets/words`, and the reader's own.

use std::sync::{Arc, LazyLock, OnceLock};

use super::embedded::LANGUAGES;
use super::headings::Headings;
use super::vocabulary::Vocabulary;

/// Declares [`Class`] with the name each has in the word lists.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a word can be. A word may be several.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Class { $($(#[$doc])* $variant,)* }

        impl Class {
            const NAMED: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)*];

            /// The class that the word lists call `name`.
            pub(super) fn named(name: &str) -> Option<Self> {
                Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
            }

            /// What the word lists call it.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

classes! {
    /// A reporting verb: its subject says the rest ("said").
    Say = "say",
    /// A reporting verb that only somebody does who speaks ("said"): whatever its subject, it is a source.
    Utter = "utter",
    /// A verb whose object hears it ("notified"): without what is said it reports nothing.
    Address = "address",
    /// What somebody does, which says nothing ("ships").
    Deed = "deed",
    /// A verb that reports with a particle at the end of its clause ("geben … an").
    Parted = "parted",
    /// Such a particle.
    Particle = "particle",
    /// Stands for somebody who was spoken of ("another").
    Other = "other",
    /// Said of a man: a pronoun, a title, a given name.
    Masculine = "masculine",
    /// Said of a woman: a pronoun, a title, a given name.
    Feminine = "feminine",
    /// Opens a phrase with a subject and a participle of its own: "with three complaints dismissed".
    Absolute = "absolute",
    /// A presenting verb: with a source as subject it introduces what that found ("shows").
    Present = "present",
    /// A verb that reports only before a clause, a colon or a quotation ("added that").
    SayThat = "say-that",
    /// A verb that presents only a writing ("released a report").
    Publish = "publish",
    /// A verb of publishing, whatever its object is ("published").
    Print = "print",
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
    /// A verb before an infinitive that says how far it got ("began to").
    Aspect = "aspect",
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
    /// The author as a subject ("I").
    AuthorSubject = "author-subject",
    /// The reader ("you").
    Reader = "reader",
    /// A look ahead ("will").
    Future = "future",
    /// What one does by a plan: "the agency will" hold ("hold").
    Plan = "plan",
    /// What befalls somebody, which nobody plans: "we will" see ("see").
    Befall = "befall",
    /// Goes on with what is done: "will" continue "to" ("continue").
    GoOn = "go-on",
    /// A time ahead ("in the coming years").
    Horizon = "horizon",
    /// A time ahead that is set ("next week").
    Ahead = "ahead",
    /// A verb by which an author leads through the text ("explain").
    Guide = "guide",
    /// A verb of looking ahead, whoever does it ("predicts").
    Foresee = "foresee",
    /// Makes a future or a passive ("wird").
    Become = "become",
    /// Denies the words of advice after it ("don't" need to).
    Negation = "negation",
    /// A word that is cut before an apostrophe ("qu'").
    Elision = "elision",
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
    /// Says what has to be done, by whomever ("must"): advice as often as a rule or a need.
    Duty = "duty",
    /// A verb that opens an instruction ("use").
    Imperative = "imperative",
    /// An opening that only points at what follows ("here are").
    Signpost = "signpost",
    /// A judgement ("striking").
    Evaluative = "evaluative",
    /// Something made, or a body or people whose doings are on record: what facts are stated of ("app", "agency").
    Artefact = "artefact",
    /// A noun of thought ("question", "signal"): what is said of it interprets.
    Abstract = "abstract",
    /// States a property ("supports", "available").
    Property = "property",
    /// Adds a particular to others ("also", "including").
    Adding = "adding",
    /// Sets one thing against another, or likens them ("more", "like").
    Comparing = "comparing",
    /// Opens a clause beside the main one, with a reason or with what is asked ("because", "whether").
    Beside = "beside",
    /// A verb that points the reader at something which is told ("look").
    PointAt = "point-at",
    /// A word of reasoning ("because").
    Explaining = "explaining",
    /// A word that generalises ("often").
    General = "general",
    /// Opens a condition ("if").
    Condition = "condition",
    /// Opens a clause inside another ("how", "whether").
    Embedding = "embedding",
    /// Opens a clause that says when or where ("when").
    Adverbial = "adverbial",
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
    /// A preposition of place ("in").
    Place = "place",
    /// A conjunction or other word that opens a clause.
    Conjunction = "conjunction",
    /// An article or other word that opens a noun phrase.
    Determiner = "determiner",
    /// Opens a noun phrase that means one thing ("a", "each").
    Singular = "singular",
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
    /// In a title or byline: the article is questions and answers ("interview").
    Interview = "interview",
    /// A writing by the name that its own author gives it ("post"): "this post" is the article itself.
    OwnWriting = "own-writing",
    /// A presenting verb of what a thing does, too ("provides"): its subject must be one that speaks.
    Offer = "offer",
    /// A noun for so many or so much of what is named behind it ("series" of, "body" of).
    Partitive = "partitive",
    /// A verb that tells, in the past, how something was and not what happened ("contained").
    Stative = "stative",
    /// A form of a reporting verb that is a noun just as often ("projects", "survey").
    VerbNoun = "verb-noun",
    /// A form that only reports what somebody says ("sei").
    Reported = "reported",
    // Endings, which no word is: none of them stands in a set of classes, which holds the first 128 classes.
    /// An ending of adverbs ("ly").
    AdverbEnding = "adverb-ending",
    /// An ending of nouns for people ("ologist").
    PeopleEnding = "people-ending",
    /// An ending of plain nouns, by which a word with a capital is no name ("ness").
    NounEnding = "noun-ending",
    /// An ending of past forms ("ed").
    PastEnding = "past-ending",
    /// An ending of future forms ("rá").
    FutureEnding = "future-ending",
}

/// A set of classes. Endings are in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u128);

impl Classes {
    /// The set of one class.
    pub const fn of(class: Class) -> Self {
        Self(bit(class))
    }

    /// Whether it holds `class`.
    pub const fn has(self, class: Class) -> bool {
        self.0 & bit(class) != 0
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

/// The bit of `class` in a set; none for the endings, which come after those that a set can hold.
const fn bit(class: Class) -> u128 {
    match 1u128.checked_shl(class as u32) {
        Some(bit) => bit,
        None => 0,
    }
}

/// The embedded vocabularies, as they are in the program.
static EMBEDDED: [LazyLock<Arc<Vocabulary>>; LANGUAGES.len()] = [
    LazyLock::new(|| Arc::new(Vocabulary::embedded(LANGUAGES[0]))),
    LazyLock::new(|| Arc::new(Vocabulary::embedded(LANGUAGES[1]))),
    LazyLock::new(|| Arc::new(Vocabulary::embedded(LANGUAGES[2]))),
    LazyLock::new(|| Arc::new(Vocabulary::embedded(LANGUAGES[3]))),
];

/// All words that speak for a pane: the embedded lists and the reader's own. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Replacements of embedded vocabularies that the reader extended, by place in [`LANGUAGES`].
    extended: [Option<Arc<Vocabulary>>; LANGUAGES.len()],
    /// The heading vocabulary, where the reader extended it.
    headings: Option<Arc<Headings>>,
}

impl Lexicon {
    /// The same lexicon with `lists` added to those of `language` ("en", "de", "fr", "es"), in the
    /// form of the files in `assets/words`; and what could not be read of them, in sentences.
    pub fn extended(mut self, language: &str, lists: &str) -> (Self, Vec<String>) {
        let Some(place) = LANGUAGES.iter().position(|tag| *tag == language) else {
            return (self, vec![format!("there are no word lists for the language \"{language}\"")]);
        };
        let mut vocabulary = Vocabulary::clone(self.vocabulary(language));
        let faults = vocabulary.add(lists);
        if let Some(slot) = self.extended.get_mut(place) {
            *slot = Some(Arc::new(vocabulary));
        }
        (self, faults)
    }

    /// The same lexicon with `lines` added to the heading vocabulary, in the form of
    /// `assets/headings.txt`; and what could not be read of them, in sentences.
    pub fn with_headings(mut self, lines: &str) -> (Self, Vec<String>) {
        let mut headings = self.headings().clone();
        let faults = headings.add(lines);
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
        let place = LANGUAGES.iter().position(|tag| *tag == language);
        let own = place.and_then(|place| self.extended.get(place)).and_then(Option::as_ref);
        let embedded = || place.and_then(|place| EMBEDDED.get(place)).map(|lists| &***lists);
        own.map(|own| &**own).or_else(embedded).unwrap_or_else(|| NONE.get_or_init(|| Vocabulary::embedded("")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_adds_words_and_hears_of_faults() {
        let (lexicon, faults) = Lexicon::default().extended("en", "[say]\nvibes, Sings Loudly\n[nonsense]\nx");
        assert_eq!(faults, ["there is no class of words called \"nonsense\""]);
        let words = lexicon.vocabulary("en");
        assert!(words.entry("vibes").is_some_and(|entry| entry.classes.has(Class::Say)));
        assert!(
            words.entry("sings").is_some_and(|entry| entry.phrases.going_on(b'L').any(|(rest, _)| rest == "loudly"))
        );
        assert!(words.entry("said").is_some_and(|entry| entry.classes.has(Class::Say)));
        assert!(Lexicon::default().vocabulary("en").entry("vibes").is_none());
        assert!(lexicon.vocabulary("xx").entry("said").is_none());
        assert_eq!(Lexicon::default().extended("xx", "").1.len(), 1);
    }
}
