//! The open store.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::error::{Fault, StoreError};
use super::link::{Link, configure, connect, connect_to_read, wait_for_log};
use super::place::{self, FileId};
use super::schema::{self, Content, STEPS};
use super::{backup, doctor, drafts, marks, search};
use crate::article::identity::DocumentId;
use crate::notes::annotation::{Annotation, AnnotationId};
use crate::notes::change::Change;

/// An open store. Not shared between threads; each window, and each thread, opens its own.
#[derive(Debug)]
pub struct Store {
    link: RefCell<Link>,
    path: PathBuf,
    /// Which file that is, of one that is written to, and which its log was after the last change.
    file: Option<FileId>,
    log: Option<FileId>,
}

impl Store {
    /// Opens the store in `dir` for writing; makes it, for its owner alone, where there is none; converts one
    /// of an older format, after keeping a copy beside it.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let at = |fault| StoreError::at(&dir.join(place::NAME), fault);
        let path = place::find_or_make(dir).map_err(at)?;
        Self::open_file(&path).map_err(|fault| StoreError::at(&path, fault))
    }

    pub(super) fn open_file(path: &Path) -> Result<Self, Fault> {
        if place::is_blank(path)? {
            place::close_to_others(path)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(path, flags)?;
        let file = place::file_id(path);
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Fault::ReadOnly);
        }
        // Until it is known to be ours nothing is written to it, not even what its log still holds.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let content = schema::inspect(&connection)?;
        if content == Content::Format(STEPS.len()) {
            schema::must_be_whole(&connection)?;
        }
        // A store whose pages do not fit together is never written to: that would spoil what can still be saved of
        // it. One too large for this is checked once a day, with its copy.
        if place::is_soon_checked(path)? {
            doctor::must_be_sound(&connection)?;
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        // Each commit is on the disk before it returns.
        connection.pragma_update(None, "synchronous", "FULL")?;
        if content != Content::Format(STEPS.len()) {
            schema::migrate(&mut connection, STEPS, |from| backup::before_conversion(path, from))?;
        }
        // With a log, readers never wait for a writer. A new store gets it only after its tables: made
        // through a log they would need twice the room, and a disk that is nearly full has none to spare.
        wait_for_log(&connection)?;
        connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
        Ok(Self { link: RefCell::new(Link::Shared(connection)), path: path.to_owned(), file, log: None })
    }

    /// Opens the store in `dir` to read it; nothing where there is none. Neither makes nor changes a file, unless
    /// another program has the store open, or was killed while it had; one of an older format is converted first,
    /// as by [`open`](Self::open).
    pub fn open_to_read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let at = |fault| StoreError::at(&dir.join(place::NAME), fault);
        let Some(path) = place::find(dir).map_err(at)? else { return Ok(None) };
        let read = match Self::read_file(&path) {
            Err(Fault::Older(format)) => match Self::open_file(&path) {
                Err(Fault::ReadOnly) => Err(Fault::Older(format)),
                converted => converted.map(Some),
            },
            read => read,
        };
        read.map_err(|fault| StoreError::at(&path, fault))
    }

    fn read_file(path: &Path) -> Result<Option<Self>, Fault> {
        if place::is_blank(path)? {
            return Ok(None);
        }
        let store = Self { link: RefCell::new(Link::to_read(path)?), path: path.to_owned(), file: None, log: None };
        match store.look(schema::inspect)? {
            Content::Nothing => Ok(None),
            Content::Format(format) if format < STEPS.len() => Err(Fault::Older(format as i64)),
            Content::Format(_) => Ok(Some(store)),
        }
    }

    /// A store that is gone when it is dropped, for tests.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from("(memory)");
        let open = || {
            let mut connection = Connection::open_in_memory()?;
            configure(&connection)?;
            schema::migrate(&mut connection, STEPS, |_| Ok(()))?;
            Ok(connection)
        };
        let connection = open().map_err(|fault| StoreError::at(&path, fault))?;
        Ok(Self { link: RefCell::new(Link::Shared(connection)), path, file: None, log: None })
    }

    /// Makes the store find its disk full, or with room again, for tests.
    #[cfg(test)]
    pub fn set_full(&self, full: bool) -> Result<(), StoreError> {
        // Fewer pages than it has makes as many as it has.
        let most = if full { 1 } else { u32::MAX };
        let set = |connection: &Connection| Ok(connection.pragma_update(None, "max_page_count", most)?);
        self.plainly(set).map_err(|fault| StoreError::at(&self.path, fault))
    }

    /// The file it is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work`, which only reads, on one state of the store.
    pub(super) fn reading<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let found = self.look(|connection| Ok(work(connection)?));
        found.map_err(|fault| StoreError::at(&self.path, fault))
    }

    fn look<T>(&self, work: impl Fn(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut link = self.link.borrow_mut();
        if let Link::Still(connection, stamp) = &*link {
            let found = work(connection);
            if place::stamp(&self.path) == Some(*stamp) {
                return found;
            }
            // Somebody else has begun to write: from here on the file is shared with locks, and what was
            // read without them does not count.
            *link = Link::Shared(connect_to_read(&self.path)?);
        }
        let transaction = link.connection().transaction()?;
        let found = work(&transaction)?;
        transaction.finish()?;
        Ok(found)
    }

    /// Runs `work` outside any transaction.
    pub(super) fn plainly<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        work(self.link.borrow_mut().connection())
    }

    /// Runs `work` as one transaction, which is on the disk when this returns, or has left no trace.
    pub(super) fn writing<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let write = || -> Result<T, Fault> {
            let Link::Shared(connection) = self.link.get_mut() else { return Err(Fault::ReadOnly) };
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // What is written to a file that has no name any more is gone with this process.
            if self.file.is_some() && place::file_id(&self.path) != self.file {
                return Err(Fault::Replaced);
            }
            // A newer program may have converted the store since it was opened.
            schema::must_be_known(&transaction)?;
            let made = work(&transaction)?;
            transaction.commit()?;
            Ok(made)
        };
        let made = write().map_err(|fault| StoreError::at(&self.path, fault))?;
        self.log = place::file_id(&place::beside(&self.path, "-wal"));
        place::announce(&self.path);
        Ok(made)
    }

    /// Lets go of a store whose file does not stand at its path any more, which a change found out. What it holds is
    /// copied beside what stands there, as it may have no other name; its log is taken away, which that file would
    /// take for its own.
    pub fn let_go(self) -> Result<(), StoreError> {
        place::make_folder(self.path.parent().unwrap_or(&self.path))
            .map_err(|error| StoreError::at(&self.path, error.into()))?;
        let copy = place::free_name(&self.path, ".replaced");
        self.backup_to(&copy)?;
        let log = place::beside(&self.path, "-wal");
        if self.log.is_some() && place::file_id(&log) == self.log {
            let gone = place::remove_log(&self.path);
            gone.map_err(|error| StoreError::at(&self.path, error.into()))?;
        }
        Ok(())
    }

    /// The annotations on a document, without those in the trash, in the order they were made.
    pub fn annotations(&self, document: DocumentId) -> Result<Vec<Annotation>, StoreError> {
        self.reading(|connection| marks::of_document(connection, document))
    }

    /// One annotation, unless it is in the trash.
    pub fn annotation(&self, id: AnnotationId) -> Result<Option<Annotation>, StoreError> {
        self.reading(|connection| marks::one(connection, id))
    }

    /// What an annotation was before each of its changes, oldest first.
    pub fn history(&self, id: AnnotationId) -> Result<Vec<marks::Past>, StoreError> {
        self.reading(|connection| marks::history(connection, id))
    }

    /// Carries changes out, all or none; they are on the disk when this returns.
    ///
    /// Adding what is in the trash takes it out again; removing what is gone does nothing. An edit changes
    /// only what differs between its two sides, so that another window's edit of another part stays; where
    /// both changed the same part differently, it is refused.
    pub fn save(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        self.save_typed(changes, &[], Uuid::nil(), now)
    }

    /// Carries changes out as [`save`](Self::save) does, and forgets the drafts that they were typed as in `window`.
    pub fn save_typed(
        &mut self,
        changes: &[Change],
        drafts: &[AnnotationId],
        window: Uuid,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.writing(|transaction| {
            for change in changes {
                marks::carry_out(transaction, change, now)?;
                search::index(transaction, change.annotation().id)?;
            }
            for id in drafts {
                drafts::forget(transaction, *id, window)?;
                drafts::forget_saved(transaction, *id)?;
            }
            Ok(())
        })
    }

    /// A number that changes when another connection has written; cheap enough to ask at every hint.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        if let Link::Still(_, stamp) = &*self.link.borrow()
            && place::stamp(&self.path) == Some(*stamp)
        {
            return Ok(0);
        }
        self.reading(|connection| connection.query_row("PRAGMA data_version", [], |row| row.get(0)))
    }
}
