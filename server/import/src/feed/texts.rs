//! The texts of a list that its entries do not hold: all of them in one place, of which each is read when its entry is.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use super::item::Item;
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

/// The texts of a site that is read page by page, which has more of them than fit into memory.
pub struct Spool {
    file: File,
    length: usize,
}

impl Spool {
    /// An empty one in `folder`, or where the system keeps what is for a while.
    ///
    /// # Errors
    /// Those of making a file.
    pub fn new(folder: Option<&Path>) -> io::Result<Self> {
        let file = match folder {
            Some(folder) => tempfile::tempfile_in(folder),
            None => tempfile::tempfile(),
        };
        Ok(Self { file: file?, length: 0 })
    }

    /// Takes the HTML out of `item`, which says from now on where it is.
    ///
    /// # Errors
    /// Those of writing a file.
    pub fn take(&mut self, item: &mut Item) -> io::Result<()> {
        let Ok(entry) = &mut item.entry else { return Ok(()) };
        let Some(content) = &mut entry.content else { return Ok(()) };
        let is_html = content.content_type.as_str() == "text/html";
        let there_is_one = |text: &mut String| is_html && !text.trim().is_empty();
        let Some(text) = content.body.take_if(there_is_one) else { return Ok(()) };
        self.file.write_all(text.as_bytes())?;
        let end = self.length + text.len();
        item.more.text = Some(self.length..end);
        self.length = end;
        Ok(())
    }

    /// All that it took.
    pub fn into_texts(self) -> Texts {
        Texts::File(self.file)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::date::Dates;
    use crate::feed::item::More;
    use crate::feed::json::entry_of;

    #[test]
    fn each_text_comes_back_as_it_was() {
        let dates = Dates::new(jiff::tz::TimeZone::UTC, "vi");
        let written = ["<p>Chiều 10-8, sóng vượt kè.</p>", "<p>Sáng</p>", "<p>Đêm</p>"];
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(Some(folder.path())).unwrap();
        let item = |html: &&str| {
            let entry = entry_of(json!({ "id": "1", "content_html": html }), &dates);
            let mut item = Item { line: None, entry, more: More::default() };
            spool.take(&mut item).unwrap();
            item.more.text.unwrap()
        };
        let places: Vec<Range<usize>> = written.iter().map(item).collect();
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is left");
        let texts = spool.into_texts();
        // The last one first: they are read in any order.
        for (place, html) in places.into_iter().zip(written).rev() {
            assert_eq!(texts.html(place).unwrap(), html);
        }
        assert!(texts.html(1000..1010).is_err(), "what is cut off is no text");
    }
}
