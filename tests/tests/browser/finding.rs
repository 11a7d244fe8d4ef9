//! Going on from what one has read: to the author, through the archive, to the newer and the older article, to more
//! other news, and away from a wrong address.

use bantin_tests::browser::{Browser, Engine};
use bantin_tests::{close, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const HEADLINE: &str = "document.querySelector('main h1')?.innerText";
const ENTER: &str = "\u{E007}";

/// Counts layout shifts from the first moment on, but for those that the reader causes.
const COUNT_SHIFTS: &str = "window.shifted = 0; new PerformanceObserver((list) => { \
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value; \
    }).observe({ type: 'layout-shift', buffered: true });";

/// Follows the link with the keyboard, and waits for a page under another headline.
async fn follow(browser: &Browser, selector: &str) {
    let before = browser.eval(HEADLINE).await;
    browser.until(&format!("there is no {selector}"), &focused(selector)).await;
    browser.press(ENTER).await;
    let is_other = format!("{HEADLINE} && {HEADLINE} !== {before}");
    browser.until(&format!("{selector} leads nowhere"), &is_other).await;
    browser.until("the focus did not follow", "document.activeElement.id === 'main'").await;
}

/// Moves the focus; true when it is there.
fn focused(selector: &str) -> String {
    let one = format!("document.querySelector({})", json!(selector));
    format!("({one}?.focus(), {one} && document.activeElement === {one})")
}

async fn path(browser: &Browser) -> String {
    browser.eval("location.pathname").await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byline_leads_to_what_its_author_wrote() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    follow(&browser, ".byline a").await;
    assert_eq!(path(&browser).await, "/authors/thu-ha/");
    assert_eq!(browser.eval("document.title").await, "Thu Hà – Bản Tin Tân Giang");
    // Everything there is by that author.
    let list = "fetch('/api/v1/lists/author/thu-ha.json').then((answer) => answer.json())
        .then((list) => list.items.every((item) => item.authors.some((one) => /^thu hà$/i.test(one.name))))";
    assert_eq!(browser.resolved(list).await, json!(true));
    follow(&browser, "main article h2 a").await;
    assert_eq!(browser.eval("document.querySelector('.byline a').innerText").await, "Thu Hà");
    browser.client.back().await.unwrap();
    browser.until("back did not lead back", &format!("{HEADLINE} === 'Thu Hà'")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_leads_to_a_month_and_the_month_to_its_articles() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    follow(&browser, ".footer a[href='/archive/']").await;
    let month = "main a[href='/archive/2023-08/']";
    let counted: u64 = newsroom.running.store().months().unwrap()[0].count;
    browser.see(&format!("Tháng 8 năm 2023 ({counted} bài)")).await;
    assert_eq!(browser.eval("document.querySelector('main h2').innerText").await, "2023");
    follow(&browser, month).await;
    // The name of the month is the one that the browser knows.
    let known = "new Intl.DateTimeFormat('vi-VN', { month: 'long', year: 'numeric' }).format(new Date(2023, 7, 15))";
    let is_known = format!("{HEADLINE}.toLowerCase() === ({known}).toLowerCase()");
    assert_eq!(browser.eval(&is_known).await, json!(true));
    let foreign = "[...document.querySelectorAll('main time')].filter((one) => !one.dateTime.startsWith('2023-08')).length";
    assert_eq!(browser.eval(foreign).await, 0);
    follow(&browser, "main article h2 a").await;
    // Another month has no more pages than it needs, and none leads out of it.
    browser.go(&newsroom.url("/archive/2023-08/pages/1/")).await;
    browser.app().await;
    assert_eq!(browser.eval(foreign).await, 0);
    assert_eq!(browser.eval("document.querySelector('.pager-older')").await, Value::Null);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_leads_to_the_newer_and_the_older_one_of_its_section() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let section = "document.querySelector('.article-section a').pathname";
    let (own, first) = (browser.eval(section).await, browser.eval(HEADLINE).await);
    let label = browser.eval("document.querySelector('.beside [rel=next]').innerText").await;
    assert!(label.as_str().unwrap().starts_with("Tin cũ hơn"), "{label}");
    let time = "document.querySelector('article time').dateTime";
    let published = browser.eval(time).await;
    follow(&browser, ".beside [rel=next]").await;
    assert_eq!(browser.eval(section).await, own);
    assert_eq!(browser.eval(&format!("{time} <= {published}")).await, json!(true));
    follow(&browser, ".beside [rel=prev]").await;
    assert_eq!(browser.eval(HEADLINE).await, first);
    // Where there is no newer one, none is offered.
    browser.go(&newsroom.url(own.as_str().unwrap())).await;
    browser.app().await;
    follow(&browser, "main article h2 a").await;
    browser.until("nothing older is offered", "document.querySelector('.beside [rel=next]')").await;
    assert_eq!(browser.eval("document.querySelector('.beside [rel=prev]')").await, Value::Null);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_more_other_news_with_and_without_a_script() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    let seen = "[...document.querySelectorAll('.related li a')].filter((one) => one.checkVisibility()).length";
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    assert_eq!(browser.eval(seen).await, 6);
    let section = browser.eval("document.querySelector('.article-section a').pathname").await;
    follow(&browser, ".related > p a").await;
    assert_eq!(path(&browser).await, section);
    for has_script in [true, false] {
        if !has_script {
            browser.without_scripts().await;
        }
        browser.go(&newsroom.url(ARTICLE)).await;
        let more = browser.client.find(fantoccini::Locator::Css(".related summary")).await.unwrap();
        assert_eq!(count_shown(&browser).await, 6);
        more.send_keys(ENTER).await.unwrap();
        assert_eq!(count_shown(&browser).await, 12);
    }
    close(newsroom, browser).await;
}

/// Other news that can be seen, also where no script runs.
async fn count_shown(browser: &Browser) -> usize {
    // WebKit's driver takes what is folded for shown; but it asks pages also where they run nothing of their own.
    if browser.engine == Engine::WebKit {
        let seen = "[...document.querySelectorAll('.related li a')].filter((one) => one.checkVisibility()).length";
        return usize::try_from(browser.eval(seen).await.as_u64().unwrap()).unwrap();
    }
    let mut shown = 0;
    let links = fantoccini::Locator::Css(".related li a");
    for link in browser.client.find_all(links).await.unwrap() {
        shown += usize::from(link.is_displayed().await.unwrap());
    }
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_offers_a_search_and_the_newest() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    let wrong = "/articles/cau-go-ben-dinh/";
    browser.go(&newsroom.url(wrong)).await;
    browser.see("Không tìm thấy trang này").await;
    let field = "document.querySelector('main input[type=search]').value";
    assert_eq!(browser.eval(field).await, "cau go ben dinh");
    let newest = "document.querySelectorAll('main .related li a').length";
    assert_eq!(browser.eval(newest).await, 6);
    // The words lead to what was meant.
    browser.app().await;
    browser.until("there is no field", &focused("main input[type=search]")).await;
    browser.press(ENTER).await;
    browser.until("nothing was found", "document.querySelector('.search-hits article')").await;
    assert!(browser.eval("location.search").await.as_str().unwrap().contains("q=cau+go"));
    // The same when the app comes upon it.
    browser.client.back().await.unwrap();
    browser.until("back did not lead back", "document.querySelector('main .related')").await;
    assert_eq!(browser.eval(field).await, "cau go ben dinh");
    follow(&browser, "main .related li a").await;
    assert!(path(&browser).await.starts_with("/articles/"));
    // An address without a name asks for none.
    browser.go(&newsroom.url("/khong/co/")).await;
    browser.app().await;
    assert_eq!(browser.eval(field).await, "");
    assert_eq!(browser.eval(newest).await, 6);
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn these_pages_suit_every_screen_and_reader() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    let pages = [
        ("author", "/authors/thu-ha/"),
        ("archive", "/archive/"),
        ("month", "/archive/2023-08/"),
        ("article-end", ARTICLE),
        ("wrong", "/articles/cau-go-ben-dinh/"),
    ];
    for width in [360, 768, 1280] {
        browser.resize(width, 900).await;
        for (name, path) in pages {
            browser.go(&newsroom.url(path)).await;
            browser.app().await;
            let what = format!("{path} at {width}");
            if name == "article-end" {
                browser.eval("(document.querySelector('.related details').open = true, 1)").await;
                browser.eval("(document.querySelector('.beside').scrollIntoView(), 1)").await;
            }
            let are_there = "[...document.images].every((one) => { const { top, bottom } = one.getBoundingClientRect(); return one.complete || bottom < 0 || top > innerHeight; })";
            browser.until(&format!("{what}: pictures never came"), are_there).await;
            browser.painted().await;
            browser.shot(&format!("{name}-{width}")).await;
            let wide = "document.documentElement.scrollWidth > innerWidth";
            assert_eq!(browser.eval(wide).await, json!(false), "{what} scrolls sideways");
            assert_eq!(browser.axe().await, Value::Array(vec![]), "{what}");
            if name != "article-end" {
                assert_eq!(
                    browser.eval("window.shifted").await.as_f64(),
                    Some(0.0),
                    "{what} moved"
                );
            }
        }
    }
    close(newsroom, browser).await;
}
