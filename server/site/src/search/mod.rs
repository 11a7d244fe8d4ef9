//! Search over the store: the index of `bantin_model::search`, built in memory and kept until something
//! changes. The server asks it; the export writes it as files.

mod build;
mod index_cache;
mod patch;
#[cfg(test)]
mod scripts_tests;

use bantin_model::list::{Feed, FeedExtension, VERSION};
use bantin_model::path::ListKind;
use bantin_model::search::{self, PAGE_SIZE, Question, SearchIndex, Shard, Term};
use bantin_model::{FeedItem, Link, Site};
use std::collections::BTreeMap;
use std::ops::Bound::{Included, Unbounded};

use bantin_core::normalize::lower;
use bantin_store::sqlite::{Store, StoreError};

pub use build::build;
pub use index_cache::IndexCache;
pub use patch::{MOST, Patch};

/// The index of a newsroom.
#[derive(Debug, Default)]
pub struct Index {
    pub about: SearchIndex,
    terms: BTreeMap<String, Term>,
    /// The store's id for the article of each number. Numbers change with every older article that comes or goes.
    articles: Vec<i64>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// Of this page.
    pub items: Vec<FeedItem>,
    /// On all pages.
    pub total: u64,
}

/// The properties of an index of the store's articles.
///
/// # Errors
/// [`StoreError`].
pub fn about(store: &Store) -> Result<SearchIndex, StoreError> {
    let total = store.count()?;
    let bodies = build::has_bodies(total);
    Ok(SearchIndex { total: u32::try_from(total).unwrap_or(u32::MAX), bodies })
}

/// The question for a reader's words.
pub fn question(words: &str) -> Question {
    Question::of(&lower(words))
}

impl Index {
    /// The index as files: their names without ending, and their contents.
    pub fn shards(&self) -> BTreeMap<String, Shard> {
        let mut shards: BTreeMap<String, Shard> = BTreeMap::new();
        for (name, term) in &self.terms {
            shards.entry(search::shard_of(name)).or_default().insert(name.clone(), term.clone());
        }
        shards
    }

    /// One file of the index.
    pub fn shard(&self, name: &str) -> Option<Shard> {
        // All terms in a file begin with the same letters.
        let start = search::start_of(name)?;
        let terms = self.terms.range::<str, _>((Included(&*start), Unbounded));
        let terms = terms.take_while(|(term, _)| term.starts_with(&*start));
        let terms = terms.filter(|(term, _)| search::shard_of(term) == name);
        let shard: Shard = terms.map(|(name, term)| (name.clone(), term.clone())).collect();
        (!shard.is_empty()).then_some(shard)
    }

    /// Page `page` (from 1) of the articles that have all words of `question`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn find(
        &self,
        store: &Store,
        site_url: &Link,
        question: &Question,
        page: u32,
    ) -> Result<Found, StoreError> {
        let hits = search::rank(question, self.about, |name, is_prefix| {
            let from_there = self.terms.range::<str, _>((Included(name), Unbounded));
            from_there
                .map(|(known, term)| (known.as_str(), term))
                .take_while(|(known, _)| known.starts_with(name) && (is_prefix || *known == name))
                .filter(|(known, _)| search::is_match(known, name, is_prefix))
                .collect()
        });
        let number = |hit: &u32| usize::try_from(*hit).ok();
        let shown = search::page_of(&hits, page).iter().filter_map(number);
        let shown: Vec<i64> = shown.filter_map(|at| self.articles.get(at).copied()).collect();
        let items = store.items(&shown, site_url)?;
        Ok(Found { items, total: u64::try_from(hits.len()).unwrap_or(u64::MAX) })
    }
}

/// Hits in the form of the contract.
pub fn to_feed(site: &Site, words: &str, page: u32, found: Found) -> Feed {
    let shown = u64::from(page) * u64::try_from(PAGE_SIZE).unwrap_or(u64::MAX);
    let address = |page: u32| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", words)
            .append_pair("page", &page.to_string())
            .finish();
        Link::new(&format!("{}api/v1/search?{query}", site.url.as_str())).unwrap_or(Link::root())
    };
    Feed {
        version: VERSION.to_owned(),
        title: format!("{words} – {}", site.name),
        home_page_url: site.url.clone(),
        feed_url: address(page),
        next_url: (found.total > shown).then(|| address(page + 1)),
        description: None,
        language: None,
        icon: None,
        favicon: None,
        items: found.items,
        bantin: FeedExtension { total: Some(found.total), ..FeedExtension::default() },
    }
}

/// The list on whose archive pages the hits are.
pub const LIST: ListKind = ListKind::Latest;
