//! Votes. A vote and the counters of its article change in one transaction, so that the counters equal
//! the votes at any instant.

use std::collections::HashMap;

use bantin_model::{RatingSummary, Slug, Stars};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::redirects::article_at;
use super::rows::NOW;
use super::writer::Writer;
use super::{Store, StoreError, WriteTransaction};
use crate::ledger::tally::{AppliedVote, Tally, Vote};
use crate::ledger::{ReaderId, VoteOutcome, VoteRequest};
use crate::watched::{Part, Watched};

impl Store {
    /// The rating of an article, and the reader's own vote; `None` when there is no such article.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rating(
        &self,
        slug: &Slug,
        reader: Option<&ReaderId>,
    ) -> Result<Option<RatingSummary>, StoreError> {
        self.read(|c| {
            let Some(tally) = tally_of(c, slug)? else { return Ok(None) };
            let mine = match reader {
                Some(reader) => vote_of(c, tally.article, reader)?,
                None => None,
            };
            Ok(Some(tally.summary(mine)))
        })
    }

    /// Articles whose counters differ from their votes; empty unless something is broken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn miscounted(&self) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT slug FROM article a
                 WHERE (votes1, votes2, votes3, votes4, votes5) <> ({COUNTED}) ORDER BY slug"
            );
            let mut statement = c.prepare(&sql)?;
            let slugs = statement.query_map([], |row| row.get(0))?;
            Ok(slugs.collect::<Result<_, _>>()?)
        })
    }
}

/// SQL: the counters of article `a`, counted from its votes.
pub(super) const COUNTED: &str =
    "SELECT count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2),
            count(*) FILTER (WHERE stars = 3), count(*) FILTER (WHERE stars = 4),
            count(*) FILTER (WHERE stars = 5)
     FROM vote WHERE article = a.id";

/// Applies vote requests in one transaction; answers them in their order.
///
/// # Errors
/// [`StoreError`]; every vote is then as it was before.
pub(super) fn apply<'a>(
    writer: &Writer,
    watched: &Watched,
    requests: impl Iterator<Item = &'a VoteRequest>,
) -> Result<Vec<VoteOutcome>, StoreError> {
    writer.write(|transaction| {
        let now = Timestamp::now().as_second();
        let mut batch =
            Batch { transaction, now, tallies: HashMap::new(), articles: HashMap::new() };
        let outcomes = requests.map(|request| batch.take(request)).collect::<Result<_, _>>()?;
        watched.strike(Part::Votes)?;
        batch.finish()?;
        Ok(outcomes)
    })
}

/// The counters of the article at `slug`, which may be an earlier address.
fn tally_of(c: &Connection, slug: &Slug) -> Result<Option<Tally>, StoreError> {
    let sql = "SELECT closed, votes1, votes2, votes3, votes4, votes5 FROM article WHERE id = ?1";
    let Some((article, slug)) = article_at(c, slug)? else { return Ok(None) };
    let tally = c.prepare_cached(sql)?.query_row([article], |row| {
        Ok(Tally {
            article,
            slug,
            closed: row.get::<_, i64>(0)? != 0,
            histogram: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?],
            is_changed: false,
        })
    });
    Ok(Some(tally?))
}

/// Vote requests in one transaction. The counters of an article are written once, however many of the votes are on it.
struct Batch<'a> {
    transaction: &'a WriteTransaction<'a>,
    now: i64,
    /// By the article's id.
    tallies: HashMap<i64, Tally>,
    /// The article for each address that a vote named, which may be an earlier address.
    articles: HashMap<Slug, Option<i64>>,
}

impl Batch<'_> {
    fn take(&mut self, request: &VoteRequest) -> Result<VoteOutcome, StoreError> {
        let c = self.transaction;
        if !self.articles.contains_key(&request.slug) {
            let tally = tally_of(c, &request.slug)?;
            self.articles.insert(request.slug.clone(), tally.as_ref().map(|tally| tally.article));
            if let Some(tally) = tally {
                self.tallies.entry(tally.article).or_insert(tally);
            }
        }
        let article = self.articles.get(&request.slug).copied().flatten();
        let Some(tally) = article.and_then(|article| self.tallies.get_mut(&article)) else {
            return Ok(VoteOutcome::NoArticle);
        };
        let is_revoked = c
            .prepare_cached("SELECT 1 FROM revoked WHERE reader = ?1")?
            .exists([request.reader])?;
        let known = vote_of(c, tally.article, &request.reader)?;
        let AppliedVote { outcome, stored } = tally.apply_vote(request, known, is_revoked);
        let Some((vote, before)) = stored else { return Ok(outcome) };
        c.prepare_cached(
            "INSERT INTO vote (article, reader, stars, sequence) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article, reader) DO UPDATE SET stars = ?3, sequence = ?4",
        )?
        .execute(params![
            tally.article,
            request.reader,
            number(vote.stars),
            vote.sequence
        ])?;
        if before != vote.stars {
            c.prepare_cached(
                "INSERT INTO vote_log (at, article, reader, before, stars, network)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                self.now,
                tally.article,
                request.reader,
                number(before),
                number(vote.stars),
                request.network,
            ])?;
        }
        Ok(outcome)
    }

    fn finish(self) -> Result<(), StoreError> {
        let tallies = self.tallies.into_values();
        for tally in tallies.filter(|tally| tally.is_changed) {
            write(self.transaction, tally.article, &tally.histogram)?;
        }
        Ok(())
    }
}

/// Writes an article's counters, and stamps it as changed.
pub(super) fn write(
    c: &WriteTransaction<'_>,
    article: i64,
    counters: &[u64; 5],
) -> Result<(), StoreError> {
    let [one, two, three, four, five] = counters;
    c.prepare_cached(
        "UPDATE record SET votes1 = ?2, votes2 = ?3, votes3 = ?4, votes4 = ?5, votes5 = ?6
         WHERE id = ?1",
    )?
    .execute(params![article, one, two, three, four, five])?;
    // A statement of its own, so that the index of changes is touched only when the clock has moved on.
    c.prepare_cached(&format!(
        "UPDATE record SET changed = {NOW} WHERE id = ?1 AND changed <> {NOW}"
    ))?
    .execute([article])?;
    Ok(())
}

fn number(stars: Option<Stars>) -> Option<u8> {
    stars.map(Stars::get)
}

fn vote_of(c: &Connection, article: i64, reader: &ReaderId) -> Result<Option<Vote>, StoreError> {
    let sql = "SELECT stars, sequence FROM vote WHERE article = ?1 AND reader = ?2";
    let row: Option<(Option<u8>, u64)> = c
        .prepare_cached(sql)?
        .query_row(params![article, reader], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((stars, sequence)) = row else { return Ok(None) };
    let stars = stars.map(Stars::new).transpose();
    let stars = stars.map_err(|error| StoreError::Stored(error.to_string()))?;
    Ok(Some(Vote { stars, sequence }))
}
