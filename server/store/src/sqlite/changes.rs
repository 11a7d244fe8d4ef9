//! What changed since a moment, so that a copy of the newsroom (the export) can be brought up to date without reading
//! everything.
//!
//! The store has a clock of its own, which only taking a copy advances. Each change is stamped with the clock's time in
//! the transaction that makes it. So what a copy lacks is exactly what is stamped later than the copy's time.

use bantin_model::Slug;
use bantin_model::path::ListKind;
use rusqlite::{Connection, OptionalExtension, params};

use super::months::{month_of, zone};
use super::others::{Side, beside};
use super::redirects::{Gone, gone_since};
use super::rows::{NOW, stored_slug};
use super::{Store, StoreError, WriteTransaction, old_addresses};

/// For how many ticks changes in the order of lists are remembered.
const REMEMBERED: i64 = 500;

/// The changes after a time of the clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Articles of whose pages anything changed.
    pub articles: Vec<Slug>,
    /// Lists in which articles moved, each with the time of publication (Unix seconds) from which on its pages hold
    /// other articles than before.
    pub reordered: Vec<(ListKind, i64)>,
    pub gone: Vec<Gone>,
    /// The keys of old addresses that may now lead elsewhere, or nowhere.
    pub old_addresses: Vec<String>,
    pub pages: Vec<Slug>,
}

impl Store {
    /// Gives the clock's time and advances it, so that later changes have a later stamp.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn tick(&self) -> Result<i64, StoreError> {
        if self.is_read_only() {
            // The clock stands still, so more changes may get the present time. The answer is one less: they are looked
            // at again the next time.
            return self
                .read(|c| Ok(c.query_row("SELECT tick - 1 FROM clock", [], |row| row.get(0))?));
        }
        self.write(|t| {
            let tick =
                t.query_row("UPDATE clock SET tick = tick + 1 RETURNING tick - 1", [], |row| {
                    row.get::<_, i64>(0)
                })?;
            t.execute("DELETE FROM reordered WHERE tick <= ?1", [tick - REMEMBERED])?;
            Ok(tick)
        })
    }

    /// Whether anything changed after the time `since`. True as well when `since` is not a time of this store's clock,
    /// as after a backup was put back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has_changed(&self, since: i64) -> Result<bool, StoreError> {
        self.read(|c| {
            let sql = "SELECT EXISTS (SELECT 1 FROM article WHERE changed > ?1)
                       OR EXISTS (SELECT 1 FROM gone WHERE changed > ?1)
                       OR EXISTS (SELECT 1 FROM reordered WHERE tick > ?1)
                       OR EXISTS (SELECT 1 FROM page WHERE changed > ?1)
                       OR EXISTS (SELECT 1 FROM old_address WHERE changed > ?1)
                       OR ?1 >= (SELECT tick FROM clock)
                       OR ?1 < (SELECT tick FROM clock) - ?2";
            Ok(c.prepare_cached(sql)?.query_row([since, REMEMBERED], |row| row.get(0))?)
        })
    }

    /// The changes after the time `since`; `None` when that is longer ago than is remembered.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes(&self, since: i64) -> Result<Option<Changes>, StoreError> {
        self.read(|c| {
            let now: i64 = c.query_row("SELECT tick FROM clock", [], |row| row.get(0))?;
            if since >= now || since < now - REMEMBERED {
                return Ok(None);
            }
            Ok(Some(Changes {
                articles: slugs(c, &old_addresses::changed_articles(), since)?,
                reordered: reordered(c, since)?,
                gone: gone_since(c, since)?,
                old_addresses: old_addresses::moved_since(c, since)?,
                // Their links may lead elsewhere now.
                pages: slugs(
                    c,
                    "SELECT slug FROM page WHERE changed > ?1
                         OR EXISTS (SELECT 1 FROM old_address WHERE changed > ?1) ORDER BY slug",
                    since,
                )?,
            }))
        })
    }
}

fn slugs(c: &Connection, sql: &str, since: i64) -> Result<Vec<Slug>, StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([since], |row| row.get(0))?;
    rows.map(|slug| stored_slug(slug?)).collect()
}

fn reordered(c: &Connection, since: i64) -> Result<Vec<(ListKind, i64)>, StoreError> {
    let sql = "SELECT list, min(since) FROM reordered WHERE tick > ?1 GROUP BY list ORDER BY list";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement
        .query_map([since], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let mut lists = Vec::new();
    for row in rows {
        let (name, since) = row?;
        let kind = list_of(&name).ok_or(StoreError::Stored(name))?;
        lists.push((kind, since));
    }
    Ok(lists)
}

/// The name of a list in the store.
fn name_of(list: &ListKind) -> String {
    match list {
        ListKind::Latest => "latest".to_owned(),
        ListKind::MostRead => "most-read".to_owned(),
        ListKind::MostReadLanguage(tag) => format!("most-read/language/{tag}"),
        ListKind::MostReadSection(id) => format!("most-read/section/{id}"),
        ListKind::Language(tag) => format!("language/{tag}"),
        ListKind::Section(id) => format!("section/{id}"),
        ListKind::Tag(id) => format!("tag/{id}"),
        ListKind::Author(id) => format!("author/{id}"),
        ListKind::Month(id) => format!("month/{id}"),
    }
}

fn list_of(name: &str) -> Option<ListKind> {
    if let Some(of) = name.strip_prefix("most-read/") {
        return match of.split_once('/')? {
            ("language", tag) => Some(ListKind::MostReadLanguage(tag.to_owned())),
            ("section", id) => Some(ListKind::MostReadSection(id.to_owned())),
            _ => None,
        };
    }
    Some(match name.split_once('/') {
        None if name == "latest" => ListKind::Latest,
        None if name == "most-read" => ListKind::MostRead,
        Some(("language", tag)) => ListKind::Language(tag.to_owned()),
        Some(("section", id)) => ListKind::Section(id.to_owned()),
        Some(("tag", id)) => ListKind::Tag(id.to_owned()),
        Some(("author", id)) => ListKind::Author(id.to_owned()),
        Some(("month", id)) => ListKind::Month(id.to_owned()),
        _ => return None,
    })
}

/// Notes that the words of an article changed.
pub(super) fn words_changed(c: &WriteTransaction<'_>) -> Result<(), StoreError> {
    c.prepare_cached("UPDATE clock SET words = words + 1")?.execute([])?;
    Ok(())
}

/// Notes that from the publication time `since` on, a list's articles moved.
pub(super) fn reorder(
    c: &WriteTransaction<'_>,
    list: &ListKind,
    since: i64,
) -> Result<(), StoreError> {
    c.prepare_cached(&format!(
        "INSERT INTO reordered (tick, list, since) VALUES ({NOW}, ?1, ?2)
         ON CONFLICT (tick, list) DO UPDATE SET since = min(since, excluded.since)"
    ))?
    .execute(params![name_of(list), since])?;
    Ok(())
}

/// The place of an article in the newsroom.
pub(super) struct ListPosition {
    pub(super) id: i64,
    pub(super) published_at: i64,
    translation: Option<String>,
    /// The lists it is on.
    pub(super) lists: Vec<ListKind>,
}

impl ListPosition {
    /// The place of the article `slug`; `None` when there is none.
    pub(super) fn of(c: &Connection, slug: &Slug) -> Result<Option<Self>, StoreError> {
        let row = c
            .prepare_cached(
                "SELECT id, published_at, translation, lang, section FROM article WHERE slug = ?1",
            )?
            .query_row([slug.as_str()], |row| {
                let lists = vec![
                    ListKind::Latest,
                    ListKind::Language(row.get(3)?),
                    ListKind::Section(row.get(4)?),
                ];
                Ok(Self {
                    id: row.get(0)?,
                    published_at: row.get(1)?,
                    translation: row.get(2)?,
                    lists,
                })
            })
            .optional()?;
        let Some(mut position) = row else { return Ok(None) };
        position.lists.push(ListKind::Month(month_of(&zone(c)?, position.published_at)));
        let mut add = |sql: &str, list: fn(String) -> ListKind| -> Result<(), StoreError> {
            let mut statement = c.prepare_cached(sql)?;
            for id in statement.query_map([position.id], |row| row.get(0))? {
                position.lists.push(list(id?));
            }
            Ok(())
        };
        add("SELECT tag FROM tag WHERE article = ?1", ListKind::Tag)?;
        add("SELECT author FROM author WHERE article = ?1", ListKind::Author)?;
        Ok(Some(position))
    }

    /// Stamps the articles whose pages show something of this one: those that have it among their other news, its
    /// translations, and its neighbours in its section.
    pub(super) fn touch_others(&self, c: &WriteTransaction<'_>) -> Result<(), StoreError> {
        c.prepare_cached(&format!(
            "UPDATE record SET changed = {NOW}
             WHERE id IN (SELECT article FROM related WHERE other = ?1)"
        ))?
        .execute([self.id])?;
        if let Some(translation) = &self.translation {
            c.prepare_cached(&format!(
                "UPDATE record SET changed = {NOW} WHERE translation = ?1 AND id <> ?2"
            ))?
            .execute(params![translation, self.id])?;
        }
        for side in [Side::Newer, Side::Older] {
            if let Some((other, _)) = beside(c, self.id, side)? {
                c.prepare_cached(&format!("UPDATE record SET changed = {NOW} WHERE id = ?1"))?
                    .execute([other])?;
            }
        }
        Ok(())
    }

    /// Notes what changed when an article moved from `before` to `after`.
    pub(super) fn moved(
        c: &WriteTransaction<'_>,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<(), StoreError> {
        let Some(before) = before else {
            return after.lists.iter().try_for_each(|list| reorder(c, list, after.published_at));
        };
        let oldest = before.published_at.min(after.published_at);
        let has_moved_in_time = before.published_at != after.published_at;
        for list in &after.lists {
            if has_moved_in_time || !before.lists.contains(list) {
                reorder(c, list, oldest)?;
            }
        }
        let left = before.lists.iter().filter(|list| !after.lists.contains(list));
        left.into_iter().try_for_each(|list| reorder(c, list, before.published_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_s_name_is_read_again() {
        for list in [
            ListKind::Latest,
            ListKind::MostRead,
            ListKind::MostReadLanguage("vi".into()),
            ListKind::MostReadSection("thoi-su".into()),
            ListKind::Language("vi".into()),
            ListKind::Section("thoi-su".into()),
            ListKind::Tag("cau-go".into()),
            ListKind::Author("le-ha".into()),
            ListKind::Month("2023-08".into()),
        ] {
            assert_eq!(list_of(&name_of(&list)), Some(list));
        }
        assert_eq!(list_of("reader/x"), None);
    }
}
