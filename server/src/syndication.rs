//! What feed readers and search engines fetch besides pages: Atom, sitemaps, robots.txt.
//!
//! Sources: RFC 4287, <https://www.sitemaps.org/protocol.html>, RFC 9309.

use bantin_model::list::Feed;
use bantin_model::path::{self, ListKind};
use bantin_model::{Link, Route, Site};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::content;
use crate::store::{Entry, Store, StoreError};

/// Addresses a sitemap may have.
pub const SITEMAP_LIMIT: usize = 50_000;

type Xml = Writer<Vec<u8>>;

fn document(
    root: &str,
    namespace: &str,
    content: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element(root).with_attribute(("xmlns", namespace)).write_inner_content(content)?;
    Ok(xml.into_inner())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text))?;
    Ok(())
}

/// `feed` as Atom. `own` is the address it is at.
///
/// # Errors
/// None that a vector would have; the writer's type has them.
pub fn atom(feed: &Feed, site: &Site, own: &str) -> std::io::Result<Vec<u8>> {
    let newest =
        feed.items.iter().map(|item| changed(&item.date_published, item.date_modified.as_deref()));
    let updated = newest.max().unwrap_or("1970-01-01T00:00:00Z");
    document("feed", "http://www.w3.org/2005/Atom", |xml| {
        text(xml, "id", own)?;
        text(xml, "title", &feed.title)?;
        text(xml, "updated", updated)?;
        link(xml, "self", own)?;
        link(xml, "alternate", site.url.as_str())?;
        for item in &feed.items {
            xml.create_element("entry").write_inner_content(|xml| {
                text(xml, "id", &item.id)?;
                text(xml, "title", &item.title)?;
                link(xml, "alternate", item.url.as_str())?;
                text(xml, "published", &item.date_published)?;
                text(xml, "updated", changed(&item.date_published, item.date_modified.as_deref()))?;
                text(xml, "summary", &item.summary)?;
                let names = item.authors.iter().map(|author| author.name.as_str());
                // An entry without an author is not valid Atom; the newsroom is one.
                let nobody = item.authors.is_empty().then_some(site.name.as_str());
                for name in names.chain(nobody) {
                    xml.create_element("author")
                        .write_inner_content(|xml| text(xml, "name", name))?;
                }
                for tag in &item.tags {
                    xml.create_element("category")
                        .with_attribute(("term", tag.as_str()))
                        .write_empty()?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })
}

fn changed<'a>(published: &'a str, updated: Option<&'a str>) -> &'a str {
    updated.unwrap_or(published)
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty()?;
    Ok(())
}

/// The sitemaps of the site, the first of them `sitemap.xml`: with more than [`SITEMAP_LIMIT`]
/// addresses an index and its parts.
///
/// # Errors
/// None that a vector would have; the writer's type has them.
pub fn sitemaps(site: &Site, entries: &[Entry]) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let root = site.url.as_str();
    let fronts = site.languages.iter().map(|tag| {
        let lang = (*tag != site.default_language).then(|| tag.clone());
        (Route::Front { lang, page: None }.path(root), None)
    });
    let sections = site
        .sections
        .iter()
        .map(|section| (Route::Section { id: section.id.clone(), page: None }.path(root), None));
    let articles = entries.iter().map(|entry| {
        let page = Route::Article { slug: entry.slug.clone() }.path(root);
        (page, Some(changed(&entry.published, entry.updated.as_deref())))
    });
    let pages: Vec<_> = fronts.chain(sections).chain(articles).collect();
    let mut parts = pages.chunks(SITEMAP_LIMIT).map(urlset).collect::<std::io::Result<Vec<_>>>()?;
    if parts.len() == 1 {
        return Ok(parts.pop().map(|only| ("sitemap.xml".to_owned(), only)).into_iter().collect());
    }
    let names: Vec<String> = (1..=parts.len()).map(|n| format!("sitemap-{n}.xml")).collect();
    let index = document("sitemapindex", SITEMAP, |xml| {
        for name in &names {
            xml.create_element("sitemap")
                .write_inner_content(|xml| text(xml, "loc", &format!("{root}{name}")))?;
        }
        Ok(())
    })?;
    let first = [("sitemap.xml".to_owned(), index)];
    Ok(first.into_iter().chain(names.into_iter().zip(parts)).collect())
}

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn urlset(pages: &[(String, Option<&str>)]) -> std::io::Result<Vec<u8>> {
    document("urlset", SITEMAP, |xml| {
        for (page, changed) in pages {
            xml.create_element("url").write_inner_content(|xml| {
                text(xml, "loc", page)?;
                changed.map_or(Ok(()), |changed| text(xml, "lastmod", changed))
            })?;
        }
        Ok(())
    })
}

/// The feeds of the site: path below its root, and the list each follows.
pub fn feeds(site: &Site) -> Vec<(String, ListKind)> {
    let languages = site.languages.iter().map(|tag| ListKind::Language(tag.clone()));
    let sections = site.sections.iter().map(|section| ListKind::Section(section.id.clone()));
    languages.chain(sections).map(|kind| (feed_path(&kind), kind)).collect()
}

fn feed_path(kind: &ListKind) -> String {
    let path = path::list(kind, None);
    path.replacen("lists/", "feeds/", 1).replace(".json", ".xml")
}

/// The file at `path` below the site's root, with its media type; `None` when it is none of these.
///
/// # Errors
/// [`StoreError`].
pub fn file(
    path: &str,
    store: &Store,
    site: &Site,
) -> Result<Option<(Vec<u8>, &'static str)>, StoreError> {
    const XML: &str = "application/xml";
    const ATOM: &str = "application/atom+xml";
    if path == "robots.txt" {
        return Ok(Some((robots(&site.url).into_bytes(), "text/plain; charset=utf-8")));
    }
    if path.starts_with("sitemap") {
        let files = sitemaps(site, &store.entries()?).unwrap_or_default();
        return Ok(files.into_iter().find(|(name, _)| name == path).map(|(_, xml)| (xml, XML)));
    }
    let Some((_, kind)) = feeds(site).into_iter().find(|(known, _)| known == path) else {
        return Ok(None);
    };
    let own = format!("{}{path}", site.url.as_str());
    let feed = content::feed(store, site, &kind, None)?;
    Ok(feed.and_then(|feed| Some((atom(&feed, site, &own).ok()?, ATOM))))
}

/// `robots.txt`.
pub fn robots(url: &Link) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", url.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bantin_model::Slug;

    fn site() -> Site {
        Site {
            name: "A & B".into(),
            url: Link::new("https://news.example/").unwrap(),
            languages: vec!["vi".into(), "en".into()],
            default_language: "vi".into(),
            ..crate::site_file::nameless()
        }
    }

    fn entry(number: usize) -> Entry {
        Entry {
            slug: Slug::new(format!("a-{number}")).unwrap(),
            lang: "vi".into(),
            published: "2023-08-11T11:50:00+07:00".into(),
            updated: None,
        }
    }

    #[test]
    fn a_large_site_has_an_index_and_every_address_once() {
        let entries: Vec<Entry> = (0..SITEMAP_LIMIT).map(entry).collect();
        let files = sitemaps(&site(), &entries).unwrap();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        let count = |xml: &[u8]| String::from_utf8_lossy(xml).matches("<loc>").count();
        let counts: Vec<usize> = files.iter().map(|(_, xml)| count(xml)).collect();
        assert_eq!(counts[0], 2);
        assert!(counts[1] <= SITEMAP_LIMIT);
        let sections = site().sections.len();
        assert_eq!(counts[1] + counts[2], SITEMAP_LIMIT + 2 + sections);
    }

    #[test]
    fn a_feed_of_ours_is_read_by_a_feed_reader() {
        let feed = Feed {
            version: bantin_model::list::VERSION.into(),
            title: "A & B <x>".into(),
            home_page_url: site().url,
            feed_url: site().url,
            next_url: None,
            description: None,
            language: None,
            items: vec![],
            bantin: bantin_model::list::FeedExtension::default(),
        };
        let xml = atom(&feed, &site(), "https://news.example/feeds/language/vi.xml").unwrap();
        let read = feed_rs::parser::parse(&*xml).unwrap();
        assert_eq!(read.title.unwrap().content, "A & B <x>");
    }
}
