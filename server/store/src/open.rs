//! Opening the store of a data folder, or making it.

use std::path::{Path, PathBuf};

use crate::advice;
use crate::data_folder::{STORE, media_folder};
use crate::folder_rules::{self, FolderRuleError};
use crate::sqlite::{self, Store, StoreError, files};

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    FolderRule(#[from] FolderRuleError),
    #[error("the folder {path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Folder(PathBuf, std::io::Error),
    #[error(
        "{0} was made by a preview: its drafts would be public. Give another --data, and import the newsroom's folder into it"
    )]
    OfAPreview(PathBuf),
}

/// The mark on a preview's store, in which drafts are public.
const PREVIEW: &str = "preview";

/// Marks a store as a preview's.
///
/// # Errors
/// [`StoreError`].
pub fn mark_as_preview(store: &Store) -> Result<(), StoreError> {
    store.set_meta(PREVIEW, b"1")
}

fn is_of_a_preview(store: &Store) -> Result<bool, StoreError> {
    Ok(store.meta(PREVIEW)?.is_some())
}

/// Whether a preview may make the folder `data` its own: there is no store, or that of a preview, or one in which nothing
/// was published. A store is only read, of whatever release it is.
///
/// # Errors
/// [`OpenError`]; [`StoreError::NotAStore`] where a store would be.
pub fn may_hold_preview(data: &Path) -> Result<bool, OpenError> {
    let path = data.join(STORE);
    match sqlite::is_store(&path) {
        Err(StoreError::Missing(_)) => return Ok(true),
        other => other?,
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = ?1)
        OR NOT EXISTS (SELECT 1 FROM meta WHERE key = 'site') AND NOT EXISTS (SELECT 1 FROM article)";
    let connection = sqlite::connect_to_read(&path)?;
    Ok(connection.query_row(sql, [PREVIEW], |row| row.get(0)).map_err(StoreError::from)?)
}

/// Refuses a preview's store: its drafts would be published. It is in the folder `data`.
///
/// # Errors
/// [`OpenError::OfAPreview`], or that of reading.
pub fn refuse_preview(store: &Store, data: &Path) -> Result<(), OpenError> {
    if is_of_a_preview(store)? {
        return Err(OpenError::OfAPreview(data.to_owned()));
    }
    Ok(())
}

/// The store in the folder `data`, which must exist.
///
/// # Errors
/// [`OpenError`]; [`StoreError::Missing`] and [`StoreError::NotAStore`] when there is none.
pub fn open_store(data: &Path) -> Result<Store, OpenError> {
    let store = Store::open(&data.join(STORE))?;
    create_media_folder(data)?;
    Ok(store)
}

/// The store in the folder `data`, which must exist: only for reading where this user may not write it.
///
/// # Errors
/// [`OpenError`], as [`open_store`].
pub fn open_as_allowed(data: &Path) -> Result<Store, OpenError> {
    let path = data.join(STORE);
    if path.is_file() && !files::may_write(&path) {
        open_store_to_read(data)
    } else {
        open_store(data)
    }
}

/// The store in the folder `data`, both of which are made where they do not exist. For commands that begin a newsroom.
///
/// # Errors
/// [`OpenError`].
pub fn create_store(data: &Path) -> Result<Store, OpenError> {
    folder_rules::may_hold_data(data)?;
    create_media_folder(data)?;
    Ok(Store::create(&data.join(STORE))?)
}

/// The store in the folder `data`, opened only for reading: for users who may not write it.
///
/// # Errors
/// [`OpenError`], as [`open_store`].
pub fn open_store_to_read(data: &Path) -> Result<Store, OpenError> {
    Ok(Store::open_to_read(&data.join(STORE))?)
}

fn create_media_folder(data: &Path) -> Result<(), OpenError> {
    let media = media_folder(data);
    files::create_private_folder(&media).map_err(|error| OpenError::Folder(media, error))
}

#[cfg(test)]
mod tests {
    use bantin_core::nameless::nameless;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_preview_may_have_what_is_nobody_s_or_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert!(may_hold_preview(&data).unwrap());
        assert!(!data.exists());
        let store = create_store(&data).unwrap();
        assert!(may_hold_preview(&data).unwrap(), "it was begun and not yet marked");
        store.set_site(&nameless()).unwrap();
        assert!(!may_hold_preview(&data).unwrap());
        mark_as_preview(&store).unwrap();
        assert!(may_hold_preview(&data).unwrap());
        assert!(matches!(refuse_preview(&store, &data), Err(OpenError::OfAPreview(_))));
        std::fs::write(folder.path().join(STORE), "no store").unwrap();
        assert!(may_hold_preview(folder.path()).is_err());
    }

    #[test]
    fn of_a_store_of_an_earlier_release_it_is_told_without_changing_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = create_store(folder.path()).unwrap();
        store.set_site(&nameless()).unwrap();
        drop(store);
        let version = |sql: &str| -> i64 {
            let connection = Connection::open(folder.path().join(STORE)).unwrap();
            connection.execute_batch(sql).unwrap();
            connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
        };
        let before = version("PRAGMA user_version = 1");
        assert!(!may_hold_preview(folder.path()).unwrap());
        assert_eq!(version(""), before);
    }
}
