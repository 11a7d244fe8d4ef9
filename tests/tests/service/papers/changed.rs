//! A paper that takes another name and another look while it is served.

use std::time::{Duration, Instant};

use bantin_server::newsroom;
use bantin_tests::newsroom::Newsroom;

use super::{changed_harbour, got, has, read, rewrite, serve};

/// Where the name of the paper stands.
const NAMED: [&str; 14] = [
    "/",
    "/vi/",
    "/articles/fish-auction-moves-indoors/",
    "/sections/quay/",
    "/search/?q=auction",
    "/nothing/",
    "/manifest.webmanifest",
    "/api/v1/site.json",
    "/api/v1/lists/latest.json",
    "/feeds/latest.xml",
    "/feeds/section/quay.xml",
    "/embed/",
    "/api/v1/oembed/fish-auction-moves-indoors.json",
    "/api/v1/oembed?url=https://harbour.example/articles/fish-auction-moves-indoors/",
];
const ICONS: [&str; 5] =
    ["/favicon.ico", "/icon.svg", "/icon-192.png", "/icon-512.png", "/apple-touch-icon.png"];

/// What is at this address once it has this word, which the server learns of within a second.
async fn read_with(newsroom: &Newsroom, path: &str, word: &str) -> String {
    let begun = Instant::now();
    loop {
        let text = read(newsroom, path).await;
        if text.contains(word) {
            return text;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{path} has no {word}: {text}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_and_look_are_in_the_next_answer() {
    let (old, name) = ("Harbour Gazette", "Tidal Courier");
    let paper = changed_harbour(&[]);
    let newsroom = serve(&paper).await;
    // Each is asked for before as well, so that it has been drawn once.
    let mut icons = Vec::new();
    for path in NAMED {
        let text = read(&newsroom, path).await;
        assert!(text.contains(old), "{path}: {text}");
    }
    for path in ICONS {
        icons.push(got(&newsroom, path).await.body);
    }
    rewrite(
        paper.path(),
        &[(old, name), ("#0b5d5a", "#7a0060"), ("text = \"Advertise\"", "text = \"Sell a boat\"")],
    );
    let icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='#7a0060'/></svg>";
    std::fs::write(paper.path().join("icon.svg"), icon).unwrap();
    let (data, source) = (newsroom.data.path().to_owned(), paper.path().to_owned());
    let import = move || newsroom::import(&data, &[source.to_string_lossy().into_owned()]);
    let outcome = tokio::task::spawn_blocking(import).await.unwrap().unwrap();
    assert_eq!(outcome.failed, []);
    for path in NAMED {
        let text = read_with(&newsroom, path, name).await;
        assert!(!text.contains(old), "{path}: {text}");
    }
    for (path, old) in ICONS.into_iter().zip(icons) {
        let answer = got(&newsroom, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body != old, "{path} is the old icon");
    }
    assert!(has(&got(&newsroom, "/icon.svg").await.body, b"#7a0060"));
    for path in ["/", "/articles/fish-auction-moves-indoors/"] {
        let html = read(&newsroom, path).await;
        assert!(html.contains("--accent:#7a0060") && html.contains(">Sell a boat</a>"), "{html}");
        assert!(!html.contains("#0b5d5a") && !html.contains(">Advertise</a>"), "{html}");
    }
    newsroom.running.stop().await.unwrap();
}
