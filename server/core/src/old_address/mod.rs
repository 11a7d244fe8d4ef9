//! Addresses that articles had where they came from, and which of them mean the same (ADR 29). The rules, apart from
//! the store that keeps them (`bantin_store::sqlite`) and the hosts that are told of them (`bantin_site::export`).
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

/// A longer address is not kept, in bytes.
const LONGEST: usize = 1_000;

/// An address that an article had where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldAddress {
    /// Whose: a host, with its port where it names one; of a file, the name of its folder as a source; empty where
    /// only a path is known.
    pub site: String,
    /// As it was written there, decoded, without a query but WordPress' number: `/2023/lũ-về/`, `/?p=12`. Of a file,
    /// its path in its folder, without a slash before it.
    pub path: String,
    /// Since when its article has it here, in Unix seconds; unknown until it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Whether its source said so once, and says so no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_former: bool,
}

impl OldAddress {
    /// The address of a page on the web; none where it tells no article, as a front page, or has signs that no address
    /// of an article needs.
    pub fn of_page(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        Self::at(site_of(url)?, url)
    }

    /// The address that an article's file names: with a host, or a path of its own site.
    pub fn written(text: &str) -> Option<Self> {
        let text = text.trim();
        // A parser of addresses takes line breaks out.
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
            // The path alone does not tell one page from another.
            None if url.query().is_some_and(tells_pages_apart) => return None,
            None => path,
        };
        (key(&path) != "/").then(|| Self { site, path, ..Self::default() })
    }

    /// By what it is compared.
    pub fn key(&self) -> String {
        key(&self.path)
    }

    /// What a source says at `now` (Unix seconds) and, behind it, what it said before.
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

/// Whether a query says which page is meant, and not only where its reader comes from.
fn tells_pages_apart(query: &str) -> bool {
    ["p", "v", "id", "page_id", "article", "story", "post"].iter().any(|name| {
        query.split('&').any(|part| part.split('=').next() == Some(name) && part.len() > name.len())
    })
}

/// The number of the post that a query asks WordPress for.
fn number(query: Option<&str>) -> Option<&str> {
    let number = query?.split('&').find_map(|part| part.strip_prefix("p="))?;
    (!number.is_empty() && number.len() < 20 && number.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(number)
}

/// A site, whether it is written with `www.` or without.
fn site_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// A path as people read it; none where it is no text, too long, or has signs that hosts' files of redirects give a
/// meaning to and that no address of an article needs.
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

/// A path without what makes no difference at its end: a slash, `.html`, the name of a folder's page; and the number
/// behind it.
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

/// By what an address is compared: in small letters, and with [`parts`] alone.
fn key(path: &str) -> String {
    if !path.starts_with('/') {
        return path.to_lowercase();
    }
    let (path, number) = parts(path);
    let path = path.to_lowercase();
    number.map_or_else(|| path.clone(), |number| format!("{path}?p={number}"))
}

/// What is looked for when a reader asks for this path and query, the best first.
pub fn asked(path: &str, query: Option<&str>) -> Vec<String> {
    let Some(path) = decoded(path) else { return Vec::new() };
    let numbered = number(query).map(|number| key(&format!("{path}?p={number}")));
    numbered.into_iter().chain([key(&path)]).collect()
}

/// Whether somebody asks WordPress for a post by its number.
pub fn asks_by_number(query: Option<&str>) -> bool {
    number(query).is_some()
}
