//! Answers from outside: documents, the store, editors, exports. Late ones are refused.

use std::path::PathBuf;

use super::Turn;
use crate::app::action::Action;
use crate::app::event::{Effect, GoTo, Known, Loaded};
use crate::app::overlay::{NoteEditor, Overlay};
use crate::app::session::{Draft, History, LeftDocument, Session};
use crate::app::state::{Message, Saving, Topic, Weight};
use crate::article::identity::DocumentId;
use crate::notes::anchor::tally::Tally;
use crate::notes::annotation::{AnnotationId, Placed};
use crate::notes::change::Change;

impl Turn<'_> {
    pub(super) fn loaded(&mut self, loaded: Loaded) {
        // The rest of a document whose first stretch shows comes, whatever was asked for since: the places stay.
        let rest = |session: &Session| !session.complete && session.generation == loaded.generation;
        if self.state.session.as_ref().is_some_and(rest) {
            let known = self.state.session.as_ref().is_some_and(|session| !session.document().notices().is_empty());
            let first = loaded.reading.document().notices().first().filter(|_| !known).cloned();
            self.arrived(loaded.reading, loaded.id, loaded.complete);
            if let Some(notice) = loaded.notice.or(first) {
                self.say(Weight::Note, notice);
            }
        } else {
            if loaded.generation < self.state.generation {
                return;
            }
            self.state.generation = loaded.generation;
            self.state.fetching = None;
            let mut left = self.state.session.take();
            self.state.left.extend(left.as_mut().and_then(Session::leave));
            // The same source again keeps its view.
            let again = left.filter(|old| old.origin.uri == loaded.origin.uri);
            let again = again.filter(|old| old.origin.uri.is_some());
            let view = again.as_ref().map_or(self.state.settings.view, |old| old.view);
            let mut session =
                Session::new(loaded.generation, loaded.reading, loaded.id, loaded.origin, view, loaded.complete);
            let notice = session.document().notices().first().cloned().or(loaded.notice);
            self.state.overlays.clear();
            self.state.message = None;
            if let Some(old) = again {
                session.panes = old.panes;
                if old.document().hash() == session.document().hash() {
                    self.say(Weight::Note, "the source is as it was");
                }
            }
            self.state.session = Some(session);
            if let Some(notice) = notice {
                self.say(Weight::Note, notice);
            }
        }
        if loaded.complete {
            self.count();
        }
        if let Some(to) = loaded.go_to {
            self.go_to(to);
        }
        self.follow = true;
    }

    fn go_to(&mut self, to: GoTo) {
        match to {
            GoTo::Annotation(id) => match self.session() {
                // Where it stands, only the store can tell.
                Some(session) if session.annotation(id).is_none() => session.sought = Some(id),
                _ => self.jump_to_annotation(id),
            },
            GoTo::Offset(offset) => self.jump_to_offset(offset),
        }
    }

    pub(super) fn not_loaded(&mut self, generation: u64, why: &str) {
        // Of what shows, the rest may not come although another document was asked for since.
        let begun = |session: &Session| !session.complete && session.generation == generation;
        if self.state.session.as_ref().is_some_and(begun) {
            return self.say(Weight::Fault, format!("only the start is here: {why}"));
        }
        if generation != self.state.generation {
            return;
        }
        let fetched = self.state.fetching.take().is_some();
        if fetched && self.state.session.is_none() && self.state.overlays.is_empty() {
            self.effect(Effect::Fail(why.to_owned()));
        } else {
            self.say(Weight::Fault, why);
        }
    }

    pub(super) fn fetching(&mut self, generation: u64, words: String) {
        let begun = |session: &&mut Session| !session.complete && session.generation == generation;
        if let Some(session) = self.state.session.as_mut().filter(begun) {
            session.progress = Some(words);
        } else if generation == self.state.generation {
            self.state.fetching = Some(words);
        }
    }

    pub(super) fn unchanged(&mut self, generation: u64) {
        if generation == self.state.generation && self.state.fetching.take().is_some() {
            self.say(Weight::Note, "the page is as it was");
        }
    }

    /// Gives up what is being fetched, and says whether something was. Its answer, should it come all the same, is
    /// refused.
    pub(super) fn stop_fetching(&mut self) -> bool {
        if self.state.fetching.take().is_none() {
            return false;
        }
        self.state.generation += 1;
        self.effect(Effect::StopFetching);
        true
    }

    pub(super) fn known(&mut self, known: Known) {
        if self.state.session.as_ref().is_none_or(|session| session.generation != known.generation) {
            return;
        }
        if known.writable {
            self.state.saving = Saving::On;
        }
        let geometry = self.state.geometry();
        // What was begun on a sentence before the store answered stays on that sentence.
        let begun = !self.state.overlays.is_empty();
        let left = self.state.left.iter().position(|left| left.id == known.id);
        let left = left.map(|at| self.state.left.swap_remove(at));
        let Some(session) = self.session() else { return };
        session.id = known.id;
        if let Some(left) = left {
            session.history.resume(left.history);
            // What was begun before the store answered came later.
            session.pending.splice(..0, left.pending);
        }
        session.drafts = known.drafts;
        session.take_notes(known.placed);
        session.correct();
        session.invalidate(&geometry);
        // The place the reader was at, unless they have moved since the first frame.
        let at_start = session.cursor == session.document().first();
        let sought = session.sought.take().filter(|_| !begun && at_start);
        let unmoved = !begun && at_start && sought.is_none() && session.jumps.back.is_empty();
        let position = known.position.filter(|_| unmoved);
        if let Some(id) = position.and_then(|position| session.document().sentence_at(position)) {
            session.cursor = Some(id);
            session.focus_cursor();
        }
        let placements: Vec<_> = session.placed.iter().map(|placed| placed.placement).collect();
        let drafts = session.drafts.len();
        if known.edited && !placements.is_empty() {
            self.say(Weight::Note, self.what_changed(Tally::of(&placements)));
        } else if drafts > 0 {
            let [next, previous, note] =
                [Action::NextAnnotation, Action::PreviousAnnotation, Action::Note].map(|action| self.key_of(action));
            let (drafts, them) =
                if drafts == 1 { ("1 draft".to_owned(), "it") } else { (format!("{drafts} drafts"), "them") };
            self.say(Weight::Note, format!("{drafts} kept: {next} and {previous} stop there, {note} opens {them}"));
        }
        self.count();
        self.follow = true;
        if let Some(id) = sought {
            self.jump_to_annotation(id);
        }
        // A note that was begun before the store answered goes on with what is kept of it.
        let untouched = |editor: &NoteEditor| editor.text.text() == editor.saved;
        if matches!(self.state.overlay(), Some(Overlay::Editor(editor)) if untouched(editor)) {
            self.state.overlays.pop();
            self.open_note();
        }
    }

    /// The line that says what an edit of the article did to the annotations.
    fn what_changed(&self, tally: Tally) -> String {
        let all_in_place = Tally { exact: 0, ..tally } == Tally::default();
        let review =
            if all_in_place { String::new() } else { format!(" · {} shows them", self.key_of(Action::Review)) };
        format!("the article changed: {tally}{review}")
    }

    pub(super) fn no_store(&mut self, why: String) {
        self.say(Weight::Fault, why.clone());
        self.state.saving = Saving::Off(why);
    }

    /// Another window wrote: what it wrote shows, and what is not on disk yet stays on top.
    pub(super) fn notes(&mut self, document: DocumentId, placed: Vec<Placed>) {
        let geometry = self.state.geometry();
        let Some(session) = self.session().filter(|session| session.id == document) else { return };
        let before: Vec<_> = session.placed.clone();
        session.take_notes(placed);
        if session.placed != before {
            session.correct();
            session.invalidate(&geometry);
            self.count();
            self.renew_review();
        }
    }

    /// Changes are carried out in the order they were asked for: what is saved, all before it is too.
    pub(super) fn saved(&mut self, ticket: u64) {
        self.state.saving = Saving::On;
        self.state.unsaved.retain(|unsaved| *unsaved != ticket);
        self.take_pending(ticket);
        if !self.state.unsaved.is_empty() {
            return;
        }
        match &mut self.state.message {
            // It is always said, beside whatever else is to be known.
            Some(message @ Message { topic: Topic::Other, .. }) => {
                message.text.push_str(" · saved");
                message.topic = Topic::Saved;
            }
            // What is not on the disk stays said: this was about something else.
            Some(Message { topic: Topic::Refused | Topic::NotKept | Topic::Saved, .. }) => {}
            Some(Message { topic: Topic::NotSaved | Topic::Trying, .. }) | None => {
                self.state.say_of(Topic::Saved, Weight::Done, "saved");
            }
        }
    }

    /// Takes what a ticket was for from what is pending, in the document that is open or in one that was left: its name,
    /// and the changes.
    fn take_pending(&mut self, ticket: u64) -> Option<(DocumentId, Vec<Change>)> {
        let open = self.state.session.iter_mut().map(|session| (session.id, &mut session.pending));
        let left = self.state.left.iter_mut().map(|left| (left.id, &mut left.pending));
        let taken = open.chain(left).find_map(|(id, pending)| {
            let at = pending.iter().position(|(pending, _)| *pending == ticket)?;
            Some((id, pending.remove(at).1))
        });
        self.state.left.retain(LeftDocument::is_of_use);
        taken
    }

    /// What could not be saved stays on the screen and in the list of what is pending.
    pub(super) fn not_saved(&mut self, ticket: u64, why: &str) {
        if self.state.unsaved.contains(&ticket) {
            let key = self.key_of(Action::SaveAgain);
            self.state.say_of(Topic::NotSaved, Weight::Fault, format!("not saved: {why} ({key} tries again)"));
            self.state.saving = Saving::Off(why.to_owned());
        }
    }

    /// What another window made impossible is taken back here; a note that was typed is a draft again.
    pub(super) fn refused(&mut self, ticket: u64, why: &str) {
        self.state.unsaved.retain(|unsaved| *unsaved != ticket);
        let Some((id, changes)) = self.take_pending(ticket) else { return };
        let typed = |change: &Change| {
            let Change::Edit { before, after } = change else { return None };
            let text = after.body.note.clone().filter(|_| after.body.note != before.body.note)?;
            Some(Draft { id: after.id, selector: after.selector.clone(), text, left_by: None })
        };
        let drafts: Vec<Draft> = changes.iter().filter_map(typed).collect();
        if let Some(left) = self.state.left.iter_mut().find(|left| left.id == id) {
            left.history.forget(&changes);
        }
        if let Some(session) = self.session().filter(|session| session.id == id) {
            session.history.forget(&changes);
            session.clashing.extend(drafts.iter().map(|draft| draft.id));
            session.drafts.retain(|draft| draft.left_by.is_some() || drafts.iter().all(|new| new.id != draft.id));
            session.drafts.extend(drafts.iter().cloned());
        }
        // It is on the disk no more: its draft was let go of when the save was asked for.
        for draft in drafts {
            self.effect(Effect::KeepDraft(id, draft));
        }
        self.state.say_of(Topic::Refused, Weight::Fault, format!("not saved: {why}"));
    }

    /// A draft that is not on the disk stays in its editor, and is asked about at the end.
    pub(super) fn not_kept(&mut self, id: AnnotationId, why: &str) {
        if !self.state.unkept.contains(&id) {
            self.state.unkept.push(id);
        }
        self.state.say_of(Topic::NotKept, Weight::Fault, format!("the draft is not kept: {why}"));
    }

    pub(super) fn kept(&mut self, id: AnnotationId) {
        self.state.unkept.retain(|unkept| *unkept != id);
        let stale = |message: &Message| matches!(message.topic, Topic::NotKept | Topic::Trying);
        let is_all = self.state.unkept.is_empty() && self.state.unsaved.is_empty();
        if is_all && self.state.message.as_ref().is_some_and(stale) {
            self.say(Weight::Done, "the draft is kept");
        }
    }

    /// Asks for what failed to be tried again.
    pub(super) fn save_again(&mut self) {
        let all = self.state.unsaved.is_empty() && self.state.unkept.is_empty();
        if all && !matches!(self.state.saving, Saving::Off(_)) {
            self.state.say_of(Topic::Saved, Weight::Done, "all is saved");
        } else {
            self.state.say_of(Topic::Trying, Weight::Note, "saving again…");
            self.effect(Effect::SaveAgain);
        }
    }

    pub(super) fn counted(&mut self, generation: u64, counts: [usize; 3]) {
        let geometry = self.state.geometry();
        if let Some(session) = self.session().filter(|session| session.generation == generation) {
            session.counts = Some(counts);
            // The numbers of claims far from the start are known now.
            session.invalidate(&geometry);
        }
    }

    pub(super) fn edited(&mut self, text: Result<String, String>) {
        match text {
            Ok(text) => {
                if let Some(Overlay::Editor(editor)) = self.state.overlays.last_mut() {
                    editor.text.replace(text.trim_end_matches('\n'));
                    self.keep_draft();
                }
            }
            Err(why) => self.say(Weight::Fault, why),
        }
    }

    pub(super) fn exported(&mut self, path: Result<PathBuf, String>) {
        match path {
            Ok(path) => self
                .say(Weight::Done, format!("exported to {}", crate::text::clean::clean_line(&path.to_string_lossy()))),
            Err(why) => self.say(Weight::Fault, why),
        }
    }
}

impl LeftDocument {
    /// Whether there is anything to be known of it.
    fn is_of_use(&self) -> bool {
        self.history != History::default() || !self.pending.is_empty()
    }
}

impl Session {
    /// What stays known of it when it is left.
    fn leave(&mut self) -> Option<LeftDocument> {
        let (history, pending) = (std::mem::take(&mut self.history), std::mem::take(&mut self.pending));
        Some(LeftDocument { id: self.id, history, pending }).filter(LeftDocument::is_of_use)
    }

    /// Takes the annotations the store gave, and puts on top what it does not know yet.
    fn take_notes(&mut self, placed: Vec<Placed>) {
        // Undo brings back selectors that are not in the store any more: their places are still known.
        let told = |old: &Placed| {
            placed.iter().any(|new| new.annotation.id == old.annotation.id && new.annotation.stands_as(&old.annotation))
        };
        self.anchored.retain(|old| !told(old));
        self.anchored.extend(placed.iter().cloned());
        self.placed = placed;
        let pending: Vec<_> = self.pending.iter().flat_map(|(_, changes)| changes.clone()).collect();
        self.apply(&pending);
    }
}
