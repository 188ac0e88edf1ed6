//! An annotation as another tool wrote it, and what it is on.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::error::ImportError;
use crate::article::identity::{DocumentId, TextHash};
use crate::notes::annotation::{AnnotationId, Body};
use crate::notes::colour::Colour;
use crate::notes::selector::Clue;
use crate::text::clean::{clean, clean_line};

/// The longest text of an annotation, in bytes.
const LONGEST: usize = 1 << 20;

/// An annotation from elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// What names it in its source; nothing where the source has no names.
    pub name: Option<String>,
    /// What it is on.
    pub subject: Subject,
    /// Where it stood; positions count code points.
    pub clue: Clue,
    /// Where a reader of a later text said that it stands, where postil wrote the file.
    pub accepted: Option<Clue>,
    /// Where it stood in words of the source, such as a page or a location.
    pub place: String,
    /// What it holds.
    pub body: Body,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed, where the source says so.
    pub modified: Option<Timestamp>,
}

/// What a source says of the document that an annotation is on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// Its id, where postil wrote the file.
    pub id: Option<DocumentId>,
    /// Its address.
    pub uri: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

impl Imported {
    /// Its id: the source's own, where that is a UUID; else one made of what names it, so that importing it again
    /// gives the same.
    pub fn id(&self) -> AnnotationId {
        if let Some(name) = &self.name {
            let plain = name.strip_prefix("urn:uuid:").unwrap_or(name);
            return AnnotationId(Uuid::try_parse(plain).unwrap_or_else(|_| derived(&["name", name])));
        }
        let Subject { uri, title, .. } = &self.subject;
        let note = self.body.note.as_deref().filter(|_| self.clue.exact.is_empty());
        AnnotationId(derived(&[
            "words",
            title.as_deref().or(uri.as_deref()).unwrap_or_default(),
            &self.place,
            &self.clue.exact,
            note.unwrap_or_default(),
        ]))
    }

    /// The same, cleaned, as all text from outside is; refused where one of its texts is too long to be one.
    pub fn cleaned(mut self, number: usize) -> Result<Self, ImportError> {
        let clues = [&mut self.clue].into_iter().chain(&mut self.accepted);
        let quoted = clues.flat_map(|Clue { exact, prefix, suffix, .. }| [exact, prefix, suffix]);
        let Body { note, tags, evidence, wording, forecast, .. } = &mut self.body;
        let criterion = forecast.as_mut().and_then(|forecast| forecast.criterion.as_mut());
        let texts = quoted.chain(note.as_mut()).chain(wording.as_mut()).chain(criterion);
        for text in texts.chain(evidence.iter_mut().map(|one| &mut one.text)) {
            if text.len() > LONGEST {
                return Err(ImportError::Broken { number, what: "one of its texts is longer than 1 MiB" });
            }
            *text = clean(text).into_owned();
        }
        let mut seen = HashSet::new();
        for tag in std::mem::take(tags) {
            let tag = clean_line(tag.trim().trim_start_matches('#'));
            if !tag.is_empty() && seen.insert(tag.to_lowercase()) {
                tags.push(tag);
            }
        }
        self.body.note = self.body.note.filter(|note| !note.trim().is_empty());
        let line = |field: Option<String>| field.map(|words| clean_line(&words)).filter(|words| !words.is_empty());
        let Subject { id, uri, title, author } = self.subject;
        self.subject = Subject { id, uri: line(uri), title: line(title), author: line(author) };
        Ok(self)
    }
}

/// Each annotation once, under its id, and how many were said twice. Where different ones go by one name, each of
/// them but the first gets a name of what it holds.
pub fn distinct(found: Vec<Imported>) -> (Vec<(AnnotationId, Imported)>, usize) {
    let mut kept: Vec<(AnnotationId, Imported)> = Vec::new();
    let mut index: HashMap<AnnotationId, usize> = HashMap::new();
    let mut doubles = 0;
    for one in found {
        let mut id = one.id();
        let first = index.get(&id).and_then(|at| kept.get(*at));
        if first.is_some_and(|(_, first)| (&first.clue, &first.body) != (&one.clue, &one.body)) {
            let holds = serde_json::to_string(&(&one.clue, &one.body)).unwrap_or_default();
            id = AnnotationId(derived(&["held", &id.to_string(), &holds]));
        }
        match index.entry(id) {
            Entry::Occupied(_) => doubles += 1,
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push((id, one));
            }
        }
    }
    (kept, doubles)
}

/// A name made of `parts`.
fn derived(parts: &[&str]) -> Uuid {
    TextHash::of(&format!("postil import\u{0}{}", parts.join("\u{0}"))).uuid()
}

/// The colour that another tool's comes nearest to; yellow, which most tools mark with, for one that is not known.
pub fn nearest(colour: &str) -> Colour {
    let colour = colour.trim().to_lowercase();
    Colour::named(&colour).unwrap_or(match colour.as_str() {
        "pink" | "orange" | "magenta" => Colour::Red,
        "olive" | "lime" => Colour::Green,
        "cyan" | "aqua" | "teal" => Colour::Blue,
        "violet" => Colour::Purple,
        _ => Colour::Yellow,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_keeps_its_name_and_one_without_has_always_the_same() {
        let uuid = "018f0000-0000-7000-8000-000000000001";
        let named = |name: &str| Imported { name: Some(name.to_owned()), ..Imported::default() }.id().to_string();
        assert_eq!((named(uuid), named(&format!("urn:uuid:{uuid}"))), (uuid.to_owned(), uuid.to_owned()));
        assert_eq!(named("abc"), named("abc"));
        assert_ne!(named("abc"), named("abd"));
        let words =
            |exact: &str| Imported { clue: Clue { exact: exact.to_owned(), ..Clue::default() }, ..Imported::default() };
        assert_eq!(words("a").id(), words("a").id());
        assert_ne!(words("a").id(), words("b").id());
    }

    #[test]
    fn different_annotations_under_one_name_are_all_kept() {
        let one = |note: &str| {
            let body = Body { note: Some(note.to_owned()), ..Body::default() };
            Imported { name: Some("x".to_owned()), body, ..Imported::default() }
        };
        let (kept, doubles) = distinct(vec![one("a"), one("b"), one("a"), one("b"), one("c")]);
        let notes: Vec<_> = kept.iter().map(|(_, one)| one.body.note.as_deref().unwrap()).collect();
        assert_eq!((notes, doubles), (vec!["a", "b", "c"], 2));
        assert_eq!(kept[0].0, one("a").id());
        assert_eq!(distinct(vec![one("a"), one("b")]).0[1].0, kept[1].0);
    }

    #[test]
    fn words_are_cleaned_and_bounded() {
        let one = |note: String| Imported {
            body: Body {
                note: Some(note),
                tags: vec!["#a\u{1b}b".to_owned(), "A\u{fffd}b".to_owned(), " ".to_owned()],
                ..Body::default()
            },
            ..Imported::default()
        };
        let cleaned = one("x\u{1b}]0;y\u{7}\u{202e}".to_owned()).cleaned(1).unwrap();
        assert_eq!(cleaned.body.note.as_deref(), Some("x\u{fffd}]0;y\u{fffd}"));
        assert_eq!(cleaned.body.tags, ["a\u{fffd}b"]);
        assert!(one("x".repeat(LONGEST + 1)).cleaned(7).unwrap_err().to_string().contains("number 7"));
    }
}
