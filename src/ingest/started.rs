//! Large files: their start is read before anything shows, the rest when it is asked for.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads files")]

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::error::IngestError;
use super::file::{Material, read_from, reason, size};
use super::kind::kind_of;
use super::passages::Passages;
use super::pdf::{self, Pdf};
use super::progress::Progress;
use super::stop::Stop;
use crate::article::identity::{Hasher, Origin, TextHash};
use crate::article::pages::are_pages;
use crate::article::parse::Kind;

/// Bytes of a start. What tells how a text reads, its encoding and how its lines are wrapped, stands in it.
const START: usize = 512 << 10;

/// Bytes at the end of a file that are asked whether it ends a page.
const END: usize = 4 << 10;

/// How far a source has been read.
#[derive(Debug)]
pub enum Begun {
    /// All of it.
    Whole(Material),
    /// The bytes at its start, and the way to the others.
    Start(Material, Rest),
    /// All its bytes, of which another program makes the text.
    Pdf(Pdf),
}

impl Begun {
    /// All of it; `told` hears how far that is, where it takes long.
    pub fn whole(self, told: &mut dyn FnMut(Progress<'_>)) -> Result<Material, IngestError> {
        match self {
            Self::Whole(material) => Ok(material),
            Self::Start(start, rest) => rest.read(start).map(|(material, _)| material),
            Self::Pdf(pdf) => pdf.read(&Stop::default(), told),
        }
    }
}

/// A regular file that is open.
#[derive(Debug)]
pub(super) struct FileSource {
    pub(super) file: File,
    pub(super) path: PathBuf,
    /// What messages call it.
    pub(super) name: String,
    pub(super) uri: Option<String>,
    /// How many bytes are taken at most.
    pub(super) limit: u64,
}

/// What a file was when its start was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: (i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), modified: (metadata.mtime(), metadata.mtime_nsec()) }
    }
}

/// The rest of a file whose start has been read.
#[derive(Debug)]
pub struct Rest {
    source: FileSource,
    stamp: Stamp,
    kind: Kind,
    stop: Stop,
}

/// A file as it is parsed: its bytes are hashed on the way.
#[derive(Debug)]
pub struct Parsing<'a> {
    file: &'a File,
    stop: &'a Stop,
    hasher: Hasher,
    len: u64,
    /// How many bytes are taken at most: a file that grows has changed.
    most: u64,
}

impl Read for Parsing<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_stopped() {
            return Err(io::Error::other("given up"));
        }
        let left = usize::try_from(self.most.saturating_sub(self.len)).unwrap_or(usize::MAX).min(to.len());
        let read = self.file.read(to.get_mut(..left).unwrap_or_default())?;
        self.hasher.add(to.get(..read).unwrap_or_default());
        self.len += read as u64;
        Ok(read)
    }
}

impl Seek for Parsing<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        // All of it is read anew.
        (self.hasher, self.len) = (Hasher::default(), 0);
        self.file.seek(to)
    }
}

impl FileSource {
    /// Reads all of it.
    pub(super) fn whole(&self, metadata: &Metadata) -> Result<Begun, IngestError> {
        let mut begun = read_from(&self.file, &self.name, Some(&self.path), self.limit, metadata.len())?;
        match &mut begun {
            Begun::Whole(Material { origin, .. }) | Begun::Start(Material { origin, .. }, _) => {
                origin.uri.clone_from(&self.uri);
            }
            Begun::Pdf(pdf) => pdf.origin.uri.clone_from(&self.uri),
        }
        Ok(begun)
    }

    /// Reads the start, or all of it where the start does not tell of what kind it is.
    pub(super) fn start(self, metadata: &Metadata) -> Result<Begun, IngestError> {
        if metadata.len() > self.limit {
            return Err(IngestError::TooLarge { name: self.name, limit: size(self.limit) });
        }
        let failed = |error: io::Error| IngestError::Failed { name: self.name.clone(), reason: reason(&error) };
        let mut bytes = Vec::with_capacity(START);
        (&self.file).take(START as u64).read_to_end(&mut bytes).map_err(failed)?;
        let mut end = vec![0; END.min(bytes.len())];
        // A file that has grown shorter meanwhile is read whole, as it is now.
        let told = self.file.read_exact_at(&mut end, metadata.len().saturating_sub(END as u64));
        let Some(kind) = told.ok().and_then(|()| kind_of_start(&bytes, &end, &self.path)) else {
            (&self.file).seek(SeekFrom::Start(0)).map_err(failed)?;
            return self.whole(metadata);
        };
        let origin = Origin { uri: self.uri.clone(), name: self.name.clone(), fetched: None };
        Ok(Begun::Start(
            Material { bytes, kind, origin },
            Rest { source: self, stamp: Stamp::of(metadata), kind, stop: Stop::default() },
        ))
    }
}

/// The kind of a file that starts and ends with these bytes, where they tell and it is a kind that can be read
/// from its start on.
fn kind_of_start(start: &[u8], end: &[u8], path: &Path) -> Option<Kind> {
    // Pages are told by the last byte that is not blank.
    if pdf::is_pdf(start, path) || are_pages(end) || end.trim_ascii().is_empty() {
        return None;
    }
    kind_of(start, Some(path)).ok().filter(|kind| matches!(kind, Kind::PlainText | Kind::Markdown))
}

impl Rest {
    /// Another way to the file, for looking at passages of it while the rest is read.
    pub fn passages(&self) -> io::Result<Passages> {
        let Stamp { len, .. } = self.stamp;
        Ok(Passages { file: self.source.file.try_clone()?, len, kind: self.kind })
    }

    /// How many bytes the file had when its start was read.
    pub const fn size(&self) -> u64 {
        self.stamp.len
    }

    /// Gives up reading it.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Lets `parse` read the file from its start, and gives what it made and the hash of the bytes; nothing where the
    /// file was changed since its start was read.
    pub fn parsed<T>(
        &self,
        parse: impl FnOnce(&mut Parsing<'_>) -> io::Result<T>,
    ) -> Result<Option<(T, TextHash)>, IngestError> {
        let failed = |error: io::Error| IngestError::Failed { name: self.source.name.clone(), reason: reason(&error) };
        let (file, most) = (&self.source.file, self.stamp.len.saturating_add(1));
        let mut file = Parsing { file, stop: &self.stop, hasher: Hasher::default(), len: 0, most };
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let made = parse(&mut file).map_err(failed)?;
        let now = self.source.file.metadata().map_err(failed)?;
        let same = Stamp::of(&now) == self.stamp && file.len == self.stamp.len;
        Ok(same.then(|| (made, file.hasher.hash())))
    }

    /// Reads the bytes after `start`, and says whether the file was changed since: then all of it is read as it is
    /// now.
    pub fn read(self, start: Material) -> Result<(Material, bool), IngestError> {
        let Self { source, stamp, .. } = self;
        let failed = |error: io::Error| IngestError::Failed { name: source.name.clone(), reason: reason(&error) };
        let Material { mut bytes, kind, origin } = start;
        bytes.reserve_exact((stamp.len as usize).saturating_sub(bytes.len()) + 1);
        let left = source.limit.saturating_add(1).saturating_sub(bytes.len() as u64);
        (&source.file).take(left).read_to_end(&mut bytes).map_err(failed)?;
        let now = source.file.metadata().map_err(failed)?;
        if Stamp::of(&now) == stamp && bytes.len() as u64 == stamp.len {
            return Ok((Material { bytes, kind, origin }, false));
        }
        // The bytes make room for those that are read now.
        drop(bytes);
        (&source.file).seek(SeekFrom::Start(0)).map_err(failed)?;
        source.whole(&now)?.whole(&mut |_| {}).map(|material| (material, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::file::{Limits, begin, read};
    use std::fs;
    use std::io::Write;

    fn started(path: &Path, bytes: &[u8]) -> Begun {
        fs::write(path, bytes).unwrap();
        begin(path.as_os_str(), &Limits::default(), 1000).unwrap()
    }

    #[test]
    fn a_start_and_its_rest_are_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Some words.\n".repeat(100_000);
        for (name, kind) in [("a.txt", Kind::PlainText), ("a.md", Kind::Markdown), ("a", Kind::PlainText)] {
            let path = folder.path().join(name);
            let Begun::Start(start, rest) = started(&path, text.as_bytes()) else { panic!("{name} was read whole") };
            assert_eq!((start.bytes.len(), start.kind), (START, kind), "{name}");
            let (whole, changed) = rest.read(start).unwrap();
            assert_eq!((&whole, changed), (&read(path.as_os_str(), &Limits::default()).unwrap(), false), "{name}");
        }
    }

    #[test]
    fn a_large_file_is_hashed_as_it_is_parsed_and_can_be_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let text = "Some words.\n".repeat(100_000);
        let Begun::Start(_, rest) = started(&path, text.as_bytes()) else { panic!("it was read whole") };
        let read = |file: &mut Parsing<'_>| {
            let mut bytes = Vec::new();
            file.take(10).read_to_end(&mut bytes)?;
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut bytes)
        };
        let found = rest.parsed(read).unwrap();
        assert_eq!(found, Some((text.len(), TextHash::of(&text))));
        fs::write(&path, text + "More.").unwrap();
        assert_eq!(rest.parsed(read).unwrap(), None);
        rest.stop().stop();
        assert!(rest.parsed(read).unwrap_err().to_string().contains("given up"));
    }

    #[test]
    fn what_the_start_does_not_tell_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Some words.\n".repeat(100_000);
        let blank = text.clone() + &"\n".repeat(END);
        for (name, text) in [("a.txt", text.clone() + "\x0c\n"), ("b.txt", blank), ("a.html", text.clone())] {
            let begun = started(&folder.path().join(name), text.as_bytes());
            assert!(matches!(begun, Begun::Whole(ref all) if all.bytes == text.as_bytes()), "{name}");
        }
        let short = started(&folder.path().join("short.txt"), &[b'a'; 1000]);
        assert!(matches!(short, Begun::Whole(_)));
        let limits = Limits { file: 9, ..Limits::default() };
        let refused = begin(folder.path().join("a.txt").as_os_str(), &limits, 1000).unwrap_err();
        assert!(refused.to_string().contains("more than 9 bytes"), "{refused}");
    }

    #[test]
    fn a_file_that_changes_meanwhile_is_read_as_it_is_now() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let text = "Some words.\n".repeat(100_000);
        for now in [text.clone() + "More.", "Some words.\n".repeat(50_000), "Short.".to_owned(), String::new()] {
            let Begun::Start(start, rest) = started(&path, text.as_bytes()) else { panic!("it was read whole") };
            let mut file = fs::OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
            file.write_all(now.as_bytes()).unwrap();
            let (material, changed) = rest.read(start).unwrap();
            assert!(changed && material.bytes == now.as_bytes(), "{} bytes", now.len());
        }
    }
}
