//! `postil refresh`: reads sources again, and says where their annotations stand now.

use std::ffi::{OsStr, OsString};

use serde::Serialize;

use super::args::library::{Refresh, RefreshFormat};
use super::failure::Failure;
use super::output::say;
use super::session::{self, Session, now};
use super::source::{self, Article};
use crate::article::identity::{DocumentId, TextHash};
use crate::export::json;
use crate::ingest::address::Address;
use crate::ingest::fetch::Answer;
use crate::ingest::file;
use crate::notes::selector::Placement;
use crate::runtime::source::{material, minute};
use crate::store::library::DocumentRecord;
use crate::store::store::Store;
use crate::text::clean::clean_line;

/// How `--format json` begins.
const SCHEMA: &str = "postil.refresh/1";

/// What became of one source.
#[derive(Debug, Serialize)]
struct Row {
    id: Option<DocumentId>,
    title: Option<String>,
    uri: Option<String>,
    /// Whether the text is what it was.
    unchanged: bool,
    exact: usize,
    moved: usize,
    changed: usize,
    orphaned: usize,
    /// Why it could not be read again; then nothing else is known.
    error: Option<String>,
    /// When an unchanged page was fetched first with this text, or last confirmed.
    #[serde(skip)]
    since: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    documents: &'a [Row],
}

/// Reads sources again, keeps the text they have now, and says where their annotations stand.
pub(super) fn refresh(session: &mut Session, asked: &Refresh) -> Result<(), Failure> {
    if asked.all && session.store_to_read()?.is_none() {
        // All of nothing is done.
        return report(session, asked, &[]);
    }
    let mut store = session.store_to_change()?;
    let wanted = match &asked.source {
        Some(source) => vec![named(session, source)?],
        None => everything(&store)?,
    };
    let mut rows = Vec::new();
    for source in &wanted {
        let row = match one(session, &mut store, source) {
            Ok(row) => row,
            Err(Failure::Said(sentence)) => failed(source, sentence),
            Err(failure) => return Err(failure),
        };
        if asked.format() == RefreshFormat::Text && row.error.is_none() {
            session.out.print(&line(&row))?;
        }
        rows.push(row);
    }
    report(session, asked, &rows)?;
    session.out.finish()?;
    let mut errors: Vec<&String> = rows.iter().filter_map(|row| row.error.as_ref()).collect();
    if asked.source.is_some() {
        return errors.pop().map_or(Ok(()), |error| Err(Failure::Said(error.clone())));
    }
    for error in &errors {
        say(error);
    }
    match errors.len() {
        0 => Ok(()),
        count => Err(Failure::said(format_args!(
            "{count} of {} sources could not be read again: what was kept of them stays",
            wanted.len()
        ))),
    }
}

/// Prints all rows as one object, where that is asked for.
fn report(session: &mut Session, asked: &Refresh, documents: &[Row]) -> Result<(), Failure> {
    if asked.format() != RefreshFormat::Json {
        return Ok(());
    }
    session.out.write(|mut out| json::write_line(&mut out, &Report { schema: SCHEMA, documents }))
}

/// What one argument names: a source, or a document by its id or an annotation's.
fn named(session: &Session, source: &OsStr) -> Result<OsString, Failure> {
    let uri = session::named(&session.paths, source)?.and_then(|(record, _)| record.uri().map(OsString::from));
    Ok(uri.unwrap_or_else(|| source.to_owned()))
}

/// Where every document of the library was found last, but for those that came through standard input. What only an
/// import names has never been read, and is not gone to before the reader opens it; a file that was empty has nothing on it.
fn everything(store: &Store) -> Result<Vec<OsString>, Failure> {
    let mut records = store.documents().map_err(Failure::said)?;
    let nothing = TextHash::of("");
    let is_file = |record: &DocumentRecord| record.uri().is_some_and(|uri| uri.starts_with("file://"));
    records.retain(|record| record.edition != nothing || record.annotations == 0 && is_file(record));
    Ok(records.iter().filter_map(|record| record.uri().map(OsString::from)).collect())
}

/// A source that was read again and is kept as it is now.
pub(super) struct Again {
    /// What it says now.
    pub(super) article: Article,
    /// The document it is.
    pub(super) id: DocumentId,
    /// Whether the text is another than it was.
    pub(super) changed: bool,
    /// When an unchanged page was fetched first with this text, or last confirmed.
    since: Option<String>,
}

/// Reads a source of the library again, and keeps the text it has now.
pub(super) fn read_again(session: &Session, store: &mut Store, wanted: &OsStr) -> Result<Again, Failure> {
    let (article, since) = match Address::of(wanted) {
        Some(address) => fetched(session, store, address.map_err(Failure::said)?)?,
        None => (source::article(file::read(wanted, &session.limits).map_err(Failure::said)?), None),
    };
    let Article { document, origin, bytes } = &article;
    let known = store.recognise(document, origin, bytes).map_err(Failure::said)?;
    if known.is_none_or(|known| matches!(store.document(known.id), Ok(None))) {
        return Err(unknown(&origin.name));
    }
    let known = store.remember(document, origin, bytes, now()).map_err(Failure::said)?;
    Ok(Again { id: known.id, changed: known.earlier.is_some(), since, article })
}

fn one(session: &Session, store: &mut Store, wanted: &OsStr) -> Result<Row, Failure> {
    let Again { article, id, changed, since } = read_again(session, store, wanted)?;
    let placed = source::annotated_as(&session.words, store, id, &article).map_err(Failure::said)?.placed;
    let count = |wanted: fn(&Placement) -> bool| placed.iter().filter(|one| wanted(&one.placement)).count();
    Ok(Row {
        id: Some(id),
        title: Some(article.document.known_as(&article.origin)),
        uri: article.origin.uri.clone(),
        unchanged: !changed,
        exact: count(|placement| matches!(placement, Placement::Exact(_))),
        moved: count(|placement| matches!(placement, Placement::Moved(..))),
        changed: count(|placement| matches!(placement, Placement::Changed(..))),
        orphaned: count(|placement| matches!(placement, Placement::Orphan)),
        error: None,
        since,
    })
}

/// What stands at an address now; and since when it has, where it is what was kept.
fn fetched(session: &Session, store: &Store, address: Address) -> Result<(Article, Option<String>), Failure> {
    let name = address.name();
    let kept = store.kept(&address.uri()).map_err(Failure::said)?;
    let known = store.at(&address.uri()).map_err(Failure::said)?;
    if kept.is_none() && known.is_none() {
        return Err(unknown(&name));
    }
    match (source::fetch(session, address, kept.as_ref().map(|kept| &kept.fetched))?, kept) {
        (Answer::Material(new), kept) => {
            let since = kept.filter(|kept| kept.bytes == new.bytes).map(|kept| minute(kept.fetched.at));
            Ok((source::article(*new), since))
        }
        (Answer::Unchanged, Some(mut kept)) => {
            let since = minute(kept.fetched.at);
            kept.fetched.at = now();
            Ok((source::article(material(kept, name)), Some(since)))
        }
        (Answer::Unchanged, None) => {
            Err(Failure::said(format_args!("{name}: the server answers what it was not asked")))
        }
    }
}

fn unknown(name: &str) -> Failure {
    Failure::said(format_args!("{name} is not in the library: put it there with postil add"))
}

fn failed(source: &OsStr, sentence: String) -> Row {
    Row {
        id: None,
        title: None,
        uri: source.to_str().filter(|uri| uri.contains("://")).map(ToOwned::to_owned),
        unchanged: false,
        exact: 0,
        moved: 0,
        changed: 0,
        orphaned: 0,
        error: Some(sentence),
        since: None,
    }
}

fn line(row: &Row) -> String {
    let Row { exact, moved, changed, orphaned, .. } = row;
    let title = clean_line(row.title.as_deref().unwrap_or_default());
    let same = match &row.since {
        _ if !row.unchanged => String::new(),
        Some(since) => format!("unchanged since {since}: "),
        None => "unchanged: ".to_owned(),
    };
    format!("{title}: {same}{exact} exact, {moved} moved, {changed} changed, {orphaned} orphaned\n")
}
