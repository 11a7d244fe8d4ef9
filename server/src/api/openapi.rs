//! The contract as OpenAPI 3.1, generated from the handlers and the model.

use axum::Json;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{health, hooks, live, metrics, oembed, readers, reads, search, websub};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Newsroom API",
        description = "The articles, lists and search of a newspaper as JSON files, and a live service for votes, views and search. docs/api.md explains both.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        reads::site,
        reads::article,
        reads::static_page,
        reads::latest,
        reads::latest_page,
        reads::most_read,
        reads::most_read_language,
        reads::most_read_section,
        reads::language,
        reads::language_page,
        reads::section,
        reads::section_page,
        reads::tag,
        reads::tag_page,
        reads::author,
        reads::author_page,
        reads::all_months,
        reads::month,
        reads::month_page,
        oembed::file,
        oembed::asked,
        search::search,
        search::index,
        search::shard,
        readers::new_reader,
        live::rating,
        live::set_rating,
        live::clear_rating,
        live::view,
        hooks::hook,
        websub::ask_back,
        websub::told,
        health::healthz,
        health::readyz,
        metrics::metrics,
        document
    ),
    modifiers(&ReaderToken)
)]
struct Document;

struct ReaderToken;

impl Modify for ReaderToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("reader", scheme);
    }
}

/// The document as formatted JSON with a final line break, the same as `docs/openapi.json`.
///
/// # Errors
/// When it cannot be serialised.
pub fn json() -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&Document::openapi())? + "\n")
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operations", responses((status = 200, body = Object)))]
pub async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
