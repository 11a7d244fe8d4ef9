//! One spelling for each address: other spellings are read as the same, or redirected.

use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

/// Writes the address of `request` in the site's spelling where the two mean the same (`%61` is `a`). Where another
/// address is meant (`//x`, `/index.html`), answers the redirect to it.
pub fn tidied(request: &mut Request) -> Option<Response> {
    let uri = request.uri();
    let plain = plain(uri.path());
    if let Some(path) = meant(&plain) {
        return Some(leads_to(&path, uri.query()));
    }
    if plain != uri.path()
        && let Some(uri) = with_path(uri, &plain)
    {
        *request.uri_mut() = uri;
    }
    None
}

/// `path` with this query.
pub fn with_query(path: &str, query: Option<&str>) -> String {
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// A permanent redirect to `path` of this site, with this query.
pub fn leads_to(path: &str, query: Option<&str>) -> Response {
    let location = with_query(path, query);
    match HeaderValue::from_str(&location) {
        Ok(location) => {
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        Err(_) => (StatusCode::BAD_REQUEST, "This address cannot be read.\n").into_response(),
    }
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let whole = with_query(path, uri.query());
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(whole.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

/// The path with letters, digits, `-`, `.`, `_` and `~` decoded: percent-encoded they mean the same (RFC 3986,
/// 6.2.2.2).
fn plain(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.map(char::from).filter(|c| c.is_ascii_alphanumeric() || "-._~".contains(*c)) {
            Some(c) => {
                out.push(c);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The address that is meant by a path with doubled slashes, or with the file name of a folder's page.
fn meant(path: &str) -> Option<String> {
    let mut meant = path.to_owned();
    while meant.contains("//") {
        meant = meant.replace("//", "/");
    }
    if let Some(folder) = meant.strip_suffix("/index.html") {
        meant = format!("{folder}/");
    }
    // Never `/\elsewhere`, which browsers read as `//elsewhere`.
    (meant != path && meant.starts_with('/') && !meant.starts_with("/\\")).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(address: &str) -> Result<String, String> {
        let mut request = Request::new(axum::body::Body::empty());
        *request.uri_mut() = address.parse().unwrap();
        match tidied(&mut request) {
            Some(response) => {
                assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
                Err(response.headers()[header::LOCATION].to_str().unwrap().to_owned())
            }
            None => Ok(request.uri().to_string()),
        }
    }

    #[test]
    fn what_means_the_same_is_read_the_same() {
        for (asked, read) in [
            ("/articles/mot/?q=%61", "/articles/mot/?q=%61"),
            ("/%61rticles/m%6Ft/", "/articles/mot/"),
            ("/a%2Fb%25%C3%A1%zz%", "/a%2Fb%25%C3%A1%zz%"),
            ("/%2561/", "/%2561/"),
            ("/%5Celsewhere.example", "/%5Celsewhere.example"),
            ("*", "*"),
        ] {
            assert_eq!(answer(asked), Ok(read.to_owned()), "{asked}");
        }
    }

    #[test]
    fn another_address_leads_on_and_never_elsewhere() {
        for (asked, to) in [
            ("/a//b///?x=1", "/a/b/?x=1"),
            ("//elsewhere.example/", "/elsewhere.example/"),
            ("///elsewhere.example", "/elsewhere.example"),
            ("/index.html", "/"),
            ("/en/index.html?x", "/en/?x"),
            ("//index.html", "/"),
            ("/index%2ehtml", "/"),
        ] {
            assert_eq!(answer(asked), Err(to.to_owned()), "{asked}");
        }
    }
}
