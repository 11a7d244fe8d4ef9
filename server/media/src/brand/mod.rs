//! A newsroom's logo and icon: makes the files for the masthead and for browsers from those that it gives.
//!
//! An SVG is parsed and written anew (`usvg`): only shapes are published, nothing that runs or is fetched.

mod svg;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage, imageops};

use crate::take::{self, Format, TakeError};
use svg::Drawing;

/// The least width and height of an icon that is no SVG, in pixels.
pub const LEAST_ICON: u32 = 512;
/// The largest file of a logo or icon, in bytes: it is on every page.
pub const MAX_BYTES: usize = 512 << 10;

const SMALL: u32 = 192;
const LARGE: u32 = 512;
const APPLE: u32 = 180;
const FAVICON: u32 = 32;
/// The width and height of an author's picture: twice the pixels that it is shown in.
const FACE: u32 = 192;
const FACE_QUALITY: u8 = 82;
/// The part of a maskable icon that the mark may fill. Phones cut out a circle as wide as four fifths of it, in which a
/// square is 0.566 as wide; but few marks fill the corners of a square.
const SAFE: f64 = 0.68;

/// Why a logo or icon is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum BrandError {
    #[error("it is larger than {} KB; make it smaller", MAX_BYTES >> 10)]
    TooLarge,
    #[error("it is neither SVG nor PNG")]
    Format,
    #[error("it cannot be read as SVG: {0}")]
    Svg(String),
    #[error("it has <{0}>, which is not published; {1}")]
    Element(&'static str, &'static str),
    #[error("it is {width} × {height} pixels; an icon must be as wide as it is high")]
    NotSquare { width: u32, height: u32 },
    #[error(
        "it is {width} × {height} pixels; an icon must have at least {LEAST_ICON} × {LEAST_ICON}, or be an SVG"
    )]
    Small { width: u32, height: u32 },
    #[error(
        "it is {width} × {height} pixels; an author's picture must have at least {FACE} × {FACE}, or be an SVG"
    )]
    SmallFace { width: u32, height: u32 },
    #[error("it is animated; give a still picture")]
    Moves,
    #[error("it shows nothing")]
    Empty,
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error("it cannot be made into a picture: {0}")]
    Make(String),
}

/// A file to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFile {
    pub bytes: Vec<u8>,
    /// Of the file name, without dot.
    pub extension: &'static str,
}

/// A logo as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub file: MadeFile,
    pub width: u32,
    pub height: u32,
}

/// The files of an icon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icons {
    /// Where it was drawn.
    pub svg: Option<MadeFile>,
    /// 192 and 512 pixels.
    pub small: MadeFile,
    pub large: MadeFile,
    pub maskable: MadeFile,
    pub apple: MadeFile,
    pub favicon: MadeFile,
}

/// A logo or icon as it was given.
enum Mark {
    Svg(Box<Drawing>),
    Png { bytes: Vec<u8>, pixels: RgbaImage },
}

impl Mark {
    fn read(bytes: &[u8]) -> Result<Self, BrandError> {
        if bytes.len() > MAX_BYTES {
            return Err(BrandError::TooLarge);
        }
        match take::format(bytes) {
            Some(Format::Png) => {
                let taken = take::take(bytes)?;
                let first = take::first_frame(&taken.bytes)?.ok_or(BrandError::Format)?;
                let (pixels, moves) = first;
                if moves {
                    return Err(BrandError::Moves);
                }
                Ok(Self::Png { bytes: taken.bytes, pixels: pixels.into_rgba8() })
            }
            None if take::is_svg(bytes) => {
                let drawing = take::guarded(|| Ok(Drawing::read(bytes)))?;
                Ok(Self::Svg(Box::new(drawing?)))
            }
            _ => Err(BrandError::Format),
        }
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Svg(drawing) => drawing.size(),
            Self::Png { pixels, .. } => pixels.dimensions(),
        }
    }

    fn file(&self) -> MadeFile {
        match self {
            Self::Svg(drawing) => MadeFile { bytes: drawing.text(), extension: "svg" },
            Self::Png { bytes, .. } => MadeFile { bytes: bytes.clone(), extension: "png" },
        }
    }

    /// The mark as a square of this many pixels.
    fn square(&self, side: u32) -> Result<RgbaImage, BrandError> {
        match self {
            Self::Svg(drawing) => drawing.square(side),
            Self::Png { pixels, .. } if pixels.width() == side => Ok(pixels.clone()),
            Self::Png { pixels, .. } => {
                let from = DynamicImage::ImageRgba8(pixels.clone());
                let mut out = DynamicImage::new(side, side, from.color());
                Resizer::new()
                    .resize(&from, &mut out, &ResizeOptions::new())
                    .map_err(|error| BrandError::Make(error.to_string()))?;
                Ok(out.into_rgba8())
            }
        }
    }
}

/// The published form of the logo `bytes`.
///
/// # Errors
/// [`BrandError`], which says what to do about it.
pub fn logo(bytes: &[u8]) -> Result<Logo, BrandError> {
    let mark = Mark::read(bytes)?;
    let (width, height) = mark.size();
    Ok(Logo { file: mark.file(), width, height })
}

/// All files of the icon `bytes`. An icon without a colour at its edge is put on `ground` where phones do not allow
/// transparency.
///
/// # Errors
/// [`BrandError`], which says what to do about it.
pub fn icons(bytes: &[u8], ground: [u8; 3]) -> Result<Icons, BrandError> {
    let mark = Mark::read(bytes)?;
    let (width, height) = mark.size();
    if width.abs_diff(height) * 100 > width.max(height) {
        return Err(BrandError::NotSquare { width, height });
    }
    if matches!(mark, Mark::Png { .. }) && width.min(height) < LEAST_ICON {
        return Err(BrandError::Small { width, height });
    }
    let large = mark.square(LARGE)?;
    if large.pixels().all(|pixel| pixel.0[3] == 0) {
        return Err(BrandError::Empty);
    }
    let ground = edge(&large).unwrap_or(ground);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 512")]
    let safe = (f64::from(LARGE) * SAFE) as u32;
    Ok(Icons {
        svg: matches!(mark, Mark::Svg(_)).then(|| mark.file()),
        small: png(&mark.square(SMALL)?)?,
        maskable: png(&on(ground, LARGE, &mark.square(safe)?))?,
        apple: png(&on(ground, APPLE, &mark.square(APPLE)?))?,
        favicon: ico(&png(&mark.square(FAVICON)?)?.bytes),
        large: png(&large)?,
    })
}

/// An author's picture: the middle of `bytes`, as a square.
///
/// # Errors
/// [`BrandError`], which says what to do about it.
pub fn face(bytes: &[u8]) -> Result<MadeFile, BrandError> {
    if take::is_svg(bytes) {
        return png(&Mark::read(bytes)?.square(FACE)?);
    }
    let taken = take::take(bytes)?;
    let (whole, _) = take::first_frame(&taken.bytes)?.ok_or(BrandError::Format)?;
    let (width, height) = (whole.width(), whole.height());
    if width.min(height) < FACE {
        return Err(BrandError::SmallFace { width, height });
    }
    // Transparent parts become white, the colour of most pages.
    let mut ground = RgbaImage::from_pixel(width, height, Rgba([255; 4]));
    imageops::overlay(&mut ground, &whole.into_rgba8(), 0, 0);
    let from = DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(ground).into_rgb8());
    let mut out = DynamicImage::new(FACE, FACE, from.color());
    Resizer::new()
        .resize(&from, &mut out, &ResizeOptions::new().fit_into_destination(None))
        .map_err(|error| BrandError::Make(error.to_string()))?;
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, FACE_QUALITY)
        .encode_image(&out)
        .map_err(|error| BrandError::Make(error.to_string()))?;
    Ok(MadeFile { bytes, extension: "jpg" })
}

/// The colour in the middle of all four edges, if it is the same.
fn edge(icon: &RgbaImage) -> Option<[u8; 3]> {
    let (last, middle) = (icon.width() - 1, icon.width() / 2);
    let points = [(0, middle), (last, middle), (middle, 0), (middle, last)];
    let [first, others @ ..] = points.map(|(x, y)| icon.get_pixel(x, y).0);
    let near = |other: &[u8; 4]| other.iter().zip(first).all(|(a, b)| a.abs_diff(b) < 8);
    let [red, green, blue, opacity] = first;
    (opacity == u8::MAX && others.iter().all(near)).then_some([red, green, blue])
}

/// `icon` in the middle of a square of this colour.
fn on([red, green, blue]: [u8; 3], side: u32, icon: &RgbaImage) -> RgbaImage {
    let mut whole = RgbaImage::from_pixel(side, side, Rgba([red, green, blue, u8::MAX]));
    let left = i64::from((side - icon.width()) / 2);
    imageops::overlay(&mut whole, icon, left, left);
    whole
}

fn png(pixels: &RgbaImage) -> Result<MadeFile, BrandError> {
    let mut bytes = Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| BrandError::Make(error.to_string()))?;
    Ok(MadeFile { bytes: bytes.into_inner(), extension: "png" })
}

/// An ICO with one picture, which is a PNG of [`FAVICON`] pixels.
fn ico(png: &[u8]) -> MadeFile {
    const HEADER: u32 = 22;
    let side = u8::try_from(FAVICON).unwrap_or_default();
    // Reserved, kind, how many; width, height, colours, reserved, planes, bits; length, where it begins.
    let mut bytes = vec![0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0];
    bytes.extend(u32::try_from(png.len()).unwrap_or_default().to_le_bytes());
    bytes.extend(HEADER.to_le_bytes());
    bytes.extend(png);
    MadeFile { bytes, extension: "ico" }
}
