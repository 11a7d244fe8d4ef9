//! A folder of Markdown files with their pictures beside them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin_core::identity::Head;

use super::assets::Names;
use super::error::ImportError;
use super::fetch::AT_ONCE;
use super::files::{SITE_FILE, files, relative};
use super::markdown::{self, File};
use super::slugs::Slugs;
use super::source::Source;
use super::{Context, Entry, Progress};

/// A folder of Markdown files.
pub struct Folder(pub PathBuf);

/// One Markdown file. It belongs to the nearest folder above it with a `site.toml`, or else to its own.
pub struct OneFile(pub PathBuf);

impl Source for Folder {
    fn kind(&self) -> &'static str {
        "a folder of Markdown files"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        read(&self.0, context, sink)
    }
}

impl Source for OneFile {
    fn kind(&self) -> &'static str {
        "a Markdown file"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        read_one(&self.0, context, sink)
    }
}

/// Reads every Markdown file in `folder`, in the order of their paths.
///
/// # Errors
/// [`ImportError::Io`] when a folder cannot be listed.
fn read(
    folder: &Path,
    context: &Context<'_>,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let failed =
        |path: &Path, error: std::io::Error| ImportError::Io { path: path.to_owned(), error };
    let root = folder.canonicalize().map_err(|error| failed(folder, error))?;
    let mut files = files(&root).map_err(|(path, error)| failed(&path, error))?;
    if root.join(SITE_FILE).is_file() {
        // Static pages are read by `static_pages`.
        let no_news = root.join(super::static_pages::FOLDER);
        files.retain(|file| !file.starts_with(&no_news));
    }
    let home = home_of(&root).unwrap_or(&root);
    let below = relative(home, &root);
    let whole = if below.is_empty() { below } else { below + "/" };
    let source = source_name(home);
    let ids = files.iter().map(|path| relative(home, path)).collect();
    let names = &names_of(&files, home);
    sink(Entry::Source(Head { source: source.clone(), whole: Some(whole), ids }));
    let mut slugs = Slugs::default();
    let mut progress = Progress { entries: 0, of: files.len(), pictures: 0 };
    for some in files.chunks(BATCH) {
        let read = |path: &PathBuf| {
            let (name, id) = (relative(&root, path), relative(home, path));
            let file = File { root: &root, home, path, name, source: &source, id, names };
            markdown::read(&file, context)
        };
        for read in at_once(some, read) {
            progress.pictures += read.pictures();
            sink(read.entry(&mut slugs));
        }
        progress.entries += some.len();
        if let Some(tell) = context.options.progress {
            tell(progress);
        }
    }
    Ok(())
}

/// The files by name; `files` are paths below `home`.
fn names_of(files: &[PathBuf], home: &Path) -> Names {
    let mut names = Names::new();
    for path in files {
        let Some(name) = path.file_name() else { continue };
        let only = names.entry(name.to_string_lossy().into_owned());
        only.and_modify(|only| *only = None).or_insert_with(|| Some(relative(home, path)));
    }
    names
}

/// How many files are read with their pictures before the next ones are begun.
const BATCH: usize = 24;

/// Calls `f` for each of `all`, several at the same time, since it waits for pictures and decodes them. The results are
/// in the order of `all`.
fn at_once<A: Sync, T: Send>(all: &[A], f: impl Fn(&A) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match all.get(at) {
                Some(one) => done.push((at, f(one))),
                None => return done,
            }
        }
    };
    let mut done = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE.min(all.len())).map(|_| scope.spawn(work)).collect();
        let done = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect::<Vec<_>>()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Reads one Markdown file.
///
/// # Errors
/// [`ImportError::Io`] when the path cannot be followed.
fn read_one(
    file: &Path,
    context: &Context<'_>,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let path =
        file.canonicalize().map_err(|error| ImportError::Io { path: file.to_owned(), error })?;
    let own = path.parent().unwrap_or(&path);
    let home = home_of(own);
    let root = home.unwrap_or(own);
    let name = relative(root, &path);
    let source = source_name(root);
    let ids = std::iter::once(name.clone()).collect();
    sink(Entry::Source(Head { source: source.clone(), whole: None, ids }));
    // A file outside of any newsroom's folder is a source of its own.
    let beside = home.map(|home| files(home).map(|files| names_of(&files, home)));
    let beside = beside.transpose().map_err(|(path, error)| ImportError::Io { path, error })?;
    let (id, names) = (name.clone(), &beside.unwrap_or_default());
    let file = File { root, home: root, path: &path, id, name, source: &source, names };
    sink(markdown::read(&file, context).entry(&mut Slugs::default()));
    Ok(())
}

/// The nearest folder with a `site.toml`, this one or one above: an import of a part is the same source as of the
/// whole.
fn home_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(SITE_FILE).is_file())
}

/// The prefix of sources that are folders.
pub const SOURCE: &str = "folder:";

/// The name of a folder as a source: its path without links and dots, whatever spelling was given.
fn source_name(home: &Path) -> String {
    format!("{SOURCE}{}", home.to_string_lossy().replace('\\', "/"))
}
