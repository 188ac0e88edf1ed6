//! `postil locate`: finds quotations in a text.

use std::ffi::OsStr;

use super::args::show::Locate;
use super::failure::Failure;
use super::session::Session;
use super::source;
use crate::ingest::address::Address;
use crate::ingest::file;
use crate::notes::anchor::locate;

/// Prints where each of the selectors stands, one JSON object a line.
pub(super) fn locate(session: &mut Session, asked: &Locate) -> Result<(), Failure> {
    source::input_once(
        [Some(&asked.source), Some(&asked.selectors), asked.was.as_ref()].into_iter().flatten().map(AsRef::as_ref),
    )?;
    let selectors = plain(session, &asked.selectors)?;
    let new = text(session, &asked.source, asked.raw)?;
    let old = asked.was.as_ref().map(|was| text(session, was, asked.raw)).transpose()?;
    for line in locate::locate(&new, old.as_deref(), &selectors).map_err(Failure::said)? {
        session.out.print(&line)?;
        session.out.print("\n")?;
    }
    Ok(())
}

/// The text of a source: of the article it makes, or, where `raw`, of the file as it is.
fn text(session: &Session, source: &OsStr, raw: bool) -> Result<String, Failure> {
    if raw { plain(session, source) } else { Ok(source::read(session, source)?.document.text().to_owned()) }
}

/// A file's bytes as UTF-8, what is not UTF-8 replaced; nothing is cleaned or left out.
fn plain(session: &Session, source: &OsStr) -> Result<String, Failure> {
    let bytes = match Address::of(source) {
        Some(_) => source::read(session, source)?.bytes,
        None => file::read(source, &session.limits).map_err(Failure::said)?.bytes,
    };
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
