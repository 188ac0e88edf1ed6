//! Carrying changes out, in the order they were asked for, however often one of them fails.
//!
//! What fails waits, and with it all that was asked for after it, which may build on it: all is tried
//! again with the next change, when the reader asks, and at the end. Only a change that another window
//! made impossible is given up.

#![allow(clippy::disallowed_methods, reason = "the runtime has the clock")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::{LONG_TEXT, Worker, no_store};
use crate::app::event::Event;
use crate::app::session::Draft;
use crate::article::identity::DocumentId;
use crate::notes::annotation::AnnotationId;
use crate::notes::change::Change;
use crate::store::drafts::Draft as KeptDraft;
use crate::store::error::{Fault, StoreError};

/// What is not on the disk.
#[derive(Debug, Default)]
pub(super) struct Unsaved {
    /// The acts, oldest first.
    acts: VecDeque<Act>,
    /// The drafts that could not be kept, by their note.
    drafts: BTreeMap<AnnotationId, (DocumentId, Draft)>,
    /// The number of the last text that was to be kept.
    last: u64,
    progress: Progress,
}

/// How far the worker is with the texts that it was asked to keep, for whoever asked: the number of the last one, once no
/// draft waits.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Progress(Arc<AtomicU64>);

impl Progress {
    /// The number.
    pub(in super::super) fn number(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl Unsaved {
    /// How far it is with drafts, as it goes on.
    pub(super) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The text of this number has been kept, or waits.
    pub(super) fn have_come_to(&mut self, number: u64) {
        self.last = number;
        self.tell_progress();
    }

    fn tell_progress(&self) {
        if self.drafts.is_empty() {
            self.progress.0.store(self.last, Ordering::Release);
        }
    }
}

/// Changes that are one act of the reader's.
#[derive(Debug)]
struct Act {
    ticket: u64,
    document: DocumentId,
    changes: Vec<Change>,
    /// The drafts that go with it: until it is done they are all that is on the disk, and stay.
    drafts: BTreeSet<AnnotationId>,
}

impl Act {
    /// Whether it changes this annotation, or saves what was typed as this draft.
    fn concerns(&self, id: AnnotationId) -> bool {
        self.drafts.contains(&id) || self.changes.iter().any(|change| change.annotation().id == id)
    }
}

impl Worker {
    pub(super) fn save(
        &mut self,
        ticket: u64,
        document: DocumentId,
        changes: Vec<Change>,
        draft: Option<AnnotationId>,
    ) {
        if let Some(id) = draft.filter(|id| self.unsaved.drafts.remove(id).is_some()) {
            self.tell(Event::Kept(id));
        }
        self.unsaved.acts.push_back(Act { ticket, document, changes, drafts: draft.into_iter().collect() });
        self.save_all();
    }

    /// Opens the store, if it is not open, and makes the document known there.
    fn find_store(&mut self) {
        self.refused = None;
        if self.store().is_some()
            && let Err(error) = self.introduce()
        {
            self.tell(Event::NoStore(no_store(&error)));
        }
    }

    /// Lets go of a store whose file stands there no more, and opens what does; once, so that a place where files come
    /// and go is no endless errand. Whether there is something to try again with.
    fn is_replaced(&mut self, error: &StoreError) -> bool {
        if !matches!(error.fault, Fault::Replaced) {
            return false;
        }
        self.watch = None;
        if let Some(store) = self.store.take()
            && let Err(error) = store.let_go()
        {
            self.refused = Some(error.to_string());
            return false;
        }
        if let Some(current) = &mut self.current {
            current.kept = current.reading.document().text().len() <= LONG_TEXT;
            current.unknown = current.unknown.take().or_else(|| current.told.take());
            current.former.push(current.id);
        }
        self.find_store();
        self.store.is_some()
    }

    /// Tries to carry out all that waits, and to keep the drafts that could not be.
    pub(super) fn save_all(&mut self) {
        self.save_acts();
        for (id, (document, draft)) in std::mem::take(&mut self.unsaved.drafts) {
            if self.try_draft(document, draft) {
                self.tell(Event::Kept(id));
            }
        }
        self.unsaved.tell_progress();
    }

    /// Tries to carry out all acts that wait; where the store could not be opened, it is tried once more.
    fn save_acts(&mut self) {
        self.find_store();
        let mut again = true;
        while let Some(mut act) = self.unsaved.acts.pop_front() {
            if self.store.is_none() {
                let why = self.refused.clone().unwrap_or_default();
                self.tell(Event::NotSaved(act.ticket, why));
                self.unsaved.acts.push_front(act);
                return;
            }
            // What was written before the store answered bears the name that the screen had then.
            act.document = self.named(act.document);
            for change in &mut act.changes {
                change.move_to(act.document);
            }
            match self.carry_out(&act) {
                Ok(()) => self.tell(Event::Saved(act.ticket)),
                Err(error) if again && self.is_replaced(&error) => {
                    again = false;
                    self.unsaved.acts.push_front(act);
                }
                Err(error) if error.is_lasting() => {
                    self.tell(Event::Refused(act.ticket, error.to_string()));
                    // What the other window wrote shows instead.
                    self.version = None;
                    self.look();
                }
                Err(error) => {
                    self.tell(Event::NotSaved(act.ticket, error.to_string()));
                    self.unsaved.acts.push_front(act);
                    return;
                }
            }
        }
    }

    /// The last try, at the end.
    pub(super) fn save_last(&mut self) {
        if !self.unsaved.acts.is_empty() || !self.unsaved.drafts.is_empty() {
            self.save_all();
        }
    }

    fn carry_out(&mut self, act: &Act) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let current = self.current.as_mut().filter(|current| current.id == act.document);
        if let Some(current) = current.filter(|current| !current.kept) {
            store.keep_edition(&Arc::clone(current.reading.document()))?;
            current.kept = true;
        }
        // One transaction, so that what is said to be saved has nothing left to be written. One that is saved once
        // more by what waits keeps its draft until then.
        let waits = |id: &&AnnotationId| self.unsaved.acts.iter().any(|other| other.concerns(**id));
        let (later, drafts): (Vec<_>, Vec<_>) = act.drafts.iter().partition(waits);
        store.save_typed(&act.changes, &drafts, self.window, Timestamp::now())?;
        for id in later {
            if let Some(other) = self.unsaved.acts.iter_mut().rev().find(|other| other.concerns(id)) {
                other.drafts.insert(id);
            }
        }
        Ok(())
    }

    /// Keeps a draft, or drops one that is empty.
    pub(super) fn keep_draft(&mut self, document: DocumentId, draft: Draft) {
        let (id, failed) = (draft.id, self.unsaved.drafts.remove(&draft.id).is_some());
        if self.try_draft(document, draft) && failed {
            self.tell(Event::Kept(id));
        }
    }

    /// Tries to keep a draft; whether there is nothing left of it to keep. What failed waits.
    fn try_draft(&mut self, document: DocumentId, draft: Draft) -> bool {
        let waiting = |act: &&mut Act| act.concerns(draft.id);
        if draft.text.is_empty() {
            if let Some(act) = self.unsaved.acts.iter_mut().rev().find(waiting) {
                act.drafts.insert(draft.id);
                return true;
            }
        } else {
            // One that is typed again stays, whatever was typed before it.
            self.unsaved.acts.iter_mut().for_each(|act| _ = act.drafts.remove(&draft.id));
        }
        let mut kept = self.put_draft(document, &draft);
        if let Err(error) = &kept
            && self.is_replaced(error)
        {
            kept = self.put_draft(document, &draft);
        }
        let why = match kept {
            Err(error) => error.to_string(),
            Ok(()) if self.store.is_none() && !draft.text.is_empty() => self.refused.clone().unwrap_or_default(),
            Ok(()) => return true,
        };
        self.tell(Event::NotKept(draft.id, why));
        self.unsaved.drafts.insert(draft.id, (document, draft));
        false
    }

    /// Writes a draft to the store, where there is one.
    fn put_draft(&mut self, document: DocumentId, draft: &Draft) -> Result<(), StoreError> {
        let (document, window) = (self.named(document), self.window);
        let Some(store) = self.store() else { return Ok(()) };
        let Draft { id, selector, text, left_by: _ } = draft.clone();
        if text.is_empty() {
            return store.drop_draft(id, window);
        }
        store.keep_draft(&KeptDraft { id, window, document, selector, text, saved: Timestamp::now() })
    }

    /// Makes a draft that another window left this window's own. Where that fails, both are there.
    pub(super) fn take_draft(&mut self, draft: &Draft) {
        let window = self.window;
        if let (Some(store), Some(left_by)) = (&mut self.store, draft.left_by) {
            _ = store.take_draft(draft.id, (left_by.window, &draft.text), window);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use uuid::Uuid;

    use super::super::super::open::Opened;
    use super::super::super::signals::Waker;
    use super::*;
    use crate::article::identity::Origin;
    use crate::article::parse::{Kind, parse};
    use crate::ingest::file::Material;
    use crate::notes::annotation::{Annotation, Body};
    use crate::notes::selector::Selector;
    use crate::reading::lexicon::Lexicon;
    use crate::reading::reading::Reading;
    use crate::store::store::Store;
    use crate::text::span::Span;

    const WORDS: &str = "A title\n\nThe quick brown fox jumps. Nothing else happened.\n";

    /// A worker whose document is `words`, and what it tells.
    struct Bench {
        dir: tempfile::TempDir,
        worker: Worker,
        told: Receiver<Event>,
        document: DocumentId,
    }

    impl Bench {
        fn with(dir: tempfile::TempDir, words: &str) -> Self {
            let (ask, jobs) = channel();
            let (tell, told) = channel();
            let worker = Worker::new(
                jobs,
                ask,
                tell,
                Waker::idle().unwrap(),
                dir.path(),
                crate::ingest::file::Limits::default(),
                Lexicon::default(),
            );
            let mut bench = Self { dir, worker, told, document: DocumentId(Uuid::nil()) };
            bench.open(words);
            bench
        }

        fn new() -> Self {
            Self::with(tempfile::tempdir().unwrap(), WORDS)
        }

        fn open(&mut self, words: &str) {
            let origin = Origin { uri: Some("file:///a.txt".to_owned()), name: "a.txt".to_owned(), fetched: None };
            let material = Material { bytes: words.into(), kind: Kind::PlainText, origin };
            let reading = Reading::of(Arc::new(parse(material.kind, &material.bytes, "a.txt")));
            // The name the screen has before it hears of the store's.
            self.document = DocumentId::first_seen(reading.document().hash());
            let opened = Opened {
                generation: 0,
                material,
                reading,
                complete: true,
                rest: None,
                parsed: None,
                go_to: None,
                notice: None,
            };
            self.worker.begin(opened);
        }

        fn note(&self, text: &str) -> Annotation {
            let document = self.worker.current.as_ref().unwrap().reading.document();
            Annotation {
                id: AnnotationId(Uuid::from_u128(7)),
                document: self.document,
                selector: Selector::of(document, Span::new(9, 35)),
                accepted: None,
                body: Body { note: Some(text.to_owned()), ..Body::default() },
                created: Timestamp::UNIX_EPOCH,
                modified: Timestamp::UNIX_EPOCH,
            }
        }

        fn add(&mut self, ticket: u64, note: &Annotation) {
            self.worker.save(ticket, self.document, vec![Change::Add(Box::new(note.clone()))], Some(note.id));
        }

        fn edit(&mut self, ticket: u64, before: &Annotation, after: &Annotation) {
            let change = Change::Edit { before: Box::new(before.clone()), after: Box::new(after.clone()) };
            self.worker.save(ticket, self.document, vec![change], Some(after.id));
        }

        /// Types `text` into the note; an empty one is given up.
        fn draft(&mut self, text: &str) {
            let Annotation { id, selector, .. } = self.note("");
            self.worker.keep_draft(self.document, Draft { id, selector, text: text.to_owned(), left_by: None });
        }

        /// What was told since, in a word each.
        fn told(&self) -> Vec<String> {
            let word = |event| match event {
                Event::Known(_) => Some("known".to_owned()),
                Event::NoStore(_) => Some("no store".to_owned()),
                Event::Saved(ticket) => Some(format!("saved {ticket}")),
                Event::NotSaved(ticket, why) => Some(format!("not saved {ticket}: {why}")),
                Event::Refused(ticket, why) => Some(format!("refused {ticket}: {why}")),
                Event::Notes(_, placed) => Some(format!("{} notes", placed.len())),
                Event::NotKept(_, why) => Some(format!("not kept: {why}")),
                Event::Kept(_) => Some("kept".to_owned()),
                Event::Failed(why) => Some(why),
                _ => None,
            };
            self.told.try_iter().filter_map(word).collect()
        }

        fn store(&self) -> &Store {
            self.worker.store.as_ref().unwrap()
        }

        /// The notes and drafts on the disk, as another window reads them.
        fn kept(&self) -> (Vec<String>, Vec<String>) {
            let store = Store::open(self.dir.path()).unwrap();
            let id = self.worker.named(self.document);
            let notes = store.annotations(id).unwrap().into_iter().filter_map(|note| note.body.note).collect();
            (notes, store.drafts(id).unwrap().into_iter().map(|draft| draft.text).collect())
        }
    }

    /// Longer than any room that is left in the pages a store has.
    fn long(text: &str) -> String {
        text.repeat(50_000)
    }

    #[test]
    fn a_note_is_saved_and_its_draft_gone_in_one_transaction() {
        let mut bench = Bench::new();
        bench.draft("a draft");
        let note = bench.note("a note");
        let log = bench.dir.path().join("postil.db-wal");
        // Each transaction ends with a page of the log that says how many pages the store has then.
        let commits = || {
            let log = std::fs::read(&log).unwrap();
            log[32..].chunks_exact(24 + 4096).filter(|frame| frame[4..8] != [0; 4]).count()
        };
        let before = commits();
        bench.add(1, &note);
        assert_eq!(bench.told(), ["known", "saved 1"]);
        assert_eq!((commits() - before, bench.kept()), (1, (vec!["a note".to_owned()], vec![])));
    }

    #[test]
    fn a_draft_that_is_typed_again_while_its_note_waits_stays() {
        let mut bench = Bench::new();
        bench.draft(&long("a"));
        bench.store().set_full(true).unwrap();
        bench.add(1, &bench.note(&long("a")));
        bench.store().set_full(false).unwrap();
        bench.draft("more");
        bench.worker.save_all();
        assert_eq!(bench.kept(), (vec![long("a")], vec!["more".to_owned()]));
    }

    #[test]
    fn the_draft_of_a_later_save_stays_until_that_is_done() {
        let mut bench = Bench::new();
        let (first, second) = (bench.note("a note"), bench.note("another"));
        bench.draft("another");
        bench.worker.save(1, bench.document, vec![Change::Add(Box::new(first.clone()))], None);
        assert_eq!(bench.kept(), (vec!["a note".to_owned()], vec!["another".to_owned()]));
        bench.edit(2, &first, &second);
        assert_eq!(bench.kept(), (vec!["another".to_owned()], vec![]));
    }

    #[test]
    fn what_a_full_disk_refused_is_saved_in_its_order_once_there_is_room() {
        let mut bench = Bench::new();
        bench.draft(&long("a"));
        assert_eq!(bench.told(), ["known"]);
        bench.store().set_full(true).unwrap();
        let (first, second) = (bench.note(&long("a")), bench.note("shorter"));
        bench.add(1, &first);
        // Given up or saved, it stays until the note does.
        bench.draft("");
        // The draft is all of the note that is on the disk.
        assert_eq!(bench.kept(), (vec![], vec![long("a")]));
        // What builds on it waits, and is not refused because its note is missing.
        bench.edit(2, &first, &second);
        let told = bench.told();
        assert!(told.iter().all(|told| told.starts_with("not saved 1: no space left")), "{told:?}");
        assert_eq!(told.len(), 2);
        bench.store().set_full(false).unwrap();
        bench.worker.save_all();
        assert_eq!(bench.told(), ["saved 1", "saved 2"]);
        assert_eq!(bench.kept(), (vec!["shorter".to_owned()], vec![]));
    }

    #[test]
    fn the_next_change_takes_along_what_failed_and_so_does_the_end() {
        let mut bench = Bench::new();
        bench.store().set_full(true).unwrap();
        let (first, second) = (bench.note(&long("a")), bench.note("b"));
        bench.add(1, &first);
        bench.store().set_full(false).unwrap();
        bench.edit(2, &first, &second);
        assert_eq!(bench.told().split_off(2), ["saved 1", "saved 2"]);
        bench.store().set_full(true).unwrap();
        bench.edit(3, &second, &first);
        bench.store().set_full(false).unwrap();
        bench.worker.save_last();
        assert_eq!(bench.told().pop().as_deref(), Some("saved 3"));
    }

    #[test]
    fn a_draft_that_could_not_be_kept_is_kept_as_soon_as_there_is_room() {
        let mut bench = Bench::new();
        bench.store().set_full(true).unwrap();
        bench.draft(&long("a"));
        assert!(bench.told().last().unwrap().starts_with("not kept: no space left"));
        assert_eq!(bench.kept().1, [""; 0]);
        bench.store().set_full(false).unwrap();
        bench.worker.save_last();
        assert_eq!(bench.told(), ["kept"]);
        assert_eq!(bench.kept().1, [long("a")]);
        // What was saved or given up meanwhile is no draft any more.
        for saved in [true, false] {
            bench.store().set_full(true).unwrap();
            bench.draft(&long("bb"));
            bench.store().set_full(false).unwrap();
            if saved {
                bench.add(1, &bench.note("b"));
            } else {
                bench.draft("");
            }
            bench.worker.save_last();
            assert_eq!(bench.kept().1, [""; 0], "{saved}");
            assert!(bench.told().contains(&"kept".to_owned()), "{saved}");
        }
    }

    #[test]
    fn a_draft_that_was_given_up_while_its_note_waits_does_not_come_back() {
        let mut bench = Bench::new();
        bench.store().set_full(true).unwrap();
        bench.add(1, &bench.note(&long("a")));
        bench.draft(&long("ab"));
        bench.draft("");
        bench.store().set_full(false).unwrap();
        bench.worker.save_all();
        assert_eq!(bench.kept(), (vec![long("a")], vec![]));
    }

    #[test]
    fn a_draft_without_a_store_is_called_not_kept_and_is_kept_once_there_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let in_the_way = dir.path().join("postil.db");
        std::fs::create_dir(&in_the_way).unwrap();
        let mut bench = Bench::with(dir, WORDS);
        bench.told();
        bench.draft("typed");
        let told = bench.told();
        assert!(told.len() == 1 && told[0].starts_with("not kept: ") && told[0].contains("a folder"), "{told:?}");
        std::fs::remove_dir(in_the_way).unwrap();
        bench.worker.save_last();
        assert_eq!(bench.told(), ["known", "kept"]);
        assert_eq!(bench.kept().1, ["typed"]);
    }

    #[test]
    fn what_another_window_changed_first_is_given_up_and_the_draft_stays() {
        let mut bench = Bench::new();
        let first = bench.note("here");
        bench.add(1, &first);
        let mut there = Store::open(bench.dir.path()).unwrap();
        let theirs = Change::Edit { before: Box::new(first.clone()), after: Box::new(bench.note("there")) };
        there.save(&[theirs], Timestamp::now()).unwrap();
        bench.draft("here, too");
        bench.told();
        let second = bench.note("here, too");
        bench.edit(2, &first, &second);
        let told = bench.told();
        assert!(told[0].starts_with("refused 2: the note of annotation"), "{told:?}");
        assert_eq!(told[1..], ["1 notes"]);
        assert_eq!(bench.kept(), (vec!["there".to_owned()], vec!["here, too".to_owned()]));
    }

    #[test]
    fn what_was_written_before_the_store_answered_is_on_the_document_the_store_knows() {
        let bench = Bench::new();
        let first = bench.document;
        let Bench { dir, worker, .. } = bench;
        drop(worker);
        let mut bench = Bench::with(dir, "A title\n\nThe quick brown fox jumps. Then it slept.\n");
        assert_ne!(bench.document, first);
        let note = bench.note("early");
        bench.add(1, &note);
        assert_eq!(bench.told(), ["known", "saved 1"]);
        assert_eq!(bench.worker.named(bench.document), first);
        assert_eq!(bench.kept().0, ["early"]);
    }

    #[test]
    fn a_store_that_can_be_opened_after_all_gets_the_document_with_its_first_note() {
        let dir = tempfile::tempdir().unwrap();
        let in_the_way = dir.path().join("postil.db");
        std::fs::create_dir(&in_the_way).unwrap();
        let mut bench = Bench::with(dir, WORDS);
        let note = bench.note("late");
        bench.add(1, &note);
        let told = bench.told();
        assert!(told.last().unwrap().starts_with("not saved 1:"), "{told:?}");
        std::fs::remove_dir(in_the_way).unwrap();
        bench.worker.save_all();
        assert_eq!(bench.told(), ["known", "saved 1"]);
        assert_eq!(bench.kept().0, ["late"]);
    }

    #[test]
    fn a_store_that_was_moved_or_replaced_gets_nothing_more_and_what_stands_there_all() {
        for copied in [true, false] {
            let mut bench = Bench::new();
            let file = bench.dir.path().join("postil.db");
            let copy = bench.dir.path().join("copy.db");
            bench.store().backup_to(&copy).unwrap();
            bench.draft("a draft");
            let new = if copied { &copy } else { &bench.dir.path().join("moved.db") };
            let (from, to) = if copied { (new, &file) } else { (&file, new) };
            std::fs::rename(from, to).unwrap();
            let note = bench.note("after");
            bench.add(1, &note);
            assert_eq!(bench.told(), ["known", "known", "saved 1"]);
            assert_eq!(bench.kept(), (vec!["after".to_owned()], vec![]));
            // What stood in the file that has no name any more is kept beside it.
            let rescued = bench.dir.path().join("rescued");
            std::fs::create_dir(&rescued).unwrap();
            std::fs::rename(bench.dir.path().join("postil.db.replaced.1"), rescued.join("postil.db")).unwrap();
            let rescued = Store::open(&rescued).unwrap();
            let drafts = rescued.drafts(bench.worker.named(bench.document)).unwrap();
            assert_eq!(drafts.into_iter().map(|draft| draft.text).collect::<Vec<_>>(), ["a draft"]);
            let before = bench.note("after");
            std::fs::remove_file(&file).unwrap();
            bench.draft("more");
            assert_eq!(bench.kept(), (vec![], vec!["more".to_owned()]));
            // What builds on a note that is gone with its file is a draft again.
            let after = bench.note("more");
            bench.edit(2, &before, &after);
            assert!(bench.told().iter().any(|told| told.starts_with("refused 2:")));
        }
    }

    #[test]
    fn counting_gives_way_to_whatever_is_asked_for() {
        let mut bench = Bench::with(tempfile::tempdir().unwrap(), &"A sentence that says nothing.\n\n".repeat(3_000));
        let reading = bench.worker.current.as_ref().unwrap().reading.clone();
        bench.worker.counting = Some((0, reading.count()));
        bench.worker.queue.push_back(super::super::Job::SaveAgain);
        bench.worker.count();
        assert!(bench.worker.counting.is_some());
        bench.worker.queue.clear();
        bench.worker.count();
        let counted = |event| matches!(event, Event::Counted(0, counts) if counts.iter().sum::<usize>() == 3_000);
        assert!(bench.worker.counting.is_none() && bench.told.try_iter().any(counted));
    }
}
