//! The sources that are followed, by all servers together.

use async_trait::async_trait;
use bantin_core::sources::subscription::Subscription;
use bantin_core::sources::{Entry, Source};
use bantin_core::sources::{KeeperId, Next};
use bantin_model::Slug;
use tokio_postgres::Row;

use super::Postgres;
use crate::register::Register;
use crate::sqlite::StoreError;

const FIELDS: &str = "settings, edition, state, due, asked, held, subscription";

impl Postgres {
    /// As [`crate::sqlite::Store::follow_sources`].
    ///
    /// # Errors
    /// [`StoreError`]; nothing is changed then.
    pub async fn follow_sources(&self, sources: &[Source]) -> Result<(), StoreError> {
        let mut client = self.pool.get().await?;
        let t = client.transaction().await?;
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        t.execute("DELETE FROM followed WHERE name <> ALL ($1)", &[&names]).await?;
        for (source, place) in sources.iter().zip(0i64..) {
            let settings = serde_json::to_string(source)?;
            t.execute(
                "INSERT INTO followed AS f (name, place, settings) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE SET place = $2, settings = $3,
                     edition = f.edition + CASE WHEN f.settings = $3 THEN 0 ELSE 1 END,
                     state = CASE WHEN f.settings = $3 THEN f.state ELSE '{}' END,
                     subscription = CASE WHEN f.settings = $3 THEN f.subscription END,
                     due = CASE WHEN f.settings = $3 THEN f.due ELSE 0 END,
                     not_before = CASE WHEN f.settings = $3 THEN f.not_before ELSE 0 END",
                &[&source.name.as_str(), &place, &settings],
            )
            .await?;
        }
        Ok(t.commit().await?)
    }
}

#[async_trait]
impl Register for Postgres {
    async fn followed(&self) -> Result<Vec<Entry>, StoreError> {
        let client = self.pool.get().await?;
        let sql = format!("SELECT {FIELDS} FROM followed ORDER BY place");
        client.query(&sql, &[]).await?.iter().map(entry).collect()
    }

    async fn followed_one(&self, name: &Slug) -> Result<Option<Entry>, StoreError> {
        let client = self.pool.get().await?;
        let sql = format!("SELECT {FIELDS} FROM followed WHERE name = $1");
        client.query_opt(&sql, &[&name.as_str()]).await?.as_ref().map(entry).transpose()
    }

    async fn claim(
        &self,
        holder: &KeeperId,
        now: i64,
        until: i64,
    ) -> Result<Option<Entry>, StoreError> {
        let client = self.pool.get().await?;
        // A source whose row another server is just taking is left to it.
        let sql = format!(
            "UPDATE followed SET holder = $2, held = $3, asked = false, due = LEAST(due, $1) WHERE name =
                 (SELECT name FROM followed
                  WHERE held <= $1 AND not_before <= $1 AND (due <= $1 OR asked)
                  ORDER BY asked DESC, due, place LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING {FIELDS}"
        );
        let statement = client.prepare_cached(&sql).await?;
        let row = client.query_opt(&statement, &[&now, &holder.as_slice(), &until]).await?;
        row.as_ref().map(entry).transpose()
    }

    async fn hold(&self, name: &Slug, holder: &KeeperId, until: i64) -> Result<bool, StoreError> {
        let client = self.pool.get().await?;
        let sql = "UPDATE followed SET held = $3 WHERE name = $1 AND holder = $2";
        Ok(client.execute(sql, &[&name.as_str(), &holder.as_slice(), &until]).await? > 0)
    }

    async fn settle(
        &self,
        entry: &Entry,
        holder: &KeeperId,
        next: &Next,
    ) -> Result<bool, StoreError> {
        let state = serde_json::to_string(&entry.state)?;
        let (name, holder) = (entry.source.name.as_str(), holder.as_slice());
        let client = self.pool.get().await?;
        let kept = client
            .execute(
                "UPDATE followed SET held = 0, holder = NULL, state = $4, due = $5, not_before = $6
                 WHERE name = $1 AND holder = $2 AND edition = $3",
                &[&name, &holder, &entry.edition, &state, &next.due, &next.not_before],
            )
            .await?;
        if kept == 0 {
            let sql = "UPDATE followed SET held = 0, holder = NULL WHERE name = $1 AND holder = $2";
            client.execute(sql, &[&name, &holder]).await?;
        }
        Ok(kept > 0)
    }

    async fn set_subscription(
        &self,
        name: &Slug,
        subscription: &Subscription,
    ) -> Result<bool, StoreError> {
        let (text, client) = (serde_json::to_string(subscription)?, self.pool.get().await?);
        let sql = "UPDATE followed SET subscription = $2 WHERE name = $1";
        Ok(client.execute(sql, &[&name.as_str(), &text]).await? > 0)
    }

    async fn ask_to_look(&self, name: &Slug) -> Result<bool, StoreError> {
        let client = self.pool.get().await?;
        let sql = "UPDATE followed SET asked = true WHERE name = $1";
        Ok(client.execute(sql, &[&name.as_str()]).await? > 0)
    }
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let subscription: Option<&str> = row.try_get(6)?;
    Ok(Entry {
        source: serde_json::from_str(row.try_get(0)?)?,
        edition: row.try_get(1)?,
        state: serde_json::from_str(row.try_get(2)?)?,
        due: row.try_get(3)?,
        is_asked: row.try_get(4)?,
        held: row.try_get(5)?,
        subscription: subscription.map(serde_json::from_str).transpose()?,
    })
}
