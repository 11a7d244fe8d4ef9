//! What whoever runs the newsroom may look at and mend: ratings as a table, what is odd about votes,
//! resetting, recounting, closing, forgetting what is old.

use bantin_model::{RatingSummary, Slug};
use rusqlite::{Connection, OptionalExtension, params};

use super::votes::{COUNTED, write};
use super::{Store, StoreError};

/// Who closed an article to votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    /// Its front matter; the next import may open it again.
    Source,
    /// The newsroom's command; only another command opens it again.
    Newsroom,
}

impl ClosedBy {
    pub(super) fn number(by: Option<Self>) -> i64 {
        match by {
            None => 0,
            Some(Self::Source) => 1,
            Some(Self::Newsroom) => 2,
        }
    }
}

/// A vote as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    pub slug: String,
    /// Lowercase hexadecimal.
    pub reader: String,
    /// `None` for one taken back.
    pub stars: Option<u8>,
    pub sequence: u64,
}

/// Something about votes that is worth a look. It proves nothing: a school votes from one address too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anomaly {
    /// Many votes on one article from one network within an hour.
    Network { network: String, slug: String, votes: u64, readers: u64, hour: i64 },
    /// One reader voting on many articles within an hour.
    Reader { reader: String, votes: u64, hour: i64 },
    /// An article whose votes of one hour are mostly one number of stars.
    Burst { slug: String, votes: u64, stars: u8, share: u64, hour: i64 },
}

impl Store {
    /// Every article's rating, the oldest article first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ratings(&self) -> Result<Vec<RatingSummary>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare(
                "SELECT slug, closed, votes1, votes2, votes3, votes4, votes5 FROM article
                 ORDER BY published_at, id",
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

    /// Hands every vote to `f`, by article.
    ///
    /// # Errors
    /// [`StoreError`], or what `f` fails with.
    pub fn each_vote<E: From<StoreError>>(
        &self,
        mut f: impl FnMut(Cast) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut failed = None;
        self.read(|c| {
            let mut statement = c.prepare(
                "SELECT a.slug, lower(hex(v.reader)), v.stars, v.sequence
                 FROM vote v JOIN article a ON a.id = v.article ORDER BY v.article, v.reader",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let cast = Cast {
                    slug: row.get(0)?,
                    reader: row.get(1)?,
                    stars: row.get(2)?,
                    sequence: row.get(3)?,
                };
                if let Err(error) = f(cast) {
                    failed = Some(error);
                    break;
                }
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// What is odd in the log of votes: at least `least` votes in an hour that belong together.
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
    pub fn reset(&self, slug: &Slug) -> Result<Option<usize>, StoreError> {
        let mut writer = self.writer();
        let t = writer.transaction()?;
        let Some(article) = id_of(&t, slug)? else { return Ok(None) };
        let votes = t.query_row(
            "SELECT count(*) FROM vote WHERE article = ?1 AND stars IS NOT NULL",
            [article],
            |row| row.get(0),
        )?;
        // A vote that still waits on some reader's device comes after the reset; one that was taken out
        // must not come back with a late copy of itself, so its place in the reader's order stays.
        t.execute("UPDATE vote SET stars = NULL WHERE article = ?1", [article])?;
        recount(&t, article)?;
        t.commit()?;
        Ok(Some(votes))
    }

    /// Counts the votes of every article again; answers the articles whose counters were wrong.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn recount(&self) -> Result<Vec<String>, StoreError> {
        let mut writer = self.writer();
        let t = writer.transaction()?;
        let wrong: Vec<(i64, String)> = {
            let mut statement = t.prepare(&format!(
                "SELECT id, slug FROM article a
                 WHERE (votes1, votes2, votes3, votes4, votes5) <> ({COUNTED}) ORDER BY slug"
            ))?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for (article, _) in &wrong {
            recount(&t, *article)?;
        }
        t.commit()?;
        Ok(wrong.into_iter().map(|(_, slug)| slug).collect())
    }

    /// Closes an article to votes, or opens it; false when there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_closed(&self, slug: &Slug, closed: Option<ClosedBy>) -> Result<bool, StoreError> {
        let changed = self.writer().execute(
            &format!(
                "UPDATE article SET closed = ?2, changed = {} WHERE slug = ?1",
                super::changes::NOW
            ),
            params![slug.as_str(), ClosedBy::number(closed)],
        )?;
        Ok(changed > 0)
    }

    /// Forgets readings before `day` (`YYYY-MM-DD`) and log entries before `second` (Unix), some thousand
    /// at a time, so that no vote waits long behind it; answers whether more is left.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn prune(&self, day: &str, second: i64) -> Result<bool, StoreError> {
        const AT_ONCE: usize = 5000;
        let writer = self.writer();
        let readings = writer.execute(
            "DELETE FROM reading WHERE (day, article, reader) IN
                 (SELECT day, article, reader FROM reading WHERE day < ?1 LIMIT ?2)",
            params![day, AT_ONCE as u64],
        )?;
        let entries = writer.execute(
            "DELETE FROM vote_log WHERE id IN (SELECT id FROM vote_log WHERE at < ?1 LIMIT ?2)",
            params![second, AT_ONCE as u64],
        )?;
        Ok(readings == AT_ONCE || entries == AT_ONCE)
    }
}

fn id_of(c: &Connection, slug: &Slug) -> Result<Option<i64>, StoreError> {
    Ok(c.query_row("SELECT id FROM article WHERE slug = ?1", [slug.as_str()], |row| row.get(0))
        .optional()?)
}

/// Sets an article's counters to what its votes say.
pub(super) fn recount(c: &Connection, article: i64) -> Result<(), StoreError> {
    let counted =
        c.prepare_cached(&COUNTED.replace("a.id", "?1"))?.query_row([article], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        })?;
    write(c, article, &counted)
}
