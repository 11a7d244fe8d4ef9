//! The texts of a list that are not within its entries. They are in one place, and each is read with its entry.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

use super::raw::Raw;
use crate::error::EntryError;

/// Where the texts of a list are.
#[derive(Debug, Default)]
pub enum Texts {
    /// In its entries.
    #[default]
    InEntries,
    /// In the bytes of an export, as they came.
    Export(Vec<u8>),
    /// In a file without a name, which is gone once it is closed.
    File(File),
}

impl Texts {
    /// The HTML at `place` (in an export, that of the element there) without white space around it; empty when there is
    /// none.
    ///
    /// # Errors
    /// [`EntryError::Io`] when the file cannot be read.
    pub fn html(&self, place: Range<usize>) -> Result<String, EntryError> {
        match self {
            Self::InEntries => Ok(String::new()),
            Self::Export(bytes) => Ok(Self::read(bytes, place)),
            Self::File(file) => from(file, place).map_err(EntryError::Io),
        }
    }

    /// The HTML of the element at `place` of an export that is being read.
    pub fn read(export: &[u8], place: Range<usize>) -> String {
        let element = export.get(place).unwrap_or_default();
        Raw::of(element, 0, |_| true).into_text()
    }
}

fn from(mut file: &File, place: Range<usize>) -> io::Result<String> {
    file.seek(SeekFrom::Start(place.start as u64))?;
    let mut text = vec![0; place.len()];
    file.read_exact(&mut text)?;
    String::from_utf8(text).map_err(io::Error::other)
}
