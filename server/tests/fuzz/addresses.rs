//! Addresses, paths and tags of languages.

use bantin_model::path::Frame;
use bantin_model::{Link, Route, language};

use crate::{Target, safe};

pub const LINK: Target = Target {
    name: "link",
    run: link,
    corpus: &[
        b"https://www.example.org:8080/a/b?c=d#e",
        b"//example.org/x",
        b"/media/0123456789abcdef.jpg",
        b"../x.jpg?y",
        b"mailto:toasoan@example.org?subject=Tin",
        b"https://evil.example\\@good.example/",
        b"https:\\\\evil.example\\x",
        b"https://[2001:db8::1]:80/",
        "https://báo.example/Cầu gỗ".as_bytes(),
    ],
    words: &[
        "http:",
        "https:",
        "mailto:",
        "tel:",
        "ftp:",
        "file:",
        "blob:",
        "javascript:",
        "://",
        "///",
        "\\",
        "@",
        ":",
        "..",
        "/./",
        "//",
        "?",
        "#",
        "%2f",
        "%5c",
        "[::1]",
        "127.1",
        "xn--",
        "ß",
        "。",
        "\u{a0}",
        "\u{2028}",
        "\u{7f}",
        "\u{9f}",
    ],
    inputs: 20_000,
};

pub const ROUTE: Target = Target {
    name: "route",
    run: route,
    corpus: &[
        b"/articles/cau-go-ben-dinh/",
        b"/en/pages/3/",
        b"/sections/thoi-su/pages/2/",
        b"/archive/2023-08/",
        b"/search/?q=c%E1%BA%A7u+g%E1%BB%97&page=2",
        b"/en/search/?q=*",
        b"/embed/rating/cau-go/",
        b"/embed/latest/",
        b"/saved/",
    ],
    words: &[
        "articles/",
        "pages/",
        "sections/",
        "tags/",
        "authors/",
        "archive/",
        "about/",
        "search/",
        "saved/",
        "embed/",
        "api/v1/",
        "en/",
        "?q=",
        "&page=",
        "%20",
        "%2e%2e/",
        "index.html",
        "4294967295",
        "01",
    ],
    inputs: 20_000,
};

pub const LANGUAGE: Target = Target {
    name: "language",
    run: tag,
    corpus: &[
        b"vi",
        b"en-GB",
        b"zh-Hant-TW",
        b"en-US-u-islamcal",
        b"sl-rozaj-biske-1994",
        b"vi-x-a-b",
    ],
    words: &["-", "_", "x", "u", "VI", "hant", "419", "\"><script>", "../"],
    inputs: 20_000,
};

/// What is taken is safe and stays as it is; so does the host a reader is told.
fn link(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(link) = Link::new(&text) {
        safe::address(link.as_str());
        safe::again(&link);
    }
}

/// A path and its route are the same thing: the route's own path leads to it, and nowhere else.
fn route(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    for base in ["/", "/bao/"] {
        let Some(route) = Route::parse(path, base) else { continue };
        let route = route.with_query(query);
        if route == Route::Unknown {
            continue;
        }
        let own = route.path(base);
        safe::address(&own);
        let (path, query) = own.split_once('?').unwrap_or((&own, ""));
        assert_eq!(Route::parse(path, base).map(|route| route.with_query(query)), Some(route));
    }
    if let Some(frame) = Frame::parse(path) {
        safe::address(&format!("/{}", frame.path()));
        assert_eq!(Frame::parse(&frame.path()), Some(frame));
    }
}

/// A tag is one when it is read again, and safe in a path and in an attribute.
fn tag(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(tag) = language::tag(&text) {
        safe::tag(&tag);
        assert!(tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{tag}");
    }
    if let Some(primary) = language::primary(&text) {
        safe::tag(&primary);
        assert!(matches!(primary.len(), 2 | 3), "{primary}");
    }
}
