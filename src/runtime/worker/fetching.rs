//! Fetching beside the worker: what waits for a server, or for another program, keeps neither the reader nor what is saved waiting.

use std::thread;

use jiff::Timestamp;

use super::super::open::Page;
use super::super::source;
use super::super::under_way::{Came, UnderWay};
use super::{Job, Worker};
use crate::app::event::{Event, GoTo};
use crate::article::identity::{DocumentId, Fetched};
use crate::ingest::address::Address;
use crate::ingest::error::IngestError;
use crate::ingest::fetch::{Answer, Fetch};
use crate::ingest::progress::Progress;
use crate::ingest::stop::Stop;
use crate::store::store::Store;

/// The reader is told whenever so many bytes more have come.
const STEP: u64 = 128 * 1024;

/// What is being fetched, or made by another program.
pub(super) struct Fetching {
    generation: u64,
    stop: Stop,
    /// Where to go in it.
    go_to: Option<GoTo>,
    /// The document that shows as it was kept where nothing comes.
    kept: Option<DocumentId>,
}

impl Worker {
    /// Fetches what stands at an address on a thread of its own, which ends with the fetch; one that is under way
    /// already is given up. Where a server `said` something of it before, it is asked only for what is new.
    pub(super) fn fetch(&mut self, generation: u64, address: Address, said: Option<Fetched>, stop: Stop) {
        self.stop_fetching();
        let name = address.name();
        let Ok(waker) = self.waker.another() else {
            self.tell(Event::NotLoaded(generation, format!("{name}: too many files are open to fetch anything")));
            return;
        };
        self.fetching = Some(Fetching { generation, stop: stop.clone(), go_to: None, kept: None });
        let (ask, events, limit) = (self.ask.clone(), self.events.clone(), self.limits.web);
        thread::spawn(move || {
            let mut told = 0;
            let mut tell = |progress: Progress<'_>| {
                if let Progress::Bytes(bytes) = progress {
                    if bytes < told + STEP {
                        return;
                    }
                    told = bytes;
                }
                if events.send(Event::Fetching(generation, format!("{progress} of {name}"))).is_ok() {
                    waker.wake();
                }
            };
            let answer = Fetch::new(address).run(said.as_ref(), limit, Timestamp::now(), &stop, &mut tell);
            let _ = ask.send(Job::Fetched(generation, Box::new(answer)));
        });
    }

    /// Passes on what comes of a source that another program reads, from a thread that ends with it.
    pub(super) fn follow(&mut self, under_way: UnderWay) {
        self.stop_fetching();
        let UnderWay { generation, name, came, stop, go_to, kept, start, .. } = under_way;
        let Ok(waker) = self.waker.another() else {
            stop.stop();
            self.tell(Event::NotLoaded(generation, "too many files are open to read anything".to_owned()));
            return;
        };
        self.fetching = Some(Fetching { generation, stop, go_to, kept });
        let (ask, events) = (self.ask.clone(), self.events.clone());
        let mut begun = start.is_some();
        thread::spawn(move || {
            for came in came {
                let event = match came {
                    Came::Progress(progress) if begun => Event::Fetching(generation, format!("reading {progress}")),
                    Came::Progress(progress) => Event::Fetching(generation, format!("{progress} of {name}")),
                    Came::Start(opened) => {
                        begun = true;
                        Event::Loaded(Box::new(opened.loaded()))
                    }
                    Came::Whole(result) => {
                        let answer = result.map(|material| Answer::Material(Box::new(material)));
                        let _ = ask.send(Job::Fetched(generation, Box::new(answer)));
                        return;
                    }
                };
                if events.send(event).is_ok() {
                    waker.wake();
                }
            }
        });
    }

    /// Notes that the page that is open was found as it was.
    fn confirm(&mut self) {
        let (Some(store), Some(current)) = (&mut self.store, &mut self.current) else { return };
        if let Some(fetched) = &mut current.origin.fetched {
            fetched.at = Timestamp::now();
            // Were it not kept, the page would only be called older than it is.
            let _ = store.confirm(fetched);
        }
    }

    /// Gives the fetch up that is under way.
    pub(super) fn stop_fetching(&mut self) {
        if let Some(fetching) = self.fetching.take() {
            fetching.stop.stop();
        }
    }

    /// Shows what came, unless it is not wanted any more.
    pub(super) fn fetched(&mut self, generation: u64, answer: Result<Answer, IngestError>) {
        let Some(Fetching { go_to, kept, .. }) = self.fetching.take_if(|fetching| fetching.generation == generation)
        else {
            return;
        };
        let kept = || {
            let store = Store::open_to_read(&self.data_dir).ok()??;
            let record = store.document(kept?).ok()??;
            Some(Page::kept(source::kept(&store, &record).ok()?, go_to))
        };
        match answer {
            Ok(Answer::Material(material)) => {
                self.read(generation, Page { go_to, ..Page::of(*material) });
            }
            Ok(Answer::Unchanged) => {
                self.confirm();
                self.tell(Event::Unchanged(generation));
            }
            Err(error) => match kept() {
                Some(page) => self.read(generation, page),
                None => self.tell(Event::NotLoaded(generation, error.to_string())),
            },
        }
    }
}
