//! A picture that others are made of. It is decoded once however many they are, and what is made of a large one is
//! made of a copy that is not much larger than needed.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use bantin_model::Link;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;
use image::metadata::Orientation;

use super::{Make, PictureError, scaled, write};
use crate::hash16;
use crate::take;

/// A copy that is larger than this part of the picture, across, would save little.
const WORTH_IT: f64 = 0.75;
/// Pixels of the pictures that are worked on at once, over all threads, unless a single one has more. With the
/// copies that are made of them, this keeps the work below a gigabyte of memory on any number of cores.
const PIXELS_AT_ONCE: u64 = take::MAX_PIXELS;

/// A decoded picture in the media folder, upright.
pub struct Source {
    media: PathBuf,
    pixels: DynamicImage,
    moves: bool,
    _turn: Turn,
}

impl Source {
    /// Decodes the picture `name` in the folder `media`; `None` for a format that this program cannot decode.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn open(media: &Path, name: &str) -> Result<Option<Self>, PictureError> {
        let path = media.join(name);
        let bytes = std::fs::read(&path).map_err(|error| PictureError::Io(path, error))?;
        let turn = Turn::wait(pixels_of(&bytes));
        let found = take::first_frame(&bytes);
        let found = found.map_err(|error| PictureError::Decode(name.to_owned(), error))?;
        Ok(found.map(|(mut pixels, moves)| {
            // A picture that an earlier version took over may still say how the camera was held.
            let held = take::orientation(&bytes).unwrap_or(Orientation::NoTransforms);
            pixels.apply_orientation(held);
            Self { media: media.to_owned(), pixels, moves, _turn: turn }
        }))
    }

    /// Makes `T` of it and keeps the files in the media folder. `None` where nothing is made: smaller ones of a
    /// picture that moves.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn make<T: Make>(&self) -> Result<Option<T>, PictureError> {
        if self.moves && !T::OF_MOTION {
            return Ok(None);
        }
        let (width, height) = (self.pixels.width(), self.pixels.height());
        let smaller = match enough((width, height), T::ENOUGH) {
            share if share <= WORTH_IT => Some(shrunk(&self.pixels, share)?),
            _ => None,
        };
        let picture = Picture { pixels: smaller.as_ref().unwrap_or(&self.pixels), width, height };
        let mut keep = |bytes: &[u8], ending: &str| {
            let name = format!("{}.{ending}", hash16(bytes));
            write(&self.media, &name, bytes)?;
            Link::new(&format!("/media/{name}")).map_err(|e| PictureError::Encode(e.to_string()))
        };
        T::make(&picture, &mut keep).map(Some)
    }
}

/// A picture of this size, as its own pixels or as a smaller copy.
pub struct Picture<'a> {
    pixels: &'a DynamicImage,
    pub width: u32,
    pub height: u32,
}

impl Picture<'_> {
    /// The part of it at left, top, width, height, as `width` × `height` pixels of red, green and blue, and opacity where
    /// it has that.
    ///
    /// # Errors
    /// [`PictureError::Resize`].
    pub fn part(
        &self,
        (left, top, across, down): (u32, u32, u32, u32),
        width: u32,
        height: u32,
    ) -> Result<DynamicImage, PictureError> {
        let x = f64::from(self.pixels.width()) / f64::from(self.width);
        let y = f64::from(self.pixels.height()) / f64::from(self.height);
        let options = ResizeOptions::new().crop(
            f64::from(left) * x,
            f64::from(top) * y,
            // Not beyond the last pixel, however this is rounded.
            (f64::from(across) * x).min(f64::from(self.pixels.width()) - f64::from(left) * x),
            (f64::from(down) * y).min(f64::from(self.pixels.height()) - f64::from(top) * y),
        );
        let part = resized(self.pixels, width, height, &options)?;
        Ok(match part.color().has_alpha() {
            true => DynamicImage::ImageRgba8(part.into_rgba8()),
            false => DynamicImage::ImageRgb8(part.into_rgb8()),
        })
    }
}

/// The share of a picture's width and height at which a copy has the least width and the least shorter side that are
/// asked for.
pub(super) fn enough((width, height): (u32, u32), (least_width, least_side): (u32, u32)) -> f64 {
    let of_width = f64::from(least_width) / f64::from(width.max(1));
    let of_side = f64::from(least_side) / f64::from(width.min(height).max(1));
    of_width.max(of_side)
}

/// A copy that has this share of the width and the height, by a filter that is quick and keeps what the next one needs.
fn shrunk(picture: &DynamicImage, share: f64) -> Result<DynamicImage, PictureError> {
    const WHOLE: u32 = 1 << 16;
    // Between 1 and three quarters of `WHOLE`.
    let part = (share * f64::from(WHOLE)).ceil().max(1.0) as u32;
    let (width, height) =
        (scaled(picture.width(), part, WHOLE), scaled(picture.height(), part, WHOLE));
    let filter = ResizeAlg::Convolution(FilterType::Hamming);
    resized(picture, width, height, &ResizeOptions::new().resize_alg(filter))
}

/// `picture`, or the part of it that `options` name, as `width` × `height` pixels of the same kind.
fn resized(
    picture: &DynamicImage,
    width: u32,
    height: u32,
    options: &ResizeOptions,
) -> Result<DynamicImage, PictureError> {
    let mut out = DynamicImage::new(width, height, picture.color());
    let done = Resizer::new().resize(picture, &mut out, options);
    done.map(|()| out).map_err(|error| PictureError::Resize(error.to_string()))
}

/// How many pixels a picture says it has; none where it says nothing.
fn pixels_of(bytes: &[u8]) -> u64 {
    let size = imagesize::blob_size(bytes).ok();
    let pixels = size.and_then(|size| size.width.checked_mul(size.height));
    pixels.and_then(|pixels| u64::try_from(pixels).ok()).unwrap_or_default()
}

/// Pixels that are being worked on.
static AT_WORK: Mutex<u64> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

/// Leave to work on so many pixels, until it is dropped.
struct Turn(u64);

impl Turn {
    /// Waits until there is room; a picture that needs more than all of it has it for itself.
    fn wait(pixels: u64) -> Self {
        let pixels = pixels.min(PIXELS_AT_ONCE);
        let at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |at_work: &mut u64| *at_work + pixels > PIXELS_AT_ONCE;
        let mut at_work = DONE.wait_while(at_work, full).unwrap_or_else(PoisonError::into_inner);
        *at_work += pixels;
        Self(pixels)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *AT_WORK.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        DONE.notify_all();
    }
}
