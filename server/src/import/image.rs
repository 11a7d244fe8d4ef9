//! What a picture file is and how large it is shown.

use std::io::Cursor;

use exif::{In, Tag};
use imagesize::{Compression, ImageType};

use super::error::ImageError;

/// The largest picture taken over, in bytes.
pub const MAX_BYTES: u64 = 20 << 20;

/// A picture's kind and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Of the file name, without dot.
    pub extension: &'static str,
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
}

/// Measures `bytes`, which are trusted and not any name or type given with them.
///
/// # Errors
/// [`ImageError::Svg`], [`ImageError::NotAnImage`], [`ImageError::Damaged`],
/// [`ImageError::TooLarge`], [`ImageError::TrackingPixel`].
pub fn measure(bytes: &[u8]) -> Result<Measured, ImageError> {
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MAX_BYTES) {
        return Err(ImageError::TooLarge { limit: MAX_BYTES });
    }
    let extension = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => "jpg",
        Ok(ImageType::Png) => "png",
        Ok(ImageType::Webp) => "webp",
        Ok(ImageType::Gif) => "gif",
        Ok(ImageType::Heif(Compression::Av1)) => "avif",
        _ if is_svg(bytes) => return Err(ImageError::Svg),
        _ => return Err(ImageError::NotAnImage),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| ImageError::Damaged)?;
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Err(ImageError::Damaged);
    };
    if width == 0 || height == 0 {
        return Err(ImageError::Damaged);
    }
    if width <= 2 && height <= 2 {
        return Err(ImageError::TrackingPixel);
    }
    // AVIF turns pictures by a property of its own, which has been read already.
    let turned = extension != "avif" && is_turned(bytes);
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Measured { extension, width, height })
}

/// True when the camera was held upright: EXIF orientations 5 to 8 lie on their side.
fn is_turned(bytes: &[u8]) -> bool {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let orientation = read.ok().and_then(|exif| {
        exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0))
    });
    matches!(orientation, Some(5..=8))
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    String::from_utf8_lossy(head).to_ascii_lowercase().contains("<svg")
}

#[cfg(test)]
#[path = "image_tests.rs"]
pub mod tests;
