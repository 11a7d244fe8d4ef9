//! The layer that a preview puts around a site: a script in every page, and the events for it. A site that is served or
//! exported has neither.

use std::cell::Cell;
use std::convert::Infallible;
use std::net::IpAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::Stream;
use lol_html::errors::RewritingError;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, end, rewrite_str};
use tokio::sync::watch;

use super::shown::Shown;

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");
/// Sent instead of the service worker, which would keep unfinished articles: it removes one that was there before.
const NO_WORKER: &str = include_str!("../../../public/sw-off.js");
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The largest page; pages of the site are smaller.
const MOST: usize = 64 << 20;

/// The site with a script in each page, and with events about `shown`.
pub fn around(site: Router, shown: watch::Receiver<Shown>) -> Router {
    let file = |text: &'static str, kind: &'static str| {
        get(move || async move {
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text)
        })
    };
    let site = site.layer(from_fn_with_state(shown.clone(), with_script));
    Router::new()
        .route("/_preview/events", get(events).with_state(shown))
        .route("/_preview/preview.js", file(SCRIPT, JAVASCRIPT))
        .route("/_preview/preview.css", file(STYLE, "text/css; charset=utf-8"))
        .route("/sw.js", file(NO_WORKER, JAVASCRIPT))
        .fallback_service(site)
        .layer(from_fn(for_its_own_pages))
}

/// Keeps drafts for the author alone: no page of another site may read them, neither by the permission that a public
/// site gives to all, nor under a name of its own that points to this machine.
async fn for_its_own_pages(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_an_address) {
        let words = "A preview is asked for by its address, and by no name but localhost.\n";
        return (StatusCode::FORBIDDEN, words).into_response();
    }
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for name in [
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::ACCESS_CONTROL_ALLOW_METHODS,
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        header::ACCESS_CONTROL_MAX_AGE,
    ] {
        headers.remove(name);
    }
    let own = HeaderValue::from_static("same-origin");
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), own);
    answer
}

/// Whether a host is an IP address or a name of this machine.
fn is_an_address(host: &str) -> bool {
    let bare = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    let bare = bare.map_or(host, |(bare, _)| bare);
    let bare = bare.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok()
}

/// The stream of events: what is shown now, and every change of it.
async fn events(
    State(shown): State<watch::Receiver<Shown>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let next = |(mut shown, is_first): (watch::Receiver<Shown>, bool)| async move {
        if !is_first {
            // The stream ends with the preview.
            shown.changed().await.ok()?;
        }
        let event = Event::default().json_data(&*shown.borrow_and_update()).ok()?;
        Some((Ok(event), (shown, false)))
    };
    Sse::new(futures_util::stream::unfold((shown, true), next)).keep_alive(KeepAlive::default())
}

/// Puts the script into a page, with the version of what the page shows.
async fn with_script(
    State(shown): State<watch::Receiver<Shown>>,
    mut request: Request,
    next: Next,
) -> Response {
    // Frames are seen within a page, which has the script.
    if request.uri().path().starts_with("/embed/") {
        return next.run(request).await;
    }
    // Read before the page is drawn. A page drawn from newer articles is then loaded once more, but none stays old.
    let version = shown.borrow().version;
    // Only a complete, unpacked page can be changed.
    if !request.uri().path().contains('.') {
        for name in [header::ACCEPT_ENCODING, header::IF_NONE_MATCH] {
            request.headers_mut().remove(name);
        }
    }
    let (mut parts, body) = next.run(request).await.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
        || parts.headers.contains_key(header::CONTENT_ENCODING)
    {
        return Response::from_parts(parts, body);
    }
    let page = match to_bytes(body, MOST).await {
        Ok(page) => page,
        Err(error) => {
            return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
        }
    };
    let text = match with_tags(&String::from_utf8_lossy(&page), version) {
        Ok(text) => text,
        Err(error) => {
            return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
        }
    };
    for name in [header::CONTENT_LENGTH, header::ETAG] {
        parts.headers.remove(name);
    }
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(text))
}

/// The page with the script and its styles after its title, which each page has; at the end of one that has none.
fn with_tags(page: &str, version: u64) -> Result<String, RewritingError> {
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"/_preview/preview.css\">\
         <script src=\"/_preview/preview.js\" data-version=\"{version}\" defer></script>"
    );
    let is_in = Cell::new(false);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("title", |title| {
            // A drawing in the page may have titles as well.
            if !is_in.replace(true) {
                title.after(&tags, ContentType::Html);
            }
            Ok(())
        }))
        .append_document_content_handler(end!(|end| {
            if !is_in.get() {
                end.append(&tags, ContentType::Html);
            }
            Ok(())
        }));
    rewrite_str(page, settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_in_the_head_once() {
        let page = "<!doctype html><html lang=\"vi\"><meta charset=utf-8><title>a</title></head>\
            <body><svg><title>b</title></svg></body></html>";
        let with = with_tags(page, 3).unwrap();
        assert_eq!(with.matches("preview.js\" data-version=\"3\" defer></script>").count(), 1);
        let (before, _) = with.split_once("<link rel=\"stylesheet\" href=\"/_preview/").unwrap();
        assert!(before.ends_with("<title>a</title>"), "{with}");
        assert!(with_tags("<p>a</p>", 3).unwrap().starts_with("<p>a</p><link "));
    }

    #[test]
    fn a_preview_has_no_name() {
        for host in ["127.0.0.1:8090", "localhost:8090", "localhost", "[::1]:8090", "192.168.1.9"] {
            assert!(is_an_address(host), "{host}");
        }
        for host in ["evil.example:8090", "127.0.0.1.evil.example", "", "localhost.evil.example"] {
            assert!(!is_an_address(host), "{host}");
        }
    }
}
