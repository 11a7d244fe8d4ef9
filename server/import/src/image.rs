//! Pictures as they are published, and those that were taken before.

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

/// A picture that was taken: the name of its file in the media folder, and its size as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Which pictures were taken before, by the hash of the bytes they came as, so that none is decoded in every
/// import again. Clones share what they know; one by [`Default`] knows nothing and learns nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownPictures(Option<Arc<Known>>);

#[derive(Debug)]
struct Known {
    /// The folder that holds the files; what is missing there has to be taken again.
    media: PathBuf,
    before: BTreeMap<String, Published>,
    new: Mutex<BTreeMap<String, Published>>,
}

impl KnownPictures {
    /// Those that were taken `before`, whose files are in the folder `media`.
    pub fn new(media: PathBuf, before: BTreeMap<String, Published>) -> Self {
        Self(Some(Arc::new(Known { media, before, new: Mutex::default() })))
    }

    /// Those that were learned of since, by the hash of the bytes they came as.
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

/// What is published of the picture `bytes`, and its file where that is not there yet.
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
