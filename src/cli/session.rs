//! What every command works with: the places, the store, the clock, standard output.

#![allow(clippy::disallowed_methods, reason = "commands run at the edge: this is where time and ids come from")]

use std::ffi::OsStr;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::failure::Failure;
use super::output::{Output, say};
use crate::config::paths::Paths;
use crate::config::zone::zone;
use crate::ingest::file::Limits;
use crate::ingest::stop::Stop;
use crate::notes::annotation::{Annotation, AnnotationId};
use crate::notes::colour::Legend;
use crate::reading::lexicon::Lexicon;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;

/// The shortest beginning of an id that is taken for one where a file could be meant.
const SHORTEST_ID: usize = 4;

/// What a command works with.
pub(super) struct Session {
    /// Where the store and the config are.
    pub(super) paths: Paths,
    /// What the colours mean to this reader.
    pub(super) legend: Legend,
    /// The words that speak for a pane.
    pub(super) words: Lexicon,
    /// Where data go.
    pub(super) out: Output,
    /// How much is taken from a source at most.
    pub(super) limits: Limits,
    /// Gives up what is being fetched.
    pub(super) stop: Stop,
}

impl Session {
    /// The store, to read; nothing where there is none yet.
    pub(super) fn store_to_read(&self) -> Result<Option<Store>, Failure> {
        Store::open_to_read(&self.paths.data).map_err(Failure::said)
    }

    /// The store, to read, where a command makes no sense without one.
    pub(super) fn store_that_is_there(&self) -> Result<Store, Failure> {
        store_that_is_there(&self.paths)
    }

    /// The store, to write; made where there is none.
    pub(super) fn store(&self) -> Result<Store, Failure> {
        Store::open(&self.paths.data).map_err(Failure::said)
    }

    /// The store, to change what is in it; where a command makes no sense without one. The day's first
    /// change of this kind is made after a copy was kept.
    pub(super) fn store_to_change(&self) -> Result<Store, Failure> {
        self.store_that_is_there()?;
        let store = self.store()?;
        keep_daily_copy(&store);
        Ok(store)
    }
}

/// Keeps the day's copy, and says what was noticed on the way.
pub(super) fn keep_daily_copy(store: &Store) {
    if let Some(sentence) = store.keep_daily_copy(today()) {
        say(&sentence);
    }
}

/// The store in these places, to read.
pub(super) fn store_that_is_there(paths: &Paths) -> Result<Store, Failure> {
    Store::open_to_read(&paths.data).map_err(Failure::said)?.ok_or_else(|| {
        let place = paths.data.display();
        Failure::said(format_args!(
            "there are no notes in {place} yet: make one with postil annotate, or name another folder with --data-dir"
        ))
    })
}

/// The time, to the millisecond.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The day, where the reader is.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(zone()).date()
}

/// A name for a new annotation.
pub(super) fn new_id() -> AnnotationId {
    AnnotationId(Uuid::now_v7())
}

/// An id as people give it, in its plain form.
pub(super) fn plain(id: &str) -> String {
    let id = id.trim().to_lowercase();
    id.strip_prefix("postil://").unwrap_or(&id).trim_end_matches('/').to_owned()
}

/// What an argument that may be a source as well names in the store: a document, and the annotation on it where the
/// argument is one's id. `postil://ID` names nothing else; a bare id, or the beginning of one, does where no file is
/// called that.
pub(super) fn named(paths: &Paths, wanted: &OsStr) -> Result<Option<(DocumentRecord, Option<AnnotationId>)>, Failure> {
    let Some(text) = wanted.to_str() else { return Ok(None) };
    if text.trim().to_lowercase().starts_with("postil://") {
        return owner(&store_that_is_there(paths)?, text).map(Some);
    }
    let shaped = text.len() >= SHORTEST_ID && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !shaped || Path::new(wanted).exists() {
        return Ok(None);
    }
    // A store that cannot be read is told of where it is needed; a name is a file's until then.
    let Some(store) = Store::open_to_read(&paths.data).ok().flatten() else { return Ok(None) };
    known(&store, text)
}

/// The document whose id begins with `id`, or whose annotation's does.
pub(super) fn owner(store: &Store, id: &str) -> Result<(DocumentRecord, Option<AnnotationId>), Failure> {
    known(store, id)?.ok_or_else(|| no_annotation(id))
}

/// The document whose id begins with `id`, or whose annotation's does; nothing where none does.
fn known(store: &Store, id: &str) -> Result<Option<(DocumentRecord, Option<AnnotationId>)>, Failure> {
    if let Some(record) = document(store, id)? {
        return Ok(Some((record, None)));
    }
    let Some(annotation) = annotation_known(store, id)? else { return Ok(None) };
    let record = store.document(annotation.document).map_err(Failure::said)?;
    let record = record.ok_or_else(|| {
        Failure::said(format_args!("the document of {} is in the trash: add it again", annotation.id))
    })?;
    Ok(Some((record, Some(annotation.id))))
}

/// The one annotation whose id begins with `id`.
pub(super) fn annotation(store: &Store, id: &str) -> Result<Annotation, Failure> {
    annotation_known(store, id)?.ok_or_else(|| no_annotation(id))
}

fn no_annotation(id: &str) -> Failure {
    Failure::said(format_args!("there is no annotation {id}: see postil notes for their ids"))
}

fn annotation_known(store: &Store, id: &str) -> Result<Option<Annotation>, Failure> {
    let wanted = plain(id);
    if let Ok(whole) = Uuid::parse_str(&wanted)
        && let Some(found) = store.annotation(AnnotationId(whole)).map_err(Failure::said)?
    {
        return Ok(Some(found));
    }
    let all = store.all_annotations().map_err(Failure::said)?;
    only(id, all.into_iter().map(|(_, annotation)| annotation), |one| one.id.to_string())
}

/// The one document whose id begins with `id`.
pub(super) fn document(store: &Store, id: &str) -> Result<Option<DocumentRecord>, Failure> {
    only(id, store.documents().map_err(Failure::said)?, |one| one.id.to_string())
}

/// The one whose id begins with `id`; that several do is a failure.
fn only<T>(id: &str, all: impl IntoIterator<Item = T>, id_of: impl Fn(&T) -> String) -> Result<Option<T>, Failure> {
    let wanted = plain(id);
    let mut found = all.into_iter().filter(|one| !wanted.is_empty() && id_of(one).starts_with(&wanted));
    match (found.next(), found.count()) {
        (one, 0) => Ok(one),
        (_, more) => Err(Failure::said(format_args!("{id} is the beginning of {} ids: give more of it", more + 1))),
    }
}
