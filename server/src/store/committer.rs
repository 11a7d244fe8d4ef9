//! Group commit: one thread takes the votes that wait, puts them into one transaction, and answers each
//! only when all of it is on disk. The more votes come at once, the fewer commits each of them costs.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::votes::apply;
use super::writer::Writer;
use super::{Store, StoreError};
use crate::ledger::{Ballot, Group, Verdict};

/// Votes that may wait; past it the service says that it is busy, and readers' devices keep theirs.
const QUEUE: usize = 8192;

type Answer = Result<Verdict, StoreError>;

struct Job {
    ballot: Ballot,
    answer: oneshot::Sender<Answer>,
}

/// The thread that writes votes. Dropping it writes what still waits.
pub(super) struct Committer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    pub(super) fn start(writer: Arc<Writer>, group: Group) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("votes".to_owned())
            .spawn(move || run(&writer, &waiting, group.0))
            .map_err(StoreError::Thread)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    fn submit(&self, ballot: Ballot) -> Result<oneshot::Receiver<Answer>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.try_send(Job { ballot, answer }).map_err(|error| match error {
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
            // A panic of the thread has been reported where it happened.
            let _ = thread.join();
        }
    }
}

/// Puts at most `largest` votes into one transaction.
fn run(writer: &Writer, waiting: &Receiver<Job>, largest: usize) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(largest.saturating_sub(1)));
        commit(writer, batch);
    }
}

fn commit(writer: &Writer, batch: Vec<Job>) {
    match apply(writer, batch.iter().map(|job| &job.ballot)) {
        Ok(verdicts) => {
            for (job, verdict) in batch.into_iter().zip(verdicts) {
                // Whoever asked may be gone; the vote is stored all the same.
                let _ = job.answer.send(Ok(verdict));
            }
        }
        Err(error) if error.is_passing() => {
            tracing::error!(%error, votes = batch.len(), "votes could not be stored now");
            for job in batch {
                let _ = job.answer.send(Err(StoreError::Busy));
            }
        }
        // One vote that cannot be stored must not take the others with it.
        Err(_) if batch.len() > 1 => batch.into_iter().for_each(|job| commit(writer, vec![job])),
        Err(error) => {
            if let Some(job) = batch.into_iter().next() {
                let _ = job.answer.send(Err(error));
            }
        }
    }
}

impl Store {
    fn committer(&self) -> Result<&Committer, StoreError> {
        if let Some(committer) = self.committer.get() {
            return Ok(committer);
        }
        let started = Committer::start(Arc::clone(self.writer()?), self.group)?;
        Ok(self.committer.get_or_init(|| started))
    }

    /// Stores a vote together with whatever other votes wait; answers when it is on disk.
    ///
    /// # Errors
    /// [`StoreError`]; the vote is as it was then.
    pub async fn vote(&self, ballot: Ballot) -> Result<Verdict, StoreError> {
        self.committer()?.submit(ballot)?.await.map_err(|_| StoreError::Stopped)?
    }

    /// As [`Store::vote`], where blocking is allowed.
    ///
    /// # Errors
    /// [`StoreError`]; the vote is as it was then.
    pub fn vote_blocking(&self, ballot: Ballot) -> Result<Verdict, StoreError> {
        self.committer()?.submit(ballot)?.blocking_recv().map_err(|_| StoreError::Stopped)?
    }
}
