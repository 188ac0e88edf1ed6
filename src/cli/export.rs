//! `postil export`: articles with what the reader wrote on them. Never writes the store.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

use serde::Serialize;

use super::args::export::{Export, ExportFormat};
use super::failure::Failure;
use super::session::{self, Session};
use super::source::{self, Annotated, Article};
use crate::article::decode::decode;
use crate::export::annotations_json::{self, Entry, annotations};
use crate::export::blocks::{Block, Blocks, List, Within, plain};
use crate::export::note_file::{self, NoteFile, owner};
use crate::export::template::{Template, TemplateError};
use crate::export::{argdown, claim_review, csv, front_matter, html, json, json_ld, org};
use crate::ingest::file::{self, Limits};
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::colour::Legend;
use crate::reading::lexicon::Lexicon;
use crate::runtime::target;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;
use crate::text::clean::clean_line;
use crate::text::code_points::CodePoints;
use crate::text::file_name::file_name;

/// An article that is exported.
struct Part {
    article: Article,
    here: Annotated,
    /// Whether the whole split is wanted, or only what the annotations stand on.
    whole: bool,
    /// All annotations, where only some are wanted.
    all: Vec<Placed>,
}

impl Part {
    fn whole(article: Article, here: Annotated) -> Self {
        Self { article, here, whole: true, all: Vec::new() }
    }

    /// Keeps only annotations that are wanted.
    fn retain(&mut self, is_wanted: impl Fn(&Annotation) -> bool) {
        if self.whole {
            self.all.clone_from(&self.here.placed);
        }
        self.whole = false;
        self.here.placed.retain(|placed| is_wanted(&placed.annotation));
    }

    /// Takes in what is wanted of the same article besides.
    fn join(&mut self, other: Self) {
        if other.whole || self.whole {
            self.here.placed = if other.whole { other.here.placed } else { std::mem::take(&mut self.here.placed) };
            (self.whole, self.all) = (true, Vec::new());
            return;
        }
        let ids: Vec<_> = self.here.placed.iter().chain(&other.here.placed).map(|one| one.annotation.id).collect();
        self.here.placed = self.all.iter().filter(|one| ids.contains(&one.annotation.id)).cloned().collect();
    }

    /// The note file of what is wanted.
    fn file<'a>(&'a self, legend: &'a Legend) -> NoteFile<'a> {
        NoteFile {
            id: self.here.id,
            origin: &self.article.origin,
            reading: &self.here.reading,
            placed: &self.here.placed,
            whole: self.whole,
            legend,
        }
    }
}

/// Exports what is asked for, to standard output or to files.
pub(super) fn export(session: &mut Session, asked: &Export) -> Result<(), Failure> {
    if asked.raw && asked.format != ExportFormat::Csv {
        return Err(Failure::usage("--raw is for --format csv: leave it out, or name that format"));
    }
    if asked.template.is_some() && asked.format != ExportFormat::Markdown {
        return Err(Failure::usage("--template makes Markdown: leave --format out"));
    }
    let output = asked.output.as_deref().filter(|path| *path != Path::new("-"));
    let template = asked.template.as_deref().map(template).transpose()?;
    let store = session.store_to_read()?;
    let mut parts = if asked.what.is_empty() { everything(&session.words, store.as_ref())? } else { Vec::new() };
    for wanted in &asked.what {
        let part = part(session, store.as_ref(), wanted)?;
        match parts.iter_mut().find(|other: &&mut Part| other.here.id == part.here.id) {
            Some(other) => other.join(part),
            None => parts.push(part),
        }
    }
    for part in &parts {
        if let Some(path) = output {
            target::spare_source(path, part.article.origin.uri.as_deref()).map_err(Failure::said)?;
        }
    }
    let filtered = !asked.tag.is_empty() || asked.since.is_some();
    if filtered {
        for part in &mut parts {
            part.retain(|annotation| passes(annotation, asked));
        }
        parts.retain(|part| !part.here.placed.is_empty());
    }
    let whole = match asked.format {
        ExportFormat::Markdown => {
            let fill = |file: &NoteFile<'_>| match &template {
                Some((name, template)) => filled(name, template, file),
                None => Ok(note_file::blocks(file)),
            };
            return shared(session, output, &parts, "md", fill);
        }
        ExportFormat::Org => {
            return shared(session, output, &parts, "org", |file| Ok(org::blocks(file)));
        }
        ExportFormat::Argdown => {
            return shared(session, output, &parts, "argdown", |file| Ok(argdown::blocks(file)));
        }
        ExportFormat::Html => {
            if let Some(folder) = output.filter(|output| target::is_folder(output)) {
                return pages(session, folder, &parts);
            }
            let text = html::page(&files(&parts, &session.legend));
            Whole { name: "notes.html", opening: html::OPENING, text }
        }
        ExportFormat::ClaimReview => {
            let text = claim_review::feed(&files(&parts, &session.legend));
            Whole { name: "claims.jsonld", opening: claim_review::OPENING, text }
        }
        ExportFormat::Json => {
            let text = listed(store.as_ref(), &parts, |entries| json::line(&annotations(entries, &session.legend)))?;
            Whole { name: "annotations.json", opening: annotations_json::OPENING, text }
        }
        ExportFormat::Jsonld => {
            let text = listed(store.as_ref(), &parts, |entries| json_ld::annotations(entries, &session.legend))?;
            Whole { name: "annotations.jsonld", opening: json_ld::OPENING, text }
        }
        ExportFormat::Csv => {
            let text = listed(store.as_ref(), &parts, |entries| csv::annotations(entries, &session.legend, asked.raw))?;
            Whole { name: "annotations.csv", opening: csv::OPENING, text }
        }
    };
    match output {
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
    let tagged = asked.tag.iter().all(|tag| annotation.body.has_tag(tag));
    tagged && asked.since.is_none_or(|since| annotation.modified >= since)
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
    Ok(Part::whole(article, here))
}

/// What one argument names: a document or an annotation, by an id of the store, or a source.
fn part(session: &Session, store: Option<&Store>, wanted: &OsStr) -> Result<Part, Failure> {
    if let (Some(store), Some((record, annotation))) = (store, session::named(&session.paths, wanted)?) {
        let mut part = from_store(&session.words, store, &record)?;
        if let Some(id) = annotation {
            part.retain(|annotation| annotation.id == id);
        }
        return Ok(part);
    }
    let article = source::read(session, wanted)?;
    let here = source::annotated(&session.words, store, &article).map_err(Failure::said)?;
    Ok(Part::whole(article, here))
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
    let titles: Vec<String> = parts.iter().map(|part| part.article.document.known_as(&part.article.origin)).collect();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (part, title) in parts.iter().zip(&titles) {
        let points = CodePoints::of(part.article.document.text());
        entries.extend(part.here.placed.iter().map(|one| Entry {
            annotation: &one.annotation,
            title,
            uri: part.article.origin.uri.as_deref(),
            status: one.placement.name(),
            place: one.placement.span().map(|span| points.range(span)),
            page: one.placement.span().and_then(|span| part.article.document.page_at(span.start)),
        }));
    }
    // The sort is stable, and one part's annotations have their order already.
    entries.sort_by_key(|entry| order.get(&entry.annotation.id).copied().unwrap_or_default());
    entries.dedup_by_key(|entry| entry.annotation.id);
    Ok(write(entries))
}

/// Exports what `make` makes of each article: to standard output, into one file, or each into a file of its own in
/// a folder. What is in a file already and is not postil's stays.
fn shared(
    session: &mut Session,
    output: Option<&Path>,
    parts: &[Part],
    extension: &str,
    make: impl Fn(&NoteFile<'_>) -> Result<Blocks, Failure>,
) -> Result<(), Failure> {
    let made = parts.iter().map(|part| blocks(part, &session.legend, &make)).collect::<Result<Vec<_>, _>>()?;
    let Some(output) = output else {
        return plain(&together(made)).try_for_each(|part| session.out.print(part));
    };
    if !target::is_folder(output) {
        // Nothing to say is no reason to change what a file says of itself.
        if made.is_empty() && output.exists() {
            return written(session, output);
        }
        return written(session, &target::shared(output, together(made))?);
    }
    for (part, blocks) in parts.iter().zip(made) {
        let mine = owner(part.here.id);
        let (name, other) = names(part, extension);
        written(session, &target::shared_into(output, [&name, &other], &mine, blocks)?)?;
    }
    Ok(())
}

/// What `make` makes of a part; of one that is not whole, what brings a file with the rest up to date too.
fn blocks(
    part: &Part,
    legend: &Legend,
    make: impl Fn(&NoteFile<'_>) -> Result<Blocks, Failure>,
) -> Result<Blocks, Failure> {
    let file = part.file(legend);
    let mut made = make(&file)?;
    if !part.whole {
        let whole = make(&NoteFile { placed: &part.all, whole: true, ..file })?;
        let only = part.here.placed.iter().flat_map(|one| about(&whole.blocks, one.annotation.id)).collect();
        made.within = Some(Within { front_matter: whole.front_matter, blocks: whole.blocks, only });
    }
    Ok(made)
}

/// The IDs of the blocks that show an annotation: its own, or that of the claim it stands on.
fn about(blocks: &List, id: AnnotationId) -> Vec<String> {
    let id = id.to_string();
    let own = blocks.iter().find(|block| block.id.ends_with(&id));
    // An article that is filled into a template is one block.
    let shows = |block: &Block<'_>| blocks.len() == 1 || block.text.contains(&id);
    let ids = |block: Block<'_>| block.id.to_owned();
    own.map_or_else(|| blocks.iter().filter(shows).map(ids).collect(), |own| vec![own.id.to_owned()])
}

/// Exports the page of each article into a file of its own in a folder. A page of the same article gives way.
fn pages(session: &mut Session, folder: &Path, parts: &[Part]) -> Result<(), Failure> {
    let made: Vec<String> =
        files(parts, &session.legend).iter().map(|file| html::page(std::slice::from_ref(file))).collect();
    for (part, text) in parts.iter().zip(made) {
        let names = names(part, "html");
        let mine = html::mark(part.here.id);
        let path = target::whole_into(folder, [&names.0, &names.1], &[html::OPENING, &mine], &text)?;
        written(session, &path)?;
    }
    Ok(())
}

/// What an article's file is called in a folder: by its title, or where that is taken, by its owner too.
fn names(part: &Part, extension: &str) -> (String, String) {
    let (mine, title) = (owner(part.here.id), part.article.document.title());
    (file_name(&title, &mine, extension), file_name(&format!("{mine} {title}"), &mine, extension))
}

fn files<'a>(parts: &'a [Part], legend: &'a Legend) -> Vec<NoteFile<'a>> {
    parts.iter().map(|part| part.file(legend)).collect()
}

/// A template, and what messages call it.
fn template(wanted: &OsStr) -> Result<(String, Template), Failure> {
    let material = file::read(wanted, &Limits::default()).map_err(Failure::said)?;
    let name = material.origin.name;
    match Template::of(&decode(&material.bytes, None).text) {
        Ok(template) => Ok((name, template)),
        Err(error) => Err(faulty(&name, &error)),
    }
}

fn faulty(name: &str, error: &TemplateError) -> Failure {
    Failure::said(format_args!("the template {name} cannot be used, {error}; postil man lists what it may name"))
}

/// A template filled in with an article, as one block; front matter that it begins with stands where such has to.
fn filled(name: &str, template: &Template, file: &NoteFile<'_>) -> Result<Blocks, Failure> {
    let text = template.render(file).map_err(|error| faulty(name, &error))?;
    let (front_matter, text) = front_matter::split(&text);
    let owner = owner(file.id);
    let mut blocks = List::default();
    blocks.push(&format!("{owner}/article"), text);
    let front_matter = front_matter.to_owned();
    Ok(Blocks { front_matter, owners: vec![owner], blocks, within: None })
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
    let comments = files.first().map(|file| file.blocks.comments()).unwrap_or_default();
    let several = Several { title: "Notes from postil", documents: files.len() };
    // Only Markdown has front matter.
    let wanted = files.is_empty() || files.iter().any(|file| !file.front_matter.is_empty());
    let front_matter = if wanted { front_matter::yaml(&several) } else { String::new() };
    let mut all = Blocks { front_matter, blocks: List::new(comments), ..Blocks::default() };
    let is_part = files.iter().all(|file| file.within.is_some());
    let mut within = Within { front_matter: all.front_matter.clone(), blocks: List::new(comments), only: Vec::new() };
    for file in files {
        all.owners.extend(file.owners);
        all.blocks.append(file.blocks);
        if let Some(part) = file.within {
            within.blocks.append(part.blocks);
            within.only.extend(part.only);
        }
    }
    all.within = is_part.then_some(within);
    all
}

/// Prints where an export went.
fn written(session: &mut Session, path: &Path) -> Result<(), Failure> {
    session.out.print(&format!("{}\n", clean_line(&path.to_string_lossy())))
}
