//! Draws the pages of the site, its feeds and sitemaps when they are asked for, and makes the answers for addresses
//! where nothing is.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bantin::pages::Page;
use bantin_core::old_address;
use bantin_model::Route;
use bantin_model::path::Frame;
use bantin_site::content;
use bantin_site::embedded::{demo, frame};
use bantin_site::pages::{Pages, SHELL_PAGE, WORKER, header as header_of};
use bantin_site::syndication;
use bantin_store::sqlite::{Gone, StoreError};

use super::Files;
use crate::api::cache::Lost;
use crate::api::making;
use crate::api::problem::ApiProblem;
use crate::api::readers::Peer;
use crate::api::rendered::Rendered;
use crate::spelling::{leads_to, with_query};

const SCRIPT: &str = "text/javascript; charset=utf-8";
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// The key in the cache for the page at addresses where nothing can be; no address is written like this.
const NOTHING: &str = "nothing";

/// An answer that is not cached, since there is no end of addresses where nothing is.
#[derive(Clone)]
pub(super) enum Unkept {
    /// Nothing can be at this address.
    Nothing,
    /// A page that says why there is none, with its policy.
    Page(StatusCode, Bytes, Option<HeaderValue>),
    /// A redirect to another address.
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

impl Files {
    /// Answers an address that is no file.
    pub(super) async fn drawn(
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
        if old_address::asks_by_number(query.as_deref())
            && self.pages.is_some()
            && !is_elsewhere(&path)
        {
            let (keys, asked) = (old_address::asked(&path, query.as_deref()), Arc::clone(self));
            // For a post's number that is known, the answer is not the page at this path.
            let found = making(&self.api, move |_| asked.leads(keys.get(..1).unwrap_or_default()));
            if let Some(to) = found.await? {
                return Err(to);
            }
        }
        let below = path.trim_start_matches('/');
        if below == WORKER || below == SHELL_PAGE {
            return self.for_offline(below == WORKER, headers).await;
        }
        let (files, key) = (Arc::clone(self), path.clone());
        let made = making(&self.api, move |_| files.make_or_lead(&path, query.as_deref()));
        match self.api.cache().answer(&key, headers, made).await {
            Err(Unkept::Nothing) if has_page(&key) && self.pages.is_some() => {
                self.nothing(headers).await
            }
            answer => answer,
        }
    }

    /// The service worker, or the page without content that it keeps. Both are made anew each time, since they name the
    /// site: a worker from after an import must not keep a page from before it for good.
    async fn for_offline(
        self: &Arc<Self>,
        is_worker: bool,
        headers: &HeaderMap,
    ) -> Result<Response, Unkept> {
        let files = Arc::clone(self);
        let made = making(&self.api, move |api| {
            let begun = Instant::now();
            let (pages, site) = (files.pages()?, api.site()?);
            let (text, media_type) = match is_worker {
                true => (pages.worker(&site).ok_or(Unkept::Nothing)?, SCRIPT),
                false => (pages.shell(&site), HTML),
            };
            let made = Rendered::new(text.into_bytes(), media_type, begun);
            Ok::<_, Unkept>(made.with_policy(if is_worker { None } else { pages.header(&site) }))
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
            let pages = files.pages()?;
            let html = pages.draw(&site, &Route::Unknown, &page);
            let made = Rendered::new(html.into_bytes(), HTML, begun);
            Ok::<_, Unkept>(made.with_policy(pages.header(&site)))
        });
        let coding = headers.get_all(header::ACCEPT_ENCODING).iter();
        let coding = coding.map(|value| (header::ACCEPT_ENCODING, value.clone())).collect();
        let mut response = self.api.cache().answer(NOTHING, &coding, made).await?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.headers_mut().remove(header::ETAG);
        Ok(response)
    }

    pub(super) fn pages(&self) -> Result<&Pages, Unkept> {
        self.pages.as_ref().ok_or(Unkept::Nothing)
    }

    /// Draws the page at `path`. Where there is none, redirects to the page at the same path in lower case, since
    /// people type addresses in capitals, or to the article that had this old address. Blocks.
    fn make_or_lead(&self, path: &str, query: Option<&str>) -> Result<Rendered, Unkept> {
        let made = self.make(path, query);
        let is_nowhere = |made: &Result<_, _>| {
            matches!(made, Err(Unkept::Nothing | Unkept::Page(StatusCode::NOT_FOUND, ..)))
        };
        if !is_nowhere(&made) {
            return made;
        }
        let small = path.to_ascii_lowercase();
        if small != path {
            match self.make(&small, query) {
                Ok(_) | Err(Unkept::Page(StatusCode::GONE, ..)) => {
                    return Err(Unkept::Leads(with_query(&small, query)));
                }
                Err(leads @ Unkept::Leads(_)) => return Err(leads),
                Err(_) => {}
            }
        }
        if self.pages.is_none() || is_elsewhere(path) {
            return made;
        }
        match self.leads(&old_address::asked(path, None))? {
            Some(to) => Err(to),
            None => made,
        }
    }

    /// A redirect to the article that had one of these old addresses. Blocks.
    fn leads(&self, keys: &[String]) -> Result<Option<Unkept>, Unkept> {
        let found = self.api.store.article_at_old_address(keys)?;
        Ok(found.map(|slug| Unkept::Leads(Route::Article { slug }.path("/"))))
    }

    /// Draws the page at `path`. Blocks.
    fn make(&self, path: &str, query: Option<&str>) -> Result<Rendered, Unkept> {
        let begun = Instant::now();
        let (pages, store) = (self.pages()?, &self.api.store);
        let site = Arc::new(self.api.site()?);
        let kept = |body: Vec<u8>, media_type| Ok(Rendered::new(body, media_type, begun));
        let below = path.trim_start_matches('/');
        if let Some((body, media_type)) = syndication::file(below, store, &site)? {
            return kept(body, media_type);
        }
        let with_slash = || Unkept::Leads(with_query(&format!("{path}/"), query));
        if let Some(frame) = Frame::parse(below) {
            if !below.ends_with('/') {
                return Err(with_slash());
            }
            let drawn = frame::draw(store, &site, "/", &frame)?;
            if drawn.is_found {
                return kept(drawn.html.into_bytes(), HTML);
            }
            return Err(Unkept::Page(StatusCode::NOT_FOUND, drawn.html.into(), None));
        }
        if let Some(html) = demo::draw(store, &site, pages, below)? {
            return if below.ends_with('/') {
                let policy = header_of(&demo::policy(&site, pages));
                Ok(Rendered::new(html.into_bytes(), HTML, begun).with_policy(policy))
            } else {
                Err(with_slash())
            };
        }
        if frame::is_at(below) {
            let html = frame::draw_unknown(&site, "/");
            return Err(Unkept::Page(StatusCode::NOT_FOUND, html.into(), None));
        }
        let route = Route::parse(path, "/").ok_or(Unkept::Nothing)?;
        if route == Route::Unknown {
            return Err(Unkept::Nothing);
        }
        let own = route.path("/");
        if own.split('?').next() != Some(path) {
            return Err(Unkept::Leads(with_query(&own, query)));
        }
        if let Some(other) = content::in_language_of(&site, &route) {
            return Err(Unkept::Leads(with_query(&other.path("/"), query)));
        }
        if let Route::Front { lang: Some(lang), .. } = &route
            && !site.languages.contains(lang)
        {
            return Err(Unkept::Nothing);
        }
        if let Route::Article { slug } = &route
            && let Some(Gone { moved_to: Some(other), .. }) = store.gone_article(slug)?
        {
            return Err(Unkept::Leads(Route::Article { slug: other }.path("/")));
        }
        let page = content::page(store, &site, &route)?;
        let html = pages.draw(&site, &route, &page);
        let policy = pages.header(&site);
        match page {
            Page::Missing { .. } => Err(Unkept::Page(StatusCode::NOT_FOUND, html.into(), policy)),
            Page::Gone => Err(Unkept::Page(StatusCode::GONE, html.into(), policy)),
            _ => Ok(Rendered::new(html.into_bytes(), HTML, begun).with_policy(policy)),
        }
    }

    /// The response for an answer that is not cached.
    pub(super) fn failed(&self, unkept: Unkept) -> Response {
        match unkept {
            Unkept::Nothing => {
                (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
            }
            Unkept::Page(status, html, policy) => drawn(status, html, policy),
            Unkept::Leads(to) => leads_to(&to, None),
            Unkept::Failed(problem) => {
                let Some(pages) = &self.pages else { return problem.into_response() };
                // The app tries again by itself, and has words for when that fails too.
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

/// A page as a response that is not cached.
pub(super) fn drawn(
    status: StatusCode,
    html: impl Into<Body>,
    policy: Option<HeaderValue>,
) -> Response {
    let mut response = (status, [(header::CONTENT_TYPE, HTML)], html.into()).into_response();
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whether a reader would expect a page at this address, not a picture, a script or data.
fn has_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !is_elsewhere(path) && matches!(ending, "" | "html" | "htm")
}

/// Whether a path belongs to a file or to the API, and never to a page.
fn is_elsewhere(path: &str) -> bool {
    ["/media/", "/embed/", "/api/"].iter().any(|folder| path.starts_with(folder))
}
