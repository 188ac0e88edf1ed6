//! Lists and pages: outline, notes, palette, library, why, help.

use super::Turn;
use crate::app::action::{Action, Group, TABLE};
use crate::app::event::{Effect, Shelved};
use crate::app::keymap::Keymap;
use crate::app::overlay::{List, ListKind, ListRow, Overlay, Target};
use crate::app::page::{Page, PageLine};
use crate::app::place::{Act, Place};
use crate::app::session::Session;
use crate::app::state::Weight;
use crate::article::block::BlockKind;
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::notes::annotation::{Annotation, Body, Placed};
use crate::notes::assessment::percent;
use crate::notes::colour::{Colour, Legend};
use crate::notes::selector::Placement;
use crate::text::clean::clean_line;

impl Turn<'_> {
    fn list(&mut self, kind: ListKind, rows: Vec<ListRow>) {
        self.push(Overlay::List(List::new(kind, rows)));
    }

    pub(super) fn open_outline(&mut self) {
        let Some(session) = &self.state.session else { return };
        let document = session.document();
        let here = session.cursor.and_then(|id| document.heading_of(id.block));
        let mut selected = 0;
        let mut rows = Vec::new();
        for (index, block) in document.blocks().iter().enumerate() {
            let BlockKind::Heading { level } = block.kind else { continue };
            if Some(index) == here {
                selected = rows.len();
            }
            rows.push(ListRow {
                mark: "¶".to_owned(),
                label: document.block_text(index).to_owned(),
                detail: String::new(),
                depth: level.saturating_sub(1),
                target: Target::Place(block.span.start),
            });
        }
        let mut list = List::new(ListKind::Outline, rows);
        list.selected = selected;
        self.push(Overlay::List(list));
    }

    pub(super) fn open_palette(&mut self) {
        let keymap = &self.state.settings.keymap;
        let rows = TABLE
            .iter()
            .filter(|entry| entry.group != Group::Select || STARTS_SELECTING.contains(&entry.action))
            .map(|entry| ListRow {
                mark: String::new(),
                label: entry.name.replace('-', " "),
                detail: format!("{}  {}", entry.sentence, keymap.keys(entry.action).join(" ")),
                depth: 0,
                target: Target::Action(entry.action),
            })
            .collect();
        self.list(ListKind::Palette, rows);
    }

    pub(super) fn open_notes(&mut self) {
        let Some(session) = &self.state.session else { return };
        let mut placed: Vec<&Placed> = session.placed.iter().collect();
        // In the article's order, what has lost its place last.
        placed.sort_by_key(|placed| placed.placement.span().map_or(usize::MAX, |span| span.start));
        let rows = placed.into_iter().map(|placed| annotation_row(placed, session)).collect();
        self.list(ListKind::Notes, rows);
    }

    pub(super) fn all_notes(&mut self, found: Vec<(DocumentId, String, Annotation)>) {
        // Whoever has begun something else meanwhile goes on with that.
        if !self.state.overlays.is_empty() {
            return;
        }
        let rows = found
            .into_iter()
            .map(|(document, title, annotation)| ListRow {
                mark: mark_of(&annotation.body),
                label: label_of(&annotation),
                detail: clean_line(&title),
                depth: 0,
                target: Target::Elsewhere(document, annotation.id),
            })
            .collect();
        self.list(ListKind::AllNotes, rows);
    }

    pub(super) fn library(&mut self, shelved: Vec<Shelved>) {
        let notes = |count| match count {
            0 => String::new(),
            1 => "1 note · ".to_owned(),
            count => format!("{count} notes · "),
        };
        let rows = shelved
            .into_iter()
            .map(|document| ListRow {
                mark: String::new(),
                detail: format!("{}{} · {}", notes(document.annotations), document.opened, document.origin),
                label: document.title,
                depth: 0,
                target: Target::Document(document.id),
            })
            .collect();
        let is_library = |overlay: &Overlay| matches!(overlay, Overlay::List(list) if list.kind == ListKind::Library);
        self.state.overlays.retain(|overlay| !is_library(overlay));
        // Whoever has begun something else meanwhile goes on with that.
        if self.state.overlays.is_empty() {
            self.list(ListKind::Library, rows);
        }
    }

    /// Enter on a row of a list.
    pub(super) fn take_row(&mut self) {
        let Some(Overlay::List(list)) = self.state.overlays.last() else { return };
        let Some(target) = list.row().map(|row| row.target.clone()) else { return };
        self.state.overlays.pop();
        match target {
            Target::Place(offset) => self.jump_below(offset),
            Target::Action(action) => self.act(action),
            Target::Address(address) => self.browse(address),
            Target::Annotation(id) => self.jump_to_annotation(id),
            Target::Elsewhere(document, id) => {
                if self.state.session.as_ref().is_some_and(|session| session.id == document) {
                    self.jump_to_annotation(id);
                } else {
                    self.open_document(document, Some(id));
                }
            }
            Target::Document(document) => self.open_document(document, None),
        }
    }

    fn open_document(&mut self, document: DocumentId, annotation: Option<crate::notes::annotation::AnnotationId>) {
        self.keep_position();
        self.stop_fetching();
        self.state.generation += 1;
        let generation = self.state.generation;
        self.effect(Effect::OpenDocument(generation, document, annotation));
        self.say(Weight::Note, "opening…");
    }

    /// Goes to the first sentence below a heading (or at a place).
    pub(super) fn jump_below(&mut self, offset: usize) {
        let Some(session) = self.session() else { return };
        let document = session.document();
        let block = document.block_at(offset);
        let first = (block..document.blocks().len()).find_map(|block| document.sentences(block).first());
        let offset = first.map_or(offset, |span| span.start.max(offset));
        self.jump_to_offset(offset);
    }

    pub(super) fn jump_to_annotation(&mut self, id: crate::notes::annotation::AnnotationId) {
        let placed = self.state.session.as_ref().and_then(|session| session.annotation(id)).cloned();
        match placed.as_ref().and_then(|placed| placed.placement.span()) {
            Some(span) => self.jump_to_offset(span.start),
            None if placed.is_some() => self.open_review(Some(id)),
            None => self.say(Weight::Note, "that annotation is not here any more"),
        }
    }

    pub(super) fn open_why(&mut self) {
        let Some(session) = &self.state.session else { return };
        let judged = session.cursor.and_then(|id| Some((id, session.reading.judgement(id)?)));
        let Some((id, judgement)) = judged else { return self.say_nothing_here() };
        let span = session.cursor_span().unwrap_or_default();
        let mut lines = vec![PageLine::Quote(session.words(span).to_owned())];
        let pane = session.reading.pane(id).unwrap_or(judgement.pane);
        lines.push(PageLine::Heading(format!("{}, because", pane.title())));
        lines.extend(session.reading.reasons(id).into_iter().map(PageLine::Text));
        if pane == Pane::Claims {
            lines.push(PageLine::Heading("The claim".to_owned()));
            lines.push(PageLine::Keys("kind".to_owned(), judgement.kind.name().to_owned()));
            if let Some(source) = &judgement.source {
                let carried = if source.mention.is_none() { " (from before)" } else { "" };
                lines.push(PageLine::Keys("source".to_owned(), format!("{}{carried}", source.name)));
            }
            if let Some(cue) = judgement.cue {
                lines.push(PageLine::Keys("cue".to_owned(), session.words(cue).to_owned()));
            }
            if !judgement.figures.is_empty() {
                let figures: Vec<_> = judgement.figures.iter().map(|span| session.words(*span)).collect();
                lines.push(PageLine::Keys("figures".to_owned(), figures.join(", ")));
            }
        }
        if judgement.forecast {
            let sure = percent(f64::from(judgement.confidence));
            lines.push(PageLine::Text(format!("It speaks of the future; its author sounds {sure} sure.")));
        }
        let key = self.key_of(Action::Correct);
        lines.push(PageLine::Text(format!("Wrong? {key} puts it where it belongs.")));
        self.push(Overlay::Page(Page::new("Why is this here?", lines)));
    }

    pub(super) fn open_help(&mut self) {
        let keymap = &self.state.settings.keymap;
        let selecting = self.state.session.as_ref().is_some_and(|session| session.selection.is_some());
        let mut groups = Group::ALL.to_vec();
        if selecting {
            // Help for where you are: what the selection understands comes first.
            groups.sort_by_key(|group| *group != Group::Select);
        }
        let mut lines = Vec::new();
        for group in groups {
            lines.push(PageLine::Heading(group.title().to_owned()));
            for entry in TABLE.iter().filter(|entry| entry.group == group) {
                lines.push(PageLine::Keys(keymap.keys(entry.action).join(" "), entry.sentence.to_owned()));
            }
        }
        lines.push(PageLine::Heading("Colours, by their letters".to_owned()));
        lines.extend(colour_letters(&self.state.settings.legend));
        for place in Place::ALL {
            lines.push(PageLine::Heading(place.title().to_owned()));
            lines.extend(acts(keymap, place, place == Place::Editor));
        }
        let title = if selecting { "Help: selecting" } else { "Help: reading" };
        self.push(Overlay::Page(Page::new(title, lines)));
    }

    /// Help for the overlay that is open.
    pub(super) fn open_overlay_help(&mut self) {
        let Some(place) = self.state.overlay().map(Overlay::place).filter(|place| *place != Place::Page) else {
            return;
        };
        let lines = acts(&self.state.settings.keymap, place, true);
        self.push(Overlay::Page(Page::new("Help", lines)));
    }
}

/// Actions of the group "select" that the palette offers.
const STARTS_SELECTING: [Action; 3] = [Action::SelectCharacters, Action::SelectWords, Action::SelectSentences];

/// What is done in a place over the article, by the reader's own keys; with what is done to the text typed there.
fn acts(keymap: &Keymap, place: Place, with_text: bool) -> Vec<PageLine> {
    let rows = place.rows().filter(|row| with_text || !matches!(row.act, Act::Edit(_)));
    let typing = match place {
        Place::List => Some("narrow the list"),
        Place::Prompt => {
            Some("in place of what is offered, beside it after a move in it; a tag joins those that are there")
        }
        Place::Editor | Place::Menu | Place::Page | Place::Review => None,
    };
    let typing = typing.map(|words| PageLine::Keys("type".to_owned(), words.to_owned()));
    let lines = rows.filter_map(|row| {
        let keys = keymap.act_keys(place, row.act).join(" ");
        (!keys.is_empty()).then(|| PageLine::Keys(keys, row.sentence.to_owned()))
    });
    typing.into_iter().chain(lines).collect()
}

/// The letters of the colours, and what each is to the reader.
fn colour_letters(legend: &Legend) -> Vec<PageLine> {
    Colour::ALL.map(|colour| PageLine::Keys(legend.letter(colour).to_string(), legend.shown(colour))).into()
}

pub(super) fn annotation_row(placed: &Placed, session: &Session) -> ListRow {
    let annotation = &placed.annotation;
    let (sign, status) = match placed.placement {
        Placement::Exact(_) => ("", ""),
        Placement::Moved(..) => ("↷", "moved · "),
        Placement::Changed(..) => ("≠", "changed · "),
        Placement::Orphan => ("⌀", "lost its place · "),
    };
    let unsaved =
        session.pending.iter().any(|(_, changes)| changes.iter().any(|change| change.annotation().id == annotation.id));
    let unsaved = if unsaved { "not on disk yet · " } else { "" };
    let (label, words) = (label_of(annotation), clean_line(&annotation.latest().exact));
    // The words say nothing that the label does not, where they are all there is to say.
    let quote = if label == words { String::new() } else { format!("“{words}”") };
    let detail = format!("{unsaved}{status}{quote}");
    ListRow {
        mark: format!("{sign}{}", mark_of(&annotation.body)),
        label,
        detail: detail.trim_end_matches(" · ").to_owned(),
        depth: 0,
        target: Target::Annotation(annotation.id),
    }
}

/// The marks of what an annotation holds.
fn mark_of(body: &Body) -> String {
    let parts = [
        body.highlight.map(|_| "▍"),
        body.verdict.map(crate::notes::assessment::Verdict::mark),
        body.to_check.then_some("☐"),
        body.note.as_ref().map(|_| "✎"),
        body.forecast.as_ref().map(|_| "◷"),
        body.pane.map(|_| "⇄"),
        body.bookmark.then_some("⚑"),
    ];
    parts.into_iter().flatten().collect()
}

/// An annotation in a line: its note, else what it says otherwise, else the words it is on.
fn label_of(annotation: &Annotation) -> String {
    let body = &annotation.body;
    let tags = body.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let parts = [
        body.note.as_deref().map(clean_line),
        body.wording.as_deref().map(clean_line),
        body.verdict.map(|verdict| verdict.words().to_owned()),
        body.to_check.then(|| "to check".to_owned()),
        body.forecast.as_ref().map(super::brief_forecast),
        body.pane.map(|pane| format!("moved to {}", pane.title())),
        (!tags.is_empty()).then_some(tags),
        body.bookmark.then(|| "bookmark".to_owned()),
    ];
    let label = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if label.is_empty() { clean_line(&annotation.latest().exact) } else { label }
}
