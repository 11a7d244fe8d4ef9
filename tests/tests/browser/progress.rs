//! How far a reader has come in an article, and going on there another day.

use std::time::Duration;

use bantin_tests::browser::{Browser, HOLD_TIMERS};
use bantin_tests::{close, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const READ: &str = "document.querySelector('.reading-progress').value";
const BUTTON: &str = "document.querySelector('.go-on')?.hidden === false";

/// Scrolls, and rests there.
async fn scroll(browser: &Browser, to: &str) {
    browser.eval(&format!("(scrollTo(0, {to}), 1)")).await;
    browser.painted().await;
    browser.pass(Duration::from_secs(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_goes_on_where_they_stopped() {
    let (newsroom, browser) = open(768, 900, HOLD_TIMERS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    assert_eq!(browser.eval(BUTTON).await, json!(false), "nothing was begun yet");
    let start = browser.eval(READ).await.as_f64().unwrap();
    scroll(&browser, "1500").await;
    let read = browser.eval(READ).await.as_f64().unwrap();
    assert!(read > start && read < 900.0, "{start} {read}");
    browser.shot("progress-768").await;

    // Another visit. Nothing is moved without being asked.
    browser.eval("(history.replaceState(null, ''), 1)").await;
    browser.go(&newsroom.url("/")).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.until("there is no way on", BUTTON).await;
    assert_eq!(browser.eval("scrollY").await, 0);
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    browser.shot("go-on-768").await;
    browser.click(".go-on").await;
    browser.until("the page did not scroll", "Math.abs(scrollY - 1500) < 20").await;
    assert_eq!(browser.eval(BUTTON).await, json!(false));

    // Who reads to the end is not asked again.
    scroll(&browser, "document.body.scrollHeight").await;
    assert_eq!(browser.eval("localStorage.getItem('bantin:2:places')").await, Value::Null);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_begins_anew_is_left_alone_and_lists_have_no_progress() {
    let (newsroom, browser) = open(768, 900, HOLD_TIMERS).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    assert_eq!(
        browser.eval("document.querySelector('.reading-progress').hidden").await,
        json!(true)
    );
    browser
        .eval(
            r#"(localStorage.setItem('bantin:2:places', '[{"slug":"le-ra-quan-lam-sach-pho-co-ben-dinh","at":800}]'), 1)"#,
        )
        .await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.until("there is no way on", BUTTON).await;
    scroll(&browser, "700").await;
    assert_eq!(browser.eval(BUTTON).await, json!(false));
    close(newsroom, browser).await;
}
