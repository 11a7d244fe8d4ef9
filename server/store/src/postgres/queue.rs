//! The queue of votes, by article. Several transactions are at work at once, and each article is in at most one of
//! them: votes on it stay in their order, and votes on other articles do not wait for it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bantin_model::Slug;
use tokio::sync::{Notify, oneshot};

use crate::ledger::{Group, VoteOutcome, VoteRequest};
use crate::sqlite::StoreError;
use crate::watched::Part;

/// How many votes may wait; beyond it the service says that it is busy, and readers' devices keep their votes.
const MOST: usize = 8192;

pub type Answer = Result<VoteOutcome, StoreError>;

/// A vote, and the channel for its answer.
pub struct Job {
    pub request: VoteRequest,
    pub answer: oneshot::Sender<Answer>,
}

/// Votes on some articles, for one transaction. When it is dropped, also by a panic, the articles are free again, and
/// votes that are still in it are answered with "try again in some seconds".
pub struct Batch {
    pub jobs: Vec<Job>,
    articles: Vec<Slug>,
    queue: Arc<Queue>,
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.queue.done(std::mem::take(&mut self.articles));
    }
}

#[derive(Default)]
struct Waiting {
    by_article: HashMap<Slug, VecDeque<Job>>,
    /// The articles whose votes wait, in the order of their turns.
    order: VecDeque<Slug>,
    at_work: HashSet<Slug>,
    count: usize,
}

pub struct Queue {
    waiting: Mutex<Waiting>,
    news: Notify,
    group: Group,
}

impl Queue {
    pub fn new(group: Group) -> Self {
        Self { waiting: Mutex::default(), news: Notify::new(), group }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a vote to the queue.
    pub fn submit(&self, request: VoteRequest) -> Result<oneshot::Receiver<Answer>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let slug = request.slug.clone();
        {
            let mut waiting = self.waiting();
            if waiting.count >= MOST {
                return Err(StoreError::Busy);
            }
            waiting.count += 1;
            let jobs = waiting.by_article.entry(slug.clone()).or_default();
            jobs.push_back(Job { request, answer });
            let is_first = jobs.len() == 1;
            if is_first && !waiting.at_work.contains(&slug) {
                waiting.order.push_back(slug);
            }
        }
        self.news.notify_one();
        Ok(answered)
    }

    /// Waits for votes, and takes the next ones.
    pub async fn next(self: &Arc<Self>) -> Batch {
        loop {
            let news = self.news.notified();
            if let Some(batch) = self.take() {
                return batch;
            }
            news.await;
        }
    }

    fn take(self: &Arc<Self>) -> Option<Batch> {
        let mut waiting = self.waiting();
        let queue = Arc::clone(self);
        let mut batch = Batch { jobs: Vec::new(), articles: Vec::new(), queue };
        while batch.jobs.len() < self.group.0 {
            let Some(slug) = waiting.order.pop_front() else { break };
            let room = self.group.0 - batch.jobs.len();
            if let Some(jobs) = waiting.by_article.get_mut(&slug) {
                let taken = jobs.len().min(room);
                batch.jobs.extend(jobs.drain(..taken));
                if jobs.is_empty() {
                    waiting.by_article.remove(&slug);
                }
            }
            waiting.at_work.insert(slug.clone());
            batch.articles.push(slug);
        }
        waiting.count -= batch.jobs.len();
        let is_more = !waiting.order.is_empty();
        // Unlocked before the batch can be dropped, which locks it again.
        drop(waiting);
        if is_more {
            self.news.notify_one();
        }
        (!batch.jobs.is_empty()).then_some(batch)
    }

    /// Answers all votes that wait, since nobody is there to store them.
    pub fn refuse(&self) {
        let mut waiting = self.waiting();
        waiting.order.clear();
        waiting.count = 0;
        let refused = std::mem::take(&mut waiting.by_article);
        drop(waiting);
        for job in refused.into_values().flatten() {
            let _ = job.answer.send(Err(StoreError::Interrupted(Part::Votes)));
        }
    }

    /// Frees these articles; those with new votes get a turn again.
    fn done(&self, articles: Vec<Slug>) {
        let mut waiting = self.waiting();
        for slug in articles {
            waiting.at_work.remove(&slug);
            if waiting.by_article.contains_key(&slug) {
                waiting.order.push_back(slug);
            }
        }
        let is_more = !waiting.order.is_empty();
        drop(waiting);
        if is_more {
            self.news.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submit(queue: &Queue, slug: &str, reader: u8) {
        // Nobody waits for the answer.
        drop(queue.submit(VoteRequest::new(Slug::new(slug).unwrap(), [reader; 16], None)).unwrap());
    }

    /// Whose votes are in it.
    fn votes(batch: &Batch) -> Vec<(String, u8)> {
        batch.jobs.iter().map(|job| (job.request.slug.to_string(), job.request.reader[0])).collect()
    }

    fn vote(slug: &str, reader: u8) -> (String, u8) {
        (slug.to_owned(), reader)
    }

    #[test]
    fn an_article_is_in_one_transaction_at_a_time_and_others_go_on() {
        let queue = Arc::new(Queue::new(Group::default()));
        submit(&queue, "a", 1);
        submit(&queue, "a", 2);
        let first = queue.take().unwrap();
        assert_eq!(votes(&first), [vote("a", 1), vote("a", 2)]);
        submit(&queue, "a", 3);
        assert!(queue.take().is_none(), "a is at work");
        submit(&queue, "b", 4);
        assert_eq!(votes(&queue.take().unwrap()), [vote("b", 4)]);
        drop(first);
        assert_eq!(votes(&queue.take().unwrap()), [vote("a", 3)]);
    }

    #[test]
    fn a_transaction_is_bounded_and_keeps_the_order() {
        let queue = Arc::new(Queue::new(Group(2)));
        for reader in 1..=3 {
            submit(&queue, "a", reader);
        }
        submit(&queue, "b", 4);
        let first = queue.take().unwrap();
        assert_eq!(votes(&first), [vote("a", 1), vote("a", 2)]);
        assert_eq!(votes(&queue.take().unwrap()), [vote("b", 4)]);
        drop(first);
        assert_eq!(votes(&queue.take().unwrap()), [vote("a", 3)]);
        assert_eq!(queue.waiting().count, 0);
    }

    #[test]
    fn an_article_of_a_worker_that_died_is_free_again_and_its_votes_are_answered() {
        let queue = Arc::new(Queue::new(Group::default()));
        let request = |reader| VoteRequest::new(Slug::new("a").unwrap(), [reader; 16], None);
        let mut first = queue.submit(request(1)).unwrap();
        let mut second = None;
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _batch = queue.take().unwrap();
            second = Some(queue.submit(request(2)).unwrap());
            panic!("with the votes in its hands");
        }));
        assert!(died.is_err());
        assert!(first.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Closed));
        assert_eq!(votes(&queue.take().unwrap()), [vote("a", 2)]);
    }

    #[test]
    fn where_nobody_works_nobody_waits() {
        let queue = Arc::new(Queue::new(Group::default()));
        let request = || VoteRequest::new(Slug::new("a").unwrap(), [1; 16], None);
        let mut waiting = queue.submit(request()).unwrap();
        queue.refuse();
        assert!(matches!(waiting.try_recv(), Ok(Err(StoreError::Interrupted(Part::Votes)))));
        assert!(queue.take().is_none());
        drop(queue.submit(request()).unwrap());
        assert_eq!(queue.take().unwrap().jobs.len(), 1, "the next one is taken as ever");
    }

    #[test]
    fn past_a_bound_the_queue_is_busy() {
        let queue = Queue::new(Group::default());
        for _ in 0..MOST {
            submit(&queue, "a", 1);
        }
        let request = VoteRequest::new(Slug::new("b").unwrap(), [1; 16], None);
        assert!(matches!(queue.submit(request), Err(StoreError::Busy)));
    }
}
