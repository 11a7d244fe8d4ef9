//! Decoding pictures, with limits on what it may cost.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, GrayImage, ImageDecoder, Limits, RgbImage};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Format, MAX_MEMORY, MAX_MOVING_PIXELS, TakeError, check_size, format, passes};

/// Passes over a progressive JPEG; encoders make about ten.
const MAX_SCANS: usize = 32;

/// A picture of which every pixel was decoded.
#[derive(Debug)]
pub struct Decoded {
    /// Pixels, before it is turned.
    pub width: u32,
    /// Pixels, before it is turned.
    pub height: u32,
    /// None for one that moves.
    pub picture: Option<DynamicImage>,
    /// Its colour profile.
    pub profile: Option<Vec<u8>>,
}

/// Decodes all of a picture without metadata that has so many frames.
///
/// # Errors
/// [`TakeError`] when it is too large or anything of it is missing or wrong.
pub fn whole(format: Format, bytes: &[u8], frames: u64) -> Result<Decoded, TakeError> {
    match format {
        Format::Jpeg => whole_jpeg(bytes),
        Format::Gif => gif(bytes),
        Format::Png => {
            let mut decoder = png(bytes)?;
            let (width, height) = decoder.dimensions();
            let profile = decoder.icc_profile().ok().flatten();
            if frames == 1 || !decoder.is_apng().map_err(TakeError::damaged)? {
                return still(decoder, profile);
            }
            check_motion(width, height, frames)?;
            // Whoever shows it has what is seen, what was before, and the next frame, all in colour and opacity.
            check_size(width, height, 3 * 4)?;
            frames_of_png(bytes)?;
            Ok(Decoded { width, height, picture: None, profile })
        }
        Format::WebP => {
            let mut decoder = webp(bytes)?;
            let (width, height) = decoder.dimensions();
            let profile = decoder.icc_profile().ok().flatten();
            if !decoder.has_animation() {
                return still(decoder, profile);
            }
            check_motion(width, height, frames)?;
            watch(decoder.into_frames())?;
            Ok(Decoded { width, height, picture: None, profile })
        }
    }
}

/// As [`super::first_frame`].
pub fn first_frame(bytes: &[u8]) -> Result<Option<(DynamicImage, bool)>, TakeError> {
    let Some(format) = format(bytes) else { return Ok(None) };
    let found = match format {
        Format::Jpeg => {
            let decoded = jpeg(bytes)?;
            decoded.picture.map(|picture| (picture, false))
        }
        Format::Png => {
            let decoder = png(bytes)?;
            let moves = decoder.is_apng().map_err(TakeError::damaged)?;
            let picture = match moves {
                // The picture for who cannot show motion need not be one of the frames.
                true => {
                    let decoder = decoder.apng().map_err(TakeError::damaged)?;
                    let first = decoder.into_frames().next().ok_or_else(TakeError::cut_off)?;
                    DynamicImage::ImageRgba8(first.map_err(TakeError::damaged)?.into_buffer())
                }
                false => DynamicImage::from_decoder(decoder).map_err(TakeError::damaged)?,
            };
            Some((picture, moves))
        }
        Format::WebP => {
            let decoder = webp(bytes)?;
            let moves = decoder.has_animation();
            let picture = DynamicImage::from_decoder(decoder).map_err(TakeError::damaged)?;
            Some((picture, moves))
        }
        Format::Gif => {
            let (width, height, frames) = gif_frames(bytes)?;
            check_size(width, height, 4)?;
            let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes));
            let decoder = decoder.map_err(TakeError::damaged)?;
            let picture = DynamicImage::from_decoder(decoder).map_err(TakeError::damaged)?;
            Some((picture, frames > 1))
        }
    };
    Ok(found)
}

/// Decodes a JPEG, and refuses one that was cut off, even where somebody has put an end marker behind the cut. Beyond
/// the last byte of the pixels a decoder reads zeros, which it can decode to a picture. So ones are put behind them
/// here: no code of a JPEG consists of ones, and a decoder that reads too far fails.
fn whole_jpeg(bytes: &[u8]) -> Result<Decoded, TakeError> {
    // As bytes of pixels, as many as are read ahead and more.
    const ONES: [u8; 64] = {
        let mut ones = [0xff; 64];
        let mut at = 1;
        while at < ones.len() {
            ones[at] = 0;
            at += 2;
        }
        ones
    };
    if !passes::are_all_there(bytes) {
        return Err(TakeError::cut_off());
    }
    let (picture, end) = bytes.split_last_chunk::<2>().ok_or_else(TakeError::cut_off)?;
    jpeg(&[picture, &ONES, end].concat())
}

/// Decodes a JPEG strictly: missing pixels are an error and are not filled with grey. A file with an end marker behind
/// the cut still passes.
fn jpeg(bytes: &[u8]) -> Result<Decoded, TakeError> {
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_max_scans(MAX_SCANS);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(TakeError::damaged)?;
    let size = decoder.dimensions().ok_or_else(TakeError::cut_off)?;
    let side = |side: usize| u32::try_from(side).map_err(TakeError::damaged);
    let (width, height) = (side(size.0)?, side(size.1)?);
    check_size(width, height, 3)?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let colours = if is_grey { ColorSpace::Luma } else { ColorSpace::RGB };
    decoder.set_options(options.jpeg_set_out_colorspace(colours));
    let pixels = decoder.decode().map_err(TakeError::damaged)?;
    let picture = match is_grey {
        true => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        false => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
    };
    let profile = decoder.icc_profile();
    Ok(Decoded { width, height, picture: Some(picture.ok_or_else(TakeError::cut_off)?), profile })
}

fn png(bytes: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, TakeError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MAX_MEMORY);
    let decoder =
        PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(TakeError::damaged)?;
    check(&decoder)?;
    Ok(decoder)
}

fn webp(bytes: &[u8]) -> Result<WebPDecoder<Cursor<&[u8]>>, TakeError> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(TakeError::damaged)?;
    check(&decoder)?;
    Ok(decoder)
}

fn check(decoder: &impl ImageDecoder) -> Result<(), TakeError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, u64::from(decoder.color_type().bytes_per_pixel()))
}

fn still(decoder: impl ImageDecoder, profile: Option<Vec<u8>>) -> Result<Decoded, TakeError> {
    let picture = DynamicImage::from_decoder(decoder).map_err(TakeError::damaged)?;
    let (width, height) = (picture.width(), picture.height());
    Ok(Decoded { width, height, picture: Some(picture), profile })
}

/// Refuses what would cost too much to show.
fn check_motion(width: u32, height: u32, frames: u64) -> Result<(), TakeError> {
    let pixels = (u64::from(width) * u64::from(height)).saturating_mul(frames);
    if pixels > MAX_MOVING_PIXELS { Err(TakeError::TooMuchMotion { frames }) } else { Ok(()) }
}

/// Decodes every frame of a moving PNG by itself. Laying each over the one before, as for the eye, would take ten times
/// as long.
fn frames_of_png(bytes: &[u8]) -> Result<(), TakeError> {
    let limits = png::Limits { bytes: usize::try_from(2 * MAX_MEMORY).unwrap_or(usize::MAX) };
    let decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    let mut reader = decoder.read_info().map_err(TakeError::damaged)?;
    let shown = reader.info().animation_control.map_or(0, |about| about.num_frames);
    // The picture for who cannot show motion need not be one of the frames.
    let before = u32::from(reader.info().frame_control.is_none());
    let mut pixels = vec![0; reader.output_buffer_size().ok_or_else(TakeError::cut_off)?];
    for _ in 0..u64::from(shown) + u64::from(before) {
        reader.next_frame(&mut pixels).map_err(TakeError::damaged)?;
    }
    Ok(())
}

/// Decodes frame after frame, keeping none.
fn watch(frames: image::Frames<'_>) -> Result<(), TakeError> {
    for frame in frames {
        frame.map_err(TakeError::damaged)?;
    }
    Ok(())
}

/// Width, height and number of frames of a GIF, none of which is decoded.
fn gif_frames(bytes: &[u8]) -> Result<(u32, u32, u64), TakeError> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(bytes).map_err(TakeError::damaged)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let (mut frames, mut pixels) = (0, 0);
    while let Some(frame) = decoder.next_frame_info().map_err(TakeError::damaged)? {
        frames += 1;
        pixels += u64::from(frame.width) * u64::from(frame.height);
    }
    if pixels > MAX_MOVING_PIXELS || (frames == 1 && pixels > super::MAX_PIXELS) {
        return Err(TakeError::TooMuchMotion { frames });
    }
    Ok((width, height, frames))
}

/// A GIF: every frame of it, one after the other, keeping none but that of a still.
fn gif(bytes: &[u8]) -> Result<Decoded, TakeError> {
    let (width, height, _) = gif_frames(bytes)?;
    // A browser paints all of it for each frame.
    check_size(width, height, 4)?;
    let mut decoder = gif::DecodeOptions::new().read_info(bytes).map_err(TakeError::damaged)?;
    let mut frames = 0;
    while decoder.read_next_frame().map_err(TakeError::damaged)?.is_some() {
        frames += 1;
    }
    if frames == 0 {
        return Err(TakeError::Damaged("it has no picture".to_owned()));
    }
    Ok(Decoded { width, height, picture: None, profile: None })
}
