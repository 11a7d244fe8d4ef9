//! A request on its way in: its body has to arrive in time and be small, and the answer has to be made in time.

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
    /// Until its body is there.
    pub body: Duration,
    /// Until its answer begins.
    pub answer: Duration,
}

/// Hands on a request whose body is there, and gives up on an answer that takes too long.
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

/// How large the body of a request may be, in bytes: who sends a hook sends more than readers do.
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
