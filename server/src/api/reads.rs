//! The read tree: plain JSON files in all but name.

use std::time::Instant;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bantin_model::list::Feed;
use bantin_model::path::{self, ListKind};
use bantin_model::{Article, Months, Problem, ProblemKind, Site, Slug, StaticPage, language};
use bantin_site::content;
use bantin_site::months;
use bantin_store::sqlite::Gone;
use serde::Serialize;

use super::problem::ApiProblem;
use super::rendered::Rendered;
use super::{Api, Shared, blocking, making};
use crate::spelling::leads_to;

pub(super) const JSON: &str = "application/json";
const FEED: &str = "application/feed+json";

/// Answers from the cache, or makes the answer and keeps it.
pub(super) async fn answer<T: Serialize>(
    api: &Shared,
    request: &HeaderMap,
    path: String,
    media_type: &'static str,
    make: impl FnOnce(&Api) -> Result<T, ApiProblem> + Send + 'static,
) -> Result<Response, ApiProblem> {
    let made = making(api, move |api| {
        let begun = Instant::now();
        let body = serde_json::to_vec(&make(api)?).map_err(|error| ApiProblem::internal(&error))?;
        Ok(Rendered::new(body, media_type, begun))
    });
    api.cache.answer(&path, request, made).await
}

/// The part of a file's name before `.json`.
pub(super) fn stem(file: &str) -> Result<&str, ApiProblem> {
    file.strip_suffix(".json").ok_or_else(ApiProblem::not_found)
}

fn number(file: &str) -> Result<u32, ApiProblem> {
    let stem = stem(file)?;
    stem.parse()
        .ok()
        .filter(|number: &u32| number.to_string() == stem)
        .ok_or_else(ApiProblem::not_found)
}

/// The site: name, languages, sections, looks and services.
#[utoipa::path(get, path = "/api/v1/site.json", tag = "reads", responses(
    (status = 200, body = Site), (status = 304, description = "Not changed since the copy that the request names")))]
pub async fn site(State(api): State<Shared>, request: HeaderMap) -> Result<Response, ApiProblem> {
    answer(&api, &request, path::SITE.to_owned(), JSON, |api| Ok(api.site()?)).await
}

/// One whole article, with the related news.
#[utoipa::path(get, path = "/api/v1/articles/{slug}.json", tag = "reads", params(("slug" = Slug, Path)), responses(
    (status = 200, body = Article), (status = 304, description = "Not changed since the copy that the request names"),
    (status = 308, description = "Leads to the article that takes its place"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 410, body = Problem, content_type = "application/problem+json")))]
pub async fn article(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(stem(&file)?)?;
    let wanted = slug.clone();
    let found = answer(&api, &request, path::article(&slug), JSON, move |api| {
        let site = api.site()?;
        api.store.article(&slug, &site.url)?.ok_or_else(ApiProblem::not_found)
    })
    .await;
    match found {
        Err(error) if error.is_not_found() => gone(&api, wanted, error).await,
        found => found,
    }
}

/// What is answered for an article that is not there: where it went, if it ever was.
async fn gone(api: &Shared, slug: Slug, error: ApiProblem) -> Result<Response, ApiProblem> {
    match blocking(api, move |api| Ok(api.store.gone_article(&slug)?)).await? {
        Some(Gone { moved_to: Some(other), .. }) => {
            Ok(leads_to(&format!("/api/v1/{}", path::article(&other)), None))
        }
        Some(Gone { moved_to: None, .. }) => Err(ApiProblem::new(ProblemKind::Gone, None)),
        None => Err(error),
    }
}

/// One whole static page: imprint, privacy and the like.
#[utoipa::path(get, path = "/api/v1/pages/{slug}.json", tag = "reads", params(("slug" = Slug, Path)), responses(
    (status = 200, body = StaticPage), (status = 304, description = "Not changed since the copy that the request names"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn static_page(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(stem(&file)?)?;
    answer(&api, &request, path::static_page(&slug), JSON, move |api| {
        api.store.static_page(&slug)?.ok_or_else(ApiProblem::not_found)
    })
    .await
}

async fn list(
    api: Shared,
    request: HeaderMap,
    kind: ListKind,
    page: Option<u32>,
) -> Result<Response, ApiProblem> {
    answer(&api, &request, path::list(&kind, page), FEED, move |api| {
        content::feed(&api.store, &api.site()?, &kind, page)?.ok_or_else(ApiProblem::not_found)
    })
    .await
}

/// The newest articles of all languages.
#[utoipa::path(get, path = "/api/v1/lists/latest.json", tag = "reads", responses(
    (status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 304, description = "Not changed since the copy that the request names")))]
pub async fn latest(State(api): State<Shared>, request: HeaderMap) -> Result<Response, ApiProblem> {
    list(api, request, ListKind::Latest, None).await
}

/// The most read articles of the last seven days, in all languages.
#[utoipa::path(get, path = "/api/v1/lists/most-read.json", tag = "reads", responses(
    (status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 304, description = "Not changed since the copy that the request names")))]
pub async fn most_read(
    State(api): State<Shared>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    list(api, request, ListKind::MostRead, None).await
}

/// The most read articles of the last seven days in one language of the site.
#[utoipa::path(get, path = "/api/v1/lists/most-read/language/{id}.json", tag = "reads", params(("id" = String, Path)),
    responses((status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 304, description = "Not changed since the copy that the request names"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn most_read_language(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let lang = tag_of(stem(&file)?)?;
    list(api, request, ListKind::MostReadLanguage(lang), None).await
}

/// The most read articles of the last seven days in one section.
#[utoipa::path(get, path = "/api/v1/lists/most-read/section/{id}.json", tag = "reads", params(("id" = String, Path)),
    responses((status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 304, description = "Not changed since the copy that the request names"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn most_read_section(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let id = Slug::new(stem(&file)?)?;
    list(api, request, ListKind::MostReadSection(id.into()), None).await
}

/// The months that have articles, the newest first, and the page that leads to them.
#[utoipa::path(get, path = "/api/v1/lists/months.json", tag = "reads", responses(
    (status = 200, body = Months), (status = 304, description = "Not changed since the copy that the request names")))]
pub async fn all_months(
    State(api): State<Shared>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    answer(&api, &request, path::MONTHS.to_owned(), JSON, |api| {
        Ok(months::months(&api.store, &api.site()?)?)
    })
    .await
}

/// One archive page of the articles in all languages; pages are numbered from the oldest.
#[utoipa::path(get, path = "/api/v1/lists/latest/{page}.json", tag = "reads", params(("page" = u32, Path)), responses(
    (status = 200, body = Feed, content_type = "application/feed+json"),
    (status = 304, description = "Not changed since the copy that the request names"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn latest_page(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    list(api, request, ListKind::Latest, Some(number(&file)?)).await
}

/// The id of a list as its address has it.
fn slug_of(id: &str) -> Result<String, ApiProblem> {
    Ok(Slug::new(id)?.into())
}

/// The tag of a language as an address has it, in whatever letters.
fn tag_of(id: &str) -> Result<String, ApiProblem> {
    let small = slug_of(&id.to_ascii_lowercase())?;
    Ok(language::tag(id).unwrap_or(small))
}

/// A handler for a keyed list and one for its archive pages.
macro_rules! keyed_list {
    ($kind:ident, $id:ident, $list:ident, $page:ident, $path:literal, $page_path:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(get, path = $path, tag = "reads", params(("id" = String, Path)), responses(
            (status = 200, body = Feed, content_type = "application/feed+json"),
            (status = 304, description = "Not changed since the copy that the request names"),
            (status = 400, body = Problem, content_type = "application/problem+json"),
            (status = 404, body = Problem, content_type = "application/problem+json")))]
        pub async fn $list(
            State(api): State<Shared>,
            Path(file): Path<String>,
            request: HeaderMap,
        ) -> Result<Response, ApiProblem> {
            let id = $id(stem(&file)?)?;
            list(api, request, ListKind::$kind(id), None).await
        }

        #[doc = concat!($doc, " An archive page; pages are numbered from the oldest.")]
        #[utoipa::path(get, path = $page_path, tag = "reads", params(("id" = String, Path), ("page" = u32, Path)),
            responses((status = 200, body = Feed, content_type = "application/feed+json"),
            (status = 304, description = "Not changed since the copy that the request names"),
            (status = 400, body = Problem, content_type = "application/problem+json"),
            (status = 404, body = Problem, content_type = "application/problem+json")))]
        pub async fn $page(
            State(api): State<Shared>,
            Path((id, file)): Path<(String, String)>,
            request: HeaderMap,
        ) -> Result<Response, ApiProblem> {
            let (id, page) = ($id(&id)?, number(&file)?);
            list(api, request, ListKind::$kind(id), Some(page)).await
        }
    };
}

keyed_list!(
    Language,
    tag_of,
    language,
    language_page,
    "/api/v1/lists/language/{id}.json",
    "/api/v1/lists/language/{id}/{page}.json",
    "The newest articles in one language of the site."
);
keyed_list!(
    Section,
    slug_of,
    section,
    section_page,
    "/api/v1/lists/section/{id}.json",
    "/api/v1/lists/section/{id}/{page}.json",
    "The newest articles of one section."
);
keyed_list!(
    Tag,
    slug_of,
    tag,
    tag_page,
    "/api/v1/lists/tag/{id}.json",
    "/api/v1/lists/tag/{id}/{page}.json",
    "The newest articles with one tag; its id is the tag as a slug."
);
keyed_list!(
    Author,
    slug_of,
    author,
    author_page,
    "/api/v1/lists/author/{id}.json",
    "/api/v1/lists/author/{id}/{page}.json",
    "The newest articles of one author; the id is the name as a slug."
);
keyed_list!(
    Month,
    slug_of,
    month,
    month_page,
    "/api/v1/lists/month/{id}.json",
    "/api/v1/lists/month/{id}/{page}.json",
    "The newest articles of one month of the site's time zone, as `2023-08`."
);
