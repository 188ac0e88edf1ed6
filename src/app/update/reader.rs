//! Keys while reading.

use super::Turn;
use crate::app::action::Action;
use crate::app::editor::TextBuffer;
use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::keymap::{Context, Found};
use crate::app::overlay::{Choice, Menu, Overlay, Prompt, Purpose};
use crate::app::session::Unit;
use crate::app::state::{Saving, Weight};
use crate::article::pane::Pane;
use crate::text::file_name::file_name;

impl Turn<'_> {
    pub(super) fn reader_key(&mut self, key: Key) {
        let selecting = self.state.session.as_ref().is_some_and(|session| session.selection.is_some());
        let context = if selecting { Context::Selecting } else { Context::Reader };
        self.state.keys.push(key);
        match self.state.settings.keymap.find(context, &self.state.keys) {
            Found::Prefix => {}
            Found::Action(action) => {
                self.state.keys.clear();
                self.act(action);
            }
            Found::Nothing => {
                let sequence = std::mem::take(&mut self.state.keys);
                match (sequence.len(), self.state.settings.keymap.leaves(key)) {
                    (1, true) => self.escape(),
                    // Nothing but the sequence that was begun is given up.
                    (1, false) | (_, true) => {}
                    // The keys before were the start of another sequence: the last counts alone.
                    _ => self.reader_key(key),
                }
            }
        }
    }

    /// The key that leaves, without an overlay: gives up what is being fetched, the selection, then the marks of the search.
    fn escape(&mut self) {
        if self.stop_fetching() {
            if self.state.session.is_none() {
                self.quit();
            }
            return;
        }
        if let Some(session) = self.session()
            && session.selection.take().is_none()
        {
            session.search = None;
        }
    }

    /// Carries out an action, from a key or the palette.
    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit_or_leave(),
            Action::Help => self.open_help(),
            Action::Palette => self.open_palette(),
            Action::Library => self.effect(Effect::FetchLibrary),
            Action::AllNotes => self.effect(Effect::FetchNotes(String::new())),
            Action::SaveAgain => self.save_again(),
            Action::Redraw => self.effect(Effect::Redraw),
            Action::Suspend => {
                self.keep_position();
                self.effect(Effect::Suspend);
            }
            _ if self.state.session.is_none() => self.say(Weight::Note, "open an article first"),
            Action::NextSentence => self.step_sentence(true),
            Action::PreviousSentence => self.step_sentence(false),
            Action::NextParagraph => self.step_paragraph(true),
            Action::PreviousParagraph => self.step_paragraph(false),
            Action::NextSection => self.step_section(true),
            Action::PreviousSection => self.step_section(false),
            Action::ToStart => self.edge(false),
            Action::ToEnd => self.edge(true),
            Action::HalfPageDown | Action::HalfPageUp | Action::PageDown | Action::PageUp => {
                self.page(action);
                self.drag_selection();
            }
            Action::PaneLeft => self.focus_by(-1, false),
            Action::PaneRight => self.focus_by(1, false),
            Action::NextPane => self.focus_by(1, true),
            Action::PreviousPane => self.focus_by(-1, true),
            Action::PaneClaims => self.focus(Pane::Claims),
            Action::PaneAnalysis => self.focus(Pane::Analysis),
            Action::PaneTake => self.focus(Pane::Take),
            Action::Zoom => self.zoom(),
            Action::Whole => self.whole(),
            Action::Margin => {
                self.state.margin = !self.state.margin;
                self.follow = true;
            }
            Action::Follow => self.follow_here(),
            Action::OpenLink => self.open_link(),
            Action::Back => self.back(false),
            Action::Forward => self.back(true),
            Action::Search => self.ask(Purpose::Search, ""),
            Action::NextHit => self.step_hit(true),
            Action::PreviousHit => self.step_hit(false),
            Action::Mark => self.mark(),
            Action::MarkWith => self.open_colours(),
            Action::Note => self.open_note(),
            Action::Tags => self.open_tags(),
            Action::Assess => self.open_assessment(),
            Action::Forecast => self.open_forecast(),
            Action::Correct => self.open_panes(),
            Action::Bookmark => self.bookmark(),
            Action::Delete => self.delete_here(),
            Action::Undo => self.undo(false),
            Action::Redo => self.undo(true),
            Action::EdgeLeft => self.move_edge(false),
            Action::EdgeRight => self.move_edge(true),
            Action::NextAnnotation => self.step_annotation(true),
            Action::PreviousAnnotation => self.step_annotation(false),
            Action::Replace => self.replace(),
            Action::Accept => self.accept(),
            Action::AcceptAll => self.accept_all(),
            Action::Review => self.open_review(None),
            Action::Refresh => self.refresh(),
            Action::SelectCharacters => self.select(Unit::Character),
            Action::SelectWords => self.select(Unit::Word),
            Action::SelectSentences => self.select(Unit::Sentence),
            Action::Copy => self.copy(false),
            Action::CopyCitation => self.copy(true),
            Action::Export => self.open_export(),
            Action::Why => self.open_why(),
            Action::Notes => self.open_notes(),
            Action::Outline => self.open_outline(),
            Action::Links => self.open_links(),
            Action::CharacterLeft
            | Action::CharacterRight
            | Action::LineDown
            | Action::LineUp
            | Action::WordForward
            | Action::WordBack
            | Action::WordEnd
            | Action::SwapEnds
            | Action::Leave => self.selecting(action),
        }
    }

    /// `q`: gives the selection up, or ends; first asks, where something could not be saved.
    fn quit_or_leave(&mut self) {
        if let Some(session) = self.session()
            && session.selection.take().is_some()
        {
            return;
        }
        // What is on its way to the disk is waited for at the end; only what failed is asked about.
        let failed = matches!(self.state.saving, Saving::Off(_));
        let unsaved = if failed { self.state.unsaved.len() } else { 0 };
        let lost = match (unsaved, self.state.unkept.len()) {
            (0, 0) => return self.quit(),
            (0, 1) => "1 draft is not kept".to_owned(),
            (0, drafts) => format!("{drafts} drafts are not kept"),
            (1, _) => "1 change is not saved".to_owned(),
            (changes, _) => format!("{changes} changes are not saved"),
        };
        let title = format!("{lost}. Quit all the same?");
        let export = self.key_of(Action::Export);
        let letters = |name| self.state.settings.keymap.places.letters(name);
        let items = vec![
            (letters("stay"), format!("no, go on reading ({export} exports the notes)"), true, Choice::Stay),
            (letters("save-again"), "try to save again".to_owned(), false, Choice::SaveAgain),
            (letters("lose"), "yes, and leave them in a file".to_owned(), false, Choice::Quit),
        ];
        self.push(Overlay::Menu(Menu::new(title, items)));
    }

    pub(super) fn ask(&mut self, purpose: Purpose, text: &str) {
        // What is one value gives way to another; a tag joins those that stand there.
        let line = if purpose == Purpose::Tags { TextBuffer::line(text) } else { TextBuffer::offered(text) };
        let begun = line.text().trim().to_owned();
        self.push(Overlay::Prompt(Prompt { purpose, line, begun, fault: None }));
    }

    fn open_export(&mut self) {
        if !self.is_complete() {
            return;
        }
        let Some(session) = &self.state.session else { return };
        let name = file_name(&session.document().title(), "notes", "md");
        self.ask(Purpose::Export, &name);
    }

    fn copy(&mut self, citation: bool) {
        let Some(session) = &self.state.session else { return };
        let Some(span) = session.target() else { return self.say_nothing_here() };
        let effect = if citation { Effect::CopyCitation(span) } else { Effect::Copy(session.words(span).to_owned()) };
        self.effect(effect);
        if let Some(session) = self.session() {
            session.selection = None;
        }
        self.say(Weight::Done, if citation { "citation copied" } else { "copied" });
    }
}
