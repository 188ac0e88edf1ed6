//! A source of which another program makes the text: it is read on a thread of its own, and shows as far as it has
//! come.

#![allow(clippy::disallowed_methods, reason = "the runtime has the clock and the threads")]

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::open::Opened;
use crate::app::event::GoTo;
use crate::article::identity::DocumentId;
use crate::article::parse::{Kind, parse_head};
use crate::ingest::error::IngestError;
use crate::ingest::file::Material;
use crate::ingest::pdf::Pdf;
use crate::ingest::progress::Progress;
use crate::ingest::stop::Stop;
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;

/// How long a source is waited for before the screen shows that it is being read.
const A_WHILE: Duration = Duration::from_millis(150);

/// Bytes of pages that a first stretch is looked for in; where they do not tell, in four times as many.
const FIRST: usize = 96 << 10;

/// Bytes of the first stretch: more than any screen shows.
const STRETCH: usize = 24 << 10;

/// What has come of a source.
#[derive(Debug)]
pub(super) enum Came {
    /// How far it is, in words.
    Progress(String),
    /// Its first stretch.
    Start(Box<Opened>),
    /// All of it.
    Whole(Result<Material, IngestError>),
}

/// A source that is being read.
#[derive(Debug)]
pub(super) struct UnderWay {
    /// The load it belongs to.
    pub(super) generation: u64,
    /// What messages call it.
    pub(super) name: String,
    /// What is said of it.
    pub(super) words: String,
    /// Its first stretch, where that has come.
    pub(super) start: Option<Box<Opened>>,
    /// What comes of it.
    pub(super) came: Receiver<Came>,
    /// Gives it up.
    pub(super) stop: Stop,
    /// Where to go in it.
    pub(super) go_to: Option<GoTo>,
    /// The document of the store that is to show where it cannot be read.
    pub(super) kept: Option<DocumentId>,
}

impl UnderWay {
    /// Begins to read a PDF as the answer to `generation`, to be split by `words`.
    pub(super) fn begin(pdf: Pdf, words: &Lexicon, generation: u64, stop: &Stop) -> Self {
        let (tell, came) = channel();
        let name = &pdf.origin().name;
        let under_way = Self {
            generation,
            name: name.clone(),
            words: format!("opening {name}"),
            start: None,
            came,
            stop: stop.clone(),
            go_to: None,
            kept: None,
        };
        let teller = Teller { tell, words: words.clone(), generation, first: Some(FIRST), told: 0 };
        let stop = stop.clone();
        thread::spawn(move || teller.read(pdf, &stop));
        under_way
    }

    /// Waits a while for it: gives all of it where it comes so soon, else itself.
    pub(super) fn wait(mut self) -> Result<Result<Material, IngestError>, Box<Self>> {
        let until = Instant::now() + A_WHILE;
        loop {
            match self.came.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Came::Progress(progress)) => self.words = format!("{progress} of {}", self.name),
                Ok(Came::Start(start)) => {
                    self.start = Some(start);
                    return Err(Box::new(self));
                }
                Ok(Came::Whole(result)) => return Ok(result),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Err(Box::new(self)),
            }
        }
    }
}

/// The side of the thread that reads.
struct Teller {
    tell: Sender<Came>,
    words: Lexicon,
    generation: u64,
    /// How many bytes may hold the first stretch, until it was found.
    first: Option<usize>,
    /// How many pages the reader was told of.
    told: usize,
}

impl Teller {
    fn read(mut self, pdf: Pdf, stop: &Stop) {
        let origin = pdf.origin().clone();
        let material = || Material { bytes: Vec::new(), kind: Kind::Pages, origin: origin.clone() };
        let result = pdf.read(stop, &mut |progress| {
            let Progress::Pages { read, text, .. } = progress else { return };
            if let Some(first) = self.first.filter(|first| text.len() >= *first) {
                self.first = self.start(text, material()).is_none().then_some(first.saturating_mul(4));
            }
            if read == 0 || read > self.told {
                self.told = read;
                let _ = self.tell.send(Came::Progress(progress.to_string()));
            }
        });
        let _ = self.tell.send(Came::Whole(result));
    }

    /// Tells the first stretch, where these pages tell it.
    fn start(&self, pages: &[u8], material: Material) -> Option<()> {
        let document = parse_head(material.kind, pages, &material.origin.name, STRETCH)?;
        let opened = Opened {
            generation: self.generation,
            reading: Reading::with(Arc::new(document), self.words.clone()),
            material,
            complete: false,
            rest: None,
            parsed: None,
            go_to: None,
            notice: None,
        };
        self.tell.send(Came::Start(Box::new(opened))).ok()
    }
}
