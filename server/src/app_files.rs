//! The built app and the newsroom's media, as static files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use bantin_model::Route;
use bantin_model::path::ListKind;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::api::Api;

/// Scripts, styles and pictures from here alone; WebAssembly may be compiled, nothing may be evaluated.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; \
     form-action 'self'; frame-ancestors 'self'";

const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

struct Files {
    api: Arc<Api>,
    index: PathBuf,
}

/// `/media/…` from `media`, everything else from `app` (a built `dist`), and for every page of the
/// site `index.html`: with 200 where there is something to show, with 404 where there is not.
pub fn router(api: Arc<Api>, app: Option<&Path>, media: &Path) -> Router {
    let router = Router::new().nest_service("/media", ServeDir::new(media));
    let router = match app {
        Some(app) => {
            let files = Arc::new(Files { api, index: app.join("index.html") });
            let pages = Router::new().fallback(page).with_state(files);
            let files = ServeDir::new(app)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false)
                .fallback(pages);
            router.fallback_service(files)
        }
        None => router,
    };
    router.layer(from_fn(file_headers)).layer(from_fn(crate::api::safe_headers))
}

async fn page(State(files): State<Arc<Files>>, request: Request) -> Response {
    let Some(route) = Route::parse(request.uri().path(), "/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let api = Arc::clone(&files.api);
    let exists = tokio::task::spawn_blocking(move || exists(&api, &route)).await.unwrap_or(true);
    let index = ServeFile::new(&files.index).precompressed_br().precompressed_gzip();
    match index.oneshot(request).await {
        Ok(mut response) => {
            if !exists && response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response.into_response()
        }
        Err(never) => match never {},
    }
}

/// Whether there is something to show at `route`. A store that fails says so in its own answer; the
/// page is sent all the same.
fn exists(api: &Api, route: &Route) -> bool {
    let look = || {
        let site = api.site()?;
        Ok::<_, crate::store::StoreError>(match route {
            Route::Article { slug } => api.store.has_article(slug)?,
            Route::Front { lang, page } => {
                let tag = lang.as_ref().unwrap_or(&site.default_language);
                let is_known =
                    site.languages.contains(tag) && *lang != Some(site.default_language.clone());
                let kind = ListKind::Language(tag.clone());
                is_known && (page.is_none() || api.store.list(&kind, *page, &site.url)?.is_some())
            }
            Route::Section { id, page } => {
                let kind = ListKind::Section(id.clone());
                site.section(id).is_some()
                    && (page.is_none() || api.store.list(&kind, *page, &site.url)?.is_some())
            }
            Route::Unknown => false,
        })
    };
    look().unwrap_or(true)
}

/// How long a file may be kept, and the policy of a page.
async fn file_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let keep = if is_found && is_named_by_content(&path) { FOREVER } else { REVALIDATE };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_page {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    if path.starts_with("/media/")
        || path.starts_with("/embed/")
        || path.contains("embed")
        || path.ends_with(".css")
    {
        // Widgets load these from other people's pages.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}

/// Whether a file's name holds the hash of its bytes: sixteen hexadecimal digits before the ending.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let stem = stem.rsplit_once('-').map_or(stem, |(_, hash)| hash);
    stem.len() == 16 && stem.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_content_named_files_are_kept_for_ever() {
        assert!(is_named_by_content("/app-0123456789abcdef.js"));
        assert!(is_named_by_content("/media/0123456789abcdef.jpg"));
        for path in [
            "/",
            "/index.html",
            "/embed.js",
            "/app-0123456789abcdeg.js",
            "/app-0123.js",
            "/articles/x/",
        ] {
            assert!(!is_named_by_content(path), "{path}");
        }
    }
}
