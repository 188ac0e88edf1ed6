//! Keys in, state and effects out, on the seed article.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::update;
use crate::app::event::{Effect, Event, Fresh, Known, Loaded};
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::app::session::Draft;
use crate::app::state::{Settings, State};
use crate::article::identity::{DocumentId, Origin};
use crate::article::parse::{Kind, parse};
use crate::notes::annotation::{AnnotationId, Body};
use crate::notes::change::Change;
use crate::reading::reading::Reading;

mod ahead;
mod arriving;
mod following;
mod lists;
mod mouse;
mod reviewing;

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
            .flat_map(|effect| if let Effect::Save(_, _, changes) = effect { changes.clone() } else { Vec::new() })
            .collect()
    }

    fn said(&self) -> &str {
        self.state.message.as_ref().map_or("", |message| &message.text)
    }
}

#[test]
fn marking_noting_undoing_and_deleting() {
    let mut reader = Reader::seed();
    reader.press("w m");
    assert_eq!(reader.bodies()[0].highlight.map(|colour| colour.name()), Some("yellow"));
    // The note joins the highlight; the mark key takes the highlight away and leaves the note.
    reader.press("a \"who_else?\" Enter \"two\" Ctrl-s m");
    assert_eq!(reader.bodies(), [Body { note: Some("who else?\ntwo".to_owned()), ..Body::default() }]);
    assert_eq!(reader.saved().len(), 3);
    reader.press("u u u");
    assert_eq!(reader.bodies(), []);
    reader.press("u");
    assert_eq!(reader.said(), "nothing to undo");
    reader.press("Ctrl-r Ctrl-r d");
    assert_eq!(reader.bodies(), []);
    reader.press("u");
    assert_eq!(reader.bodies()[0].note.as_deref(), Some("who else?\ntwo"));
}

#[test]
fn a_note_that_is_left_stays_as_a_draft() {
    let mut reader = Reader::seed();
    reader.press("a \"half_a_thought\" Esc");
    assert!(reader.bodies().is_empty() && reader.state.overlays.is_empty());
    let kept = reader
        .effects
        .iter()
        .rev()
        .find_map(|effect| if let Effect::KeepDraft(_, draft) = effect { Some(draft.text.clone()) } else { None });
    assert_eq!(kept.as_deref(), Some("half a thought"));
    reader.press("j k a");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "half a thought"));
    reader.press("Ctrl-s");
    assert_eq!(reader.bodies()[0].note.as_deref(), Some("half a thought"));
    assert!(matches!(reader.effects.last(), Some(Effect::KeepDraft(_, draft)) if draft.text.is_empty()));
}

#[test]
fn verdict_evidence_tags_and_forecast() {
    let mut reader = Reader::seed();
    reader.press(
        "s s s f \"https://example.org\" Enter s t t \"ai,_hiring\" Enter f p \"70_%\" Enter f d \"2026-13-01\" Enter",
    );
    assert!(matches!(reader.state.overlay(), Some(Overlay::Prompt(prompt)) if prompt.fault.is_some()));
    reader.press("Ctrl-u \"2026-12-31\" Enter f y");
    let body = reader.bodies().remove(0);
    assert_eq!(reader.bodies().len(), 1);
    assert_eq!(body.verdict.map(|verdict| verdict.name()), Some("supported"));
    assert_eq!((body.evidence.len(), body.to_check), (1, true));
    assert_eq!(body.tags, ["ai", "hiring"]);
    let forecast = body.forecast.unwrap();
    assert_eq!(super::forecast_line(&forecast), "70 % by 2026-12-31 → yes");
}

#[test]
fn a_correction_moves_the_sentence_and_undo_moves_it_back() {
    let mut reader = Reader::seed();
    let pane = |reader: &Reader| {
        let session = reader.state.session.as_ref().unwrap();
        session.reading.pane(session.cursor.unwrap()).unwrap().name()
    };
    let before = pane(&reader);
    reader.press("c t");
    assert_eq!(pane(&reader), "take");
    reader.press("u");
    assert_eq!(pane(&reader), before);
}

#[test]
fn selecting_by_word_marks_just_these_words() {
    let mut reader = Reader::with("A title\n\nOne two three four. Five six seven.\n\nAnother paragraph stands here.\n");
    reader.press("v w w m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two t");
    reader.press("u v w w Ctrl-v m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two three");
    reader.press("u V j m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two three four. Five six seven.");
}

#[test]
fn a_selection_goes_along_wherever_the_cursor_goes() {
    for (keys, selected) in [
        ("V J", "One two three. Four five six.\n\nSeven eight nine."),
        ("V )", "One two three. Four five six.\n\nSeven eight nine.\n\nTen\n\nThe last."),
        ("V J J K", "One two three. Four five six.\n\nSeven eight nine."),
        ("V G", "One two three. Four five six.\n\nSeven eight nine.\n\nTen\n\nThe last."),
        ("j V gg", "One two three. Four five six."),
        ("V / \"eight\" Enter", "One two three. Four five six.\n\nSeven eight nine."),
    ] {
        let mut reader = Reader::with("x");
        reader.load_as(Kind::Markdown, "One two three. Four five six.\n\nSeven eight nine.\n\n# Ten\n\nThe last.\n");
        reader.press("w").press(keys).press("m");
        let session = reader.state.session.as_ref().unwrap();
        assert_eq!(session.placed[0].annotation.selector.exact, selected, "{keys}");
    }
}

#[test]
fn a_sequence_that_is_given_up_gives_up_nothing_else() {
    let mut reader = Reader::seed();
    reader.press("v l l");
    let selection = reader.state.session.as_ref().unwrap().selection;
    reader.press("g Esc");
    assert_eq!(reader.state.session.as_ref().unwrap().selection, selection);
    reader.press("Esc");
    assert_eq!(reader.state.session.as_ref().unwrap().selection, None);
}

#[test]
fn a_draft_belongs_to_its_sentence_though_another_reads_alike() {
    let mut reader = Reader::with("A title\n\nIt is so. It is not. It is so.\n");
    reader.press("w a \"half_a_thought\" Esc j j a");
    let typed = |reader: &Reader| match reader.state.overlay() {
        Some(Overlay::Editor(editor)) => editor.text.text().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(typed(&reader), "");
    reader.press("Esc k k a");
    assert_eq!(typed(&reader), "half a thought");
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
fn a_forecast_that_says_nothing_is_none() {
    let mut reader = Reader::seed();
    reader.press("f h Enter");
    assert_eq!(reader.bodies(), []);
    reader.press("m f y f o");
    assert_eq!(
        reader.bodies(),
        [Body { highlight: Some(crate::notes::annotation::Colour::Yellow), ..Body::default() }]
    );
    reader.press("m f y f o");
    assert_eq!(reader.bodies(), []);
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

#[test]
fn edges_move_by_sentence_and_come_back() {
    let mut reader = Reader::with("A title\n\nOne two three. Four five six. Seven eight nine.\n");
    let exact = |reader: &Reader| reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact.clone();
    reader.press("w j m >");
    assert_eq!(exact(&reader), "Four five six. Seven eight nine.");
    reader.press("<");
    assert_eq!(exact(&reader), "Four five six.");
    reader.press("<");
    assert_eq!(exact(&reader), "One two three. Four five six.");
    reader.press("u u u");
    assert_eq!(exact(&reader), "Four five six.");
}

#[test]
fn while_selecting_edges_move_by_word() {
    let mut reader = Reader::with("A title\n\nOne two three four. Five six seven.\n");
    let exact = |reader: &Reader| reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact.clone();
    reader.press("w m v e e e e < <");
    assert_eq!(exact(&reader), "One two three");
    reader.press(">");
    assert_eq!(exact(&reader), "One two three four");
    reader.press("Esc k v >");
    assert_eq!(exact(&reader), "two three four");
    reader.press("u u u u");
    assert_eq!(exact(&reader), "One two three four.");
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
fn what_is_not_saved_is_asked_about_before_the_end() {
    let mut reader = Reader::seed();
    reader.press("m q");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)), "what is on its way is waited for, not asked about");
    reader.effects.clear();
    reader.event(Event::NotSaved(1, "no space left".to_owned()));
    assert_eq!(reader.said(), "not saved: no space left (gs tries again)");
    reader.press("q");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Menu(_))));
    assert!(!reader.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
    reader.press("Esc");
    reader.event(Event::Saved(1));
    reader.press("q");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)));
}

#[test]
fn what_failed_is_tried_again_when_the_reader_asks() {
    let mut reader = Reader::seed();
    reader.press("gs");
    assert_eq!(reader.said(), "all is saved");
    reader.press("m");
    reader.event(Event::NotSaved(1, "no space left".to_owned()));
    reader.press("gs");
    assert!(matches!(reader.effects.last(), Some(Effect::SaveAgain)));
    reader.event(Event::Saved(1));
    assert_eq!((reader.said(), reader.state.unsaved.len()), ("saved", 0));
    // Another document does not make the reader forget what is not on the disk.
    reader.press("m");
    reader.event(Event::NotSaved(2, "no space left".to_owned()));
    reader.load("Another text.\n");
    reader.press("q s");
    assert!(matches!(reader.effects.last(), Some(Effect::SaveAgain)));
    reader.effects.clear();
    reader.press("q y");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)));
}

#[test]
fn what_another_window_changed_first_is_a_draft_again() {
    let mut reader = Reader::seed();
    reader.press("a \"one\" Ctrl-s");
    reader.event(Event::Saved(1));
    reader.press("a Ctrl-u \"two\" Ctrl-s");
    reader.event(Event::Refused(2, "another window was first".to_owned()));
    assert_eq!(reader.said(), "not saved: another window was first");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!((session.pending.len(), session.history.done.len(), reader.state.unsaved.len()), (0, 1, 0));
    reader.press("a");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "two"));
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
fn a_note_begun_before_the_store_answers_goes_on_with_its_draft_on_its_sentence() {
    let mut reader = Reader::seed();
    let session = reader.state.session.as_ref().unwrap();
    let (id, span) = (session.id, session.cursor_span().unwrap());
    let selector = crate::notes::selector::Selector::of(session.document(), span);
    let draft = Draft { id: AnnotationId(Uuid::from_u128(77)), selector, text: "half a thought".to_owned() };
    let known = Known {
        generation: 0,
        writable: true,
        id,
        placed: Vec::new(),
        edited: false,
        drafts: vec![draft],
        position: Some(900),
    };
    let here = reader.cursor().to_owned();
    reader.press("a");
    reader.event(Event::Known(Box::new(known)));
    assert_eq!(reader.cursor(), here);
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "half a thought"));
    assert_eq!(reader.state.overlays.len(), 1);
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
