//! A second paper from the same program, as its readers see it: its logo and colours by day and by night, on its own
//! pages and in widgets on another's.

use bantin_tests::browser::{Browser, Medium};
use bantin_tests::elsewhere::{Elsewhere, over_tls};
use bantin_tests::newsroom::{Newsroom, root};
use bantin_tests::{close, show_by};
use serde_json::json;

const ARTICLE: &str = "/articles/fish-auction-moves-indoors/";

async fn harbour() -> Newsroom {
    Newsroom::of(vec![root().join("server/sample-harbour").to_string_lossy().into_owned()]).await
}

/// Which logo is shown, and the ground of the page.
const LOOK: &str = "[[...document.querySelectorAll('.masthead-logo')].filter((logo) => logo.offsetWidth > 40).map((logo) => \
     logo.className.split(' ')[1]), getComputedStyle(document.documentElement).backgroundColor]";

#[tokio::test(flavor = "multi_thread")]
async fn its_logo_and_its_colours_are_there_by_day_and_by_night() {
    let newsroom = harbour().await;
    for (medium, time, look) in [
        (Medium::Light, "day", json!([["logo-day"], "rgb(247, 250, 250)"])),
        (Medium::Dark, "night", json!([["logo-night"], "rgb(13, 24, 23)"])),
    ] {
        let browser = Browser::open(360, 800).await;
        show_by(&browser, medium).await;
        for width in [360, 768, 1280] {
            browser.resize(width, 900).await;
            for (name, path) in
                [("front", "/"), ("vi", "/vi/"), ("article", ARTICLE), ("missing", "/nothing/")]
            {
                browser.go(&newsroom.url(path)).await;
                browser.app().await;
                // Firefox may show the next page in a tab of its own, which knows nothing of it.
                show_by(&browser, medium).await;
                assert_eq!(browser.eval(LOOK).await, look, "{path} by {time}, {width}");
                assert_eq!(browser.eval("document.documentElement.scrollWidth").await, width);
                browser.shot(&format!("harbour-{name}-{width}-{time}")).await;
            }
        }
        let errors = browser.console_errors().await;
        let errors: Vec<_> = errors.iter().filter(|error| !error.contains("404")).collect();
        assert_eq!(errors, Vec::<&String>::new());
        // Going on, the app draws the same masthead, with the name for who does not see it.
        browser.go(&newsroom.url("/")).await;
        browser.app().await;
        show_by(&browser, medium).await;
        browser.click("a[href='/articles/seals-return-to-the-bar/']").await;
        browser
            .until(
                "no article",
                "location.pathname.includes('seals') && document.querySelector('.article')",
            )
            .await;
        assert_eq!(browser.eval(LOOK).await, look);
        assert_eq!(
            browser.eval("document.querySelector('.masthead-logo').alt").await,
            "Harbour Gazette"
        );
        browser.close().await;
    }
    newsroom.running.stop().await.unwrap();
}

/// All that stands on a page, element by element, and its words.
const DRAWN: &str = "JSON.stringify([[...document.querySelectorAll('.page *')].map((one) => [one.localName, one.className, one.getAttribute('href'), \
     one.getAttribute('lang'), one.getAttribute('datetime')].join(' ')), document.querySelector('.page').textContent])";

#[tokio::test(flavor = "multi_thread")]
async fn its_front_page_its_dates_and_its_footer_are_drawn_by_the_app_as_natively() {
    let newsroom = harbour().await;
    let browser = Browser::open(1280, 900).await;
    for (path, link, there) in [
        ("/", ".masthead-name", ".blocks"),
        ("/vi/", ".masthead-language", ".blocks"),
        ("/about/contact/", ".footer a[href='/about/contact/']", ".page-menu"),
        ("/sections/sea/", ".sections a[href='/sections/sea/']", ".list-page"),
    ] {
        browser.go(&newsroom.url(path)).await;
        let natively = browser.eval(DRAWN).await;
        browser.go(&newsroom.url(ARTICLE)).await;
        browser.app().await;
        // A driver may find no point of a link whose only content is a picture.
        browser.eval(&format!("(document.querySelector({}).click(), 1)", json!(link))).await;
        let arrived = format!(
            "location.pathname === '{path}' && document.querySelector('{there}') && \
             document.querySelectorAll('.page').length === 1"
        );
        browser.until("no such page", &arrived).await;
        assert_eq!(browser.eval(DRAWN).await, natively, "{path}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_accent_and_its_language_reach_a_widget() {
    let newsroom = harbour().await;
    let news = over_tls("news.example", newsroom.running.address).await;
    let host = Elsewhere::open("blog.example").await;
    let browser = Browser::open(768, 1600).await;
    let widgets = "<div lang=\"en\"><bantin-latest limit=\"2\"></bantin-latest></div>\
         <bantin-rating article=\"fish-auction-moves-indoors\" lang=\"en-US\"></bantin-rating>\
         <bantin-rating article=\"fish-auction-moves-indoors\" style=\"--bantin-accent: #123456\"></bantin-rating>";
    let body = format!("<script type=\"module\" src=\"{news}/embed/v1.js\"></script>{widgets}");
    browser.go(&host.page("/", None, &body)).await;
    let shown = |at: usize, text: &str| {
        format!(
            "document.querySelectorAll('bantin-latest, bantin-rating')[{at}].shadowRoot.querySelector('.in').innerText.includes({})",
            json!(text)
        )
    };
    // What is in `en-GB` is what an English page is shown.
    browser.until("no news", &shown(0, "The lamp at Skerry Point will stay lit")).await;
    browser.until("no rating", &shown(1, "Choose a number of stars")).await;
    browser.until("no second rating", &shown(2, "Chọn số sao")).await;
    // A day as an English reader writes it, and without its time.
    browser.until("no date", &shown(0, " January 2026")).await;
    let accent = "[...document.querySelectorAll('bantin-rating')].map((one) => { const probe = document.createElement('i'); \
         one.shadowRoot.querySelector('.bantin').appendChild(probe).style.color = 'var(--accent)'; return getComputedStyle(probe).color; })";
    assert_eq!(browser.eval(accent).await, json!(["rgb(11, 93, 90)", "rgb(18, 52, 86)"]));
    close(newsroom, browser).await;
}
