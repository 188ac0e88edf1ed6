//! Looking ahead in a large file that is still being read: its end, or the place of a search.

#![allow(clippy::disallowed_methods, reason = "the runtime has the threads")]

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::signals::Waker;
use crate::app::event::{Ahead, Event, Passage};
use crate::article::parse::parse;
use crate::ingest::passages::{Passage as Stretch, Passages};
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;
use crate::text::search::find_all;

/// Places that are parsed for one search: a word may stand in an address or a comment, which is no text.
const TRIED: usize = 64;

/// A file to look ahead in.
#[derive(Clone, Debug)]
pub(super) struct Lookout {
    passages: Arc<Passages>,
    words: Lexicon,
}

impl Lookout {
    pub(super) fn new(passages: Passages, words: Lexicon) -> Self {
        Self { passages: Arc::new(passages), words }
    }

    /// Looks for something on a thread of its own; what is found is told, and what is not waits for the whole.
    pub(super) fn look(&self, generation: u64, ahead: Ahead, tell: Sender<Event>, waker: Waker) {
        let lookout = self.clone();
        thread::spawn(move || {
            let Some(reading) = lookout.passage(&ahead) else { return };
            if tell.send(Event::Passage(Box::new(Passage { generation, ahead, reading }))).is_ok() {
                waker.wake();
            }
        });
    }

    fn passage(&self, ahead: &Ahead) -> Option<Reading> {
        match ahead {
            Ahead::End => Some(self.read(&self.passages.end().ok()?)),
            Ahead::Hit(needle) => self.hit(needle),
        }
    }

    /// The first passage whose text has `needle`. It is looked for by its longest word, and only then by all of it:
    /// in the file, its words may stand on two lines.
    fn hit(&self, needle: &str) -> Option<Reading> {
        let word = needle.split(|c: char| !c.is_ascii_alphanumeric()).max_by_key(|word| word.len())?;
        let mut from = 0;
        for _ in 0..TRIED {
            let at = self.passages.find(word, from).ok()??;
            let stretch = self.passages.around(at).ok()?;
            let reading = self.read(&stretch);
            if !find_all(reading.document().text(), needle, 1).is_empty() {
                return Some(reading);
            }
            from = stretch.end.saturating_sub(needle.len() as u64).max(at + 1);
        }
        None
    }

    fn read(&self, stretch: &Stretch) -> Reading {
        let document = parse(self.passages.kind(), &stretch.bytes, "");
        Reading::with(Arc::new(document), self.words.clone()).passage()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::file::{Limits, begin};
    use crate::ingest::started::Begun;
    use crate::text::span::Span;

    #[test]
    fn the_end_and_a_hit_are_found_before_the_rest_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let words = "Some [words](/needle) that say nothing.\n\n".repeat(30_000);
        let text = format!("# A title\n\n{words}A *wanted\nNeedle* at last.\n\n{words}The last of all.\n");
        std::fs::write(&path, text).unwrap();
        let Begun::Start(_, rest) = begin(path.as_os_str(), &Limits::default(), 1000).unwrap() else { panic!() };
        let lookout = Lookout::new(rest.passages().unwrap(), Lexicon::default());
        let end = lookout.passage(&Ahead::End).unwrap();
        assert!(end.document().text().ends_with("The last of all."));
        let id = end.document().last().unwrap();
        assert!(end.pane(id).is_some() && end.number(id).is_none());
        let hit = lookout.passage(&Ahead::Hit("wanted needle".to_owned())).unwrap();
        let found = find_all(hit.document().text(), "wanted needle", 9);
        assert_eq!((found.len(), Span::of(found[0], hit.document().text())), (1, "wanted Needle"));
        assert!(lookout.passage(&Ahead::Hit("needle in a stack".to_owned())).is_none());
    }
}
