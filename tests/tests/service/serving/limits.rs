//! Slow and many clients: each kind of waiting has its time, and readers are answered meanwhile.

use std::io::{Read, Write};
use std::net::TcpStream;

use bantin_tests::addresses::ask;
use bantin_tests::serving::{Serving, rest};

use crate::serving::Folders;

/// Times that do not end during a test.
const LONG: [&str; 6] = [
    "--head-seconds=3600",
    "--body-seconds=3600",
    "--answer-seconds=3600",
    "--stalled-seconds=3600",
    "--request-seconds=3600",
    "--idle-seconds=3600",
];

/// All times are long but this one.
fn long_but(option: &str) -> Vec<&str> {
    let name = option.split('=').next().unwrap();
    let others = LONG.into_iter().filter(|other| !other.starts_with(name));
    others.chain([option]).collect()
}

fn timed_out(what: &str) -> String {
    format!("bantin_connections_timed_out_total{{what=\"{what}\"}}")
}

#[test]
fn half_a_head_is_waited_for_no_longer_than_it_may() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &long_but("--head-seconds=1"));
    let mut nothing = server.send("");
    let mut half = server.send("GET / HTTP/1.1\r\nHost: x\r\nX-Sl");
    assert_eq!((rest(&mut nothing), rest(&mut half)), (String::new(), String::new()));
    assert_eq!(server.counted(&timed_out("head")), 2);
    // Also the head of a second request.
    let mut second =
        server.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHo");
    answered(&mut second);
    second.write_all(b"st: x\r\n").unwrap();
    assert_eq!(rest(&mut second), "");
    assert_eq!(server.counted(&timed_out("head")), 3);
}

#[test]
fn what_cannot_be_read_is_answered_with_words() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &[]);
    // It is refused before its end is there.
    let cookies = format!("GET / HTTP/1.1\r\nHost: x\r\nCookie: {}", "x".repeat(40_000));
    for (asked, status, said) in [
        (&*cookies, "431 ", "Delete the cookies of this site"),
        ("what is this\r\n\r\n", "400 ", "This is no request"),
        ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400 ", "This is no request"),
    ] {
        let answer = rest(&mut server.send(asked));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        assert!(body.contains(said), "{answer}");
        let length = format!("\r\ncontent-length: {}\r\n", body.len());
        assert!(head.contains(&length), "{answer}");
    }
}

/// Reads one answer without a body that is longer than one read.
fn answered(stream: &mut TcpStream) {
    let mut answer = [0; 4096];
    let read = stream.read(&mut answer).unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
}

#[test]
fn half_a_body_is_waited_for_no_longer_than_it_may() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &long_but("--body-seconds=1"));
    let mut half = server.send(
        "PUT /api/v1/ratings/mot HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"sta",
    );
    let answer = rest(&mut half);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("urn:bantin:problem:timeout"), "{answer}");
}

#[test]
fn who_only_waits_is_closed_after_a_while() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &long_but("--idle-seconds=1"));
    let mut idle = server.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(rest(&mut idle).starts_with("HTTP/1.1 200"));
    assert_eq!(server.counted(&timed_out("idle")), 1);
}

/// An answer of many megabytes, of which the client takes nothing.
fn a_client_that_takes_nothing(server: &Serving, folders: &Folders) -> TcpStream {
    let media = folders.data().join("media");
    std::fs::create_dir_all(&media).unwrap();
    std::fs::write(media.join("large.jpg"), vec![7; 64 << 20]).unwrap();
    server.send("GET /media/large.jpg HTTP/1.1\r\nHost: x\r\n\r\n")
}

#[test]
fn a_client_that_takes_nothing_is_closed() {
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &long_but("--stalled-seconds=1"));
    let _stream = a_client_that_takes_nothing(&server, &folders);
    server.until_counted(&timed_out("stalled"), |count| count == 1);
    let folders = Folders::new();
    let server = Serving::start(&folders.data(), &long_but("--request-seconds=1"));
    let _stream = a_client_that_takes_nothing(&server, &folders);
    server.until_counted(&timed_out("request"), |count| count == 1);
}

#[test]
fn an_address_has_its_share_and_others_are_answered() {
    let folders = Folders::new();
    let options = [&LONG[..], &["--connections-per-address=4"]].concat();
    let server = Serving::start(&folders.data(), &options);
    let _half: Vec<TcpStream> = (0..4).map(|_| half_from(&server, [127, 0, 0, 2])).collect();
    server.until_counted("bantin_connections", |open| open == 5);
    let mut refused = half_from(&server, [127, 0, 0, 2]);
    let said = rest(&mut refused);
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("retry-after: 5"), "{said}");
    assert!(said.ends_with('}'), "{said}");
    assert_eq!(server.counted("bantin_connections_refused_total{limit=\"address\"}"), 1);
    // It is told where an operator's own proxy would be named.
    assert!(server.says("has its share").contains("--trusted-proxy"));
    assert_eq!(ask(server.port, "GET", "/api/v1/site.json", "").unwrap().status, 200);
}

#[test]
fn a_trusted_proxy_has_no_share() {
    let folders = Folders::new();
    let more = ["--connections-per-address=4", "--trusted-proxy=127.0.0.2"];
    let server = Serving::start(&folders.data(), &[&LONG[..], &more].concat());
    let _half: Vec<TcpStream> = (0..40).map(|_| half_from(&server, [127, 0, 0, 2])).collect();
    server.until_counted("bantin_connections", |open| open == 41);
}

fn half_from(server: &Serving, address: [u8; 4]) -> TcpStream {
    let mut stream = server.connect_from(address);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Sl").unwrap();
    stream
}

#[test]
fn when_all_places_are_taken_who_waited_longest_makes_room_for_a_reader() {
    let folders = Folders::new();
    let more = ["--connections=20", "--connections-per-address=0"];
    let server = Serving::start(&folders.data(), &[&LONG[..], &more].concat());
    let half: Vec<TcpStream> = (0..100).map(|_| half_from(&server, [127, 0, 0, 2])).collect();
    // In the moment in which all of them come, nobody else may be let in. A refusal counts nothing.
    server.until_counted("bantin_connections", |open| (1..=21).contains(&open));
    for _ in 0..20 {
        assert_eq!(ask(server.port, "GET", "/api/v1/site.json", "").unwrap().status, 200);
    }
    assert!(server.counted("bantin_connections_made_room_total") > 0);
    server.until_counted("bantin_connections", |open| (1..=21).contains(&open));
    drop(half);
}

/// Most of what a client may do to keep places from others: thousands of connections of many addresses, each with
/// half a request. They are gone after the time for a head, and a reader is answered meanwhile.
#[test]
fn thousands_of_half_open_connections_go_and_a_reader_is_answered_meanwhile() {
    let folders = Folders::new();
    let app = folders.app();
    let server = Serving::start(&folders.data(), &["--head-seconds=5", &app]);
    let raised = std::process::Command::new("prlimit")
        .args(["--pid", &std::process::id().to_string(), "--nofile=16384"])
        .status();
    assert!(raised.unwrap().success());
    let mut half = Vec::new();
    for number in 0..5_000_u16 {
        let [_, part] = (number / 200).to_be_bytes();
        half.push(half_from(&server, [127, 0, 1, part + 1]));
    }
    assert_eq!(ask(server.port, "GET", "/articles/mot/", "").unwrap().status, 200);
    for mut stream in half {
        rest(&mut stream);
    }
    server.until_counted("bantin_connections", |open| open == 1);
    assert_eq!(server.counted(&timed_out("head")), 5_000);
}

#[test]
fn without_file_descriptors_it_says_so_and_goes_on() {
    let folders = Folders::new();
    let more = ["--connections=5000", "--connections-per-address=0"];
    let server = Serving::start_with_files(200, &folders.data(), &[&LONG[..], &more].concat());
    let half: Vec<TcpStream> = (0..400).map(|_| half_from(&server, [127, 0, 0, 2])).collect();
    // In the moment in which all of them come, nobody else may be let in.
    server.until_counted("bantin_connections", |open| (1..=101).contains(&open));
    // Fewer places than wanted, so that the store has files left.
    assert_eq!(ask(server.port, "GET", "/api/v1/site.json", "").unwrap().status, 200);
    // Even when the system gives it fewer than it has.
    let lower = |files: u32| {
        let pid = server.pid().to_string();
        let limit = format!("--nofile={files}:200");
        let status = std::process::Command::new("prlimit").args(["--pid", &pid, &limit]).status();
        assert!(status.unwrap().success());
    };
    lower(10);
    let mut waiting = server.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(server.says("cannot be taken").contains("Too many open files"));
    lower(200);
    assert!(rest(&mut waiting).starts_with("HTTP/1.1 200"));
    assert_eq!(ask(server.port, "GET", "/api/v1/site.json", "").unwrap().status, 200);
    drop(half);
}

#[test]
fn a_network_searches_as_often_as_it_may_and_reads_on() {
    let folders = Folders::new();
    let app = folders.app();
    let server = Serving::start(&folders.data(), &["--searches-per-minute=3", &app]);
    for _ in 0..3 {
        assert_eq!(ask(server.port, "GET", "/api/v1/search?q=do", "").unwrap().status, 200);
    }
    let refused = ask(server.port, "GET", "/api/v1/search?q=do", "").unwrap();
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() <= 21);
    let page = ask(server.port, "GET", "/search/?q=do", "").unwrap();
    assert_eq!((page.status, page.header("content-type")), (429, "text/html; charset=utf-8"));
    assert!(!page.header("retry-after").is_empty() && !page.body.is_empty());
    // The page before anything is asked, and all others, are no searches.
    for address in ["/search/", "/articles/mot/", "/api/v1/search/index.json"] {
        assert_eq!(ask(server.port, "GET", address, "").unwrap().status, 200, "{address}");
    }
}
