//! Pictures that an earlier version stored unchanged are replaced by what is published of pictures today: without
//! metadata, and upright. This is done once for each store.

use std::collections::BTreeMap;
use std::path::Path;

use bantin_media::pictures::{self, PictureError};
use bantin_media::{hash16, take};
use bantin_store::sqlite::Store;

use super::NewsroomError;

/// The key under which the store notes by which rules its pictures were checked.
const DONE: &str = "pictures stripped";

/// Checks every file in the folder `media`. A picture with metadata is replaced in all articles and pages of the
/// `store` and then removed; one that nothing shows is removed. Answers a line for each that could not be replaced.
///
/// # Errors
/// [`NewsroomError`]; the next import goes on.
pub fn strip_older(store: &Store, media: &Path) -> Result<Vec<String>, NewsroomError> {
    if store.meta(DONE)?.is_some_and(|rules| rules == take::RULES.as_bytes()) {
        return Ok(Vec::new());
    }
    let shown = store.shown_pictures()?;
    let (mut renamed, mut superseded, mut notes) = (BTreeMap::new(), Vec::new(), Vec::new());
    for name in names(media)? {
        let path = media.join(&name);
        let bytes = std::fs::read(&path).map_err(|error| PictureError::Io(path.clone(), error))?;
        let stripped = take::stripped(&bytes);
        let has_metadata = stripped.as_ref().is_some_and(|stripped| *stripped != bytes);
        if !shown.contains(&name) {
            superseded.extend(has_metadata.then_some(path));
            continue;
        }
        if stripped.is_some() && !has_metadata {
            continue;
        }
        match take::take(&bytes) {
            Ok(taken) => {
                let new = format!("{}.{}", hash16(&taken.bytes), taken.extension);
                pictures::write(media, &new, &taken.bytes)?;
                renamed.insert(name, new);
                superseded.push(path);
            }
            Err(error) => notes.push(format!(
                "media/{name}, which an earlier version took over: {error}; import the articles that show it again"
            )),
        }
    }
    if !renamed.is_empty() {
        store.rename_pictures(&renamed)?;
    }
    for path in superseded {
        std::fs::remove_file(&path).map_err(|error| PictureError::Io(path.clone(), error))?;
    }
    store.set_meta(DONE, take::RULES.as_bytes())?;
    Ok(notes)
}

/// The names of the files in a folder, without unfinished ones.
fn names(folder: &Path) -> Result<Vec<String>, PictureError> {
    let failed = |error| PictureError::Io(folder.to_owned(), error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.file_type().map_err(failed)?.is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
