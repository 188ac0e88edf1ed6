//! A document whose first stretch shows before the rest is read.

use super::*;
use crate::app::event::{Ahead, Passage, Shelved};
use crate::app::state::Saving;

const START: &str = "The first sentence. The second one.\n\nThe third of them.";
const REST: &str = "\n\nThe fourth, with a needle. The last of all.";

/// A reader with the first stretch in the whole article.
fn reader() -> Reader {
    let mut reader = Reader::with("x");
    reader.load_part(Kind::PlainText, START, false);
    reader.press("w");
    reader
}

fn arrive(reader: &mut Reader) {
    reader.load_part(Kind::PlainText, format!("{START}{REST}"), true);
}

fn said(reader: &Reader) -> &str {
    reader.state.message.as_ref().map_or("", |message| &message.text)
}

#[test]
fn the_place_stays_when_the_rest_arrives() {
    let mut reader = reader();
    reader.press("j j");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The third of them.");
    reader.press("j j");
    assert_eq!(reader.cursor(), "The last of all.");
}

#[test]
fn what_the_rest_has_to_say_is_said() {
    let mut reader = reader();
    // What starts with the mark of UTF-8 is read so, and its last byte is none.
    reader.load_part(Kind::PlainText, [b"\xef\xbb\xbf", START.as_bytes(), REST.as_bytes(), b"\xff"].concat(), true);
    assert!(said(&reader).contains("UTF-8"), "{}", said(&reader));
}

#[test]
fn the_end_shows_once_it_is_here_unless_another_key_comes_first() {
    let mut reader = reader();
    reader.press("G");
    assert!(said(&reader).contains("still being read"), "{}", said(&reader));
    arrive(&mut reader);
    assert_eq!((reader.cursor(), said(&reader)), ("The last of all.", ""));
    let mut reader = self::reader();
    reader.press("G g g");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The first sentence.");
}

#[test]
fn a_search_goes_on_in_the_rest() {
    let mut reader = reader();
    reader.press("/ \"needle\" Enter");
    assert!(said(&reader).contains("still being read"), "{}", said(&reader));
    arrive(&mut reader);
    assert_eq!((reader.cursor(), said(&reader)), ("The fourth, with a needle.", "1/1 “needle”"));
    // While it is being typed, and where something was found above.
    let mut reader = self::reader();
    reader.press("/ \"needle\"");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The fourth, with a needle.");
    let mut reader = self::reader();
    reader.press("/ \"the\" Enter n");
    let here = reader.cursor().to_owned();
    arrive(&mut reader);
    assert_eq!(reader.cursor(), here);
    assert!(reader.state.session.as_ref().unwrap().search.as_ref().unwrap().hits.len() > 3);
}

/// What is looked for ahead.
fn ahead(reader: &mut Reader) -> Vec<Ahead> {
    let asked = std::mem::take(&mut reader.effects).into_iter().filter_map(|effect| match effect {
        Effect::LookAhead(_, ahead) => Some(ahead),
        _ => None,
    });
    asked.collect()
}

fn find(reader: &mut Reader, ahead: Ahead, text: &str) {
    let reading = Reading::of(Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt"))).passage();
    let generation = reader.state.generation;
    reader.event(Event::Passage(Box::new(Passage { generation, ahead, reading })));
}

const PASSAGE: &str = "The fourth, with a needle. The last of all.";

#[test]
fn the_end_is_looked_for_ahead_and_stays_when_the_rest_arrives() {
    let mut reader = reader();
    reader.press("j G");
    assert_eq!(ahead(&mut reader), [Ahead::End]);
    find(&mut reader, Ahead::End, PASSAGE);
    assert_eq!((reader.cursor(), said(&reader)), ("The last of all.", ""));
    reader.press("k m");
    assert!(said(&reader).contains("still being read"), "nothing is written on a passage: {}", said(&reader));
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The fourth, with a needle.");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.cursor_span().unwrap().start, START.len() + 2);
    reader.press("k");
    assert_eq!(reader.cursor(), "The third of them.");
    reader.press("Ctrl-o");
    assert_eq!(reader.cursor(), "The second one.");
}

#[test]
fn the_start_shows_again_from_a_passage_and_late_passages_do_not() {
    let mut reader = reader();
    reader.press("G");
    find(&mut reader, Ahead::End, PASSAGE);
    reader.press("g g");
    assert_eq!(reader.cursor(), "The first sentence.");
    find(&mut reader, Ahead::End, PASSAGE);
    assert_eq!(reader.cursor(), "The first sentence.");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The first sentence.");
    find(&mut reader, Ahead::End, PASSAGE);
    assert_eq!(reader.cursor(), "The first sentence.");
}

#[test]
fn a_match_is_looked_for_ahead_and_counted_when_the_rest_arrives() {
    let mut reader = reader();
    reader.press("j / \"needle\" Enter");
    assert_eq!(ahead(&mut reader), [Ahead::Hit("needle".to_owned())]);
    find(&mut reader, Ahead::Hit("other".to_owned()), "Another passage, with the other.");
    assert_eq!(reader.cursor(), "The second one.");
    find(&mut reader, Ahead::Hit("needle".to_owned()), PASSAGE);
    assert_eq!(reader.cursor(), "The fourth, with a needle.");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The fourth, with a needle.");
    reader.press("n");
    assert_eq!(said(&reader), "1/1 “needle”");
    reader.press("Ctrl-o");
    assert_eq!(reader.cursor(), "The second one.");
}

#[test]
fn a_passage_that_reads_otherwise_in_the_whole_is_looked_for_anew() {
    for (keys, ahead, cursor) in [
        ("G", Ahead::End, "The last of all."),
        ("/ \"needle\" Enter", Ahead::Hit("needle".to_owned()), "The fourth, with a needle."),
    ] {
        let mut reader = reader();
        reader.press(keys);
        find(&mut reader, ahead, "A [broken needle][r].");
        arrive(&mut reader);
        assert_eq!(reader.cursor(), cursor, "{keys}");
    }
}

/// What the store tells of a document without notes.
fn known(generation: u64, id: DocumentId) -> Event {
    let known =
        Known { generation, id, placed: Vec::new(), edited: false, drafts: Vec::new(), position: None, writable: true };
    Event::Known(Box::new(known))
}

#[test]
fn the_rest_comes_whatever_was_asked_for_meanwhile() {
    // Another document was asked for, which is not there; or a page, which was left.
    for ends in [Event::NotLoaded(1, "it is gone".to_owned()), Event::Key(Key::parse("Esc").unwrap())] {
        let mut reader = reader();
        reader.press("L");
        let id = DocumentId(Uuid::from_u128(7));
        let row = Shelved {
            id,
            title: "Another".to_owned(),
            origin: String::new(),
            annotations: 0,
            opened: "2026-05-20".to_owned(),
        };
        reader.event(Event::Library(vec![row]));
        reader.press("Enter");
        assert!(matches!(reader.effects.last(), Some(Effect::OpenDocument(1, ..))), "{:?}", reader.effects);
        reader.event(Event::Fetching(1, "fetching it".to_owned()));
        reader.event(ends);
        arrive(&mut reader);
        reader.event(known(0, id));
        reader.press("G m");
        assert_eq!((reader.cursor(), reader.bodies().len()), ("The last of all.", 1));
        let session = reader.state.session.as_ref().unwrap();
        assert_eq!((session.id, &reader.state.saving), (id, &Saving::On));
    }
}

#[test]
fn while_the_rest_comes_the_reader_reads_and_knows_how_far_it_is() {
    let mut reader = reader();
    reader.event(Event::Fetching(0, "reading 7 of 40 pages".to_owned()));
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!((session.progress.as_deref(), &reader.state.fetching), (Some("reading 7 of 40 pages"), &None));
    // Neither a prompt nor Esc gives it up.
    reader.press("/ Esc Esc");
    assert!(!reader.effects.iter().any(|effect| matches!(effect, Effect::StopFetching)));
    reader.event(Event::NotLoaded(0, "a.pdf: it is broken".to_owned()));
    assert_eq!(said(&reader), "only the start is here: a.pdf: it is broken");
}

#[test]
fn what_needs_all_of_the_article_says_so_while_it_is_read() {
    for key in ["F5", "e", "m", "a"] {
        let mut reader = reader();
        reader.press(key);
        assert!(said(&reader).contains("still being read"), "{key}: {}", said(&reader));
        assert!(reader.state.overlays.is_empty() && reader.state.generation == 0, "{key}");
    }
}

#[test]
fn what_was_done_on_a_document_can_be_undone_after_another_was_read_or_its_source_anew() {
    const ONE: &str = "One\n\nThe harbour was quiet. Two ships lay there.\n";
    let mut reader = Reader::with(ONE);
    let (first, other) = (DocumentId(Uuid::from_u128(1)), DocumentId(Uuid::from_u128(2)));
    let show = |reader: &mut Reader, id, text: &str, placed| {
        reader.state.generation += 1;
        reader.load(text);
        let generation = reader.state.generation;
        let known = Known { generation, id, placed, edited: false, drafts: Vec::new(), position: None, writable: true };
        reader.event(Event::Known(Box::new(known)));
    };
    let placed = |reader: &Reader| reader.state.session.as_ref().unwrap().placed.clone();
    show(&mut reader, first, ONE, Vec::new());
    reader.press("w m a \"why?\" Ctrl-s b u");
    let marked = placed(&reader);
    show(&mut reader, other, "Another\n\nIt rained.\n", Vec::new());
    reader.press("u");
    assert_eq!(reader.said(), "nothing to undo");
    reader.press("w m");
    show(&mut reader, first, ONE, marked.clone());
    reader.press("Ctrl-r u");
    assert_eq!((placed(&reader), reader.said()), (marked.clone(), "undone"));
    reader.press("u u");
    assert_eq!(reader.bodies(), []);
    reader.press("Ctrl-r Ctrl-r d");
    // The source is read anew: what was deleted comes back to its words, wherever they stand now.
    show(&mut reader, first, &ONE.replace("The harbour", "Nobody came. The harbour"), Vec::new());
    reader.press("u");
    let back = placed(&reader).remove(0);
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.words(back.placement.span().unwrap()), "The harbour was quiet.");
    assert_eq!(back.annotation.body.note.as_deref(), Some("why?"));
    // What is done before the store has answered comes after what was done then.
    show(&mut reader, other, "Another\n\nIt rained.\n", Vec::new());
    reader.press("u");
    assert_eq!(reader.said(), "undone");
}
