//! What the reader sees and does after the article was edited.

use super::*;
use crate::app::event::{Mouse, MouseKind};
use crate::app::popup::row_at;
use crate::app::review::ReviewPurpose;
use crate::notes::anchor::passages::passages;
use crate::notes::anchor::place_all;
use crate::notes::annotation::{Annotation, Placed};
use crate::notes::selector::{Placement, Selector};
use crate::text::span::Span;

const OLD: &str = "A storm\n\nThe harbour was quiet that night. Two ships lay at anchor, both from Lisbon.\n\n\
    Nobody had expected the storm. It came from the west and took the lighthouse first. The keeper slept.\n\n\
    In the morning the council met. Nobody spoke for an hour.\n";

/// OLD with one sentence lost, one changed and one moved to the end.
fn edited() -> String {
    OLD.replace("Two ships lay at anchor, both from Lisbon.", "All boats were out.")
        .replace("the west and took", "the south and tore down")
        .replace("The harbour was quiet that night. ", "")
        + "\nThe harbour was quiet that night.\n"
}

fn note(number: u128, text: &str, words: &str) -> Annotation {
    let document = parse(Kind::PlainText, text.as_bytes(), "a.txt");
    let at = document.text().find(words).unwrap();
    Annotation {
        id: AnnotationId(Uuid::from_u128(number)),
        document: DocumentId::first_seen(document.hash()),
        selector: Selector::of(&document, Span::new(at, at + words.len())),
        accepted: None,
        body: Body { note: Some(words.chars().take(4).collect()), ..Body::default() },
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
    }
}

/// Places of notes that were made on OLD, as the store would find them.
fn placed(reader: &Reader, notes: Vec<Annotation>) -> Vec<Placed> {
    let old = parse(Kind::PlainText, OLD.as_bytes(), "a.txt");
    let text = reader.state.session.as_ref().unwrap().document().text().to_owned();
    let selectors: Vec<_> = notes.iter().map(|note| note.selector.clone()).collect();
    let places = place_all(Some(old.text()), &text, &selectors);
    notes.into_iter().zip(places).map(|(annotation, placement)| Placed { annotation, placement }).collect()
}

/// A reader of `text`, who wrote on the sentences of OLD that begin with these words.
fn reader(text: &str, sentences: &[&str]) -> Reader {
    let mut reader = Reader::with(text);
    let id = note(1, OLD, "A storm").document;
    let notes = (100..).zip(sentences).map(|(number, words)| note(number, OLD, words)).collect();
    let known = Known {
        generation: 0,
        id,
        placed: placed(&reader, notes),
        edited: true,
        drafts: Vec::new(),
        position: None,
        writable: true,
    };
    reader.event(Event::Known(Box::new(known)));
    reader.press("w");
    reader
}

const HARBOUR: &str = "The harbour was quiet that night.";
const SHIPS: &str = "Two ships lay at anchor, both from Lisbon.";
const STORM: &str = "It came from the west and took the lighthouse first.";
const COUNCIL: &str = "In the morning the council met.";

impl Reader {
    fn statuses(&self) -> Vec<&'static str> {
        self.state.session.as_ref().unwrap().placed.iter().map(|placed| placed.placement.name()).collect()
    }

    /// Answers what the last review asked for.
    fn compare(&mut self) {
        let old = parse(Kind::PlainText, OLD.as_bytes(), "a.txt");
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Compare(document, placed) => Some((*document, placed.clone())),
            _ => None,
        });
        let (document, placed) = asked.unwrap();
        let text = self.state.session.as_ref().unwrap().document().text().to_owned();
        let found = passages(Some(old.text()), &text, &placed.iter().collect::<Vec<_>>());
        let ids = placed.iter().map(|placed| placed.annotation.id);
        self.event(Event::Compared(document, ids.zip(found).collect()));
    }

    fn reviewed(&self) -> Vec<&str> {
        match self.state.overlay() {
            Some(Overlay::Review(review)) => review.rows.iter().map(|row| row.was.of(&row.old)).collect(),
            _ => Vec::new(),
        }
    }
}

#[test]
fn one_line_says_what_the_edit_did_and_names_the_key_where_there_is_something_to_see() {
    let said = |sentences: &[&str]| {
        let mut reader = Reader::with(&edited());
        let notes = (100..).zip(sentences).map(|(number, words)| note(number, OLD, words)).collect();
        let placed = placed(&reader, notes);
        let id = reader.state.session.as_ref().unwrap().id;
        let known =
            Known { generation: 0, id, placed, edited: true, drafts: Vec::new(), position: None, writable: true };
        reader.event(Event::Known(Box::new(known)));
        reader.said().to_owned()
    };
    assert_eq!(
        said(&[HARBOUR, SHIPS, STORM, COUNCIL]),
        "the article changed: 1 in place, 1 moved, 1 changed, 1 lost · gr shows them"
    );
    assert_eq!(said(&[COUNCIL]), "the article changed: 1 in place");
}

#[test]
fn places_are_accepted_one_by_one_or_all_at_once_and_undo_takes_it_back() {
    let mut reader = reader(&edited(), &[HARBOUR, SHIPS, STORM, COUNCIL]);
    reader.press("ga");
    assert_eq!(reader.said(), "nothing here was moved or changed");
    reader.press("G ga");
    assert_eq!((reader.said(), reader.statuses()[0]), ("accepted", "exact"));
    let accepted = reader.saved().pop().unwrap();
    let here = reader.state.session.as_ref().unwrap().document().hash();
    assert_eq!(accepted.annotation().accepted.as_ref().unwrap().edition, Some(here));
    // Where it was made is not rewritten.
    assert_eq!(accepted.annotation().selector, note(100, OLD, HARBOUR).selector);
    reader.press("u");
    assert_eq!(reader.statuses(), ["moved", "orphaned", "changed", "exact"]);
    assert_eq!(reader.cursor(), HARBOUR);
    reader.press("gA");
    assert_eq!((reader.said(), reader.statuses()), ("2 accepted", vec!["exact", "orphaned", "exact", "exact"]));
    // After another window wrote, the store knows nothing of the old place any more: undo still does.
    let now = reader.state.session.as_ref().unwrap().placed.clone();
    let id = reader.state.session.as_ref().unwrap().id;
    reader.event(Event::Saved(reader.state.ticket));
    reader.event(Event::Notes(id, now));
    reader.press("u");
    assert_eq!(reader.statuses(), ["moved", "orphaned", "changed", "exact"]);
    reader.press("Ctrl-r gA");
    assert_eq!(reader.said(), "nothing was moved or changed");
}

#[test]
fn the_review_shows_the_old_text_beside_the_new() {
    let mut reader = reader(&edited(), &[HARBOUR, SHIPS, STORM, COUNCIL]);
    reader.press("gr");
    // What is lost comes first; the rest in the order of the old text.
    assert_eq!(reader.reviewed(), [SHIPS, HARBOUR, STORM]);
    reader.compare();
    assert_eq!(reader.reviewed(), [SHIPS, HARBOUR, STORM]);
    let Some(Overlay::Review(review)) = reader.state.overlay() else { panic!() };
    let (lost, moved, changed) = (&review.rows[0], &review.rows[1], &review.rows[2]);
    // What moved is all there; what it stood among is no news.
    assert_eq!((moved.gone().count(), moved.new.as_ref().unwrap().added().count()), (0, 0));
    let gone: Vec<_> = lost.gone().map(|span| span.of(&lost.old)).collect();
    assert!(gone.iter().any(|words| words.contains("Two ships lay at anchor")), "{gone:?}");
    let new = lost.new.as_ref().unwrap();
    let added: Vec<_> = new.added().map(|span| span.of(&new.words)).collect();
    assert!(added.iter().any(|words| words.contains("All boats were out")), "{added:?}");
    let gone: Vec<_> = changed.gone().map(|span| span.of(&changed.old)).collect();
    assert_eq!(gone.last(), Some(&"west and took "));
    let new = changed.new.as_ref().unwrap();
    assert_eq!(new.here.of(&new.words), "It came from the south and tore down the lighthouse first.");
}

#[test]
fn in_the_review_places_are_accepted_and_orphans_put_and_undone() {
    let mut reader = reader(&edited(), &[HARBOUR, SHIPS, STORM, COUNCIL]);
    reader.press("gr j a");
    assert_eq!(reader.reviewed(), [SHIPS, STORM]);
    reader.press("A");
    assert_eq!(reader.reviewed(), [SHIPS]);
    reader.press("u u");
    assert_eq!(reader.reviewed(), [SHIPS, HARBOUR, STORM]);
    // From the review to where it stood, and there put on the sentence.
    reader.press("Home");
    reader.compare();
    reader.press("Enter");
    assert_eq!((reader.cursor(), reader.state.overlays.len()), ("All boats were out.", 0));
    reader.press("R");
    assert_eq!((reader.said(), reader.statuses()[1]), ("put here", "exact"));
    reader.press("u");
    assert_eq!(reader.statuses()[1], "orphaned");
    // The last one that is dealt with ends the review.
    reader.press("gr R A");
    assert_eq!((reader.statuses(), reader.state.overlays.len()), (vec!["exact"; 4], 0));
    reader.press("gr");
    assert_eq!(reader.said(), "every annotation is where it was");
}

#[test]
fn of_several_orphans_one_is_chosen_or_is_in_hand() {
    let mut reader = reader("Quite another text. Of which nothing is known.\n", &[HARBOUR, SHIPS]);
    reader.press("R");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Review(review)) if review.purpose != ReviewPurpose::Look));
    reader.press("j Enter");
    assert_eq!(reader.statuses(), ["orphaned", "exact"]);
    assert_eq!((reader.said(), reader.state.overlays.len()), ("put here; one more has lost its place", 0));
    reader.press("u gr j Enter R");
    assert_eq!(reader.statuses(), ["orphaned", "exact"]);
    // The one that is left goes where the reader says at once: on words that were selected.
    reader.press("gg v w w R");
    let session = reader.state.session.as_ref().unwrap();
    let put = &session.placed[0];
    assert_eq!(put.placement.span().map(|span| session.words(span)), Some("Quite another t"));
    assert_eq!(put.annotation.body.note.as_deref(), Some("The "));
    reader.press("R");
    assert_eq!(reader.said(), "no annotation has lost its place");
}

#[test]
fn an_orphan_in_the_list_of_notes_opens_the_review_at_it() {
    let mut reader = reader(&edited(), &[STORM, SHIPS]);
    reader.press("A");
    assert!(matches!(reader.state.overlay(), Some(Overlay::List(list)) if list.rows[1].mark.starts_with('⌀')));
    reader.press("Down Enter");
    assert!(
        matches!(reader.state.overlay(), Some(Overlay::Review(review)) if review.row().unwrap().id.0.as_u128() == 101)
    );
    reader.press("d");
    assert_eq!((reader.statuses(), reader.reviewed()), (vec!["changed"], vec![STORM]));
    reader.press("Esc u");
    assert_eq!(reader.statuses(), ["changed", "orphaned"]);
}

#[test]
fn what_another_window_did_shows_in_the_review() {
    let mut reader = reader(&edited(), &[HARBOUR, SHIPS]);
    reader.press("gr");
    let id = reader.state.session.as_ref().unwrap().id;
    let back = placed(&reader, vec![note(100, OLD, HARBOUR)]);
    reader.event(Event::Notes(id, back));
    assert_eq!(reader.reviewed(), [HARBOUR]);
    let here = reader.state.session.as_ref().unwrap().placed[0].placement.span().unwrap();
    let mut accepted = note(100, OLD, HARBOUR);
    accepted.accepted = Some(Selector::of(reader.state.session.as_ref().unwrap().document(), here));
    reader.event(Event::Notes(id, vec![Placed { annotation: accepted, placement: Placement::Exact(here) }]));
    assert!(reader.state.overlays.is_empty());
}

#[test]
fn reading_the_source_again_keeps_the_view_and_finds_what_came_back() {
    let mut reader = reader(&edited(), &[SHIPS]);
    assert_eq!(reader.statuses(), ["orphaned"]);
    reader.press("F5");
    assert!(matches!(reader.effects.last(), Some(Effect::OpenDocument(1, _, None))));
    // Meanwhile the words were put back.
    reader.load(OLD);
    let id = reader.state.session.as_ref().unwrap().id;
    assert_eq!(reader.state.session.as_ref().unwrap().view, crate::app::state::View::Whole);
    let notes = placed(&reader, vec![note(100, OLD, SHIPS)]);
    let known =
        Known { generation: 1, id, placed: notes, edited: true, drafts: Vec::new(), position: None, writable: true };
    reader.event(Event::Known(Box::new(known)));
    assert_eq!((reader.said(), reader.statuses()), ("the article changed: 1 in place", vec!["exact"]));
    // A page is asked for, and a note that is begun meanwhile is not taken away.
    let fetched = crate::article::identity::Fetched {
        at: jiff::Timestamp::UNIX_EPOCH,
        asked: "https://example.org/a".to_owned(),
        uri: "https://example.org/a".to_owned(),
        media_type: None,
        etag: None,
        modified: None,
    };
    reader.state.session.as_mut().unwrap().origin.fetched = Some(fetched.clone());
    reader.press("F5");
    assert!(matches!(reader.effects.last(), Some(Effect::FetchAgain(2, said)) if *said == fetched));
    reader.event(Event::Unchanged(2));
    assert_eq!(reader.said(), "the page is as it was");
    reader.press("F5 a");
    assert!(matches!(reader.effects.last(), Some(Effect::StopFetching)));
    reader.event(Event::NotLoaded(3, "late".to_owned()));
    reader.press("Esc");
    assert!(!reader.said().contains("late"), "{}", reader.said());
    reader.state.session.as_mut().unwrap().origin.fetched = None;
    // What is not on the disk yet would be forgotten with the text it was written on.
    reader.press("m F5");
    assert!(reader.said().starts_with("something is not saved yet"), "{}", reader.said());
}

#[test]
fn a_click_chooses_a_row_of_the_review_and_one_on_the_chosen_row_takes_it() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut reader = reader(&edited(), &[SHIPS, STORM, HARBOUR]);
        reader.event(Event::Resize(width, height));
        reader.press("gr");
        reader.compare();
        let click = |reader: &mut Reader, nth: usize| {
            let overlay = reader.state.overlay().unwrap();
            let is_row = |(x, y): &(u16, u16)| row_at(&reader.state, overlay, *x, *y) == Some(nth);
            let cell = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).find(is_row).unwrap();
            reader.event(Event::Mouse(Mouse { kind: MouseKind::Press, x: cell.0, y: cell.1 }));
        };
        let chosen = |reader: &Reader| match reader.state.overlay() {
            Some(Overlay::Review(review)) => Some(review.selected),
            _ => None,
        };
        assert_eq!(chosen(&reader), Some(0));
        click(&mut reader, 1);
        assert_eq!(chosen(&reader), Some(1), "{width}x{height}");
        click(&mut reader, 1);
        assert_eq!(chosen(&reader), None);
        assert!(reader.said().ends_with("accepts this place"), "{}", reader.said());
    }
}
