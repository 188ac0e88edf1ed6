//! Documents: what has been read, its editions, where it was found, where reading stopped.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::error::{Fault, StoreError};
use super::store::Store;
use super::{intake, marks, search, sources};
use crate::article::document::Document;
use crate::article::identity::{DocumentId, Origin, PARSER_VERSION, Source, TextHash};
use crate::article::site::canonical;

/// The longest source, and the longest text, in bytes, that is kept without being asked for.
const KEPT: usize = 8 << 20;

/// A document in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRecord {
    /// Its name for ever.
    pub id: DocumentId,
    /// Its title when it was last opened.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// The address it gives itself.
    pub url: Option<String>,
    /// The site or publication.
    pub site: Option<String>,
    /// Its language, a BCP 47 primary tag.
    pub language: String,
    /// Where it was found, the latest place first.
    pub uris: Vec<String>,
    /// The hash of its text when it was last opened.
    pub edition: TextHash,
    /// When it was first opened.
    pub first_opened: Timestamp,
    /// When it was last opened.
    pub last_opened: Timestamp,
    /// How many annotations are on it, without those in the trash.
    pub annotations: usize,
}

impl DocumentRecord {
    /// Where it was found last; nothing where it only came through standard input.
    pub fn uri(&self) -> Option<&str> {
        self.uris.first().map(String::as_str)
    }
}

/// What the store knows of a document that has been opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub id: DocumentId,
    /// The edition that was opened before this one, where the text has changed since.
    pub earlier: Option<TextHash>,
    /// Where reading stopped.
    pub position: Option<Position>,
}

/// Where reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The edition that was open.
    pub edition: TextHash,
    /// The byte of its text that the cursor's sentence begins at.
    pub offset: usize,
}

impl Store {
    /// What is known of a document: found by its text, else by its source's bytes, else by its address.
    pub fn recognise<'a>(
        &self,
        document: &Document,
        origin: &Origin,
        source: impl Into<Source<'a>>,
    ) -> Result<Option<Known>, StoreError> {
        let sighting = Sighting::of(document, origin, source.into().hash);
        self.reading(|connection| match sighting.find(connection)? {
            Some(id) => known(connection, id, sighting.text),
            None => Ok(None),
        })
    }

    /// Puts a document into the library, or notes that it was opened again: this edition, its
    /// source's bytes, and where it came from. A source above 8 MiB is not kept unless it was fetched, nor a
    /// text that long (see [`keep_edition`](Self::keep_edition)).
    pub fn remember<'a>(
        &mut self,
        document: &Document,
        origin: &Origin,
        source: impl Into<Source<'a>>,
        now: Timestamp,
    ) -> Result<Known, StoreError> {
        let source = source.into();
        self.writing(|transaction| remember(transaction, document, origin, source, None, now))
    }

    /// Keeps the text of an edition that [`remember`](Self::remember) left out for its length; does nothing
    /// where it did not. To be called before something is written on it.
    pub fn keep_edition(&mut self, document: &Document) -> Result<(), StoreError> {
        if document.text().len() <= KEPT {
            return Ok(());
        }
        self.writing(|transaction| keep_edition(transaction, document))
    }

    /// The text of an edition, if it was kept.
    pub fn edition_text(&self, hash: TextHash) -> Result<Option<String>, StoreError> {
        self.reading(|connection| {
            connection
                .prepare_cached("SELECT text FROM edition WHERE hash = ?1")?
                .query_row([hash.to_string()], |row| row.get(0))
                .optional()
                .map(Option::flatten)
        })
    }

    /// The bytes an edition was parsed from, if they were kept.
    pub fn source(&self, hash: TextHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.reading(|connection| {
            connection
                .prepare_cached(
                    "SELECT coalesce(s.bytes, iif(s.hash = e.hash, CAST(e.text AS BLOB), NULL))
                     FROM edition e JOIN source s ON s.hash = e.source WHERE e.hash = ?1",
                )?
                .query_row([hash.to_string()], |row| row.get(0))
                .optional()
                .map(Option::flatten)
        })
    }

    /// The library, last opened first, without what is in the trash.
    pub fn documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        self.reading(records)
    }

    /// The document that was found at an address last, unless it is in the trash.
    pub fn at(&self, uri: &str) -> Result<Option<DocumentId>, StoreError> {
        let sql = "SELECT a.document FROM address a JOIN document d ON d.id = a.document
                   WHERE a.uri = ?1 AND d.deleted IS NULL";
        self.reading(|connection| {
            let id = |row: &Row<'_>| marks::uuid(row, 0).map(DocumentId);
            connection.prepare_cached(sql)?.query_row([uri], id).optional()
        })
    }

    /// One document, unless it is in the trash.
    pub fn document(&self, id: DocumentId) -> Result<Option<DocumentRecord>, StoreError> {
        self.reading(|connection| record(connection, id))
    }

    /// Moves a document to the trash with all that is on it; opening it again takes it out. Says whether
    /// there was one.
    pub fn remove_document(&mut self, id: DocumentId, now: Timestamp) -> Result<bool, StoreError> {
        self.writing(|transaction| {
            let changed = transaction
                .prepare_cached("UPDATE document SET deleted = ?2 WHERE id = ?1 AND deleted IS NULL")?
                .execute([id.to_string(), marks::stamp(now)])?;
            Ok(changed > 0)
        })
    }

    /// Notes where reading stopped.
    pub fn keep_position(&mut self, document: DocumentId, position: Position) -> Result<(), StoreError> {
        self.writing(|transaction| {
            transaction
                .prepare_cached("UPDATE document SET position_edition = ?2, position_byte = ?3 WHERE id = ?1")?
                .execute(params![document.to_string(), position.edition.to_string(), position.offset as i64])?;
            Ok(())
        })
    }

    /// Where reading stopped.
    pub fn position(&self, document: DocumentId) -> Result<Option<Position>, StoreError> {
        self.reading(|connection| position(connection, document))
    }
}

/// Puts a document into the library, or notes that it was opened again; under the name `id` where one is given.
pub(super) fn remember(
    transaction: &Transaction<'_>,
    document: &Document,
    origin: &Origin,
    source: Source<'_>,
    id: Option<DocumentId>,
    now: Timestamp,
) -> Result<Known, Fault> {
    let sighting = Sighting::of(document, origin, source.hash);
    let Sighting { text, source: bytes, .. } = sighting;
    let id = match id {
        Some(id) => id,
        None => sighting.find(transaction)?.unwrap_or_else(|| sighting.id()),
    };
    let before = known(transaction, id, text)?;
    let turn: i64 = transaction.query_row("SELECT coalesce(max(opened), 0) + 1 FROM document", [], |row| row.get(0))?;
    put_record(transaction, id, document, origin, turn, now)?;
    let words = (document.text().len() <= KEPT).then_some(document.text());
    let other = bytes != text && source.len <= KEPT;
    // A file can be read again; what was fetched may be gone tomorrow.
    let needed = origin.fetched.is_some() && (bytes != text || words.is_none());
    let replaced = sources::before(transaction, text, origin.fetched.as_ref())?;
    sources::keep(transaction, bytes, source.len, source.bytes.filter(|_| other || needed))?;
    transaction
        .prepare_cached(
            "INSERT INTO edition (hash, document, parser, source, seen, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (hash) DO UPDATE SET parser = excluded.parser, source = excluded.source",
        )?
        .execute(params![
            text.to_string(),
            id.to_string(),
            PARSER_VERSION,
            bytes.to_string(),
            marks::stamp(now),
            words
        ])?;
    if let Some(uri) = &origin.uri {
        transaction
            .prepare_cached(
                "INSERT INTO address (uri, document, opened) VALUES (?1, ?2, ?3)
                 ON CONFLICT (uri) DO UPDATE SET document = excluded.document, opened = excluded.opened",
            )?
            .execute(params![uri, id.to_string(), turn])?;
    }
    for uri in sighting.others.iter().filter(|other| Some(other.as_str()) != sighting.uri) {
        transaction
            .prepare_cached("INSERT INTO address (uri, document, opened) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING")?
            .execute(params![uri, id.to_string()])?;
    }
    if let Some(said) = &origin.fetched {
        sources::keep_fetched(transaction, said, bytes)?;
    }
    sources::forget(transaction, &replaced, bytes)?;
    Ok(before.unwrap_or(Known { id, earlier: None, position: None }))
}

/// Keeps the text of an edition, however long it is.
pub(super) fn keep_edition(transaction: &Transaction<'_>, document: &Document) -> Result<(), Fault> {
    let hash = document.hash().to_string();
    let missing = "SELECT 1 FROM edition WHERE hash = ?1 AND text IS NULL";
    if transaction.prepare_cached(missing)?.exists([&hash])? {
        transaction
            .prepare_cached("UPDATE edition SET text = ?2 WHERE hash = ?1")?
            .execute([&hash, document.text()])?;
    }
    Ok(())
}

/// What a document is recognised by.
struct Sighting<'a> {
    text: TextHash,
    source: TextHash,
    uri: Option<&'a str>,
    title: String,
    /// What else it is known by: the address that was asked for, and the one it gives itself.
    others: Vec<String>,
    /// Whether it holds no word: all such texts are equal and say nothing about whose they are.
    blank: bool,
}

impl<'a> Sighting<'a> {
    fn of(document: &Document, origin: &'a Origin, source: TextHash) -> Self {
        let text = document.hash();
        let asked = origin.fetched.as_ref().map(|said| said.asked.clone());
        let claimed = origin.fetched.as_ref().zip(document.metadata().url.as_deref());
        let canonical = claimed.and_then(|(said, claims)| canonical(&said.uri, claims));
        Self {
            text,
            source,
            uri: origin.uri.as_deref(),
            others: asked.into_iter().chain(canonical).collect(),
            title: document.title(),
            blank: document.text().trim().is_empty(),
        }
    }

    /// The name of a document that is seen for the first time.
    fn id(&self) -> DocumentId {
        let hash = if self.blank { TextHash::of(self.uri.unwrap_or_default()) } else { self.text };
        DocumentId::first_seen(hash)
    }

    /// The document with this text, else this source, else this address; those in the trash too. Else the one
    /// that is awaited under this title.
    fn find(&self, connection: &Connection) -> rusqlite::Result<Option<DocumentId>> {
        let look = |sql: &str, value: &str| {
            connection.prepare_cached(sql)?.query_row([value], |row| marks::uuid(row, 0).map(DocumentId)).optional()
        };
        if !self.blank {
            if let Some(id) = look("SELECT document FROM edition NOT INDEXED WHERE hash = ?1", &self.text.to_string())?
            {
                return Ok(Some(id));
            }
            let newest = "SELECT document FROM edition WHERE source = ?1 ORDER BY seq DESC LIMIT 1";
            if let Some(id) = look(newest, &self.source.to_string())? {
                return Ok(Some(id));
            }
        }
        for uri in self.uri.into_iter().chain(self.others.iter().map(String::as_str)) {
            if let Some(id) = look("SELECT document FROM address WHERE uri = ?1", uri)? {
                return Ok(Some(id));
            }
        }
        if self.blank { Ok(None) } else { intake::awaited(connection, &self.title) }
    }
}

fn known(connection: &Connection, id: DocumentId, text: TextHash) -> rusqlite::Result<Option<Known>> {
    let edition = connection
        .prepare_cached("SELECT edition FROM document NOT INDEXED WHERE id = ?1")?
        .query_row([id.to_string()], |row| marks::hash(row, 0))
        .optional()?;
    let Some(edition) = edition else { return Ok(None) };
    // One that was only awaited had no text that could have changed.
    let earlier = edition.filter(|edition| *edition != text && *edition != TextHash::of(""));
    Ok(Some(Known { id, earlier, position: position(connection, id)? }))
}

fn position(connection: &Connection, id: DocumentId) -> rusqlite::Result<Option<Position>> {
    let found = connection
        .prepare_cached("SELECT position_edition, coalesce(position_byte, 0) FROM document NOT INDEXED WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((marks::hash(row, 0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let Some((Some(edition), offset)) = found else { return Ok(None) };
    Ok(Some(Position { edition, offset: usize::try_from(offset).unwrap_or_default() }))
}

fn put_record(
    transaction: &Transaction<'_>,
    id: DocumentId,
    document: &Document,
    origin: &Origin,
    turn: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    let title = document.known_as(origin);
    let old: Option<(String, bool)> = transaction
        .prepare_cached("SELECT title, deleted IS NULL FROM document WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let metadata = document.metadata();
    transaction
        .prepare_cached(
            "INSERT INTO document (id, title, author, date, url, site, language, edition, first_opened, last_opened, opened)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, author = excluded.author, date = excluded.date,
             url = excluded.url, site = excluded.site, language = excluded.language, edition = excluded.edition,
             last_opened = excluded.last_opened, opened = excluded.opened, deleted = NULL",
        )?
        .execute(params![
            id.to_string(),
            title,
            metadata.author,
            metadata.date,
            metadata.url,
            metadata.site,
            document.language(),
            document.hash().to_string(),
            marks::stamp(now),
            turn,
        ])?;
    if old.is_some_and(|(old, _)| old != title) {
        search::index_document(transaction, id)?;
    }
    Ok(())
}

const RECORD: &str = "
    SELECT d.id, d.title, d.author, d.date, d.url, d.site, d.language, d.edition, d.first_opened, d.last_opened,
           coalesce(n.notes, 0)
    FROM document d NOT INDEXED LEFT JOIN
         (SELECT document, count(*) AS notes FROM annotation WHERE deleted IS NULL GROUP BY document) n
         ON n.document = d.id
    WHERE d.deleted IS NULL";

/// All documents but those in the trash, last opened first.
pub(super) fn records(connection: &Connection) -> rusqlite::Result<Vec<DocumentRecord>> {
    let mut documents: Vec<DocumentRecord> = connection
        .prepare_cached(&format!("{RECORD} ORDER BY d.opened DESC"))?
        .query_map([], read_record)?
        .collect::<rusqlite::Result<_>>()?;
    let mut uris: HashMap<DocumentId, Vec<String>> = HashMap::new();
    let mut statement = connection.prepare_cached("SELECT document, uri FROM address ORDER BY opened DESC")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        uris.entry(DocumentId(marks::uuid(row, 0)?)).or_default().push(row.get(1)?);
    }
    for document in &mut documents {
        document.uris = uris.remove(&document.id).unwrap_or_default();
    }
    Ok(documents)
}

fn record(connection: &Connection, id: DocumentId) -> rusqlite::Result<Option<DocumentRecord>> {
    let found = connection
        .prepare_cached(&format!("{RECORD} AND d.id = ?1"))?
        .query_row([id.to_string()], read_record)
        .optional()?;
    let Some(mut document) = found else { return Ok(None) };
    document.uris = connection
        .prepare_cached("SELECT uri FROM address WHERE document = ?1 ORDER BY opened DESC")?
        .query_map([id.to_string()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(document))
}

fn read_record(row: &Row<'_>) -> rusqlite::Result<DocumentRecord> {
    Ok(DocumentRecord {
        id: DocumentId(marks::uuid(row, 0)?),
        title: row.get(1)?,
        author: row.get(2)?,
        date: row.get(3)?,
        url: row.get(4)?,
        site: row.get(5)?,
        language: row.get(6)?,
        uris: Vec::new(),
        edition: marks::hash(row, 7)?.ok_or(rusqlite::Error::InvalidQuery)?,
        first_opened: marks::time(row, 8)?,
        last_opened: marks::time(row, 9)?,
        annotations: row.get::<_, i64>(10)?.try_into().unwrap_or_default(),
    })
}
