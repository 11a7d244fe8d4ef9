//! The widgets on somebody else's site: another origin, over HTTPS, in a real browser.
//!
//! - `hosts`: pages that are hard to live on: their styles, policies, scripts, frameworks
//! - `lives`: elements that come, change, move and go
//! - `places`: columns, documents, languages, keys and outlines around an element
//! - `frames`: widgets in an `<iframe>`, oEmbed
//! - `demo`: the page that shows them
//! - `frameworks`: pages made with React and Vue
//! - `breaks`: what a reader sees when something between the page and the newsroom breaks

mod breaks;
mod demo;
mod frames;
mod frameworks;
mod hosts;
mod lives;
mod places;

use bantin_tests::browser::Browser;
use bantin_tests::elsewhere::{Elsewhere, over_tls};
use bantin_tests::newsroom::{Newsroom, dist};
use serde_json::json;

pub const ARTICLE: &str = "le-ra-quan-lam-sach-pho-co-ben-dinh";

/// Counts layout shifts and keeps what widgets tell, from the first moment on.
const WATCH: &str = r#"
    window.shifted = 0;
    new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted += e.value; })
        .observe({ type: "layout-shift", buffered: true });
    window.told = [];
    for (const name of ["ready", "rated", "error", "navigate"]) {
        addEventListener(`bantin-${name}`, ({ detail }) => window.told.push({ name, ...detail }));
    }
"#;

/// A newsroom, somebody else's site, and a browser.
pub struct Stage {
    pub newsroom: Newsroom,
    /// `https://news.example:…`
    pub news: String,
    pub host: Elsewhere,
    pub browser: Browser,
}

impl Stage {
    pub async fn open(width: u32, script: &str) -> Self {
        assert!(dist().is_some(), "run through: cargo xtask test browser");
        let newsroom = Newsroom::sample().await;
        let news = over_tls("news.example", newsroom.running.address).await;
        let host = Elsewhere::open("blog.example").await;
        let browser = Browser::open(width, 900).await;
        for source in [WATCH, script] {
            browser.before_every_page(source).await;
        }
        Self { newsroom, news, host, browser }
    }

    /// The two lines that a page needs: the loader and this element.
    pub fn lines(&self, element: &str) -> String {
        format!("<script type=\"module\" src=\"{}/embed/v1.js\"></script>{element}", self.news)
    }

    /// A policy that allows no more than the widgets need.
    pub fn policy(&self) -> String {
        let news = &self.news;
        format!(
            "default-src 'none'; script-src {news} 'wasm-unsafe-eval'; connect-src {news}; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        )
    }

    /// Opens a page with the two lines for this element.
    pub async fn show(&self, element: &str) {
        let url = self.host.page("/", None, &self.lines(element));
        self.browser.go(&url).await;
    }

    /// Waits until the first element of this name shows this text.
    pub async fn see_in(&self, name: &str, text: &str) {
        let found = format!("{}.includes({})", text_in(name), json!(text));
        self.browser.until(&format!("{name} never showed {text}"), &found).await;
    }

    /// Chooses this many stars in the first rating of the page.
    pub async fn rate(&self, stars: u8) {
        let label = format!("label.star:nth-of-type({stars})");
        self.browser.eval(&format!("{}.click()", part("bantin-rating", &label))).await;
    }

    pub async fn close(self) {
        self.browser.close().await;
        self.newsroom.running.stop().await.unwrap();
    }
}

/// The text that the first element of this name shows.
pub fn text_in(name: &str) -> String {
    format!("(document.querySelector('{name}')?.shadowRoot?.querySelector('.in').innerText ?? '')")
}

/// What a selector finds inside the first element of this name.
pub fn part(name: &str, selector: &str) -> String {
    format!("document.querySelector('{name}').shadowRoot.querySelector({})", json!(selector))
}

/// Waits until `bantin-{name}` was told `times` times.
pub async fn told(browser: &Browser, name: &str, times: usize) {
    let count = format!("told.filter((news) => news.name === '{name}').length");
    browser.until(&format!("{name} was not told"), &format!("{count} >= {times}")).await;
    assert_eq!(browser.eval(&count).await, times);
}
