//! The whole screen.

use ratatui::layout::Position;

use super::canvas::Canvas;
use super::screen::Screen;
use super::theme::Theme;
use super::{bars, margin, overlays, pane};
use crate::app::geometry::{Area, Frame, gutter};
use crate::app::overlay::{Overlay, Purpose};
use crate::app::popup::sentence_rows;
use crate::app::state::State;

/// Draws `state` on `screen`, and gives the cell where the terminal's cursor stands: where typing
/// goes, or at the moving end of a selection; else it is hidden.
pub fn draw(state: &State, theme: &Theme, screen: &mut Screen) -> Option<Position> {
    let bounds = screen.area();
    screen.begin(theme);
    let mut canvas = Canvas::new(screen);
    let geometry = state.geometry();
    let mut cursor = None;
    if let Some(session) = &state.session {
        for frame in &geometry.panes {
            pane::draw(&mut canvas, session, &state.settings.legend, theme, &geometry.panes, frame);
            if session.selection.is_some() && session.scope() == frame.scope {
                cursor = selection_end(state, frame);
            }
        }
        canvas.screen().end_panes();
        margin::draw(&mut canvas, state, session, theme, geometry.margin);
    }
    bars::title(&mut canvas, state, theme, geometry.title);
    let area = geometry.overlay(state.width, state.height);
    let status = bars::status(&mut canvas, state, theme, geometry.status);
    let sentence = sentence_rows(state, &geometry);
    for overlay in &state.overlays {
        cursor = match overlay {
            Overlay::Prompt(prompt) if prompt.purpose == Purpose::Search => {
                let row = if geometry.status.height > 0 { geometry.status } else { geometry_last(state) };
                bars::search(&mut canvas, state, prompt, theme, row)
            }
            other => overlays::draw(&mut canvas, state, other, theme, area, sentence),
        };
    }
    cursor.or(status).filter(|position| bounds.contains(*position))
}

const fn geometry_last(state: &State) -> Area {
    Area { x: 0, y: state.height.saturating_sub(1), width: state.width, height: 1 }
}

/// The cell of the end of the selection that moves.
fn selection_end(state: &State, frame: &Frame) -> Option<Position> {
    let session = state.session.as_ref()?;
    let layout = session.layout(frame.scope)?;
    let point = layout.point_of(session.selection?.head)?;
    let row = layout.distance(session.top(frame.scope), point.top, usize::from(frame.text.height))?;
    let row = u16::try_from(row).ok().filter(|row| *row < frame.text.height)?;
    let x = frame.text.x + gutter(frame) + point.column;
    Some(Position { x: x.min((frame.text.x + frame.text.width).saturating_sub(1)), y: frame.text.y + row })
}
