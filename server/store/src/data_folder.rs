//! What is where in a data folder.

use std::path::{Path, PathBuf};

/// The store's file in a data folder.
pub const STORE: &str = "bantin.sqlite";

/// Where the pictures are.
pub fn media_folder(data: &Path) -> PathBuf {
    data.join("media")
}

/// Where each version of the widgets is kept: `embed/{version}-{hash}/…`.
pub fn widgets_folder(data: &Path) -> PathBuf {
    data.join("embed")
}
