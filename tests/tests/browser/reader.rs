//! The reader's whole path, in a real browser, against a real server and store.

use bantin_tests::browser::Medium;
use bantin_tests::newsroom::Newsroom;
use bantin_tests::{close, open, show_by};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const HEADLINE: &str = "document.querySelector('main h1')?.innerText";

/// Counts layout shifts from the first moment on.
const COUNT_SHIFTS: &str = "window.shifted = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted += e.value; }).observe({ type: 'layout-shift', buffered: true });";

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_opens_an_article_rates_it_and_goes_on() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url("/")).await;
    browser.see("TIN MỚI").await;
    browser.shot("front-1280").await;

    // The article, as the city portal shows it.
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Đăng ngày 11-08-2023 11:50").await;
    browser.see("Lượt xem: 305").await;
    browser.see("THU HÀ").await;
    browser.shot("article-1280").await;
    assert_eq!(browser.eval("document.querySelectorAll('main article h1').length").await, 1);
    assert_eq!(
        browser.eval("document.querySelector('article time').getAttribute('datetime')").await,
        "2023-08-11T11:50:00+07:00"
    );
    assert_eq!(browser.eval("document.documentElement.lang").await, "vi");
    assert_eq!(browser.eval("document.querySelectorAll('link[rel=canonical]').length").await, 1);
    assert_eq!(browser.eval("document.querySelectorAll('meta[name=description]').length").await, 1);
    let others =
        browser.eval("document.querySelectorAll('.related li a').length").await.as_u64().unwrap();
    assert!(others >= 8, "{others} other news");

    // Five native radios in a group with a name.
    let group = "document.querySelector('[role=radiogroup]')";
    let name = browser
        .eval(&format!(
            "document.getElementById({group}.getAttribute('aria-labelledby')).textContent"
        ))
        .await;
    assert_eq!(name, "Đánh giá bài viết");
    assert_eq!(
        browser.eval(&format!("{group}.querySelectorAll('input[type=radio]').length")).await,
        5
    );

    // Rate it; it survives a reload and a restart of the server.
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    browser.see("1 lượt đánh giá").await;
    let newsroom = newsroom.restarted().await;
    browser.client.refresh().await.unwrap();
    browser.see("Bạn chấm 4 trên 5: tốt.").await;
    browser.see("4,0 trên 5").await;

    // Change it, undo, clear.
    browser.click("label.star:nth-of-type(2)").await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    browser.click(".rating-actions button:first-child").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    browser.click(".rating-actions button:last-child").await;
    browser.see("Đã xóa đánh giá của bạn.").await;
    browser.see("Chưa có đánh giá nào").await;

    // Go on to the next, and back to where one was.
    let first = browser.eval(HEADLINE).await;
    // Other news stands beside the text, and is still in view.
    browser.eval("(scrollTo(0, 150), 1)").await;
    browser.painted().await;
    let scrolled = browser.eval("scrollY").await.as_f64().unwrap();
    assert!(scrolled > 100.0);
    browser.click(".related li a").await;
    browser
        .until("the next article never came", &format!("{HEADLINE} && {HEADLINE} !== {first}"))
        .await;
    browser
        .until("the focus did not move to the page", "document.activeElement.id === 'main'")
        .await;
    browser
        .until(
            "the title was not announced",
            &format!("document.getElementById('announcement').innerText === {HEADLINE}"),
        )
        .await;
    assert_eq!(browser.eval("scrollY").await, 0);
    browser.client.back().await.unwrap();
    browser.until("back did not lead back", &format!("{HEADLINE} === {first}")).await;
    browser
        .until("the scroll was not restored", &format!("Math.abs(scrollY - {scrolled}) < 5"))
        .await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_choose_without_voting_on_every_press() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Chọn số sao để đánh giá.").await;
    browser.app().await;
    browser.requests().await;
    browser.eval("document.querySelector('.star-radio').focus() || 1").await;
    let arrow_right = "\u{E014}";
    browser.press(arrow_right).await;
    browser.press(arrow_right).await;
    browser.see("Đang chọn 3 trên 5").await;
    let votes = |requests: Vec<String>| {
        requests.iter().filter(|request| request.starts_with("PUT ")).count()
    };
    assert_eq!(votes(browser.requests().await), 0);
    browser.press("\u{E007}").await;
    browser.see("Đã lưu: bạn chấm 3 trên 5.").await;
    assert_eq!(votes(browser.requests().await), 1);
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_cast_while_the_service_is_away_arrives_later() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Chọn số sao để đánh giá.").await;
    browser.app().await;
    let (data, port) = (newsroom.data, newsroom.running.address.port());
    newsroom.running.stop().await.unwrap();
    browser.click("label.star:nth-of-type(5)").await;
    browser.see("Chưa gửi được.").await;
    browser.see("5,0 trên 5").await;
    let config = bantin_server::serve::Config::new(data.path(), ([127, 0, 0, 1], port).into());
    let running = bantin_server::serve::start(config).await.unwrap();
    browser.see("Đã lưu: bạn chấm 5 trên 5.").await;
    close(Newsroom::over(data, running), browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_is_counted_once_it_was_really_on_screen() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Lượt xem: 305").await;
    browser.until("the reading was never counted", "localStorage.getItem('bantin:2:viewed')").await;
    // Readings are written every other second.
    let started = std::time::Instant::now();
    while newsroom.running.flush_views().await.is_ok()
        && !browser.text().await.contains("Lượt xem: 306")
    {
        assert!(started.elapsed().as_secs() < 20, "the reading was never written");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        browser.client.refresh().await.unwrap();
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_no_error_is_logged_and_nobody_else_is_asked() {
    let (newsroom, browser) = open(360, 740, COUNT_SHIFTS).await;
    let origin = newsroom.url("");
    for path in ["/", ARTICLE, "/sections/thoi-su/"] {
        browser.requests().await;
        browser.go(&newsroom.url(path)).await;
        browser
            .until("the page never came", "document.querySelector('main h1, .masthead h1')")
            .await;
        let height = browser.eval("document.documentElement.scrollHeight").await.as_u64().unwrap();
        for top in (0..height).step_by(600) {
            browser.eval(&format!("window.scrollTo(0, {top}) || 1")).await;
            browser.painted().await;
        }
        browser
            .until("pictures never loaded", "[...document.images].filter((image) => image.checkVisibility()).every((image) => image.complete || (image.scrollIntoView(), false))")
            .await;
        browser.painted().await;
        assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0), "{path} moved");
        let strangers: Vec<String> = browser
            .requests()
            .await
            .into_iter()
            .filter(|request| {
                request.contains(" http") && !request.contains(&format!(" {origin}/"))
            })
            .collect();
        assert_eq!(strangers, Vec::<String>::new());
        assert_eq!(browser.console_errors().await, Vec::<String>::new(), "{path}");
        let wider = browser.eval("document.documentElement.scrollWidth > innerWidth").await;
        assert_eq!(wider, json!(false), "{path} scrolls sideways");
    }
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Đăng ngày").await;
    browser.shot("article-360").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_has_words_and_a_way_on() {
    let (newsroom, browser) = open(768, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url("/articles/khong-co-bai-nay/")).await;
    browser.see("Không tìm thấy trang này").await;
    browser.see("Về trang nhất").await;
    // A page that the app has drawn: it has both its pieces.
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.click(".sections a[href='/sections/thoi-su/']").await;
    browser.until("the section never came", "document.querySelector('.list-title')").await;
    let (data, port) = (newsroom.data, newsroom.running.address.port());
    newsroom.running.stop().await.unwrap();
    browser.click(".teaser-headline a").await;
    browser.see("Bạn đang ngoại tuyến").await;
    browser.shot("offline-768").await;
    let config = bantin_server::serve::Config::new(data.path(), ([127, 0, 0, 1], port).into());
    let running = bantin_server::serve::start(config).await.unwrap();
    browser.click(".notice button").await;
    browser.see("Đăng ngày").await;
    close(Newsroom::over(data, running), browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_by_day_and_by_night() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    for (scheme, medium) in [("light", Medium::Light), ("dark", Medium::Dark)] {
        show_by(&browser, medium).await;
        for (path, name) in [
            ("/", "front"),
            (ARTICLE, "article"),
            ("/en/", "front-en"),
            ("/sections/thoi-su/", "section"),
            ("/articles/electric-buses-carry-41-300-in-their-free-week/", "article-en"),
            ("/tags/pho-co-ben-dinh/", "tag"),
            ("/about/toa-soan/", "about"),
            ("/search/?q=danh+gia", "search"),
            ("/articles/khong-co/", "missing"),
        ] {
            browser.go(&newsroom.url(path)).await;
            browser
                .until(
                    "the page never came",
                    "document.querySelector('main .teaser, main .lead, main .notice, main .article-body')",
                )
                .await;
            browser.shot(&format!("{name}-1280-{scheme}")).await;
            let violations = browser.axe().await;
            assert_eq!(violations, Value::Array(vec![]), "{path} {scheme}: {violations:#}");
        }
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_is_enough() {
    let (newsroom, browser) = open(1280, 900, COUNT_SHIFTS).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    let (tab, enter, space) = ("\u{E004}", "\u{E007}", "\u{E00D}");
    // Past the masthead to the news, and into the first story.
    browser.press(tab).await;
    assert_eq!(browser.eval("document.activeElement.className").await, "skip");
    browser
        .until(
            "the skip link is not to be seen",
            "document.activeElement.getBoundingClientRect().top >= 0",
        )
        .await;
    browser.press(enter).await;
    browser.press(tab).await;
    browser
        .until(
            "the first story was not next",
            "document.activeElement.matches('main .teaser-headline a')",
        )
        .await;
    browser.press(enter).await;
    browser.see("Đăng ngày").await;
    browser.until("the focus did not follow", "document.activeElement.id === 'main'").await;
    // On to the rating, which takes one stop, then a star by Space.
    let radio = "document.activeElement.matches('.star-radio')";
    for _ in 0..30 {
        if browser.eval(radio).await == json!(true) {
            break;
        }
        browser.press(tab).await;
    }
    browser.until("the rating was never reached", radio).await;
    let outline = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle";
    assert_ne!(browser.eval(outline).await, "none", "the focus is not to be seen");
    browser.press(space).await;
    browser.see("Đã lưu: bạn chấm 1 trên 5.").await;
    close(newsroom, browser).await;
}
