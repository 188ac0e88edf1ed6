//! The review of an edited article.

use super::*;
use crate::notes::anchor::passages::Passages;
use crate::text::span::Span;

/// A review of one lost and one changed annotation, in which the changed one is chosen.
fn reviewed(width: u16, height: u16) -> State {
    let mut state = article(width, height);
    press(&mut state, "m j b");
    lose(&mut state);
    let session = state.session.as_mut().unwrap();
    let here = Span::new(13, 37);
    session.placed[0].annotation.selector.exact = "The index rose by 10 %.".to_owned();
    session.placed[0].placement = Placement::Changed(here, 0.8);
    let keys = Key::parse_sequence("gr").unwrap();
    for key in keys.into_iter().chain([Key::char('j')]) {
        update(&mut state, Event::Key(key), fresh(0));
    }
    let session = state.session.as_ref().unwrap();
    let (id, text) = (session.placed[0].annotation.id, session.document().text());
    let old = "On glaciers\n\nThe index rose by 10 %. That is a lot. A survey says so.".to_owned();
    let new = Span::new(0, text.find("\n\nWhat").unwrap());
    let passages = Passages { old, was: Span::new(13, 36), new, here };
    let found = Event::Compared(session.id, vec![(id, passages)]);
    update(&mut state, found, fresh(0));
    state
}

#[test]
fn a_review_shows_the_old_passage_beside_the_new() {
    let (buffer, _) = drawn(&reviewed(100, 14), Depth::True);
    assert_grid(
        &text(&buffer)[1..],
        &[
            "╭─ Lost, changed, moved ───────────────────────────────────────────────────────────────────────────╮",
            "│   ⌀⚑ bookmark  not on disk yet · lost its place · “A survey says so.”                        2/2 │",
            "│ ▸ ≠▍ The index rose by 10 %.  not on disk yet · changed                                          │",
            "│ then, 1970-01-01 ──────────────────────── gone    now ────────────────────────────────────── new │",
            "│   On glaciers                                       On glaciers                                  │",
            "│                                                                                                  │",
            "│ ▍ The index rose by 10 %. That is a lot. A        ▍ The index fell by 12 %. That is a lot. A     │",
            "│   survey says so.                                   survey says so.                              │",
            "│                                                                                                  │",
            "│                                                                                                  │",
            "│                                                                                                  │",
            "╰───────────────────────────────── a accept · A accept all · Enter go there · d delete · Esc back ─╯",
            "",
        ],
    );
}

#[test]
fn where_there_is_no_room_the_old_passage_stands_above_the_new() {
    let (buffer, _) = drawn(&reviewed(44, 13), Depth::Plain);
    assert_grid(
        &text(&buffer)[1..],
        &[
            "╭─ Lost, changed, moved ───────────────────╮",
            "│   ⌀⚑ bookmark  not on disk yet…      2/2 │",
            "│ ▸ ≠▍ The index rose by 10 %.             │",
            "│ then, 1970-01-01 ────────────────── gone │",
            "│ ▍ The index rose by 10 %. That is a    ▲ │",
            "│   lot. A survey says so.                 │",
            "│ now ──────────────────────────────── new │",
            "│                                        ▲ │",
            "│ ▍ The index fell by 12 %. That is a      │",
            "│   lot. A survey says so.                 │",
            "╰───── a accept · A accept all · Esc back ─╯",
            "",
        ],
    );
    assert_grid(
        &faces(&buffer, Depth::Plain)[1..],
        &[
            "..bbbbbbbbbbbbbbbbbbbbbb....................",
            ". bbbb ........  dddddddddddddddd     dddd .",
            ". ssssssssssssssssssssssssssssssssssssssss .",
            ". bbbbbbbbbbbbbbbbbddddddddddddddddddduuuu .",
            ". b ... ..... uuuuuuuuuu ..ddddddddddd   b .",
            ".   dddddddddddddddddddddd                 .",
            ". bbbbddddddddddddddddddddddddddddddddduuu .",
            ".                                        b .",
            ". b ... ..... uuuuuuuuuu .. dddddddddd     .",
            ".   dddddddddddddddddddddd                 .",
            "......dddddddddddddddddddddddddddddddddddd..",
            "",
        ],
    );
}

#[test]
fn the_day_of_a_note_is_the_readers_own() {
    let mut state = reviewed(100, 14);
    update(&mut state, Event::Zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(-1))), fresh(1));
    let shows = |state: &State, words: &str| text(&drawn(state, Depth::Plain).0).iter().any(|row| row.contains(words));
    press(&mut state, "Esc g r j");
    assert!(shows(&state, "then, 1969-12-31 "));
    press(&mut state, "Esc k x");
    assert!(shows(&state, " · 1969-12-31"));
}

#[test]
fn the_readers_own_keys_hold_and_are_named() {
    let mut state = reviewed(100, 24);
    let keys = |name: &str, keys: &str| (name.to_owned(), vec![keys.to_owned()]);
    let own = [keys("delete", "D"), keys("undo", "U"), keys("accept", "p"), keys("next-sentence", "n")];
    Arc::make_mut(&mut state.settings).keymap = crate::app::keymap::Keymap::with(&own).0;
    let shown = |state: &State| text(&drawn(state, Depth::True).0).join("\n");
    assert!(
        shown(&state).contains("p accept · A accept all · Enter go there · D delete · Esc back"),
        "{}",
        shown(&state)
    );
    press(&mut state, "?");
    assert!(shown(&state).contains("│ U  ") && shown(&state).contains("n k scroll · Esc back"), "{}", shown(&state));
    let orphans = |state: &State| state.session.as_ref().unwrap().placed.len();
    press(&mut state, "Esc d");
    assert_eq!(orphans(&state), 2, "another key deletes now");
    press(&mut state, "D");
    assert_eq!(orphans(&state), 1);
    press(&mut state, "U");
    assert_eq!(orphans(&state), 2);
}
