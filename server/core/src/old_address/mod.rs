//! The addresses that articles had at their sources, and which of them mean the same (ADR 29). These are the rules; the
//! store keeps the addresses (`bantin_store::sqlite`), and the export tells hosts of them (`bantin_site::export`).
//!
//! - `links`: links in articles that may be such addresses

mod links;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use url::Url;

pub use links::{Stays, Target, each_link, file, link_to_file, place, target};

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

    /// By what it is compared.
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
