//! What a running server does by itself: it follows imports, publications and changed keys, writes readings, changes
//! the day's key, and deletes what is old. Each task is watched ([`bantin_store::watched`]), and may fail without the
//! others.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bantin_core::day;
use bantin_model::Slug;
use bantin_store::ledger::READING_DAYS;
use bantin_store::sqlite::StoreError;
use bantin_store::watched::{self, Failure, Part, Rounds};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::api::{Api, SecretsError};
use crate::replica::{self, Replica};

/// How often changes are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How often old things are looked for.
const PRUNE: Duration = Duration::from_secs(600);
/// For how many days the votes and readings of a withdrawn article are kept.
pub const WITHDRAWN_DAYS: i64 = 30;
/// How long a round may take before it is given up and tried again.
const LIMIT: Duration = Duration::from_secs(60);

const DAY: i64 = 86_400;

/// Starts all tasks; they end when the server stops. With `replica`, what others publish and count is followed in a
/// task of its own, since that may take its time.
pub fn start(api: &Arc<Api>, replica: Option<Replica>, stopped: &watch::Receiver<bool>) {
    let watched = api.store.watched();
    let (of, stopped) = (|| Arc::clone(api), || stopped.clone());
    let changes = Changes { api: of(), revisions: None, day: None };
    tokio::spawn(watched::keep(watched.worker(Part::Changes), changes, stopped()));
    let readings = Readings { api: of() };
    tokio::spawn(watched::keep(watched.worker(Part::Readings), readings, stopped()));
    let prune = Prune { api: of() };
    tokio::spawn(watched::keep(watched.worker(Part::Prune), prune, stopped()));
    if let Some(replica) = replica {
        let api = of();
        let counted = move |slug: &Slug| api.outdate_article(slug);
        tokio::spawn(replica::keep(replica, counted, stopped()));
    }
}

/// Imports, changed keys and closed articles come from other processes, and a new day comes from the clock.
struct Changes {
    api: Arc<Api>,
    /// The revisions of the store and of the ledger at which the caches were made.
    revisions: Option<(i64, i64)>,
    /// The day whose key is loaded.
    day: Option<String>,
}

#[async_trait]
impl Rounds for Changes {
    const LIMIT: Option<Duration> = Some(LIMIT);

    fn every(&self) -> Duration {
        LOOK.min(self.api.policy.views_every.max(Duration::from_millis(50)))
    }

    /// Both are done, even if one of them fails.
    async fn round(&mut self) -> Result<(), Failure> {
        let looked = self.look().await;
        let changed = self.change_key(Timestamp::now()).await;
        looked.and(changed).map_err(Failure::from)
    }
}

impl Changes {
    async fn look(&mut self) -> Result<(), SecretsError> {
        let api = Arc::clone(&self.api);
        // Within a second, held articles are shown when their time has come, and expired ones are not.
        let own = tokio::task::spawn_blocking(move || {
            api.store.publish_and_relate(Timestamp::now())?;
            api.store.revision()
        });
        let own = own.await.map_err(|_| StoreError::Interrupted(Part::Changes))??;
        let revisions = (own, self.api.ledger.revision().await?);
        self.api.store.watched().strike(Part::Changes)?;
        if self.revisions != Some(revisions) {
            self.api.forget();
            self.api.load_keys().await?;
            // Noted only now, so that what failed before is done again.
            self.revisions = Some(revisions);
        }
        Ok(())
    }

    async fn change_key(&mut self, now: Timestamp) -> Result<(), SecretsError> {
        let today = today(now);
        if self.day.as_ref() != Some(&today) {
            self.api.load_daily_key(now).await?;
            self.day = Some(today);
        }
        Ok(())
    }
}

/// Writes the readings that wait in memory.
struct Readings {
    api: Arc<Api>,
}

#[async_trait]
impl Rounds for Readings {
    const LIMIT: Option<Duration> = Some(LIMIT);

    fn every(&self) -> Duration {
        self.api.policy.views_every.max(Duration::from_millis(50))
    }

    async fn round(&mut self) -> Result<(), Failure> {
        Ok(self.api.flush_views().await?)
    }
}

/// Deletes old readings and old entries in the log of votes.
struct Prune {
    api: Arc<Api>,
}

#[async_trait]
impl Rounds for Prune {
    fn every(&self) -> Duration {
        PRUNE
    }

    async fn round(&mut self) -> Result<(), Failure> {
        let now = Timestamp::now();
        let second = now.as_second();
        let api = Arc::clone(&self.api);
        let site = tokio::task::spawn_blocking(move || api.site());
        let zone = day::zone(&site.await.map_err(|_| StoreError::Interrupted(Part::Prune))??);
        let first = day::before(&zone, now, READING_DAYS);
        let oldest = second - i64::from(self.api.policy.log_days) * DAY;
        while self.api.ledger.prune(&first, oldest).await? {
            self.api.store.watched().strike(Part::Prune)?;
            // Votes come first, so a part of the time is left to them.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        while self.api.ledger.prune_withdrawn(second - WITHDRAWN_DAYS * DAY).await? {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(self.api.store.watched().strike(Part::Prune)?)
    }
}

fn today(now: Timestamp) -> String {
    now.strftime("%F").to_string()
}
