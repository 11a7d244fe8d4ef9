//! Choosing how to read, handing an article on, printing it.

use std::time::Duration;

use bantin_server::api::policy::Policy;
use bantin_tests::browser::{Browser, HOLD_TIMERS, Medium, NOTE_ASKED};
use bantin_tests::{close, needs, open, open_small};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const NEXT: &str = "/articles/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua/";

/// Keeps what the page looked like when it was first painted, and what moved.
const FIRST_PAINT: &str = r#"
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value;
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => { window.first = { ...document.documentElement.dataset }; });
"#;

const OPEN_PANEL: &str = "document.querySelector('.settings').open";
const FILLED_PANEL: &str = "document.querySelector('.settings[open] input')";

#[tokio::test(flavor = "multi_thread")]
async fn what_the_reader_chose_holds_at_once_and_before_the_next_page_is_painted() {
    let (newsroom, browser) = open(1280, 900, FIRST_PAINT).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let size = "parseFloat(getComputedStyle(document.querySelector('.article-body p')).fontSize)";
    let usual = browser.eval(size).await.as_f64().unwrap();
    browser.click(".settings summary").await;
    for (name, value) in [
        ("size", "4"),
        ("width", "narrow"),
        ("font", "sans"),
        ("theme", "sepia"),
        ("motion", "less"),
    ] {
        browser.click(&format!(".settings label:has([name={name}][value='{value}'])")).await;
        let chosen = format!("document.documentElement.dataset.{name} === '{value}'");
        browser.until("the choice does not hold", &chosen).await;
    }
    browser.shot("settings-1280-sepia").await;
    assert!(browser.eval(size).await.as_f64().unwrap() > usual * 1.2, "the text is no larger");
    let looks = "(() => { const look = getComputedStyle(document.querySelector('.article-body p'));
        return [getComputedStyle(document.documentElement).backgroundColor, look.fontFamily.includes('system-ui')]; })()";
    assert_eq!(browser.eval(looks).await, json!(["rgb(244, 234, 213)", true]));
    assert_eq!(browser.axe().await, Value::Array(vec![]));

    // Prerendered, and drawn by the app: both are as chosen from the first frame on.
    browser.go(&newsroom.url(NEXT)).await;
    let first = "JSON.stringify(window.first)";
    let first: Value =
        serde_json::from_str(browser.eval(first).await.as_str().unwrap_or("null")).unwrap();
    assert_eq!((&first["size"], &first["theme"]), (&json!("4"), &json!("sepia")));
    browser.app().await;
    browser.click(".related li a").await;
    browser.until("the next page never came", "document.activeElement.id === 'main'").await;
    browser.click(".settings summary").await;
    browser.until("the panel stayed empty", FILLED_PANEL).await;
    assert_eq!(browser.eval("document.querySelector('[name=theme]:checked').value").await, "sepia");

    // And back to the usual, for good.
    browser.click(".settings-panel button").await;
    assert_eq!(browser.eval("document.documentElement.dataset.size ?? 'usual'").await, "usual");
    assert_eq!(browser.eval("localStorage.getItem('bantin:2:settings')").await, Value::Null);
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_is_the_keyboard_s_as_well() {
    let (newsroom, browser) = open(360, 780, FIRST_PAINT).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(document.querySelector('.settings summary').focus(), 1)").await;
    let (enter, tab, right, escape) = ("\u{E007}", "\u{E004}", "\u{E014}", "\u{E00C}");
    browser.press(enter).await;
    assert_eq!(browser.eval(OPEN_PANEL).await, json!(true));
    // Before, there is nothing in it to go to.
    browser.until("it stayed empty", FILLED_PANEL).await;
    browser.press(tab).await;
    browser.press(right).await;
    browser.until("it is no larger", "document.documentElement.dataset.size === '3'").await;
    browser.shot("settings-360").await;
    let wide = "document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.eval(wide).await, json!(true), "the page scrolls sideways");
    browser.press(escape).await;
    assert_eq!(browser.eval(OPEN_PANEL).await, json!(false));
    assert_eq!(browser.eval("document.activeElement.localName").await, "summary");
    // A click elsewhere closes it too.
    browser.press(enter).await;
    browser.eval("(document.querySelector('.lead').click(), 1)").await;
    assert_eq!(browser.eval(OPEN_PANEL).await, json!(false));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tab_and_blocked_storage_are_no_trouble() {
    let block = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });";
    let (newsroom, browser) = open(768, 900, block).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.click(".settings summary").await;
    browser.click(".settings label:has([value=dark])").await;
    browser.until("it stayed day", "document.documentElement.dataset.theme === 'dark'").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_handed_on_by_whatever_there_is() {
    let (newsroom, browser) = open(768, 900, "").await;
    let share = ".article-tools .share";
    // The system's own sheet.
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(navigator.share = async (data) => { window.shared = data; }, 1)").await;
    browser.click(share).await;
    browser.until("nothing was shared", "window.shared?.url").await;
    let url = browser.eval("shared.url").await;
    assert!(url.as_str().unwrap().ends_with(ARTICLE), "{url}");
    assert!(browser.eval("shared.title").await.as_str().unwrap().starts_with("Lễ ra quân"));
    // No sheet, or one that the browser refuses: the clipboard, and words that say so.
    for sheet in ["undefined", "async () => { throw new DOMException('', 'NotAllowedError'); }"] {
        browser.go(&newsroom.url(NEXT)).await;
        browser.app().await;
        browser
            .eval(&format!("(Object.defineProperty(navigator, 'share', {{ value: {sheet} }}), Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: async (text) => {{ window.copied = text; }} }} }}), 1)"))
            .await;
        browser.click(share).await;
        browser.see("Đã chép liên kết").await;
        assert!(browser.eval("copied").await.as_str().unwrap().ends_with(NEXT));
        assert_eq!(
            browser.eval("document.getElementById('announcement').textContent").await,
            "Đã chép liên kết"
        );
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_gets_the_article_with_all_its_pictures_and_nothing_around_it() {
    let (newsroom, browser) = open(1280, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    assert_ne!(browser.eval("document.querySelectorAll('img[loading=lazy]').length").await, 0);
    browser.eval("(dispatchEvent(new Event('beforeprint')), 1)").await;
    browser
        .until(
            "pictures are missing",
            "[...document.querySelectorAll('.article img')].every((i) => i.complete && i.naturalWidth)",
        )
        .await;
    browser.show_in(Medium::Print).await;
    browser.shot("print-1280").await;
    for (selector, is_there) in [
        (".article h1", true),
        (".lead", true),
        (".article-body figcaption", true),
        (".byline", true),
        (".sections", false),
        (".masthead-tools", false),
        (".rating-place", false),
        (".related", false),
        (".footer-links", false),
    ] {
        let shown = format!("document.querySelector('{selector}').getClientRects().length > 0");
        assert_eq!(browser.eval(&shown).await, json!(is_there), "{selector}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_narrow_phone_nothing_is_wider_than_the_page_and_the_masthead_is_one_line() {
    let (newsroom, browser) = open(360, 780, "").await;
    for path in [
        ARTICLE,
        NEXT,
        "/articles/electric-buses-carry-41-300-in-their-free-week/",
        "/search/?q=cau",
    ] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        let wide = "(() => { const edge = document.querySelector('.masthead').getBoundingClientRect().right;
            return [...document.querySelectorAll('.article > *, .article-body > *')]
                .filter((one) => one.getBoundingClientRect().right > edge + 0.5).map((one) => one.outerHTML.slice(0, 80)); })()";
        assert_eq!(browser.eval(wide).await, json!([]), "{path}");
        let one_line =
            "document.querySelector('.masthead-top').getBoundingClientRect().height < 45";
        assert_eq!(browser.eval(one_line).await, json!(true), "{path}");
    }
    // The panel of the settings is on the screen wherever its button stands.
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.click(".settings summary").await;
    let panel = "(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelector('.settings-panel').getBoundingClientRect())";
    assert_eq!(browser.eval(panel).await, json!(true));
    close(newsroom, browser).await;
}

/// Whether the heading that the address names stands at the top of the window.
const AT_HEADING: &str = "(() => { const one = document.getElementById('s-xe-may-di-theo-gio'); return Boolean(one?.matches('.article-body h2')) && Math.abs(one.getBoundingClientRect().top) < 40; })()";

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_heading_lands_there_also_from_another_page() {
    const HEADING: &str =
        "/articles/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua/#s-xe-may-di-theo-gio";
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(HEADING)).await;
    browser.app().await;
    browser.until("it did not land", AT_HEADING).await;
    // Its own quiet link, by the keyboard; it is no part of what is copied, nor of what the heading is called.
    let called = "((h) => h.ariaLabelledByElements?.[0].textContent ?? document.getElementById(h.getAttribute('aria-labelledby')).textContent)(document.getElementById('s-xe-may-di-theo-gio'))";
    assert_eq!(browser.eval(called).await, json!("Xe máy đi theo giờ"));
    browser.eval("(scrollTo(0, 0), document.querySelector('.heading-link').focus(), 1)").await;
    browser.press("\u{E007}").await;
    browser.until("its own link leads elsewhere", AT_HEADING).await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    // From another article, drawn by the app.
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let link = format!(
        "(window.isSame = true, document.querySelector('.article-body p').innerHTML = '<a id=\"way\" href=\"{HEADING}\">x</a>', 1)"
    );
    browser.eval(&link).await;
    browser.click("#way").await;
    browser.until("it did not land from the app", AT_HEADING).await;
    assert_eq!(browser.eval("window.isSame").await, json!(true));
    close(newsroom, browser).await;
}

/// The articles asked for since the last time.
async fn asked(browser: &Browser) -> Vec<String> {
    let requests = browser.requests().await.into_iter();
    requests.filter(|request| request.contains("/api/v1/articles/")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_likely_next_is_there_before_it_is_asked_for() {
    // Where other news stands below the text and not beside it.
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    assert_eq!(asked(&browser).await, Vec::<String>::new(), "nobody has looked for more yet");
    // In view: the first headlines.
    browser.eval("(document.querySelector('.related').scrollIntoView(), 1)").await;
    browser
        .until(
            "nothing was fetched ahead",
            "performance.getEntriesByType('resource').filter((e) => e.name.includes('/articles/')).length === 3",
        )
        .await;
    assert_eq!(asked(&browser).await.len(), 3);
    // Under the focus: one that was not.
    let link = "document.querySelectorAll('.related li a')[5]";
    browser.eval(&format!("({link}.focus(), 1)")).await;
    browser
        .until(
            "the focus fetched nothing",
            "performance.getEntriesByType('resource').filter((e) => e.name.includes('/articles/')).length === 4",
        )
        .await;
    asked(&browser).await;
    let title = browser.eval(&format!("{link}.textContent")).await;
    browser.eval(&format!("({link}.click(), 1)")).await;
    browser.until("the page never came", "document.activeElement.id === 'main'").await;
    assert_eq!(browser.eval("document.querySelector('h1').textContent").await, title);
    assert_eq!(asked(&browser).await, Vec::<String>::new(), "it was there already");
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_fetched_ahead_for_who_saves_data() {
    let save = "if (location.hash === '#saves') Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } });";
    let script = [NOTE_ASKED, HOLD_TIMERS, save].concat();
    let (newsroom, browser) = open(1280, 900, &script).await;
    // The same twice, so that it is seen that others have pages fetched ahead by it.
    for (path, saves) in [("/", false), ("/#saves", true)] {
        browser.go("about:blank").await;
        browser.go(&newsroom.url(path)).await;
        // The front page has no star to wait for, so the app is there.
        browser.app().await;
        let before = browser.asked().await;
        assert!(!before.iter().any(|one| one.contains("/articles/")), "{before:?}");
        for what in [
            "scrollTo(0, 300)",
            "[...document.querySelectorAll('.teaser-headline a')].at(-1).focus()",
        ] {
            browser.eval(&format!("({what}, 1)")).await;
            browser.painted().await;
            browser.pass(Duration::from_secs(1)).await;
            let is_ahead = "asked.some((one) => one.includes('/api/v1/articles/'))";
            if saves {
                assert_eq!(browser.eval(is_ahead).await, json!(false), "{path} {what}");
            } else {
                // By what the second piece holds, which may still be coming.
                browser.until(&format!("nothing came ahead: {what}"), is_ahead).await;
            }
            browser.asked().await;
        }
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_never_breaks_at_its_hyphens() {
    let (newsroom, browser) = open(320, 700, "").await;
    let broken = "[...document.querySelectorAll('.date')].filter((one) => { const range = document.createRange(); range.selectNodeContents(one); return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1; }).map((one) => one.textContent)";
    for path in ["/", ARTICLE, "/search/?q=cau"] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        browser.until("there is no date", "document.querySelector('main time .date')").await;
        assert_eq!(browser.eval("[...document.querySelectorAll('time')].every((one) => /\\d-\\d/.test(one.textContent) && one.querySelector('.date'))").await, json!(true));
        for width in [320, 333, 347, 360, 379, 393, 412, 768] {
            browser.resize(width, 700).await;
            assert_eq!(browser.eval(broken).await, json!([]), "{path} at {width}");
        }
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lives_by_other_clocks_is_told_by_which_a_date_is() {
    needs!(Devices, "its driver cannot set the clocks of the device");
    let (newsroom, browser) = open(768, 900, "").await;
    // Of the dates that have a time, and whether there are any.
    let titles = "[...new Set([...document.querySelectorAll('main time')].filter((one) => one.textContent.includes(':')).map((one) => one.title || 'none'))]";
    for (zone, title) in
        [("Asia/Ho_Chi_Minh", "none"), ("Europe/Berlin", "GMT+7"), ("Asia/Bangkok", "none")]
    {
        browser.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": zone })).await;
        browser.go(&newsroom.url(ARTICLE)).await;
        browser.app().await;
        let told = format!("{titles}.join() === '{title}'");
        browser.until(&format!("{zone} is not told {title}"), &told).await;
        // On every page that the app draws, too.
        for _ in 0..2 {
            browser.follow(".related li a").await;
            browser.until(&format!("{zone} is not told {title} on the next page"), &told).await;
        }
        // What it was of is another moment for everybody.
        let shown = browser.eval("document.querySelector('.dateline time').innerText").await;
        assert!(shown.as_str().unwrap().contains("-2023 "), "{shown}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_copies_a_page_gets_its_text_and_not_what_is_hidden_nor_the_tools() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // As a browser hands it to the clipboard.
    browser.eval("(document.execCommand('selectAll'), 1)").await;
    let copied = browser.eval("getSelection().toString()").await;
    let copied = copied.as_str().unwrap();
    for wanted in ["Lễ ra quân", "Đăng ngày 11-08-2023 11:50", "Các tin khác", "Lượt xem"]
    {
        assert!(copied.to_lowercase().contains(&wanted.to_lowercase()), "{wanted}\n{copied}");
    }
    for left_out in ["Đến nội dung chính", "Tác giả", "Chia sẻ", "Lưu bài", "1 trên 5", "Cách đọc"]
    {
        assert!(!copied.contains(left_out), "{left_out}\n{copied}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wide_table_is_on_paper_as_a_whole() {
    let (newsroom, browser) = open(360, 780, "").await;
    browser.go(&newsroom.url("/articles/electric-buses-carry-41-300-in-their-free-week/")).await;
    browser.app().await;
    // Wider than any sheet.
    let widen = "(document.querySelectorAll('.table tr').forEach((row) => { for (let at = 0; at < 8; at++) row.append(row.lastElementChild.cloneNode(true)); row.lastElementChild.textContent = 'Bundesautobahn'.repeat(3); }), 1)";
    browser.eval(widen).await;
    let is_cut = "(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.table'))";
    assert_eq!(browser.eval(is_cut).await, json!(true), "it would fit anyhow");
    browser.show_in(Medium::Print).await;
    let outside = "(({ right }) => right > innerWidth + 0.5)(document.querySelector('.table table').getBoundingClientRect())";
    assert_eq!(browser.eval(outside).await, json!(false));
    browser.shot("print-table").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_page_of_few_articles_has_no_heading_with_nothing_under_it() {
    let (newsroom, browser) = open_small(Policy::default(), (768, 900), "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.see("chuyến đò sớm").await;
    assert_eq!(browser.eval("document.querySelector('#latest-heading')").await, json!(null));
    close(newsroom, browser).await;
}
