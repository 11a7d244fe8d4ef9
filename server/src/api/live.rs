//! Readers, ratings, views.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_model::rating::Vote;
use bantin_model::{Problem, ProblemKind, RatingSummary, Reader, Slug, Stars};
use jiff::Timestamp;

use super::problem::ApiProblem;
use super::{Api, Shared, blocking};
use crate::store::ReaderId;

/// A live answer is never kept by anybody.
fn fresh(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The reader whose token the request carries, if it carries one.
fn reader_if_any(api: &Api, headers: &HeaderMap) -> Result<Option<ReaderId>, ApiProblem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token =
        value.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    match api.signer.check(token.trim(), Timestamp::now()) {
        Ok(reader) => Ok(Some(reader)),
        Err(error) => Err(ApiProblem::new(error.kind(), Some(error.to_string()))),
    }
}

fn reader(api: &Api, headers: &HeaderMap) -> Result<ReaderId, ApiProblem> {
    reader_if_any(api, headers)?.ok_or_else(|| ApiProblem::new(ProblemKind::TokenMissing, None))
}

/// The stars a body asks for.
fn vote(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Stars, ApiProblem> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiProblem::new(ProblemKind::BodyTooLarge, None),
        _ => ApiProblem::new(ProblemKind::MalformedBody, None),
    })?;
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(ApiProblem::new(ProblemKind::UnsupportedMediaType, None));
    }
    match serde_json::from_slice::<Vote>(&body) {
        Ok(vote) => Ok(vote.stars),
        Err(error) => {
            // The right shape with a wrong number is another mistake than no shape at all.
            let number = serde_json::from_slice::<serde_json::Value>(&body).ok();
            let number = number.as_ref().and_then(serde_json::Value::as_object);
            let is_number = number
                .is_some_and(|o| o.len() == 1 && o.get("stars").is_some_and(|s| s.is_number()));
            let kind =
                if is_number { ProblemKind::InvalidStars } else { ProblemKind::MalformedBody };
            Err(ApiProblem::new(kind, Some(error.to_string())))
        }
    }
}

/// A new anonymous reader.
#[utoipa::path(post, path = "/api/v1/readers", tag = "live", responses((status = 201, body = Reader)))]
pub async fn new_reader(State(api): State<Shared>) -> Result<Response, ApiProblem> {
    let mut id: ReaderId = [0; 16];
    getrandom::fill(&mut id).map_err(|error| {
        tracing::error!(%error, "no random numbers");
        ApiProblem::new(ProblemKind::Unavailable, None)
    })?;
    let token = api.signer.sign(&id, Timestamp::now());
    Ok(fresh((StatusCode::CREATED, Json(Reader { token }))))
}

/// The rating as it is now; with a token, also the reader's own vote.
#[utoipa::path(get, path = "/api/v1/ratings/{slug}", tag = "live", params(("slug" = Slug, Path)),
    security((), ("reader" = [])), responses((status = 200, body = RatingSummary),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn rating(
    State(api): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let reader = reader_if_any(&api, &headers)?;
    let summary = blocking(&api, move |api| Ok(api.store.rating(&slug, reader.as_ref())?)).await?;
    summary
        .map(|summary| fresh(Json(summary)))
        .ok_or_else(|| ApiProblem::new(ProblemKind::NotFound, None))
}

/// Sets or changes the reader's vote.
#[utoipa::path(put, path = "/api/v1/ratings/{slug}", tag = "live", params(("slug" = Slug, Path)),
    request_body = Vote, security(("reader" = [])), responses((status = 200, body = RatingSummary),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn set_rating(
    State(api): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let reader = reader(&api, &headers)?;
    let stars = vote(&headers, body)?;
    change(&api, slug, reader, Some(stars)).await
}

/// Takes the reader's vote back.
#[utoipa::path(delete, path = "/api/v1/ratings/{slug}", tag = "live", params(("slug" = Slug, Path)),
    security(("reader" = [])), responses((status = 200, body = RatingSummary),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn clear_rating(
    State(api): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let reader = reader(&api, &headers)?;
    change(&api, slug, reader, None).await
}

async fn change(
    api: &Shared,
    slug: Slug,
    reader: ReaderId,
    stars: Option<Stars>,
) -> Result<Response, ApiProblem> {
    let summary = blocking(api, move |api| {
        let summary = api.store.vote(&slug, &reader, stars)?;
        api.forget_article(&slug);
        Ok(summary)
    })
    .await?;
    summary
        .map(|summary| fresh(Json(summary)))
        .ok_or_else(|| ApiProblem::new(ProblemKind::NotFound, None))
}

/// Counts one reading, once a reader, article and day (in the site's time zone).
#[utoipa::path(post, path = "/api/v1/views/{slug}", tag = "live", params(("slug" = Slug, Path)),
    security(("reader" = [])), responses((status = 204, description = "Counted, or counted before today"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn view(
    State(api): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let reader = reader(&api, &headers)?;
    let counted = blocking(&api, move |api| {
        let zone = api.site()?.time_zone;
        let now = Timestamp::now();
        let day = now
            .in_tz(&zone)
            .map_or_else(|_| now.strftime("%F").to_string(), |now| now.date().to_string());
        let counted = api.store.view(&slug, &reader, &day)?;
        if counted == Some(true) {
            api.forget_article(&slug);
        }
        Ok(counted)
    })
    .await?;
    match counted {
        Some(_) => Ok(fresh(StatusCode::NO_CONTENT)),
        None => Err(ApiProblem::new(ProblemKind::NotFound, None)),
    }
}
