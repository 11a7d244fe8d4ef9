//! Serves the files of an app inside the program, packed as the client accepts it where packed copies exist.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use bantin_media::{hash16, packed};

use crate::api::rendered::{Coding, wanted};

/// Files by path.
pub struct Inside(BTreeMap<String, File>);

struct File {
    bytes: Bytes,
    /// Its ETag.
    tag: String,
}

impl Inside {
    /// The files whose path begins with `below`, by the rest of their path.
    pub fn new(files: &BTreeMap<String, Bytes>, below: &str) -> Self {
        let file = |(name, bytes): (&String, &Bytes)| {
            let tag = format!("\"{}\"", hash16(bytes));
            Some((name.strip_prefix(below)?.to_owned(), File { bytes: bytes.clone(), tag }))
        };
        Self(files.iter().filter_map(file).collect())
    }

    /// The file `name` for `request`; `None` when there is none.
    pub fn answer(&self, name: &str, request: &Parts) -> Option<Response<Body>> {
        let plain = self.0.get(name)?;
        let packed = match wanted(&request.headers) {
            Coding::Brotli => self.0.get(&packed::brotli_of(name)).map(|file| (file, "br")),
            Coding::Gzip => self.0.get(&packed::gzip_of(name)).map(|file| (file, "gzip")),
            Coding::Identity => None,
        };
        let file = packed.map_or(plain, |(file, _)| file);
        let mut response = Response::new(Body::empty());
        let known = request.headers.get_all(header::IF_NONE_MATCH).iter();
        let mut known =
            known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        if known.any(|tag| [file.tag.as_str(), "*"].contains(&tag.trim().trim_start_matches("W/")))
        {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else if request.method != Method::HEAD {
            *response.body_mut() = Body::from(file.bytes.clone());
        }
        let is_known = response.status() == StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::from_str(&file.tag).ok()?);
        if is_known {
            return Some(response);
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes.len()));
        let media_type =
            mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if let Some((_, coding)) = packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn inside() -> Inside {
        let files =
            [("a.js", "plain"), ("a.js.br", "brotli"), ("a.js.gz", "gzip"), ("embed/b.wasm", "b")];
        let files =
            files.map(|(name, text)| (name.to_owned(), Bytes::from_static(text.as_bytes())));
        Inside::new(&files.into(), "")
    }

    fn asking(name: header::HeaderName, value: &str) -> Parts {
        Request::builder().header(name, value).body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_file_comes_packed_as_the_asker_takes_it() {
        for (takes, coding, length) in
            [("br, gzip", Some("br"), 6), ("gzip", Some("gzip"), 4), ("", None, 5)]
        {
            let answer = inside().answer("a.js", &asking(header::ACCEPT_ENCODING, takes)).unwrap();
            let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!(header(header::CONTENT_ENCODING), coding);
            assert_eq!(header(header::CONTENT_LENGTH), Some(&*length.to_string()));
            assert_eq!(header(header::CONTENT_TYPE), Some("text/javascript"));
        }
        let wasm = inside().answer("embed/b.wasm", &asking(header::ACCEPT_ENCODING, "br")).unwrap();
        assert_eq!(wasm.headers()[header::CONTENT_TYPE], "application/wasm");
        assert!(inside().answer("../a.js", &asking(header::ACCEPT_ENCODING, "br")).is_none());
    }

    #[test]
    fn who_has_a_file_is_told_so() {
        let answer = inside().answer("a.js", &asking(header::ACCEPT_ENCODING, "br")).unwrap();
        let tag = answer.headers()[header::ETAG].to_str().unwrap().to_owned();
        let mut again = asking(header::ACCEPT_ENCODING, "br");
        again.headers.insert(header::IF_NONE_MATCH, format!("\"x\", W/{tag}").parse().unwrap());
        assert_eq!(inside().answer("a.js", &again).unwrap().status(), StatusCode::NOT_MODIFIED);
        // Packed otherwise it is another one.
        again.headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        assert_eq!(inside().answer("a.js", &again).unwrap().status(), StatusCode::OK);
    }
}
