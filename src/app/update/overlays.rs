//! Keys while something lies over the article.

use super::Turn;
use super::annotating::both;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::geometry::Area;
use crate::app::key::{Code, Key};
use crate::app::keymap::Keymap;
use crate::app::overlay::{List, ListKind, Menu, Overlay, Prompt, Purpose};
use crate::app::page::Page;
use crate::app::session::{Awaited, Draft};
use crate::app::state::Weight;
use crate::notes::annotation::{Body, Placed, tags_in};
use crate::notes::assessment::{Forecast, Stance, read_day, read_probability};
use crate::notes::joining::Aspect;
use crate::notes::selector::Selector;

/// Lines a page key scrolls in a list or page.
const PAGE: isize = 10;

impl Turn<'_> {
    pub(super) fn overlay_key(&mut self, key: Key) {
        if key.code == Code::Function(1) {
            self.open_overlay_help();
            return;
        }
        let area = self.state.geometry().overlay(self.state.width, self.state.height);
        match self.state.overlays.last_mut() {
            Some(Overlay::Editor(_)) => self.editor_key(key),
            Some(Overlay::Prompt(_)) => self.prompt_key(key),
            Some(Overlay::Menu(_)) if key == Key::char('?') => self.open_overlay_help(),
            Some(Overlay::Menu(menu)) => {
                let choice = menu_key(menu, key);
                self.menu_chosen(choice);
            }
            Some(Overlay::List(_)) => self.list_key(key),
            Some(Overlay::Review(_)) => self.review_key(key),
            Some(Overlay::Page(page)) => {
                if page_key(page, key, &self.state.settings.keymap, area) {
                    self.state.overlays.pop();
                }
            }
            None => {}
        }
    }

    fn editor_key(&mut self, key: Key) {
        let leave = key.code == Code::Esc || key == Key::control('c');
        if leave {
            self.leave_editor();
        } else if key == Key::control('s') {
            self.save_editor();
        } else if key == Key::control('e') {
            if let Some(Overlay::Editor(editor)) = self.state.overlays.last() {
                let effect = Effect::Edit(editor.text.text().to_owned());
                self.keep_draft();
                self.effect(effect);
            }
        } else if let Some(Overlay::Editor(editor)) = self.state.overlays.last_mut()
            && editor.text.key(key)
        {
            self.keep_draft();
        }
    }

    /// Leaves the editor; what was typed and not saved stays as a draft.
    fn leave_editor(&mut self) {
        self.keep_draft();
        let Some(Overlay::Editor(editor)) = self.state.overlays.pop() else { return };
        let Some(session) = self.session() else { return };
        session.drafts.retain(|draft| draft.id != editor.id);
        if editor.text.text() != editor.saved && !editor.text.text().is_empty() {
            let selector = Selector::of(session.document(), editor.span);
            session.drafts.push(Draft { id: editor.id, selector, text: editor.text.text().to_owned() });
            self.say(Weight::Note, "kept as a draft; the same key opens it again");
        }
    }

    fn save_editor(&mut self) {
        let Some(Overlay::Editor(editor)) = self.state.overlays.pop() else { return };
        let text = editor.text.text().trim_end().to_owned();
        let text = (!text.trim().is_empty()).then_some(text);
        let Some(session) = self.session() else { return };
        session.drafts.retain(|draft| draft.id != editor.id);
        session.clashing.retain(|id| *id != editor.id);
        let id = session.id;
        let selector = Selector::of(session.document(), editor.span);
        let is_as_begun = |body: &Body| body.note.as_deref().unwrap_or_default() == editor.saved;
        // It is written on the place it was begun on, wherever the cursor is by now. A note that another window wrote
        // there meanwhile stands for itself.
        let joins = |placed: &&Placed| is_as_begun(&placed.annotation.body);
        let there = session.annotation(editor.id);
        let there = there.or_else(|| session.joined(editor.span, Aspect::Content).filter(joins));
        let there = there.map(|placed| placed.annotation.clone());
        let theirs = there.as_ref().filter(|there| !is_as_begun(&there.body)).and_then(|there| there.body.note.clone());
        let ours = text.as_ref().filter(|ours| **ours != editor.saved);
        let joined = theirs.as_ref().zip(ours).map(|(theirs, ours)| both(theirs, ours));
        let is_joined = joined.is_some();
        let text = joined.or(theirs).or(text);
        // The draft goes in the transaction that keeps the note: until then it is all that is on the disk.
        match self.written_into(there, editor.id, editor.span, |body| body.note = text) {
            Some(change) => self.commit_typed(vec![change], Some(editor.id)),
            None => self.effect(Effect::KeepDraft(id, Draft { id: editor.id, selector, text: String::new() })),
        }
        if is_joined {
            self.say(Weight::Note, "another window changed this note meanwhile: both stand in it");
        }
    }

    fn prompt_key(&mut self, key: Key) {
        let Some(Overlay::Prompt(prompt)) = self.state.overlays.last_mut() else { return };
        match key.code {
            Code::Esc => self.leave_prompt(),
            _ if key == Key::control('c') => self.leave_prompt(),
            Code::Enter => self.take_prompt(),
            Code::Backspace if prompt.line.text().is_empty() => self.leave_prompt(),
            Code::Char('n') if key.control && prompt.purpose == Purpose::Search => self.step_hit(true),
            Code::Char('p') if key.control && prompt.purpose == Purpose::Search => self.step_hit(false),
            _ => {
                if prompt.line.key(key) {
                    self.prompt_changed();
                }
            }
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
        let Some(Overlay::Prompt(Prompt { purpose, line, .. })) = self.state.overlays.last().cloned() else { return };
        let text = line.text().trim().to_owned();
        let fault = match purpose {
            Purpose::Search if text.is_empty() => return self.leave_prompt(),
            Purpose::Search => {
                self.take_search();
                None
            }
            Purpose::Tags => {
                self.write_here(|body| body.tags = read_tags(&text));
                None
            }
            Purpose::Wording => {
                let wording = (!text.is_empty()).then_some(text);
                self.write_here(|body| body.wording = wording);
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
                    self.write_here(|body| body.forecast.get_or_insert_with(Forecast::default).due = due);
                    None
                }
            },
            Purpose::Criterion => {
                let criterion = (!text.is_empty()).then_some(text);
                self.write_here(|body| body.forecast.get_or_insert_with(Forecast::default).criterion = criterion);
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

    fn menu_chosen(&mut self, chosen: MenuKey) {
        match chosen {
            MenuKey::Nothing => {}
            MenuKey::Leave => {
                self.state.overlays.pop();
            }
            MenuKey::Take(index) => {
                if let Some(Overlay::Menu(menu)) = self.state.overlays.pop()
                    && let Some(item) = menu.items.into_iter().nth(index)
                {
                    self.choose(item.choice);
                }
            }
        }
    }

    fn list_key(&mut self, key: Key) {
        let Some(Overlay::List(list)) = self.state.overlays.last_mut() else { return };
        match list_key(list, key) {
            ListAnswer::Nothing => {}
            ListAnswer::Leave => {
                // Without an article the library is all there is: leaving it ends.
                let kind = list.kind;
                self.state.overlays.pop();
                if kind == ListKind::Library && self.state.session.is_none() {
                    self.quit();
                }
            }
            ListAnswer::Take => self.take_row(),
            ListAnswer::Help => self.open_overlay_help(),
            ListAnswer::Narrow => self.filter_changed(),
        }
    }

    /// What was typed over a list changed.
    pub(super) fn filter_changed(&mut self) {
        if let Some(Overlay::List(list)) = self.state.overlays.last_mut() {
            list.narrow();
        }
    }
}

enum MenuKey {
    Nothing,
    Leave,
    Take(usize),
}

fn menu_key(menu: &mut Menu, key: Key) -> MenuKey {
    let last = menu.items.len().saturating_sub(1);
    if let Some(c) = key.typed() {
        if let Some(index) = menu.items.iter().position(|item| item.letter == c) {
            return MenuKey::Take(index);
        }
        // No other letter moves: `j` would, and `k` beside it mark as key.
        return if c == 'q' { MenuKey::Leave } else { MenuKey::Nothing };
    }
    match key.code {
        Code::Esc => return MenuKey::Leave,
        Code::Char('c') if key.control => return MenuKey::Leave,
        Code::Enter => return MenuKey::Take(menu.selected),
        Code::Down | Code::Tab => menu.selected = (menu.selected + 1).min(last),
        Code::Up | Code::BackTab => menu.selected = menu.selected.saturating_sub(1),
        Code::Char('n') if key.control => menu.selected = (menu.selected + 1).min(last),
        Code::Char('p') if key.control => menu.selected = menu.selected.saturating_sub(1),
        _ => {}
    }
    MenuKey::Nothing
}

enum ListAnswer {
    Nothing,
    Leave,
    Take,
    Help,
    Narrow,
}

fn list_key(list: &mut List, key: Key) -> ListAnswer {
    match key.code {
        Code::Esc => return ListAnswer::Leave,
        Code::Char('c') if key.control => return ListAnswer::Leave,
        Code::Char('q') if key.typed().is_some() && list.filter.text().is_empty() && list.kind != ListKind::Palette => {
            return ListAnswer::Leave;
        }
        // Nothing that is listed begins with a question mark.
        Code::Char('?') if key.typed().is_some() && list.filter.text().is_empty() => return ListAnswer::Help,
        Code::Enter => return ListAnswer::Take,
        Code::Down | Code::Tab => list.step(1),
        Code::Up | Code::BackTab => list.step(-1),
        Code::Char('n' | 'j') if key.control => list.step(1),
        Code::Char('p' | 'k') if key.control => list.step(-1),
        Code::PageDown => list.step(PAGE),
        Code::PageUp => list.step(-PAGE),
        Code::Home if list.filter.text().is_empty() => list.step(isize::MIN),
        Code::End if list.filter.text().is_empty() => list.step(isize::MAX),
        _ => {
            let before = list.filter.text().to_owned();
            if list.filter.key(key) && list.filter.text() != before {
                return ListAnswer::Narrow;
            }
        }
    }
    ListAnswer::Nothing
}

/// Carries out a key on a page, by the reader's own keys, then by those every pager has; whether it leaves the page.
fn page_key(page: &mut Page, key: Key, keymap: &Keymap, area: Area) -> bool {
    let by = match (keymap.action(key), key.code) {
        (_, Code::Esc | Code::Enter) => return true,
        (_, Code::Char('c')) if key.control => return true,
        (Some(Action::Quit | Action::Why | Action::Help), _) => return true,
        (Some(Action::NextSentence), _) => 1,
        (Some(Action::PreviousSentence), _) => -1,
        (Some(Action::HalfPageDown | Action::PageDown), _) => PAGE,
        (Some(Action::HalfPageUp | Action::PageUp), _) => -PAGE,
        (Some(Action::ToStart), _) | (_, Code::Char('g') | Code::Home) => isize::MIN,
        (Some(Action::ToEnd), _) | (_, Code::Char('G') | Code::End) => isize::MAX,
        (_, Code::Char('j') | Code::Down) => 1,
        (_, Code::Char('k') | Code::Up) => -1,
        (_, Code::Char(' ') | Code::PageDown) => PAGE,
        (_, Code::PageUp) => -PAGE,
        (_, Code::Char('q')) => return true,
        _ => return false,
    };
    page.scroll(by, area);
    false
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
