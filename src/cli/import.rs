//! `postil import`: brings in what was written in other tools. All of a file is taken in, or nothing.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::args::import::Import;
use super::failure::Failure;
use super::session::{Session, keep_daily_copy, now};
use super::source::{self, Article};
use crate::article::identity::{DocumentId, TextHash};
use crate::config::zone::zone;
use crate::import::format;
use crate::import::imported::{Imported, Subject, distinct};
use crate::ingest::file::{self, Limits};
use crate::notes::anchor::locate::place_clues;
use crate::notes::annotation::{Annotation, AnnotationId};
use crate::notes::selector::{Clue, Placement, Selector};
use crate::store::intake::{Arrival, Arriving, Awaited, On, Taken, alike};
use crate::store::library::DocumentRecord;
use crate::store::store::Store;
use crate::text::code_points::CodePoints;
use crate::text::span::Span;

/// Annotations on one document.
type Group = (Subject, Vec<(AnnotationId, Imported)>);

/// Where the annotations of a group go.
enum Home {
    /// Onto the article that was named; and the document of the library that turns out to be it, where one is awaited.
    Named(Option<DocumentId>),
    /// Onto a document of the library, with its text where that is at hand.
    Library(DocumentId, Option<Box<Article>>),
    /// Onto an article that is where it was when it was exported, though this library does not have it yet.
    Found(Box<Article>),
    /// Onto one that nobody has opened yet.
    Awaited(Awaited),
}

/// Imports a file and says what came of it.
pub(super) fn import(session: &mut Session, asked: &Import) -> Result<(), Failure> {
    source::input_once(std::iter::once(&asked.file).chain(&asked.document).map(AsRef::as_ref))?;
    let material = file::read(&asked.file, &Limits::default()).map_err(Failure::said)?;
    let name = material.origin.name;
    let found = format::read(&material.bytes, asked.format.named(), &zone())
        .map_err(|error| Failure::said(format_args!("{name} {error}")))?;
    drop(material.bytes);
    let (found, doubles) = distinct(found);
    let named = asked.document.as_ref().map(|wanted| source::read(session, wanted)).transpose()?;
    // Every place is found before the store is touched: what fails leaves nothing behind.
    let groups = groups(found, &name);
    let homes = homes(&groups, named.as_ref(), session.store_to_read()?.as_ref())?;
    let time = now();
    let mut placements: HashMap<AnnotationId, Placement> = HashMap::new();
    let mut arrivals = Vec::new();
    for ((_, found), home) in groups.iter().zip(&homes) {
        let (on, article) = match home {
            Home::Named(_) => (named.as_ref().map(article_at_hand), named.as_ref()),
            Home::Library(id, article) => (Some(On::Known(*id)), article.as_deref()),
            Home::Found(article) => (Some(article_at_hand(article)), Some(article.as_ref())),
            Home::Awaited(awaited) => (Some(On::Awaited(awaited)), None),
        };
        let Some(on) = on else { continue };
        let places = places(found.iter().map(|(_, one)| &one.clue), article);
        let accepted = places_of_accepted(found, article);
        placements.extend(found.iter().enumerate().zip(&places).map(|((at, (id, _)), place)| {
            let latest = accepted.get(&at).copied().filter(|place| *place != Placement::Orphan);
            (*id, latest.unwrap_or(*place))
        }));
        let arriving = found.iter().zip(&places).enumerate().map(|(at, ((id, one), place))| {
            let accepted = one.accepted.as_ref().zip(accepted.get(&at));
            let accepted = accepted.map(|(clue, place)| selector(clue, *place, article));
            arriving(*id, one, selector(&one.clue, *place, article), accepted, time)
        });
        let awaited = if let Home::Named(awaited) = home { *awaited } else { None };
        arrivals.push(Arrival { on, awaited, annotations: arriving.collect() });
    }
    let mut store = session.store()?;
    keep_daily_copy(&store);
    let taken = store.take_in(&arrivals, time).map_err(Failure::said)?;
    session.out.print(&summary(&taken, &placements, doubles, named.is_some()))
}

fn article_at_hand(article: &Article) -> On<'_> {
    On::Article { document: &article.document, origin: &article.origin, source: article.bytes.as_slice() }
}

/// Annotations by what they are on, in the order of the file. What names nothing goes by the file's name.
fn groups(found: Vec<(AnnotationId, Imported)>, file: &str) -> Vec<Group> {
    let mut index: HashMap<Subject, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (id, one) in found {
        let mut subject = one.subject.clone();
        if subject == Subject::default() {
            subject.title = Some(file.to_owned());
        }
        let at = *index.entry(subject.clone()).or_insert_with(|| {
            groups.push((subject, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(at) {
            group.push((id, one));
        }
    }
    groups
}

/// Where each group goes. The article that was named takes all where the file is about one document; else those
/// groups that name it, and those most of which stand in it.
fn homes(groups: &[Group], named: Option<&Article>, store: Option<&Store>) -> Result<Vec<Home>, Failure> {
    let records = store.map(Store::documents).transpose().map_err(Failure::said)?.unwrap_or_default();
    let nothing = TextHash::of("");
    let mut homes = Vec::new();
    for (subject, found) in groups {
        let here = named.is_some_and(|article| {
            groups.len() == 1 || names(subject, article) || {
                let placed = places(found.iter().map(|(_, one)| &one.clue), Some(article));
                let placed = placed.iter().filter(|place| place.span().is_some()).count();
                placed * 2 >= found.len()
            }
        });
        homes.push(match (here, record(&records, subject), store) {
            (true, found, _) => Home::Named(found.filter(|record| record.edition == nothing).map(|record| record.id)),
            (false, Some(record), Some(store)) => {
                let article = source::stored(store, record).ok().filter(|one| !one.document.text().is_empty());
                Home::Library(record.id, article.map(Box::new))
            }
            _ => match same(subject) {
                Some(article) => Home::Found(Box::new(article)),
                None => Home::Awaited(awaited(subject)),
            },
        });
    }
    Ok(homes)
}

/// The article in the file that postil itself exported the annotations of, where it still holds the very text. What
/// any other file holds is not looked at: an import leads nowhere that the reader has not been.
fn same(subject: &Subject) -> Option<Article> {
    let uri = subject.uri.as_ref().filter(|uri| uri.starts_with("file:///"))?;
    let id = subject.id?;
    let article = source::article(file::read(uri, &Limits::default()).ok()?);
    (DocumentId::first_seen(article.document.hash()) == id).then_some(article)
}

/// Whether a source means this article.
fn names(subject: &Subject, article: &Article) -> bool {
    let uris = [&article.origin.uri, &article.document.metadata().url];
    let uri = subject.uri.as_ref().is_some_and(|uri| uris.into_iter().flatten().any(|one| same_address(one, uri)));
    uri || subject.title.as_ref().is_some_and(|title| alike(title, &article.document.title()))
}

/// The document of the library that a source means: by its id, else its address, else its title, where only one
/// has it.
fn record<'a>(records: &'a [DocumentRecord], subject: &Subject) -> Option<&'a DocumentRecord> {
    let by_id = records.iter().find(|record| Some(record.id) == subject.id);
    let by_address = || {
        let uri = subject.uri.as_ref()?;
        records.iter().find(|record| record.uris.iter().chain(&record.url).any(|one| same_address(one, uri)))
    };
    let by_title = || {
        let mut found =
            records.iter().filter(|record| subject.title.as_ref().is_some_and(|title| alike(title, &record.title)));
        found.next().filter(|_| found.next().is_none())
    };
    by_id.or_else(by_address).or_else(by_title)
}

/// Whether two addresses lead to the same place: what follows `#` leads into it, and whether it is fetched in
/// secret says nothing about it.
fn same_address(a: &str, b: &str) -> bool {
    fn place(uri: &str) -> &str {
        let uri = uri.split('#').next().unwrap_or_default().trim_end_matches('/');
        uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(uri)
    }
    place(a) == place(b)
}

/// A document to wait for. An address that postil would not open is no address, but names it all the same.
fn awaited(subject: &Subject) -> Awaited {
    let Subject { id, uri, title, author } = subject.clone();
    let opens = |uri: &String| ["http://", "https://", "file:///"].iter().any(|scheme| uri.starts_with(scheme));
    let title = title.or_else(|| uri.clone());
    Awaited { id, uri: uri.filter(opens), title, author }
}

/// Where annotations stand in an article, in their order.
fn places<'a>(found: impl Iterator<Item = &'a Clue>, article: Option<&Article>) -> Vec<Placement> {
    let clues: Vec<Clue> = found.cloned().collect();
    let Some(article) = article else { return vec![Placement::Orphan; clues.len()] };
    let text = article.document.text();
    let points = CodePoints::of(text);
    let place = |(placement, clue): (Placement, &Clue)| match (placement, clue.start, clue.end) {
        // Without words, the position is all there is to go by.
        (Placement::Orphan, Some(start), Some(end)) if clue.exact.is_empty() => {
            let span: Span = points.span(start, end);
            if span.of(text).trim().is_empty() { placement } else { Placement::Exact(span) }
        }
        _ => placement,
    };
    place_clues(None, text, &clues).into_iter().zip(&clues).map(place).collect()
}

/// The places of those that a reader of a later text accepted, by their number among all.
fn places_of_accepted(found: &[(AnnotationId, Imported)], article: Option<&Article>) -> HashMap<usize, Placement> {
    let accepted = || found.iter().enumerate().filter_map(|(at, (_, one))| Some((at, one.accepted.as_ref()?)));
    let numbers: Vec<usize> = accepted().map(|(at, _)| at).collect();
    numbers.into_iter().zip(places(accepted().map(|(_, clue)| clue), article)).collect()
}

/// What was quoted as it stands in the article; where it stands nowhere there, as it came.
fn selector(clue: &Clue, place: Placement, article: Option<&Article>) -> Selector {
    if let (Placement::Exact(span) | Placement::Moved(span, _), Some(article)) = (place, article) {
        return Selector::of(&article.document, span);
    }
    let Clue { exact, prefix, suffix, .. } = clue.clone();
    Selector { exact, prefix, suffix, span: Span::default(), edition: None }
}

fn arriving(
    id: AnnotationId,
    one: &Imported,
    selector: Selector,
    accepted: Option<Selector>,
    time: Timestamp,
) -> Arriving {
    let created = one.created.or(one.modified).unwrap_or(time);
    let modified = one.modified.unwrap_or(created);
    // The store knows better what it is on.
    let document = DocumentId(id.0);
    let annotation = Annotation { id, document, selector, accepted, body: one.body.clone(), created, modified };
    Arriving { annotation, dated: one.modified.is_some() }
}

/// What came of an import, in a line.
fn summary(taken: &Taken, placements: &HashMap<AnnotationId, Placement>, doubles: usize, named: bool) -> String {
    let Taken { added, completed, arrived } = taken;
    let count = |of: &HashSet<AnnotationId>, wanted: fn(&Placement) -> bool| {
        of.iter().filter(|id| placements.get(id).is_some_and(wanted)).count()
    };
    let parts = [
        (count(added, |place| matches!(place, Placement::Exact(_) | Placement::Moved(..))), "in place"),
        (count(added, |place| matches!(place, Placement::Changed(..))), "changed"),
        (count(added, |place| matches!(place, Placement::Orphan)), "without a place"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let mut line = format!("{} imported", added.len());
    if !parts.is_empty() {
        line = format!("{line}: {}", parts.join(", "));
    }
    let there = placements.len() - added.len();
    if there > 0 {
        let were = if there == 1 { "was" } else { "were" };
        line = format!("{line}; {there} {were} there already");
    }
    if !arrived.is_empty() {
        line = format!("{line}, {} put on this document", arrived.len());
    }
    if !completed.is_empty() {
        line = format!("{line}, {} brought up to date", completed.len());
    }
    match doubles {
        0 => {}
        1 => line.push_str("; 1 repeated another in the file"),
        _ => line = format!("{line}; {doubles} repeated others in the file"),
    }
    if count(added, |place| matches!(place, Placement::Orphan)) > 0 {
        let hint = if named {
            "what has no place can be put in one by hand: open the document and press R on its sentence"
        } else {
            "what has no place gets it when its document is opened, or this is imported again with --document SOURCE"
        };
        line = format!("{line}\n{hint}");
    }
    format!("{line}\n")
}
