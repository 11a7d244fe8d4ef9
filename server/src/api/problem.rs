//! Errors as RFC 9457 has them.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_model::problem::{MEDIA_TYPE, Proof};
use bantin_model::slug::SlugError;
use bantin_model::{Problem, ProblemKind};

use crate::store::StoreError;

/// An error answer.
#[derive(Debug)]
pub struct ApiProblem {
    problem: Problem,
    /// When to try again.
    after: Option<Duration>,
}

impl ApiProblem {
    pub fn new(kind: ProblemKind, detail: Option<String>) -> Self {
        let after = matches!(kind, ProblemKind::Unavailable).then_some(Duration::from_secs(4));
        Self { problem: Problem::new(kind, detail), after }
    }

    /// Too much at once; `wait` until there is room again.
    pub fn too_many(wait: Duration) -> Self {
        Self { after: Some(wait), ..Self::new(ProblemKind::TooManyRequests, None) }
    }

    /// A proof of work is needed first.
    pub fn proof(proof: Proof) -> Self {
        let mut asked = Self::new(ProblemKind::ProofRequired, None);
        asked.problem.proof = Some(proof);
        asked
    }

    pub fn is_not_found(&self) -> bool {
        self.problem.kind == ProblemKind::NotFound
    }

    /// Logs the cause, which is ours and not the caller's to read.
    #[must_use]
    pub fn logged(self, cause: &dyn std::error::Error) -> Self {
        tracing::error!(kind = ?self.problem.kind, %cause, "a request failed");
        self
    }
}

impl From<StoreError> for ApiProblem {
    fn from(error: StoreError) -> Self {
        let kind =
            if error.is_passing() { ProblemKind::Unavailable } else { ProblemKind::Internal };
        Self::new(kind, None).logged(&error)
    }
}

impl From<SlugError> for ApiProblem {
    fn from(error: SlugError) -> Self {
        Self::new(ProblemKind::InvalidSlug, Some(error.to_string()))
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(after) = self.after {
            // Whole seconds, rounded up: earlier would be too early.
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs() + 1));
        }
        response.extensions_mut().insert(self.problem.kind);
        response
    }
}
