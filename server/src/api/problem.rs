//! Errors as RFC 9457 has them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_model::problem::MEDIA_TYPE;
use bantin_model::slug::SlugError;
use bantin_model::{Problem, ProblemKind};

use crate::store::StoreError;

/// An error answer.
#[derive(Debug)]
pub struct ApiProblem(Problem);

impl ApiProblem {
    pub fn new(kind: ProblemKind, detail: Option<String>) -> Self {
        Self(Problem::new(kind, detail))
    }

    pub fn is_not_found(&self) -> bool {
        self.0.kind == ProblemKind::NotFound
    }

    /// Logs the cause, which is ours and not the caller's to read.
    #[must_use]
    pub fn logged(self, cause: &dyn std::error::Error) -> Self {
        tracing::error!(kind = ?self.0.kind, %cause, "a request failed");
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
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
