//! The document that is being read: cursor, view, notes, search.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::geometry::{Geometry, text_width};
use super::hold::{Hold, Place};
use super::reading_time::minutes;
use super::state::View;
use crate::article::document::{Document, SentenceId};
use crate::article::identity::{DocumentId, Origin};
use crate::article::pane::Pane;
use crate::layout::layout::{Interline, Layout, Options, Scope};
use crate::layout::row::{Row, Top};
use crate::notes::anchor::place_all;
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::change::Change;
use crate::notes::corrections::corrections;
use crate::notes::selector::{Placement, Selector};
use crate::reading::reading::Reading;
use crate::text::span::Span;

/// Rows that are laid out ahead between two looks at what waits.
const AHEAD: i64 = 8;

/// A document being read.
#[derive(Clone, Debug)]
pub struct Session {
    /// The document and its split.
    pub reading: Reading,
    /// Its name in the store.
    pub id: DocumentId,
    /// Where it came from.
    pub origin: Origin,
    /// The number of the load that brought it: the rest of it, and what is known of it, bear the same.
    pub generation: u64,
    /// Whether all of it has been read; a large one shows its first stretch before.
    pub complete: bool,
    /// How far the rest of it is, in words, where that is known.
    pub progress: Option<String>,
    /// How many minutes reading all of it takes.
    pub minutes: usize,
    /// How many sentences each pane holds, once that is known.
    pub counts: Option<[usize; 3]>,
    /// The sentence the cursor is on; none where the document has no sentence.
    pub cursor: Option<SentenceId>,
    /// What shows.
    pub view: View,
    /// The view before the whole article was shown, to return to.
    pub panes: View,
    /// The layouts by [`slot`], made when they are first seen at a width.
    pub layouts: [Option<Layout>; 4],
    /// The first row that shows, by [`slot`].
    pub tops: [Top; 4],
    /// What holds the panes in their places while the size changes, by [`slot`].
    pub holds: [Option<Hold>; 4],
    /// The selection, while there is one.
    pub selection: Option<Selection>,
    /// The search, after there was one.
    pub search: Option<Search>,
    /// What was left for a passage further down, while that shows in place of the first stretch.
    pub left: Option<Left>,
    /// What the reader asked for last that only the whole document can give.
    pub awaited: Option<Awaited>,
    /// The annotation to go to as soon as the store tells where it stands.
    pub sought: Option<AnnotationId>,
    /// The annotations, oldest first, and where each stands now.
    pub placed: Vec<Placed>,
    /// Where selectors stand in this text, as the store told: those of now, and those before a reader's act.
    pub anchored: Vec<Placed>,
    /// The orphan that the reader went to find a place for.
    pub in_hand: Option<AnnotationId>,
    /// What can be undone, and redone.
    pub history: History,
    /// Changes that are not on disk yet, oldest first, by ticket.
    pub pending: Vec<(u64, Vec<Change>)>,
    /// Places to go back to, and forward.
    pub jumps: Jumps,
    /// Texts that were left unsaved, by what they were for.
    pub drafts: Vec<Draft>,
    /// The annotations whose notes another window wrote first: what was typed here is a draft.
    pub clashing: Vec<AnnotationId>,
}

/// A selection of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it began, in bytes.
    pub anchor: usize,
    /// Where it has got to: the character there is part of it.
    pub head: usize,
    /// What it grows by.
    pub by: Unit,
}

/// What a selection grows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Grapheme clusters.
    Character,
    /// Words.
    Word,
    /// Sentences.
    Sentence,
}

/// A search in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// What is searched.
    pub needle: String,
    /// Where it stands, in order.
    pub hits: Arc<[Span]>,
    /// Which hit the reader is on.
    pub current: Option<usize>,
    /// Where the search began, to go back to when it is left.
    pub from: Option<SentenceId>,
}

/// A first stretch that does not show, as a passage further down was looked for.
#[derive(Clone, Debug)]
pub struct Left {
    /// The first stretch.
    pub reading: Reading,
    /// Its cursor.
    pub cursor: Option<SentenceId>,
    /// Its places to go back to.
    pub jumps: Jumps,
    /// Whether the passage is the end.
    pub for_end: bool,
}

/// What is done once all of a document has been read, unless another key is pressed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Going to the end.
    End,
    /// Going to the first hit of the search from this sentence on.
    Hit(Option<SentenceId>),
}

/// Undo and redo: each entry is one act of the reader's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What can be undone, last done last.
    pub done: Vec<Vec<Change>>,
    /// What can be redone, last undone last.
    pub undone: Vec<Vec<Change>>,
}

impl History {
    /// Goes on from what was done on the document before it was left; what was undone then can be redone unless
    /// something else was done since.
    pub fn resume(&mut self, before: Self) {
        if *self == Self::default() {
            self.undone = before.undone;
        }
        self.done.splice(..0, before.done);
    }

    /// Forgets an act that was never carried out.
    pub fn forget(&mut self, changes: &[Change]) {
        for acts in [&mut self.done, &mut self.undone] {
            acts.retain(|act| act != changes);
        }
    }
}

/// What is known of a document that was left, for when it is read again, or a save of it is answered late.
#[derive(Clone, Debug)]
pub struct LeftDocument {
    /// Its name in the store.
    pub id: DocumentId,
    /// What can be undone, and redone.
    pub history: History,
    /// Changes that are not on disk yet, oldest first, by ticket.
    pub pending: Vec<(u64, Vec<Change>)>,
}

/// Where jumps began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jumps {
    /// Places to go back to, latest last.
    pub back: Vec<(SentenceId, View)>,
    /// Places to go forward to, latest last.
    pub forward: Vec<(SentenceId, View)>,
}

/// A note that was typed and not saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The annotation it is for: one that is there, or the one that saving makes.
    pub id: AnnotationId,
    /// The words it is about.
    pub selector: Selector,
    /// What was typed.
    pub text: String,
    /// The window that left it; nothing where this one did.
    pub left_by: Option<LeftBy>,
}

/// A window that left a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftBy {
    /// Its name in the store.
    pub window: Uuid,
    /// When the draft was kept.
    pub at: Timestamp,
}

/// Which layout and top belong to a scope.
pub const fn slot(scope: Scope) -> usize {
    match scope {
        Scope::Pane(pane) => pane.index(),
        Scope::Whole => 3,
    }
}

impl Session {
    /// A document, opened at its start, without notes.
    pub fn new(generation: u64, reading: Reading, id: DocumentId, origin: Origin, view: View, complete: bool) -> Self {
        let cursor = reading.document().first();
        let panes = match view {
            View::Panes { .. } => view,
            View::Whole => View::Panes { focus: Pane::Claims, zoomed: false },
        };
        let minutes = minutes(reading.document().text());
        let mut session = Self {
            reading,
            minutes,
            id,
            origin,
            generation,
            complete,
            progress: None,
            counts: None,
            cursor,
            view,
            panes,
            layouts: Default::default(),
            tops: Default::default(),
            holds: [None; 4],
            selection: None,
            search: None,
            left: None,
            awaited: None,
            sought: None,
            placed: Vec::new(),
            anchored: Vec::new(),
            in_hand: None,
            history: History::default(),
            pending: Vec::new(),
            jumps: Jumps::default(),
            drafts: Vec::new(),
            clashing: Vec::new(),
        };
        session.focus_cursor();
        session
    }

    /// The document.
    pub fn document(&self) -> &Arc<Document> {
        self.reading.document()
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &str {
        span.of(self.document().text())
    }

    /// Where the sentence under the cursor stands.
    pub fn cursor_span(&self) -> Option<Span> {
        self.document().sentence(self.cursor?)
    }

    /// Shows the pane the cursor's sentence belongs to, if panes show.
    pub fn focus_cursor(&mut self) {
        if let (View::Panes { focus, .. }, Some(pane)) =
            (&mut self.view, self.cursor.and_then(|id| self.reading.pane(id)))
        {
            *focus = pane;
        }
    }

    /// The scope that has the focus.
    pub const fn scope(&self) -> Scope {
        match self.view {
            View::Panes { focus, .. } => Scope::Pane(focus),
            View::Whole => Scope::Whole,
        }
    }

    /// The layout of a scope, if it has been made.
    pub fn layout(&self, scope: Scope) -> Option<&Layout> {
        self.layouts.get(slot(scope))?.as_ref()
    }

    /// The first row of a scope that shows.
    pub fn top(&self, scope: Scope) -> Top {
        self.tops.get(slot(scope)).copied().unwrap_or_default()
    }

    /// Sets the first row of a scope that shows.
    pub fn set_top(&mut self, scope: Scope, top: Top) {
        if let Some(slot) = self.tops.get_mut(slot(scope)) {
            *slot = top;
        }
    }

    /// Makes the layouts that `geometry` shows, and keeps in each the text that stood at its top.
    pub fn lay_out(&mut self, geometry: &Geometry) {
        for frame in &geometry.panes {
            let width = text_width(frame);
            let Some(slot) = self.layouts.get_mut(slot(frame.scope)) else { continue };
            if slot.as_ref().is_some_and(|layout| layout.width() == width) {
                continue;
            }
            let interlines = interlines(&self.placed, self.reading.document());
            let layout = Layout::new(&self.reading, frame.scope, width, Options { interlines, ..Options::default() });
            let old = slot.replace(layout.clone());
            if let Some(old) = old {
                let place = Place::of(&old, self.top(frame.scope));
                self.set_top(frame.scope, place.top(&layout));
            }
        }
    }

    /// Lays out the page below what shows and the one above, some rows at a time, for as long as `go_on`
    /// says so: a key that turns the page finds it ready. Nothing that shows changes.
    pub fn look_ahead(&self, geometry: &Geometry, mut go_on: impl FnMut() -> bool) {
        for frame in &geometry.panes {
            let Some(layout) = self.layout(frame.scope) else { continue };
            let (top, page) = (self.top(frame.scope), i64::from(frame.text.height));
            for (from, step) in [(page, AHEAD), (0, -AHEAD)] {
                if !go_on() {
                    return;
                }
                let mut at = layout.scroll(top, from);
                for _ in 0..(page + AHEAD - 1) / AHEAD {
                    if !go_on() {
                        return;
                    }
                    let next = layout.scroll(at, step);
                    if next == at {
                        break;
                    }
                    // The sentences of these rows are judged with them: the cursor may come to any.
                    let judge = |(_, row): (Top, &Row)| {
                        for id in row.content().filter_map(|(_, _, sentence)| sentence) {
                            self.reading.judgement(id);
                        }
                    };
                    layout.window(at.min(next), AHEAD.unsigned_abs() as u16).for_each(judge);
                    at = next;
                }
            }
        }
    }

    /// Forgets the layouts, so that they are made anew from what has changed; the places stay.
    pub fn invalidate(&mut self, geometry: &Geometry) {
        for frame in &geometry.panes {
            let place = self.layout(frame.scope).map(|layout| Place::of(layout, self.top(frame.scope)));
            let interlines = interlines(&self.placed, self.reading.document());
            let layout = Layout::new(
                &self.reading,
                frame.scope,
                text_width(frame),
                Options { interlines, ..Options::default() },
            );
            if let Some(place) = place {
                self.set_top(frame.scope, place.top(&layout));
            }
            if let Some(slot) = self.layouts.get_mut(slot(frame.scope)) {
                *slot = Some(layout);
            }
        }
        // What does not show is made when it is seen again.
        for (index, layout) in self.layouts.iter_mut().enumerate() {
            if geometry.panes.iter().all(|frame| slot(frame.scope) != index) {
                *layout = None;
            }
        }
    }

    /// Whether something was typed in this window and not saved.
    pub fn has_drafts(&self) -> bool {
        self.drafts.iter().any(|draft| draft.left_by.is_none())
    }

    /// The annotation of that id.
    pub fn annotation(&self, id: AnnotationId) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.annotation.id == id)
    }

    /// The annotations that touch `span`, the smallest first.
    pub fn annotations_on(&self, span: Span) -> Vec<&Placed> {
        let touches = |placed: &&Placed| placed.placement.span().is_some_and(|at| at.overlaps(span));
        let mut found: Vec<_> = self.placed.iter().filter(touches).collect();
        found.sort_by_key(|placed| placed.placement.span().map_or(usize::MAX, Span::len));
        found
    }

    /// Carries changes out on what shows: new annotations stand where their selector says.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            let id = change.annotation().id;
            match change {
                Change::Add(annotation) => {
                    if self.annotation(id).is_none() {
                        self.placed.push(self.placed_now(annotation));
                        self.placed.sort_by_key(|placed| placed.annotation.id);
                    }
                }
                Change::Edit { before, after } => {
                    let moved = !before.stands_as(after);
                    let fresh = self.placed_now(after);
                    if let Some(slot) = self.placed.iter_mut().find(|placed| placed.annotation.id == id) {
                        slot.annotation.clone_from(after);
                        if moved {
                            slot.placement = fresh.placement;
                        }
                    }
                }
                Change::Remove(_) => self.placed.retain(|placed| placed.annotation.id != id),
            }
        }
    }

    fn placed_now(&self, annotation: &Annotation) -> Placed {
        let is_here = |selector: &&Selector| {
            selector.edition == Some(self.document().hash())
                && selector.span.of(self.document().text()) == selector.exact
        };
        let here = annotation.accepted.iter().chain([&annotation.selector]).find(is_here);
        let is_it = |other: &&Placed| other.annotation.id == annotation.id && other.annotation.stands_as(annotation);
        let placement = match (here, self.anchored.iter().find(is_it)) {
            (Some(selector), _) => Placement::Exact(selector.span),
            (None, Some(placed)) => placed.placement,
            // It was made on another text, and taken away while that showed.
            (None, None) => {
                let found = place_all(None, self.document().text(), std::slice::from_ref(annotation.latest()));
                found.first().copied().unwrap_or(Placement::Orphan)
            }
        };
        Placed { annotation: annotation.clone(), placement }
    }

    /// Takes the reader's pane corrections from the annotations.
    pub fn correct(&mut self) {
        let corrections = corrections(self.document(), &self.placed);
        self.reading = self.reading.corrected(corrections);
        self.counts = None;
    }
}

/// The first lines of notes and forecasts that stand under their sentences.
fn interlines(placed: &[Placed], document: &Document) -> BTreeMap<SentenceId, Vec<Interline>> {
    let mut lines: BTreeMap<SentenceId, Vec<Interline>> = BTreeMap::new();
    for placed in placed {
        let Some(span) = placed.placement.span() else { continue };
        let Some(id) = document.sentence_at(span.end.saturating_sub(1).max(span.start)) else { continue };
        let body = &placed.annotation.body;
        let mut add = |mark, text: String| lines.entry(id).or_default().push(Interline { mark, text });
        if let Some(note) = &body.note {
            add('✎', crate::text::clean::clean_line(note));
        }
        if let Some(forecast) = &body.forecast {
            add('◷', super::update::brief_forecast(forecast));
        }
    }
    lines
}
