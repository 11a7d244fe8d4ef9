//! A folder of Markdown files with their pictures beside them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::{EntryError, ImportError};
use super::fetch::AT_ONCE;
use super::markdown::{self, File};
use super::slugs::Slugs;
use super::source::Source;
use super::{Context, Entry, Progress};
use crate::article_slug::is_language;
use crate::identity::Head;

pub use crate::article_slug::{article_name, is_markdown, jekyll_date};

/// Folders within folders deeper than this are not looked into.
const MAX_DEPTH: usize = 32;

/// A folder of Markdown files.
pub struct Folder(pub PathBuf);

/// One Markdown file. Its folder is the nearest one above it with a `site.toml`, else its own.
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
    let failed = |path: &Path, error: io::Error| ImportError::Io { path: path.to_owned(), error };
    let root = folder.canonicalize().map_err(|error| failed(folder, error))?;
    let mut files = Vec::new();
    list(&root, 0, &mut files).map_err(|(path, error)| failed(&path, error))?;
    if root.join(SITE_FILE).is_file() {
        // Pages that are no news are read apart.
        let no_news = root.join(super::static_pages::FOLDER);
        files.retain(|file| !file.starts_with(&no_news));
    }
    let home = home_of(&root).unwrap_or(&root);
    let below = relative(home, &root);
    let whole = if below.is_empty() { below } else { below + "/" };
    let source = source_name(home);
    let ids = files.iter().map(|path| relative(home, path)).collect();
    sink(Entry::Source(Head { source: source.clone(), whole: Some(whole), ids }));
    let mut slugs = Slugs::default();
    let mut progress = Progress { entries: 0, of: files.len(), pictures: 0 };
    for some in files.chunks(BATCH) {
        let read = |path: &PathBuf| {
            let (name, id) = (relative(&root, path), relative(home, path));
            markdown::read(&File { root: &root, home, path, name, source: &source, id }, context)
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

/// So many files are read with their pictures before the next are begun.
const BATCH: usize = 24;

/// What `f` makes of each of `all`, in their order: several at a time, for pictures are waited for and decoded.
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
    let root = home_of(own).unwrap_or(own);
    let name = relative(root, &path);
    let source = source_name(root);
    let ids = std::iter::once(name.clone()).collect();
    sink(Entry::Source(Head { source: source.clone(), whole: None, ids }));
    let file = File { root, home: root, path: &path, id: name.clone(), name, source: &source };
    sink(markdown::read(&file, context).entry(&mut Slugs::default()));
    Ok(())
}

/// The nearest folder with a `site.toml`, this one or above it: whose parts are imported is the same source.
fn home_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(SITE_FILE).is_file())
}

/// What the names of sources that are folders begin with.
pub const SOURCE: &str = "folder:";

/// What a folder is called as a source: its path without links and dots, however it was given.
fn source_name(home: &Path) -> String {
    format!("{SOURCE}{}", home.to_string_lossy().replace('\\', "/"))
}

/// A path from `root`, with `/`.
pub fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Every Markdown file in `folder`, in the order of their paths.
///
/// # Errors
/// The path that could not be listed, and why.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut files = Vec::new();
    list(folder, 0, &mut files)?;
    Ok(files)
}

/// What a newsroom says of itself, in the folder of its articles.
pub const SITE_FILE: &str = "site.toml";

/// Refuses a file that is a link to one outside `root`, which is canonical: a folder of articles must not publish
/// what lies beside it.
///
/// # Errors
/// [`EntryError::Outside`]; [`EntryError::Io`] when the link cannot be followed.
pub fn stays_inside(root: &Path, file: &Path) -> Result<(), EntryError> {
    // Folders that are links are not looked into, so that only the file itself can lead out.
    if file.symlink_metadata().map_err(EntryError::Io)?.is_symlink()
        && !file.canonicalize().map_err(EntryError::Io)?.starts_with(root)
    {
        return Err(EntryError::Outside);
    }
    Ok(())
}

/// The date that a file's path says: before its name or its folder's, or as folders (`2023/08/11/a.md`).
pub fn date_of(path: &Path) -> Option<String> {
    let names: Vec<&str> = path.iter().filter_map(|name| name.to_str()).collect();
    let stem = path.file_stem()?.to_str()?;
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let named = jekyll_date(stem).or_else(|| jekyll_date(folder?));
    if let Some((date, _)) = named {
        return Some(date.to_owned());
    }
    let is_number = |name: &str, digits: usize| {
        (1..=digits).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_date = |names: &&[&str]| match names {
        [year, month, day] => {
            year.len() == 4 && is_number(year, 4) && is_number(month, 2) && is_number(day, 2)
        }
        _ => false,
    };
    names.windows(3).rev().find(is_date).map(|names| names.join("-"))
}

/// The headline that a file's name says, as Jekyll reads it: only where a date stands before it.
pub fn title_of(path: &Path) -> Option<String> {
    let (_, name) = jekyll_date(path.file_stem()?.to_str()?)?;
    let words = super::text::some_line(&name.replace(['-', '_'], " "))?;
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The language Hugo puts before a file's ending, as in `index.vi.md`.
pub fn hugo_language(path: &Path) -> Option<&str> {
    let (_, end) = path.file_stem()?.to_str()?.rsplit_once('.')?;
    is_language(end).then_some(end)
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    let failed = |error| (folder.to_owned(), error);
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| entries.collect::<Result<Vec<_>, _>>())
        .map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        // A link to a folder is not followed: it may lead round in a circle, or out.
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.path();
        if kind.is_dir() {
            if depth < MAX_DEPTH {
                list(&path, depth + 1, files)?;
            }
        } else if is_markdown(&path) && !is_about_the_folder(&name) && is_readable(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// False for what is there and is no file, as a pipe, which would be waited for. A link that leads nowhere is
/// read, and then reported.
fn is_readable(path: &Path) -> bool {
    path.metadata().map_or(true, |about| about.is_file())
}

/// Files that speak of the folder and are no articles.
fn is_about_the_folder(name: &str) -> bool {
    name.eq_ignore_ascii_case("README.md") || name == "_index.md" || name.starts_with("_index.")
}
