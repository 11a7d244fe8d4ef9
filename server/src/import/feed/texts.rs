//! The texts of an export: one copy of all of them, of which each is read when its post is.

use std::ops::Range;

use super::raw::Raw;

/// An export as it came.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
}

impl Texts {
    /// Those in `bytes`, a whole export.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The HTML of the element at `place`, without white space around it; empty when there is none.
    pub fn html(&self, place: Range<usize>) -> String {
        Self::read(&self.bytes, place)
    }

    /// As [`Texts::html`], of an export that is being read.
    pub fn read(export: &[u8], place: Range<usize>) -> String {
        let element = export.get(place).unwrap_or_default();
        Raw::of(element, 0, |_| true).into_text()
    }
}
