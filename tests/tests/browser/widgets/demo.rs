//! The page that shows the widgets, `/embed/`: what it gives to copy works elsewhere.

use bantin_tests::browser::Medium;
use bantin_tests::show_by;
use serde_json::json;

use crate::widgets::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_copied_from_the_demo_works_on_another_site() {
    let stage = Stage::open(768, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    browser.requests().await;
    browser.go(&format!("{news}/embed/")).await;
    browser.see("Gắn tin của chúng tôi vào trang của bạn").await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    let choose = |expression: &str| {
        format!(
            "({expression}, document.getElementById('demo').dispatchEvent(new Event('input', {{ bubbles: true }})), 1)"
        )
    };
    let root = browser.eval("document.getElementById('demo').dataset.root").await;
    let root = root.as_str().unwrap().trim_end_matches('/').to_owned();
    for (way, wanted) in
        [("script", "/embed/v1.js\""), ("pinned", "integrity=\"sha384-"), ("frame", "<iframe ")]
    {
        browser.eval(&choose(&format!("demo.elements.way.value = '{way}'"))).await;
        browser.eval(&choose("demo.theme.value = 'dark'")).await;
        let code = browser.eval("document.getElementById('code').textContent").await;
        let code = code.as_str().unwrap().replace(&root, news);
        assert!(code.contains(wanted), "{code}");
        browser.go(&stage.host.page("/", None, &code)).await;
        if way == "frame" {
            browser.client.enter_frame(0).await.unwrap();
        }
        stage.see_in("bantin-rating", "Chọn số sao").await;
        let scheme = "getComputedStyle(document.querySelector('bantin-rating').shadowRoot.querySelector('.bantin')).colorScheme";
        assert_eq!(browser.eval(scheme).await, "dark");
        browser.go(&format!("{news}/embed/")).await;
    }
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    let strangers = browser.requests().await.into_iter();
    let strangers = strangers
        .filter(|r| r.contains(" http") && !r.contains(news.as_str()))
        .filter(|r| !r.contains(stage.host.origin.as_str()));
    assert_eq!(strangers.collect::<Vec<_>>(), Vec::<String>::new());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_for_every_screen_and_the_keyboard() {
    let stage = Stage::open(360, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    for (lang, path) in [("vi", "/embed/"), ("en", "/embed/en/")] {
        for (theme, medium) in [("light", Medium::Light), ("dark", Medium::Dark)] {
            show_by(browser, medium).await;
            for width in [360, 768, 1280] {
                browser.resize(width, 1400).await;
                browser.go(&format!("{news}{path}")).await;
                browser.until("no preview", "document.querySelector('#preview bantin-rating')?.shadowRoot.querySelector('input')").await;
                assert_eq!(
                    browser.eval("document.documentElement.scrollWidth <= innerWidth").await,
                    json!(true),
                    "{width}"
                );
                browser.shot(&format!("demo-{lang}-{theme}-{width}")).await;
            }
        }
        assert_eq!(browser.eval("document.documentElement.lang").await, lang);
        assert_eq!(browser.axe().await, json!([]), "{lang}");
    }
    // The arrow keys choose another widget, and the code follows.
    browser.eval("(demo.elements.widget[0].focus(), 1)").await;
    browser.press("\u{E015}").await;
    browser.until("the code stayed", "code.textContent.includes('<bantin-related ')").await;
    browser
        .until(
            "no headlines",
            "document.querySelector('#preview bantin-related')?.shadowRoot.querySelector('a')",
        )
        .await;
    browser.press("\u{E015}").await;
    browser.until("the code stayed", "code.textContent.includes('<bantin-latest')").await;
    browser.shot("demo-en-latest-1280").await;
    // Copied, or selected where copying is not allowed; either is said.
    browser.eval("(document.getElementById('copy').focus(), 1)").await;
    browser.press("\u{E007}").await;
    browser.until("nothing was said", "document.getElementById('copied').textContent").await;
    stage.close().await;
}
