//! The words by which headings and what is printed with an article are told from its sentences: data from `assets/boilerplate.txt`,
//! in the table that `build.rs` makes of it.

use std::sync::LazyLock;

use crate::text::table::Table;

/// The embedded lists.
static TABLE: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/boilerplate.phrases")));

/// Declares [`List`] with the name each has in the file.
macro_rules! lists {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// One of the lists.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum List { $($(#[$doc])* $variant,)* }

        impl List {
            const NAMED: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)*];
        }
    };
}

lists! {
    /// Labels that open a line of no article: "Sources: …".
    Label = "label",
    /// Labels of a line below the title that says what the article is: "Focus: …".
    HeadLabel = "head-label",
    /// Whole lines that are furniture of the page: "Read more".
    Line = "line",
    /// How lines begin that sell, greet, or say where the article stood before.
    Opening = "opening",
    /// What a remark in brackets says about the article or its maker.
    Aside = "aside",
    /// Headings over pointers: "Related articles".
    Pointers = "pointers",
    /// Headings over a list of what is in an issue: "in this issue".
    Contents = "contents",
    /// Before a name, in the last heading of a page: "about".
    Imprint = "imprint",
    /// Verbs that ask the reader to go elsewhere: "follow".
    Call = "call",
    /// Where they ask the reader to go: "newsletter".
    CallObject = "call-object",
    /// What explains a product to those who shall use it: "quickstart".
    CallDocs = "call-docs",
    /// What is offered in a heading, "with" whose name stands behind it: "get started".
    Offer = "offer",
    /// What a sentence that asks so may open with: "for more information".
    CallLead = "call-lead",
    /// What may stand before the verb: "please".
    CallPolite = "call-polite",
    /// How questions open that lead up to such a sentence: "are you".
    CallQuestion = "call-question",
    /// Before the author's name: "by".
    Byline = "byline",
    /// Small words inside names: "van".
    NameParticle = "name-particle",
    /// How months begin: "jan".
    Month = "month",
    /// In a line that says how long one reads: "min read".
    ReadingTime = "reading-time",
    /// After the name of somebody whom the article has not named: "is a".
    BioVerb = "bio-verb",
    /// What somebody is called who does that, where the end of the word does not tell: "fellow".
    Calling = "calling",
    /// Before whom or where they do it: "at".
    CallingAt = "calling-at",
    /// What stands between commas behind somebody of whom more is told: "however".
    Adverb = "adverb",
    /// Before the year in a line about the rights: "copyright".
    Rights = "rights",
    /// What a firm that speaks of itself says it does: "helps".
    Promise = "promise",
    /// For whom it does that: "organizations".
    Customer = "customer",
    /// What it sells: "platform".
    Ware = "ware",
    /// What an article may call a part of itself: "an earlier version of".
    SelfPart = "self-part",
    /// What an article calls itself: "this article".
    SelfName = "self-name",
    /// What it says of itself then: "was originally".
    SelfVerb = "self-verb",
    /// What an article calls itself where it says what stands in it: "this post".
    SelfWriting = "self-writing",
    /// What it says then: "explains".
    SelfTell = "self-tell",
    /// How a short sentence opens that goes on with a call: "it is free".
    CallOn = "call-on",
    /// How a sentence goes on or opens that asks on behalf of those who publish: "follow us".
    CallUs = "call-us",
    /// How a short sentence ends that says where there is more: "more here".
    CallEnd = "call-end",
    /// Disclaimers: "not legal advice".
    Disclaimer = "disclaimer",
    /// Before those who are written to: "dear".
    Salutation = "salutation",
    /// Who is credited with pictures: "reuters".
    Agency = "agency",
    /// Words that join a sentence to the one before it: "but".
    GoesOn = "goes-on",
    /// Words of somebody who speaks or is spoken to, or is quoted: "we".
    Speaks = "speaks",
    /// How questions open that go on with the argument instead of heading what follows: "so".
    AsideQuestion = "aside-question",
    /// How headings open that ask without a mark: "who".
    Asking = "asking",
    /// Words in which no heading ends: "that".
    Unfinished = "unfinished",
    /// What a reader may wish who is then told where to go: "if you have questions".
    CallWish = "call-wish",
    /// How labels open that head a list: "how to".
    HeadOpening = "head-opening",
    /// Such labels as a whole: "key takeaways".
    WholeLabel = "whole-label",
    /// Where there is more, in a sentence that opens with what that is about: "can be found".
    Available = "available",
    /// What is shown beside the text: "chart".
    Exhibit = "exhibit",
    /// What a sentence says of it that only points there: "shows how".
    ExhibitVerb = "exhibit-verb",
    /// What is numbered above a part of a book: "chapter".
    Chapter = "chapter",
    /// Words that point at what was told and open no label: "these".
    Points = "points",
    /// How lines below a title open that call upon the reader to read on: "discover".
    SummaryOpening = "summary-opening",
    /// What readers may do for those who publish, in a line above a list: "you can contribute".
    Support = "support",
    /// Words before a noun: "the".
    Determiner = "determiner",
    /// How captions open that are no sentences: "our".
    CaptionOpening = "caption-opening",
    /// Verbs of clauses, by themselves or before another: "is".
    Finite = "finite",
    /// Verbs in the past that do not end in "ed", and others that no form tells: "rose".
    Past = "past",
    /// What can only be the subject of a clause: "they".
    Subject = "subject",
    /// How relative clauses open: "which".
    Relative = "relative",
    /// What a noun has behind it that binds another to it: "of".
    NounLink = "noun-link",
    /// What else may stand behind a noun: "and".
    Joint = "joint",
    /// What an article may call what is told more of: "details on".
    ToldElsewhere = "told-elsewhere",
    /// How a sentence says that something stands elsewhere: "can be found".
    Located = "located",
    /// Where that is, at the end of such a sentence: "below".
    Whereabouts = "whereabouts",
    /// What readers are welcomed to: "edition".
    Issue = "issue",
    /// What may stand before "see" in a sentence that names what to look at: "for example".
    ReferenceLead = "reference-lead",
    /// What stands behind "see" then: "the".
    Referred = "referred",
    /// What stands behind it where somebody sees something: "how".
    Seen = "seen",
    /// Verbs that send the reader to a page, behind what that is about: "see".
    Consult = "consult",
}

/// What is known of a list.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Its number in the table.
    number: u8,
    /// The most words one of its phrases has.
    longest: usize,
    /// Its phrases, in lines.
    all: &'static str,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let names = TABLE.get("[]").and_then(|names| str::from_utf8(names).ok()).unwrap_or_default();
    let known = |(name, _): &(&str, List)| {
        let (longest, all) = TABLE.get(&format!("[{name}]"))?.split_first()?;
        let number = names.split('\n').position(|found| found == *name)? as u8;
        Some(Known { number, longest: *longest as usize, all: str::from_utf8(all).ok()? })
    };
    List::NAMED.iter().map(|named| known(named).unwrap_or_default()).collect()
});

/// The numbers of the lists that have `words` whole, and of those that have a phrase which begins with them.
fn lists(words: &str) -> Option<(&'static [u8], &'static [u8])> {
    // Only the names of lists have brackets.
    let value = TABLE.get(words).filter(|_| !words.starts_with('['))?;
    let (count, rest) = value.split_first()?;
    rest.split_at_checked(*count as usize)
}

impl List {
    fn known(self) -> Known {
        KNOWN.get(self as usize).copied().unwrap_or_default()
    }

    /// Whether `words` are in it, whole.
    pub(super) fn has(self, words: &str) -> bool {
        lists(words).is_some_and(|(whole, _)| whole.contains(&self.known().number))
    }

    /// Its phrases.
    pub(super) fn all(self) -> impl Iterator<Item = &'static str> {
        self.known().all.lines()
    }

    /// What follows the longest of its phrases that `words` begin with, by whole words.
    pub(super) fn after(self, words: &str) -> Option<&str> {
        // Most words begin nothing, and one look tells.
        let Known { number, longest, .. } = self.known();
        lists(first_word(words)).filter(|(_, first)| first.contains(&number))?;
        let ends = word_ends(words).take(longest).collect::<Vec<_>>();
        ends.into_iter().rev().find_map(|end| {
            let (head, rest) = words.split_at_checked(end)?;
            let bare = head.trim_end_matches(|c: char| !c.is_alphanumeric());
            [head, bare].into_iter().any(|words| self.has(words)).then_some(rest)
        })
    }

    /// Whether one of its phrases stands in `words`, by whole words.
    pub(super) fn within(self, words: &str) -> bool {
        word_starts(words).any(|start| words.get(start..).is_some_and(|rest| self.after(rest).is_some()))
    }
}

/// The first of some words, without the marks behind it.
fn first_word(words: &str) -> &str {
    let end = memchr::memchr(b' ', words.as_bytes()).unwrap_or(words.len());
    words.get(..end).unwrap_or(words).trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// Where the words of a text end, the marks behind them included.
fn word_ends(words: &str) -> impl Iterator<Item = usize> {
    words.match_indices(' ').map(|(at, _)| at).chain(std::iter::once(words.len()))
}

/// Where the words of a text start, marks before them left out.
fn word_starts(words: &str) -> impl Iterator<Item = usize> {
    let spaces = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    spaces.filter_map(|start| {
        let rest = words.get(start..)?;
        rest.find(char::is_alphanumeric).map(|skip| start + skip)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there_in_small_letters_with_straight_apostrophes() {
        for (name, list) in List::NAMED {
            assert!(list.all().count() > 0 && list.known().longest > 0, "{name}");
            for phrase in list.all() {
                assert!(list.has(phrase) && list.after(&format!("{phrase} so")) == Some(" so"), "{name}: {phrase}");
                assert!(
                    !phrase.is_empty() && phrase == phrase.to_lowercase() && !phrase.contains(['’', '‘']),
                    "{name}: {phrase}"
                );
            }
        }
        let named = include_str!("../../assets/boilerplate.txt").lines().filter(|line| line.starts_with('[')).count();
        assert_eq!(named, List::NAMED.len(), "a list of the file is not known");
    }

    #[test]
    fn phrases_begin_and_stand_by_whole_words() {
        assert_eq!(List::Opening.after("sign up, it is free"), Some(" it is free"));
        assert_eq!(List::Opening.after("signups rose"), None);
        assert!(List::CallObject.within("and join our (weekly) newsletter!"));
        assert!(!List::CallObject.within("the newslettering of everything"));
    }
}
