//! What each address answers, and in which coding.

use bantin_tests::addresses::{On, ask, mismatches};
use bantin_tests::serving::Serving;

use crate::serving::Folders;

#[test]
fn every_address_of_the_table_answers_as_it_says() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    assert_eq!(mismatches(server.port, "/", On::Serve), Vec::<String>::new());
}

#[test]
fn no_error_has_an_empty_body_whatever_is_asked() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        for address in [
            "/",
            "/articles/mot/",
            "/media/khong-co.jpg",
            "/favicon.ico",
            "/robots.txt",
            "/healthz",
            "/api/v1/site.json",
            "/api/v1/khong-co",
            "/embed/v1.js",
            "/search/?q=do",
        ] {
            let said = ask(server.port, method, address, "Content-Length: 0\r\n").unwrap();
            let is_preflight = method == "OPTIONS" && address.starts_with("/api/v1/");
            if is_preflight {
                continue;
            }
            assert_eq!(said.status / 100, 4, "{method} {address}: {}", said.status);
            assert!(!said.body.is_empty(), "{method} {address}: {}", said.status);
        }
    }
    let range = ask(server.port, "GET", "/favicon.ico", "Range: bytes=999999-\r\n").unwrap();
    assert_eq!(range.status, 416);
    assert!(!range.body.is_empty());
    // The head of an error says how much there would be, and sends nothing.
    let head = ask(server.port, "HEAD", "/khong-co/", "").unwrap();
    assert_eq!((head.status, head.body.len()), (404, 0));
}

#[test]
fn without_an_app_there_are_data_pictures_and_words() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[]);
    for (address, status) in
        [("/", 404), ("/articles/mot/", 404), ("/favicon.ico", 200), ("/api/v1/site.json", 200)]
    {
        let said = ask(server.port, "GET", address, "").unwrap();
        assert_eq!((said.status, said.body.is_empty()), (status, false), "{address}");
    }
}

#[test]
fn each_coding_has_a_tag_of_its_own() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    let asked = |address: &str, coding: &str, tag: &str| {
        let more = format!("Accept-Encoding: {coding}\r\nIf-None-Match: {tag}\r\n");
        ask(server.port, "GET", address, &more).unwrap()
    };
    for address in ["/articles/mot/", "/api/v1/lists/latest.json", "/feeds/latest.xml"] {
        let tags = ["identity", "gzip", "br"].map(|coding| {
            let said = asked(address, coding, "\"x\"");
            assert_eq!(said.status, 200);
            let expected = if coding == "identity" { "" } else { coding };
            assert_eq!(said.header("content-encoding"), expected, "{address}");
            assert_eq!(said.header("vary").to_lowercase(), "accept-encoding");
            let tag = said.header("etag").to_owned();
            assert_eq!(asked(address, coding, &tag).status, 304, "{address} {coding}");
            tag
        });
        assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
        // The tag of other bytes is not the tag of these.
        assert_eq!(asked(address, "gzip", &tags[2]).status, 200);
    }
}

#[test]
fn what_the_newsroom_withdraws_is_gone_from_a_running_server() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    let status = |address: &str| ask(server.port, "GET", address, "").unwrap().status;
    assert_eq!((status("/articles/bon/"), status("/api/v1/articles/bon.json")), (200, 200));
    let slug = bantin_model::Slug::new("bon").unwrap();
    bantin_server::newsroom::remove(&folders.data(), &slug, None).unwrap();
    let started = std::time::Instant::now();
    while (status("/articles/bon/"), status("/api/v1/articles/bon.json")) != (410, 410) {
        assert!(started.elapsed() < std::time::Duration::from_secs(30), "it is still shown");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    // Found by its words no more, though the index that knew it may answer on for a moment.
    let said = ask(server.port, "GET", "/api/v1/search?q=chuyen+pha+dem", "").unwrap();
    let found = String::from_utf8(said.body).unwrap();
    assert!(said.status == 200 && !found.contains("articles/bon/"), "{found}");
}
