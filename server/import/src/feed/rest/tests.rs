//! Addresses of the interface, leads that are cut short, and how much of a site is read again.

#![allow(clippy::unwrap_used)]

use super::post::excerpt;
use super::*;

fn root(url: &str) -> Option<String> {
    Rest::root_of(&Url::parse(url).unwrap()).map(String::from)
}

#[test]
fn an_address_of_the_interface_tells_its_root() {
    for (url, expected) in [
        ("https://a.example/wp-json", Some("https://a.example/wp-json/")),
        (
            "https://a.example/tin/wp-json/wp/v2/posts?page=2#x",
            Some("https://a.example/tin/wp-json/"),
        ),
        ("https://a.example/?rest_route=/wp/v2/posts", Some("https://a.example/?rest_route=%2F")),
        ("https://a.example/wp-json-la-gi/", None),
        ("https://a.example/feed/", None),
    ] {
        assert_eq!(root(url).as_deref(), expected, "{url}");
    }
}

#[test]
fn pages_are_asked_for_with_and_without_readable_addresses() {
    let page = |url: &str| {
        let root = Rest::root_of(&Url::parse(url).unwrap()).unwrap();
        Rest { root, lang: None, web: Fetcher::new(None), since: None }.page(2, None).to_string()
    };
    let query = "per_page=50&page=2&orderby=id&order=asc&_embed=1";
    let readable = page("https://a.example/wp-json/");
    assert_eq!(readable, format!("https://a.example/wp-json/wp/v2/posts?{query}"));
    let bare = page("https://a.example/?rest_route=/");
    assert_eq!(bare, format!("https://a.example/?rest_route=%2Fwp%2Fv2%2Fposts&{query}"));
}

#[test]
fn what_wordpress_cut_short_is_no_lead() {
    assert_eq!(excerpt("<p>Chiều 10-8, sóng vượt [&hellip;]</p>\n"), "");
    assert_eq!(excerpt("<p>Chiều 10-8.</p>\n"), "<p>Chiều 10-8.</p>\n");
}

#[test]
fn less_is_read_of_a_site_only_while_nothing_went_away() {
    let mark = |total| Mark { changed: "a".to_owned(), newest: "b".to_owned(), total };
    let between = |old, new| Since::between(Some(&mark(old)), Some(&mark(new)));
    assert_eq!(between(3, 5).unwrap().more, 2);
    assert_eq!(between(3, 3).unwrap().more, 0);
    assert_eq!(between(3, 2), None);
    assert_eq!(Since::between(None, Some(&mark(1))), None);
}
