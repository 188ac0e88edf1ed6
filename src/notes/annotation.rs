//! One act of annotating.

use std::collections::HashSet;
use std::fmt;
use std::mem;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::assessment::{Evidence, Forecast, Verdict};
use super::colour::Colour;
use super::selector::{Placement, Selector};
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;

/// Names an annotation for ever: a UUIDv7 (RFC 9562).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnnotationId(pub Uuid);

impl fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the reader wrote on one place of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its name.
    pub id: AnnotationId,
    /// The document it is on.
    pub document: DocumentId,
    /// Where it was made; never rewritten but by a reader who marks other words.
    pub selector: Selector,
    /// Where a reader of a later text said it stands.
    pub accepted: Option<Selector>,
    /// What it holds.
    pub body: Body,
    /// When it was made.
    pub created: Timestamp,
    /// When its body was last changed.
    pub modified: Timestamp,
}

impl Annotation {
    /// Where it stood when a reader last said so.
    pub fn latest(&self) -> &Selector {
        self.accepted.as_ref().unwrap_or(&self.selector)
    }

    /// Whether all that is known of its place is what is known of the other's.
    pub fn stands_as(&self, other: &Self) -> bool {
        (&self.selector, &self.accepted) == (&other.selector, &other.accepted)
    }

    /// The same where a reader says that it stands: `at`, in another text than it was made on.
    #[must_use]
    pub fn accepted_at(&self, at: Selector, now: Timestamp) -> Self {
        Self { accepted: Some(at), modified: now, ..self.clone() }
    }

    /// The same on other words, which a reader chose in place of those it was made on.
    #[must_use]
    pub fn made_on(&self, words: Selector, now: Timestamp) -> Self {
        Self { selector: words, accepted: None, modified: now, ..self.clone() }
    }
}

/// An annotation, and where it stands in the text that is open now.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What the reader wrote, and where it stood then.
    pub annotation: Annotation,
    /// Where it stands now.
    pub placement: Placement,
}

/// What an annotation holds; each part that is there is a W3C body with its own purpose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The highlight, if it is one.
    pub highlight: Option<Colour>,
    /// The note, as the reader typed it.
    pub note: Option<String>,
    /// Tags, without `#`, each once, in the order they were given.
    pub tags: Vec<String>,
    /// The verdict on the claim.
    pub verdict: Option<Verdict>,
    /// What speaks for and against it.
    pub evidence: Vec<Evidence>,
    /// The claim in the reader's own words.
    pub wording: Option<String>,
    /// Whether it stands on the list of things to check.
    pub to_check: bool,
    /// The pane the reader put the sentence into.
    pub pane: Option<Pane>,
    /// The reader's view of a forecast.
    pub forecast: Option<Forecast>,
    /// Whether it is a bookmark.
    pub bookmark: bool,
}

impl Body {
    /// Whether nothing is left, so that the annotation may go.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a claim is assessed: by a verdict, evidence, a wording, or as one to check.
    pub const fn is_assessed(&self) -> bool {
        self.verdict.is_some() || !self.evidence.is_empty() || self.wording.is_some() || self.to_check
    }

    /// Whether it has this tag, whatever the case of its letters.
    pub fn has_tag(&self, tag: &str) -> bool {
        let tag = tag.to_lowercase();
        self.tags.iter().any(|there| there.to_lowercase() == tag)
    }

    /// Adds tags, each unless it has it in whatever case of its letters.
    pub fn add_tags<'t>(&mut self, tags: impl IntoIterator<Item = &'t str>) {
        let mut there: HashSet<String> = self.tags.iter().map(|tag| tag.to_lowercase()).collect();
        let new = tags.into_iter().filter(|tag| there.insert(tag.to_lowercase()));
        self.tags.extend(new.map(ToOwned::to_owned));
    }

    /// This body with what `other` has and it has not. Of parts that both have, those of `other` count where it is
    /// `newer`.
    #[must_use]
    pub fn completed(&self, other: &Self, newer: bool) -> Self {
        let (first, second) = if newer { (other, self) } else { (self, other) };
        let mut body = Self {
            highlight: first.highlight.or(second.highlight),
            note: first.note.as_ref().or(second.note.as_ref()).cloned(),
            tags: self.tags.clone(),
            verdict: first.verdict.or(second.verdict),
            evidence: self.evidence.clone(),
            wording: first.wording.as_ref().or(second.wording.as_ref()).cloned(),
            to_check: self.to_check || other.to_check,
            pane: first.pane.or(second.pane),
            forecast: first.forecast.as_ref().or(second.forecast.as_ref()).cloned(),
            bookmark: self.bookmark || other.bookmark,
        };
        body.add_tags(other.tags.iter().map(String::as_str));
        body.evidence.extend(other.evidence.iter().filter(|one| !self.evidence.contains(one)).cloned());
        body
    }

    /// The chief motivation, by the W3C vocabulary.
    pub fn motivation(&self) -> Motivation {
        if self.is_assessed() || self.forecast.is_some() {
            Motivation::Assessing
        } else if self.note.is_some() {
            Motivation::Commenting
        } else if self.highlight.is_some() {
            Motivation::Highlighting
        } else if self.pane.is_some() {
            Motivation::Classifying
        } else if !self.tags.is_empty() {
            Motivation::Tagging
        } else {
            Motivation::Bookmarking
        }
    }
}

/// The tags of a line that was typed, as they stand there: parted by commas or blanks. What stands between double
/// quotes is one tag, in which a quote is written twice; a sign before it (`-`, `#`) belongs to it. A quote inside
/// a tag without them is a letter.
pub fn tags_in(line: &str) -> Vec<String> {
    let (mut tags, mut tag, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => tag.push('"'),
            '"' if quoted => {
                quoted = false;
                tags.push(mem::take(&mut tag));
            }
            '"' if matches!(tag.as_str(), "" | "-" | "#") => quoted = true,
            ',' | ' ' if !quoted => tags.push(mem::take(&mut tag)),
            other => tag.push(other),
        }
    }
    tags.push(tag);
    tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()).map(ToOwned::to_owned).collect()
}

/// A line from which [`tags_in`] reads these tags.
pub fn tag_line(tags: &[String]) -> String {
    let quoted = |tag: &String| {
        let bare = !tag.contains([',', ' ', '"']);
        if bare { tag.clone() } else { format!("\"{}\"", tag.replace('"', "\"\"")) }
    };
    tags.iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// Why an annotation was made (W3C Web Annotation Data Model, section 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motivation {
    /// To mark words.
    Highlighting,
    /// To say something about them.
    Commenting,
    /// To file them under a word.
    Tagging,
    /// To judge them.
    Assessing,
    /// To put them into a pane.
    Classifying,
    /// To find the place again.
    Bookmarking,
}

impl Motivation {
    /// The W3C name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highlighting => "highlighting",
            Self::Commenting => "commenting",
            Self::Tagging => "tagging",
            Self::Assessing => "assessing",
            Self::Classifying => "classifying",
            Self::Bookmarking => "bookmarking",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_they_are_written() {
        let tags = ["ai", "two words", "a, b", "5\"", "\"", "say \"hi\" now", "#\"", "-"].map(ToOwned::to_owned);
        assert_eq!(tag_line(&tags[..4]), "ai, \"two words\", \"a, b\", \"5\"\"\"");
        assert_eq!(tags_in(&tag_line(&tags)), tags);
        assert_eq!(tags_in("ai,hiring  #x \"half open"), ["ai", "hiring", "#x", "half open"]);
        assert_eq!(tags_in("-\"two words\" #\"a, b\"c 5\""), ["-two words", "#a, b", "c", "5\""]);
        assert_eq!(tags_in(" , \"\" "), [""; 0]);
    }

    #[test]
    fn completing_adds_and_only_what_is_newer_replaces() {
        let note = |words: &str, tag: &str| Body {
            note: Some(words.to_owned()),
            tags: vec![tag.to_owned()],
            ..Body::default()
        };
        let mine = Body { verdict: Some(Verdict::Mixed), ..note("mine", "a") };
        let theirs = Body { highlight: Some(Colour::Red), ..note("theirs", "B") };
        let older = mine.completed(&theirs, false);
        assert_eq!(
            (older.note.as_deref(), older.highlight, older.verdict),
            (Some("mine"), Some(Colour::Red), mine.verdict)
        );
        assert_eq!(older.tags, ["a", "B"]);
        let newer = mine.completed(&theirs, true);
        assert_eq!((newer.note.as_deref(), newer.verdict), (Some("theirs"), mine.verdict));
        assert_eq!(older.completed(&theirs, false), older);
    }
}
