//! `postil add`, `list`, `remove` and `refresh`: the library.

use std::ffi::OsStr;

use super::args::library::{Add, Refresh, Remove};
use super::failure::Failure;
use super::output::say;
use super::session::{self, Session, now};
use super::source;
use crate::notes::selector::Placement;
use crate::store::store::Store;
use crate::text::clean::clean_line;

/// Puts articles into the library and prints their ids.
pub(super) fn add(session: &mut Session, asked: &Add) -> Result<(), Failure> {
    for wanted in &asked.sources {
        let article = source::read(session, wanted)?;
        let mut store = session.store()?;
        let known = store.remember(&article.document, &article.origin, &article.bytes, now()).map_err(Failure::said)?;
        session.out.print(&format!("{}\n", known.id))?;
    }
    Ok(())
}

/// Prints the library, last opened first: id, day, number of annotations, title.
pub(super) fn list(session: &mut Session) -> Result<(), Failure> {
    let Some(store) = session.store_to_read()? else { return Ok(()) };
    for record in store.documents().map_err(Failure::said)? {
        let day = record.last_opened.to_zoned(jiff::tz::TimeZone::system()).date();
        let style = session.out.style();
        let id = style.faint(&record.id.to_string());
        session.out.print(&format!("{id}  {day}  {:>4}  {}\n", record.annotations, clean_line(&record.title)))?;
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

/// Reads sources again, keeps the text they have now, and says where their annotations stand.
pub(super) fn refresh(session: &mut Session, asked: &Refresh) -> Result<(), Failure> {
    let mut store = session.store_to_change()?;
    if let Some(wanted) = &asked.source {
        return refresh_one(session, &mut store, wanted);
    }
    let mut failed = 0;
    let records = store.documents().map_err(Failure::said)?;
    let sources: Vec<String> = records.iter().filter_map(|record| record.uri().map(ToOwned::to_owned)).collect();
    for wanted in sources.iter().filter(|uri| uri.starts_with("file:")) {
        match refresh_one(session, &mut store, OsStr::new(wanted)) {
            Err(Failure::Said(sentence)) => {
                say(&sentence);
                failed += 1;
            }
            other => other?,
        }
    }
    if failed > 0 {
        return Err(Failure::said(format_args!(
            "{failed} of {} sources could not be read: the others were",
            sources.len()
        )));
    }
    Ok(())
}

fn refresh_one(session: &mut Session, store: &mut Store, wanted: &OsStr) -> Result<(), Failure> {
    let article = source::read(session, wanted)?;
    let known = store.recognise(&article.document, &article.origin, &article.bytes).map_err(Failure::said)?;
    if known.is_none() {
        let name = &article.origin.name;
        return Err(Failure::said(format_args!("{name} is not in the library: put it there with postil add")));
    }
    let known = store.remember(&article.document, &article.origin, &article.bytes, now()).map_err(Failure::said)?;
    let placed = source::annotated_as(store, known.id, &article).map_err(Failure::said)?.placed;
    let count = |wanted: fn(&Placement) -> bool| placed.iter().filter(|one| wanted(&one.placement)).count();
    let line = format!(
        "{}: {} exact, {} moved, {} changed, {} orphaned\n",
        article.document.title(),
        count(|placement| matches!(placement, Placement::Exact(_))),
        count(|placement| matches!(placement, Placement::Moved(..))),
        count(|placement| matches!(placement, Placement::Changed(..))),
        count(|placement| matches!(placement, Placement::Orphan)),
    );
    session.out.print(&line)
}
