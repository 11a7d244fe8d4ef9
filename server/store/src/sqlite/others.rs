//! The parts of other articles on an article's page: its translations, its other news, and its neighbours in its
//! section.

use bantin_model::{Link, PageLink, Related, RelatedReason, Slug, Translation, path};
use rusqlite::{Connection, OptionalExtension};

use super::StoreError;
use super::record::{COLUMNS, Record};

/// Which of the two neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Newer,
    Older,
}

/// The neighbour on this side, of the same section and language, with its id.
pub(super) fn beside(
    c: &Connection,
    article: i64,
    side: Side,
) -> Result<Option<(i64, PageLink)>, StoreError> {
    let row = c
        .prepare_cached(&beside_sql(side))?
        .query_row([article], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((id, slug, lang, title)) = row else { return Ok(None) };
    let slug = Slug::new(slug).map_err(|error| StoreError::Stored(error.to_string()))?;
    Ok(Some((id, PageLink { slug, lang, title })))
}

/// First those of the same second, then the others. With both in one condition, SQLite would look at every article of
/// that second, and an import may give thousands the same. The `+` makes it use the index of sections: a section is, as
/// a rule, in one language.
fn beside_sql(side: Side) -> String {
    let (is, order) = match side {
        Side::Newer => (">", "ASC"),
        Side::Older => ("<", "DESC"),
    };
    let next = |rank: u8, stands: &str| {
        format!(
            "SELECT * FROM (
                 SELECT other.id, other.slug, other.lang, other.card ->> 'title', {rank} AS rank FROM article own
                 JOIN article other ON other.section = own.section AND +other.lang = own.lang AND {stands}
                 WHERE own.id = ?1 ORDER BY other.published_at {order}, other.id {order} LIMIT 1)"
        )
    };
    format!(
        "{} UNION ALL {} ORDER BY rank LIMIT 1",
        next(0, &format!("other.published_at = own.published_at AND other.id {is} own.id")),
        next(1, &format!("other.published_at {is} own.published_at")),
    )
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Store;
    use super::*;

    /// An import may give one moment to all its articles; then each would be as slow as there are many.
    #[test]
    fn articles_of_one_second_are_found_by_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
        for (side, found) in [(Side::Newer, "id>?"), (Side::Older, "id<?")] {
            let plan: Vec<String> = store
                .read(|c| {
                    let mut statement =
                        c.prepare(&format!("EXPLAIN QUERY PLAN {}", beside_sql(side)))?;
                    let steps = statement.query_map([1], |row| row.get(3))?;
                    Ok(steps.collect::<Result<_, _>>()?)
                })
                .unwrap();
            let wanted = format!("section=? AND published_at=? AND {found}");
            assert!(plan.iter().any(|step| step.contains(&wanted)), "{plan:#?}");
        }
    }
}
