//! Keys in, state and effects out, on the seed article.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::update;
use crate::app::event::{Effect, Event, Fresh, Known, Loaded};
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::app::session::{Draft, LeftBy};
use crate::app::state::{Settings, State, View};
use crate::article::identity::{DocumentId, Origin};
use crate::article::pane::Pane;
use crate::article::parse::{Kind, parse};
use crate::notes::annotation::{AnnotationId, Body, Placed};
use crate::notes::change::Change;
use crate::reading::reading::Reading;

mod ahead;
mod annotating;
mod any_keys;
mod arriving;
mod following;
mod lists;
mod mouse;
mod reviewing;
mod saving;
mod selecting;

/// A reader at the keyboard.
struct Reader {
    state: State,
    effects: Vec<Effect>,
    count: u128,
}

impl Reader {
    fn with(text: &str) -> Self {
        let mut reader = Self { state: State::new(120, 40, Settings::default()), effects: Vec::new(), count: 0 };
        reader.load(text);
        reader
    }

    /// Shows a text in place of what shows.
    fn load(&mut self, text: &str) {
        self.load_as(Kind::PlainText, text);
    }

    fn load_as(&mut self, kind: Kind, text: &str) {
        self.load_part(kind, text, true);
    }

    /// Loads a text, which may be the start of a longer one.
    fn load_part(&mut self, kind: Kind, text: impl AsRef<[u8]>, complete: bool) {
        let asked = self.state.generation;
        let first = self.state.session.as_ref().filter(|session| !session.complete);
        let generation = first.map_or(asked, |session| session.generation);
        let reading = Reading::of(Arc::new(parse(kind, text.as_ref(), "a.txt")));
        let id = DocumentId::first_seen(reading.document().hash());
        self.event(Event::Loaded(Box::new(Loaded {
            generation,
            reading,
            origin: Origin { uri: Some("file:///a.txt".to_owned()), name: "a.txt".to_owned(), ..Origin::default() },
            id,
            complete,
            go_to: None,
            notice: None,
        })));
    }

    fn seed() -> Self {
        Self::with(include_str!("../../../seeds/karpathy-at-anthropic.txt"))
    }

    fn event(&mut self, event: Event) {
        self.count += 1;
        let fresh = Fresh { now: Timestamp::UNIX_EPOCH, id: AnnotationId(Uuid::from_u128(self.count)) };
        self.effects.extend(update(&mut self.state, event, fresh));
    }

    /// The store tells what annotations there are, as after another window's save.
    fn known(&mut self, placed: Vec<Placed>) {
        let id = self.state.session.as_ref().unwrap().id;
        let (drafts, writable) = (Vec::new(), true);
        let known = Known { generation: 0, id, placed, edited: false, drafts, position: None, writable };
        self.event(Event::Known(Box::new(known)));
    }

    /// Presses keys written apart by blanks; `"…"` types a text.
    fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split(' ') {
            if let Some(text) = word.strip_prefix('"') {
                self.event(Event::Paste(text.trim_end_matches('"').replace('_', " ")));
                continue;
            }
            for key in Key::parse_sequence(word).unwrap_or_else(|| panic!("{word}")) {
                self.event(Event::Key(key));
            }
        }
        self
    }

    fn cursor(&self) -> &str {
        let session = self.state.session.as_ref().unwrap();
        session.words(session.cursor_span().unwrap())
    }

    fn bodies(&self) -> Vec<Body> {
        self.state.session.as_ref().unwrap().placed.iter().map(|placed| placed.annotation.body.clone()).collect()
    }

    fn saved(&self) -> Vec<Change> {
        self.effects
            .iter()
            .flat_map(|effect| if let Effect::Save(_, _, changes, _) = effect { changes.clone() } else { Vec::new() })
            .collect()
    }

    fn said(&self) -> &str {
        self.state.message.as_ref().map_or("", |message| &message.text)
    }
}

#[test]
fn where_there_is_no_sentence_every_act_on_one_says_so() {
    for text in ["", "# A heading only\n"] {
        for key in ["m", "M", "a", "t", "s", "f", "c", "b", "d", "<", "R", "i", "v", "V", "y", "Y"] {
            let mut reader = Reader { state: State::new(80, 24, Settings::default()), effects: Vec::new(), count: 0 };
            reader.load_as(Kind::Markdown, text);
            reader.press(key);
            assert_eq!((reader.said(), reader.saved().len()), ("there is no sentence here", 0), "{key} in {text:?}");
        }
    }
}

#[test]
fn in_the_whole_article_the_keys_of_the_panes_say_how_to_get_there() {
    let mut reader = Reader::seed();
    reader.press("w Tab");
    assert_eq!(reader.said(), "this is the whole article; w shows the panes");
    reader.press("2");
    assert!(matches!(reader.state.session.as_ref().unwrap().view, View::Panes { focus: Pane::Analysis, .. }));
}

#[test]
fn a_search_for_nothing_searches_nothing() {
    let mut reader = Reader::seed();
    reader.press("w j / Enter");
    assert_eq!((reader.said(), reader.state.overlays.len()), ("", 0));
    reader.press("/ \"claude\" Enter");
    let said = reader.said().to_owned();
    let here = reader.cursor().to_owned();
    reader.press("/ Enter");
    assert_eq!((reader.said(), reader.cursor()), ("", here.as_str()));
    reader.press("/ \"roadmap\" Ctrl-u Enter");
    assert_eq!((reader.said(), reader.cursor()), ("", here.as_str()));
    assert!(said.ends_with("“claude”"));
}

#[test]
fn search_counts_goes_round_and_is_left() {
    let mut reader = Reader::seed();
    let start = reader.cursor().to_owned();
    reader.press("w / \"claude\" Enter");
    assert!(reader.said().ends_with("“claude”"), "{}", reader.said());
    assert!(reader.cursor().to_lowercase().contains("claude"));
    reader.press("n N");
    assert!(reader.cursor().to_lowercase().contains("claude"));
    reader.press("/ \"zzz\" Enter");
    assert_eq!(reader.said(), "no match for “zzz”");
    reader.press("gg / \"roadmap\" Esc");
    assert_eq!(reader.cursor(), start);
}

#[test]
fn views_keep_the_sentence() {
    let mut reader = Reader::seed();
    reader.press("w j j j");
    let here = reader.cursor().to_owned();
    reader.press("w");
    assert_eq!(reader.cursor(), here);
    reader.press("z w w z");
    assert_eq!(reader.cursor(), here);
    for (width, height) in [(1, 1), (40, 12), (0, 0), (200, 60), (120, 40)] {
        reader.event(Event::Resize(width, height));
        assert_eq!(reader.cursor(), here);
    }
    reader.press("G Ctrl-o");
    assert_eq!(reader.cursor(), here);
}

#[test]
fn a_size_that_comes_back_shows_the_same_rows() {
    for keys in [
        "",
        "PgDn PgDn",
        "j j j j j j j j j j j j",
        "w PgDn PgDn j",
        "G",
        "w G",
        "z Ctrl-d",
        "PgDn Tab Tab PgDn",
        "w v l l l",
    ] {
        let mut reader = Reader::seed();
        if !keys.is_empty() {
            reader.press(keys);
        }
        let tops = |reader: &Reader| {
            let session = reader.state.session.as_ref().unwrap();
            let shown = reader.state.geometry().panes;
            let top = |scope| session.layout(scope).unwrap().settle(session.top(scope));
            shown.iter().map(|frame| (frame.scope, top(frame.scope))).collect::<Vec<_>>()
        };
        let before = tops(&reader);
        for (width, height) in [(1, 1), (61, 20), (200, 60), (0, 0), (75, 3), (69, 40), (111, 12), (300, 2), (120, 40)]
        {
            reader.event(Event::Resize(width, height));
        }
        assert_eq!(tops(&reader), before, "{keys}");
    }
}

#[test]
fn whoever_moves_between_two_sizes_stays_where_they_moved_to() {
    let mut reader = Reader::seed();
    reader.press("w PgDn");
    reader.event(Event::Resize(60, 10));
    reader.press("PgDn PgDn PgDn");
    let here = reader.cursor().to_owned();
    let top = |reader: &Reader| {
        let session = reader.state.session.as_ref().unwrap();
        let layout = session.layout(session.scope()).unwrap();
        layout
            .row(session.top(session.scope()))
            .unwrap()
            .content()
            .next()
            .map(|(_, span, _)| session.words(span).to_owned())
    };
    let words = top(&reader);
    reader.event(Event::Resize(60, 12));
    assert_eq!((reader.cursor(), top(&reader)), (here.as_str(), words));
}

#[test]
fn what_another_window_wrote_meanwhile_is_not_replaced_by_a_line() {
    let both = "another window changed this meanwhile: both stand in it";
    // What ours began with and types, what theirs is meanwhile, and what becomes of it.
    for (line, meanwhile, typed, tags, wording, said) in [
        ("t", "a, b", "\",_c\"", vec!["a", "b", "c"], "one", both),
        ("t", "b", "\",_c\"", vec!["b", "c"], "one", both),
        ("t", "a, b", "", vec!["a", "b"], "one", ""),
        ("t", "a", "\",_c\"", vec!["a", "c"], "one", ""),
        ("s w", "two", "End \"!\"", vec!["a"], "two\n\none!", both),
        ("s w", "two", "", vec!["a"], "two", ""),
        ("s w", "one", "End \"!\"", vec!["a"], "one!", ""),
    ] {
        let mut reader = Reader::seed();
        reader.press("m");
        let mut placed = reader.state.session.as_ref().unwrap().placed[0].clone();
        let mut reader = Reader::seed();
        (placed.annotation.body.tags, placed.annotation.body.wording) = (vec!["a".to_owned()], Some("one".to_owned()));
        reader.known(vec![placed.clone()]);
        reader.press(line);
        if line == "t" {
            placed.annotation.body.tags = meanwhile.split(", ").map(ToOwned::to_owned).collect();
        } else {
            placed.annotation.body.wording = Some(meanwhile.to_owned());
        }
        reader.known(vec![placed]);
        reader.press(format!("{typed} Enter").trim());
        let body = &reader.bodies()[0];
        assert_eq!(
            (&body.tags, body.wording.as_deref()),
            (&tags.iter().map(|tag| (*tag).to_owned()).collect(), Some(wording))
        );
        assert_eq!(reader.said(), said, "{line} {meanwhile} {typed}");
    }
}

#[test]
fn that_it_is_saved_is_said_whatever_else_is_said() {
    let mut reader = Reader::seed();
    reader.press("m");
    reader.event(Event::Saved(1));
    assert_eq!(reader.said(), "saved");
    reader.press("d u");
    reader.event(Event::Saved(2));
    assert_eq!(reader.said(), "undone", "one of the two is still on its way");
    reader.event(Event::Saved(3));
    assert_eq!(reader.said(), "undone · saved");
    reader.press("m");
    reader.event(Event::Failed("no browser".to_owned()));
    reader.event(Event::Saved(4));
    assert_eq!(reader.said(), "no browser · saved");
}

#[test]
fn the_store_comes_late_and_what_was_done_before_stays() {
    let mut reader = Reader::seed();
    reader.press("j m");
    let here = reader.cursor().to_owned();
    let id = reader.state.session.as_ref().unwrap().id;
    reader.event(Event::Known(Box::new(Known {
        generation: 0,
        id,
        placed: Vec::new(),
        edited: false,
        drafts: Vec::new(),
        position: Some(0),
        writable: true,
    })));
    assert_eq!((reader.bodies().len(), reader.cursor()), (1, here.as_str()));
}

#[test]
fn words_are_copied_as_they_are_or_with_where_they_come_from_and_exports_are_named_as_in_a_folder() {
    let mut reader = Reader::seed();
    let span = reader.state.session.as_ref().unwrap().cursor_span().unwrap();
    reader.press("y Y e");
    let [Effect::Copy(words), Effect::CopyCitation(cited)] = &reader.effects[reader.effects.len() - 2..] else {
        panic!("{:?}", reader.effects)
    };
    assert_eq!((words.as_str(), *cited), (reader.cursor(), span));
    let Some(Overlay::Prompt(prompt)) = reader.state.overlay() else { panic!() };
    assert_eq!(prompt.line.text(), "Karpathy-at-Anthropic-Claude-Accelerates-Its-Own-Pretraining.md");
}

#[test]
fn every_key_answers_on_an_empty_document() {
    let mut reader = Reader::with("");
    for entry in crate::app::action::TABLE {
        for keys in entry.keys {
            reader.press(keys).press("Esc Esc");
        }
    }
    assert!(reader.bodies().is_empty() && reader.saved().is_empty());
    assert!(reader.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
}

/// A reader who waits for a page, with nothing else on the screen.
fn waiting() -> Reader {
    let state = State::new(120, 40, Settings::default());
    let mut reader = Reader { state, effects: Vec::new(), count: 0 };
    reader.event(Event::Fetching(0, "fetching https://example.org/".to_owned()));
    reader
}

#[test]
fn a_page_that_is_fetched_shows_when_it_has_come() {
    let mut reader = waiting();
    reader.event(Event::Fetching(0, "1.5 MiB of https://example.org/".to_owned()));
    assert_eq!(reader.state.fetching.as_deref(), Some("1.5 MiB of https://example.org/"));
    reader.load("A title\n\nThe words of the page.");
    assert_eq!((reader.cursor(), &reader.state.fetching), ("The words of the page.", &None));
}

#[test]
fn what_is_fetched_can_be_left_and_comes_no_more() {
    let mut reader = waiting();
    reader.press("Esc");
    assert!(matches!(reader.effects[..], [Effect::StopFetching, Effect::Quit]), "{:?}", reader.effects);
    reader.event(Event::Fetching(0, "late".to_owned()));
    reader.event(Event::NotLoaded(0, "late".to_owned()));
    assert_eq!((&reader.state.fetching, &reader.state.message), (&None, &None));
    let mut quitting = waiting();
    quitting.press("q");
    assert!(matches!(quitting.effects[..], [Effect::Quit]));
}

#[test]
fn a_page_that_does_not_come_ends_the_screen_only_where_nothing_else_shows() {
    let mut reader = waiting();
    reader.event(Event::NotLoaded(0, "it is gone".to_owned()));
    assert!(matches!(&reader.effects[..], [Effect::Fail(why)] if why == "it is gone"));
    let mut reader = waiting();
    reader.event(Event::Library(Vec::new()));
    reader.event(Event::NotLoaded(0, "it is gone".to_owned()));
    assert_eq!(reader.state.message.as_ref().unwrap().text, "it is gone");
}
