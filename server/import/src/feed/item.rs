//! The entries of a feed as they are read, and the reading of one whole feed by feed-rs.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::DateTime;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{Builder, ParseFeedError};
use url::Url;

use super::lead_picture::LeadPicture;
use super::texts::Texts;
use super::wordpress;
use crate::Why;
use crate::date::Dates;
use crate::dropped::Dropped;
use crate::error::EntryError;

/// A feed: what it says of itself, and its entries in their order.
pub struct Parsed {
    /// Without its entries.
    pub feed: Feed,
    pub entries: Vec<Item>,
    /// What posts refer to, of an export of WordPress'.
    pub export: wordpress::Export,
    /// The texts that its entries do not hold.
    pub texts: Texts,
}

impl Parsed {
    /// Entries under a head.
    pub fn of(feed: Feed, entries: Vec<Item>, texts: Texts) -> Self {
        Self { feed, entries, export: wordpress::Export::default(), texts }
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

/// What feed-rs does not read of an entry.
#[derive(Debug, Default, Clone)]
pub struct More {
    /// By what the source knows it, where that is no guid and no address: WordPress' number, Ghost's uuid.
    pub id: Option<String>,
    /// The slug that the source itself gives it.
    pub slug: Option<String>,
    /// Why not everybody may read it.
    pub not_public: Option<Why>,
    /// Whether its text is there only as the editor of its site keeps it, and cannot be read.
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
