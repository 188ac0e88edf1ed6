//! The readable files of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::IngestError;
use super::file::refusal;
use super::kind::kind_of_name;
use super::origin::shown;

/// How deep folders in folders are looked into.
const DEEPEST: usize = 64;

/// How many files are taken at most.
const MOST: usize = 20_000;

/// What was found in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files with names that articles have, by path.
    pub files: Vec<PathBuf>,
    /// Folders that could not be looked into, or not to their end.
    pub refused: Vec<IngestError>,
}

/// The files in `folder` and the folders in it whose names say that they can be read. Symbolic links inside it are
/// not followed, so that nothing outside it is found and no circle walked; hidden ones are left alone.
pub fn files(folder: &Path) -> Found {
    files_up_to(folder, MOST)
}

fn files_up_to(folder: &Path, most: usize) -> Found {
    let mut found = Found::default();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let name = || shown(folder.as_os_str());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.refused.push(refusal(&folder, name(), &error));
                continue;
            }
        };
        for entry in entries.flatten() {
            // The kind of the entry itself: a link is a link, whatever it leads to.
            let Ok(kind) = entry.file_type() else { continue };
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && kind_of_name(&entry.path()).is_some() {
                found.files.push(entry.path());
            }
        }
        if found.files.len() > most {
            found.files.truncate(most);
            found.refused.push(IngestError::TooMany { name: name(), most });
            break;
        }
    }
    found.files.sort();
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "the test makes files")]

    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_stands_in_a_folder_is_found_and_nothing_else() {
        let top = tempfile::tempdir().unwrap();
        let at = |name: &str| top.path().join(name);
        fs::create_dir_all(at("in/deep/er")).unwrap();
        fs::create_dir_all(at("in/.git")).unwrap();
        fs::create_dir_all(at("out")).unwrap();
        for name in
            ["in/b.md", "in/A.TXT", "in/deep/er/c.html", "in/.git/d.txt", "in/.e.txt", "in/f.jpg", "in/g", "out/h.txt"]
        {
            fs::write(at(name), "x").unwrap();
        }
        symlink(at("in"), at("in/circle")).unwrap();
        symlink(at("out"), at("in/out")).unwrap();
        symlink(at("out/h.txt"), at("in/h.txt")).unwrap();
        let found = files(&at("in"));
        assert_eq!(found.files, [at("in/A.TXT"), at("in/b.md"), at("in/deep/er/c.html")]);
        assert_eq!(found.refused, []);
        let few = files_up_to(&at("in"), 1);
        assert_eq!(few.files.len(), 1);
        assert!(few.refused[0].to_string().contains("more than 1 files"));
        assert!(files(&at("nowhere")).refused[0].to_string().contains("nowhere"));
    }
}
