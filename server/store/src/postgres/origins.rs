//! Finds articles by their origin, for all servers that share the database, and publishes what a source has.

use std::collections::{HashMap, HashSet};

use bantin_core::draft::Draft;
use bantin_core::identity::{Decision, Head, Incoming, Known, Origin, SlugOwner, decide};
use bantin_core::old_address::OldAddress;
use bantin_model::{Link, Slug};
use deadpool_postgres::Transaction;

use super::feed::{ARTICLE, Publication, Stored, due, enter};
use super::standing::stored_at;
use super::{NOW, Postgres, article_id, slug_of};
use crate::sqlite::{Fate, ImportedArticle, Put, StoreError};

impl Postgres {
    /// Publishes what the source `head` has, all or none, at `now` (Unix seconds). An article that is known by its
    /// source and id keeps its address, its views and its votes.
    ///
    /// # Errors
    /// [`StoreError`]; none of them is published then.
    pub async fn take(
        &self,
        head: &Head,
        incoming: &[Incoming],
        now: i64,
    ) -> Result<Vec<ImportedArticle>, StoreError> {
        let mut client = self.pool.get().await?;
        let mut publication = Publication::start(client.transaction().await?).await?;
        let mut taken = Vec::new();
        // In the same order in which transactions with votes lock articles.
        let mut in_ledger: Vec<Draft> = Vec::new();
        for one in incoming {
            taken.push(take(&mut publication, head, one, now, &mut in_ledger).await?);
        }
        in_ledger.sort_by_key(|draft| article_id(&draft.slug));
        for draft in &in_ledger {
            enter(&publication.t, draft).await?;
        }
        publication.finish().await?;
        Ok(taken)
    }

    /// The articles of a source that were not withdrawn, each with its ids at the source.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_of(&self, source: &str) -> Result<HashMap<Slug, Vec<String>>, StoreError> {
        let client = self.pool.get().await?;
        let sql = "SELECT o.slug, o.id FROM origin o JOIN article a ON a.slug = o.slug
                   WHERE o.source = $1 AND a.withdrawn IS NULL";
        let mut known: HashMap<Slug, Vec<String>> = HashMap::new();
        for row in client.query(sql, &[&source]).await? {
            known.entry(slug_of(row.try_get(0)?)?).or_default().push(row.try_get(1)?);
        }
        Ok(known)
    }

    /// The names of the sources that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sources(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let client = self.pool.get().await?;
        let sql =
            "SELECT DISTINCT source FROM origin WHERE starts_with(source, $1) ORDER BY source";
        let rows = client.query(sql, &[&prefix]).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Gives a source another name, since its folder was moved.
    ///
    /// # Errors
    /// [`StoreError`]; it keeps its name then.
    pub async fn rename_source(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let client = self.pool.get().await?;
        client.execute("UPDATE origin SET source = $2 WHERE source = $1", &[&from, &to]).await?;
        Ok(())
    }
}

async fn take(
    publication: &mut Publication<'_>,
    head: &Head,
    one: &Incoming,
    now: i64,
    in_ledger: &mut Vec<Draft>,
) -> Result<ImportedArticle, StoreError> {
    let (origin, wanted) = (&one.origin, &one.draft.slug);
    let page = one.draft.source.as_ref().map(Link::as_str);
    let known = known(&publication.t, origin).await?;
    let mut slug_owners: HashMap<Slug, SlugOwner> = HashMap::new();
    let decision = loop {
        // An owner that is not known yet is looked up, and the decision is tried again.
        let known_holder = |slug: &Slug| slug_owners.get(slug).cloned().ok_or_else(|| slug.clone());
        match decide(origin, page, wanted, &known, known_holder) {
            Ok(decision) => break decision,
            Err(slug) => {
                let slug_owner = slug_owner(&publication.t, head, &slug).await?;
                slug_owners.insert(slug, slug_owner);
            }
        }
    };
    let mut moved_from = None;
    // The article as it was stored at its former address.
    let mut earlier = None;
    // Which of two articles claims an old address is decided in each server's own store.
    let taken =
        |slug, fate, moved_from| ImportedArticle { slug, fate, moved_from, claimed: Vec::new() };
    let slug = match decision {
        Decision::Withdrawn(slug) => return Ok(taken(slug, Fate::LeftOut, moved_from)),
        Decision::New(slug) => slug,
        Decision::TakenOver(slug) => {
            forget_lost(&publication.t, head, &slug).await?;
            slug
        }
        Decision::Same { slug, link, moves_to } => {
            if link != origin.link {
                let sql = "DELETE FROM origin WHERE source = $1 AND id = $2 AND link = $3";
                publication.t.execute(sql, &[&origin.source, &origin.id, &link]).await?;
            }
            match moves_to {
                // A withdrawn article keeps its address.
                Some(_) if is_withdrawn(&stored_at(&publication.t, &slug).await?) => slug,
                Some(new) => {
                    earlier = stored_at(&publication.t, &slug).await?;
                    rename(publication, &slug, &new).await?;
                    moved_from = Some(slug);
                    new
                }
                None => slug,
            }
        }
    };
    let before = stored_at(&publication.t, &slug).await?;
    if is_withdrawn(&before) {
        note(&publication.t, origin, &slug, wanted).await?;
        return Ok(taken(slug, Fate::LeftOut, moved_from));
    }
    let known = match earlier.as_ref().or(before.as_ref()) {
        Some(Stored::Draft(draft) | Stored::Withdrawn { kept: Some(draft), .. }) => {
            draft.old_addresses.as_slice()
        }
        _ => &[],
    };
    let old_addresses = OldAddress::joined(&one.draft.old_addresses, known, now);
    let draft = Draft { slug: slug.clone(), old_addresses, ..one.draft.clone() };
    let is_over = draft.span.until.is_some_and(|until| until <= now);
    if before.is_none() && moved_from.is_none() && is_over {
        return Ok(taken(slug, Fate::Expired(None), moved_from));
    }
    let payload = serde_json::to_vec(&Stored::Draft(&draft))?;
    let put = publication.put(ARTICLE, slug.as_str(), &payload).await?;
    note(&publication.t, origin, &slug, wanted).await?;
    let due = due(&draft)?;
    if put != Put::Unchanged {
        in_ledger.push(draft);
    }
    let put = if moved_from.is_some() { Put::Updated } else { put };
    let fate = match is_over {
        true => Fate::Expired(Some(put)),
        false if due > now => Fate::Held(put, due),
        false => Fate::Stored(put),
    };
    Ok(taken(slug, fate, moved_from))
}

/// Whether the newsroom withdrew it.
fn is_withdrawn(stored: &Option<Stored<Box<Draft>>>) -> bool {
    matches!(stored, Some(Stored::Withdrawn { by_source: false, .. }))
}

async fn known(t: &Transaction<'_>, origin: &Origin) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT link, slug, wanted FROM origin WHERE source = $1 AND id = $2";
    let statement = t.prepare_cached(sql).await?;
    let rows = t.query(&statement, &[&origin.source, &origin.id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Known {
                link: row.try_get(0)?,
                slug: slug_of(row.try_get(1)?)?,
                wanted: slug_of(row.try_get(2)?)?,
            })
        })
        .collect()
}

/// Whose the slug is.
async fn slug_owner(
    t: &Transaction<'_>,
    head: &Head,
    slug: &Slug,
) -> Result<SlugOwner, StoreError> {
    let draft = match stored_at(t, slug).await? {
        None => return Ok(SlugOwner::Nobody),
        Some(Stored::Withdrawn { kept: None, .. }) => return Ok(SlugOwner::Withdrawn),
        Some(Stored::Moved { to }) => return Ok(SlugOwner::EarlierOf(end_of(t, to).await?)),
        Some(Stored::Draft(draft) | Stored::Withdrawn { kept: Some(draft), .. }) => draft,
    };
    let sql = "SELECT source, id FROM origin WHERE slug = $1";
    let rows = t.query(sql, &[&slug.as_str()]).await?;
    if rows.is_empty() {
        let link = draft.source.as_ref().map(|link| link.as_str().to_owned());
        return Ok(SlugOwner::Unknown { link });
    }
    for row in rows {
        if !head.has_lost(row.try_get(0)?, row.try_get(1)?) {
            return Ok(SlugOwner::Another);
        }
    }
    Ok(SlugOwner::Lost)
}

/// The present address of the article that had this one.
async fn end_of(t: &Transaction<'_>, mut slug: Slug) -> Result<Slug, StoreError> {
    let mut seen = HashSet::new();
    while seen.insert(slug.clone()) {
        match stored_at(t, &slug).await? {
            Some(Stored::Moved { to }) => slug = to,
            _ => break,
        }
    }
    Ok(slug)
}

async fn forget_lost(t: &Transaction<'_>, head: &Head, slug: &Slug) -> Result<(), StoreError> {
    let rows = t.query("SELECT source, id FROM origin WHERE slug = $1", &[&slug.as_str()]).await?;
    for row in rows {
        let (source, id): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
        if head.has_lost(source, id) {
            let sql = "DELETE FROM origin WHERE source = $1 AND id = $2 AND slug = $3";
            t.execute(sql, &[&source, &id, &slug.as_str()]).await?;
        }
    }
    Ok(())
}

async fn note(
    t: &Transaction<'_>,
    origin: &Origin,
    slug: &Slug,
    wanted: &Slug,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO origin AS o (source, id, link, slug, wanted) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (source, id, link) DO UPDATE SET slug = $4, wanted = $5
               WHERE o.slug <> $4 OR o.wanted <> $5";
    let statement = t.prepare_cached(sql).await?;
    let Origin { source, id, link, .. } = origin;
    t.execute(&statement, &[source, id, link, &slug.as_str(), &wanted.as_str()]).await?;
    Ok(())
}

/// Gives an article another address, with its votes and readings. The former address leads to it.
async fn rename(
    publication: &mut Publication<'_>,
    from: &Slug,
    to: &Slug,
) -> Result<(), StoreError> {
    let (old, new) = (article_id(from), article_id(to));
    // Its id is a hash of its slug, so it changes too. No vote is stored under the old one meanwhile.
    let sql = format!(
        "INSERT INTO article (id, slug, closed, views, votes1, votes2, votes3, votes4, votes5, withdrawn,
             due, expires, changed)
         SELECT $2, $3, closed, views, votes1, votes2, votes3, votes4, votes5, withdrawn, due, expires, {NOW}
         FROM article WHERE id = $1 FOR UPDATE"
    );
    publication.t.execute(&sql, &[&old, &new, &to.as_str()]).await?;
    for table in ["vote", "vote_log", "reading"] {
        let sql = format!("UPDATE {table} SET article = $2 WHERE article = $1");
        publication.t.execute(&sql, &[&old, &new]).await?;
    }
    let sql = format!("UPDATE reading_day SET article = $2, changed = {NOW} WHERE article = $1");
    publication.t.execute(&sql, &[&old, &new]).await?;
    publication.t.execute("DELETE FROM article WHERE id = $1", &[&old]).await?;
    let sql = "UPDATE origin SET slug = $2 WHERE slug = $1";
    publication.t.execute(sql, &[&from.as_str(), &to.as_str()]).await?;
    let moved = serde_json::to_vec(&Stored::<Draft>::Moved { to: to.clone() })?;
    publication.put(ARTICLE, from.as_str(), &moved).await?;
    Ok(())
}
