//! An answer of the read tree or of the site, in one coding, with its ETag.

use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bantin_media::packed;
use sha2::{Digest, Sha256};

/// A body up to this size, in bytes, fits into one packet with its headers, so packing would not make it arrive
/// earlier.
const SMALL: usize = 1_000;

/// The coding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    Brotli,
    Gzip,
    Identity,
}

/// A body as it is sent, with its tag.
#[derive(Clone, Debug)]
pub struct Rendered {
    body: Bytes,
    coding: Coding,
    /// A hash of the body before it was packed.
    digest: String,
    media_type: &'static str,
    /// The policy of the page in it.
    policy: Option<HeaderValue>,
    /// When making it began: later changes may not be in it.
    pub made: Instant,
}

impl Rendered {
    /// `body` with this media type, made from the content at `made`.
    pub fn new(body: Vec<u8>, media_type: &'static str, made: Instant) -> Self {
        let digest = Sha256::digest(&body);
        let digest = hex::encode(digest.get(..12).unwrap_or(&digest));
        let (body, coding) = (body.into(), Coding::Identity);
        Self { body, coding, digest, media_type, policy: None, made }
    }

    /// The same with a Content Security Policy that fits the page.
    #[must_use]
    pub fn with_policy(self, policy: Option<HeaderValue>) -> Self {
        Self { policy, ..self }
    }

    /// About how many bytes of memory it takes.
    pub fn weight(&self) -> usize {
        self.body.len() + self.digest.len() + size_of::<Self>()
    }

    /// Whether packing makes it arrive earlier.
    pub fn is_packable(&self) -> bool {
        self.body.len() > SMALL
    }

    /// The same, packed; this takes milliseconds. Unchanged parts are taken from `older`.
    #[must_use]
    pub fn packed(&self, coding: Coding, older: Option<&Self>) -> Self {
        let body = match older.filter(|older| older.digest == self.digest) {
            Some(older) => older.body.clone(),
            None => match coding {
                Coding::Brotli => packed::brotli(&self.body).into(),
                Coding::Gzip => packed::gzip(&self.body).into(),
                Coding::Identity => self.body.clone(),
            },
        };
        Self { body, coding, ..self.clone() }
    }

    /// The ETag in this coding: other bytes have another ETag.
    fn tag(&self, coding: Coding) -> String {
        let end = match coding {
            Coding::Brotli => "-br",
            Coding::Gzip => "-gz",
            Coding::Identity => "",
        };
        format!("\"{}{end}\"", self.digest)
    }

    /// The coding for an answer to `request`.
    pub fn coding_for(&self, request: &HeaderMap) -> Coding {
        if self.coding == Coding::Identity && !self.is_packable() {
            return Coding::Identity;
        }
        wanted(request)
    }

    /// 304, if the client has it already in this coding.
    pub fn if_known(&self, request: &HeaderMap, coding: Coding) -> Option<Response> {
        let tag = self.tag(coding);
        let values = request.get_all(header::IF_NONE_MATCH).iter();
        let mut known = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|tags| tags.split(','))
            .map(|known| known.trim().trim_start_matches("W/"));
        known.any(|known| known == tag || known == "*").then(|| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            self.say(&mut response, coding);
            response
        })
    }

    /// Sets the headers that all answers with it have.
    fn say(&self, response: &mut Response, coding: Coding) {
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&self.tag(coding)) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(policy) = &self.policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=0, must-revalidate"),
        );
    }

    /// All of it: 200, or 304 when the asker has it already.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        if let Some(known) = self.if_known(request, self.coding) {
            return known;
        }
        let mut response = Response::new(Body::from(self.body.clone()));
        self.say(&mut response, self.coding);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        let coding = match self.coding {
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gzip"),
            Coding::Identity => None,
        };
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        response
    }
}

/// The encoding a request takes: Brotli before gzip before none; `q=0` is a refusal.
pub fn wanted(request: &HeaderMap) -> Coding {
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
        Coding::Brotli
    } else if takes("gzip") {
        Coding::Gzip
    } else {
        Coding::Identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    fn rendered(text: &str) -> Rendered {
        Rendered::new(text.as_bytes().to_vec(), "application/json", Instant::now())
    }

    #[test]
    fn the_asker_who_has_it_gets_no_body() {
        let plain = rendered(&"Bản Tin ".repeat(500));
        for coding in [Coding::Identity, Coding::Gzip, Coding::Brotli] {
            let packed = plain.packed(coding, None);
            let tag = packed.tag(coding);
            for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()]
            {
                let response = packed.respond(&headers(header::IF_NONE_MATCH, &known));
                assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
                assert_eq!(response.headers()[header::ETAG], tag);
            }
            let response = packed.respond(&headers(header::IF_NONE_MATCH, "\"x\""));
            assert_eq!(response.status(), StatusCode::OK);
        }
    }

    #[test]
    fn other_bytes_have_another_tag() {
        let plain = rendered(&"Bản Tin ".repeat(500));
        let tags = [Coding::Identity, Coding::Gzip, Coding::Brotli].map(|c| plain.tag(c));
        assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
        let has_plain = headers(header::IF_NONE_MATCH, &tags[0]);
        assert_eq!(plain.packed(Coding::Gzip, None).respond(&has_plain).status(), StatusCode::OK);
    }

    #[test]
    fn what_did_not_change_is_not_packed_again() {
        let (plain, other) = (rendered(&"Bản Tin ".repeat(500)), rendered(&"Khác ".repeat(500)));
        let older = plain.packed(Coding::Brotli, None);
        let again = plain.packed(Coding::Brotli, Some(&older));
        assert_eq!(again.body.as_ptr(), older.body.as_ptr());
        let new = other.packed(Coding::Brotli, Some(&older));
        assert_ne!(new.body, older.body);
    }

    #[test]
    fn what_fits_into_one_packet_is_sent_as_it_is() {
        let takes_all = headers(header::ACCEPT_ENCODING, "gzip, br");
        assert_eq!(rendered("{}").coding_for(&takes_all), Coding::Identity);
        assert_eq!(rendered(&"x".repeat(2_000)).coding_for(&takes_all), Coding::Brotli);
    }

    #[test]
    fn encodings_are_negotiated() {
        let wanted = |value: &str| wanted(&headers(header::ACCEPT_ENCODING, value));
        assert!(wanted("gzip, deflate, br") == Coding::Brotli);
        assert!(wanted("gzip, br;q=0") == Coding::Gzip);
        assert!(wanted("deflate") == Coding::Identity);
    }
}
