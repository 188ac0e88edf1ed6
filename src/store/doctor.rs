//! Finding what is wrong with a store, and mending what can be mended.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::error::{Fault, StoreError};
use super::restore::{self, Restored};
use super::store::Store;
use super::{backup, checksum, link, marks, place, search, sources};
use crate::article::identity::TextHash;
use crate::text::clean::clean_line;

/// Something that is wrong with the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What, in a sentence without a full stop.
    pub what: String,
    /// How it is mended; nothing where it cannot be.
    pub cure: Option<Cure>,
}

/// How something is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cure {
    /// The files are made their owner's alone.
    Close,
    /// The database's indexes are made anew from its tables.
    Reindex,
    /// The search index is made anew from the annotations.
    Index,
    /// What the disk changed of what the reader wrote is put back from its history or a daily copy, or taken as it
    /// stands.
    Restore,
    /// Rows that belong to nothing get something to belong to, or go where they hold no words of
    /// the reader's.
    Adopt,
    /// A new store is made of what can be read: [`salvage`](super::salvage::salvage) does that, with the
    /// store closed.
    Renew,
}

impl Cure {
    /// What has been done, in a sentence without a full stop.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Close => "the store's files are their owner's alone now",
            Self::Reindex => "the indexes were made anew",
            Self::Index => "the search index was made anew",
            Self::Restore => "what is not what was written was looked for in the history and the daily copies",
            Self::Adopt => "stray rows were put in order",
            Self::Renew => "a new store was made of what could be read",
        }
    }
}

impl Store {
    /// All that is wrong, the gravest first. Reads everything and changes nothing.
    pub fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.reading(|connection| {
            let mut findings = integrity(connection)?;
            findings.extend(strays(connection)?);
            findings.extend(contents(connection)?);
            findings.extend(search_index(connection)?);
            Ok(findings)
        })?;
        let open = place::open_to_others(self.path()).into_iter().chain(place::shared_folder(self.path()));
        findings.extend(open.map(|file| Finding {
            what: format!("{} is open to others", clean_line(&file.to_string_lossy())),
            cure: Some(Cure::Close),
        }));
        Ok(findings)
    }

    /// How many rows of what the reader wrote are not what was written there.
    pub fn altered(&self) -> Result<usize, StoreError> {
        self.reading(checksum::count_altered)
    }

    /// Mends what can be mended without a new store, and says what was done, and what became of what the disk changed.
    /// Whoever calls it keeps a copy first.
    pub fn repair(&mut self, findings: &[Finding], now: Timestamp) -> Result<(Vec<Cure>, Restored), StoreError> {
        let mut cures: BTreeSet<Cure> = findings.iter().filter_map(|finding| finding.cure).collect();
        cures.remove(&Cure::Renew);
        if cures.contains(&Cure::Close) {
            let closed = place::close_to_others(self.path()).and_then(|()| place::close_folder(self.path()));
            closed.map_err(|error| StoreError::at(self.path(), error.into()))?;
        }
        let copies = if cures.contains(&Cure::Restore) { daily_copies(self.path()) } else { Vec::new() };
        let restored = self.writing(|transaction| {
            if cures.contains(&Cure::Reindex) {
                transaction.execute_batch("REINDEX")?;
            }
            let mut restored = Restored::default();
            if cures.contains(&Cure::Restore) {
                restored = restore::restore(transaction, &copies)?;
            }
            if cures.contains(&Cure::Adopt) {
                adopt(transaction, now)?;
            }
            if cures.contains(&Cure::Index) || restored.restored > 0 {
                search::index_all(transaction)?;
            }
            Ok(restored)
        })?;
        Ok((cures.into_iter().collect(), restored))
    }
}

/// Says that so many rows are not what was written; nothing where none is.
pub fn said_of_altered(count: usize) -> Option<String> {
    let what = match count {
        0 => return None,
        1 => "one row of your notes is not what was written".to_owned(),
        count => format!("{count} rows of your notes are not what was written"),
    };
    Some(format!("{what} (the disk, or another program, changed that): run postil doctor --repair"))
}

/// The daily copies of a store that can be read, the newest first.
pub(super) fn daily_copies(path: &Path) -> Vec<Connection> {
    let copies = place::daily_copies(&path.with_file_name(backup::FOLDER)).unwrap_or_default();
    copies.iter().rev().filter_map(|copy| link::connect_to_read(copy).ok()).collect()
}

/// Refuses a database whose pages do not fit together, before it is written to or takes the place of a sound
/// copy. A search index that does not fit the notes is no reason to: it is made of them.
pub(super) fn must_be_sound(connection: &Connection) -> Result<(), Fault> {
    let is_grave = |line: &String| line != "ok" && !is_of_search(line);
    match texts(connection, "PRAGMA quick_check(20)")?.into_iter().find(is_grave) {
        Some(line) => Err(Fault::Damaged(clean_line(&line))),
        None => Ok(()),
    }
}

fn integrity(connection: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let lines = texts(connection, "PRAGMA integrity_check(20)")?;
    let finding = |line: String| {
        let cure = if is_of_search(&line) {
            Cure::Index
        } else if line.contains(" index ") && !line.starts_with("non-unique") {
            Cure::Reindex
        } else {
            Cure::Renew
        };
        Finding { what: clean_line(&line), cure: Some(cure) }
    };
    Ok(lines.into_iter().filter(|line| line != "ok").map(finding).collect())
}

/// Whether a line of SQLite's check is about the search index.
fn is_of_search(line: &str) -> bool {
    line.to_ascii_lowercase().contains("fts5")
}

/// Rows that point to a row that is not there, and sources that nothing was made of.
fn strays(connection: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let mut statement = connection.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1")?;
    let stray = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
    let mut found: Vec<(String, i64)> = statement.query_map([], stray)?.collect::<rusqlite::Result<_>>()?;
    let sources = format!("SELECT count(*) FROM source WHERE {}", sources::UNUSED);
    let unused: i64 = connection.query_row(&sources, [], |row| row.get(0))?;
    if unused > 0 {
        found.push(("source".to_owned(), unused));
    }
    let finding = |(table, count)| Finding {
        what: format!("{count} rows of {table} belong to nothing"),
        cure: Some(Cure::Adopt),
    };
    Ok(found.into_iter().map(finding).collect())
}

/// Values that do not parse, texts that are not what their hash says, selectors whose words do not
/// stand where they say.
fn contents(connection: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut lost = |what: String| findings.push(Finding { what, cure: Some(Cure::Renew) });
    let mut unreadable = BTreeSet::new();
    let mut statement = connection.prepare(&format!("SELECT {} FROM annotation a", marks::COLUMNS))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Err(error) = marks::annotation(row) {
            let annotation = format!("annotation {}", row.get::<_, String>(6).unwrap_or_default());
            lost(format!("{} cannot be read: {error}", clean_line(&annotation)));
            unreadable.insert(annotation);
        }
    }
    let mut statement = connection.prepare("SELECT hash, text FROM edition WHERE text IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, text): (String, String) = (row.get(0)?, row.get(1)?);
        if TextHash::of(&text).to_string() != hash {
            lost(format!("the text of edition {} was changed", clean_line(&hash)));
        }
    }
    let mut statement = connection.prepare("SELECT hash, bytes FROM source WHERE bytes IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if TextHash::of_bytes(&bytes).to_string() != hash {
            lost(format!("the source {} was changed", clean_line(&hash)));
        }
    }
    let altered = restore::all_words(connection)?.into_iter().filter(|words| !unreadable.contains(words));
    let altered = altered.map(|words| Finding {
        what: format!("{words} is not what was written: the disk, or another program, changed it"),
        cure: Some(Cure::Restore),
    });
    findings.extend(altered);
    let misplaced = format!(
        "WITH sound AS (SELECT * FROM annotation WHERE ({}) IS NOT TRUE)
         SELECT DISTINCT a.id FROM (
             SELECT id, exact, start_byte, end_byte, edition FROM sound
             UNION ALL
             SELECT id, accepted ->> 'exact', accepted ->> 'start', accepted ->> 'end', accepted ->> 'edition'
             FROM sound WHERE json_valid(accepted)
         ) a JOIN edition e ON e.hash = a.edition
         WHERE e.text IS NOT NULL AND a.exact <>
         CAST(substr(CAST(e.text AS BLOB), a.start_byte + 1, a.end_byte - a.start_byte) AS TEXT)",
        checksum::ANNOTATION.altered()
    );
    let misplaced = texts(connection, &misplaced)?.into_iter().map(|id| Finding {
        what: format!("the words of annotation {} do not stand where it says", clean_line(&id)),
        cure: None,
    });
    findings.extend(misplaced);
    Ok(findings)
}

fn search_index(connection: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let differing = "SELECT count(*) FROM (
        SELECT seq FROM annotation WHERE deleted IS NULL AND seq NOT IN (SELECT id FROM words_docsize)
        UNION ALL
        SELECT id FROM words_docsize WHERE id NOT IN (SELECT seq FROM annotation WHERE deleted IS NULL))";
    let count: i64 = connection.query_row(differing, [], |row| row.get(0))?;
    let what = format!("the search index and the annotations differ in {count} places");
    Ok((count > 0).then_some(Finding { what, cure: Some(Cure::Index) }).into_iter().collect())
}

fn texts(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Gives annotations and editions without a document one; drops what holds no words of the reader's.
pub(super) fn adopt(connection: &Connection, now: Timestamp) -> Result<(), Fault> {
    connection.execute(
        "INSERT INTO document (id, title, language, edition, first_opened, last_opened, opened)
         SELECT document, 'A document that was lost', 'und', coalesce(max(edition), printf('%064d', 0)), ?1, ?1, 0
         FROM (SELECT document, edition FROM annotation UNION ALL SELECT document, edition FROM draft
               UNION ALL SELECT document, hash FROM edition)
         WHERE document NOT IN (SELECT id FROM document) GROUP BY document",
        [marks::stamp(now)],
    )?;
    connection.execute_batch(
        "INSERT INTO source (hash, size) SELECT DISTINCT source, 0 FROM edition
             WHERE source NOT IN (SELECT hash FROM source);
         DELETE FROM address WHERE document NOT IN (SELECT id FROM document);
         DELETE FROM history WHERE annotation NOT IN (SELECT id FROM annotation);
         DELETE FROM fetched WHERE source NOT IN (SELECT hash FROM source);",
    )?;
    connection.execute_batch(&format!("DELETE FROM source WHERE {}", sources::UNUSED))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{add, annotation, at, document, folder, note, origin, shelf};
    use super::*;

    #[test]
    fn a_sound_store_has_no_findings() {
        let (mut store, document, id) = shelf();
        store.save(&[add(&annotation(1, &document, id, note("x")))], at(2)).unwrap();
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn what_can_be_mended_is_mended_and_no_note_is_lost() {
        let (mut store, document, id) = shelf();
        let notes: Vec<_> = (1..4).map(|number| annotation(number, &document, id, note("x"))).collect();
        store.save(&notes.iter().map(add).collect::<Vec<_>>(), at(2)).unwrap();
        store
            .plainly(|connection| {
                connection.execute_batch(
                    "PRAGMA foreign_keys = OFF; DELETE FROM words WHERE rowid = 2; DELETE FROM document;
                     INSERT INTO source (hash, size) VALUES ('x', 1); PRAGMA foreign_keys = ON",
                )?;
                Ok(())
            })
            .unwrap();
        // Until then nobody is told that there are no notes.
        assert!(matches!(store.all_annotations().unwrap_err().fault, Fault::Damaged(_)));
        let other = store.remember(&super::super::tests::document("Other."), &origin("/b"), b"", at(2)).unwrap().id;
        assert!(matches!(store.annotations(other).unwrap_err().fault, Fault::Damaged(_)));
        let findings = store.check().unwrap();
        let words: Vec<_> = findings.iter().map(|finding| finding.what.as_str()).collect();
        assert_eq!(
            words,
            [
                "1 rows of address belong to nothing",
                "3 rows of annotation belong to nothing",
                "1 rows of edition belong to nothing",
                "1 rows of source belong to nothing",
                "the search index and the annotations differ in 1 places",
            ]
        );
        assert_eq!(store.repair(&findings, at(3)).unwrap().0, [Cure::Index, Cure::Adopt]);
        assert_eq!(store.check().unwrap(), []);
        let kept: Vec<_> = store.all_annotations().unwrap().into_iter().map(|(_, annotation)| annotation).collect();
        assert_eq!(kept, notes);
        assert_eq!(store.edition_text(document.hash()).unwrap().as_deref(), Some(document.text()));
    }

    #[test]
    fn what_cannot_be_mended_in_place_is_named() {
        let (mut store, document, id) = shelf();
        let mut made = annotation(1, &document, id, note("x"));
        made.selector.exact.push('!');
        store.save(&[add(&made), add(&annotation(2, &document, id, note("y")))], at(2)).unwrap();
        store
            .plainly(|connection| {
                connection.execute("UPDATE annotation SET created = 'yesterday' WHERE seq = 2", [])?;
                connection.execute("UPDATE source SET bytes = x'00'", [])?;
                Ok(())
            })
            .unwrap();
        let findings = store.check().unwrap();
        let cures: Vec<_> = findings.iter().map(|finding| finding.cure).collect();
        assert_eq!(cures, [Some(Cure::Renew), Some(Cure::Renew), None], "{findings:?}");
        assert_eq!(store.repair(&findings, at(3)).unwrap().0, []);
        // Damage is never taken for "no notes".
        let error = store.annotations(id).unwrap_err();
        assert!(matches!(error.fault, Fault::Damaged(_)));
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the test opens the store's file to others")]
    fn a_store_that_others_may_read_is_closed_to_them() {
        use std::os::unix::fs::PermissionsExt;
        let dir = folder();
        let mut store = Store::open(dir.path()).unwrap();
        store.remember(&document("Words."), &origin("/a"), b"", at(1)).unwrap();
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(store.path(), open).unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o775)).unwrap();
        let findings = store.check().unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert_eq!(store.repair(&findings, at(2)).unwrap().0, [Cure::Close]);
        assert_eq!(std::fs::metadata(dir.path()).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(std::fs::metadata(store.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
