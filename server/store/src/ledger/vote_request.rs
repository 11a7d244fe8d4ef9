//! A reader's choice, and what became of it.

use bantin_model::{RatingSummary, Slug, Stars};

/// A reader as the ledger knows one: random, from the token.
pub type ReaderId = [u8; 16];

/// Where a vote came from: the address prefix, hashed with a key that is thrown away every day.
pub type NetworkId = [u8; 8];

/// The last place a vote may have, 2^53 − 1: whole numbers up to here are exact in every browser.
pub const LAST_SEQUENCE: u64 = 9_007_199_254_740_991;

/// A reader's choice on its way into the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteRequest {
    pub slug: Slug,
    pub reader: ReaderId,
    /// `None` takes the vote back.
    pub stars: Option<Stars>,
    /// Its place among the reader's choices on this article; without one it comes after all before it.
    pub sequence: Option<u64>,
    pub network: Option<NetworkId>,
}

impl VoteRequest {
    /// A choice that comes after all before it.
    pub fn new(slug: Slug, reader: ReaderId, stars: Option<Stars>) -> Self {
        Self { slug, reader, stars, sequence: None, network: None }
    }
}

/// How a vote request was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum VoteOutcome {
    /// It counts, or a later one of the same reader does: the rating after it.
    Counted(RatingSummary),
    NoArticle,
    /// The article takes no votes any more.
    Closed,
    /// The reader's votes are not taken any more.
    Revoked,
}
