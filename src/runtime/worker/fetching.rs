//! Fetching beside the worker: what waits for a server keeps neither the reader nor what is saved waiting.

use std::thread;

use jiff::Timestamp;

use super::super::open::Page;
use super::{Job, Worker};
use crate::app::event::Event;
use crate::article::identity::Fetched;
use crate::ingest::address::Address;
use crate::ingest::error::IngestError;
use crate::ingest::fetch::{Answer, Fetch, Stop, amount};

/// The reader is told whenever so many bytes more have come.
const STEP: u64 = 128 * 1024;

/// A fetch that is under way.
pub(super) struct Fetching {
    generation: u64,
    stop: Stop,
}

impl Worker {
    /// Fetches what stands at an address on a thread of its own, which ends with the fetch; one that is under way
    /// already is given up. Where a server `said` something of it before, it is asked only for what is new.
    pub(super) fn fetch(&mut self, generation: u64, address: Address, said: Option<Fetched>) {
        self.stop_fetching();
        let name = address.name();
        let fetch = Fetch::new(address);
        let Ok(waker) = self.waker.another() else {
            self.tell(Event::NotLoaded(generation, format!("{name}: too many files are open to fetch anything")));
            return;
        };
        self.fetching = Some(Fetching { generation, stop: fetch.stop() });
        let (ask, events, limit) = (self.ask.clone(), self.events.clone(), self.limits.web);
        thread::spawn(move || {
            let mut told = 0;
            let mut progress = |bytes: u64| {
                if bytes >= told + STEP {
                    told = bytes;
                    let words = format!("{} of {name}", amount(bytes));
                    if events.send(Event::Fetching(generation, words)).is_ok() {
                        waker.wake();
                    }
                }
            };
            let answer = fetch.run(said.as_ref(), limit, Timestamp::now(), &mut progress);
            let _ = ask.send(Job::Fetched(generation, Box::new(answer)));
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
        if self.fetching.take_if(|fetching| fetching.generation == generation).is_none() {
            return;
        }
        match answer {
            Ok(Answer::Material(material)) => {
                self.read(generation, Page::of(*material));
            }
            Ok(Answer::Unchanged) => {
                self.confirm();
                self.tell(Event::Unchanged(generation));
            }
            Err(error) => self.tell(Event::NotLoaded(generation, error.to_string())),
        }
    }
}
