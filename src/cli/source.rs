//! From a source on the command line to the article, what is written on it, and its reading.

use std::ffi::OsStr;
use std::sync::Arc;

use super::failure::Failure;
use super::output::say;
use super::progress::Progress;
use super::session::{self, Session, now};
use crate::article::builder::DocumentBuilder;
use crate::article::document::{Document, Metadata};
use crate::article::identity::{DocumentId, Fetched, Origin};
use crate::article::parse::parse;
use crate::ingest::address::Address;
use crate::ingest::fetch::{Answer, Fetch};
use crate::ingest::file::Material;
use crate::ingest::origin::shown;
use crate::ingest::progress::Progress as SoFar;
use crate::notes::annotation::Placed;
use crate::notes::corrections::corrections;
use crate::reading::lexicon::Lexicon;
use crate::reading::reading::Reading;
use crate::runtime::source::{Found, as_fetched, current, find, kept};
use crate::store::error::StoreError;
use crate::store::library::DocumentRecord;
use crate::store::store::Store;

/// An article and where it came from.
pub(super) struct Article {
    /// The article.
    pub(super) document: Arc<Document>,
    /// Where it came from.
    pub(super) origin: Origin,
    /// The bytes it was parsed from.
    pub(super) bytes: Vec<u8>,
}

/// An article with all that the reader wrote on it.
pub(super) struct Annotated {
    /// The document's id.
    pub(super) id: DocumentId,
    /// The annotations, oldest first, each with its place.
    pub(super) placed: Vec<Placed>,
    /// The article, split, the reader's corrections counted.
    pub(super) reading: Reading,
}

/// Where an article was at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// In a file, or on standard input.
    Here,
    /// In the store: it was fetched before.
    Store,
    /// On the network: it was fetched now, and is not kept yet.
    Network,
}

/// Reads a source. What stands at an address is fetched once and kept; after that the kept copy is read, and its
/// date said.
pub(super) fn read(session: &Session, source: &OsStr) -> Result<Article, Failure> {
    let (article, from) = get(session, source)?;
    let name = &article.origin.name;
    match from {
        From::Here => {}
        From::Store => {
            let at = article.origin.fetched.as_ref().map(as_fetched).unwrap_or_default();
            say(&format!("{name}: {at}"));
        }
        From::Network => {
            if let Err(error) = keep(session, &article) {
                say(&format!("{name}: what was fetched is not kept: {error}"));
            }
        }
    }
    Ok(article)
}

/// Reads a source, and says nothing; what is fetched is not kept yet.
pub(super) fn get(session: &Session, source: &OsStr) -> Result<(Article, From), Failure> {
    let mut progress = Progress::new();
    let mut tell = |so_far: SoFar<'_>| progress.show(&format!("{so_far} of {}", shown(source)));
    if let Some((record, _)) = session::named(&session.paths, source)? {
        let store = session.store_that_is_there()?;
        return Ok((article(current(&store, &record, &mut tell).map_err(Failure::said)?), From::Here));
    }
    match find(&session.paths.data, source, &session.limits, &mut tell).map_err(Failure::said)? {
        Found::Here(material) => Ok((article(material), From::Here)),
        Found::Kept(material) => Ok((article(material), From::Store)),
        Found::Remote(address) => match fetch(session, address, None)? {
            Answer::Material(material) => Ok((article(*material), From::Network)),
            Answer::Unchanged => Err(Failure::said("the server answers what it was not asked: try again later")),
        },
    }
}

/// Fetches what stands at an address, where a server `said` something before only what is new; progress is shown.
pub(super) fn fetch(session: &Session, address: Address, said: Option<&Fetched>) -> Result<Answer, Failure> {
    let name = address.name();
    let mut progress = Progress::new();
    progress.show(&format!("fetching {name}"));
    let mut tell = |so_far: SoFar<'_>| progress.show(&format!("{so_far} of {name}"));
    Fetch::new(address).run(said, session.limits.web, now(), &session.stop, &mut tell).map_err(Failure::said)
}

fn keep(session: &Session, article: &Article) -> Result<(), StoreError> {
    let mut store = Store::open(&session.paths.data)?;
    store.remember(&article.document, &article.origin, &article.bytes, now()).map(drop)
}

/// Standard input can be read once: refuses that more than one of `sources` is it.
pub(super) fn input_once<'a>(sources: impl IntoIterator<Item = &'a OsStr>) -> Result<(), Failure> {
    let count = sources.into_iter().filter(|source| *source == "-").count();
    if count > 1 {
        return Err(Failure::usage("standard input can be read only once: name a file for the others"));
    }
    Ok(())
}

/// The article that a source makes.
pub(super) fn article(material: Material) -> Article {
    let Material { bytes, kind, origin } = material;
    let document = Arc::new(parse(kind, &bytes, &origin.name));
    Article { document, origin, bytes }
}

/// The article of a document as it was last opened, from what the store kept of it.
pub(super) fn stored(store: &Store, record: &DocumentRecord) -> Result<Article, Failure> {
    let mut article = article(kept(store, record).map_err(Failure::said)?);
    if article.document.text().is_empty() {
        article.document = Arc::new(unread(record));
    }
    Ok(article)
}

/// A document whose text nobody has read yet: what was imported says only what it is called.
fn unread(record: &DocumentRecord) -> Document {
    let mut builder = DocumentBuilder::new();
    builder.metadata(Metadata {
        title: Some(record.title.clone()),
        author: record.author.clone(),
        date: record.date.clone(),
        url: record.url.clone(),
        site: record.site.clone(),
        language: None,
    });
    builder.finish()
}

/// What `store` knows of an article; without a store, or where it does not know it, nothing is
/// written on it.
pub(super) fn annotated(words: &Lexicon, store: Option<&Store>, article: &Article) -> Result<Annotated, StoreError> {
    let Some(store) = store else { return Ok(unannotated(words, article)) };
    match store.recognise(&article.document, &article.origin, &article.bytes)? {
        Some(known) => annotated_as(words, store, known.id, article),
        None => Ok(unannotated(words, article)),
    }
}

/// What is written on the document `id`, which `article` is an edition of.
pub(super) fn annotated_as(
    words: &Lexicon,
    store: &Store,
    id: DocumentId,
    article: &Article,
) -> Result<Annotated, StoreError> {
    let document = &article.document;
    let placed = store.placed(store.annotations(id)?, document)?;
    let reading = Reading::with(document.clone(), words.clone()).corrected(corrections(document, &placed));
    Ok(Annotated { id, placed, reading })
}

/// An article with nothing written on it.
pub(super) fn unannotated(words: &Lexicon, article: &Article) -> Annotated {
    let id = DocumentId::first_seen(article.document.hash());
    Annotated { id, placed: Vec::new(), reading: Reading::with(article.document.clone(), words.clone()) }
}
