//! A checksum for each row of what the reader wrote, by which it is noticed that the disk changed a letter of it: the
//! pages of SQLite carry none.
//!
//! CRC-32 tells any row from one of which up to four bytes in a run are others, and any other two but one time in four
//! thousand million. It guards against accidents, not against somebody who computes it anew.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::notes::annotation::AnnotationId;

/// A table whose rows carry a checksum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Summed {
    /// Its name.
    pub(super) table: &'static str,
    /// What tells its rows apart.
    pub(super) key: &'static str,
    /// The columns that the checksum is of, in its order.
    pub(super) columns: &'static str,
    /// One that came with a later format: the checksum is of it, too, where it holds something.
    pub(super) later: &'static str,
}

/// What the reader wrote.
pub(super) const ANNOTATION: Summed = Summed {
    table: "annotation",
    key: "seq",
    columns: "id, document, exact, prefix, suffix, start_byte, end_byte, edition, body, created, modified, deleted",
    later: "accepted",
};

/// What it was before.
pub(super) const HISTORY: Summed = Summed {
    table: "history",
    key: "seq",
    columns: "at, act, annotation, exact, prefix, suffix, start_byte, end_byte, edition, body, modified",
    later: "accepted",
};

/// What the reader is writing.
pub(super) const DRAFT: Summed = Summed {
    table: "draft",
    // As bytes, which the disk may have made no text.
    key: "CAST(id || ' ' || window AS BLOB)",
    columns: "id, document, exact, prefix, suffix, start_byte, end_byte, edition, words, saved",
    later: "window",
};

/// All of them.
pub(super) const ALL: [Summed; 3] = [ANNOTATION, HISTORY, DRAFT];

impl Summed {
    /// The condition that a row is not what was written there. Nothing is known of one that another program added
    /// without a checksum.
    pub(super) fn altered(self) -> String {
        format!("checksum <> {}", sum(self.columns, self.later))
    }

    /// How many rows are not what was written there.
    fn count_altered(self, connection: &Connection) -> rusqlite::Result<usize> {
        let sql = format!("SELECT count(*) FROM {} NOT INDEXED WHERE {}", self.table, self.altered());
        connection.query_row(&sql, [], |row| row.get::<_, u32>(0)).map(|count| count as usize)
    }

    /// Takes the rows that fulfil a condition for what was written there: the last thing that is done to a row in the
    /// transaction that writes it.
    pub(super) fn seal(self, connection: &Connection, which: &str, values: impl Params) -> rusqlite::Result<()> {
        let Self { table, columns, later, .. } = self;
        let sql = format!("UPDATE {table} SET checksum = {} WHERE {which}", sum(columns, later));
        connection.prepare_cached(&sql)?.execute(values)?;
        Ok(())
    }
}

/// The checksum of a row with these values, in the order of the columns. One that holds nothing of the later format has
/// that of the earlier.
pub(super) fn sum(values: &str, later: &str) -> String {
    format!("iif(coalesce({later}, '') = '', checksum({values}), checksum({values}, {later}))")
}

/// How many rows of all these tables are not what was written there.
pub(super) fn count_altered(connection: &Connection) -> rusqlite::Result<usize> {
    ALL.iter().map(|table| table.count_altered(connection)).sum()
}

/// Whether an annotation is there and is not what was written there.
pub(super) fn is_altered(connection: &Connection, id: AnnotationId) -> rusqlite::Result<bool> {
    let sql = format!("SELECT {} FROM annotation WHERE id = ?1", ANNOTATION.altered());
    let found = connection.prepare_cached(&sql)?.query_row([id.to_string()], |row| row.get(0)).optional()?;
    Ok(found.flatten().unwrap_or(false))
}

/// Gives the connection the function `checksum`, of any number of values; no schema can call it.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("checksum", -1, flags, |values| Ok(i64::from(of(values))))
}

fn of(values: &Context<'_>) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    for index in 0..values.len() {
        // The kind and the length come first, so that no two lists of values run into the same bytes.
        let mut add = |kind: u8, bytes: &[u8]| {
            sum.update(&[kind]);
            sum.update(&(bytes.len() as u64).to_le_bytes());
            sum.update(bytes);
        };
        match values.get_raw(index) {
            ValueRef::Null => add(0, &[]),
            ValueRef::Integer(number) => add(1, &number.to_le_bytes()),
            ValueRef::Real(number) => add(2, &number.to_le_bytes()),
            ValueRef::Text(bytes) => add(3, bytes),
            ValueRef::Blob(bytes) => add(4, bytes),
        }
    }
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &str) -> i64 {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        connection.query_row(&format!("SELECT checksum({values})"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn any_other_values_have_another_checksum() {
        let lists = ["", "NULL", "NULL, NULL", "''", "'a', 'b'", "'ab', ''", "'', 'ab'", "x'6162'", "1", "'1'", "1.0"];
        for (at, one) in lists.iter().enumerate() {
            for other in &lists[at + 1..] {
                assert_ne!(sum(one), sum(other), "{one} | {other}");
            }
        }
        // What the store of one machine holds counts on every other.
        assert_eq!(sum("'note', 7, NULL"), 0x0054_24fb);
    }
}
