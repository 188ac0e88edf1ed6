//! The tables, and how an older store becomes a newer one.
//!
//! Times are RFC 3339 in UTC with nine digits of a second, so that they sort as text; offsets are
//! bytes of the edition's text; hashes are 64 hexadecimal digits. Rows keep the order in which they
//! were written (`seq`), whatever the clock said.
//!
//! There are few indexes, and notes and documents are read without them: a row that a damaged index leaves
//! out would be a note that is silently gone. Ten thousand notes are read in a few milliseconds.

use rusqlite::{Connection, TransactionBehavior};

use super::error::Fault;

/// Says in the file's header that it is ours: "post".
pub(super) const APPLICATION_ID: u32 = 0x706f_7374;

/// Each step takes a store from the format of its index to the next one.
pub(super) const STEPS: &[&str] = &[
    "
    CREATE TABLE document (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        author TEXT,
        date TEXT,
        url TEXT,
        site TEXT,
        language TEXT NOT NULL,
        edition TEXT NOT NULL,
        first_opened TEXT NOT NULL,
        last_opened TEXT NOT NULL,
        -- Grows by one with each opening of any document.
        opened INTEGER NOT NULL,
        position_edition TEXT,
        position_byte INTEGER,
        deleted TEXT
    ) STRICT;

    -- The bytes a text was parsed from; none where they are the text itself, or too many to keep.
    CREATE TABLE source (
        hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        bytes BLOB
    ) STRICT;

    CREATE TABLE edition (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        hash TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL REFERENCES document (id),
        parser INTEGER NOT NULL,
        source TEXT NOT NULL REFERENCES source (hash),
        seen TEXT NOT NULL,
        text TEXT
    ) STRICT;

    CREATE TABLE address (
        uri TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES document (id),
        opened INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE annotation (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL REFERENCES document (id),
        exact TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        start_byte INTEGER NOT NULL,
        end_byte INTEGER NOT NULL,
        edition TEXT,
        body TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL,
        deleted TEXT
    ) STRICT;

    -- One row for each change; what the annotation was before it, where it was something.
    CREATE TABLE history (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        act TEXT NOT NULL,
        annotation TEXT NOT NULL REFERENCES annotation (id),
        exact TEXT,
        prefix TEXT,
        suffix TEXT,
        start_byte INTEGER,
        end_byte INTEGER,
        edition TEXT,
        body TEXT,
        modified TEXT
    ) STRICT;
    CREATE INDEX history_annotation ON history (annotation);

    CREATE TABLE draft (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES document (id),
        exact TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        start_byte INTEGER NOT NULL,
        end_byte INTEGER NOT NULL,
        edition TEXT,
        words TEXT NOT NULL,
        saved TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE words USING fts5 (
        note, quote, tags, title,
        content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );
",
    "
    -- What was fetched last for each address that was asked for, and what its server said of it.
    CREATE TABLE fetched (
        asked TEXT PRIMARY KEY,
        -- Where redirects ended.
        uri TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES source (hash),
        at TEXT NOT NULL,
        media_type TEXT,
        etag TEXT,
        modified TEXT
    ) STRICT, WITHOUT ROWID;
",
    "
    -- Of the other columns but the number of the row: by it, it is noticed that the disk changed what the reader wrote.
    ALTER TABLE annotation ADD COLUMN checksum INTEGER;
    ALTER TABLE history ADD COLUMN checksum INTEGER;
    ALTER TABLE draft ADD COLUMN checksum INTEGER;
    UPDATE annotation SET checksum = checksum(
        id, document, exact, prefix, suffix, start_byte, end_byte, edition, body, created, modified, deleted);
    UPDATE history SET checksum = checksum(
        at, act, annotation, exact, prefix, suffix, start_byte, end_byte, edition, body, modified);
    UPDATE draft SET checksum = checksum(
        id, document, exact, prefix, suffix, start_byte, end_byte, edition, words, saved);
",
    "
    -- Where a reader of a later text said that it stands: a selector as JSON, its offsets in bytes.
    ALTER TABLE annotation ADD COLUMN accepted TEXT;
    ALTER TABLE history ADD COLUMN accepted TEXT;

    -- Each window keeps what is typed in it: of one note there may be several drafts. What no window is known of has ''.
    -- Written densely, so that the schema stays on one page: one more would be one more to lose.
    CREATE TEMP TABLE kept AS SELECT * FROM draft;
    DROP TABLE draft;
    CREATE TABLE draft (
id TEXT NOT NULL, document TEXT NOT NULL REFERENCES document (id),
exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL,
edition TEXT, words TEXT NOT NULL, saved TEXT NOT NULL, window TEXT NOT NULL, checksum INTEGER,
PRIMARY KEY (id, window)) STRICT, WITHOUT ROWID;
    INSERT INTO draft
        SELECT id, document, exact, prefix, suffix, start_byte, end_byte, edition, words, saved, '', checksum FROM kept;
    DROP TABLE kept;
",
];

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing: a new store.
    Nothing,
    /// A store of this format, one that this program knows.
    Format(usize),
}

/// Looks at the file without changing it; one that is not ours, or newer, is refused.
pub(super) fn inspect(connection: &Connection) -> Result<Content, Fault> {
    // One statement sees one state of the file: between two, another program may have made the store.
    let sql = "SELECT (SELECT application_id FROM pragma_application_id), \
               (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)";
    let (id, format, tables): (i64, i64, i64) =
        connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if id != i64::from(APPLICATION_ID) {
        let blank = id == 0 && format == 0 && tables == 0;
        return if blank { Ok(Content::Nothing) } else { Err(Fault::Foreign("another program's database")) };
    }
    match usize::try_from(format) {
        Ok(known) if known > 0 && known <= STEPS.len() => Ok(Content::Format(known)),
        Ok(newer) if newer > STEPS.len() => Err(Fault::Newer(format, STEPS.len() as i64)),
        _ => Err(Fault::Damaged(format!("its format is numbered {format}"))),
    }
}

/// The columns of the newest format, by their tables.
const COLUMNS: &[(&str, &str)] = &[
    (
        "document",
        "seq, id, title, author, date, url, site, language, edition, first_opened, last_opened, opened, \
         position_edition, position_byte, deleted",
    ),
    ("source", "hash, size, bytes"),
    ("edition", "seq, hash, document, parser, source, seen, text"),
    ("address", "uri, document, opened"),
    (
        "annotation",
        "seq, id, document, exact, prefix, suffix, start_byte, end_byte, edition, body, created, modified, deleted, \
         checksum, accepted",
    ),
    (
        "history",
        "seq, at, act, annotation, exact, prefix, suffix, start_byte, end_byte, edition, body, modified, checksum, \
         accepted",
    ),
    ("draft", "id, document, exact, prefix, suffix, start_byte, end_byte, edition, words, saved, window, checksum"),
    ("fetched", "asked, uri, source, at, media_type, etag, modified"),
];

/// Refuses a store of the newest format that lacks a table or a column, or has a view in its place: half a change would
/// be written to it before the other half finds that out.
pub(super) fn must_be_whole(connection: &Connection) -> Result<(), Fault> {
    for (table, columns) in COLUMNS {
        connection.prepare(&format!("SELECT {columns} FROM {table}"))?;
    }
    // Of the index only that it is there: what is wrong inside of it is no note's loss.
    let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'words'";
    if connection.query_row(sql, [], |row| row.get::<_, i64>(0))? == 0 {
        return Err(Fault::Damaged("no such table: words".to_owned()));
    }
    Ok(())
}

/// Refuses a store that has become one of another format.
pub(super) fn must_be_known(connection: &Connection) -> Result<(), Fault> {
    let format: i64 = connection.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?;
    if format == STEPS.len() as i64 { Ok(()) } else { Err(Fault::Newer(format, STEPS.len() as i64)) }
}

/// Brings the store to the newest format in one transaction. `copy` is called first, with all
/// writers locked out, where there is something to lose.
pub(super) fn migrate(
    connection: &mut Connection,
    steps: &[&str],
    copy: impl FnOnce(usize) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
    if from >= steps.len() {
        return Ok(());
    }
    if from > 0 {
        copy(from)?;
    }
    for step in steps.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", steps.len() as i64)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn every_column_of_a_new_store_is_asked_for() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::checksum::register(&connection).unwrap();
        migrate(&mut connection, STEPS, |_| Ok(())).unwrap();
        must_be_whole(&connection).unwrap();
        let sql = "SELECT t.name, group_concat(c.name, ', ') FROM sqlite_master t, pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND t.name NOT GLOB 'words*' AND t.name NOT GLOB 'sqlite_*' GROUP BY t.name";
        let mut found = connection.prepare(sql).unwrap();
        let found = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let found: Vec<(String, String)> = found.map(Result::unwrap).collect();
        let mut asked: Vec<_> = COLUMNS.iter().map(|(of, columns)| ((*of).to_owned(), (*columns).to_owned())).collect();
        asked.sort();
        assert_eq!(found, asked);
    }

    #[test]
    fn a_new_store_needs_no_copy_and_an_older_one_is_copied_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::checksum::register(&connection).unwrap();
        assert_eq!(inspect(&connection).unwrap(), Content::Nothing);
        migrate(&mut connection, STEPS, |_| panic!("there was nothing to copy")).unwrap();
        assert_eq!(inspect(&connection).unwrap(), Content::Format(STEPS.len()));
        let next = [STEPS, &["CREATE TABLE more (a) STRICT, b"]].concat();
        let before = tables(&connection);
        migrate(&mut connection, &next, |_| Err(Fault::Full)).unwrap_err();
        migrate(&mut connection, &next, |_| Ok(())).unwrap_err();
        assert_eq!((tables(&connection), inspect(&connection).unwrap()), (before, Content::Format(STEPS.len())));
        let next = [STEPS, &["CREATE TABLE more (a ANY) STRICT"]].concat();
        let mut copied = Vec::new();
        let copy = |from| {
            copied.push(from);
            Ok(())
        };
        migrate(&mut connection, &next, copy).unwrap();
        migrate(&mut connection, &next, |_| panic!("it was copied already")).unwrap();
        assert_eq!(copied, [STEPS.len()]);
        assert_eq!(tables(&connection), before + 1);
        assert!(matches!(inspect(&connection).unwrap_err(), Fault::Newer(..)));
    }
}
