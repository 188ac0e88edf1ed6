//! `postil list` and `remove`: the library.

use super::args::library::Remove;
use super::failure::Failure;
use super::session::{self, Session, now};
use crate::config::zone::zone;
use crate::text::clean::clean_line;

/// Prints the library, last opened first: id, day, number of annotations, title.
pub(super) fn list(session: &mut Session) -> Result<(), Failure> {
    let Some(store) = session.store_to_read()? else { return Ok(()) };
    for record in store.documents().map_err(Failure::said)? {
        let day = record.last_opened.to_zoned(zone()).date();
        let style = session.out.style();
        // What has no words has no title.
        let title = if record.title.is_empty() { record.uri().unwrap_or_default() } else { &record.title };
        let title = clean_line(title);
        let id = style.faint(&record.id.to_string());
        session.out.print(&format!("{id}  {day}  {:>4}  {}\n", record.annotations, title))?;
    }
    Ok(())
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
