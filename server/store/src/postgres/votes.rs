//! Stores votes in groups: one transaction for all that wait, answered when it is committed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bantin_core::repeats::Repeats;
use bantin_model::{RatingSummary, Slug, Stars};
use deadpool_postgres::{Pool, Transaction};
use jiff::Timestamp;
use tokio_postgres::Row;

use super::queue::{Job, Queue};
use super::{NOW, PUBLIC, article_id};
use crate::ledger::tally::{AppliedVote, Tally, Vote};
use crate::ledger::{ReaderId, VoteOutcome, VoteRequest};
use crate::sqlite::StoreError;
use crate::watched::{Failure, Part, Rounds, Watched};

/// How long a transaction may take before its votes are given up: a database that does not answer must not keep their
/// articles from other transactions.
const LONGEST: Duration = Duration::from_secs(20);

/// A worker that stores votes as they come.
pub struct VoteWriter {
    pub pool: Pool,
    pub queue: Arc<Queue>,
    pub watched: Watched,
    /// The messages about the database that were written lately.
    pub said: Arc<Repeats>,
}

#[async_trait]
impl Rounds for VoteWriter {
    const WAITS: bool = true;

    fn every(&self) -> Duration {
        Duration::ZERO
    }

    async fn round(&mut self) -> Result<(), Failure> {
        // Dropping it frees its articles, whatever happens here.
        let mut batch = self.queue.next().await;
        self.commit(std::mem::take(&mut batch.jobs)).await;
        Ok(())
    }

    fn refuse(&self) {
        self.queue.refuse();
    }
}

impl VoteWriter {
    async fn commit(&self, jobs: Vec<Job>) {
        let requests: Vec<&VoteRequest> = jobs.iter().map(|job| &job.request).collect();
        match self.apply(&requests).await {
            Ok(outcomes) => {
                for (job, outcome) in jobs.into_iter().zip(outcomes) {
                    // The receiver may be gone; the vote is stored all the same.
                    let _ = job.answer.send(Ok(outcome));
                }
            }
            // The votes may be stored, with only the answer lost. The devices ask again.
            Err(error) if error.is_passing() => {
                if let Some(again) = self.said.may_say(&error.to_string()) {
                    let votes = jobs.len();
                    tracing::error!(%error, votes, again, "votes could not be stored now");
                }
                for job in jobs {
                    let _ = job.answer.send(Err(StoreError::Busy));
                }
            }
            // One vote that cannot be stored must not keep the others from being stored.
            Err(_) if jobs.len() > 1 => {
                for job in jobs {
                    let outcome = self.apply(&[&job.request]).await;
                    let outcome =
                        outcome.and_then(|one| one.into_iter().next().ok_or(StoreError::Busy));
                    let _ = job.answer.send(outcome);
                }
            }
            Err(error) => {
                if let Some(job) = jobs.into_iter().next() {
                    let _ = job.answer.send(Err(error));
                }
            }
        }
    }

    async fn apply(&self, requests: &[&VoteRequest]) -> Result<Vec<VoteOutcome>, StoreError> {
        let applied = apply(&self.pool, &self.watched, requests);
        tokio::time::timeout(LONGEST, applied).await.unwrap_or(Err(StoreError::Busy))
    }
}

/// Applies vote requests in one transaction; answers them in their order.
async fn apply(
    pool: &Pool,
    watched: &Watched,
    requests: &[&VoteRequest],
) -> Result<Vec<VoteOutcome>, StoreError> {
    let mut client = pool.get().await?;
    let t = client.transaction().await?;
    let mut tallies = lock(&t, requests).await?;
    watched.strike(Part::Votes)?;
    let (known, revoked) = tokio::try_join!(votes_of(&t, requests), revoked_of(&t, requests))?;
    let mut batch = Changes { at: Timestamp::now().as_second(), known, ..Changes::default() };
    let mut outcomes = Vec::with_capacity(requests.len());
    for request in requests {
        let Some(tally) = tallies.get_mut(&request.slug) else {
            outcomes.push(VoteOutcome::NoArticle);
            continue;
        };
        let known = batch.known.get(&(tally.article, request.reader)).copied();
        let applied = tally.apply_vote(request, known, revoked.contains(&request.reader));
        outcomes.push(batch.take(tally.article, request, applied));
    }
    let changed: Vec<&Tally> = tallies.values().filter(|tally| tally.is_changed).collect();
    tokio::try_join!(batch.write_votes(&t), batch.write_log(&t), write_tallies(&t, &changed))?;
    t.commit().await?;
    Ok(outcomes)
}

/// Keeps the planner from reading whole tables to find rows by key, whatever the tables' sizes were when the statement
/// was planned, and keeps anybody from waiting long.
const MANNERS: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off; SET LOCAL lock_timeout = '5s'";

/// Reads and locks the counters of the articles voted on. Always in the order of their ids, so that two transactions
/// never wait for each other.
async fn lock(
    t: &Transaction<'_>,
    requests: &[&VoteRequest],
) -> Result<HashMap<Slug, Tally>, StoreError> {
    let slugs: HashMap<i64, &Slug> =
        requests.iter().map(|request| (article_id(&request.slug), &request.slug)).collect();
    let ids: Vec<i64> = slugs.keys().copied().collect();
    let sql = format!(
        "SELECT id, slug, closed, votes1, votes2, votes3, votes4, votes5 FROM article
         WHERE id = ANY ($1) AND {PUBLIC} ORDER BY id FOR NO KEY UPDATE"
    );
    let statement = t.prepare_cached(&sql).await?;
    let manners = async { t.batch_execute(MANNERS).await };
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 1] = [&ids];
    let rows = async { t.query(&statement, &parameters).await };
    let ((), rows) = tokio::try_join!(manners, rows)?;
    let mut tallies = HashMap::new();
    for row in rows {
        let tally = tally_of(&row)?;
        // Two slugs may have the same hash, and so the same id.
        if slugs.get(&tally.article).is_some_and(|asked| **asked == tally.slug) {
            tallies.insert(tally.slug.clone(), tally);
        }
    }
    Ok(tallies)
}

fn tally_of(row: &Row) -> Result<Tally, StoreError> {
    Ok(Tally {
        article: row.try_get(0)?,
        slug: super::slug_of(row.try_get(1)?)?,
        closed: row.try_get::<_, i16>(2)? != 0,
        histogram: histogram(row, 3)?,
        is_changed: false,
    })
}

/// Five counters, from column `first` on.
pub(super) fn histogram(row: &Row, first: usize) -> Result<[u64; 5], StoreError> {
    let mut histogram = [0; 5];
    for (offset, votes) in histogram.iter_mut().enumerate() {
        *votes = count(row.try_get(first + offset)?);
    }
    Ok(histogram)
}

/// A count that the database stores as a signed number.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// A count as the database's signed number: no count reaches 2^63, and sequence numbers end sooner.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn vote_of(stars: Option<i16>, sequence: i64) -> Result<Vote, StoreError> {
    let stars = stars.map(|stars| Stars::new(u8::try_from(stars).unwrap_or_default())).transpose();
    let stars = stars.map_err(|error| StoreError::Stored(error.to_string()))?;
    Ok(Vote { stars, sequence: count(sequence) })
}

type Votes = HashMap<(i64, ReaderId), Vote>;

async fn votes_of(t: &Transaction<'_>, requests: &[&VoteRequest]) -> Result<Votes, StoreError> {
    let asked: HashSet<(i64, &ReaderId)> =
        requests.iter().map(|request| (article_id(&request.slug), &request.reader)).collect();
    let articles: Vec<i64> = asked.iter().map(|(article, _)| *article).collect();
    let readers: Vec<&[u8]> = asked.iter().map(|(_, reader)| reader.as_slice()).collect();
    let sql = "SELECT v.article, v.reader, v.stars, v.sequence
               FROM unnest($1::bigint[], $2::bytea[]) AS asked (article, reader)
               JOIN vote v ON v.article = asked.article AND v.reader = asked.reader";
    let statement = t.prepare_cached(sql).await?;
    let rows = t.query(&statement, &[&articles, &readers]).await?;
    let mut votes = Votes::new();
    for row in rows {
        let reader = reader_of(row.try_get(1)?)?;
        votes.insert((row.try_get(0)?, reader), vote_of(row.try_get(2)?, row.try_get(3)?)?);
    }
    Ok(votes)
}

pub(super) fn reader_of(bytes: &[u8]) -> Result<ReaderId, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Stored("a reader of another length".to_owned()))
}

async fn revoked_of(
    t: &Transaction<'_>,
    requests: &[&VoteRequest],
) -> Result<HashSet<ReaderId>, StoreError> {
    let readers: Vec<&[u8]> = requests.iter().map(|request| request.reader.as_slice()).collect();
    let statement = t.prepare_cached("SELECT reader FROM revoked WHERE reader = ANY ($1)").await?;
    let rows = t.query(&statement, &[&readers]).await?;
    rows.iter().map(|row| reader_of(row.try_get(0)?)).collect()
}

/// An entry of the log.
struct Entry {
    article: i64,
    reader: ReaderId,
    before: Option<Stars>,
    stars: Option<Stars>,
    network: Option<[u8; 8]>,
}

/// The changes that a transaction writes.
#[derive(Default)]
struct Changes {
    /// The time of the votes, in Unix seconds.
    at: i64,
    /// The votes after the vote requests so far.
    known: Votes,
    /// The votes that differ from what is stored.
    changed: HashSet<(i64, ReaderId)>,
    log: Vec<Entry>,
}

impl Changes {
    fn take(&mut self, article: i64, request: &VoteRequest, applied: AppliedVote) -> VoteOutcome {
        let AppliedVote { outcome, stored } = applied;
        if let Some((vote, before)) = stored {
            let key = (article, request.reader);
            self.known.insert(key, vote);
            self.changed.insert(key);
            if before != vote.stars {
                let (reader, network) = (request.reader, request.network);
                self.log.push(Entry { article, reader, before, stars: vote.stars, network });
            }
        }
        outcome
    }

    async fn write_votes(&self, t: &Transaction<'_>) -> Result<(), StoreError> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let all = || self.changed.iter().filter_map(|key| Some((key, self.known.get(key)?)));
        let articles: Vec<i64> = all().map(|((article, _), _)| *article).collect();
        let readers: Vec<&[u8]> = all().map(|((_, reader), _)| reader.as_slice()).collect();
        let stars: Vec<Option<i16>> = all().map(|(_, vote)| small(vote.stars)).collect();
        let sequences: Vec<i64> = all().map(|(_, vote)| number(vote.sequence)).collect();
        let sql = "INSERT INTO vote (article, reader, stars, sequence)
             SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::smallint[], $4::bigint[])
             ON CONFLICT (article, reader)
             DO UPDATE SET stars = excluded.stars, sequence = excluded.sequence";
        let statement = t.prepare_cached(sql).await?;
        t.execute(&statement, &[&articles, &readers, &stars, &sequences]).await?;
        Ok(())
    }

    async fn write_log(&self, t: &Transaction<'_>) -> Result<(), StoreError> {
        if self.log.is_empty() {
            return Ok(());
        }
        let articles: Vec<i64> = self.log.iter().map(|entry| entry.article).collect();
        let readers: Vec<&[u8]> = self.log.iter().map(|entry| entry.reader.as_slice()).collect();
        let before: Vec<Option<i16>> = self.log.iter().map(|entry| small(entry.before)).collect();
        let stars: Vec<Option<i16>> = self.log.iter().map(|entry| small(entry.stars)).collect();
        let networks: Vec<Option<&[u8]>> =
            self.log.iter().map(|entry| entry.network.as_ref().map(<[u8; 8]>::as_slice)).collect();
        let sql = "INSERT INTO vote_log (at, article, reader, before, stars, network)
             SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::smallint[], $5::smallint[], $6::bytea[])";
        let statement = t.prepare_cached(sql).await?;
        t.execute(&statement, &[&self.at, &articles, &readers, &before, &stars, &networks]).await?;
        Ok(())
    }
}

fn small(stars: Option<Stars>) -> Option<i16> {
    stars.map(|stars| i16::from(stars.get()))
}

async fn write_tallies(t: &Transaction<'_>, tallies: &[&Tally]) -> Result<(), StoreError> {
    if tallies.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = tallies.iter().map(|tally| tally.article).collect();
    let column = |star: usize| -> Vec<i64> {
        tallies.iter().map(|tally| tally.histogram.get(star).map_or(0, |n| number(*n))).collect()
    };
    let sql = format!(
        "UPDATE article SET votes1 = n.one, votes2 = n.two, votes3 = n.three, votes4 = n.four,
             votes5 = n.five, changed = {NOW}
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
             AS n (id, one, two, three, four, five) WHERE article.id = n.id"
    );
    let statement = t.prepare_cached(&sql).await?;
    t.execute(&statement, &[&ids, &column(0), &column(1), &column(2), &column(3), &column(4)])
        .await?;
    Ok(())
}

/// The committed rating of an article, with the vote of `reader`.
pub(super) async fn rating(
    pool: &Pool,
    slug: &Slug,
    reader: Option<&ReaderId>,
) -> Result<Option<RatingSummary>, StoreError> {
    let client = pool.get().await?;
    let sql = format!(
        "SELECT a.id, a.slug, a.closed, a.votes1, a.votes2, a.votes3, a.votes4, a.votes5,
                   v.stars, v.sequence
               FROM article a LEFT JOIN vote v ON v.article = a.id AND v.reader = $2
               WHERE a.id = $1 AND a.slug = $3 AND {PUBLIC}"
    );
    let statement = client.prepare_cached(&sql).await?;
    let reader = reader.map(ReaderId::as_slice).unwrap_or_default();
    let row = client.query_opt(&statement, &[&article_id(slug), &reader, &slug.as_str()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mine = match row.try_get::<_, Option<i64>>(9)? {
        Some(sequence) => Some(vote_of(row.try_get(8)?, sequence)?),
        None => None,
    };
    Ok(Some(tally_of(&row)?.summary(mine)))
}
