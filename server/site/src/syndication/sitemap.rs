//! Sitemaps: <https://www.sitemaps.org/protocol.html>, and Google's extension for news,
//! <https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>.
//!
//! Articles are listed oldest first, so that a new one changes only the last part.

use std::ops::RangeInclusive;

use bantin_model::path::ListKind;
use bantin_model::{Route, Site};
use bantin_store::sqlite::{Entry, Store, StoreError};

use super::{Xml, changed, document, text};

/// How many addresses a sitemap may have; with more, there is an index.
pub const LIMIT: u64 = 50_000;
/// How many articles are in each part of an indexed sitemap.
const PART: u64 = 10_000;
/// How long an article is news to a search engine, in seconds.
const NEWS: i64 = 2 * 86_400;
/// How many articles a news sitemap may have.
const NEWS_LIMIT: u64 = 1_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS_NAMESPACE: &str = "http://www.google.com/schemas/sitemap-news/0.9";

/// The part with pages that are no articles, in an indexed sitemap.
pub const PAGES: &str = "sitemap-pages.xml";

/// How a site's sitemap is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// How many parts it has; 0 when one file has everything.
    parts: u64,
}

impl Parts {
    /// For this many articles, and `others` other pages.
    pub fn of(articles: u64, others: u64) -> Self {
        let parts = if articles + others > LIMIT { articles.div_ceil(PART) } else { 0 };
        Self { parts }
    }

    /// The names of the files, beginning with `sitemap.xml`.
    pub fn names(self) -> Vec<String> {
        let first = ["sitemap.xml".to_owned()];
        let pages = (self.parts > 0).then(|| PAGES.to_owned());
        let parts = self.range().map(|part| format!("sitemap-{part}.xml"));
        first.into_iter().chain(pages).chain(parts).collect()
    }

    /// The file with the article that has `older` older ones.
    pub fn name_of(self, older: u64) -> String {
        match self.parts {
            0 => "sitemap.xml".to_owned(),
            _ => format!("sitemap-{}.xml", older / PART + 1),
        }
    }

    /// The file with the pages that are no articles.
    pub fn of_pages(self) -> &'static str {
        if self.parts == 0 { "sitemap.xml" } else { PAGES }
    }

    fn range(self) -> RangeInclusive<u64> {
        1..=self.parts
    }
}

/// How the sitemap of this site is divided.
///
/// # Errors
/// [`StoreError`].
pub fn parts(store: &Store, site: &Site) -> Result<Parts, StoreError> {
    let others = u64::try_from(others(store, site)?.len()).unwrap_or_default();
    Ok(Parts::of(store.total(&ListKind::Latest)?, others))
}

/// The file of the sitemap with this name; `None` when there is none.
///
/// # Errors
/// [`StoreError`].
pub fn file(name: &str, store: &Store, site: &Site) -> Result<Option<Vec<u8>>, StoreError> {
    if name == "sitemap-news.xml" {
        return Ok(news(site, &store.newest_entries(NEWS, NEWS_LIMIT)?).ok());
    }
    let parts = parts(store, site)?;
    if !parts.names().iter().any(|known| known == name) {
        return Ok(None);
    }
    let part = name.strip_prefix("sitemap-").and_then(|rest| rest.strip_suffix(".xml"));
    let xml = match (part, parts.parts) {
        (None, 0) => urlset(site, others(store, site)?, &store.entries(0, LIMIT)?),
        (None, _) => index(site, &parts.names()),
        (Some("pages"), _) => urlset(site, others(store, site)?, &[]),
        (Some(part), _) => {
            let before = part.parse::<u64>().unwrap_or(1).saturating_sub(1) * PART;
            urlset(site, Vec::new(), &store.entries(before, PART)?)
        }
    };
    // Writing to a vector cannot fail.
    Ok(xml.ok())
}

/// The site's pages that are no articles.
fn others(store: &Store, site: &Site) -> Result<Vec<Route>, StoreError> {
    let fronts = site.languages.iter().map(|tag| {
        let lang = (*tag != site.default_language).then(|| tag.clone());
        Route::Front { lang, page: None }
    });
    let sections =
        site.sections.iter().map(|section| Route::list(ListKind::Section(section.id.clone())));
    let pages = site.pages.iter().map(|page| Route::About { slug: page.slug.clone() });
    let authors = store.authors()?.into_iter().map(|id| Route::list(ListKind::Author(id)));
    let months = store.months()?;
    let months = months.into_iter().map(|month| Route::list(ListKind::Month(month.id)));
    let archive = std::iter::once(Route::Archive);
    Ok(fronts.chain(sections).chain(pages).chain(authors).chain(archive).chain(months).collect())
}

fn index(site: &Site, names: &[String]) -> std::io::Result<Vec<u8>> {
    document("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        for name in names.iter().skip(1) {
            let address = format!("{}{name}", site.url.as_str());
            xml.create_element("sitemap").write_inner_content(|xml| text(xml, "loc", &address))?;
        }
        Ok(())
    })
}

fn article(site: &Site, entry: &Entry) -> String {
    Route::Article { slug: entry.slug.clone() }.path(site.url.as_str())
}

fn urlset(site: &Site, pages: Vec<Route>, entries: &[Entry]) -> std::io::Result<Vec<u8>> {
    document("urlset", &[("xmlns", NAMESPACE)], |xml| {
        for page in pages {
            url(xml, &page.path(site.url.as_str()), |_| Ok(()))?;
        }
        for entry in entries {
            let last = changed(&entry.published, entry.updated.as_deref());
            url(xml, &article(site, entry), |xml| text(xml, "lastmod", last))?;
        }
        Ok(())
    })
}

fn url(
    xml: &mut Xml,
    address: &str,
    rest: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    xml.create_element("url").write_inner_content(|xml| {
        text(xml, "loc", address)?;
        rest(xml)
    })?;
    Ok(())
}

fn news(site: &Site, entries: &[Entry]) -> std::io::Result<Vec<u8>> {
    let namespaces = [("xmlns", NAMESPACE), ("xmlns:news", NEWS_NAMESPACE)];
    document("urlset", &namespaces, |xml| {
        for entry in entries {
            url(xml, &article(site, entry), |xml| {
                xml.create_element("news:news").write_inner_content(|xml| {
                    xml.create_element("news:publication").write_inner_content(|xml| {
                        text(xml, "news:name", &site.name)?;
                        text(xml, "news:language", &entry.lang)
                    })?;
                    text(xml, "news:publication_date", &entry.published)?;
                    text(xml, "news:title", &entry.title)
                })?;
                Ok(())
            })?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bantin_model::{Link, Slug};

    fn site() -> Site {
        Site {
            name: "A & B".into(),
            url: Link::new("https://news.example/").unwrap(),
            ..bantin_core::nameless::nameless()
        }
    }

    #[test]
    fn a_large_site_has_an_index_and_every_article_has_one_part() {
        assert_eq!(Parts::of(49_990, 10).names(), ["sitemap.xml"]);
        let parts = Parts::of(49_991, 10);
        let names = parts.names();
        assert_eq!(names.len(), 2 + 5);
        assert_eq!((names[1].as_str(), names[6].as_str()), ("sitemap-pages.xml", "sitemap-5.xml"));
        assert_eq!(parts.name_of(0), "sitemap-1.xml");
        assert_eq!(parts.name_of(9_999), "sitemap-1.xml");
        assert_eq!(parts.name_of(49_990), "sitemap-5.xml");
    }

    #[test]
    fn news_say_their_paper_date_and_title() {
        let entry = Entry {
            slug: Slug::new("cau-go").unwrap(),
            lang: "vi".into(),
            title: "Cầu <gỗ>".into(),
            published: "2023-08-11T11:50:00+07:00".into(),
            updated: None,
        };
        let xml = String::from_utf8(news(&site(), &[entry]).unwrap()).unwrap();
        for part in [
            "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"",
            "<loc>https://news.example/articles/cau-go/</loc>",
            "<news:name>A &amp; B</news:name><news:language>vi</news:language>",
            "<news:publication_date>2023-08-11T11:50:00+07:00</news:publication_date>",
            "<news:title>Cầu &lt;gỗ&gt;</news:title>",
        ] {
            assert!(xml.contains(part), "{part}\n{xml}");
        }
    }
}
