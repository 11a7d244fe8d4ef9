//! The ledger: everything that readers did. Votes, counters, readings, keys of the service, and readers who are kept
//! out.
//!
//! A ledger is the one thing that is never lost and, with several servers, the one thing they share; articles
//! are copies that can be made again (ADR 10). Two keep it: [`crate::sqlite::embedded`][], in the server's own SQLite file,
//! and [`crate::postgres`]. What a vote request changes is decided in one place for both, [`tally`][].
//!
//! - [`vote_request`][], [`tally`][]: votes
//! - [`readings`][]: readings, counted in memory first
//! - [`audit`][]: the types that an audit of votes gives

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

/// How many votes [`Ledger::votes_of`] answers at most.
pub const VOTES_AT_ONCE: usize = 5000;

/// For how many days readings are kept: the seven that count for the most read, and today.
pub const READING_DAYS: i32 = 8;

/// The largest number of votes in one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group(pub usize);

impl Default for Group {
    fn default() -> Self {
        // Bounds how long the first vote waits for the last one.
        Self(1000)
    }
}

/// What readers did. A method that fails with [`StoreError`] has changed nothing, unless it says otherwise.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Stores a vote, together with others that wait; answers when it is on disk.
    async fn vote(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError>;

    /// The rating of an article, and the reader's own vote; `None` when there is no such article.
    async fn rating(
        &self,
        slug: &Slug,
        reader: Option<&ReaderId>,
    ) -> Result<Option<RatingSummary>, StoreError>;

    /// The rating of every article, in the order of slugs.
    async fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError>;

    /// At most [`VOTES_AT_ONCE`] votes on an article, in the order of their readers, from the one after `after` on.
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

    /// Patterns in the log of votes that are worth a look: at least `least` votes in an hour that belong together.
    async fn anomalies(&self, least: u64) -> Result<Vec<Anomaly>, StoreError>;

    /// Counts readings, once a reader, article and day, and answers which articles were read. Readings by readers who
    /// were revoked, and of articles that are gone, are not counted.
    async fn count_readings(&self, readings: &Readings) -> Result<Vec<Slug>, StoreError>;

    /// Deletes readings before `day` (`YYYY-MM-DD`) and log entries before `second` (Unix), some thousand at a time so
    /// that no vote waits long. Answers whether more is left.
    async fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError>;

    /// Deletes the votes, their log and the readings of articles withdrawn before `second` (Unix), some thousand at a
    /// time. Answers whether more is left.
    async fn prune_withdrawn(&self, second: i64) -> Result<bool, StoreError>;

    /// The keys that sign readers' tokens, newest first. Where there is none, `fresh` becomes the first.
    async fn signing_keys(&self, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError>;

    /// Signs with `fresh` from now on; tokens signed with older keys are still taken.
    async fn add_signing_key(&self, fresh: [u8; 32]) -> Result<(), StoreError>;

    /// Deletes every key but the newest, and answers how many. Tokens that they signed are no longer accepted.
    async fn drop_old_signing_keys(&self) -> Result<u64, StoreError>;

    /// The key that hashes address prefixes on `day` (`YYYY-MM-DD`, UTC): the one that is there, else `fresh`. Keys of
    /// other days are deleted, so that nobody can say what their hashes stood for.
    async fn daily_key(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError>;

    /// Accepts no votes and readings of this reader from now on. With `votes`, those already cast are removed as well;
    /// answers how many.
    async fn revoke(&self, reader: &ReaderId, votes: bool) -> Result<u64, StoreError>;

    /// Whether this reader was revoked.
    async fn is_revoked(&self, reader: &ReaderId) -> Result<bool, StoreError>;

    /// Takes one of the new readers that a network may have in every `span`, counted over all servers. `Err` is how
    /// long until the next one is allowed. The embedded ledger leaves the count to its only server, and answers `None`.
    async fn new_reader(
        &self,
        network: NetworkId,
        amount: u32,
        span: Duration,
    ) -> Result<Option<Result<(), Duration>>, StoreError>;

    /// A counter that every action of an operator advances. Running servers poll it, and read keys and articles again
    /// when it has grown.
    async fn revision(&self) -> Result<i64, StoreError>;

    /// Advances [`Ledger::revision`].
    async fn advance_revision(&self) -> Result<(), StoreError>;
}
