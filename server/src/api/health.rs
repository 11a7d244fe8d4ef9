//! For whoever runs it.

use axum::extract::State;
use bantin_model::Problem;

use super::problem::ApiProblem;
use super::{Shared, blocking};

/// The process is alive.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The articles are there: requests may be sent here.
///
/// Also while a shared ledger is away, for readers read on then.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn readyz(State(api): State<Shared>) -> Result<&'static str, ApiProblem> {
    blocking(&api, |api| Ok(api.store.revision()?)).await?;
    Ok("ready\n")
}
