//! Pictures whose EXIF says that the camera was held otherwise, turned upright.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};
use img_parts::webp::{self, WebP};
use img_parts::{Bytes, ImageICC};

use super::{Format, PublishedPicture, TakeError};

/// Of a JPEG or WebP that is encoded once more: no eye sees the difference.
const QUALITY: u8 = 92;

/// `picture`, decoded from `bytes` in this format, turned as `orientation` says and encoded anew.
///
/// # Errors
/// [`TakeError::Turn`].
pub fn turn(
    format: Format,
    bytes: &[u8],
    mut picture: DynamicImage,
    profile: Option<Vec<u8>>,
    orientation: Orientation,
) -> Result<PublishedPicture, TakeError> {
    picture.apply_orientation(orientation);
    // One for paper (CMYK) says nothing about pixels that are red, green and blue by now.
    let wanted: &[u8] = if picture.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(wanted));
    let failed = |error: image::ImageError| TakeError::Turn(error.to_string());
    let mut out = Cursor::new(Vec::new());
    let extension = match format {
        Format::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            if let Some(profile) = profile {
                encoder
                    .set_icc_profile(profile)
                    .map_err(|error| TakeError::Turn(error.to_string()))?;
            }
            picture.write_with_encoder(encoder).map_err(failed)?;
            "jpg"
        }
        // A GIF has no EXIF, nor a picture here but for a still.
        Format::Png | Format::Gif => {
            let mut encoder = PngEncoder::new(&mut out);
            if let Some(profile) = profile {
                encoder
                    .set_icc_profile(profile)
                    .map_err(|error| TakeError::Turn(error.to_string()))?;
            }
            picture.write_with_encoder(encoder).map_err(failed)?;
            "png"
        }
        Format::WebP => {
            let is_lossless = WebP::from_bytes(Bytes::copy_from_slice(bytes))
                .is_ok_and(|file| file.has_chunk(webp::CHUNK_VP8L));
            out = Cursor::new(encode_webp(&picture, is_lossless, profile)?);
            "webp"
        }
    };
    let (width, height) = (picture.width(), picture.height());
    Ok(PublishedPicture { bytes: out.into_inner(), extension, width, height })
}

fn encode_webp(
    picture: &DynamicImage,
    is_lossless: bool,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, TakeError> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = match picture.color().has_alpha() {
        true => picture.to_rgba8().into_raw(),
        false => picture.to_rgb8().into_raw(),
    };
    let encoder = match picture.color().has_alpha() {
        true => ::webp::Encoder::from_rgba(&pixels, width, height),
        false => ::webp::Encoder::from_rgb(&pixels, width, height),
    };
    let bytes = encoder
        .encode_simple(is_lossless, f32::from(QUALITY))
        .map_err(|error| TakeError::Turn(format!("{error:?}")))?;
    let Some(profile) = profile else { return Ok(bytes.to_vec()) };
    let mut file = WebP::from_bytes(Bytes::copy_from_slice(&bytes))
        .map_err(|error| TakeError::Turn(error.to_string()))?;
    file.set_icc_profile(Some(profile.into()));
    Ok(file.encoder().bytes().to_vec())
}
