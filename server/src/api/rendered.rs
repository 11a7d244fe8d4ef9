//! An answer of the read tree: its bytes, its tag, its encodings, kept for a moment.
//!
//! An article that was rated or read is made anew within [`SOON`], so that a burst of votes does not mean
//! a burst of pages; everything is dropped when something is imported; besides that nothing is older than
//! [`AGE`] (views and ratings of other articles in a list).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bantin_media::packed;
use sha2::{Digest, Sha256};

const AGE: Duration = Duration::from_secs(10);
const SOON: Duration = Duration::from_millis(500);
/// Answers kept at most; a crawl does not fill the memory.
const MOST: usize = 4096;

/// One answer.
pub struct Rendered {
    body: Bytes,
    tag: HeaderValue,
    media_type: HeaderValue,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Rendered {
    /// `body` of this media type.
    pub fn new(body: Vec<u8>, media_type: &'static str) -> Self {
        let digest = Sha256::digest(&body);
        let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self {
            body: body.into(),
            tag: HeaderValue::from_str(&format!("\"{hex}\""))
                .unwrap_or(HeaderValue::from_static("\"\"")),
            media_type: HeaderValue::from_static(media_type),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// The answer to a request with these headers: 304 when the asker has it already.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=0, must-revalidate"),
        );
        if self.is_known_to(request) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, self.media_type.clone());
        let (body, encoding) = match wanted(request) {
            Encoding::Brotli => (self.brotli(), Some("br")),
            Encoding::Gzip => (self.gzip(), Some("gzip")),
            Encoding::Identity => (self.body.clone(), None),
        };
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = Body::from(body);
        response
    }

    fn is_known_to(&self, request: &HeaderMap) -> bool {
        let Ok(tag) = self.tag.to_str() else { return false };
        request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(
            |tags| {
                tags.split(',')
                    .map(|known| known.trim().trim_start_matches("W/"))
                    .any(|known| known == tag || known == "*")
            },
        )
    }

    fn brotli(&self) -> Bytes {
        self.brotli.get_or_init(|| packed::brotli(&self.body).into()).clone()
    }

    fn gzip(&self) -> Bytes {
        self.gzip.get_or_init(|| packed::gzip(&self.body).into()).clone()
    }
}

/// The encoding a request takes: Brotli before gzip before none; `q=0` is a refusal.
fn wanted(request: &HeaderMap) -> Encoding {
    let accepted = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            pieces.next() == Some(name)
                && !pieces.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// Answers of the last seconds, by path.
#[derive(Default)]
pub struct Cache {
    entries: RwLock<HashMap<String, Entry>>,
}

struct Entry {
    since: Instant,
    until: Instant,
    rendered: Arc<Rendered>,
}

impl Cache {
    pub fn get(&self, path: &str) -> Option<Arc<Rendered>> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(path)?;
        (Instant::now() < entry.until).then(|| Arc::clone(&entry.rendered))
    }

    pub fn put(&self, path: &str, rendered: &Arc<Rendered>) {
        let since = Instant::now();
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST {
            entries.retain(|_, entry| since < entry.until);
            if entries.len() >= MOST {
                entries.clear();
            }
        }
        let entry = Entry { since, until: since + AGE, rendered: Arc::clone(rendered) };
        entries.insert(path.to_owned(), entry);
    }

    /// The answer at `path` is out of date; it may stand until it is [`SOON`] old.
    pub fn outdate(&self, path: &str) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get_mut(path) {
            entry.until = entry.until.min(entry.since + SOON);
        }
    }

    pub fn clear(&self) {
        self.entries.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_asker_who_has_it_gets_no_body() {
        let rendered = Rendered::new(b"{}".to_vec(), "application/json");
        let tag = rendered.tag.to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let response = rendered.respond(&headers(header::IF_NONE_MATCH, &known));
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
        }
        let response = rendered.respond(&headers(header::IF_NONE_MATCH, "\"x\""));
        assert_eq!(response.status(), StatusCode::OK);
    }

    #[test]
    fn encodings_are_negotiated() {
        let wanted = |value: &str| wanted(&headers(header::ACCEPT_ENCODING, value));
        assert!(wanted("gzip, deflate, br") == Encoding::Brotli);
        assert!(wanted("gzip, br;q=0") == Encoding::Gzip);
        assert!(wanted("deflate") == Encoding::Identity);
    }
}
