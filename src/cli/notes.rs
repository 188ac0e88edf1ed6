//! `postil notes`: searches all annotations.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::args::notes::{Notes, NotesFormat};
use super::failure::Failure;
use super::output::Style;
use super::session::{self, Session, today};
use super::source;
use crate::article::identity::DocumentId;
use crate::config::zone::zone;
use crate::export::annotations_json::{Entry, annotations};
use crate::export::json;
use crate::export::note_file::forecast_line;
use crate::ingest::address::Address;
use crate::ingest::origin::{file_uri, path_of_uri};
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::colour::Legend;
use crate::store::error::StoreError;
use crate::store::library::DocumentRecord;
use crate::store::search::{Filter, Found};
use crate::store::store::Store;
use crate::text::clean::{clean, clean_line};
use crate::text::code_points::CodePoints;
use crate::text::width::fit;

/// Prints the annotations that are asked for, oldest first.
pub(super) fn notes(session: &mut Session, asked: &Notes) -> Result<(), Failure> {
    let store = session.store_to_read()?;
    let mut found = Vec::new();
    if let Some(store) = &store {
        let filter = Filter {
            query: (!asked.query.is_empty()).then(|| asked.query.join(" ")),
            document: asked.document.as_deref().map(|wanted| document(session, store, wanted)).transpose()?,
            tags: asked.tag.clone(),
            verdict: asked.verdict,
            to_check: asked.to_check,
            in_trash: asked.trash,
            due_before: asked.due.then(today),
            ..Filter::default()
        };
        found = store.search(&filter).map_err(Failure::said)?;
        found.reverse();
    }
    let standing = match &store {
        Some(store) => standing(store, &found).map_err(Failure::said)?,
        None => HashMap::new(),
    };
    if asked.format == NotesFormat::Json {
        let entries = found.iter().map(|(record, annotation)| {
            let (status, place) = standing.get(&annotation.id).copied().unwrap_or(("orphaned", None));
            Entry { annotation, title: &record.title, uri: record.uri(), status, place, page: None }
        });
        let listed = annotations(entries, &session.legend);
        return session.out.write(|mut out| json::write_line(&mut out, &listed));
    }
    let style = session.out.style();
    session.out.print(&text(&found, &standing, &session.legend, style))
}

/// How annotations stand in the newest text that the store has of their documents, and where in it,
/// in code points.
type Standing = HashMap<AnnotationId, (&'static str, Option<(usize, usize)>)>;

fn standing(store: &Store, found: &[Found]) -> Result<Standing, StoreError> {
    let mut documents: HashMap<DocumentId, (&Arc<DocumentRecord>, Vec<Annotation>)> = HashMap::new();
    for (record, annotation) in found {
        documents.entry(record.id).or_insert_with(|| (record, Vec::new())).1.push(annotation.clone());
    }
    let mut standing = HashMap::new();
    for (record, annotations) in documents.into_values() {
        let text = store.edition_text(record.edition)?.unwrap_or_default();
        let points = CodePoints::of(&text);
        for Placed { annotation, placement } in store.placed_in_text(annotations, &text, record.edition)? {
            let place = placement.span().map(|span| points.range(span));
            standing.insert(annotation.id, (placement.name(), place));
        }
    }
    Ok(standing)
}

/// The document that people mean: by the beginning of its id, by its file, or by words of its title.
fn document(session: &Session, store: &Store, wanted: &OsStr) -> Result<DocumentId, Failure> {
    let words = wanted.to_string_lossy();
    if let Some(record) = session::document(store, &words)? {
        return Ok(record.id);
    }
    if let Some((record, _)) = session::named(&session.paths, wanted)? {
        return Ok(record.id);
    }
    if let Some(address) = Address::of(wanted) {
        let name = clean_line(&words);
        let found = store.at(&address.map_err(Failure::said)?.uri()).map_err(Failure::said)?;
        return found
            .ok_or_else(|| Failure::said(format_args!("{name} is not in the library: put it there with postil add")));
    }
    let path = path_of_uri(&words).unwrap_or_else(|| wanted.into());
    if let Some(id) = gone(store, &path).map_err(Failure::said)? {
        return Ok(id);
    }
    if path.exists() {
        let article = source::read(session, wanted)?;
        let known = store.recognise(&article.document, &article.origin, &article.bytes).map_err(Failure::said)?;
        return known.map(|known| known.id).ok_or_else(|| {
            Failure::said(format_args!("{} is not in the library: put it there with postil add", article.origin.name))
        });
    }
    let words = words.to_lowercase();
    let records = store.documents().map_err(Failure::said)?;
    let mut found = records.iter().filter(|record| record.title.to_lowercase().contains(&words));
    match (found.next(), found.count()) {
        (Some(record), 0) => Ok(record.id),
        (None, _) => Err(Failure::said(format_args!("there is no document “{words}”: see postil list"))),
        (Some(_), more) => Err(Failure::said(format_args!(
            "“{words}” stands in the titles of {} documents: give an id, as postil list prints it",
            more + 1
        ))),
    }
}

/// The document that a file held which is not there any more.
fn gone(store: &Store, path: &Path) -> Result<Option<DocumentId>, StoreError> {
    let (Ok(path), false) = (std::path::absolute(path), path.exists()) else { return Ok(None) };
    // Documents are known by where their files really are, whatever links lead there.
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    let (Some(folder), Some(name)) = (folder, path.file_name()) else { return Ok(None) };
    store.at(&file_uri(&folder.join(name)))
}

/// Annotations by document, for people.
fn text(found: &[Found], standing: &Standing, legend: &Legend, style: Style) -> String {
    let mut index: HashMap<DocumentId, usize> = HashMap::new();
    let mut groups: Vec<(&DocumentRecord, Vec<&Annotation>)> = Vec::new();
    for (record, annotation) in found {
        let at = *index.entry(record.id).or_insert(groups.len());
        if at == groups.len() {
            groups.push((record, Vec::new()));
        }
        if let Some((_, group)) = groups.get_mut(at) {
            group.push(annotation);
        }
    }
    let mut out = String::new();
    for (record, annotations) in groups {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", style.strong(&clean_line(&record.title)));
        for annotation in annotations {
            let status = standing.get(&annotation.id).map_or("orphaned", |(status, _)| *status);
            out.push('\n');
            out.push_str(&one(annotation, status, legend, style));
        }
    }
    out
}

fn one(annotation: &Annotation, status: &str, legend: &Legend, style: Style) -> String {
    let body = &annotation.body;
    let mut facts = vec![annotation.created.to_zoned(zone()).date().to_string()];
    facts.extend((status != "exact").then(|| status.to_owned()));
    facts.extend(body.highlight.map(|colour| legend.shown(colour)));
    facts.extend(body.verdict.map(|verdict| format!("{} {}", verdict.mark(), verdict.words())));
    facts.extend(body.to_check.then(|| "to check".to_owned()));
    facts.extend(body.forecast.as_ref().map(|forecast| format!("◷ {}", forecast_line(forecast))));
    facts.extend(body.pane.map(|pane| format!("moved to {}", pane.title())));
    facts.extend(body.bookmark.then(|| "bookmark".to_owned()));
    facts.extend(body.tags.iter().map(|tag| format!("#{}", clean_line(tag))));
    let mut out = format!("  {}\n", style.faint(&format!("{}  {}", annotation.id, facts.join(" · "))));
    let quote = clean_line(&annotation.selector.exact);
    if !quote.is_empty() {
        let _ = writeln!(out, "  “{}”", fit(&quote, 300));
    }
    for words in [&body.wording, &body.note].into_iter().flatten() {
        for line in clean(words).lines() {
            let _ = writeln!(out, "    {}", line.trim_end());
        }
    }
    for evidence in &body.evidence {
        let _ = writeln!(out, "    {}: {}", evidence.stance.name(), clean_line(&evidence.text));
    }
    out
}
