//! Putting back what the disk changed of what the reader wrote.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::checksum::{ALL, ANNOTATION, DRAFT, Summed, sum};
use super::error::Fault;

/// What became of rows that were not what was written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// How many are again.
    pub restored: usize,
    /// Those of which no copy is left, which were taken as they stand: what each is, in words.
    pub taken: Vec<String>,
}

/// A row that is not what was written there.
struct Altered {
    table: Summed,
    key: Value,
    checksum: Value,
    words: String,
}

/// Puts each row that is not what was written there back from the first place that has it so: its history, then the
/// `copies` in their order. Which one does, its checksum says. What no place has is taken as it stands.
pub(super) fn restore(to: &Connection, copies: &[Connection]) -> Result<Restored, Fault> {
    let mut done = Restored::default();
    for table in ALL {
        for altered in all_altered(to, table)? {
            let kept =
                [from_history(to, &altered)?].into_iter().chain(copies.iter().map(|copy| from_copy(copy, &altered)));
            // A row that fits no table any more is no help.
            if kept.flatten().any(|values| put(to, &altered, &values).is_ok_and(|put| put)) {
                done.restored += 1;
            } else {
                table.seal(to, &format!("{} IS ?1", table.key), [&altered.key])?;
                done.taken.push(altered.words);
            }
        }
    }
    Ok(done)
}

/// What is not what was written there, in words.
pub(super) fn all_words(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut words = Vec::new();
    for table in ALL {
        words.extend(all_altered(connection, table)?.into_iter().map(|altered| altered.words));
    }
    Ok(words)
}

fn all_altered(connection: &Connection, table: Summed) -> rusqlite::Result<Vec<Altered>> {
    let Summed { table: name, key, .. } = table;
    let (subject, id) = match name {
        "annotation" => ("annotation", "id"),
        "draft" => ("the draft of annotation", "id"),
        _ => ("an earlier state of annotation", "annotation"),
    };
    let sql = format!("SELECT {key}, checksum, {id} FROM {name} NOT INDEXED WHERE {}", table.altered());
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map([], |row| {
        let id: String = row.get(2).unwrap_or_default();
        Ok(Altered { table, key: row.get(0)?, checksum: row.get(1)?, words: format!("{subject} {id}") })
    })?;
    found.collect()
}

/// The values of the row as it was before a change that was taken back.
fn from_history(connection: &Connection, altered: &Altered) -> rusqlite::Result<Option<Vec<Value>>> {
    if altered.table.table != ANNOTATION.table {
        return Ok(None);
    }
    let was = "a.id, a.document, h.exact, h.prefix, h.suffix, h.start_byte, h.end_byte, h.edition, h.body, a.created, \
               h.modified, a.deleted";
    let sum = sum(was, "h.accepted");
    let sql = format!(
        "SELECT {was}, h.accepted FROM annotation a JOIN history h ON h.annotation = a.id
         WHERE a.seq = ?1 AND {sum} = ?2 ORDER BY h.seq DESC LIMIT 1"
    );
    connection.query_row(&sql, params![altered.key, altered.checksum], values).optional()
}

/// The values of the row where `copy` has it as it was written.
fn from_copy(copy: &Connection, Altered { table, key, checksum, .. }: &Altered) -> Option<Vec<Value>> {
    let Summed { table: name, columns, later, .. } = table;
    // A draft whose name is another now is known by its checksum alone.
    let is_draft = *name == DRAFT.table;
    let (which, nothing) = if is_draft { ("?1 IS NOT NULL", "''") } else { ("seq IS ?1", "NULL") };
    // A copy of an earlier format has no such column.
    [*later, nothing].into_iter().find_map(|later| {
        let sum = sum(columns, later);
        let sql = format!("SELECT {columns}, {later} FROM {name} NOT INDEXED WHERE {which} AND {sum} = ?2");
        copy.prepare(&sql).ok()?.query_row(params![key, checksum], values).ok()
    })
}

fn values(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

/// Makes the row hold `values`; whether there was one.
fn put(to: &Connection, Altered { table, key, .. }: &Altered, values: &[Value]) -> rusqlite::Result<bool> {
    let Summed { table: name, key: column, columns, later } = table;
    let places = vec!["?"; values.len()].join(", ");
    let sql = format!("UPDATE {name} SET ({columns}, {later}) = ({places}) WHERE {column} IS ?");
    Ok(to.execute(&sql, params_from_iter(values.iter().chain([key])))? > 0)
}
