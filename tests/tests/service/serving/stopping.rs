//! Told to stop, the server finishes what is under way, and waits for nobody without end.

use std::io::Write;

use bantin_tests::addresses::ask;
use bantin_tests::serving::{Serving, rest};

use crate::serving::Folders;

/// A reader asks for a vote's token, and sends half of the request.
const HALF: &str = "POST /api/v1/readers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf";

#[test]
fn half_a_request_keeps_it_for_no_longer_than_it_may() {
    let folders = Folders::new();
    let options = ["--stop-seconds=1", "--head-seconds=3600", "--body-seconds=3600"];
    let server = Serving::start(&folders.data(), &options);
    let mut half_a_head = server.send("GET /api/v1/site.json HTTP/1.1\r\nHost: x\r\nX-Sl");
    let mut half_a_body = server.send(HALF);
    let _nothing = server.send("");
    server.until_counted("bantin_connections", |open| open >= 3);
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success(), "{log:#?}");
    let said = log.iter().find(|line| line.contains("did not end within the time for stopping"));
    assert!(said.is_some(), "{log:#?}");
    assert_eq!(rest(&mut half_a_head), "");
    assert_eq!(rest(&mut half_a_body), "");
}

#[test]
fn what_arrives_in_time_is_answered_and_ends_the_waiting() {
    let folders = Folders::new();
    // Without end, unless the request ends.
    let server = Serving::start(&folders.data(), &["--stop-seconds=3600"]);
    let mut stream = server.send("GET /api/v1/site.json HTTP/1.1\r\nHost: x\r\nX-Sl");
    let mut waiting = server.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    server.until_counted("bantin_connections", |open| open >= 2);
    server.terminate();
    server.says("stopping");
    // Who only waits is closed at once, having been answered.
    assert!(rest(&mut waiting).starts_with("HTTP/1.1 200"));
    stream.write_all(b"ow: 1\r\n\r\n").unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
    let (status, log) = server.ended();
    assert!(status.success(), "{log:#?}");
}

/// Browsers open connections that they may need later.
#[test]
fn who_has_asked_for_nothing_yet_does_not_keep_it() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &["--stop-seconds=3600", "--head-seconds=3600"]);
    let mut spare = server.send("");
    server.until_counted("bantin_connections", |open| open >= 2);
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success(), "{log:#?}");
    assert_eq!(rest(&mut spare), "");
}

#[test]
fn a_new_start_has_the_port_while_the_old_one_still_waits() {
    let folders = Folders::new();
    let old = Serving::start(&folders.data(), &["--stop-seconds=3600"]);
    let port = old.port;
    let mut held = old.send("GET /api/v1/site.json HTTP/1.1\r\nHost: x\r\nX-Sl");
    old.until_counted("bantin_connections", |open| open >= 2);
    old.terminate();
    old.says("stopping");
    let new = Serving::start_on(port, &folders.data(), &[]);
    assert_eq!(ask(port, "GET", "/api/v1/site.json", "").unwrap().status, 200);
    // The old one answers its own reader all the same.
    held.write_all(b"ow: 1\r\n\r\n").unwrap();
    assert!(rest(&mut held).starts_with("HTTP/1.1 200"));
    assert!(old.ended().0.success());
    assert_eq!(ask(new.port, "GET", "/healthz", "").unwrap().status, 200);
}
