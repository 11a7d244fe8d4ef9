//! What Ghost exports.

use url::Url;

use super::{File, Format};
use crate::error::ImportError;
use crate::ghost::export;
use crate::source::Source;

pub struct Export;

impl Format for Export {
    fn is_of(&self, bytes: &[u8]) -> bool {
        export::is_one(bytes)
    }

    fn source(&self, file: File, site: Option<&Url>) -> Result<Box<dyn Source>, ImportError> {
        let File { bytes, name, .. } = file;
        match site.cloned() {
            Some(site) => Ok(Box::new(export::Export { bytes, name, site })),
            None => Err(ImportError::NoSite(name)),
        }
    }
}
