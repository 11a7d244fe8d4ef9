//! The log says why something failed and where, once a minute, and nothing of what strangers ask for.

use bantin_tests::addresses::{TABLE, ask};
use bantin_tests::serving::Serving;

use crate::serving::Folders;

#[test]
fn a_failure_is_logged_with_its_path_and_its_cause_once() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    assert_eq!(ask(server.port, "GET", "/api/v1/articles/mot.json", "").unwrap().status, 200);
    // What an article is made of cannot be read any more.
    let store = rusqlite::Connection::open(folders.data().join("bantin.sqlite")).unwrap();
    store.execute("UPDATE record SET card = '{' WHERE slug = 'one'", []).unwrap();
    for _ in 0..20 {
        let said = ask(server.port, "GET", "/api/v1/articles/one.json", "").unwrap();
        assert_eq!(said.status, 500);
        assert_eq!(said.header("content-type"), "application/problem+json");
    }
    let page = ask(server.port, "GET", "/articles/one/", "").unwrap();
    assert_eq!(page.status, 503);
    assert!(!page.body.is_empty());
    server.terminate();
    let (_, log) = server.ended();
    let failures: Vec<&String> =
        log.iter().filter(|line| line.contains("a request failed")).collect();
    assert!(!failures.is_empty(), "{log:#?}");
    let first = failures[0];
    assert!(first.contains("/api/v1/articles/one.json"), "{first}");
    assert!(first.contains("stored JSON cannot be read"), "{first}");
    // The page is another status; the same cause and status is said once.
    assert!(failures.len() <= 2, "{failures:#?}");
}

#[test]
fn what_strangers_ask_for_is_no_error() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[&folders.app()]);
    for row in TABLE {
        ask(server.port, "GET", row.address, "").unwrap();
        ask(server.port, "BREW", row.address, "").unwrap();
    }
    for broken in ["\u{16}\u{3}\u{1}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n"] {
        drop(server.send(broken));
    }
    let token = "Authorization: Bearer forged\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(ask(server.port, "PUT", "/api/v1/ratings/mot", token).unwrap().status, 401);
    server.terminate();
    let (_, log) = server.ended();
    let loud: Vec<&String> =
        log.iter().filter(|line| line.contains("ERROR") || line.contains("WARN")).collect();
    assert_eq!(loud, Vec::<&String>::new());
}
