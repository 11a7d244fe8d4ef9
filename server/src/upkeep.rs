//! What a running server does by itself: it follows imports and changed keys, writes readings, changes
//! the day's key, forgets what is old.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::api::{Api, SecretsError};
use crate::store::StoreError;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(1);
/// How often old things are looked for.
const PRUNE: Duration = Duration::from_secs(600);
/// Days of readings that are kept: those that the most read of seven days is made of, and today.
const READING_DAYS: i64 = 8;

const DAY: i64 = 86_400;

/// What was done, and when.
struct Upkeep {
    api: Arc<Api>,
    revision: Option<i64>,
    day: String,
    flushed: Instant,
    pruned: Option<Instant>,
}

/// Works until the server stops.
pub async fn run(api: Arc<Api>, mut stopped: watch::Receiver<bool>) {
    let every = LOOK.min(api.policy.views_every.max(Duration::from_millis(50)));
    let day = today(Timestamp::now());
    let mut upkeep =
        Some(Upkeep { api, revision: None, day, flushed: Instant::now(), pruned: None });
    while let Some(mut at_work) = upkeep.take() {
        let done = tokio::task::spawn_blocking(move || {
            if let Err(error) = at_work.look(Timestamp::now()) {
                tracing::warn!(%error, "upkeep");
            }
            at_work
        });
        // A panic in it has been reported; nothing is left to work with then.
        upkeep = done.await.ok();
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            _ = stopped.wait_for(|stop| *stop) => break,
        }
    }
}

fn today(now: Timestamp) -> String {
    now.strftime("%F").to_string()
}

impl Upkeep {
    fn look(&mut self, now: Timestamp) -> Result<(), SecretsError> {
        // An import, a changed key and a closed article come from another process.
        let revision = self.api.store.revision()?;
        if self.revision.is_some_and(|known| known != revision) {
            self.api.forget();
            self.api.load_keys()?;
        }
        self.revision = Some(revision);
        if self.day != today(now) {
            self.api.load_daily_key(now)?;
            self.day = today(now);
        }
        if self.flushed.elapsed() >= self.api.policy.views_every {
            self.flushed = Instant::now();
            self.api.flush_views()?;
        }
        if self.pruned.is_none_or(|pruned| pruned.elapsed() >= PRUNE) {
            self.pruned = Some(Instant::now());
            self.prune(now)?;
        }
        Ok(())
    }

    fn prune(&self, now: Timestamp) -> Result<(), StoreError> {
        let second = now.as_second();
        let first = Timestamp::from_second(second - READING_DAYS * DAY)
            .map_or_else(|_| String::new(), today);
        let oldest = second - i64::from(self.api.policy.log_days) * DAY;
        while self.api.store.prune(&first, oldest)? {
            // Votes come first: some of the time is theirs.
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}
