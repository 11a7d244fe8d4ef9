//! Secrets of the service, readers who are kept out, and how many new readers a network may have.

use std::time::Duration;

use deadpool_postgres::Pool;

use crate::ledger::{NetworkId, ReaderId, SigningKey};
use crate::sqlite::StoreError;

const SECOND: &str = "extract(epoch FROM clock_timestamp())::bigint";

pub async fn signing_keys(pool: &Pool, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError> {
    let mut client = pool.get().await?;
    let t = client.transaction().await?;
    // When two servers begin at the same moment, one of them makes the first key.
    t.batch_execute("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE").await?;
    let insert = format!(
        "INSERT INTO signing_key (key, since) SELECT $1, {SECOND}
         WHERE NOT EXISTS (SELECT 1 FROM signing_key)"
    );
    t.execute(&insert, &[&fresh.as_slice()]).await?;
    let rows = t.query("SELECT id, key, since FROM signing_key ORDER BY id DESC", &[]).await?;
    t.commit().await?;
    rows.iter()
        .map(|row| {
            Ok(SigningKey { id: row.try_get(0)?, key: row.try_get(1)?, since: row.try_get(2)? })
        })
        .collect()
}

pub async fn add_signing_key(pool: &Pool, fresh: [u8; 32]) -> Result<(), StoreError> {
    let client = pool.get().await?;
    let sql = format!("INSERT INTO signing_key (key, since) VALUES ($1, {SECOND})");
    client.execute(&sql, &[&fresh.as_slice()]).await?;
    Ok(())
}

pub async fn drop_old_signing_keys(pool: &Pool) -> Result<u64, StoreError> {
    let client = pool.get().await?;
    let sql = "DELETE FROM signing_key WHERE id < (SELECT max(id) FROM signing_key)";
    Ok(client.execute(sql, &[]).await?)
}

/// Other days' keys are deleted; their bytes leave the disk when the database vacuums the table, which is
/// done at once.
pub async fn daily_key(pool: &Pool, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
    let client = pool.get().await?;
    let insert = "INSERT INTO daily_key (day, key) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    client.execute(insert, &[&day, &fresh.as_slice()]).await?;
    if client.execute("DELETE FROM daily_key WHERE day <> $1", &[&day]).await? > 0 {
        client.batch_execute("VACUUM daily_key").await?;
    }
    let key = client.query_opt("SELECT key FROM daily_key WHERE day = $1", &[&day]).await?;
    match key {
        Some(row) => Ok(row.try_get(0)?),
        // Another server, whose clock shows another day, was faster; this asks again.
        None => Err(StoreError::Busy),
    }
}

pub async fn is_revoked(pool: &Pool, reader: &ReaderId) -> Result<bool, StoreError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached("SELECT 1 FROM revoked WHERE reader = $1").await?;
    Ok(client.query_opt(&statement, &[&reader.as_slice()]).await?.is_some())
}

/// A bucket that all servers share, and otherwise as those in memory (`bantin_server::api`'s limits).
pub async fn new_reader(
    pool: &Pool,
    network: NetworkId,
    amount: u32,
    span: Duration,
) -> Result<Result<(), Duration>, StoreError> {
    let client = pool.get().await?;
    let capacity = f64::from(amount);
    let rate = capacity / span.as_secs_f64();
    let filled = "least($2, b.room + greatest(0, excluded.at - b.at) * $3)";
    let sql = format!(
        "INSERT INTO new_reader AS b (network, room, at, granted)
         VALUES ($1, $2::float8 - 1, extract(epoch FROM clock_timestamp())::float8, $2 >= 1 AND $3::float8 >= 0)
         ON CONFLICT (network) DO UPDATE SET at = excluded.at, granted = {filled} >= 1,
             room = CASE WHEN {filled} >= 1 THEN {filled} - 1 ELSE {filled} END
         RETURNING granted, room"
    );
    let statement = client.prepare_cached(&sql).await?;
    let row = client.query_one(&statement, &[&network.as_slice(), &capacity, &rate]).await?;
    if row.try_get(0)? {
        return Ok(Ok(()));
    }
    let missing = (1.0 - row.try_get::<_, f64>(1)?).max(0.0);
    Ok(Err(Duration::try_from_secs_f64(missing / rate).unwrap_or(span)))
}
