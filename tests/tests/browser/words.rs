//! The words of a language come as a file: what a reader gets where it does not arrive, comes late or is something else, and
//! an article that is offered in another language.

use bantin_tests::{close, open};
use serde_json::json;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const TRANSLATED: &str = "/articles/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua/";

/// Files of words whose addresses hold `sessionStorage.lost` do not arrive, those with `.late` never end, and in the place
/// of those with `.other` comes a page.
const FAULTS: &str = r#"{
    const plain = window.fetch;
    window.fetch = (url, ...rest) => {
        const is = (fault) => sessionStorage[fault] && String(url).includes(sessionStorage[fault]);
        if (is("lost")) return Promise.reject(new TypeError("lost"));
        if (is("late")) return new Promise(() => {});
        return is("other") ? Promise.resolve(new Response("<!doctype html>")) : plain(url, ...rest);
    };
}"#;

const LINK: &str = "document.querySelector('.dateline-translation a')";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_words_do_not_arrive_is_read_says_so_and_loads_again() {
    let (newsroom, browser) = open(768, 900, FAULTS).await;
    // Another star each time, since a vote for the same one is none.
    for (fault, star) in [("lost", 4), ("other", 5)] {
        browser.go(&newsroom.url("/")).await;
        browser.eval(&format!("(sessionStorage.{fault} = '/words/vi-')")).await;
        browser.go(&newsroom.url(ARTICLE)).await;
        browser.until("nothing was said", "!document.getElementById('failed').hidden").await;
        browser.see("Trang gặp lỗi").await;
        browser.see("Lễ ra quân làm sạch").await;
        // The rating as it was served, and not one without words.
        browser.see("1 trên 5: rất kém").await;
        browser.eval("sessionStorage.clear() ?? true").await;
        browser.click("#failed a").await;
        browser.app().await;
        browser.click(&format!("label.star:nth-of-type({star})")).await;
        browser.see(&format!("Đã lưu: bạn chấm {star} trên 5.")).await;
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_offered_in_the_words_of_the_other_language_and_waits_for_none() {
    let (newsroom, browser) = open(768, 900, FAULTS).await;
    for fault in ["none", "late", "lost"] {
        browser.go(&newsroom.url("/")).await;
        browser
            .eval(&format!("(sessionStorage.clear(), sessionStorage.{fault} = '/words/en-')"))
            .await;
        browser.go(&newsroom.url("/")).await;
        browser.app().await;
        browser.eval("(window.isSame = true)").await;
        browser.click(&format!("main a[href='{TRANSLATED}']")).await;
        browser.until("the article never came", LINK).await;
        let offer = json!("Read this article in English");
        assert_eq!(browser.eval(&format!("{LINK}.textContent.trim()")).await, offer, "{fault}");
        if fault == "late" {
            continue;
        }
        // Without words of its own, the page speaks with those that are there.
        browser.click(".dateline-translation a").await;
        let link = if fault == "none" { "Skip to content" } else { "Đến nội dung chính" };
        browser
            .until("it is not in English", "document.documentElement.lang.startsWith('en')")
            .await;
        browser.see(link).await;
        assert_eq!(browser.eval("window.isSame").await, json!(true));
        assert_eq!(browser.console_errors().await, Vec::<String>::new());
    }
    close(newsroom, browser).await;
}
