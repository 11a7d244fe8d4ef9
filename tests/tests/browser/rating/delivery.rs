//! The way of a vote: through every fault of the network, from one tab to another, and back when it is refused.

use bantin_model::Slug;
use bantin_server::api::policy::Policy;
use bantin_store::ledger::ClosedBy;
use bantin_tests::browser::Browser;
use bantin_tests::{close, open_small};

use crate::rating::{
    DESKTOP, FAULTS, LIT, break_network, choose, mend_network, open_article, rating, stored,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_outlasts_every_passing_fault_and_counts_once() {
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, "").await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
    // The first vote of a device, which has no token yet, and one of a device that has.
    for (stars, histogram) in [(4, [0, 0, 0, 1, 0]), (2, [0, 1, 0, 0, 0])] {
        let first = browser.window().await;
        browser.another_window(FAULTS).await;
        open_article(&browser, &newsroom).await;
        let click = format!("document.querySelector('label.star:nth-of-type({stars})').click()");
        browser.eval(&format!("({click}, 1)")).await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
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
    let (newsroom, browser) = open_small(policy, DESKTOP, FAULTS).await;
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
