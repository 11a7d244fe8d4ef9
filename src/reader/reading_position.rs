//! How far the reader came in each article, so that they can go on from there on another visit. Kept on the device
//! alone, for the last [`MAX_ARTICLES`] articles that were begun and not finished.

use bantin_model::{Slug, lenient};
use serde::{Deserialize, Serialize};

use super::moved;
use super::storage::{Document, Key, NotKept};

/// How many articles are remembered.
const MAX_ARTICLES: usize = 50;
/// In thousandths of an article: below `BEGUN` it was hardly begun, and above the next number it was read.
const BEGUN: u32 = 100;
const FINISHED: u32 = 950;

const KEY: Key<'static, Positions> = Key::new("places");

/// Where the reader stopped in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    slug: Slug,
    /// Thousandths of its body.
    at: u32,
}

/// Positions, newest last. One that was damaged is left out, and the others stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Positions(#[serde(deserialize_with = "lenient::readable")] Vec<Position>);

impl Document for Positions {}

impl Positions {
    pub(super) fn note(&mut self, slug: &Slug, at: u32) {
        self.0.retain(|known| known.slug != *slug);
        if (BEGUN..FINISHED).contains(&at) {
            self.0.push(Position { slug: slug.clone(), at });
        }
        let old = self.0.len().saturating_sub(MAX_ARTICLES);
        self.0.drain(..old);
    }

    /// The article at `from` is at `to` from now on; a position that is known at `to` is the later one.
    fn rename(&mut self, from: &Slug, to: &Slug) {
        moved::rename(&mut self.0, |known| &mut known.slug, from, to);
    }
}

/// The position where the reader stopped, in thousandths of the article's body.
pub fn of(slug: &Slug) -> Option<u32> {
    let positions = KEY.get()?;
    positions.0.into_iter().find(|known| known.slug == *slug).map(|known| known.at)
}

/// Notes that the reader has come this far.
pub fn note(slug: &Slug, at: u32) {
    // A position that cannot be kept holds as long as the page is open.
    let _ = change(|positions| positions.note(slug, at));
}

/// The article at `from` is at `to` from now on.
pub fn rename(from: &Slug, to: &Slug) {
    let _ = change(|positions| positions.rename(from, to));
}

/// # Errors
/// Why it is gone when the page is closed.
pub(super) fn change(change: impl FnOnce(&mut Positions)) -> Result<(), NotKept> {
    let before = KEY.get().unwrap_or_default();
    let mut now = before.clone();
    change(&mut now);
    if now.0.is_empty() {
        KEY.forget();
    } else if now != before {
        return KEY.set(&now);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reader::storage::Stored;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn slug(name: &str) -> Slug {
        Slug::new(name).unwrap()
    }

    #[test]
    fn only_what_was_begun_and_not_finished_is_remembered() {
        let text = r#"[{"slug":"a","at":300},{"slug":"b"},5,{"slug":"b","at":"x"}]"#;
        let mut positions = Positions::read(text).unwrap();
        assert_eq!(positions.json(), r#"[{"slug":"a","at":300}]"#);
        positions.note(&slug("b"), 20);
        positions.note(&slug("c"), 500);
        positions.note(&slug("a"), 700);
        assert_eq!(positions.json(), r#"[{"slug":"c","at":500},{"slug":"a","at":700}]"#);
        positions.note(&slug("c"), 980);
        assert_eq!(positions.json(), r#"[{"slug":"a","at":700}]"#);
    }

    #[test]
    fn a_position_follows_its_article() {
        let mut positions = Positions::default();
        positions.note(&slug("a"), 300);
        positions.note(&slug("b"), 400);
        positions.rename(&slug("a"), &slug("c"));
        assert_eq!(positions.json(), r#"[{"slug":"c","at":300},{"slug":"b","at":400}]"#);
        positions.rename(&slug("c"), &slug("b"));
        positions.rename(&slug("b"), &slug("b"));
        assert_eq!(positions.json(), r#"[{"slug":"b","at":400}]"#);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut positions = Positions::default();
        for number in 0..MAX_ARTICLES + 2 {
            positions.note(&slug(&format!("s{number}")), 200);
        }
        assert_eq!((positions.0.len(), &positions.0[0].slug), (MAX_ARTICLES, &slug("s2")));
    }
}
