//! What sources were made of: their bytes, and what a server said of those that were fetched.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::error::{Fault, StoreError};
use super::marks;
use super::store::Store;
use crate::article::identity::{Fetched, TextHash};

/// A page as it was fetched last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was fetched, and what its server said of it.
    pub fetched: Fetched,
}

/// The columns of a fetch, as [`fetched`] reads them.
const FETCHED: &str = "f.at, f.asked, f.uri, f.media_type, f.etag, f.modified";

impl Store {
    /// What was fetched last from an address, typed or reached by a redirect; nothing where the document is in
    /// the trash.
    pub fn kept(&self, uri: &str) -> Result<Option<Kept>, StoreError> {
        let sql = format!(
            "SELECT {FETCHED}, coalesce(s.bytes, (SELECT CAST(e.text AS BLOB) FROM edition e WHERE e.hash = s.hash))
             FROM fetched f JOIN source s ON s.hash = f.source JOIN address a ON a.uri = f.uri
                  JOIN document d ON d.id = a.document AND d.deleted IS NULL
             WHERE f.asked = ?1 OR f.uri = ?1 ORDER BY f.at DESC LIMIT 1"
        );
        let kept = |row: &Row<'_>| {
            let bytes: Option<Vec<u8>> = row.get(6)?;
            let fetched = fetched(row)?;
            Ok(bytes.map(|bytes| Kept { bytes, fetched }))
        };
        self.reading(|connection| {
            connection.prepare_cached(&sql)?.query_row([uri], kept).optional().map(Option::flatten)
        })
    }

    /// What a server said of the source of an edition, where that was fetched.
    pub fn fetched(&self, edition: TextHash) -> Result<Option<Fetched>, StoreError> {
        let sql = format!(
            "SELECT {FETCHED} FROM fetched f JOIN edition e ON e.source = f.source
             WHERE e.hash = ?1 ORDER BY f.at DESC LIMIT 1"
        );
        self.reading(|connection| connection.prepare_cached(&sql)?.query_row([edition.to_string()], fetched).optional())
    }

    /// Notes when a server said that what was fetched is still the same.
    pub fn confirm(&mut self, said: &Fetched) -> Result<(), StoreError> {
        self.writing(|transaction| {
            transaction
                .prepare_cached("UPDATE fetched SET at = ?2 WHERE asked = ?1")?
                .execute([&said.asked, &marks::stamp(said.at)])?;
            Ok(())
        })
    }
}

/// Keeps a source's bytes, where there are any to keep.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    hash: TextHash,
    size: usize,
    bytes: Option<&[u8]>,
) -> Result<(), Fault> {
    transaction
        .prepare_cached(
            "INSERT INTO source (hash, size, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NULL AND excluded.bytes IS NOT NULL",
        )?
        .execute(params![hash.to_string(), size as i64, bytes])?;
    Ok(())
}

/// Keeps what a server said of a source.
pub(super) fn keep_fetched(transaction: &Transaction<'_>, said: &Fetched, source: TextHash) -> Result<(), Fault> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO fetched (asked, uri, source, at, media_type, etag, modified)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            said.asked,
            said.uri,
            source.to_string(),
            marks::stamp(said.at),
            said.media_type,
            said.etag,
            said.modified
        ])?;
    Ok(())
}

/// Picks out the sources of which no edition was made last, and that were not fetched last.
pub(super) const UNUSED: &str = "hash NOT IN (SELECT source FROM edition) AND hash NOT IN (SELECT source FROM fetched)";

/// The sources that give way when another source is kept for a text and for what was asked for.
pub(super) fn before(
    transaction: &Transaction<'_>,
    text: TextHash,
    said: Option<&Fetched>,
) -> rusqlite::Result<Vec<String>> {
    transaction
        .prepare_cached("SELECT source FROM edition WHERE hash = ?1 UNION SELECT source FROM fetched WHERE asked = ?2")?
        .query_map(params![text.to_string(), said.map(|said| said.asked.as_str())], |row| row.get(0))?
        .collect()
}

/// Forgets those of these sources that nothing needs any more.
pub(super) fn forget(transaction: &Transaction<'_>, sources: &[String], kept: TextHash) -> rusqlite::Result<()> {
    let kept = kept.to_string();
    for source in sources.iter().filter(|source| **source != kept) {
        transaction.prepare_cached(&format!("DELETE FROM source WHERE hash = ?1 AND {UNUSED}"))?.execute([source])?;
    }
    Ok(())
}

fn fetched(row: &Row<'_>) -> rusqlite::Result<Fetched> {
    Ok(Fetched {
        at: marks::time(row, 0)?,
        asked: row.get(1)?,
        uri: row.get(2)?,
        media_type: row.get(3)?,
        etag: row.get(4)?,
        modified: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{WORDS, at, document};
    use super::*;
    use crate::article::identity::Origin;

    fn said(asked: &str, uri: &str, second: i64) -> Fetched {
        Fetched {
            at: at(second),
            asked: asked.to_owned(),
            uri: uri.to_owned(),
            media_type: Some("text/html".to_owned()),
            etag: Some("\"1\"".to_owned()),
            modified: None,
        }
    }

    fn from(fetched: &Fetched) -> Origin {
        Origin { uri: Some(fetched.uri.clone()), name: fetched.asked.clone(), fetched: Some(fetched.clone()) }
    }

    #[test]
    fn what_was_fetched_is_kept_under_each_of_its_addresses() {
        let mut store = Store::in_memory().unwrap();
        let said = said("http://example.org/short", "https://example.org/long", 1);
        let words = document(WORDS);
        let id = store.remember(&words, &from(&said), b"<p>one", at(1)).unwrap().id;
        for uri in [&said.asked, &said.uri] {
            assert_eq!(store.kept(uri).unwrap(), Some(Kept { bytes: b"<p>one".to_vec(), fetched: said.clone() }));
        }
        assert_eq!(store.kept("https://example.org/").unwrap(), None);
        assert_eq!(store.fetched(words.hash()).unwrap(), Some(said.clone()));
        assert_eq!(store.document(id).unwrap().unwrap().uris, [said.uri.clone(), said.asked.clone()]);

        // The same words in other bytes: the older bytes are of no use any more.
        store.remember(&words, &from(&said), b"<p>two", at(2)).unwrap();
        assert_eq!(store.kept(&said.uri).unwrap().unwrap().bytes, b"<p>two");
        assert_eq!(store.check().unwrap(), []);

        store.confirm(&Fetched { at: at(3), ..said.clone() }).unwrap();
        assert_eq!(store.kept(&said.uri).unwrap().unwrap().fetched.at, at(3));

        store.remove_document(id, at(4)).unwrap();
        assert_eq!(store.kept(&said.uri).unwrap(), None);
    }

    #[test]
    fn a_page_is_the_document_that_its_other_addresses_lead_to() {
        let mut store = Store::in_memory().unwrap();
        let asked = said("http://example.org/short", "https://example.org/long", 1);
        let id = store.remember(&document(WORDS), &from(&asked), b"1", at(1)).unwrap().id;
        let edited = document("Other words altogether.");
        let again = said("http://example.org/short", "https://example.org/elsewhere", 2);
        assert_eq!(store.recognise(&edited, &from(&again), b"2").unwrap().map(|known| known.id), Some(id));
        let other = said("http://example.org/other", "http://example.org/other", 2);
        assert_eq!(store.recognise(&edited, &from(&other), b"2").unwrap(), None);
    }

    #[test]
    fn a_page_whose_bytes_are_its_text_is_kept_too() {
        let mut store = Store::in_memory().unwrap();
        let words = document(WORDS);
        let said = said("https://example.org/a", "https://example.org/a", 1);
        store.remember(&words, &from(&said), words.text().as_bytes(), at(1)).unwrap();
        assert_eq!(store.kept(&said.uri).unwrap().unwrap().bytes, words.text().as_bytes());
        assert_eq!(store.check().unwrap(), []);
    }
}
