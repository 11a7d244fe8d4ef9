//! What a reader sees and hears of a rating, in every state.

use bantin_model::Slug;
use bantin_server::api::policy::Policy;
use bantin_tests::browser::Medium;
use bantin_tests::{close, open_small, show_by};
use serde_json::{Value, json};

use crate::rating::{
    ARTICLE, DESKTOP, FAULTS, break_network, choose, mend_network, open_article, stored, vote,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_average_is_drawn_to_the_thousandth_and_broken_down_on_request() {
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
    for (reader, stars) in [(1, 1), (2, 4), (3, 5)] {
        vote(&newsroom, reader, stars).await;
    }
    open_article(&browser, &newsroom).await;
    browser.see("3,3 trên 5").await;
    browser.see("3 lượt đánh giá").await;
    // 10/3 stars: three whole ones and a third of the fourth's own width.
    let width = "document.querySelector('.average-lit').getAttribute('width')";
    assert_eq!(browser.eval(width).await, "80.827");
    assert!(!browser.text().await.contains("34%"));
    browser.click(".histogram summary").await;
    for row in ["5 trên 5: rất tốt", "33% (1)", "34% (1)", "0% (0)"] {
        browser.see(row).await;
    }
    choose(&browser, 4).await;
    browser.see("50% (2)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    assert_eq!(browser.eval(width).await, "84.000");
    browser.shot("rating-1024").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_announced_once_and_pending_totals_say_so() {
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
    open_article(&browser, &newsroom).await;
    break_network(&browser, "503").await;
    choose(&browser, 4).await;
    browser.see("1 lượt đánh giá (gồm thay đổi chờ gửi)").await;
    browser.see("Chưa gửi được.").await;
    browser.until("it was not tried again", "window.sent >= 3").await;
    mend_network(&browser).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    assert!(!browser.text().await.contains("chờ gửi"));
    let said: Vec<Value> = browser.eval("window.said").await.as_array().unwrap().clone();
    let said: Vec<&str> = said.iter().filter_map(Value::as_str).filter(|s| !s.is_empty()).collect();
    assert_eq!(
        said,
        [
            "Chưa gửi được. Đánh giá được giữ trên máy này và sẽ tự gửi lại.",
            "Đã lưu: bạn chấm 4 trên 5."
        ]
    );
    stored(&newsroom, [0, 0, 0, 1, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_article_shows_its_result_and_takes_no_vote() {
    let (newsroom, browser) = open_small(Policy::default(), (360, 740), FAULTS).await;
    vote(&newsroom, 1, 4).await;
    let slug = Slug::new("mot").unwrap();
    bantin_server::ratings::set_closed(newsroom.running.ledger(), &slug, true).await.unwrap();
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Bài này không nhận đánh giá nữa.").await;
    browser.see("4,0 trên 5").await;
    browser.app().await;
    assert_eq!(browser.eval("document.querySelectorAll('.star-radio').length").await, 0);
    browser.shot("rating-closed-360").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_state_at_any_size() {
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
    for (reader, stars) in [(1, 1), (2, 4), (3, 5), (4, 5)] {
        vote(&newsroom, reader, stars).await;
    }
    let mut stars = [4, 2].into_iter().cycle();
    for (path, lang) in [(ARTICLE, "vi"), ("/articles/one/", "en")] {
        for (scheme, medium) in [("light", Medium::Light), ("dark", Medium::Dark)] {
            show_by(&browser, medium).await;
            for width in [360, 768, 1280] {
                browser.resize(width, 1000).await;
                browser.go(&newsroom.url(path)).await;
                browser.app().await;
                break_network(&browser, "503").await;
                choose(&browser, stars.next().unwrap()).await;
                let pending = "document.querySelector('.rating-pending').textContent";
                browser.until("nothing is pending", pending).await;
                browser.until("nothing was said", "window.said.at(-1)").await;
                browser.eval("(document.querySelector('.histogram').open = true)").await;
                browser.eval("document.querySelector('.star-radio:checked').focus() || 1").await;
                browser.press("\u{E012}").await;
                browser.shot(&format!("rating-{lang}-{scheme}-{width}")).await;
                let wider = browser.eval("document.documentElement.scrollWidth > innerWidth").await;
                assert_eq!(wider, json!(false), "{lang} {width} scrolls sideways");
                assert_eq!(browser.axe().await, json!([]), "{lang} {scheme} {width}");
                mend_network(&browser).await;
            }
        }
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_star_means_covers_no_other_words() {
    for width in [320, 360, 1024] {
        let (newsroom, browser) = open_small(Policy::default(), (width, 740), FAULTS).await;
        vote(&newsroom, 1, 4).await;
        open_article(&browser, &newsroom).await;
        browser.see("1 lượt đánh giá").await;
        // By the keyboard, which is when it is shown.
        browser
            .eval("(document.querySelector('.article-tools button:last-of-type').focus(), 1)")
            .await;
        for _ in 0..9 {
            if browser.eval("document.activeElement.matches('.star-radio')").await == json!(true) {
                break;
            }
            browser.press("\u{E004}").await;
        }
        let between = "(() => {
            const words = document.querySelector('.star-radio:focus-visible + .star .star-words').getBoundingClientRect();
            const count = document.querySelector('.rating-count').getBoundingClientRect();
            return [words.height > 10, words.top >= count.bottom - 1 || words.left >= count.right];
        })()";
        assert_eq!(browser.eval(between).await, json!([true, true]), "at {width}");
        browser.shot(&format!("star-words-{width}")).await;
        close(newsroom, browser).await;
    }
}
