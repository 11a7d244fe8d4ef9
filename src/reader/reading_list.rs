//! The articles that the reader saved, and those that they read: two lists, kept on the device alone.

use bantin_model::{Slug, lenient};
use serde::{Deserialize, Serialize};

use super::moved;
use super::storage::{Document, Key, NotKept};

/// How many articles each list keeps; the oldest are dropped first.
const MOST: usize = 100;

/// An article on a list, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub slug: Slug,
    /// BCP 47.
    pub lang: String,
    /// RFC 3339.
    pub published: String,
    pub title: String,
}

/// The articles of a list, newest first. An entry that was damaged is left out, and the others stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entries(#[serde(deserialize_with = "lenient::readable")] pub Vec<Entry>);

impl Document for Entries {}

impl Entries {
    /// Puts an article on top; one that was on the list moves there.
    pub fn put(&mut self, entry: Entry) {
        self.remove(&entry.slug);
        self.0.insert(0, entry);
        self.0.truncate(MOST);
    }

    pub fn remove(&mut self, slug: &Slug) {
        self.0.retain(|known| known.slug != *slug);
    }

    pub fn has(&self, slug: &Slug) -> bool {
        self.0.iter().any(|known| known.slug == *slug)
    }

    /// The article at `from` is at `to` from now on. Where the list has it under both, it stays where `to` is.
    fn rename(&mut self, from: &Slug, to: &Slug) {
        moved::rename(&mut self.0, |known| &mut known.slug, from, to);
    }

    /// The list without the articles that `others` has as well.
    pub fn without(mut self, others: &Self) -> Self {
        self.0.retain(|own| others.0.iter().all(|other| other.slug != own.slug));
        self
    }
}

/// One of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingList {
    Saved,
    /// The articles that were read, in the order they were opened.
    History,
}

impl ReadingList {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::History => "history",
        }
    }

    fn key(self) -> Key<'static, Entries> {
        Key::new(self.name())
    }

    pub fn entries(self) -> Entries {
        self.key().get().unwrap_or_default()
    }

    pub fn has(self, slug: &Slug) -> bool {
        self.entries().has(slug)
    }

    /// Puts an article on top.
    ///
    /// # Errors
    /// Why it is gone when the page is closed.
    pub fn put(self, entry: Entry) -> Result<(), NotKept> {
        let mut entries = self.entries();
        entries.put(entry);
        self.keep(&entries)
    }

    pub fn remove(self, slug: &Slug) {
        let mut entries = self.entries();
        entries.remove(slug);
        // Where nothing can be kept, the list is gone on the next visit anyway.
        let _ = self.keep(&entries);
    }

    /// The article at `from` is at `to` from now on.
    pub fn rename(self, from: &Slug, to: &Slug) {
        let mut entries = self.entries();
        if entries.has(from) {
            entries.rename(from, to);
            let _ = self.keep(&entries);
        }
    }

    pub(super) fn keep(self, entries: &Entries) -> Result<(), NotKept> {
        self.key().set(entries)
    }

    pub fn clear(self) {
        self.key().forget();
    }

    /// Whether a change under this full key of the storage is about this list.
    pub fn is_about(self, full_key: Option<&str>) -> bool {
        self.key().is_about(full_key)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reader::storage::Stored;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn entry(slug: &str, title: &str) -> Entry {
        let published = "2023-08-11T11:50:00+07:00".to_owned();
        Entry {
            slug: Slug::new(slug).unwrap(),
            lang: "vi".to_owned(),
            published,
            title: title.to_owned(),
        }
    }

    fn entries(all: &[(&str, &str)]) -> Entries {
        Entries(all.iter().map(|(slug, title)| entry(slug, title)).collect())
    }

    #[test]
    fn the_latest_comes_first_and_once() {
        let mut all = entries(&[("a", "A"), ("b", "B")]);
        all.put(entry("b", "B mới"));
        assert_eq!(all, entries(&[("b", "B mới"), ("a", "A")]));
        assert_eq!(all.clone().without(&entries(&[("b", "")])), entries(&[("a", "A")]));
        all.remove(&entry("b", "").slug);
        assert_eq!(all, entries(&[("a", "A")]));
    }

    #[test]
    fn an_article_that_moves_stays_where_it_is_on_the_list_and_is_there_once() {
        let slug = |name: &str| entry(name, "").slug;
        let mut all = entries(&[("a", "A"), ("b", "B"), ("c", "C")]);
        all.rename(&slug("b"), &slug("d"));
        assert_eq!(all, entries(&[("a", "A"), ("d", "B"), ("c", "C")]));
        all.rename(&slug("c"), &slug("a"));
        assert_eq!(all, entries(&[("a", "A"), ("d", "B")]));
        all.rename(&slug("nowhere"), &slug("e"));
        all.rename(&slug("a"), &slug("a"));
        assert_eq!(all, entries(&[("a", "A"), ("d", "B")]));
    }

    #[test]
    fn a_list_is_read_as_it_was_written_but_for_what_is_damaged() {
        let all = entries(&[("a", "\"A\"\t\n"), ("b", "<B>")]);
        assert_eq!(Entries::read(&all.json()), Some(all));
        let first =
            r#"{"slug":"a","lang":"vi","published":"2023-08-11T11:50:00+07:00","title":"A"}"#;
        let damaged =
            format!(r#"[5,{first},{{"slug":"b"}},null,{}]"#, first.replace("\"a\"", "\"../\""));
        assert_eq!(Entries::read(&damaged), Some(entries(&[("a", "A")])));
        assert_eq!(["", "{}", "a\tvi\t2023\tA\n"].map(Entries::read), [const { None }; 3]);
    }

    #[test]
    fn the_oldest_make_room() {
        let mut all = Entries::default();
        for number in 0..=MOST {
            all.put(entry(&format!("s{number}"), "t"));
        }
        assert_eq!((all.0.len(), all.0.last().unwrap().slug.as_str()), (MOST, "s1"));
    }
}
