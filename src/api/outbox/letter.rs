//! One vote on its way, and the order of them. Pure, so that it is tested without a browser.

use bantin_model::{Slug, Stars};

use crate::api::json;

/// Tabs that can vote in the same moment and still be told apart.
pub const TABS: u64 = 1024;

/// One vote on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub slug: Slug,
    /// `None` takes the vote back.
    pub stars: Option<Stars>,
    /// Its place among this reader's choices: of two votes on an article the higher counts, whichever
    /// arrives last.
    pub sequence: u64,
    /// When the reader chose, in milliseconds of the device's clock, which may be wrong.
    pub since: u64,
}

impl Letter {
    /// Reads what [`Letter::text`] wrote; `None` for anything else.
    pub fn parse(slug: Slug, text: &str) -> Option<Self> {
        let [sequence, stars, since] = *json::parse::<Vec<u64>>(text).ok()? else { return None };
        let stars = u8::try_from(stars).ok().and_then(|stars| Stars::new(stars).ok());
        Some(Self { slug, stars, sequence, since })
    }

    /// What is kept on the device, beside the slug.
    pub fn text(&self) -> String {
        let stars = self.stars.map_or(0, Stars::get);
        format!("[{},{stars},{}]", self.sequence, self.since)
    }

    /// Seconds since the reader chose; 0 when the clock was put back meanwhile.
    pub fn waited(&self, now: u64) -> u64 {
        now.saturating_sub(self.since) / 1000
    }
}

/// The place after `last`, in tab number `tab` (below [`TABS`]): two tabs that count up at the same
/// moment get different places, and everybody agrees which is the later.
pub fn after(last: u64, tab: u64) -> u64 {
    (last / TABS + 1) * TABS + tab
}

/// Puts `letter` in, unless a later one on the same article is there. Answers whether it is in.
pub fn put(letters: &mut Vec<Letter>, letter: Letter) -> bool {
    if of(letters, &letter.slug).is_some_and(|known| known.sequence >= letter.sequence) {
        return false;
    }
    letters.retain(|known| known.slug != letter.slug);
    letters.push(letter);
    true
}

/// The letter about an article.
pub fn of<'a>(letters: &'a [Letter], slug: &Slug) -> Option<&'a Letter> {
    letters.iter().find(|letter| letter.slug == *slug)
}

/// Takes `letter` out, unless a later one has replaced it. Answers whether it was there.
pub fn settle(letters: &mut Vec<Letter>, letter: &Letter) -> bool {
    let before = letters.len();
    letters.retain(|known| known.slug != letter.slug || known.sequence != letter.sequence);
    letters.len() < before
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn letter(slug: &str, stars: u8, sequence: u64) -> Letter {
        let slug = Slug::new(slug).unwrap();
        Letter { slug, stars: Stars::new(stars).ok(), sequence, since: 1000 }
    }

    #[test]
    fn the_last_choice_wins_whatever_comes_last() {
        let mut letters = Vec::new();
        assert!(put(&mut letters, letter("a", 2, 10)));
        assert!(put(&mut letters, letter("a", 5, 20)));
        assert!(!put(&mut letters, letter("a", 1, 15)));
        assert!(put(&mut letters, letter("b", 1, 5)));
        assert_eq!(letters, [letter("a", 5, 20), letter("b", 1, 5)]);
    }

    #[test]
    fn an_answer_to_an_older_vote_confirms_nothing() {
        let mut letters = vec![letter("a", 0, 20)];
        assert!(!settle(&mut letters, &letter("a", 2, 10)));
        assert!(settle(&mut letters, &letter("a", 0, 20)));
        assert!(letters.is_empty());
    }

    #[test]
    fn places_grow_and_tabs_differ() {
        let first = after(0, 7);
        assert!(after(first, 3) > first && after(first, 3) != after(first, 4));
        assert_eq!(after(first, 3).max(after(first, 4)), after(first, 4));
        // A thousand choices a second for a hundred years stay exact in every browser.
        const { assert!(TABS * 1000 * 86_400 * 365 * 100 < 1 << 53) };
    }

    #[test]
    fn what_is_kept_is_read_again_and_damage_is_survived() {
        for letter in [letter("a", 3, 10), letter("a", 0, 11)] {
            assert_eq!(Letter::parse(letter.slug.clone(), &letter.text()), Some(letter));
        }
        for damaged in ["", "1", "[1,2]", "[\"x\",2,3]", "[-1,2,3]", "{}"] {
            assert_eq!(Letter::parse(Slug::new("a").unwrap(), damaged), None, "{damaged}");
        }
    }

    #[test]
    fn a_clock_put_back_is_no_harm() {
        assert_eq!(letter("a", 3, 10).waited(0), 0);
        assert_eq!(letter("a", 3, 10).waited(4_999), 3);
    }
}
