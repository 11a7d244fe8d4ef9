//! Reads lists of articles.

use bantin_core::day;
use bantin_model::list::{FeedItem, ItemExtension, ItemRating, Pages};
use bantin_model::path::ListKind;
use bantin_model::{Link, RatingSummary, Slug};
use jiff::Timestamp;
use rusqlite::{Connection, ToSql, params};

use super::changes::ListPosition;
use super::members::Members;
use super::record::{COLUMNS, Record, with_ids};
use super::{Store, StoreError, months};

/// How many articles an archive page has.
pub const PAGE_SIZE: u64 = 20;
/// How many articles the list of the most read has.
const MOST_READ: u64 = 20;
/// How many days before today count for the most read.
const RECENT_DAYS: i32 = 7;

/// Whether a list of this kind exists even with no article on it.
pub fn is_always_there(kind: &ListKind) -> bool {
    !matches!(kind, ListKind::Tag(_) | ListKind::Author(_) | ListKind::Month(_))
}

/// A page of a list.
#[derive(Debug)]
pub struct ListPage {
    pub items: Vec<FeedItem>,
    /// The pages of the whole list.
    pub pages: Pages,
}

impl Store {
    /// The newest page of a list, or an archive page. `None` when there is no such list or page: some lists exist even
    /// when empty, others only while an article is on them ([`is_always_there`]).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn list(
        &self,
        kind: &ListKind,
        page: Option<u32>,
        site_url: &Link,
    ) -> Result<Option<ListPage>, StoreError> {
        self.list_at(kind, page, site_url, Timestamp::now())
    }

    /// As [`Store::list`], at the moment `now`, by which it is known what was read lately.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn list_at(
        &self,
        kind: &ListKind,
        page: Option<u32>,
        site_url: &Link,
        now: Timestamp,
    ) -> Result<Option<ListPage>, StoreError> {
        self.read(|c| match kind {
            kind if kind.is_most_read() && page.is_some() => Ok(None),
            kind if kind.is_most_read() => {
                let since = day::before(&months::zone(c)?, now, RECENT_DAYS);
                most_read(c, &Members::of(c, kind)?, &since, site_url).map(Some)
            }
            _ => {
                let list = newest(c, &Members::of(c, kind)?, page, site_url)?;
                Ok(list.filter(|list| is_always_there(kind) || list.pages.total > 0))
            }
        })
    }

    /// How many articles a list holds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn total(&self, kind: &ListKind) -> Result<u64, StoreError> {
        self.read(|c| Members::of(c, kind)?.count(c, "true", &[]))
    }

    /// Calls `f` with every article of a list, oldest first, one in memory at a time.
    ///
    /// # Errors
    /// [`StoreError`], and the errors of `f`.
    pub fn walk<E: From<StoreError>>(
        &self,
        kind: &ListKind,
        site_url: &Link,
        mut f: impl FnMut(FeedItem) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        self.read(|c| {
            let members = Members::of(c, kind)?;
            let sql = format!(
                "SELECT {COLUMNS} FROM article a WHERE {} ORDER BY a.published_at, a.id",
                members.condition
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query(members.values().as_slice())?;
            while let Some(row) = rows.next()? {
                if let Err(error) = f(item(Record::of(row)??, site_url)?) {
                    stopped = Some(error);
                    break;
                }
            }
            Ok(())
        })?;
        stopped.map_or(Ok(()), Err)
    }

    /// How many articles of a list are older than the article `slug`; `None` when it is not on the list.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn position(&self, kind: &ListKind, slug: &Slug) -> Result<Option<u64>, StoreError> {
        self.read(|c| {
            let members = Members::of(c, kind)?;
            let value: [(&str, &dyn ToSql); 1] = [(":slug", &slug.as_str())];
            if members.count(c, "a.slug = :slug", &value)? == 0 {
                return Ok(None);
            }
            let older = "(a.published_at, a.id) <
                 (SELECT published_at, id FROM article WHERE slug = :slug)";
            members.count(c, older, &value).map(Some)
        })
    }

    /// How many articles of a list were published before `moment` (Unix seconds).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn older_than(&self, kind: &ListKind, moment: i64) -> Result<u64, StoreError> {
        self.read(|c| {
            Members::of(c, kind)?.count(c, "a.published_at < :moment", &[(":moment", &moment)])
        })
    }

    /// The lists that an article is on; none when there is no such article.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn lists_of(&self, slug: &Slug) -> Result<Vec<ListKind>, StoreError> {
        self.read(|c| {
            Ok(ListPosition::of(c, slug)?.map(|position| position.lists).unwrap_or_default())
        })
    }
}

/// An article in a sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub slug: Slug,
    pub lang: String,
    pub title: String,
    /// RFC 3339 with offset.
    pub published: String,
    /// RFC 3339 with offset.
    pub updated: Option<String>,
}

impl Store {
    /// The next `limit` articles after the first `skip`, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(&self, skip: u64, limit: u64) -> Result<Vec<Entry>, StoreError> {
        self.entries_by(
            "SELECT slug, lang, card ->> 'title', card ->> 'published', card ->> 'updated'
             FROM article ORDER BY published_at, id LIMIT ?2 OFFSET ?1",
            params![skip, limit],
        )
    }

    /// The articles published in the last `seconds` before the newest one, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn newest_entries(&self, seconds: i64, limit: u64) -> Result<Vec<Entry>, StoreError> {
        self.entries_by(
            "SELECT slug, lang, card ->> 'title', card ->> 'published', card ->> 'updated'
             FROM article WHERE published_at >= (SELECT max(published_at) FROM article) - ?1
             ORDER BY published_at DESC, id DESC LIMIT ?2",
            params![seconds, limit],
        )
    }

    fn entries_by(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<Entry>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query(values)?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let slug: String = row.get(0)?;
                let slug = Slug::new(slug).map_err(|e| StoreError::Stored(e.to_string()))?;
                entries.push(Entry {
                    slug,
                    lang: row.get(1)?,
                    title: row.get(2)?,
                    published: row.get(3)?,
                    updated: row.get(4)?,
                });
            }
            Ok(entries)
        })
    }

    /// Every tag's id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn tags(&self) -> Result<Vec<String>, StoreError> {
        self.ids(
            "SELECT DISTINCT tag FROM tag WHERE article IN (SELECT id FROM article) ORDER BY tag",
        )
    }

    /// Every author's id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn authors(&self) -> Result<Vec<String>, StoreError> {
        self.ids("SELECT DISTINCT author FROM author WHERE article IN (SELECT id FROM article) ORDER BY author")
    }

    fn ids(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(sql)?;
            let ids = statement.query_map([], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }
}

fn newest(
    c: &Connection,
    members: &Members<'_>,
    page: Option<u32>,
    site_url: &Link,
) -> Result<Option<ListPage>, StoreError> {
    let total = members.count(c, "true", &[])?;
    let pages = Pages { total, size: PAGE_SIZE };
    let (offset, limit) = match page {
        None => (0, pages.newest()),
        Some(page) => match pages.offset(page) {
            Some(offset) => (offset, PAGE_SIZE),
            None => return Ok(None),
        },
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM article a WHERE {}
         ORDER BY a.published_at DESC, a.id DESC LIMIT {limit} OFFSET {offset}",
        members.condition
    );
    Ok(Some(ListPage { items: items(c, &sql, &members.values(), site_url)?, pages }))
}

/// By readings since the day `since`; when too few articles were read, by all readings.
fn most_read(
    c: &Connection,
    members: &Members<'_>,
    since: &str,
    site_url: &Link,
) -> Result<ListPage, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN (
             SELECT article, sum(readings) AS recent FROM (
                 SELECT article, count(*) AS readings FROM reading
                 WHERE day >= :since GROUP BY article
                 UNION ALL SELECT article, readings FROM reading_day WHERE day >= :since
             ) GROUP BY article
         ) r ON r.article = a.id
         WHERE {}
         ORDER BY coalesce(r.recent, 0) DESC, a.views DESC, a.id DESC LIMIT {MOST_READ}",
        members.condition
    );
    let since: [(&str, &dyn ToSql); 1] = [(":since", &since)];
    let items = items(c, &sql, &[members.values().as_slice(), &since].concat(), site_url)?;
    let total = items.len() as u64;
    Ok(ListPage { items, pages: Pages { total, size: MOST_READ } })
}

fn items(
    c: &Connection,
    sql: &str,
    key: &[(&str, &dyn ToSql)],
    site_url: &Link,
) -> Result<Vec<FeedItem>, StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(key, Record::of)?;
    rows.map(|row| item(row??, site_url)).collect()
}

pub(super) fn item(record: Record, site_url: &Link) -> Result<FeedItem, StoreError> {
    let url = record.url(site_url)?;
    let rating = RatingSummary::of(record.slug.clone(), record.histogram, None);
    Ok(FeedItem {
        id: url.as_str().to_owned(),
        url,
        title: record.card.title,
        summary: record.card.lead.clone(),
        content_text: record.card.lead,
        image: record.card.image.as_ref().map(|image| image.src.clone()),
        date_published: record.card.published,
        date_modified: record.card.updated,
        authors: with_ids(record.card.authors),
        tags: record.card.tags,
        language: record.lang,
        bantin: ItemExtension {
            slug: record.slug,
            section: record.section,
            views: record.views,
            rating: ItemRating { average: rating.average, count: rating.count },
            image: record.card.image,
        },
    })
}
