//! `postil export`: articles with what the reader wrote on them. Never writes the store.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

use serde::Serialize;
use uuid::Uuid;

use super::args::export::{Export, ExportFormat};
use super::failure::Failure;
use super::session::{self, Session};
use super::source::{self, Annotated, Article};
use crate::export::annotations_json::{self, Entry, annotations};
use crate::export::blocks::{Blocks, plain};
use crate::export::file_name::file_name;
use crate::export::note_file::{NoteFile, blocks, owner};
use crate::export::{csv, front_matter, json, json_ld};
use crate::notes::annotation::{Annotation, AnnotationId, Meanings};
use crate::reading::lexicon::Lexicon;
use crate::runtime::target;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;
use crate::text::clean::clean_line;
use crate::text::code_points::CodePoints;

/// An article that is exported.
struct Part {
    article: Article,
    here: Annotated,
    /// Whether the whole split is wanted, or only what the annotations stand on.
    whole: bool,
}

/// Exports what is asked for, to standard output or to files.
pub(super) fn export(session: &mut Session, asked: &Export) -> Result<(), Failure> {
    if asked.raw && asked.format != ExportFormat::Csv {
        return Err(Failure::usage("--raw is for --format csv: leave it out, or name that format"));
    }
    let store = session.store_to_read()?;
    let mut parts = if asked.all { everything(&session.words, store.as_ref())? } else { Vec::new() };
    for wanted in &asked.what {
        parts.push(part(session, store.as_ref(), wanted)?);
    }
    let filtered = asked.tag.is_some() || asked.since.is_some();
    if filtered {
        for part in &mut parts {
            part.here.placed.retain(|one| passes(&one.annotation, asked));
            part.whole = false;
        }
        parts.retain(|part| !part.here.placed.is_empty());
    }
    let whole = match asked.format {
        ExportFormat::Markdown => return markdown(session, asked.output.as_deref(), &parts),
        ExportFormat::Json => {
            let text = listed(store.as_ref(), &parts, |entries| json::line(&annotations(entries, &session.meanings)))?;
            Whole { name: "annotations.json", opening: annotations_json::OPENING, text }
        }
        ExportFormat::Jsonld => {
            let text = listed(store.as_ref(), &parts, |entries| json_ld::annotations(entries, &session.meanings))?;
            Whole { name: "annotations.jsonld", opening: json_ld::OPENING, text }
        }
        ExportFormat::Csv => {
            let text =
                listed(store.as_ref(), &parts, |entries| csv::annotations(entries, &session.meanings, asked.raw))?;
            Whole { name: "annotations.csv", opening: csv::OPENING, text }
        }
    };
    match &asked.output {
        Some(path) => written(session, &target::whole(path, whole.name, whole.opening, &whole.text)?),
        None => session.out.print(&whole.text),
    }
}

/// An export that is one text, whatever the number of articles.
struct Whole {
    /// What its file is called in a folder.
    name: &'static str,
    /// What every text of the kind begins with.
    opening: &'static str,
    text: String,
}

fn passes(annotation: &Annotation, asked: &Export) -> bool {
    let tagged = asked.tag.as_ref().is_none_or(|tag| {
        let tag = tag.to_lowercase();
        annotation.body.tags.iter().any(|there| there.to_lowercase() == tag)
    });
    let day = annotation.modified.to_zoned(jiff::tz::TimeZone::system()).date();
    tagged && asked.since.is_none_or(|since| day >= since)
}

/// All documents that something is written on, the one opened first first.
fn everything(words: &Lexicon, store: Option<&Store>) -> Result<Vec<Part>, Failure> {
    let Some(store) = store else { return Ok(Vec::new()) };
    let mut records = store.documents().map_err(Failure::said)?;
    records.retain(|record| record.annotations > 0);
    records.sort_by_key(|record| (record.first_opened, record.id));
    records.iter().map(|record| from_store(words, store, record)).collect()
}

fn from_store(words: &Lexicon, store: &Store, record: &DocumentRecord) -> Result<Part, Failure> {
    let article = source::stored(store, record)?;
    let here = source::annotated_as(words, store, record.id, &article).map_err(Failure::said)?;
    Ok(Part { article, here, whole: true })
}

/// What one argument names: a document or an annotation, by an id of the store, or a source.
fn part(session: &Session, store: Option<&Store>, wanted: &OsStr) -> Result<Part, Failure> {
    if let (Some(store), Some(id)) = (store, wanted.to_str().and_then(id)) {
        if let Some(record) = session::document(store, &id)? {
            return from_store(&session.words, store, &record);
        }
        let annotation = session::annotation(store, &id)?;
        return one(&session.words, store, &annotation);
    }
    let article = source::read(session, wanted)?;
    let here = source::annotated(&session.words, store, &article).map_err(Failure::said)?;
    Ok(Part { article, here, whole: true })
}

/// An id, where an argument is one: `postil://ID`, or a whole one that no file is named by.
fn id(wanted: &str) -> Option<String> {
    let plain = session::plain(wanted);
    let marked = wanted.trim().to_lowercase().starts_with("postil://");
    (marked || (Uuid::parse_str(&plain).is_ok() && !Path::new(wanted).exists())).then_some(plain)
}

/// One annotation and what it stands on.
fn one(words: &Lexicon, store: &Store, annotation: &Annotation) -> Result<Part, Failure> {
    let record = store.document(annotation.document).map_err(Failure::said)?;
    let record = record.ok_or_else(|| {
        Failure::said(format_args!("the document of {} is in the trash: add it again", annotation.id))
    })?;
    let mut part = from_store(words, store, &record)?;
    part.here.placed.retain(|placed| placed.annotation.id == annotation.id);
    part.whole = false;
    Ok(part)
}

/// What `write` makes of the annotations of all parts, in the order they were made.
fn listed(
    store: Option<&Store>,
    parts: &[Part],
    write: impl FnOnce(Vec<Entry<'_>>) -> String,
) -> Result<String, Failure> {
    let mut order: HashMap<AnnotationId, usize> = HashMap::new();
    if let (Some(store), [_, _, ..]) = (store, parts) {
        let all = store.all_annotations().map_err(Failure::said)?;
        order.extend(all.iter().enumerate().map(|(index, (_, annotation))| (annotation.id, index)));
    }
    let titles: Vec<String> = parts.iter().map(|part| part.article.document.title()).collect();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (part, title) in parts.iter().zip(&titles) {
        let points = CodePoints::of(part.article.document.text());
        entries.extend(part.here.placed.iter().map(|one| Entry {
            annotation: &one.annotation,
            title,
            uri: part.article.origin.uri.as_deref(),
            status: one.placement.name(),
            place: one.placement.span().map(|span| points.range(span)),
        }));
    }
    // The sort is stable, and one part's annotations have their order already.
    entries.sort_by_key(|entry| order.get(&entry.annotation.id).copied().unwrap_or_default());
    entries.dedup_by_key(|entry| entry.annotation.id);
    Ok(write(entries))
}

fn markdown(session: &mut Session, output: Option<&Path>, parts: &[Part]) -> Result<(), Failure> {
    let files: Vec<Blocks> = parts.iter().map(|part| note_file(part, &session.meanings)).collect();
    let Some(output) = output else {
        let text = plain(&together(files));
        return session.out.print(&text);
    };
    if !target::is_folder(output) {
        return written(session, &target::markdown(output, &together(files))?);
    }
    for (part, file) in parts.iter().zip(files) {
        let mine = owner(part.here.id);
        let name = file_name(&part.article.document.title(), &mine, "md");
        let other = file_name(&format!("{mine} {}", part.article.document.title()), &mine, "md");
        written(session, &target::markdown_into(output, [&name, &other], &mine, &file)?)?;
    }
    Ok(())
}

fn note_file(part: &Part, meanings: &Meanings) -> Blocks {
    blocks(&NoteFile {
        id: part.here.id,
        origin: &part.article.origin,
        reading: &part.here.reading,
        placed: &part.here.placed,
        whole: part.whole,
        meanings,
    })
}

/// Several note files as one.
fn together(mut files: Vec<Blocks>) -> Blocks {
    #[derive(Serialize)]
    struct Several {
        title: &'static str,
        documents: usize,
    }
    if files.len() == 1 {
        return files.remove(0);
    }
    let front_matter = front_matter::yaml(&Several { title: "Notes from postil", documents: files.len() });
    let mut all = Blocks { front_matter, ..Blocks::default() };
    for file in files {
        all.owners.extend(file.owners);
        all.blocks.extend(file.blocks);
    }
    all
}

/// Prints where an export went.
fn written(session: &mut Session, path: &Path) -> Result<(), Failure> {
    session.out.print(&format!("{}\n", clean_line(&path.to_string_lossy())))
}
