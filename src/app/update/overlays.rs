//! Keys while something lies over the article.

use super::Turn;
use super::annotating::{both, join_tags, join_words};
use crate::app::editor::Edit;
use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::overlay::{ListKind, Overlay, Prompt, Purpose};
use crate::app::place::Act;
use crate::app::session::{Awaited, Draft};
use crate::app::state::Weight;
use crate::notes::annotation::{Body, Placed, tags_in};
use crate::notes::assessment::{Stance, read_day, read_probability};
use crate::notes::joining::Aspect;
use crate::notes::selector::Selector;

/// Lines a page key scrolls in a list or page.
const PAGE: isize = 10;

impl Turn<'_> {
    pub(super) fn overlay_key(&mut self, key: Key) {
        let Some(overlay) = self.state.overlays.last_mut() else { return };
        let act = self.state.settings.keymap.act(overlay.place(), key);
        // In a menu the letter of a choice comes before any other key.
        if let Overlay::Menu(menu) = overlay
            && let Some(index) = menu.with_letter(key)
        {
            return self.take_choice(index);
        }
        match overlay {
            _ if act == Some(Act::Help) && !overlay.takes_for_text(key) => self.open_overlay_help(),
            Overlay::Editor(_) => self.editor_key(key, act),
            Overlay::Prompt(_) => self.prompt_key(key, act),
            Overlay::Menu(_) => self.menu_key(act),
            Overlay::List(_) => self.list_key(key, act),
            Overlay::Review(_) => self.review_key(act),
            Overlay::Page(_) => self.page_key(act),
        }
    }

    fn editor_key(&mut self, key: Key, act: Option<Act>) {
        let Some(Overlay::Editor(editor)) = self.state.overlays.last_mut() else { return };
        let changed = match act {
            Some(Act::Leave) => return self.leave_editor(),
            Some(Act::Save) => return self.save_editor(),
            Some(Act::External) => {
                let effect = Effect::Edit(editor.text.text().to_owned());
                self.keep_draft();
                return self.effect(effect);
            }
            Some(Act::Edit(edit)) => editor.text.edit(edit),
            _ => editor.text.typed(key),
        };
        if changed {
            self.keep_draft();
        }
    }

    /// Leaves the editor; what was typed and not saved stays as a draft.
    fn leave_editor(&mut self) {
        self.keep_draft();
        let Some(Overlay::Editor(editor)) = self.state.overlays.pop() else { return };
        let Some(session) = self.session() else { return };
        session.drafts.retain(|draft| draft.id != editor.id || draft.left_by.is_some());
        if editor.text.text() != editor.saved && !editor.text.text().is_empty() {
            let selector = Selector::of(session.document(), editor.span);
            session.drafts.push(Draft { id: editor.id, selector, text: editor.text.text().to_owned(), left_by: None });
            self.say(Weight::Note, "kept as a draft; the same key opens it again");
        }
    }

    fn save_editor(&mut self) {
        let Some(Overlay::Editor(editor)) = self.state.overlays.pop() else { return };
        let text = editor.text.text().trim_end().to_owned();
        let text = (!text.trim().is_empty()).then_some(text);
        let Some(session) = self.session() else { return };
        session.drafts.retain(|draft| draft.id != editor.id || draft.left_by.is_some());
        session.clashing.retain(|id| *id != editor.id);
        // What another window left of the same note was begun on what stood in it before.
        session.clashing.extend(session.drafts.iter().find(|draft| draft.id == editor.id).map(|draft| draft.id));
        let id = session.id;
        let selector = Selector::of(session.document(), editor.span);
        let is_as_begun = |body: &Body| body.note.as_deref().unwrap_or_default() == editor.saved;
        // It is written on the place it was begun on, wherever the cursor is by now. A note that another window wrote
        // there meanwhile stands for itself.
        let joins = |placed: &&Placed| is_as_begun(&placed.annotation.body);
        let there = session.annotation(editor.id);
        let there = there.or_else(|| session.joined(editor.span, Aspect::Note).filter(joins));
        let there = there.map(|placed| placed.annotation.clone());
        let theirs = there.as_ref().filter(|there| !is_as_begun(&there.body)).and_then(|there| there.body.note.clone());
        let ours = text.as_ref().filter(|ours| **ours != editor.saved);
        let joined = theirs.as_ref().zip(ours).map(|(theirs, ours)| both(theirs, ours));
        let is_joined = joined.is_some();
        let text = joined.or(theirs).or(text);
        // The draft goes in the transaction that keeps the note: until then it is all that is on the disk.
        if let Some(change) = self.written_into(there, editor.id, editor.span, |body| body.note = text) {
            self.commit_typed(vec![change], Some(editor.id));
        } else {
            let gone = Draft { id: editor.id, selector, text: String::new(), left_by: None };
            self.effect(Effect::KeepDraft(id, gone));
        }
        if is_joined {
            self.say(Weight::Note, "another window changed this note meanwhile: both stand in it");
        }
    }

    fn prompt_key(&mut self, key: Key, act: Option<Act>) {
        let Some(Overlay::Prompt(prompt)) = self.state.overlays.last_mut() else { return };
        let searches = prompt.purpose == Purpose::Search;
        let changed = match act {
            Some(Act::Leave) => return self.leave_prompt(),
            Some(Act::Choose) => return self.take_prompt(),
            Some(Act::NextHit) if searches => return self.step_hit(true),
            Some(Act::PreviousHit) if searches => return self.step_hit(false),
            Some(Act::Edit(Edit::EraseBack)) if prompt.line.text().is_empty() => return self.leave_prompt(),
            Some(Act::Edit(edit)) => prompt.line.edit(edit),
            _ => prompt.line.typed(key),
        };
        if changed {
            self.prompt_changed();
        }
    }

    /// What was typed changed: a search runs along.
    pub(super) fn prompt_changed(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self.state.overlays.last_mut() else { return };
        prompt.fault = None;
        if prompt.purpose == Purpose::Search {
            let needle = prompt.line.text().to_owned();
            self.search(&needle);
        }
    }

    fn leave_prompt(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self.state.overlays.pop() else { return };
        if prompt.purpose == Purpose::Search
            && let Some(session) = self.session()
            && let Some(from) = session.search.take().and_then(|search| search.from)
        {
            self.set_cursor(from);
            if let Some(session) = self.session() {
                session.focus_cursor();
            }
        }
    }

    /// Enter in a prompt: carried out, or a fault that says what is wrong with the line.
    fn take_prompt(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self.state.overlays.last().cloned() else { return };
        let Prompt { purpose, line, begun, .. } = prompt;
        let text = line.text().trim().to_owned();
        let fault = match purpose {
            Purpose::Search if text.is_empty() => return self.leave_prompt(),
            Purpose::Search => {
                self.take_search();
                None
            }
            Purpose::Tags => {
                let (begun, ours) = (read_tags(&begun), read_tags(&text));
                self.write_joined(Aspect::Tags, |body| join_tags(&mut body.tags, &begun, &ours));
                None
            }
            Purpose::Wording => {
                self.write_joined(Aspect::Assessment, |body| join_words(&mut body.wording, &begun, text));
                None
            }
            Purpose::EvidenceFor => {
                self.add_evidence(Stance::For, &text);
                None
            }
            Purpose::EvidenceAgainst => {
                self.add_evidence(Stance::Against, &text);
                None
            }
            Purpose::Probability => match (text.is_empty(), read_probability(&text)) {
                (false, None) => Some("a probability is a number from 0 to 1, or per cent: 0.7 or 70 %"),
                (_, probability) => {
                    self.set_probability(probability);
                    None
                }
            },
            Purpose::Due => match (text.is_empty(), read_day(&text)) {
                (false, None) => Some("a date is year, month and day: 2026-12-31"),
                (_, due) => {
                    self.write_here(Aspect::Forecast, |body| body.forecast.get_or_insert_default().due = due);
                    None
                }
            },
            Purpose::Criterion => {
                self.write_joined(Aspect::Forecast, |body| {
                    join_words(&mut body.forecast.get_or_insert_default().criterion, &begun, text)
                });
                None
            }
            Purpose::Export => {
                self.effect(Effect::Export(text));
                self.say(Weight::Note, "exporting…");
                None
            }
        };
        match (fault, self.state.overlays.last_mut()) {
            (Some(fault), Some(Overlay::Prompt(prompt))) => prompt.fault = Some(fault.to_owned()),
            _ => {
                self.state.overlays.pop();
            }
        }
    }

    pub(super) fn take_search(&mut self) {
        self.drag_selection();
        if let Some(session) = self.session()
            && let Some(search) = &mut session.search
        {
            let needle = search.needle.clone();
            let from = search.from.take();
            let count = search.hits.len();
            let at = search.current.map_or(0, |at| at + 1);
            if let (Some(from), true) = (from, session.cursor != from) {
                let view = session.view;
                session.jumps.back.push((from, view));
                session.jumps.forward.clear();
            }
            let text = if count == 0 {
                format!("no match for “{needle}”")
            } else {
                format!("{at}/{count} “{needle}”")
            };
            self.say(Weight::Note, text);
            if count == 0 {
                self.await_rest(Awaited::Hit(from));
            }
        }
    }

    /// Takes a choice of the menu.
    pub(super) fn take_choice(&mut self, index: usize) {
        if let Some(Overlay::Menu(menu)) = self.state.overlays.pop()
            && let Some(item) = menu.items.into_iter().nth(index)
        {
            self.choose(item.choice);
        }
    }

    fn menu_key(&mut self, act: Option<Act>) {
        let Some(Overlay::Menu(menu)) = self.state.overlays.last_mut() else { return };
        match act {
            Some(Act::Leave) => drop(self.state.overlays.pop()),
            Some(Act::Choose) => {
                let index = menu.selected;
                self.take_choice(index);
            }
            Some(Act::Next) => menu.step(1),
            Some(Act::Previous) => menu.step(-1),
            _ => {}
        }
    }

    fn list_key(&mut self, key: Key, act: Option<Act>) {
        let Some(Overlay::List(list)) = self.state.overlays.last_mut() else { return };
        let is_empty = list.filter.text().is_empty();
        match act.filter(|_| !list.takes_for_text(key)) {
            Some(Act::Leave) => self.leave_list(),
            Some(Act::Choose) => self.take_row(),
            Some(Act::Next) => list.step(1),
            Some(Act::Previous) => list.step(-1),
            Some(Act::PageDown) => list.step(PAGE),
            Some(Act::PageUp) => list.step(-PAGE),
            Some(Act::First) if is_empty => list.step(isize::MIN),
            Some(Act::Last) if is_empty => list.step(isize::MAX),
            Some(Act::First) => drop(list.filter.edit(Edit::LineStart)),
            Some(Act::Last) => drop(list.filter.edit(Edit::LineEnd)),
            act => {
                let before = list.filter.text().to_owned();
                let done = match act {
                    Some(Act::Edit(edit)) => list.filter.edit(edit),
                    _ => list.filter.typed(key),
                };
                if done && list.filter.text() != before {
                    self.filter_changed();
                }
            }
        }
    }

    fn leave_list(&mut self) {
        let Some(Overlay::List(list)) = self.state.overlays.pop() else { return };
        // Without an article the library is all there is: leaving it ends.
        if list.kind == ListKind::Library && self.state.session.is_none() {
            self.quit();
        }
    }

    fn page_key(&mut self, act: Option<Act>) {
        let area = self.state.geometry().overlay(self.state.width, self.state.height);
        let Some(Overlay::Page(page)) = self.state.overlays.last_mut() else { return };
        match act {
            Some(Act::Leave) => drop(self.state.overlays.pop()),
            Some(Act::Next) => page.scroll(1, area),
            Some(Act::Previous) => page.scroll(-1, area),
            Some(Act::PageDown) => page.scroll(PAGE, area),
            Some(Act::PageUp) => page.scroll(-PAGE, area),
            Some(Act::First) => page.scroll(isize::MIN, area),
            Some(Act::Last) => page.scroll(isize::MAX, area),
            _ => {}
        }
    }

    /// What was typed over a list changed.
    pub(super) fn filter_changed(&mut self) {
        if let Some(Overlay::List(list)) = self.state.overlays.last_mut() {
            list.narrow();
        }
    }
}

/// Tags from a line, without `#`, each once.
fn read_tags(line: &str) -> Vec<String> {
    let mut body = Body::default();
    body.add_tags(tags_in(line).iter().map(|tag| tag.trim_start_matches('#')).filter(|tag| !tag.is_empty()));
    body.tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_as_people_write_them() {
        assert_eq!(read_tags("#ai, hiring  ai AI \"two words\" #"), ["ai", "hiring", "two words"]);
    }
}
