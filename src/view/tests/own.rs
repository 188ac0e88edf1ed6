//! What the reader set shows: colours by their names and letters, keys over the article.

use super::*;
use crate::app::place::Place;
use crate::app::place_keys::PlaceKeys;
use crate::notes::colour::Part;

#[test]
fn a_colour_shows_and_is_picked_by_the_letter_the_reader_gave_it() {
    let mut state = article(60, 13);
    let set = [(Part::Name, "rose"), (Part::Letter, "7")].map(|(part, words)| (Colour::Red, part, words.to_owned()));
    state.settings = Arc::new(Settings { legend: Legend::with(&set).0, ..Settings::default() });
    press(&mut state, "M");
    let menu = text(&drawn(&state, Depth::Plain).0).join("\n");
    assert!(menu.contains("7   ▍ doubt (rose)"), "{menu}");
    press(&mut state, "d 7 x");
    let marked = text(&drawn(&state, Depth::Plain).0).join("\n");
    assert!(marked.contains("│▸7    The index fell") && marked.contains("▍doubt (7)"), "{marked}");
}

#[test]
fn what_lies_over_the_article_goes_by_the_readers_own_keys_and_shows_them() {
    let mut state = article(100, 24);
    let bind =
        |place, name: &str, keys: &[&str]| (place, name.to_owned(), keys.iter().map(ToString::to_string).collect());
    let (places, faults) = PlaceKeys::with(&[
        bind(Place::Editor, "save", &["F2"]),
        bind(Place::Editor, "leave", &["Ctrl-g"]),
        bind(Place::Menu, "next", &["Ctrl-x"]),
        bind(Place::Menu, "supported", &["1"]),
        bind(Place::List, "choose", &["Alt-Enter"]),
    ]);
    assert_eq!(faults, []);
    Arc::make_mut(&mut state.settings).keymap.places = places;
    let shown = |state: &State| text(&drawn(state, Depth::True).0).join("\n");
    press(&mut state, "a h i");
    assert!(shown(&state).contains("F2 save · Ctrl-g leave · F1 keys"), "{}", shown(&state));
    press(&mut state, "F1");
    assert!(shown(&state).contains("F2 ") && !shown(&state).contains("Ctrl-s"), "{}", shown(&state));
    press(&mut state, "Esc Ctrl-s Esc");
    assert!(shown(&state).contains("F2 save"), "its keys by default do nothing: {}", shown(&state));
    press(&mut state, "F2 s");
    assert!(state.session.as_ref().unwrap().placed[0].annotation.body.note.is_some());
    assert!(shown(&state).contains("▸ 1   ✓ supported"), "{}", shown(&state));
    press(&mut state, "s Ctrl-x Enter");
    let verdict = state.session.as_ref().unwrap().placed[0].annotation.body.verdict;
    assert_eq!(verdict, Some(crate::notes::assessment::Verdict::Refuted));
    press(&mut state, ":");
    assert!(shown(&state).contains("Alt-Enter take · Esc back"), "{}", shown(&state));
}
