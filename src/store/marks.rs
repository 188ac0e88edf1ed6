//! Annotations as rows, and changes carried out on them.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

use super::checksum::{self, ANNOTATION, HISTORY};
use super::error::Fault;
use super::json;
use crate::article::identity::{DocumentId, TextHash};
use crate::notes::annotation::{Annotation, AnnotationId, Body};
use crate::notes::change::Change;
use crate::notes::selector::Selector;
use crate::text::span::Span;

/// What an annotation was before one of its changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// When it was changed.
    pub at: Timestamp,
    /// What was done: `add`, `edit`, `remove` or `revive`.
    pub act: String,
    /// Where it was made and what it held before; nothing before it was added. What is removed stays
    /// as it was, so nothing is said again there.
    pub was: Option<(Selector, Body)>,
    /// Where it had been accepted before, in a later text.
    pub accepted: Option<Selector>,
}

/// The columns of a selector, in the order that [`selector`] reads them.
pub(super) const SELECTOR: &str = "exact, prefix, suffix, start_byte, end_byte, edition";

/// The columns of an annotation, in the order that [`annotation`] reads them.
pub(super) const COLUMNS: &str = "a.exact, a.prefix, a.suffix, a.start_byte, a.end_byte, a.edition, \
                                  a.id, a.document, a.body, a.created, a.modified, a.accepted";

pub(super) fn of_document(connection: &Connection, document: DocumentId) -> rusqlite::Result<Vec<Annotation>> {
    // A note whose document is lost may be one of these: then it is better to say that something is
    // wrong than to leave it out.
    let sql = format!(
        "SELECT {COLUMNS} FROM annotation a WHERE a.deleted IS NULL
         AND (a.document = ?1 OR a.document NOT IN (SELECT id FROM document NOT INDEXED)) ORDER BY a.seq"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map([document.to_string()], annotation)?;
    let ours = |annotation: Annotation| {
        if annotation.document == document { Ok(annotation) } else { Err(damage(7, "its document is lost")) }
    };
    found.map(|annotation| annotation.and_then(ours)).collect()
}

pub(super) fn one(connection: &Connection, id: AnnotationId) -> rusqlite::Result<Option<Annotation>> {
    let sql = format!("SELECT {COLUMNS} FROM annotation a WHERE a.id = ?1 AND a.deleted IS NULL");
    connection.prepare_cached(&sql)?.query_row([id.to_string()], annotation).optional()
}

pub(super) fn history(connection: &Connection, id: AnnotationId) -> rusqlite::Result<Vec<Past>> {
    let sql = format!("SELECT {SELECTOR}, body, act, at, accepted FROM history WHERE annotation = ?1 ORDER BY seq");
    let past = |row: &Row<'_>| {
        let was = match row.get::<_, Option<String>>(6)? {
            Some(body) => Some((selector(row)?, parsed(6, serde_json::from_str(&body))?)),
            None => None,
        };
        Ok(Past { at: time(row, 8)?, act: row.get(7)?, was, accepted: accepted(row, 9)? })
    };
    connection.prepare_cached(&sql)?.query_map([id.to_string()], past)?.collect()
}

/// Carries one change out and notes it in the history. What the disk changed is not changed further: first it is to be
/// put back, or taken as it stands.
pub(super) fn carry_out(transaction: &Transaction<'_>, change: &Change, now: Timestamp) -> Result<(), Fault> {
    let id = change.annotation().id;
    must_be_as_written(transaction, id)?;
    let state: Option<(bool, String)> = transaction
        .prepare_cached("SELECT deleted IS NULL, body FROM annotation WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match (change, state) {
        (Change::Add(new), None) => {
            insert(transaction, new)?;
            note(transaction, id, "add", false, now)
        }
        (Change::Add(again), Some((true, _))) => {
            // The same thing twice is done once: an import that is repeated, a redo after a reload.
            match one(transaction, id)? {
                Some(there) if same(&there, again) => Ok(()),
                _ => Err(Fault::Conflict(id, "whole".to_owned())),
            }
        }
        (Change::Add(again), Some((false, stored))) => {
            note(transaction, id, "revive", true, now)?;
            let kept: Body = serde_json::from_str(&stored).map_err(|error| Fault::Damaged(error.to_string()))?;
            let body = json::merge(&stored, &kept, &again.body)?.unwrap_or(json::write(&again.body)?);
            update(transaction, again, &body)
        }
        (Change::Edit { .. }, None | Some((false, _))) => Err(Fault::Vanished(id)),
        (Change::Edit { before, after }, Some((true, stored))) => {
            let body = json::merge(&stored, &before.body, &after.body)?.map_err(|part| Fault::Conflict(id, part))?;
            let there = one(transaction, id)?.ok_or(Fault::Vanished(id))?;
            let mut after = (**after).clone();
            if after.stands_as(before) {
                (after.selector, after.accepted) = (there.selector, there.accepted);
            } else if !there.stands_as(before) && !there.stands_as(&after) {
                return Err(Fault::Conflict(id, "place".to_owned()));
            }
            note(transaction, id, "edit", true, now)?;
            update(transaction, &after, &body)
        }
        (Change::Remove(_), Some((true, _))) => {
            note(transaction, id, "remove", false, now)?;
            transaction
                .prepare_cached("UPDATE annotation SET deleted = ?2 WHERE id = ?1")?
                .execute([id.to_string(), stamp(now)])?;
            seal(transaction, id)
        }
        (Change::Remove(_), None | Some((false, _))) => Ok(()),
    }
}

fn same(a: &Annotation, b: &Annotation) -> bool {
    (a.document, &a.body) == (b.document, &b.body) && a.stands_as(b)
}

fn insert(transaction: &Transaction<'_>, new: &Annotation) -> Result<(), Fault> {
    must_know(transaction, new.document)?;
    let Selector { exact, prefix, suffix, span, edition } = &new.selector;
    transaction
        .prepare_cached(
            "INSERT INTO annotation (id, document, exact, prefix, suffix, start_byte, end_byte, edition, body, created, modified,
             accepted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            new.id.to_string(),
            new.document.to_string(),
            exact,
            prefix,
            suffix,
            span.start as i64,
            span.end as i64,
            edition.map(|hash| hash.to_string()),
            json::write(&new.body)?,
            stamp(new.created),
            stamp(new.modified),
            json::write_place(new.accepted.as_ref())?,
        ])?;
    seal(transaction, new.id)
}

/// Refuses an annotation that the disk changed.
pub(super) fn must_be_as_written(transaction: &Transaction<'_>, id: AnnotationId) -> Result<(), Fault> {
    if checksum::is_altered(transaction, id)? { Err(Fault::Altered(id)) } else { Ok(()) }
}

/// Takes the row for what was written there.
pub(super) fn seal(transaction: &Transaction<'_>, id: AnnotationId) -> Result<(), Fault> {
    Ok(ANNOTATION.seal(transaction, "id = ?1", [id.to_string()])?)
}

/// Refuses what is written on a document that was never remembered.
pub(super) fn must_know(transaction: &Transaction<'_>, document: DocumentId) -> Result<(), Fault> {
    let sql = "SELECT 1 FROM document WHERE id = ?1";
    let known = transaction.prepare_cached(sql)?.exists([document.to_string()])?;
    if known { Ok(()) } else { Err(Fault::UnknownDocument(document)) }
}

/// Makes the row what `to` says, with `body` as its body, and takes it out of the trash.
fn update(transaction: &Transaction<'_>, to: &Annotation, body: &str) -> Result<(), Fault> {
    let Selector { exact, prefix, suffix, span, edition } = &to.selector;
    transaction
        .prepare_cached(
            "UPDATE annotation SET exact = ?2, prefix = ?3, suffix = ?4, start_byte = ?5, end_byte = ?6, edition = ?7,
             body = ?8, created = ?9, modified = ?10, accepted = ?11, deleted = NULL WHERE id = ?1",
        )?
        .execute(params![
            to.id.to_string(),
            exact,
            prefix,
            suffix,
            span.start as i64,
            span.end as i64,
            edition.map(|hash| hash.to_string()),
            body,
            stamp(to.created),
            stamp(to.modified),
            json::write_place(to.accepted.as_ref())?,
        ])?;
    seal(transaction, to.id)
}

/// Writes a line of history: with what the row holds now, or without.
fn note(transaction: &Transaction<'_>, id: AnnotationId, act: &str, copy: bool, now: Timestamp) -> Result<(), Fault> {
    let sql = if copy {
        format!(
            "INSERT INTO history (at, act, annotation, {SELECTOR}, body, modified, accepted)
             SELECT ?1, ?2, id, {SELECTOR}, body, modified, accepted FROM annotation WHERE id = ?3"
        )
    } else {
        "INSERT INTO history (at, act, annotation) VALUES (?1, ?2, ?3)".to_owned()
    };
    transaction.prepare_cached(&sql)?.execute([&stamp(now), act, &id.to_string()])?;
    Ok(HISTORY.seal(transaction, "seq = last_insert_rowid()", [])?)
}

/// Reads a row of [`COLUMNS`].
pub(super) fn annotation(row: &Row<'_>) -> rusqlite::Result<Annotation> {
    let body: String = row.get(8)?;
    Ok(Annotation {
        selector: selector(row)?,
        accepted: accepted(row, 11)?,
        id: AnnotationId(uuid(row, 6)?),
        document: DocumentId(uuid(row, 7)?),
        body: parsed(8, serde_json::from_str(&body))?,
        created: time(row, 9)?,
        modified: time(row, 10)?,
    })
}

/// Reads the first columns of a row as [`SELECTOR`].
pub(super) fn selector(row: &Row<'_>) -> rusqlite::Result<Selector> {
    let place = |column| parsed(column, usize::try_from(row.get::<_, i64>(column)?));
    Ok(Selector {
        exact: row.get(0)?,
        prefix: row.get(1)?,
        suffix: row.get(2)?,
        span: Span::new(place(3)?, place(4)?),
        edition: hash(row, 5)?,
    })
}

/// Reads the place in a later text, which is kept as JSON.
fn accepted(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Selector>> {
    let Some(kept) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    parsed(column, json::place(&kept)).map(Some)
}

/// A time as it is kept.
pub(super) fn stamp(time: Timestamp) -> String {
    format!("{time:.9}")
}

pub(super) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    parsed(column, row.get::<_, String>(column)?.parse())
}

pub(super) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    parsed(column, Uuid::parse_str(&row.get::<_, String>(column)?))
}

pub(super) fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<TextHash>> {
    let Some(hex) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    parsed(column, TextHash::parse(&hex).ok_or("not a hash")).map(Some)
}

/// A value that was kept as text; one that does not parse is damage, not nothing.
fn parsed<T, E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    column: usize,
    value: Result<T, E>,
) -> rusqlite::Result<T> {
    value.map_err(|error| damage(column, error))
}

/// The error for a value that cannot be what was written there.
pub(super) fn damage(column: usize, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, why.into())
}
