//! The folder of an export: only changed files are written, each as a whole, and files of others are left alone.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bantin_media::packed::{self, brotli, gzip, is_compressible};
use bantin_model::{Article, Slug, path};
use serde::de::DeserializeOwned;

use crate::app::App;

use super::manifest::{Cut, Files, Hash, Journal, MANIFEST, Made, Manifest, RUNNING};
use super::{ExportError, Outcome};

/// For how many seconds a file named by its bytes stays after the last reference to it is gone: a page that is open
/// somewhere, or in a cache, may still ask for it.
const STAYS: i64 = 7 * 86_400;

/// Files by which an export without its list is recognised.
const TELLTALES: [&str; 2] = ["shell.html", "api/v1/site.json"];

pub struct Folder {
    root: PathBuf,
    /// The last finished export, if there was one.
    pub before: Option<Made>,
    /// The export after that, if it was interrupted.
    pub cut: Option<Cut>,
    /// All files that exports have written so far.
    old: Files,
    now: Mutex<Files>,
    /// Files of others where one of ours would be.
    kept: Mutex<BTreeSet<String>>,
    /// Whether the folder was empty.
    is_fresh: bool,
    /// Whether files of unknown origin may be replaced.
    takes_over: bool,
    journal: Journal,
    written: AtomicUsize,
    unchanged: AtomicUsize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Folder {
    /// Opens the folder `root`, which must exist. With `replace`, an export that lost its list may be taken over.
    ///
    /// # Errors
    /// [`ExportError::NoList`], [`ExportError::Link`], and of the file system.
    pub fn open(root: &Path, replace: bool) -> Result<Self, ExportError> {
        let failed = |error| ExportError::Io(root.join(MANIFEST), error);
        let manifest = Manifest::read(root).map_err(failed)?;
        let cut = Cut::read(root).map_err(failed)?;
        let has_list = manifest.is_some() || cut.is_some();
        let is_listless = !has_list && TELLTALES.iter().all(|path| root.join(path).is_file());
        if is_listless && !replace {
            return Err(ExportError::NoList(root.to_owned()));
        }
        let is_fresh = !has_list && is_empty(root)?;
        let is_unlisted = cut.as_ref().is_some_and(|cut| cut.is_unlisted);
        let Manifest { made, files: mut old } = manifest.unwrap_or_default();
        for path in cut.iter().flat_map(|cut| &cut.files) {
            old.insert(path.clone(), Hash::UNKNOWN);
        }
        let folder = Self {
            root: root.to_owned(),
            before: made,
            cut,
            old,
            now: Mutex::default(),
            kept: Mutex::default(),
            is_fresh,
            takes_over: is_listless || is_unlisted,
            journal: Journal::default(),
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
        };
        folder.has_no_links()?;
        folder.clear_leftovers();
        Ok(folder)
    }

    /// Checks that no folder that an export writes to is a link to another place.
    fn has_no_links(&self) -> Result<(), ExportError> {
        let own = ["api", "articles", "embed", "feeds", "media", "pages", "sections", "tags"];
        let listed = self.old.keys().filter_map(|path| Some(path.split_once('/')?.0));
        let folders: BTreeSet<&str> = listed.chain(own).collect();
        match folders.into_iter().map(|name| self.root.join(name)).find(|path| path.is_symlink()) {
            Some(path) => Err(ExportError::Link(path)),
            None => Ok(()),
        }
    }

    /// Removes unfinished files of an interrupted export.
    fn clear_leftovers(&self) {
        let Some(cut) = &self.cut else { return };
        for path in cut.files.iter().map(String::as_str).chain([MANIFEST]) {
            for path in [path.to_owned(), packed::brotli_of(path), packed::gzip_of(path)] {
                // Most of them do not exist.
                let _ = std::fs::remove_file(partial(&self.root.join(path)));
            }
        }
    }

    /// Notes that an export begins.
    pub fn begin(&self, is_whole: bool) -> Result<(), ExportError> {
        let begun = self.journal.begin(&self.root, is_whole);
        begun.map_err(|error| ExportError::Io(self.root.join(RUNNING), error))
    }

    /// The JSON at `path` as the last export wrote it.
    pub fn json<T: DeserializeOwned>(&self, path: &str) -> Option<T> {
        serde_json::from_slice(&std::fs::read(self.root.join(path)).ok()?).ok()
    }

    /// An article as the last export wrote it.
    pub fn article(&self, slug: &Slug) -> Option<Article> {
        self.json(&format!("api/v1/{}", path::article(slug)))
    }

    /// Whether the last export wrote `path`.
    pub fn had(&self, path: &str) -> bool {
        self.old.contains_key(path)
    }

    /// The paths below `folder` that the last export wrote.
    pub fn had_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let paths = self.old.range(folder.to_owned()..);
        paths.map(|(path, _)| path.as_str()).take_while(move |path| path.starts_with(folder))
    }

    /// Writes `bytes` at `path`, with `.br` and `.gz` beside it where that makes them smaller. Does nothing if they are
    /// there already, or a file of somebody else's is.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let is_packed = is_compressible(path, bytes);
        self.place(path, bytes, is_packed, || Ok(is_packed.then(|| (brotli(bytes), gzip(bytes)))))
    }

    /// Copies the file `from` to `path`, with its packed copies.
    pub fn copy(&self, from: &Path, path: &str) -> Result<(), ExportError> {
        let folder = App::Folder(from.parent().unwrap_or(Path::new("")).to_owned());
        self.take(&folder, &from.file_name().unwrap_or_default().to_string_lossy(), path)
    }

    /// As [`Folder::copy`], for the file `name` of `app`.
    pub fn take(&self, app: &App, name: &str, path: &str) -> Result<(), ExportError> {
        let read =
            |name: &str| app.read(name).map_err(|error| ExportError::Io(app.path(name), error));
        let (br, gz) = (packed::brotli_of(name), packed::gzip_of(name));
        let bytes = read(name)?;
        if app.stamp(&br).is_none() || app.stamp(&gz).is_none() {
            return self.put(path, &bytes);
        }
        self.place(path, &bytes, true, || Ok(Some((read(&br)?.into(), read(&gz)?.into()))))
    }

    fn place(
        &self,
        path: &str,
        bytes: &[u8],
        is_packed: bool,
        copies: impl FnOnce() -> Result<Option<(Vec<u8>, Vec<u8>)>, ExportError>,
    ) -> Result<(), ExportError> {
        let there = std::fs::read(self.root.join(path)).ok();
        if self.is_theirs(path, there.as_deref()) {
            self.keep_theirs(path);
            return Ok(());
        }
        let is_there = |path: String| self.root.join(path).is_file();
        let is_same = there.as_deref() == Some(bytes)
            && (!is_packed || is_there(packed::brotli_of(path)) && is_there(packed::gzip_of(path)));
        if is_same {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            self.note(path)?;
            // The copies first, so that whoever asks for one in between gets all of the new bytes or all of the old.
            match copies()? {
                Some((br, gz)) => {
                    self.write(&packed::brotli_of(path), &br)?;
                    self.write(&packed::gzip_of(path), &gz)?;
                }
                None => self.unpack(path),
            }
            self.write(path, bytes)?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        lock(&self.now).insert(path.to_owned(), Hash::of(bytes));
        Ok(())
    }

    /// Whether no export wrote what is at `path`, whose bytes are `there` if it is a file.
    fn is_theirs(&self, path: &str, there: Option<&[u8]>) -> bool {
        if self.takes_over {
            return false;
        }
        match (self.old.get(path), there) {
            (Some(hash), Some(there)) => !hash.fits(there),
            // An export's file that was removed, and is written again.
            (Some(_), None) => self.root.join(path).is_dir(),
            // A file named by its bytes has these bytes.
            (None, _) if self.is_fresh || packed::is_named_by_content(path) => false,
            (None, _) => {
                let copies = [packed::brotli_of(path), packed::gzip_of(path)];
                let all = copies.into_iter().chain([path.to_owned()]);
                all.into_iter().any(|path| self.root.join(path).symlink_metadata().is_ok())
            }
        }
    }

    fn keep_theirs(&self, path: &str) {
        if self.had(path) {
            // The packed copies are of the file that was here before, and hosts would send them.
            self.unpack(path);
        }
        lock(&self.kept).insert(path.to_owned());
    }

    /// Notes that `path`, a file named by its bytes, stays, if it exists; false if it does not.
    pub fn keep_named(&self, path: &str) -> bool {
        let is_there = self.root.join(path).is_file();
        if is_there {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            let hash = self.old.get(path).copied().unwrap_or(Hash::UNKNOWN);
            lock(&self.now).insert(path.to_owned(), hash);
        }
        is_there
    }

    fn note(&self, path: &str) -> Result<(), ExportError> {
        let noted = self.journal.note(path);
        noted.map_err(|error| ExportError::Io(self.root.join(RUNNING), error))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        if let Some(link) = self.link_above(path) {
            return Err(ExportError::Link(link));
        }
        let path = self.root.join(path);
        let partial = partial(&path);
        let write = || {
            if let Err(error) = std::fs::write(&partial, bytes) {
                if error.kind() != ErrorKind::NotFound {
                    return Err(error);
                }
                std::fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
                std::fs::write(&partial, bytes)?;
            }
            std::fs::rename(&partial, &path)
        };
        write().map_err(|error| {
            // An unfinished file takes space that is needed.
            let _ = std::fs::remove_file(&partial);
            ExportError::Io(path.clone(), error)
        })
    }

    /// The folder above `path` that is a link to another place, if there is one.
    fn link_above(&self, path: &str) -> Option<PathBuf> {
        if self.is_fresh {
            return None;
        }
        let folders =
            Path::new(path).ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
        folders.map(|folder| self.root.join(folder)).find(|folder| folder.is_symlink())
    }

    /// Removes `path` and its packed copies, unless somebody else has changed it. Answers whether it is gone, which it
    /// also is when somebody else removed it.
    fn remove(&self, path: &str) -> bool {
        if self.link_above(path).is_some() {
            return false;
        }
        let hash = self.old.get(path).copied().unwrap_or(Hash::UNKNOWN);
        let is_edited = !packed::is_named_by_content(path)
            && hash != Hash::UNKNOWN
            && std::fs::read(self.root.join(path)).is_ok_and(|there| !hash.fits(&there));
        self.unpack(path);
        if is_edited {
            lock(&self.kept).insert(path.to_owned());
            return false;
        }
        let path = self.root.join(path);
        let is_removed = std::fs::remove_file(&path).is_ok();
        // An empty folder is removed with its last file.
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
            // Most files have no packed copies.
            let _ = std::fs::remove_file(self.root.join(copy));
        }
    }

    /// Ends an export that wrote everything: removes files of earlier ones that it did not write.
    pub fn close_whole(self, made: Made) -> Result<Outcome, ExportError> {
        let now = std::mem::take(&mut *lock(&self.now));
        let kept = lock(&self.kept).clone();
        let is_gone = |path: &&String| !now.contains_key(*path) && !kept.contains(*path);
        let gone: Vec<String> = self.old.keys().filter(is_gone).cloned().collect();
        self.close(made, now, &gone)
    }

    /// Ends an export that wrote what changed: removes the files in `gone`.
    pub fn close_changed(self, made: Made, gone: &[String]) -> Result<Outcome, ExportError> {
        let now = std::mem::take(&mut *lock(&self.now));
        let mut all = self.old.clone();
        for path in lock(&self.kept).iter() {
            all.remove(path);
        }
        let retired = self.before.iter().flat_map(|made| made.retired.iter().map(|(path, _)| path));
        let gone: Vec<String> = gone
            .iter()
            .chain(retired)
            .filter(|path| !now.contains_key(*path) && all.remove(*path).is_some())
            .cloned()
            .collect();
        all.extend(now);
        self.close(made, all, &gone)
    }

    fn close(
        self,
        mut made: Made,
        mut all: Files,
        gone: &[String],
    ) -> Result<Outcome, ExportError> {
        let today = jiff::Timestamp::now().as_second();
        let before = self.before.as_ref().map(|made| made.retired.as_slice()).unwrap_or_default();
        let mut removed = 0;
        for path in gone {
            let since = before.iter().find(|(known, _)| known == path).map(|(_, since)| *since);
            // A picture that was removed because of data about people does not wait.
            let may_stay = packed::is_named_by_content(path) && !path.starts_with(super::MEDIA);
            if may_stay && today - since.unwrap_or(today) < STAYS {
                made.retired.push((path.clone(), since.unwrap_or(today)));
                let hash = self.old.get(path).copied().unwrap_or(Hash::UNKNOWN);
                all.insert(path.clone(), hash);
            } else {
                removed += usize::from(self.remove(path));
            }
        }
        let text = Manifest::text(&made, &all)?;
        if std::fs::read_to_string(self.root.join(MANIFEST)).ok().as_deref() != Some(&text) {
            self.write(MANIFEST, text.as_bytes())?;
        }
        let running = self.root.join(RUNNING);
        match std::fs::remove_file(&running) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(ExportError::Io(running, error));
            }
            _ => {}
        }
        Ok(Outcome {
            pages: 0,
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
            kept: lock(&self.kept).iter().cloned().collect(),
        })
    }
}

/// The path of a file while it is written.
fn partial(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.partial"))
}

/// Whether a folder has only hidden files, and none of an export.
fn is_empty(root: &Path) -> Result<bool, ExportError> {
    let failed = |error| ExportError::Io(root.to_owned(), error);
    for entry in std::fs::read_dir(root).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') || [".htaccess", ".nojekyll"].contains(&&*name) {
            return Ok(false);
        }
    }
    Ok(true)
}
