//! The paths within a data folder.

use std::path::{Path, PathBuf};

/// The name of the store's file.
pub const STORE: &str = "bantin.sqlite";

/// The folder of the pictures.
pub fn media_folder(data: &Path) -> PathBuf {
    data.join("media")
}

/// The folder in which each version of the widgets is kept: `embed/{version}-{hash}/…`.
pub fn widgets_folder(data: &Path) -> PathBuf {
    data.join("embed")
}
