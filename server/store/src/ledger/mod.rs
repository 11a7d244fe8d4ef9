//! The ledger: what readers did. Votes, counters, readings, keys, who is kept out.
//!
//! A ledger is the one thing that is never lost and, with several servers, the one thing they share; articles
//! are copies that can be made again (ADR 10). Two keep it: [`crate::sqlite::embedded`][], in the server's own SQLite file,
//! and [`crate::postgres`]. What a vote request changes is decided in one place for both, [`tally`][].
//!
//! - [`vote_request`][], [`tally`][]: votes
//! - [`readings`][]: readings, counted in memory first
//! - [`audit`][]: what an audit sees

mod audit;
pub mod readings;
pub mod tally;
mod vote_request;

use std::time::Duration;

use async_trait::async_trait;
use bantin_model::{RatingSummary, Slug};

pub use audit::{Anomaly, CastVote, ClosedBy, SigningKey};
pub use readings::Readings;
pub use vote_request::{LAST_SEQUENCE, NetworkId, ReaderId, VoteOutcome, VoteRequest};

use crate::store_error::StoreError;

/// Votes that [`Ledger::votes_of`] answers at once.
pub const VOTES_AT_ONCE: usize = 5000;

/// Days of readings that are kept: those that the most read of seven days is made of, and today.
pub const READING_DAYS: i32 = 8;

/// How many votes one transaction takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group(pub usize);

impl Default for Group {
    fn default() -> Self {
        // Bounds how long the first of them waits for the last.
        Self(1000)
    }
}

/// What readers did. Every method fails with [`StoreError`] and has changed nothing then, unless it says
/// otherwise.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Stores a vote together with whatever other votes wait; answers when it is on disk.
    async fn vote(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError>;

    /// The rating of an article, and the reader's own vote; `None` when there is no such article.
    async fn rating(
        &self,
        slug: &Slug,
        reader: Option<&ReaderId>,
    ) -> Result<Option<RatingSummary>, StoreError>;

    /// Every article's rating, by slug.
    async fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError>;

    /// The votes on an article by reader, at most [`VOTES_AT_ONCE`] of them, those after `after`.
    async fn votes_of(
        &self,
        slug: &Slug,
        after: Option<ReaderId>,
    ) -> Result<Vec<CastVote>, StoreError>;

    /// Articles whose counters differ from their votes; empty unless something is broken.
    async fn miscounted(&self) -> Result<Vec<String>, StoreError>;

    /// Counts the votes of every article again; answers the articles whose counters were wrong.
    async fn recount(&self) -> Result<Vec<String>, StoreError>;

    /// Takes every vote of an article out; answers how many, `None` when there is no such article.
    async fn reset(&self, slug: &Slug) -> Result<Option<u64>, StoreError>;

    /// Closes an article to votes, or opens it; false when there is none of that name.
    async fn set_closed(&self, slug: &Slug, by: Option<ClosedBy>) -> Result<bool, StoreError>;

    /// What is odd in the log of votes: at least `least` votes in an hour that belong together.
    async fn anomalies(&self, least: u64) -> Result<Vec<Anomaly>, StoreError>;

    /// Counts readings, once a reader, article and day, and answers which articles were read. Those of
    /// readers who were revoked and of articles that are gone count nothing.
    async fn count_readings(&self, readings: &Readings) -> Result<Vec<Slug>, StoreError>;

    /// Forgets readings before `day` (`YYYY-MM-DD`) and log entries before `second` (Unix), some thousand
    /// at a time, so that no vote waits long behind it; answers whether more is left.
    async fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError>;

    /// Forgets the votes, their log and the readings of articles withdrawn before `second` (Unix), some thousand at
    /// a time; answers whether more is left.
    async fn prune_withdrawn(&self, second: i64) -> Result<bool, StoreError>;

    /// The keys that sign readers' tokens, the newest first; `fresh` becomes the first one where there is
    /// none.
    async fn signing_keys(&self, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError>;

    /// Signs with `fresh` from now on; tokens signed with older keys are still taken.
    async fn add_signing_key(&self, fresh: [u8; 32]) -> Result<(), StoreError>;

    /// Forgets every key but the newest, and answers how many: tokens signed with them are taken no more.
    async fn drop_old_signing_keys(&self) -> Result<u64, StoreError>;

    /// The key that hashes address prefixes on `day` (`YYYY-MM-DD`, UTC): `fresh`, unless there is one.
    /// Other days' keys are thrown away, and with them what their hashes meant.
    async fn daily_key(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError>;

    /// Takes no votes and readings of this reader from now on. With `votes`, those already cast are taken
    /// out as well; answers how many were.
    async fn revoke(&self, reader: &ReaderId, votes: bool) -> Result<u64, StoreError>;

    /// Whether this reader was revoked.
    async fn is_revoked(&self, reader: &ReaderId) -> Result<bool, StoreError>;

    /// Takes one of the new readers that a network may have in every `span`, all servers together;
    /// `Err` is how long until there is room for one. The embedded ledger leaves it to the one server that
    /// it has, and answers `None`.
    async fn new_reader(
        &self,
        network: NetworkId,
        amount: u32,
        span: Duration,
    ) -> Result<Option<Result<(), Duration>>, StoreError>;

    /// A counter that every operator action advances; running servers poll it, to read keys and articles again when it
    /// has grown.
    async fn revision(&self) -> Result<i64, StoreError>;

    /// Makes [`Ledger::revision`] grow.
    async fn advance_revision(&self) -> Result<(), StoreError>;
}
