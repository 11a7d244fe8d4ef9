//! Ratings through every fault a reader's device, the network and the service may have, in a real
//! browser: what was chosen is shown, kept, arrives once, and is taken back only with a reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use bantin_model::{RatingSummary, Slug, Stars};
use bantin_server::api::policy::Policy;
use bantin_server::ledger::{Ballot, ClosedBy};
use bantin_tests::browser::{Browser, Medium};
use bantin_tests::newsroom::Newsroom;
use bantin_tests::{close, open_small, show_by};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/mot/";
const DESK: (u32, u32) = (1024, 900);

/// A network that can be broken: `localStorage.fault` names how the calls about ratings fail, and pauses
/// are a tenth of what they are. What is announced is written down.
const FAULTS: &str = r#"
    const later = window.setTimeout;
    window.setTimeout = (f, ms, ...rest) => later(f, ms > 1600 ? ms / 10 : ms, ...rest);
    const fetched = window.fetch;
    window.sent = 0;
    window.fetch = async (url, options) => {
        if (!String(url).includes("/ratings/") || options.method === "GET") return fetched(url, options);
        window.sent += 1;
        const fault = localStorage.getItem("fault");
        const status = Number(fault);
        if (status) return new Response("{}", { status, headers: { "Retry-After": "1" } });
        switch (fault) {
            case "offline": throw new TypeError("Failed to fetch");
            case "timeout": throw new DOMException("", "TimeoutError");
            case "lost": await fetched(url, options); throw new TypeError("Failed to fetch");
            case "garbled": await fetched(url, options); return new Response("<html>");
            case "held": await new Promise((go) => { window.release = go; });
        }
        return fetched(url, options);
    };
    window.said = [];
    document.addEventListener("DOMContentLoaded", () => {
        new MutationObserver(() => {
            const text = document.querySelector(".rating [role=status]")?.textContent;
            if (text && text !== window.said.at(-1)) window.said.push(text);
            if (text === "") window.said.push("");
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
"#;

async fn break_network(browser: &Browser, how: &str) {
    browser.eval(&format!("localStorage.setItem('fault', '{how}') || 1")).await;
}

async fn mend_network(browser: &Browser) {
    browser.eval("localStorage.removeItem('fault') || 1").await;
}

async fn open_article(browser: &Browser, newsroom: &Newsroom) {
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.see("Chọn").await;
    browser.app().await;
}

async fn choose(browser: &Browser, stars: u8) {
    browser.click(&format!("label.star:nth-of-type({stars})")).await;
}

fn rating(newsroom: &Newsroom) -> RatingSummary {
    newsroom.running.store().rating(&Slug::new("mot").unwrap(), None).unwrap().unwrap()
}

/// Waits until the store has this histogram, and sees that it stays.
async fn stored(newsroom: &Newsroom, histogram: [u64; 5]) {
    let started = Instant::now();
    while rating(newsroom).histogram != histogram {
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", rating(newsroom).histogram);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(newsroom.running.store().miscounted().unwrap(), Vec::<String>::new());
}

/// A vote of another reader.
async fn vote(newsroom: &Newsroom, reader: u8, stars: u8) {
    let ballot = Ballot::new(Slug::new("mot").unwrap(), [reader; 16], Stars::new(stars).ok());
    newsroom.running.store().vote(ballot).await.unwrap();
}

const LIT: &str = "document.querySelectorAll(':checked + .star, .star:has(~ :checked)').length";

#[tokio::test(flavor = "multi_thread")]
async fn the_average_is_drawn_to_the_thousandth_and_broken_down_on_request() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
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
async fn a_vote_outlasts_every_passing_fault_and_counts_once() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    let mut stars = 1;
    for fault in ["offline", "timeout", "500", "503", "429", "lost", "garbled"] {
        stars = stars % 5 + 1;
        break_network(&browser, fault).await;
        browser.eval("(window.sent = 0)").await;
        choose(&browser, stars).await;
        browser.until("it was not tried again", "window.sent >= 2").await;
        let words =
            if fault == "429" { "Mạng của bạn đang" } else { "Chưa gửi được." };
        browser.see(words).await;
        mend_network(&browser).await;
        browser.see(&format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        assert_eq!(rating(&newsroom).count, 1, "{fault}");
    }
    let mut histogram = [0; 5];
    histogram[usize::from(stars) - 1] = 1;
    stored(&newsroom, histogram).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_cast_offline_goes_out_when_the_network_is_back() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, "").await;
    open_article(&browser, &newsroom).await;
    browser.offline(true).await;
    choose(&browser, 5).await;
    browser.see("Chưa gửi được.").await;
    choose(&browser, 3).await;
    browser.see("3,0 trên 5").await;
    assert_eq!(rating(&newsroom).count, 0);
    browser.offline(false).await;
    browser.see("Đã lưu: bạn chấm 3 trên 5.").await;
    stored(&newsroom, [0, 0, 1, 0, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_closed_right_after_the_click_loses_nothing() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    // The first vote of a device, which has no token yet, and one of a device that has.
    for (stars, histogram) in [(4, [0, 0, 0, 1, 0]), (2, [0, 1, 0, 0, 0])] {
        let first = browser.window().await;
        browser.another_window(FAULTS).await;
        open_article(&browser, &newsroom).await;
        let click = format!("document.querySelector('label.star:nth-of-type({stars})').click()");
        browser.eval(&format!("(setTimeout(() => {click}, 20), 1)")).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        browser.client.close_window().await.unwrap();
        browser.look_at(&first).await;
        // The next visit, to another page of the site.
        browser.go(&newsroom.url("/")).await;
        browser.app().await;
        stored(&newsroom, histogram).await;
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_made_with_the_arrows_is_sent_when_the_page_is_left() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    browser.eval("document.querySelector('.star-radio').focus() || 1").await;
    browser.press("\u{E014}\u{E014}").await;
    browser.see("Đang chọn 3 trên 5").await;
    assert_eq!(browser.eval("window.sent").await, 0);
    browser.go(&newsroom.url("/")).await;
    stored(&newsroom, [0, 0, 1, 0, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_agree_at_once_and_two_devices_are_two_readers() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    let left = browser.window().await;
    open_article(&browser, &newsroom).await;
    let right = browser.another_window(FAULTS).await;
    open_article(&browser, &newsroom).await;
    for (here, there, stars) in [(&right, &left, 4), (&left, &right, 2)] {
        browser.look_at(here).await;
        choose(&browser, stars).await;
        browser.see(&format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        browser.look_at(there).await;
        browser.until("the other tab did not follow", &format!("{LIT} === {stars}")).await;
        browser.see(&format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        assert_eq!(rating(&newsroom).count, 1);
    }
    // Offline in both: the later of two choices wins, whichever tab sends first.
    break_network(&browser, "offline").await;
    for (window, stars) in [(&left, 1), (&right, 5)] {
        browser.look_at(window).await;
        choose(&browser, stars).await;
        browser.see("Chưa gửi được.").await;
    }
    browser.look_at(&left).await;
    browser.until("the other tab did not follow", &format!("{LIT} === 5")).await;
    mend_network(&browser).await;
    stored(&newsroom, [0, 0, 0, 0, 1]).await;
    for window in [&left, &right] {
        browser.look_at(window).await;
        browser.see("Đã lưu: bạn chấm 5 trên 5.").await;
    }
    let other = Browser::open(768, 900).await;
    open_article(&other, &newsroom).await;
    choose(&other, 1).await;
    other.see("Đã lưu: bạn chấm 1 trên 5.").await;
    stored(&newsroom, [1, 0, 0, 0, 1]).await;
    other.close().await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_takes_over_what_another_could_not_send() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    let first = browser.window().await;
    open_article(&browser, &newsroom).await;
    browser.another_window(FAULTS).await;
    open_article(&browser, &newsroom).await;
    break_network(&browser, "offline").await;
    choose(&browser, 3).await;
    browser.see("Chưa gửi được.").await;
    browser.client.close_window().await.unwrap();
    browser.look_at(&first).await;
    browser.until("the choice did not come over", &format!("{LIT} === 3")).await;
    mend_network(&browser).await;
    browser.see("Đã lưu: bạn chấm 3 trên 5.").await;
    stored(&newsroom, [0, 0, 1, 0, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_good_is_taken_back_and_says_why() {
    let policy = Policy { own_votes: 2, ..Policy::default() };
    let (newsroom, browser) = open_small(policy, DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    // Closed while the page was open.
    let store = newsroom.running.store();
    let slug = Slug::new("mot").unwrap();
    store.set_closed(&slug, Some(ClosedBy::Newsroom)).unwrap();
    choose(&browser, 1).await;
    browser.see("Bài này không nhận đánh giá nữa nên đánh giá của bạn đã được gỡ lại.").await;
    assert_eq!(browser.eval(LIT).await, 4, "the vote before stands again");
    browser.see("4,0 trên 5").await;
    let disabled = browser.eval("document.querySelectorAll('.star-radio:disabled').length").await;
    assert_eq!(disabled, 5);
    store.set_closed(&slug, None).unwrap();
    browser.client.refresh().await.unwrap();
    browser.see("Bạn chấm 4 trên 5").await;
    browser.app().await;
    choose(&browser, 2).await;
    browser.see("Hôm nay máy này đã đánh giá quá nhiều bài").await;
    assert_eq!(browser.eval(LIT).await, 4);
    stored(&newsroom, [0, 0, 0, 1, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_reader_is_told() {
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    let ledger = newsroom.running.ledger();
    let votes = ledger.votes_of(&Slug::new("mot").unwrap(), None).await.unwrap();
    bantin_server::ratings::revoke(ledger, &votes[0].reader, true).await.unwrap();
    choose(&browser, 1).await;
    browser.see("Tòa soạn không nhận đánh giá từ máy này nữa").await;
    stored(&newsroom, [0; 5]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_storage_a_vote_counts_and_says_what_is_not_kept() {
    let full =
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };";
    let blocked = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });";
    for script in [full, blocked] {
        let (newsroom, browser) = open_small(Policy::default(), DESK, script).await;
        open_article(&browser, &newsroom).await;
        choose(&browser, 4).await;
        browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
        browser.see("Trình duyệt không cho lưu, nên lần sau bạn sẽ không đổi được.").await;
        // For the visit, everything works: change it, take it back.
        choose(&browser, 2).await;
        browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
        stored(&newsroom, [0, 1, 0, 0, 0]).await;
        browser.click(".rating-actions button:last-child").await;
        browser.see("Đã xóa đánh giá của bạn.").await;
        stored(&newsroom, [0; 5]).await;
        close(newsroom, browser).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_cleared_or_a_wrong_clock_loses_no_vote() {
    let clock = format!("{FAULTS} Date.now = () => 0;");
    let (newsroom, browser) = open_small(Policy::default(), DESK, &clock).await;
    open_article(&browser, &newsroom).await;
    break_network(&browser, "503").await;
    choose(&browser, 4).await;
    browser.see("Chưa gửi được.").await;
    // Everything is gone, the fault too.
    browser.eval("localStorage.clear() || 1").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    stored(&newsroom, [0, 0, 0, 1, 0]).await;
    // Only how far the device had counted is forgotten: the service tells it.
    for stars in [1, 5] {
        browser.eval("localStorage.removeItem('bantin:sequence') || 1").await;
        choose(&browser, stars).await;
        browser.see(&format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        let mut histogram = [0; 5];
        histogram[usize::from(stars) - 1] = 1;
        stored(&newsroom, histogram).await;
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_renewed_and_the_reader_stays_one() {
    let policy = Policy { token_lifetime: Duration::from_secs(2), ..Policy::default() };
    let (newsroom, browser) = open_small(policy, DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    let token = browser.eval("localStorage.getItem('bantin:token')").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    choose(&browser, 2).await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    assert_ne!(browser.eval("localStorage.getItem('bantin:token')").await, token);
    stored(&newsroom, [0, 1, 0, 0, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_work_is_done_by_the_device_alone() {
    let policy = Policy { proof_bits: 8, ..Policy::default() };
    let (newsroom, browser) = open_small(policy, DESK, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESK, FAULTS).await;
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
