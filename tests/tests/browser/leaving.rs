//! A reader who goes elsewhere before a page has come, or before it was read.

use bantin_tests::{close, open};
use serde_json::json;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// While `isHeld`, no article arrives; keeps which were asked for, and of each whether it was broken off.
const HOLD: &str = r#"
    const plain = window.fetch;
    window.asked = [];
    window.fetch = (what, ...rest) => {
        const { url, signal } = what;
        if (!window.isHeld || !/\/api\/v1\/articles\//.test(url)) return plain(what, ...rest);
        const one = { url, isBroken: false };
        asked.push(one);
        return new Promise((_, refuse) => {
            signal.addEventListener("abort", () => {
                one.isBroken = true;
                refuse(signal.reason);
            });
        });
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_its_way_is_broken_off_when_the_reader_goes_elsewhere() {
    let (newsroom, browser) = open(768, 900, HOLD).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.eval("(window.isHeld = true)").await;
    browser.click(".teaser-headline a").await;
    browser
        .until("the article was not asked for", "location.pathname !== '/' && asked.length")
        .await;
    assert_eq!(browser.eval("asked.some((one) => one.isBroken)").await, json!(false));

    // Back, to the page that is still in view. The pointer is on the link, whose page may be fetched ahead from now on.
    let are_broken = "window.before.every((one) => one.isBroken)";
    browser.eval("(window.before = [...asked], 1)").await;
    browser.client.back().await.unwrap();
    browser.until("it still comes", are_broken).await;
    assert_eq!(browser.eval("location.pathname").await, json!("/"));

    // The same again is asked for again, by the link that the pointer is still on or by the click, and another page
    // does not wait for it.
    browser.click(".teaser-headline a").await;
    browser
        .until(
            "it was not asked for again",
            "location.pathname !== '/' && asked.some((one) => !one.isBroken)",
        )
        .await;
    browser.eval("(window.before = [...asked], 1)").await;
    browser.click(".sections a").await;
    let is_section =
        "location.pathname.startsWith('/sections/') && document.activeElement.id === 'main'";
    browser.until("the section never came", is_section).await;
    assert_eq!(browser.eval(are_broken).await, json!(true));

    // What was broken off is no failure to come.
    browser.eval("(window.isHeld = false, 1)").await;
    browser.click(".teaser-headline a").await;
    browser.see("Đăng ngày").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_is_not_fetched_ahead_besides() {
    let (newsroom, browser) = open(768, 900, HOLD).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.eval("(window.isHeld = true)").await;
    // Without a pointer, so that nothing has fetched it ahead.
    browser.eval("(document.querySelector('.teaser-headline a').click(), 1)").await;
    browser.until("the article was not asked for", "asked.length").await;
    // The reader points at it all the same.
    let point = "(document.querySelector('.teaser-headline a').dispatchEvent(new Event('focusin', { bubbles: true })), 1)";
    browser.eval(point).await;
    assert_eq!(browser.eval("asked.length").await, json!(1));
    close(newsroom, browser).await;
}

/// While `isHeld`, no article arrives, also when its request is broken off.
const DEAF: &str = r#"
    const plain = window.fetch;
    window.asked = [];
    window.fetch = (what, ...rest) => {
        if (!window.isHeld || !/\/api\/v1\/articles\//.test(what.url)) return plain(what, ...rest);
        asked.push(what.url);
        return new Promise(() => {});
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_in_view_lives_until_the_next_is_there_and_nothing_waits_for_what_was_left() {
    let (newsroom, browser) = open(768, 900, DEAF).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.follow(".teaser-headline a").await;
    browser.see("Đăng ngày").await;
    let here = browser.eval("location.pathname").await.as_str().unwrap().to_owned();
    browser.eval("(window.isHeld = true)").await;
    browser.click(".related li a").await;
    let is_leaving = format!("location.pathname !== '{here}' && asked.length");
    browser.until("the next was not asked for", &is_leaving).await;
    browser.until("nothing says that it comes", "document.querySelector('.progress-on')").await;

    // The page in view still takes votes and unfolds; so it does once the reader has come back to it.
    browser.click("label.star:nth-of-type(2)").await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    browser.client.back().await.unwrap();
    let is_back =
        format!("location.pathname === '{here}' && !document.querySelector('.progress-on')");
    browser.until("it still comes", &is_back).await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    browser.click(".article-tools .save").await;
    browser
        .until("it is not saved", "document.querySelector('.save').ariaPressed === 'true'")
        .await;

    // An answer that never comes keeps no other page waiting.
    browser.click(".related li a").await;
    browser.until("the next was not asked for", &is_leaving).await;
    browser.click(".sections a").await;
    let is_section =
        "location.pathname.startsWith('/sections/') && document.activeElement.id === 'main'";
    browser.until("the section never came", is_section).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

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
