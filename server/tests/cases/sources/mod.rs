//! Sites and exports of WordPress and Ghost: which source an address is, and what of it is taken.
//!
//! - `wordpress`, `ghost`: each by its address and by its export
//! - `troubles`: what a site that is busy or broken costs

mod ghost;
mod troubles;
mod wordpress;

use bantin_model::{Article, Link};
use bantin_server::newsroom::{self, Outcome, Settings};
use serde_json::Value;

use super::site::{Reply, Site, recorded, serve};
use super::{TestNewsroom, root, slug};

/// The newest post of both recorded sites, and another one of WordPress'.
const NEWEST: &str = "lang-ven-song-mo-thu-vien-noi-tre-em-doc-sach-giua-mua-nuoc-len-1";

const OTHER: &str = "ben-tre-ban-to-chuc-gioi-thieu-dem-nhac-dan-gian-truoc-mua-gat-2";

impl TestNewsroom {
    /// In the week after the posts of the recorded sites.
    fn later() -> Self {
        Self { now: "2026-11-28T00:00:00Z".parse().unwrap(), ..Self::new() }
    }

    fn import_with(&self, address: &str, settings: Settings) -> Outcome {
        newsroom::import_at(self.data.path(), &[address.to_owned()], settings, self.now).unwrap()
    }

    fn follow(&self, site: &Site) -> Outcome {
        self.import_with(&site.origin, with_key())
    }

    /// The newest post of `site`, with its words, names, moment and address as they are there.
    fn newest(&self, site: &Site) -> Article {
        let article = self.store().article(&slug(NEWEST), &root()).unwrap().unwrap();
        assert!(article.lead.starts_with("Những người trẻ cho biết"), "{}", article.lead);
        let tags: Vec<&str> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(tags, ["Kinh tế", "biển đảo", "bóng đá", "lễ hội"]);
        assert_eq!(article.authors[0].name, "Trần Quốc Việt");
        assert_eq!(article.published, "2026-11-20T07:46:00+07:00");
        let source = article.source.as_ref().map(Link::as_str);
        assert_eq!(source, Some(&*format!("{}/{NEWEST}/", site.origin)));
        article
    }

    fn sources(&self) -> Vec<String> {
        let mut sources = self.store().sources("").unwrap();
        sources.sort();
        sources
    }
}

fn with_key() -> Settings {
    Settings { key: Some("KEY".to_owned()), ..Settings::default() }
}

fn counts(outcome: &Outcome) -> (usize, usize, usize) {
    (outcome.added, outcome.updated, outcome.unchanged)
}

/// What a failure says, whole.
fn only_failure(outcome: &Outcome) -> String {
    assert_eq!(outcome.failed.len(), 1, "{outcome:?}");
    outcome.failed[0].to_string()
}

fn host(origin: &str) -> &str {
    origin.strip_prefix("http://").unwrap()
}

fn post<'a>(posts: &'a mut [Value], name: &str) -> &'a mut Value {
    posts.iter_mut().find(|post| post["slug"] == name).unwrap()
}

#[test]
fn a_page_leads_to_its_feed_which_is_a_window() {
    let feed = |items: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>A</title><link>http://127.0.0.1:8102/</link>{items}</channel></rss>"
        )
    };
    let item = |name: &str| {
        format!(
            "<item><title>{name}</title><link>http://127.0.0.1:8102/{name}</link>\
             <pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate><description>x</description></item>"
        )
    };
    let mut times = 0;
    let origin = serve(move |path| match path {
        "/" => Reply::page(
            "<!doctype html><html lang=vi><head><link rel=alternate type=application/rss+xml href=tin.xml></head>",
        ),
        "/tin.xml" => {
            times += 1;
            let items = if times == 1 { [item("mot"), item("hai")].concat() } else { item("hai") };
            Reply::new(200, "Content-Type: application/rss+xml\r\n", feed(&items))
        }
        "/tinh" => Reply::page("<html><head><title>Trang</title></head><body>x</body></html>"),
        _ => Reply::new(404, "", ""),
    });
    let newsroom = TestNewsroom::later();
    let page = format!("{origin}/");
    assert_eq!(counts(&newsroom.import_with(&page, Settings::default())), (2, 0, 0));
    assert_eq!(newsroom.sources(), [format!("feed:{}/tin.xml", host(&origin))]);
    let outcome = newsroom.import_with(&page, Settings::default());
    assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 1), 0));
    let told = only_failure(&newsroom.import_with(&format!("{origin}/tinh"), Settings::default()));
    assert!(told.contains("names neither a feed nor WordPress, Ghost or Bản Tin"), "{told}");
}

#[test]
fn the_recorded_feeds_of_wordpress_and_ghost_come_in_whole() {
    for (name, newest) in [("wordpress/feed", NEWEST), ("ghost/rss", "coming-soon")] {
        let feed = recorded(&format!("{name}.xml"));
        let there = feed.matches("<item>").count();
        let origin = serve(move |path| match path {
            "/feed/" => Reply::recorded(name, "xml", ""),
            _ => Reply::new(404, "", "none"),
        });
        let newsroom = TestNewsroom::later();
        let address = format!("{origin}/feed/");
        let outcome = newsroom.import_with(&address, Settings::default());
        assert_eq!((counts(&outcome), outcome.failed.len()), ((there, 0, 0), 0), "{outcome:?}");
        assert!(there >= 10 && outcome.skipped.is_empty(), "{outcome:?}");
        let article = newsroom.store().article(&slug(newest), &root()).unwrap().unwrap();
        assert_eq!(article.authors[0].name, "Trần Quốc Việt", "{name}");
        assert!(!article.body.is_empty() && !article.tags.is_empty(), "{name}: {article:?}");
        let source = article.source.as_ref().map(Link::as_str);
        assert_eq!(source, Some(&*format!("{origin}/{newest}/")));
        let again = newsroom.import_with(&address, Settings::default());
        assert_eq!((counts(&again), again.withdrawn.len()), ((0, 0, there), 0), "{name}");
    }
}
