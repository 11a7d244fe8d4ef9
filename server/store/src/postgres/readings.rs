//! Readings, written in batches.

use bantin_model::Slug;
use deadpool_postgres::Pool;

use super::{NOW, PUBLIC, article_id};
use crate::ledger::Readings;
use crate::sqlite::StoreError;

/// How many readings are in one transaction, so that no vote on their articles waits long.
const AT_ONCE: usize = 5000;

/// Counts readings. Those before a failure stay counted; sending all of them again does not count them twice.
pub async fn count(pool: &Pool, readings: &Readings) -> Result<Vec<Slug>, StoreError> {
    let all: Vec<(i64, &str, &[u8])> = readings
        .readers
        .iter()
        .flat_map(|((slug, day), readers)| {
            let article = article_id(slug);
            readers.iter().map(move |reader| (article, day.as_str(), reader.as_slice()))
        })
        .collect();
    let mut read = Vec::new();
    for some in all.chunks(AT_ONCE) {
        read.extend(count_some(pool, some).await?);
    }
    read.sort();
    read.dedup();
    Ok(read)
}

async fn count_some(pool: &Pool, some: &[(i64, &str, &[u8])]) -> Result<Vec<Slug>, StoreError> {
    let articles: Vec<i64> = some.iter().map(|(article, _, _)| *article).collect();
    let days: Vec<&str> = some.iter().map(|(_, day, _)| *day).collect();
    let readers: Vec<&[u8]> = some.iter().map(|(_, _, reader)| *reader).collect();
    let mut client = pool.get().await?;
    let t = client.transaction().await?;
    // In the order of their ids, in which votes lock articles too.
    let lock = "SELECT id FROM article WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE";
    let statement = t.prepare_cached(lock).await?;
    t.query(&statement, &[&articles]).await?;
    let sql = format!(
        "WITH new AS (
             INSERT INTO reading (article, day, reader)
             SELECT n.article, n.day, n.reader
             FROM unnest($1::bigint[], $2::text[], $3::bytea[]) AS n (article, day, reader)
             JOIN article a ON a.id = n.article AND {PUBLIC}
             WHERE NOT EXISTS (SELECT 1 FROM revoked r WHERE r.reader = n.reader)
             ON CONFLICT DO NOTHING RETURNING article, day
         ), of_day AS (
             INSERT INTO reading_day AS d (article, day, readings, changed)
             SELECT article, day, count(*), {NOW} FROM new GROUP BY article, day
             ON CONFLICT (article, day) DO UPDATE
             SET readings = d.readings + excluded.readings, changed = excluded.changed
         )
         UPDATE article SET views = views + n.readings, changed = {NOW}
         FROM (SELECT article, count(*) AS readings FROM new GROUP BY article) n
         WHERE id = n.article RETURNING slug"
    );
    let statement = t.prepare_cached(&sql).await?;
    let rows = t.query(&statement, &[&articles, &days, &readers]).await?;
    t.commit().await?;
    rows.iter().map(|row| super::slug_of(row.try_get(0)?)).collect()
}
