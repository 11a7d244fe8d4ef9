//! The article that an editor has fixed to a front page.

use bantin_model::Link;
use bantin_model::list::FeedItem;
use rusqlite::{OptionalExtension, params};

use super::lists::item;
use super::record::{COLUMNS, Record};
use super::rows::NOW;
use super::{Store, StoreError, WriteTransaction};

/// Until when an article is fixed, as the index `record_pinned` has it.
const PINNED: &str = "json_extract(card, '$.pinned')";

impl Store {
    /// The newest article in `lang` that is fixed at `now` (Unix seconds).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn pinned(
        &self,
        lang: &str,
        now: i64,
        site_url: &Link,
    ) -> Result<Option<FeedItem>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT {COLUMNS} FROM article a
                 WHERE {PINNED} IS NOT NULL AND {PINNED} > ?1 AND a.lang = ?2
                 ORDER BY a.published_at DESC, a.id DESC LIMIT 1"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let record = statement.query_row(params![now, lang], Record::of).optional()?;
            record.map(|record| item(record?, site_url)).transpose()
        })
    }
}

/// Lets go of the articles that were fixed until `now`: whatever shows them is made anew.
pub(super) fn let_go(t: &WriteTransaction<'_>, now: i64) -> Result<usize, StoreError> {
    let sql = format!(
        "UPDATE record SET card = json_remove(card, '$.pinned'), changed = {NOW}
         WHERE {PINNED} IS NOT NULL AND {PINNED} <= ?1"
    );
    Ok(t.prepare_cached(&sql)?.execute([now])?)
}

/// Whether there is one to be let go of.
pub(super) fn is_past(c: &rusqlite::Connection, now: i64) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM record WHERE {PINNED} IS NOT NULL AND {PINNED} <= ?1)"
    );
    Ok(c.prepare_cached(&sql)?.query_row([now], |row| row.get(0))?)
}
