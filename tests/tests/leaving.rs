//! A reader who goes elsewhere before an article was read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bantin_tests::{close, open};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// No page is seen before the test says so.
const UNSEEN: &str = "Object.defineProperty(Document.prototype, 'visibilityState', { get: () => window.isSeen ? 'visible' : 'hidden' });";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_left_at_once_is_not_read() {
    let (newsroom, browser) = open(768, 900, UNSEEN).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // The first was taken over, the second drawn by the app; each is left before it was seen.
    let mut seen = Vec::new();
    for _ in 0..2 {
        let here = browser.eval("location.pathname").await.as_str().unwrap().to_owned();
        browser.click(".related li a").await;
        let is_next =
            format!("location.pathname !== '{here}' && document.activeElement.id === 'main'");
        browser.until("the next never came", &is_next).await;
    }
    // The third is read, and then another one: by then the first two would have been counted as well.
    browser.eval("(window.isSeen = true)").await;
    for _ in 0..2 {
        let here = browser.eval("location.pathname").await.as_str().unwrap().to_owned();
        let name = here.trim_matches('/').rsplit('/').next().unwrap().to_owned();
        let counted = format!(
            "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/views/{name}'))"
        );
        browser.until("it was not counted", &counted).await;
        seen.push(name);
        browser.click(".related li a").await;
        let is_next =
            format!("location.pathname !== '{here}' && document.activeElement.id === 'main'");
        browser.until("the next never came", &is_next).await;
    }
    let requests = browser.requests().await;
    let mut counted: Vec<&str> = requests
        .iter()
        .filter_map(|request| request.strip_prefix("POST ")?.rsplit_once("/views/"))
        .map(|(_, name)| name)
        .collect();
    counted.dedup();
    assert_eq!(counted, seen);
    close(newsroom, browser).await;
}
