//! One grid for all pages: where things stand on a desk, and what a phone leaves of it.

use bantin_tests::{close, open};
use serde_json::json;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// The box of the first element that a selector finds, as `name`.
fn of(name: &str, selector: &str) -> String {
    format!("const {name} = document.querySelector('{selector}').getBoundingClientRect();")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_begins_at_one_edge() {
    let (newsroom, browser) = open(1280, 900, "").await;
    let name = of("name", ".masthead-name");
    for path in [
        "/",
        "/en/",
        ARTICLE,
        "/sections/thoi-su/",
        "/search/",
        "/search/?q=cau",
        "/archive/",
        "/about/toa-soan/",
        "/saved/",
        "/nowhere/",
    ] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        let first = of("first", "main :is(h1, img)");
        let apart = format!("(() => {{ {name} {first} return first.left - name.left; }})()");
        assert_eq!(browser.eval(&apart).await, json!(0), "{path}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_news_stands_beside_the_text_and_below_the_headline() {
    let (newsroom, browser) = open(1280, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let boxes = [
        of("head", ".article-head"),
        of("body", ".article-body"),
        of("rating", ".rating"),
        of("others", "main > .related"),
    ]
    .concat();
    let stands = format!(
        "(() => {{ {boxes} return [others.left > body.right, others.top >= head.bottom, others.top < body.top + 100, rating.top >= body.bottom, rating.left === body.left]; }})()"
    );
    assert_eq!(browser.eval(&stands).await, json!([true, true, true, true, true]));
    // The line below the headline: who, when, how long, and how often it was read.
    let line = browser.eval("document.querySelector('.dateline-published').innerText").await;
    let line = line.as_str().unwrap().to_owned();
    let parts: Vec<_> = line.split(" · ").collect();
    assert_eq!(parts.len(), 4, "{line}");
    assert_eq!(parts[1], "Đăng ngày 11-08-2023 11:50");
    assert!(parts[2].ends_with("phút đọc") && parts[3].starts_with("Lượt xem: "), "{line}");
    let signature = browser.eval("document.querySelector('.byline').innerText").await;
    assert_eq!(signature, parts[0]);
    // On a phone it comes after everything.
    browser.resize(360, 740).await;
    let below = format!("(() => {{ {boxes} return others.top >= rating.bottom; }})()");
    assert_eq!(browser.eval(&below).await, json!(true));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_has_no_hole_and_rows_of_a_kind_stand_together() {
    let (newsroom, browser) = open(1280, 900, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    let boxes = [
        of("lead", ".front-lead .teaser"),
        of("latest", ".front-latest"),
        of("second", ".front-second .teaser:last-child"),
        of("most", ".most-read"),
    ]
    .concat();
    let gaps = format!(
        "(() => {{ {boxes} return [latest.top - lead.bottom, most.top - second.bottom]; }})()"
    );
    for gap in browser.eval(&gaps).await.as_array().unwrap() {
        let gap = gap.as_f64().unwrap();
        assert!((20.0..=60.0).contains(&gap), "{gap} px of nothing");
    }
    let mixed = "[...document.querySelectorAll('.front-latest .rows')].map((list) => new Set([...list.children].map((row) => Boolean(row.querySelector('img')))).size)";
    assert_eq!(browser.eval(mixed).await, json!([1, 1]));
    // Over a headline its section.
    let over = "[...document.querySelectorAll('.front .teaser, .front-below .teaser')].filter((one) => one.querySelector('.teaser-meta').getBoundingClientRect().bottom > one.querySelector('.teaser-headline').getBoundingClientRect().top + 1).length";
    assert_eq!(browser.eval(over).await, json!(0));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn red_is_for_what_is_current_and_the_tools_stand_beside_the_name() {
    let (newsroom, browser) = open(360, 740, "").await;
    for path in ["/", ARTICLE] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        let ink = "(() => { const ink = getComputedStyle(document.body).color; return [...document.querySelectorAll('.masthead-tools > a, .masthead-tools summary, .article-tools .link-button')].filter((one) => one.offsetWidth && getComputedStyle(one).color !== ink).map((one) => one.outerHTML); })()";
        assert_eq!(browser.eval(ink).await, json!([]), "{path}");
        let boxes = [of("name", ".masthead-name"), of("tools", ".masthead-tools")].concat();
        let row = format!(
            "(() => {{ {boxes} return tools.left >= name.right && tools.top < name.bottom && name.top < tools.bottom; }})()"
        );
        assert_eq!(browser.eval(&row).await, json!(true), "{path}");
        // The sections go on beyond the screen, and fade there.
        let bar = "document.querySelector('.sections ul')";
        let fades = format!(
            "[{bar}.scrollWidth > {bar}.clientWidth, getComputedStyle({bar}).maskImage.includes('gradient')]"
        );
        assert_eq!(browser.eval(&fades).await, json!([true, true]), "{path}");
    }
    close(newsroom, browser).await;
}
