//! Errors as RFC 9457 has them.

use std::time::Duration;

use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_model::problem::{MEDIA_TYPE, Proof};
use bantin_model::slug::SlugError;
use bantin_model::{Problem, ProblemKind};
use bantin_store::sqlite::StoreError;

use super::cache::Lost;
use super::cause::Cause;

/// An error answer.
#[derive(Clone, Debug)]
pub struct ApiProblem {
    problem: Box<Problem>,
    /// When to try again.
    after: Option<Duration>,
    /// For the log; not shown to callers.
    cause: Option<Cause>,
}

impl ApiProblem {
    pub fn new(kind: ProblemKind, detail: Option<String>) -> Self {
        let after = matches!(kind, ProblemKind::Unavailable).then_some(Duration::from_secs(4));
        Self { problem: Box::new(Problem::new(kind, detail)), after, cause: None }
    }

    /// Too many requests; `wait` is how long until the next one is accepted.
    pub fn too_many(wait: Duration) -> Self {
        Self { after: Some(wait), ..Self::new(ProblemKind::TooManyRequests, None) }
    }

    /// Asks for a proof of work first.
    pub fn proof(proof: Proof) -> Self {
        let mut asked = Self::new(ProblemKind::ProofRequired, None);
        asked.problem.proof = Some(proof);
        asked
    }

    /// There is nothing there.
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, None)
    }

    pub fn is_not_found(&self) -> bool {
        self.problem.kind == ProblemKind::NotFound
    }

    /// Adds the cause, for the log only.
    #[must_use]
    pub fn because(self, cause: impl Into<String>) -> Self {
        Self { cause: Some(Cause(cause.into())), ..self }
    }

    /// A fault of our own, with its cause.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        Self { cause: Some(Cause::of(error)), ..Self::new(ProblemKind::Internal, None) }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// When to try again, in whole seconds, rounded up.
    pub fn retry_after(&self) -> Option<u64> {
        self.after.map(|after| after.as_secs() + 1)
    }

    /// The cause, for the log.
    pub fn cause(&self) -> Option<&Cause> {
        self.cause.as_ref()
    }
}

impl From<BytesRejection> for ApiProblem {
    fn from(rejection: BytesRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(ProblemKind::BodyTooLarge, None),
            _ => Self::new(ProblemKind::MalformedBody, None),
        }
    }
}

impl From<StoreError> for ApiProblem {
    fn from(error: StoreError) -> Self {
        let kind =
            if error.is_passing() { ProblemKind::Unavailable } else { ProblemKind::Internal };
        Self { cause: Some(Cause::of(&error)), ..Self::new(kind, None) }
    }
}

impl From<Lost> for ApiProblem {
    fn from(lost: Lost) -> Self {
        Self::internal(&lost)
    }
}

impl From<SlugError> for ApiProblem {
    fn from(error: SlugError) -> Self {
        Self::new(ProblemKind::InvalidSlug, Some(error.to_string()))
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(after) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after));
        }
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(cause);
        }
        response.extensions_mut().insert(self.problem.kind);
        response
    }
}
