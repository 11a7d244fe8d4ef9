//! What the service depends on is watched: a worker that panics or fails is logged with its cause, counted, and
//! starts again after pauses that grow; `/readyz` names it meanwhile.
//!
//! A [`Part`] is what readers and operators notice, as "votes"; one or several workers do it. Each works in rounds
//! ([`Rounds`]) under [`keep`], or as a thread of its own that reports through its [`Worker`].
//!
//! - [`pauses`][]: how long a worker rests after a failure

mod pauses;

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use tokio::sync::watch;

use crate::store_error::StoreError;
use pauses::Pauses;

pub use crate::part::Part;

/// The same failure is logged once in this time.
const SAID: Duration = Duration::from_secs(60);

/// Why a worker stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub cause: String,
    /// Whether it is the shared database that does not answer: no fault of this server, and the same for all others.
    pub is_elsewhere: bool,
}

impl Failure {
    fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
        Self { cause: format!("panic: {words}"), is_elsewhere: false }
    }

    fn late(limit: Duration) -> Self {
        let cause = format!("it was not done within {} seconds", limit.as_secs());
        Self { cause, is_elsewhere: false }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self { cause: error.to_string(), is_elsewhere: error.is_elsewhere() }
    }
}

/// A part of which no worker is at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Down {
    pub part: Part,
    pub failure: Failure,
}

/// For tests: something that goes wrong in the middle of a part's work. The product hands in none.
pub trait Fault: Send + Sync {
    /// Panics, or fails with what the part then fails with.
    ///
    /// # Errors
    /// As the test has it.
    fn strike(&self, part: Part) -> Result<(), StoreError>;
}

/// What is known of all parts of a server. A copy is the same.
#[derive(Clone, Default)]
pub struct Watched(Arc<Inner>);

#[derive(Default)]
struct Inner {
    parts: Mutex<HashMap<Part, State>>,
    restarts: Restarts,
    fault: Option<Arc<dyn Fault>>,
    next: AtomicUsize,
}

/// Restarts by part.
pub type Restarts = Family<Vec<(&'static str, String)>, Counter>;

/// The workers of a part by number: `None` is at work.
#[derive(Default)]
struct State(BTreeMap<usize, Option<Failure>>);

impl State {
    fn failure(&self) -> Option<&Failure> {
        let mut failures = self.0.values();
        let first = failures.next()?.as_ref()?;
        failures.all(Option::is_some).then_some(first)
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.down()).finish()
    }
}

impl Watched {
    /// For tests: parts struck by `fault`.
    pub fn with_fault(fault: Arc<dyn Fault>) -> Self {
        Self(Arc::new(Inner { fault: Some(fault), ..Inner::default() }))
    }

    fn parts(&self) -> MutexGuard<'_, HashMap<Part, State>> {
        self.0.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker of `part`, at work from now on.
    pub fn worker(&self, part: Part) -> Worker {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.parts().entry(part).or_default().0.insert(number, None);
        // So that the count is there to be looked at before it grows.
        drop(self.0.restarts.get_or_create(&vec![("part", part.name().to_owned())]));
        Worker { watched: self.clone(), part, number, pauses: Pauses::default(), said: None }
    }

    /// Whether no worker of `part` is at work. A part that was never started is not down.
    pub fn is_down(&self, part: Part) -> bool {
        self.parts().get(&part).is_some_and(|state| state.failure().is_some())
    }

    /// The parts that are down, by name.
    pub fn down(&self) -> Vec<Down> {
        let parts = self.parts();
        let failed =
            |part: Part| Some(Down { part, failure: parts.get(&part)?.failure()?.clone() });
        Part::ALL.into_iter().filter_map(failed).collect()
    }

    /// How often each part was started again.
    pub fn restarts(&self) -> Restarts {
        self.0.restarts.clone()
    }

    /// The place in a part's work where tests have it fail.
    ///
    /// # Errors
    /// What the test wants; none in the product.
    pub fn strike(&self, part: Part) -> Result<(), StoreError> {
        self.0.fault.as_ref().map_or(Ok(()), |fault| fault.strike(part))
    }
}

/// One worker of a part. Dropped when it has ended as it should.
pub struct Worker {
    watched: Watched,
    part: Part,
    number: usize,
    pauses: Pauses,
    /// The last failure that was logged, when, and how often it came since.
    said: Option<(String, Instant, u64)>,
}

impl Worker {
    /// It does what it is for.
    pub fn works(&self) {
        self.set(None);
    }

    fn set(&self, failure: Option<Failure>) {
        if let Some(state) = self.watched.parts().get_mut(&self.part) {
            state.0.insert(self.number, failure);
        }
    }

    /// It failed, and starts again; answers how long it rests before.
    pub fn failed(&mut self, failure: &Failure) -> Duration {
        let pause = self.pauses.after_failure(Instant::now());
        self.set(Some(failure.clone()));
        self.watched.0.restarts.get_or_create(&vec![("part", self.part.name().to_owned())]).inc();
        if let Some(again) = self.may_say(&failure.cause) {
            tracing::error!(
                part = self.part.name(),
                cause = failure.cause,
                again,
                pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                "a part of the service failed and starts again"
            );
        }
        pause
    }

    /// As [`Worker::failed`], for a caught panic.
    pub fn panicked(&mut self, panic: &(dyn Any + Send)) -> Duration {
        self.failed(&Failure::of_panic(panic))
    }

    /// Logs what went wrong without stopping the worker; the same once a minute.
    pub fn note(&mut self, what: &str, cause: &dyn std::error::Error) {
        if let Some(again) = self.may_say(&cause.to_string()) {
            tracing::error!(part = self.part.name(), %cause, again, "{what}");
        }
    }

    /// How often this was not said since the last time; `None` when it was said a moment ago.
    fn may_say(&mut self, cause: &str) -> Option<u64> {
        let now = Instant::now();
        match &mut self.said {
            Some((last, at, again)) if last == cause && now.duration_since(*at) < SAID => {
                *again += 1;
                None
            }
            said => {
                let again = said.as_ref().filter(|(last, ..)| last == cause);
                let again = again.map_or(0, |(_, _, again)| *again);
                *said = Some((cause.to_owned(), now, 0));
                Some(again)
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(state) = self.watched.parts().get_mut(&self.part) {
            state.0.remove(&self.number);
        }
    }
}

/// Work in rounds, each of which may fail without harm to the next.
#[async_trait]
pub trait Rounds: Send {
    /// How long a round may take, where that can be said.
    const LIMIT: Option<Duration> = None;
    /// Whether it works by waiting for what comes: such a worker is at work as soon as it waits. Others are when a
    /// round went well.
    const WAITS: bool = false;

    /// How long it rests after a round that went well.
    fn every(&self) -> Duration;

    async fn round(&mut self) -> Result<(), Failure>;

    /// Nobody of this part is at work: whoever waits for it is told.
    fn refuse(&self) {}
}

/// Works round after round until the server stops. After a round that failed it pauses, each time longer.
pub async fn keep<R: Rounds>(
    mut worker: Worker,
    mut rounds: R,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        if R::WAITS {
            worker.works();
        }
        let pause = match AssertUnwindSafe(limited(&mut rounds)).catch_unwind().await {
            Ok(Ok(())) => {
                worker.works();
                rounds.every()
            }
            Ok(Err(failure)) => worker.failed(&failure),
            Err(panic) => worker.panicked(&*panic),
        };
        if worker.watched.is_down(worker.part) {
            rounds.refuse();
        }
        if pause.is_zero() {
            if *stopped.borrow() {
                return;
            }
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // That nobody is there to stop it is a stop as well.
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

async fn limited<R: Rounds>(rounds: &mut R) -> Result<(), Failure> {
    match R::LIMIT {
        None => rounds.round().await,
        Some(limit) => tokio::time::timeout(limit, rounds.round())
            .await
            .unwrap_or_else(|_| Err(Failure::late(limit))),
    }
}

#[cfg(test)]
mod tests;
