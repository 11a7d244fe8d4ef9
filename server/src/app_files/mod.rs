//! The built app, the pages of the site and the newsroom's media over HTTP.
//!
//! - `inside`: the files of an app that is inside the program
//! - `pages`: what is drawn, and what is said where there is nothing to draw
//! - `searched`: the search page

mod inside;
mod pages;
mod searched;
#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bantin::config::Config;
use bantin::locale::file;
use bantin_core::nameless::nameless;
use bantin_media::packed::is_named_by_content;
use bantin_model::ProblemKind;
use bantin_site::app::App;
use bantin_site::brand_files::{self, ICONS};
use bantin_site::embedded::frame;
use bantin_site::pages::{Pages, PagesError, WORKER};
use tower_http::services::ServeDir;

use crate::api::problem::ApiProblem;
use crate::api::readers::Peer;
use crate::api::rendered::Rendered;
use crate::api::{Api, guarded, making};
use inside::Inside;
use pages::Unkept;

const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";
/// For the widgets' loader, which many pages ask for. What an old loader fetches stays available.
const AN_HOUR: &str = "public, max-age=3600, stale-while-revalidate=604800";

/// The icon for browsers that ask for `/favicon.ico` without being told of an icon.
const FAVICON: &[u8] = include_bytes!("../../../public/favicon.ico");

/// Where files and pages are read from.
struct Files {
    api: Arc<Api>,
    /// `None` when no app is served.
    pages: Option<Pages>,
    media: Place,
    app: Vec<Place>,
    widgets: Vec<Place>,
}

/// The place of the app's files.
enum Place {
    Folder(ServeDir),
    Inside(Inside),
}

/// Serves `/media/…` from `media`, `/embed/{version}/…` also from the `kept` versions of the widgets, and everything
/// else from the built `app`; draws the pages of the site, and answers 404 where there is nothing.
///
/// # Errors
/// [`PagesError`] when `app` is not what `cargo xtask build` made.
pub fn router(
    api: Arc<Api>,
    app: Option<&App>,
    media: &Path,
    kept: &Path,
) -> Result<Router, PagesError> {
    let pages = app.map(|app| Pages::open(app, Config::default())).transpose()?;
    // For pages without a site; other pages have policies of their own.
    let policy = pages.as_ref().and_then(|pages| pages.header(&nameless()));
    let folder = |path: &Path| {
        let files = ServeDir::new(path).precompressed_br().precompressed_gzip();
        Place::Folder(files.append_index_html_on_directories(false))
    };
    let of_app = |app: &App, below: &str| match app {
        App::Folder(app) => folder(&app.join(below)),
        App::Inside(files) => Place::Inside(Inside::new(files, below)),
    };
    let times = api.policy.times;
    let files = Files {
        api,
        pages,
        media: Place::Folder(ServeDir::new(media).append_index_html_on_directories(false)),
        app: app.map(|app| of_app(app, "")).into_iter().collect(),
        widgets: app.map(|app| of_app(app, "embed/")).into_iter().chain([folder(kept)]).collect(),
    };
    let router = Router::new().fallback(answered).with_state(Arc::new(files));
    Ok(guarded(router, times)
        .layer(from_fn_with_state(policy, file_headers))
        .layer(from_fn(crate::api::safe_headers)))
}

/// Answers with a file, a page, a feed, a sitemap, or 404.
async fn answered(State(files): State<Arc<Files>>, peer: Peer, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allowed = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allowed, "This address can only be read.\n")
            .into_response();
    }
    let (mut asked, _) = request.into_parts();
    if brand_files::is_one(asked.uri.path().trim_start_matches('/')) {
        match files.branded(&mut asked).await {
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(failed) => return files.failed(failed),
        }
    }
    if let Some(words) = file::at(asked.uri.path().trim_start_matches('/')) {
        let made = Rendered::new(words.into(), "text/plain; charset=utf-8", Instant::now());
        return made.respond(&asked.headers);
    }
    if let Some(file) = files.file(&asked).await {
        return file;
    }
    let answer = files.drawn(&asked.uri, peer, &asked.headers).await;
    answer.unwrap_or_else(|failed| files.failed(failed))
}

impl Files {
    /// The manifest of the site. For an icon, if the newsroom has its own, `request` is changed to ask for that file;
    /// if its own has no such form, the answer is that there is nothing.
    async fn branded(&self, request: &mut Parts) -> Result<Option<Response>, Unkept> {
        let path = request.uri.path().trim_start_matches('/').to_owned();
        let is_manifest = !ICONS.contains(&&*path);
        let begun = Instant::now();
        let site = making(&self.api, |api| Ok::<_, Unkept>(api.site()?)).await?;
        if is_manifest {
            let Some(pages) = &self.pages else { return Ok(None) };
            let text = brand_files::manifest(&site, pages.config());
            let made = Rendered::new(text.into_bytes(), brand_files::MANIFEST_TYPE, begun);
            return Ok(Some(made.respond(&request.headers)));
        }
        let Some(icons) = &site.brand.icons else { return Ok(None) };
        let own = brand_files::icon(icons, &path).ok_or(Unkept::Nothing)?;
        request.uri = own.as_str().parse().map_err(|_| Unkept::Nothing)?;
        Ok(None)
    }

    /// The file at an address, if there is one. The addresses of pages have no ending.
    async fn file(&self, request: &Parts) -> Option<Response> {
        let path = request.uri.path();
        if !path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return None;
        }
        let (places, below) = if let Some(below) = path.strip_prefix("/media/") {
            (std::slice::from_ref(&self.media), below)
        } else if let Some(below) = path.strip_prefix("/embed/") {
            (&*self.widgets, below)
        } else {
            (&*self.app, path.trim_start_matches('/'))
        };
        // These are for those who build and serve the app.
        let is_own =
            ["index.html", "build.json", WORKER].contains(&below) && path.len() == below.len() + 1;
        for place in places.iter().filter(|_| !is_own) {
            let folder = match place {
                Place::Folder(folder) => folder,
                Place::Inside(inside) => match inside.answer(below, request) {
                    Some(response) => return Some(response),
                    None => continue,
                },
            };
            let mut asked =
                Request::builder().method(request.method.clone()).uri(format!("/{below}"));
            if let Some(headers) = asked.headers_mut() {
                headers.clone_from(&request.headers);
            }
            let Ok(asked) = asked.body(Body::empty()) else { continue };
            match folder.clone().try_call(asked).await {
                Ok(response) if response.status() == StatusCode::NOT_FOUND => {}
                Ok(response) => return Some(response.map(Body::new)),
                // No file can have this name.
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
}

/// Whether a file cannot be read because of the request.
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

/// Sets how long a file may be kept, and the policy of a page.
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
        // A page with a site has a policy of its own.
        let own = headers.remove(header::CONTENT_SECURITY_POLICY);
        if let Some(policy) = framed.or(own).or(policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    if path.starts_with("/media/") || path.starts_with("/embed/") {
        // Widgets on other people's pages load these.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}
