//! Feeds: RSS, Atom, JSON Feed, in a file or at an address.

mod convert;
mod media;
mod parse;
mod raw;
mod split;
mod wordpress;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use url::Url;

use super::date::Dates;
use super::error::{EntryError, ImportError};
use super::fetch::Fetcher;
use super::sections::Sections;
use super::slugs::Slugs;
use super::{Context, Entry, Failed, Imported, Options, Progress, Skipped, Why};
use crate::identity::{Head, Origin, bare_address};
use convert::Facts;

pub use wordpress::is_no_category;

/// The largest feed read, in bytes: a whole newspaper's export.
const MAX_BYTES: u64 = 300 << 20;

/// Reads the feed at `address`.
///
/// # Errors
/// [`ImportError::Fetch`], [`ImportError::NotAFeed`].
pub fn read_url(
    address: &str,
    options: &Options,
    dates: Dates,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let failed = |error| ImportError::Fetch { url: address.to_owned(), error };
    let url = Url::parse(address).map_err(|_| failed(super::FetchError::Scheme))?;
    let fetcher = Fetcher::new(Some(&url));
    let fetched = Fetcher::patient(Some(&url)).fetch(&url, MAX_BYTES).map_err(failed)?;
    let pictures = options.fetch.then_some(&fetcher);
    let sections = Sections::of(options);
    let context = Context { options, dates, sections, fetcher: pictures, address: Some(url) };
    read(fetched.bytes, fetched.charset.as_deref(), address, &context, sink)
}

/// Reads the feed in a file.
///
/// # Errors
/// [`ImportError::Io`], [`ImportError::NotAFeed`].
pub fn read_file(
    path: &Path,
    context: &Context<'_>,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let bytes =
        std::fs::read(path).map_err(|error| ImportError::Io { path: path.to_owned(), error })?;
    read(bytes, None, &path.to_string_lossy(), context, sink)
}

fn read(
    bytes: Vec<u8>,
    charset: Option<&str>,
    name: &str,
    context: &Context<'_>,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let (address, dates) = (context.address.as_ref(), &context.dates);
    let arrival = parse::Arrival { address, charset, dates, limit: MAX_BYTES };
    let parsed = parse::parse(bytes, &arrival)
        .map_err(|reason| ImportError::NotAFeed { name: name.to_owned(), reason })?;
    let items: Vec<Item> = parsed
        .entries
        .into_iter()
        .enumerate()
        .map(|(at, item)| match item.entry {
            Ok(entry) => {
                Ok((item.line, Facts::of(entry, item.more, &parsed.feed, &parsed.export, at)))
            }
            Err(error) => Err(Failed { name: format!("entry {}", at + 1), line: item.line, error }),
        })
        .collect();
    let (head, shared) = head(&items, &parsed.feed, name, context);
    let source = head.source.clone();
    sink(Entry::Source(head));
    let slugs = slugs(&items);
    let parts = convert::Source { feed: &parsed.feed, export: &parsed.export };
    let mut reading = Reading { source, shared, parts, context, seen: HashSet::new() };
    let mut progress = Progress { entries: 0, of: items.len(), pictures: 0 };
    let mut waiting = items.into_iter().zip(slugs);
    loop {
        let batch: Vec<_> = waiting.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        progress.pictures += reading.fetch_ahead(batch.iter().map(|(item, _)| item));
        progress.entries += batch.len();
        for (item, slug) in batch {
            sink(reading.entry(item, slug));
        }
        if let Some(tell) = context.options.progress {
            tell(progress);
        }
    }
}

/// Of so many entries the pictures are fetched at a time.
const BATCH: usize = 8;

/// A feed being read.
struct Reading<'a> {
    source: String,
    /// The ids that several entries have.
    shared: HashSet<String>,
    parts: convert::Source<'a>,
    context: &'a Context<'a>,
    /// The entries that were read, by id and link.
    seen: HashSet<(String, String)>,
}

impl Reading<'_> {
    /// Fetches the pictures of `items`, several at a time; how many there were.
    fn fetch_ahead<'i>(&self, items: impl Iterator<Item = &'i Item>) -> usize {
        let Some(fetcher) = self.context.fetcher else { return 0 };
        let facts = items.filter_map(|item| item.as_ref().ok().map(|(_, facts)| facts));
        let public = facts.filter(|facts| not_public(facts).is_none());
        let urls: Vec<Url> =
            public.flat_map(|facts| convert::pictures(facts, &self.parts, self.context)).collect();
        fetcher.fetch_ahead(&urls, super::image::MAX_BYTES)
    }

    fn entry(&mut self, item: Item, slug: Result<bantin_model::Slug, EntryError>) -> Entry {
        let (line, facts) = match item {
            Ok(item) => item,
            Err(failed) => return Entry::Failed(failed),
        };
        let (key, link) = (facts.key(), facts.link());
        let shares_id = self.shared.contains(&key);
        // What all are called is no name.
        let name = if shares_id { format!("{} ({link})", facts.id) } else { facts.id.clone() };
        if let Some(why) = not_public(&facts) {
            return Entry::Skipped(Skipped { name, id: key, why });
        }
        if !self.seen.insert((key.clone(), link.clone())) {
            return Entry::Skipped(Skipped { name, id: key, why: Why::Twice });
        }
        let names_slug = facts.more.wordpress.as_ref().is_some_and(|item| !item.name.is_empty());
        let source = self.source.clone();
        let origin = Origin { source, id: key, link, names_slug, shares_id };
        let draft = slug.and_then(|slug| convert::article(facts, slug, &self.parts, self.context));
        match draft {
            Ok((draft, dropped)) => {
                Entry::Imported(Box::new(Imported { name, origin, draft, dropped }))
            }
            Err(error) => Entry::Failed(Failed { name, line, error }),
        }
    }
}

/// Why an entry is no article that everybody may read.
fn not_public(facts: &Facts) -> Option<Why> {
    facts.more.wordpress.as_ref().and_then(wordpress::Item::not_public)
}

/// What the feed is as a source, and the ids that several of its entries share.
fn head(
    items: &[Item],
    feed: &feed_rs::model::Feed,
    name: &str,
    context: &Context<'_>,
) -> (Head, HashSet<String>) {
    let facts = || items.iter().filter_map(|item| item.as_ref().ok().map(|(_, facts)| facts));
    let mut links: HashMap<String, String> = HashMap::new();
    let mut shared = HashSet::new();
    for facts in facts() {
        let link = facts.link();
        if links.entry(facts.key()).or_insert_with(|| link.clone()) != &link {
            shared.insert(facts.key());
        }
    }
    let href = |rel: &[Option<&str>]| {
        let links = feed.links.iter().filter(|link| rel.contains(&link.rel.as_deref()));
        let mut hrefs = links.filter_map(|link| Url::parse(&link.href).ok());
        hrefs.find(|url| url.has_host()).map(|url| bare_address(url.as_str()))
    };
    let home = || href(&[None, Some("alternate")]);
    let is_wordpress = facts().any(|facts| facts.more.wordpress.is_some());
    let source = if is_wordpress {
        format!("wordpress:{}", home().unwrap_or_else(|| file_name(name)))
    } else {
        let address = context.address.as_ref().map(|url| bare_address(url.as_str()));
        let called = address.or_else(|| href(&[Some("self")])).or_else(home);
        format!("feed:{}", called.unwrap_or_else(|| file_name(name)))
    };
    // Of an entry that cannot be read nobody knows which one it is: nothing is taken for lost then.
    let is_readable = items.iter().all(Result::is_ok);
    let whole = (is_wordpress && is_readable).then(String::new);
    (Head { source, whole, ids: links.into_keys().collect() }, shared)
}

/// A file's path, however it was given.
fn file_name(path: &str) -> String {
    let whole = Path::new(path).canonicalize();
    whole.map_or_else(|_| path.to_owned(), |path| path.to_string_lossy().into_owned())
}

/// An entry and its line, or why it cannot be read.
type Item = Result<(Option<usize>, Facts), Failed>;

/// The slugs of all entries. Of two that would share one the older keeps it, so that new entries
/// above it in the feed leave it alone.
fn slugs(items: &[Item]) -> Vec<Result<bantin_model::Slug, EntryError>> {
    let facts = |at: usize| items.get(at)?.as_ref().ok().map(|(_, facts)| facts);
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| facts(*at).map(|facts| (facts.seconds, facts.id.as_str())));
    let mut taken = Slugs::default();
    let mut slugs: Vec<_> =
        items.iter().map(|_| Err(EntryError::BadEntry(String::new()))).collect();
    for at in order {
        let Some(facts) = facts(at) else { continue };
        let is_named = facts.more.wordpress.as_ref().is_some_and(|item| !item.name.is_empty());
        let claim = |slug| if is_named { Ok(slug) } else { taken.claim(slug, &facts.id) };
        let slug = facts.slug().and_then(claim).map_err(Into::into);
        if let Some(slot) = slugs.get_mut(at) {
            *slot = slug;
        }
    }
    slugs
}

#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod tests;
