//! What a list shows.

use bantin_model::list::{FeedItem, ItemExtension, ItemRating, Pages};
use bantin_model::path::ListKind;
use bantin_model::{Link, RatingSummary, Slug};
use rusqlite::{Connection, ToSql};

use super::articles::{COLUMNS, Record};
use super::{Store, StoreError};

/// Articles of an archive page.
pub const PAGE_SIZE: u64 = 20;
/// Articles of the most read.
const MOST_READ: u64 = 20;
/// Days that count for the most read.
const RECENT_DAYS: u32 = 7;

/// A page of a list as the store has it.
#[derive(Debug)]
pub struct ListPage {
    pub items: Vec<FeedItem>,
    /// Articles of the whole list.
    pub pages: Pages,
}

impl Store {
    /// The newest page of a list, or an archive page. `None` when there is no such list or page;
    /// sections and languages of the site exist even when empty, tags only while an article has them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn list(
        &self,
        kind: &ListKind,
        page: Option<u32>,
        site_url: &Link,
    ) -> Result<Option<ListPage>, StoreError> {
        self.read(|c| match kind {
            ListKind::MostRead if page.is_some() => Ok(None),
            ListKind::MostRead => most_read(c, site_url).map(Some),
            ListKind::Latest => newest(c, "true", &[], page, site_url),
            ListKind::Language(lang) => {
                newest(c, "a.lang = :key", &[(":key", lang)], page, site_url)
            }
            ListKind::Section(id) => newest(c, "a.section = :key", &[(":key", id)], page, site_url),
            ListKind::Tag(id) => {
                let condition = "a.id IN (SELECT article FROM tag WHERE tag = :key)";
                let list = newest(c, condition, &[(":key", id)], page, site_url)?;
                Ok(list.filter(|list| list.pages.total > 0))
            }
        })
    }
}

/// An article as an index of the site has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub slug: Slug,
    pub lang: String,
    /// RFC 3339 with offset.
    pub published: String,
    /// RFC 3339 with offset.
    pub updated: Option<String>,
}

impl Store {
    /// Every article, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.read(|c| {
            let sql = "SELECT slug, lang, card ->> 'published', card ->> 'updated'
                       FROM article ORDER BY published_at DESC, id DESC";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let slug: String = row.get(0)?;
                let slug = Slug::new(slug).map_err(|e| StoreError::Stored(e.to_string()))?;
                let (lang, published, updated) = (row.get(1)?, row.get(2)?, row.get(3)?);
                entries.push(Entry { slug, lang, published, updated });
            }
            Ok(entries)
        })
    }

    /// Every tag's id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn tags(&self) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached("SELECT DISTINCT tag FROM tag ORDER BY tag")?;
            let tags = statement.query_map([], |row| row.get(0))?;
            Ok(tags.collect::<Result<_, _>>()?)
        })
    }
}

fn newest(
    c: &Connection,
    condition: &str,
    key: &[(&str, &dyn ToSql)],
    page: Option<u32>,
    site_url: &Link,
) -> Result<Option<ListPage>, StoreError> {
    let sql = format!("SELECT count(*) FROM article a WHERE {condition}");
    let total: u64 = c.prepare_cached(&sql)?.query_row(key, |row| row.get(0))?;
    let pages = Pages { total, size: PAGE_SIZE };
    let (offset, limit) = match page {
        None => (0, pages.newest()),
        Some(page) => match pages.offset(page) {
            Some(offset) => (offset, PAGE_SIZE),
            None => return Ok(None),
        },
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM article a WHERE {condition}
         ORDER BY a.published_at DESC, a.id DESC LIMIT {limit} OFFSET {offset}"
    );
    Ok(Some(ListPage { items: items(c, &sql, key, site_url)?, pages }))
}

/// By readings of the last days; where there are too few, by all readings.
fn most_read(c: &Connection, site_url: &Link) -> Result<ListPage, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN (
             SELECT article, count(*) AS recent FROM reading
             WHERE day >= date('now', '-{RECENT_DAYS} days') GROUP BY article
         ) r ON r.article = a.id
         ORDER BY coalesce(r.recent, 0) DESC, a.views DESC, a.id DESC LIMIT {MOST_READ}"
    );
    let items = items(c, &sql, &[], site_url)?;
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

fn item(record: Record, site_url: &Link) -> Result<FeedItem, StoreError> {
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
        authors: record.card.authors,
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
