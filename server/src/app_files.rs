//! The built app, the pages of the site and the newsroom's media over HTTP.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bantin::api::ApiError;
use bantin::api::search::Found;
use bantin::config::Config;
use bantin::pages::Page;
use bantin_media::packed::is_named_by_content;
use bantin_model::path::Frame;
use bantin_model::{ProblemKind, Route};
use tower_http::services::ServeDir;

use crate::api::cache::Lost;
use crate::api::problem::ApiProblem;
use crate::api::readers::Peer;
use crate::api::rendered::Rendered;
use crate::api::{Api, guarded, making, searching};
use crate::content;
use crate::embedded::{demo, frame};
use crate::pages::{Pages, PagesError, SHELL_PAGE, WORKER};
use crate::search;
use crate::spelling::leads_to;
use crate::store::{Gone, StoreError};
use crate::syndication;

const FOREVER: &str = "public, max-age=31536000, immutable";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";
/// Of the widgets' loader, which many pages ask for: what it fetches stays, so that an old one works.
const AN_HOUR: &str = "public, max-age=3600, stale-while-revalidate=604800";

/// The icon for browsers that ask without having been told of one.
const FAVICON: &[u8] = include_bytes!("../../public/favicon.ico");

const HTML: &str = "text/html; charset=utf-8";

/// What the page for an address where nothing can be is kept under; no address is written like that.
const NOTHING: &str = "nothing";

/// Where files and pages come from.
struct Files {
    api: Arc<Api>,
    /// None where no app is served.
    pages: Option<Pages>,
    media: ServeDir,
    app: Vec<ServeDir>,
    widgets: Vec<ServeDir>,
}

/// An answer that is not kept: there is no end of addresses where nothing is.
#[derive(Clone)]
enum Unkept {
    /// Nothing can be at this address.
    Nothing,
    /// A page that says why there is none.
    Page(StatusCode, Bytes),
    /// Another address.
    Leads(String),
    Failed(ApiProblem),
}

impl From<StoreError> for Unkept {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ApiProblem> for Unkept {
    fn from(problem: ApiProblem) -> Self {
        Self::Failed(problem)
    }
}

impl From<Lost> for Unkept {
    fn from(lost: Lost) -> Self {
        Self::Failed(lost.into())
    }
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
    let pages = app.map(|app| Pages::open(app, Config::default())).transpose()?;
    let policy = pages.as_ref().and_then(|pages| {
        let own = pages.policy(None) + "; frame-ancestors 'self'";
        HeaderValue::from_str(&own).ok()
    });
    let folder = |path: &Path| {
        let files = ServeDir::new(path).precompressed_br().precompressed_gzip();
        files.append_index_html_on_directories(false)
    };
    let times = api.policy.times;
    let files = Files {
        api,
        pages,
        media: ServeDir::new(media).append_index_html_on_directories(false),
        app: app.map(folder).into_iter().collect(),
        widgets: app
            .map(|app| folder(&app.join("embed")))
            .into_iter()
            .chain([folder(kept)])
            .collect(),
    };
    let router = Router::new().fallback(answered).with_state(Arc::new(files));
    Ok(guarded(router, times)
        .layer(from_fn_with_state(policy, file_headers))
        .layer(from_fn(crate::api::safe_headers)))
}

/// A file, a page, a feed, a sitemap, or that there is none.
async fn answered(State(files): State<Arc<Files>>, peer: Peer, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allowed, "This address can only be read.\n")
            .into_response();
    }
    let (asked, _) = request.into_parts();
    if let Some(file) = files.file(&asked).await {
        return file;
    }
    let answer = files.drawn(&asked.uri, peer, &asked.headers).await;
    answer.unwrap_or_else(|failed| files.failed(failed))
}

impl Files {
    /// The file at an address, when one is there. Pages have no ending.
    async fn file(&self, request: &Parts) -> Option<Response> {
        let path = request.uri.path();
        if !path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return None;
        }
        let (folders, below) = if let Some(below) = path.strip_prefix("/media/") {
            (std::slice::from_ref(&self.media), below)
        } else if let Some(below) = path.strip_prefix("/embed/") {
            (&*self.widgets, below)
        } else {
            (&*self.app, path.trim_start_matches('/'))
        };
        // Those are for whoever builds and serves the app.
        let is_own =
            ["index.html", "build.json", WORKER].contains(&below) && path.len() == below.len() + 1;
        for folder in folders.iter().filter(|_| !is_own) {
            let mut asked =
                Request::builder().method(request.method.clone()).uri(format!("/{below}"));
            if let Some(headers) = asked.headers_mut() {
                headers.clone_from(&request.headers);
            }
            let Ok(asked) = asked.body(Body::empty()) else { continue };
            match folder.clone().try_call(asked).await {
                Ok(response) if response.status() == StatusCode::NOT_FOUND => {}
                Ok(response) => return Some(response.map(Body::new)),
                // A name that no file can have.
                Err(error) if is_the_asker_s(error.kind()) => {}
                Err(error) => {
                    let problem = ApiProblem::new(ProblemKind::Unavailable, None);
                    return Some(
                        problem.because(format!("reading a file: {error}")).into_response(),
                    );
                }
            }
        }
        (path == "/favicon.ico")
            .then(|| ([(header::CONTENT_TYPE, "image/x-icon")], FAVICON).into_response())
    }

    /// What is no file.
    async fn drawn(
        self: &Arc<Self>,
        uri: &Uri,
        peer: Peer,
        headers: &HeaderMap,
    ) -> Result<Response, Unkept> {
        let (path, query) = (uri.path().to_owned(), uri.query().map(str::to_owned));
        if let Some(route @ Route::Search { .. }) = Route::parse(&path, "/")
            && self.pages.is_some()
            && route.path("/") == path
        {
            let route = route.with_query(query.as_deref().unwrap_or_default());
            return self.searched(route, peer, headers).await;
        }
        if path.trim_start_matches('/') == WORKER {
            return self.worker(headers).await;
        }
        let (files, key) = (Arc::clone(self), path.clone());
        let made = making(&self.api, move |_| files.make(&path, query.as_deref()));
        match self.api.cache().answer(&key, headers, made).await {
            Err(Unkept::Nothing) if has_page(&key) && self.pages.is_some() => {
                self.nothing(headers).await
            }
            answer => answer,
        }
    }

    /// The worker. Made anew each time: it is small, and whoever switches it off need not wait.
    async fn worker(self: &Arc<Self>, headers: &HeaderMap) -> Result<Response, Unkept> {
        let files = Arc::clone(self);
        let made = making(&self.api, move |api| {
            let begun = Instant::now();
            let text = files.pages()?.worker(&api.site()?).ok_or(Unkept::Nothing)?;
            Ok::<_, Unkept>(Rendered::new(text.into_bytes(), SCRIPT, begun))
        });
        Ok(made.await?.respond(headers))
    }

    /// The page for an address where nothing can be.
    async fn nothing(self: &Arc<Self>, headers: &HeaderMap) -> Result<Response, Unkept> {
        let files = Arc::clone(self);
        let made = making(&self.api, move |api| {
            let begun = Instant::now();
            let site = Arc::new(api.site()?);
            let page = content::missing(&api.store, &site, &Route::Unknown)?;
            let html = files.pages()?.draw(&site, &Route::Unknown, &page);
            Ok::<_, Unkept>(Rendered::new(html.into_bytes(), HTML, begun))
        });
        let coding = headers.get_all(header::ACCEPT_ENCODING).iter();
        let coding = coding.map(|value| (header::ACCEPT_ENCODING, value.clone())).collect();
        let mut response = self.api.cache().answer(NOTHING, &coding, made).await?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.headers_mut().remove(header::ETAG);
        Ok(response)
    }

    fn pages(&self) -> Result<&Pages, Unkept> {
        self.pages.as_ref().ok_or(Unkept::Nothing)
    }

    /// Makes what is at `path`. Blocks.
    fn make(&self, path: &str, query: Option<&str>) -> Result<Rendered, Unkept> {
        let begun = Instant::now();
        let (pages, store) = (self.pages()?, &self.api.store);
        let site = Arc::new(self.api.site()?);
        let kept = |body: Vec<u8>, media_type| Ok(Rendered::new(body, media_type, begun));
        let below = path.trim_start_matches('/');
        if let Some((body, media_type)) = syndication::file(below, store, &site)? {
            return kept(body, media_type);
        }
        if below == SHELL_PAGE {
            return kept(pages.shell(&site).into_bytes(), HTML);
        }
        let with_slash = || match query {
            Some(query) => Unkept::Leads(format!("{path}/?{query}")),
            None => Unkept::Leads(format!("{path}/")),
        };
        if let Some(frame) = Frame::parse(below) {
            if !below.ends_with('/') {
                return Err(with_slash());
            }
            let drawn = frame::draw(store, &site, "/", &frame)?;
            if drawn.is_found {
                return kept(drawn.html.into_bytes(), HTML);
            }
            return Err(Unkept::Page(StatusCode::NOT_FOUND, drawn.html.into()));
        }
        if let Some(html) = demo::draw(store, &site, pages, below)? {
            return if below.ends_with('/') {
                kept(html.into_bytes(), HTML)
            } else {
                Err(with_slash())
            };
        }
        if frame::is_at(below) {
            let html = frame::draw_unknown(&site, "/");
            return Err(Unkept::Page(StatusCode::NOT_FOUND, html.into()));
        }
        let route = Route::parse(path, "/").ok_or(Unkept::Nothing)?;
        if route == Route::Unknown {
            return Err(Unkept::Nothing);
        }
        let own = route.path("/");
        if own.split('?').next() != Some(path) {
            return Err(Unkept::Leads(match query {
                Some(query) => format!("{own}?{query}"),
                None => own,
            }));
        }
        if let Route::Article { slug } = &route
            && let Some(Gone { moved_to: Some(other), .. }) = store.gone_article(slug)?
        {
            return Err(Unkept::Leads(Route::Article { slug: other }.path("/")));
        }
        let page = content::page(store, &site, &route)?;
        let html = pages.draw(&site, &route, &page);
        match page {
            Page::Missing { .. } => Err(Unkept::Page(StatusCode::NOT_FOUND, html.into())),
            Page::Gone => Err(Unkept::Page(StatusCode::GONE, html.into())),
            _ => kept(html.into_bytes(), HTML),
        }
    }

    /// The search page with what was found. Not kept: there is no end of questions.
    async fn searched(
        self: &Arc<Self>,
        route: Route,
        peer: Peer,
        headers: &HeaderMap,
    ) -> Result<Response, Unkept> {
        let asks = matches!(&route, Route::Search { query, .. } if !query.is_empty());
        let refused = if asks { self.api.may_search(peer.0, headers).err() } else { None };
        let files = Arc::clone(self);
        let after = refused.as_ref().and_then(ApiProblem::retry_after);
        let draw = move |api: &Api| match refused {
            Some(problem) => files.too_often(api, &route, &problem),
            None => files.search(api, &route),
        };
        let (status, html) = match asks {
            true => searching(&self.api, draw).await?,
            false => making(&self.api, draw).await?,
        };
        let mut response = (status, [(header::CONTENT_TYPE, HTML)], html).into_response();
        if let Some(after) = after {
            response.headers_mut().insert(header::RETRY_AFTER, after.into());
        }
        Ok(response)
    }

    /// What the search page says to who searches too often.
    fn too_often(
        &self,
        api: &Api,
        route: &Route,
        problem: &ApiProblem,
    ) -> Result<(StatusCode, String), Unkept> {
        let site = Arc::new(api.site()?);
        let (status, wait) = (problem.status(), problem.retry_after().unwrap_or_default());
        let page = Page::Failed(ApiError::Server { status: status.as_u16(), wait });
        Ok((status, self.pages()?.draw(&site, route, &page)))
    }

    fn search(&self, api: &Api, route: &Route) -> Result<(StatusCode, String), Unkept> {
        let Route::Search { lang, query, page } = route else { return Err(Unkept::Nothing) };
        let site = Arc::new(api.site()?);
        let page = match site.front_language(lang.as_deref()) {
            None => content::missing(&api.store, &site, route)?,
            Some(lang) if query.is_empty() => Page::asking(lang),
            Some(lang) => {
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
        Ok((status, self.pages()?.draw(&site, route, &page)))
    }

    /// The answer where there is nothing to keep.
    fn failed(&self, unkept: Unkept) -> Response {
        match unkept {
            Unkept::Nothing => {
                (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
            }
            Unkept::Page(status, html) => {
                (status, [(header::CONTENT_TYPE, HTML)], html).into_response()
            }
            Unkept::Leads(to) => leads_to(&to, None),
            Unkept::Failed(problem) => {
                let Some(pages) = &self.pages else { return problem.into_response() };
                // The app tries again by itself, and has words when that fails too.
                let retry = problem.retry_after().unwrap_or(5).to_string();
                let headers = [(header::CONTENT_TYPE, HTML), (header::RETRY_AFTER, &*retry)];
                let html = pages.built().to_owned();
                let mut response = (StatusCode::SERVICE_UNAVAILABLE, headers, html).into_response();
                if let Some(cause) = problem.cause() {
                    response.extensions_mut().insert(cause.clone());
                }
                response
            }
        }
    }
}

/// Characters of a question that are looked at.
const LONGEST: usize = 200;

/// Whether it is a page that a reader misses at this address, and not a picture, a script or data.
fn has_page(path: &str) -> bool {
    let is_elsewhere =
        ["/media/", "/embed/", "/api/"].iter().any(|folder| path.starts_with(folder));
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !is_elsewhere && matches!(ending, "" | "html" | "htm")
}

/// Whether a file cannot be because of how it is asked for.
fn is_the_asker_s(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::InvalidInput
            | ErrorKind::InvalidFilename
    )
}

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
    use crate::clock::Clock;
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
        let (policy, clock) = (Policy::default(), Clock::default());
        let api = Arc::new(Api::new(store, ledger, policy, clock, None).await.unwrap());
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
