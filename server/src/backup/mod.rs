//! Makes a copy of the data folder that can be put back: the store by SQLite's online backup while the server goes on,
//! and the pictures, each checked against its name ([`pictures`][]).

mod pictures;

use std::path::{Path, PathBuf};
use std::time::Duration;

use bantin_store::advice;
use bantin_store::data_folder;
use bantin_store::folder_rules::{self, FolderRuleError};
use bantin_store::leftovers;
use bantin_store::lock::{Lock, LockError};
use bantin_store::sqlite::{self, Store, StoreError, files};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};

use crate::newsroom::IMPORT_LOCK;

pub use pictures::{Pictures, is_whole};
pub(crate) use pictures::{names, shown};

/// The name of the store in a data folder and in a backup.
const FILE: &str = data_folder::STORE;

/// The lock held while a backup is written.
const LOCK: &str = ".backup.lock";

/// How far the clock of a restored store is set ahead: further than any export can have come since the backup, so that
/// the next export looks at everything.
const AHEAD: i64 = 1_000_000;

/// Why a backup was not made, or not put back. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no store in {path}: check the path", path = .0.display())]
    Missing(PathBuf),
    #[error("{path} has a store already; --overwrite puts the backup in its place", path = .0.display())]
    Exists(PathBuf),
    #[error("a server or a command has the store in {path} open; stop it first", path = .0.display())]
    InUse(PathBuf),
    #[error("the store in {path} is damaged: {what}. An earlier backup may be sound: \
        `bantin-server check --data FOLDER` says so of each", path = .0.display(), what = .1)]
    Damaged(PathBuf, String),
    #[error(transparent)]
    FolderRule(#[from] FolderRuleError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Io(PathBuf, std::io::Error),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Copies the newsroom in `data` into the folder `out`, or updates an earlier backup there. The day's key for network
/// hashes is left out, since it must not outlive its day. Only its owner may read the backup.
///
/// # Errors
/// [`BackupError`]; an earlier backup in `out` is then as it was. Missing pictures are no error; the answer names them.
pub fn backup(data: &Path, out: &Path) -> Result<Pictures, BackupError> {
    let from = data.join(FILE);
    if !from.is_file() {
        return Err(BackupError::Missing(data.to_owned()));
    }
    sqlite::is_store(&from)?;
    folder_rules::may_back_up(data, out)?;
    let target = out.join(FILE);
    if target.is_file() {
        // Earlier versions made backups that everybody could read.
        sqlite::tighten(&target);
    }
    let media = data_folder::media_folder(out);
    files::create_private_folder(&media).map_err(io(&media))?;
    let _lock = Lock::take(&out.join(LOCK), "backup")?;
    leftovers::clear(out).map_err(|(path, error)| BackupError::Io(path, error))?;
    let partial = out.join(format!(".{FILE}.partial"));
    files::create_private_file(&partial).map_err(io(&partial))?;
    let source = sqlite::connect_to_read(&from)?;
    source.busy_timeout(Duration::from_secs(5))?;
    copy(&source, &partial)?;
    let copied = Connection::open(&partial)?;
    copied.pragma_update(None, "secure_delete", true)?;
    copied.execute("DELETE FROM daily_key", [])?;
    // A single file, without a log beside it.
    copied.pragma_update(None, "journal_mode", "DELETE")?;
    is_sound(&copied, &partial)?;
    // Pictures are stored before the articles that show them, so those there now are enough.
    let shown = pictures::shown(&copied)?;
    copied.close().map_err(|(_, error)| error)?;
    let pictures = pictures::copy(&data_folder::media_folder(data), &media, &shown)?;
    settle(&partial, &target)?;
    Ok(pictures)
}

/// Puts the backup in `from` into the folder `data`; it replaces an existing store only with `overwrite`.
///
/// # Errors
/// [`BackupError`]; a store in `data` is then as it was. Missing pictures are no error; the answer names them.
pub fn restore(data: &Path, from: &Path, overwrite: bool) -> Result<Pictures, BackupError> {
    let source = from.join(FILE);
    if !source.is_file() {
        return Err(BackupError::Missing(from.to_owned()));
    }
    sqlite::is_store(&source)?;
    folder_rules::may_hold_data(data)?;
    folder_rules::may_back_up(data, from)?;
    let target = data.join(FILE);
    if target.exists() && !overwrite {
        return Err(BackupError::Exists(data.to_owned()));
    }
    let media = data_folder::media_folder(data);
    files::create_private_folder(&media).map_err(io(&media))?;
    let _lock = Lock::take(&data.join(IMPORT_LOCK), "restore")?;
    leftovers::clear(data).map_err(|(path, error)| BackupError::Io(path, error))?;
    let partial = data.join(format!(".{FILE}.partial"));
    files::create_private_file(&partial).map_err(io(&partial))?;
    let backup = sqlite::connect_to_read(&source)?;
    copy(&backup, &partial)?;
    is_sound(&Connection::open(&partial)?, &partial)?;
    // Checked to be of a known version, and brought up to date.
    drop(Store::open(&partial)?);
    let copied = Connection::open(&partial)?;
    copied.execute("UPDATE clock SET tick = tick + ?1", [AHEAD])?;
    copied.pragma_update(None, "journal_mode", "DELETE")?;
    let shown = pictures::shown(&copied)?;
    copied.close().map_err(|(_, error)| error)?;
    let pictures = pictures::copy(&data_folder::media_folder(from), &media, &shown)?;
    if target.exists() {
        // Keeps the old store locked until it is replaced.
        let old = alone(&target, data)?;
        settle(&partial, &target)?;
        drop(old);
    } else {
        settle(&partial, &target)?;
    }
    // The log and index of the store that was there.
    for log in ["-wal", "-shm"] {
        remove(&data.join(format!("{FILE}{log}")))?;
    }
    // The connection is to a file of this name, which is moved.
    for left in ["-wal", "-shm", "-turns"] {
        remove(&files::beside(&partial, left))?;
    }
    Ok(pictures)
}

/// Copies all pages in one step: later writes are not in it, and wait for nothing.
fn copy(source: &Connection, to: &Path) -> Result<(), BackupError> {
    let mut target = Connection::open(to)?;
    let backup = Backup::new(source, &mut target)?;
    while backup.step(-1)? != StepResult::Done {
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn is_sound(connection: &Connection, path: &Path) -> Result<(), BackupError> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(BackupError::Damaged(path.to_owned(), said)) }
}

/// A connection to a store that nobody else has open, or can open while it lives.
fn alone(path: &Path, data: &Path) -> Result<Connection, BackupError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::ZERO)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    match connection.execute_batch("BEGIN EXCLUSIVE; COMMIT") {
        Ok(()) => Ok(connection),
        Err(rusqlite::Error::SqliteFailure(error, _))
            if matches!(error.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            Err(BackupError::InUse(data.to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Moves a finished file to its place.
fn settle(partial: &Path, to: &Path) -> Result<(), BackupError> {
    let file = std::fs::File::open(partial).map_err(io(partial))?;
    file.sync_all().map_err(io(partial))?;
    std::fs::rename(partial, to).map_err(io(to))
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(path)(error)),
        _ => Ok(()),
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    |error| BackupError::Io(path.to_owned(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_backup_is_not_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let (data, from) = (folder.path().join("data"), folder.path().join("from"));
        assert!(matches!(backup(&data, &from), Err(BackupError::Missing(_))));
        assert!(matches!(restore(&data, &from, true), Err(BackupError::Missing(_))));
        std::fs::create_dir_all(&from).unwrap();
        std::fs::write(from.join(FILE), "not a store at all, whatever its name says").unwrap();
        assert!(restore(&data, &from, false).is_err());
        assert!(!data.join(FILE).exists());
    }

    #[test]
    fn the_files_of_a_newsroom_s_look_are_backed_up_and_missed() {
        use bantin_model::{Brand, Link, Logo, Site};
        let folder = tempfile::tempdir().unwrap();
        let (data, out) = (folder.path().join("data"), folder.path().join("out"));
        let store = bantin_store::open::create_store(&data).unwrap();
        let [logo, style] = ["svg", "css"]
            .map(|extension| format!("{}.{extension}", bantin_media::hash16(extension.as_bytes())));
        let link = |name: &str| Link::new(&format!("/media/{name}")).unwrap();
        let brand = Brand {
            logo: Some(Logo { src: link(&logo), width: 1, height: 1, night: None }),
            style: Some(link(&style)),
            ..Brand::default()
        };
        store.set_site(&Site { brand, ..bantin_core::nameless::nameless() }).unwrap();
        std::fs::write(data_folder::media_folder(&data).join(&logo), "svg").unwrap();
        assert_eq!(backup(&data, &out).unwrap().missing, [style]);
        assert!(data_folder::media_folder(&out).join(&logo).is_file());
    }

    #[test]
    fn a_store_that_is_open_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (data, out) = (folder.path().join("data"), folder.path().join("out"));
        let store = bantin_store::open::create_store(&data).unwrap();
        backup(&data, &out).unwrap();
        assert!(matches!(restore(&data, &out, false), Err(BackupError::Exists(_))));
        assert!(matches!(restore(&data, &out, true), Err(BackupError::InUse(_))));
        store.set_meta("note", b"still here").unwrap();
        drop(store);
        restore(&data, &out, true).unwrap();
        assert_eq!(bantin_store::open::create_store(&data).unwrap().meta("note").unwrap(), None);
    }
}
