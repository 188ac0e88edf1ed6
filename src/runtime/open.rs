//! What to read: a source, or something the store knows.

#![allow(clippy::disallowed_methods, reason = "the runtime has the clock and the threads")]

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::source::{self, Found};
use crate::app::event::{GoTo, Loaded};
use crate::article::identity::DocumentId;
use crate::article::parse::{is_short, parse, parse_start};
use crate::ingest::fetch::{Answer, Fetch};
use crate::ingest::file::{Limits, Material};
use crate::notes::annotation::AnnotationId;
use crate::reading::reading::Reading;
use crate::store::store::Store;

/// Bytes that are parsed before the first frame; the rest of a longer source follows on the worker.
const START: usize = 256 * 1024;

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
    /// Where to go.
    pub(super) go_to: Option<GoTo>,
}

impl Opened {
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
        }
    }
}

/// Opens what is wanted, as the answer to `generation`.
pub(super) fn open_wanted(data_dir: &Path, wanted: &Wanted, generation: u64) -> Result<Opened, Failure> {
    match wanted {
        Wanted::Source(path) => {
            let material = match source::find(data_dir, path, &Limits::default())? {
                Found::Here(material) | Found::Kept(material) => material,
                Found::Remote(address) => {
                    let now = jiff::Timestamp::now();
                    let web = Limits::default().web;
                    match Fetch::new(address).run(None, web, now, &mut |_| {})? {
                        Answer::Material(material) => *material,
                        Answer::Unchanged => return Err(Failure::Unknown(String::new())),
                    }
                }
            };
            Ok(opened(material, generation, None))
        }
        Wanted::Document(id, annotation) => {
            let store = Store::open_to_read(data_dir)?;
            let record = store.as_ref().map(|store| store.document(*id)).transpose()?.flatten();
            let (Some(store), Some(record)) = (store, record) else {
                return Err(Failure::Unknown(format!(
                    "{id}: the library has no such document; `postil list` shows what it has"
                )));
            };
            let material = source::current(&store, &record)?;
            Ok(opened(material, generation, annotation.map(GoTo::Annotation)))
        }
    }
}

fn opened(material: Material, generation: u64, go_to: Option<GoTo>) -> Opened {
    let complete = is_short(material.kind, &material.bytes, START);
    let name = &material.origin.name;
    let document = if complete {
        parse(material.kind, &material.bytes, name)
    } else {
        parse_start(material.kind, &material.bytes, name, START / 4)
    };
    Opened { generation, reading: Reading::of(Arc::new(document)), material, complete, go_to }
}
