//! Feed text to feed-rs' entries, each by itself, so that a broken one costs none of the others.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::DateTime;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{Builder, ParseFeedError};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::raw::Raw;
use super::split::Outline;
use super::wordpress;
use crate::import::Why;
use crate::import::bytes::{self, Told};
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

/// Where items say when they were published; the first that is there counts.
const PUBLISHED: [&str; 16] = [
    "pubDate",
    "published",
    "dc:date",
    "dcterms:created",
    "dcterms:issued",
    "dcterms:available",
    "dcterms:date",
    "dc:created",
    "issued",
    "created",
    "date",
    "publishDate",
    "prism:publicationDate",
    "atom:published",
    "a10:published",
    "wp:post_date",
];

/// Where they say when they were changed: better than nothing.
const UPDATED: [&str; 6] =
    ["updated", "modified", "dcterms:modified", "atom:updated", "a10:updated", "lastBuildDate"];

/// Where they have a picture that feed-rs does not know or leaves out.
const PICTURES: [&str; 6] =
    ["image", "itunes:image", "media:thumbnail", "thumb", "thumbnail", "featuredImage"];

/// The head of a list that is no feed, by the fields that a JSON Feed has; `home` is its site.
///
/// # Errors
/// None that is known: `home` and `lang` are texts.
pub fn head_of(home: &Url, lang: Option<&str>, dates: &Dates) -> Result<Feed, EntryError> {
    let mut head = bare_head();
    head.insert("home_page_url".to_owned(), home.as_str().into());
    head.insert("language".to_owned(), lang.into());
    let arrival = Arrival { address: None, charset: None, dates, limit: 0 };
    alone_as_json(None, &head, &arrival).map_err(EntryError::BadEntry)
}

/// An entry by the fields that an item of a JSON Feed has.
///
/// # Errors
/// [`EntryError::BadEntry`] when they are of other types.
pub fn entry_of(item: Value, dates: &Dates) -> Result<Entry, EntryError> {
    let arrival = Arrival { address: None, charset: None, dates, limit: 0 };
    let mut feed =
        alone_as_json(Some(item), &bare_head(), &arrival).map_err(EntryError::BadEntry)?;
    feed.entries.pop().ok_or_else(|| EntryError::BadEntry("it is empty".to_owned()))
}

fn bare_head() -> Map<String, Value> {
    let version = ("version".to_owned(), "https://jsonfeed.org/version/1.1".into());
    [version, ("title".to_owned(), "".into())].into_iter().collect()
}

/// A JSON Feed with this item alone, or with none.
fn alone_as_json(
    item: Option<Value>,
    head: &Map<String, Value>,
    arrival: &Arrival<'_>,
) -> Result<Feed, String> {
    let mut whole = head.clone();
    whole.insert("items".to_owned(), item.into_iter().collect());
    let document = serde_json::to_vec(&whole).map_err(|error| error.to_string())?;
    feed_rs(&document, arrival)
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
        return json(bare, arrival);
    }
    let domain = arrival.address.and_then(Url::domain).and_then(|host| host.rsplit('.').next());
    let text = bytes::text(bytes, Told { charset: arrival.charset, domain });
    match first(text.as_bytes()) {
        None => Err(NotAFeed::Empty),
        Some(b'{' | b'[') => json(text.as_bytes(), arrival),
        Some(first) => {
            let mended = match bytes::mended(&text) {
                Cow::Borrowed(_) if first != b'<' => return Err(NotAFeed::Neither),
                Cow::Borrowed(_) => None,
                Cow::Owned(mended) => Some(mended),
            };
            // An export may be large: one of the two is enough.
            let text = mended.unwrap_or(text);
            xml(text.as_bytes(), arrival)
        }
    }
}

/// The first byte that is no white space.
fn first(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

fn feed_rs(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Feed, String> {
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

fn xml(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let outline = Outline::of(bytes);
    if outline.root.eq_ignore_ascii_case("html") {
        return Err(NotAFeed::WebPage);
    }
    // The numbers of posts, blocks and pictures mean other things in each.
    if let Some(line) = outline.second {
        return Err(NotAFeed::Several { line });
    }
    let (mut mores, export) = mores(bytes, &outline, arrival.dates);
    let closed = outline.entries.iter().all(|span| span.end.is_some());
    let whole = feed_rs(bytes, arrival);
    let whole_error = whole.as_ref().err().cloned();
    let known = whole.as_ref().is_ok_and(|feed| feed.entries.len() == outline.entries.len());
    // An export says of each item who may read it: where it is not clear which entry is which item, each is read
    // alone.
    let says_who_reads = mores.iter().any(|more| more.wordpress.is_some());
    if let Ok(mut feed) = whole
        && closed
        && (known || !says_who_reads)
    {
        let entries = std::mem::take(&mut feed.entries);
        let line = |at: usize| outline.entries.get(at).filter(|_| known).map(|span| span.line);
        let entries = entries.into_iter().enumerate();
        let entries = entries
            .map(|(at, entry)| {
                let more = mores.get_mut(at).filter(|_| known).map(std::mem::take);
                Item { line: line(at), entry: Ok(entry), more: more.unwrap_or_default() }
            })
            .collect();
        return Ok(Parsed { feed, entries, export });
    }
    // Something is broken: every entry by itself, under the feed's own head.
    let mut head = None;
    let mut first_error = None;
    let mut entries = Vec::new();
    for (span, more) in outline.entries.iter().zip(mores) {
        let entry = match outline.alone(bytes, span) {
            None => Err("it is cut off".to_owned()),
            Some(document) => feed_rs(&document, arrival).and_then(|mut feed| {
                let entry = feed.entries.pop().ok_or_else(|| "it is empty".to_owned())?;
                head = Some(feed);
                Ok(entry)
            }),
        };
        if let Err(error) = &entry {
            first_error.get_or_insert_with(|| error.clone());
        }
        let entry = entry.map_err(EntryError::BadEntry);
        entries.push(Item { line: Some(span.line), entry, more });
    }
    match head {
        Some(feed) => Ok(Parsed { feed, entries, export }),
        None => {
            let error = whole_error.or(first_error).unwrap_or_default();
            Err(NotAFeed::of_xml(outline.root, error))
        }
    }
}

/// What feed-rs does not read of the items of an XML feed, one for each, and what posts refer to.
fn mores(bytes: &[u8], outline: &Outline, dates: &Dates) -> (Vec<More>, wordpress::Export) {
    let head = outline.entries.first().map_or(0, |first| first.start);
    let head = bytes.get(..head).unwrap_or_default();
    let is_wordpress = String::from_utf8_lossy(head).contains(wordpress::NAMESPACE);
    let wants = |name: &str| {
        PUBLISHED.contains(&name)
            || UPDATED.contains(&name)
            || PICTURES.contains(&name)
            || name == "dc:language"
            || (is_wordpress && wordpress::is_wanted(name))
    };
    let mut items = Vec::new();
    let mut mores: Vec<More> = Vec::new();
    for (at, span) in outline.entries.iter().enumerate() {
        // One that is not closed ends where the next begins.
        let next = || outline.entries.get(at + 1).map_or(bytes.len(), |next| next.start);
        let end = span.end.unwrap_or_else(next);
        let raw = Raw::of(bytes.get(span.start..end).unwrap_or_default(), 1, wants);
        mores.push(more_of(&raw, dates));
        if is_wordpress {
            items.push(wordpress::Item::of(&raw));
        }
    }
    if !is_wordpress {
        return (mores, wordpress::Export::default());
    }
    let authors = Raw::of(head, 2, |name| name == "wp:author");
    let export = wordpress::Export::of(&authors, &items);
    let images = wordpress::thumbnails(&items);
    for ((more, item), image) in mores.iter_mut().zip(items).zip(images) {
        more.image = image;
        // A feed may name the namespace and have nothing of an export in it.
        if item.is_one() {
            more.take_post(item);
        }
    }
    (mores, export)
}

fn more_of(raw: &Raw, dates: &Dates) -> More {
    let written = || PUBLISHED.iter().chain(&UPDATED).filter_map(|name| raw.text(name));
    let picture = |name: &&str| {
        raw.all(name).find_map(|field| {
            let named = field.attribute("url").or_else(|| field.attribute("href"));
            let text = field.child("url").unwrap_or(&field.text);
            named.or(Some(text)).filter(|address| !address.is_empty()).map(str::to_owned)
        })
    };
    More {
        small: PICTURES.iter().filter_map(picture).collect(),
        language: raw.text("dc:language").map(str::to_owned),
        seconds: written().find_map(|text| dates.seconds(text)),
        written: written().next().map(str::to_owned),
        ..More::default()
    }
}

/// The fields of a JSON Feed, each as it is written: one that cannot be read costs none of the others.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

fn json(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let broken = |error: serde_json::Error| NotAFeed::Json {
        line: error.line(),
        message: error.to_string(),
    };
    let text = String::from_utf8_lossy(bytes);
    let is_utf8 = matches!(text, Cow::Borrowed(_));
    let text = without_lone_surrogates(&text);
    let fields: Fields<'_> = serde_json::from_str(&text).map_err(broken)?;
    let field = |name: &str| serde_json::from_str::<Value>(fields.get(name)?.get()).ok();
    let version = field("version");
    let version = version.as_ref().and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("https://jsonfeed.org/version/") {
        return Err(NotAFeed::OtherJson);
    }
    let items: Vec<&RawValue> = match fields.get("items") {
        Some(items) => serde_json::from_str(items.get()).map_err(broken)?,
        None => Vec::new(),
    };
    let alone = |item: Option<Value>, head: &Map<String, Value>| alone_as_json(item, head, arrival);
    let others = fields.keys().filter(|name| *name != "items");
    let mut head: Map<String, Value> =
        others.filter_map(|name| Some((name.clone(), field(name)?))).collect();
    let feed = match alone(None, &head) {
        Ok(feed) => feed,
        // What the feed says of itself is not of the right shape: its entries can do without.
        Err(_) => {
            head = Map::new();
            head.insert("version".to_owned(), version.into());
            head.insert("title".to_owned(), "".into());
            alone(None, &head).map_err(|error| NotAFeed::Json { line: 1, message: error })?
        }
    };
    let entry = |raw: &RawValue, more: &mut More| {
        if !is_utf8 && raw.get().contains(char::REPLACEMENT_CHARACTER) {
            return Err("the text is not UTF-8".to_owned());
        }
        let mut item: Value = serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
        *more = self::more(&mut item);
        alone(Some(item), &head)?.entries.pop().ok_or_else(|| "it is empty".to_owned())
    };
    // Up to where lines were counted, and how many there are.
    let mut counted = (0, 1);
    let entries = items.into_iter().map(|raw| {
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let new = text.as_bytes().get(counted.0..offset).unwrap_or_default();
        let lines = new.iter().filter(|byte| **byte == b'\n').count();
        counted = (offset, counted.1 + lines);
        let line = Some(counted.1);
        let mut more = More::default();
        let entry = entry(raw, &mut more).map_err(EntryError::BadEntry);
        Item { line, entry, more }
    });
    Ok(Parsed { entries: entries.collect(), feed, export: wordpress::Export::default() })
}

/// JSON in which half of a character that is written in two halves (`\ud83d` without what follows it) is
/// the sign for a character that cannot be read. It has as many bytes, so places in the text stay.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let (is_high, is_low) = match unit(at) {
            Some(unit) => ((0xd800..0xdc00).contains(&unit), (0xdc00..0xe000).contains(&unit)),
            None => (false, false),
        };
        let has_low = is_high && unit(at + 6).is_some_and(|unit| (0xdc00..0xe000).contains(&unit));
        if has_low {
            at += 12;
        } else if is_high || is_low {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str("\\ufffd");
            at += 6;
            copied = at;
        } else {
            // The character behind it is part of the escape, and may be a backslash itself.
            at += 1 + text
                .get(at + 1..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn more(item: &mut Value) -> More {
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    // JSON Feed asks readers to take ids of other types as texts.
    if let Some(id) = item.get_mut("id").filter(|id| id.is_number()) {
        *id = Value::String(id.to_string());
    }
    More {
        image: text(item, "image")
            .or_else(|| text(item, "banner_image"))
            .map(|url| LeadPicture { url, ..LeadPicture::default() }),
        language: text(item, "language"),
        written: text(item, "date_published").or_else(|| text(item, "date_modified")),
        ..More::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_none() {
        for (text, whole) in [
            (r#""a\ud83db""#, r#""a\ufffdb""#),
            (r#""a\uDE00""#, r#""a\ufffd""#),
            (r#""\ud83d\ud83d\ude00\n""#, r#""\ufffd\ud83d\ude00\n""#),
            (r#""\ud83d\u0041""#, r#""\ufffd\u0041""#),
        ] {
            let read = without_lone_surrogates(text);
            assert_eq!(read, whole, "{text}");
            assert!(serde_json::from_str::<String>(&read).is_ok(), "{text}");
        }
        // A backslash of its own before a `u`, and a pair.
        for text in [r#""\\ud83d""#, r#""\ud83d\ude00""#, r#""\u00e9""#, "\"\\", "\"\\uế"] {
            assert!(matches!(without_lone_surrogates(text), Cow::Borrowed(same) if same == text));
        }
    }
}
