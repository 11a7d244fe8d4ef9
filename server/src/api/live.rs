//! Ratings and views.

use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use bantin_core::day;
use bantin_model::rating::{Vote, VoteOrder};
use bantin_model::{Problem, ProblemKind, RatingSummary, Slug, Stars};
use bantin_store::ledger::{LAST_SEQUENCE, NetworkId, ReaderId, VoteOutcome, VoteRequest};
use jiff::Timestamp;

use super::problem::ApiProblem;
use super::readers::{Peer, fresh, reader, reader_if_any};
use super::{Api, Shared, blocking};

/// The place of a vote that is taken back, as its query says.
fn order_of(query: Result<Query<VoteOrder>, QueryRejection>) -> Result<VoteOrder, ApiProblem> {
    let kind = ProblemKind::InvalidQuery;
    let Query(order) =
        query.map_err(|rejection| ApiProblem::new(kind, Some(rejection.body_text())))?;
    checked(order, kind)
}

fn checked(order: VoteOrder, kind: ProblemKind) -> Result<VoteOrder, ApiProblem> {
    match order.sequence {
        Some(sequence) if !(1..=LAST_SEQUENCE).contains(&sequence) => {
            let detail = "sequence must be from 1 to 2^53 - 1".to_owned();
            Err(ApiProblem::new(kind, Some(detail)))
        }
        _ => Ok(order),
    }
}

/// What a body asks for.
fn vote(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Stars, VoteOrder), ApiProblem> {
    let body = body?;
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(ApiProblem::new(ProblemKind::UnsupportedMediaType, None));
    }
    match serde_json::from_slice::<Vote>(&body) {
        Ok(Vote { stars, sequence, waited }) => {
            let order = checked(VoteOrder { sequence, waited }, ProblemKind::MalformedBody)?;
            Ok((stars, order))
        }
        Err(error) => {
            let kind = if is_number_of_stars(&body) {
                ProblemKind::InvalidStars
            } else {
                ProblemKind::MalformedBody
            };
            Err(ApiProblem::new(kind, Some(error.to_string())))
        }
    }
}

/// Whether nothing but the number of stars is wrong: that is another mistake than no shape at all.
fn is_number_of_stars(body: &[u8]) -> bool {
    let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(body) else { return false };
    let Some(stars) = body.get_mut("stars").filter(|stars| stars.is_number()) else { return false };
    *stars = 1.into();
    serde_json::from_value::<Vote>(body).is_ok()
}

/// Answers the present rating of an article; for a request with a token, also that reader's own vote.
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
    let mut summary = api.ledger.rating(&slug, reader.as_ref()).await?;
    if summary.is_none()
        && let Some(now) = address_now(&api, slug).await?
    {
        summary = api.ledger.rating(&now, reader.as_ref()).await?;
    }
    let summary = summary.ok_or_else(ApiProblem::not_found)?;
    Ok(fresh(Json(api.policy.scored(summary))))
}

/// Casts or changes the reader's vote on an article. The answer comes once the vote is on disk.
#[utoipa::path(put, path = "/api/v1/ratings/{slug}", tag = "live", params(("slug" = Slug, Path)),
    request_body = Vote, security(("reader" = [])), responses((status = 200, body = RatingSummary),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn set_rating(
    State(api): State<Shared>,
    Path(name): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let reader = reader(&api, &headers)?;
    let (stars, order) = vote(&headers, body)?;
    change(&api, VoteRequest::new(slug, reader, Some(stars)), order, peer, &headers).await
}

/// Takes back the reader's vote on an article. The answer comes once that is on disk.
#[utoipa::path(delete, path = "/api/v1/ratings/{slug}", tag = "live", params(("slug" = Slug, Path), VoteOrder),
    security(("reader" = [])), responses((status = 200, body = RatingSummary),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn clear_rating(
    State(api): State<Shared>,
    Path(name): Path<String>,
    order: Result<Query<VoteOrder>, QueryRejection>,
    peer: Peer,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let slug = Slug::new(name)?;
    let order = order_of(order)?;
    let reader = reader(&api, &headers)?;
    change(&api, VoteRequest::new(slug, reader, None), order, peer, &headers).await
}

async fn change(
    api: &Shared,
    request: VoteRequest,
    order: VoteOrder,
    peer: Peer,
    headers: &HeaderMap,
) -> Result<Response, ApiProblem> {
    let network = api.networks.id(peer.0, headers);
    within_limits(api, &request.reader, network)?;
    let is_set = request.stars.is_some();
    let request = VoteRequest { sequence: order.sequence, network, ..request };
    let mut outcome = api.ledger.vote(request.clone()).await?;
    if matches!(outcome, VoteOutcome::NoArticle)
        && let Some(slug) = address_now(api, request.slug.clone()).await?
    {
        outcome = api.ledger.vote(VoteRequest { slug, ..request }).await?;
    }
    match outcome {
        VoteOutcome::Counted(summary) => {
            api.metrics.vote(is_set, order.waited);
            api.outdate_article(&summary.slug);
            Ok(fresh(Json(api.policy.scored(summary))))
        }
        VoteOutcome::NoArticle => Err(ApiProblem::not_found()),
        VoteOutcome::Closed => Err(ApiProblem::new(ProblemKind::RatingClosed, None)),
        VoteOutcome::Revoked => Err(ApiProblem::new(ProblemKind::TokenRevoked, None)),
    }
}

/// Where the article stands now whose earlier address `slug` is; `None` where it is none's. A shared database knows
/// articles by their present addresses alone, and a device may send its vote late.
async fn address_now(api: &Shared, slug: Slug) -> Result<Option<Slug>, ApiProblem> {
    blocking(api, move |api| Ok(api.store.address_of(&slug)?.filter(|now| *now != slug))).await
}

fn within_limits(
    api: &Api,
    reader: &ReaderId,
    network: Option<NetworkId>,
) -> Result<(), ApiProblem> {
    let now = Instant::now();
    if let Some(network) = network {
        api.limits.votes.take(network, now).map_err(ApiProblem::too_many)?;
    }
    let own = api.limits.own_votes.take(*reader, now);
    own.map_err(|_| ApiProblem::new(ProblemKind::LimitReached, None))
}

/// Counts that a reader has read an article: at most once per reader, article and day (in the site's time zone). The
/// counter shows it a few seconds later.
#[utoipa::path(post, path = "/api/v1/views/{slug}", tag = "live", params(("slug" = Slug, Path)),
    security(("reader" = [])), responses((status = 204, description = "Counted now, or earlier on the same day"),
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
    blocking(&api, move |api| {
        let slug = api.store.address_of(&slug)?.ok_or_else(ApiProblem::not_found)?;
        let day = day::of(&day::zone(&api.site()?), Timestamp::now());
        api.metrics.view(api.readings.note(&slug, &reader, &day));
        Ok(fresh(StatusCode::NO_CONTENT))
    })
    .await
}
