//! Pictures that are taken, and what comes of them.
//!
//! - `samples`: pictures of each kind; `published`: what is published of one; `refused`: what is not taken

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod published;
mod refused;
mod samples;

use image::DynamicImage;

use super::*;
use samples::PLACE;

fn names_a_place(bytes: &[u8]) -> bool {
    bytes.windows(PLACE.len()).any(|part| part == PLACE)
        || bytes.windows(9).any(|part| part == b"GPS-PLACE")
}

fn taken(bytes: &[u8]) -> PublishedPicture {
    let taken = take(bytes).unwrap();
    assert!(!names_a_place(&taken.bytes));
    assert_eq!(take(&taken.bytes).as_ref(), Ok(&taken), "what is published is published as it is");
    taken
}

fn size(taken: &PublishedPicture) -> (&'static str, u32, u32) {
    (taken.extension, taken.width, taken.height)
}

/// The colour at a place of a picture as it is shown.
fn colour(bytes: &[u8], x: u32, y: u32) -> [u8; 3] {
    let picture: DynamicImage = image::load_from_memory(bytes).unwrap();
    picture.into_rgb8().get_pixel(x, y).0
}
