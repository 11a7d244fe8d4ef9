//! Withdraws articles and brings them back, for all servers that share the database.

use std::collections::HashSet;

use bantin_core::draft::Draft;
use bantin_model::Slug;
use deadpool_postgres::{Pool, Transaction};

use super::feed::{ARTICLE, Publication, Stored, due, enter};
use super::votes::number;
use super::{NOW, Postgres, article_id};
use crate::sqlite::{MoveError, Restored, StoreError};

/// The state of the article at `slug` in the feed.
pub(super) async fn stored_at(
    t: &Transaction<'_>,
    slug: &Slug,
) -> Result<Option<Stored<Box<Draft>>>, StoreError> {
    let sql = "SELECT payload FROM content WHERE kind = $1 AND key = $2";
    let statement = t.prepare_cached(sql).await?;
    let row = t.query_opt(&statement, &[&ARTICLE, &slug.as_str()]).await?;
    row.map(|row| Ok(serde_json::from_slice(row.try_get(0)?)?)).transpose()
}

/// Whether the article of this draft is public at `now` (Unix seconds).
fn is_public(draft: &Draft, now: i64) -> Result<bool, StoreError> {
    Ok(due(draft)? <= now && draft.span.until.is_none_or(|until| until > now))
}

/// Refuses a redirect from `slug` to `to` that leads to no public article, or back to `slug`.
async fn check(t: &Transaction<'_>, slug: &Slug, to: &Slug, now: i64) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    let mut at = to.clone();
    while seen.insert(at.clone()) {
        if at == *slug {
            return Err(MoveError::Loop(slug.clone()).into());
        }
        at = match stored_at(t, &at).await? {
            None => return Err(MoveError::Unknown(to.clone()).into()),
            Some(Stored::Draft(draft)) if is_public(&draft, now)? => return Ok(()),
            Some(Stored::Withdrawn { moved_to: Some(next), .. } | Stored::Moved { to: next }) => {
                next
            }
            Some(Stored::Draft(_) | Stored::Withdrawn { .. }) => break,
        };
    }
    Err(MoveError::Nowhere(to.clone()).into())
}

async fn set_withdrawn(
    t: &Transaction<'_>,
    slug: &Slug,
    since: Option<i64>,
) -> Result<u64, StoreError> {
    let sql =
        format!("UPDATE article SET withdrawn = $3, changed = {NOW} WHERE id = $1 AND slug = $2");
    Ok(t.execute(&sql, &[&article_id(slug), &slug.as_str(), &since]).await?)
}

impl Postgres {
    /// Withdraws an article until [`Postgres::restore`]. Its address says that it is gone, or leads to `moved_to`. Its
    /// votes and readings are kept for a while.
    ///
    /// # Errors
    /// [`StoreError::Move`] when there is no such article or the redirect would lead nowhere; nothing is changed.
    pub async fn withdraw(
        &self,
        slug: &Slug,
        moved_to: Option<&Slug>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let kept = match stored_at(&publication.t, slug).await? {
            None => return Err(MoveError::Unknown(slug.clone()).into()),
            Some(Stored::Moved { to }) => {
                return Err(MoveError::Earlier(slug.clone(), to).into());
            }
            Some(Stored::Draft(draft)) => {
                set_withdrawn(&publication.t, slug, Some(now)).await?;
                Some(draft)
            }
            Some(Stored::Withdrawn { kept, .. }) => kept,
        };
        if let Some(to) = moved_to {
            check(&publication.t, slug, to, now).await?;
        }
        let gone = Stored::Withdrawn { moved_to: moved_to.cloned(), by_source: false, kept };
        publication.put(ARTICLE, slug.as_str(), &serde_json::to_vec(&gone)?).await?;
        publication.finish().await
    }

    /// Brings back an article that was withdrawn, with the votes and readings that are still kept.
    ///
    /// # Errors
    /// [`StoreError::Move`] when there is none of that name, or it was not withdrawn.
    pub async fn restore(&self, slug: &Slug, now: i64) -> Result<Restored, StoreError> {
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let draft = match stored_at(&publication.t, slug).await? {
            None => return Err(MoveError::Unknown(slug.clone()).into()),
            Some(Stored::Moved { to }) => {
                return Err(MoveError::Earlier(slug.clone(), to).into());
            }
            Some(Stored::Draft(_)) => return Err(MoveError::NotWithdrawn(slug.clone()).into()),
            Some(Stored::Withdrawn { kept: None, .. }) => {
                let sql = "DELETE FROM content WHERE kind = $1 AND key = $2";
                publication.t.execute(sql, &[&ARTICLE, &slug.as_str()]).await?;
                publication.finish().await?;
                return Ok(Restored::AtNextImport);
            }
            Some(Stored::Withdrawn { kept: Some(draft), .. }) => draft,
        };
        enter(&publication.t, &draft).await?;
        publication
            .put(ARTICLE, slug.as_str(), &serde_json::to_vec(&Stored::Draft(&draft))?)
            .await?;
        publication.finish().await?;
        let due = due(&draft)?;
        Ok(match draft.span.until {
            Some(until) if until <= now => Restored::Expired(until),
            _ if due > now => Restored::Held(due),
            _ => Restored::Public,
        })
    }

    /// Withdraws articles that their source has no more; they come back when it has them again. Articles that do not
    /// exist, or were withdrawn already, are left out.
    ///
    /// # Errors
    /// [`StoreError`]; none of them is withdrawn then.
    pub async fn leave(&self, slugs: &[Slug], now: i64) -> Result<(), StoreError> {
        if slugs.is_empty() {
            return Ok(());
        }
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        // In the order that articles are locked in for votes.
        let mut slugs: Vec<&Slug> = slugs.iter().collect();
        slugs.sort_by_key(|slug| article_id(slug));
        for slug in slugs {
            if let Some(Stored::Draft(draft)) = stored_at(&publication.t, slug).await? {
                set_withdrawn(&publication.t, slug, Some(now)).await?;
                let gone = Stored::Withdrawn { moved_to: None, by_source: true, kept: Some(draft) };
                publication.put(ARTICLE, slug.as_str(), &serde_json::to_vec(&gone)?).await?;
            }
        }
        publication.finish().await
    }
}

/// Deletes the votes and readings of an article that was withdrawn before `second` (Unix), some thousand at a time.
/// Answers whether more is left.
pub(super) async fn prune_withdrawn(pool: &Pool, second: i64) -> Result<bool, StoreError> {
    const ROWS: u64 = 5000;
    let mut client = pool.get().await?;
    let t = client.transaction().await?;
    // `withdrawn` is 0 once all of it is deleted.
    let sql =
        "SELECT id FROM article WHERE withdrawn > 0 AND withdrawn < $1 LIMIT 1 FOR NO KEY UPDATE";
    let Some(row) = t.query_opt(sql, &[&second]).await? else { return Ok(false) };
    let article: i64 = row.try_get(0)?;
    let mut is_full = false;
    for (table, key) in [
        ("vote", "reader"),
        ("vote_log", "id"),
        ("reading", "(day, reader)"),
        ("reading_day", "day"),
    ] {
        let columns = key.trim_matches(['(', ')']);
        let sql = format!(
            "DELETE FROM {table} WHERE article = $1 AND {key} IN
             (SELECT {columns} FROM {table} WHERE article = $1 LIMIT $2)"
        );
        is_full |= t.execute(&sql, &[&article, &number(ROWS)]).await? == ROWS;
    }
    if !is_full {
        let sql = "UPDATE article SET withdrawn = 0, views = 0, votes1 = 0, votes2 = 0, votes3 = 0,
                       votes4 = 0, votes5 = 0 WHERE id = $1";
        t.execute(sql, &[&article]).await?;
    }
    t.commit().await?;
    Ok(true)
}
