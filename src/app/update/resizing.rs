//! Another size of the terminal: what stood at the top of each pane stays there.

use super::Turn;
use super::moving::{full, rows_of_cursor, show};
use crate::app::geometry::{Frame, Geometry};
use crate::app::hold::{Hold, Place};
use crate::app::session::{Session, slot};
use crate::layout::layout::Scope;
use crate::layout::row::Top;

impl Turn<'_> {
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        let before = self.state.geometry();
        (self.state.width, self.state.height) = (width, height);
        let after = self.state.geometry();
        let Some(session) = self.session() else { return };
        for frame in &before.panes {
            hold(session, frame);
        }
        session.lay_out(&after);
        for frame in &after.panes {
            put_back(session, &after, frame);
        }
    }
}

/// Notes where a pane stands, unless nothing but its size has changed since that was noted.
fn hold(session: &mut Session, frame: &Frame) {
    let (scope, top, cursor) = (frame.scope, session.top(frame.scope), session.cursor);
    let Some(layout) = session.layout(scope).cloned() else { return };
    let sight = sight(session, scope, top, frame.text.height);
    let Some(held) = session.holds.get_mut(slot(scope)) else { return };
    if held.is_some_and(|held| held.top == top && held.cursor == cursor) {
        return;
    }
    let full = full(&layout, top, frame.text.height) == layout.settle(top);
    *held = Some(Hold { top, place: Place::of(&layout, top), cursor, sight, full });
}

/// Puts a pane where it was held, and shows as much of the cursor's sentence as showed there.
fn put_back(session: &mut Session, geometry: &Geometry, frame: &Frame) {
    let (scope, height) = (frame.scope, frame.text.height);
    let held = session.holds.get(slot(scope)).copied().flatten().filter(|held| held.cursor == session.cursor);
    let (Some(held), Some(layout)) = (held, session.layout(scope).cloned()) else {
        show(session, geometry, scope);
        return;
    };
    let top = held.place.top(&layout);
    session.set_top(scope, if held.full { full(&layout, top, height) } else { top });
    let now = sight(session, scope, session.top(scope), height);
    if held.sight.0 && !now.0 || held.sight.1 && !now.1 {
        show(session, geometry, scope);
    }
    let top = session.top(scope);
    if let Some(slot) = session.holds.get_mut(slot(scope)) {
        *slot = Some(Hold { top, ..held });
    }
}

/// Whether the first and the last row of the cursor's sentence show, in `height` rows from `top`.
fn sight(session: &Session, scope: Scope, top: Top, height: u16) -> (bool, bool) {
    let rows = session.layout(scope).zip(rows_of_cursor(session, scope));
    rows.map_or((false, false), |(layout, (first, last))| {
        let shows = |row| layout.distance(top, row, usize::from(height).saturating_sub(1)).is_some();
        (shows(first), shows(last))
    })
}
