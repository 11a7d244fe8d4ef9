//! What the reader has saved, and what they have read: two lists of articles, kept on the device alone.
//!
//! A list is text, a line an article: slug, language, time of publication, headline, with tabs between. Most of what
//! is done to it needs no more than the slug.

use super::storage::{self, Persistence};

/// Articles kept in each list; the oldest go first.
const MOST: usize = 100;

/// One of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingList {
    Saved,
    /// In the order they were opened in.
    History,
}

impl ReadingList {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::History => "history",
        }
    }

    /// What is on it, the latest first.
    pub fn text(self) -> String {
        storage::get(self.key()).unwrap_or_default()
    }

    pub fn has(self, slug: &str) -> bool {
        self.text().lines().any(|line| slug_of(line) == slug)
    }

    /// Puts an article on top: its slug, and the rest of its line.
    pub fn put(self, slug: &str, rest: &str) -> Persistence {
        storage::set(self.key(), &with(&self.text(), slug, rest))
    }

    pub fn remove(self, slug: &str) {
        storage::set(self.key(), &without(&self.text(), slug));
    }

    pub fn clear(self) {
        storage::remove(self.key());
    }

    /// Whether a change under this full key of the storage is about this list.
    pub fn is_about(self, key: Option<&str>) -> bool {
        key.is_none_or(|key| key == storage::full_key(self.key()))
    }
}

/// The fields of a line: slug, BCP 47, RFC 3339, headline. `None` when it was damaged.
pub fn fields(line: &str) -> Option<[&str; 4]> {
    let (slug, rest) = line.split_once('\t')?;
    let (lang, rest) = rest.split_once('\t')?;
    let (published, title) = rest.split_once('\t')?;
    Some([slug, lang, published, title])
}

fn slug_of(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(slug, _)| slug)
}

/// The lines of `text` but for the article `slug`.
pub fn without(text: &str, slug: &str) -> String {
    let mut out = String::new();
    for line in text.lines().filter(|line| slug_of(line) != slug).take(MOST) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn with(text: &str, slug: &str, rest: &str) -> String {
    let all = [slug, "\t", rest, "\n", &without(text, slug)].concat();
    // No more than there may be.
    without(&all, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const AT: &str = "2023-08-11T11:50:00+07:00";

    #[test]
    fn the_latest_comes_first_and_once() {
        let text = with("a\tvi\t2023\tA\nb\tvi\t2023\tB\n", "b", &format!("vi\t{AT}\tB mới"));
        assert_eq!(text, format!("b\tvi\t{AT}\tB mới\na\tvi\t2023\tA\n"));
        assert_eq!(text.lines().next().and_then(fields), Some(["b", "vi", AT, "B mới"]));
        assert_eq!(without(&text, "b"), "a\tvi\t2023\tA\n");
    }

    #[test]
    fn what_is_damaged_is_no_article() {
        assert_eq!(["", "b", "b\tvi", "b\tvi\t2023"].map(fields), [None; 4]);
    }

    #[test]
    fn the_oldest_make_room() {
        let mut text = String::new();
        for number in 0..=MOST {
            text = with(&text, &format!("s{number}"), "vi\t2023\tt");
        }
        assert_eq!(text.lines().count(), MOST);
        assert_eq!(text.lines().last().map(slug_of), Some("s1"));
    }
}
