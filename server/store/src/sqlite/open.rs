//! Opens a store. Only commands that begin a newsroom make one; all others refuse a file that is no store.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::files;
use super::writer::{PATIENCE, Writer};
use super::{Store, StoreError, migrations};
use crate::ledger::Group;
use crate::watched::Watched;

impl Store {
    /// Opens the store at `path`, which must exist.
    ///
    /// # Errors
    /// [`StoreError::Missing`] and [`StoreError::NotAStore`] when there is none, [`StoreError::TooNew`] when a later
    /// version of this program wrote it; SQLite's own.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        is_store(path)?;
        tighten(path);
        Self::with_writer(path)
    }

    /// Opens the store at `path`, and makes an empty one when there is no file. For those who begin a newsroom: an
    /// import, a restore, a server that keeps a copy of a shared database.
    ///
    /// # Errors
    /// As [`Store::open`]: a file that is no store is refused, also an empty one.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            make(path)?;
        }
        Self::open(path)
    }

    /// Opens the store at `path` for users who may not write it, or must not. Methods that would write fail with
    /// [`StoreError::ReadOnly`].
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::TooOld`] when its schema is of an earlier version, which cannot be brought up
    /// to date without writing.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        is_store(path)?;
        let connection = connect_to_read(path)?;
        let (found, known) = (migrations::version(&connection)?, migrations::newest());
        if found > known {
            return Err(StoreError::TooNew { found, known });
        }
        if found < known {
            return Err(StoreError::TooOld { found, known });
        }
        Ok(Self::of(path, None, vec![connection]))
    }

    fn with_writer(path: &Path) -> Result<Self, StoreError> {
        let mut connection = connect(path)?;
        migrations::migrate(&mut connection)?;
        let store = Self::of(path, Some(Arc::new(Writer::new(connection, path)?)), Vec::new());
        // Made now, since users who may only read the store ask for it too.
        store.identity()?;
        Ok(store)
    }

    fn of(path: &Path, writer: Option<Arc<Writer>>, readers: Vec<Connection>) -> Self {
        Self {
            committer: OnceLock::new(),
            group: Group::default(),
            watched: Watched::default(),
            writer,
            readers: Mutex::new(readers),
            path: path.to_owned(),
        }
    }
}

/// Makes an empty store at `path`, completely or not at all.
fn make(path: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::File(path.to_owned(), error);
    let partial = files::beside(path, &format!(".{}.partial", std::process::id()));
    let clear = || {
        for ending in ["", "-wal", "-shm"] {
            // Most of these files do not exist.
            let _ = std::fs::remove_file(files::beside(&partial, ending));
        }
    };
    clear();
    files::create_private_file(&partial).map_err(failed)?;
    let made = (|| {
        let mut connection = connect(&partial)?;
        migrations::migrate(&mut connection)?;
        // A single file: the log is empty, and is deleted with the connection.
        connection.close().map_err(|(_, error)| error)?;
        match std::fs::hard_link(&partial, path) {
            // Another process was faster; its store is just as good.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(_) => std::fs::rename(&partial, path).map_err(failed),
            Ok(()) => Ok(()),
        }
    })();
    clear();
    made
}

/// Whether the file at `path` is a store of this program, of whatever version.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::NotAStore`]; SQLite's own when it cannot be read.
pub fn is_store(path: &Path) -> Result<(), StoreError> {
    let not_one = |what: &str| Err(StoreError::NotAStore(path.to_owned(), what.to_owned()));
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(error) => return Err(StoreError::File(path.to_owned(), error)),
    };
    if !about.is_file() {
        return not_one("it is no file");
    }
    if about.len() == 0 {
        return not_one("it is empty");
    }
    let tables = connect_to_read(path).and_then(|connection| {
        let sql = "SELECT count(*) FROM sqlite_schema
                   WHERE type IN ('table', 'view') AND name IN ('meta', 'article', 'tag')";
        Ok(connection.query_row(sql, [], |row| row.get::<_, u8>(0))?)
    });
    match tables {
        Ok(3) => Ok(()),
        Ok(_) => not_one("it is another program's database"),
        Err(StoreError::Sqlite(error))
            if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) =>
        {
            not_one("it is no SQLite database")
        }
        Err(error) => Err(error),
    }
}

/// Logs which files were readable for others and are not any more.
pub fn tighten(path: &Path) {
    match files::tighten(path) {
        Ok(changed) => {
            for (path, mode) in changed {
                tracing::warn!(
                    "{} was open to other users of this machine (mode {mode:04o}); now only its owner may use it",
                    path.display()
                );
            }
        }
        Err(error) => tracing::warn!(
            "{} can be used by other users of this machine, and this one may not change that: {error}",
            path.display()
        ),
    }
}

/// A connection that may write.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // So that an acknowledged vote survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // So that deleted data (a day's key, a reader's votes) is overwritten in the file too.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection that cannot write.
pub fn connect_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    let is_readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let connection = match is_readable {
        // Where not even the index of a log can be written, a store without a log is read as it is.
        Err(error)
            if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && !has_log(path) =>
        {
            Connection::open_with_flags(immutable(path), flags)?
        }
        _ => connection,
    };
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn has_log(path: &Path) -> bool {
    std::fs::metadata(files::beside(path, "-wal")).is_ok_and(|about| about.len() > 0)
}

fn immutable(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = path.to_string_lossy();
    let encoded = percent_encoding::utf8_percent_encode(&path, percent_encoding::NON_ALPHANUMERIC);
    format!("file:{encoded}?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_makes_a_newsroom_makes_a_store() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
        assert!(matches!(Store::open_to_read(&path), Err(StoreError::Missing(_))));
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing was made");
        drop(Store::create(&path).unwrap());
        Store::open(&path).unwrap().set_meta("note", b"kept").unwrap();
        assert_eq!(Store::create(&path).unwrap().meta("note").unwrap().unwrap(), b"kept");
    }

    #[test]
    fn what_is_no_store_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        let refused = |says: &str| {
            let before = std::fs::read(&path).unwrap();
            for opened in [Store::open(&path), Store::create(&path), Store::open_to_read(&path)] {
                let Err(error) = opened else { panic!("{says}: it was opened") };
                assert!(matches!(error, StoreError::NotAStore(..)), "{error}");
                assert!(error.to_string().contains(says), "{error}");
            }
            assert_eq!(std::fs::read(&path).unwrap(), before);
        };
        std::fs::write(&path, "").unwrap();
        refused("empty");
        std::fs::write(&path, "Not a database at all, whatever it is called. ".repeat(100))
            .unwrap();
        refused("no SQLite database");
        std::fs::remove_file(&path).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE song (title TEXT)").unwrap();
        drop(other);
        refused("another program's database");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_but_its_owner_reads_it_from_the_first_byte() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        files::create_private_folder(&data).unwrap();
        let path = data.join("test.sqlite");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let store = Store::create(&path).unwrap();
        store.set_meta("note", b"x").unwrap();
        let all = ["", "-wal", "-shm", "-turns"].map(|ending| files::beside(&path, ending));
        assert_eq!(mode(&data), 0o700);
        assert_eq!(all.each_ref().map(|path| mode(path)), [0o600; 4]);
        drop(store);
        // As earlier versions left them.
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        drop(Store::open(&path).unwrap());
        assert_eq!((mode(&data), mode(&path)), (0o700, 0o600));
    }

    #[test]
    fn who_may_only_read_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        let writer = Store::create(&path).unwrap();
        writer.set_meta("note", b"one").unwrap();
        let reader = Store::open_to_read(&path).unwrap();
        assert_eq!(reader.meta("note").unwrap().unwrap(), b"one");
        assert!(matches!(reader.set_meta("note", b"two"), Err(StoreError::ReadOnly)));
        writer.set_meta("note", b"two").unwrap();
        assert_eq!(reader.meta("note").unwrap().unwrap(), b"two", "as it is now");
        // The clock stands still, and nothing is passed over.
        let moment = reader.tick().unwrap();
        assert_eq!(reader.tick().unwrap(), moment);
        assert!(moment < writer.tick().unwrap());
    }
}
