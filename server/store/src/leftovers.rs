//! Unfinished files of commands that were killed: `.….partial` beside the store, the pictures and the widgets. Whoever
//! holds the folder's lock removes them, since nobody else can be writing there.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::data_folder::{STORE, media_folder, widgets_folder};

/// Removes all unfinished files in a data folder or a backup.
///
/// # Errors
/// Of the file system, with the path.
pub fn clear(data: &Path) -> Result<(), (PathBuf, Error)> {
    for path in find(data)? {
        let removed = if path.is_dir() && !path.is_symlink() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err((path, error)),
            _ => {}
        }
    }
    Ok(())
}

/// The unfinished files in a data folder or a backup.
///
/// # Errors
/// Of the file system, with the path.
pub fn find(data: &Path) -> Result<Vec<PathBuf>, (PathBuf, Error)> {
    let mut found = Vec::new();
    for folder in [data.to_owned(), media_folder(data), widgets_folder(data)] {
        let failed = |error| (folder.clone(), error);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let name = entry.map_err(failed)?.file_name();
            let name_text = name.to_string_lossy();
            // SQLite names its own files after the store's.
            let ending = ["-wal", "-shm", "-journal", "-turns"]
                .iter()
                .find_map(|ending| name_text.strip_suffix(ending))
                .unwrap_or(&name_text);
            // A store that is being made has the number of its process in its name.
            let is_store = ending.starts_with(&format!("{}.", STORE));
            if ending.ends_with(".partial") && (ending.starts_with('.') || is_store) {
                found.push(folder.join(&name));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_half_goes() {
        let data = tempfile::tempdir().unwrap();
        let at = |path: &str| data.path().join(path);
        std::fs::create_dir_all(at("embed/.0.1.0-a.partial")).unwrap();
        std::fs::create_dir_all(at("embed/0.1.0-a")).unwrap();
        std::fs::create_dir_all(at("media")).unwrap();
        let left = [
            ".bantin.sqlite.partial",
            ".bantin.sqlite.partial-wal",
            "bantin.sqlite.17.partial",
            "media/.0123456789abcdef.jpg.0011223344556677.partial",
            "embed/.0.1.0-a.partial/v1.js",
        ];
        let ours =
            ["bantin.sqlite", "media/0123456789abcdef.jpg", "embed/0.1.0-a/v1.js", "a.partial"];
        for path in left.iter().chain(&ours) {
            std::fs::write(at(path), "x").unwrap();
        }
        clear(data.path()).unwrap();
        assert!(left.iter().all(|path| !at(path).exists()), "{left:?}");
        assert!(ours.iter().all(|path| at(path).is_file()), "{ours:?}");
    }
}
