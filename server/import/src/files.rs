//! Finds the Markdown files of a folder, and reads dates, titles and languages from their paths.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use bantin_core::article_slug::is_language;

use super::error::EntryError;

pub use bantin_core::article_slug::{article_name, is_markdown, jekyll_date};

/// How deep folders are searched.
const MAX_DEPTH: usize = 32;

/// The path of a file below `root`, with `/`.
pub fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Every article's file in `folder`, in the order of paths.
///
/// # Errors
/// The path that could not be listed, and why.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut files = Vec::new();
    list(folder, folder, 0, &mut files)?;
    Ok(files)
}

/// The file with the settings of a newsroom, in the folder of its articles.
pub const SITE_FILE: &str = "site.toml";

/// Refuses a file that is a link to one outside of `root`, which is canonical: a folder of articles must not publish
/// files beside it.
///
/// # Errors
/// [`EntryError::Outside`]; [`EntryError::Io`] when the link cannot be followed.
pub fn stays_inside(root: &Path, file: &Path) -> Result<(), EntryError> {
    // Folders that are links are not searched, so only the file itself can lead out.
    if file.symlink_metadata().map_err(EntryError::Io)?.is_symlink()
        && !file.canonicalize().map_err(EntryError::Io)?.starts_with(root)
    {
        return Err(EntryError::Outside);
    }
    Ok(())
}

/// The date in a file's path: before its name or its folder's name, or as folders (`2023/08/11/a.md`).
pub fn date_of(path: &Path) -> Option<String> {
    let names: Vec<&str> = path.iter().filter_map(|name| name.to_str()).collect();
    let stem = path.file_stem()?.to_str()?;
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let named = jekyll_date(stem).or_else(|| jekyll_date(folder?));
    if let Some((date, _)) = named {
        return Some(date.to_owned());
    }
    let parts: Vec<&str> = stem.split(['-', '_']).collect();
    if let [year, month, day] = parts.as_slice()
        && [(year, 4), (month, 2), (day, 2)]
            .iter()
            .all(|(part, digits)| part.len() == *digits && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(parts.join("-"));
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

/// The headline in a file's name, as Jekyll reads it: only where a date stands before it.
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

fn list(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
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
        // A link to a folder is not followed: it may lead in a circle, or out.
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.path();
        if kind.is_dir() {
            if depth < MAX_DEPTH {
                list(root, &path, depth + 1, files)?;
            }
        } else if !is_about_the_folder(&name)
            && is_readable(&path)
            && (is_markdown(&path) || is_other_markup(&path) || is_html_article(root, &path))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file is in a markup language that is not read; such files are named in the report.
pub fn is_other_markup(path: &Path) -> bool {
    const ENDINGS: [&str; 6] = ["adoc", "asciidoc", "org", "rst", "textile", "creole"];
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) && has_front_matter(path)
}

/// Whether a file is an article in HTML, as Jekyll and Hugo have them: it has front matter and is in a folder of
/// articles, since layouts and lists have front matter too.
fn is_html_article(root: &Path, path: &Path) -> bool {
    let is_among_articles = || {
        let below = path.strip_prefix(root).unwrap_or(path);
        let folders = below.parent().into_iter().flat_map(Path::iter);
        folders.filter_map(|name| name.to_str()).any(|name| HTML_FOLDERS.contains(&name))
    };
    let stem = || path.file_stem()?.to_str();
    let is_dated = || stem().and_then(jekyll_date).is_some();
    is_html(path) && (is_dated() || is_among_articles()) && has_front_matter(path)
}

/// Folders in which HTML files are articles.
const HTML_FOLDERS: [&str; 3] = ["_posts", "_drafts", "content"];

/// Whether the name of a file ends as HTML's does.
pub fn is_html(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["html", "htm"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn has_front_matter(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && (first.starts_with(b"---") || first.starts_with(b"+++"))
}

/// False for a path that exists and is no file, such as a pipe, which would never end. A link that leads nowhere counts
/// as readable, so that it is reported.
fn is_readable(path: &Path) -> bool {
    path.metadata().map_or(true, |about| about.is_file())
}

/// Files about the folder, which are no articles.
fn is_about_the_folder(name: &str) -> bool {
    name.eq_ignore_ascii_case("README.md") || name == "_index.md" || name.starts_with("_index.")
}
