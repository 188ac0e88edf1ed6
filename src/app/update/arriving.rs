//! A document that is read while its first stretch shows: what is looked for further down, and the rest when it comes.
//! The place stays, and what was asked for before is done.

use memchr::memmem;

use super::Turn;
use crate::app::event::{Ahead, Effect, Passage};
use crate::app::hold::Place;
use crate::app::overlay::{Overlay, Purpose};
use crate::app::reading_time::minutes;
use crate::app::session::{Awaited, Left, Session};
use crate::app::state::Weight;
use crate::article::identity::DocumentId;
use crate::layout::layout::Scope;
use crate::reading::reading::Reading;
use crate::text::width::floor;

/// Bytes on both sides of the cursor by which a passage is found again in the whole.
const AROUND: usize = 1024;

impl Turn<'_> {
    /// Shows all of a document in place of its first stretch, or of a passage of it.
    pub(super) fn arrived(&mut self, reading: Reading, id: DocumentId, complete: bool) {
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        session.complete = complete;
        session.id = id;
        session.minutes = minutes(reading.document().text());
        let by = match session.left.take() {
            None => {
                session.reading = reading;
                let there = session.cursor.filter(|id| session.document().sentence(*id).is_some());
                session.cursor = there.or_else(|| session.document().first());
                session.invalidate(&geometry);
                Some(0)
            }
            Some(left) => {
                let scopes: Vec<Scope> = geometry.panes.iter().map(|frame| frame.scope).collect();
                let places = session.placed_as(&scopes);
                let at = session.cursor_span().map_or(0, |span| span.start);
                let by = begins(session.document().text(), at, reading.document().text(), left.for_end);
                session.show(reading);
                session.jumps = left.jumps;
                session.lay_out(&geometry);
                if let Some(by) = by {
                    session.cursor = at.checked_add_signed(by).and_then(|at| session.document().sentence_at(at));
                    session.hold(&places, by);
                } else {
                    // Its words read otherwise in the whole: it is looked for there.
                    session.awaited = Some(if left.for_end { Awaited::End } else { Awaited::Hit(left.cursor) });
                    session.cursor = left.cursor;
                }
                by
            }
        };
        self.search_again(by.unwrap_or_default());
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
                    self.take_search();
                }
            }
            None => {}
        }
    }

    /// Looks for what is searched in what has come; the hit the reader is on, which stands `by` bytes further down now,
    /// stays.
    fn search_again(&mut self, by: isize) {
        let typed = matches!(self.state.overlay(), Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Search);
        if typed {
            return self.prompt_changed();
        }
        let Some(session) = self.session() else { return };
        let Some(search) = session.search.as_ref().filter(|_| session.awaited.is_none()) else { return };
        let current = search.current.and_then(|at| search.hits.get(at)?.start.checked_add_signed(by));
        let hits = super::following::hits(session.document(), &search.needle);
        if let Some(search) = &mut session.search {
            search.current = current.and_then(|at| hits.binary_search_by_key(&at, |hit| hit.start).ok());
            search.hits = hits;
        }
    }

    /// Notes that `awaited` is to be done once the rest has come, says so, and looks for it meanwhile; nothing where
    /// all is here.
    pub(super) fn await_rest(&mut self, awaited: Awaited) {
        let Some(session) = self.session().filter(|session| !session.complete) else { return };
        let generation = session.generation;
        let needle = || session.search.as_ref().map_or_else(String::new, |search| search.needle.clone());
        let (ahead, then) = match awaited {
            Awaited::End if session.left.as_ref().is_some_and(|left| left.for_end) => return,
            Awaited::End => (Ahead::End, "its end shows once it is here"),
            Awaited::Hit(_) => (Ahead::Hit(needle()), "a match further down shows once it is here"),
        };
        session.awaited = Some(awaited);
        self.effect(Effect::LookAhead(generation, ahead));
        self.say(Weight::Note, format!("the article is still being read; {then}"));
    }

    /// Shows a passage that was looked for, in place of the first stretch, unless the reader has gone on since.
    pub(super) fn passage(&mut self, passage: Passage) {
        let geometry = self.state.geometry();
        let awaited = |session: &&mut Session| !session.complete && session.generation == passage.generation;
        let Some(session) = self.session().filter(awaited) else { return };
        let searched = session.search.as_ref().map(|search| search.needle.clone());
        let hits = match (session.awaited, &passage.ahead) {
            (Some(Awaited::End), Ahead::End) => None,
            (Some(Awaited::Hit(_)), Ahead::Hit(needle)) if searched.as_ref() == Some(needle) => {
                Some(super::following::hits(passage.reading.document(), needle))
            }
            _ => return,
        };
        if hits.as_ref().is_some_and(|hits| hits.is_empty()) {
            return;
        }
        session.awaited = None;
        session.leave_start(hits.is_none());
        session.show(passage.reading);
        session.lay_out(&geometry);
        let Some(hits) = hits else {
            self.state.message = None;
            return self.edge(true);
        };
        let first = hits.first().and_then(|hit| session.document().sentence_at(hit.start));
        let Some(search) = &mut session.search else { return };
        (search.hits, search.current) = (hits, Some(0));
        let said = format!("“{}” · matches are counted once all is read", search.needle);
        session.cursor = first;
        session.focus_cursor();
        self.follow = true;
        self.say(Weight::Note, said);
    }

    /// Shows the first stretch again where a passage shows in its place.
    pub(super) fn back_to_start(&mut self) {
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        let Some(left) = session.left.take() else { return };
        session.show(left.reading);
        session.jumps = left.jumps;
        session.lay_out(&geometry);
        self.search_again(0);
    }
}

impl Session {
    /// Shows another text, from its start.
    fn show(&mut self, reading: Reading) {
        self.reading = reading;
        self.cursor = self.document().first();
        self.selection = None;
        self.layouts = Default::default();
        self.tops = Default::default();
        self.holds = [None; 4];
    }

    /// Keeps the first stretch while a passage shows; places in it are none in the passage.
    fn leave_start(&mut self, for_end: bool) {
        if let Some(left) = &mut self.left {
            left.for_end = for_end;
            return;
        }
        let mut jumps = std::mem::take(&mut self.jumps);
        // Going to the end has kept the place already.
        if !for_end {
            jumps.back.extend(self.cursor.map(|id| (id, self.view)));
        }
        self.left = Some(Left { reading: self.reading.clone(), cursor: self.cursor, jumps, for_end });
    }

    /// What stands at the top of each of these scopes.
    fn placed_as(&self, scopes: &[Scope]) -> Vec<(Scope, Place)> {
        let place = |scope: &Scope| Some((*scope, Place::of(self.layout(*scope)?, self.top(*scope))));
        scopes.iter().filter_map(place).collect()
    }

    /// Puts the same words to the top of each scope, `by` bytes further down in the text.
    fn hold(&mut self, places: &[(Scope, Place)], by: isize) {
        for (scope, place) in places {
            let top = place.of_whole(by).and_then(|place| Some(place.top(self.layout(*scope)?)));
            if let Some(top) = top {
                self.set_top(*scope, top);
            }
        }
    }
}

/// How many bytes further down the words around `at` stand in `whole` than in `passage`; nothing where they do not.
fn begins(passage: &str, at: usize, whole: &str, for_end: bool) -> Option<isize> {
    let from = floor(passage, at.saturating_sub(AROUND));
    let around = passage.get(from..floor(passage, at + AROUND))?.as_bytes();
    let found = if for_end { memmem::rfind(whole.as_bytes(), around) } else { memmem::find(whole.as_bytes(), around) };
    found?.checked_signed_diff(from)
}
