//! What a running server does by itself: it follows imports, what others publish and changed keys, writes
//! readings, changes the day's key, forgets what is old.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::api::{Api, SecretsError};
use crate::day;
use crate::follow::Follower;
use crate::store::{Store, StoreError};

/// How often it looks.
const LOOK: Duration = Duration::from_secs(1);
/// How often old things are looked for.
const PRUNE: Duration = Duration::from_secs(600);
/// Days that the votes and readings of a withdrawn article are kept.
pub const WITHDRAWN_DAYS: i64 = 30;
/// Days of readings that are kept: those that the most read of seven days is made of, and today.
pub const READING_DAYS: i32 = 8;

const DAY: i64 = 86_400;

/// Why something was left for the next look.
#[derive(Debug, thiserror::Error)]
enum UpkeepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
}

/// What was done, and when.
struct Upkeep {
    api: Arc<Api>,
    /// Of the store and of the ledger.
    revisions: Option<(i64, i64)>,
    day: String,
    flushed: Instant,
    pruned: Option<Instant>,
}

/// Works until the server stops.
pub async fn run(api: Arc<Api>, mut stopped: watch::Receiver<bool>) {
    let every = LOOK.min(api.policy.views_every.max(Duration::from_millis(50)));
    let day = today(Timestamp::now());
    let (flushed, pruned) = (Instant::now(), None);
    let mut upkeep = Upkeep { api, revisions: None, day, flushed, pruned };
    loop {
        upkeep.look(Timestamp::now()).await;
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            _ = stopped.wait_for(|stop| *stop) => break,
        }
    }
}

/// Follows what others publish and count until the server stops; by itself, for what was published may take
/// its time.
pub async fn follow(api: Arc<Api>, mut follower: Follower, mut stopped: watch::Receiver<bool>) {
    loop {
        match follower.step().await {
            Ok(followed) => followed.counted.iter().for_each(|slug| api.outdate_article(slug)),
            Err(error) => tracing::warn!(%error, "following"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.wait_for(|stop| *stop) => break,
        }
    }
}

/// Publishes what was held until `now` and withdraws what expired, with the other news that this changes; running
/// servers hear of it. A store that is only read is left as it is.
///
/// # Errors
/// [`StoreError`]; the rest is done the next time.
pub fn publish_due(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    if store.is_read_only() || store.publish_due(now.as_second())? == 0 {
        return Ok(());
    }
    store.relate()?;
    store.advance_revision()
}

fn today(now: Timestamp) -> String {
    now.strftime("%F").to_string()
}

impl Upkeep {
    /// Each is done whether or not another fails.
    async fn look(&mut self, now: Timestamp) {
        let published = self.publish_due(now).await;
        let changed = self.look_for_changes().await;
        let key = self.change_key(now).await;
        let written = self.write_readings().await;
        let pruned = self.prune(now).await;
        for error in [published, changed, key, written, pruned].into_iter().filter_map(Result::err)
        {
            tracing::warn!(%error, "upkeep");
        }
    }

    /// What was held until now is shown, and what expired is not, within a second.
    async fn publish_due(&mut self, now: Timestamp) -> Result<(), UpkeepError> {
        let api = Arc::clone(&self.api);
        let due = move || publish_due(&api.store, now);
        tokio::task::spawn_blocking(due).await.map_err(|_| StoreError::Stopped)??;
        Ok(())
    }

    /// An import, a changed key and a closed article come from another process.
    async fn look_for_changes(&mut self) -> Result<(), UpkeepError> {
        let api = Arc::clone(&self.api);
        let own = tokio::task::spawn_blocking(move || api.store.revision());
        let own = own.await.map_err(|_| StoreError::Stopped)??;
        let revisions = (own, self.api.ledger.revision().await?);
        if self.revisions.is_some_and(|known| known != revisions) {
            self.api.forget();
            self.api.load_keys().await?;
        }
        self.revisions = Some(revisions);
        Ok(())
    }

    async fn change_key(&mut self, now: Timestamp) -> Result<(), UpkeepError> {
        if self.day != today(now) {
            self.api.load_daily_key(now).await?;
            self.day = today(now);
        }
        Ok(())
    }

    async fn write_readings(&mut self) -> Result<(), UpkeepError> {
        if self.flushed.elapsed() >= self.api.policy.views_every {
            self.flushed = Instant::now();
            self.api.flush_views().await?;
        }
        Ok(())
    }

    async fn prune(&mut self, now: Timestamp) -> Result<(), UpkeepError> {
        if self.pruned.is_some_and(|pruned| pruned.elapsed() < PRUNE) {
            return Ok(());
        }
        self.pruned = Some(Instant::now());
        let second = now.as_second();
        let api = Arc::clone(&self.api);
        let site = tokio::task::spawn_blocking(move || api.site());
        let zone = day::zone(&site.await.map_err(|_| StoreError::Stopped)??);
        let first = day::before(&zone, now, READING_DAYS);
        let oldest = second - i64::from(self.api.policy.log_days) * DAY;
        while self.api.ledger.prune(&first, oldest).await? {
            // Votes come first: some of the time is theirs.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        while self.api.ledger.prune_withdrawn(second - WITHDRAWN_DAYS * DAY).await? {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}
