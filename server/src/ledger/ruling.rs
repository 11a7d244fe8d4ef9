//! What a ballot does to a vote and to the counters of its article: the same in every ledger.

use bantin_model::{RatingSummary, Slug, Stars};

use super::{Ballot, LAST_SEQUENCE, Verdict};

/// The counters of one article, as of a transaction that has them to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The article's number in the ledger.
    pub article: i64,
    /// Where the article stands now; the vote may be for an address it had before.
    pub slug: Slug,
    pub closed: bool,
    pub histogram: [u64; 5],
    /// Whether the counters differ from those in the ledger.
    pub is_changed: bool,
}

/// What is known of a reader's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    pub stars: Option<Stars>,
    pub sequence: u64,
}

/// What to do about a ballot.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    pub verdict: Verdict,
    /// The vote to be stored, and the stars that stood before; none where nothing changes.
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

    /// Rules on a ballot of a reader whose vote so far is `known`, and counts it.
    pub fn rule(&mut self, ballot: &Ballot, known: Option<Vote>, is_revoked: bool) -> Ruling {
        let only = |verdict| Ruling { verdict, stored: None };
        if is_revoked {
            return only(Verdict::Revoked);
        }
        // Also on a closed article: the answer to a vote that counted may have been lost.
        if let (Some(known), Some(sequence)) = (known, ballot.sequence)
            && sequence <= known.sequence
        {
            return only(Verdict::Counted(self.summary(Some(known))));
        }
        if self.closed {
            return only(Verdict::Closed);
        }
        let (old, last) = known.map_or((None, 0), |vote| (vote.stars, vote.sequence));
        let vote =
            Vote { stars: ballot.stars, sequence: ballot.sequence.unwrap_or(next_after(last)) };
        if old != vote.stars {
            self.histogram = bantin_model::rating::moved(self.histogram, old, vote.stars);
            self.is_changed = true;
        }
        let verdict = Verdict::Counted(self.summary(Some(vote)));
        Ruling { verdict, stored: Some((vote, old)) }
    }
}

/// The place of a vote that names none: after the last one. There is none beyond the last number that is exact in
/// every browser, so that votes share it.
fn next_after(last: u64) -> u64 {
    last.saturating_add(1).min(LAST_SEQUENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(stars: u8, sequence: Option<u64>) -> Ballot {
        let slug = Slug::new("a").unwrap();
        Ballot { sequence, ..Ballot::new(slug, [1; 16], Stars::new(stars).ok()) }
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
        let ruling = open.rule(&ballot(2, Some(8)), Some(vote(4, 7)), false);
        assert_eq!(ruling.stored, Some((vote(2, 8), Stars::new(4).ok())));
        assert_eq!((open.histogram, open.is_changed), ([0, 1, 0, 0, 0], true));
        let late = open.rule(&ballot(5, Some(8)), Some(vote(2, 8)), false);
        assert_eq!(late.stored, None);
        assert!(
            matches!(late.verdict, Verdict::Counted(summary) if summary.mine == Stars::new(2).ok())
        );
        assert_eq!(open.histogram, [0, 1, 0, 0, 0]);
    }

    #[test]
    fn the_same_stars_at_a_later_place_change_no_counter() {
        let mut open = tally(false);
        let ruling = open.rule(&ballot(4, None), Some(vote(4, 7)), false);
        assert_eq!(ruling.stored, Some((vote(4, 8), Stars::new(4).ok())));
        assert!(!open.is_changed);
    }

    #[test]
    fn after_the_last_place_there_is_none() {
        let mut open = tally(false);
        for last in [LAST_SEQUENCE, u64::MAX] {
            let ruling = open.rule(&ballot(2, None), Some(vote(4, last)), false);
            assert_eq!(ruling.stored, Some((vote(2, LAST_SEQUENCE), Stars::new(4).ok())));
        }
    }

    #[test]
    fn refusals_store_nothing() {
        for (closed, is_revoked, verdict) in
            [(true, false, Verdict::Closed), (false, true, Verdict::Revoked)]
        {
            let mut tally = tally(closed);
            let ruling = tally.rule(&ballot(2, Some(8)), Some(vote(4, 7)), is_revoked);
            assert_eq!((ruling.verdict, ruling.stored), (verdict, None));
            assert!(!tally.is_changed);
        }
    }
}
