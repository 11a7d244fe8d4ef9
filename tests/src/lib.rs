//! What the tests of the whole share: a server over a fresh store, a browser, a newsroom.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod addresses;
pub mod browser;
pub mod clock;
pub mod elsewhere;
pub mod exported;
#[path = "../../server/tests/common/files.rs"]
pub mod files;
pub mod host;
pub mod load;
pub mod newsroom;
pub mod postgres;
pub mod previewed;
pub mod process;
pub mod serving;
#[path = "../../server/tests/common/app.rs"]
pub mod small_app;
pub mod small_disk;
pub mod wire;

use bantin_core::clock::Clock;
use bantin_server::api::policy::Policy;
use browser::{Browser, Capability, Medium};
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
pub async fn open_small(policy: Policy, size: (u32, u32), script: &str) -> (Newsroom, Browser) {
    open_small_at(policy, Clock::default(), size, script).await
}

/// As [`open_small`]; the server has the time from `clock`.
pub async fn open_small_at(
    policy: Policy,
    clock: Clock,
    (width, height): (u32, u32),
    script: &str,
) -> (Newsroom, Browser) {
    assert!(dist().is_some(), "run through: cargo xtask test browser");
    let newsroom = Newsroom::small_at(policy, clock).await;
    let browser = Browser::open(width, height).await;
    browser.before_every_page(script).await;
    (newsroom, browser)
}

/// Shows the newsroom's pages by day or by night from now on: as the system would have it, or where the driver
/// cannot say so, as the reader chose it.
pub async fn show_by(browser: &Browser, medium: Medium) {
    if browser.engine.can(Capability::Colours) {
        return browser.show_in(medium).await;
    }
    let theme = if medium == Medium::Dark { "dark" } else { "light" };
    let choose = format!(r#"localStorage.setItem('bantin:2:settings', '{{"theme":"{theme}"}}');"#);
    browser.before_every_page(&choose).await;
}

/// Closes both, the window first.
pub async fn close(newsroom: Newsroom, browser: Browser) {
    browser.close().await;
    newsroom.running.stop().await.unwrap();
}
