//! Articles in lists: feeds (RSS, Atom, JSON Feed) and exports of WordPress', in a file or at an address.
//!
//! - `list`, `facts`, `convert`, `media`: a list's entries to drafts, wherever the list comes from
//! - `parse`, `xml`, `json`, `split`, `raw`: a feed's bytes to entries (`item`, `lead_picture`); `texts`: those that entries do not hold, read one by one; `spool`: how a site's come there
//! - `blogger`: what an entry of an export of Blogger's is
//! - `title`: headlines as they were written
//! - [`hub`][]: who tells when a feed changes
//! - `wordpress`: what WordPress says beyond a feed; `rest`: the same posts from its interface on the web

mod blogger;
mod convert;
mod facts;
pub mod hub;
pub mod item;
pub mod json;
pub mod lead_picture;
pub mod list;
mod media;
mod parse;
mod raw;
pub mod rest;
mod split;
pub mod spool;
pub mod texts;
mod title;
pub mod wordpress;
mod xml;

use std::path::Path;

use bantin_core::identity::bare_address;
use url::Url;

use super::error::ImportError;
use super::source::Source;
use super::{Context, Entry};
use item::Arrival;
use list::List;

pub use wordpress::is_no_category;

/// The largest feed read, in bytes: a whole newspaper's export.
pub const MAX_BYTES: u64 = 300 << 20;

/// How many bytes of answers are read of one site's interface: enough for some 700,000 posts.
pub const MAX_SITE_BYTES: u64 = 8 << 30;

/// A feed or an export of WordPress' in bytes. Its elements say which of them it is.
pub struct Feed {
    pub bytes: Vec<u8>,
    /// The charset that HTTP named.
    pub charset: Option<String>,
    /// Its path or its address.
    pub name: String,
    /// The address of the feed, if it has one.
    pub address: Option<Url>,
}

impl Source for Feed {
    fn kind(&self) -> &'static str {
        "a feed or a WordPress export"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        let Self { bytes, charset, name, address } = *self;
        let (charset, dates) = (charset.as_deref(), &context.dates);
        let arrival = Arrival { address: address.as_ref(), charset, dates, limit: MAX_BYTES };
        let parsed = parse::parse(bytes, &arrival)
            .map_err(|reason| ImportError::NotAFeed { name: name.clone(), reason })?;
        let feed = &parsed.feed;
        // An export has all articles; any other feed has only some.
        let is_whole = parsed.entries.iter().any(|entry| entry.more.wordpress.is_some());
        let source = if is_whole {
            wordpress::source(&home(feed).unwrap_or_else(|| file_name(&name)))
        } else {
            let own = address.as_ref().map(|url| bare_address(unpaged(url).as_str()));
            let called = own.or_else(|| href(feed, &[Some("self")])).or_else(|| home(feed));
            format!("feed:{}", called.unwrap_or_else(|| file_name(&name)))
        };
        list::hand_on(List { source, is_whole, parsed, address }, context, sink);
        Ok(())
    }
}

/// The address of a feed without the number of its page, which WordPress adds.
fn unpaged(url: &Url) -> Url {
    const PAGE: &str = "paged";
    let mut whole = url.clone();
    if url.query_pairs().any(|(name, _)| name == PAGE) {
        let rest: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| name != PAGE)
            .map(|(n, v)| (n.into(), v.into()))
            .collect();
        whole.set_query(None);
        if !rest.is_empty() {
            whole.query_pairs_mut().extend_pairs(rest);
        }
    }
    whole
}

/// The address of the site that a feed belongs to.
fn home(feed: &feed_rs::model::Feed) -> Option<String> {
    href(feed, &[None, Some("alternate")])
}

fn href(feed: &feed_rs::model::Feed, rel: &[Option<&str>]) -> Option<String> {
    let links = feed.links.iter().filter(|link| rel.contains(&link.rel.as_deref()));
    let mut hrefs = links.filter_map(|link| Url::parse(&link.href).ok());
    hrefs.find(|url| url.has_host()).map(|url| bare_address(url.as_str()))
}

/// The canonical path of a file.
fn file_name(path: &str) -> String {
    let whole = Path::new(path).canonicalize();
    whole.map_or_else(|_| path.to_owned(), |path| path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
