//! `postil list` and `remove`: the library.

use jiff::Timestamp;
use serde::Serialize;

use super::args::library::{List, ListFormat, Remove};
use super::failure::Failure;
use super::session::{self, Session, now};
use crate::article::identity::DocumentId;
use crate::config::zone::zone;
use crate::export::json;
use crate::store::library::DocumentRecord;
use crate::text::clean::clean_line;

/// How `--format json` begins.
const SCHEMA: &str = "postil.library/1";

/// A document as `--format json` lists it.
#[derive(Serialize)]
struct Listed<'a> {
    id: DocumentId,
    title: &'a str,
    uri: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    site: Option<&'a str>,
    language: &'a str,
    annotations: usize,
    added: Timestamp,
    opened: Timestamp,
}

#[derive(Serialize)]
struct Library<'a> {
    schema: &'static str,
    documents: Vec<Listed<'a>>,
}

/// Prints the library, last opened first.
pub(super) fn list(session: &mut Session, asked: &List) -> Result<(), Failure> {
    let records = match session.store_to_read()? {
        Some(store) => store.documents().map_err(Failure::said)?,
        None => Vec::new(),
    };
    match asked.format {
        ListFormat::Text => records.iter().try_for_each(|record| print(session, record)),
        ListFormat::Json => {
            let library = Library { schema: SCHEMA, documents: records.iter().map(listed).collect() };
            session.out.write(|mut out| json::write_line(&mut out, &library))
        }
    }
}

/// Prints a document: id, day, number of annotations, title.
fn print(session: &mut Session, record: &DocumentRecord) -> Result<(), Failure> {
    let day = record.last_opened.to_zoned(zone()).date();
    let id = session.out.style().faint(&record.id.to_string());
    session.out.print(&format!("{id}  {day}  {:>4}  {}\n", record.annotations, clean_line(&record.title)))
}

fn listed(record: &DocumentRecord) -> Listed<'_> {
    Listed {
        id: record.id,
        title: &record.title,
        uri: record.uri(),
        author: record.author.as_deref(),
        date: record.date.as_deref(),
        site: record.site.as_deref(),
        language: &record.language,
        annotations: record.annotations,
        added: record.first_opened,
        opened: record.last_opened,
    }
}

/// Moves documents to the trash.
pub(super) fn remove(session: &mut Session, asked: &Remove) -> Result<(), Failure> {
    let mut store = session.store_to_change()?;
    let mut records = Vec::new();
    for id in &asked.ids {
        let found = session::document(&store, id)?;
        records.push(
            found.ok_or_else(|| {
                Failure::said(format_args!("there is no document {id}: see postil list for their ids"))
            })?,
        );
    }
    for record in records {
        store.remove_document(record.id, now()).map_err(Failure::said)?;
    }
    Ok(())
}
