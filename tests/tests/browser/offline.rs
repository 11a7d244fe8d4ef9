//! On a bus, without a network: what was read lately is there, and what is not says so.

use std::time::{Duration, Instant};

use bantin_model::Slug;
use bantin_server::serve::{self, Config};
use bantin_tests::browser::Browser;
use bantin_tests::newsroom::{Newsroom, dist};
use bantin_tests::process::agent;
use bantin_tests::{close, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const NEXT: &str = "/articles/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua/";
const NEVER: &str = "/articles/mot-dem-canh-de-vinh-te/";

/// Waits until the worker has `path` at hand.
async fn until_kept(browser: &Browser, path: &str) {
    browser
        .eval(
            "(window.isKept = (path) => { caches.match(location.origin + path).then((found) => { window.kept = found ? path : ''; }); return window.kept === path; }, 1)",
        )
        .await;
    browser.until("the worker kept nothing", &format!("window.isKept('{path}')")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_can_be_read_without_a_network() {
    let (newsroom, browser) = open(768, 900, "").await;
    // The first page of all, which came without the worker; then one that came through it, as a page, and one by
    // a link, as data.
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    until_kept(&browser, "/").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    until_kept(&browser, ARTICLE).await;
    browser.click(&format!(".related a[href='{NEXT}']")).await;
    browser.until("the next page never came", "document.activeElement.id === 'main'").await;
    let data = format!("/api/v1{}.json", NEXT.trim_end_matches('/'));
    until_kept(&browser, &data).await;
    let (data, address) = (newsroom.data, newsroom.running.address);
    newsroom.running.stop().await.unwrap();
    let url = |path: &str| format!("http://{address}{path}");

    browser.go(&url(ARTICLE)).await;
    browser.see("Lễ ra quân làm sạch phố cổ Bến Đình").await;
    browser.app().await;
    let style = "getComputedStyle(document.querySelector('.masthead')).borderBottomStyle";
    assert_eq!(browser.eval(style).await, "solid", "the page has no style");
    assert_eq!(browser.eval("document.querySelectorAll('.star-radio').length").await, 5);
    browser.shot("offline-read-768").await;
    // One that is there as data alone is drawn by the app.
    browser.go(&url(NEXT)).await;
    browser.see("Cầu gỗ Bến Đình mở lại sau bốn tháng sửa chữa").await;
    // Back to the front page by its link.
    browser.click(".masthead-name").await;
    let is_front = "location.pathname === '/' && document.querySelector('main .front')";
    browser.until("the front page never came", is_front).await;
    // What was never read has words and a way on, also by its address.
    browser.go(&url(NEVER)).await;
    browser.see("Bạn đang ngoại tuyến").await;
    browser.shot("offline-never-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));

    // A vote on the bus arrives at home.
    browser.go(&url(ARTICLE)).await;
    browser.app().await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Chưa gửi được.").await;
    let running =
        serve::start(Config { app: dist().map(Into::into), ..Config::new(data.path(), address) });
    let newsroom = Newsroom::over(data, running.await.unwrap());
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("4 trên 5").await;
    browser
        .until(
            "the vote was lost",
            "document.querySelector('.rating-count').textContent.includes('1')",
        )
        .await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_failed_comes_by_itself_when_the_network_returns() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    until_kept(&browser, "/").await;
    let (data, address) = (newsroom.data, newsroom.running.address);
    newsroom.running.stop().await.unwrap();
    browser.go(&format!("http://{address}{NEVER}")).await;
    browser.see("Bạn đang ngoại tuyến").await;
    let running =
        serve::start(Config { app: dist().map(Into::into), ..Config::new(data.path(), address) });
    let newsroom = Newsroom::over(data, running.await.unwrap());
    browser.eval("(window.said = [], new MutationObserver(() => said.push(announcement.textContent)).observe(announcement, { childList: true, characterData: true, subtree: true }), window.dispatchEvent(new Event('online')), 1)").await;
    browser.until("the page never came", "document.querySelector('.article h1')").await;
    let said = browser.eval("said[0]").await;
    assert_eq!(said, "Đã có mạng lại, đang tải trang");
    close(newsroom, browser).await;
}

/// Paths in a cache of the worker's, as a list in `window.paths`.
async fn paths_in(browser: &Browser, cache: &str) -> Vec<String> {
    let paths = format!(
        "caches.open('{cache}').then((cache) => cache.keys()).then((keys) => keys.map(({{ url }}) => url.slice(location.origin.length)))"
    );
    let paths = browser.resolved(&paths).await;
    paths.as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_only_fetched_pushes_out_nothing_that_was_read() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    until_kept(&browser, ARTICLE).await;
    browser.until("no worker yet", "navigator.serviceWorker.controller").await;
    // The next article is fetched when a reader is about to open it, and they do not.
    let link = format!(".related a[href='{NEXT}']");
    let reach = format!(
        "document.querySelector(\"{link}\").dispatchEvent(new Event('focusin', {{ bubbles: true }}))"
    );
    browser.eval(&reach).await;
    let data = format!("/api/v1{}.json", NEXT.trim_end_matches('/'));
    until_kept(&browser, &data).await;
    assert!(!paths_in(&browser, "bantin-read").await.contains(&data));
    // More than all that is kept.
    let many = "(async () => { for (let at = 0; at < 160; at++) await (await fetch(`/api/v1/lists/latest.json?${at}`)).text(); })()";
    browser.resolved(many).await;
    until_kept(&browser, "/api/v1/lists/latest.json?159").await;
    assert!(paths_in(&browser, "bantin-fetched").await.len() <= 61);
    let read = paths_in(&browser, "bantin-read").await;
    assert!(read.contains(&ARTICLE.to_owned()), "{read:?}");
    // Once it has been opened, it was read, whether it came before or comes now.
    // By the link alone: a pointer that rests on it may ask for it ahead once more.
    browser.eval(&format!("(document.querySelector(\"{link}\").click(), 1)")).await;
    browser.until("the next page never came", "document.activeElement.id === 'main'").await;
    browser
        .eval("(window.isRead = (path) => { const of = (name) => caches.open(name).then((cache) => cache.match(location.origin + path)); Promise.all([of('bantin-read'), of('bantin-fetched')]).then(([read, fetched]) => { window.read = read && !fetched ? path : ''; }); return window.read === path; }, 1)")
        .await;
    // It is there before it is taken away from what was only fetched.
    browser.until("it is not among what was read alone", &format!("isRead('{data}')")).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_is_not_kept() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    until_kept(&browser, "/").await;
    browser.go(&newsroom.url(NEVER)).await;
    browser.app().await;
    until_kept(&browser, NEVER).await;
    let store = serve::open_store(newsroom.data.path()).unwrap();
    let slug = Slug::new("mot-dem-canh-de-vinh-te").unwrap();
    assert!(store.remove(&slug, None).unwrap());
    store.advance_revision().unwrap();
    // The server looks every second.
    let url = newsroom.url(NEVER);
    tokio::task::spawn_blocking(move || {
        let started = Instant::now();
        while agent().get(&url).call().unwrap().status() != 410 {
            assert!(started.elapsed() < Duration::from_secs(20), "it is still shown");
            std::thread::sleep(Duration::from_millis(50));
        }
    })
    .await
    .unwrap();
    browser.go(&newsroom.url(NEVER)).await;
    browser.see("Bài viết đã được gỡ").await;
    let address = newsroom.running.address;
    let data = newsroom.data;
    newsroom.running.stop().await.unwrap();
    browser.go(&format!("http://{address}{NEVER}")).await;
    browser.see("Bạn đang ngoại tuyến").await;
    drop(data);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_can_be_switched_off() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    until_kept(&browser, "/").await;
    // What the documentation tells the operator to do: the other file in its place.
    browser
        .eval("(navigator.serviceWorker.register('/sw-off.js').then(() => { window.off = true; }), 1)")
        .await;
    browser.until("it was not replaced", "window.off").await;
    browser
        .eval(
            "(window.look = () => { Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(([r, c]) => { window.left = r.length + c.length; }); return window.left === 0; }, 1)",
        )
        .await;
    browser.until("something is left", "window.look()").await;
    assert_eq!(browser.eval("window.left").await, json!(0));
    close(newsroom, browser).await;
}
