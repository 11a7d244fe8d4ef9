//! Group commit: one thread takes the votes that wait, puts them into one transaction, and answers each
//! only when all of it is on disk. The more votes come at once, the fewer commits each of them costs.
//!
//! It is watched: after a panic the votes at hand are answered with "try again in some seconds", and the thread's work
//! starts again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::votes::apply;
use super::writer::Writer;
use super::{Store, StoreError};
use crate::ledger::{Group, VoteOutcome, VoteRequest};
use crate::watched::{Part, Watched, Worker};

/// How many votes may wait; beyond it the service says that it is busy, and readers' devices keep their votes.
const QUEUE: usize = 8192;

type Answer = Result<VoteOutcome, StoreError>;

struct Job {
    request: VoteRequest,
    answer: oneshot::Sender<Answer>,
}

/// The thread that writes votes. Dropping it writes the votes that still wait.
pub(super) struct Committer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    pub(super) fn start(
        writer: Arc<Writer>,
        group: Group,
        watched: &Watched,
    ) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let worker = watched.worker(Part::Votes);
        let mut commit_loop =
            CommitLoop { writer, largest: group.0, watched: watched.clone(), worker };
        let thread = std::thread::Builder::new()
            .name("votes".to_owned())
            .spawn(move || commit_loop.run(&waiting))
            .map_err(StoreError::Thread)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    fn submit(&self, request: VoteRequest) -> Result<oneshot::Receiver<Answer>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.try_send(Job { request, answer }).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Stopped,
        })?;
        Ok(answered)
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // If the thread panicked, that was reported where it happened.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct CommitLoop {
    writer: Arc<Writer>,
    /// The largest number of votes in one transaction.
    largest: usize,
    watched: Watched,
    worker: Worker,
}

impl CommitLoop {
    /// Works until there is nobody left who could send votes.
    fn run(&mut self, waiting: &Receiver<Job>) {
        // After a panic all is in order: the transaction is rolled back, and the votes are answered.
        while let Err(panic) = catch_unwind(AssertUnwindSafe(|| self.work(waiting))) {
            let pause = self.worker.panicked(&*panic);
            refuse(waiting, pause);
            self.worker.works();
        }
    }

    fn work(&mut self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            batch.extend(waiting.try_iter().take(self.largest.saturating_sub(1)));
            self.commit(batch);
        }
    }

    fn commit(&mut self, batch: Vec<Job>) {
        match apply(&self.writer, &self.watched, batch.iter().map(|job| &job.request)) {
            Ok(outcomes) => {
                for (job, outcome) in batch.into_iter().zip(outcomes) {
                    // The receiver may be gone; the vote is stored all the same.
                    let _ = job.answer.send(Ok(outcome));
                }
            }
            Err(error) if error.is_passing() => {
                self.worker.note("votes cannot be stored now", &error);
                for job in batch {
                    let _ = job.answer.send(Err(StoreError::Busy));
                }
            }
            // One vote that cannot be stored must not keep the others from being stored.
            Err(_) if batch.len() > 1 => {
                batch.into_iter().for_each(|job| self.commit(vec![job]));
            }
            Err(error) => {
                if let Some(job) = batch.into_iter().next() {
                    let _ = job.answer.send(Err(error));
                }
            }
        }
    }
}

/// Answers votes that come during a pause, so that none waits for its end.
fn refuse(waiting: &Receiver<Job>, pause: Duration) {
    let end = Instant::now() + pause;
    loop {
        match waiting.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(job) => {
                let _ = job.answer.send(Err(interrupted()));
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn interrupted() -> StoreError {
    StoreError::Interrupted(Part::Votes)
}

impl Store {
    fn committer(&self) -> Result<&Committer, StoreError> {
        if let Some(committer) = self.committer.get() {
            return Ok(committer);
        }
        let writer = Arc::clone(self.writer()?);
        let started = Committer::start(writer, self.group, &self.watched)?;
        Ok(self.committer.get_or_init(|| started))
    }

    /// Starts the thread that writes votes, which the first vote would start otherwise.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn take_votes(&self) -> Result<(), StoreError> {
        self.committer().map(|_| ())
    }

    /// Stores a vote, together with others that wait; answers when it is on disk.
    ///
    /// # Errors
    /// [`StoreError`]; the vote is then as it was before.
    pub async fn vote(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError> {
        // The answer never comes when the thread failed with this vote at hand.
        self.committer()?.submit(request)?.await.map_err(|_| interrupted())?
    }

    /// As [`Store::vote`], for callers that may block.
    ///
    /// # Errors
    /// [`StoreError`]; the vote is as it was then.
    pub fn vote_blocking(&self, request: VoteRequest) -> Result<VoteOutcome, StoreError> {
        self.committer()?.submit(request)?.blocking_recv().map_err(|_| interrupted())?
    }
}
