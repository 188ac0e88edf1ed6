//! Saving what can still be read of a damaged store.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use uuid::Uuid;

use super::error::{Fault, StoreError};
use super::restore::{self, Restored};
use super::store::Store;
use super::{checksum, doctor, json, link, marks, place, search};
use crate::article::identity::{DocumentId, TextHash};
use crate::notes::annotation::Body;

/// What became of a damaged store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvage {
    /// Where the damaged file is now, unchanged.
    pub aside: PathBuf,
    /// How many annotations stand in the new store, those in its trash among them.
    pub annotations: usize,
    /// How many more there were, of which nothing could be found.
    pub lost: usize,
    /// How many of those that stand had a part that could not be read, and carry what could.
    pub mended: usize,
    /// What became of what could be read and is not what was written.
    pub restored: Restored,
}

/// The tables, parents first, each with the columns that are copied.
const TABLES: [(&str, &[&str]); 8] = [
    (
        "document",
        &[
            "seq",
            "id",
            "title",
            "author",
            "date",
            "url",
            "site",
            "language",
            "edition",
            "first_opened",
            "last_opened",
            "opened",
            "position_edition",
            "position_byte",
            "deleted",
        ],
    ),
    ("source", &["hash", "size", "bytes"]),
    ("edition", &["seq", "hash", "document", "parser", "source", "seen", "text"]),
    ("address", &["uri", "document", "opened"]),
    ("fetched", &["asked", "uri", "source", "at", "media_type", "etag", "modified"]),
    (
        "annotation",
        &[
            "seq",
            "id",
            "document",
            "exact",
            "prefix",
            "suffix",
            "start_byte",
            "end_byte",
            "edition",
            "body",
            "created",
            "modified",
            "deleted",
            "accepted",
            CHECKSUM,
        ],
    ),
    (
        "history",
        &[
            "seq",
            "at",
            "act",
            "annotation",
            "exact",
            "prefix",
            "suffix",
            "start_byte",
            "end_byte",
            "edition",
            "body",
            "modified",
            "accepted",
            CHECKSUM,
        ],
    ),
    (
        "draft",
        &[
            "id",
            "document",
            "exact",
            "prefix",
            "suffix",
            "start_byte",
            "end_byte",
            "edition",
            "words",
            "saved",
            "window",
            CHECKSUM,
        ],
    ),
];

/// A column that stores of older formats have not.
const CHECKSUM: &str = "checksum";

/// What stands for a column that a store of an older format has not: its rows are taken for what was written.
fn instead(column: &str) -> Option<&'static str> {
    match column {
        CHECKSUM | "accepted" => Some("NULL"),
        "window" => Some("''"),
        _ => None,
    }
}

/// Makes a new store in `dir` of all that can be read of the damaged one, and of the daily copies where it
/// cannot; the damaged one is put aside. Where it cannot be read at all, or another program has it open,
/// nothing is changed.
pub fn salvage(dir: &Path, now: Timestamp) -> Result<Salvage, StoreError> {
    let at = |fault| StoreError::at(&dir.join(place::NAME), fault);
    let Some(path) = place::find(dir).map_err(at)? else {
        return Err(at(Fault::System("there is no store".to_owned())));
    };
    build(&path, now).map_err(|fault| StoreError::at(&path, fault))
}

fn build(path: &Path, now: Timestamp) -> Result<Salvage, Fault> {
    let damaged = link::connect_alone(path)?;
    let folder = path.parent().unwrap_or(path);
    let made = tempfile::Builder::new().prefix(".postil-").suffix(".db").tempdir_in(folder)?;
    let mut sound = Store::open_file(&place::find_or_make(made.path())?)?;
    let mut mended = 0;
    let mut restored = Restored::default();
    sound.plainly(|connection| {
        connection.pragma_update(None, "foreign_keys", false)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        // First what is whole, then what a copy has of the rest, then what is left of what no copy has.
        copy_tables(&damaged, connection, None)?;
        // A log that was put beside the file, or cut, may hide what the file itself holds.
        if let Some(without) = link::connect_without_log(path)? {
            copy_tables(&without, connection, None)?;
        }
        let copies = doctor::daily_copies(path);
        for copy in &copies {
            copy_tables(copy, connection, None)?;
        }
        mended = copy_tables(&damaged, connection, Some(now))?;
        for table in checksum::ALL {
            table.seal(connection, "checksum IS NULL", [])?;
        }
        restored = restore::restore(connection, &copies)?;
        doctor::adopt(connection, now)?;
        connection.execute_batch("COMMIT")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(())
    })?;
    let annotations = sound
        .writing(|transaction| {
            search::index_all(transaction)?;
            Ok(transaction.query_row("SELECT count(*) FROM annotation", [], |row| row.get::<_, u32>(0))? as usize)
        })
        .map_err(|error| error.fault)?;
    sound.reading(|connection| Ok(doctor::must_be_sound(connection))).map_err(|error| error.fault)??;
    // Annotations are never deleted, so that as many there were as numbers have been given out.
    let issued = issued(&damaged, "annotation").unwrap_or_default() as usize;
    let new = sound.path().to_owned();
    drop(sound);
    let aside = place::put_aside(path, &new)?;
    drop(damaged);
    Ok(Salvage { aside, annotations, lost: issued.saturating_sub(annotations), mended, restored })
}

/// Copies the rows that are whole; with a time, also what is left of the others, and says how many
/// annotations had to be mended.
fn copy_tables(from: &Connection, to: &Connection, now: Option<Timestamp>) -> Result<usize, Fault> {
    let mut mended = 0;
    for (table, columns) in TABLES {
        let count = copy_table(from, to, table, columns, now)?;
        mended += if table == "annotation" { count } else { 0 };
    }
    Ok(mended)
}

/// Copies what can be read of a table, row by row where it cannot be read in one go, and says how
/// many rows were mended.
fn copy_table(
    from: &Connection,
    to: &Connection,
    table: &str,
    columns: &[&str],
    now: Option<Timestamp>,
) -> Result<usize, Fault> {
    let list = columns.join(", ");
    let places = vec!["?"; columns.len()].join(", ");
    let has = |column: &str| from.prepare(&format!("SELECT {column} FROM {table}")).is_ok();
    let read = columns.iter().map(|column| instead(column).filter(|_| !has(column)).unwrap_or(column));
    let read = read.collect::<Vec<&str>>().join(", ");
    let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} ({list}) VALUES ({places})"))?;
    let mut mended = 0;
    let mut put = |row: &Row<'_>| -> Result<(), Fault> {
        let values = columns.iter().enumerate().map(|(column, _)| row.get_ref(column).map_or(Value::Null, owned));
        let values: Vec<Value> = values.collect();
        let Some(mut whole) = mend(table, columns, &values, now.unwrap_or_default()) else { return Ok(()) };
        let changed = whole != values;
        // What had to be mended gets a checksum of its own.
        if changed && columns.last() == Some(&CHECKSUM) {
            whole.pop();
            whole.push(Value::Null);
        }
        if changed && now.is_none() {
            return Ok(());
        }
        // A value that no column takes, such as words for a number, costs its row and no more.
        let mut put = insert.execute(params_from_iter(&whole)).unwrap_or_default();
        // Another row may have this one's number, where a log or a copy is of another store. What has a name besides
        // is there once all the same.
        if put == 0 && matches!(table, "document" | "edition" | "annotation") {
            let unnumbered = whole.iter().skip(1);
            put = insert.execute(params_from_iter([&Value::Null].into_iter().chain(unnumbered))).unwrap_or_default();
        }
        mended += if changed { put } else { 0 };
        Ok(())
    };
    let keyed = columns.first() == Some(&"seq");
    let mut last = 0;
    if let Ok(mut statement) = from.prepare(&format!("SELECT {read} FROM {table} NOT INDEXED"))
        && let Ok(mut rows) = statement.query([])
    {
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    last = if keyed { row.get(0).unwrap_or(last) } else { last };
                    put(row)?;
                }
                Ok(None) => return Ok(mended),
                Err(_) => break,
            }
        }
    }
    // Something in the middle cannot be read: each later row is asked for by its number.
    if keyed && let Ok(mut statement) = from.prepare(&format!("SELECT {read} FROM {table} WHERE seq = ?1")) {
        let end = issued(from, table).map_or(last + 10_000, i64::from);
        for seq in last + 1..=end.min(last + 10_000_000) {
            let mut rows = statement.query([seq])?;
            if let Ok(Some(row)) = rows.next() {
                put(row)?;
            }
        }
    }
    Ok(mended)
}

/// The last number that was given to a row of a table, if that can still be read.
fn issued(connection: &Connection, table: &str) -> Option<u32> {
    let sql = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
    connection.query_row(sql, [table], |row| row.get(0)).ok()
}

fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// A row whose every value can be read again; nothing where the row says nothing any more.
fn mend(table: &str, columns: &[&str], row: &[Value], now: Timestamp) -> Option<Vec<Value>> {
    let mut values = row.to_vec();
    let words = |column: &str| -> String {
        let at = columns.iter().position(|name| *name == column);
        match at.and_then(|at| row.get(at)) {
            Some(Value::Text(words)) => words.clone(),
            _ => String::new(),
        }
    };
    for (column, value) in columns.iter().zip(&mut values) {
        let text = match &*value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        let is_time = text.parse::<Timestamp>().is_ok();
        match (table, *column) {
            // Ids and hashes of what holds the reader's words are made anew from what is left of them.
            ("annotation" | "draft", "id") if Uuid::parse_str(&text).is_err() => {
                *value = Value::Text(DocumentId::first_seen(TextHash::of(&format!("{text}{row:?}"))).to_string());
            }
            ("annotation" | "draft", "document") if Uuid::parse_str(&text).is_err() => {
                *value = Value::Text(DocumentId::first_seen(TextHash::of(&text)).to_string());
            }
            ("annotation", "body") if serde_json::from_str::<Body>(&text).is_err() => {
                let body = Body { note: Some(text), ..Body::default() };
                *value = Value::Text(serde_json::to_string(&body).ok()?);
            }
            ("annotation" | "history", "accepted") if json::place(&text).is_err() => *value = Value::Null,
            (_, "exact" | "prefix" | "suffix" | "title" | "words" | "window")
                if *value == Value::Null && table != "history" =>
            {
                *value = Value::Text(String::new());
            }
            (_, "start_byte" | "end_byte" | "opened")
                if !matches!(value, Value::Integer(0..)) && table != "history" =>
            {
                *value = Value::Integer(0);
            }
            ("annotation" | "draft", "edition") if TextHash::parse(&text).is_none() => *value = Value::Null,
            (_, "created" | "modified" | "saved" | "seen" | "first_opened" | "last_opened") if !is_time => {
                if table != "history" {
                    *value = Value::Text(marks::stamp(now));
                }
            }
            (_, CHECKSUM) if !matches!(value, Value::Integer(_) | Value::Null) => *value = Value::Null,
            // The rest is either whole or gone.
            ("document" | "history", "id" | "annotation") => _ = Uuid::parse_str(&text).ok()?,
            ("edition" | "source", "hash") | ("document", "edition") => _ = TextHash::parse(&text)?,
            ("history" | "fetched", "at") if !is_time => return None,
            ("edition", "text") if *value != Value::Null && TextHash::of(&text).to_string() != words("hash") => {
                *value = Value::Null;
            }
            ("source", "bytes") => {
                if let Value::Blob(bytes) = &*value
                    && TextHash::of_bytes(bytes).to_string() != words("hash")
                {
                    *value = Value::Null;
                }
            }
            _ => {}
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "the test damages the store's file")]

    use std::fs;

    use super::super::tests::{WORDS, add, annotation, at, document, folder, names, note, origin};
    use super::*;
    use crate::notes::annotation::Annotation;

    /// A store with thirty notes, and its bytes.
    fn filled() -> (Vec<Annotation>, Vec<u8>) {
        let dir = folder();
        let mut store = Store::open(dir.path()).unwrap();
        let document = document(WORDS);
        let id = store.remember(&document, &origin("/a"), b"source", at(1)).unwrap().id;
        let notes: Vec<_> =
            (1..=30).map(|n| annotation(n, &document, id, note(&format!("note {n}{}", "x".repeat(500))))).collect();
        store.save(&notes.iter().map(add).collect::<Vec<_>>(), at(2)).unwrap();
        drop(store);
        (notes, fs::read(dir.path().join("postil.db")).unwrap())
    }

    /// Salvages the store once for each of its pages, with that page zeroed; gives how many notes were
    /// lost each time, nothing where the store could not be read at all.
    fn without_each_page(notes: &[Annotation], bytes: &[u8], copy: bool) -> Vec<Option<usize>> {
        let without = |page: usize| {
            let mut damaged = bytes.to_vec();
            damaged[page * 4096..(page + 1) * 4096].fill(0);
            let dir = folder();
            let path = dir.path().join("postil.db");
            fs::write(&path, &damaged).unwrap();
            if copy {
                fs::create_dir(dir.path().join("backups")).unwrap();
                fs::write(dir.path().join("backups/postil-2026-01-01.db"), bytes).unwrap();
            }
            let before = names(dir.path());
            let Ok(done) = salvage(dir.path(), at(3)) else {
                assert_eq!((fs::read(&path).unwrap(), names(dir.path())), (damaged, before), "page {page}");
                return None;
            };
            assert_eq!(fs::read(&done.aside).unwrap(), damaged);
            let store = Store::open_to_read(dir.path()).unwrap().unwrap();
            assert_eq!(store.check().unwrap(), [], "page {page}");
            let kept: Vec<_> = store.all_annotations().unwrap().into_iter().map(|(_, found)| found).collect();
            assert!(kept.iter().all(|found| notes.contains(found)), "page {page}");
            assert_eq!((kept.len(), done.mended), (done.annotations, 0), "page {page}");
            assert_eq!(done.lost, notes.len() - kept.len(), "page {page}");
            Some(done.lost)
        };
        (0..bytes.len() / 4096).map(without).collect()
    }

    #[test]
    fn a_page_that_is_gone_costs_what_stood_on_it_and_a_copy_makes_up_for_it() {
        let (notes, bytes) = filled();
        let lost = without_each_page(&notes, &bytes, false);
        // Gone for good: the first pages, which say what tables there are, and the one page that all
        // others of the annotations hang on.
        let unreadable = lost.iter().filter(|lost| lost.is_none()).count();
        let emptied = lost.iter().filter(|lost| **lost == Some(notes.len())).count();
        let costly = lost.iter().flatten().filter(|lost| (1..notes.len()).contains(lost)).count();
        println!("{} pages: {unreadable} {emptied} {costly} {lost:?}", lost.len());
        assert!(unreadable <= 3 && emptied <= 1 && costly <= 8, "{lost:?}");
        let lost = without_each_page(&notes, &bytes, true);
        assert!(lost.iter().flatten().all(|lost| *lost == 0), "{lost:?}");
    }

    #[test]
    fn what_is_garbled_keeps_what_can_be_read() {
        let dir = folder();
        let (notes, bytes) = filled();
        fs::write(dir.path().join("postil.db"), bytes).unwrap();
        Store::open(dir.path())
            .unwrap()
            .plainly(|connection| {
                connection.execute_batch(
                    "PRAGMA foreign_keys = OFF;
                     UPDATE annotation SET id = '?' WHERE seq = 1;
                     UPDATE annotation SET body = '{\"note\": \"half' WHERE seq = 2;
                     UPDATE annotation SET created = '', start_byte = -1 WHERE seq = 3;
                     UPDATE annotation SET document = 'x' WHERE seq = 4;
                     UPDATE edition SET text = 'other'; DELETE FROM document",
                )?;
                Ok(())
            })
            .unwrap();
        let done = salvage(dir.path(), at(3)).unwrap();
        assert_eq!((done.annotations, done.mended), (30, 4));
        let store = Store::open_to_read(dir.path()).unwrap().unwrap();
        assert_eq!(store.check().unwrap(), []);
        let kept: Vec<_> = store.all_annotations().unwrap().into_iter().map(|(_, found)| found).collect();
        assert_eq!(kept[4..], notes[4..]);
        assert_eq!(kept[0].body, notes[0].body);
        assert_eq!(kept[1].body.note.as_deref(), Some("{\"note\": \"half"));
        assert_eq!((kept[2].created, kept[2].selector.span.start), (at(3), 0));
    }

    #[test]
    fn the_log_of_another_store_hides_nothing() {
        let (dir, other) = (folder(), folder());
        let (notes, bytes) = filled();
        let path = dir.path().join("postil.db");
        fs::write(&path, &bytes).unwrap();
        // Another store that is in use: what it holds stands in its log.
        let mut store = Store::open(other.path()).unwrap();
        let document = document("Other words.");
        let id = store.remember(&document, &origin("/b"), b"", at(1)).unwrap().id;
        let theirs: Vec<_> = (101..120).map(|n| annotation(n, &document, id, note(&"y".repeat(3000)))).collect();
        store.save(&theirs.iter().map(add).collect::<Vec<_>>(), at(2)).unwrap();
        fs::copy(other.path().join("postil.db-wal"), dir.path().join("postil.db-wal")).unwrap();
        salvage(dir.path(), at(3)).unwrap();
        let sound = Store::open_to_read(dir.path()).unwrap().unwrap();
        let kept: Vec<_> = sound.all_annotations().unwrap().into_iter().map(|(_, found)| found).collect();
        assert!(notes.iter().all(|note| kept.contains(note)), "{} of {}", kept.len(), notes.len());
    }

    #[test]
    fn a_store_that_is_in_use_is_left_alone() {
        let dir = folder();
        let store = Store::open(dir.path()).unwrap();
        store.documents().unwrap();
        let path = store.path().to_owned();
        let alone = link::connect_alone(&path);
        assert!(matches!(alone.unwrap_err(), Fault::Locked));
    }
}
