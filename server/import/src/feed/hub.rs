//! Finds the hub that tells when a feed changes (WebSub): in HTTP's header, in the feed's own head, or in a JSON Feed.

use bantin_core::sources::known::Hub;
use serde_json::Value;
use url::Url;

use super::raw::Raw;
use crate::fetch::Fetched;
use crate::links::{self, has_relation};

/// In how many bytes of an XML feed its hub is looked for.
const HEAD: usize = 64 << 10;

/// The hub that a feed names; `answer` is the feed, fetched from `url`.
pub fn of(answer: &Fetched, url: &Url) -> Option<Hub> {
    let mut links = links::of(answer);
    links.extend(links_in(&answer.bytes));
    let first = |wanted: &str| {
        let mut found = links.iter().filter(|(relations, _)| has_relation(relations, wanted));
        found.find_map(|(_, href)| answer.url.join(href.trim()).ok())
    };
    let hub = first("hub").filter(|hub| matches!(hub.scheme(), "http" | "https"))?;
    Some(Hub { hub, topic: first("self").unwrap_or_else(|| url.clone()) })
}

/// The relation and the address of each link in a feed's own head.
fn links_in(bytes: &[u8]) -> Vec<(String, String)> {
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        let feed: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let hubs = feed.get("hubs").and_then(Value::as_array).into_iter().flatten();
        let is_websub = |hub: &&Value| {
            text(hub, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("websub"))
        };
        let hubs = hubs.filter(is_websub).filter_map(|hub| text(hub, "url"));
        let own = text(&feed, "feed_url").map(|url| ("self".to_owned(), url));
        return hubs.map(|url| ("hub".to_owned(), url)).chain(own).collect();
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let is_link = |name: &str| name.rsplit(':').next() == Some("link");
    // Below <feed> in Atom, below <channel> in RSS.
    let raws = [1, 2].map(|depth| Raw::of(head, depth, is_link));
    // Links of Atom's entries are as deep as those of RSS' channel, but a feed with entries of Atom's has no channel.
    let [atom, rss] = raws.map(|raw| {
        let pair = |link: &super::raw::Field| {
            let rel = link.attribute("rel")?.to_owned();
            Some((rel, link.attribute("href")?.to_owned()))
        };
        raw.fields().iter().filter_map(pair).collect::<Vec<_>>()
    });
    if atom.is_empty() { rss } else { atom }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(link: &str, body: &str) -> Option<(String, String)> {
        let url: Url = "https://a.example/tin/feed".parse().unwrap();
        let mut headers = ureq::http::HeaderMap::new();
        if !link.is_empty() {
            headers.insert("link", link.parse().unwrap());
        }
        let bytes = body.as_bytes().to_vec();
        let answer = Fetched { url: url.clone(), status: 200, headers, bytes, charset: None };
        of(&answer, &url).map(|Hub { hub, topic }| (hub.to_string(), topic.to_string()))
    }

    fn is(hub: &str, topic: &str) -> Option<(String, String)> {
        Some((hub.to_owned(), topic.to_owned()))
    }

    #[test]
    fn a_hub_is_named_in_many_ways() {
        let rss = "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><link>https://a.example/</link>\
             <atom:link rel='self' href='https://a.example/feed'/><atom:link rel=\"hub\" href=\"https://hub.example/?a&amp;b\"/>\
             <item><link>https://a.example/1</link></item></channel></rss>";
        assert_eq!(found("", rss), is("https://hub.example/?a&b", "https://a.example/feed"));
        let atom =
            "<feed><link rel='hub' href='/hub'/><entry><link rel='self' href='x'/></entry></feed>";
        assert_eq!(found("", atom), is("https://a.example/hub", "https://a.example/tin/feed"));
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://a.example/f",
             "hubs": [{"type": "rssCloud", "url": "https://no.example"}, {"type": "WebSub", "url": "https://hub.example/"}]}"#;
        assert_eq!(found("", json), is("https://hub.example/", "https://a.example/f"));
        let link = "<https://hub.example/>; rel=\"hub\", <https://a.example/f,1>; rel=self";
        assert_eq!(found(link, "<rss/>"), is("https://hub.example/", "https://a.example/f,1"));
    }

    #[test]
    fn what_names_no_hub_has_none() {
        for body in [
            "<rss><channel><item><link rel='hub' href='https://hub.example/'/></item></channel></rss>",
            "<feed><link rel='self' href='x'/><entry><link rel='hub' href='https://hub.example/'/></entry></feed>",
            "<rss><channel><link rel='hub' href='ftp://hub.example/'/></channel></rss>",
            "{\"hubs\": 7}",
            "",
        ] {
            assert_eq!(found("", body), None, "{body}");
        }
        assert_eq!(found("<https://hub.example/>; title=\"rel=hub\"", "<rss/>"), None);
    }
}
