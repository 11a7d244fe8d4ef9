//! What the tests of the whole share: a server over a fresh store, a browser, a newsroom.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod browser;
pub mod desk;
pub mod elsewhere;
pub mod host;
pub mod newsroom;
pub mod postgres;
pub mod process;
pub mod wire;

use bantin_server::api::policy::Policy;
use browser::Browser;
use newsroom::{Newsroom, dist};

/// The sample newsroom, and a window of this size in which `script` runs before any page's own.
pub async fn open(width: u32, height: u32, script: &str) -> (Newsroom, Browser) {
    assert!(dist().is_some(), "run through: cargo xtask test browser");
    let newsroom = Newsroom::sample().await;
    let browser = Browser::open(width, height).await;
    browser.before_every_page(script).await;
    (newsroom, browser)
}

/// Two short articles served under `policy`, and a window of this size in which `script` runs before any
/// page's own.
pub async fn open_small(
    policy: Policy,
    (width, height): (u32, u32),
    script: &str,
) -> (Newsroom, Browser) {
    assert!(dist().is_some(), "run through: cargo xtask test browser");
    let newsroom = Newsroom::small(policy).await;
    let browser = Browser::open(width, height).await;
    browser.before_every_page(script).await;
    (newsroom, browser)
}

/// Closes both, the window first.
pub async fn close(newsroom: Newsroom, browser: Browser) {
    browser.close().await;
    newsroom.running.stop().await.unwrap();
}
