//! What the reader wrote and the store has not said it has: for a file that `postil import` reads, if the end comes
//! before.

#![allow(clippy::disallowed_methods, reason = "the runtime writes the file")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::app::event::Fresh;
use crate::app::session::{Draft, Session};
use crate::article::identity::DocumentId;
use crate::export::annotations_json::Entry;
use crate::export::facts::{Fact, facts};
use crate::export::json_ld;
use crate::notes::annotation::{Annotation, AnnotationId, Body};
use crate::notes::change::Change;
use crate::notes::colour::Legend;
use crate::text::clean::{clean, clean_line};

/// What was asked to be kept, until it is.
#[derive(Debug, Default)]
pub(super) struct Outstanding {
    /// The changes, by the ticket of the save that was asked for.
    acts: BTreeMap<u64, Vec<Change>>,
    /// The notes that were being typed, by the names of their drafts.
    drafts: BTreeMap<AnnotationId, Annotation>,
    /// Title and address of the documents they are on.
    documents: BTreeMap<DocumentId, (String, Option<String>)>,
}

impl Outstanding {
    /// A save was asked for, in which the draft it was typed as goes.
    pub(super) fn save(
        &mut self,
        open: Option<&Session>,
        ticket: u64,
        changes: &[Change],
        draft: Option<AnnotationId>,
    ) {
        self.name(open);
        self.acts.insert(ticket, changes.to_vec());
        draft.map(|id| self.drafts.remove(&id));
    }

    /// A draft was to be kept; one without words was to go.
    pub(super) fn draft(&mut self, open: Option<&Session>, document: DocumentId, draft: &Draft, fresh: Fresh) {
        self.name(open);
        if draft.text.is_empty() {
            self.drafts.remove(&draft.id);
            return;
        }
        // What is typed over a note that is there becomes a note beside it: neither gives way to the other.
        let is_new = open.is_some_and(|open| open.id == document && open.annotation(draft.id).is_none());
        let before = self.drafts.get(&draft.id).map(|before| before.id);
        let annotation = Annotation {
            id: if is_new { draft.id } else { before.unwrap_or(fresh.id) },
            document,
            selector: draft.selector.clone(),
            accepted: None,
            body: Body { note: Some(draft.text.clone()), ..Body::default() },
            created: fresh.now,
            modified: fresh.now,
        };
        self.drafts.insert(draft.id, annotation);
    }

    fn name(&mut self, open: Option<&Session>) {
        if let Some(open) = open {
            self.documents
                .entry(open.id)
                .or_insert_with(|| (open.document().known_as(&open.origin), open.origin.uri.clone()));
        }
    }

    /// What a ticket was for is on the disk, or a draft again.
    pub(super) fn settled(&mut self, ticket: u64) {
        self.acts.remove(&ticket);
    }

    /// All drafts are on the disk.
    pub(super) fn drafts_are_kept(&mut self) {
        self.drafts.clear();
    }

    /// What is left, as annotations: the latest form of each.
    fn annotations(&self) -> Vec<Annotation> {
        let mut left: BTreeMap<AnnotationId, Annotation> = BTreeMap::new();
        for change in self.acts.values().flatten() {
            match change {
                Change::Add(annotation) | Change::Edit { after: annotation, .. } => {
                    left.insert(annotation.id, annotation.as_ref().clone());
                }
                Change::Remove(annotation) => drop(left.remove(&annotation.id)),
            }
        }
        // One that was changed and not saved holds what was typed into it since.
        for (id, draft) in &self.drafts {
            match left.get_mut(id) {
                Some(annotation) => annotation.body.note.clone_from(&draft.body.note),
                None => drop(left.insert(draft.id, draft.clone())),
            }
        }
        left.into_values().collect()
    }

    /// Writes what is left to a file of its own, in the first of `folders` that takes it, and gives the line that says
    /// where it is; where none does, all of it in words. Nothing where nothing is left.
    pub(super) fn rescue(&self, folders: &[PathBuf], legend: &Legend) -> Option<String> {
        let left = self.annotations();
        if left.is_empty() {
            return None;
        }
        let entry = |annotation| {
            let named = self.documents.get(&Annotation::clone(annotation).document);
            let (title, uri) = named.map_or(("", None), |(title, uri)| (title.as_str(), uri.as_deref()));
            Entry { annotation, title, uri, status: "exact", place: None, page: None }
        };
        let text = json_ld::annotations(left.iter().map(entry), legend);
        let written = folders.iter().find_map(|folder| write(folder, &text).ok());
        Some(match written {
            Some(path) => format!("it is in {}, which postil import takes in", clean_line(&path.to_string_lossy())),
            None => format!("no folder takes a file with it, so it stands here:\n{}", in_words(&left, legend)),
        })
    }
}

/// Writes a file of a new name into a folder, onto the disk, for the eyes of this user.
fn write(folder: &Path, text: &str) -> io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = tempfile::Builder::new().prefix("unsaved-").suffix(".jsonld").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok(path)
}

/// Annotations to be read on the terminal: the words they are on, and what they hold.
fn in_words(left: &[Annotation], legend: &Legend) -> String {
    let mut out = String::new();
    for annotation in left {
        let _ = writeln!(out, "\n“{}”", clean(&annotation.selector.exact));
        for Fact { label, words } in facts(annotation, legend) {
            let _ = writeln!(out, "{label}: {words}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::selector::Selector;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn fresh(number: u128) -> Fresh {
        Fresh { now: Timestamp::UNIX_EPOCH, id: AnnotationId(Uuid::from_u128(number)) }
    }

    fn draft(text: &str) -> Draft {
        let selector = Selector {
            exact: "words".to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            span: crate::text::span::Span::new(0, 5),
            edition: None,
        };
        Draft { id: fresh(1).id, selector, text: text.to_owned(), left_by: None }
    }

    #[test]
    fn what_is_kept_or_taken_back_is_not_left() {
        let document = DocumentId(Uuid::nil());
        let mut outstanding = Outstanding::default();
        let rescued = |outstanding: &Outstanding| outstanding.rescue(&[], &Legend::default());
        outstanding.draft(None, document, &draft("a thou"), fresh(2));
        outstanding.draft(None, document, &draft("a thought"), fresh(3));
        let said = rescued(&outstanding).unwrap();
        assert!(said.contains("“words”\nNote: a thought\n") && said.contains(&fresh(2).id.to_string()), "{said}");
        outstanding.draft(None, document, &draft("a \u{1b}]0;thought\u{9b}2J"), fresh(3));
        let harmful = |c: char| c.is_control() && c != '\n';
        assert!(!rescued(&outstanding).unwrap().contains(harmful));
        outstanding.draft(None, document, &draft(""), fresh(4));
        assert_eq!(rescued(&outstanding), None);
        outstanding.draft(None, document, &draft("a thought"), fresh(5));
        outstanding.drafts_are_kept();
        assert_eq!(rescued(&outstanding), None);
        let annotation = Annotation {
            id: fresh(6).id,
            document,
            selector: draft("").selector,
            accepted: None,
            body: Body { note: Some("a note".to_owned()), ..Body::default() },
            created: fresh(6).now,
            modified: fresh(6).now,
        };
        outstanding.save(None, 1, &[Change::Add(Box::new(annotation.clone()))], None);
        assert!(rescued(&outstanding).is_some());
        outstanding.save(None, 2, &[Change::Remove(Box::new(annotation))], None);
        assert_eq!(rescued(&outstanding), None);
        outstanding.settled(2);
        outstanding.settled(1);
        assert_eq!(outstanding.annotations(), []);
    }

    #[test]
    fn the_first_folder_that_takes_a_file_has_it_and_nobody_else_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let (file, folder) = (home.path().join("file"), home.path().join("new/folder"));
        std::fs::write(&file, "").unwrap();
        let mut outstanding = Outstanding::default();
        outstanding.draft(None, DocumentId(Uuid::nil()), &draft("a thought"), fresh(1));
        let said = outstanding.rescue(&[file, folder.clone()], &Legend::default()).unwrap();
        let written = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
        assert!(said.contains(&*written.path().to_string_lossy()), "{said}");
        assert_eq!(written.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(std::fs::read_to_string(written.path()).unwrap().contains("a thought"));
    }
}
