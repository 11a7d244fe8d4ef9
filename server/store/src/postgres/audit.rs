//! Ratings and votes for an operator to look at and to mend.

use bantin_model::{RatingSummary, Slug};
use deadpool_postgres::{Pool, Transaction};

use super::votes::{count, histogram, number};
use super::{NOW, PUBLIC, article_id, slug_of};
use crate::ledger::{Anomaly, CastVote, ClosedBy, ReaderId, VOTES_AT_ONCE};
use crate::sqlite::StoreError;

/// SQL: the counters of article `a`, counted from its votes.
const COUNTED: &str = "SELECT count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2),
        count(*) FILTER (WHERE stars = 3), count(*) FILTER (WHERE stars = 4),
        count(*) FILTER (WHERE stars = 5)
    FROM vote WHERE article = a.id";

pub async fn ratings(pool: &Pool) -> Result<Vec<RatingSummary>, StoreError> {
    let client = pool.get().await?;
    let sql = format!(
        "SELECT slug, closed, votes1, votes2, votes3, votes4, votes5 FROM article
         WHERE {PUBLIC} ORDER BY slug COLLATE \"C\""
    );
    let rows = client.query(&sql, &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(RatingSummary {
                closed: row.try_get::<_, i16>(1)? != 0,
                ..RatingSummary::of(slug_of(row.try_get(0)?)?, histogram(row, 2)?, None)
            })
        })
        .collect()
}

pub async fn votes_of(
    pool: &Pool,
    slug: &Slug,
    after: Option<ReaderId>,
) -> Result<Vec<CastVote>, StoreError> {
    let client = pool.get().await?;
    let sql = "SELECT encode(reader, 'hex'), stars, sequence FROM vote
               WHERE article = $1 AND reader > $2 ORDER BY reader LIMIT $3";
    let after = after.map(Vec::from).unwrap_or_default();
    let rows =
        client.query(sql, &[&article_id(slug), &after, &number(VOTES_AT_ONCE as u64)]).await?;
    rows.iter()
        .map(|row| {
            let stars: Option<i16> = row.try_get(1)?;
            Ok(CastVote {
                slug: slug.to_string(),
                reader: row.try_get(0)?,
                stars: stars.and_then(|stars| u8::try_from(stars).ok()),
                sequence: count(row.try_get(2)?),
            })
        })
        .collect()
}

/// The articles whose counters are wrong.
async fn wrong(pool: &Pool) -> Result<Vec<(i64, String)>, StoreError> {
    let client = pool.get().await?;
    let sql = format!(
        "SELECT id, slug FROM article a
         WHERE (votes1, votes2, votes3, votes4, votes5) <> ({COUNTED}) ORDER BY slug COLLATE \"C\""
    );
    let rows = client.query(&sql, &[]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

pub async fn miscounted(pool: &Pool) -> Result<Vec<String>, StoreError> {
    Ok(wrong(pool).await?.into_iter().map(|(_, slug)| slug).collect())
}

/// Mends one article at a time, so that votes on the others go on.
pub async fn recount(pool: &Pool) -> Result<Vec<String>, StoreError> {
    let wrong = wrong(pool).await?;
    let mut client = pool.get().await?;
    for (article, _) in &wrong {
        let t = client.transaction().await?;
        recount_locked(&t, *article).await?;
        t.commit().await?;
    }
    Ok(wrong.into_iter().map(|(_, slug)| slug).collect())
}

/// Makes votes on an article wait until the end of the transaction; false when there is no such article.
async fn lock(t: &Transaction<'_>, article: i64) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM article WHERE id = $1 FOR NO KEY UPDATE";
    Ok(t.query_opt(sql, &[&article]).await?.is_some())
}

async fn recount_locked(t: &Transaction<'_>, article: i64) -> Result<(), StoreError> {
    lock(t, article).await?;
    let sql = format!(
        "UPDATE article a SET (votes1, votes2, votes3, votes4, votes5) = ({COUNTED}), changed = {NOW}
         WHERE id = $1"
    );
    t.execute(&sql, &[&article]).await?;
    Ok(())
}

pub async fn reset(pool: &Pool, slug: &Slug) -> Result<Option<u64>, StoreError> {
    let article = article_id(slug);
    let mut client = pool.get().await?;
    let t = client.transaction().await?;
    if !lock(&t, article).await? {
        return Ok(None);
    }
    // A vote that a device has not sent yet counts as one after the reset. A vote that was removed must not come back
    // with a late copy of itself, so its sequence number stays.
    let sql = "UPDATE vote SET stars = NULL WHERE article = $1 AND stars IS NOT NULL";
    let votes = t.execute(sql, &[&article]).await?;
    recount_locked(&t, article).await?;
    t.commit().await?;
    Ok(Some(votes))
}

pub async fn set_closed(
    pool: &Pool,
    slug: &Slug,
    by: Option<ClosedBy>,
) -> Result<bool, StoreError> {
    let client = pool.get().await?;
    let sql = format!("UPDATE article SET closed = $2, changed = {NOW} WHERE id = $1");
    Ok(client.execute(&sql, &[&article_id(slug), &closed_number(by)]).await? > 0)
}

pub(super) fn closed_number(by: Option<ClosedBy>) -> i16 {
    i16::try_from(ClosedBy::number(by)).unwrap_or_default()
}

pub async fn revoke(pool: &Pool, reader: &ReaderId, votes: bool) -> Result<u64, StoreError> {
    let mut client = pool.get().await?;
    let reader = reader.as_slice();
    let t = client.transaction().await?;
    // Waits for transactions that store votes and may not see the revocation; later ones will.
    t.batch_execute("LOCK TABLE revoked IN ACCESS EXCLUSIVE MODE").await?;
    let sql = "INSERT INTO revoked (reader, since)
               VALUES ($1, extract(epoch FROM now())::bigint) ON CONFLICT DO NOTHING";
    t.execute(sql, &[&reader]).await?;
    t.commit().await?;
    if !votes {
        return Ok(0);
    }
    let t = client.transaction().await?;
    let sql = "SELECT id FROM article
               WHERE id IN (SELECT article FROM vote WHERE reader = $1) ORDER BY id FOR NO KEY UPDATE";
    let rows = t.query(sql, &[&reader]).await?;
    let articles: Vec<i64> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let sql = "DELETE FROM vote WHERE article = $1 AND reader = $2 RETURNING stars";
    let mut taken_out = 0;
    for article in articles {
        let row = t.query_opt(sql, &[&article, &reader]).await?;
        if row.is_some_and(|row| row.get::<_, Option<i16>>(0).is_some()) {
            recount_locked(&t, article).await?;
            taken_out += 1;
        }
    }
    t.commit().await?;
    Ok(taken_out)
}

pub async fn anomalies(pool: &Pool, least: u64) -> Result<Vec<Anomaly>, StoreError> {
    let client = pool.get().await?;
    let least = number(least);
    let mut found = Vec::new();
    let by_network = "SELECT encode(l.network, 'hex'), a.slug, count(*), count(DISTINCT l.reader),
             l.at / 3600 * 3600
         FROM vote_log l JOIN article a ON a.id = l.article
         WHERE l.network IS NOT NULL GROUP BY l.network, a.slug, l.at / 3600
         HAVING count(*) >= $1 ORDER BY count(*) DESC";
    for row in client.query(by_network, &[&least]).await? {
        found.push(Anomaly::Network {
            network: row.try_get(0)?,
            slug: row.try_get(1)?,
            votes: count(row.try_get(2)?),
            readers: count(row.try_get(3)?),
            hour: row.try_get(4)?,
        });
    }
    let by_reader = "SELECT encode(reader, 'hex'), count(*), at / 3600 * 3600 FROM vote_log
         GROUP BY reader, at / 3600 HAVING count(*) >= $1 ORDER BY count(*) DESC";
    for row in client.query(by_reader, &[&least]).await? {
        let (reader, votes) = (row.try_get(0)?, count(row.try_get(1)?));
        found.push(Anomaly::Reader { reader, votes, hour: row.try_get(2)? });
    }
    let by_burst = "SELECT a.slug, sum(h.n)::bigint, (array_agg(h.stars ORDER BY h.n DESC))[1],
             (max(h.n) * 100 / sum(h.n))::bigint, h.hour * 3600
         FROM (SELECT article, at / 3600 AS hour, stars, count(*) AS n FROM vote_log
               WHERE stars IS NOT NULL GROUP BY article, at / 3600, stars) h
         JOIN article a ON a.id = h.article
         GROUP BY a.slug, h.hour
         HAVING sum(h.n) >= $1::bigint AND max(h.n) * 100 / sum(h.n) >= 90 ORDER BY sum(h.n) DESC";
    for row in client.query(by_burst, &[&least]).await? {
        found.push(Anomaly::Burst {
            slug: row.try_get(0)?,
            votes: count(row.try_get(1)?),
            stars: u8::try_from(row.try_get::<_, i16>(2)?).unwrap_or_default(),
            share: count(row.try_get(3)?),
            hour: row.try_get(4)?,
        });
    }
    Ok(found)
}

pub async fn prune(pool: &Pool, day: &str, second: i64) -> Result<bool, StoreError> {
    const AT_ONCE: u64 = 5000;
    let client = pool.get().await?;
    let limit = number(AT_ONCE);
    let readings = "DELETE FROM reading WHERE (article, day, reader) IN
        (SELECT article, day, reader FROM reading WHERE day < $1 LIMIT $2)";
    let readings = client.execute(readings, &[&day, &limit]).await?;
    let entries = "DELETE FROM vote_log WHERE (article, id) IN
        (SELECT article, id FROM vote_log WHERE at < $1 LIMIT $2)";
    let entries = client.execute(entries, &[&second, &limit]).await?;
    client.execute("DELETE FROM reading_day WHERE day < $1", &[&day]).await?;
    // After an hour these buckets are full again.
    let buckets = "DELETE FROM new_reader WHERE at < extract(epoch FROM now()) - 3600";
    client.execute(buckets, &[]).await?;
    Ok(readings == AT_ONCE || entries == AT_ONCE)
}
