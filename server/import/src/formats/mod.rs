//! The formats of files with articles, which their bytes tell from each other.
//!
//! A further one is a file beside these, which implements [`Format`] and reads the articles ([`Source`]), and its name in
//! [`ALL`].
//!
//! - `ghost`: what Ghost exports. Its reader is `ghost::export`

mod ghost;

use url::Url;

use super::bytes;
use super::error::ImportError;
use super::feed::{Feed, MAX_BYTES};
use super::source::Source;

/// All formats but feeds (RSS, Atom, JSON Feed, and what WordPress and Blogger export, which is made of them): what is of
/// none of these is read as a feed.
const ALL: &[&dyn Format] = &[&ghost::Export];

/// A format of files with articles.
pub trait Format: Sync {
    /// Whether these bytes, which are not packed, are of this format.
    fn is_of(&self, bytes: &[u8]) -> bool;

    /// The articles in `file`. `site` is the site that it comes from, if that was told.
    ///
    /// # Errors
    /// [`ImportError::NoSite`] when it must be told.
    fn source(&self, file: File, site: Option<&Url>) -> Result<Box<dyn Source>, ImportError>;
}

/// A file, from a disk or from the web.
pub struct File {
    pub bytes: Vec<u8>,
    /// The charset that HTTP named.
    pub charset: Option<String>,
    /// Its path or its address.
    pub name: String,
    /// Its address, if it has one.
    pub address: Option<Url>,
}

/// The articles in `file`, from `site` if that was told.
///
/// # Errors
/// [`ImportError`] when the bytes are packed in an unknown way, or the site must be told.
pub fn source(mut file: File, site: Option<&Url>) -> Result<Box<dyn Source>, ImportError> {
    let not_a_feed = |reason| ImportError::NotAFeed { name: file.name.clone(), reason };
    file.bytes = bytes::unpacked(std::mem::take(&mut file.bytes), MAX_BYTES).map_err(not_a_feed)?;
    match ALL.iter().find(|format| format.is_of(&file.bytes)) {
        Some(format) => format.source(file, site),
        None => {
            let File { bytes, charset, name, address } = file;
            Ok(Box::new(Feed { bytes, charset, name, address }))
        }
    }
}
