//! The end: the terminal is given back at once, and what the reader wrote is waited for until it is on the disk.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::Shell;
use crate::app::event::Event;
use crate::ingest::stop::Stop;
use crate::runtime::worker::Job;
use crate::text::clean::clean_line;

/// How long the end waits for the place of reading to be kept, and before it says that it waits for more.
const LAST_WORDS: Duration = Duration::from_millis(1500);

/// How long the end waits for notes and drafts that are not on disk yet: longer than the store waits for the lock of
/// another program.
const LAST_NOTES: Duration = Duration::from_secs(12);

/// How often it looks meanwhile whether it is to end at once.
const A_WHILE: Duration = Duration::from_millis(100);

/// What there is to say of notes that the worker has said nothing of.
const NO_ANSWER: &str = "the disk, or what the program was at, took too long";

impl Shell {
    /// Gives the terminal back at once, then waits for what is not on disk yet.
    pub(super) fn end(mut self) {
        self.terminal.leave();
        self.stops.iter().for_each(Stop::stop);
        self.ask(Job::End);
        let has_ended = self.wait();
        for line in self.losses(has_ended) {
            // Nobody may be there to read it any more.
            let _ = writeln!(io::stderr(), "postil: {line}");
        }
    }

    /// Whether the worker still has something that the reader wrote.
    fn is_outstanding(&self) -> bool {
        !self.state.unsaved.is_empty() || self.progress.number() != self.to_keep
    }

    /// Waits for the worker to end: not at all where nothing is left to be kept, shortly for the place of reading, and as
    /// long as it may take for what was written, unless another signal asks for the end. Whether the worker has ended.
    fn wait(&self) -> bool {
        let begun = Instant::now();
        let shows = self.state.session.as_ref().is_some_and(|session| session.complete);
        let outstanding = self.is_outstanding();
        let patience = if shows || outstanding { LAST_WORDS } else { Duration::ZERO };
        let has_ended = self.done.recv_timeout(patience).is_ok();
        if has_ended || !outstanding {
            return has_ended;
        }
        let _ = writeln!(io::stderr(), "postil: what you wrote last is being saved; Ctrl-C gives it up");
        self.signals.forget_end();
        while begun.elapsed() < LAST_NOTES && !self.signals.ended() {
            if self.done.recv_timeout(A_WHILE).is_ok() {
                return true;
            }
        }
        false
    }

    /// What the reader wrote and is not in the store, in a line each, and where it is instead.
    fn losses(&mut self, has_ended: bool) -> Vec<String> {
        let (mut not_saved, mut not_kept) = (None, None);
        for event in self.events.try_iter() {
            match event {
                Event::Saved(ticket) => {
                    self.outstanding.settled(ticket);
                    self.state.unsaved.retain(|unsaved| *unsaved != ticket);
                }
                Event::NotSaved(_, why) | Event::Refused(_, why) => not_saved = Some(why),
                Event::NotKept(id, why) => {
                    self.state.unkept.retain(|unkept| *unkept != id);
                    self.state.unkept.push(id);
                    not_kept = Some(why);
                }
                Event::Kept(id) => self.state.unkept.retain(|unkept| *unkept != id),
                _ => {}
            }
        }
        let late = usize::from(self.progress.number() != self.to_keep);
        if late == 0 {
            self.outstanding.drafts_are_kept();
        }
        let drafts = match self.state.unkept.len().max(late) {
            0 => None,
            1 => Some("the draft is not kept".to_owned()),
            count => Some(format!("{count} drafts are not kept")),
        };
        let changes = match self.state.unsaved.len() {
            0 => None,
            1 => Some("the last change is not saved".to_owned()),
            count => Some(format!("{count} changes are not saved")),
        };
        let line = |(what, why): (Option<String>, Option<String>)| {
            let why = why.map_or_else(|| NO_ANSWER.to_owned(), |why| clean_line(&why));
            what.map(|what| format!("{what}: {why}"))
        };
        // A disk that did not answer is not asked once more.
        let folders = self.rescue.get(if has_ended { 0 } else { self.rescue.len().saturating_sub(1) }..);
        let rescued = self.outstanding.rescue(folders.unwrap_or_default(), &self.state.settings.legend);
        let lines = [(drafts, not_kept), (changes, not_saved)].into_iter().filter_map(line);
        lines.chain(rescued).collect()
    }
}
