//! What a reader sees when something between the page and the newsroom breaks: what the page had before,
//! words, and a way on.

use bantin_server::serve::{self, Config};
use bantin_tests::elsewhere::Page;
use bantin_tests::newsroom::{Newsroom, dist};
use serde_json::json;

use crate::widgets::{ARTICLE, Stage, part, told};

#[tokio::test(flavor = "multi_thread")]
async fn each_stage_may_fail_and_be_tried_again() {
    let element = format!(
        "<bantin-rating article=\"{ARTICLE}\"><p>Bạn thấy bài này thế nào?</p></bantin-rating>"
    );
    for (broken, words) in [
        ("rating.js", "Chưa tải được phần này."),
        ("rating_bg.wasm", "Chưa tải được phần này."),
        ("site.json", "Chưa tải được phần này."),
        ("/ratings/", "Không kết nối được tới máy chủ."),
    ] {
        // A browser of its own: some remember from one page to the next what failed.
        let stage = Stage::open(768, "").await;
        let browser = &stage.browser;
        browser.block(&[broken]).await;
        stage.show(&element).await;
        stage.see_in("bantin-rating", words).await;
        browser.see("Bạn thấy bài này thế nào?").await;
        told(browser, "error", 1).await;
        browser.shot("widget-failed-768").await;
        assert_eq!(browser.eval("told[0].kind").await, "network", "{broken}");
        browser.block(&[]).await;
        // The way on is a button with a name, and the focus goes where it leads.
        browser.eval(&format!("({}.focus(), 1)", part("bantin-rating", "button"))).await;
        browser.press("\u{E007}").await;
        stage.see_in("bantin-rating", "Chọn số sao").await;
        let inside = "document.querySelector('bantin-rating').shadowRoot.activeElement?.classList.contains('bantin')";
        assert_eq!(browser.eval(inside).await, json!(true), "{broken}");
        stage.close().await;
    }
    // Without the loader there is what the page had.
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    browser.block(&["v1.js"]).await;
    stage.show(&element).await;
    browser.see("Bạn thấy bài này thế nào?").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_cast_while_the_newsroom_is_away_arrives_later() {
    let stage = Stage::open(768, "").await;
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    let (data, address) = (stage.newsroom.data, stage.newsroom.running.address);
    stage.newsroom.running.stop().await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    drop(serve::create_store(elsewhere.path()).unwrap());
    let other = Config::new(elsewhere.path(), ([127, 0, 0, 1], 0).into());
    let away =
        Stage { newsroom: Newsroom::over(data, serve::start(other).await.unwrap()), ..stage };
    away.rate(5).await;
    away.see_in("bantin-rating", "Chưa gửi được.").await;
    let config =
        Config { app: dist().map(Into::into), ..Config::new(away.newsroom.data.path(), address) };
    let running = serve::start(config).await.unwrap();
    away.see_in("bantin-rating", "Đã lưu: bạn chấm 5 trên 5.").await;
    told(&away.browser, "rated", 1).await;
    running.stop().await.unwrap();
    away.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_forbids_webassembly_keeps_what_it_had() {
    let stage = Stage::open(768, "").await;
    let policy = stage.policy().replace(" 'wasm-unsafe-eval'", "");
    let body = stage.lines(&format!("<bantin-rating article=\"{ARTICLE}\">Trước</bantin-rating>"));
    stage.browser.go(&stage.host.page("/", Some(&policy), &body)).await;
    told(&stage.browser, "error", 1).await;
    assert_eq!(stage.browser.eval("told[0].kind").await, "blocked");
    stage.browser.see("Trước").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_storage_does_not_break_voting() {
    let block = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });";
    let stage = Stage::open(768, block).await;
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    stage.rate(3).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 3 trên 5.").await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    stage.see_in("bantin-rating", "1 lượt đánh giá").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_own_fetch_fails_with_anything_costs_no_widget_and_no_vote() {
    let theirs = r#"
        const fetched = window.fetch;
        const ways = { text: () => Promise.reject("no"), nothing: () => Promise.reject(), thing: async () => ({ ok: true }), thrown: () => { throw 5; } };
        window.fetch = (what, ...rest) => what.url?.includes("/api/v1/") && window.how ? ways[window.how]() : fetched(what, ...rest);
    "#;
    let stage = Stage::open(768, theirs).await;
    let browser = &stage.browser;
    for (how, stars) in [("text", 1), ("nothing", 2), ("thing", 3), ("thrown", 4)] {
        stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
        stage.see_in("bantin-rating", "đánh giá").await;
        browser.eval(&format!("(window.how = '{how}')")).await;
        stage.rate(stars).await;
        stage.see_in("bantin-rating", "Chưa gửi được.").await;
        browser.eval("(window.how = '', dispatchEvent(new Event('online')), 1)").await;
        stage.see_in("bantin-rating", &format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        assert_eq!(browser.eval("told.filter((one) => one.kind === 'crashed').length").await, 0);
    }
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_says_so_without_a_retry() {
    let stage = Stage::open(768, "").await;
    stage.show("<bantin-rating article=\"khong-co-bai-nay\"></bantin-rating>").await;
    stage.see_in("bantin-rating", "Bài viết có thể đã được gỡ").await;
    assert_eq!(stage.browser.eval("told[0].kind").await, "not-found");
    assert_eq!(stage.browser.eval(&part("bantin-rating", "button")).await, json!(null));
    stage.show("<bantin-latest section=\"khong-co\"></bantin-latest>").await;
    told(&stage.browser, "error", 1).await;
    assert_eq!(stage.browser.eval("told[0].kind").await, "not-found");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn preflights_are_asked_once() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    browser.requests().await;
    for stars in [3, 4, 5] {
        stage.rate(stars).await;
        stage.see_in("bantin-rating", &format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
    }
    let requests = browser.requests().await;
    let count = |method: &str| {
        requests.iter().filter(|r| r.starts_with(method) && r.contains("/ratings/")).count()
    };
    assert_eq!(count("PUT "), 3, "{requests:?}");
    assert!(count("OPTIONS ") <= 1, "{requests:?}");
    // Nor does asking again for what has changed need another.
    let again = format!(
        "(document.querySelector('bantin-rating').lang = 'en', document.querySelector('bantin-rating').article = '{ARTICLE}', 1)"
    );
    browser.requests().await;
    browser.eval(&again).await;
    stage.see_in("bantin-rating", "ou rated it 5 out of 5").await;
    browser.eval("(document.querySelector('bantin-rating').lang = 'vi', 1)").await;
    stage.see_in("bantin-rating", "ạn chấm 5 trên 5").await;
    let requests = browser.requests().await;
    let count = |method: &str| {
        requests.iter().filter(|r| r.starts_with(method) && r.contains("/ratings/")).count()
    };
    assert_eq!(count("GET "), 2, "{requests:?}");
    assert!(count("OPTIONS ") <= 1, "{requests:?}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_left_by_an_earlier_visit_is_sent_on_the_next() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let element = format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>");
    stage.show(&element).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    browser.block(&["/readers", "/ratings/"]).await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Chưa gửi được.").await;
    // The page is left with the vote still on the device, below the newsroom's own prefix.
    browser.go(&stage.host.page("/elsewhere", None, "…")).await;
    browser.block(&[]).await;
    stage.show(&element).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    stage.see_in("bantin-rating", "1 lượt đánh giá").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_network_shows_what_the_page_had_and_shifts_nothing() {
    let stage = Stage::open(360, "").await;
    let browser = &stage.browser;
    browser.slow(std::time::Duration::from_millis(400)).await;
    let body = format!(
        "<style>bantin-rating {{ display: block; min-height: 17em }}</style>{}<p>sau</p>",
        stage.lines(&format!("<bantin-rating article=\"{ARTICLE}\">Trước</bantin-rating>"))
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.see("Trước").await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    told(browser, "ready", 1).await;
    // Nor does a rating that has votes, and so one line more, move what stands below it.
    let below = "document.querySelector('body > p').getBoundingClientRect().top";
    let top = browser.eval(below).await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    assert_eq!(browser.eval(below).await, top);
    browser.client.refresh().await.unwrap();
    stage.see_in("bantin-rating", "1 lượt đánh giá").await;
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    browser.shot("widget-voted-360").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newsroom_whose_address_is_none_of_the_web_is_not_shown() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let get = |path: &str| {
        ureq::get(stage.newsroom.url(path)).call().unwrap().body_mut().read_to_string().unwrap()
    };
    let site: serde_json::Value = serde_json::from_str(&get("/api/v1/site.json")).unwrap();
    let list = get("/api/v1/lists/language/vi.json");
    let put = |path: &str, text: String| {
        stage.host.put(path, Page { text, policy: None, media_type: "application/json" });
    };
    put("/feed/lists/language/vi.json", list);
    let element =
        format!("<bantin-latest lang=\"vi\" api=\"{}/feed/\"></bantin-latest>", stage.host.origin);
    for (url, live) in [
        ("javascript:alert(1)//", json!(null)),
        ("data:text/html,", json!(null)),
        ("not an address", json!(null)),
        ("https://news.example/", json!("javascript:alert(1)")),
    ] {
        let mut forged = site.clone();
        forged["url"] = json!(url);
        forged["live"] = live;
        put("/feed/site.json", forged.to_string());
        stage.show(&element).await;
        told(browser, "error", 1).await;
        assert_eq!(browser.eval("told[0].kind").await, "unreadable", "{url}");
    }
    // The same with an address of the web.
    let mut good = site;
    good["url"] = json!("https://news.example/");
    good["live"] = json!("/api/v1/");
    put("/feed/site.json", good.to_string());
    stage.show(&element).await;
    told(browser, "ready", 1).await;
    let links = "[...document.querySelector('bantin-latest').shadowRoot.querySelectorAll('a')].map(({ href }) => href)";
    let links = browser.eval(links).await;
    assert!(!links.as_array().unwrap().is_empty());
    for link in links.as_array().unwrap() {
        assert!(link.as_str().unwrap().starts_with("https://news.example/articles/"), "{link}");
    }
    stage.close().await;
}
