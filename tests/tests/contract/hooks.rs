//! Hooks that have a source looked at at once, over HTTP, and what `/metrics` says of it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin_server::api::policy::Policy;
use bantin_server::newsroom;
use bantin_server::serve::{self, Config};
use bantin_tests::newsroom::Newsroom;

use crate::client::{Answer, call, get};

/// Its article is called so from now on.
type Headline = Arc<Mutex<&'static str>>;

/// A feed with one article.
fn feed() -> (String, Headline) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tin.xml", listener.local_addr().unwrap());
    let headline: Headline = Arc::new(Mutex::new("Một"));
    let title = Arc::clone(&headline);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let title = title.lock().unwrap();
            let text = format!(
                "<rss version=\"2.0\"><channel><title>A</title><item><title>{title}</title>\
                 <link>https://old.example/mot</link><pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
                 <description>Một đoạn.</description></item></channel></rss>"
            );
            let length = text.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, headline)
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
    let listen = "127.0.0.1:0".parse().unwrap();
    let running = serve::start(Config { policy, ..Config::new(data.path(), listen) }).await;
    Newsroom::over(data, running.unwrap())
}

async fn hook(newsroom: &Newsroom, source: &str, head: &[(&str, String)], body: Vec<u8>) -> Answer {
    let url = newsroom.url(&format!("/api/v1/hooks/{source}"));
    let head: Vec<(String, String)> =
        head.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    call(move |agent| {
        let mut request = agent.post(&url);
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
    let large = vec![b'x'; (1 << 20) + 1];
    hook(&newsroom, "bao", &ours(&large), large.clone()).await.is_problem(413, "body-too-large");
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

    let metrics = get(&newsroom, "/metrics").await.text;
    for line in [
        "bantin_source_failures{source=\"bao\"} 0",
        "bantin_source_looks{source=\"bao\",result=\"good\"} 3",
        "bantin_source_articles{source=\"bao\",what=\"added\"} 1",
        "bantin_source_articles{source=\"bao\",what=\"updated\"} 2",
        "bantin_source_failures{source=\"khong\"} 1",
        "bantin_source_looked_seconds{source=\"bao\"} ",
        "bantin_source_next_seconds{source=\"bao\"} ",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
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
