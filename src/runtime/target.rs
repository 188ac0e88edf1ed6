//! The files that exports go to: new ones, and those that are shared with the reader.

#![allow(clippy::disallowed_methods, reason = "this is where exports are written")]

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::failure::reason;
use crate::export::blocks::{Blocks, holds, merge};
use crate::ingest::origin::path_of_uri;

/// Why nothing was written, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// The largest file that is read to be updated, in bytes.
const LARGEST: u64 = 64 << 20;

/// Whether an export to `path` goes into a folder: one that is there, or a name that ends in `/`.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Refuses a path that leads to the file that an article was read from: an export would spoil it.
pub fn spare_source(path: &Path, uri: Option<&str>) -> Result<(), Refused> {
    let file = |path: &Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    let source = uri.and_then(path_of_uri).and_then(|source| file(&source));
    if source.is_some() && source == file(path) {
        let path = path.display();
        return Err(Refused(format!("{path} is the article itself and was left as it is: name another file")));
    }
    Ok(())
}

/// Brings postil's blocks in a file up to date, and gives its path.
pub fn shared(path: &Path, blocks: Blocks) -> Result<PathBuf, Refused> {
    let old = read(path)?;
    let new = merge(old.as_deref().unwrap_or_default(), blocks);
    if old.as_ref() != Some(&new) {
        write(path, &new)?;
    }
    Ok(path.to_path_buf())
}

/// [`shared`] into a folder, which is made if need be: the first of `names` that is free or holds
/// blocks of `owner` already. A file of somebody else's is never touched.
pub fn shared_into(folder: &Path, names: [&String; 2], owner: &str, blocks: Blocks) -> Result<PathBuf, Refused> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for name in names {
        let path = folder.join(name);
        match read(&path)? {
            Some(there) if !holds(&there, owner, blocks.blocks.comments()) => {}
            _ => return shared(&path, blocks),
        }
    }
    Err(taken(&folder.join(names[1])))
}

/// [`whole`] into a folder, which is made if need be: the first of `names` that is free or holds all of `marks`
/// already.
pub fn whole_into(folder: &Path, names: [&String; 2], marks: &[&str], text: &str) -> Result<PathBuf, Refused> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for name in names {
        let path = folder.join(name);
        match read(&path)? {
            Some(there) if there == text.as_bytes() => return Ok(path),
            Some(there) if !marks.iter().all(|mark| memchr::memmem::find(&there, mark.as_bytes()).is_some()) => {}
            _ => return write(&path, text.as_bytes()).map(|()| path),
        }
    }
    Err(taken(&folder.join(names[1])))
}

fn taken(path: &Path) -> Refused {
    Refused(format!(
        "{} is there already and holds nothing of postil's: move it away, or name a file with -o",
        path.display()
    ))
}

/// Writes an export that has no blocks to a file, or as `name` into a folder, which is made if need be. A file
/// that is there gives way only where it begins with `opening`, as every such export does.
pub fn whole(path: &Path, name: &str, opening: &str, text: &str) -> Result<PathBuf, Refused> {
    let path = if is_folder(path) {
        fs::create_dir_all(path).map_err(|error| failed(path, &error))?;
        path.join(name)
    } else {
        path.to_path_buf()
    };
    match read(&path)? {
        Some(there) if there == text.as_bytes() => {}
        Some(there) if !there.is_empty() && !there.starts_with(opening.as_bytes()) => {
            return Err(Refused(format!(
                "{} is there already and is no export of postil's: name another file",
                path.display()
            )));
        }
        _ => write(&path, text.as_bytes())?,
    }
    Ok(path)
}

/// What is in a file; nothing where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Refused> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => return Ok(None),
        Err(error) => return Err(failed(path, &error)),
    };
    if !metadata.is_file() {
        return Err(Refused(format!("{} is not a file, so nothing was written: name another one", path.display())));
    }
    if metadata.len() > LARGEST {
        return Err(Refused(format!(
            "{} is larger than 64 MiB, so it was left as it is: name another file",
            path.display()
        )));
    }
    fs::read(path).map(Some).map_err(|error| failed(path, &error))
}

/// Writes a file whole or not at all: beside it first, onto the disk, then under its name. Links are
/// followed, and the mode of a file that is there is kept.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Refused> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".postil-").suffix(".tmp").tempfile_in(folder)?;
        file.write_all(bytes)?;
        match fs::metadata(&real) {
            Ok(there) => file.as_file().set_permissions(there.permissions())?,
            Err(_) => file.as_file().set_permissions(default_mode())?,
        }
        file.as_file().sync_all()?;
        file.persist(&real).map_err(|error| error.error)?;
        // The name is on the disk when the folder is.
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| failed(path, &error))
}

/// The mode of a new file under this user's mask, which a temporary file does not look at.
fn default_mode() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    let mask = rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    rustix::process::umask(mask);
    fs::Permissions::from_mode(0o666 & !mask.as_raw_mode())
}

fn failed(path: &Path, error: &io::Error) -> Refused {
    Refused(format!("{} could not be written or read: {}; nothing was changed", path.display(), reason(error)))
}
