//! The list of files that an export has written, and the journal of an export that is at work.
//!
//! Both say which files in the folder belong to the export. All others are somebody else's, and so is a file of the
//! export that was edited: its bytes do not match the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use bantin_store::sqlite::TextVersion;

/// The list of an export: a line about the export, then a line for each file with its hash and path.
pub const MANIFEST: &str = ".bantin-export";

/// The journal, which exists while an export writes and lists what it has written. An interrupted export leaves it.
pub const RUNNING: &str = ".bantin-export.running";

/// The lock that an export holds while it works.
pub const LOCK: &str = ".bantin-export.lock";

/// The first line of [`RUNNING`] in an export of everything.
const WHOLE: &str = "#everything";
/// The first line in an export of what changed.
const CHANGED: &str = "#changes";

/// What the last export was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// A hash over everything but the articles: the app, the site, the options, this program.
    pub setup: String,
    /// The identity of the store it shows; empty in a list of an earlier version of this program.
    #[serde(default)]
    pub store: String,
    /// The time of the store's clock.
    pub tick: i64,
    /// The state of the words that the search index was made from.
    #[serde(default)]
    pub words: TextVersion,
    /// Files named by their bytes that nothing refers to any more, each with the Unix second since when.
    #[serde(default)]
    pub retired: Vec<(String, i64)>,
}

/// The first 64 bits of a file's SHA-256, never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(u64);

impl Hash {
    /// An unknown hash: an earlier version of this program, or an interrupted export, wrote the file.
    pub const UNKNOWN: Self = Self(0);

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let first = Sha256::digest(bytes).first_chunk::<8>().copied().unwrap_or_default();
        Self(u64::from_be_bytes(first).max(1))
    }

    /// Whether this can be the hash of a file with these bytes.
    pub fn fits(self, bytes: &[u8]) -> bool {
        self == Self::UNKNOWN || self == Self::of(bytes)
    }
}

/// The files of an export: path, hash.
pub type Files = BTreeMap<String, Hash>;

/// The list that an export left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `None` when the first line cannot be read; then everything is written anew.
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

    /// The text that [`Manifest::read`] reads.
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

/// What an interrupted export had written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Whether it was an export of everything.
    pub was_whole: bool,
    /// Whether an earlier version of this program wrote it, which noted no files.
    pub is_unlisted: bool,
    pub files: BTreeSet<String>,
}

impl Cut {
    /// The journal in the folder `root`; `None` when the last export was not interrupted.
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
        // A last line without its end was not written completely, and neither was its file.
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

/// Notes the name of each file before it is written.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Option<File>>);

impl Journal {
    /// Begins a journal, or continues that of an interrupted export.
    ///
    /// # Errors
    /// Of the file system.
    pub fn begin(&self, root: &Path, is_whole: bool) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(root.join(RUNNING))?;
        // Begins with a line break, since the interrupted export may have left half a line.
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
