//! Finds in the head of a web page where its articles can be had.

use scraper::{Html, Selector};
use url::Url;

use super::bantin::Newsroom;
use super::fetch::{Fetched, Fetcher};
use super::links::{self, has_relation};
use super::text;

/// In how many bytes the head of a page is looked for.
const LARGEST_HEAD: usize = 1 << 20;

/// The largest page that is fetched to find its language, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// The relation of WordPress' link to its interface.
const REST: &str = "https://api.w.org/";

/// The path of Ghost's interface below the address of a site.
pub const GHOST_API: &str = "/ghost/api/";

/// The places named by a page where its articles can be had.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The language that the page names.
    pub lang: Option<String>,
    /// The root of WordPress' interface.
    pub rest: Option<Url>,
    /// The site, when it is made with Ghost.
    pub ghost: Option<Url>,
    /// The site, when the page names one of its lists as a feed.
    pub newsroom: Option<Url>,
    /// Its feeds, in their order.
    pub feeds: Vec<Url>,
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
        let links = links::of(fetched);
        let mut interfaces = links.iter().filter(|(relations, _)| has_relation(relations, REST));
        let told = interfaces.find_map(|(_, address)| fetched.url.join(address).ok());
        let mut page = Self::of_html(&fetched.bytes, &fetched.url);
        page.rest = page.rest.or(told);
        page
    }

    fn of_html(bytes: &[u8], url: &Url) -> Self {
        let head = head(bytes);
        let tree = Html::parse_document(&head);
        let elements = |selector: &str| {
            let selector = Selector::parse(selector).ok();
            let found = selector.map(|s| tree.select(&s).map(|e| e.value()).collect::<Vec<_>>());
            found.unwrap_or_default()
        };
        let base = elements("base").iter().find_map(|base| url.join(base.attr("href")?).ok());
        let base = base.as_ref().unwrap_or(url);
        let mut page = Self::default();
        let html = elements("html");
        page.lang = html.iter().find_map(|html| text::some_line(html.attr("lang")?));
        let is_ghost = |made_by: &str| {
            made_by.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("ghost"))
        };
        let is_made_with_ghost = elements("meta").iter().any(|meta| {
            let is_generator =
                meta.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("generator"));
            is_generator && meta.attr("content").is_some_and(is_ghost)
        });
        if is_made_with_ghost {
            // The form for members has the address of the interface, also for a site in a folder.
            let scripts = elements("script");
            let named =
                scripts.iter().filter_map(|script| base.join(script.attr("data-api")?).ok());
            let mut sites = named.filter_map(|api| ghost_site_of(&api));
            page.ghost = sites.find(|site| site.origin() == url.origin()).or(url.join("/").ok());
        }
        for link in elements("link") {
            let words =
                |name: &str| link.attr(name).unwrap_or_default().trim().to_ascii_lowercase();
            let rel = words("rel");
            let has_rel = |wanted: &str| rel.split_whitespace().any(|word| word == wanted);
            let Some(href) = link.attr("href").and_then(|href| base.join(href.trim()).ok()) else {
                continue;
            };
            let kinds = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
            if has_rel(REST) {
                page.rest.get_or_insert(href);
            } else if has_rel("alternate") && kinds.contains(&words("type").as_str()) {
                page.feeds.push(href);
            }
        }
        page.newsroom = page.feeds.iter().find_map(Newsroom::of_feed);
        page
    }
}

/// The Ghost site whose interface `url` is an address in.
pub fn ghost_site_of(url: &Url) -> Option<Url> {
    let (path, _) = url.path().split_once(GHOST_API)?;
    let mut site = url.clone();
    site.set_path(&format!("{path}/"));
    site.set_query(None);
    site.set_fragment(None);
    Some(site)
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
        assert_eq!(found.ghost.unwrap().as_str(), "https://a.example/");
        // What somebody wrote into an article says nothing of the site.
        assert_eq!(found.rest, None);
        let other = page(
            "<html><head><base href='https://b.example/x/'><meta name=generator \
            content='Ghostwriter 2'><link rel='https://api.w.org/' href='wp-json/'></head>",
        );
        assert_eq!(other.rest.unwrap().as_str(), "https://b.example/x/wp-json/");
    }

    #[test]
    fn a_ghost_site_in_a_folder_says_where_it_is() {
        let ghost = |api: &str| {
            let head = "<html><head><meta name=generator content='Ghost 6.65'>";
            page(&format!("{head}<script data-api='{api}'></script>")).ghost.unwrap().to_string()
        };
        assert_eq!(ghost("https://a.example/tin/ghost/api/content/"), "https://a.example/tin/");
        assert_eq!(ghost("https://b.example/ghost/api/content/"), "https://a.example/");
    }

    #[test]
    fn http_names_the_interface_too() {
        let told = |link: &str| {
            let url = Url::parse("https://a.example/tin/").unwrap();
            let mut headers = ureq::http::HeaderMap::new();
            headers.insert("link", link.parse().unwrap());
            let bytes = b"<!doctype html>".to_vec();
            let rest = Page::of(&Fetched { url, status: 200, headers, bytes, charset: None }).rest;
            rest.map(|rest| rest.to_string())
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
