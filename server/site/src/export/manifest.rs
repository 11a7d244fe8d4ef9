//! The list of what an export has written, and the journal of an export at work.
//!
//! Both say which files of the folder are the export's own. Whatever else stands there is somebody else's, and so is
//! a file of ours that was edited since: its bytes are not those in the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use bantin_store::sqlite::TextVersion;

/// What an export has written: a line about the export, then one file a line, its hash and its path.
pub const MANIFEST: &str = ".bantin-export";

/// There while an export writes: what it has written so far. An export that was cut off leaves it.
pub const RUNNING: &str = ".bantin-export.running";

/// Held by an export while it works.
pub const LOCK: &str = ".bantin-export.lock";

/// The line of [`RUNNING`] with which an export of everything begins.
const WHOLE: &str = "#everything";
/// The line with which an export of what changed begins.
const CHANGED: &str = "#changes";

/// What the last export was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Hash of everything but the articles: the app, the site, the options, this program.
    pub setup: String,
    /// The identity of the store that it shows; empty in a list that an earlier version of this program wrote.
    #[serde(default)]
    pub store: String,
    /// The store's clock.
    pub tick: i64,
    /// The words that the search index was made of, as the store tells them apart.
    #[serde(default)]
    pub words: TextVersion,
    /// Files named by their bytes that nothing refers to any more: path, Unix seconds of when that began.
    #[serde(default)]
    pub retired: Vec<(String, i64)>,
}

/// The first 64 bits of a file's SHA-256, never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(u64);

impl Hash {
    /// What is not known: an earlier version of this program, or an export that was cut off, wrote the file.
    pub const UNKNOWN: Self = Self(0);

    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let first = Sha256::digest(bytes).first_chunk::<8>().copied().unwrap_or_default();
        Self(u64::from_be_bytes(first).max(1))
    }

    /// Whether a file with these bytes may be the one that this is the hash of.
    pub fn fits(self, bytes: &[u8]) -> bool {
        self == Self::UNKNOWN || self == Self::of(bytes)
    }
}

/// The files of an export: path, hash.
pub type Files = BTreeMap<String, Hash>;

/// The list that an export left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `None` when its first line cannot be read: then everything is written anew.
    pub made: Option<Made>,
    pub files: Files,
}

impl Manifest {
    /// The list in the folder `root`; `None` when there is none.
    ///
    /// # Errors
    /// Of the file system.
    pub fn read(root: &Path) -> io::Result<Option<Self>> {
        match std::fs::read_to_string(root.join(MANIFEST)) {
            Ok(text) => Ok(Some(Self::parse(&text))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn parse(text: &str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let file = |line: &str| {
            let listed = line.split_once(' ').filter(|(hash, _)| hash.len() == 16);
            let listed = listed.and_then(|(hash, path)| {
                Some((path.to_owned(), Hash(u64::from_str_radix(hash, 16).ok()?)))
            });
            listed.unwrap_or_else(|| (line.to_owned(), Hash::UNKNOWN))
        };
        Self { made: serde_json::from_str(first).ok(), files: rest.lines().map(file).collect() }
    }

    /// As [`Manifest::read`] reads it.
    ///
    /// # Errors
    /// Of JSON.
    pub fn text(made: &Made, files: &Files) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(made)?;
        text.push('\n');
        for (path, hash) in files {
            text += &format!("{:016x} {path}\n", hash.0);
        }
        Ok(text)
    }
}

/// What an export that was cut off had written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Whether it was to write everything.
    pub was_whole: bool,
    /// Whether an earlier version of this program wrote it, which noted no files.
    pub is_unlisted: bool,
    pub files: BTreeSet<String>,
}

impl Cut {
    /// What stands in the folder `root`; `None` when the last export was not cut off.
    ///
    /// # Errors
    /// Of the file system.
    pub fn read(root: &Path) -> io::Result<Option<Self>> {
        let bytes = match std::fs::read(root.join(RUNNING)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut cut = Self { is_unlisted: text.is_empty(), ..Self::default() };
        // A last line without its end was not written whole, and neither was its file.
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            match line {
                WHOLE => cut.was_whole = true,
                CHANGED => {}
                path => {
                    cut.files.insert(path.to_owned());
                }
            }
        }
        Ok(Some(cut))
    }
}

/// Notes each file before it is written.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Option<File>>);

impl Journal {
    /// Begins, or goes on after an export that was cut off.
    ///
    /// # Errors
    /// Of the file system.
    pub fn begin(&self, root: &Path, is_whole: bool) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(root.join(RUNNING))?;
        // A line break first: what was cut off may have left half a line.
        file.write_all(format!("\n{}\n", if is_whole { WHOLE } else { CHANGED }).as_bytes())?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
        Ok(())
    }

    /// # Errors
    /// Of the file system.
    pub fn note(&self, path: &str) -> io::Result<()> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(file) => file.write_all(format!("{path}\n").as_bytes()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let made = Made { setup: "s".into(), store: "id".into(), tick: 3, ..Made::default() };
        let files = Files::from([
            ("index.html".to_owned(), Hash::of(b"one")),
            ("media/a b.jpg".to_owned(), Hash::UNKNOWN),
        ]);
        let text = Manifest::text(&made, &files).unwrap();
        assert_eq!(Manifest::parse(&text), Manifest { made: Some(made), files });
    }

    #[test]
    fn a_list_of_an_earlier_version_is_read() {
        let manifest = Manifest::parse("{\"setup\":\"s\",\"tick\":3}\nindex.html\nrobots.txt\n");
        assert_eq!(manifest.made.unwrap().store, "");
        assert_eq!(manifest.files["robots.txt"], Hash::UNKNOWN);
        assert!(manifest.files["robots.txt"].fits(b"whatever"));
        assert!(!Hash::of(b"one").fits(b"two"));
    }

    #[test]
    fn a_journal_tells_what_was_written_when_it_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Cut::read(folder.path()).unwrap(), None);
        let journal = Journal::default();
        journal.begin(folder.path(), true).unwrap();
        journal.note("index.html").unwrap();
        let path = folder.path().join(RUNNING);
        let mut text = std::fs::read_to_string(&path).unwrap();
        text += "robots.t";
        std::fs::write(&path, text).unwrap();
        let cut = Cut::read(folder.path()).unwrap().unwrap();
        assert!(cut.was_whole && !cut.is_unlisted);
        assert!(cut.files.contains("index.html") && !cut.files.contains("robots.t"));
        // Earlier versions left an empty one.
        std::fs::write(&path, "").unwrap();
        assert!(Cut::read(folder.path()).unwrap().unwrap().is_unlisted);
    }
}
