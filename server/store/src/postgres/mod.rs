//! A ledger in PostgreSQL, which any number of servers share, and the feed of what they publish.
//!
//! Everything about one article is in rows keyed by its id, which is a hash of its slug. So no statement needs to look
//! it up, and tables can be sharded by it (docs/deploy.md).
//!
//! - [`address`][]: the address, and connections
//! - [`migrations`][]: the schema
//! - [`queue`][], [`votes`][]: votes, several transactions of many at once
//! - [`audit`][], [`keys`][], [`readings`][]: the rest of the ledger
//! - [`origins`][]: by what its source knows an article; [`standing`][]: withdrawing and bringing back
//! - [`followed`][]: sources that are followed
//! - [`feed`][]: what the newsroom publishes, for servers to follow; [`counters`][]: what they copy of the counters

mod address;
mod audit;
mod counters;
pub mod feed;
mod followed;
mod keys;
pub mod migrations;
mod origins;
mod queue;
mod readings;
mod standing;
mod votes;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bantin_model::{RatingSummary, Slug};
use deadpool_postgres::Pool;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use address::{Address, AddressError};

use crate::ledger::{
    Anomaly, CastVote, ClosedBy, Group, Ledger, NetworkId, ReaderId, Readings, SigningKey,
    VoteOutcome, VoteRequest,
};
use crate::sqlite::StoreError;
use crate::watched::{self, Part, Watched};
use queue::Queue;
use votes::VoteWriter;

/// How many transactions with votes run at once: while one waits for the disk, or for an article that another server
/// holds, the others go on.
const WORKERS: usize = 3;

/// SQL: the number of the transaction that writes.
const NOW: &str = "pg_current_xact_id()::text::bigint";

/// SQL: whether an article is public, by the database's clock.
const PUBLIC: &str = "withdrawn IS NULL AND due <= extract(epoch FROM now())
    AND (expires IS NULL OR expires > extract(epoch FROM now()))";

/// An article's number: the first eight bytes of its slug's SHA-256.
pub fn article_id(slug: &Slug) -> i64 {
    let hash = Sha256::digest(slug.as_str());
    hash.iter().take(8).fold(0, |id: i64, byte| id << 8 | i64::from(*byte))
}

fn slug_of(text: &str) -> Result<Slug, StoreError> {
    Slug::new(text.to_owned()).map_err(|error| StoreError::Stored(error.to_string()))
}

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A PostgreSQL in use by one server or command.
pub struct Postgres {
    pool: Pool,
    queue: Arc<Queue>,
    watched: Watched,
    /// Stopped when this is dropped.
    _workers: JoinSet<()>,
    _stop: watch::Sender<bool>,
}

impl Postgres {
    /// Connects, and brings the schema up to date.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub async fn open(address: &Address, group: Group) -> Result<Self, PostgresError> {
        Self::open_watched(address, group, Watched::default()).await
    }

    /// As [`Postgres::open`], with its workers watched together with everything else of a server.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub async fn open_watched(
        address: &Address,
        group: Group,
        watched: Watched,
    ) -> Result<Self, PostgresError> {
        let pool = address.pool()?;
        let mut client = pool.get().await.map_err(StoreError::from)?;
        migrations::migrate(&mut client).await?;
        let row = client.query_one("SHOW synchronous_commit", &[]).await;
        if row.map_err(StoreError::from)?.get::<_, &str>(0) == "off" {
            tracing::warn!("synchronous_commit is off: a crash of the database loses votes");
        }
        drop(client);
        let queue = Arc::new(Queue::new(group));
        let said = Arc::default();
        let mut workers = JoinSet::new();
        let (stop, stopped) = watch::channel(false);
        for _ in 0..WORKERS {
            let votes = VoteWriter {
                pool: pool.clone(),
                queue: Arc::clone(&queue),
                watched: watched.clone(),
                said: Arc::clone(&said),
            };
            let worker = watched.worker(Part::Votes);
            workers.spawn(watched::keep(worker, votes, stopped.clone()));
        }
        Ok(Self { pool, queue, watched, _workers: workers, _stop: stop })
    }

    /// A random value that was made with this ledger, and tells it from every other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn identity(&self) -> Result<Vec<u8>, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT value FROM meta WHERE key = 'identity'";
        Ok(client.query_one(sql, &[]).await?.try_get(0)?)
    }
}

#[async_trait]
impl Ledger for Postgres {
    async fn vote(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError> {
        let interrupted = || StoreError::Interrupted(Part::Votes);
        if self.watched.is_down(Part::Votes) {
            return Err(interrupted());
        }
        // The answer never comes when a worker failed with this vote at hand.
        self.queue.submit(request)?.await.map_err(|_| interrupted())?
    }

    async fn rating(
        &self,
        slug: &Slug,
        reader: Option<&ReaderId>,
    ) -> Result<Option<RatingSummary>, StoreError> {
        votes::rating(&self.pool, slug, reader).await
    }

    async fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError> {
        audit::ratings(&self.pool).await
    }

    async fn votes_of(
        &self,
        slug: &Slug,
        after: Option<ReaderId>,
    ) -> Result<Vec<CastVote>, StoreError> {
        audit::votes_of(&self.pool, slug, after).await
    }

    async fn miscounted(&self) -> Result<Vec<String>, StoreError> {
        audit::miscounted(&self.pool).await
    }

    async fn recount(&self) -> Result<Vec<String>, StoreError> {
        audit::recount(&self.pool).await
    }

    async fn reset(&self, slug: &Slug) -> Result<Option<u64>, StoreError> {
        audit::reset(&self.pool, slug).await
    }

    async fn set_closed(&self, slug: &Slug, by: Option<ClosedBy>) -> Result<bool, StoreError> {
        audit::set_closed(&self.pool, slug, by).await
    }

    async fn anomalies(&self, least: u64) -> Result<Vec<Anomaly>, StoreError> {
        audit::anomalies(&self.pool, least).await
    }

    async fn count_readings(&self, readings: &Readings) -> Result<Vec<Slug>, StoreError> {
        readings::count(&self.pool, readings).await
    }

    async fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError> {
        audit::prune(&self.pool, day, second).await
    }

    async fn prune_withdrawn(&self, second: i64) -> Result<bool, StoreError> {
        standing::prune_withdrawn(&self.pool, second).await
    }

    async fn signing_keys(&self, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError> {
        keys::signing_keys(&self.pool, fresh).await
    }

    async fn add_signing_key(&self, fresh: [u8; 32]) -> Result<(), StoreError> {
        keys::add_signing_key(&self.pool, fresh).await
    }

    async fn drop_old_signing_keys(&self) -> Result<u64, StoreError> {
        keys::drop_old_signing_keys(&self.pool).await
    }

    async fn daily_key(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        keys::daily_key(&self.pool, day, fresh).await
    }

    async fn revoke(&self, reader: &ReaderId, votes: bool) -> Result<u64, StoreError> {
        audit::revoke(&self.pool, reader, votes).await
    }

    async fn is_revoked(&self, reader: &ReaderId) -> Result<bool, StoreError> {
        keys::is_revoked(&self.pool, reader).await
    }

    async fn new_reader(
        &self,
        network: NetworkId,
        amount: u32,
        span: Duration,
    ) -> Result<Option<Result<(), Duration>>, StoreError> {
        keys::new_reader(&self.pool, network, amount, span).await.map(Some)
    }

    async fn revision(&self) -> Result<i64, StoreError> {
        let client = self.pool.get().await?;
        Ok(client.query_one("SELECT number FROM revision", &[]).await?.try_get(0)?)
    }

    async fn advance_revision(&self) -> Result<(), StoreError> {
        let client = self.pool.get().await?;
        client.execute("UPDATE revision SET number = number + 1", &[]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_s_number_stays_what_it_is() {
        let id = |slug: &str| article_id(&Slug::new(slug).unwrap());
        // What `echo -n a | sha256sum` begins with.
        assert_eq!(id("a"), i64::from_be_bytes([0xca, 0x97, 0x81, 0x12, 0xca, 0x1b, 0xbd, 0xca]));
        assert_ne!(id("a"), id("b"));
    }
}
