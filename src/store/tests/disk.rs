//! What stands on the disk: made for its owner alone, read without a trace, refused where it is not ours.
#![allow(clippy::disallowed_methods, reason = "the tests put files where the store should be")]

use std::os::unix::fs::PermissionsExt;

use super::super::schema::STEPS;
use super::*;

#[test]
fn a_new_store_is_for_its_owner_alone() {
    let top = folder();
    let dir = top.path().join("a/b");
    let mut store = Store::open(&dir).unwrap();
    store.remember(&document(WORDS), &origin("/a"), b"", at(1)).unwrap();
    for (path, mode) in [("", 0o700), ("postil.db", 0o600), ("postil.db-wal", 0o600), ("postil.db-shm", 0o600)] {
        assert_eq!(fs::metadata(dir.join(path)).unwrap().permissions().mode() & 0o777, mode, "{path}");
    }
    drop(store);
    assert_eq!(names(&dir), ["postil.db"]);
}

#[test]
fn reading_makes_no_file_and_changes_none() {
    let top = folder();
    assert!(Store::open_to_read(top.path()).unwrap().is_none());
    assert!(Store::open_to_read(&top.path().join("nowhere")).unwrap().is_none());
    assert!(names(top.path()).is_empty());
    let document = document(WORDS);
    let mut store = Store::open(top.path()).unwrap();
    let id = store.remember(&document, &origin("/a"), b"", at(1)).unwrap().id;
    let made = annotation(1, &document, id, note("x"));
    store.save(&[add(&made)], at(2)).unwrap();
    drop(store);
    let before = fs::read(top.path().join("postil.db")).unwrap();
    let mut reader = Store::open_to_read(top.path()).unwrap().unwrap();
    assert_eq!(reader.annotations(id).unwrap(), std::slice::from_ref(&made));
    assert!(matches!(reader.save(&[remove(&made)], at(3)).unwrap_err().fault, Fault::ReadOnly));
    assert_eq!(reader.data_version().unwrap(), reader.data_version().unwrap());
    assert_eq!(names(top.path()), ["postil.db"]);
    assert_eq!(fs::read(top.path().join("postil.db")).unwrap(), before);
    // A writer that comes later is seen.
    let version = reader.data_version().unwrap();
    let mut writer = Store::open(top.path()).unwrap();
    writer.save(&[remove(&made)], at(3)).unwrap();
    assert_ne!(reader.data_version().unwrap(), version);
    assert_eq!(reader.annotations(id).unwrap(), []);
    let version = reader.data_version().unwrap();
    writer.save(&[add(&made)], at(4)).unwrap();
    drop(writer);
    assert_ne!(reader.data_version().unwrap(), version);
    assert_eq!(reader.annotations(id).unwrap(), [made]);
}

#[test]
fn a_store_without_a_table_or_a_column_is_refused_and_left_as_it_was() {
    let top = folder();
    drop(Store::open(top.path()).unwrap());
    let path = top.path().join("postil.db");
    let sound = fs::read(&path).unwrap();
    let tables = ["document", "source", "edition", "address", "annotation", "history", "draft", "fetched", "words"];
    let dropped = tables.map(|table| (format!("DROP TABLE {table}"), table));
    let changed = [
        ("ALTER TABLE annotation RENAME COLUMN body TO words".to_owned(), "body"),
        ("ALTER TABLE annotation RENAME TO x; CREATE VIEW annotation AS SELECT * FROM x".to_owned(), "annotation"),
    ];
    for (change, named) in dropped.into_iter().chain(changed) {
        fs::write(&path, &sound).unwrap();
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch(&format!("PRAGMA foreign_keys = off; {change}")).unwrap();
        drop(connection);
        let before = fs::read(&path).unwrap();
        let error = Store::open(top.path()).unwrap_err();
        assert!(matches!(&error.fault, Fault::Damaged(why) if why.contains(named)), "{change}: {error}");
        assert!(fs::read(&path).unwrap() == before, "{change}");
    }
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_was() {
    let foreign = {
        let top = folder();
        let path = top.path().join("x.db");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch("CREATE TABLE t (a)").unwrap();
        drop(connection);
        fs::read(path).unwrap()
    };
    let mut newer = {
        let top = folder();
        drop(Store::open(top.path()).unwrap());
        fs::read(top.path().join("postil.db")).unwrap()
    };
    let cut = newer[..3000].to_vec();
    newer[60..64].copy_from_slice(&9999u32.to_be_bytes());
    let mut stranger = newer.clone();
    stranger[68..72].copy_from_slice(b"abcd");
    for (what, bytes) in [
        ("text", b"my notes, by hand".to_vec()),
        ("a byte", b"x".to_vec()),
        ("magic alone", b"SQLite format 3\0".to_vec()),
        ("foreign", foreign),
        ("newer", newer),
        ("cut", cut),
        ("stranger", stranger),
    ] {
        let top = folder();
        let path = top.path().join("postil.db");
        fs::write(&path, &bytes).unwrap();
        for opened in [Store::open_to_read(top.path()).map(|_| ()), Store::open(top.path()).map(|_| ())] {
            let error = opened.unwrap_err();
            let refused = matches!(error.fault, Fault::Foreign(_) | Fault::Newer(..) | Fault::Damaged(_));
            assert!(refused, "{what}: {error:?}");
            assert!(error.to_string().contains(&path.display().to_string()), "{what}: {error}");
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
    }
}

/// The bytes of a store with a note on a document.
fn filled() -> Vec<u8> {
    let top = folder();
    let document = document(WORDS);
    let mut store = Store::open(top.path()).unwrap();
    let id = store.remember(&document, &origin("/a"), b"source", at(1)).unwrap().id;
    store.save(&[add(&annotation(1, &document, id, note("x")))], at(2)).unwrap();
    drop(store);
    fs::read(top.path().join("postil.db")).unwrap()
}

#[test]
fn a_store_with_a_damaged_page_is_refused_and_left_as_it_was() {
    let bytes = filled();
    for page in 1..bytes.len() / 4096 {
        let mut damaged = bytes.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0);
        let top = folder();
        let path = top.path().join("postil.db");
        fs::write(&path, &damaged).unwrap();
        let error = Store::open(top.path()).unwrap_err();
        assert!(matches!(error.fault, Fault::Damaged(_)), "page {page}: {error}");
        assert_eq!(fs::read(&path).unwrap(), damaged, "page {page}");
    }
}

#[test]
fn what_was_planted_in_a_store_is_not_carried_out() {
    let open = |planted: &str| {
        let top = folder();
        let path = top.path().join("postil.db");
        fs::write(&path, filled()).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(planted).unwrap();
        let (store, read) = (Store::open(top.path()), Store::open_to_read(top.path()));
        (top, store, read)
    };
    for planted in [
        "CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM annotation; END",
        "CREATE TRIGGER t BEFORE INSERT ON annotation BEGIN SELECT raise(IGNORE); END",
    ] {
        let (_top, store, _) = open(planted);
        let mut store = store.unwrap();
        let id = store.documents().unwrap()[0].id;
        store.save(&[add(&annotation(2, &document(WORDS), id, note("y")))], at(3)).unwrap();
        assert_eq!(store.annotations(id).unwrap().len(), 2, "{planted}");
    }
    // A view that hides notes is no table: it is refused, not read.
    let hidden = "ALTER TABLE annotation RENAME TO a; CREATE VIEW annotation AS SELECT * FROM a WHERE false";
    let (_top, store, read) = open(hidden);
    assert!(matches!(store.unwrap_err().fault, Fault::Damaged(_)));
    assert!(matches!(read.unwrap().unwrap().all_annotations().unwrap_err().fault, Fault::Damaged(_)));
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let top = folder();
    let path = top.path().join("postil.db");
    let refused = |what: &str| {
        for opened in [Store::open(top.path()).map(|_| ()), Store::open_to_read(top.path()).map(|_| ())] {
            assert!(matches!(opened.unwrap_err().fault, Fault::NotAFile(said) if said == what), "{what}");
        }
        fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).unwrap();
    };
    fs::create_dir(&path).unwrap();
    refused("a folder");
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    refused("a named pipe");
    std::os::unix::fs::symlink(top.path().join("nowhere/x.db"), &path).unwrap();
    refused("a symbolic link to nothing");
    std::os::unix::fs::symlink(&path, &path).unwrap();
    refused("a symbolic link to itself");
    assert!(names(top.path()).is_empty());
}

#[test]
fn a_file_that_was_replaced_or_converted_since_is_written_to_no_more() {
    let top = folder();
    let document = document(WORDS);
    let mut store = Store::open(top.path()).unwrap();
    let id = store.remember(&document, &origin("/a"), b"", at(1)).unwrap().id;
    let made = annotation(1, &document, id, note("x"));
    let newer = |connection: &rusqlite::Connection, format: usize| {
        Ok(connection.pragma_update(None, "user_version", format as i64)?)
    };
    store.plainly(|connection| newer(connection, STEPS.len() + 1)).unwrap();
    assert!(matches!(store.save(&[add(&made)], at(2)).unwrap_err().fault, Fault::Newer(..)));
    store.plainly(|connection| newer(connection, STEPS.len())).unwrap();
    store.save(&[add(&made)], at(2)).unwrap();
    let path = top.path().join("postil.db");
    fs::rename(&path, top.path().join("elsewhere.db")).unwrap();
    for there in [false, true] {
        if there {
            fs::write(&path, "another file").unwrap();
        }
        let more = annotation(2, &document, id, note("y"));
        assert!(matches!(store.save(&[add(&more)], at(3)).unwrap_err().fault, Fault::Replaced));
    }
    assert_eq!(fs::read(&path).unwrap(), b"another file");
}

#[test]
fn an_empty_file_becomes_a_store() {
    let top = folder();
    fs::write(top.path().join("postil.db"), b"").unwrap();
    assert!(Store::open_to_read(top.path()).unwrap().is_none());
    drop(Store::open(top.path()).unwrap());
    assert!(Store::open_to_read(top.path()).unwrap().is_some());
}

#[test]
fn a_store_of_an_older_format_is_converted_before_it_is_read() {
    let top = folder();
    let path = top.path().join("postil.db");
    let mut old = rusqlite::Connection::open(&path).unwrap();
    super::super::schema::migrate(&mut old, &super::super::schema::STEPS[..1], |_| Ok(())).unwrap();
    drop(old);
    let store = Store::open_to_read(top.path()).unwrap().unwrap();
    assert_eq!(store.documents().unwrap(), []);
    assert!(names(top.path()).contains(&"postil.db.format-1.1".to_owned()), "{:?}", names(top.path()));
}
