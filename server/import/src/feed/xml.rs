//! Reads XML feeds (RSS, Atom) and exports of WordPress.

use super::item::{Arrival, Item, More, Parsed, feed_rs};
use super::raw::Raw;
use super::split::Outline;
use super::texts::Texts;
use super::wordpress;
use crate::Why;
use crate::date::Dates;
use crate::error::{EntryError, NotAFeed};

/// The elements with the date of publication, the best first.
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

/// The elements with the date of a change, which is better than none.
const UPDATED: [&str; 6] =
    ["updated", "modified", "dcterms:modified", "atom:updated", "a10:updated", "lastBuildDate"];

/// The elements in which Atom marks a draft (RFC 5023).
const CONTROL: [&str; 2] = ["app:control", "control"];

/// The elements with pictures that feed-rs does not know or leaves out.
const PICTURES: [&str; 6] =
    ["image", "itunes:image", "media:thumbnail", "thumb", "thumbnail", "featuredImage"];

/// Reads an XML feed or an export of WordPress.
///
/// # Errors
/// [`NotAFeed`] when it is no feed, or the feed's head is broken.
pub fn parse(bytes: Vec<u8>, arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let mut outline = Outline::of(&bytes);
    if outline.root.eq_ignore_ascii_case("html") {
        return Err(NotAFeed::WebPage);
    }
    // In two exports, the same number means different posts, blocks and pictures.
    if let Some(line) = outline.second {
        return Err(NotAFeed::Several { line });
    }
    let is_wordpress = String::from_utf8_lossy(outline.head(&bytes)).contains(wordpress::NAMESPACE);
    if !is_wordpress {
        outline.keep_texts();
    }
    let (mut mores, export) = mores(&bytes, &outline, is_wordpress, arrival.dates);
    // In an export each item says who may read it. When entries and items cannot be matched for certain, each is read
    // alone.
    let says_who_reads = mores.iter().any(|more| more.wordpress.is_some());
    if !says_who_reads {
        // A feed that names the namespace and is no export: its texts are read with their entries.
        outline.keep_texts();
        mores.iter_mut().for_each(|more| more.text = None);
    }
    let closed = outline.entries.iter().all(|span| span.end.is_some());
    let whole = feed_rs(&outline.without_texts(&bytes), arrival);
    let texts = |bytes| if says_who_reads { Texts::Export(bytes) } else { Texts::InEntries };
    let whole_error = whole.as_ref().err().cloned();
    let known = whole.as_ref().is_ok_and(|feed| feed.entries.len() == outline.entries.len());
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
        return Ok(Parsed { feed, entries, export, texts: texts(bytes) });
    }
    // Something is broken: each entry is read by itself, below the feed's own head.
    let mut head = None;
    let mut first_error = None;
    let mut entries = Vec::new();
    for (span, more) in outline.entries.iter().zip(mores) {
        let entry = match outline.alone(&bytes, span) {
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
        Some(feed) => Ok(Parsed { feed, entries, export, texts: texts(bytes) }),
        None => {
            let error = whole_error.or(first_error).unwrap_or_default();
            Err(NotAFeed::of_xml(outline.root, error))
        }
    }
}

/// The parts of each item that feed-rs does not read, and the items that posts refer to.
fn mores(
    bytes: &[u8],
    outline: &Outline,
    is_wordpress: bool,
    dates: &Dates,
) -> (Vec<More>, wordpress::Export) {
    let wants = |name: &str| {
        PUBLISHED.contains(&name)
            || UPDATED.contains(&name)
            || PICTURES.contains(&name)
            || name == "dc:language"
            || CONTROL.contains(&name)
            || (is_wordpress && wordpress::is_wanted(name))
    };
    let mut items = Vec::new();
    let mut mores: Vec<More> = Vec::new();
    for (at, span) in outline.entries.iter().enumerate() {
        // An entry that is not closed ends where the next begins.
        let next = || outline.entries.get(at + 1).map_or(bytes.len(), |next| next.start);
        let end = span.end.unwrap_or_else(next);
        let raw = Raw::of(&outline.entry(bytes, span, end), 1, wants);
        let text = span.text.clone();
        if is_wordpress {
            let mut item = wordpress::Item::of(&raw);
            // A block, which posts show.
            if let Some(text) = text.clone().filter(|_| item.is_block()) {
                item.content = Texts::read(bytes, text);
            }
            items.push(item);
        }
        mores.push(More { text, ..more_of(&raw, dates) });
    }
    if !is_wordpress {
        return (mores, wordpress::Export::default());
    }
    let authors = Raw::of(outline.head(bytes), 2, |name| name == "wp:author");
    let export = wordpress::Export::of(&authors, &items);
    let images = wordpress::thumbnails(&items);
    for ((more, item), image) in mores.iter_mut().zip(items).zip(images) {
        more.image = image;
        // A feed may name the namespace and have no field of an export.
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
    let is_draft = CONTROL.iter().flat_map(|name| raw.all(name)).any(|control| {
        let says = ["app:draft", "draft"].iter().find_map(|name| control.child(name));
        says.is_some_and(|says| says.trim().eq_ignore_ascii_case("yes"))
    });
    More {
        not_public: is_draft.then_some(Why::Draft),
        small: PICTURES.iter().filter_map(picture).collect(),
        language: raw.text("dc:language").map(str::to_owned),
        seconds: written().find_map(|text| dates.seconds(text)),
        written: written().next().map(str::to_owned),
        ..More::default()
    }
}
