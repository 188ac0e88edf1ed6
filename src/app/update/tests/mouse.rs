//! The mouse: what is pressed, dragged and let go, wherever that is.

use super::*;
use crate::app::event::{Mouse, MouseKind};
use crate::app::geometry::{Frame, gutter};
use crate::article::pane::Pane;
use crate::layout::layout::Scope;

/// The cell in which some words begin in a scope.
fn at(reader: &Reader, scope: Scope, words: &str) -> (u16, u16) {
    let geometry = reader.state.geometry();
    let frame = geometry.frame(scope).unwrap();
    let session = reader.state.session.as_ref().unwrap();
    let layout = session.layout(scope).unwrap();
    let point = layout.point_of(session.document().text().find(words).unwrap()).unwrap();
    cell(frame, layout.distance(session.top(scope), point.top, 99).unwrap(), point.column)
}

fn cell(frame: &Frame, row: usize, column: u16) -> (u16, u16) {
    (frame.text.x + gutter(frame) + column, frame.text.y + u16::try_from(row).unwrap())
}

impl Reader {
    fn mouse(&mut self, kind: MouseKind, (x, y): (u16, u16)) {
        self.event(Event::Mouse(Mouse { kind, x, y }));
    }

    fn selected(&self) -> Option<&str> {
        let session = self.state.session.as_ref().unwrap();
        session.selection.map(|selection| session.words(selection.span(session.document())))
    }
}

/// A reader of two sentences in the whole article.
fn reader() -> Reader {
    let mut reader = Reader::with("A title\n\nOne two three four. Five six seven.\n");
    reader.press("w");
    reader
}

#[test]
fn words_that_are_dragged_over_are_selected_also_backwards() {
    let mut reader = reader();
    let at = |reader: &Reader, words| at(reader, Scope::Whole, words);
    let (two, four) = (at(&reader, "two"), at(&reader, "four"));
    reader.mouse(MouseKind::Press, two);
    reader.mouse(MouseKind::Drag, (four.0 - 2, four.1));
    reader.mouse(MouseKind::Release, (four.0 - 2, four.1));
    assert_eq!(reader.selected(), Some("two three"));
    reader.mouse(MouseKind::Press, (four.0 + 3, four.1));
    assert_eq!(reader.selected(), None);
    reader.mouse(MouseKind::Drag, two);
    assert_eq!(reader.selected(), Some("two three four"));
    reader.press("m");
    assert_eq!(reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact, "two three four");
}

#[test]
fn a_button_let_go_outside_the_text_is_let_go() {
    // Let go on the status line; or pressed below the words, after the release was not heard.
    for (kind, row) in [(MouseKind::Release, 39), (MouseKind::Press, 30)] {
        let mut reader = reader();
        let (from, to) = (at(&reader, Scope::Whole, "One"), at(&reader, Scope::Whole, "four"));
        reader.mouse(MouseKind::Press, from);
        reader.mouse(kind, (from.0, row));
        reader.mouse(MouseKind::Drag, to);
        assert_eq!(reader.selected(), None, "{kind:?}");
    }
}

#[test]
fn a_chip_that_is_pressed_begins_no_selection() {
    let mut reader = Reader::seed();
    let scope = Scope::Pane(Pane::Analysis);
    let words = at(&reader, scope, "The role's specificity");
    let session = reader.state.session.as_ref().unwrap();
    let layout = session.layout(scope).unwrap();
    let chip = session.document().all_sentences().find_map(|(id, _)| layout.chip_of(id)).unwrap();
    let row = layout.distance(session.top(scope), chip.top, 99).unwrap();
    let chip = cell(reader.state.geometry().frame(scope).unwrap(), row, chip.column);
    reader.mouse(MouseKind::Press, words);
    reader.mouse(MouseKind::Press, chip);
    reader.mouse(MouseKind::Drag, (words.0 + 3, words.1));
    assert_eq!(reader.selected(), None);
}

#[test]
fn a_drag_that_leaves_its_pane_selects_nothing_of_another() {
    let mut reader = Reader::seed();
    let from = at(&reader, Scope::Pane(Pane::Analysis), "The role's specificity");
    reader.mouse(MouseKind::Press, from);
    reader.mouse(MouseKind::Drag, (from.0 + 7, from.1));
    assert_eq!(reader.selected(), Some("The role"));
    let claims = reader.state.geometry().panes[0].text;
    for row in 0..claims.height {
        reader.mouse(MouseKind::Drag, (claims.x + claims.width / 2, claims.y + row));
    }
    assert_eq!(reader.selected(), Some("The role"));
}

#[test]
fn a_sequence_of_keys_ends_where_something_else_comes_between() {
    let mut reader = reader();
    reader.press("G g");
    let six = at(&reader, Scope::Whole, "six");
    reader.mouse(MouseKind::Press, six);
    reader.press("g");
    assert_eq!((reader.cursor(), reader.state.keys.len()), ("Five six seven.", 1));
    // A list that was asked for arrives, and is left.
    reader.event(Event::AllNotes(Vec::new()));
    assert_eq!(reader.state.overlays.len(), 1);
    reader.press("Esc g");
    assert_eq!((reader.cursor(), reader.state.keys.len()), ("Five six seven.", 1));
    reader.press("g");
    assert_eq!(reader.cursor(), "One two three four.");
}
