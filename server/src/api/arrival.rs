//! Limits for requests: the body must be small and arrive in time, and the answer must be made in time.

use std::time::Duration;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bantin_model::ProblemKind;

use super::problem::ApiProblem;
use super::{BODY_LIMIT, hooks, websub};

/// How long a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How long until its body has arrived.
    pub body: Duration,
    /// How long until its answer begins.
    pub answer: Duration,
}

/// Passes a request on when its body has arrived, and gives up on an answer that takes too long.
pub async fn in_time(State(times): State<Times>, request: Request, next: Next) -> Response {
    let request = match whole(request, times.body).await {
        Ok(request) => request,
        Err(kind) => return ApiProblem::new(kind, None).into_response(),
    };
    match tokio::time::timeout(times.answer, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiProblem::new(ProblemKind::Unavailable, None)
            .because(format!("no answer within {} seconds", times.answer.as_secs_f64()))
            .into_response(),
    }
}

/// The largest body of a request, in bytes: senders of hooks send more than readers.
fn limit(request: &Request) -> usize {
    let path = request.uri().path();
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    match path.strip_prefix("/hooks/") {
        Some(hook) if hook.contains("/websub/") => websub::BODY_LIMIT,
        Some(_) => hooks::BODY_LIMIT,
        None => BODY_LIMIT,
    }
}

async fn whole(request: Request, time: Duration) -> Result<Request, ProblemKind> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let limit = limit(&request);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| usize::try_from(length).map_or(true, |it| it > limit)) {
        return Err(ProblemKind::BodyTooLarge);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(time, to_bytes(body, limit)).await {
        Err(_) => Err(ProblemKind::Timeout),
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(error)) => {
            let mut causes = std::iter::successors(
                std::error::Error::source(&error),
                |error: &&(dyn std::error::Error + 'static)| error.source(),
            );
            match causes.any(|cause| cause.is::<http_body_util::LengthLimitError>()) {
                true => Err(ProblemKind::BodyTooLarge),
                false => Err(ProblemKind::MalformedBody),
            }
        }
    }
}
