//! A reader's choice, and how it was answered.

use bantin_model::{RatingSummary, Slug, Stars};

/// A reader as the ledger knows them: random bytes from their token.
pub type ReaderId = [u8; 16];

/// The network that a vote came from: the address prefix, hashed with a key that is deleted after a day.
pub type NetworkId = [u8; 8];

/// The last sequence number, 2^53 − 1: whole numbers up to here are exact in every browser.
pub const LAST_SEQUENCE: u64 = 9_007_199_254_740_991;

/// A reader's choice on its way into the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteRequest {
    pub slug: Slug,
    pub reader: ReaderId,
    /// `None` takes the vote back.
    pub stars: Option<Stars>,
    /// Its number in the reader's order of votes; without one, it comes after all before it.
    pub sequence: Option<u64>,
    pub network: Option<NetworkId>,
}

impl VoteRequest {
    /// A vote that comes after all before it.
    pub fn new(slug: Slug, reader: ReaderId, stars: Option<Stars>) -> Self {
        Self { slug, reader, stars, sequence: None, network: None }
    }
}

/// How a vote request was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum VoteOutcome {
    /// It counts, or a later vote of the same reader does; the rating is the one after it.
    Counted(RatingSummary),
    NoArticle,
    /// The article takes no votes any more.
    Closed,
    /// The reader's votes are not taken any more.
    Revoked,
}
