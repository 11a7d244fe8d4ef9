//! Work that nobody else waits for: a crowd of searches takes what is left of the processors, and the readers of
//! articles go first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::cache::Lost;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that give way to all others of this server. They end when this is dropped.
pub struct Aside {
    jobs: Sender<Job>,
}

impl Aside {
    /// So many threads, of which each does one thing at a time.
    pub fn new(threads: usize) -> Self {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let waiting = Arc::clone(&waiting);
            let thread = thread::Builder::new().name("search".to_owned());
            if let Err(error) = thread.spawn(move || work(&waiting)) {
                tracing::warn!(%error, "a thread for searches cannot be started");
            }
        }
        Self { jobs }
    }

    /// Runs `f` there.
    ///
    /// # Errors
    /// [`Lost`] when it panics, or when there is no thread.
    pub async fn run<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Lost> {
        let (answer, answered) = oneshot::channel();
        let job = move || {
            // Nobody is left to tell when who asked has gone.
            let _ = answer.send(catch_unwind(AssertUnwindSafe(f)));
        };
        if self.jobs.send(Box::new(job)).is_ok()
            && let Ok(done) = answered.await
        {
            return done.map_err(|panic| Lost::of_panic(&*panic));
        }
        Err(Lost::without_thread())
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    give_way();
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        job();
    }
}

/// How much lower the priority of these threads is, and the lowest that there is.
#[cfg(target_os = "linux")]
const LOWER: i32 = 10;
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

/// At this priority they get a tenth of a processor that is wanted elsewhere, and all of one that is not: searches go on
/// beside an import, slowly.
#[cfg(target_os = "linux")]
fn give_way() {
    use rustix::process::{getpriority_process, setpriority_process};
    // On Linux a priority is a thread's own, and lowering it takes no privilege.
    let lowered = getpriority_process(None)
        .and_then(|own| setpriority_process(None, (own + LOWER).min(LOWEST)));
    if let Err(error) = lowered {
        tracing::warn!(%error, "searches do not give way to other requests");
    }
}

/// Elsewhere a priority is that of all threads.
#[cfg(not(target_os = "linux"))]
fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_panics_is_told_and_the_thread_goes_on() {
        let aside = Aside::new(1);
        let lost = aside.run(|| -> u8 { panic!("in the middle of it") }).await.unwrap_err();
        assert!(lost.to_string().contains("in the middle of it"), "{lost}");
        assert_eq!(aside.run(|| 7).await.unwrap(), 7);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn these_threads_give_way_and_no_others_do() {
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        let aside = Aside::new(2);
        assert_eq!(aside.run(priority).await.unwrap(), (before + LOWER).min(LOWEST));
        assert_eq!(tokio::task::spawn_blocking(priority).await.unwrap(), before);
        assert_eq!(priority(), before);
    }

    #[tokio::test]
    async fn without_a_thread_it_says_so() {
        assert!(Aside::new(0).run(|| ()).await.is_err());
    }
}
