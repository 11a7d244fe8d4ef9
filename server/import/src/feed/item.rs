//! Entries of a feed, and reading a whole feed with feed-rs.

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

/// A feed: its head, and its entries in order.
pub struct Parsed {
    /// Without its entries.
    pub feed: Feed,
    pub entries: Vec<Item>,
    /// What posts refer to, in an export of WordPress'.
    pub export: wordpress::Export,
    /// The texts that are not within the entries.
    pub texts: Texts,
}

impl Parsed {
    /// A feed of these entries and this head.
    pub fn of(feed: Feed, entries: Vec<Item>, texts: Texts) -> Self {
        Self { feed, entries, export: wordpress::Export::default(), texts }
    }
}

/// How a feed arrived.
pub struct Arrival<'a> {
    pub address: Option<&'a Url>,
    /// The charset that HTTP named.
    pub charset: Option<&'a str>,
    pub dates: &'a Dates,
    /// How many bytes it may have unpacked.
    pub limit: u64,
}

/// An entry, or why it cannot be read.
pub struct Item {
    /// Its line in the feed, from 1.
    pub line: Option<usize>,
    pub entry: Result<Entry, EntryError>,
    /// The parts of it that feed-rs does not read.
    pub more: More,
}

/// The parts of an entry that feed-rs does not read.
#[derive(Debug, Default, Clone)]
pub struct More {
    /// The id in the source, where that is neither a guid nor an address: WordPress' number, Ghost's uuid.
    pub id: Option<String>,
    /// The slug that the source gives it.
    pub slug: Option<String>,
    /// Why it is not for everybody.
    pub not_public: Option<Why>,
    /// Whether its text is only there in the format of the site's editor, and cannot be read.
    pub is_unrendered: bool,
    /// What it lost so far.
    pub dropped: Vec<Dropped>,
    pub image: Option<LeadPicture>,
    /// Pictures to be used only when there is no larger one.
    pub small: Vec<String>,
    pub language: Option<String>,
    /// The text of the date of publication, or of the date nearest to it.
    pub written: Option<String>,
    /// Seconds since 1970 of the first date that can be read.
    pub seconds: Option<i64>,
    pub wordpress: Option<wordpress::Item>,
    /// The place of its text among the [`Texts`], when it is not within the entry.
    pub text: Option<Range<usize>>,
}

impl More {
    /// Takes in the fields of a WordPress post.
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
/// The message of feed-rs.
pub(super) fn feed_rs(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Feed, String> {
    let dates = arrival.dates.clone();
    let parser = Builder::new()
        .base_uri(arrival.address.map(Url::as_str))
        .sanitize_content(false)
        .timestamp_parser(move |text| DateTime::from_timestamp(dates.seconds(text)?, 0))
        // feed-rs may make up random ids; an entry without an id gets one later.
        .id_generator(|_, _, _| String::new())
        .build();
    // feed-rs cuts some fields at byte positions, and panics in the middle of a character.
    match catch_unwind(AssertUnwindSafe(|| parser.parse(bytes))) {
        Ok(feed) => feed.map_err(|error: ParseFeedError| error.to_string()),
        Err(_) => Err("the feed parser failed on it".to_owned()),
    }
}
