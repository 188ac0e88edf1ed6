//! What to read: a source, or something the store knows.

#![allow(clippy::disallowed_methods, reason = "a thread makes ready what cutting takes long for")]

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use super::failure::Failure;
use super::source::{self, Found};
use super::under_way::UnderWay;
use crate::app::event::{GoTo, Loaded};
use crate::article::identity::{DocumentId, Source};
use crate::article::parse::{Kind, is_short, parse, parse_head, parse_start};
use crate::ingest::address::Address;
use crate::ingest::file::{Limits, Material, begin};
use crate::ingest::pdf::Pdf;
use crate::ingest::started::{Begun, Rest};
use crate::ingest::stop::Stop;
use crate::notes::annotation::AnnotationId;
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;
use crate::store::store::Store;
use crate::text::sentences::{needs_quotations, warm_quotations};

/// A source of so many bytes is read to its end before the first key is; the rest of a longer one follows on the worker.
const START: usize = 256 * 1024;

/// Of text, so many bytes are parsed before the first frame.
const AT_ONCE: usize = 48 * 1024;

/// Bytes of a longer text that are parsed before it: more than any screen shows.
const FIRST: usize = 24 * 1024;

/// Bytes that are asked what cutting the first sentences that show takes.
const ASKED: usize = 8 * 1024;

/// What is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A path, an address, or `-`.
    Source(OsString),
    /// A document of the library, at an annotation.
    Document(DocumentId, Option<AnnotationId>),
}

/// A document that was opened, its first stretch at least.
#[derive(Debug)]
pub struct Opened {
    /// The load it belongs to.
    pub(super) generation: u64,
    /// The source.
    pub(super) material: Material,
    /// The document, or its first stretch.
    pub(super) reading: Reading,
    /// Whether it is all of it.
    pub(super) complete: bool,
    /// The bytes of the source that have not been read yet.
    pub(super) rest: Option<Rest>,
    /// What its bytes were, where they were parsed as they were read.
    pub(super) parsed: Option<Source<'static>>,
    /// Where to go.
    pub(super) go_to: Option<GoTo>,
    /// What the reader should know of where it came from.
    pub(super) notice: Option<String>,
}

impl Opened {
    /// Whether it is the start of a source that is read to its end in no time a reader could notice.
    pub(super) fn is_short_start(&self) -> bool {
        !self.complete && self.rest.is_none() && is_short(self.material.kind, &self.material.bytes, START)
    }

    /// All of the source that is at hand, which goes over to it.
    pub(super) fn completed_at_once(&mut self, words: &Lexicon) -> Self {
        let bytes = std::mem::take(&mut self.material.bytes);
        let material = Material { bytes, ..self.material.clone() };
        opened_whole(words, Page { material, go_to: self.go_to, notice: None }, self.generation)
    }

    /// The event that shows it.
    pub(super) fn loaded(&self) -> Loaded {
        // The name of a first stretch is of no use: nothing can be written on it yet.
        let id = if self.complete {
            DocumentId::first_seen(self.reading.document().hash())
        } else {
            DocumentId(uuid::Uuid::nil())
        };
        Loaded {
            generation: self.generation,
            reading: self.reading.clone(),
            origin: self.material.origin.clone(),
            id,
            complete: self.complete,
            go_to: self.go_to,
            notice: self.notice.clone(),
        }
    }
}

/// How far an opening gets at once.
#[derive(Debug)]
pub(super) enum Opening {
    /// It is here.
    Here(Box<Opened>),
    /// It has to be fetched.
    Remote(Address),
    /// A page so large that looking for its article may keep the reader waiting.
    Page(Box<Page>),
    /// Another program is making its text.
    UnderWay(Box<UnderWay>),
}

/// A source that is at hand and has not been taken apart.
#[derive(Debug)]
pub(super) struct Page {
    /// The source.
    pub(super) material: Material,
    /// Where to go in it.
    pub(super) go_to: Option<GoTo>,
    /// What the reader should know of where it came from.
    pub(super) notice: Option<String>,
}

impl Page {
    /// A source, to be read from its start.
    pub(super) fn of(material: Material) -> Self {
        Self { material, go_to: None, notice: None }
    }

    /// A source as the store kept it, or as its file is now.
    pub(super) fn kept(material: Material, go_to: Option<GoTo>) -> Self {
        let notice = material.origin.fetched.as_ref().map(source::as_fetched);
        Self { material, go_to, notice }
    }
}

/// What a source is opened for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load<'a> {
    /// The number of the load.
    pub(super) generation: u64,
    /// The folder of the store.
    pub(super) data_dir: &'a Path,
    /// The words that speak for a pane.
    pub(super) words: &'a Lexicon,
    /// How much is taken from a source at most.
    pub(super) limits: &'a Limits,
    /// Gives it up.
    pub(super) stop: &'a Stop,
}

/// Opens what is wanted; nothing is fetched.
pub(super) fn open_wanted(load: &Load<'_>, wanted: &Wanted) -> Result<Opening, Failure> {
    let Load { generation, data_dir, words, limits, .. } = *load;
    match wanted {
        Wanted::Source(path) if Address::of(path).is_none() => Ok(match begin(path, limits, START as u64)? {
            Begun::Whole(material) => {
                warm_for(&material.bytes);
                here(words, Page::of(material), generation)
            }
            Begun::Pdf(pdf) => match under_way(load, pdf).wait() {
                Ok(material) => here(words, Page::of(material?), generation),
                Err(under_way) => Opening::UnderWay(under_way),
            },
            Begun::Start(start, rest) => {
                warm_for(&start.bytes);
                match parse_head(start.kind, &start.bytes, &start.origin.name, FIRST) {
                    Some(document) => {
                        let reading = Reading::with(Arc::new(document), words.clone());
                        let (material, rest) = (start, Some(rest));
                        let (go_to, notice) = (None, None);
                        let opened = Opened {
                            generation,
                            material,
                            reading,
                            complete: false,
                            rest,
                            parsed: None,
                            go_to,
                            notice,
                        };
                        Opening::Here(Box::new(opened))
                    }
                    None => here(words, Page::of(rest.read(start)?.0), generation),
                }
            }
        }),
        Wanted::Source(path) => Ok(match source::find(data_dir, path, limits, &mut |_| {})? {
            Found::Here(material) => here(words, Page::of(material), generation),
            Found::Kept(material) => here(words, Page::kept(material, None), generation),
            Found::Remote(address) => Opening::Remote(address),
        }),
        Wanted::Document(id, annotation) => {
            let store = Store::open_to_read(data_dir)?;
            let record = store.as_ref().map(|store| store.document(*id)).transpose()?.flatten();
            let (Some(store), Some(record)) = (store, record) else {
                return Err(Failure::Unknown(format!(
                    "{id}: the library has no such document; `postil list` shows what it has"
                )));
            };
            let go_to = annotation.map(GoTo::Annotation);
            let under_way = match source::begun(&record) {
                Some(Begun::Whole(material)) => return Ok(here(words, Page::kept(material, go_to), generation)),
                Some(Begun::Pdf(pdf)) => UnderWay { go_to, kept: Some(record.id), ..under_way(load, pdf) },
                Some(Begun::Start(..)) | None => {
                    return Ok(here(words, Page::kept(source::kept(&store, &record)?, go_to), generation));
                }
            };
            let material = match under_way.wait() {
                Ok(Ok(material)) => material,
                Ok(Err(_)) => source::kept(&store, &record)?,
                Err(under_way) => return Ok(Opening::UnderWay(under_way)),
            };
            Ok(here(words, Page::kept(material, go_to), generation))
        }
    }
}

/// Has a thread of its own make ready what cutting a text that begins with `bytes` takes long for, while it is parsed.
fn warm_for(bytes: &[u8]) {
    if needs_quotations(bytes.get(..ASKED).unwrap_or(bytes)) {
        thread::spawn(warm_quotations);
    }
}

fn under_way(load: &Load<'_>, pdf: Pdf) -> UnderWay {
    UnderWay::begin(pdf, load.words, load.generation, load.stop)
}

fn here(words: &Lexicon, page: Page, generation: u64) -> Opening {
    if is_slow(&page.material) {
        return Opening::Page(Box::new(page));
    }
    Opening::Here(Box::new(opened(words, page, generation)))
}

/// Whether a source is to be taken apart on the worker: where an article stands on a page, only the whole page tells.
fn is_slow(material: &Material) -> bool {
    material.kind == Kind::Html && material.bytes.len() > START
}

fn opened(words: &Lexicon, page: Page, generation: u64) -> Opened {
    let Page { material, go_to, notice } = page;
    let is_text = matches!(material.kind, Kind::PlainText | Kind::Markdown);
    let complete = is_short(material.kind, &material.bytes, if is_text { AT_ONCE } else { START });
    let name = &material.origin.name;
    let document = if complete {
        parse(material.kind, &material.bytes, name)
    } else {
        parse_start(material.kind, &material.bytes, name, FIRST)
    };
    Opened {
        generation,
        reading: Reading::with(Arc::new(document), words.clone()),
        material,
        complete,
        rest: None,
        parsed: None,
        go_to,
        notice,
    }
}

/// All of a source at once.
pub(super) fn opened_whole(words: &Lexicon, page: Page, generation: u64) -> Opened {
    let Page { material, go_to, notice } = page;
    let document = parse(material.kind, &material.bytes, &material.origin.name);
    let reading = Reading::with(Arc::new(document), words.clone());
    Opened { generation, reading, material, complete: true, rest: None, parsed: None, go_to, notice }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "the test makes files and times")]

    use super::*;
    use crate::article::identity::Origin;

    fn open_at(data_dir: &Path, wanted: &Wanted) -> Opening {
        let (words, limits, stop) = (&Lexicon::default(), &Limits::default(), &Stop::default());
        open_wanted(&Load { generation: 1, data_dir, words, limits, stop }, wanted).unwrap()
    }

    #[test]
    fn a_text_that_is_short_is_whole_before_the_first_key() {
        let folder = tempfile::tempdir().unwrap();
        for (bytes, parts, whole) in [(40 << 10, false, false), (100 << 10, true, true), (300 << 10, true, false)] {
            let file = folder.path().join("a.txt");
            let text = "It rose by 3 %.\n".repeat(bytes / 16);
            std::fs::write(&file, &text).unwrap();
            let wanted = Wanted::Source(file.into_os_string());
            let words = Lexicon::default();
            let Opening::Here(mut opened) = open_at(folder.path(), &wanted) else {
                panic!("{bytes} bytes of text are at hand")
            };
            assert_eq!(!opened.complete, parts, "{bytes}");
            assert_eq!(opened.is_short_start(), whole, "{bytes}");
            if whole {
                let completed = opened.completed_at_once(&words);
                assert!(completed.complete);
                let document = parse(Kind::PlainText, text.as_bytes(), "a.txt");
                assert_eq!(completed.reading.document().text(), document.text());
            }
        }
    }

    #[test]
    fn a_large_page_is_left_to_the_worker_wherever_it_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("a.html"));
        let page = format!("<html><body><p>{}</p></body></html>", "Words of it. ".repeat(START / 8));
        std::fs::write(&file, &page).unwrap();
        let document = parse(Kind::Html, page.as_bytes(), "a.html");
        let origin = Origin { uri: None, name: "a.html".to_owned(), fetched: None };
        let mut store = Store::open(&data).unwrap();
        let known = store.remember(&document, &origin, page.as_bytes(), jiff::Timestamp::UNIX_EPOCH).unwrap();
        let at = AnnotationId(uuid::Uuid::nil());
        let open = |wanted| open_at(&data, &wanted);
        for (wanted, expected) in [
            (Wanted::Source(file.into_os_string()), None),
            (Wanted::Document(known.id, None), None),
            (Wanted::Document(known.id, Some(at)), Some(GoTo::Annotation(at))),
        ] {
            let Opening::Page(page) = open(wanted) else { panic!("it was taken apart at once") };
            assert_eq!(page.go_to, expected);
        }
    }
}
