//! Where what is to be read is at hand: in a file, in the store, or on the network.

use std::ffi::OsStr;
use std::path::Path;

use super::failure::Failure;
use crate::article::identity::{Fetched, Origin};
use crate::article::parse::Kind;
use crate::config::zone::zone;
use crate::ingest::address::Address;
use crate::ingest::file::{Limits, Material, begin, read_telling};
use crate::ingest::kind::{kind_of, kind_of_sent};
use crate::ingest::progress::Progress;
use crate::ingest::started::Begun;
use crate::store::library::DocumentRecord;
use crate::store::sources::Kept;
use crate::store::store::Store;

/// Where a source is at hand.
#[derive(Debug)]
pub enum Found {
    /// Here: it has been read.
    Here(Material),
    /// In the store: this was fetched before.
    Kept(Material),
    /// Only on the network.
    Remote(Address),
}

/// Looks for a source without asking the network. What was fetched before is taken as it was, so that it reads
/// alike until it is refreshed, and without a network. `told` hears how far a file is that takes long.
pub fn find(
    data_dir: &Path,
    source: &OsStr,
    limits: &Limits,
    told: &mut dyn FnMut(Progress<'_>),
) -> Result<Found, Failure> {
    match Address::of(source) {
        Some(address) => find_kept(data_dir, address?),
        None => Ok(Found::Here(read_telling(source, limits, told)?)),
    }
}

/// Looks for what was fetched from an address before.
pub(super) fn find_kept(data_dir: &Path, address: Address) -> Result<Found, Failure> {
    // A store that cannot be read keeps nobody from reading the page.
    let store = Store::open_to_read(data_dir).ok().flatten();
    let kept = store.and_then(|store| store.kept(&address.uri()).ok().flatten());
    Ok(kept.map_or_else(|| Found::Remote(address.clone()), |kept| Found::Kept(material(kept, address.name()))))
}

/// A page that was fetched before, as a source.
pub fn material(kept: Kept, name: String) -> Material {
    let Kept { bytes, fetched } = kept;
    let kind = kind_as_sent(&bytes, &fetched);
    Material { bytes, kind, origin: Origin { uri: Some(fetched.uri.clone()), name, fetched: Some(fetched) } }
}

fn kind_as_sent(bytes: &[u8], fetched: &Fetched) -> Kind {
    let address = Address::of(OsStr::new(&fetched.uri)).and_then(Result::ok);
    let path = address.as_ref().map_or(Path::new(""), Address::path);
    kind_of_sent(bytes, path, fetched.media_type.as_deref()).unwrap_or(Kind::PlainText)
}

/// Says of what was fetched before when that was.
pub fn as_fetched(fetched: &Fetched) -> String {
    format!("as fetched on {}; postil refresh looks for a newer text", minute(fetched.at))
}

/// A time to the minute, where the reader is.
pub fn minute(at: jiff::Timestamp) -> String {
    at.to_zoned(zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// One of the files of a document, where it is still there and can be read.
pub(super) fn begun(record: &DocumentRecord) -> Option<Begun> {
    let mut files = record.uris.iter().filter(|uri| uri.starts_with("file:"));
    files.find_map(|uri| begin(OsStr::new(uri), &Limits::default(), u64::MAX).ok())
}

/// The source of a document as it is now, where one of its files is still there; else as the store
/// kept it. `told` hears how far a file is that takes long.
pub fn current(
    store: &Store,
    record: &DocumentRecord,
    told: &mut dyn FnMut(Progress<'_>),
) -> Result<Material, Failure> {
    match begun(record).and_then(|begun| begun.whole(told).ok()) {
        Some(material) => Ok(material),
        None => kept(store, record),
    }
}

/// The source of a document as it was last opened, from what the store kept of it.
pub fn kept(store: &Store, record: &DocumentRecord) -> Result<Material, Failure> {
    let source = store.source(record.edition)?;
    let bytes = match source {
        Some(bytes) => Some(bytes),
        None => store.edition_text(record.edition)?.map(String::into_bytes),
    };
    let bytes = bytes.ok_or_else(|| {
        Failure::Unknown(format!(
            "{}: its file is gone, and its text was too long to keep: name another copy of it",
            record.title
        ))
    })?;
    if let Some(fetched) = store.fetched(record.edition)? {
        return Ok(material(Kept { bytes, fetched }, record.title.clone()));
    }
    let uri = record.uri().map(ToOwned::to_owned);
    let kind = kind_of(&bytes, uri.as_deref().map(Path::new)).unwrap_or(Kind::PlainText);
    Ok(Material { bytes, kind, origin: Origin { uri, name: record.title.clone(), fetched: None } })
}
