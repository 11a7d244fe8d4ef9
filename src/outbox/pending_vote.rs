//! One vote on its way, and the order of them. Pure, so that it is tested without a browser.

use bantin_model::{Slug, Stars};

use widgets_kit::Value;

use crate::reader::storage::Stored;

/// How many tabs can vote at the same moment and still get different numbers.
pub const TABS: u64 = 1024;

/// One vote on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingVote {
    pub slug: Slug,
    /// `None` takes the vote back.
    pub stars: Option<Stars>,
    /// Its number in this reader's order of votes: of two votes on an article the higher counts, whichever
    /// arrives last.
    pub sequence: u64,
    /// When the reader chose, in milliseconds of the device's clock, which may be wrong.
    pub since: u64,
}

impl PendingVote {
    /// The vote about `slug` that was kept.
    pub fn new(slug: Slug, kept: Kept) -> Self {
        let Kept { sequence, stars, since } = kept;
        Self { slug, stars: Stars::new(stars).ok(), sequence, since }
    }

    /// What is kept on the device, beside the slug.
    pub fn kept(&self) -> Kept {
        let stars = self.stars.map_or(0, Stars::get);
        Kept { sequence: self.sequence, stars, since: self.since }
    }

    /// Seconds since the reader chose; 0 when the clock was put back meanwhile.
    pub fn waited(&self, now: u64) -> u64 {
        now.saturating_sub(self.since) / 1000
    }
}

/// What the device keeps of a vote: `[sequence, stars, since]`, as the first version did. 0 stars take it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    sequence: u64,
    stars: u8,
    since: u64,
}

impl Stored for Kept {
    fn read(json: &str) -> Option<Self> {
        let [sequence, stars, since] = &*Value::parse(json)?.items()? else { return None };
        Some(Self { sequence: sequence.whole()?, stars: stars.small()?, since: since.whole()? })
    }

    fn json(&self) -> String {
        format!("[{},{},{}]", self.sequence, self.stars, self.since)
    }
}

/// The sequence number after `last`, in tab number `tab` (below [`TABS`]). Two tabs that count up at the same moment
/// get different numbers, and all tabs agree on which is the later.
pub fn after(last: u64, tab: u64) -> u64 {
    (last / TABS + 1) * TABS + tab
}

/// Puts `vote` in the queue, unless a later one on the same article is there. Answers whether it was put in.
pub fn put(votes: &mut Vec<PendingVote>, vote: PendingVote) -> bool {
    if of(votes, &vote.slug).is_some_and(|known| known.sequence >= vote.sequence) {
        return false;
    }
    votes.retain(|known| known.slug != vote.slug);
    votes.push(vote);
    true
}

/// The pending vote about an article.
pub fn of<'a>(votes: &'a [PendingVote], slug: &Slug) -> Option<&'a PendingVote> {
    votes.iter().find(|vote| vote.slug == *slug)
}

/// Takes `vote` out of the queue, unless a later one has replaced it. Answers whether it was there.
pub fn settle(votes: &mut Vec<PendingVote>, vote: &PendingVote) -> bool {
    let before = votes.len();
    votes.retain(|known| known.slug != vote.slug || known.sequence != vote.sequence);
    votes.len() < before
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn vote(slug: &str, stars: u8, sequence: u64) -> PendingVote {
        let slug = Slug::new(slug).unwrap();
        PendingVote { slug, stars: Stars::new(stars).ok(), sequence, since: 1000 }
    }

    #[test]
    fn the_last_choice_wins_whatever_comes_last() {
        let mut votes = Vec::new();
        assert!(put(&mut votes, vote("a", 2, 10)));
        assert!(put(&mut votes, vote("a", 5, 20)));
        assert!(!put(&mut votes, vote("a", 1, 15)));
        assert!(put(&mut votes, vote("b", 1, 5)));
        assert_eq!(votes, [vote("a", 5, 20), vote("b", 1, 5)]);
    }

    #[test]
    fn an_answer_to_an_older_vote_confirms_nothing() {
        let mut votes = vec![vote("a", 0, 20)];
        assert!(!settle(&mut votes, &vote("a", 2, 10)));
        assert!(settle(&mut votes, &vote("a", 0, 20)));
        assert!(votes.is_empty());
    }

    #[test]
    fn sequence_numbers_grow_and_tabs_differ() {
        let first = after(0, 7);
        assert!(after(first, 3) > first && after(first, 3) != after(first, 4));
        assert_eq!(after(first, 3).max(after(first, 4)), after(first, 4));
        // A thousand choices a second for a hundred years stay exact in every browser.
        const { assert!(TABS * 1000 * 86_400 * 365 * 100 < 1 << 53) };
    }

    #[test]
    fn what_is_kept_is_read_again_and_damage_is_survived() {
        for vote in [vote("a", 3, 10), vote("a", 0, 11)] {
            let kept = Kept::read(&vote.kept().json());
            assert_eq!(kept.map(|kept| PendingVote::new(vote.slug.clone(), kept)), Some(vote));
        }
        for damaged in ["", "1", "[1,2]", "[\"x\",2,3]", "[-1,2,3]", "[1,256,3]", "{}"] {
            assert_eq!(Kept::read(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn a_clock_put_back_is_no_harm() {
        assert_eq!(vote("a", 3, 10).waited(0), 0);
        assert_eq!(vote("a", 3, 10).waited(4_999), 3);
    }
}
