//! Articles by their words: asked here, or in the index's files.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bantin_model::list::Feed;
use bantin_model::path;
use bantin_model::{Problem, ProblemKind, SearchIndex};
use bantin_site::search;
use serde::Deserialize;

use super::problem::ApiProblem;
use super::readers::Peer;
use super::reads::{JSON, answer, stem};
use super::{Api, Shared, searching};

/// The longest question, in bytes.
pub const LONGEST: usize = 500;

/// What is asked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The words to search for, with their diacritics or without; at most 500 bytes. A `*` at the end stands for any
    /// ending of the last word, if that has three letters or more: `gian*` finds `giang`.
    #[param(example = "danh gia")]
    q: String,
    /// Number of the page of results, from 1.
    #[param(minimum = 1)]
    page: Option<u32>,
}

/// Finds the articles that contain all these words, the best match first.
#[utoipa::path(get, path = "/api/v1/search", tag = "live", params(Asked), responses(
    (status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn search(
    State(api): State<Shared>,
    peer: Peer,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiProblem> {
    let invalid = |detail: String| ApiProblem::new(ProblemKind::InvalidQuery, Some(detail));
    let Query(asked) = asked.map_err(|rejection| invalid(rejection.body_text()))?;
    if asked.q.len() > LONGEST {
        return Err(invalid(format!("q has at most {LONGEST} bytes")));
    }
    let page = asked.page.unwrap_or(1);
    if page == 0 {
        return Err(invalid("page begins at 1".to_owned()));
    }
    api.may_search(peer.0, &headers)?;
    let feed = searching(&api, move |api| {
        let site = api.site()?;
        let question = search::question(&asked.q);
        let found = api.search.get(&api.store)?.find(&api.store, &site.url, &question, page)?;
        Ok::<_, ApiProblem>(search::to_feed(&site, &asked.q, page, found))
    })
    .await?;
    let mut response = Json(feed).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/feed+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=10"));
    Ok(response)
}

/// The path under which a file of the present index is cached; a new index gives another one.
fn of_this_index(api: &Api, path: &str) -> String {
    format!("{path}#{}", api.search.built())
}

/// Describes the search index: how many articles it covers, and whether it has the words of their bodies.
#[utoipa::path(get, path = "/api/v1/search/index.json", tag = "reads", responses(
    (status = 200, body = SearchIndex), (status = 304, description = "Not changed since the copy that the request names")))]
pub async fn index(State(api): State<Shared>, request: HeaderMap) -> Result<Response, ApiProblem> {
    let key = of_this_index(&api, path::SEARCH_INDEX);
    answer(&api, &request, key, JSON, |api| Ok(api.search.get(&api.store)?.about)).await
}

/// One file of the search index, for searching without a server: each term with the ways it is written (`f`) and the
/// articles it stands in (`a`).
#[utoipa::path(get, path = "/api/v1/search/words/{name}.json", tag = "reads", params(("name" = String, Path)), responses(
    (status = 200, body = Object), (status = 304, description = "Not changed since the copy that the request names"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn shard(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let name = stem(&file)?.to_owned();
    let key = of_this_index(&api, &path::search_shard(&name));
    answer(&api, &request, key, JSON, move |api| {
        api.search.get(&api.store)?.shard(&name).ok_or_else(ApiProblem::not_found)
    })
    .await
}
