//! The folder that is written: only what differs, each file whole or not at all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bantin_media::packed::{self, brotli, gzip, is_compressible};
use bantin_model::{Article, Slug, path};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{ExportError, Outcome};
use crate::store::TextVersion;

/// What an export has written: a line about the export, then one path a line.
pub const MANIFEST: &str = ".bantin-export";

/// There while an export writes what changed.
const RUNNING: &str = ".bantin-export.running";

/// How long a file named by its bytes stays after nothing new refers to it, in seconds: a page that is
/// open somewhere, or on its way through a cache, may still ask for it.
const STAYS: i64 = 7 * 86_400;

/// What the last export was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Hash of everything but the articles: the app, the site, the options, this program.
    pub setup: String,
    /// The store's clock.
    pub tick: i64,
    /// The words that the search index was made of, as the store tells them apart.
    #[serde(default)]
    pub words: TextVersion,
    /// Files named by their bytes that nothing refers to any more: path, Unix seconds of when that began.
    #[serde(default)]
    pub retired: Vec<(String, i64)>,
}

pub struct Folder {
    root: PathBuf,
    /// The last export, when there was one.
    pub before: Option<Made>,
    /// Whether an export after that was cut off.
    pub was_cut: bool,
    /// What the last export left.
    old: BTreeSet<String>,
    now: Mutex<BTreeSet<String>>,
    written: AtomicUsize,
    unchanged: AtomicUsize,
}

impl Folder {
    /// The folder `root`, which is made when it is not there.
    pub fn open(root: &Path) -> Result<Self, ExportError> {
        std::fs::create_dir_all(root).map_err(|error| ExportError::Io(root.to_owned(), error))?;
        let manifest = std::fs::read_to_string(root.join(MANIFEST)).unwrap_or_default();
        let (first, paths) = manifest.split_once('\n').unwrap_or_default();
        Ok(Self {
            root: root.to_owned(),
            before: serde_json::from_str(first).ok(),
            was_cut: root.join(RUNNING).exists(),
            old: paths.lines().map(str::to_owned).collect(),
            now: Mutex::default(),
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
        })
    }

    fn now(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that an export begins.
    pub fn begin(&self) -> Result<(), ExportError> {
        self.write(RUNNING, b"")
    }

    /// What is at `path`, as the last export wrote it.
    pub fn json<T: DeserializeOwned>(&self, path: &str) -> Option<T> {
        serde_json::from_slice(&std::fs::read(self.root.join(path)).ok()?).ok()
    }

    /// An article as the last export wrote it.
    pub fn article(&self, slug: &Slug) -> Option<Article> {
        self.json(&format!("api/v1/{}", path::article(slug)))
    }

    /// Whether the last export wrote `path`.
    pub fn had(&self, path: &str) -> bool {
        self.old.contains(path)
    }

    /// What the last export wrote below `folder`.
    pub fn had_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let paths = self.old.range(folder.to_owned()..);
        paths.map(String::as_str).take_while(move |path| path.starts_with(folder))
    }

    /// Writes `bytes` at `path`, with `.br` and `.gz` beside it where that helps, unless they are there.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let is_packed = is_compressible(path, bytes);
        if self.has(path, bytes, is_packed) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            // The copies first: whoever asks for one in between gets the new bytes or the old, whole.
            if is_packed {
                self.write(&packed::brotli_of(path), &brotli(bytes))?;
                self.write(&packed::gzip_of(path), &gzip(bytes))?;
            } else {
                self.unpack(path);
            }
            self.write(path, bytes)?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        self.now().insert(path.to_owned());
        Ok(())
    }

    /// Copies the file `from` to `path`, with the packed copies it has beside it.
    pub fn copy(&self, from: &Path, path: &str) -> Result<(), ExportError> {
        let read = |from: &Path| {
            std::fs::read(from).map_err(|error| ExportError::Io(from.to_owned(), error))
        };
        let with = |ending: &str| {
            let mut name = from.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        let (br, gz) = (with(".br"), with(".gz"));
        if !br.is_file() || !gz.is_file() {
            return self.put(path, &read(from)?);
        }
        let bytes = read(from)?;
        if self.has(path, &bytes, true) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            self.write(&packed::brotli_of(path), &read(&br)?)?;
            self.write(&packed::gzip_of(path), &read(&gz)?)?;
            self.write(path, &bytes)?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        self.now().insert(path.to_owned());
        Ok(())
    }

    /// Keeps `path`, a file named by its bytes, when it is there already; false when it is not.
    pub fn keep_named(&self, path: &str) -> bool {
        let is_there = self.root.join(path).is_file();
        if is_there {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            self.now().insert(path.to_owned());
        }
        is_there
    }

    /// Whether `path` holds `bytes` already, and its packed copies are there if it has such.
    fn has(&self, path: &str, bytes: &[u8], is_packed: bool) -> bool {
        let is_there = |path: String| self.root.join(path).is_file();
        std::fs::read(self.root.join(path)).is_ok_and(|there| there == bytes)
            && (!is_packed || is_there(packed::brotli_of(path)) && is_there(packed::gzip_of(path)))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.root.join(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let partial = path.with_file_name(format!(".{name}.partial"));
        let write = || {
            if let Err(error) = std::fs::write(&partial, bytes) {
                if error.kind() != std::io::ErrorKind::NotFound {
                    return Err(error);
                }
                std::fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
                std::fs::write(&partial, bytes)?;
            }
            std::fs::rename(&partial, &path)
        };
        write().map_err(|error| ExportError::Io(path.clone(), error))
    }

    /// Removes `path` and its packed copies; one that somebody else removed is gone as well.
    fn remove(&self, path: &str) -> bool {
        self.unpack(path);
        let path = self.root.join(path);
        let is_removed = std::fs::remove_file(&path).is_ok();
        // A folder goes with its last file.
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if std::fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        is_removed
    }

    fn unpack(&self, path: &str) {
        for copy in [packed::brotli_of(path), packed::gzip_of(path)] {
            // Most files that are not packed never were.
            let _ = std::fs::remove_file(self.root.join(copy));
        }
    }

    /// Ends an export that wrote everything: what an earlier one wrote and this one did not is removed.
    pub fn close_whole(self, made: Made) -> Result<Outcome, ExportError> {
        let now = std::mem::take(&mut *self.now());
        let gone: Vec<String> = self.old.difference(&now).cloned().collect();
        self.close(made, now, &gone)
    }

    /// Ends an export that wrote what changed: of the rest, `gone` is removed.
    pub fn close_changed(mut self, made: Made, gone: &[String]) -> Result<Outcome, ExportError> {
        let now = std::mem::take(&mut *self.now());
        let mut all = std::mem::take(&mut self.old);
        let retired = self.before.iter().flat_map(|made| made.retired.iter().map(|(path, _)| path));
        let gone: Vec<String> = gone
            .iter()
            .chain(retired)
            .filter(|path| !now.contains(*path) && all.remove(*path))
            .cloned()
            .collect();
        all.extend(now);
        self.close(made, all, &gone)
    }

    fn close(
        self,
        mut made: Made,
        mut all: BTreeSet<String>,
        gone: &[String],
    ) -> Result<Outcome, ExportError> {
        let today = jiff::Timestamp::now().as_second();
        let before = self.before.as_ref().map(|made| made.retired.as_slice()).unwrap_or_default();
        let mut removed = 0;
        for path in gone {
            let since = before.iter().find(|(known, _)| known == path).map(|(_, since)| *since);
            // A picture is taken back for what it says of people; that does not wait.
            let may_stay = packed::is_named_by_content(path) && !path.starts_with(super::MEDIA);
            if may_stay && today - since.unwrap_or(today) < STAYS {
                made.retired.push((path.clone(), since.unwrap_or(today)));
                all.insert(path.clone());
            } else {
                removed += usize::from(self.remove(path));
            }
        }
        let mut text = serde_json::to_string(&made)?;
        text.push('\n');
        for path in &all {
            text.push_str(path);
            text.push('\n');
        }
        if std::fs::read_to_string(self.root.join(MANIFEST)).ok().as_deref() != Some(&text) {
            self.write(MANIFEST, text.as_bytes())?;
        }
        // It is there only where what changed was written.
        let _ = std::fs::remove_file(self.root.join(RUNNING));
        Ok(Outcome {
            pages: 0,
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
        })
    }
}
