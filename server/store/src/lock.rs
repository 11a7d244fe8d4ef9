//! One command at a time: an import into a data folder, an export into a folder. The lock is a file that says who holds
//! it and since when. It is free again when its process ends, for whatever reason.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::advice;
use crate::sqlite::files;

/// Who holds a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockHolder {
    /// The command that holds it, such as `import`.
    pub what: String,
    /// The number of its process.
    pub process: u32,
    pub since: Timestamp,
}

impl std::fmt::Display for LockHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (process {}, since {:.0})", self.what, self.process, self.since)
    }
}

/// Why a lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// `None` when the holder has not yet written who it is.
    #[error("{path} is in use by {holder}; wait until it has ended, or stop it",
        path = .path.display(),
        holder = .holder.as_ref().map_or_else(|| "another command".to_owned(), LockHolder::to_string))]
    Held { path: PathBuf, holder: Option<LockHolder> },
    #[error("cannot lock {path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Io(PathBuf, io::Error),
}

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Locks the file at `path` for the command `what`. The folder must exist.
    ///
    /// # Errors
    /// [`LockError::Held`], without waiting, when another process or another part of this one holds it.
    pub fn take(path: &Path, what: &str) -> Result<Self, LockError> {
        let failed = |error| LockError::Io(path.to_owned(), error);
        let file = files::open_private_file(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Self::sign(file, what).map_err(failed),
            Err(TryLockError::WouldBlock) => Err(held(path, file)),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// As [`Lock::take`], but waits until it is free. Calls back once, to tell who is waited for.
    ///
    /// # Errors
    /// [`LockError::Io`].
    pub fn wait(
        path: &Path,
        what: &str,
        tell: &mut dyn FnMut(&LockError),
    ) -> Result<Self, LockError> {
        match Self::take(path, what) {
            Err(error @ LockError::Held { .. }) => tell(&error),
            taken => return taken,
        }
        let failed = |error| LockError::Io(path.to_owned(), error);
        let file = files::open_private_file(path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Self::sign(file, what).map_err(failed)
    }

    fn sign(mut file: File, what: &str) -> io::Result<Self> {
        let holder = LockHolder {
            what: what.to_owned(),
            process: std::process::id(),
            since: Timestamp::now(),
        };
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(&serde_json::to_vec(&holder)?)?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Emptied, since nobody holds it any more; the end of the process would free it in any case.
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}

fn held(path: &Path, mut file: File) -> LockError {
    let mut text = String::new();
    let read = file.read_to_string(&mut text);
    let holder = read.ok().and_then(|_| serde_json::from_str(&text).ok());
    LockError::Held { path: path.to_owned(), holder }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_says_who_holds_it_and_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("import.lock");
        let first = Lock::take(&path, "import").unwrap();
        let error = Lock::take(&path, "import").unwrap_err();
        let LockError::Held { holder: Some(holder), .. } = &error else { panic!("{error}") };
        assert_eq!((&*holder.what, holder.process), ("import", std::process::id()));
        let said = error.to_string();
        assert!(said.contains("import (process ") && said.contains("since 2"), "{said}");
        drop(first);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
        Lock::take(&path, "export").unwrap();
    }

    #[test]
    fn who_waits_says_so_once_and_is_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("import.lock");
        let first = Lock::take(&path, "import").unwrap();
        let (told, heard) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                Lock::wait(&path, "import", &mut |error| told.send(error.to_string()).unwrap())
            });
            assert!(heard.recv().unwrap().contains("in use by import"));
            drop(first);
            second.join().unwrap().unwrap();
        });
        drop(told);
        assert!(heard.recv().is_err(), "told once");
    }
}
