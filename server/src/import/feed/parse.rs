//! Feed text to feed-rs' entries, each by itself, so that a broken one costs none of the others.

use std::borrow::Cow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::DateTime;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{Builder, ParseFeedError};
use url::Url;

use super::{Texts, json, wordpress, xml};
use crate::import::Why;
use crate::import::bytes::{self, CharsetHints};
use crate::import::date::Dates;
use crate::import::dropped::Dropped;
use crate::import::error::{EntryError, NotAFeed};

/// A feed: what it says of itself, and its entries in their order.
pub struct Parsed {
    /// Without its entries.
    pub feed: Feed,
    pub entries: Vec<Item>,
    /// What posts refer to, of an export of WordPress'.
    pub export: wordpress::Export,
    /// The texts of the posts of such an export, which its entries do not hold.
    pub texts: Texts,
}

impl Parsed {
    /// Entries that hold their texts, under a head.
    pub fn of(feed: Feed, entries: Vec<Item>) -> Self {
        Self { feed, entries, export: wordpress::Export::default(), texts: Texts::default() }
    }
}

/// Where a feed comes from, and what was told of it.
pub struct Arrival<'a> {
    pub address: Option<&'a Url>,
    /// The charset that HTTP told.
    pub charset: Option<&'a str>,
    pub dates: &'a Dates,
    /// Unpacked it has at most so many bytes.
    pub limit: u64,
}

/// One entry or why there is none.
pub struct Item {
    /// From 1.
    pub line: Option<usize>,
    pub entry: Result<Entry, EntryError>,
    /// What feed-rs does not read of a JSON Feed's item, or of WordPress's.
    pub more: More,
}

/// The lead picture that an entry names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct LeadPicture {
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// HTML.
    pub caption: String,
}

/// What feed-rs does not read of an entry.
#[derive(Debug, Default, Clone)]
pub struct More {
    /// By what the source knows it, where that is no guid and no address: WordPress' number, Ghost's uuid.
    pub id: Option<String>,
    /// The slug that the source itself gives it.
    pub slug: Option<String>,
    /// Why not everybody may read it.
    pub not_public: Option<Why>,
    /// Whether its text is there only as the editor of its site keeps it.
    pub is_unrendered: bool,
    /// What it lost on the way here.
    pub dropped: Vec<Dropped>,
    pub image: Option<LeadPicture>,
    /// Pictures to take when there is nothing larger.
    pub small: Vec<String>,
    pub language: Option<String>,
    /// The date of publication, or the nearest to it, as it is written.
    pub written: Option<String>,
    /// Seconds since 1970 of the first date that can be read.
    pub seconds: Option<i64>,
    pub wordpress: Option<wordpress::Item>,
    /// Where its text is among the [`Texts`], when it is not in the entry.
    pub text: Option<Range<usize>>,
}

impl More {
    /// Takes what a post of WordPress' says.
    pub fn take_post(&mut self, post: wordpress::Item) {
        self.id = Some(post.id.clone()).filter(|id| !id.is_empty());
        self.slug = Some(post.name.clone()).filter(|name| !name.is_empty());
        self.not_public = post.not_public();
        self.wordpress = Some(post);
    }
}

/// Reads `bytes`, the feed as it came.
///
/// # Errors
/// [`NotAFeed`] when it is none, or when the feed's head is broken.
pub fn parse(bytes: Vec<u8>, arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let bytes = bytes::unpacked(bytes, arrival.limit)?;
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let is_utf8 = arrival.charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
    // Of JSON one item that is no UTF-8 costs itself alone.
    if is_utf8 && matches!(first(bare), Some(b'{' | b'[')) {
        return json::parse(bare, arrival);
    }
    let domain = arrival.address.and_then(Url::domain).and_then(|host| host.rsplit('.').next());
    let text = bytes::text(bytes, CharsetHints { charset: arrival.charset, domain });
    match first(text.as_bytes()) {
        None => Err(NotAFeed::Empty),
        Some(b'{' | b'[') => json::parse(text.as_bytes(), arrival),
        Some(first) => {
            let mended = match bytes::mended(&text) {
                Cow::Borrowed(_) if first != b'<' => return Err(NotAFeed::Neither),
                Cow::Borrowed(_) => None,
                Cow::Owned(mended) => Some(mended),
            };
            // An export may be large: one of the two is enough.
            let text = mended.unwrap_or(text);
            xml::parse(text.into_bytes(), arrival)
        }
    }
}

/// The first byte that is no white space.
fn first(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Reads a whole feed.
///
/// # Errors
/// What feed-rs says of it.
pub(super) fn feed_rs(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Feed, String> {
    let dates = arrival.dates.clone();
    let parser = Builder::new()
        .base_uri(arrival.address.map(Url::as_str))
        .sanitize_content(false)
        .timestamp_parser(move |text| DateTime::from_timestamp(dates.seconds(text)?, 0))
        // Its own ids may be random; an entry without an id gets one later.
        .id_generator(|_, _, _| String::new())
        .build();
    // feed-rs cuts some fields at byte positions that need not be between characters.
    match catch_unwind(AssertUnwindSafe(|| parser.parse(bytes))) {
        Ok(feed) => feed.map_err(|error: ParseFeedError| error.to_string()),
        Err(_) => Err("the feed parser failed on it".to_owned()),
    }
}
