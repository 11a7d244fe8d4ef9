//! The one place where the store is written: transactions that may write, one at a time.
//!
//! SQLite lets one process write at a time. A transaction that begins by reading and writes later fails at once when
//! another process has written meanwhile, whatever the time-out. So every transaction that may write begins as a
//! writing one ([`Writer::write`]), and a function that writes takes a [`WriteTransaction`], which only this module can
//! make. Connections for reading are set to refuse writes.
//!
//! SQLite has no queue: a server that commits votes all the time would keep an import from its turn. So a process that
//! wants to write locks a small file beside the store, begins its transaction, and unlocks the file: the process that
//! has waited longest is next (ADR 20).

use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::StoreError;
use super::files::{self, FileId};

/// How long a transaction waits for its turn before it fails with SQLite's "busy".
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before trying again to begin.
const PAUSE: Duration = Duration::from_millis(1);

/// A transaction that may write; no other process writes while it lives. It also reads as any connection does.
pub struct WriteTransaction<'a>(Transaction<'a>);

impl Deref for WriteTransaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

/// The connection that writes, and the file it writes.
pub(super) struct Writer {
    connection: Mutex<Connection>,
    path: PathBuf,
    /// The identities of the open file, its log and the log's index, to notice when others stand at their paths.
    files: [(PathBuf, Option<FileId>); 3],
    turns: File,
    patience: Duration,
}

impl Writer {
    /// Takes over a connection to the store at `path`, which is open for writing.
    pub fn new(connection: Connection, path: &Path) -> Result<Self, StoreError> {
        // Waiting is done here in short steps, since SQLite's own grow to a tenth of a second.
        connection.busy_timeout(Duration::ZERO)?;
        let turns =
            files::open_turns(path).map_err(|error| StoreError::File(path.into(), error))?;
        // Without a log of SQLite's there is none to lose.
        let files = ["", "-wal", "-shm"].map(|ending| {
            let path = files::beside(path, ending);
            let id = FileId::at(&path).ok();
            (path, id)
        });
        Ok(Self {
            connection: Mutex::new(connection),
            path: path.to_owned(),
            files,
            turns,
            patience: PATIENCE,
        })
    }

    /// Sets how long to wait while another process writes, before a transaction fails.
    #[cfg(test)]
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Runs `f` in a transaction that may write, and commits unless it fails. Votes wait meanwhile, so long work must
    /// be done before.
    ///
    /// # Errors
    /// [`StoreError::Moved`] when the store's file is no longer at its path, where writes would be lost; SQLite's
    /// "busy" when another process wrote for longer than ten seconds; the errors of `f`. The store is then as it was
    /// before.
    pub fn write<T>(
        &self,
        f: impl FnOnce(&WriteTransaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // A panic within a transaction has rolled it back, and the connection can be used.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = self.begin(&connection)?;
        self.is_in_place()?;
        let answer = f(&transaction)?;
        self.is_in_place()?;
        transaction.0.commit()?;
        Ok(answer)
    }

    /// Begins a transaction as soon as no other process writes.
    fn begin<'a>(&self, connection: &'a Connection) -> Result<WriteTransaction<'a>, StoreError> {
        let deadline = Instant::now() + self.patience;
        let mut has_turn = false;
        let begun = loop {
            has_turn = has_turn || self.turns.try_lock().is_ok();
            if has_turn {
                let immediate = TransactionBehavior::Immediate;
                match Transaction::new_unchecked(connection, immediate) {
                    Err(error) if is_busy(&error) && Instant::now() < deadline => {}
                    begun => break begun,
                }
            } else if Instant::now() >= deadline {
                break Err(busy());
            }
            std::thread::sleep(PAUSE);
        };
        if has_turn {
            // Fails only where locks are not supported; then nobody waits for this one.
            let _ = self.turns.unlock();
        }
        Ok(WriteTransaction(begun?))
    }

    /// Checks that the files at the store's path are those that are open here.
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        let is_same = |(path, known): &(PathBuf, Option<FileId>)| {
            known.is_none_or(|known| FileId::at(path).is_ok_and(|now| now == known))
        };
        if self.files.iter().all(is_same) {
            Ok(())
        } else {
            Err(StoreError::Moved(self.path.clone()))
        }
    }

    /// Writes the content of the log into the file itself.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn busy() -> rusqlite::Error {
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    rusqlite::Error::SqliteFailure(busy, Some("another process keeps writing".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::super::Store;
    use super::*;

    fn count(store: &Store) -> Result<u64, StoreError> {
        let text = store.meta("count")?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&text).parse().unwrap_or(0))
    }

    #[test]
    fn what_reads_first_and_writes_then_never_collides() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        Store::create(&path).unwrap();
        // Each as a process of its own: nothing but the file is shared.
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let store = Store::open(&path).unwrap();
                    for _ in 0..50 {
                        store
                            .write(|t| {
                                let sql =
                                    "SELECT coalesce(max(CAST(CAST(value AS TEXT) AS INTEGER)), 0)
                                           FROM meta WHERE key = 'count'";
                                let read: u64 = t.query_row(sql, [], |row| row.get(0))?;
                                let next = (read + 1).to_string().into_bytes();
                                t.execute(
                                    "INSERT INTO meta (key, value) VALUES ('count', ?1)
                                     ON CONFLICT (key) DO UPDATE SET value = ?1",
                                    [next],
                                )?;
                                Ok(())
                            })
                            .unwrap();
                        store.advance_revision().unwrap();
                    }
                });
            }
        });
        let store = Store::open(&path).unwrap();
        assert_eq!((count(&store).unwrap(), store.revision().unwrap()), (400, 400));
    }

    #[test]
    fn who_waits_is_next_however_busy_another_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        let busy = Store::create(&path).unwrap();
        let waiting = Store::open(&path).unwrap();
        let is_done = AtomicBool::new(false);
        let (tell, writes) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let (busy, is_done) = (&busy, &is_done);
            scope.spawn(move || {
                while !is_done.load(Ordering::Relaxed) {
                    busy.advance_revision().unwrap();
                    let _ = tell.send(());
                }
            });
            writes.recv().unwrap();
            for _ in 0..100 {
                waiting.set_meta("note", b"mine").unwrap();
            }
            is_done.store(true, Ordering::Relaxed);
        });
        assert!(waiting.revision().unwrap() > 0, "both wrote");
    }

    #[test]
    fn reading_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
        let written = store.read(|c| Ok(c.execute("DELETE FROM meta", [])?));
        assert!(matches!(written, Err(StoreError::Sqlite(_))), "{written:?}");
    }

    #[test]
    fn nothing_is_written_where_it_would_be_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("test.sqlite"), folder.path().join("aside"));
        let store = Store::create(&path).unwrap();
        store.set_meta("note", b"one").unwrap();
        store.check().unwrap();
        std::fs::rename(&path, &aside).unwrap();
        assert!(matches!(store.set_meta("note", b"two"), Err(StoreError::Moved(_))));
        assert!(matches!(store.check(), Err(StoreError::Moved(_))));
        std::fs::rename(&aside, &path).unwrap();
        store.set_meta("note", b"three").unwrap();
        store.check().unwrap();
        // What is written goes into the log first.
        let log = files::beside(&path, "-wal");
        std::fs::rename(&log, &aside).unwrap();
        assert!(matches!(store.set_meta("note", b"four"), Err(StoreError::Moved(_))), "no log");
        std::fs::rename(&aside, &log).unwrap();
        store.set_meta("note", b"five").unwrap();
        // Another store at its path.
        let other = folder.path().join("other.sqlite");
        Store::create(&other).unwrap();
        std::fs::rename(&path, &aside).unwrap();
        std::fs::copy(&other, &path).unwrap();
        assert!(matches!(store.set_meta("note", b"six"), Err(StoreError::Moved(_))), "another");
        std::fs::rename(&aside, &path).unwrap();
        store.set_meta("note", b"seven").unwrap();
        // Within the transaction too.
        let moved = store.write(|t| {
            t.execute("UPDATE meta SET value = x'00' WHERE key = 'note'", [])?;
            std::fs::remove_file(&path).unwrap();
            Ok(())
        });
        assert!(matches!(moved, Err(StoreError::Moved(_))));
    }
}
