//! Search in the index's files, which any static host has.

use bantin_model::json::{Json, Object, Read};
use bantin_model::list::{Feed, Pages};
use bantin_model::path::{self, ListKind};
use bantin_model::search::{Question, SearchIndex, Term, is_asked, page_of, rank};
use bantin_model::{FeedItem, Route, Summary};

use super::{ApiError, Client};
use crate::locale::text;

/// Articles of an archive page.
const LIST_SIZE: u64 = 20;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// On all pages.
    pub total: u64,
    /// Of this page.
    pub hits: Vec<Summary>,
}

/// The live service's address for this question.
pub fn asking(url: &str, query: &str, page: u32) -> String {
    let route = Route::Search { lang: None, query: query.to_owned(), page: Some(page) };
    route.path("").replacen("search/", url, 1)
}

/// Looks `query` up in the files of the read tree.
///
/// # Errors
/// Any [`ApiError`].
pub async fn in_files(client: &Client, query: &str, page: u32) -> Result<Found, ApiError> {
    let question = Question::of(&text::lower(query));
    let index: SearchIndex = client.file(path::SEARCH_INDEX).await?;
    let mut terms: Vec<(String, Term)> = Vec::new();
    for shard in question.shards() {
        match client.file::<Object>(&path::search_shard(&shard)).await {
            Ok(shard) => terms.extend(shard.into_fields().into_iter().filter_map(known)),
            // No article has a word that begins so.
            Err(ApiError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let hits = rank(&question, index, |name, is_begun| {
        let asked = terms.iter().filter(|(known, _)| is_asked(known, name, is_begun));
        asked.map(|(known, term)| (known.as_str(), term)).collect()
    });
    let mut found = Found { total: hits.len() as u64, hits: Vec::new() };
    let mut lists: Vec<(Option<u32>, Vec<FeedItem>)> = Vec::new();
    for number in page_of(&hits, page) {
        let (page, place) = place_of(u64::from(*number), u64::from(index.total));
        if lists.iter().all(|(known, _)| *known != page) {
            let feed: Feed = client.list(&ListKind::Latest, page).await?;
            lists.push((page, feed.items));
        }
        let items = lists.iter().find(|(known, _)| *known == page).map(|(_, items)| items);
        let item = items.and_then(|items| items.get(place)).cloned();
        found.hits.extend(item.map(FeedItem::into_summary));
    }
    Ok(found)
}

fn known((name, json): (String, Json)) -> Option<(String, Term)> {
    Some((name, Term::read(json).ok()?))
}

/// The page of the list of all articles on which the article `number` (the oldest is 0) of `total` stands,
/// and its place there.
fn place_of(number: u64, total: u64) -> (Option<u32>, usize) {
    let pages = Pages { total, size: LIST_SIZE };
    let page = u32::try_from(number / LIST_SIZE + 1).unwrap_or(u32::MAX);
    let (page, last) = match pages.offset(page) {
        Some(_) => (Some(page), u64::from(page) * LIST_SIZE - 1),
        None => (None, total.saturating_sub(1)),
    };
    (page, usize::try_from(last.saturating_sub(number)).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_s_number_is_its_place_in_the_list_of_all() {
        // 45 articles: one archive page of 20, and 25 on the newest.
        assert_eq!(place_of(0, 45), (Some(1), 19));
        assert_eq!(place_of(19, 45), (Some(1), 0));
        assert_eq!(place_of(20, 45), (None, 24));
        assert_eq!(place_of(44, 45), (None, 0));
    }

    #[test]
    fn the_service_is_asked_for_words_and_page() {
        let url = asking("https://live.example/api/v1/search", "cầu gỗ", 2);
        assert_eq!(url, "https://live.example/api/v1/search?q=c%E1%BA%A7u+g%E1%BB%97&page=2");
    }
}
