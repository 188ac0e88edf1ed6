//! Lists, their help, and where they lead.

use super::Reader;
use crate::app::event::{Event, GoTo, Known, Loaded};
use crate::app::overlay::Overlay;
use crate::article::identity::Origin;

#[test]
fn help_is_a_question_mark_away_in_every_list_and_menu() {
    let mut reader = Reader::seed();
    for open in ["o", "A", "L", ":", "s", "M", "c"] {
        reader.press(open);
        if open == "L" {
            reader.event(Event::Library(Vec::new()));
        }
        let depth = reader.state.overlays.len();
        reader.press("?");
        let Some(Overlay::Page(page)) = reader.state.overlays.last() else { panic!("{open}") };
        assert_eq!((page.title.as_str(), reader.state.overlays.len()), ("Help", depth + 1), "{open}");
        reader.press("Esc");
        assert_eq!(reader.state.overlays.len(), depth, "{open}");
        reader.state.overlays.clear();
    }
    // Where something is typed already, it narrows.
    reader.press("o W ?");
    let Some(Overlay::List(list)) = reader.state.overlays.last() else { panic!() };
    assert_eq!((list.filter.text(), list.matches.len()), ("W?", 0));
    assert_eq!(list.empty(&reader.state.settings.keymap), "nothing here has these letters");
}

#[test]
fn an_annotation_to_go_to_is_waited_for() {
    let mut made = Reader::seed();
    made.press("j j j m");
    let (placed, there) = (made.state.session.as_ref().unwrap().placed.clone(), made.cursor().to_owned());
    for begun in [false, true] {
        let mut reader = Reader::seed();
        let session = reader.state.session.as_ref().unwrap();
        let (id, start) = (session.id, reader.cursor().to_owned());
        reader.event(Event::Loaded(Box::new(Loaded {
            generation: 0,
            reading: session.reading.clone(),
            origin: Origin::default(),
            id,
            complete: true,
            go_to: Some(GoTo::Annotation(placed[0].annotation.id)),
            notice: None,
        })));
        assert_eq!((reader.cursor(), reader.said()), (start.as_str(), ""));
        if begun {
            reader.press("a");
        }
        reader.event(Event::Known(Box::new(Known {
            generation: 0,
            id,
            placed: placed.clone(),
            edited: false,
            drafts: Vec::new(),
            position: Some(0),
            writable: true,
        })));
        assert_eq!(reader.cursor(), if begun { &start } else { &there });
    }
}

#[test]
fn a_list_that_comes_late_does_not_cover_what_was_begun_meanwhile() {
    for list in [Event::AllNotes(Vec::new()), Event::Library(Vec::new())] {
        let mut reader = Reader::seed();
        reader.press("S a \"half\"");
        reader.event(list);
        reader.press("\"_a_thought\" Ctrl-s");
        assert_eq!(reader.bodies()[0].note.as_deref(), Some("half a thought"));
    }
}
