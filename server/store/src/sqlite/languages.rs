//! Which of the site's languages an article is in. An import looks that up (RFC 4647); here it is looked up again when
//! the site's languages change.

use bantin_model::language;
use bantin_model::path::ListKind;
use rusqlite::params;

use super::changes::reorder;
use super::rows::NOW;
use super::{Store, StoreError};

impl Store {
    /// Moves articles and pages to the one of `languages` that their language is looked up as; those without one stay.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn file_languages(&self, languages: &[String]) -> Result<(), StoreError> {
        let moves = |had: Vec<String>| -> Vec<(String, String)> {
            let other = |had: String| {
                let now = language::nearest(&had, languages).filter(|now| *now != had)?.to_owned();
                Some((had, now))
            };
            had.into_iter().filter_map(other).collect()
        };
        let known = |sql: &str| {
            self.read(|c| {
                let mut statement = c.prepare_cached(sql)?;
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                Ok(rows.collect::<Result<Vec<_>, _>>()?)
            })
        };
        let articles = moves(known("SELECT DISTINCT lang FROM record")?);
        let pages = moves(known("SELECT DISTINCT lang FROM page")?);
        if articles.is_empty() && pages.is_empty() {
            return Ok(());
        }
        self.write(|t| {
            for (had, now) in &articles {
                let oldest = "SELECT coalesce(min(published_at), 0) FROM record WHERE lang = ?1";
                let oldest: i64 = t.query_row(oldest, [had], |row| row.get(0))?;
                for tag in [had, now] {
                    reorder(t, &ListKind::Language(tag.clone()), oldest)?;
                }
                let sql = format!("UPDATE record SET lang = ?2, changed = {NOW} WHERE lang = ?1");
                t.execute(&sql, params![had, now])?;
            }
            for (had, now) in &pages {
                let sql = format!("UPDATE page SET lang = ?2, changed = {NOW} WHERE lang = ?1");
                t.execute(&sql, params![had, now])?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use bantin_core::draft::Draft;
    use bantin_core::nameless::nameless;
    use bantin_model::{Link, Site, Slug};

    use super::super::tests::draft;
    use super::*;

    fn site(languages: &[&str]) -> Site {
        let languages: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
        let default_language = languages[0].clone();
        Site { languages, default_language, ..nameless() }
    }

    #[test]
    fn when_the_site_s_languages_change_its_articles_are_looked_up_anew() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
        store.set_site(&site(&["vi", "en"])).unwrap();
        let of = |slug: &str, lang: &str| Draft { lang: lang.into(), ..draft(slug, slug) };
        store.put(&[of("mot", "vi"), of("one", "en"), of("un", "fr-CA")]).unwrap();
        let before = store.tick().unwrap();
        store.set_site(&site(&["vi", "en-GB"])).unwrap();
        let lang = |slug: &str| {
            let slug = Slug::new(slug).unwrap();
            store.article(&slug, &Link::root()).unwrap().unwrap().lang
        };
        assert_eq!((&*lang("mot"), &*lang("one"), &*lang("un")), ("vi", "en-GB", "fr-CA"));
        let total = |tag: &str| store.total(&ListKind::Language(tag.into())).unwrap();
        assert_eq!((total("en"), total("en-GB")), (0, 1));
        // Whoever keeps a copy hears of it.
        let changes = store.changes(before).unwrap().unwrap();
        assert_eq!(changes.articles, [Slug::new("one").unwrap()]);
        let lists: Vec<_> = changes.reordered.into_iter().map(|(list, _)| list).collect();
        assert_eq!(lists, [ListKind::Language("en".into()), ListKind::Language("en-GB".into())]);
        store.set_site(&site(&["fr", "vi", "en-GB"])).unwrap();
        assert_eq!(lang("un"), "fr");
    }
}
