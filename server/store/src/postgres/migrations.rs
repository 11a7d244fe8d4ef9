//! The schema, version by version. Forward only; each step in one transaction, under a lock that lets one
//! server at a time do it.

use tokio_postgres::Client;

use crate::sqlite::StoreError;

/// Step `n` brings the schema from version `n` to `n + 1`. A landed step is never edited.
pub const STEPS: &[&str] = &[
    include_str!("migrations/01-ledger.sql"),
    include_str!("migrations/02-content.sql"),
    include_str!("migrations/03-new-readers.sql"),
    include_str!("migrations/04-origins.sql"),
    include_str!("migrations/05-followed-sources.sql"),
];

/// The lock under which the schema is changed: "bantin" in ASCII.
const LOCK: i64 = 0x6261_6e74_696e;

/// Brings the schema to the newest version.
///
/// # Errors
/// [`StoreError::TooNew`] when a later version of this program made it; PostgreSQL's own errors.
pub async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    migrate_to(client, STEPS.len()).await
}

/// Brings the schema to version `target`.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_to(client: &mut Client, target: usize) -> Result<(), StoreError> {
    loop {
        let step = client.transaction().await?;
        step.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
        step.batch_execute(
            "CREATE TABLE IF NOT EXISTS schema_version (
                 only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
                 version integer NOT NULL DEFAULT 0
             );
             INSERT INTO schema_version DEFAULT VALUES ON CONFLICT DO NOTHING",
        )
        .await?;
        let version: i32 = step.query_one("SELECT version FROM schema_version", &[]).await?.get(0);
        let version = usize::try_from(version).unwrap_or_default();
        if version > STEPS.len() {
            return Err(StoreError::TooNew { found: version, known: STEPS.len() });
        }
        let sql = STEPS.get(version).filter(|_| version < target);
        if let Some(sql) = sql {
            step.batch_execute(sql).await?;
            step.execute("UPDATE schema_version SET version = version + 1", &[]).await?;
        }
        step.commit().await?;
        if sql.is_none() {
            return Ok(());
        }
    }
}
