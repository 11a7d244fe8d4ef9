//! Feeds: RSS, Atom, JSON Feed, in a file or at an address.

mod convert;
mod media;
mod parse;
mod split;
mod wordpress;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use jiff::tz::TimeZone;
use url::Url;

use super::error::{EntryError, ImportError};
use super::fetch::Fetcher;
use super::sections::Sections;
use super::slugs::Slugs;
use super::{Context, Entry, Failed, Imported, Options, Skipped, Why};
use crate::identity::{Head, Origin, bare_address};
use convert::Facts;

/// The largest feed read, in bytes: a whole newspaper's export.
const MAX_BYTES: u64 = 300 << 20;

/// Reads the feed at `address`.
///
/// # Errors
/// [`ImportError::Fetch`], [`ImportError::NotAFeed`].
pub fn read_url(
    address: &str,
    options: &Options,
    zone: TimeZone,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let failed = |error| ImportError::Fetch { url: address.to_owned(), error };
    let url = Url::parse(address).map_err(|_| failed(super::FetchError::Scheme))?;
    let fetcher = Fetcher::new(Some(&url));
    let bytes = fetcher.get(&url, MAX_BYTES).map_err(failed)?;
    let pictures = options.fetch.then_some(&fetcher);
    let sections = Sections::of(options);
    let context = Context { options, zone, sections, fetcher: pictures, address: Some(url) };
    read(&bytes, address, &context, sink)
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
    read(&bytes, &path.to_string_lossy(), context, sink)
}

fn read(
    bytes: &[u8],
    name: &str,
    context: &Context<'_>,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let address = context.address.as_ref().map(Url::as_str);
    let parsed = parse::parse(bytes, address)
        .map_err(|reason| ImportError::NotAFeed { name: name.to_owned(), reason })?;
    let items: Vec<Item> = parsed
        .entries
        .into_iter()
        .enumerate()
        .map(|(at, item)| match item.entry {
            Ok(entry) => Ok((item.line, Facts::of(entry, item.more, &parsed.feed, at))),
            Err(error) => Err(Failed { name: format!("entry {}", at + 1), line: item.line, error }),
        })
        .collect();
    let (head, shared) = head(&items, &parsed.feed, name, context);
    let source = head.source.clone();
    sink(Entry::Source(head));
    let slugs = slugs(&items);
    let mut seen = HashSet::new();
    for (item, slug) in items.into_iter().zip(slugs) {
        let (line, facts) = match item {
            Ok(item) => item,
            Err(failed) => {
                sink(Entry::Failed(failed));
                continue;
            }
        };
        let (key, link) = (facts.key(), facts.link());
        let shares_id = shared.contains(&key);
        // What all are called is no name.
        let name = if shares_id { format!("{} ({link})", facts.id) } else { facts.id.clone() };
        if let Some(why) = facts.more.wordpress.as_ref().and_then(wordpress::Item::not_public) {
            sink(Entry::Skipped(Skipped { name, id: key, why }));
            continue;
        }
        if !seen.insert((key.clone(), link.clone())) {
            sink(Entry::Skipped(Skipped { name, id: key, why: Why::Twice }));
            continue;
        }
        let names_slug = facts.more.wordpress.as_ref().is_some_and(|item| !item.name.is_empty());
        let origin = Origin { source: source.clone(), id: key, link, names_slug, shares_id };
        let draft = slug.and_then(|slug| convert::article(facts, slug, &parsed.feed, context));
        sink(match draft {
            Ok((draft, dropped)) => {
                Entry::Imported(Box::new(Imported { name, origin, draft, dropped }))
            }
            Err(error) => Entry::Failed(Failed { name, line, error }),
        });
    }
    Ok(())
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
    let mut slugs: Vec<_> = items.iter().map(|_| Err(EntryError::Empty)).collect();
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
mod tests;
