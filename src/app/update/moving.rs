//! Moving the cursor, and scrolling so that it shows.

use super::Turn;
use crate::app::action::Action;
use crate::app::geometry::Geometry;
use crate::app::session::{Awaited, Session};
use crate::app::state::{View, Weight};
use crate::article::block::BlockKind;
use crate::article::document::SentenceId;
use crate::article::pane::Pane;
use crate::layout::layout::{Layout, Scope};
use crate::layout::row::Top;

/// Rows that stay in sight above and below the cursor.
const CONTEXT_ROWS: i64 = 2;

/// How many places are kept to go back to.
const JUMPS: usize = 100;

impl Session {
    /// Whether `id` stands in the scope that has the focus.
    pub(super) fn in_scope(&self, id: SentenceId) -> bool {
        match self.scope() {
            Scope::Whole => true,
            Scope::Pane(pane) => self.reading.pane(id) == Some(pane),
        }
    }

    /// The sentence after (or before) `id` that stands in the focused scope.
    pub(super) fn step(&self, id: SentenceId, forward: bool) -> Option<SentenceId> {
        let document = self.document();
        let mut at = id;
        loop {
            at = if forward { document.next(at) } else { document.previous(at) }?;
            if self.in_scope(at) {
                return Some(at);
            }
        }
    }

    /// `id`, or the nearest sentence in the focused scope: after it, else before it.
    pub(super) fn nearest(&self, id: SentenceId) -> Option<SentenceId> {
        // A heading has no sentence of its own.
        if self.document().sentence(id).is_some() && self.in_scope(id) {
            return Some(id);
        }
        self.step(id, true).or_else(|| self.step(id, false))
    }
}

impl Turn<'_> {
    /// Puts the cursor on a sentence and scrolls to it; a selection goes along.
    pub(super) fn go(&mut self, id: SentenceId) {
        self.set_cursor(id);
        self.drag_selection();
    }

    /// Puts the cursor on a sentence and scrolls to it.
    pub(super) fn set_cursor(&mut self, id: SentenceId) {
        if let Some(session) = self.session() {
            session.cursor = Some(id);
            self.follow = true;
        }
    }

    /// Goes far away: the place left can be come back to.
    pub(super) fn jump(&mut self, id: SentenceId) {
        if let Some(session) = self.session()
            && let Some(from) = session.cursor
        {
            session.jumps.back.push((from, session.view));
            if session.jumps.back.len() > JUMPS {
                session.jumps.back.remove(0);
            }
            session.jumps.forward.clear();
        }
        self.go(id);
    }

    /// Goes to the sentence at a byte of the text, in the pane it stands in.
    pub(super) fn jump_to_offset(&mut self, offset: usize) {
        let Some(session) = self.session() else { return };
        if let Some(id) = session.document().sentence_at(offset) {
            self.jump(id);
            if let Some(session) = self.session() {
                session.focus_cursor();
            }
        }
    }

    pub(super) fn back(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        let here = session.cursor.map(|id| (id, session.view));
        let (from, to) = if forward {
            (&mut session.jumps.forward, &mut session.jumps.back)
        } else {
            (&mut session.jumps.back, &mut session.jumps.forward)
        };
        if let Some((id, view)) = from.pop() {
            to.extend(here);
            session.view = view;
            self.go(id);
        } else {
            self.say(Weight::Note, if forward { "no place to go forward to" } else { "no place to go back to" });
        }
    }

    pub(super) fn step_sentence(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        if let Some(to) = session.cursor.and_then(|id| session.step(id, forward)) {
            self.go(to);
        } else {
            // At the last sentence the rest of the text can still be scrolled into sight.
            self.scroll_rows(if forward { 3 } else { -3 });
        }
    }

    pub(super) fn step_paragraph(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        let Some(from) = session.cursor else { return };
        let mut at = from;
        let mut found = None;
        while let Some(next) = session.step(at, forward) {
            at = next;
            if forward && at.block != from.block {
                found = Some(at);
                break;
            }
            if !forward {
                // The first sentence of this paragraph that stands here, else of the one before.
                if found.is_some_and(|id: SentenceId| id.block != at.block) {
                    break;
                }
                found = Some(at);
            }
        }
        if let Some(to) = found {
            self.go(to);
        }
    }

    pub(super) fn step_section(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        let Some(from) = session.cursor else { return };
        let document = session.document();
        let is_heading =
            |index: &usize| document.blocks().get(*index).is_some_and(|b| matches!(b.kind, BlockKind::Heading { .. }));
        let here = document.heading_of(from.block).unwrap_or(0);
        let heading = if forward {
            (from.block + 1..document.blocks().len()).find(is_heading)
        } else {
            let first = session.nearest(SentenceId { block: here, nth: 0 });
            if first.is_some_and(|first| first < from) { Some(here) } else { (0..here).rev().find(is_heading) }
        };
        let to = heading.and_then(|block| session.nearest(SentenceId { block, nth: 0 }));
        match to.filter(|to| (*to > from) == forward && *to != from) {
            Some(to) => self.go(to),
            None => self.say(Weight::Note, if forward { "no heading below" } else { "no heading above" }),
        }
    }

    pub(super) fn edge(&mut self, end: bool) {
        if !end {
            self.back_to_start();
        }
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        let document = session.document();
        let edge = if end { document.last() } else { document.first() };
        if let Some(id) = edge.and_then(|id| session.nearest(id)) {
            self.jump(id);
        }
        let Some(session) = self.session() else { return };
        let scope = session.scope();
        let height = geometry.frame(scope).map_or(1, |frame| frame.text.height);
        if let Some(layout) = session.layout(scope) {
            let top = if end { layout.end(height) } else { Top::default() };
            session.set_top(scope, top);
        }
        if end {
            self.await_rest(Awaited::End);
        }
    }

    /// Scrolls by pages (or half pages) and takes the cursor along.
    pub(super) fn page(&mut self, action: Action) {
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        let scope = session.scope();
        let height = geometry.frame(scope).map_or(1, |frame| frame.text.height).max(1);
        let page = i64::from(height);
        let rows = match action {
            Action::HalfPageDown => (page / 2).max(1),
            Action::HalfPageUp => -(page / 2).max(1),
            Action::PageUp => -(page - CONTEXT_ROWS).max(1),
            _ => (page - CONTEXT_ROWS).max(1),
        };
        let Some(layout) = session.layout(scope).cloned() else { return };
        let old = layout.settle(session.top(scope));
        let moved = layout.scroll(old, rows);
        let top = if rows > 0 { full(&layout, moved, height).max(old) } else { moved };
        if top == old {
            // Nothing more to scroll: the cursor goes the rest of the way.
            let edge = if rows > 0 { session.document().last() } else { session.document().first() };
            session.cursor = edge.and_then(|id| session.nearest(id)).or(session.cursor);
            self.follow = true;
            return;
        }
        let at = session.cursor.and_then(|id| layout.rows_of(id)).map(|(first, _)| first);
        let row = at.and_then(|at| layout.distance(old, at, usize::from(height))).unwrap_or(0);
        session.set_top(scope, top);
        session.cursor = sentence_near_row(session, &layout, top, row, height).or(session.cursor);
        show_linked(session, &geometry);
    }

    /// Scrolls the focused pane by rows without moving the cursor.
    pub(super) fn scroll_rows(&mut self, rows: i64) {
        let geometry = self.state.geometry();
        if let Some(session) = self.session() {
            scroll(session, &geometry, session.scope(), rows);
        }
    }

    pub(super) fn focus(&mut self, pane: Pane) {
        let Some(session) = self.session() else { return };
        match &mut session.view {
            View::Panes { focus, .. } => *focus = pane,
            View::Whole => {
                let View::Panes { zoomed, .. } = session.panes else { return };
                session.view = View::Panes { focus: pane, zoomed };
            }
        }
        if let Some(id) = session.cursor.and_then(|id| session.nearest(id)) {
            session.cursor = Some(id);
        }
        self.follow = true;
    }

    pub(super) fn focus_by(&mut self, step: isize, around: bool) {
        let Some(session) = self.session() else { return };
        let View::Panes { focus, .. } = session.view else {
            let key = self.key_of(Action::Whole);
            return self.say(Weight::Note, format!("this is the whole article; {key} shows the panes"));
        };
        let at = focus.index().cast_signed() + step;
        let at = if around { at.rem_euclid(3) } else { at.clamp(0, 2) };
        if let Some(pane) = Pane::ALL.get(at.cast_unsigned()) {
            self.focus(*pane);
        }
    }

    pub(super) fn zoom(&mut self) {
        let Some(session) = self.session() else { return };
        match &mut session.view {
            View::Panes { zoomed, .. } => *zoomed = !*zoomed,
            View::Whole => {
                session.view = session.panes;
                session.focus_cursor();
            }
        }
        self.follow = true;
    }

    pub(super) fn whole(&mut self) {
        let Some(session) = self.session() else { return };
        if session.view == View::Whole {
            session.view = session.panes;
            session.focus_cursor();
        } else {
            session.panes = session.view;
            session.view = View::Whole;
        }
        self.follow = true;
    }
}

/// The sentence that stands at `row` rows below `top`, or the next below, or the last above.
fn sentence_near_row(session: &Session, layout: &Layout, top: Top, row: usize, height: u16) -> Option<SentenceId> {
    let rows: Vec<_> = layout.window(top, height).map(|(_, row)| row.content().find_map(|(_, _, id)| id)).collect();
    let below = rows.iter().skip(row).flatten().next();
    let above = rows.iter().take(row).rev().flatten().next();
    below.or(above).copied().filter(|id| session.in_scope(*id))
}

/// Scrolls one scope by rows, not past its last page.
pub(super) fn scroll(session: &mut Session, geometry: &Geometry, scope: Scope, rows: i64) {
    let Some(layout) = session.layout(scope).cloned() else { return };
    let height = geometry.frame(scope).map_or(1, |frame| frame.text.height);
    let top = session.top(scope);
    let to = layout.scroll(top, rows);
    // A pane that stands past its last page, after a jump, is not pulled back by scrolling down.
    session.set_top(scope, if rows > 0 { full(&layout, to, height).max(top) } else { to });
}

/// Scrolls the panes so that the cursor shows, and the others to the same place in the article.
pub(super) fn show_cursor(session: &mut Session, geometry: &Geometry) {
    show(session, geometry, session.scope());
    show_linked(session, geometry);
}

/// Scrolls the panes without the focus to the cursor's place in the article.
fn show_linked(session: &mut Session, geometry: &Geometry) {
    let focused = session.scope();
    for frame in geometry.panes.iter().filter(|frame| frame.scope != focused) {
        show(session, geometry, frame.scope);
    }
}

/// Scrolls `scope` so that the cursor's rows show: its sentence, its chip, or where it would stand.
pub(super) fn show(session: &mut Session, geometry: &Geometry, scope: Scope) {
    let Some((first, last)) = rows_of_cursor(session, scope) else { return };
    let Some(layout) = session.layout(scope).cloned() else { return };
    let height = geometry.frame(scope).map_or(1, |frame| frame.text.height).max(1);
    let to = reveal(&layout, session.top(scope), height, first, last);
    session.set_top(scope, to);
}

/// The first and the last row of what the cursor is on: its sentence, its chip, or where it would
/// stand. While selecting, the end that moves is what must show.
pub(super) fn rows_of_cursor(session: &Session, scope: Scope) -> Option<(Top, Top)> {
    let (id, span, layout) = (session.cursor?, session.cursor_span()?, session.layout(scope)?);
    let one = |row| (row, row);
    if let Some(selection) = session.selection.filter(|_| scope == session.scope()) {
        return Some(one(layout.near(selection.head)));
    }
    let elsewhere = || one(layout.chip_of(id).map_or_else(|| layout.near(span.start), |point| point.top));
    Some(layout.rows_of(id).unwrap_or_else(elsewhere))
}

/// The top from which the rows `first` to `last` show with some context, as near to `top` as can
/// be; where they are more than a screen, from the first. Only rows near by are laid out.
fn reveal(layout: &Layout, top: Top, height: u16, first: Top, last: Top) -> Top {
    let rows = usize::from(height);
    let context = CONTEXT_ROWS.min((i64::from(height) - 1) / 2);
    let margin = usize::try_from(context).unwrap_or_default();
    // As much of the context as there is below the last row.
    let below = layout.distance(last, layout.scroll(last, context), rows).unwrap_or(0);
    // With the last row at the bottom, and with the first at the top.
    let lowest = || layout.scroll(last, below as i64 + 1 - i64::from(height));
    let highest = layout.scroll(first, -context);
    match (layout.distance(top, first, 2 * rows), layout.distance(top, last, 3 * rows)) {
        (Some(from), Some(to)) if (from >= margin || top <= highest) && to + below < rows => top,
        (Some(from), _) if from < margin => highest,
        (Some(_), _) => lowest().min(highest),
        (None, _) if layout.distance(first, top, rows).is_some() => highest,
        // Far away: it comes to stand in the upper third.
        (None, _) => full(layout, layout.scroll(first, -i64::from(height) / 3), height),
    }
}

/// `top`, or as far above it as the last row of the article stands at the bottom.
pub(super) fn full(layout: &Layout, top: Top, height: u16) -> Top {
    let rows = i64::from(height.max(1)) - 1;
    layout.scroll(layout.scroll(top, rows), -rows).min(top)
}
