//! Makes the published form of pictures, and remembers pictures that were taken before.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bantin_core::draft::Media;
use bantin_media::hash16;
use bantin_media::take::take;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::ImageError;

pub use bantin_media::take::MAX_BYTES;

/// A published picture: the name of its file in the media folder, and its size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Pictures that were taken before, by the hash of their original bytes, so that an import does not decode them again.
/// Clones share what they know; [`Default`] gives one that knows nothing and learns nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownPictures(Option<Arc<Known>>);

#[derive(Debug)]
struct Known {
    /// The folder of the files; a picture whose file is missing must be taken again.
    media: PathBuf,
    before: BTreeMap<String, Published>,
    new: Mutex<BTreeMap<String, Published>>,
}

impl KnownPictures {
    /// Knows the pictures taken `before`, whose files are in the folder `media`.
    pub fn new(media: PathBuf, before: BTreeMap<String, Published>) -> Self {
        Self(Some(Arc::new(Known { media, before, new: Mutex::default() })))
    }

    /// The pictures learned since, by the hash of their original bytes.
    pub fn learned(&self) -> Vec<(String, Published)> {
        let Some(known) = &self.0 else { return Vec::new() };
        let new = known.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.iter().map(|(hash, published)| (hash.clone(), published.clone())).collect()
    }

    fn find(&self, hash: &str) -> Option<Published> {
        let known = self.0.as_ref()?;
        let new = known.new.lock().unwrap_or_else(PoisonError::into_inner);
        let published = known.before.get(hash).or_else(|| new.get(hash))?;
        known.media.join(&published.name).is_file().then(|| published.clone())
    }

    fn learn(&self, hash: String, published: &Published) {
        if let Some(known) = &self.0 {
            let mut new = known.new.lock().unwrap_or_else(PoisonError::into_inner);
            new.insert(hash, published.clone());
        }
    }
}

/// The published form of the picture `bytes`, with its file if that is new.
///
/// # Errors
/// [`ImageError::Rejected`], [`ImageError::TrackingPixel`].
pub fn publish(
    bytes: &[u8],
    known: &KnownPictures,
) -> Result<(Published, Option<Media>), ImageError> {
    let hash = hex::encode(Sha256::digest(bytes));
    if let Some(published) = known.find(&hash) {
        return Ok((published, None));
    }
    let taken = take(bytes)?;
    let name = format!("{}.{}", hash16(&taken.bytes), taken.extension);
    let published = Published { name, width: taken.width, height: taken.height };
    known.learn(hash, &published);
    let media = Media { name: published.name.clone(), bytes: taken.bytes };
    Ok((published, Some(media)))
}

#[cfg(test)]
#[path = "image_tests.rs"]
pub mod tests;
