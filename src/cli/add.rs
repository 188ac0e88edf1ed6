//! `postil add`: puts articles into the library, each in one transaction.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::atomic::Ordering;

use super::args::library::Add;
use super::failure::Failure;
use super::output::say;
use super::progress::Progress;
use super::session::{Session, now};
use super::source::{self, Article, From};
use crate::article::identity::DocumentId;
use crate::ingest::address::Address;
use crate::ingest::folder;
use crate::ingest::origin::shown;
use crate::runtime::signals;
use crate::store::error::StoreError;
use crate::store::store::Store;

/// What became of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// The library has it now.
    Added,
    /// The library had it, with this text.
    There,
    /// The library had it, with another text.
    Updated,
}

/// Puts articles into the library, prints their ids, and says how many there were of each kind.
pub(super) fn add(session: &mut Session, asked: &Add) -> Result<(), Failure> {
    let mut refused = Vec::new();
    let wanted = listed(&asked.sources, &mut refused);
    let mut store = None;
    let mut became = Vec::new();
    let mut progress = Progress::new();
    // What was added stays: Ctrl-C gives up the rest, and a second one all of it.
    let interrupted = signals::interrupted(&session.stop).ok();
    let is_interrupted = || interrupted.as_ref().is_some_and(|told| told.load(Ordering::SeqCst));
    let mut left = 0;
    for (nth, source) in wanted.iter().enumerate() {
        if Address::of(source).is_some() {
            // The fetch has a line of its own.
            progress.clear();
        } else {
            progress.step(nth + 1, wanted.len(), &shown(source));
        }
        match one(session, &mut store, source) {
            Ok((id, what)) => {
                became.push(what);
                session.out.print(&format!("{id}\n"))?;
            }
            Err(Failure::Said(_)) if is_interrupted() => left = wanted.len() - nth,
            Err(Failure::Said(sentence)) => refused.push(sentence),
            Err(failure) => return Err(failure),
        }
        if is_interrupted() {
            left = left.max(wanted.len() - nth - 1);
            break;
        }
    }
    progress.clear();
    session.out.finish()?;
    if wanted.is_empty() && refused.is_empty() {
        say("nothing added: no file there has a name that postil reads, such as .txt, .md, .html, .epub or .pdf");
        return Ok(());
    }
    tell(&became, refused, wanted.len(), left)
}

/// The sources that are named, and the readable files of the folders among them.
fn listed(sources: &[OsString], refused: &mut Vec<String>) -> Vec<OsString> {
    let mut wanted = Vec::new();
    for source in sources {
        if Address::of(source).is_some() || !Path::new(source).is_dir() {
            wanted.push(source.clone());
            continue;
        }
        let found = folder::files(Path::new(source));
        refused.extend(found.refused.iter().map(ToString::to_string));
        wanted.extend(found.files.into_iter().map(OsString::from));
    }
    wanted
}

/// Puts one source into the library; the store is opened when the first is to be put there.
fn one(session: &Session, store: &mut Option<Store>, wanted: &OsStr) -> Result<(DocumentId, Became), Failure> {
    let (article, from) = source::get(session, wanted)?;
    let store = match store {
        Some(store) => store,
        None => store.insert(session.store()?),
    };
    put(store, &article, from).map_err(Failure::said)
}

fn put(store: &mut Store, article: &Article, from: From) -> Result<(DocumentId, Became), StoreError> {
    let Article { document, origin, bytes } = article;
    let before = store.recognise(document, origin, bytes)?;
    let there = before.map(|known| store.document(known.id)).transpose()?.flatten().is_some();
    let known = store.remember(document, origin, bytes, now())?;
    let same = from == From::Store || known.earlier.is_none();
    Ok(match (there, same) {
        (false, _) => (known.id, Became::Added),
        (true, true) => (known.id, Became::There),
        (true, false) => (known.id, Became::Updated),
    })
}

/// Says how it went; that something was refused is a failure, though the rest was added.
fn tell(became: &[Became], mut refused: Vec<String>, wanted: usize, left: usize) -> Result<(), Failure> {
    let count = |what| became.iter().filter(|one| **one == what).count();
    // A script that adds one source has its id; a person likes to know.
    if wanted == 1 && left == 0 && refused.is_empty() && !io::stderr().is_terminal() {
        return Ok(());
    }
    if became.is_empty() && refused.len() == 1 && left == 0 {
        return Err(Failure::Said(refused.remove(0)));
    }
    let parts = [
        (count(Became::Added), "added"),
        (count(Became::There), "already there"),
        (count(Became::Updated), "brought up to date"),
    ];
    let mut parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() {
        parts.push("nothing added".to_owned());
    }
    if refused.is_empty() && left == 0 {
        say(&parts.join(", "));
        return Ok(());
    }
    for sentence in &refused {
        say(sentence);
    }
    if !refused.is_empty() {
        parts.push(format!("{} refused", refused.len()));
    }
    if left > 0 {
        parts.push(format!("interrupted with {left} to go"));
    }
    Err(Failure::said(parts.join(", ")))
}
