//! The open store.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::{Fault, StoreError};
use super::place::{self, Stamp};
use super::schema::{self, Content, STEPS};
use super::{backup, marks, search};
use crate::article::identity::DocumentId;
use crate::notes::annotation::{Annotation, AnnotationId};
use crate::notes::change::Change;

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open store. Not shared between threads; each window, and each thread, opens its own.
#[derive(Debug)]
pub struct Store {
    connection: RefCell<Connection>,
    path: PathBuf,
    /// The state of the file when it was opened without locks; none where it is shared the usual way.
    still: Cell<Option<Stamp>>,
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
        place::is_blank(path, schema::APPLICATION_ID)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(path, flags)?;
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Fault::ReadOnly);
        }
        let content = schema::inspect(&connection)?;
        // Each commit is on the disk before it returns.
        connection.pragma_update(None, "synchronous", "FULL")?;
        if content != Content::Format(STEPS.len()) {
            schema::migrate(&mut connection, STEPS, |from| backup::before_conversion(path, from))?;
        }
        // With a log, readers never wait for a writer. A new store gets it only after its tables: made
        // through a log they would need twice the room, and a disk that is nearly full has none to spare.
        wait_for_log(&connection)?;
        connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
        Ok(Self { connection: RefCell::new(connection), path: path.to_owned(), still: Cell::new(None) })
    }

    /// Opens the store in `dir` to read it; nothing where there is none. Neither makes nor changes a file, unless
    /// another program has the store open, or was killed while it had.
    pub fn open_to_read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let at = |fault| StoreError::at(&dir.join(place::NAME), fault);
        let Some(path) = place::find(dir).map_err(at)? else { return Ok(None) };
        Self::read_file(&path).map_err(|fault| StoreError::at(&path, fault))
    }

    fn read_file(path: &Path) -> Result<Option<Self>, Fault> {
        if place::is_blank(path, schema::APPLICATION_ID)? {
            return Ok(None);
        }
        let stamp = place::stamp(path);
        let connection = if stamp.is_some() { connect_still(path)? } else { connect_to_read(path)? };
        let content = schema::inspect(&connection)?;
        let store = Self { connection: RefCell::new(connection), path: path.to_owned(), still: Cell::new(stamp) };
        match content {
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
        Ok(Self { connection: RefCell::new(connection), path, still: Cell::new(None) })
    }

    /// The file it is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work`, which only reads, on one state of the store.
    pub(super) fn reading<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let read = || -> Result<T, Fault> {
            if let Some(stamp) = self.still.get() {
                let found = work(&self.connection.borrow());
                if place::stamp(&self.path) == Some(stamp) {
                    return Ok(found?);
                }
                // Somebody else has begun to write: from here on the file is shared with locks, and
                // what was read without them does not count.
                self.connection.replace(connect_to_read(&self.path)?);
                self.still.set(None);
            }
            let mut connection = self.connection.borrow_mut();
            let transaction = connection.transaction()?;
            let found = work(&transaction)?;
            transaction.finish()?;
            Ok(found)
        };
        read().map_err(|fault| StoreError::at(&self.path, fault))
    }

    /// Runs `work` outside any transaction.
    pub(super) fn plainly<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        work(&self.connection.borrow())
    }

    /// Runs `work` as one transaction, which is on the disk when this returns, or has left no trace.
    pub(super) fn writing<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let write = || -> Result<T, Fault> {
            if self.still.get().is_some() {
                return Err(Fault::ReadOnly);
            }
            let connection = self.connection.get_mut();
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let made = work(&transaction)?;
            transaction.commit()?;
            Ok(made)
        };
        write().map_err(|fault| StoreError::at(&self.path, fault))
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
        self.writing(|transaction| {
            for change in changes {
                marks::carry_out(transaction, change, now)?;
                search::index(transaction, change.annotation().id)?;
            }
            Ok(())
        })
    }

    /// A number that changes when another connection has written; cheap enough to ask at every hint.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let still = self.still.get();
        if still.is_some() && place::stamp(&self.path) == still {
            return Ok(0);
        }
        self.reading(|connection| connection.query_row("PRAGMA data_version", [], |row| row.get(0)))
    }
}

fn configure(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    // Temporary tables would put private words into files elsewhere.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A file made to do harm can neither call functions from its schema nor be taken at its word
    // about the size of its cells.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    Ok(connection)
}

/// Opens a file that others may have open, to read it.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection, Fault> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let tried = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0));
    match tried.map_err(Fault::from) {
        // A program that was killed in the midst of a change left it half done; it has to be taken
        // back before anything can be read, and that takes a connection that may write.
        Err(Fault::ReadOnly) => {
            let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(connection)
        }
        tried => tried.map(|_| connection),
    }
}

/// Opens a file so that nobody else can read or write it until the connection is dropped.
pub(super) fn connect_alone(path: &Path) -> Result<Connection, Fault> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Whoever has it open now is a reader at work, who will not be gone in ten seconds either.
    connection.busy_timeout(Duration::from_millis(500))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "query_only", true)?;
    // In this mode the first thing that is read takes the lock.
    match connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(connection),
        Err(error) => Err(error.into()),
    }
}

/// Opens a file that nobody is writing to, without locks and without files beside it.
fn connect_still(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    connect(Path::new(&place::unchanging(path)), flags)
}

/// Switches to write-ahead logging. Unlike other statements this one does not wait where two
/// programs make a new store at once, so the waiting is done here.
fn wait_for_log(connection: &Connection) -> Result<(), Fault> {
    const PAUSE: Duration = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode.map_err(Fault::from) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => return Err(Fault::System("its disk has no shared memory for a write-ahead log".to_owned())),
            Err(Fault::Locked) if waited < PATIENCE => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(fault) => return Err(fault),
        }
    }
}
