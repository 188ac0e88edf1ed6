//! What happens next: `update` takes the state and an event, changes the state at once, and gives
//! the effects to be carried out outside. Split by mode; every match is exhaustive.

mod annotating;
mod arriving;
pub mod edges;
pub mod following;
mod lists;
mod menus;
mod mouse;
mod moving;
mod outcome;
mod overlays;
mod reader;
mod resizing;
mod reviewing;
mod selecting;

use super::event::{Effect, Event, Fresh};
use super::key::Key;
use super::overlay::Overlay;
use super::session::{Draft, Session};
use super::state::{State, Weight};
use crate::notes::assessment::{Forecast, percent};
use crate::notes::selector::Selector;

/// Carries out what `event` means for `state`, and gives what is to be done outside.
pub fn update(state: &mut State, event: Event, fresh: Fresh) -> Vec<Effect> {
    let mut turn = Turn { state, fresh, effects: Vec::new(), follow: false };
    match event {
        Event::Key(key) => turn.key(key),
        Event::Paste(text) => turn.paste(&text),
        Event::Mouse(mouse) => turn.mouse(mouse),
        Event::Resize(width, height) => turn.resize(width, height),
        Event::Loaded(loaded) => turn.loaded(*loaded),
        Event::Passage(passage) => turn.passage(*passage),
        Event::Fetching(generation, words) => turn.fetching(generation, words),
        Event::Unchanged(generation) => turn.unchanged(generation),
        Event::NotLoaded(generation, why) => turn.not_loaded(generation, &why),
        Event::Known(known) => turn.known(*known),
        Event::NoStore(why) => turn.no_store(why),
        Event::Notes(document, placed) => turn.notes(document, placed),
        Event::Saved(ticket) => turn.saved(ticket),
        Event::NotSaved(ticket, why) => turn.not_saved(ticket, &why),
        Event::Refused(ticket, why) => turn.refused(ticket, &why),
        Event::NotKept(id, why) => turn.not_kept(id, &why),
        Event::Kept(id) => turn.kept(id),
        Event::Compared(document, found) => turn.compared(document, &found),
        Event::Counted(generation, counts) => turn.counted(generation, counts),
        Event::AllNotes(found) => turn.all_notes(found),
        Event::Library(shelved) => turn.library(shelved),
        Event::Edited(text) => turn.edited(text),
        Event::Exported(path) => turn.exported(path),
        Event::Failed(why) => turn.state.say(Weight::Fault, why),
        Event::Zone(zone) => turn.state.zone = zone,
        Event::Terminate => turn.terminate(),
    }
    turn.settle();
    turn.effects
}

/// One event being handled.
struct Turn<'a> {
    state: &'a mut State,
    fresh: Fresh,
    effects: Vec<Effect>,
    /// Whether the panes are to scroll so that the cursor shows.
    follow: bool,
}

impl Turn<'_> {
    fn key(&mut self, key: Key) {
        self.state.message = None;
        if let Some(session) = self.session() {
            session.awaited = None;
        }
        if self.state.overlays.is_empty() {
            self.reader_key(key);
        } else {
            self.overlay_key(key);
        }
    }

    fn paste(&mut self, text: &str) {
        match self.state.overlays.last_mut() {
            Some(Overlay::Editor(editor)) => {
                editor.text.insert(text);
                self.keep_draft();
            }
            Some(Overlay::Prompt(prompt)) => {
                prompt.line.insert(text);
                self.prompt_changed();
            }
            Some(Overlay::List(list)) => {
                list.filter.insert(text);
                self.filter_changed();
            }
            // Pasted text is never taken for keys.
            Some(Overlay::Menu(_) | Overlay::Page(_) | Overlay::Review(_)) | None => {}
        }
    }

    /// Whether all of the article has been read; says so where it has not.
    fn is_complete(&mut self) -> bool {
        let complete = self.state.session.as_ref().is_some_and(|session| session.complete);
        if !complete {
            self.say(Weight::Note, "the article is still being read; try again in a moment");
        }
        complete
    }

    fn session(&mut self) -> Option<&mut Session> {
        self.state.session.as_mut()
    }

    fn say(&mut self, weight: Weight, text: impl Into<String>) {
        self.state.say(weight, text);
    }

    fn push(&mut self, overlay: Overlay) {
        // A page that comes takes what lies over the old text away: no note is begun under it.
        let begins = matches!(overlay, Overlay::Editor(_) | Overlay::Prompt(_) | Overlay::Menu(_));
        if begins && self.state.session.is_some() {
            self.stop_fetching();
        }
        // Keys that were pressed before it came are not the start of what is pressed after it goes.
        self.state.keys.clear();
        self.state.overlays.push(overlay);
    }

    fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Makes the layouts the screen needs, and scrolls to the cursor where it moved.
    fn settle(&mut self) {
        let geometry = self.state.geometry();
        let Some(session) = self.state.session.as_mut() else { return };
        session.lay_out(&geometry);
        if self.follow {
            moving::show_cursor(session, &geometry);
        }
    }

    /// The place is worth keeping: before another document, at the end, and with each change.
    fn keep_position(&mut self) {
        let Some(session) = &self.state.session else { return };
        if let Some(span) = session.cursor_span() {
            let effect = Effect::KeepPosition(session.id, span.start);
            self.effect(effect);
        }
    }

    fn terminate(&mut self) {
        self.keep_draft();
        self.keep_position();
        self.effect(Effect::Quit);
    }

    fn quit(&mut self) {
        self.keep_position();
        self.effect(Effect::Quit);
    }

    /// Keeps what stands in the topmost editor as a draft.
    fn keep_draft(&mut self) {
        let Some(session) = &self.state.session else { return };
        let editor = self.state.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Editor(editor) => Some(editor),
            Overlay::Prompt(_) | Overlay::Menu(_) | Overlay::List(_) | Overlay::Page(_) | Overlay::Review(_) => None,
        });
        let Some(editor) = editor else { return };
        let unsaved = editor.text.text() != editor.saved;
        let draft = Draft {
            id: editor.id,
            selector: Selector::of(session.document(), editor.span),
            text: if unsaved { editor.text.text().to_owned() } else { String::new() },
            left_by: None,
        };
        let effect = Effect::KeepDraft(session.id, draft);
        self.effect(effect);
    }
}

/// A forecast as the screen has room for it: "70 % by 2026-12-31 → yes".
pub fn brief_forecast(forecast: &Forecast) -> String {
    let probability = forecast.probability.map(percent);
    let due = forecast.due.map(|due| format!("by {due}"));
    let outcome = forecast.outcome.map(|outcome| format!("→ {}", outcome.name()));
    let parts: Vec<String> = [probability, due, outcome].into_iter().flatten().collect();
    if parts.is_empty() { "forecast".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests;
