//! Votes that wait, by article. Several transactions are at work at once, each article in at most one of
//! them: votes on it stay in their order, and those on others do not wait for whoever holds it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bantin_model::Slug;
use tokio::sync::{Notify, oneshot};

use crate::ledger::{Ballot, Group, Verdict};
use crate::store::StoreError;

/// Votes that may wait; past it the service says that it is busy, and readers' devices keep theirs.
const MOST: usize = 8192;

pub type Answer = Result<Verdict, StoreError>;

/// A vote and who waits for it.
pub struct Job {
    pub ballot: Ballot,
    pub answer: oneshot::Sender<Answer>,
}

/// Votes on some articles, for one transaction.
pub struct Batch {
    pub jobs: Vec<Job>,
    articles: Vec<Slug>,
}

#[derive(Default)]
struct Waiting {
    by_article: HashMap<Slug, VecDeque<Job>>,
    /// Articles whose turn comes, in the order of it.
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

    /// Lets a vote wait for its turn.
    pub fn submit(&self, ballot: Ballot) -> Result<oneshot::Receiver<Answer>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let slug = ballot.slug.clone();
        {
            let mut waiting = self.waiting();
            if waiting.count >= MOST {
                return Err(StoreError::Busy);
            }
            waiting.count += 1;
            let jobs = waiting.by_article.entry(slug.clone()).or_default();
            jobs.push_back(Job { ballot, answer });
            let is_first = jobs.len() == 1;
            if is_first && !waiting.at_work.contains(&slug) {
                waiting.order.push_back(slug);
            }
        }
        self.news.notify_one();
        Ok(answered)
    }

    /// The next votes, when there are some.
    pub async fn next(&self) -> Batch {
        loop {
            let news = self.news.notified();
            if let Some(batch) = self.take() {
                return batch;
            }
            news.await;
        }
    }

    fn take(&self) -> Option<Batch> {
        let mut waiting = self.waiting();
        let mut batch = Batch { jobs: Vec::new(), articles: Vec::new() };
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
        drop(waiting);
        if is_more {
            self.news.notify_one();
        }
        (!batch.jobs.is_empty()).then_some(batch)
    }

    /// These articles' votes have been dealt with; those that came meanwhile have their turn.
    pub fn done(&self, articles: Vec<Slug>) {
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

impl Batch {
    /// The votes, and the articles to give back when they are dealt with.
    pub fn split(self) -> (Vec<Job>, Vec<Slug>) {
        (self.jobs, self.articles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submit(queue: &Queue, slug: &str, reader: u8) {
        // Nobody waits for the answer.
        drop(queue.submit(Ballot::new(Slug::new(slug).unwrap(), [reader; 16], None)).unwrap());
    }

    /// Whose votes are taken out together, and their articles.
    type Taken = (Vec<(String, u8)>, Vec<Slug>);

    fn taken(queue: &Queue) -> Option<Taken> {
        let (jobs, articles) = queue.take()?.split();
        let of = |job: Job| (job.ballot.slug.to_string(), job.ballot.reader[0]);
        Some((jobs.into_iter().map(of).collect(), articles))
    }

    #[test]
    fn an_article_is_in_one_transaction_at_a_time_and_others_go_on() {
        let queue = Queue::new(Group::default());
        submit(&queue, "a", 1);
        submit(&queue, "a", 2);
        let (first, articles) = taken(&queue).unwrap();
        assert_eq!(first, [("a".to_owned(), 1), ("a".to_owned(), 2)]);
        submit(&queue, "a", 3);
        assert!(taken(&queue).is_none(), "a is at work");
        submit(&queue, "b", 4);
        assert_eq!(taken(&queue).unwrap().0, [("b".to_owned(), 4)]);
        queue.done(articles);
        assert_eq!(taken(&queue).unwrap().0, [("a".to_owned(), 3)]);
    }

    #[test]
    fn a_transaction_is_bounded_and_keeps_the_order() {
        let queue = Queue::new(Group(2));
        for reader in 1..=3 {
            submit(&queue, "a", reader);
        }
        submit(&queue, "b", 4);
        let (first, articles) = taken(&queue).unwrap();
        assert_eq!(first, [("a".to_owned(), 1), ("a".to_owned(), 2)]);
        assert_eq!(taken(&queue).unwrap().0, [("b".to_owned(), 4)]);
        queue.done(articles);
        assert_eq!(taken(&queue).unwrap().0, [("a".to_owned(), 3)]);
        assert_eq!(queue.waiting().count, 0);
    }

    #[test]
    fn past_a_bound_the_queue_is_busy() {
        let queue = Queue::new(Group::default());
        for _ in 0..MOST {
            submit(&queue, "a", 1);
        }
        let ballot = Ballot::new(Slug::new("b").unwrap(), [1; 16], None);
        assert!(matches!(queue.submit(ballot), Err(StoreError::Busy)));
    }
}
