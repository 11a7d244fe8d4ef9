//! Feeds: RSS, Atom, JSON Feed, in a file or at an address.

mod convert;
mod media;
mod parse;
mod split;
mod wordpress;

use std::collections::HashSet;
use std::path::Path;

use jiff::tz::TimeZone;
use url::Url;

use super::error::{EntryError, ImportError};
use super::fetch::Fetcher;
use super::sections::Sections;
use super::slugs::Slugs;
use super::{Context, Entry, Failed, Options, Skipped, Why};
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
        let name = facts.id.clone();
        if let Some(item) = facts.more.wordpress.as_ref().filter(|item| !item.is_published()) {
            let why = if item.kind == "post" { Why::Draft } else { Why::NoArticle };
            sink(Entry::Skipped(Skipped { name, why }));
            continue;
        }
        if !seen.insert(name.clone()) {
            sink(Entry::Skipped(Skipped { name, why: Why::Twice }));
            continue;
        }
        let draft = slug.and_then(|slug| convert::article(facts, slug, &parsed.feed, context));
        sink(match draft {
            Ok(imported) => Entry::Imported(Box::new(imported)),
            Err(error) => Entry::Failed(Failed { name, line, error }),
        });
    }
    Ok(())
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
        let slug = facts.slug().and_then(|slug| taken.claim(slug, &facts.id)).map_err(Into::into);
        if let Some(slot) = slugs.get_mut(at) {
            *slot = slug;
        }
    }
    slugs
}

#[cfg(test)]
mod tests;
