//! Reads lists of articles, as feeds, exports and interfaces on the web give them, and hands on one article after
//! another.

use std::collections::{HashMap, HashSet};

use bantin_core::identity::{Head, Origin};
use bantin_model::Slug;
use url::Url;

use super::blogger;
use super::convert;
use super::facts::{Facts, Shared};
use super::item::{self, Parsed};
use crate::error::EntryError;
use crate::slugs::Slugs;
use crate::{Context, Entry, Failed, Imported, Progress, Skipped, Why, image};

/// A list before its articles are read.
pub struct List {
    /// The name of its source.
    pub source: String,
    /// Whether it has all articles of the source, so that an article not in it is gone.
    pub is_whole: bool,
    /// Its head and its entries.
    pub parsed: Parsed,
    /// The address of the list.
    pub address: Option<Url>,
}

/// An entry and its line, or why it cannot be read.
type Item = Result<(Option<usize>, Facts), Failed>;

/// Hands on the source of `list`, then its articles one after another.
pub fn hand_on(list: List, context: &Context<'_>, sink: &mut dyn FnMut(Entry)) {
    let List { source, is_whole, parsed, address } = list;
    let Parsed { feed, entries, export, texts } = parsed;
    let shared = Shared { feed: &feed, export: &export, texts: &texts, address: address.as_ref() };
    let item = |(at, item::Item { line, entry, more }): (usize, item::Item)| {
        let facts = entry.and_then(|mut entry| {
            let mut more = more;
            more.not_public = blogger::take_kind(&mut entry).or(more.not_public);
            Facts::of(entry, more, &shared, at)
        });
        let failed = |error| Failed { name: format!("entry {}", at + 1), line, error };
        facts.map(|facts| (line, facts)).map_err(failed)
    };
    let items: Vec<Item> = entries.into_iter().enumerate().map(item).collect();
    let (ids, shared_ids) = ids(&items);
    // Nobody knows which article an entry is that cannot be read, so no article counts as gone.
    let whole = (is_whole && items.iter().all(Result::is_ok)).then(String::new);
    sink(Entry::Source(Head { source: source.clone(), whole, ids: ids.into_iter().collect() }));
    let slugs = slugs(&items);
    let mut reading = Reading { source, shared_ids, shared, context, seen: HashSet::new() };
    let mut progress = Progress { entries: 0, of: items.len(), pictures: 0 };
    let mut waiting = items.into_iter().zip(slugs);
    loop {
        let batch: Vec<_> = waiting.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return;
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

/// For how many entries pictures are fetched at a time.
const BATCH: usize = 8;

/// A list being read.
struct Reading<'a> {
    source: String,
    /// The ids that more than one entry has.
    shared_ids: HashSet<String>,
    shared: Shared<'a>,
    context: &'a Context<'a>,
    /// The entries read so far, by id and link.
    seen: HashSet<(String, String)>,
}

impl Reading<'_> {
    /// Fetches the pictures of `items`, several at a time. Answers how many there are.
    fn fetch_ahead<'i>(&self, items: impl Iterator<Item = &'i Item>) -> usize {
        let Some(fetcher) = self.context.fetcher else { return 0 };
        let facts = items.filter_map(|item| item.as_ref().ok().map(|(_, facts)| facts));
        let public = facts.filter(|facts| facts.more.not_public.is_none());
        let urls: Vec<Url> =
            public.flat_map(|facts| convert::pictures(facts, &self.shared, self.context)).collect();
        fetcher.fetch_ahead(&urls, image::MAX_BYTES)
    }

    fn entry(&mut self, item: Item, slug: Result<Slug, EntryError>) -> Entry {
        let (line, mut facts) = match item {
            Ok(item) => item,
            Err(failed) => return Entry::Failed(failed),
        };
        let (key, link) = (facts.key(), facts.link());
        let shares_id = self.shared_ids.contains(&key);
        // An id that others share needs the link beside it.
        let name = if shares_id { format!("{} ({link})", facts.id) } else { facts.id.clone() };
        if let Some(why) = facts.more.not_public.take() {
            return Entry::Skipped(Skipped { name, id: key, why });
        }
        if !self.seen.insert((key.clone(), link.clone())) {
            return Entry::Skipped(Skipped { name, id: key, why: Why::Twice });
        }
        let (source, names_slug) = (self.source.clone(), facts.more.slug.is_some());
        let origin = Origin { source, id: key, link, names_slug, shares_id };
        let draft = slug.and_then(|slug| convert::article(facts, slug, &self.shared, self.context));
        match draft {
            Ok((draft, dropped)) => {
                Entry::Imported(Box::new(Imported { name, origin, draft, dropped, hidden: None }))
            }
            Err(error) => Entry::Failed(Failed { name, line, error }),
        }
    }
}

/// The ids of all entries, and those that more than one of them has.
fn ids(items: &[Item]) -> (HashSet<String>, HashSet<String>) {
    let mut links: HashMap<String, String> = HashMap::new();
    let mut shared = HashSet::new();
    for (_, facts) in items.iter().flatten() {
        let link = facts.link();
        if links.entry(facts.key()).or_insert_with(|| link.clone()) != &link {
            shared.insert(facts.key());
        }
    }
    (links.into_keys().collect(), shared)
}

/// The slugs of all entries. Where two would have the same, the older one keeps it, so that a new entry in the feed
/// does not change the others.
fn slugs(items: &[Item]) -> Vec<Result<Slug, EntryError>> {
    let facts = |at: usize| items.get(at)?.as_ref().ok().map(|(_, facts)| facts);
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| facts(*at).map(|facts| (facts.seconds, facts.id.as_str())));
    let mut taken = Slugs::default();
    let mut slugs: Vec<_> =
        items.iter().map(|_| Err(EntryError::BadEntry(String::new()))).collect();
    for at in order {
        let Some(facts) = facts(at) else { continue };
        let is_named = facts.more.slug.is_some();
        let claim = |slug| if is_named { Ok(slug) } else { taken.claim(slug, &facts.id) };
        let slug = facts.slug().and_then(claim).map_err(Into::into);
        if let Some(slot) = slugs.get_mut(at) {
            *slot = slug;
        }
    }
    slugs
}
