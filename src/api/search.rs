//! Search without a service, in the files of the index, which any static host can serve.

use std::fmt;
use std::future::poll_fn;
use std::task::Poll;

use bantin_model::lenient::Attempt;
use bantin_model::list::{Feed, Pages};
use bantin_model::path::{self, ListKind};
use bantin_model::search::{Question, SearchIndex, Term, is_match, page_of, rank};
use bantin_model::{Route, Summary};

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{ApiError, Client, json};
use crate::locale::text;

/// How many articles an archive page has.
const LIST_SIZE: u64 = 20;

/// The result of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many articles were found, on all pages.
    pub total: u64,
    /// The articles of this page of results.
    pub hits: Vec<Summary>,
}

/// The live service's address for this question.
pub fn asking(url: &str, query: &str, page: u32) -> String {
    let route = Route::Search { lang: None, query: query.to_owned(), page: Some(page) };
    let path = route.path("");
    // Not `replacen`: what searches a text in a text is four kilobytes.
    [url, path.strip_prefix("search/").unwrap_or_default()].concat()
}

/// Looks `query` up in the files of the read tree: first in the index, then in the list pages on which the hits of
/// `page` stand. The files of each step are asked for at the same time.
///
/// # Errors
/// Any [`ApiError`]; [`ApiError::Mixed`] where the files are not of one export.
pub async fn in_files(client: &Client, query: &str, page: u32) -> Result<Found, ApiError> {
    let question = Question::of(&text::lower(query));
    let mut paths = vec![path::SEARCH_INDEX.to_owned()];
    paths.extend(question.shards().iter().map(|shard| path::search_shard(shard)));
    let mut files = together(client, &paths).await.into_iter();
    let index: SearchIndex = read(&files.next().ok_or(ApiError::NotFound)??)?;
    let mut terms: Vec<(String, Term)> = Vec::new();
    for shard in files {
        match shard {
            Ok(shard) => terms.extend(read::<Terms>(&shard)?.0),
            // A missing file means that no article has a word that begins so.
            Err(ApiError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let ranked = rank(&question, index, |name, is_prefix| {
        let asked = terms.iter().filter(|(known, _)| is_match(known, name, is_prefix));
        asked.map(|(known, term)| (known.as_str(), term)).collect()
    });
    let positions = page_of(&ranked, page).iter();
    let positions: Vec<_> =
        positions.map(|number| list_position((*number).into(), index.total.into())).collect();
    let hits =
        if positions.is_empty() { Vec::new() } else { shown(client, index, &positions).await? };
    Ok(Found { total: ranked.len() as u64, hits })
}

/// The articles at these positions of the list of all articles.
async fn shown(
    client: &Client,
    index: SearchIndex,
    positions: &[ListPosition],
) -> Result<Vec<Summary>, ApiError> {
    // Only the newest list says how many articles there are.
    let mut pages = vec![None];
    for (page, _) in positions {
        if !pages.contains(page) {
            pages.push(*page);
        }
    }
    let paths: Vec<_> = pages.iter().map(|page| path::list(&ListKind::Latest, *page)).collect();
    let mut lists = Vec::new();
    for (page, list) in pages.into_iter().zip(together(client, &paths).await) {
        let list = match list {
            // A page that the index counts on and that is not there: the files are of different exports.
            Err(ApiError::NotFound | ApiError::Gone) => return Err(ApiError::Mixed),
            list => read::<Feed>(&list?)?,
        };
        lists.push((page, list));
    }
    found_in(&lists, index, positions).ok_or(ApiError::Mixed)
}

/// The articles at these positions. `None` where lists and index count different articles, since another export was put
/// in place between the requests.
fn found_in(
    lists: &[(Option<u32>, Feed)],
    index: SearchIndex,
    positions: &[ListPosition],
) -> Option<Vec<Summary>> {
    let total = |(page, list): &(Option<u32>, Feed)| {
        page.is_some() || list.bantin.total == Some(index.total.into())
    };
    if !lists.iter().all(total) {
        return None;
    }
    let mut hits = Vec::new();
    for (page, place) in positions {
        let (_, list) = lists.iter().find(|(known, _)| known == page)?;
        hits.push(list.items.get(*place)?.clone().into_summary());
    }
    Some(hits)
}

/// Asks for several files of the read tree at the same time; the answers are in the order of `paths`. Written by hand,
/// since `join_all` is made for thousands of futures and weighs more than the whole search (ADR 18).
pub(super) async fn together(client: &Client, paths: &[String]) -> Vec<Result<String, ApiError>> {
    let mut coming: Vec<_> = paths.iter().map(|path| Box::pin(client.file(path))).collect();
    let mut arrived: Vec<Option<Result<String, ApiError>>> = paths.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (file, place) in coming.iter_mut().zip(&mut arrived) {
            if place.is_none()
                && let Poll::Ready(answer) = file.as_mut().poll(context)
            {
                *place = Some(answer);
            }
        }
        if arrived.iter().any(Option::is_none) { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    arrived.into_iter().flatten().collect()
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    json::parse(text).map_err(ApiError::Unreadable)
}

/// The terms of one file of the index, in its order. A term that cannot be read is left out, and the others stay.
struct Terms(Vec<(String, Term)>);

impl<'de> Deserialize<'de> for Terms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Terms;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("terms by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Terms, A::Error> {
        let mut terms = Vec::new();
        while let Some((name, Attempt(term))) = entries.next_entry::<String, Attempt<Term>>()? {
            terms.extend(term.map(|term| (name, term)));
        }
        Ok(Terms(terms))
    }
}

/// A page of the list of all articles (`None` is the newest list), and an index in it.
type ListPosition = (Option<u32>, usize);

/// The page of the list of all articles on which the article `number` (the oldest is 0) of `total` stands,
/// and its place there.
fn list_position(number: u64, total: u64) -> ListPosition {
    let pages = Pages { total, size: LIST_SIZE };
    let page = u32::try_from(number / LIST_SIZE + 1).unwrap_or(u32::MAX);
    let (page, last) = match pages.offset(page) {
        Some(_) => (Some(page), u64::from(page) * LIST_SIZE - 1),
        None => (None, total.saturating_sub(1)),
    };
    // A number past the last article has no place; the highest index stands for none.
    (page, last.checked_sub(number).and_then(|at| at.try_into().ok()).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_article_s_number_is_its_place_in_the_list_of_all() {
        // 45 articles: one archive page of 20, and 25 on the newest.
        assert_eq!(list_position(0, 45), (Some(1), 19));
        assert_eq!(list_position(19, 45), (Some(1), 0));
        assert_eq!(list_position(20, 45), (None, 24));
        assert_eq!(list_position(44, 45), (None, 0));
    }

    #[test]
    fn a_damaged_index_finds_nothing_instead_of_another_article() {
        for number in [45, 46, u64::from(u32::MAX)] {
            let (_, place) = list_position(number, 45);
            assert!(place >= 25, "{number} is at {place}");
        }
        assert_eq!(list_position(0, 0), (None, 0));
    }

    /// A list with the articles `a{first}`, … of `total`. Native, where serde reads JSON.
    #[cfg(not(target_arch = "wasm32"))]
    fn list(first: u32, length: u32, total: Option<u64>) -> Feed {
        let item = |number: u32| {
            serde_json::json!({
                "id": "x", "url": "/x", "title": "x", "date_published": "", "language": "vi",
                "_bantin": { "slug": format!("a{number}"), "section": "s", "views": 0, "rating": { "count": 0 } },
            })
        };
        let items: Vec<_> = (first..first + length).rev().map(item).collect();
        serde_json::from_value(serde_json::json!({
            "version": "", "title": "", "home_page_url": "/", "feed_url": "/", "items": items,
            "_bantin": { "total": total },
        }))
        .unwrap()
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn lists_of_another_export_than_the_index_are_noticed() {
        let index = SearchIndex { total: 45, bodies: true };
        let positions = [list_position(44, 45), list_position(3, 45)];
        let archived = (Some(1), list(0, 20, None));
        let found = |newest: Feed| {
            let hits = found_in(&[(None, newest), archived.clone()], index, &positions)?;
            Some(hits.into_iter().map(|hit| hit.slug.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(found(list(20, 25, Some(45))), Some(vec!["a44".into(), "a3".into()]));
        assert_eq!(found(list(20, 26, Some(46))), None, "one article more");
        assert_eq!(found(list(20, 25, None)), None, "no word of how many there are");
        // The index leads to a place where nothing is.
        let lists = [(None, list(20, 25, Some(45)))];
        assert_eq!(found_in(&lists, index, &[(None, 25)]), None);
        assert_eq!(found_in(&lists, index, &[(Some(1), 0)]), None);
    }

    #[test]
    fn the_service_is_asked_for_words_and_page() {
        let url = asking("https://live.example/api/v1/search", "cầu gỗ", 2);
        assert_eq!(url, "https://live.example/api/v1/search?q=c%E1%BA%A7u+g%E1%BB%97&page=2");
    }
}
