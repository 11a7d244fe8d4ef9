//! Whether an article is public. It may be withdrawn by the newsroom until it is brought back, withdrawn because its
//! source has it no more, held until its time, or expired. An article that is not public keeps its row, its votes and
//! its readings; queries go over the view `article`, which leaves it out.

use bantin_model::Slug;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::changes::{ListPosition, reorder, words_changed};
use super::rows::{NOW, stored_slug};
use super::{MoveError, Store, StoreError, WriteTransaction};
use super::{pinned, redirects};

/// How many articles are published or withdrawn in one transaction, during which votes wait.
const AT_ONCE: usize = 100;

/// Whether an article is public, as the store keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Public,
    /// Not public before its time.
    Held,
    /// Withdrawn until the newsroom brings it back.
    WithdrawnByNewsroom,
    /// Its source has it no more, or no longer for everybody; or it has expired.
    WithdrawnBySource,
}

impl State {
    pub fn number(self) -> i64 {
        match self {
            Self::Public => 0,
            Self::Held => 1,
            Self::WithdrawnByNewsroom => 2,
            Self::WithdrawnBySource => 3,
        }
    }

    pub fn of_number(number: i64) -> Self {
        match number {
            0 => Self::Public,
            1 => Self::Held,
            2 => Self::WithdrawnByNewsroom,
            _ => Self::WithdrawnBySource,
        }
    }

    /// The state at `now` of an article that is public from `due` until `expires` (Unix seconds).
    pub fn at(now: i64, due: i64, expires: Option<i64>) -> Self {
        match expires {
            Some(expires) if expires <= now => Self::WithdrawnBySource,
            _ if due > now => Self::Held,
            _ => Self::Public,
        }
    }
}

/// What became of an article that the newsroom brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    Public,
    /// It is held until this time (Unix seconds).
    Held(i64),
    /// It had expired at this time (Unix seconds).
    Expired(i64),
    /// An earlier version had withdrawn it and kept nothing of it: the next import brings it.
    AtNextImport,
}

/// The part of a row of `record` that counts here.
struct Row {
    id: i64,
    state: State,
    due: i64,
    expires: Option<i64>,
}

fn row_of(c: &rusqlite::Connection, slug: &Slug) -> Result<Option<Row>, StoreError> {
    let sql = "SELECT id, state, due, expires FROM record WHERE slug = ?1";
    let row = c.prepare_cached(sql)?.query_row([slug.as_str()], |row| {
        let (id, due, expires) = (row.get(0)?, row.get(2)?, row.get(3)?);
        Ok(Row { id, state: State::of_number(row.get(1)?), due, expires })
    });
    Ok(row.optional()?)
}

impl Store {
    /// Withdraws an article until [`Store::restore`]. Its address says that it is gone, or leads to `moved_to`. Its
    /// votes and readings are kept for a while. For a withdrawn article, it only changes where the address leads.
    ///
    /// # Errors
    /// [`StoreError::Move`] when there is no such article or the redirect would lead nowhere; nothing is changed.
    pub fn withdraw(
        &self,
        slug: &Slug,
        moved_to: Option<&Slug>,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(|t| {
            let Some(row) = row_of(t, slug)? else {
                if let Some(other) = earlier(t, slug)? {
                    return Err(MoveError::Earlier(slug.clone(), other).into());
                }
                // An earlier version kept only that it is gone.
                if !t
                    .prepare_cached("SELECT 1 FROM gone WHERE slug = ?1")?
                    .exists([slug.as_str()])?
                {
                    return Err(MoveError::Unknown(slug.clone()).into());
                }
                if let Some(to) = moved_to {
                    redirects::check(t, slug, to)?;
                }
                return redirects::note(t, slug, moved_to, None);
            };
            if let Some(to) = moved_to {
                redirects::check(t, slug, to)?;
            }
            if row.state != State::WithdrawnByNewsroom {
                hide(t, slug, row.id, State::WithdrawnByNewsroom, now)?;
            }
            redirects::note(t, slug, moved_to, None)
        })
    }

    /// As [`Store::withdraw`], for a copy of what others publish: `moved_to` is not checked. False when there is no
    /// such article, or none any more.
    ///
    /// # Errors
    /// [`StoreError`]; the article is still there then.
    pub fn remove(&self, slug: &Slug, moved_to: Option<&Slug>) -> Result<bool, StoreError> {
        let now = jiff::Timestamp::now().as_second();
        self.write(|t| {
            let row = row_of(t, slug)?.filter(|row| row.state != State::WithdrawnByNewsroom);
            let Some(row) = row else { return Ok(false) };
            hide(t, slug, row.id, State::WithdrawnByNewsroom, now)?;
            redirects::note(t, slug, moved_to, None)?;
            Ok(true)
        })
    }

    /// Brings back an article that was withdrawn, with the votes and readings that are still kept.
    ///
    /// # Errors
    /// [`StoreError::Move`] when there is none of that name, or it was not withdrawn.
    pub fn restore(&self, slug: &Slug, now: i64) -> Result<Restored, StoreError> {
        self.write(|t| {
            let Some(row) = row_of(t, slug)? else {
                if let Some(other) = earlier(t, slug)? {
                    return Err(MoveError::Earlier(slug.clone(), other).into());
                }
                if t.execute("DELETE FROM gone WHERE slug = ?1", [slug.as_str()])? == 0 {
                    return Err(MoveError::Unknown(slug.clone()).into());
                }
                redirects::forget(t, slug)?;
                return Ok(Restored::AtNextImport);
            };
            if matches!(row.state, State::Public | State::Held) {
                return Err(MoveError::NotWithdrawn(slug.clone()).into());
            }
            match State::at(now, row.due, row.expires) {
                State::Public => {
                    publish(t, slug, row.id)?;
                    Ok(Restored::Public)
                }
                State::Held => {
                    set_state(t, row.id, State::Held, 0)?;
                    Ok(Restored::Held(row.due))
                }
                state => {
                    set_state(t, row.id, state, now)?;
                    Ok(Restored::Expired(row.expires.unwrap_or(now)))
                }
            }
        })
    }

    /// Withdraws articles that their source has no more; they come back when it has them again. Articles that do not
    /// exist, or were withdrawn already, are left out.
    ///
    /// # Errors
    /// [`StoreError`]; some are withdrawn then, and the others the next time.
    pub fn leave(&self, slugs: &[Slug], now: i64) -> Result<(), StoreError> {
        for some in slugs.chunks(AT_ONCE) {
            self.write(|t| {
                for slug in some {
                    let Some(row) = row_of(t, slug)? else { continue };
                    match row.state {
                        State::Public => {
                            hide(t, slug, row.id, State::WithdrawnBySource, now)?;
                            redirects::note(t, slug, None, None)?;
                        }
                        State::Held => set_state(t, row.id, State::WithdrawnBySource, now)?,
                        State::WithdrawnByNewsroom | State::WithdrawnBySource => {}
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// As [`Store::publish_due`], and computes the other news that change by it; running servers notice. A store that
    /// is open only for reading stays as it is.
    ///
    /// # Errors
    /// [`StoreError`]; the rest is done the next time.
    pub fn publish_and_relate(&self, now: Timestamp) -> Result<(), StoreError> {
        if self.is_read_only() || self.publish_due(now.as_second())? == 0 {
            return Ok(());
        }
        self.relate()?;
        self.advance_revision()
    }

    /// Publishes articles whose time has come, withdraws those that expired, and unpins those whose time is over, all
    /// at `now` (Unix seconds). Answers how many articles that were.
    ///
    /// # Errors
    /// [`StoreError`]; some are done then, and the others the next time.
    pub fn publish_due(&self, now: i64) -> Result<usize, StoreError> {
        const DUE: &str = "SELECT slug FROM record WHERE state = 1 AND due <= ?1
            UNION ALL SELECT slug FROM record WHERE state = 0 AND expires IS NOT NULL AND expires <= ?1";
        let slugs = self.read(|c| {
            let mut statement = c.prepare_cached(DUE)?;
            let slugs = statement.query_map([now], |row| row.get(0))?;
            slugs.map(|slug| stored_slug(slug?)).collect::<Result<Vec<Slug>, StoreError>>()
        })?;
        for some in slugs.chunks(AT_ONCE) {
            self.write(|t| {
                for slug in some {
                    // An import may have done it meanwhile.
                    let Some(row) = row_of(t, slug)? else { continue };
                    match (row.state, State::at(now, row.due, row.expires)) {
                        (State::Held, State::Public) => publish(t, slug, row.id)?,
                        (State::Held, state @ State::WithdrawnBySource) => {
                            set_state(t, row.id, state, now)?;
                        }
                        (State::Public, state @ State::WithdrawnBySource) => {
                            hide(t, slug, row.id, state, now)?;
                            redirects::note(t, slug, None, None)?;
                        }
                        _ => {}
                    }
                }
                Ok(())
            })?;
        }
        let unpinned = match self.read(|c| pinned::is_past(c, now))? {
            true => self.write(|t| pinned::let_go(t, now))?,
            false => 0,
        };
        Ok(slugs.len() + unpinned)
    }

    /// Deletes the votes, their log and the readings of articles that were withdrawn before `second` (Unix), some
    /// thousand at a time. Answers whether more is left.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn prune_withdrawn(&self, second: i64) -> Result<bool, StoreError> {
        const ROWS: usize = 5000;
        // `since` is 0 once all of it is deleted.
        let sql = "SELECT id FROM record WHERE state >= 2 AND since > 0 AND since < ?1 LIMIT 1";
        let next =
            |c: &rusqlite::Connection| c.query_row(sql, [second], |row| row.get(0)).optional();
        let article: Option<i64> = self.read(|c| Ok(next(c)?))?;
        let Some(article) = article else { return Ok(false) };
        self.write(|t| {
            let mut is_full = false;
            for (table, key) in [
                ("vote", "(article, reader)"),
                ("vote_log", "id"),
                ("reading", "(day, article, reader)"),
                ("reading_day", "(day, article)"),
            ] {
                let columns = key.trim_matches(['(', ')']);
                let rows = t.execute(
                    &format!(
                        "DELETE FROM {table} WHERE {key} IN
                         (SELECT {columns} FROM {table} WHERE article = ?1 LIMIT ?2)"
                    ),
                    params![article, ROWS as u64],
                )?;
                is_full |= rows == ROWS;
            }
            if !is_full {
                t.execute(
                    "UPDATE record SET since = 0, views = 0, votes1 = 0, votes2 = 0, votes3 = 0,
                         votes4 = 0, votes5 = 0
                     WHERE id = ?1 AND state >= 2",
                    [article],
                )?;
            }
            Ok(true)
        })
    }
}

/// The article that has this earlier address.
fn earlier(t: &WriteTransaction<'_>, slug: &Slug) -> Result<Option<Slug>, StoreError> {
    let sql = "SELECT r.slug FROM gone g JOIN record r ON r.id = g.article WHERE g.slug = ?1";
    let other: Option<String> = t.query_row(sql, [slug.as_str()], |row| row.get(0)).optional()?;
    other.map(stored_slug).transpose()
}

fn set_state(
    t: &WriteTransaction<'_>,
    id: i64,
    state: State,
    since: i64,
) -> Result<(), StoreError> {
    t.prepare_cached(&format!(
        "UPDATE record SET state = ?2, since = ?3, changed = {NOW} WHERE id = ?1"
    ))?
    .execute(params![id, state.number(), since])?;
    Ok(())
}

/// Removes an article from everything that is shown, and notes its place.
fn hide(
    t: &WriteTransaction<'_>,
    slug: &Slug,
    id: i64,
    state: State,
    now: i64,
) -> Result<(), StoreError> {
    if let Some(position) = ListPosition::of(t, slug)? {
        words_changed(t)?;
        position.touch_others(t)?;
        hidden(t, &position)?;
    }
    set_state(t, id, state, now)
}

/// Notes the gaps that a hidden article leaves in lists and in the other news of articles.
pub(super) fn hidden(t: &WriteTransaction<'_>, position: &ListPosition) -> Result<(), StoreError> {
    for list in &position.lists {
        reorder(t, list, position.published_at)?;
    }
    t.prepare_cached("DELETE FROM related WHERE article = ?1 OR other = ?1")?
        .execute([position.id])?;
    Ok(())
}

/// Shows an article that was not public everywhere it belongs.
fn publish(t: &WriteTransaction<'_>, slug: &Slug, id: i64) -> Result<(), StoreError> {
    set_state(t, id, State::Public, 0)?;
    words_changed(t)?;
    if let Some(position) = ListPosition::of(t, slug)? {
        ListPosition::moved(t, None, &position)?;
        position.touch_others(t)?;
    }
    redirects::forget(t, slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_public_from_its_minute_until_it_expires() {
        for (now, expected) in [
            (9, State::Held),
            (10, State::Public),
            (19, State::Public),
            (20, State::WithdrawnBySource),
        ] {
            assert_eq!(State::at(now, 10, Some(20)), expected, "{now}");
        }
        for number in 0..4 {
            assert_eq!(State::of_number(number).number(), number);
        }
    }
}
