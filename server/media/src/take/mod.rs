//! Makes the published form of a picture that somebody hands in: the whole picture, upright, without metadata; or gives
//! the reason why it is refused.
//!
//! - [`take`][]: the rules; sizes are checked before anything is decoded
//! - `strip`, `avif`: bytes without metadata
//! - `decode`: checking the pixels
//! - `passes`: whether a JPEG has all that it says it has
//! - `turn`: pictures that a camera held otherwise took
//!
//! The same bytes give the same result, so importing twice makes nothing new.

mod avif;
mod decode;
mod passes;
mod strip;
#[cfg(test)]
mod tests;
mod turn;

use std::panic::UnwindSafe;

use image::DynamicImage;
use image::metadata::Orientation;

use decode::Decoded;

/// The name of these rules. With another name, the results of older rules are checked again.
pub const RULES: &str = "published-2";
/// The largest file that is taken, in bytes.
pub const MAX_BYTES: u64 = 20 << 20;
/// The most pixels that a picture may have, 8192 × 6400: cameras and phones of 50 megapixels make up to 8256 × 6192. A
/// larger picture is larger than any screen or page, and each pixel costs processor time and memory.
pub const MAX_PIXELS: u64 = 50 << 20;
/// The most memory the pixels of a picture may take once it is decoded, in bytes.
pub const MAX_MEMORY: u64 = 256 << 20;
/// The most pixels the frames of a moving picture may have together.
pub const MAX_MOVING_PIXELS: u64 = 1 << 28;

/// The published form of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPicture {
    pub bytes: Vec<u8>,
    /// Of the file name, without dot.
    pub extension: &'static str,
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
}

/// Why a picture is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    #[error("it is larger than {limit} bytes; make it smaller")]
    TooLarge { limit: u64 },
    #[error("SVG can run scripts and is not published; save it as PNG")]
    Svg,
    #[error("it is HEIC, which browsers do not show; save it as JPEG")]
    Heic,
    #[error("it is an animated AVIF; save it as WebP or GIF")]
    MovingAvif,
    #[error("it is not a JPEG, PNG, WebP, AVIF or GIF")]
    NotAPicture,
    #[error("it is damaged or incomplete ({0}); save it anew")]
    Damaged(String),
    #[error("it is a tracking pixel")]
    TrackingPixel,
    #[error("it has {width} × {height} pixels, more than {MAX_PIXELS} in all; make it smaller")]
    TooManyPixels { width: u32, height: u32 },
    #[error("decoding it needs {needed} bytes of memory, more than {MAX_MEMORY}; make it smaller")]
    TooMuchMemory { needed: u64 },
    #[error(
        "its {frames} frames have more than {MAX_MOVING_PIXELS} pixels together; make it smaller or shorter"
    )]
    TooMuchMotion { frames: u64 },
    #[error("it cannot be turned upright: {0}")]
    Turn(String),
}

impl TakeError {
    fn damaged(error: impl ToString) -> Self {
        Self::Damaged(error.to_string())
    }

    fn cut_off() -> Self {
        Self::Damaged("it ends too early".to_owned())
    }
}

/// The formats that are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
}

/// The published form of the picture `bytes`. Its format is read from the bytes, not from a name or type.
///
/// - Every pixel is decoded once, AVIF excepted, of which the parts are checked.
/// - EXIF orientation is applied: a picture that lies on its side is encoded anew; all others keep the bytes of
///   their pixels.
/// - Metadata is left out: EXIF, XMP, IPTC, comments, thumbnails, whatever follows the picture.
/// - GIF, WebP and PNG that move go on moving, but for one that has to be turned: its first frame is kept.
///
/// # Errors
/// [`TakeError`], which says what to do about it.
pub fn take(bytes: &[u8]) -> Result<PublishedPicture, TakeError> {
    guarded(|| take_unguarded(bytes))
}

/// Calls `f`, which reads foreign bytes. A decoder that panics refuses one picture, and does not end the import.
pub(crate) fn guarded<T>(
    f: impl FnOnce() -> Result<T, TakeError> + UnwindSafe,
) -> Result<T, TakeError> {
    std::panic::catch_unwind(f)
        .unwrap_or_else(|_| Err(TakeError::Damaged("its decoder gave up".to_owned())))
}

fn take_unguarded(bytes: &[u8]) -> Result<PublishedPicture, TakeError> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(TakeError::TooLarge { limit: MAX_BYTES });
    }
    let Some(format) = format(bytes) else { return take_other(bytes) };
    let (stripped, extension) = match format {
        Format::Jpeg => (strip::jpeg(bytes), "jpg"),
        Format::Png => (strip::png(bytes), "png"),
        Format::Gif => (strip::gif(bytes), "gif"),
        Format::WebP => (strip::webp(bytes), "webp"),
    };
    let Some(stripped) = stripped else {
        // A file that was cut off may pretend to be complete.
        return Err(match imagesize::blob_size(bytes) {
            Ok(size) if size.width <= 2 && size.height <= 2 => TakeError::TrackingPixel,
            _ => TakeError::cut_off(),
        });
    };
    let decoded = decode::whole(format, &stripped.bytes, stripped.frames)?;
    let orientation = stripped.exif.as_deref().and_then(Orientation::from_exif_chunk);
    match orientation {
        None | Some(Orientation::NoTransforms) => {
            let Decoded { width, height, .. } = decoded;
            Ok(PublishedPicture { bytes: stripped.bytes, extension, width, height })
        }
        Some(orientation) => {
            let Decoded { picture, profile, .. } = decoded;
            let picture = match picture {
                Some(picture) => picture,
                None => {
                    decode::first_frame(&stripped.bytes)?.map(|(picture, _)| picture).ok_or_else(
                        || TakeError::Turn("its first frame cannot be decoded".to_owned()),
                    )?
                }
            };
            turn::turn(format, &stripped.bytes, picture, profile, orientation)
        }
    }
}

/// The format of `bytes`, if it is one that is decoded.
pub fn format(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Format::Png),
        [b'G', b'I', b'F', b'8', ..] => Some(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        _ => None,
    }
}

/// A picture's bytes without metadata; `None` if its structure cannot be read. Nothing is decoded or turned.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    guarded(|| Ok(stripped_unguarded(bytes))).ok().flatten()
}

/// The picture `bytes`, or the first frame of one that moves, and whether it moves; `None` for a format that is not
/// decoded. EXIF's orientation is not applied.
///
/// # Errors
/// [`TakeError`] when it is too large or cannot be decoded.
pub fn first_frame(bytes: &[u8]) -> Result<Option<(DynamicImage, bool)>, TakeError> {
    guarded(|| decode::first_frame(bytes))
}

fn stripped_unguarded(bytes: &[u8]) -> Option<Vec<u8>> {
    let stripped = match format(bytes) {
        Some(Format::Jpeg) => strip::jpeg(bytes),
        Some(Format::Png) => strip::png(bytes),
        Some(Format::Gif) => strip::gif(bytes),
        Some(Format::WebP) => strip::webp(bytes),
        None => return avif::strip(bytes).ok().map(|stripped| stripped.bytes),
    };
    stripped.map(|stripped| stripped.bytes)
}

/// The orientation in the EXIF of a picture.
pub fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let stripped = match format(bytes)? {
        Format::Jpeg => strip::jpeg(bytes),
        Format::Png => strip::png(bytes),
        Format::WebP => strip::webp(bytes),
        Format::Gif => None,
    };
    Orientation::from_exif_chunk(&stripped?.exif?)
}

/// The published form of an AVIF, or why it is refused.
fn take_other(bytes: &[u8]) -> Result<PublishedPicture, TakeError> {
    use imagesize::{Compression, ImageType};
    match imagesize::image_type(bytes) {
        Ok(ImageType::Heif(Compression::Av1)) => {}
        Ok(ImageType::Heif(_)) => return Err(TakeError::Heic),
        _ if is_svg(bytes) => return Err(TakeError::Svg),
        _ => return Err(TakeError::NotAPicture),
    }
    if bytes.get(8..12) == Some(b"avis") {
        return Err(TakeError::MovingAvif);
    }
    // AVIF turns pictures by a property of its own, which is already applied in this size.
    let size = imagesize::blob_size(bytes).map_err(TakeError::damaged)?;
    let side = |side: usize| u32::try_from(side).map_err(TakeError::damaged);
    let (width, height) = (side(size.width)?, side(size.height)?);
    // Colour, and perhaps transparency.
    check_size(width, height, 4)?;
    let stripped = avif::strip(bytes).map_err(TakeError::Damaged)?;
    let (coded_width, coded_height) = stripped.coded;
    check_size(coded_width, coded_height, 4)?;
    let pixels = |width: u32, height: u32| u64::from(width) * u64::from(height);
    if pixels(width, height) > pixels(coded_width, coded_height) {
        return Err(TakeError::Damaged("it says that it is larger than it is".to_owned()));
    }
    Ok(PublishedPicture { bytes: stripped.bytes, extension: "avif", width, height })
}

/// Refuses a picture of this size, with this many bytes for each pixel, before it is decoded.
fn check_size(width: u32, height: u32, bytes_per_pixel: u64) -> Result<(), TakeError> {
    if width == 0 || height == 0 {
        return Err(TakeError::Damaged("it has no pixels".to_owned()));
    }
    if width <= 2 && height <= 2 {
        return Err(TakeError::TrackingPixel);
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(TakeError::TooManyPixels { width, height });
    }
    let needed = pixels.saturating_mul(bytes_per_pixel);
    if needed > MAX_MEMORY {
        return Err(TakeError::TooMuchMemory { needed });
    }
    Ok(())
}

/// Whether these are the bytes of an SVG, by their beginning.
pub(crate) fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    String::from_utf8_lossy(head).to_ascii_lowercase().contains("<svg")
}
