//! The texts of a list that its entries do not hold: all of them in one place, of which each is read when its entry is.

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
    /// In an export, in bytes as it came.
    Export(Vec<u8>),
    /// In a file that has no name, so that nothing is left of it.
    File(File),
}

impl Texts {
    /// The HTML at `place`, of an export that of the element there, without white space around it; empty when there is
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
