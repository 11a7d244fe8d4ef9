//! Ratings through every fault a reader's device, the network and the service may have, in a real
//! browser: what was chosen is shown, kept, arrives once, and is taken back only with a reason.
//!
//! - `shown`: what a reader sees and hears
//! - `delivery`: the way of a vote
//! - `reader`: who votes

mod delivery;
mod reader;
mod shown;

use bantin_model::{RatingSummary, Slug, Stars};
use bantin_store::ledger::VoteRequest;
use bantin_tests::browser::Browser;
use bantin_tests::newsroom::Newsroom;
use std::time::{Duration, Instant};

const ARTICLE: &str = "/articles/mot/";
const DESKTOP: (u32, u32) = (1024, 900);

/// A network that can be broken: `localStorage.fault` names how the calls about ratings fail, and pauses
/// are a tenth of what they are. What is announced is written down.
const FAULTS: &str = r#"
    const later = window.setTimeout;
    window.setTimeout = (f, ms, ...rest) => later(f, ms > 1600 ? ms / 10 : ms, ...rest);
    const fetched = window.fetch;
    window.sent = 0;
    window.fetch = async (what, ...rest) => {
        if (!what.url?.includes("/ratings/") || what.method === "GET") return fetched(what, ...rest);
        window.sent += 1;
        const fault = localStorage.getItem("fault");
        const status = Number(fault);
        if (status) return new Response("{}", { status, headers: { "Retry-After": "1" } });
        switch (fault) {
            case "offline": throw new TypeError("Failed to fetch");
            case "timeout": throw new DOMException("", "TimeoutError");
            case "lost": await fetched(what, ...rest); throw new TypeError("Failed to fetch");
            case "garbled": await fetched(what, ...rest); return new Response("<html>");
            case "held": await new Promise((go) => { window.release = go; });
        }
        return fetched(what, ...rest);
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
    let request = VoteRequest::new(Slug::new("mot").unwrap(), [reader; 16], Stars::new(stars).ok());
    newsroom.running.store().vote(request).await.unwrap();
}

const LIT: &str = "document.querySelectorAll(':checked + .star, .star:has(~ :checked)').length";
