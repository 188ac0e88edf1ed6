//! The promises of the room, on stores in memory and on disk.
#![allow(clippy::disallowed_methods, reason = "the tests put files where the store should be")]

mod altered;
mod disk;
mod editions;
mod together;

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::drafts::Draft;
use super::error::Fault;
use super::library::Position;
use super::search::Filter;
use super::store::Store;
use crate::article::block::BlockKind;
use crate::article::builder::DocumentBuilder;
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Origin, TextHash};
use crate::notes::annotation::{Annotation, AnnotationId, Body};
use crate::notes::assessment::{Evidence, Forecast, Stance, Verdict};
use crate::notes::change::Change;
use crate::notes::colour::Colour;
use crate::notes::selector::Selector;
use crate::text::span::Span;

pub(super) const WORDS: &str = "The quick brown fox jumps. Nothing else happened.";

pub(super) fn document(words: &str) -> Document {
    let mut builder = DocumentBuilder::new();
    builder.block(BlockKind::Heading { level: 1 }, "A title");
    builder.block(BlockKind::Paragraph, words);
    builder.finish()
}

pub(super) fn origin(path: &str) -> Origin {
    Origin { uri: Some(format!("file://{path}")), name: path.to_owned(), fetched: None }
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(super) fn annotation(number: u128, document: &Document, id: DocumentId, body: Body) -> Annotation {
    Annotation {
        id: AnnotationId(Uuid::from_u128(number)),
        document: id,
        selector: Selector::of(document, Span::new(13, 24)),
        accepted: None,
        body,
        created: at(1),
        modified: at(1),
    }
}

pub(super) fn note(words: &str) -> Body {
    Body { note: Some(words.to_owned()), ..Body::default() }
}

/// A store in memory with one document in it.
pub(super) fn shelf() -> (Store, Document, DocumentId) {
    let mut store = Store::in_memory().unwrap();
    let document = document(WORDS);
    let known = store.remember(&document, &origin("/a"), b"source", at(1)).unwrap();
    (store, document, known.id)
}

pub(super) fn add(annotation: &Annotation) -> Change {
    Change::Add(Box::new(annotation.clone()))
}

pub(super) fn edit(before: &Annotation, after: &Annotation) -> Change {
    Change::Edit { before: Box::new(before.clone()), after: Box::new(after.clone()) }
}

pub(super) fn remove(annotation: &Annotation) -> Change {
    Change::Remove(Box::new(annotation.clone()))
}

#[test]
fn a_note_comes_back_as_it_was_written() {
    let (mut store, document, id) = shelf();
    let body = Body {
        highlight: Some(Colour::Red),
        note: Some("Two\nlines, \"quoted\", \0 and 漢字 'x'".to_owned()),
        tags: vec!["Ökonomie".to_owned(), "b".to_owned()],
        verdict: Some(Verdict::NotCheckable),
        evidence: vec![Evidence { stance: Stance::Against, text: "https://example.org".to_owned() }],
        wording: Some(String::new()),
        to_check: true,
        pane: None,
        forecast: Some(Forecast {
            probability: Some(0.1 + 0.2),
            due: Some("2026-12-31".parse().unwrap()),
            history: vec![(at(5), 0.7)],
            ..Forecast::default()
        }),
        bookmark: true,
    };
    let mut made = annotation(1, &document, id, body);
    made.created = "2026-01-02T03:04:05.123456789Z".parse().unwrap();
    store.save(&[add(&made)], at(2)).unwrap();
    assert_eq!(store.annotation(made.id).unwrap(), Some(made.clone()));
    assert_eq!(store.annotations(id).unwrap(), [made]);
}

#[test]
fn the_same_words_or_the_same_place_are_the_same_document() {
    let mut store = Store::in_memory().unwrap();
    let first = document(WORDS);
    assert_eq!(store.recognise(&first, &origin("/a"), b"1").unwrap(), None);
    let known = store.remember(&first, &origin("/a"), b"1", at(1)).unwrap();
    assert_eq!((known.id, known.earlier), (DocumentId::first_seen(first.hash()), None));

    let renamed = store.recognise(&first, &origin("/b"), b"other bytes").unwrap().unwrap();
    assert_eq!((renamed.id, renamed.earlier), (known.id, None));
    store.remember(&first, &origin("/b"), b"1", at(2)).unwrap();

    let second = document("The quick brown fox sleeps.");
    let edited = store.remember(&second, &origin("/b"), b"2", at(3)).unwrap();
    assert_eq!((edited.id, edited.earlier), (known.id, Some(first.hash())));
    let again = store.remember(&second, &origin("/elsewhere"), b"2", at(4)).unwrap();
    assert_eq!((again.id, again.earlier), (known.id, None));

    // Another parser gives another text of the same bytes.
    let reparsed = document("The quick brown fox sleeps, says a newer parser.");
    let found = store.recognise(&reparsed, &origin("/c"), b"2").unwrap().unwrap();
    assert_eq!((found.id, found.earlier), (known.id, Some(second.hash())));

    assert_eq!(store.recognise(&document("Unrelated."), &origin("/d"), b"3").unwrap(), None);
    assert_eq!(store.edition_text(first.hash()).unwrap().as_deref(), Some(first.text()));
    assert_eq!(store.source(second.hash()).unwrap().as_deref(), Some(b"2".as_slice()));
    let library = store.documents().unwrap();
    assert_eq!(library.len(), 1);
    assert_eq!(library[0].uris, ["file:///elsewhere", "file:///b", "file:///a"]);
}

#[test]
fn a_file_whose_words_are_those_of_another_is_the_other() {
    let mut store = Store::in_memory().unwrap();
    let (one, two) = (document("One."), document("Two."));
    store.remember(&one, &origin("/one"), b"1", at(1)).unwrap();
    let second = store.remember(&two, &origin("/two"), b"2", at(2)).unwrap();
    let moved = store.remember(&two, &origin("/one"), b"2", at(3)).unwrap();
    assert_eq!(moved.id, second.id);
    let edited = store.recognise(&document("Two, edited."), &origin("/one"), b"3").unwrap().unwrap();
    assert_eq!(edited.id, second.id);
}

#[test]
fn a_very_long_text_is_kept_once_something_is_written_on_it() {
    let mut store = Store::in_memory().unwrap();
    let long = document(&"word ".repeat(4 << 20));
    store.remember(&long, &origin("/long"), long.text().as_bytes(), at(1)).unwrap();
    assert_eq!((store.edition_text(long.hash()).unwrap(), store.source(long.hash()).unwrap()), (None, None));
    store.keep_edition(&long).unwrap();
    assert!(store.edition_text(long.hash()).unwrap().is_some_and(|text| text == long.text()));
    assert!(store.source(long.hash()).unwrap().is_some_and(|bytes| bytes == long.text().as_bytes()));
}

#[test]
fn files_without_a_word_are_not_taken_for_one_another() {
    let mut store = Store::in_memory().unwrap();
    let blank = || DocumentBuilder::new().finish();
    let one = store.remember(&blank(), &origin("/one"), b"", at(1)).unwrap();
    let two = store.remember(&blank(), &origin("/two"), b"", at(2)).unwrap();
    assert_ne!(one.id, two.id);
    let filled = store.remember(&document("One."), &origin("/one"), b"1", at(3)).unwrap();
    assert_eq!(filled.id, one.id);
}

#[test]
fn what_is_removed_can_be_put_back_and_keeps_its_place_in_line() {
    let (mut store, document, id) = shelf();
    let notes: Vec<_> = (1..4).map(|n| annotation(n, &document, id, note("x"))).collect();
    store.save(&notes.iter().map(add).collect::<Vec<_>>(), at(2)).unwrap();
    store.save(&[remove(&notes[0])], at(3)).unwrap();
    assert_eq!(store.annotations(id).unwrap(), notes[1..]);
    assert_eq!(store.annotation(notes[0].id).unwrap(), None);
    store.save(&[remove(&notes[0])], at(3)).unwrap();
    store.save(&[add(&notes[0])], at(4)).unwrap();
    assert_eq!(store.annotations(id).unwrap(), notes);
    let acts: Vec<_> = store.history(notes[0].id).unwrap().into_iter().map(|past| past.act).collect();
    assert_eq!(acts, ["add", "remove", "revive"]);
}

#[test]
fn changes_are_kept_all_or_none() {
    let (mut store, document, id) = shelf();
    let (one, two) = (annotation(1, &document, id, note("1")), annotation(2, &document, id, note("2")));
    let fault = store.save(&[add(&one), edit(&two, &two)], at(2)).unwrap_err().fault;
    assert!(matches!(fault, Fault::Vanished(gone) if gone == two.id));
    assert_eq!(store.annotations(id).unwrap(), []);
    let stranger = annotation(3, &document, DocumentId::first_seen(TextHash::of("elsewhere")), note("3"));
    assert!(matches!(store.save(&[add(&stranger)], at(2)).unwrap_err().fault, Fault::UnknownDocument(_)));
}

#[test]
fn edits_of_two_windows_stand_side_by_side_or_one_is_refused() {
    let (mut store, document, id) = shelf();
    let start = annotation(1, &document, id, Body { tags: vec!["a".to_owned(), "b".to_owned()], ..note("old") });
    store.save(&[add(&start)], at(2)).unwrap();
    let with = |change: fn(&mut Body)| {
        let mut after = start.clone();
        change(&mut after.body);
        after
    };
    let noted = with(|body| body.note = Some("new".to_owned()));
    let tagged = with(|body| body.tags = vec!["a".to_owned(), "c".to_owned()]);
    let tagged_too = with(|body| body.tags.push("d".to_owned()));
    let mut moved = start.clone();
    moved.selector = Selector::of(&document, Span::new(9, 12));
    for after in [&noted, &tagged, &tagged_too, &moved, &noted] {
        store.save(&[edit(&start, after)], at(3)).unwrap();
    }
    let joined = store.annotation(start.id).unwrap().unwrap();
    assert_eq!(joined.body.note.as_deref(), Some("new"));
    assert_eq!(joined.body.tags, ["a", "c", "d"]);
    assert_eq!(joined.selector, moved.selector);
    let other = with(|body| body.note = Some("third".to_owned()));
    let fault = store.save(&[edit(&start, &other)], at(4)).unwrap_err().fault;
    assert!(matches!(fault, Fault::Conflict(_, part) if part == "note"));
    assert_eq!(store.annotation(start.id).unwrap().unwrap(), joined);
    // Where it stood before is kept.
    let places: Vec<_> = store.history(start.id).unwrap().into_iter().filter_map(|past| past.was).collect();
    assert_eq!(places[0].0, start.selector);
}

#[test]
fn what_a_newer_postil_wrote_into_a_body_stays() {
    let stored = r#"{"note":"old","mood":"calm","forecast":{"probability":0.5,"due":null,"outcome":null,"odds":2}}"#;
    let before: Body = serde_json::from_str(stored).unwrap();
    let mut after = before.clone();
    after.note = Some("new".to_owned());
    after.forecast.as_mut().unwrap().probability = Some(0.6);
    let merged = super::json::merge(stored, &before, &after).unwrap().unwrap();
    let value: serde_json::Value = serde_json::from_str(&merged).unwrap();
    assert_eq!((value["mood"].as_str(), value["forecast"]["odds"].as_i64()), (Some("calm"), Some(2)));
    assert_eq!(serde_json::from_str::<Body>(&merged).unwrap(), after);
}

#[test]
fn search_finds_by_words_and_by_filter() {
    let (mut store, document, id) = shelf();
    let bodies = [
        Body { tags: vec!["Économie".to_owned()], ..note("Größe matters, naïvely so") },
        Body { verdict: Some(Verdict::Refuted), ..note("模型不再是护城河") },
        Body { to_check: true, ..note("100% sure_thing") },
        Body {
            forecast: Some(Forecast { due: Some("2026-06-01".parse().unwrap()), ..Forecast::default() }),
            ..Body::default()
        },
    ];
    let notes: Vec<_> = (1..).zip(bodies).map(|(n, body)| annotation(n, &document, id, body)).collect();
    store.save(&notes.iter().map(add).collect::<Vec<_>>(), at(2)).unwrap();
    let found = |filter: Filter| -> Vec<u128> {
        store.search(&filter).unwrap().iter().map(|(_, a)| a.id.0.as_u128()).collect()
    };
    let query = |words: &str| found(Filter { query: Some(words.to_owned()), ..Filter::default() });
    for (words, numbers) in [
        ("", vec![4, 3, 2, 1]),
        ("matters", vec![1]),
        ("MATT", vec![1]),
        ("naive", vec![1]),
        ("\"matters naively\"", vec![1]),
        ("\"naively matters\"", vec![]),
        ("economie größe", vec![1]),
        ("护城", vec![2]),
        ("100%", vec![3]),
        ("%", vec![3]),
        ("title", vec![4, 3, 2, 1]),
        ("quick brown", vec![4, 3, 2, 1]),
        ("brown fox", vec![]),
        ("AND OR ( \"", vec![]),
        ("note:sure*", vec![]),
    ] {
        assert_eq!(query(words), numbers, "{words}");
    }
    assert_eq!(found(Filter { tags: vec!["éCONOMIE".to_owned()], ..Filter::default() }), [1]);
    assert_eq!(found(Filter { verdict: Some(Verdict::Refuted), ..Filter::default() }), [2]);
    assert_eq!(found(Filter { to_check: true, ..Filter::default() }), [3]);
    assert_eq!(found(Filter { due_before: Some("2026-06-01".parse().unwrap()), ..Filter::default() }), [4]);
    assert_eq!(
        found(Filter { due_before: Some("2026-05-31".parse().unwrap()), ..Filter::default() }),
        Vec::<u128>::new()
    );
    assert_eq!(found(Filter { limit: Some(2), ..Filter::default() }), [4, 3]);
    assert_eq!(found(Filter { since: Some(at(2)), ..Filter::default() }), Vec::<u128>::new());
    assert_eq!(store.all_annotations().unwrap().len(), 4);
}

#[test]
fn a_removed_document_takes_its_notes_along_and_comes_back_with_them() {
    let (mut store, document, id) = shelf();
    let made = annotation(1, &document, id, note("x"));
    store.save(&[add(&made)], at(2)).unwrap();
    assert!(store.remove_document(id, at(3)).unwrap());
    assert!(!store.remove_document(id, at(3)).unwrap());
    assert!(store.documents().unwrap().is_empty() && store.all_annotations().unwrap().is_empty());
    store.remember(&document, &origin("/a"), b"source", at(4)).unwrap();
    assert_eq!(store.annotations(id).unwrap(), [made]);
    assert_eq!(store.document(id).unwrap().unwrap().annotations, 1);
}

#[test]
fn drafts_and_the_place_of_reading_are_kept() {
    let (mut store, document, id) = shelf();
    assert_eq!(store.position(id).unwrap(), None);
    let position = Position { edition: document.hash(), offset: 13 };
    store.keep_position(id, position).unwrap();
    assert_eq!(store.position(id).unwrap(), Some(position));
    let mut draft = Draft {
        id: AnnotationId(Uuid::from_u128(1)),
        window: Uuid::from_u128(5),
        document: id,
        selector: Selector::of(&document, Span::new(9, 12)),
        text: "half a".to_owned(),
        saved: at(2),
    };
    store.keep_draft(&draft).unwrap();
    draft.text.push_str(" thought");
    store.keep_draft(&draft).unwrap();
    assert_eq!(store.drafts(id).unwrap(), std::slice::from_ref(&draft));
    store.drop_draft(draft.id, Uuid::from_u128(6)).unwrap();
    assert_eq!(store.drafts(id).unwrap(), [draft.clone()]);
    store.drop_draft(draft.id, draft.window).unwrap();
    assert_eq!(store.drafts(id).unwrap(), []);
}

#[test]
fn each_window_keeps_what_is_typed_in_it() {
    let (mut store, document, id) = shelf();
    let made = annotation(1, &document, id, note("what was saved"));
    store.save(&[add(&made)], at(2)).unwrap();
    let (here, there) = (Uuid::from_u128(5), Uuid::from_u128(6));
    let draft = |window, text: &str| Draft {
        id: made.id,
        window,
        document: id,
        selector: made.selector.clone(),
        text: text.to_owned(),
        saved: at(3),
    };
    let texts = |store: &Store| {
        let drafts = store.drafts(id).unwrap().into_iter();
        drafts.map(|draft| (draft.window, draft.text)).collect::<Vec<_>>()
    };
    let said = |window, text: &str| (window, text.to_owned());
    store.keep_draft(&draft(here, "here")).unwrap();
    store.keep_draft(&draft(there, "there")).unwrap();
    assert_eq!(texts(&store), [said(here, "here"), said(there, "there")]);
    // What is saved in one window says nothing of what stands in the other, unless it is the same.
    let after = Annotation { body: note("here"), modified: at(4), ..made.clone() };
    store.save_typed(&[edit(&made, &after)], &[made.id], here, at(4)).unwrap();
    assert_eq!(texts(&store), [said(there, "there")]);
    // A window that is open types on what another has taken up: both stay.
    let new = Uuid::from_u128(7);
    store.take_draft(made.id, (there, "there"), new).unwrap();
    store.keep_draft(&draft(there, "there, too")).unwrap();
    assert_eq!(texts(&store), [said(there, "there, too"), said(new, "there")]);
    // What was typed since it was read is not taken away.
    store.take_draft(made.id, (there, "there"), here).unwrap();
    assert_eq!(texts(&store), [said(there, "there, too"), said(new, "there")]);
    let last = Annotation { body: note("there, too"), modified: at(5), ..after.clone() };
    store.save_typed(&[edit(&after, &last)], &[made.id], new, at(5)).unwrap();
    assert_eq!(texts(&store), []);
    assert_eq!(store.check().unwrap(), []);
}

pub(super) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// All names below `dir`, sorted.
pub(super) fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A body of few parts, so that sequences of changes meet each other.
fn bodies() -> impl Strategy<Value = Body> {
    (proptest::option::of("[ab\\n\"']{0,3}"), proptest::collection::vec("[xyz]", 0..3), any::<bool>(), any::<f64>())
        .prop_map(|(note, tags, to_check, probability)| Body {
            note,
            tags,
            to_check,
            forecast: probability
                .is_finite()
                .then(|| Forecast { probability: Some(probability), ..Forecast::default() }),
            ..Body::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn changes_then_their_inverses_restore(
        steps in proptest::collection::vec((0u8..3, 1u128..5, bodies(), 0usize..20), 1..20),
    ) {
        let (mut store, document, id) = shelf();
        let mut here: Vec<Annotation> = Vec::new();
        let mut done: Vec<(Change, Vec<Annotation>)> = Vec::new();
        for (kind, number, body, start) in steps {
            let mut wanted = annotation(number, &document, id, body);
            wanted.selector = Selector::of(&document, Span::new(start, 30));
            let there = here.iter().find(|other| other.id == wanted.id).cloned();
            let change = match (kind, there) {
                (0, None) => add(&wanted),
                (1, Some(before)) => edit(&before, &wanted),
                (2, Some(before)) => remove(&before),
                _ => continue,
            };
            done.push((change.clone(), store.annotations(id).unwrap()));
            here.retain(|other| other.id != wanted.id);
            here.extend((kind < 2).then_some(wanted));
            store.save(&[change], at(3)).unwrap();
            let mut kept = store.annotations(id).unwrap();
            let mut known = here.clone();
            kept.sort_by_key(|annotation| annotation.id);
            known.sort_by_key(|annotation| annotation.id);
            prop_assert_eq!(kept, known);
        }
        while let Some((change, before)) = done.pop() {
            store.save(&[change.inverse()], at(4)).unwrap();
            prop_assert_eq!(store.annotations(id).unwrap(), before);
        }
    }

    #[test]
    fn no_query_is_a_fault(words in any::<String>()) {
        let (store, ..) = shelf();
        let filter = Filter { query: Some(words), ..Filter::default() };
        prop_assert!(store.search(&filter).is_ok());
    }
}
