//! Checks that the store's file is there, readable, writable, and whole as far as a short look can tell.

use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use super::{Store, StoreError, WriteTransaction, files, open};

/// How many bytes are written beside the store to see whether there is room.
const PROBE: usize = 64 * 1024;

impl Store {
    /// Checks the file at the store's path: that it is the file that is open here, that each of its tables can be read
    /// from the disk, that a value written there is found again, and that there is room. Costs two writes.
    ///
    /// # Errors
    /// [`StoreError`] says what is wrong.
    pub fn check(&self) -> Result<(), StoreError> {
        if let Some(writer) = &self.writer {
            writer.is_in_place()?;
        }
        // The connections at hand have pages in memory, which may be right where the disk is wrong.
        let fresh = open::connect_to_read(&self.path).map_err(|error| self.told(error))?;
        tables(&fresh).map_err(|error| self.told(error))?;
        if self.writer.is_none() {
            return Ok(());
        }
        room(&files::beside(&self.path, "-probe"))?;
        let written = self.write(count).map_err(|error| self.told(error))?;
        let read = counted(&fresh).map_err(|error| self.told(error))?;
        // The number is higher when another process checks as well.
        if read >= written { Ok(()) } else { Err(StoreError::Moved(self.path.clone())) }
    }

    /// The error for a file that is not as it should be, with advice.
    fn told(&self, error: StoreError) -> StoreError {
        use ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error {
            StoreError::Sqlite(error)
                if matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)) =>
            {
                StoreError::Damaged(self.path.clone(), error.to_string())
            }
            other => other,
        }
    }
}

/// Adds one to the number of checks, and answers the new number.
fn count(t: &WriteTransaction<'_>) -> Result<i64, StoreError> {
    t.execute(
        "INSERT INTO meta (key, value) VALUES ('checked', CAST('1' AS BLOB))
         ON CONFLICT (key) DO UPDATE
         SET value = CAST(CAST(CAST(CAST(value AS TEXT) AS INTEGER) + 1 AS TEXT) AS BLOB)",
        [],
    )?;
    counted(t)
}

/// How many checks there were.
fn counted(c: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM meta WHERE key = 'checked'";
    Ok(c.query_row(sql, [], |row| row.get(0))?)
}

/// Reads one row of each table.
fn tables(c: &Connection) -> Result<(), StoreError> {
    let mut statement = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    for name in names {
        let sql = format!("SELECT * FROM \"{}\" LIMIT 1", name?.replace('"', "\"\""));
        c.prepare(&sql)?.query([])?.next()?;
    }
    Ok(())
}

/// Checks that a file can be written, kept and read at `path`. SQLite alone would not notice a full disk at once, since
/// it can still use the space of its log.
fn room(path: &Path) -> Result<(), StoreError> {
    let probed = probe(path);
    // The file has no content of interest, and is made anew the next time.
    let _ = std::fs::remove_file(path);
    match probed {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::Moved(path.to_owned())),
        Err(error) => Err(StoreError::File(folder_of(path), error)),
    }
}

fn probe(path: &Path) -> std::io::Result<bool> {
    // Not zeros, which some file systems do not store.
    let bytes: Vec<u8> = (0..PROBE).map(|at| (at % 251) as u8).collect();
    let mut file = files::open_private_file(path)?;
    file.write_all(&bytes)?;
    file.sync_data()?;
    file.rewind()?;
    let mut read = Vec::new();
    file.read_to_end(&mut read)?;
    Ok(read == bytes)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, PathBuf, Store) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.sqlite");
        let store = Store::create(&path).unwrap();
        (folder, path, store)
    }

    #[test]
    fn a_good_store_is_found_good_again_and_again() {
        let (folder, path, store) = store();
        for _ in 0..3 {
            store.check().unwrap();
        }
        let other = Store::open(&path).unwrap();
        std::thread::scope(|scope| {
            for store in [&store, &other] {
                scope.spawn(|| (0..20).for_each(|_| store.check().unwrap()));
            }
        });
        Store::open_to_read(&path).unwrap().check().unwrap();
        assert!(!files::beside(&path, "-probe").exists(), "in {}", folder.path().display());
    }

    #[test]
    fn a_store_that_was_written_over_is_found_damaged() {
        let (_folder, path, store) = store();
        store.set_meta("note", b"one").unwrap();
        store.checkpoint().unwrap();
        store.check().unwrap();
        store.checkpoint().unwrap();
        let length = std::fs::metadata(&path).unwrap().len();
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(&vec![0x55; usize::try_from(length).unwrap()]).unwrap();
        file.sync_all().unwrap();
        let error = store.check().unwrap_err();
        assert!(matches!(error, StoreError::Damaged(..)), "{error}");
        assert!(error.to_string().contains("restore"), "{error}");
    }

    #[test]
    fn where_nothing_can_be_written_there_is_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let error = room(&folder.path().join("gone").join("probe")).unwrap_err();
        assert!(matches!(error, StoreError::File(..)), "{error}");
        room(&folder.path().join("probe")).unwrap();
    }
}
