//! Links inside a document: to headings, anchors and footnotes, which may stand after them.

use std::collections::HashMap;

use super::block::Link;
use super::builder::{DocumentBuilder, NO_LINK};

/// What links lead to, gathered while a document is read and resolved at its end.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Links to an anchor: the link's number, and the anchor without `#`.
    wanted: Vec<(usize, String)>,
    /// Anchors that are named in the source, and their offsets.
    anchors: Vec<(String, usize)>,
    /// Headings and their offsets.
    headings: Vec<(String, usize)>,
    /// Footnotes cited: label, the link's number, where it stands.
    cited: Vec<(String, usize, usize)>,
    /// Footnotes defined: label, the number of the link back, where it stands.
    defined: Vec<(String, usize, usize)>,
}

impl References {
    /// A link leads to `anchor`. Of no link, for which there was no room, nothing is kept.
    pub(super) fn refer(&mut self, link: usize, anchor: &str) {
        if link != NO_LINK {
            self.wanted.push((link, anchor.to_owned()));
        }
    }

    /// `anchor` names the place at `offset`.
    pub(super) fn anchor(&mut self, anchor: &str, offset: usize) {
        self.anchors.push((anchor.to_owned(), offset));
    }

    /// A heading starts at `offset`.
    pub(super) fn heading(&mut self, words: &str, offset: usize) {
        self.headings.push((words.to_owned(), offset));
    }

    /// A footnote is cited at `offset` by a link.
    pub(super) fn cite(&mut self, label: &str, link: usize, offset: usize) {
        if link != NO_LINK {
            self.cited.push((label.to_owned(), link, offset));
        }
    }

    /// A footnote is defined at `offset`; a link leads back from it.
    pub(super) fn define(&mut self, label: &str, link: usize, offset: usize) {
        self.defined.push((label.to_owned(), link, offset));
    }

    /// Lets every link lead where it is meant to. One whose target is not there stays an address.
    pub(super) fn resolve(self, builder: &mut DocumentBuilder) {
        if !self.wanted.is_empty() {
            let mut places: HashMap<String, usize> = HashMap::new();
            let mut seen: HashMap<String, usize> = HashMap::new();
            for (words, offset) in self.headings {
                let slug = slug(&words);
                let count = seen.entry(slug.clone()).or_default();
                let name = if *count == 0 { slug } else { format!("{slug}-{count}") };
                *count += 1;
                places.entry(name).or_insert(offset);
            }
            places.extend(self.anchors);
            for (link, anchor) in self.wanted {
                let place = places.get(&anchor).or_else(|| places.get(&anchor.to_lowercase()));
                if let Some(offset) = place.filter(|offset| **offset < builder.len()) {
                    builder.relink(link, Link::Inside(*offset));
                }
            }
        }
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (label, _, offset) in &self.defined {
            places.entry(label).or_insert(*offset);
        }
        let mut back: HashMap<&str, usize> = HashMap::new();
        for (label, link, offset) in &self.cited {
            back.entry(label).or_insert(*offset);
            if let Some(place) = places.get(label.as_str()).filter(|place| **place < builder.len()) {
                builder.relink(*link, Link::Inside(*place));
            }
        }
        for (label, link, _) in &self.defined {
            if let Some(place) = back.get(label.as_str()) {
                builder.relink(*link, Link::Inside(*place));
            }
        }
    }
}

/// The anchor that a heading gets on GitHub: lower case, spaces as hyphens, other signs gone.
fn slug(heading: &str) -> String {
    let lower = heading.trim().chars().flat_map(char::to_lowercase);
    lower
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
