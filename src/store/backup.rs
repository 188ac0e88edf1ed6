//! Copies of the store, made while it is in use.

use std::path::Path;

use rusqlite::Connection;

use super::error::Fault;
use super::store::Store;
use crate::text::clean::clean_line;

impl Store {
    /// Writes a consistent copy to `file`, for its owner alone. A file that is there stays as it is.
    pub fn backup_to(&self, file: &Path) -> Result<(), super::error::StoreError> {
        let copied = self.plainly(|connection| copy(connection, file));
        copied.map_err(|fault| super::error::StoreError::at(file, fault))
    }
}

/// Copies what `connection` sees to `file`, which must not be there yet: whole, or not at all.
pub(super) fn copy(connection: &Connection, file: &Path) -> Result<(), Fault> {
    if file.symlink_metadata().is_ok() {
        return Err(Fault::Exists(clean_line(&file.to_string_lossy())));
    }
    let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is its owner's alone from its first byte, and takes its name when it is whole.
    let made = tempfile::Builder::new().prefix(".postil-").suffix(".tmp").tempfile_in(dir)?;
    connection.execute("VACUUM INTO ?1", [made.path().to_string_lossy()])?;
    made.as_file().sync_all()?;
    made.persist_noclobber(file).map_err(|error| Fault::from(error.error))?;
    super::place::sync_folder(dir)?;
    Ok(())
}
