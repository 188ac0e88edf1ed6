//! Rows that are pressed are those that show there.

use super::*;
use crate::app::event::{Mouse, MouseKind};
use crate::app::overlay::Overlay;
use crate::notes::assessment::Verdict;

/// Presses the cell in which some words begin on the screen, at the lowest of their places.
fn press_on(state: &mut State, words: &str) {
    let screen = text(&drawn(state, Depth::Plain).0);
    let found =
        screen.iter().enumerate().rev().find_map(|(y, row)| Some((row.split_once(words)?.0.chars().count(), y)));
    let (x, y) = found.unwrap_or_else(|| panic!("{words}: {screen:#?}"));
    let (x, y) = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    update(state, Event::Mouse(Mouse { kind: MouseKind::Press, x, y }), fresh(7));
    update(state, Event::Mouse(Mouse { kind: MouseKind::Release, x, y }), fresh(8));
}

fn cursor(state: &State) -> &str {
    let session = state.session.as_ref().unwrap();
    session.words(session.cursor_span().unwrap())
}

#[test]
fn a_row_of_a_menu_or_list_that_is_pressed_is_taken_at_every_size() {
    for (width, height) in [(120, 40), (80, 24), (60, 13), (30, 9), (20, 6)] {
        let mut state = article(width, height);
        press(&mut state, "s");
        press_on(&mut state, "± mixed");
        let verdict = |state: &State| state.session.as_ref().unwrap().placed[0].annotation.body.verdict;
        assert_eq!((verdict(&state), state.overlays.len()), (Some(Verdict::Mixed), 0), "{width}x{height}");
        press(&mut state, "o");
        press_on(&mut state, "What to do");
        assert_eq!((cursor(&state), state.overlays.len()), ("Measure it again.", 0), "{width}x{height}");
    }
}

#[test]
fn what_is_pressed_beside_the_rows_changes_nothing() {
    let mut state = article(80, 24);
    press(&mut state, "s");
    for words in ["Assess the claim", "On glaciers", "Esc back"] {
        press_on(&mut state, words);
        assert!(state.overlays.len() == 1 && state.session.as_ref().unwrap().placed.is_empty(), "{words}");
    }
    press(&mut state, "Esc o w h a t");
    press_on(&mut state, "› what");
    assert_eq!(state.overlays.len(), 1);
    press_on(&mut state, "What to do");
    assert_eq!(cursor(&state), "Measure it again.");
    // A list that is longer than the screen takes the row that shows, too.
    press(&mut state, ": End");
    press_on(&mut state, "help for where you are");
    assert!(matches!(state.overlays.as_slice(), [Overlay::Page(_)]), "{:?}", state.overlays);
}
