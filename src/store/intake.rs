//! Annotations from elsewhere, all taken in or none; and documents that are known by their title or address only,
//! until they are opened.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::error::{Fault, StoreError};
use super::store::Store;
use super::{library, marks, search};
use crate::article::builder::DocumentBuilder;
use crate::article::document::{Document, Metadata};
use crate::article::identity::{DocumentId, Origin, TextHash};
use crate::notes::annotation::{Annotation, AnnotationId, Body};
use crate::notes::change::Change;

/// Annotations that arrive for one document.
#[derive(Debug)]
pub struct Arrival<'a> {
    /// What they are on; this, not what each of them says.
    pub on: On<'a>,
    /// The document that was awaited and turns out to be this one: what arrived for it goes over.
    pub awaited: Option<DocumentId>,
    /// The annotations.
    pub annotations: Vec<Arriving>,
}

/// One annotation that arrives.
#[derive(Clone, Debug)]
pub struct Arriving {
    /// The annotation.
    pub annotation: Annotation,
    /// Whether its source says when it was last changed.
    pub dated: bool,
}

/// The document that annotations arrive for.
#[derive(Clone, Copy, Debug)]
pub enum On<'a> {
    /// An article that is at hand.
    Article {
        /// The article.
        document: &'a Document,
        /// Where it came from.
        origin: &'a Origin,
        /// The bytes it was parsed from.
        source: &'a [u8],
    },
    /// A document of the library.
    Known(DocumentId),
    /// One that nobody has opened yet.
    Awaited(&'a Awaited),
}

/// A document that nobody has opened yet. It is recognised by its address, or else by its title, once it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Awaited {
    /// Its name, where that is known: a document is named by its text.
    pub id: Option<DocumentId>,
    /// Its address.
    pub uri: Option<String>,
    /// Its title; the address does where there is none.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

/// What became of annotations that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Those that were new.
    pub added: HashSet<AnnotationId>,
    /// Those that were there and are richer now, or newer.
    pub completed: HashSet<AnnotationId>,
    /// Those that waited for their document and are on it now.
    pub arrived: HashSet<AnnotationId>,
}

impl Awaited {
    /// The name it has until it is opened, and keeps then.
    pub fn id(&self) -> DocumentId {
        if let Some(id) = self.id {
            return id;
        }
        let words = |part: &Option<String>| part.clone().unwrap_or_default();
        // An empty file at this address would have the same name, and is the same document.
        let key = self.uri.clone().unwrap_or_else(|| format!("{}\u{0}{}", words(&self.title), words(&self.author)));
        DocumentId::first_seen(TextHash::of(&key))
    }

    /// A document without a word.
    fn document(&self) -> Document {
        let mut builder = DocumentBuilder::new();
        let title = self.title.clone().or_else(|| self.uri.clone());
        let Self { uri, author, .. } = self.clone();
        builder.metadata(Metadata { title, author, url: uri, ..Metadata::default() });
        builder.finish()
    }
}

impl Store {
    /// Takes annotations in, all or none; they are on the disk when this returns.
    ///
    /// One that is there already, in the trash or out of it, is not doubled: where the one that arrives was changed
    /// later, its parts replace those that are there; where nothing says when it was, it only brings a note to
    /// one that has none.
    pub fn take_in(&mut self, arrivals: &[Arrival<'_>], now: Timestamp) -> Result<Taken, StoreError> {
        self.writing(|transaction| {
            let mut taken = Taken::default();
            for Arrival { on, awaited, annotations } in arrivals {
                let document = settle(transaction, *on, now)?;
                if let Some(awaited) = awaited.filter(|awaited| *awaited != document) {
                    taken.arrived.extend(go_over(transaction, awaited, document, now)?);
                }
                for arriving in annotations {
                    take_in(transaction, document, arriving, now, &mut taken)?;
                }
            }
            Ok(taken)
        })
    }
}

/// Makes sure that the document is known, and gives its name.
fn settle(transaction: &Transaction<'_>, on: On<'_>, now: Timestamp) -> Result<DocumentId, Fault> {
    match on {
        On::Article { document, origin, source } => {
            let known = library::remember(transaction, document, origin, source.into(), None, now)?;
            library::keep_edition(transaction, document)?;
            Ok(known.id)
        }
        On::Known(id) => Ok(id),
        On::Awaited(awaited) => {
            let origin = Origin { uri: awaited.uri.clone(), ..Origin::default() };
            Ok(library::remember(transaction, &awaited.document(), &origin, b"".into(), Some(awaited.id()), now)?.id)
        }
    }
}

/// Puts all that is on an awaited document onto the one it turned out to be, and lets it go. Says what went over.
fn go_over(
    transaction: &Transaction<'_>,
    awaited: DocumentId,
    document: DocumentId,
    now: Timestamp,
) -> Result<Vec<AnnotationId>, Fault> {
    let waiting = marks::of_document(transaction, awaited)?;
    // Those in the trash go along.
    let ids: Vec<AnnotationId> = transaction
        .prepare_cached("SELECT id FROM annotation WHERE document = ?1")?
        .query_map([awaited.to_string()], |row| marks::uuid(row, 0).map(AnnotationId))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &ids {
        marks::must_be_as_written(transaction, *id)?;
    }
    transaction
        .prepare_cached("UPDATE annotation SET document = ?2 WHERE document = ?1")?
        .execute([awaited.to_string(), document.to_string()])?;
    transaction
        .prepare_cached("UPDATE document SET deleted = ?2 WHERE id = ?1")?
        .execute([awaited.to_string(), marks::stamp(now)])?;
    for id in ids {
        marks::seal(transaction, id)?;
    }
    for annotation in &waiting {
        search::index(transaction, annotation.id)?;
    }
    Ok(waiting.into_iter().map(|annotation| annotation.id).collect())
}

fn take_in(
    transaction: &Transaction<'_>,
    document: DocumentId,
    Arriving { annotation, dated }: &Arriving,
    now: Timestamp,
    taken: &mut Taken,
) -> Result<(), Fault> {
    let id = annotation.id;
    let there = "SELECT deleted IS NULL FROM annotation WHERE id = ?1";
    let there: Option<bool> =
        transaction.prepare_cached(there)?.query_row([id.to_string()], |row| row.get(0)).optional()?;
    let change = match there {
        None => {
            taken.added.insert(id);
            Change::Add(Box::new(Annotation { document, ..annotation.clone() }))
        }
        Some(false) => return Ok(()),
        Some(true) => {
            let Some(before) = marks::one(transaction, id)? else { return Ok(()) };
            let newer = *dated && annotation.modified > before.modified;
            let body = if newer {
                before.body.completed(&annotation.body, true)
            } else if *dated {
                return Ok(());
            } else {
                let note = Body { note: annotation.body.note.clone(), ..Body::default() };
                before.body.completed(&note, false)
            };
            let accepted = annotation.accepted.clone().filter(|_| newer).or_else(|| before.accepted.clone());
            if (&body, &accepted) == (&before.body, &before.accepted) {
                return Ok(());
            }
            if !taken.added.contains(&id) {
                taken.completed.insert(id);
            }
            let modified = if newer { annotation.modified } else { now };
            let after = Annotation { accepted, body, modified, ..before.clone() };
            Change::Edit { before: Box::new(before), after: Box::new(after) }
        }
    };
    marks::carry_out(transaction, &change, now)?;
    search::index(transaction, id)
}

/// The document that is awaited under a title like this one, if there is just one.
pub(super) fn awaited(connection: &Connection, title: &str) -> rusqlite::Result<Option<DocumentId>> {
    let sql = "SELECT id, title FROM document NOT INDEXED WHERE edition = ?1 AND deleted IS NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([TextHash::of("").to_string()])?;
    let mut found = None;
    while let Some(row) = rows.next()? {
        if alike(&row.get::<_, String>(1)?, title) {
            if found.is_some() {
                return Ok(None);
            }
            found = Some(DocumentId(marks::uuid(row, 0)?));
        }
    }
    Ok(found)
}

/// Whether two titles name the same thing: the same words, or one is the other without its subtitle.
pub fn alike(a: &str, b: &str) -> bool {
    let words = |title: &str| -> String {
        let parts = title.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    let short = |title: &str| {
        let head = title.split([':', '(', '–', '—', '|']).next().map(words).unwrap_or_default();
        // One word alone is no title to go by.
        Some(head).filter(|head| head.contains(' '))
    };
    let (whole_a, whole_b) = (words(a), words(b));
    if whole_a.is_empty() || whole_b.is_empty() {
        return false;
    }
    whole_a == whole_b || short(a).as_ref() == Some(&whole_b) || short(b).as_ref() == Some(&whole_a)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{WORDS, annotation, at, document, note, origin};
    use super::*;

    fn arrival(on: On<'_>, annotation: Annotation, dated: bool) -> Arrival<'_> {
        Arrival { on, awaited: None, annotations: vec![Arriving { annotation, dated }] }
    }

    #[test]
    fn titles_that_name_the_same() {
        for (a, b, same) in [
            ("A Book: Of Things", "a book – of things", true),
            ("A Book: Of Things", "A Book", true),
            ("A Book (Of Things, 2)", "A book", true),
            ("A Book", "Another Book", false),
            ("Index: of things", "Index", false),
            ("", "", false),
        ] {
            assert_eq!((alike(a, b), alike(b, a)), (same, same), "{a} {b}");
        }
    }

    #[test]
    fn an_awaited_document_is_listed_and_recognised_when_it_is_opened() {
        let mut store = Store::in_memory().unwrap();
        let text = document(WORDS);
        let address = "https://example.org/a".to_owned();
        let at_address = Origin { uri: Some(address.clone()), ..Origin::default() };
        for (awaited, origin) in [
            (Awaited { title: Some("A Title: of things".to_owned()), ..Awaited::default() }, origin("/a")),
            (Awaited { uri: Some(address), ..Awaited::default() }, at_address),
        ] {
            let made = annotation(1, &text, DocumentId(uuid::Uuid::nil()), note("kept"));
            let made = Annotation { id: AnnotationId(awaited.id().0), ..made };
            let taken = store.take_in(&[arrival(On::Awaited(&awaited), made.clone(), false)], at(1)).unwrap();
            assert_eq!(taken.added.len(), 1);
            assert_eq!(store.all_annotations().unwrap().last().unwrap().0.id, awaited.id());
            let known = store.recognise(&text, &origin, b"source").unwrap();
            assert_eq!(known.map(|known| (known.id, known.earlier)), Some((awaited.id(), None)), "{awaited:?}");
            assert_eq!(store.annotations(awaited.id()).unwrap()[0].body, made.body);
        }
    }

    #[test]
    fn what_arrives_twice_is_there_once_and_only_what_is_newer_replaces() {
        let mut store = Store::in_memory().unwrap();
        let text = document(WORDS);
        let (origin, source) = (origin("file:///a.txt"), WORDS.as_bytes());
        let on = On::Article { document: &text, origin: &origin, source };
        let made = annotation(1, &text, DocumentId(uuid::Uuid::nil()), Body { bookmark: true, ..Body::default() });
        let noted = |words: &str, modified| Annotation { body: note(words), modified, ..made.clone() };
        let mut take = |annotation: &Annotation, dated| {
            let taken = store.take_in(&[arrival(on, annotation.clone(), dated)], at(9)).unwrap();
            let there = store.annotation(made.id).unwrap();
            (taken.added.len(), taken.completed.len(), there.and_then(|there| there.body.note).unwrap_or_default())
        };
        assert_eq!(take(&made, false), (1, 0, String::new()));
        assert_eq!(take(&made, false), (0, 0, String::new()));
        assert_eq!(take(&noted("one", made.modified), false), (0, 1, "one".to_owned()));
        assert_eq!(take(&noted("two", made.modified), false), (0, 0, "one".to_owned()));
        assert_eq!(take(&noted("two", at(8)), true), (0, 0, "one".to_owned()));
        assert_eq!(take(&noted("two", at(10)), true), (0, 1, "two".to_owned()));
        let there = store.annotation(made.id).unwrap().unwrap();
        store.save(&[Change::Remove(Box::new(there))], at(11)).unwrap();
        let taken = store.take_in(&[arrival(on, noted("three", at(12)), true)], at(12)).unwrap();
        assert_eq!(
            (taken, store.annotation(made.id).unwrap()),
            (Taken::default(), None),
            "the trash keeps what is in it"
        );
    }
}
