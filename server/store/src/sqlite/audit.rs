//! Ratings and votes for an operator to look at and to mend: ratings as a table, patterns in the log of votes,
//! resetting, recounting, closing, deleting what is old.

use bantin_model::{RatingSummary, Slug};
use rusqlite::{Connection, OptionalExtension, params};

use super::rows::NOW;
use super::votes::{COUNTED, write};
use super::{Store, StoreError, WriteTransaction};
use crate::ledger::{Anomaly, CastVote, ClosedBy, ReaderId, VOTES_AT_ONCE};

impl Store {
    /// The rating of every article, in the order of slugs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare(
                "SELECT slug, closed, votes1, votes2, votes3, votes4, votes5 FROM article
                 ORDER BY slug",
            )?;
            let mut rows = statement.query([])?;
            let mut ratings = Vec::new();
            while let Some(row) = rows.next()? {
                let slug = Slug::new(row.get::<_, String>(0)?)
                    .map_err(|error| StoreError::Stored(error.to_string()))?;
                let histogram = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
                ratings.push(RatingSummary {
                    closed: row.get::<_, i64>(1)? != 0,
                    ..RatingSummary::of(slug, histogram, None)
                });
            }
            Ok(ratings)
        })
    }

    /// At most [`VOTES_AT_ONCE`] votes on an article, in the order of their readers, from the one after `after` on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn votes_of(
        &self,
        slug: &Slug,
        after: Option<ReaderId>,
    ) -> Result<Vec<CastVote>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT lower(hex(reader)), stars, sequence FROM vote
                 WHERE article = (SELECT id FROM article WHERE slug = ?1) AND reader > ?2
                 ORDER BY reader LIMIT ?3",
            )?;
            let after = after.map(Vec::from).unwrap_or_default();
            let rows = statement.query_map(
                params![slug.as_str(), after, VOTES_AT_ONCE as u64],
                |row| {
                    Ok(CastVote {
                        slug: slug.to_string(),
                        reader: row.get(0)?,
                        stars: row.get(1)?,
                        sequence: row.get(2)?,
                    })
                },
            )?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Patterns in the log of votes that are worth a look: at least `least` votes in an hour that belong together.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn anomalies(&self, least: u64) -> Result<Vec<Anomaly>, StoreError> {
        self.read(|c| {
            let mut found = Vec::new();
            let mut by_network = c.prepare(
                "SELECT lower(hex(network)), slug, count(*), count(DISTINCT reader), at / 3600 * 3600
                 FROM vote_log l JOIN article a ON a.id = l.article
                 WHERE network IS NOT NULL GROUP BY network, l.article, at / 3600
                 HAVING count(*) >= ?1 ORDER BY count(*) DESC",
            )?;
            let mut rows = by_network.query([least])?;
            while let Some(row) = rows.next()? {
                found.push(Anomaly::Network {
                    network: row.get(0)?,
                    slug: row.get(1)?,
                    votes: row.get(2)?,
                    readers: row.get(3)?,
                    hour: row.get(4)?,
                });
            }
            let mut by_reader = c.prepare(
                "SELECT lower(hex(reader)), count(*), at / 3600 * 3600 FROM vote_log
                 GROUP BY reader, at / 3600 HAVING count(*) >= ?1 ORDER BY count(*) DESC",
            )?;
            let mut rows = by_reader.query([least])?;
            while let Some(row) = rows.next()? {
                let (reader, votes, hour) = (row.get(0)?, row.get(1)?, row.get(2)?);
                found.push(Anomaly::Reader { reader, votes, hour });
            }
            let mut by_burst = c.prepare(
                "SELECT slug, sum(n), stars, max(n) * 100 / sum(n), hour * 3600 FROM (
                     SELECT article, at / 3600 AS hour, stars, count(*) AS n FROM vote_log
                     WHERE stars IS NOT NULL GROUP BY article, at / 3600, stars
                 ) JOIN article a ON a.id = article
                 GROUP BY article, hour HAVING sum(n) >= ?1 AND max(n) * 100 / sum(n) >= 90
                 ORDER BY sum(n) DESC",
            )?;
            let mut rows = by_burst.query([least])?;
            while let Some(row) = rows.next()? {
                found.push(Anomaly::Burst {
                    slug: row.get(0)?,
                    votes: row.get(1)?,
                    stars: row.get(2)?,
                    share: row.get(3)?,
                    hour: row.get(4)?,
                });
            }
            Ok(found)
        })
    }

    /// Takes every vote of an article out; answers how many, `None` when there is no such article.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn reset(&self, slug: &Slug) -> Result<Option<u64>, StoreError> {
        self.write(|t| {
            let Some(article) = id_of(t, slug)? else { return Ok(None) };
            let votes = t.query_row(
                "SELECT count(*) FROM vote WHERE article = ?1 AND stars IS NOT NULL",
                [article],
                |row| row.get(0),
            )?;
            // A vote that a device has not sent yet counts as one after the reset. A vote that was removed must not
            // come back with a late copy of itself, so its sequence number stays.
            t.execute("UPDATE vote SET stars = NULL WHERE article = ?1", [article])?;
            recount(t, article)?;
            Ok(Some(votes))
        })
    }

    /// Counts the votes of every article again, and answers the articles whose counters were wrong. Votes go on
    /// meanwhile, and wait only while the counters of one article are mended.
    ///
    /// # Errors
    /// [`StoreError`]; some are mended then.
    pub fn recount(&self) -> Result<Vec<String>, StoreError> {
        let wrong = self.miscounted()?;
        for slug in &wrong {
            self.write(|t| {
                let sql = "SELECT id FROM article WHERE slug = ?1";
                // It may have been withdrawn meanwhile.
                let article = t.query_row(sql, [slug], |row| row.get(0)).optional()?;
                article.map_or(Ok(()), |article| recount(t, article))
            })?;
        }
        Ok(wrong)
    }

    /// Closes an article to votes, or opens it; false when there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_closed(&self, slug: &Slug, closed: Option<ClosedBy>) -> Result<bool, StoreError> {
        self.write(|t| {
            let sql = format!("UPDATE record SET closed = ?2, changed = {NOW} WHERE slug = ?1");
            let changed = t.execute(&sql, params![slug.as_str(), ClosedBy::number(closed)])?;
            Ok(changed > 0)
        })
    }

    /// Deletes readings before `day` (`YYYY-MM-DD`) and log entries before `second` (Unix), some thousand at a time so
    /// that no vote waits long. Answers whether more is left.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError> {
        const AT_ONCE: usize = 5000;
        self.write(|t| {
            let readings = t.execute(
                "DELETE FROM reading WHERE (day, article, reader) IN
                 (SELECT day, article, reader FROM reading WHERE day < ?1 LIMIT ?2)",
                params![day, AT_ONCE as u64],
            )?;
            let entries = t.execute(
                "DELETE FROM vote_log WHERE id IN (SELECT id FROM vote_log WHERE at < ?1 LIMIT ?2)",
                params![second, AT_ONCE as u64],
            )?;
            Ok(readings == AT_ONCE || entries == AT_ONCE)
        })
    }
}

fn id_of(c: &Connection, slug: &Slug) -> Result<Option<i64>, StoreError> {
    Ok(c.query_row("SELECT id FROM article WHERE slug = ?1", [slug.as_str()], |row| row.get(0))
        .optional()?)
}

/// Sets an article's counters to the number of its votes.
pub(super) fn recount(c: &WriteTransaction<'_>, article: i64) -> Result<(), StoreError> {
    let counted =
        c.prepare_cached(&COUNTED.replace("a.id", "?1"))?.query_row([article], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        })?;
    write(c, article, &counted)
}
