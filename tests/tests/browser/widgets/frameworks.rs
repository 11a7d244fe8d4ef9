//! Pages made with React and with Vue (`tests/frameworks`): their own ways to make, change, order and drop
//! elements.

use serde_json::json;

use crate::widgets::{ARTICLE, Stage, part};

const OTHER: &str = "cua-ha-cup-nuoc-dem-10-8";

#[tokio::test(flavor = "multi_thread")]
async fn react_makes_changes_orders_and_drops_widgets() {
    lives_in("react").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vue_makes_changes_orders_and_drops_widgets() {
    lives_in("vue").await;
}

async fn lives_in(framework: &str) {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let folder =
        std::env::var_os("BANTIN_FRAMEWORKS").expect("run through: cargo xtask test browser");
    let page = std::path::Path::new(&folder).join(format!("{framework}.js"));
    stage.host.script("/page.js", &std::fs::read_to_string(page).unwrap());
    stage.host.script("/articles.js", &format!("window.articles = ['{ARTICLE}'];"));
    let body = stage.lines(
        "<div id=\"app\"></div><script src=\"/articles.js\"></script><script src=\"/page.js\"></script>",
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    // Another property, without a new element.
    browser
        .eval("(window.first = document.querySelector('bantin-rating'), setTheme('dark'), 1)")
        .await;
    browser.until("the theme stayed", "first.isConnected && first.theme === 'dark'").await;
    // An event of ours, in their way of listening.
    stage.rate(4).await;
    browser.until("nothing was heard", "window.heard?.stars === 4").await;
    // Another one before it: the first is moved, and is the same.
    browser.eval(&format!("(setArticles(['{OTHER}', '{ARTICLE}']), 1)")).await;
    let both = "[...document.querySelectorAll('bantin-rating')].filter((w) => w.shadowRoot.querySelector('input')).length === 2";
    browser.until("there are not two", both).await;
    assert_eq!(
        browser.eval("first === document.querySelectorAll('bantin-rating')[1]").await,
        json!(true)
    );
    let chosen = "first.shadowRoot.querySelector('input:checked')?.value";
    assert_eq!(browser.eval(chosen).await, "4");
    // Dropped, and nothing of it stays.
    browser.eval(&format!("(setArticles(['{OTHER}']), 1)")).await;
    browser
        .until("it stayed", "!first.isConnected && !first.shadowRoot.querySelector('input')")
        .await;
    assert_ne!(browser.eval(&part("bantin-rating", "input")).await, json!(null));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    stage.close().await;
}
