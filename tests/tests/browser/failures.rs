//! What a reader sees when something between them and the news breaks: never a blank page, each
//! failure in its own words, each with a way on.

use bantin_tests::{close, open};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// Breaks the answers for articles in the way that `sessionStorage.broken` names, and makes waiting
/// for an answer short.
const BREAK: &str = r#"
    const fetched = window.fetch;
    const wait = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => wait(300);
    window.fetch = (what, ...rest) => {
        const how = sessionStorage.getItem("broken");
        if (!how || !what.url?.includes("/articles/")) return fetched(what, ...rest);
        if (how === "silent") {
            return new Promise((_, refuse) => {
                const { signal } = what;
                signal.addEventListener("abort", () => refuse(signal.reason));
            });
        }
        const body = how === "half" ? '{"slug":"le-ra' : how === "shape" ? '{"slug":5}' : "<html>";
        return Promise.resolve(new Response(body, { status: how === "busy" ? 503 : 200 }));
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn each_broken_answer_has_its_own_words_and_can_be_asked_for_again() {
    let (newsroom, browser) = open(768, 900, BREAK).await;
    for (how, words) in [
        ("silent", "Mạng đang rất chậm"),
        ("busy", "Máy chủ đang gặp sự cố"),
        ("half", "Không đọc được nội dung"),
        ("shape", "Không đọc được nội dung"),
        ("page", "Không đọc được nội dung"),
    ] {
        browser.go(&newsroom.url("/")).await;
        browser.app().await;
        browser.eval(&format!("sessionStorage.setItem('broken', '{how}') || 1")).await;
        browser.click(".teaser-headline a").await;
        browser.see(words).await;
        // The focus comes to the page a frame after its words.
        browser
            .until("the focus never came to the page", "document.activeElement.id === 'main'")
            .await;
        // The way on is a button with a name, reached by the keyboard, and it works.
        browser.eval("sessionStorage.removeItem('broken') || 1").await;
        browser.eval("document.querySelector('.notice button').focus() || 1").await;
        browser.press("\u{E007}").await;
        browser.see("Đăng ngày").await;
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_webassembly_the_page_says_so() {
    let (newsroom, browser) = open(768, 900, "delete window.WebAssembly;").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Tải lại trang").await;
    browser.see("Đăng ngày 11-08-2023 11:50").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_cannot_be_drawn_leaves_what_is_shown_and_offers_a_way_on() {
    let breaks = r#"
        const create = Document.prototype.createElementNS;
        const make = Document.prototype.createElement;
        const check = (tag) => {
            if (window.broken && tag === "article") throw new Error("broken on purpose");
        };
        Document.prototype.createElement = function (tag, ...rest) {
            check(tag);
            return make.call(this, tag, ...rest);
        };
        Document.prototype.createElementNS = function (space, tag, ...rest) {
            check(tag);
            return create.call(this, space, tag, ...rest);
        };
    "#;
    let (newsroom, browser) = open(768, 900, breaks).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Đăng ngày 11-08-2023 11:50").await;
    browser.app().await;
    browser.eval("(window.broken = true)").await;
    browser.click(".related li a").await;
    browser.see("Tải lại trang").await;
    browser.see("Đăng ngày 11-08-2023 11:50").await;
    // The way on: the address is the one that was asked for, and loading it again shows it.
    browser.click("#failed a").await;
    browser.until("the page never came back", "document.querySelector('main h1')").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_browser_does_not_take_is_loaded() {
    // As browsers refuse it when it was done often of late.
    let refuse =
        "History.prototype.pushState = () => { throw new DOMException('', 'SecurityError'); };";
    let (newsroom, browser) = open(768, 900, refuse).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(window.isSame = true)").await;
    // WebKit tells of a file that was on its way to a page that is left.
    let came = "performance.getEntriesByType('resource').some((one) => one.name.includes('/split_later-'))";
    browser.until("the second piece never came", came).await;
    let title = browser.eval("document.querySelector('.related li a').textContent.trim()").await;
    browser.click(".related li a").await;
    let next = format!("document.querySelector('main h1')?.textContent.trim() === {title}");
    browser.until("the next page never came", &format!("!window.isSame && {next}")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

/// What throws when it is asked for, as in a sandbox or where an extension has put something in its place.
const REFUSE: &str = r#"
    for (const [of, name] of [[Navigator.prototype, "serviceWorker"], [Navigator.prototype, "connection"], [Navigator.prototype, "share"],
        [window, "speechSynthesis"], [window, "caches"], [window, "localStorage"], [window, "sessionStorage"]]) {
        Object.defineProperty(of, name, { get() { throw new DOMException(name, "SecurityError"); }, configurable: true });
    }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_refuses_to_be_asked_for_takes_nothing_else_along() {
    let (newsroom, browser) = open(768, 900, REFUSE).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // What comes after the app is there all the same: the search suggests, a vote is taken, an article is kept and let go.
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    for _ in 0..2 {
        browser.click(".article-tools .save").await;
    }
    browser.follow(".related li a").await;
    browser.app().await;
    browser.click(".masthead-search").await;
    browser.until("there is no field", "document.querySelector('#search-words')").await;
    browser.eval("(document.querySelector('#search-words').focus(), 1)").await;
    browser
        .until("nothing suggests", "document.querySelector('#search-words').role === 'combobox'")
        .await;
    // Later than a failure would have been told of.
    browser
        .eval("(window.isLater = false, setTimeout(() => { window.isLater = true; }, 1200), 1)")
        .await;
    browser.until("no time passes", "window.isLater").await;
    assert_eq!(browser.eval("document.getElementById('failed').hidden").await, true);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_left_while_it_loads_tells_of_no_failure() {
    // The app is on its way for as long as the page is there.
    let wait = r#"
        const fetched = window.fetch;
        window.fetch = (url, ...rest) => {
            if (!String(url).includes("app_bg")) return fetched(url, ...rest);
            window.isAsked = true;
            return new Promise((_, refuse) => {
                addEventListener("pagehide", () => refuse(new TypeError("broken off")));
            });
        };
    "#;
    let (newsroom, browser) = open(768, 900, wait).await;
    for path in [ARTICLE, "/"] {
        browser.go(&newsroom.url(path)).await;
        browser.until("the app was never asked for", "window.isAsked").await;
    }
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}
