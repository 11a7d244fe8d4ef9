//! The routes of the interface, and the layers around all answers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use bantin_model::ProblemKind;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

use super::problem::ApiProblem;
use super::{BODY_LIMIT, Shared};
use super::{
    arrival, failures, health, hooks, live, metrics, oembed, openapi, readers, reads, search,
    websub,
};

/// `/api/v1/…`, `/healthz`, `/readyz`, `/metrics`.
pub fn router(api: Shared) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER])
        .max_age(Duration::from_secs(86_400));
    let v1 = Router::new()
        .route("/site.json", get(reads::site))
        .route("/articles/{file}", get(reads::article))
        .route("/pages/{file}", get(reads::static_page))
        .route("/lists/latest.json", get(reads::latest))
        .route("/lists/latest/{file}", get(reads::latest_page))
        .route("/lists/most-read.json", get(reads::most_read))
        .route("/lists/most-read/language/{file}", get(reads::most_read_language))
        .route("/lists/most-read/section/{file}", get(reads::most_read_section))
        .route("/lists/language/{file}", get(reads::language))
        .route("/lists/language/{id}/{file}", get(reads::language_page))
        .route("/lists/section/{file}", get(reads::section))
        .route("/lists/section/{id}/{file}", get(reads::section_page))
        .route("/lists/tag/{file}", get(reads::tag))
        .route("/lists/tag/{id}/{file}", get(reads::tag_page))
        .route("/lists/author/{file}", get(reads::author))
        .route("/lists/author/{id}/{file}", get(reads::author_page))
        .route("/lists/months.json", get(reads::all_months))
        .route("/lists/month/{file}", get(reads::month))
        .route("/lists/month/{id}/{file}", get(reads::month_page))
        .route("/oembed", get(oembed::asked))
        .route("/oembed/{file}", get(oembed::file))
        .route("/search", get(search::search))
        .route("/search/index.json", get(search::index))
        .route("/search/words/{file}", get(search::shard))
        .route("/openapi.json", get(openapi::document))
        .route("/readers", post(readers::new_reader))
        .route(
            "/ratings/{slug}",
            get(live::rating).put(live::set_rating).delete(live::clear_rating),
        )
        .route("/views/{slug}", post(live::view))
        .route("/hooks/{source}", post(hooks::hook).layer(DefaultBodyLimit::max(hooks::BODY_LIMIT)))
        .route(
            "/hooks/{source}/websub/{id}",
            get(websub::ask_back)
                .post(websub::told)
                .layer(DefaultBodyLimit::max(websub::BODY_LIMIT)),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed);
    // Pages of every origin may also read why something failed.
    let v1 = guarded(v1, api.policy.times).layer(cors);
    let operations = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .method_not_allowed_fallback(method_not_allowed);
    let operations = guarded(operations, api.policy.times);
    Router::new().nest("/api/v1", v1).merge(operations).layer(from_fn(safe_headers)).with_state(api)
}

/// `router` with limits for the time and size of requests, and with panics caught.
pub fn guarded<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    times: arrival::Times,
) -> Router<S> {
    router
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(times, arrival::in_time))
        .layer(CatchPanicLayer::custom(failures::panicked))
}

/// Layers for every answer: errors get words, are logged, and are counted.
pub fn told(router: Router, api: &Shared) -> Router {
    router
        .layer(from_fn(failures::worded))
        .layer(from_fn_with_state(Arc::clone(api), failures::logged))
        .layer(from_fn_with_state(Arc::clone(api), metrics::count))
}

async fn not_found() -> ApiProblem {
    ApiProblem::not_found()
}

async fn method_not_allowed() -> ApiProblem {
    ApiProblem::new(ProblemKind::MethodNotAllowed, None)
}

/// Adds the headers that every answer has.
pub async fn safe_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    response
}
