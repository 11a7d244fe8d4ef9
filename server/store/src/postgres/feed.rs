//! The feed of what the newsroom publishes, in the order of publishing: the site, pictures, articles, static pages.
//! Servers follow it into stores of their own (`bantin_server::replica`).

use bantin_core::draft::{Draft, Media};
use bantin_model::{Site, Slug, StaticPage};
use deadpool_postgres::Transaction;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::audit::closed_number;
use super::votes::number;
use super::{NOW, Postgres, article_id, slug_of};
use crate::ledger::ClosedBy;
use crate::sqlite::{Gone, Put, StoreError};

/// How many entries [`Postgres::published`] answers at most.
const AT_ONCE: i64 = 200;

const SITE: &str = "site";
const PICTURE: &str = "picture";
pub(super) const ARTICLE: &str = "article";
const PAGES: &str = "pages";

/// The latest state of one thing in the feed.
#[derive(Clone, Debug)]
pub struct Entry {
    pub position: i64,
    /// The position at which it came first.
    pub first: i64,
    pub item: Item,
}

#[derive(Clone, Debug)]
pub enum Item {
    Site(Box<Site>),
    /// A file's name; [`Postgres::picture`] has its bytes.
    Picture(String),
    Article(Box<Draft>),
    Withdrawn(Gone),
    /// An earlier address, and the address that the article has now.
    Moved {
        from: Slug,
        to: Slug,
    },
    Pages(Vec<StaticPage>),
}

/// The entry of an article.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored<D> {
    Draft(D),
    Withdrawn {
        /// Where its address leads, if that was said.
        moved_to: Option<Slug>,
        /// Whether it comes back by itself when its source has it again.
        #[serde(default)]
        by_source: bool,
        /// The article as it comes back; an earlier version did not keep it.
        #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
        kept: Option<D>,
    },
    /// An earlier address.
    Moved {
        to: Slug,
    },
}

fn nothing<D>() -> Option<D> {
    None
}

/// The turn to publish, and the next position.
pub(super) struct Publication<'a> {
    pub t: Transaction<'a>,
    position: i64,
}

impl<'a> Publication<'a> {
    /// Waits for everybody else who publishes, so that lower positions are committed first.
    pub async fn start(t: Transaction<'a>) -> Result<Self, StoreError> {
        let row = t.query_one("SELECT position FROM content_clock FOR UPDATE", &[]).await?;
        Ok(Self { position: row.try_get(0)?, t })
    }

    /// Publishes the new state of one thing, in place of the one before.
    pub async fn put(&mut self, kind: &str, key: &str, payload: &[u8]) -> Result<Put, StoreError> {
        let sql = "INSERT INTO content AS c (kind, key, position, first, payload)
             VALUES ($1, $2, $3, $3, $4) ON CONFLICT (kind, key)
             DO UPDATE SET position = $3, payload = excluded.payload
             WHERE c.payload <> excluded.payload RETURNING c.first = c.position";
        let statement = self.t.prepare_cached(sql).await?;
        let position = self.position + 1;
        let row = self.t.query_opt(&statement, &[&kind, &key, &position, &payload]).await?;
        let Some(row) = row else { return Ok(Put::Unchanged) };
        self.position = position;
        Ok(if row.try_get(0)? { Put::Added } else { Put::Updated })
    }

    pub async fn finish(self) -> Result<(), StoreError> {
        self.t.execute("UPDATE content_clock SET position = $1", &[&self.position]).await?;
        self.t.commit().await?;
        Ok(())
    }
}

impl Postgres {
    /// Publishes the site.
    ///
    /// # Errors
    /// [`StoreError`]; what was published stays then.
    pub async fn publish_site(&self, site: &Site) -> Result<(), StoreError> {
        self.publish_one(SITE, "", &serde_json::to_vec(site)?).await.map(drop)
    }

    /// Publishes the static pages, in this order, in place of the earlier ones. Answers whether anything changed.
    ///
    /// # Errors
    /// [`StoreError`]; what was published stays then.
    pub async fn publish_pages(&self, pages: &[StaticPage]) -> Result<bool, StoreError> {
        let put = self.publish_one(PAGES, "", &serde_json::to_vec(pages)?).await?;
        Ok(put != Put::Unchanged)
    }

    async fn publish_one(&self, kind: &str, key: &str, payload: &[u8]) -> Result<Put, StoreError> {
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let put = publication.put(kind, key, payload).await?;
        publication.finish().await?;
        Ok(put)
    }

    /// Publishes files of pictures; an equal name is an equal file. They must come before articles that show them.
    ///
    /// # Errors
    /// [`StoreError`]; none of them is published then.
    pub async fn publish_pictures(&self, files: &[Media]) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let known = "SELECT 1 FROM content WHERE kind = $1 AND key = $2";
        for file in files {
            // A file that is there is not sent again: it may be megabytes.
            if publication.t.query_opt(known, &[&PICTURE, &file.name]).await?.is_none() {
                publication.put(PICTURE, &file.name, &file.bytes).await?;
            }
        }
        publication.finish().await
    }

    /// Publishes drafts, all or none. An article that is already there keeps its views and votes.
    ///
    /// # Errors
    /// [`StoreError`]; none of them is published then.
    pub async fn publish(&self, drafts: &[Draft]) -> Result<Vec<Put>, StoreError> {
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let mut puts = vec![Put::Unchanged; drafts.len()];
        // In the same order in which transactions with votes lock articles.
        let mut in_ledger: Vec<&Draft> = Vec::new();
        for (draft, put) in drafts.iter().zip(&mut puts) {
            let payload = serde_json::to_vec(&Stored::Draft(draft))?;
            *put = publication.put(ARTICLE, draft.slug.as_str(), &payload).await?;
            if *put != Put::Unchanged {
                in_ledger.push(draft);
            }
        }
        in_ledger.sort_by_key(|draft| article_id(&draft.slug));
        for draft in in_ledger {
            enter(&publication.t, draft).await?;
        }
        publication.finish().await?;
        Ok(puts)
    }

    /// The site, if one was published.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn published_site(&self) -> Result<Option<Site>, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT payload FROM content WHERE kind = $1";
        let row = client.query_opt(sql, &[&SITE]).await?;
        row.map(|row| Ok(serde_json::from_slice(row.try_get(0)?)?)).transpose()
    }

    /// The next entries after `position`, in their order; empty when there are no more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn published(&self, position: i64) -> Result<Vec<Entry>, StoreError> {
        let client = self.pool.get().await?;
        let sql = format!(
            "SELECT kind, key, position, first, CASE kind WHEN '{PICTURE}' THEN ''::bytea ELSE payload END
             FROM content WHERE position > $1 ORDER BY position LIMIT {AT_ONCE}"
        );
        let statement = client.prepare_cached(&sql).await?;
        let rows = client.query(&statement, &[&position]).await?;
        rows.iter().map(entry).collect()
    }

    /// A picture's bytes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn picture(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT payload FROM content WHERE kind = $1 AND key = $2";
        let row = client.query_opt(sql, &[&PICTURE, &name]).await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }
}

/// Adds an article to the ledger, or updates what its source says of it. Its views are taken over once.
pub(super) async fn enter(t: &Transaction<'_>, draft: &Draft) -> Result<(), StoreError> {
    let by_source = closed_number(draft.closed.then_some(ClosedBy::Source));
    let by_newsroom = closed_number(Some(ClosedBy::Newsroom));
    let sql = format!(
        "INSERT INTO article AS a (id, slug, closed, views, due, expires) VALUES ($1, $2, $3, $4, $6, $7)
         ON CONFLICT (id) DO UPDATE
         SET closed = CASE a.closed WHEN $5 THEN a.closed ELSE $3 END, changed = {NOW},
             withdrawn = NULL, due = $6, expires = $7
         WHERE a.slug = $2"
    );
    let (id, views) = (article_id(&draft.slug), number(draft.views));
    let (due, expires) = (due(draft)?, draft.span.until);
    let statement = t.prepare_cached(&sql).await?;
    let slug = draft.slug.as_str();
    let values: [&(dyn ToSql + Sync); 7] =
        [&id, &slug, &by_source, &views, &by_newsroom, &due, &expires];
    match t.execute(&statement, &values).await? {
        0 => Err(StoreError::Stored(format!("{slug}: another article has its number"))),
        _ => Ok(()),
    }
}

/// When an article becomes public, in Unix seconds.
pub(super) fn due(draft: &Draft) -> Result<i64, StoreError> {
    let published: jiff::Timestamp =
        draft.published.parse().map_err(|_| StoreError::Date(draft.published.clone()))?;
    let published = published.as_second();
    Ok(draft.span.from.map_or(published, |from| from.max(published)))
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let (kind, key): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
    let payload: &[u8] = row.try_get(4)?;
    let item = match kind {
        SITE => Item::Site(serde_json::from_slice(payload)?),
        PICTURE => Item::Picture(key.to_owned()),
        PAGES => Item::Pages(serde_json::from_slice(payload)?),
        ARTICLE => match serde_json::from_slice(payload)? {
            Stored::Draft(draft) => Item::Article(draft),
            Stored::Withdrawn { moved_to, .. } => {
                Item::Withdrawn(Gone { slug: slug_of(key)?, moved_to })
            }
            Stored::Moved { to } => Item::Moved { from: slug_of(key)?, to },
        },
        other => return Err(StoreError::Stored(format!("published {other}"))),
    };
    Ok(Entry { position: row.try_get(2)?, first: row.try_get(3)?, item })
}
