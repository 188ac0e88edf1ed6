//! What stands around a sentence and bears on it: its section's heading, the line that introduces
//! its list, the names before it. All of it bounded, so that any stretch can be judged by itself.

use super::attribution::{CueKind, needs_antecedent};
use super::evidence::{BlockEvidence, Evidence};
use super::lexicon::{Class, Vocabulary};
use super::names::{Mention, MentionKind};
use super::tokens::lower_case;
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::pane::Pane;

/// How many blocks back a pronoun may find its name.
pub const BLOCKS_BACK: usize = 6;

/// How many names of a block are kept for the blocks after it.
const NAMES_KEPT: usize = 24;

/// How many items back the line that introduces a list may stand.
pub const ITEMS_BACK: usize = 64;

/// What a block leaves for the blocks after it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The names in it, the last ones, in order.
    pub names: Vec<Box<str>>,
    /// Its last source that was named or described, with what it is.
    pub source: Option<(Box<str>, Option<Class>)>,
    /// Whether one of its last two sentences is attributed.
    pub attributed: bool,
    /// Whether it ends in a colon.
    pub introduces: bool,
    /// Whether its last sentence says what should be done.
    pub prescribes: bool,
    /// Whether it ends inside a quotation.
    pub open_quote: bool,
}

impl Trace {
    /// What a block with this evidence leaves.
    pub fn of(document: &Document, block: usize, evidence: &BlockEvidence) -> Self {
        let text = document.text();
        let names = evidence.sentences.iter().rev().flat_map(|sentence| sentence.names.iter().rev());
        let mut names: Vec<Box<str>> = names.take(NAMES_KEPT).map(|name| name.of(text).into()).collect();
        names.reverse();
        let source = evidence.sentences.iter().rev().take(12).find_map(|sentence| {
            let found = sentence.attribution().filter(|found| !needs_antecedent(&found.source))?;
            Some((found.source.name(text).into(), found.source.class))
        });
        let last = evidence.sentences.last();
        Self {
            names,
            source,
            attributed: evidence.sentences.iter().rev().take(2).any(|sentence| sentence.attribution().is_some()),
            introduces: document.block_text(block).ends_with(':'),
            prescribes: last
                .is_some_and(|last| last.modality.prescriptive.is_some() || last.modality.imperative.is_some()),
            open_quote: evidence.quotes.last().is_some_and(|quoted| quoted.open),
        }
    }
}

/// What the heading or label above a sentence speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    /// The pane.
    pub pane: Pane,
    /// Whether it only tips the balance.
    pub leaning: bool,
    /// Its words.
    pub words: Box<str>,
}

/// What stands around the sentences of one block.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document's text.
    pub text: &'a str,
    /// What the block is.
    pub kind: BlockKind,
    /// The heading or run-in label it stands under.
    pub prior: Option<Prior>,
    /// What the line that introduces its list leaves, and the line.
    pub introduction: Option<(&'a Trace, &'a str)>,
    /// What the blocks before it leave, nearest first.
    pub before: Vec<&'a Trace>,
    /// The words of the document's language.
    pub vocabulary: &'a Vocabulary,
}

impl Context<'_> {
    /// The source's name: resolved where the sentence has a pronoun or "the report".
    ///
    /// `here` is its sentence, `earlier` are those before it in its block.
    pub fn name(&self, mention: &Mention, here: &Evidence, earlier: &[Evidence]) -> String {
        let words = mention.name(self.text);
        if !needs_antecedent(mention) {
            return words.to_owned();
        }
        let here = here.names.iter().rev().filter(|name| name.end <= mention.span.start).map(|name| name.of(self.text));
        let names: Vec<&str> = here.chain(self.names(earlier)).take(64).collect();
        let found = match mention.class {
            // "They" may be anybody: only who spoke last.
            Some(Class::PersonPronoun) if is_plural(words) => self.speaker_before(earlier),
            Some(Class::PersonPronoun) => person(&names, self.vocabulary),
            Some(Class::Document) if mention.kind == MentionKind::Definite => {
                // "The report" is named by itself and by whose it is.
                return match self.last_source(earlier).or_else(|| body(&names, self.vocabulary)) {
                    Some(whose) if !whose.contains(words) => format!("{words} ({whose})"),
                    _ => words.to_owned(),
                };
            }
            Some(Class::People) if mention.kind == MentionKind::Definite => None,
            Some(Class::Document | Class::People) => {
                person(&names, self.vocabulary).or_else(|| body(&names, self.vocabulary))
            }
            Some(Class::ThingPronoun) => self.speaker_before(earlier).or_else(|| body(&names, self.vocabulary)),
            Some(Class::Organisation) => body(&names, self.vocabulary),
            _ => None,
        };
        found.unwrap_or_else(|| words.to_owned())
    }

    /// The source of the sentences before: for quotations that run on and list items.
    pub fn last_source(&self, earlier: &[Evidence]) -> Option<String> {
        let own = earlier.iter().rev().take(12).find_map(|sentence| {
            let found =
                sentence.attribution().filter(|found| !needs_antecedent(&found.source) && found.by != CueKind::Noun)?;
            Some(found.source.name(self.text).to_owned())
        });
        own.or_else(|| self.before.iter().find_map(|trace| trace.source.as_ref().map(|(name, _)| name.to_string())))
    }

    /// Who spoke in the sentence before, or in the paragraph before where there is none.
    fn speaker_before(&self, earlier: &[Evidence]) -> Option<String> {
        let Some(sentence) = earlier.last() else {
            return self.before.first().and_then(|trace| trace.source.as_ref()).map(|(name, _)| name.to_string());
        };
        let found = sentence.attribution().filter(|found| found.by != CueKind::Noun)?;
        let before = earlier.get(..earlier.len() - 1).unwrap_or_default();
        if needs_antecedent(&found.source) {
            self.last_source(before)
        } else {
            Some(found.source.name(self.text).to_owned())
        }
    }

    /// The names before a sentence, nearest first.
    fn names<'s>(&'s self, earlier: &'s [Evidence]) -> impl Iterator<Item = &'s str> {
        let own = earlier
            .iter()
            .rev()
            .take(12)
            .flat_map(|sentence| sentence.names.iter().rev().map(|name| name.of(self.text)));
        own.chain(self.before.iter().flat_map(|trace| trace.names.iter().rev().map(|name| &**name))).take(64)
    }
}

/// Whether a pronoun means several.
fn is_plural(words: &str) -> bool {
    matches!(words.to_lowercase().as_str(), "they" | "sie" | "ils" | "elles" | "ellos" | "ellas")
}

/// The last person named: two or three words, or the last of them by itself.
fn person(names: &[&str], vocabulary: &Vocabulary) -> Option<String> {
    names.iter().find_map(|name| {
        let whole = |other: &&str| is_person(other, vocabulary) && other.split(' ').next_back() == Some(*name);
        (is_person(name, vocabulary) || names.iter().any(whole)).then(|| (*name).to_owned())
    })
}

/// The body named most often, the nearer one where two are named alike.
fn body(names: &[&str], vocabulary: &Vocabulary) -> Option<String> {
    let bodies: Vec<&str> =
        names.iter().copied().filter(|name| !is_person(name, vocabulary) && name.len() > 1).collect();
    let mut best: Option<(usize, &str)> = None;
    for name in &bodies {
        let count = bodies.iter().filter(|other| *other == name).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// Whether a name looks like a person's: two to four words, none of a body or a work.
fn is_person(name: &str, vocabulary: &Vocabulary) -> bool {
    let words: Vec<&str> = name.split(' ').take(5).collect();
    let plain = |word: &&str| {
        word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’' | '.')) || word.len() <= 2
    };
    let mut lower = String::new();
    let mut body = |word: &&str| {
        lower_case(word, &mut lower);
        let classes = vocabulary.entry(&lower).map(|entry| entry.classes).unwrap_or_default();
        matches!(*word, "of" | "&" | "the" | "de" | "für")
            || classes.any(&[Class::BodyName, Class::Document, Class::Organisation, Class::Group])
    };
    (2..=4).contains(&words.len()) && words.iter().all(plain) && !words.iter().any(&mut body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    #[test]
    fn people_have_plain_names_of_several_words() {
        for (name, person) in [
            ("Nicholas Joseph", true),
            ("Nate B. Jones", true),
            ("Pew Research Center", false),
            ("Anthropic", false),
            ("Bank of England", false),
            ("Executive Order", false),
        ] {
            assert_eq!(is_person(name, Lexicon::default().vocabulary("en")), person, "{name}");
        }
    }
}
