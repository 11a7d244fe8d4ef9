//! Reads the head of a web page: what it is made with, where its feeds and interfaces are.

use scraper::node::Element;
use scraper::{Html, Selector};
use url::Url;

use super::fetch::{Fetched, Fetcher};
use super::links::{self, has_relation};
use super::text;

/// In how many bytes the head of a page is looked for.
const LARGEST_HEAD: usize = 1 << 20;

/// The largest page that is fetched to find its language, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// What a page says about the site, for those who tell by it where its articles can be had.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: Url,
    /// The language that it names.
    pub lang: Option<String>,
    /// The interfaces that its scripts name (`data-api`).
    pub apis: Vec<Url>,
    /// Its feeds, in their order.
    pub feeds: Vec<Url>,
    /// What it says it is made with.
    generators: Vec<String>,
    /// The relations and the address of each link, of HTTP's after its own.
    links: Vec<(String, Url)>,
}

/// Whether these are the bytes of a web page, and not of a feed.
pub fn is_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = |what: &str| head.find(what);
    let page = at("<!doctype html").or_else(|| at("<html"));
    let feed = ["<rss", "<feed", "<rdf:rdf"].iter().filter_map(|root| at(root)).min();
    page.is_some_and(|page| feed.is_none_or(|feed| page < feed))
}

impl Page {
    /// Reads HTTP's header and the page's own head.
    pub fn of(fetched: &Fetched) -> Self {
        let mut page = Self::of_html(&fetched.bytes, &fetched.url);
        let whole = |(relations, address): (String, String)| {
            Some((relations, fetched.url.join(&address).ok()?))
        };
        page.links.extend(links::of(fetched).into_iter().filter_map(whole));
        page
    }

    /// Reads the head of the page with these bytes, which was fetched from `url`.
    pub fn of_html(bytes: &[u8], url: &Url) -> Self {
        let head = head(bytes);
        let tree = Html::parse_document(&head);
        let elements = |selector: &str| {
            let selector = Selector::parse(selector).ok();
            let found = selector.map(|s| tree.select(&s).map(|e| e.value()).collect::<Vec<_>>());
            found.unwrap_or_default()
        };
        let base = elements("base").iter().find_map(|base| url.join(base.attr("href")?).ok());
        let base = base.as_ref().unwrap_or(url);
        let lang = elements("html").iter().find_map(|html| text::some_line(html.attr("lang")?));
        let generator = |meta: &&Element| {
            meta.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("generator"))
        };
        let metas = elements("meta");
        let generators =
            metas.into_iter().filter(generator).filter_map(|meta| meta.attr("content"));
        let scripts = elements("script").into_iter();
        let mut page = Self {
            lang,
            generators: generators.map(str::to_owned).collect(),
            apis: scripts.filter_map(|script| base.join(script.attr("data-api")?).ok()).collect(),
            feeds: Vec::new(),
            links: Vec::new(),
            url: url.clone(),
        };
        let kinds = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
        for link in elements("link") {
            let words =
                |name: &str| link.attr(name).unwrap_or_default().trim().to_ascii_lowercase();
            let Some(href) = link.attr("href").and_then(|href| base.join(href.trim()).ok()) else {
                continue;
            };
            let relations = words("rel");
            if has_relation(&relations, "alternate") && kinds.contains(&words("type").as_str()) {
                page.feeds.push(href.clone());
            }
            page.links.push((relations, href));
        }
        page
    }

    /// The first address that it links to with this relation.
    pub fn linked(&self, relation: &str) -> Option<&Url> {
        let mut links = self.links.iter();
        links.find_map(|(relations, url)| has_relation(relations, relation).then_some(url))
    }

    /// Whether it says that it is made with the program `name`, of any version.
    pub fn is_made_with(&self, name: &str) -> bool {
        let mut names = self.generators.iter().filter_map(|made| made.split_whitespace().next());
        names.any(|made| made.eq_ignore_ascii_case(name))
    }
}

/// The language that the page at `url` names; `None` when it cannot be fetched.
pub fn language(web: &Fetcher, url: &Url) -> Option<String> {
    let fetched = web.fetch(url, MAX_BYTES).ok()?;
    is_one(&fetched.bytes).then(|| Page::of(&fetched).lang)?
}

/// The head of a page without its body, whose nested elements would take time.
fn head(bytes: &[u8]) -> String {
    let bytes = bytes.get(..bytes.len().min(LARGEST_HEAD)).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes).into_owned();
    // Lower case has as many bytes, so places in the text are the same.
    let lower = text.to_ascii_lowercase();
    let end = lower.find("</head").or_else(|| lower.find("<body")).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(html: &str) -> Page {
        Page::of_html(html.as_bytes(), &Url::parse("https://a.example/tin/").unwrap())
    }

    const REST: &str = "https://api.w.org/";

    #[test]
    fn a_page_names_its_feeds_and_what_made_it() {
        let found = page(
            "<!doctype html><html lang=vi-VN><head><title>A</title>\
             <link rel='alternate' type='application/rss+xml' href='/feed/'>\
             <LINK REL=\"Alternate\" TYPE=\"application/feed+json\" HREF=\"feed.json\">\
             <link rel=alternate hreflang=en href=/en/><link rel=stylesheet href=a.css>\
             <meta name=Generator content='Ghost 6.65'></head><body>\
             <link rel='https://api.w.org/' href='/nicht/'>",
        );
        let feeds: Vec<_> = found.feeds.iter().map(Url::as_str).collect();
        assert_eq!(feeds, ["https://a.example/feed/", "https://a.example/tin/feed.json"]);
        assert_eq!(found.lang.as_deref(), Some("vi-VN"));
        assert!(found.is_made_with("ghost"));
        // What somebody wrote into an article says nothing of the site.
        assert_eq!(found.linked(REST), None);
        let other = page(
            "<html><head><base href='https://b.example/x/'><meta name=generator \
            content='Ghostwriter 2'><link rel='https://api.w.org/' href='wp-json/'></head>",
        );
        assert_eq!(other.linked(REST).unwrap().as_str(), "https://b.example/x/wp-json/");
        assert!(!other.is_made_with("ghost"));
    }

    #[test]
    fn http_names_the_interface_too() {
        let told = |link: &str| {
            let url = Url::parse("https://a.example/tin/").unwrap();
            let mut headers = ureq::http::HeaderMap::new();
            headers.insert("link", link.parse().unwrap());
            let bytes = b"<!doctype html>".to_vec();
            let page = Page::of(&Fetched { url, status: 200, headers, bytes, charset: None });
            page.linked(REST).map(ToString::to_string)
        };
        let header = "<https://a.example/>; rel=shortlink, </wp-json/>; rel=\"https://api.w.org/\"";
        assert_eq!(told(header).as_deref(), Some("https://a.example/wp-json/"));
        assert_eq!(told("<https://api.w.org/>; rel=next"), None);
        assert_eq!(told("rel=\"https://api.w.org/\""), None);
    }

    #[test]
    fn a_feed_is_no_page() {
        assert!(is_one(b"\n<!DOCTYPE HTML><html>"));
        assert!(is_one(b"<?xml version='1.0'?><!-- x --><html xmlns='a'>"));
        assert!(!is_one(b"<rss><channel><description>&lt;html> <html>"));
        assert!(!is_one(b"{\"version\":\"https://jsonfeed.org/version/1\"}"));
    }
}
