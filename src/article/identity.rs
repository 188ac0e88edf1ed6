//! What makes two texts the same edition, and two editions the same document.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;

use crate::text::clean::clean_line;

/// Raised whenever the same bytes may give another text: stored editions are then read again and
/// their notes re-anchored.
pub const PARSER_VERSION: u32 = 1;

/// SHA-256 of a document's text (UTF-8): same hash, same offsets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of `text`.
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// The hash of bytes that are no text yet, such as a source's.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A name made of the hash: a UUIDv8 (RFC 9562), the same on every machine.
    pub fn uuid(self) -> Uuid {
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(self.0) {
            *to = from;
        }
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// The hash that [`Display`](fmt::Display) wrote, 64 hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// Makes the hash of bytes as they come.
#[derive(Clone, Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// More bytes have come.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    pub fn hash(self) -> TextHash {
        TextHash(self.0.finalize().into())
    }
}

/// The bytes that a document was parsed from, as far as they are at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// Their hash.
    pub hash: TextHash,
    /// How many they are.
    pub len: usize,
    /// Themselves; nothing of a large file that was parsed as it was read.
    pub bytes: Option<&'a [u8]>,
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self { hash: TextHash::of_bytes(bytes), len: bytes.len(), bytes: Some(bytes) }
    }
}

impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl<'a, const LEN: usize> From<&'a [u8; LEN]> for Source<'a> {
    fn from(bytes: &'a [u8; LEN]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextHash({self})")
    }
}

/// Names a document for ever, through all its editions.
///
/// It is made from the text the document was first seen with (UUIDv8 of its hash, RFC 9562), so
/// that it is the same on every machine, with or without a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub Uuid);

impl DocumentId {
    /// The id of a document first seen with the text of this hash.
    pub fn first_seen(hash: TextHash) -> Self {
        Self(hash.uuid())
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its address: `file:///…` of the canonical path, or http(s); nothing for standard input.
    pub uri: Option<String>,
    /// What messages call it, cleaned: the path or address as the reader gave it.
    pub name: String,
    /// What the server said of it, where it was fetched.
    pub fetched: Option<Fetched>,
}

impl Origin {
    /// What to call a document that has no title of its own: the name of its file, its address, else that it is
    /// untitled.
    pub fn called(&self) -> String {
        let Some(uri) = &self.uri else { return "Untitled".to_owned() };
        let path = Url::parse(uri).ok().and_then(|uri| uri.to_file_path().ok());
        let file = path.as_deref().and_then(|path| path.file_name());
        clean_line(&file.map_or_else(|| uri.into(), |file| file.to_string_lossy()))
    }
}

/// When a source was fetched, and what its server said of it: enough to ask it only for what is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// When it was fetched, or when the server last said that it is still the same.
    pub at: Timestamp,
    /// The address that was asked for.
    pub asked: String,
    /// The address where redirects ended; mostly the same.
    pub uri: String,
    /// The type of media, without parameters.
    pub media_type: Option<String>,
    /// The entity tag.
    pub etag: Option<String>,
    /// When the server says that it was changed, as it writes dates.
    pub modified: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_title_is_called_after_where_it_comes_from() {
        let origin = |uri: &str| Origin { uri: Some(uri.to_owned()), ..Origin::default() };
        assert_eq!(origin("file:///home/x/caf%C3%A9%20%1b.md").called(), "café \u{fffd}.md");
        assert_eq!(origin("https://paper.example/a.html").called(), "https://paper.example/a.html");
        assert_eq!(Origin::default().called(), "Untitled");
    }

    #[test]
    fn a_hash_reads_back_and_names_a_document() {
        let hash = TextHash::of("abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(TextHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(TextHash::parse("ba78"), None);
        assert_eq!(DocumentId::first_seen(hash).to_string(), "ba7816bf-8f01-8fea-8141-40de5dae2223");
    }
}
