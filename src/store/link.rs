//! Connections to the store's file.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::checksum;
use super::error::Fault;
use super::place::{self, Stamp};

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to the store's file.
#[derive(Debug)]
pub(super) enum Link {
    /// Through SQLite's locks.
    Shared(Connection),
    /// Without locks and without files beside it, to a file that was in this state and had no writer. Never
    /// closed: that would let go of other threads' locks (see [`place`]).
    Still(ManuallyDrop<Connection>, Stamp),
}

impl Link {
    /// A link to read by, without locks where nobody is writing.
    pub(super) fn to_read(path: &Path) -> Result<Self, Fault> {
        match place::stamp(path) {
            Some(stamp) => Ok(Self::Still(ManuallyDrop::new(connect_still(path)?), stamp)),
            None => connect_to_read(path).map(Self::Shared),
        }
    }

    /// The connection.
    pub(super) fn connection(&mut self) -> &mut Connection {
        match self {
            Self::Shared(connection) => connection,
            Self::Still(connection, _) => connection,
        }
    }
}

/// Sets what every connection is to be like.
pub(super) fn configure(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(PATIENCE)?;
    checksum::register(connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    // Temporary tables would put private words into files elsewhere.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A file made to do harm can neither call functions from its schema nor be taken at its word
    // about the size of its cells.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // A store has neither; those that somebody planted would change or hide notes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    Ok(())
}

/// Opens a file that is there.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
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

/// Opens a file as if no log stood beside it; nothing where none does. Never closed, as this process may hold locks on
/// the file.
pub(super) fn connect_without_log(path: &Path) -> Result<Option<ManuallyDrop<Connection>>, Fault> {
    if place::stamp(path).is_some() {
        return Ok(None);
    }
    connect_still(path).map(|connection| Some(ManuallyDrop::new(connection)))
}

/// Opens a file that nobody is writing to, without locks and without files beside it.
fn connect_still(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    connect(Path::new(&place::unchanging(path)), flags)
}

/// Switches to write-ahead logging. Unlike other statements this one does not wait where two
/// programs make a new store at once, so the waiting is done here.
pub(super) fn wait_for_log(connection: &Connection) -> Result<(), Fault> {
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
