//! Reading on: all of a document of which a first stretch shows.

use std::sync::Arc;

use super::super::open::Opened;
use super::{LONG_TEXT, Worker};
use crate::article::document::Document;
use crate::article::identity::Source;
use crate::article::parse::{parse, parse_from};
use crate::ingest::error::IngestError;
use crate::ingest::file::Material;
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;

/// A block longer than this is judged here, not while it is drawn.
const LONG_BLOCK: usize = 64 << 10;

/// Bytes of such blocks that are judged here: more than any article has.
const MOST_JUDGED: usize = 8 << 20;

impl Worker {
    /// Reads the rest of what was opened.
    pub(super) fn completed(&self, opened: Opened) -> Result<Opened, IngestError> {
        let Opened { generation, material, rest, go_to, .. } = opened;
        let done = |material, reading, parsed, notice| Opened {
            generation,
            material,
            reading,
            complete: true,
            rest: None,
            parsed,
            go_to,
            notice,
        };
        let (material, changed) = match rest {
            Some(rest) if rest.size() > LONG_TEXT as u64 => {
                let name = &material.origin.name;
                let found = rest.parsed(|file| parse_from(material.kind, file, name))?;
                if let Some((document, hash)) = found {
                    let parsed = Source { hash, len: rest.size() as usize, bytes: None };
                    let material = Material { bytes: Vec::new(), ..material };
                    return Ok(done(material, reading_of(document, &self.words), Some(parsed), None));
                }
                rest.read(material)?
            }
            Some(rest) => rest.read(material)?,
            None => (material, false),
        };
        let reading = all_of(&material, &self.words);
        let name = &material.origin.name;
        let notice = changed.then(|| format!("{name} was changed while it was read: this is its text now"));
        Ok(done(material, reading, None, notice))
    }
}

/// The reading of a whole source by `words`, so far judged that drawing any page of it is quick.
fn all_of(material: &Material, words: &Lexicon) -> Reading {
    reading_of(parse(material.kind, &material.bytes, &material.origin.name), words)
}

/// The reading of a whole document by `words`, so far judged that drawing any page of it is quick.
fn reading_of(document: Document, words: &Lexicon) -> Reading {
    let reading = Reading::with(Arc::new(document), words.clone());
    reading.judge_longer_than(LONG_BLOCK, MOST_JUDGED);
    reading
}
