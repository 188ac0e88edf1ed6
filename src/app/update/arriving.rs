//! The rest of a document whose first stretch shows: the place stays, and what was asked for before it came is done.

use super::Turn;
use crate::app::overlay::{Overlay, Purpose};
use crate::app::reading_time::minutes;
use crate::app::session::Awaited;
use crate::app::state::Weight;
use crate::article::identity::DocumentId;
use crate::reading::reading::Reading;

/// What is said when something was asked for that has not been read yet.
const STILL_READING: &str = "the article is still being read";

impl Turn<'_> {
    /// Shows all of a document in place of its first stretch.
    pub(super) fn arrived(&mut self, reading: Reading, id: DocumentId, complete: bool) {
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        session.reading = reading;
        session.complete = complete;
        session.id = id;
        session.minutes = minutes(session.document().text());
        let there = session.cursor.filter(|id| session.document().sentence(*id).is_some());
        session.cursor = there.or_else(|| session.document().first());
        session.invalidate(&geometry);
        self.search_again();
        match self.session().and_then(|session| session.awaited.take()) {
            Some(Awaited::End) => {
                self.state.message = None;
                self.edge(true);
            }
            Some(Awaited::Hit(from)) => {
                if let Some(search) = self.session().and_then(|session| session.search.as_mut()) {
                    search.from = from;
                    let needle = search.needle.clone();
                    self.search(&needle);
                    self.take_search(&needle);
                }
            }
            None => {}
        }
    }

    /// Looks for what is searched in the part that has come too; the hit the reader is on stays.
    fn search_again(&mut self) {
        let typed = matches!(self.state.overlay(), Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Search);
        if typed {
            return self.prompt_changed();
        }
        let Some(session) = self.session() else { return };
        let Some(search) = session.search.as_ref().filter(|_| session.awaited.is_none()) else { return };
        let (needle, current) = (search.needle.clone(), search.current);
        let hits = super::following::hits(session.document(), &needle);
        if let Some(search) = &mut session.search {
            search.current = current.filter(|at| *at < hits.len());
            search.hits = hits;
        }
    }

    /// Notes that `awaited` is to be done once the rest has come, and says so; nothing where all is here.
    pub(super) fn await_rest(&mut self, awaited: Awaited, then: &str) {
        if let Some(session) = self.session().filter(|session| !session.complete) {
            session.awaited = Some(awaited);
            self.say(Weight::Note, format!("{STILL_READING}; {then}"));
        }
    }
}
