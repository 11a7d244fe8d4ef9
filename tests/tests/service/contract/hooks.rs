//! Hooks that have a source looked at at once, over HTTP, and what `/metrics` says of it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin_model::Link;
use bantin_server::api::policy::Policy;
use bantin_server::newsroom;
use bantin_server::serve::{self, Config};
use bantin_tests::newsroom::Newsroom;

use crate::contract::client::{Answer, call, get, is_too_large};

/// Its article is called so from now on.
type Headline = Arc<Mutex<&'static str>>;

/// A feed with one article. Its hub is at the same place, and asks back at once.
fn feed() -> (String, Headline) {
    let (url, headline, _) = feed_with_hub("");
    (url, headline)
}

/// What a hub was asked, and what it heard when it asked back.
type Asked = Arc<Mutex<Vec<(HashMap<String, String>, Result<String, u16>)>>>;

/// As [`feed`], with more in its head, where `ORIGIN` is its own address.
fn feed_with_hub(more: &'static str) -> (String, Headline, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let url = format!("{origin}/tin.xml");
    let (headline, asked) = (Headline::new(Mutex::new("Một")), Asked::default());
    let (title, hub) = (Arc::clone(&headline), Arc::clone(&asked));
    let more = more.replace("ORIGIN", &origin);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (line, body) = request(&stream);
            let (status, text) = if line.starts_with("POST") {
                let hub = Arc::clone(&hub);
                std::thread::spawn(move || ask_back(&hub, &body));
                ("202 Accepted", String::new())
            } else {
                let title = title.lock().unwrap();
                let text = format!(
                    "<rss version=\"2.0\"><channel><title>A</title>{more}<item><title>{title}</title>\
                     <link>https://old.example/mot</link><pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
                     <description>Một đoạn.</description></item></channel></rss>"
                );
                ("200 OK", text)
            };
            let length = text.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, headline, asked)
}

/// The first line of a request, and its body.
fn request(stream: &TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut line, mut length) = (String::new(), String::new(), 0);
    let _ = reader.read_line(&mut first);
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    (first, body)
}

/// The hub asks whether the question was meant.
fn ask_back(hub: &Asked, body: &[u8]) {
    let question: HashMap<String, String> =
        url::form_urlencoded::parse(body).into_owned().collect();
    let mut callback = url::Url::parse(&question["hub.callback"]).unwrap();
    callback
        .query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.topic", &question["hub.topic"])
        .append_pair("hub.challenge", "mật khẩu 7")
        .append_pair("hub.lease_seconds", "864000");
    let answer = Answer::of(bantin_tests::process::agent().get(callback.as_str()).call());
    let heard = if answer.status == 200 { Ok(answer.text) } else { Err(answer.status.as_u16()) };
    hub.lock().unwrap().push((question, heard));
}

const SECRET: &str = "một bí mật rất dài";

/// A server that follows the feed as `bao`, and another source that has no secret and no server.
async fn following(url: &str, policy: Policy) -> Newsroom {
    let (data, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let site = format!(
        "name = \"A\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sources]]\nname = \"bao\"\nurl = \"{url}\"\nevery = \"30d\"\nsecret = \"{SECRET}\"\n\
         [[sources]]\nname = \"khong\"\nurl = \"http://127.0.0.1:1/\"\nevery = \"30d\"\n"
    );
    std::fs::write(source.path().join("site.toml"), site).unwrap();
    let (folder, given) = (data.path().to_owned(), source.path().to_string_lossy().into_owned());
    let import = move || newsroom::import(&folder, &[given]).unwrap();
    assert_eq!(tokio::task::spawn_blocking(import).await.unwrap().failed, []);
    // Its address is known before it listens, so that a hub can be told.
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = Some(Link::new(&format!("http://{listen}/")).unwrap());
    let config = Config { policy, url: address, ..Config::new(data.path(), listen) };
    let running = serve::start(config).await;
    Newsroom::over(data, running.unwrap())
}

async fn hook(newsroom: &Newsroom, source: &str, head: &[(&str, String)], body: Vec<u8>) -> Answer {
    let url = newsroom.url(&format!("/api/v1/hooks/{source}"));
    let head: Vec<(String, String)> =
        head.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    call(move |agent| {
        // A connection that the server is about to close takes no other question.
        let mut request = agent.post(&url).header("Connection", "close");
        for (name, value) in &head {
            request = request.header(name, value);
        }
        Answer::of(request.send(&body[..]))
    })
    .await
}

/// HMAC-SHA256 in hexadecimal digits.
fn signed(secret: &str, body: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    // RFC 2104, for keys that are no longer than a block.
    let mut key = [0; 64];
    key[..secret.len()].copy_from_slice(secret.as_bytes());
    let inner = Sha256::new().chain_update(key.map(|byte| byte ^ 0x36)).chain_update(body);
    let outer = Sha256::new().chain_update(key.map(|byte| byte ^ 0x5c));
    let digest = outer.chain_update(inner.finalize()).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ours(body: &[u8]) -> [(&'static str, String); 1] {
    [("X-Bantin-Signature", format!("sha256={}", signed(SECRET, body)))]
}

/// Waits until the article is called so.
async fn is_called(newsroom: &Newsroom, headline: &str) {
    let started = Instant::now();
    loop {
        let answer = get(newsroom, "/api/v1/articles/mot.json").await;
        if answer.status == 200 && answer.json()["title"] == headline {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "never {headline}: {}", answer.text);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// What `/metrics` says, once it has this line: a look ends a moment after its articles are there.
async fn metrics_with(newsroom: &Newsroom, line: &str) -> String {
    let started = Instant::now();
    loop {
        let metrics = get(newsroom, "/metrics").await.text;
        if metrics.contains(line) {
            return metrics;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "never {line}: {metrics}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_hook_has_a_source_looked_at_and_no_other_does() {
    let (url, headline) = feed();
    let newsroom = following(&url, Policy::default()).await;
    is_called(&newsroom, "Một").await;
    let body = "{\"post\":{}}".as_bytes().to_vec();
    for head in [
        vec![],
        vec![("X-Bantin-Signature", signed(SECRET, &body))],
        vec![("X-Bantin-Signature", format!("sha256={}", signed("another secret", &body)))],
        vec![("X-Bantin-Signature", format!("sha256={}", signed(SECRET, b"other")))],
        vec![("X-Bantin-Signature", "sha256=".to_owned())],
    ] {
        hook(&newsroom, "bao", &head, body.clone()).await.is_problem(401, "signature-invalid");
    }
    let other = hook(&newsroom, "khong", &ours(&body), body.clone()).await;
    other.is_problem(401, "signature-invalid");
    assert!(other.text.contains("no secret in site.toml"), "{}", other.text);
    hook(&newsroom, "khac", &ours(&body), body.clone()).await.is_problem(404, "not-found");
    hook(&newsroom, "B%C3%A1o", &ours(&body), body.clone()).await.is_problem(400, "invalid-slug");
    get(&newsroom, "/api/v1/hooks/bao").await.is_problem(405, "method-not-allowed");

    *headline.lock().unwrap() = "Hai";
    let taken = hook(&newsroom, "bao", &ours(&body), body.clone()).await;
    assert_eq!((taken.status.as_u16(), taken.text.as_str()), (202, ""));
    assert_eq!(taken.header("cache-control"), "no-store");
    is_called(&newsroom, "Hai").await;
    // As Ghost signs, a body as large as Ghost's.
    *headline.lock().unwrap() = "Ba";
    let body = vec![b'x'; 200_000];
    let all = [&body[..], b"1764280000000"].concat();
    let ghost = format!("sha256={}, t=1764280000000", signed(SECRET, &all));
    let taken = hook(&newsroom, "bao", &[("X-Ghost-Signature", ghost)], body).await;
    assert_eq!(taken.status, 202);
    is_called(&newsroom, "Ba").await;

    let metrics =
        metrics_with(&newsroom, "bantin_source_looks{source=\"bao\",result=\"good\"} 3").await;
    for line in [
        "bantin_source_failures{source=\"bao\"} 0",
        "bantin_source_articles{source=\"bao\",what=\"added\"} 1",
        "bantin_source_articles{source=\"bao\",what=\"updated\"} 2",
        "bantin_source_failures{source=\"khong\"} 1",
        "bantin_source_looked_seconds{source=\"bao\"} ",
        "bantin_source_next_seconds{source=\"bao\"} ",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    // A megabyte is the most, signed or not.
    let largest = vec![b'x'; 1 << 20];
    assert_eq!(hook(&newsroom, "bao", &ours(&largest), largest.clone()).await.status, 202);
    let head = "POST /api/v1/hooks/bao HTTP/1.1\r\nhost: x\r\n";
    is_too_large(&newsroom, head, (1 << 20) + 1).await;
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hooks_of_one_network_are_limited() {
    let (url, _) = feed();
    let newsroom = following(&url, Policy { hooks: 2, ..Policy::default() }).await;
    for _ in 0..2 {
        hook(&newsroom, "bao", &[], Vec::new()).await.is_problem(401, "signature-invalid");
    }
    let refused = hook(&newsroom, "bao", &ours(b""), Vec::new()).await;
    refused.is_problem(429, "too-many-requests");
    assert_ne!(refused.header("retry-after"), "");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_is_asked_to_tell_of_changes_and_believed_when_it_signs() {
    let links = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='ORIGIN/hub'/>\
         <atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='ORIGIN/self.xml'/>";
    let (url, headline, asked) = feed_with_hub(links);
    let newsroom = following(&url, Policy::default()).await;
    is_called(&newsroom, "Một").await;
    let started = Instant::now();
    let (question, heard) = loop {
        if let Some(first) = asked.lock().unwrap().first() {
            break first.clone();
        }
        assert!(started.elapsed() < Duration::from_secs(60), "no hub was asked");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(heard, Ok("mật khẩu 7".to_owned()));
    let topic = url.replace("tin.xml", "self.xml");
    assert_eq!((&*question["hub.mode"], &question["hub.topic"]), ("subscribe", &topic));
    let entry = || newsroom.running.store().followed().unwrap().remove(0);
    assert!(entry().subscription.unwrap().until.is_some());

    // Nobody else is believed.
    let own = question["hub.callback"].strip_prefix(&newsroom.url("")).unwrap().to_owned();
    let secret = &question["hub.secret"];
    let tell = async |path: &str, signature: String| {
        let path = path.strip_prefix("/api/v1/hooks/").unwrap();
        let head = [("X-Hub-Signature", signature)];
        hook(&newsroom, path, &head, b"feed".to_vec()).await
    };
    let good = format!("sha256={}", signed(secret, b"feed"));
    for bad in
        [String::new(), format!("sha256={}", signed("another", b"feed")), good.replace('=', "")]
    {
        tell(&own, bad).await.is_problem(401, "signature-invalid");
    }
    let other = own.replace("/websub/", "/websub/0");
    tell(&other, good.clone()).await.is_problem(404, "not-found");
    for query in [
        "?hub.mode=subscribe&hub.topic=http%3A%2F%2Fkhac.example%2F&hub.challenge=x",
        &format!("?hub.mode=unsubscribe&hub.topic={topic}&hub.challenge=x"),
    ] {
        get(&newsroom, &format!("{own}{query}")).await.is_problem(404, "not-found");
    }
    get(&newsroom, &format!("{own}?hub.mode=subscribe&hub.topic={topic}"))
        .await
        .is_problem(400, "invalid-query");

    *headline.lock().unwrap() = "Hai";
    let taken = tell(&own, good).await;
    assert_eq!(taken.status, 202);
    is_called(&newsroom, "Hai").await;
    // It is not asked again before its time.
    metrics_with(&newsroom, "bantin_source_looks{source=\"bao\",result=\"good\"} 2").await;
    assert_eq!(asked.lock().unwrap().len(), 1);

    // It will not tell any more.
    let denied = format!("{own}?hub.mode=denied&hub.topic={topic}&hub.reason=full");
    assert_eq!(get(&newsroom, &denied).await.status, 200);
    let subscription = entry().subscription.unwrap();
    assert_eq!((subscription.until, subscription.refused.as_deref()), (None, Some("full")));
    newsroom.running.stop().await.unwrap();
}
