//! Other files of a picture: smaller ones for smaller screens, and cuts of the lead picture for previews
//! and search engines.
//!
//! Each is named by its own bytes, as every file in the media folder is.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use bantin_model::{Crop, ImageVariant, Link};
use fast_image_resize::{ResizeOptions, Resizer};
use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hash16;
use crate::take::{self, TakeError};

/// Widths that are made, in pixels, where the picture is wider.
const WIDTHS: [u32; 5] = [320, 480, 720, 960, 1440];
/// A file nearly as wide as the picture would save nothing.
const NEARLY: f64 = 0.9;
const WEBP_QUALITY: f32 = 74.0;
const JPEG_QUALITY: u8 = 82;
/// Width of a cut, in pixels, where the picture has as many.
const CROP_WIDTH: u32 = 1200;
/// Width to height, in the order that previews prefer.
const SHAPES: [(u32, u32); 3] = [(16, 9), (4, 3), (1, 1)];
/// Pixels of the pictures that are worked on at once, over all threads, unless a single one has more. With the
/// copies that are made of them, this keeps the work below a gigabyte of memory on any number of cores.
const PIXELS_AT_ONCE: u64 = take::MAX_PIXELS;

/// Keeps the bytes of a file with this ending, and answers its address.
pub type Keep<'a> = dyn FnMut(&[u8], &str) -> Result<Link, PictureError> + 'a;

/// What can be made of a picture, and by which recipe, so that another recipe makes it anew.
pub trait Make: Serialize + DeserializeOwned {
    const RECIPE: &'static str;
    /// The recipe for formats that may move, of which stills were made once.
    const RECIPE_WHERE_MOTION_IS: &'static str;
    /// Whether it is made of the first frame of a picture that moves.
    const OF_MOTION: bool;

    /// By which recipe it is made of the picture `name`.
    fn recipe(name: &str) -> &'static str {
        let may_move = [".gif", ".png", ".webp"].iter().any(|ending| name.ends_with(ending));
        if may_move { Self::RECIPE_WHERE_MOTION_IS } else { Self::RECIPE }
    }

    /// Makes it from the decoded picture; files go through `keep`, which answers their address.
    ///
    /// # Errors
    /// [`PictureError`].
    fn make(picture: &DynamicImage, keep: &mut Keep<'_>) -> Result<Self, PictureError>;

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

/// Why nothing could be made of a picture. It is shown as it came then.
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

/// Makes `T` of the picture `name` in the folder `media`, and keeps its files there. `None` where nothing is
/// made: of AVIF, which this program cannot decode, and smaller ones of a picture that moves.
///
/// # Errors
/// [`PictureError`].
pub fn make<T: Make>(media: &Path, name: &str) -> Result<Option<T>, PictureError> {
    let path = media.join(name);
    let bytes = std::fs::read(&path).map_err(|error| PictureError::Io(path, error))?;
    let _turn = Turn::wait(pixels_of(&bytes));
    let Some((picture, moves)) = decode(&bytes, name)? else { return Ok(None) };
    if moves && !T::OF_MOTION {
        return Ok(None);
    }
    let mut keep = |bytes: &[u8], ending: &str| {
        let name = format!("{}.{ending}", hash16(bytes));
        write(media, &name, bytes)?;
        Link::new(&format!("/media/{name}")).map_err(|e| PictureError::Encode(e.to_string()))
    };
    T::make(&picture, &mut keep).map(Some)
}

/// Writes a file, whole or not at all. Its name is its content, so one that is there is right.
///
/// # Errors
/// [`PictureError::Io`].
pub fn write(media: &Path, name: &str, bytes: &[u8]) -> Result<(), PictureError> {
    let path = media.join(name);
    if path.is_file() {
        return Ok(());
    }
    // Two threads may make the same file at once.
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

/// The picture upright, and whether it moves; `None` for a format that is not decoded.
fn decode(bytes: &[u8], name: &str) -> Result<Option<(DynamicImage, bool)>, PictureError> {
    let found =
        take::first_frame(bytes).map_err(|error| PictureError::Decode(name.to_owned(), error))?;
    Ok(found.map(|(mut picture, moves)| {
        // A picture that an earlier version took over may still say how the camera was held.
        picture.apply_orientation(take::orientation(bytes).unwrap_or(Orientation::NoTransforms));
        let picture = match picture.color().has_alpha() {
            true => DynamicImage::ImageRgba8(picture.into_rgba8()),
            false => DynamicImage::ImageRgb8(picture.into_rgb8()),
        };
        (picture, moves)
    }))
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

/// `picture`, or the part of it that `options` name, as `width` × `height`.
fn resized(
    picture: &DynamicImage,
    width: u32,
    height: u32,
    options: &ResizeOptions,
) -> Result<DynamicImage, PictureError> {
    let mut out = match picture {
        DynamicImage::ImageRgba8(_) => DynamicImage::new_rgba8(width, height),
        _ => DynamicImage::new_rgb8(width, height),
    };
    let done = Resizer::new().resize(picture, &mut out, options);
    done.map(|()| out).map_err(|error| PictureError::Resize(error.to_string()))
}

impl Make for Variants {
    const RECIPE: &'static str = "webp-320-480-720-960-1440-q74";
    const RECIPE_WHERE_MOTION_IS: &'static str = "webp-320-480-720-960-1440-q74-stills";
    const OF_MOTION: bool = false;

    fn make(picture: &DynamicImage, keep: &mut Keep<'_>) -> Result<Self, PictureError> {
        let widest = (f64::from(picture.width()) * NEARLY).round();
        let mut variants = Vec::new();
        for width in WIDTHS.into_iter().filter(|width| f64::from(*width) <= widest) {
            let height = scaled(picture.height(), width, picture.width());
            let small = resized(picture, width, height, &ResizeOptions::new())?;
            let bytes = webp(&small)?;
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

    fn make(picture: &DynamicImage, keep: &mut Keep<'_>) -> Result<Self, PictureError> {
        let mut crops = Vec::new();
        for (across, down) in SHAPES {
            let (left, top, width, height) = cut(picture.width(), picture.height(), across, down);
            let options = ResizeOptions::new().crop(
                f64::from(left),
                f64::from(top),
                f64::from(width),
                f64::from(height),
            );
            let shown = width.min(CROP_WIDTH);
            let small = resized(picture, shown, scaled(down, shown, across), &options)?;
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

/// The largest part of a `width` × `height` picture that is `across` to `down`: left, top, width, height.
/// Centred; of a tall picture the upper third stays, where people's faces are.
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

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};
    use std::io::Cursor;

    /// A picture whose left half is red and right half is blue.
    fn media(width: u32, height: u32) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let picture = RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) }
        });
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        let name = format!("{}.png", hash16(&bytes));
        write(folder.path(), &name, &bytes).unwrap();
        (folder, name)
    }

    fn open(folder: &Path, link: &Link) -> DynamicImage {
        image::open(folder.join(link.as_str().trim_start_matches("/media/"))).unwrap()
    }

    #[test]
    fn variants_are_smaller_and_show_the_same() {
        let (folder, name) = media(1000, 500);
        let Variants(variants) = make(folder.path(), &name).unwrap().unwrap();
        let widths: Vec<u32> = variants.iter().map(|variant| variant.width).collect();
        assert_eq!(widths, [320, 480, 720]);
        let small = open(folder.path(), &variants[0].src).into_rgb8();
        assert_eq!(small.dimensions(), (320, 160));
        assert!(small.get_pixel(20, 80).0[0] > 150 && small.get_pixel(300, 80).0[2] > 150);
        let again: Variants = make(folder.path(), &name).unwrap().unwrap();
        assert_eq!(again.0, variants);
    }

    #[test]
    fn a_small_picture_has_no_variants_and_its_cuts_are_not_blown_up() {
        let (folder, name) = media(200, 300);
        assert_eq!(make(folder.path(), &name).unwrap(), Some(Variants::default()));
        let Crops(crops) = make(folder.path(), &name).unwrap().unwrap();
        let sizes: Vec<_> = crops.iter().map(|crop| (crop.width, crop.height)).collect();
        assert_eq!(sizes, [(200, 113), (200, 150), (200, 200)]);
        let square = open(folder.path(), &crops[2].src);
        assert_eq!((square.width(), square.height()), (200, 200));
    }

    #[test]
    fn the_largest_part_is_cut_out() {
        assert_eq!(cut(1600, 900, 16, 9), (0, 0, 1600, 900));
        assert_eq!(cut(1600, 900, 1, 1), (350, 0, 900, 900));
        assert_eq!(cut(900, 1600, 1, 1), (0, 233, 900, 900));
        assert_eq!(cut(1, 1, 16, 9), (0, 0, 1, 1));
    }

    #[test]
    fn what_is_no_picture_is_left_alone_and_a_damaged_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.avif", b"\0\0\0\x0cftypavif").unwrap();
        assert_eq!(make::<Variants>(folder.path(), "a.avif").unwrap(), None);
        write(folder.path(), "b.jpg", &[0xff, 0xd8, 0xff, 0xe0, 0, 0]).unwrap();
        let error = make::<Variants>(folder.path(), "b.jpg").unwrap_err();
        assert!(error.to_string().contains("b.jpg"), "{error}");
    }
}
