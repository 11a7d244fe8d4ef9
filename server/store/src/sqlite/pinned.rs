//! The article that an editor has pinned to a front page.

use bantin_model::Link;
use bantin_model::list::FeedItem;
use rusqlite::{OptionalExtension, params};

use super::lists::item;
use super::record::{COLUMNS, Record};
use super::rows::NOW;
use super::{Store, StoreError, WriteTransaction};

/// Until when an article is pinned; written as in the index `record_pinned`.
const PINNED: &str = "CASE WHEN json_valid(card) THEN json_extract(card, '$.pinned') END";

/// SQL: the articles of a language that are pinned at a moment. It goes by the few that are pinned at all, whatever
/// statistics say about languages.
fn fixed() -> String {
    format!(
        "FROM article a WHERE {PINNED} IS NOT NULL AND {PINNED} > ?1 AND +a.lang = ?2
         ORDER BY +a.published_at DESC, +a.id DESC"
    )
}

impl Store {
    /// The newest article in `lang` that is pinned at `now` (Unix seconds).
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
            let sql = format!("SELECT {COLUMNS} {} LIMIT 1", fixed());
            let mut statement = c.prepare_cached(&sql)?;
            let record = statement.query_row(params![now, lang], Record::of).optional()?;
            record.map(|record| item(record?, site_url)).transpose()
        })
    }
}

/// Unpins articles whose time was over at `now`, so that the pages that show them are made anew.
pub(super) fn let_go(t: &WriteTransaction<'_>, now: i64) -> Result<usize, StoreError> {
    let sql = format!(
        "UPDATE record SET card = json_remove(card, '$.pinned'), changed = {NOW}
         WHERE {PINNED} IS NOT NULL AND {PINNED} <= ?1"
    );
    Ok(t.prepare_cached(&sql)?.execute([now])?)
}

/// Whether there is an article to unpin.
pub(super) fn is_past(c: &rusqlite::Connection, now: i64) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM record WHERE {PINNED} IS NOT NULL AND {PINNED} <= ?1)"
    );
    Ok(c.prepare_cached(&sql)?.query_row([now], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use bantin_core::draft::Draft;
    use bantin_model::Link;

    use super::super::Store;
    use super::super::tests::draft;

    #[test]
    fn the_newest_that_is_fixed_stands_there_until_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
        let root = Link::new("https://news.example/").unwrap();
        let fixed = |slug: &str, pinned, lang: &str| Draft {
            pinned,
            lang: lang.into(),
            published: format!("2026-01-0{}T10:00:00+07:00", slug.len()),
            ..draft(slug, slug)
        };
        let drafts = [
            fixed("a", Some(i64::MAX), "vi"),
            fixed("bb", Some(1000), "vi"),
            fixed("ccc", None, "vi"),
            fixed("dddd", Some(i64::MAX), "en"),
        ];
        store.put(&drafts).unwrap();
        let at = |now| {
            let item = store.pinned("vi", now, &root).unwrap();
            item.map(|item| item.bantin.slug.as_str().to_owned())
        };
        assert_eq!((at(999).as_deref(), at(1000).as_deref()), (Some("bb"), Some("a")));
        assert_eq!(store.pinned("fr", 0, &root).unwrap(), None);
        // Once it is past, whoever has copied the newsroom hears of it, and an import changes nothing.
        let tick = store.tick().unwrap();
        assert!(!store.has_changed(tick).unwrap());
        assert_eq!(store.publish_due(1000).unwrap(), 1);
        assert!(store.has_changed(tick).unwrap());
        assert_eq!(store.publish_due(1000).unwrap(), 0);
        assert_eq!(store.put(&drafts).unwrap(), [super::super::Put::Unchanged; 4]);
        // No page asks for all articles of a language.
        let plan = store.read(|c| {
            let sql = format!("EXPLAIN QUERY PLAN SELECT a.id {}", super::fixed());
            Ok(c.query_row(&sql, (5, "vi"), |row| row.get::<_, String>(3))?)
        });
        assert!(plan.unwrap().contains("record_pinned"));
    }
}
