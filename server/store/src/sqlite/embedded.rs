//! The ledger in the server's own SQLite file, in the same rows and transactions as its articles.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bantin_model::{RatingSummary, Slug};

use super::{Store, StoreError};
use crate::ledger::{
    Anomaly, CastVote, ClosedBy, Ledger, NetworkId, ReaderId, Readings, SigningKey, VoteOutcome,
    VoteRequest,
};

/// The ledger of a [`Store`].
#[derive(Clone)]
pub struct Embedded(Arc<Store>);

impl Embedded {
    pub fn new(store: Arc<Store>) -> Self {
        Self(store)
    }

    /// Runs a function that blocks on a thread for such functions.
    async fn run<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = Arc::clone(&self.0);
        // This fails only after a panic, which was reported, or at the end of the program.
        tokio::task::spawn_blocking(move || f(&store)).await.map_err(|_| StoreError::Stopped)?
    }
}

#[async_trait]
impl Ledger for Embedded {
    async fn vote(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError> {
        self.0.vote(request).await
    }

    async fn rating(
        &self,
        slug: &Slug,
        reader: Option<&ReaderId>,
    ) -> Result<Option<RatingSummary>, StoreError> {
        let (slug, reader) = (slug.clone(), reader.copied());
        self.run(move |store| store.rating(&slug, reader.as_ref())).await
    }

    async fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError> {
        self.run(Store::ratings).await
    }

    async fn votes_of(
        &self,
        slug: &Slug,
        after: Option<ReaderId>,
    ) -> Result<Vec<CastVote>, StoreError> {
        let slug = slug.clone();
        self.run(move |store| store.votes_of(&slug, after)).await
    }

    async fn miscounted(&self) -> Result<Vec<String>, StoreError> {
        self.run(Store::miscounted).await
    }

    async fn recount(&self) -> Result<Vec<String>, StoreError> {
        self.run(Store::recount).await
    }

    async fn reset(&self, slug: &Slug) -> Result<Option<u64>, StoreError> {
        let slug = slug.clone();
        self.run(move |store| store.reset(&slug)).await
    }

    async fn set_closed(&self, slug: &Slug, by: Option<ClosedBy>) -> Result<bool, StoreError> {
        let slug = slug.clone();
        self.run(move |store| store.set_closed(&slug, by)).await
    }

    async fn anomalies(&self, least: u64) -> Result<Vec<Anomaly>, StoreError> {
        self.run(move |store| store.anomalies(least)).await
    }

    async fn count_readings(&self, readings: &Readings) -> Result<Vec<Slug>, StoreError> {
        let readings = readings.clone();
        self.run(move |store| store.count_readings(&readings)).await
    }

    async fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError> {
        let day = day.to_owned();
        self.run(move |store| store.prune(&day, second)).await
    }

    async fn prune_withdrawn(&self, second: i64) -> Result<bool, StoreError> {
        self.run(move |store| store.prune_withdrawn(second)).await
    }

    async fn signing_keys(&self, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError> {
        self.run(move |store| store.signing_keys(fresh)).await
    }

    async fn add_signing_key(&self, fresh: [u8; 32]) -> Result<(), StoreError> {
        self.run(move |store| store.add_signing_key(fresh)).await
    }

    async fn drop_old_signing_keys(&self) -> Result<u64, StoreError> {
        self.run(Store::drop_old_signing_keys).await
    }

    async fn daily_key(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        let day = day.to_owned();
        self.run(move |store| store.daily_key(&day, fresh)).await
    }

    async fn revoke(&self, reader: &ReaderId, votes: bool) -> Result<u64, StoreError> {
        let reader = *reader;
        self.run(move |store| store.revoke(&reader, votes)).await
    }

    async fn is_revoked(&self, reader: &ReaderId) -> Result<bool, StoreError> {
        let reader = *reader;
        self.run(move |store| store.is_revoked(&reader)).await
    }

    async fn new_reader(
        &self,
        _: NetworkId,
        _: u32,
        _: Duration,
    ) -> Result<Option<Result<(), Duration>>, StoreError> {
        Ok(None)
    }

    async fn revision(&self) -> Result<i64, StoreError> {
        self.run(Store::revision).await
    }

    async fn advance_revision(&self) -> Result<(), StoreError> {
        self.run(Store::advance_revision).await
    }
}
