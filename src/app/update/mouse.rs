//! Wheel, click and drag.

use super::Turn;
use super::moving::scroll;
use crate::app::event::{Mouse, MouseKind};
use crate::app::geometry::{Frame, gutter};
use crate::app::overlay::{Choice, Overlay};
use crate::app::place::Act;
use crate::app::popup::row_at;
use crate::app::session::{Selection, Session, Unit};
use crate::app::state::View;
use crate::layout::layout::Scope;
use crate::layout::row::{Furniture, Point, Row, Top, What};

/// Rows a notch of the wheel scrolls.
const WHEEL: i64 = 3;

impl Turn<'_> {
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        if mouse.kind != MouseKind::Drag {
            // Wherever it is let go, and whatever is pressed next.
            self.state.pressed = None;
        }
        self.state.keys.clear();
        if !self.state.overlays.is_empty() {
            self.mouse_over(mouse);
            return;
        }
        let geometry = self.state.geometry();
        let Some(frame) = geometry.at(mouse.x, mouse.y).copied() else { return };
        let Some(session) = self.state.session.as_mut() else { return };
        match mouse.kind {
            MouseKind::Wheel(notches) => scroll(session, &geometry, frame.scope, WHEEL * i64::from(notches)),
            MouseKind::Press => self.press(&frame, mouse),
            MouseKind::Drag => {
                // What another pane shows does not stand beside what was pressed, but somewhere in the article.
                let Some(anchor) = self.state.pressed.filter(|_| session.scope() == frame.scope) else { return };
                if let Some(head) =
                    cell(session, &frame, mouse).and_then(|(top, column, _)| offset(session, frame.scope, top, column))
                {
                    if head != anchor || session.selection.is_some() {
                        session.selection = Some(Selection { anchor, head, by: Unit::Character });
                    }
                    session.cursor = session.document().sentence_at(head).or(session.cursor);
                }
            }
            MouseKind::Release => {}
        }
    }

    fn press(&mut self, frame: &Frame, mouse: Mouse) {
        let Some(session) = self.state.session.as_mut() else { return };
        session.selection = None;
        if let (View::Panes { focus, .. }, Scope::Pane(pane)) = (&mut session.view, frame.scope) {
            *focus = pane;
        }
        let Some((top, column, row)) = cell(session, frame, mouse) else { return };
        let chip = row.run_at(column).and_then(|run| match run.what {
            What::Furniture(Furniture::Chip(id, _) | Furniture::Elsewhere(id)) => Some(id),
            What::Furniture(_) | What::Content { .. } => None,
        });
        if let Some(id) = chip {
            self.choose(Choice::Go(id, None));
            return;
        }
        let at = offset(session, frame.scope, top, column);
        self.state.pressed = at;
        if let Some(id) = at.and_then(|at| session.document().sentence_at(at)) {
            session.cursor = Some(id);
        }
    }

    /// Over an overlay: the wheel moves the choice, and a row that is pressed is taken.
    fn mouse_over(&mut self, mouse: Mouse) {
        let notches = match mouse.kind {
            MouseKind::Wheel(notches) => notches,
            MouseKind::Press => return self.press_over(mouse),
            MouseKind::Drag | MouseKind::Release => return,
        };
        let by = isize::from(notches);
        let area = self.state.geometry().overlay(self.state.width, self.state.height);
        match self.state.overlays.last_mut() {
            Some(Overlay::List(list)) => list.step(by),
            Some(Overlay::Review(review)) => review.scroll(by),
            Some(Overlay::Page(page)) => page.scroll(3 * by, area),
            Some(Overlay::Menu(menu)) => {
                menu.selected = menu.selected.saturating_add_signed(by).min(menu.items.len().saturating_sub(1));
            }
            Some(Overlay::Editor(_) | Overlay::Prompt(_)) | None => {}
        }
    }

    /// Takes the row of a menu or list that was pressed. In a review it is chosen first, so that its passages show.
    fn press_over(&mut self, mouse: Mouse) {
        let row = self.state.overlays.last().and_then(|overlay| row_at(self.state, overlay, mouse.x, mouse.y));
        let Some(row) = row else { return };
        match self.state.overlays.last_mut() {
            Some(Overlay::Menu(_)) => self.take_choice(row),
            Some(Overlay::List(list)) => {
                list.selected = row;
                self.take_row();
            }
            Some(Overlay::Review(review)) if review.selected != row => {
                review.selected = row;
                review.scrolled = 0;
            }
            Some(Overlay::Review(_)) => self.review_key(Some(Act::Choose)),
            _ => {}
        }
    }
}

/// The row under the mouse, and the column on it.
fn cell(session: &Session, frame: &Frame, mouse: Mouse) -> Option<(Top, u16, Row)> {
    let layout = session.layout(frame.scope)?;
    let down = mouse.y.checked_sub(frame.text.y).filter(|down| *down < frame.text.height)?;
    let (top, row) = layout.window(session.top(frame.scope), down + 1).nth(usize::from(down))?;
    let column = mouse.x.saturating_sub(frame.text.x + gutter(frame));
    Some((top, column, row.clone()))
}

fn offset(session: &Session, scope: Scope, top: Top, column: u16) -> Option<usize> {
    session.layout(scope)?.offset_at(Point { top, column })
}
