//! Copies of the store, made while it is in use.

use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use jiff::civil::Date;
use rusqlite::Connection;

use super::error::{Fault, StoreError};
use super::store::Store;
use super::{checksum, doctor, link, place};
use crate::text::clean::clean_line;

/// Where the daily copies are, beside the store.
pub(super) const FOLDER: &str = "backups";

/// How many daily copies are kept.
const DAYS: usize = 3;

impl Store {
    /// Writes a consistent copy to `file`, for its owner alone. A file that is there stays as it is.
    pub fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        self.plainly(|connection| copy(connection, file)).map_err(|fault| self.blame(file, fault))
    }

    /// Keeps a copy for `today` in the folder `backups` beside the store, unless there is one, and lets
    /// go of all but the last three. A damaged store is not copied, so that its copies do not push out the sound ones;
    /// while it holds rows that are not what was written, none is let go of: one may have them as they were.
    ///
    /// Where a copy was made, gives how many rows these are.
    pub fn back_up_daily(&self, today: Date) -> Result<Option<usize>, StoreError> {
        let dir = self.path().with_file_name(FOLDER);
        let file = dir.join(format!("postil-{today}.db"));
        let keep = || -> Result<Option<usize>, Fault> {
            place::make_folder(&dir)?;
            if file.try_exists()? {
                return Ok(None);
            }
            self.plainly(|connection| copy_sound(connection, &file))?;
            let altered = self.plainly(|connection| Ok(checksum::count_altered(connection)?))?;
            if altered > 0 {
                return Ok(Some(altered));
            }
            let mut copies = place::daily_copies(&dir)?;
            // Those of days to come were made by a clock that was wrong: they are no newer than the others.
            copies.sort_by_key(|copy| *copy <= file);
            for old in copies.into_iter().rev().skip(DAYS) {
                std::fs::remove_file(old)?;
            }
            Ok(Some(altered))
        };
        keep().map_err(|fault| self.blame(&file, fault))
    }

    /// Keeps the day's copy, as [`back_up_daily`](Self::back_up_daily) does; one that cannot be made now, for want of
    /// room, is made the next time. Gives a sentence on what was noticed on the way.
    pub fn keep_daily_copy(&self, today: Date) -> Option<String> {
        doctor::said_of_altered(self.back_up_daily(today).ok().flatten().unwrap_or_default())
    }

    /// The fault lies with the store where it could not be read, else with the copy.
    fn blame(&self, copy: &Path, fault: Fault) -> StoreError {
        match fault {
            Fault::Damaged(_) | Fault::Foreign(_) | Fault::Locked => StoreError::at(self.path(), fault),
            fault => StoreError::at(copy, fault),
        }
    }
}

/// Copies what `connection` sees to `file`, which must not be there yet: whole, or not at all.
pub(super) fn copy(connection: &Connection, file: &Path) -> Result<(), Fault> {
    if file.symlink_metadata().is_ok() {
        return Err(Fault::Exists(clean_line(&file.to_string_lossy())));
    }
    let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is its owner's alone from its first byte, and takes its name when it is whole.
    let made = tempfile::Builder::new().prefix(".postil-").suffix(".tmp").tempfile_in(dir);
    let made = made.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::System("there is no such folder".to_owned()),
        _ => error.into(),
    })?;
    // As bytes, because a path need not be UTF-8.
    connection.execute("VACUUM INTO CAST(?1 AS TEXT)", [made.path().as_os_str().as_bytes()])?;
    made.as_file().sync_all()?;
    made.persist_noclobber(file).map_err(|error| Fault::from(error.error))?;
    place::sync_folder(dir)?;
    Ok(())
}

/// Copies a store after a look at all its pages.
fn copy_sound(connection: &Connection, file: &Path) -> Result<(), Fault> {
    doctor::must_be_sound(connection)?;
    copy(connection, file)
}

/// Keeps a copy of a store of format `from` beside it, under the first name that is free.
pub(super) fn before_conversion(path: &Path, from: usize) -> Result<(), Fault> {
    let free = place::free_name(path, &format!(".format-{from}"));
    copy_sound(&link::connect_to_read(path)?, &free)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{WORDS, add, annotation, at, document, folder, names, note, origin};
    use super::*;

    #[test]
    fn a_copy_is_whole_and_never_overwrites() {
        let dir = folder();
        let mut store = Store::open(dir.path()).unwrap();
        let document = document(WORDS);
        let id = store.remember(&document, &origin("/a"), b"", at(1)).unwrap().id;
        let made = annotation(1, &document, id, note("x"));
        store.save(&[add(&made)], at(2)).unwrap();
        let elsewhere = dir.path().join("elsewhere \u{e9}");
        place::make_folder(&elsewhere).unwrap();
        let file = elsewhere.join("postil.db");
        store.backup_to(&file).unwrap();
        assert!(matches!(store.backup_to(&file).unwrap_err().fault, Fault::Exists(_)));
        assert_eq!(names(&elsewhere), ["postil.db"]);
        assert!(place::open_to_others(&file).is_empty());
        let copy = Store::open_to_read(&elsewhere).unwrap().unwrap();
        assert_eq!(copy.annotations(id).unwrap(), [made]);
        assert_eq!(copy.check().unwrap(), []);
    }

    #[test]
    fn the_copy_before_a_conversion_is_made_while_writers_are_locked_out() {
        let dir = folder();
        let mut store = Store::open(dir.path()).unwrap();
        let document = document(WORDS);
        store.remember(&document, &origin("/a"), b"", at(1)).unwrap();
        let path = store.path().to_owned();
        for _ in 0..2 {
            store.writing(|_| before_conversion(&path, 1)).unwrap();
        }
        let copies: Vec<_> = names(dir.path()).into_iter().filter(|name| name.contains("format")).collect();
        assert_eq!(copies, ["postil.db.format-1.1", "postil.db.format-1.2"]);
        std::fs::rename(dir.path().join(&copies[0]), dir.path().join("backup.db")).unwrap();
        let copy = Connection::open(dir.path().join("backup.db")).unwrap();
        let title: String = copy.query_row("SELECT title FROM document", [], |row| row.get(0)).unwrap();
        assert_eq!(title, "A title");
    }

    #[test]
    fn the_last_three_daily_copies_are_kept() {
        let dir = folder();
        let store = Store::open(dir.path()).unwrap();
        for day in 1..=5 {
            let today = Date::constant(2026, 2, day);
            assert_eq!(store.back_up_daily(today).unwrap(), Some(0));
            assert_eq!(store.back_up_daily(today).unwrap(), None);
        }
        let kept = ["postil-2026-02-03.db", "postil-2026-02-04.db", "postil-2026-02-05.db"];
        assert_eq!(names(&dir.path().join("backups")), kept);
    }

    #[test]
    fn a_clock_that_was_wrong_stops_no_daily_copies() {
        let dir = folder();
        let store = Store::open(dir.path()).unwrap();
        for (year, day) in [(2031, 1), (2031, 2), (2031, 3), (2026, 7), (2026, 8)] {
            assert!(store.back_up_daily(Date::constant(year, 2, day)).unwrap().is_some());
        }
        let kept = ["postil-2026-02-07.db", "postil-2026-02-08.db", "postil-2031-02-03.db"];
        assert_eq!(names(&dir.path().join("backups")), kept);
    }
}
