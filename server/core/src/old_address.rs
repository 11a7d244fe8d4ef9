//! The addresses that articles had at their sources, and which of them mean the same (ADR 29). These are the rules; the
//! store keeps the addresses (`bantin_store::sqlite`), and the export tells hosts of them (`bantin_site::export`).

use std::borrow::Cow;

use bantin_model::{Block, Inline, Link};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::article_slug::is_markdown;

/// The longest address that is kept, in bytes.
const LONGEST: usize = 1_000;

/// An address that an article had at its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldAddress {
    /// The site: a host, with its port where it names one; for a file, the name of its folder as a source; empty where
    /// only the path is known.
    pub site: String,
    /// The path as it was written there, decoded, without a query except WordPress' number: `/2023/lũ-về/`, `/?p=12`.
    /// For a file, its path in its folder, without a slash before it.
    pub path: String,
    /// Since when (Unix seconds) its source gives it for the article; `None` until it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Whether its source once gave it and no longer does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_former: bool,
}

impl OldAddress {
    /// The address of a page on the web. `None` where it names no article, as that of a front page, or has characters
    /// that no article's address needs.
    pub fn of_page(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        Self::at(site_of(url)?, url)
    }

    /// The address that an article's file names: with a host, or as a path of its own site.
    pub fn written(text: &str) -> Option<Self> {
        let text = text.trim();
        // A parser of addresses would remove line breaks.
        if text.contains(char::is_control) {
            return None;
        }
        if text.contains("://") || text.starts_with("//") {
            let absolute = text.strip_prefix("//").map(|rest| format!("https://{rest}"));
            return Self::of_page(&Url::parse(absolute.as_deref().unwrap_or(text)).ok()?);
        }
        // A pattern (`/:year/:title/`, `{{ slug }}`) is no address.
        if text.is_empty() || text.starts_with(':') || text.contains("/:") || text.contains('{') {
            return None;
        }
        let url = Url::parse("https://own.invalid/").ok()?.join(text).ok()?;
        if url.host_str() != Some("own.invalid") {
            return None;
        }
        Self::at(String::new(), &url)
    }

    /// The file `path` of the folder `source`.
    pub fn of_file(source: &str, path: &str) -> Self {
        let path = path.nfc().collect();
        Self { site: source.to_owned(), path, ..Self::default() }
    }

    fn at(site: String, url: &Url) -> Option<Self> {
        let path = decoded(url.path())?;
        let path = match number(url.query()) {
            Some(number) => format!("{path}?p={number}"),
            // Its query says which page it is, so the path alone is not enough.
            None if url.query().is_some_and(tells_pages_apart) => return None,
            None => path,
        };
        (key(&path) != "/").then(|| Self { site, path, ..Self::default() })
    }

    /// The form in which it is compared.
    pub fn key(&self) -> String {
        key(&self.path)
    }

    /// Joins what a source says at `now` (Unix seconds) with what it said before: the present ones first.
    pub fn joined(said: &[Self], before: &[Self], now: i64) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let is_known = |all: &[Self], one: &Self| {
            all.iter().any(|known| known.site == one.site && known.key() == one.key())
        };
        for one in said {
            let known = before.iter().find(|b| b.site == one.site && b.key() == one.key());
            let known = known.filter(|known| !known.is_former);
            let since = known.and_then(|known| known.since).or(Some(now));
            if !is_known(&all, one) {
                all.push(Self { since, ..one.clone() });
            }
        }
        for one in before {
            if !is_known(&all, one) {
                all.push(Self { is_former: true, ..one.clone() });
            }
        }
        all
    }
}

/// Whether a query says which page is meant, and not only where its reader came from.
fn tells_pages_apart(query: &str) -> bool {
    ["p", "v", "id", "page_id", "article", "story", "post"].iter().any(|name| {
        query.split('&').any(|part| part.split('=').next() == Some(name) && part.len() > name.len())
    })
}

/// The number of the post that a query asks WordPress for (`p=12`).
fn number(query: Option<&str>) -> Option<&str> {
    let number = query?.split('&').find_map(|part| part.strip_prefix("p="))?;
    (!number.is_empty() && number.len() < 20 && number.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(number)
}

/// The host of a site, the same with `www.` and without.
fn site_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// A path as people read it. `None` where it is no text, is too long, or has characters that have a meaning in redirect
/// files of hosts and that no article's address needs.
fn decoded(path: &str) -> Option<String> {
    let path: String = percent_decode_str(path).decode_utf8().ok()?.nfc().collect();
    let is_odd = |c: char| c.is_control() || "\"\\{}<>|^`?#".contains(c);
    let is_dots = |part: &str| matches!(part, "." | "..");
    let is_fit = path.starts_with('/')
        && path.len() <= LONGEST
        && !path.contains(is_odd)
        && !path.split('/').any(is_dots);
    is_fit.then_some(path)
}

/// A path without the parts that make no difference at its end: a slash, `.html`, the name of a folder's page. Beside
/// it the number of the post, if it asks for one.
pub fn parts(path: &str) -> (Cow<'_, str>, Option<&str>) {
    let (path, number) = match path.rsplit_once("?p=") {
        Some((path, number)) => (path, Some(number)),
        None => (path, None),
    };
    let mut bare = Cow::Borrowed(path);
    while bare.contains("//") {
        bare = Cow::Owned(bare.replace("//", "/"));
    }
    let mut end = bare.len();
    loop {
        let rest = bare.get(..end).unwrap_or_default();
        let ends = ["/", "/index.html", "/index.htm", "/index.php", ".html", ".htm"];
        let Some(shorter) = ends.iter().find_map(|end| rest.strip_suffix(end)) else { break };
        end = shorter.len();
    }
    let bare = match bare.get(..end) {
        Some("") | None => Cow::Borrowed("/"),
        Some(_) if end == bare.len() => bare,
        Some(shorter) => Cow::Owned(shorter.to_owned()),
    };
    (bare, number)
}

/// The form in which an address is compared: lower case, and only what [`parts`] leaves of it.
fn key(path: &str) -> String {
    if !path.starts_with('/') {
        return path.to_lowercase();
    }
    let (path, number) = parts(path);
    let path = path.to_lowercase();
    number.map_or_else(|| path.clone(), |number| format!("{path}?p={number}"))
}

/// The keys to look up when a reader asks for this path and query, the best first.
pub fn asked(path: &str, query: Option<&str>) -> Vec<String> {
    let Some(path) = decoded(path) else { return Vec::new() };
    let numbered = number(query).map(|number| key(&format!("{path}?p={number}")));
    numbered.into_iter().chain([key(&path)]).collect()
}

/// Whether a query asks WordPress for a post by its number.
pub fn asks_by_number(query: Option<&str>) -> bool {
    number(query).is_some()
}

/// What a link in an article points to, if that is an old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The article of a file of the same folder.
    File(String),
    /// An address of this site.
    Here(String),
    /// One of another site.
    There { site: String, key: String },
}

impl Target {
    /// The key it is compared by.
    pub fn key(&self) -> &str {
        match self {
            Self::File(key) | Self::Here(key) | Self::There { key, .. } => key,
        }
    }
}

/// The place that `link` points to, if an article may have had it as an old address; `own` is the address of this site.
pub fn target(link: &Link, own: Option<&Link>) -> Option<Target> {
    let text = link.as_str();
    let is_number = text.starts_with("?p=");
    if link.is_absolute() {
        let absolute = text.strip_prefix("//").map(|rest| format!("https://{rest}"));
        let url = Url::parse(absolute.as_deref().unwrap_or(text)).ok()?;
        let (site, address) = (site_of(&url)?, OldAddress::of_page(&url)?);
        let own = own.and_then(|own| site_of(&Url::parse(own.as_str()).ok()?));
        let key = address.key();
        return Some(if own.as_ref() == Some(&site) {
            Target::Here(key)
        } else {
            Target::There { site, key }
        });
    }
    if !text.starts_with('/') && !is_number {
        return None;
    }
    if let Some(file) = file(text) {
        return Some(Target::File(key(&file)));
    }
    let url = Url::parse("https://own.invalid/").ok()?.join(text).ok()?;
    Some(Target::Here(OldAddress::at(String::new(), &url)?.key()))
}

/// The path of the Markdown file, in its folder, that a link made by [`link_to_file`] points to.
pub fn file(text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next()?.strip_prefix('/')?;
    let path: String = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    is_markdown(std::path::Path::new(&path)).then_some(path)
}

/// The link that is stored for one to the file `path` of the same folder; `place` is its fragment, with its `#`.
pub fn link_to_file(path: &str, place: &str) -> Option<Link> {
    let path: String = path.nfc().collect();
    let escaped = percent_encoding::utf8_percent_encode(&path, IN_PATH).to_string();
    Link::new(&format!("/{escaped}{place}")).ok()
}

/// The characters that a file's path may contain unescaped.
const IN_PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// The fragment of a link, with its `#`.
pub fn place(link: &Link) -> &str {
    let text = link.as_str();
    text.find('#').and_then(|at| text.get(at..)).unwrap_or_default()
}

/// What becomes of a link in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    Link,
    /// The link goes, and its words stay.
    Words,
}

/// Calls `each` for every link in the texts of `body`.
pub fn each_link<E>(
    body: &mut [Block],
    each: &mut dyn FnMut(&mut Link) -> Result<Stays, E>,
) -> Result<(), E> {
    body.iter_mut().flat_map(Block::texts_mut).try_for_each(|text| in_text(text, each))
}

fn in_text<E>(
    text: &mut Vec<Inline>,
    each: &mut dyn FnMut(&mut Link) -> Result<Stays, E>,
) -> Result<(), E> {
    let mut at = 0;
    while let Some(inline) = text.get_mut(at) {
        at += 1;
        match inline {
            Inline::Link { href, children } => {
                let stays = each(href)?;
                in_text(children, each)?;
                if stays == Stays::Words {
                    let words = std::mem::take(children);
                    let count = words.len();
                    text.splice(at - 1..at, words);
                    at = at - 1 + count;
                }
            }
            Inline::Strong { children } | Inline::Emphasis { children } => in_text(children, each)?,
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::LineBreak
            | Inline::Anchor { .. } => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Option<(String, String)> {
        let address = OldAddress::of_page(&Url::parse(url).unwrap())?;
        Some((address.site.clone(), address.key()))
    }

    #[test]
    fn addresses_that_mean_the_same_are_compared_alike() {
        let same = Some(("a.example".to_owned(), "/2023/08/lũ-về".to_owned()));
        for url in [
            "https://a.example/2023/08/lũ-về/",
            "http://www.a.example/2023/08/l%C5%A9-v%E1%BB%81",
            "https://A.example//2023/08/lu%CC%83-về.html",
            "https://a.example/2023/08/LŨ-VỀ/index.html?utm_source=x#y",
            "https://a.example/2023/08/lũ-về.htm",
        ] {
            assert_eq!(of(url), same, "{url}");
        }
        assert_eq!(of("https://a.example:8080/x").unwrap().0, "a.example:8080");
    }

    #[test]
    fn a_post_of_wordpress_is_known_by_its_number() {
        let one = Some(("a.example".to_owned(), "/?p=12".to_owned()));
        for url in [
            "https://a.example/?p=12",
            "https://a.example/index.php?x=1&p=12",
            "https://a.example?p=12",
        ] {
            assert_eq!(of(url), one, "{url}");
        }
        assert_eq!(of("https://a.example/tin/?p=12").unwrap().1, "/tin?p=12");
        for none in ["https://a.example/", "https://a.example/?p=x", "https://a.example/?page_id=4"]
        {
            assert_eq!(of(none), None, "{none}");
        }
        // One page for all articles of a site.
        assert_eq!(of("https://a.example/news.php?id=12"), None);
    }

    #[test]
    fn what_no_address_of_an_article_needs_is_refused() {
        for hostile in [
            "/a\"b",
            "/a%22b",
            "/a%0Ab",
            "/a\nb\"",
            "/a%5Cb",
            "/a%7Bb%7D",
            "/%60id%60",
            "/a%00",
            "/a%FF",
            "/a%3Fb",
            "/a%23b",
            "/a%2F..%2Fb",
            "/..%2f..%2fetc/passwd",
            "/<b>",
            "/a|b",
            "/^a",
            "javascript:alert(1)",
            "/:year/:title/",
            "/{{ slug }}/",
            "",
            "  ",
            "/",
        ] {
            assert_eq!(OldAddress::written(hostile), None, "{hostile}");
        }
        assert_eq!(OldAddress::written(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn files_name_addresses_with_and_without_a_host() {
        let written = |text: &str| {
            OldAddress::written(text).map(|address| (address.site.clone(), address.key()))
        };
        let own = |key: &str| Some((String::new(), key.to_owned()));
        assert_eq!(written("/cu/a.html"), own("/cu/a"));
        assert_eq!(written("cu/a"), own("/cu/a"));
        assert_eq!(written("/a/../b/"), own("/b"));
        assert_eq!(written("//a.example/x"), Some(("a.example".into(), "/x".into())));
        assert_eq!(written("https://www.a.example/x/"), Some(("a.example".into(), "/x".into())));
    }

    #[test]
    fn what_a_source_said_before_stands_behind_what_it_says() {
        let of = |path: &str| OldAddress { path: path.to_owned(), ..OldAddress::default() };
        let first = OldAddress::joined(&[of("/a/"), of("/a.html"), of("/b/")], &[], 5);
        assert_eq!(first.len(), 2);
        let told = |all: &[OldAddress]| {
            all.iter().map(|one| (one.key(), one.since, one.is_former)).collect::<Vec<_>>()
        };
        let second = OldAddress::joined(&[of("/b/"), of("/c/")], &first, 6);
        let expected = [("/b", 5, false), ("/c", 6, false), ("/a", 5, true)];
        let expected = expected.map(|(key, since, former)| (key.to_owned(), Some(since), former));
        assert_eq!(told(&second), expected);
        // The same again changes nothing; what comes back begins anew.
        assert_eq!(OldAddress::joined(&[of("/b/"), of("/c/")], &second, 7), second);
        let third = OldAddress::joined(&[of("/a/")], &second, 8);
        assert_eq!(told(&third)[0], ("/a".to_owned(), Some(8), false));
    }

    #[test]
    fn whoever_asks_is_understood_in_the_same_ways() {
        assert_eq!(asked("/2023/L%C5%A9.html", Some("utm=1")), ["/2023/lũ"]);
        assert_eq!(asked("/", Some("p=7")), ["/?p=7", "/"]);
        assert!(asked("/%ff", None).is_empty());
        assert!(asks_by_number(Some("a=1&p=7")) && !asks_by_number(Some("p=7a")));
    }

    #[test]
    fn links_say_where_they_lead() {
        let own = Link::new("https://news.example/").unwrap();
        let target = |text: &str| target(&Link::new(text).unwrap(), Some(&own));
        let there = |site: &str, key: &str| {
            Some(Target::There { site: site.to_owned(), key: key.to_owned() })
        };
        assert_eq!(target("https://old.example/a/#b"), there("old.example", "/a"));
        assert_eq!(target("https://old.example/?p=3"), there("old.example", "/?p=3"));
        assert_eq!(target("https://www.news.example/a"), Some(Target::Here("/a".into())));
        assert_eq!(target("/a/b.html#c"), Some(Target::Here("/a/b".into())));
        assert_eq!(target("?p=3"), Some(Target::Here("/?p=3".into())));
        let file = link_to_file("2023/Lũ về.md", "#s-1").unwrap();
        assert_eq!(place(&file), "#s-1");
        assert_eq!(target(file.as_str()), Some(Target::File("2023/lũ về.md".into())));
        assert_eq!(OldAddress::of_file("folder:/x", "2023/Lũ về.md").key(), "2023/lũ về.md");
        for none in ["#a", "mailto:a@b.example", "tel:1", "a/b", "/", "https://old.example/"] {
            assert_eq!(target(none), None, "{none}");
        }
    }
}
