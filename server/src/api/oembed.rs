//! What an article is when another site embeds it: as a file, and as <https://oembed.com/> asks.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bantin_model::{Problem, ProblemKind, Slug, path};
use bantin_site::embedded::oembed::{Limits, OEmbed, article_at, of};
use serde::Deserialize;

use super::problem::ApiProblem;
use super::reads::{JSON, answer, stem};
use super::{Shared, blocking};

/// The oEmbed answer for an article, 600 pixels wide, as a file.
#[utoipa::path(get, path = "/api/v1/oembed/{slug}.json", tag = "reads", params(("slug" = Slug, Path)), responses(
    (status = 200, body = OEmbed), (status = 304, description = "Not changed since the copy that the request names"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn file(
    State(api): State<Shared>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(stem(&file)?)?;
    answer(&api, &request, path::oembed(&slug), JSON, move |api| {
        let site = api.site()?;
        let article = api.store.article(&slug, &site.url)?.ok_or_else(ApiProblem::not_found)?;
        Ok(of(&site, &article, Limits::default()))
    })
    .await
}

/// What is asked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Address of the article's page.
    #[param(example = "http://127.0.0.1:8080/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/")]
    url: String,
    /// `json`, the only format.
    format: Option<String>,
    maxwidth: Option<u32>,
    maxheight: Option<u32>,
}

/// The oEmbed answer for the article at an address, in the size that the embedding site asks for.
#[utoipa::path(get, path = "/api/v1/oembed", tag = "live", params(Asked), responses(
    (status = 200, body = OEmbed),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 501, description = "Only JSON can be asked for")))]
pub async fn asked(
    State(api): State<Shared>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiProblem> {
    let Query(asked) = asked.map_err(|rejection| {
        ApiProblem::new(ProblemKind::InvalidQuery, Some(rejection.body_text()))
    })?;
    if asked.format.is_some_and(|format| format != "json") {
        let words = "Only format=json is spoken here.\n";
        return Ok((StatusCode::NOT_IMPLEMENTED, words).into_response());
    }
    let limits = Limits { width: asked.maxwidth, height: asked.maxheight };
    let found = blocking(&api, move |api| {
        let site = api.site()?;
        let slug = article_at(&site, &asked.url).ok_or_else(ApiProblem::not_found)?;
        let article = api.store.article(&slug, &site.url)?.ok_or_else(ApiProblem::not_found)?;
        Ok(of(&site, &article, limits))
    })
    .await?;
    Ok(Json(found).into_response())
}
