//! Static pages, which are no news.

use bantin_model::{Block, PageLink, Slug, StaticPage};
use rusqlite::{Connection, OptionalExtension, params};

use super::rows::NOW;
use super::{Store, StoreError, old_addresses};

impl Store {
    /// Stores the static pages, in this order, in place of those before. Answers how many changed, went or came.
    ///
    /// # Errors
    /// [`StoreError`]; the pages are as they were then.
    pub fn set_static_pages(&self, pages: &[StaticPage]) -> Result<usize, StoreError> {
        self.write(|t| {
            let mut changed = 0;
            for gone in
                known(t)?.iter().filter(|known| pages.iter().all(|page| page.slug != known.slug))
            {
                t.execute("DELETE FROM page WHERE slug = ?1", [gone.slug.as_str()])?;
                changed += 1;
            }
            for (position, page) in (0i64..).zip(pages) {
                changed += t
                    .prepare_cached(&format!(
                        "INSERT INTO page (slug, lang, position, title, description, body, changed)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW})
                     ON CONFLICT (slug) DO UPDATE SET lang = ?2, position = ?3, title = ?4,
                         description = ?5, body = ?6, changed = {NOW}
                     WHERE (lang, position, title, description, body) <> (?2, ?3, ?4, ?5, ?6)"
                    ))?
                    .execute(params![
                        page.slug.as_str(),
                        page.lang,
                        position,
                        page.title,
                        page.description,
                        serde_json::to_string(&page.body)?,
                    ])?;
            }
            Ok(changed)
        })
    }

    /// The static pages, in their order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn static_pages(&self) -> Result<Vec<PageLink>, StoreError> {
        self.read(known)
    }

    /// A whole static page; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn static_page(&self, slug: &Slug) -> Result<Option<StaticPage>, StoreError> {
        self.read(|c| {
            let sql = "SELECT lang, title, description, body FROM page WHERE slug = ?1";
            let row = c
                .prepare_cached(sql)?
                .query_row([slug.as_str()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
                })
                .optional()?;
            let Some((lang, title, description, body)) = row else { return Ok(None) };
            let mut body: Vec<Block> = serde_json::from_str(&body)?;
            old_addresses::lead_links(c, &mut body, None, None)?;
            Ok(Some(StaticPage { slug: slug.clone(), lang, title, description, body }))
        })
    }
}

fn known(c: &Connection) -> Result<Vec<PageLink>, StoreError> {
    let sql = "SELECT slug, lang, title FROM page ORDER BY position, slug";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut pages = Vec::new();
    while let Some(row) = rows.next()? {
        let slug = Slug::new(row.get::<_, String>(0)?)
            .map_err(|error| StoreError::Stored(error.to_string()))?;
        pages.push(PageLink { slug, lang: row.get(1)?, title: row.get(2)? });
    }
    Ok(pages)
}
