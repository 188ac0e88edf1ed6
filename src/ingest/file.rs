//! Reading files and standard input, with limits on what really comes out.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads files")]

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::error::IngestError;
use super::origin::{file_uri, path_of_uri, shown, strip_scheme};
use super::prepare::{Prepared, prepared};
use super::progress::Progress;
use super::started::{Begun, FileSource};
use crate::article::identity::Origin;
use crate::article::parse::Kind;

/// How many bytes are taken at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From a file.
    pub file: u64,
    /// From standard input.
    pub stdin: u64,
    /// From an address, as it comes out of compression.
    pub web: u64,
}

impl Limits {
    /// The same for all, in MiB.
    pub const fn mebibytes(count: u64) -> Self {
        let bytes = count.saturating_mul(1 << 20);
        Self { file: bytes, stdin: bytes, web: bytes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 256 << 20, stdin: 64 << 20, web: 64 << 20 }
    }
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// The bytes, as they are.
    pub bytes: Vec<u8>,
    /// What kind of source they are.
    pub kind: Kind,
    /// Where they came from.
    pub origin: Origin,
}

/// Reads `source`: a path, `-` for standard input, or a `file:` address.
pub fn read(source: impl AsRef<OsStr>, limits: &Limits) -> Result<Material, IngestError> {
    read_telling(source.as_ref(), limits, &mut |_| {})
}

/// Reads `source` as [`read`] does; `told` hears how far that is.
pub fn read_telling(
    source: &OsStr,
    limits: &Limits,
    told: &mut dyn FnMut(Progress<'_>),
) -> Result<Material, IngestError> {
    begin(source, limits, u64::MAX)?.whole(told)
}

/// Reads `source` as [`read`] does, but of a file of more than `most` bytes whose start tells how it reads only
/// the start.
pub fn begin(source: &OsStr, limits: &Limits, most: u64) -> Result<Begun, IngestError> {
    let name = shown(source);
    if source.is_empty() {
        return Err(IngestError::NoName);
    }
    if source == "-" {
        return read_from(io::stdin().lock(), "standard input", None, limits.stdin, 0);
    }
    if let Some(text) = source.to_str()
        && strip_scheme(text, "file:").is_some()
        && !Path::new(source).exists()
    {
        let Some(path) = path_of_uri(text) else { return Err(IngestError::FileAddress { name }) };
        return read_file(&path, shown(path.as_os_str()), limits, most);
    }
    read_file(Path::new(source), name, limits, most)
}

/// Reads a regular file, or a pipe that a shell opened for this program (`<(…)`).
fn read_file(path: &Path, name: String, limits: &Limits, most: u64) -> Result<Begun, IngestError> {
    let failed = |error: io::Error| refusal(path, name.clone(), &error);
    // Without O_NONBLOCK, opening a pipe that nobody writes to would never return.
    let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits().cast_signed();
    let handed = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") || path == Path::new("/dev/stdin");
    let file = if handed { File::open(path) } else { OpenOptions::new().read(true).custom_flags(flags).open(path) }
        .map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let kind = metadata.file_type();
    if kind.is_file() {
        let origin = fs::canonicalize(path).ok().map(|canonical| file_uri(&canonical));
        let source = FileSource { file, path: path.to_path_buf(), name, uri: origin, limit: limits.file };
        return if metadata.len() > most { source.start(&metadata) } else { source.whole(&metadata) };
    }
    if handed && kind.is_fifo() {
        return read_from(file, &name, None, limits.stdin, 0);
    }
    if kind.is_dir() {
        return Err(IngestError::Folder { name });
    }
    let what = if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    };
    Err(IngestError::NotAFile { name, what })
}

/// Takes all bytes there are, about `expected` of them, and refuses when more than `limit` come.
pub(super) fn read_from(
    from: impl Read,
    name: &str,
    path: Option<&Path>,
    limit: u64,
    expected: u64,
) -> Result<Begun, IngestError> {
    let mut bytes = Vec::with_capacity(expected.min(limit) as usize + 1);
    from.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| IngestError::Failed { name: name.to_owned(), reason: reason(&error) })?;
    if bytes.len() as u64 > limit {
        return Err(IngestError::TooLarge { name: name.to_owned(), limit: size(limit) });
    }
    let origin = Origin { uri: None, name: name.to_owned(), fetched: None };
    Ok(match prepared(bytes, origin, path.unwrap_or(Path::new("")), None)? {
        Prepared::Ready(material) => Begun::Whole(material),
        Prepared::Pdf(pdf) => Begun::Pdf(pdf),
    })
}

/// Why a file or folder cannot be opened.
pub(super) fn refusal(path: &Path, name: String, error: &io::Error) -> IngestError {
    match error.kind() {
        ErrorKind::NotFound if fs::symlink_metadata(path).is_ok() => IngestError::Dangling { name },
        ErrorKind::NotFound | ErrorKind::NotADirectory => IngestError::Missing { name },
        ErrorKind::PermissionDenied => IngestError::Denied { name },
        ErrorKind::InvalidFilename => IngestError::LongName { name },
        // A socket cannot be opened at all.
        _ if fs::metadata(path).is_ok_and(|found| found.file_type().is_socket()) => {
            IngestError::NotAFile { name, what: "a socket" }
        }
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => IngestError::Loop { name },
        _ => IngestError::Failed { name, reason: reason(error) },
    }
}

/// The system's words for an error, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// A limit in words.
pub(super) fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    fn refused(path: &Path) -> IngestError {
        read(path.as_os_str(), &Limits::default()).unwrap_err()
    }

    #[test]
    fn a_file_is_read_under_every_name_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(OsStr::from_bytes(b"caf\xe9 %s.md"));
        fs::write(&path, "# Title\n").unwrap();
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        let material = read(path.as_os_str(), &Limits::default()).unwrap();
        assert_eq!((material.bytes.as_slice(), material.kind), (b"# Title\n".as_slice(), Kind::Markdown));
        let uri = material.origin.uri.clone().unwrap();
        assert!(uri.starts_with("file:///") && uri.ends_with("/caf%E9%20%25s.md"), "{uri}");
        assert_eq!(read(&uri, &Limits::default()).unwrap().origin.uri, Some(uri.clone()));
        assert_eq!(read(link.as_os_str(), &Limits::default()).unwrap().origin.uri, Some(uri));
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_a_sentence_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink(at("loop"), at("loop")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        fs::write(at("picture.txt"), b"\x89PNG\r\n\x1a\n").unwrap();
        fs::write(at("file"), b"x").unwrap();
        for (name, expected) in [
            ("missing", "no such file"),
            ("file/inside", "no such file"),
            ("loop", "circle"),
            ("dangling", "leads to a file that is not there"),
            ("pipe", "a named pipe"),
            ("picture.txt", "a PNG image"),
            ("", "a folder"),
        ] {
            let path = at(name);
            let message = refused(&path).to_string();
            assert!(message.contains(expected) && message.contains(name), "{name}: {message}");
            assert!(!message.contains('\n'), "{message}");
        }
        assert!(refused(Path::new("/dev/zero")).to_string().contains("a device"));
        assert!(refused(Path::new("")).to_string().contains("no file was named"));
        assert!(refused(Path::new(&"x/".repeat(4000))).to_string().len() < 400);
        assert!(refused(Path::new("file://server/x")).to_string().contains("file address"));
    }

    #[test]
    fn limits_count_what_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.txt");
        fs::write(&path, "0123456789").unwrap();
        let limits = Limits { file: 9, ..Limits::default() };
        let message = read(path.as_os_str(), &limits).unwrap_err().to_string();
        assert!(message.contains("more than 9 bytes"), "{message}");
        assert!(read(path.as_os_str(), &Limits { file: 10, ..Limits::default() }).is_ok());
        assert!(matches!(read_from(io::repeat(b'x'), "endless", None, 1000, 0), Err(IngestError::TooLarge { .. })));
    }
}
