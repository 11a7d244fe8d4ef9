//! Opening the store of a data folder, or making it.

use std::path::{Path, PathBuf};

use crate::advice;
use crate::data_folder::{STORE, media_folder};
use crate::folder_rules::{self, FolderRuleError};
use crate::sqlite::{Store, StoreError, files};

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

/// Whether a preview has made a store.
///
/// # Errors
/// [`StoreError`].
pub fn is_of_a_preview(store: &Store) -> Result<bool, StoreError> {
    Ok(store.meta(PREVIEW)?.is_some())
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
