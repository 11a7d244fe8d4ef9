//! What an article shows of others: its translations, its other news, the newer and the older one of its
//! section.

use bantin_model::{Link, PageLink, Related, RelatedReason, Slug, Translation, path};
use rusqlite::{Connection, OptionalExtension};

use super::StoreError;
use super::articles::{COLUMNS, Record};

/// Which of the two articles beside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Newer,
    Older,
}

/// The next article on this side, of the same section and language, with its id.
pub(super) fn beside(
    c: &Connection,
    article: i64,
    side: Side,
) -> Result<Option<(i64, PageLink)>, StoreError> {
    let (is, order) = match side {
        Side::Newer => (">", "other.published_at, other.id"),
        Side::Older => ("<", "other.published_at DESC, other.id DESC"),
    };
    // The plus keeps to the index of sections: a section has one language, as a rule.
    let sql = format!(
        "SELECT other.id, other.slug, other.lang, other.card ->> 'title' FROM article own
         JOIN article other ON other.section = own.section AND +other.lang = own.lang
             AND (other.published_at, other.id) {is} (own.published_at, own.id)
         WHERE own.id = ?1 ORDER BY {order} LIMIT 1"
    );
    let row = c
        .prepare_cached(&sql)?
        .query_row([article], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((id, slug, lang, title)) = row else { return Ok(None) };
    let slug = Slug::new(slug).map_err(|error| StoreError::Stored(error.to_string()))?;
    Ok(Some((id, PageLink { slug, lang, title })))
}

/// The same article in other languages, by language.
pub(super) fn translations_of(
    c: &Connection,
    article: i64,
    site_url: &Link,
) -> Result<Vec<Translation>, StoreError> {
    let sql = "SELECT other.slug, other.lang FROM article own
               JOIN article other ON other.translation = own.translation
               WHERE own.id = ?1 AND other.id <> ?1 AND other.lang <> own.lang
               ORDER BY other.lang, other.id";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement
        .query_map([article], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (slug, lang) = row?;
        let stored = |error: String| StoreError::Stored(error);
        let slug = Slug::new(slug).map_err(|error| stored(error.to_string()))?;
        let url = Link::new(&format!("{}{}", site_url.as_str(), path::article_page(&slug)))
            .map_err(|error| stored(error.to_string()))?;
        Ok(Translation { lang, slug, url })
    })
    .collect()
}

/// Its other news.
pub(super) fn related_of(
    c: &Connection,
    article: i64,
    site_url: &Link,
) -> Result<Vec<Related>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.reason FROM related r JOIN article a ON a.id = r.other
         WHERE r.article = ?1 ORDER BY r.position"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows =
        statement.query_map([article], |row| Ok((Record::of(row)?, row.get::<_, String>(12)?)))?;
    rows.map(|row| {
        let (record, reason) = row?;
        let reason = match reason.as_str() {
            "related" => RelatedReason::Related,
            "section" => RelatedReason::Section,
            _ => RelatedReason::Latest,
        };
        Ok(Related { reason, summary: record?.summary(site_url)? })
    })
    .collect()
}
