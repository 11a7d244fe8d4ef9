//! The counters that servers copy: those that changed since they last asked.

use bantin_model::Slug;
use tokio_postgres::Row;

use super::votes::{count, histogram};
use super::{Postgres, article_id, slug_of};
use crate::sqlite::{Counters, ReadOn, StoreError};

impl Postgres {
    /// A time before which every transaction is finished. Counters that change at it or later are answered by
    /// [`Postgres::counters_since`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn now(&self) -> Result<i64, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query_one(&statement, &[]).await?.try_get(0)?)
    }

    /// The counters of articles that changed at `time` or later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counters_since(&self, time: i64) -> Result<Vec<Counters>, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT slug, closed, views, votes1, votes2, votes3, votes4, votes5
                   FROM article WHERE changed >= $1";
        let statement = client.prepare_cached(sql).await?;
        let rows = client.query(&statement, &[&time]).await?;
        rows.iter().map(counters).collect()
    }

    /// The counters of these articles.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counters_of(&self, slugs: &[Slug]) -> Result<Vec<Counters>, StoreError> {
        let client = self.pool.get().await?;
        let ids: Vec<i64> = slugs.iter().map(article_id).collect();
        let sql = "SELECT slug, closed, views, votes1, votes2, votes3, votes4, votes5
                   FROM article WHERE id = ANY ($1)";
        let rows = client.query(sql, &[&ids]).await?;
        rows.iter().map(counters).collect()
    }

    /// How often articles were read a day, for those days on which that changed at `time` or later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn readings_since(&self, time: i64) -> Result<Vec<ReadOn>, StoreError> {
        let client = self.pool.get().await?;
        let sql =
            "SELECT a.slug, d.day, d.readings FROM reading_day d JOIN article a ON a.id = d.article
                   WHERE d.changed >= $1";
        let statement = client.prepare_cached(sql).await?;
        let rows = client.query(&statement, &[&time]).await?;
        rows.iter()
            .map(|row| {
                Ok(ReadOn {
                    slug: slug_of(row.try_get(0)?)?,
                    day: row.try_get(1)?,
                    readings: count(row.try_get(2)?),
                })
            })
            .collect()
    }
}

fn counters(row: &Row) -> Result<Counters, StoreError> {
    Ok(Counters {
        slug: slug_of(row.try_get(0)?)?,
        closed: row.try_get::<_, i16>(1)?.into(),
        views: count(row.try_get(2)?),
        histogram: histogram(row, 3)?,
    })
}
