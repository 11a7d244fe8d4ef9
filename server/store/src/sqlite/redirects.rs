//! Addresses of articles that are gone or have another address now. A redirect is stored with the address where it
//! ends; that is resolved again whenever an article on the way comes or goes.

use std::collections::HashSet;

use bantin_model::Slug;
use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{NOW, stored_slug};
use super::{MoveError, Store, StoreError, WriteTransaction};

/// An article that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub slug: Slug,
    /// The public article that its address leads to.
    pub moved_to: Option<Slug>,
}

impl Store {
    /// Every article that is gone, and every earlier address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn gone(&self) -> Result<Vec<Gone>, StoreError> {
        self.read(|c| gone_since(c, -1))
    }

    /// What is known of the article `slug`, if it is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn gone_article(&self, slug: &Slug) -> Result<Option<Gone>, StoreError> {
        self.read(|c| {
            let moved_to: Option<Option<String>> = c
                .prepare_cached("SELECT moved_to FROM gone WHERE slug = ?1")?
                .query_row([slug.as_str()], |row| row.get(0))
                .optional()?;
            let Some(moved_to) = moved_to else { return Ok(None) };
            let moved_to = moved_to.map(stored_slug).transpose()?;
            Ok(Some(Gone { slug: slug.clone(), moved_to }))
        })
    }

    /// Notes that an article is gone that was never here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_gone(&self, gone: &Gone) -> Result<(), StoreError> {
        self.write(|t| note(t, &gone.slug, gone.moved_to.as_ref(), None))
    }

    /// Notes, in a copy of what others publish, that `from` is an earlier address of the article at `to`. The earlier
    /// addresses of an article that the copy still has at `from` become earlier addresses of the one at `to`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_earlier(&self, from: &Slug, to: &Slug) -> Result<(), StoreError> {
        self.write(|t| {
            let article: Option<i64> = t
                .prepare_cached(
                    "SELECT id FROM record WHERE slug = ?1
                     UNION ALL SELECT article FROM gone WHERE slug = ?1 AND article IS NOT NULL LIMIT 1",
                )?
                .query_row([to.as_str()], |row| row.get(0))
                .optional()?;
            t.execute(
                "UPDATE gone SET article = ?2 WHERE article = (SELECT id FROM record WHERE slug = ?1)",
                params![from.as_str(), article],
            )?;
            note(t, from, Some(to), article)
        })
    }
}

pub(super) fn gone_since(c: &Connection, since: i64) -> Result<Vec<Gone>, StoreError> {
    let sql = "SELECT slug, moved_to FROM gone WHERE changed > ?1 ORDER BY slug";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([since], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
    })?;
    rows.map(|row| {
        let (slug, moved_to) = row?;
        Ok(Gone { slug: stored_slug(slug)?, moved_to: moved_to.map(stored_slug).transpose()? })
    })
    .collect()
}

/// Makes the address `slug` lead to `wanted`, or say that its article is gone. `article` is the article whose earlier
/// address this is, if it is one.
pub(super) fn note(
    t: &WriteTransaction<'_>,
    slug: &Slug,
    wanted: Option<&Slug>,
    article: Option<i64>,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO gone (slug, wanted, article, changed) VALUES (?1, ?2, ?3, {NOW})
         ON CONFLICT (slug) DO UPDATE SET wanted = ?2, article = ?3, changed = {NOW}"
    );
    t.execute(&sql, params![slug.as_str(), wanted.map(Slug::as_str), article])?;
    settle(t, slug)
}

/// Forgets the redirect at the address of an article that is here again.
pub(super) fn forget(t: &WriteTransaction<'_>, slug: &Slug) -> Result<(), StoreError> {
    t.prepare_cached("DELETE FROM gone WHERE slug = ?1")?.execute([slug.as_str()])?;
    settle(t, slug)
}

/// Resolves the redirect at `slug` anew, and every one that leads to it or through it.
fn settle(t: &WriteTransaction<'_>, slug: &Slug) -> Result<(), StoreError> {
    settle_from(t, vec![slug.as_str().to_owned()])
}

/// Resolves all redirects anew, in a transaction that brings the schema up to date.
pub(super) fn settle_all(c: &Connection) -> Result<(), StoreError> {
    let all = {
        let mut statement = c.prepare("SELECT slug FROM gone")?;
        let slugs = statement.query_map([], |row| row.get(0))?;
        slugs.collect::<Result<Vec<String>, _>>()?
    };
    settle_from(c, all)
}

fn settle_from(c: &Connection, mut waiting: Vec<String>) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    while let Some(slug) = waiting.pop() {
        if !seen.insert(slug.clone()) {
            continue;
        }
        let end = end_of(c, &slug)?;
        c.prepare_cached(&format!(
            "UPDATE gone SET moved_to = ?2, changed = {NOW} WHERE slug = ?1 AND moved_to IS NOT ?2"
        ))?
        .execute(params![slug, end])?;
        let mut leading = c.prepare_cached("SELECT slug FROM gone WHERE wanted = ?1")?;
        for slug in leading.query_map([slug], |row| row.get(0))? {
            waiting.push(slug?);
        }
    }
    Ok(())
}

/// The public article at which the redirects from `slug` end.
pub(super) fn end_of(c: &Connection, slug: &str) -> Result<Option<String>, StoreError> {
    let mut seen = HashSet::new();
    let mut at = slug.to_owned();
    while seen.insert(at.clone()) {
        let next: Option<Option<String>> = c
            .prepare_cached("SELECT wanted FROM gone WHERE slug = ?1")?
            .query_row([&at], |row| row.get(0))
            .optional()?;
        let Some(Some(next)) = next else { return Ok(None) };
        if is_public(c, &next)? {
            return Ok(Some(next));
        }
        at = next;
    }
    Ok(None)
}

pub(super) fn is_public(c: &Connection, slug: &str) -> Result<bool, StoreError> {
    Ok(c.prepare_cached("SELECT 1 FROM article WHERE slug = ?1")?.exists([slug])?)
}

/// The public article at this address, or with this earlier address: its id, and its present address.
pub(super) fn article_at(c: &Connection, slug: &Slug) -> Result<Option<(i64, Slug)>, StoreError> {
    let sql = "SELECT id, slug FROM article WHERE slug = ?1
               UNION ALL SELECT a.id, a.slug FROM gone g JOIN article a ON a.id = g.article WHERE g.slug = ?1
               LIMIT 1";
    let found: Option<(i64, String)> = c
        .prepare_cached(sql)?
        .query_row([slug.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(id, slug)| Ok((id, stored_slug(slug)?))).transpose()
}

/// The slugs that an article had before.
pub(super) fn earlier_of(c: &Connection, article: i64) -> Result<Vec<Slug>, StoreError> {
    let mut statement =
        c.prepare_cached("SELECT slug FROM gone WHERE article = ?1 ORDER BY slug")?;
    let slugs = statement.query_map([article], |row| row.get(0))?;
    slugs.map(|slug| stored_slug(slug?)).collect()
}

/// Refuses a redirect from `slug` to `to` that leads to no public article, or back to `slug`.
pub(super) fn check(c: &Connection, slug: &Slug, to: &Slug) -> Result<(), StoreError> {
    if to == slug {
        return Err(MoveError::Loop(slug.clone()).into());
    }
    if is_public(c, to.as_str())? {
        return Ok(());
    }
    match end_of(c, to.as_str())? {
        Some(end) if end == slug.as_str() => Err(MoveError::Loop(slug.clone()).into()),
        Some(_) => Ok(()),
        None => {
            let sql =
                "SELECT 1 FROM record WHERE slug = ?1 UNION ALL SELECT 1 FROM gone WHERE slug = ?1";
            let is_known = c.prepare_cached(sql)?.exists([to.as_str()])?;
            let error = if is_known { MoveError::Nowhere } else { MoveError::Unknown };
            Err(error(to.clone()).into())
        }
    }
}
