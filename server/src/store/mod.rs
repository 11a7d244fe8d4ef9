//! The store: one SQLite file in WAL mode. One connection writes, a few read.
//!
//! - [`articles`][]: putting drafts in, reading articles whole
//! - [`lists`][]: what a list shows; [`members`][]: which articles it has; [`months`][]: when a month is
//! - [`others`][]: what an article shows of others
//! - [`votes`][]: ratings; [`committer`][]: many of them in one commit
//! - [`readings`][]: readings, written in batches
//! - [`figures`][]: figures that are counted elsewhere
//! - [`keys`][]: signing keys, the day's key, revoked readers
//! - [`audit`][]: looking at votes, and mending them
//! - [`neighbours`][]: related news
//! - [`changes`][]: what changed since a moment
//! - [`made`][]: what was made of the pictures
//! - [`migrations`][]: the schema
//! - [`static_pages`][]: pages that are no news
//! - [`texts`][]: what search looks at

mod articles;
mod audit;
mod changes;
mod committer;
mod figures;
mod keys;
mod lists;
mod made;
mod members;
mod migrations;
mod months;
mod neighbours;
mod others;
mod readings;
mod static_pages;
mod texts;
mod votes;

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bantin_model::Site;
use deadpool_postgres::PoolError;
use rusqlite::{Connection, OptionalExtension, params};

use crate::ledger::Group;

pub use articles::Put;
pub use changes::{Changes, Gone};
pub use figures::{Figures, ReadOn};
pub use lists::{Entry, ListPage, PAGE_SIZE, is_always_there};
pub use texts::{Text, TextVersion};

/// Something the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("stored JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error(
        "the store has schema version {found}, this program knows {known}: use a newer program"
    )]
    TooNew { found: usize, known: usize },
    #[error("\"{0}\" is not a date as RFC 3339 has it")]
    Date(String),
    #[error("a stored slug or address is not one: {0}")]
    Stored(String),
    #[error("no thread for writing votes: {0}")]
    Thread(std::io::Error),
    #[error("the database: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    #[error("the database: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// More votes wait than can be written, or they cannot be written now.
    #[error("the store takes no votes at the moment")]
    Busy,
    #[error("the store is being closed")]
    Stopped,
}

impl StoreError {
    /// Whether trying again may help (locked, busy, full).
    pub fn is_passing(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                matches!(error.code, DatabaseBusy | DatabaseLocked | DiskFull | SystemIoFailure)
            }
            Self::Postgres(error) | Self::Pool(PoolError::Backend(error)) => may_pass(error),
            Self::Pool(PoolError::Timeout(_) | PoolError::Closed) => true,
            Self::Busy | Self::Stopped => true,
            _ => false,
        }
    }
}

/// Whether what PostgreSQL said may be otherwise soon: no connection, no resources, a lock that was not to
/// be had, a server that is stopping, starting, or only reads because another has taken over.
fn may_pass(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        Some(code) => {
            ["08", "40", "53", "55", "57", "58"].contains(&code.code().get(..2).unwrap_or_default())
                || code.code() == "25006"
        }
        None => {
            error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>())
        }
    }
}

/// The store of one newsroom. Blocking, but for [`Store::vote`]: call it where blocking is allowed.
pub struct Store {
    // Before the connections, so that the votes that wait are written before they close.
    committer: OnceLock<committer::Committer>,
    group: Group,
    writer: Arc<Mutex<Connection>>,
    readers: Mutex<Vec<Connection>>,
    path: std::path::PathBuf,
}

impl Store {
    /// Opens the file at `path`, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be opened or is of a later version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut writer = connect(path)?;
        migrations::migrate(&mut writer)?;
        Ok(Self {
            committer: OnceLock::new(),
            group: Group::default(),
            writer: Arc::new(Mutex::new(writer)),
            readers: Mutex::new(Vec::new()),
            path: path.to_owned(),
        })
    }

    /// Puts votes into transactions of this size.
    #[must_use]
    pub fn grouped(self, group: Group) -> Self {
        Self { group, ..self }
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic in the middle of a transaction has rolled it back; the connection is good.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a reading connection to `f`.
    fn read<T>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let answer = f(&connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < 8 {
            readers.push(connection);
        }
        answer
    }

    /// A value of the store's own, by key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|c| {
            let sql = "SELECT value FROM meta WHERE key = ?1";
            Ok(c.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    /// Sets a value of the store's own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_meta(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.writer().execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            params![key, value],
        )?;
        Ok(())
    }

    /// What tells this store from every other: random, made once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn identity(&self) -> Result<Vec<u8>, StoreError> {
        if let Some(identity) = self.meta("identity")? {
            return Ok(identity);
        }
        let writer = self.writer();
        let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES ('identity', randomblob(16))";
        writer.execute(sql, [])?;
        Ok(writer
            .query_row("SELECT value FROM meta WHERE key = 'identity'", [], |row| row.get(0))?)
    }

    /// What the newsroom says of itself; `None` before the first `site.toml` was imported.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn site(&self) -> Result<Option<Site>, StoreError> {
        Ok(self.meta("site")?.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
    }

    /// # Errors
    /// [`StoreError`].
    pub fn set_site(&self, site: &Site) -> Result<(), StoreError> {
        self.set_meta("site", &serde_json::to_vec(site)?)
    }

    /// Grows with every import; tells a running server that its cache is old.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn revision(&self) -> Result<i64, StoreError> {
        self.read(|c| {
            let sql =
                "SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM meta WHERE key = 'revision'";
            Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// # Errors
    /// [`StoreError`].
    pub fn advance_revision(&self) -> Result<(), StoreError> {
        let next = self.revision()? + 1;
        self.set_meta("revision", next.to_string().as_bytes())
    }

    /// Writes what the log holds into the file itself; done on the way out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A vote that was acknowledged survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

#[cfg(test)]
mod tests;
