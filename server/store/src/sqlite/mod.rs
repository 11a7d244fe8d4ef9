//! The store: one SQLite file in WAL mode. One connection writes, a few others read.
//!
//! - [`open`][]: opening, and refusing what is no store; [`files`][]: who may read its files
//! - [`writer`][]: transactions that write
//! - [`articles`][]: putting drafts in, reading articles whole
//! - [`lists`][]: lists of articles; [`members`][]: the condition for their articles; [`months`][]: the span of a month
//! - [`others`][]: what an article shows of others
//! - [`votes`][]: ratings; [`committer`][]: many of them in one commit
//! - [`readings`][]: readings, written in batches
//! - [`embedded`][]: the ledger in it
//! - [`counters`][]: counters that another ledger keeps
//! - [`followed`][]: sources that are followed
//! - [`keys`][]: signing keys, the day's key, revoked readers
//! - [`languages`][]: which of the site's languages an article is in
//! - [`audit`][]: looking at votes, and mending them
//! - [`check`][]: whether it can be read and written
//! - [`neighbours`][]: related news
//! - [`changes`][]: what changed since a moment
//! - [`rows`][], [`record`][]: what rows have in common; the row of an article
//! - [`made`][]: what was made of the pictures
//! - [`migrations`][]: the schema
//! - [`standing`][]: whether an article is public; [`redirects`][]: addresses that lead on
//! - [`origins`][]: by what its source knows an article; [`old_addresses`][]: the addresses it had there
//! - [`static_pages`][]: pages that are no news
//! - [`texts`][]: what search looks at

mod articles;
mod audit;
mod changes;
mod check;
mod committer;
mod counters;
pub mod embedded;
pub mod files;
mod followed;
mod keys;
mod languages;
mod lists;
mod made;
mod members;
mod migrations;
mod months;
mod neighbours;
mod old_addresses;
mod open;
mod origins;
mod others;
mod pinned;
mod readings;
mod record;
mod redirects;
mod rows;
mod standing;
mod static_pages;
mod texts;
mod votes;
mod writer;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bantin_model::Site;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::ledger::Group;
use crate::watched::Watched;

pub use crate::store_error::{MoveError, StoreError};
pub use articles::Put;
pub use changes::Changes;
pub use counters::{Counters, ReadOn};
pub use followed::StoreRegister;
pub use lists::{Entry, ListPage, PAGE_SIZE, is_always_there};
pub use migrations::{newest, version};
pub use old_addresses::{Claimed, OldAddressRedirect};
pub use open::{connect_to_read, is_store, tighten};
pub use origins::{Fate, ImportedArticle};
pub use redirects::Gone;
pub use standing::Restored;
pub use texts::{Text, TextVersion};
pub use writer::WriteTransaction;

use writer::Writer;

/// The store of one newsroom. Its methods block, except [`Store::vote`]: call them where blocking is allowed.
pub struct Store {
    // Dropped before the connections, so that votes that wait are still written.
    committer: OnceLock<committer::Committer>,
    group: Group,
    watched: Watched,
    /// `None` for a store that was opened to be read only.
    writer: Option<Arc<Writer>>,
    readers: Mutex<Vec<Connection>>,
    path: PathBuf,
}

impl Store {
    /// Sets how many votes a transaction may have.
    #[must_use]
    pub fn grouped(self, group: Group) -> Self {
        Self { group, ..self }
    }

    /// Lets `watched` watch the thread that writes votes, together with everything else of a server.
    #[must_use]
    pub fn watched_by(self, watched: Watched) -> Self {
        Self { watched, ..self }
    }

    /// What watches the thread that writes votes.
    pub fn watched(&self) -> &Watched {
        &self.watched
    }

    /// Whether it was opened by [`Store::open_to_read`].
    pub fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    fn writer(&self) -> Result<&Arc<Writer>, StoreError> {
        self.writer.as_ref().ok_or(StoreError::ReadOnly)
    }

    /// Runs `f` in a transaction that may write, and commits unless it fails. Votes wait meanwhile, so long work must
    /// be done before.
    fn write<T>(
        &self,
        f: impl FnOnce(&WriteTransaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.writer()?.write(f)
    }

    /// Runs `f` on a connection that cannot write; everything it reads is of the same moment.
    fn read<T>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open::connect_to_read(&self.path)?,
        };
        let snapshot = Transaction::new_unchecked(&connection, TransactionBehavior::Deferred)?;
        let answer = f(&snapshot);
        snapshot.finish()?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < 8 {
            readers.push(connection);
        }
        answer
    }

    /// A value that the store keeps for itself, by key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|c| {
            let sql = "SELECT value FROM meta WHERE key = ?1";
            Ok(c.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    /// Sets a value that the store keeps for itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_meta(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                params![key, value],
            )?;
            Ok(())
        })
    }

    /// A random value that was made with this store, and tells it from every other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn identity(&self) -> Result<Vec<u8>, StoreError> {
        if let Some(identity) = self.meta("identity")? {
            return Ok(identity);
        }
        self.write(|t| {
            let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES ('identity', randomblob(16))";
            t.execute(sql, [])?;
            let sql = "SELECT value FROM meta WHERE key = 'identity'";
            Ok(t.query_row(sql, [], |row| row.get(0))?)
        })
    }

    /// The site; `None` before a `site.toml` was imported.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn site(&self) -> Result<Option<Site>, StoreError> {
        Ok(self.meta("site")?.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
    }

    /// # Errors
    /// [`StoreError`].
    pub fn set_site(&self, site: &Site) -> Result<(), StoreError> {
        self.set_meta("site", &serde_json::to_vec(site)?)?;
        self.file_languages(&site.languages)
    }

    /// A counter that every import and every command of an operator advances. A running server polls it, and drops its
    /// caches when it has changed.
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

    /// Advances [`Store::revision`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn advance_revision(&self) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute(
                "INSERT INTO meta (key, value) VALUES ('revision', CAST('1' AS BLOB))
                 ON CONFLICT (key) DO UPDATE
                 SET value = CAST(CAST(CAST(CAST(value AS TEXT) AS INTEGER) + 1 AS TEXT) AS BLOB)",
                [],
            )?;
            Ok(())
        })
    }

    /// Writes the content of the log into the file itself, when the store is closed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        match &self.writer {
            Some(writer) => writer.checkpoint(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub mod tests;
