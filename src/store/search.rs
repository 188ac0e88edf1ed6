//! Searching all annotations.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::ToSql;
use rusqlite::{Connection, Transaction, params_from_iter};

use super::error::{Fault, StoreError};
use super::library::{self, DocumentRecord};
use super::marks;
use super::store::Store;
use crate::article::identity::DocumentId;
use crate::notes::annotation::{Annotation, AnnotationId};
use crate::notes::assessment::Verdict;

/// Which annotations are wanted; what is not set does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words, each of which the note, the quotation, the tags or the title holds, or begins a word of;
    /// words in double quotes stand together.
    pub query: Option<String>,
    /// On this document.
    pub document: Option<DocumentId>,
    /// With all of these tags, whatever the case of their letters.
    pub tags: Vec<String>,
    /// With this verdict.
    pub verdict: Option<Verdict>,
    /// On the list of things to check.
    pub to_check: bool,
    /// Forecasts to be decided on this day or before, and not decided yet.
    pub due_before: Option<Date>,
    /// Changed at this time or later.
    pub since: Option<Timestamp>,
    /// In the trash, and nowhere else.
    pub in_trash: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// An annotation and the document it is on.
pub type Found = (Arc<DocumentRecord>, Annotation);

impl Store {
    /// The annotations that pass the filter, newest first; those in the trash only where it asks for them.
    pub fn search(&self, filter: &Filter) -> Result<Vec<Found>, StoreError> {
        self.reading(|connection| find(connection, filter, "DESC"))
    }

    /// All annotations but those in the trash, oldest first.
    pub fn all_annotations(&self) -> Result<Vec<Found>, StoreError> {
        self.reading(|connection| find(connection, &Filter::default(), "ASC"))
    }
}

fn find(connection: &Connection, filter: &Filter, order: &str) -> rusqlite::Result<Vec<Found>> {
    let mut sql = format!(
        "SELECT {} FROM annotation a LEFT JOIN document d ON d.id = a.document \
         WHERE a.deleted IS {} NULL AND d.deleted IS NULL",
        marks::COLUMNS,
        if filter.in_trash { "NOT" } else { "" }
    );
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut narrow = |condition: &str, value: Box<dyn ToSql>| {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(query) = &filter.query {
        match Query::of(query) {
            Query::Everything => {}
            Query::Words(words) => narrow("a.seq IN (SELECT rowid FROM words WHERE words MATCH ?)", Box::new(words)),
            Query::Anywhere(parts) => {
                for part in parts {
                    narrow(
                        "(coalesce(json_extract(a.body, '$.note'), '') || char(10) || a.exact || char(10) || \
                         coalesce(json_extract(a.accepted, '$.exact'), '') || char(10) || \
                         json_extract(a.body, '$.tags') || char(10) || d.title) LIKE ? ESCAPE '\\'",
                        Box::new(part),
                    );
                }
            }
        }
    }
    if let Some(document) = filter.document {
        narrow("a.document = ?", Box::new(document.to_string()));
    }
    if let Some(verdict) = filter.verdict {
        narrow("json_extract(a.body, '$.verdict') = ?", Box::new(verdict.name()));
    }
    if filter.to_check {
        narrow("json_extract(a.body, '$.to_check') = ?", Box::new(1));
    }
    if let Some(day) = filter.due_before {
        narrow(
            "json_extract(a.body, '$.forecast.outcome') IS NULL AND json_extract(a.body, '$.forecast.due') <= ?",
            Box::new(day.to_string()),
        );
    }
    if let Some(since) = filter.since {
        narrow("a.modified >= ?", Box::new(marks::stamp(since)));
    }
    sql.push_str(" ORDER BY a.seq ");
    sql.push_str(order);
    let documents: HashMap<DocumentId, Arc<DocumentRecord>> =
        library::records(connection)?.into_iter().map(|record| (record.id, Arc::new(record))).collect();
    // Unlike the database's own folding of case, this one knows more than ASCII.
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(values), marks::annotation)?;
    let mut found = Vec::new();
    for annotation in rows {
        let annotation = annotation?;
        if !filter.tags.iter().all(|tag| annotation.body.has_tag(tag)) {
            continue;
        }
        let document = documents.get(&annotation.document).ok_or_else(|| marks::damage(7, "its document is lost"))?;
        found.push((Arc::clone(document), annotation));
        if filter.limit.is_some_and(|limit| found.len() >= limit) {
            break;
        }
    }
    Ok(found)
}

/// What the reader typed, as the database wants it.
enum Query {
    /// Nothing was typed.
    Everything,
    /// Words for the index.
    Words(String),
    /// Patterns for a scan: scripts without spaces have no words that the index could know.
    Anywhere(Vec<String>),
}

impl Query {
    fn of(typed: &str) -> Self {
        let mut seen = HashSet::new();
        let parts: Vec<(&str, bool)> = typed
            .split('"')
            .enumerate()
            .flat_map(|(nth, part)| {
                let quoted = nth % 2 == 1;
                let whole = quoted.then_some(part).into_iter();
                whole
                    .chain((!quoted).then(|| part.split_whitespace()).into_iter().flatten())
                    .map(move |part| (part, quoted))
            })
            .filter(|(part, _)| part.chars().any(char::is_alphanumeric))
            // Each is looked for once: what is long in a note and typed as often would be looked at its square.
            .filter(|part| seen.insert(*part))
            .collect();
        if typed.trim().is_empty() {
            Self::Everything
        } else if parts.is_empty() || typed.chars().any(is_unspaced) {
            let escaped = |part: &str| part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let parts: BTreeSet<&str> = typed.split_whitespace().collect();
            Self::Anywhere(parts.into_iter().map(|part| format!("%{}%", escaped(part))).collect())
        } else {
            let words = parts.iter().map(|(part, quoted)| format!("\"{part}\"{}", if *quoted { "" } else { "*" }));
            Self::Words(words.collect::<Vec<_>>().join(" "))
        }
    }
}

/// Whether a character belongs to a script that is written without spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Brings the index up to date with one annotation.
pub(super) fn index(transaction: &Transaction<'_>, id: AnnotationId) -> Result<(), Fault> {
    index_where(transaction, "a.id = ?1", &id.to_string())
}

/// Brings the index up to date with all annotations on a document, for when its title has changed.
pub(super) fn index_document(transaction: &Transaction<'_>, id: DocumentId) -> Result<(), Fault> {
    index_where(transaction, "a.document = ?1", &id.to_string())
}

/// Makes the index anew.
pub(super) fn index_all(transaction: &Transaction<'_>) -> Result<(), Fault> {
    transaction.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
    transaction.execute(&format!("{INDEX} WHERE a.deleted IS NULL"), [])?;
    Ok(())
}

const INDEX: &str = "
    INSERT INTO words (rowid, note, quote, tags, title)
    SELECT a.seq, json_extract(a.body, '$.note'),
           a.exact || coalesce(char(10) || json_extract(a.accepted, '$.exact'), ''),
           (SELECT group_concat(value, char(10)) FROM json_each(a.body, '$.tags')), d.title
    FROM annotation a JOIN document d ON d.id = a.document";

fn index_where(transaction: &Transaction<'_>, which: &str, value: &str) -> Result<(), Fault> {
    transaction
        .prepare_cached(&format!("DELETE FROM words WHERE rowid IN (SELECT a.seq FROM annotation a WHERE {which})"))?
        .execute([value])?;
    transaction.prepare_cached(&format!("{INDEX} WHERE a.deleted IS NULL AND {which}"))?.execute([value])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_typed_again_is_looked_for_once() {
        let once = |typed: &str, expected: &str| match Query::of(typed) {
            Query::Words(words) => assert_eq!(words, expected),
            Query::Everything | Query::Anywhere(_) => panic!("{typed} is words"),
        };
        once("a b a \"a\" \"a\" b", "\"a\"* \"b\"* \"a\"");
        once(&"word ".repeat(25_000), "\"word\"*");
        let Query::Anywhere(parts) = Query::of("漢字 漢字 %") else { panic!("they have no words") };
        assert_eq!(parts, ["%\\%%", "%漢字%"]);
    }
}
