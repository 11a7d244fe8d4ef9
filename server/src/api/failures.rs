//! Answers that report a failure: each is logged with its path and its cause, and gets words for its reader.

use std::any::Any;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::cause::{Cause, words_of};
use super::problem::ApiProblem;
use bantin_model::ProblemKind;

/// Logs every answer of 5xx, the same cause once a minute. 501 is the asker's doing, and no failure.
pub async fn logged(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    let status = response.status();
    if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
        let cause = response.extensions().get::<Cause>();
        let cause = cause.map_or("not known", |cause| &*cause.0);
        if let Some(again) = api.failures.may_say(&format!("{status} {cause}")) {
            let path = uri.path();
            tracing::error!(%method, path, status = status.as_u16(), cause, again, "a request failed");
        }
    }
    response
}

/// The answer after a panic.
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let cause = format!("panic: {}", words_of(&*panic));
    ApiProblem::new(ProblemKind::Internal, None).because(cause).into_response()
}

/// Gives an error answer words if it has none.
pub async fn worded(request: Request, next: Next) -> Response {
    let is_head = *request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if is_error && !is_head && response.body().is_end_stream() {
        let reason = status.canonical_reason().unwrap_or("Error");
        let text = format!("{} {reason}\n", status.as_u16());
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        let plain = HeaderValue::from_static("text/plain; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, plain);
        *response.body_mut() = text.into();
    }
    response
}
