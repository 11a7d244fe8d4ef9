//! The built app, the pages of the site and the newsroom's media over HTTP.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bantin::api::search::Found;
use bantin::config::Config;
use bantin::pages::Page;
use bantin_media::packed::is_named_by_content;
use bantin_model::path::Frame;
use bantin_model::{Route, Site};
use percent_encoding::percent_decode_str;
use tower_http::services::ServeDir;

use crate::api::Api;
use crate::content;
use crate::embedded::{demo, frame};
use crate::pages::{Pages, PagesError, SHELL_PAGE, WORKER};
use crate::search;
use crate::store::{Gone, StoreError};
use crate::syndication;

const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";
/// Of the widgets' loader, which many pages ask for: what it fetches stays, so that an old one works.
const AN_HOUR: &str = "public, max-age=3600, stale-while-revalidate=604800";

struct Files {
    api: Arc<Api>,
    pages: Pages,
}

/// `/media/…` from `media`, `/embed/{version}/…` also from the `kept` versions of the widgets, everything else
/// from `app` (a built `dist`); the pages of the site drawn, with 404 where there is nothing to show.
///
/// # Errors
/// [`PagesError`] when `app` is not what `cargo xtask build` made.
pub fn router(
    api: Arc<Api>,
    app: Option<&Path>,
    media: &Path,
    kept: &Path,
) -> Result<Router, PagesError> {
    let router = Router::new().nest_service("/media", ServeDir::new(media));
    let mut policy = None;
    let mut drawing = None;
    let router = match app {
        Some(app) => {
            let pages = Pages::open(app, Config::default())?;
            let own = pages.policy(None) + "; frame-ancestors 'self'";
            policy = HeaderValue::from_str(&own).ok();
            let files = Arc::new(Files { api, pages });
            drawing = Some(Arc::clone(&files));
            let worker = Arc::clone(&files);
            let pages = Router::new().fallback(drawn).with_state(files);
            let framed = pages.clone();
            let worker = get(drawn).with_state(worker);
            let static_files = ServeDir::new(app)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false)
                .fallback(pages);
            let kept = ServeDir::new(kept)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false)
                .fallback(framed);
            let widgets = ServeDir::new(app.join("embed"))
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false)
                .fallback(kept);
            router
                .nest_service("/embed", widgets)
                .route(&format!("/{WORKER}"), worker)
                .fallback_service(static_files)
        }
        None => router,
    };
    Ok(router
        .layer(from_fn_with_state(drawing, names_of_files))
        .layer(from_fn_with_state(policy, file_headers))
        .layer(from_fn(crate::api::safe_headers)))
}

/// The longest name a file has, in bytes, and the longest path.
const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 2000;

/// No file is looked for under a name that none can have: file systems answer that with an error.
async fn names_of_files(
    State(files): State<Option<Arc<Files>>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_name = |name: &str| percent_decode_str(name).count() <= LONGEST_NAME;
    if path.len() <= LONGEST_PATH && path.split('/').all(is_name) {
        return next.run(request).await;
    }
    match files {
        Some(files) => {
            let uri = request.uri().clone();
            drawn(State(files), OriginalUri(uri), request).await
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What is no file: a page, a feed, a sitemap.
async fn drawn(
    State(files): State<Arc<Files>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let (path, headers) = (uri.path().to_owned(), request.headers().clone());
    let query = uri.query().unwrap_or_default().to_owned();
    let shell = Arc::clone(&files);
    let answer = tokio::task::spawn_blocking(move || files.answer(&path, &query, &headers)).await;
    match answer {
        Ok(Ok(response)) => response,
        // The app tries again by itself, and has words when that fails too.
        Ok(Err(_)) | Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CONTENT_TYPE, HTML), (header::RETRY_AFTER, "5")],
            shell.pages.built().to_owned(),
        )
            .into_response(),
    }
}

impl Files {
    fn answer(&self, path: &str, query: &str, request: &HeaderMap) -> Result<Response, StoreError> {
        if let Some(response) = self.api.kept(path, request) {
            return Ok(response);
        }
        let site = Arc::new(self.api.site()?);
        let below = path.trim_start_matches('/');
        if let Some((body, media_type)) = syndication::file(below, &self.api.store, &site)? {
            return Ok(self.api.keep(path, body, media_type, request));
        }
        if below == SHELL_PAGE {
            let html = self.pages.shell(&site);
            return Ok(self.api.keep(path, html.into_bytes(), HTML, request));
        }
        if below == WORKER {
            // Made anew each time: it is small, and whoever switches it off need not wait.
            let Some(text) = self.pages.worker(&site) else {
                return Ok(StatusCode::NOT_FOUND.into_response());
            };
            return Ok(Api::answer(text.into_bytes(), SCRIPT, request));
        }
        if let Some(frame) = Frame::parse(below) {
            let drawn = frame::draw(&self.api.store, &site, "/", &frame)?;
            if drawn.is_found {
                return Ok(self.api.keep(path, drawn.html.into_bytes(), HTML, request));
            }
            return Ok(
                (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, HTML)], drawn.html).into_response()
            );
        }
        if let Some(html) = demo::draw(&self.api.store, &site, &self.pages, below)? {
            return Ok(self.api.keep(path, html.into_bytes(), HTML, request));
        }
        if frame::is_at(below) {
            let html = frame::draw_unknown(&site, "/");
            return Ok(
                (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, HTML)], html).into_response()
            );
        }
        let Some(route) = Route::parse(path, "/") else {
            return Ok(StatusCode::NOT_FOUND.into_response());
        };
        if let Route::Article { slug } = &route
            && let Some(Gone { moved_to: Some(other), .. }) = self.api.store.gone_article(slug)?
        {
            let other = Route::Article { slug: other }.path("/");
            return Ok(Redirect::permanent(&other).into_response());
        }
        if let Route::Search { .. } = &route {
            return self.search(&site, route.with_query(query));
        }
        let page = content::page(&self.api.store, &site, &route)?;
        let html = self.pages.draw(&site, &route, &page);
        let status = match page {
            Page::Missing { .. } => StatusCode::NOT_FOUND,
            Page::Gone => StatusCode::GONE,
            _ => return Ok(self.api.keep(path, html.into_bytes(), HTML, request)),
        };
        // Not kept: there is no end of addresses where nothing is.
        Ok((status, [(header::CONTENT_TYPE, HTML)], html).into_response())
    }
}

impl Files {
    /// The search page with what was found. Not kept: there is no end of questions.
    fn search(&self, site: &Arc<Site>, route: Route) -> Result<Response, StoreError> {
        let Route::Search { lang, query, page } = &route else {
            return Ok(StatusCode::NOT_FOUND.into_response());
        };
        let page = match site.front_language(lang.as_deref()) {
            None => content::missing(&self.api.store, site, &route)?,
            Some(lang) if query.is_empty() => Page::asking(lang),
            Some(lang) => {
                let api = &self.api;
                let query: String = query.chars().take(LONGEST).collect();
                let found = api.search.get(&api.store)?.find(
                    &api.store,
                    &site.url,
                    &search::question(&query),
                    page.unwrap_or(1),
                )?;
                let hits = found.items.into_iter().map(bantin_model::FeedItem::into_summary);
                let found = Found { total: found.total, hits: hits.collect() };
                Page::Search { lang: lang.to_owned(), query, found: Some(found) }
            }
        };
        let status = match page {
            Page::Missing { .. } => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        let html = self.pages.draw(site, &route, &page);
        Ok((status, [(header::CONTENT_TYPE, HTML)], html).into_response())
    }
}

/// Characters of a question that are looked at.
const LONGEST: usize = 200;

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// How long a file may be kept, and the policy of a page.
async fn file_headers(
    State(policy): State<Option<HeaderValue>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let keep = match &*path {
        path if is_found && is_named_by_content(path) => FOREVER,
        "/embed/v1.js" if is_found => AN_HOUR,
        _ => REVALIDATE,
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_page {
        let framed = frame::is_at(path.trim_start_matches('/'))
            .then(|| HeaderValue::from_str(&frame::policy(None)).ok())
            .flatten();
        if let Some(policy) = framed.or(policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    if path.starts_with("/media/") || path.starts_with("/embed/") {
        // Widgets load these from other people's pages.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    use super::*;
    use crate::api::policy::Policy;
    use crate::ledger::embedded::Embedded;
    use crate::store::Store;

    const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
        <link href=/style-0123456789abcdef.css rel=stylesheet>\
        <script id=bantin-config type=application/json>{}</script></head><body>\
        <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div></body></html>";

    /// What is answered at `path`: status, policy, text.
    async fn get(path: &str) -> (u16, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let app = folder.path().join("app");
        std::fs::create_dir_all(app.join("embed")).unwrap();
        std::fs::write(app.join("index.html"), INDEX).unwrap();
        let store = Arc::new(Store::create(&folder.path().join("test.sqlite")).unwrap());
        let ledger = Arc::new(Embedded::new(Arc::clone(&store)));
        let api = Arc::new(Api::new(store, ledger, Policy::default(), None).await.unwrap());
        let router = router(api, Some(&app), folder.path(), folder.path()).unwrap();
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, policy, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_name_too_long_for_a_file_is_nowhere() {
        let (long, packed) = ("a".repeat(256), "%61".repeat(256));
        for path in [
            format!("/{long}"),
            format!("/{packed}"),
            format!("/articles/{long}/"),
            format!("/media/{long}.jpg"),
            format!("/embed/{long}/x.js"),
            format!("/{}", "a/".repeat(1500)),
        ] {
            let (status, _, _) = get(&path).await;
            assert_eq!(status, 404, "{path}");
        }
        assert!(get(&format!("/articles/{long}/")).await.2.contains("<html"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_frame_of_no_article_that_could_be_says_so() {
        for path in ["/embed/rating/%3Cx%3E/", "/embed/related/", "/embed/latest/A/B/"] {
            let (status, policy, text) = get(path).await;
            assert_eq!(status, 404, "{path}");
            assert!(policy.contains("frame-ancestors *"), "{path}: {policy}");
            assert!(text.contains("Không tìm thấy"), "{path}: {text}");
            assert!(text.contains("<a href=\"/\">"), "{path}: {text}");
            assert!(!text.contains("<x>"), "{path}: {text}");
        }
    }
}
