//! Who votes: a token that is revoked or expires, a device that keeps nothing, a proof of work.

use bantin_model::Slug;
use bantin_server::api::policy::Policy;
use bantin_server::api::token::LIFETIME;
use bantin_tests::clock::Ahead;
use bantin_tests::{close, open_small, open_small_at};
use std::time::Duration;

use crate::rating::{DESKTOP, FAULTS, break_network, choose, open_article, stored};

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_reader_is_told() {
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, FAULTS).await;
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
        let (newsroom, browser) = open_small(Policy::default(), DESKTOP, script).await;
        open_article(&browser, &newsroom).await;
        choose(&browser, 4).await;
        browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
        browser.see("Máy này không lưu được gì, nên lần sau bạn sẽ không đổi được đánh giá.").await;
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
    let (newsroom, browser) = open_small(Policy::default(), DESKTOP, &clock).await;
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
        browser.eval("localStorage.removeItem('bantin:2:sequence') || 1").await;
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
    let ahead = Ahead::default();
    let (newsroom, browser) =
        open_small_at(Policy::default(), ahead.clock(), DESKTOP, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    let token = browser.eval("localStorage.getItem('bantin:2:token')").await;
    ahead.put_forward(LIFETIME + Duration::from_secs(1));
    choose(&browser, 2).await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    assert_ne!(browser.eval("localStorage.getItem('bantin:2:token')").await, token);
    stored(&newsroom, [0, 1, 0, 0, 0]).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_work_is_done_by_the_device_alone() {
    let policy = Policy { proof_bits: 8, ..Policy::default() };
    let (newsroom, browser) = open_small(policy, DESKTOP, FAULTS).await;
    open_article(&browser, &newsroom).await;
    choose(&browser, 4).await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    stored(&newsroom, [0, 0, 0, 1, 0]).await;
    close(newsroom, browser).await;
}
