//! The file itself: where it is, what stands there, who may read it.
//!
//! Nothing here, or anywhere else in the program, may open the store's file and close it again: closing any
//! descriptor of a file lets go of all locks that this process holds on it (POSIX), those of SQLite in
//! another thread among them, on which the safety of the notes rests. Where it must be opened it is never
//! closed.
#![allow(clippy::disallowed_methods, reason = "the store's file is looked at here and nowhere else")]

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, utimensat};
use rustix::io::Errno;

use super::error::Fault;

/// The file's name in the data directory.
pub(super) const NAME: &str = "postil.db";

/// The path of the store in `dir`, links followed, if a file stands there. Anything else that
/// stands there is refused, before any byte of it is read: opening a FIFO would wait for ever.
pub(super) fn find(dir: &Path) -> Result<Option<PathBuf>, Fault> {
    let path = dir.join(NAME);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let path = match fs::canonicalize(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Fault::NotAFile("a symbolic link to nothing"));
        }
        Err(error) if Errno::from_io_error(&error) == Some(Errno::LOOP) => {
            return Err(Fault::NotAFile("a symbolic link to itself"));
        }
        other => other?,
    };
    let kind = fs::metadata(&path)?.file_type();
    if kind.is_dir() {
        return Err(Fault::NotAFile("a folder"));
    } else if kind.is_fifo() {
        return Err(Fault::NotAFile("a named pipe"));
    } else if !kind.is_file() {
        return Err(Fault::NotAFile("a device or socket"));
    }
    Ok(Some(path))
}

/// The path of the store in `dir`, made with its folder if nothing was there: the folder for its
/// owner alone, the file too, whatever the umask.
pub(super) fn find_or_make(dir: &Path) -> Result<PathBuf, Fault> {
    if let Some(path) = find(dir)? {
        return Ok(path);
    }
    make_folder(dir)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(dir.join(NAME)) {
        Ok(file) => std::mem::forget(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    sync_folder(dir)?;
    find(dir)?.ok_or_else(|| Fault::System("it went away while it was opened".to_owned()))
}

/// Makes a folder, and those it stands in, where they are missing: for its owner alone.
pub(super) fn make_folder(dir: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|folder| !folder.exists()).collect();
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    for parent in missing.iter().filter_map(|folder| folder.parent()).filter(|parent| parent.is_dir()) {
        sync_folder(parent)?;
    }
    Ok(())
}

/// Puts the names in a folder on the disk: until then a power cut may take a new file away again.
pub(super) fn sync_folder(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Whether the file holds nothing yet. One that is too short for a database's header holds something else:
/// SQLite itself takes a single byte for nothing, and would write over it.
pub(super) fn is_blank(path: &Path) -> Result<bool, Fault> {
    const HEADER: u64 = 100;
    match fs::metadata(path)?.len() {
        0 => Ok(true),
        1..HEADER => Err(Fault::Foreign("not a database")),
        _ => Ok(false),
    }
}

/// Whether all of the file can be checked each time it is opened to write: that takes half a millisecond for
/// each megabyte.
pub(super) fn is_soon_checked(path: &Path) -> Result<bool, Fault> {
    Ok(fs::metadata(path)?.len() <= 32 << 20)
}

/// What tells one state of an unlogged store from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    len: u64,
    modified: (i64, i64),
}

/// Which file stands at a path: its disk and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId(u64, u64);

/// The file that stands at `path`, whatever its state; nothing where none does.
pub(super) fn file_id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|found| FileId(found.dev(), found.ino()))
}

/// The state of the file, if no log or journal stands beside it: then no other program is writing, and
/// all that was ever acknowledged is in it.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    let stamp = Stamp { inode: found.ino(), len: found.len(), modified: (found.mtime(), found.mtime_nsec()) };
    let busy = ["-wal", "-journal"].into_iter().any(|suffix| beside(path, suffix).exists());
    (!busy).then_some(stamp)
}

/// Makes it heard, in other windows, that a change stands: a commit ends in shared memory, which nobody hears.
pub(super) fn announce(path: &Path) {
    let time = |tv_nsec| Timespec { tv_sec: 0, tv_nsec };
    let now = Timestamps { last_access: time(UTIME_OMIT), last_modification: time(UTIME_NOW) };
    // By its name: the file must not be opened here. What is not heard now is seen with the next change.
    let _ = utimensat(CWD, path, &now, AtFlags::empty());
}

/// The path of a file that SQLite keeps beside the store.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The path as a SQLite address that promises that nobody writes to the file.
pub(super) fn unchanging(path: &Path) -> String {
    let escaped = path.as_os_str().as_bytes().iter().map(|byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file:{}?immutable=1", escaped.collect::<String>())
}

/// Whether the disk that holds `path`, or its folder, has no room left for a page or two.
pub(super) fn is_full(path: &Path) -> bool {
    const ROOM: u64 = 64 * 1024;
    let disk = rustix::fs::statvfs(path).or_else(|_| rustix::fs::statvfs(path.parent().unwrap_or(path)));
    disk.is_ok_and(|disk| disk.f_blocks > 0 && disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM)
}

/// The store's files that others than their owner may read or write.
pub(super) fn open_to_others(path: &Path) -> Vec<PathBuf> {
    let files = ["", "-wal", "-shm"].map(|suffix| beside(path, suffix));
    let open = |file: &PathBuf| fs::metadata(file).is_ok_and(|found| found.is_file() && found.mode() & 0o077 != 0);
    files.into_iter().filter(open).collect()
}

/// The store's folder, where others may put files there and take them away; not where each may take away only what is
/// their own, as in `/tmp`.
pub(super) fn shared_folder(path: &Path) -> Option<PathBuf> {
    const STICKY: u32 = 0o1000;
    let folder = path.parent()?;
    let mode = fs::metadata(folder).ok()?.mode();
    (mode & 0o022 != 0 && mode & STICKY == 0).then(|| folder.to_path_buf())
}

/// Makes the store's files their owner's alone.
pub(super) fn close_to_others(path: &Path) -> io::Result<()> {
    for file in open_to_others(path) {
        fs::set_permissions(file, Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Lets nobody but its owner put files into the store's folder.
pub(super) fn close_folder(path: &Path) -> io::Result<()> {
    let Some(folder) = shared_folder(path) else { return Ok(()) };
    let mode = fs::metadata(&folder)?.mode() & 0o7755;
    fs::set_permissions(folder, Permissions::from_mode(mode))
}

/// Whether this user may not make files beside the store, or not write to it.
pub(super) fn is_closed(path: &Path) -> bool {
    let denied = |path: &Path, access| {
        let asked = rustix::fs::accessat(CWD, path, access, AtFlags::EACCESS);
        matches!(asked, Err(Errno::ACCESS | Errno::ROFS | Errno::PERM))
    };
    denied(path, Access::WRITE_OK) || denied(path.parent().unwrap_or(path), Access::WRITE_OK | Access::EXEC_OK)
}

/// The daily copies in a folder, oldest first by their names.
pub(super) fn daily_copies(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let day = path.file_name().and_then(|name| name.to_str()?.strip_prefix("postil-")?.strip_suffix(".db"));
        if day.is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok()) {
            copies.push(path);
        }
    }
    copies.sort();
    Ok(copies)
}

/// The first name for a file beside the store that is free: with `what` and a number at its end.
pub(super) fn free_name(path: &Path, what: &str) -> PathBuf {
    let mut names = (1u32..).map(|nth| beside(path, &format!("{what}.{nth}")));
    names.find(|name| name.symlink_metadata().is_err()).unwrap_or_default()
}

/// Takes away the log that stands beside the store.
pub(super) fn remove_log(path: &Path) -> io::Result<()> {
    fs::remove_file(beside(path, "-wal"))?;
    _ = fs::remove_file(beside(path, "-shm"));
    Ok(())
}

/// Puts the file at `new` in the place of the one at `path`, which takes another name with its log; gives
/// that name.
pub(super) fn put_aside(path: &Path, new: &Path) -> io::Result<PathBuf> {
    let aside = free_name(path, ".damaged");
    // Second names first, so that whatever happens all of the old store has a name. A log must be gone from
    // beside the new one before that takes its place: it would be taken for its own.
    fs::hard_link(path, &aside)?;
    let log = beside(path, "-wal");
    if let Ok(found) = fs::metadata(&log) {
        if found.len() > 0 {
            fs::hard_link(&log, beside(&aside, "-wal"))?;
        }
        fs::remove_file(&log)?;
    }
    _ = fs::remove_file(beside(path, "-shm"));
    fs::rename(new, path)?;
    sync_folder(path.parent().unwrap_or(path))?;
    Ok(aside)
}
