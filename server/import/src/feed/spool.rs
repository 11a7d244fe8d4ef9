//! Keeps the texts of a site that is read page by page, in a file until all pages are read.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::item::Item;
use super::texts::Texts;

/// The texts of a site that is read page by page; they may not fit into memory.
pub struct Spool {
    file: File,
    length: usize,
}

impl Spool {
    /// An empty spool in `folder`, or in the system's folder for temporary files.
    ///
    /// # Errors
    /// Of making the file.
    pub fn new(folder: Option<&Path>) -> io::Result<Self> {
        let file = match folder {
            Some(folder) => tempfile::tempfile_in(folder),
            None => tempfile::tempfile(),
        };
        Ok(Self { file: file?, length: 0 })
    }

    /// Moves the HTML of `item` to the file, and notes its place in the item.
    ///
    /// # Errors
    /// Of writing the file.
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

    /// All texts.
    pub fn into_texts(self) -> Texts {
        Texts::File(self.file)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ops::Range;

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
