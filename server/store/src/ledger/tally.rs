//! Decides what a vote request changes: the reader's stored vote, and the counters of the article. Both ledgers use it.

use bantin_model::{RatingSummary, Slug, Stars};

use super::{LAST_SEQUENCE, VoteOutcome, VoteRequest};

/// The counters of one article, read in a transaction that nobody else changes them in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The article's number in the ledger.
    pub article: i64,
    /// The present address of the article; the vote may be for an earlier one.
    pub slug: Slug,
    pub closed: bool,
    pub histogram: [u64; 5],
    /// Whether the counters differ from those in the ledger.
    pub is_changed: bool,
}

/// The stored vote of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    pub stars: Option<Stars>,
    pub sequence: u64,
}

/// The result of a vote request: the answer, and what is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct AppliedVote {
    pub outcome: VoteOutcome,
    /// The vote to store, and the stars of the vote before it; `None` where nothing changes.
    pub stored: Option<(Vote, Option<Stars>)>,
}

impl Tally {
    /// The rating, with the reader's own vote.
    pub fn summary(&self, mine: Option<Vote>) -> RatingSummary {
        RatingSummary {
            closed: self.closed,
            sequence: mine.map(|vote| vote.sequence),
            ..RatingSummary::of(self.slug.clone(), self.histogram, mine.and_then(|vote| vote.stars))
        }
    }

    /// Decides a vote request of a reader whose stored vote is `known`, and changes the counters.
    pub fn apply_vote(
        &mut self,
        request: &VoteRequest,
        known: Option<Vote>,
        is_revoked: bool,
    ) -> AppliedVote {
        let only = |outcome| AppliedVote { outcome, stored: None };
        if is_revoked {
            return only(VoteOutcome::Revoked);
        }
        // This holds on a closed article too: the answer to a vote that was counted may have been lost.
        if let (Some(known), Some(sequence)) = (known, request.sequence)
            && sequence <= known.sequence
        {
            return only(VoteOutcome::Counted(self.summary(Some(known))));
        }
        if self.closed {
            return only(VoteOutcome::Closed);
        }
        let (old, last) = known.map_or((None, 0), |vote| (vote.stars, vote.sequence));
        let vote =
            Vote { stars: request.stars, sequence: request.sequence.unwrap_or(next_after(last)) };
        if old != vote.stars {
            self.histogram = bantin_model::rating::moved(self.histogram, old, vote.stars);
            self.is_changed = true;
        }
        let outcome = VoteOutcome::Counted(self.summary(Some(vote)));
        AppliedVote { outcome, stored: Some((vote, old)) }
    }
}

/// The sequence number for a vote that has none: the one after the last. It stops at the last number that is exact in
/// every browser, which votes then share.
fn next_after(last: u64) -> u64 {
    last.saturating_add(1).min(LAST_SEQUENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(stars: u8, sequence: Option<u64>) -> VoteRequest {
        let slug = Slug::new("a").unwrap();
        VoteRequest { sequence, ..VoteRequest::new(slug, [1; 16], Stars::new(stars).ok()) }
    }

    fn vote(stars: u8, sequence: u64) -> Vote {
        Vote { stars: Stars::new(stars).ok(), sequence }
    }

    fn tally(closed: bool) -> Tally {
        let slug = Slug::new("a").unwrap();
        Tally { article: 1, slug, closed, histogram: [0, 0, 0, 1, 0], is_changed: false }
    }

    #[test]
    fn a_later_choice_is_stored_and_counted_and_an_earlier_one_answered() {
        let mut open = tally(false);
        let applied = open.apply_vote(&request(2, Some(8)), Some(vote(4, 7)), false);
        assert_eq!(applied.stored, Some((vote(2, 8), Stars::new(4).ok())));
        assert_eq!((open.histogram, open.is_changed), ([0, 1, 0, 0, 0], true));
        let late = open.apply_vote(&request(5, Some(8)), Some(vote(2, 8)), false);
        assert_eq!(late.stored, None);
        assert!(
            matches!(late.outcome, VoteOutcome::Counted(summary) if summary.mine == Stars::new(2).ok())
        );
        assert_eq!(open.histogram, [0, 1, 0, 0, 0]);
    }

    #[test]
    fn the_same_stars_at_a_later_place_change_no_counter() {
        let mut open = tally(false);
        let applied = open.apply_vote(&request(4, None), Some(vote(4, 7)), false);
        assert_eq!(applied.stored, Some((vote(4, 8), Stars::new(4).ok())));
        assert!(!open.is_changed);
    }

    #[test]
    fn after_the_last_place_there_is_none() {
        let mut open = tally(false);
        for last in [LAST_SEQUENCE, u64::MAX] {
            let applied = open.apply_vote(&request(2, None), Some(vote(4, last)), false);
            assert_eq!(applied.stored, Some((vote(2, LAST_SEQUENCE), Stars::new(4).ok())));
        }
    }

    #[test]
    fn refusals_store_nothing() {
        for (closed, is_revoked, outcome) in
            [(true, false, VoteOutcome::Closed), (false, true, VoteOutcome::Revoked)]
        {
            let mut tally = tally(closed);
            let applied = tally.apply_vote(&request(2, Some(8)), Some(vote(4, 7)), is_revoked);
            assert_eq!((applied.outcome, applied.stored), (outcome, None));
            assert!(!tally.is_changed);
        }
    }
}
