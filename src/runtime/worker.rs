//! The worker: the thread that has the store. Jobs come in, events go out; the thread that draws
//! never waits for it.

#![allow(clippy::disallowed_methods, reason = "the runtime has the clock and the threads")]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use jiff::Timestamp;
use uuid::Uuid;

use self::fetching::Fetching;
pub(super) use self::saving::Progress;
use self::saving::Unsaved;
use super::open::{Load, Opened, Opening, Page, Wanted, open_wanted, opened_whole};
use super::signals::Waker;
use super::under_way::UnderWay;
use crate::app::event::{Event, Known};
use crate::app::session::{Draft, LeftBy};
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Fetched, Origin, Source};
use crate::config::zone::zone;
use crate::ingest::address::Address;
use crate::ingest::error::IngestError;
use crate::ingest::fetch::Answer;
use crate::ingest::file::{Limits, Material};
use crate::ingest::stop::Stop;
use crate::notes::annotation::{AnnotationId, Placed};
use crate::notes::change::Change;
use crate::notes::colour::Legend;
use crate::reading::count::Count;
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;
use crate::store::drafts::Draft as KeptDraft;
use crate::store::error::StoreError;
use crate::store::library::Position;
use crate::store::store::Store;
use crate::store::watch::Watch;

mod fetching;
mod listing;
mod reading_on;
mod saving;

/// A text longer than this is kept only once something is written on it.
const LONG_TEXT: usize = 8 << 20;

/// What the worker is asked to do.
#[derive(Debug)]
pub(super) enum Job {
    /// A document shows: read the rest of it, and find what the store knows of it.
    Begin(Box<Opened>),
    /// Open a document, unless that is given up.
    Open(u64, Wanted, Stop),
    /// Take a page apart and show it.
    Read(u64, Box<Page>),
    /// Fetch what stands at an address, where its server said something before only what is new, and show it, unless
    /// that is given up.
    Fetch(u64, Address, Option<Fetched>, Stop),
    /// Show what another program is reading.
    Follow(Box<UnderWay>),
    /// What came of these, from the thread that fetched.
    Fetched(u64, Box<Result<Answer, IngestError>>),
    /// Give up what is being fetched.
    StopFetching,
    /// Carry changes out, and let the draft go that they were typed as.
    Save(u64, DocumentId, Vec<Change>, Option<AnnotationId>),
    /// Try again to carry out what failed.
    SaveAgain,
    /// Keep (or drop, where empty) a note that is being written: the text of this number that is to be kept.
    KeepDraft(u64, DocumentId, Draft),
    /// Make a draft that another window left this window's own.
    TakeDraft(Draft),
    /// Keep the place of reading.
    KeepPosition(DocumentId, usize),
    /// Export the document to a path, with what the reader calls the colours.
    Export(String, Legend),
    /// Count the sentences of each pane.
    Count(u64, Reading),
    /// Find what stood around annotations, and what stands there now.
    Compare(DocumentId, Vec<Placed>),
    /// List annotations.
    FetchNotes(String),
    /// List documents.
    FetchLibrary,
    /// The store's file was written to.
    Heard,
    /// End, when all before is done.
    End,
}

/// The worker's side of the channels, and what it has open.
pub(super) struct Worker {
    jobs: Receiver<Job>,
    queue: VecDeque<Job>,
    events: Sender<Event>,
    waker: Waker,
    /// Asks this worker itself, from the store's watcher.
    ask: Sender<Job>,
    data_dir: PathBuf,
    /// What this window is called in the store.
    window: Uuid,
    limits: Limits,
    /// The words that speak for a pane.
    words: Lexicon,
    fetching: Option<Fetching>,
    store: Option<Store>,
    watch: Option<Watch>,
    version: Option<i64>,
    /// Why the store could not be opened for writing; only a save tries again.
    refused: Option<String>,
    unsaved: Unsaved,
    current: Option<Current>,
    /// The sentences of the document that shows, as far as they are counted.
    counting: Option<(u64, Count)>,
}

/// The document that is open.
struct Current {
    /// The name the screen has for it until it hears of the store's.
    first: DocumentId,
    /// The name it has in the store.
    id: DocumentId,
    /// What it was read from, while the store has not heard of it; without its bytes, once it has.
    unknown: Option<Unknown>,
    told: Option<Unknown>,
    /// Names it had in a store whose place another has taken.
    former: Vec<DocumentId>,
    origin: Origin,
    reading: Reading,
    /// Whether the text of a long document has been kept.
    kept: bool,
}

/// What was opened and is not in the store yet.
struct Unknown {
    generation: u64,
    material: Material,
    parsed: Option<Source<'static>>,
}

impl Unknown {
    /// The bytes it was parsed from.
    fn source(&self) -> Source<'_> {
        self.parsed.unwrap_or_else(|| Source::from(&self.material.bytes))
    }
}

impl Worker {
    pub(super) fn new(
        jobs: Receiver<Job>,
        ask: Sender<Job>,
        events: Sender<Event>,
        waker: Waker,
        data_dir: &Path,
        limits: Limits,
        words: Lexicon,
    ) -> Self {
        Self {
            jobs,
            queue: VecDeque::new(),
            events,
            waker,
            ask,
            data_dir: data_dir.to_path_buf(),
            window: Uuid::now_v7(),
            limits,
            words,
            fetching: None,
            store: None,
            watch: None,
            version: None,
            refused: None,
            unsaved: Unsaved::default(),
            current: None,
            counting: None,
        }
    }

    /// How far it is with the texts that are to be kept, as it goes on.
    pub(super) fn progress(&self) -> Progress {
        self.unsaved.progress()
    }

    /// Works until asked to end.
    pub(super) fn run(mut self) {
        // Days stand beside annotations only; to look the zone up takes long beside the way to the first frame.
        self.tell(Event::Zone(zone()));
        while let Some(job) = self.next() {
            match job {
                Job::Begin(opened) => self.begin(*opened),
                Job::Open(generation, wanted, stop) => self.open(generation, &wanted, stop),
                Job::Read(generation, page) => self.read(generation, *page),
                Job::Fetch(generation, address, said, stop) => self.fetch(generation, address, said, stop),
                Job::Follow(under_way) => self.follow(*under_way),
                Job::Fetched(generation, answer) => self.fetched(generation, *answer),
                Job::StopFetching => self.stop_fetching(),
                Job::Save(ticket, document, changes, draft) => self.save(ticket, document, changes, draft),
                Job::SaveAgain => self.save_all(),
                Job::KeepDraft(number, document, draft) => {
                    self.keep_draft(document, draft);
                    self.unsaved.have_come_to(number);
                }
                Job::TakeDraft(draft) => self.take_draft(&draft),
                Job::KeepPosition(document, offset) => self.keep_position(document, offset),
                Job::Export(path, legend) => self.export(&path, &legend),
                Job::Count(generation, reading) => self.counting = Some((generation, reading.count())),
                Job::Compare(document, placed) => self.compare(document, &placed),
                Job::FetchNotes(query) => self.fetch_notes(query),
                Job::FetchLibrary => self.fetch_library(),
                Job::Heard => self.look(),
                Job::End => {
                    self.save_last();
                    return;
                }
            }
        }
    }

    /// Counts as long as there is nothing else to do: nobody waits for it.
    fn count(&mut self) {
        let Some((generation, mut count)) = self.counting.take() else { return };
        loop {
            if count.go_on() {
                return self.tell(Event::Counted(generation, count.counts()));
            }
            self.queue.extend(self.jobs.try_iter());
            if !self.queue.is_empty() {
                self.counting = Some((generation, count));
                return;
            }
        }
    }

    /// The next job. Of the texts of one draft, of places and of calls from the watcher only the last counts.
    fn next(&mut self) -> Option<Job> {
        loop {
            self.queue.extend(self.jobs.try_iter());
            if self.queue.is_empty() {
                self.count();
            }
            if self.queue.is_empty() {
                let job = self.jobs.recv().ok()?;
                self.queue.push_back(job);
            }
            let job = self.queue.pop_front()?;
            let later = |other: &Job| match (&job, other) {
                // A draft that is to go says nothing of the text before it, which is needed where a save fails.
                (Job::KeepDraft(_, _, draft), Job::KeepDraft(_, _, other)) => {
                    draft.id == other.id && !other.text.is_empty()
                }
                (Job::KeepPosition(document, _), Job::KeepPosition(other, _)) => document == other,
                (Job::Heard, Job::Heard) => true,
                _ => false,
            };
            if !self.queue.iter().any(later) {
                return Some(job);
            }
        }
    }

    fn tell(&self, event: Event) {
        if self.events.send(event).is_ok() {
            self.waker.wake();
        }
    }

    /// The store, opened when it is first needed; where it cannot be, that is said once.
    fn store(&mut self) -> Option<&mut Store> {
        if self.store.is_none() && self.refused.is_none() {
            match Store::open(&self.data_dir) {
                Ok(store) => {
                    // A day without a copy is no reason to say something before the first page is read.
                    if let Some(sentence) = store.keep_daily_copy(Timestamp::now().to_zoned(zone()).date()) {
                        self.tell(Event::Failed(sentence));
                    }
                    let ask = self.ask.clone();
                    self.watch = store.watch(move || drop(ask.send(Job::Heard))).ok();
                    self.version = store.data_version().ok();
                    self.store = Some(store);
                }
                Err(error) => {
                    self.refused = Some(error.to_string());
                    self.tell(Event::NoStore(no_store(&error)));
                }
            }
        }
        self.store.as_mut()
    }

    fn begin(&mut self, opened: Opened) {
        let opened = if opened.complete {
            opened
        } else {
            let generation = opened.generation;
            match self.completed(opened) {
                Ok(opened) => {
                    self.tell(Event::Loaded(Box::new(opened.loaded())));
                    opened
                }
                Err(error) => {
                    self.tell(Event::NotLoaded(generation, error.to_string()));
                    return;
                }
            }
        };
        let Opened { generation, material, reading, parsed, .. } = opened;
        let document = Arc::clone(reading.document());
        let id = DocumentId::first_seen(document.hash());
        let (origin, kept) = (material.origin.clone(), document.text().len() <= LONG_TEXT);
        let unknown = Some(Unknown { generation, material, parsed });
        self.current = Some(Current { first: id, id, unknown, told: None, former: Vec::new(), origin, reading, kept });
        if self.store().is_some() {
            if let Err(error) = self.introduce() {
                self.tell(Event::NoStore(no_store(&error)));
            }
        } else if let Some(Current { unknown: Some(unknown), .. }) = &self.current {
            self.show_without_saving(&document, unknown);
        }
    }

    /// Makes the document that is open known to the store, where it is not yet, and shows what is known of it.
    fn introduce(&mut self) -> Result<(), StoreError> {
        let (Some(store), Some(current)) = (&mut self.store, &mut self.current) else { return Ok(()) };
        let Some(unknown) = &current.unknown else { return Ok(()) };
        let source = unknown.source();
        let parsed = Some(Source { hash: source.hash, len: source.len, bytes: None });
        let known = known(store, self.window, current.reading.document(), unknown, source)?;
        current.id = known.id;
        current.told = current.unknown.take().map(|unknown| {
            let material = Material { bytes: Vec::new(), ..unknown.material };
            Unknown { material, parsed, ..unknown }
        });
        self.version = store.data_version().ok();
        self.tell(Event::Known(Box::new(known)));
        Ok(())
    }

    /// Shows what a store holds that cannot be written to now: full, locked, or on a read-only disk.
    fn show_without_saving(&self, document: &Document, unknown: &Unknown) {
        let shown = || -> Result<Option<Known>, StoreError> {
            let Some(store) = Store::open_to_read(&self.data_dir)? else { return Ok(None) };
            let Some(found) = store.recognise(document, &unknown.material.origin, unknown.source())? else {
                return Ok(None);
            };
            let placed = store.placed(store.annotations(found.id)?, document)?;
            let edited = found.earlier.is_some();
            Ok(Some(Known {
                generation: unknown.generation,
                id: found.id,
                placed,
                edited,
                drafts: Vec::new(),
                position: None,
                writable: false,
            }))
        };
        // That the store cannot be used has been said already.
        if let Ok(Some(known)) = shown() {
            self.tell(Event::Known(Box::new(known)));
        }
    }

    /// Opens another document in place of the one that shows.
    fn open(&mut self, generation: u64, wanted: &Wanted, stop: Stop) {
        let (data_dir, words, limits) = (&self.data_dir, &self.words, &self.limits);
        let opening = open_wanted(&Load { generation, data_dir, words, limits, stop: &stop }, wanted);
        if matches!(opening, Ok(Opening::Here(_) | Opening::Page(_))) {
            // It takes the place of whatever is still coming.
            self.stop_fetching();
        }
        match opening {
            Ok(Opening::Remote(address)) => self.fetch(generation, address, None, stop),
            Ok(Opening::Page(page)) => self.read(generation, *page),
            Ok(Opening::UnderWay(under_way)) => {
                self.tell(match &under_way.start {
                    Some(start) => Event::Loaded(Box::new(start.loaded())),
                    None => Event::Fetching(generation, under_way.words.clone()),
                });
                self.follow(*under_way);
            }
            Ok(Opening::Here(opened)) => match if opened.complete { Ok(*opened) } else { self.completed(*opened) } {
                Ok(opened) => {
                    self.tell(Event::Loaded(Box::new(opened.loaded())));
                    self.begin(opened);
                }
                Err(error) => self.tell(Event::NotLoaded(generation, error.to_string())),
            },
            Err(error) => self.tell(Event::NotLoaded(generation, error.to_string())),
        }
    }

    /// Takes a source apart and shows it.
    fn read(&mut self, generation: u64, page: Page) {
        let opened = opened_whole(&self.words, page, generation);
        self.tell(Event::Loaded(Box::new(opened.loaded())));
        self.begin(opened);
    }

    /// The name in the store of a document the screen may know by another.
    fn named(&self, document: DocumentId) -> DocumentId {
        let is_it = |current: &&Current| current.first == document || current.former.contains(&document);
        let ours = self.current.as_ref().filter(is_it);
        ours.map_or(document, |current| current.id)
    }

    fn keep_position(&mut self, document: DocumentId, offset: usize) {
        let document = self.named(document);
        let Some(edition) = self
            .current
            .as_ref()
            .filter(|current| current.id == document)
            .map(|current| current.reading.document().hash())
        else {
            return;
        };
        if let Some(store) = self.store.as_mut() {
            // A place that is not kept costs the reader a search; it is not worth a message at the end.
            let _ = store.keep_position(document, Position { edition, offset });
        }
    }

    fn compare(&mut self, document: DocumentId, placed: &[Placed]) {
        let (Some(store), Some(current)) = (&self.store, &self.current) else { return };
        if current.id != document {
            return;
        }
        match store.passages(placed, current.reading.document()) {
            Ok(found) => self.tell(Event::Compared(document, found)),
            Err(error) => self.tell(Event::Failed(error.to_string())),
        }
    }

    /// The store's file was written to: if another window wrote, what it wrote is shown.
    fn look(&mut self) {
        let (Some(store), Some(current)) = (&self.store, &self.current) else { return };
        let version = store.data_version().ok();
        if version == self.version {
            return;
        }
        self.version = version;
        let placed =
            store.annotations(current.id).and_then(|annotations| store.placed(annotations, current.reading.document()));
        match placed {
            Ok(placed) => self.tell(Event::Notes(current.id, placed)),
            Err(error) => self.tell(Event::Failed(error.to_string())),
        }
    }

    fn export(&mut self, path: &str, legend: &Legend) {
        let Some(current) = &self.current else { return };
        let exported = match &self.store {
            Some(store) => super::export::to_file(store, current.id, &current.origin, &current.reading, legend, path),
            None => Err("the store cannot be opened, so there is nothing to export".to_owned()),
        };
        self.tell(Event::Exported(exported));
    }
}

/// Puts a document into the library and gives what is known of it.
fn known(
    store: &mut Store,
    window: Uuid,
    document: &Document,
    unknown: &Unknown,
    source: Source<'_>,
) -> Result<Known, StoreError> {
    let generation = unknown.generation;
    let found = store.remember(document, &unknown.material.origin, source, Timestamp::now())?;
    let placed = store.placed(store.annotations(found.id)?, document)?;
    let drafts = store.drafts(found.id)?.into_iter();
    let drafts = drafts.map(|draft| drafted(draft, window)).collect();
    let position = found.position.map(|position| store.position_in(position, document)).transpose()?.flatten();
    Ok(Known { generation, id: found.id, placed, edited: found.earlier.is_some(), drafts, position, writable: true })
}

/// A draft of the store, as the window `window` has it.
fn drafted(KeptDraft { id, window: by, selector, text, saved, .. }: KeptDraft, window: Uuid) -> Draft {
    Draft { id, selector, text, left_by: (by != window).then_some(LeftBy { window: by, at: saved }) }
}

fn no_store(error: &StoreError) -> String {
    format!("reading without saving: {error}")
}
