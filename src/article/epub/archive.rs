//! The members of a ZIP archive, read within limits that count the bytes which come out.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};

use icu_normalizer::ComposingNormalizerBorrowed;
use percent_encoding::percent_decode_str;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::EpubFault;

/// How many members an archive may have.
const MOST_MEMBERS: usize = 20_000;
/// How many bytes may come out of one member.
const MOST_OF_ONE: u64 = 64 << 20;
/// How many bytes may come out of all members together.
const MOST_OF_ALL: u64 = 256 << 20;
/// What every member's entry in the central directory begins with.
const ENTRY: &[u8] = b"PK\x01\x02";

/// An archive in memory. What a header declares about sizes is never believed.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    most_of_one: u64,
    /// The members by their names: the library looks through all of them for one that is not there.
    names: HashMap<String, usize>,
    /// The members by their names as far as archivers and systems of files agree on them, once one is looked for so.
    alike: OnceCell<HashMap<String, Option<usize>>>,
}

/// Why a member cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberFault {
    /// There is no member of that name.
    Missing,
    /// It is encrypted.
    Encrypted,
    /// More comes out than the limits allow.
    TooLarge,
    /// Nothing sound comes out.
    Broken,
}

/// What came out of a member.
#[derive(Debug)]
pub(super) struct Member {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether they break off, or are not what the archive's checksum says.
    pub damaged: bool,
}

impl<'a> Archive<'a> {
    /// Opens an archive, without reading any member.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, EpubFault> {
        // The library takes memory for every entry, so they are counted before it sees them.
        if memchr::memmem::find_iter(bytes, ENTRY).nth(MOST_MEMBERS).is_some() {
            return Err(EpubFault::Crowded { most: MOST_MEMBERS });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| EpubFault::Broken)?;
        let mut names = HashMap::new();
        for index in 0..zip.len() {
            let Some(Ok(name)) = zip.name_for_index(index) else { continue };
            names.entry(name.into_owned()).or_insert(index);
        }
        Ok(Self { zip, left: MOST_OF_ALL, most_of_one: MOST_OF_ONE, names, alike: OnceCell::new() })
    }

    /// Whether there is a member of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Which member is meant by a name: the one that is called so, else the only one called nearly so.
    fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied().or_else(|| {
            let alike = self.alike.get_or_init(|| {
                let mut alike = HashMap::new();
                for (name, index) in &self.names {
                    alike.entry(folded(name)).and_modify(|index| *index = None).or_insert(Some(*index));
                }
                alike
            });
            alike.get(&folded(name)).copied().flatten()
        })
    }

    /// Reads a member by its name; names are never paths of this machine.
    pub(super) fn read(&mut self, name: &str) -> Result<Member, MemberFault> {
        let index = self.find(name).ok_or(MemberFault::Missing)?;
        let raw = self.zip.by_index_raw(index).map_err(|_| MemberFault::Broken)?;
        let encrypted = raw.encrypted();
        drop(raw);
        if encrypted {
            return Err(MemberFault::Encrypted);
        }
        let limit = self.left.min(self.most_of_one);
        let mut bytes = Vec::new();
        let member = self.zip.by_index(index).map_err(|_| MemberFault::Broken)?;
        let read = member.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(MemberFault::TooLarge);
        }
        let damaged = read.is_err();
        if damaged && bytes.is_empty() { Err(MemberFault::Broken) } else { Ok(Member { bytes, damaged }) }
    }
}

/// A name without what archivers and systems of files change in it: case, accents apart from their letters, escapes,
/// the sign between folders.
fn folded(name: &str) -> String {
    let name = percent_decode_str(name).decode_utf8_lossy().replace('\\', "/");
    ComposingNormalizerBorrowed::new_nfc().normalize(&name).to_lowercase()
}

/// An archive of members that have been looked at, uncompressed.
pub(super) fn pack(members: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in members {
        zip.start_file(*name, options).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_counted() {
        let bytes = pack(&[("a", &[b'a'; 600]), ("b", &[b'b'; 300]), ("c", &[b'c'; 300])]).unwrap();
        let mut archive = Archive { left: 1000, most_of_one: 500, ..Archive::open(&bytes).unwrap() };
        assert_eq!(archive.read("a").unwrap_err(), MemberFault::TooLarge);
        assert_eq!(archive.read("b").unwrap().bytes.len(), 300);
        assert_eq!(archive.read("c").unwrap_err(), MemberFault::TooLarge);
        assert_eq!(archive.read("/etc/passwd").unwrap_err(), MemberFault::Missing);
        assert!(archive.has("a") && !archive.has("../a"));
    }

    #[test]
    fn a_member_is_found_by_a_name_that_is_nearly_its_own() {
        let names = ["A.xhtml", "a.xhtml", "e\u{301}te\u{301}.xhtml", "b%20c.xhtml", "in\\d.xhtml", "Chapter.xhtml"];
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, name.as_bytes())).collect();
        let bytes = pack(&members).unwrap();
        let mut archive = Archive::open(&bytes).unwrap();
        for (wanted, found) in [
            ("a.xhtml", Some("a.xhtml")),
            ("A.XHTML", None),
            ("\u{e9}t\u{e9}.xhtml", Some("e\u{301}te\u{301}.xhtml")),
            ("b c.xhtml", Some("b%20c.xhtml")),
            ("in/d.xhtml", Some("in\\d.xhtml")),
            ("chapter.XHTML", Some("Chapter.xhtml")),
            ("../Chapter.xhtml", None),
        ] {
            let member = archive.read(wanted).ok().map(|member| String::from_utf8(member.bytes).unwrap());
            assert_eq!((member.as_deref(), archive.has(wanted)), (found, found.is_some()), "{wanted}");
        }
    }

    #[test]
    fn a_crowd_of_members_is_refused_before_it_is_read() {
        let bytes = ENTRY.repeat(MOST_MEMBERS + 1);
        assert_eq!(Archive::open(&bytes).err(), Some(EpubFault::Crowded { most: MOST_MEMBERS }));
        assert_eq!(Archive::open(b"PK\x03\x04").err(), Some(EpubFault::Broken));
    }
}
