//! What the disk changed of what the reader wrote: noticed, never written over, put back where a copy has it.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use super::super::doctor::{Cure, Finding};
use super::super::salvage::salvage;
use super::*;

/// A store with a note on disk, its name, and the document.
fn noted(words: &str) -> (TempDir, Store, Annotation) {
    let top = folder();
    fs::set_permissions(top.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let document = document(WORDS);
    let mut store = Store::open(top.path()).unwrap();
    let id = store.remember(&document, &origin("/a"), b"source", at(1)).unwrap().id;
    let made = annotation(1, &document, id, note(words));
    store.save(&[add(&made)], at(2)).unwrap();
    (top, store, made)
}

/// Changes bytes of the store's file where they stand, as a disk does.
fn change_on_disk(top: &TempDir, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let path = top.path().join("postil.db");
    let mut bytes = fs::read(&path).unwrap();
    let at: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from.as_bytes())).collect();
    assert!(!at.is_empty(), "{from} stands nowhere in it");
    for at in at {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    fs::write(&path, bytes).unwrap();
}

fn words(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.what.as_str()).collect()
}

fn restored(count: usize, taken: &[&str]) -> super::super::restore::Restored {
    super::super::restore::Restored { restored: count, taken: taken.iter().map(|words| (*words).to_owned()).collect() }
}

const NAME: &str = "annotation 00000000-0000-0000-0000-000000000001";

/// The bytes of a store of an older format.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut old = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut old).unwrap();
    old
}

/// A store of format 3, as it was written.
fn of_format_3() -> Vec<u8> {
    unpacked(include_bytes!("../../../tests/fixtures/stores/format-3.db.gz"))
}

#[test]
fn a_store_that_knows_no_accepted_places_is_converted_with_all_that_is_in_it() {
    let top = folder();
    fs::write(top.path().join("postil.db"), of_format_3()).unwrap();
    let mut store = Store::open(top.path()).unwrap();
    assert!(names(top.path()).contains(&"postil.db.format-3.1".to_owned()));
    assert_eq!(store.altered().unwrap(), 0);
    let kept = store.all_annotations().unwrap();
    let notes: Vec<_> = kept.iter().filter_map(|(_, found)| found.body.note.as_deref()).collect();
    assert_eq!(notes, ["which fox, and where?", "who says so?"]);
    let trash = store.search(&Filter { in_trash: true, ..Filter::default() }).unwrap();
    assert_eq!(trash[0].1.body.note.as_deref(), Some("a note in the trash"));
    let draft = store.drafts(kept[0].0.id).unwrap().remove(0);
    assert_eq!((draft.text.as_str(), draft.window), ("half a thought", Uuid::nil()));
    let was = store.history(kept[0].1.id).unwrap();
    assert_eq!(was[1].was.as_ref().unwrap().1.note.as_deref(), Some("which fox?"));
    // Each is written on as before, and holds what it could not hold.
    let one = &kept[0].1;
    let after =
        one.accepted_at(Selector { exact: "elsewhere".to_owned(), edition: None, ..one.selector.clone() }, at(3));
    store.save(&[edit(one, &after), remove(&kept[1].1)], at(3)).unwrap();
    store.take_draft(draft.id, (draft.window, &draft.text), Uuid::from_u128(7)).unwrap();
    assert_eq!((store.altered().unwrap(), store.annotation(one.id).unwrap()), (0, Some(after)));
    assert_eq!(store.drafts(one.document).unwrap()[0].window, Uuid::from_u128(7));
}

#[test]
fn what_the_disk_changed_before_the_conversion_is_noticed_after_it_and_put_back_from_an_older_copy() {
    let top = folder();
    let whole = of_format_3();
    fs::create_dir(top.path().join("backups")).unwrap();
    fs::write(top.path().join("backups/postil-2026-01-01.db"), &whole).unwrap();
    fs::write(top.path().join("postil.db"), &whole).unwrap();
    change_on_disk(&top, "who says so?", "who says no?");
    change_on_disk(&top, "half a thought", "half a though!");
    let mut store = Store::open(top.path()).unwrap();
    assert_eq!(store.altered().unwrap(), 2);
    let findings = store.check().unwrap();
    assert_eq!(store.repair(&findings, at(5)).unwrap().1, restored(2, &[]));
    let kept = store.all_annotations().unwrap();
    assert_eq!(kept[1].1.body.note.as_deref(), Some("who says so?"));
    assert_eq!(store.drafts(kept[0].0.id).unwrap()[0].text, "half a thought");
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_damaged_store_of_an_older_format_is_saved_with_all_that_can_be_read() {
    let top = folder();
    fs::write(top.path().join("postil.db"), of_format_3()).unwrap();
    let done = salvage(top.path(), at(3)).unwrap();
    assert_eq!((done.annotations, done.mended, done.lost), (3, 0, 0));
    let store = Store::open(top.path()).unwrap();
    assert_eq!((store.check().unwrap(), store.altered().unwrap()), (vec![], 0));
    let kept = store.all_annotations().unwrap();
    assert_eq!(store.drafts(kept[0].0.id).unwrap()[0].text, "half a thought");
}

#[test]
fn an_accepted_place_that_the_disk_changed_is_noticed_and_put_back() {
    let (_top, mut store, made) = noted("x");
    let there = Selector { exact: "the new words".to_owned(), edition: None, ..made.selector.clone() };
    let accepted = made.accepted_at(there, at(3));
    store.save(&[edit(&made, &accepted)], at(3)).unwrap();
    let other = Annotation { body: note("y"), modified: at(4), ..accepted.clone() };
    store.save(&[edit(&accepted, &other)], at(4)).unwrap();
    store.save(&[edit(&other, &accepted)], at(5)).unwrap();
    for damage in ["accepted = replace(accepted, 'new', 'few')", "accepted = NULL"] {
        let sql = format!("UPDATE annotation SET {damage}");
        store.plainly(|connection| Ok(connection.execute_batch(&sql)?)).unwrap();
        assert_eq!(store.altered().unwrap(), 1, "{damage}");
        let findings = store.check().unwrap();
        let cures: Vec<_> = findings.iter().filter(|finding| finding.cure == Some(Cure::Restore)).cloned().collect();
        store.repair(&cures, at(6)).unwrap();
        assert_eq!(store.annotation(made.id).unwrap().as_ref(), Some(&accepted), "{damage}: {findings:?}");
    }
}

#[test]
fn a_store_without_checksums_is_converted_with_all_that_is_in_it() {
    let top = folder();
    fs::set_permissions(top.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let path = top.path().join("postil.db");
    fs::write(&path, unpacked(include_bytes!("../../../tests/fixtures/stores/format-2.db.gz"))).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let mut store = Store::open(top.path()).unwrap();
    assert_eq!(names(top.path())[..2], ["postil.db", "postil.db-shm"], "{:?}", names(top.path()));
    assert!(names(top.path()).contains(&"postil.db.format-2.1".to_owned()));
    assert_eq!(store.check().unwrap(), []);
    let kept = store.all_annotations().unwrap();
    let notes: Vec<_> = kept.iter().filter_map(|(_, found)| found.body.note.as_deref()).collect();
    assert_eq!(notes, ["which fox, and where?", "who says so?"]);
    let trash = store.search(&Filter { in_trash: true, ..Filter::default() }).unwrap();
    assert_eq!(trash[0].1.body.note.as_deref(), Some("a note in the trash"));
    assert_eq!(store.drafts(kept[0].0.id).unwrap()[0].text, "half a thought");
    let was = store.history(kept[0].1.id).unwrap();
    assert_eq!(was[1].was.as_ref().unwrap().1.note.as_deref(), Some("which fox?"));
    // Each is written on as before.
    store.save(&[Change::Remove(Box::new(kept[0].1.clone()))], at(3)).unwrap();
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_letter_that_the_disk_changed_is_noticed_and_never_written_over() {
    for (from, to) in [
        ("who else was asked", "who else was asXed"),
        ("quick brownA title", "quick braunA title"),
        ("000Z1970-01-01T00:00:01", "000Z1970-01-01T00:00:07"),
    ] {
        let (top, store, made) = noted("who else was asked?");
        drop(store);
        change_on_disk(&top, from, to);
        let mut store = Store::open(top.path()).unwrap();
        let findings = store.check().unwrap();
        assert!(findings.iter().any(|finding| finding.what.starts_with(NAME)), "{findings:?}");
        // It shows as it stands.
        let there = store.annotation(made.id).unwrap().unwrap();
        assert_ne!(there, made);
        let after = Annotation { body: note("another"), ..there.clone() };
        for change in [edit(&there, &after), remove(&there), edit(&made, &after)] {
            let error = store.save(&[change], at(3)).unwrap_err();
            assert!(matches!(error.fault, Fault::Altered(id) if id == made.id) && error.is_lasting(), "{error}");
        }
        assert_eq!(store.annotation(made.id).unwrap(), Some(there));
    }
}

#[test]
fn what_the_disk_changed_is_put_back_from_the_newest_copy_that_has_it() {
    let (top, mut store, made) = noted("the first words");
    let today = |day| jiff::civil::Date::constant(2026, 2, day);
    assert_eq!(store.back_up_daily(today(1)).unwrap(), Some(0));
    let second = Annotation { body: note("the later words"), modified: at(3), ..made.clone() };
    store.save(&[edit(&made, &second)], at(3)).unwrap();
    for day in 2..=4 {
        assert_eq!(store.back_up_daily(today(day)).unwrap(), Some(0));
    }
    drop(store);
    change_on_disk(&top, "the later words", "the latex words");
    let mut store = Store::open(top.path()).unwrap();
    assert_eq!(store.altered().unwrap(), 1);
    // The copies that have it are not let go of.
    for day in 5..=8 {
        assert_eq!(store.back_up_daily(today(day)).unwrap(), Some(1));
    }
    assert_eq!(names(&top.path().join("backups")).len(), 7);
    let findings = store.check().unwrap();
    assert_eq!(words(&findings), [format!("{NAME} is not what was written: the disk, or another program, changed it")]);
    assert_eq!(store.repair(&findings, at(5)).unwrap(), (vec![Cure::Restore], restored(1, &[])));
    assert_eq!((store.check().unwrap(), store.annotation(made.id).unwrap()), (vec![], Some(second)));
    assert_eq!(store.back_up_daily(today(9)).unwrap(), Some(0));
    assert_eq!(names(&top.path().join("backups")).len(), 3);
    let found = Filter { query: Some("later".to_owned()), ..Filter::default() };
    assert_eq!(store.search(&found).unwrap().len(), 1);
}

#[test]
fn what_was_taken_back_is_put_back_from_the_history() {
    let (_, document, _) = shelf();
    let (top, mut store, made) = noted("as it was");
    let other = Annotation { body: note("for a while"), modified: at(9), ..made.clone() };
    let change = edit(&made, &other);
    store.save(std::slice::from_ref(&change), at(3)).unwrap();
    store.save(&[change.inverse()], at(4)).unwrap();
    let connection = |sql: &str| store.plainly(|connection| Ok(connection.execute_batch(sql)?)).unwrap();
    connection("UPDATE annotation SET body = replace(body, 'as it was', 'as it is')");
    connection("UPDATE annotation SET exact = 'another place'");
    let findings = store.check().unwrap();
    assert_eq!(store.repair(&findings, at(5)).unwrap().1, restored(1, &[]));
    assert_eq!(store.annotation(made.id).unwrap(), Some(made));
    assert_eq!(store.check().unwrap(), []);
    drop((top, document));
}

#[test]
fn what_no_copy_has_is_taken_as_it_stands_and_can_be_written_on() {
    let (_top, mut store, made) = noted("the only words");
    let selector = made.selector.clone();
    store
        .keep_draft(&Draft {
            id: made.id,
            window: Uuid::nil(),
            document: made.document,
            selector,
            text: "a draft".to_owned(),
            saved: at(2),
        })
        .unwrap();
    store
        .plainly(|connection| {
            Ok(connection.execute_batch(
                "UPDATE annotation SET body = replace(body, 'only', 'oily'); UPDATE draft SET words = 'a craft';
                 UPDATE history SET act = 'odd'",
            )?)
        })
        .unwrap();
    let findings = store.check().unwrap();
    assert_eq!(findings.len(), 3, "{findings:?}");
    let taken = [NAME, &format!("an earlier state of {NAME}"), &format!("the draft of {NAME}")];
    assert_eq!(store.repair(&findings, at(3)).unwrap(), (vec![Cure::Restore], restored(0, &taken)));
    assert_eq!(store.check().unwrap(), []);
    let there = store.annotation(made.id).unwrap().unwrap();
    assert_eq!(there.body.note.as_deref(), Some("the oily words"));
    assert_eq!(store.drafts(made.document).unwrap()[0].text, "a craft");
    store.save(&[edit(&there, &made)], at(4)).unwrap();
    assert_eq!(store.annotation(made.id).unwrap().unwrap().body.note.as_deref(), Some("the only words"));
}

#[test]
fn a_new_store_made_of_a_damaged_one_has_what_was_written() {
    let (top, mut store, made) = noted("the first words");
    store.back_up_daily(jiff::civil::Date::constant(2026, 2, 1)).unwrap();
    let later = annotation(2, &document(WORDS), made.document, note("since the copy"));
    store.save(&[add(&later)], at(3)).unwrap();
    store
        .plainly(|connection| {
            Ok(connection.execute_batch(
                "UPDATE annotation SET body = replace(body, 'first', 'fixst') WHERE seq = 1;
                 UPDATE annotation SET body = replace(body, 'since', 'sinks') WHERE seq = 2;
                 UPDATE source SET bytes = x'00'",
            )?)
        })
        .unwrap();
    drop(store);
    let done = salvage(top.path(), at(4)).unwrap();
    assert_eq!((done.annotations, done.mended, done.lost), (2, 0, 0));
    assert_eq!(done.restored, restored(1, &[&later_name()]));
    let store = Store::open(top.path()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    let kept: Vec<_> = store.all_annotations().unwrap().into_iter().filter_map(|(_, found)| found.body.note).collect();
    assert_eq!(kept, ["the first words", "sinks the copy"]);
}

fn later_name() -> String {
    NAME.replace("0001", "0002")
}

#[test]
fn an_awaited_document_whose_note_the_disk_changed_is_left_as_it_is() {
    let (_top, mut store, made) = noted("x");
    store.plainly(|connection| Ok(connection.execute("UPDATE annotation SET prefix = 'y'", [])?)).unwrap();
    let text = document("Other words.");
    let on = super::super::intake::On::Article { document: &text, origin: &origin("/b"), source: b"b" };
    let arrival = super::super::intake::Arrival { on, awaited: Some(made.document), annotations: Vec::new() };
    assert!(matches!(store.take_in(&[arrival], at(3)).unwrap_err().fault, Fault::Altered(_)));
}
