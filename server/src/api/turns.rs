//! Runs work that takes milliseconds where it does not delay other work: answers on threads that may block, in turns;
//! searches on threads of lower priority, so that readers of articles come first.

use std::sync::Arc;
use std::time::Duration;

use bantin_model::ProblemKind;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use super::cache::Lost;
use super::problem::ApiProblem;
use super::{Api, Shared};

/// How long a search waits for its turn.
const SEARCH_WAIT: Duration = Duration::from_secs(3);

/// How much work runs at the same time.
pub struct Turns {
    /// The answers being made; further ones wait, and take no threads from those.
    making: Semaphore,
    /// The searches that run: as many as there are threads for them.
    searching: Arc<Semaphore>,
    searchers: Searchers,
}

impl Default for Turns {
    /// As suits the processors of this machine.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            making: Semaphore::new(4 * cores),
            searching: Arc::new(Semaphore::new(cores)),
            searchers: Searchers::new(cores),
        }
    }
}

/// Runs a function that blocks, on a thread for such functions.
pub async fn blocking<T: Send + 'static>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, ApiProblem> + Send + 'static,
) -> Result<T, ApiProblem> {
    lent(api, f).await
}

async fn lent<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + Send + 'static,
{
    let api = Arc::clone(api);
    tokio::task::spawn_blocking(move || f(&api)).await.map_err(Lost::from)?
}

/// Runs `make` when it is its turn.
pub async fn making<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + Send + 'static,
{
    // Closed only when the service ends, when there are no turns any more.
    let _turn = api.turns.making.acquire().await.ok();
    lent(api, f).await
}

/// Runs a search when it is its turn, on a thread with lower priority than everything else.
pub async fn searching<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + From<ApiProblem> + Send + 'static,
{
    let turn = Arc::clone(&api.turns.searching).acquire_owned();
    let Ok(turn) = tokio::time::timeout(SEARCH_WAIT, turn).await else {
        let cause = "more searches than are answered in time";
        return Err(ApiProblem::new(ProblemKind::Unavailable, None).because(cause).into());
    };
    let lent = Arc::clone(api);
    let search = move || {
        // The turn is held until the search ends, even if the caller has gone.
        let _turn = turn;
        f(&lent)
    };
    api.turns.searchers.run(search).await.map_err(Lost::from)?
}

/// Threads of lower priority: a runtime that is used only for its threads that may block.
struct Searchers(Option<Runtime>);

impl Searchers {
    fn new(threads: usize) -> Self {
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(threads)
            .thread_name("search")
            .on_thread_start(lower_priority)
            .build();
        Self(
            runtime
                .map_err(|error| tracing::warn!(%error, "searches have no threads of their own"))
                .ok(),
        )
    }

    /// Runs `f` on such a thread; where there are none, on a thread for other work.
    fn run<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        match &self.0 {
            Some(runtime) => runtime.spawn_blocking(f),
            None => tokio::task::spawn_blocking(f),
        }
    }
}

impl Drop for Searchers {
    /// Does not wait for searches that still run.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// By how much the thread's priority is lowered, and the lowest that exists.
#[cfg(target_os = "linux")]
const LOWER: i32 = 10;
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

/// Gives this thread a tenth of a processor that others want too, or all of an idle one: during an import, searches go
/// on slowly.
#[cfg(target_os = "linux")]
fn lower_priority() {
    use rustix::process::{getpriority_process, setpriority_process};
    // On Linux each thread has a priority of its own, and lowering it needs no privilege.
    let lowered = getpriority_process(None)
        .and_then(|own| setpriority_process(None, (own + LOWER).min(LOWEST)));
    if let Err(error) = lowered {
        tracing::warn!(%error, "searches do not give way to other requests");
    }
}

/// On other systems a priority belongs to all threads of the process.
#[cfg(not(target_os = "linux"))]
fn lower_priority() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_search_that_panics_takes_no_thread_with_it() {
        let searchers = Searchers::new(1);
        let failed = searchers.run(|| -> u8 { panic!("in the middle of it") }).await.unwrap_err();
        assert!(Lost::from(failed).to_string().contains("in the middle of it"));
        assert_eq!(searchers.run(|| 7).await.unwrap(), 7);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn searches_have_a_lower_priority_and_nothing_else_has() {
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        let searchers = Searchers::new(2);
        assert_eq!(searchers.run(priority).await.unwrap(), (before + LOWER).min(LOWEST));
        assert_eq!(tokio::task::spawn_blocking(priority).await.unwrap(), before);
        assert_eq!(priority(), before);
    }

    #[tokio::test]
    async fn without_threads_of_their_own_searches_are_answered_all_the_same() {
        assert_eq!(Searchers(None).run(|| 7).await.unwrap(), 7);
    }
}
