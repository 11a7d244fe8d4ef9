//! Ratings and readings. A vote and its counters change in one transaction, so that the counters
//! equal the votes at any instant.

use bantin_model::{RatingSummary, Slug, Stars};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::changes::NOW;
use super::{Store, StoreError};

/// A reader as the store knows one: random, from the token.
pub type ReaderId = [u8; 16];

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
            let Some((id, histogram)) = counters(c, slug)? else { return Ok(None) };
            let mine = match reader {
                Some(reader) => vote_of(c, id, reader)?,
                None => None,
            };
            Ok(Some(RatingSummary::of(slug.clone(), histogram, mine)))
        })
    }

    /// Sets the reader's vote, or takes it back; answers the rating after it. `None` when there is no
    /// such article.
    ///
    /// # Errors
    /// [`StoreError`]; the vote is as it was then.
    pub fn vote(
        &self,
        slug: &Slug,
        reader: &ReaderId,
        stars: Option<Stars>,
    ) -> Result<Option<RatingSummary>, StoreError> {
        let mut writer = self.writer();
        let transaction =
            writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let Some((id, histogram)) = counters(&transaction, slug)? else { return Ok(None) };
        let old = vote_of(&transaction, id, reader)?;
        if old == stars {
            return Ok(Some(RatingSummary::of(slug.clone(), histogram, stars)));
        }
        match stars {
            Some(stars) => transaction
                .prepare_cached(
                    "INSERT INTO vote (article, reader, stars) VALUES (?1, ?2, ?3)
                     ON CONFLICT (article, reader) DO UPDATE SET stars = ?3",
                )?
                .execute(params![id, reader, stars.get()])?,
            None => transaction
                .prepare_cached("DELETE FROM vote WHERE article = ?1 AND reader = ?2")?
                .execute(params![id, reader])?,
        };
        if let Some(old) = old {
            count(&transaction, id, old, -1)?;
        }
        if let Some(new) = stars {
            count(&transaction, id, new, 1)?;
        }
        let summary = counters(&transaction, slug)?
            .map(|(_, histogram)| RatingSummary::of(slug.clone(), histogram, stars));
        transaction.commit()?;
        Ok(summary)
    }

    /// Counts one reading, once a reader, article and day. Answers whether it was counted; `None` when
    /// there is no such article. `day` is `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn view(
        &self,
        slug: &Slug,
        reader: &ReaderId,
        day: &str,
    ) -> Result<Option<bool>, StoreError> {
        let mut writer = self.writer();
        let transaction =
            writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let Some((id, _)) = counters(&transaction, slug)? else { return Ok(None) };
        let sql = "INSERT OR IGNORE INTO reading (day, article, reader) VALUES (?1, ?2, ?3)";
        let is_new = transaction.prepare_cached(sql)?.execute(params![day, id, reader])? > 0;
        if is_new {
            transaction
                .prepare_cached(&format!(
                    "UPDATE article SET views = views + 1, changed = {NOW} WHERE id = ?1"
                ))?
                .execute([id])?;
        }
        transaction.commit()?;
        Ok(Some(is_new))
    }

    /// Articles whose counters differ from their votes; empty unless something is broken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn miscounted(&self) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare(
                "SELECT slug FROM article a WHERE (votes1, votes2, votes3, votes4, votes5) <> (
                     SELECT count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2),
                            count(*) FILTER (WHERE stars = 3), count(*) FILTER (WHERE stars = 4),
                            count(*) FILTER (WHERE stars = 5)
                     FROM vote WHERE article = a.id)",
            )?;
            let slugs = statement.query_map([], |row| row.get(0))?;
            Ok(slugs.collect::<Result<_, _>>()?)
        })
    }
}

fn counters(c: &Connection, slug: &Slug) -> Result<Option<(i64, [u64; 5])>, StoreError> {
    let sql = "SELECT id, votes1, votes2, votes3, votes4, votes5 FROM article WHERE slug = ?1";
    Ok(c.prepare_cached(sql)?
        .query_row([slug.as_str()], |row| {
            Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?]))
        })
        .optional()?)
}

fn vote_of(c: &Connection, article: i64, reader: &ReaderId) -> Result<Option<Stars>, StoreError> {
    let sql = "SELECT stars FROM vote WHERE article = ?1 AND reader = ?2";
    let stars: Option<u8> =
        c.prepare_cached(sql)?.query_row(params![article, reader], |row| row.get(0)).optional()?;
    stars
        .map(|stars| Stars::new(stars).map_err(|error| StoreError::Stored(error.to_string())))
        .transpose()
}

fn count(c: &Transaction<'_>, article: i64, stars: Stars, by: i64) -> Result<(), StoreError> {
    let column = stars.get();
    let sql = format!(
        "UPDATE article SET votes{column} = votes{column} + ?2, changed = {NOW} WHERE id = ?1"
    );
    c.prepare_cached(&sql)?.execute(params![article, by])?;
    Ok(())
}
