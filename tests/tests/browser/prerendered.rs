//! Pages that are there before any script runs, and the app taking them over.

use bantin_tests::browser::{Browser, NOTE_ASKED};
use bantin_tests::newsroom::{Newsroom, root};
use bantin_tests::{close, open};
use serde_json::json;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// Does to the page, before the app is there, what a reader may do: selects words, moves the focus to
/// a link, scrolls. And watches what moves.
const A_QUICK_READER: &str = r#"
    window.shifted = 0;
    new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted += e.value; })
        .observe({ type: "layout-shift", buffered: true });
    document.addEventListener("DOMContentLoaded", () => {
        const star = document.querySelector(".star-radio");
        if (!star) return;
        window.star = star;
        window.words = document.querySelector(".article-body p").firstChild;
        window.link = document.querySelector(".article-section a");
        window.link.focus({ preventScroll: true });
        // In this order: where the focus moves, some engines drop the selection.
        getSelection().setBaseAndExtent(window.words, 3, window.words, 12);
        window.focused = document.activeElement;
        window.scrollTo(0, 420);
        if (sessionStorage.getItem("early")) document.querySelectorAll(".star-radio")[3].checked = true;
    });
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_app_takes_a_page_over_and_the_reader_notices_nothing() {
    let script = [NOTE_ASKED, A_QUICK_READER].concat();
    let (newsroom, browser) = open(1280, 900, &script).await;
    browser.requests().await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser
        .until("the app never took the page over", "window.star && !window.star.isConnected")
        .await;
    browser.see("Chọn số sao để đánh giá.").await;
    for (what, expression) in [
        ("the text was drawn again", "window.words.isConnected"),
        ("the selection was lost", "getSelection().toString() === window.words.data.slice(3, 12)"),
        ("the focus was lost", "window.focused === link && document.activeElement === link"),
        ("the page was scrolled", "scrollY === 420"),
        ("something moved", "window.shifted === 0"),
        ("there are two pages", "document.querySelectorAll('.page').length === 1"),
        ("there are two ratings", "document.querySelectorAll('.rating').length === 1"),
    ] {
        assert_eq!(browser.eval(&format!("Boolean({expression})")).await, json!(true), "{what}");
    }
    // The text travels once; other news that is in view may be fetched ahead.
    let own = format!("/api/v1{}.json", ARTICLE.trim_end_matches('/'));
    let again: Vec<String> = browser.requests().await;
    let again: Vec<&String> =
        again.iter().filter(|one| one.contains(&own) || one.contains("site.json")).collect();
    assert_eq!(again, Vec::<&String>::new());

    // A link inside the page stays inside it, and one to another page takes the old one's head along.
    browser.asked().await;
    browser.eval("(addEventListener('hashchange', () => { window.jumped = 1; }), location.hash = '#main')").await;
    browser.until("it did not jump", "window.jumped").await;
    browser.painted().await;
    let again = browser.asked().await;
    assert!(!again.iter().any(|one| one.contains(&own)), "{again:?}");
    assert_eq!(browser.eval("window.words.isConnected").await, json!(true));
    browser.click(".related li a").await;
    browser.until("the next page never came", "!window.words.isConnected").await;
    browser.until("the focus did not follow", "document.activeElement.id === 'main'").await;
    for (selector, count) in [
        ("title", 1),
        ("link[rel=canonical]", 1),
        ("meta[name=description]", 1),
        ("[data-page]", 0),
        (".page", 1),
    ] {
        let found = browser.eval(&format!("document.querySelectorAll('{selector}').length")).await;
        assert_eq!(found, count, "{selector}");
    }
    browser.client.back().await.unwrap();
    browser.see("Lượt xem: 305").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_chosen_before_the_app_is_there_becomes_a_vote() {
    let (newsroom, browser) = open(1280, 900, A_QUICK_READER).await;
    browser.go(&newsroom.url("/")).await;
    browser.eval("sessionStorage.setItem('early', '1') || 1").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_save_data_nothing_more_is_fetched_until_a_star_is_wanted_which_is_then_a_vote() {
    // On the prototype: some engines make an object of the browser's anew when nothing holds it.
    let save =
        "Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } });";
    let (newsroom, browser) = open(768, 900, &[NOTE_ASKED, save].concat()).await;
    browser.requests().await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.until("the page never loaded", "document.readyState === 'complete'").await;
    // It would come when the page is idle, and this is asked for after that.
    let idle = "new Promise((go) => (window.requestIdleCallback ?? requestAnimationFrame)(go)).then(() => null)";
    assert_eq!(browser.resolved(idle).await, json!(null));
    browser.painted().await;
    assert_eq!(browser.asked().await, Vec::<String>::new());
    let of_app = |requests: Vec<String>| {
        requests.into_iter().filter(|r| r.contains("/app-") || r.contains("/app_bg-")).count()
    };
    assert_eq!(of_app(browser.requests().await), 0);
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    assert_eq!(of_app(browser.requests().await), 2);
    let asked = browser.asked().await;
    assert!(asked.iter().any(|one| one.contains("/app_bg-")), "{asked:?}");
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_read_and_followed_without_javascript() {
    let (newsroom, browser) = open(1280, 900, A_QUICK_READER).await;
    browser.without_scripts().await;
    browser.go(&newsroom.url("/")).await;
    let article = browser.client.find(fantoccini::Locator::Css("article h2 a")).await.unwrap();
    article.click().await.unwrap();
    let body = fantoccini::Locator::Css(".article-body");
    browser.client.wait().for_element(body).await.unwrap();
    let text = browser.client.find(fantoccini::Locator::Css("body")).await.unwrap();
    let text = text.text().await.unwrap();
    for words in ["Đăng ngày", "ĐÁNH GIÁ BÀI VIẾT", "CÁC TIN KHÁC", "Đánh giá cần JavaScript"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    close(newsroom, browser).await;
}

/// Compares the page in view, which the app drew, with the one the server draws: an empty text, or where
/// they part. The zone of a time is told later, to readers with other clocks.
const SAME: &str = "(async () => { \
    const text = await (await fetch(location.href)).text(); \
    const other = new DOMParser().parseFromString(text, 'text/html').querySelector('.page'); \
    const bare = (page) => { const copy = page.cloneNode(true); \
        copy.querySelector('#go')?.remove(); \
        copy.querySelector('.rating-status')?.remove(); copy.normalize(); \
        for (const e of copy.querySelectorAll('time')) e.removeAttribute('title'); \
        for (const e of [copy, ...copy.querySelectorAll('*')]) { \
            const all = [...e.attributes].map((x) => [x.name, x.value]).sort(); \
            all.forEach(([name]) => e.removeAttribute(name)); \
            all.forEach(([name, value]) => e.setAttribute(name, value)); } \
        return copy.outerHTML.replace(/<!--.*?-->/g, ''); }; \
    const [a, b] = [bare(other), bare(document.querySelector('body > .page'))]; \
    let at = 0; while (at < a.length && a[at] === b[at]) at++; \
    const near = (text) => text.slice(Math.max(0, at - 80), at + 120); \
    return a === b ? '' : near(a) + '   |   ' + near(b); })()";

/// A browser that cannot read aloud, and so does not offer it.
const NO_VOICE: &str = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_prerendered_is_what_the_browser_draws() {
    let (newsroom, browser) = open(1280, 900, &[A_QUICK_READER, NO_VOICE].concat()).await;
    let mut paths: Vec<String> = [
        "/",
        "/en/",
        "/pages/1/",
        "/sections/thoi-su/",
        "/tags/pho-co-ben-dinh/",
        "/authors/thu-ha/",
        "/archive/",
        "/archive/2023-08/",
        "/articles/khong-co-bai-nay/",
        "/about/toa-soan/",
        "/about/privacy/",
        "/search/",
        "/search/?q=ph%E1%BB%91",
        "/search/?q=zzzzz",
        "/en/search/?q=ferry",
        "/khong/co/",
    ]
    .map(str::to_owned)
    .to_vec();
    let articles = newsroom.running.store().entries(0, 1_000).unwrap();
    paths.extend(articles.iter().map(|article| format!("/articles/{}/", article.slug)));
    assert!(paths.len() > 80);
    compare(&newsroom, &browser, "/sections/van-hoa/", &paths).await;
    close(newsroom, browser).await;
}

/// Follows links to `paths` one after the other, from the page `from`, so that the browser draws each by itself.
async fn compare(newsroom: &Newsroom, browser: &Browser, from: &str, paths: &[String]) {
    // Some browsers let a page put no more than a hundred entries into their history in half a minute, and load what
    // comes then.
    for (number, path) in paths.iter().enumerate() {
        if number % 20 == 0 {
            browser.go(&newsroom.url(from)).await;
            browser.app().await;
        }
        let follow = format!(
            "(() => {{ const a = document.createElement('a'); a.href = '{path}'; a.id = 'go'; \
             const page = document.querySelector('.page'); page.append(a); a.click(); return true; }})()"
        );
        browser.eval(&follow).await;
        browser
            .until(
                &format!("{path} never came"),
                "document.querySelector('body > .page') && !document.getElementById('go')",
            )
            .await;
        assert_eq!(browser.resolved(SAME).await, "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_that_a_newsroom_arranges_is_the_same_drawn_by_either() {
    let paper = root().join("server/sample-harbour").to_string_lossy().into_owned();
    let newsroom = Newsroom::of(vec![paper]).await;
    let browser = Browser::open(1280, 900).await;
    browser.before_every_page(&[A_QUICK_READER, NO_VOICE].concat()).await;
    let site = newsroom.running.store().entries(0, 1_000).unwrap();
    let article = format!("/articles/{}/", site[0].slug);
    compare(&newsroom, &browser, &article, &["/".to_owned(), "/search/".to_owned()]).await;
    close(newsroom, browser).await;
}
