#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Cursor;

use bantin_media::take::TakeError;
use image::{ImageEncoder, ImageFormat, RgbImage};

use super::*;

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
    })
}

/// A PNG of this size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A JPEG whose pixels are of this size, with an EXIF orientation if one is given.
pub fn jpeg(width: u32, height: u32, orientation: Option<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut out);
    if let Some(orientation) = orientation {
        let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.encode_image(&picture(width, height)).unwrap();
    out
}

#[test]
fn a_picture_is_named_by_what_is_published_of_it() {
    let none = KnownPictures::default();
    let (upright, media) = publish(&jpeg(120, 80, Some(6)), &none).unwrap();
    assert_eq!((upright.width, upright.height), (80, 120));
    let bytes = media.unwrap().bytes;
    assert_eq!(upright.name, format!("{}.jpg", hash16(&bytes)));
    // What is published once is published as it is.
    let (again, media) = publish(&bytes, &none).unwrap();
    assert_eq!((again, media.unwrap().bytes), (upright, bytes));
}

#[test]
fn a_known_picture_is_taken_again_only_when_its_file_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let source = png(30, 20);
    let first = KnownPictures::new(folder.path().to_owned(), BTreeMap::new());
    let (published, media) = publish(&source, &first).unwrap();
    let learned: BTreeMap<_, _> = first.learned().into_iter().collect();
    assert_eq!(learned.values().collect::<Vec<_>>(), [&published]);

    let second = KnownPictures::new(folder.path().to_owned(), learned);
    assert!(publish(&source, &second).unwrap().1.is_some(), "the file is not there");
    std::fs::write(folder.path().join(&published.name), media.unwrap().bytes).unwrap();
    assert_eq!(publish(&source, &second).unwrap(), (published, None));
}

#[test]
fn what_cannot_be_published_says_why() {
    let none = KnownPictures::default();
    let why = |bytes: &[u8]| publish(bytes, &none).unwrap_err();
    assert_eq!(why(b"day khong phai la anh"), ImageError::Rejected(TakeError::NotAPicture));
    assert_eq!(why(&png(1, 1)), ImageError::TrackingPixel);
    let half = jpeg(600, 400, None);
    let half = &half[..half.len() / 2];
    assert!(matches!(why(half), ImageError::Rejected(TakeError::Damaged(_))));
}
