//! Makes other files of a picture: smaller ones for smaller screens, and cuts of the lead picture for previews and
//! search engines.
//!
//! Each is named by its own bytes, as every file in the media folder is. [`Source`] is the original, which is decoded
//! once.

mod source;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::{Path, PathBuf};

use bantin_model::{Crop, ImageVariant, Link};
use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hash16;
use crate::take::TakeError;
pub use source::{Picture, Source};

/// The widths of smaller files, in pixels; only those below the picture's own are made.
const WIDTHS: [u32; 5] = [320, 480, 720, 960, 1440];
/// A file wider than this part of the picture would save nothing.
const NEARLY: f64 = 0.9;
const WEBP_QUALITY: f32 = 74.0;
const JPEG_QUALITY: u8 = 82;
/// The width of a cut, in pixels; less if the picture is narrower.
const CROP_WIDTH: u32 = 1200;
/// Width to height of the cuts, in the order that previews prefer.
const SHAPES: [(u32, u32); 3] = [(16, 9), (4, 3), (1, 1)];
/// The greatest height of a WebP, in pixels.
const WEBP_HEIGHT: u32 = 16_383;

/// Stores the bytes of a file with this extension, and answers its address.
pub type Keep<'a> = dyn FnMut(&[u8], &str) -> Result<Link, PictureError> + 'a;

/// What can be made of a picture, and the name of its recipe; with another recipe it is made anew.
pub trait Make: Serialize + DeserializeOwned {
    const RECIPE: &'static str;
    /// The recipe for formats that may move, for which stills were made in earlier versions.
    const RECIPE_WHERE_MOTION_IS: &'static str;
    /// Whether it is made of the first frame of a moving picture.
    const OF_MOTION: bool;

    /// The recipe for the picture `name`.
    fn recipe(name: &str) -> &'static str {
        let may_move = [".gif", ".png", ".webp"].iter().any(|ending| name.ends_with(ending));
        if may_move { Self::RECIPE_WHERE_MOTION_IS } else { Self::RECIPE }
    }

    /// The least width, and the least shorter side, of a copy to make it from without loss: twice what is shown.
    const ENOUGH: (u32, u32);

    /// Makes it from the decoded picture; files go through `keep`, which answers their address.
    ///
    /// # Errors
    /// [`PictureError`].
    fn make(picture: &Picture<'_>, keep: &mut Keep<'_>) -> Result<Self, PictureError>;

    /// Addresses of the files.
    fn files(&self) -> Vec<&Link>;
}

/// The same picture, smaller, as WebP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variants(pub Vec<ImageVariant>);

/// Cuts of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Crops(pub Vec<Crop>);

/// Why nothing could be made of a picture, which is then shown as it came.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Io(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Decode(String, TakeError),
    #[error("cannot make a smaller picture: {0}")]
    Resize(String),
    #[error("cannot write a picture: {0}")]
    Encode(String),
}

/// Writes a file, completely or not at all. It is named by its bytes, so one that exists is right.
///
/// # Errors
/// [`PictureError::Io`].
pub fn write(media: &Path, name: &str, bytes: &[u8]) -> Result<(), PictureError> {
    let path = media.join(name);
    if path.is_file() {
        return Ok(());
    }
    // Two threads may make the same file at the same time.
    let thread = format!("{:?}", std::thread::current().id());
    let partial = media.join(format!(".{name}.{}.partial", hash16(thread.as_bytes())));
    let write = || {
        let mut out = std::fs::File::create(&partial)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        std::fs::rename(&partial, &path)
    };
    write().map_err(|error| PictureError::Io(path.clone(), error))
}

impl Make for Variants {
    const RECIPE: &'static str = "webp-320-480-720-960-1440-q74";
    const RECIPE_WHERE_MOTION_IS: &'static str = "webp-320-480-720-960-1440-q74-stills";
    const OF_MOTION: bool = false;
    const ENOUGH: (u32, u32) = (2 * WIDTHS[WIDTHS.len() - 1], 0);

    fn make(picture: &Picture<'_>, keep: &mut Keep<'_>) -> Result<Self, PictureError> {
        let widest = (f64::from(picture.width) * NEARLY).round();
        let mut variants = Vec::new();
        for width in WIDTHS.into_iter().filter(|width| f64::from(*width) <= widest) {
            let height = scaled(picture.height, width, picture.width);
            if height > WEBP_HEIGHT {
                break;
            }
            let whole = (0, 0, picture.width, picture.height);
            let bytes = webp(&picture.part(whole, width, height)?)?;
            variants.push(ImageVariant {
                src: keep(&bytes, "webp")?,
                width,
                media_type: "image/webp".to_owned(),
            });
        }
        Ok(Self(variants))
    }

    fn files(&self) -> Vec<&Link> {
        self.0.iter().map(|variant| &variant.src).collect()
    }
}

impl Make for Crops {
    const RECIPE: &'static str = "jpeg-16x9-4x3-1x1-1200-q82";
    const RECIPE_WHERE_MOTION_IS: &'static str = "jpeg-16x9-4x3-1x1-1200-q82-first-frame";
    const OF_MOTION: bool = true;
    // No cut is narrower than the shorter side.
    const ENOUGH: (u32, u32) = (0, 2 * CROP_WIDTH);

    fn make(picture: &Picture<'_>, keep: &mut Keep<'_>) -> Result<Self, PictureError> {
        let mut crops = Vec::new();
        for (across, down) in SHAPES {
            let part = cut(picture.width, picture.height, across, down);
            let shown = part.2.min(CROP_WIDTH);
            let small = picture.part(part, shown, scaled(down, shown, across))?;
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
                .encode_image(&small.into_rgb8())
                .map_err(|error| PictureError::Encode(error.to_string()))?;
            crops.push(Crop {
                src: keep(&bytes, "jpg")?,
                width: shown,
                height: scaled(down, shown, across),
            });
        }
        Ok(Self(crops))
    }

    fn files(&self) -> Vec<&Link> {
        self.0.iter().map(|crop| &crop.src).collect()
    }
}

/// `length` × `part` ÷ `whole`, rounded, at least 1.
fn scaled(length: u32, part: u32, whole: u32) -> u32 {
    let scaled =
        (u64::from(length) * u64::from(part) + u64::from(whole) / 2) / u64::from(whole.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

/// The largest part of a `width` × `height` picture with the shape `across` to `down`: left, top, width, height. It is
/// in the middle; of a tall picture, the upper third stays, where faces are.
fn cut(width: u32, height: u32, across: u32, down: u32) -> (u32, u32, u32, u32) {
    let full = scaled(down, width, across);
    if full <= height {
        (0, (height - full) / 3, width, full)
    } else {
        let narrow = scaled(across, height, down).min(width);
        ((width - narrow) / 2, 0, narrow, height)
    }
}

fn webp(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, width, height),
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels, width, height),
        _ => return Err(PictureError::Encode("an unusual kind of pixels".to_owned())),
    };
    let packed = encoder.encode_simple(false, WEBP_QUALITY);
    packed
        .map(|memory| memory.to_vec())
        .map_err(|error| PictureError::Encode(format!("WebP: {error:?}")))
}
