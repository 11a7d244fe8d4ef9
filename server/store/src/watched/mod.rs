//! Watches the workers that the service depends on. A worker that panics or fails is logged with the cause, counted,
//! and started again after a pause that grows; meanwhile `/readyz` names its part.
//!
//! A [`Part`] is a task as readers and operators notice it, such as "votes"; one or several workers do it. A worker
//! either runs in rounds ([`Rounds`]) under [`keep`], or is a thread of its own that reports through its [`Worker`].
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

/// How often the same failure is logged: once in this time.
const SAID: Duration = Duration::from_secs(60);

/// Why a worker stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub cause: String,
    /// Whether the shared database does not answer: that is no fault of this server, and the same on all others.
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

/// A part that has no worker at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Down {
    pub part: Part,
    pub failure: Failure,
}

/// For tests: makes something go wrong in the middle of a part's work. The product has none.
pub trait Fault: Send + Sync {
    /// Panics, or fails with an error of the part's work.
    ///
    /// # Errors
    /// The errors that the test wants.
    fn strike(&self, part: Part) -> Result<(), StoreError>;
}

/// The state of all parts of a server. Clones share it.
#[derive(Clone, Default)]
pub struct Watched(Arc<Inner>);

#[derive(Default)]
struct Inner {
    parts: Mutex<HashMap<Part, State>>,
    restarts: Restarts,
    fault: Option<Arc<dyn Fault>>,
    next: AtomicUsize,
}

/// How often each part was started again, as a metric.
pub type Restarts = Family<Vec<(&'static str, String)>, Counter>;

/// The workers of a part by number; `None` for one that is at work.
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
    /// For tests: parts that `fault` strikes.
    pub fn with_fault(fault: Arc<dyn Fault>) -> Self {
        Self(Arc::new(Inner { fault: Some(fault), ..Inner::default() }))
    }

    fn parts(&self) -> MutexGuard<'_, HashMap<Part, State>> {
        self.0.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new worker of `part`, at work from now on.
    pub fn worker(&self, part: Part) -> Worker {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.parts().entry(part).or_default().0.insert(number, None);
        // So that the metric is there with 0 before it grows.
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

    /// The place in a part's work at which tests can make it fail.
    ///
    /// # Errors
    /// The error that the test wants; none in the product.
    pub fn strike(&self, part: Part) -> Result<(), StoreError> {
        self.0.fault.as_ref().map_or(Ok(()), |fault| fault.strike(part))
    }
}

/// One worker of a part. Drop it when it has ended as intended.
pub struct Worker {
    watched: Watched,
    part: Part,
    number: usize,
    pauses: Pauses,
    /// The last failure that was logged, when, and how often it has come since.
    said: Option<(String, Instant, u64)>,
}

impl Worker {
    /// Notes that the worker does its work.
    pub fn works(&self) {
        self.set(None);
    }

    fn set(&self, failure: Option<Failure>) {
        if let Some(state) = self.watched.parts().get_mut(&self.part) {
            state.0.insert(self.number, failure);
        }
    }

    /// Notes a failure, after which it starts again; answers how long it pauses before.
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

    /// Logs an error that does not stop the worker; the same one once a minute.
    pub fn note(&mut self, what: &str, cause: &dyn std::error::Error) {
        if let Some(again) = self.may_say(&cause.to_string()) {
            tracing::error!(part = self.part.name(), %cause, again, "{what}");
        }
    }

    /// How often this was left out of the log since the last time; `None` when it was logged a moment ago.
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

/// Work in rounds; one round may fail without harm to the next.
#[async_trait]
pub trait Rounds: Send {
    /// How long a round may take, if there is a limit.
    const LIMIT: Option<Duration> = None;
    /// Whether a round waits for something to come. Such a worker counts as at work as soon as it waits, others once a
    /// round went well.
    const WAITS: bool = false;

    /// How long it pauses after a round that went well.
    fn every(&self) -> Duration;

    async fn round(&mut self) -> Result<(), Failure>;

    /// Answers whoever waits for this part, since none of its workers is at work.
    fn refuse(&self) {}
}

/// Works round after round until the server stops. After a round that failed it pauses, longer each time.
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
            // When nobody is left who could stop it, it stops as well.
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
