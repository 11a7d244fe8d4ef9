//! Finds articles by their origin, notes origins, and stores what a source has.

use std::collections::HashMap;

use bantin_core::identity::{Decision, Head, Incoming, Known, Origin, SlugOwner, decide};
use bantin_model::{Link, Slug};
use rusqlite::{Connection, OptionalExtension, params};

use super::articles::{NewRow, Stored, put_at, stored};
use super::rows::stored_slug;
use super::standing::State;
use super::{Claimed, Put, Store, StoreError, WriteTransaction, old_addresses, redirects};

/// How storing an article of a source went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedArticle {
    /// Its address now.
    pub slug: Slug,
    pub fate: Fate,
    /// Its former address, if this changed it.
    pub moved_from: Option<Slug>,
    /// Old addresses that it claims and that another article has.
    pub claimed: Vec<Claimed>,
}

/// What became of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Stored(Put),
    /// It is stored, and becomes public at this time (Unix seconds).
    Held(Put, i64),
    /// The newsroom withdrew it, and has not brought it back.
    LeftOut,
    /// Its time is over; with the change, when it was there.
    Expired(Option<Put>),
}

impl Store {
    /// Stores what the source `head` has, all or none, at `now` (Unix seconds). An article that is known by its source
    /// and id keeps its address, its views and its votes.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub fn take(
        &self,
        head: &Head,
        incoming: &[Incoming],
        now: i64,
    ) -> Result<Vec<ImportedArticle>, StoreError> {
        // Work that needs no lock is done first: votes wait during the transaction.
        let mut rows = incoming
            .iter()
            .map(|one| NewRow::of(None, &one.draft))
            .collect::<Result<Vec<_>, _>>()?;
        self.read(|c| {
            for (row, one) in rows.iter_mut().zip(incoming) {
                if !has_fingerprint(c, &one.origin, &row.fingerprint)? {
                    row.terms();
                }
            }
            Ok(())
        })?;
        self.write(|t| {
            rows.iter_mut().zip(incoming).map(|(row, one)| take(t, head, row, one, now)).collect()
        })
    }

    /// The articles of a source that are public or held, each with its ids at the source.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn known_of(&self, source: &str) -> Result<HashMap<Slug, Vec<String>>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT r.slug, o.id FROM origin o JOIN record r ON r.id = o.article
                 WHERE o.source = ?1 AND r.state < 2",
            )?;
            let mut rows = statement.query([source])?;
            let mut known: HashMap<Slug, Vec<String>> = HashMap::new();
            while let Some(row) = rows.next()? {
                known.entry(stored_slug(row.get(0)?)?).or_default().push(row.get(1)?);
            }
            Ok(known)
        })
    }

    /// The names of the sources that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sources(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT DISTINCT source FROM origin WHERE substr(source, 1, length(?1)) = ?1",
            )?;
            let sources = statement.query_map([prefix], |row| row.get(0))?;
            Ok(sources.collect::<Result<_, _>>()?)
        })
    }

    /// Gives a source another name, since its folder was moved.
    ///
    /// # Errors
    /// [`StoreError`]; it keeps its name then.
    pub fn rename_source(&self, from: &str, to: &str) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute("UPDATE OR IGNORE origin SET source = ?2 WHERE source = ?1", [from, to])?;
            t.execute("DELETE FROM origin WHERE source = ?1", [from])?;
            Ok(())
        })
    }
}

fn has_fingerprint(
    c: &Connection,
    origin: &Origin,
    fingerprint: &[u8],
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM origin o JOIN record r ON r.id = o.article
               WHERE o.source = ?1 AND o.id = ?2 AND r.fingerprint = ?3";
    Ok(c.prepare_cached(sql)?.exists(params![origin.source, origin.id, fingerprint])?)
}

fn take(
    t: &WriteTransaction<'_>,
    head: &Head,
    row: &mut NewRow<'_>,
    one: &Incoming,
    now: i64,
) -> Result<ImportedArticle, StoreError> {
    let (origin, wanted) = (&one.origin, &one.draft.slug);
    let page = one.draft.source.as_ref().map(Link::as_str);
    let known = known(t, origin)?;
    let decision = decide(origin, page, wanted, &known, |slug| slug_owner(t, head, slug))?;
    let mut moved_from = None;
    let taken =
        |slug, fate, moved_from| ImportedArticle { slug, fate, moved_from, claimed: Vec::new() };
    let slug = match decision {
        Decision::Withdrawn(slug) => return Ok(taken(slug, Fate::LeftOut, moved_from)),
        Decision::New(slug) => slug,
        Decision::TakenOver(slug) => {
            forget_lost(t, head, &slug)?;
            slug
        }
        Decision::Same { slug, link, moves_to } => {
            if link != origin.link {
                let sql = "DELETE FROM origin WHERE source = ?1 AND id = ?2 AND link = ?3";
                t.prepare_cached(sql)?.execute(params![origin.source, origin.id, link])?;
            }
            match moves_to {
                // A withdrawn article keeps its address.
                Some(_) if is_withdrawn(&stored(t, &slug)?) => slug,
                Some(new) => {
                    rename(t, &slug, &new)?;
                    moved_from = Some(slug);
                    new
                }
                None => slug,
            }
        }
    };
    let before = stored(t, &slug)?;
    if let Some(before) = before.as_ref().filter(|_| is_withdrawn(&before)) {
        note(t, origin, before.id, wanted)?;
        return Ok(taken(slug, Fate::LeftOut, moved_from));
    }
    let state = row.state(now);
    if before.is_none() && state == State::WithdrawnBySource {
        return Ok(taken(slug, Fate::Expired(None), moved_from));
    }
    let (mut put, id) = put_at(t, row, &slug, before.as_ref(), now)?;
    if moved_from.is_some() && put == Put::Unchanged {
        put = Put::Updated;
    }
    note(t, origin, id, wanted)?;
    let fate = match state {
        State::Held => Fate::Held(put, row.due),
        State::WithdrawnBySource => Fate::Expired(Some(put)),
        State::Public | State::WithdrawnByNewsroom => Fate::Stored(put),
    };
    let claimed = old_addresses::claimed(t, id, &one.draft.old_addresses)?;
    Ok(ImportedArticle { claimed, ..taken(slug, fate, moved_from) })
}

/// Whether the newsroom withdrew it.
fn is_withdrawn(stored: &Option<Stored>) -> bool {
    stored.as_ref().is_some_and(|stored| stored.state == State::WithdrawnByNewsroom)
}

fn known(c: &Connection, origin: &Origin) -> Result<Vec<Known>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT o.link, r.slug, o.wanted FROM origin o JOIN record r ON r.id = o.article
         WHERE o.source = ?1 AND o.id = ?2",
    )?;
    let mut rows = statement.query(params![origin.source, origin.id])?;
    let mut known = Vec::new();
    while let Some(row) = rows.next()? {
        known.push(Known {
            link: row.get(0)?,
            slug: stored_slug(row.get(1)?)?,
            wanted: stored_slug(row.get(2)?)?,
        });
    }
    Ok(known)
}

/// Whose a slug is.
fn slug_owner(c: &Connection, head: &Head, slug: &Slug) -> Result<SlugOwner, StoreError> {
    let sql = "SELECT id, card ->> 'source' FROM record WHERE slug = ?1";
    let row: Option<(i64, Option<String>)> = c
        .prepare_cached(sql)?
        .query_row([slug.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, link)) = row {
        let mut statement = c.prepare_cached("SELECT source, id FROM origin WHERE article = ?1")?;
        let origins = statement
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, String)>, _>>()?;
        return Ok(if origins.is_empty() {
            SlugOwner::Unknown { link }
        } else if origins.iter().all(|(source, id)| head.has_lost(source, id)) {
            SlugOwner::Lost
        } else {
            SlugOwner::Another
        });
    }
    let sql = "SELECT r.slug, g.slug FROM gone g LEFT JOIN record r ON r.id = g.article WHERE g.slug = ?1";
    let gone: Option<Option<String>> =
        c.prepare_cached(sql)?.query_row([slug.as_str()], |row| row.get(0)).optional()?;
    Ok(match gone {
        None => SlugOwner::Nobody,
        Some(Some(of)) => SlugOwner::EarlierOf(stored_slug(of)?),
        Some(None) => SlugOwner::Withdrawn,
    })
}

/// Forgets the origins of an article that its source no longer has.
fn forget_lost(t: &WriteTransaction<'_>, head: &Head, slug: &Slug) -> Result<(), StoreError> {
    let lost: Vec<(i64, String, String)> = {
        let mut statement = t.prepare_cached(
            "SELECT o.article, o.source, o.id FROM origin o JOIN record r ON r.id = o.article
             WHERE r.slug = ?1",
        )?;
        let rows = statement
            .query_map([slug.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    for (article, source, id) in lost.iter().filter(|(_, source, id)| head.has_lost(source, id)) {
        let sql = "DELETE FROM origin WHERE article = ?1 AND source = ?2 AND id = ?3";
        t.prepare_cached(sql)?.execute(params![article, source, id])?;
    }
    Ok(())
}

fn note(
    t: &WriteTransaction<'_>,
    origin: &Origin,
    article: i64,
    wanted: &Slug,
) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO origin (source, id, link, article, wanted) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (source, id, link) DO UPDATE SET article = ?4, wanted = ?5
         WHERE article <> ?4 OR wanted <> ?5",
    )?
    .execute(params![origin.source, origin.id, origin.link, article, wanted.as_str()])?;
    Ok(())
}

/// Gives an article another address; the former one leads to it.
fn rename(t: &WriteTransaction<'_>, from: &Slug, to: &Slug) -> Result<(), StoreError> {
    use super::changes::{ListPosition, words_changed};
    use super::rows::NOW;
    let position = ListPosition::of(t, from)?;
    let id: i64 = t
        .prepare_cached("SELECT id FROM record WHERE slug = ?1")?
        .query_row([from.as_str()], |row| row.get(0))?;
    if let Some(position) = &position {
        words_changed(t)?;
        position.touch_others(t)?;
        // Every list with this article shows another address now.
        for list in &position.lists {
            super::changes::reorder(t, list, position.published_at)?;
        }
    }
    t.execute(
        &format!("UPDATE record SET slug = ?2, changed = {NOW} WHERE id = ?1"),
        params![id, to.as_str()],
    )?;
    redirects::forget(t, to)?;
    redirects::note(t, from, Some(to), Some(id))
}
