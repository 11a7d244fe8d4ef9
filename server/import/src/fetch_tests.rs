#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::guard::is_local;
use super::*;

/// A web server on this machine that answers with what it was given, until the test ends.
pub struct Server {
    pub url: Url,
}

impl Server {
    /// Answers a path with a status, a header and a body. `{origin}` in them is its own address.
    pub fn start(
        pages: impl IntoIterator<Item = (&'static str, (u16, &'static str, Vec<u8>))>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let origin = url.as_str().trim_end_matches('/').to_owned();
        let pages: HashMap<_, _> = pages.into_iter().collect();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = answer(stream, &pages, &origin);
            }
        });
        Self { url }
    }

    pub fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }
}

fn answer(
    mut stream: TcpStream,
    pages: &HashMap<&'static str, (u16, &'static str, Vec<u8>)>,
    origin: &str,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let missing = (404, "X-None: 1", b"khong co".to_vec());
    let (status, header, body) = pages.get(path).unwrap_or(&missing);
    let body = match String::from_utf8(body.clone()) {
        Ok(text) => text.replace("{origin}", origin).into_bytes(),
        Err(_) => body.clone(),
    };
    let header = header.replace("{origin}", origin);
    let len = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} x\r\nContent-Length: {len}\r\nConnection: close\r\n{header}\r\n\r\n"
    )?;
    stream.write_all(&body)
}

#[test]
fn the_named_host_is_fetched_and_others_in_here_are_not() {
    let server = Server::start([("/a", (200, "X-A: 1", b"tin".to_vec()))]);
    let a = server.at("a");
    assert_eq!(Fetcher::new(Some(&server.url)).get(&a, 10), Ok(b"tin".to_vec()));
    assert_eq!(Fetcher::new(None).get(&a, 10), Err(FetchError::LocalAddress));
    let other = Url::parse("http://127.0.0.1:1/").unwrap();
    assert_eq!(Fetcher::new(Some(&other)).get(&a, 10), Err(FetchError::LocalAddress));
    for local in
        ["http://localhost/", "http://[::1]/", "http://169.254.169.254/x", "http://2130706433/"]
    {
        let url = Url::parse(local).unwrap();
        assert_eq!(Fetcher::new(None).get(&url, 10), Err(FetchError::LocalAddress), "{local}");
    }
}

/// A host that takes every connection and never says anything, and how many it took.
pub fn silent() -> (Url, std::sync::Arc<AtomicUsize>) {
    stopping_after(b"")
}

/// A host that says this to everybody and then nothing more, and how many connections it took.
fn stopping_after(words: &'static [u8]) -> (Url, std::sync::Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let taken = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for mut stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.write_all(words);
            held.push(stream);
        }
    });
    (url, taken)
}

/// For tests that wait in vain.
pub const SHORT: Patience =
    Patience { answer: Duration::from_millis(200), whole: Duration::from_secs(20) };

#[test]
fn a_host_that_does_not_answer_is_waited_for_once() {
    let (url, taken) = silent();
    let fetcher = Fetcher::with_patience(Some(&url), SHORT);
    assert_eq!(fetcher.get(&url.join("hang0.jpg").unwrap(), 10), Err(FetchError::Timeout));
    assert_eq!(fetcher.get(&url.join("hang1.jpg").unwrap(), 10), Err(FetchError::GivenUp));
    assert_eq!(taken.load(Ordering::SeqCst), 1);
    // Several at a time as well.
    let (url, taken) = silent();
    let fetcher = Fetcher::with_patience(Some(&url), SHORT);
    let urls: Vec<Url> = (0..20).map(|n| url.join(&format!("{n}.jpg")).unwrap()).collect();
    assert_eq!(fetcher.fetch_ahead(&urls, 10), 0);
    assert_eq!(fetcher.get(&urls[0], 10), Err(FetchError::Timeout));
    assert_eq!(fetcher.get(&urls[19], 10), Err(FetchError::GivenUp));
    assert_eq!(taken.load(Ordering::SeqCst), 1);
}

#[test]
fn the_host_that_is_silent_is_given_up_and_not_the_one_that_leads_there() {
    let (dead, taken) = silent();
    let target: &'static str = format!("Location: {dead}").leak();
    let server = Server::start([
        ("/away", (302, target, Vec::new())),
        ("/here", (200, "X-A: 1", b"tin".to_vec())),
    ]);
    let host = |url: &Url| authority(url).map(|(host, port)| format!("{host}:{port}"));
    let private = [host(&dead).unwrap().parse().unwrap()];
    let fetcher = Fetcher::guarded(Guard::of(Some(&server.url), &private), SHORT);
    assert_eq!(fetcher.get(&server.at("away"), 10), Err(FetchError::Timeout));
    assert_eq!(fetcher.get(&server.at("here"), 10), Ok(b"tin".to_vec()));
    assert_eq!(fetcher.get(&server.at("away"), 10), Err(FetchError::GivenUp));
    assert_eq!(fetcher.get(&dead, 10), Err(FetchError::GivenUp));
    assert_eq!(taken.load(Ordering::SeqCst), 1);
    // Whoever asks anew waits for it again, also where another host leads there.
    fetcher.forgive();
    assert_eq!(fetcher.get(&server.at("away"), 10), Err(FetchError::Timeout));
    assert_eq!(taken.load(Ordering::SeqCst), 2);
}

#[test]
fn a_host_that_stops_in_the_middle_is_given_up() {
    let (url, taken) = stopping_after(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntin");
    let patience = Patience { answer: Duration::from_millis(200), whole: Duration::from_secs(1) };
    let fetcher = Fetcher::with_patience(Some(&url), patience);
    assert_eq!(fetcher.get(&url.join("a.jpg").unwrap(), 10), Err(FetchError::Timeout));
    assert_eq!(fetcher.get(&url.join("b.jpg").unwrap(), 10), Err(FetchError::GivenUp));
    assert_eq!(taken.load(Ordering::SeqCst), 1);
}

#[test]
fn what_is_fetched_ahead_is_asked_for_once() {
    let server = Server::start([
        ("/a", (200, "X-A: 1", b"a".to_vec())),
        ("/b", (200, "X-A: 1", b"b".to_vec())),
    ]);
    let fetcher = Fetcher::new(Some(&server.url));
    let urls = ["a", "b", "a", "none"].map(|path| server.at(path));
    assert_eq!(fetcher.fetch_ahead(&urls, 10), 2);
    assert_eq!(locked(&fetcher.ahead).len(), 3);
    assert_eq!(fetcher.get(&server.at("b"), 10), Ok(b"b".to_vec()));
    assert_eq!(fetcher.get(&server.at("none"), 10), Err(FetchError::Status(404)));
    assert_eq!(locked(&fetcher.ahead).len(), 1);
}

#[test]
fn the_charset_is_what_http_tells() {
    for (told, expected) in [
        ("text/xml; charset=UTF-8", Some("UTF-8")),
        ("text/xml;a=b; Charset=\"windows-1258\"", Some("windows-1258")),
        ("text/xml", None),
        ("text/xml; charset=", None),
    ] {
        assert_eq!(charset(told).as_deref(), expected, "{told}");
    }
}

#[test]
fn a_redirect_into_the_local_network_is_refused() {
    let inner = Server::start([("/secret", (200, "X-A: 1", b"mat".to_vec()))]);
    let target: &'static str = format!("Location: {}", inner.at("secret")).leak();
    let outer = Server::start([("/a", (302, target, Vec::new()))]);
    let fetcher = Fetcher::new(Some(&outer.url));
    assert_eq!(fetcher.get(&outer.at("a"), 10), Err(FetchError::LocalAddress));
}

#[test]
fn every_failure_has_a_name() {
    let server = Server::start([
        ("/round", (302, "Location: {origin}/round", Vec::new())),
        ("/large", (200, "X-A: 1", vec![b'x'; 100])),
    ]);
    let fetcher = Fetcher::new(Some(&server.url));
    assert_eq!(fetcher.get(&server.at("none"), 10), Err(FetchError::Status(404)));
    assert_eq!(fetcher.get(&server.at("round"), 10), Err(FetchError::Redirects));
    assert_eq!(fetcher.get(&server.at("large"), 99), Err(FetchError::TooLarge { limit: 99 }));
    assert_eq!(fetcher.get(&server.at("large"), 100), Ok(vec![b'x'; 100]));
    let file = Url::parse("file:///etc/passwd").unwrap();
    assert_eq!(fetcher.get(&file, 10), Err(FetchError::Scheme));
}

#[test]
fn local_addresses_are_known_in_every_dress() {
    for local in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "192.88.99.1",
        "::ffff:127.0.0.1",
        "::ffff:0:10.0.0.1",
        "::7f00:1",
        "::8.8.8.8",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::808:808",
        "2002:7f00:1::",
        "2001:0:808:808::1",
        "2606:4700::5efe:8.8.8.8",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "100::1",
        "4000::1",
    ] {
        assert!(is_local(local.parse().unwrap()), "{local}");
    }
    for public in [
        "1.1.1.1",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2001:200::1",
        "2a00:1450::1",
    ] {
        assert!(!is_local(public.parse().unwrap()), "{public}");
    }
}

#[test]
fn who_can_reach_an_address_is_told_by_its_host() {
    let may = |url: &str, other: &str| {
        may_be_reached(&Url::parse(url).unwrap(), &Url::parse(other).unwrap())
    };
    let hub = "https://hub.news.vn/";
    assert!(may("https://tin.vn/", hub) && may("https://8.8.8.8/", hub));
    for inside in
        ["http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/", "https://a.test/"]
    {
        assert!(!may(inside, hub), "{inside}");
        assert!(may(inside, "http://127.0.0.1:1/hub"), "{inside}");
    }
}

/// Names as the test says them.
#[derive(Debug)]
struct Names(Vec<(&'static str, Vec<std::net::SocketAddr>)>);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let known = self.0.iter().find(|(name, _)| uri.host() == Some(name));
        let (_, addresses) = known.ok_or(ureq::Error::HostNotFound)?;
        let mut found = ResolvedSocketAddrs::from_fn(|_| ([0, 0, 0, 0], 0).into());
        addresses.iter().for_each(|address| found.push(*address));
        Ok(found)
    }
}

#[test]
fn a_name_that_leads_into_a_local_network_is_refused_unless_it_is_allowed() {
    let target: &'static str = "Location: http://inner.example/secret";
    let server = Server::start([
        ("/a", (200, "X-A: 1", b"tin".to_vec())),
        ("/away", (302, target, Vec::new())),
    ]);
    let own: std::net::SocketAddr =
        format!("127.0.0.1:{}", server.url.port().unwrap()).parse().unwrap();
    let public = "93.184.216.34:80".parse().unwrap();
    let names = || {
        let mapped = format!("[::ffff:127.0.0.1]:{}", own.port()).parse().unwrap();
        Names(vec![
            ("inner.example", vec![own]),
            // One that is public does not make up for one that is not.
            ("both.example", vec![public, own]),
            ("mapped.example", vec![mapped]),
            ("zero.example", vec!["0.0.0.0:80".parse().unwrap()]),
            ("metadata.example", vec!["169.254.169.254:80".parse().unwrap()]),
            ("nat64.example", vec!["[64:ff9b::7f00:1]:80".parse().unwrap()]),
            ("allowed.example", vec![own]),
        ])
    };
    let fetcher = |private: &[&str]| {
        let private: Vec<PrivateHost> = private.iter().map(|host| host.parse().unwrap()).collect();
        let guard = Guard { names: Box::new(names()), ..Guard::of(None, &private) };
        Fetcher::guarded(guard, PATIENCE)
    };
    let get = |fetcher: &Fetcher, url: &str| fetcher.get(&Url::parse(url).unwrap(), 100);
    for host in ["inner", "both", "mapped", "zero", "metadata", "nat64", "allowed"] {
        let got = get(&fetcher(&[]), &format!("http://{host}.example/a"));
        assert_eq!(got, Err(FetchError::LocalAddress), "{host}");
    }
    let allowed = fetcher(&["Allowed.example"]);
    assert_eq!(get(&allowed, "http://allowed.example/a"), Ok(b"tin".to_vec()));
    // Every redirect is looked at by itself.
    assert_eq!(get(&allowed, "http://allowed.example/away"), Err(FetchError::LocalAddress));
    assert_eq!(get(&allowed, "http://inner.example/a"), Err(FetchError::LocalAddress));
    // A port that is named is that port alone.
    let port = fetcher(&["allowed.example:8080"]);
    assert_eq!(get(&port, "http://allowed.example/a"), Err(FetchError::LocalAddress));
    assert_eq!(get(&port, "http://allowed.example:8080/a"), Ok(b"tin".to_vec()));
}

#[test]
fn an_address_in_another_dress_is_the_same_address() {
    for local in [
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://LOCALHOST/",
        "http://\u{ff11}27.0.0.1/",
    ] {
        let url = Url::parse(local).unwrap();
        let got = Fetcher::new(None).get(&url, 10);
        assert_eq!(got, Err(FetchError::LocalAddress), "{local}");
    }
}

#[test]
fn what_is_packed_is_measured_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b'x'; 1 << 20]).unwrap();
    let server = Server::start([("/a", (200, "Content-Encoding: gzip", packed.finish().unwrap()))]);
    let fetcher = Fetcher::new(Some(&server.url));
    let limit = 100_000;
    assert_eq!(fetcher.get(&server.at("a"), limit), Err(FetchError::TooLarge { limit }));
}

#[test]
fn a_host_is_allowed_by_its_name_alone() {
    let host = |text: &str| text.parse::<PrivateHost>().ok().map(|host| (host.host, host.port));
    assert_eq!(host("Intranet.example"), Some(("intranet.example".into(), None)));
    assert_eq!(host("10.0.0.5:8080"), Some(("10.0.0.5".into(), Some(8080))));
    assert_eq!(host("intranet.example:80"), Some(("intranet.example".into(), Some(80))));
    assert_eq!(host("[fd00::5]"), Some(("[fd00::5]".into(), None)));
    for wrong in ["", "http://a.example", "a/b", "*", "a@b", "a:b", "a b"] {
        assert_eq!(host(wrong), None, "{wrong}");
    }
}
