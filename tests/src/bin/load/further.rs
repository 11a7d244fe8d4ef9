//! What comes after the first page: a star, the next page, coming back; and a visit that begins with the front.

use std::time::Duration;

use bantin_tests::browser::Browser;
use bantin_tests::host::Host;
use serde_json::json;

use super::{ARTICLE, Load, ROUNDS, load, median, on_the_phone};

/// Notes how long a gesture took to be answered on screen, and, from a click on, when a page is shown.
const WATCH: &str = r#"
    window.gestures = [];
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) if (e.interactionId) gestures.push(e.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
    // Milliseconds until the headline is another, and painted.
    window.next = (leave) => new Promise((go) => {
        const before = document.querySelector("main h1").textContent;
        const since = performance.now();
        const look = () => {
            const title = document.querySelector("body > .page main h1, main h1")?.textContent;
            if (title && title !== before) requestAnimationFrame(() => setTimeout(() => go(performance.now() - since)));
            else requestAnimationFrame(look);
        };
        leave();
        look();
    });
"#;

/// Milliseconds.
#[derive(Default)]
pub struct Further {
    star: Vec<f64>,
    /// To the next page: as soon as the stars work, and when all pieces are there.
    next_at_once: Vec<f64>,
    next_at_rest: Vec<f64>,
    back: Vec<f64>,
    front: Vec<Load>,
}

impl Further {
    pub async fn of(host: &Host) -> Self {
        let mut further = Self::default();
        for _ in 0..ROUNDS {
            further.round(host).await;
            further.front.push(load(&host.url("/"), false).await);
        }
        further
    }

    async fn round(&mut self, host: &Host) {
        let follow = "next(() => document.querySelector('.related li a').click())";
        let browser = come(host).await;
        let took = browser.resolved(follow).await;
        self.next_at_once.push(took.as_f64().unwrap());
        browser.close().await;

        let browser = come(host).await;
        at_rest(&browser).await;
        let star = "label.star:nth-of-type(4)";
        let see =
            format!("(document.querySelector('{star}').scrollIntoView({{ block: 'center' }}), 1)");
        browser.eval(&see).await;
        at_rest(&browser).await;
        browser.eval("(window.gestures.length = 0, 1)").await;
        browser.click(star).await;
        at_rest(&browser).await;
        let took = browser.eval("Math.max(16, ...window.gestures)").await;
        self.star.push(took.as_f64().unwrap());
        let took = browser.resolved(follow).await;
        self.next_at_rest.push(took.as_f64().unwrap());
        at_rest(&browser).await;
        let took = browser.resolved("next(() => history.back())").await;
        self.back.push(took.as_f64().unwrap());
        browser.close().await;
    }

    pub fn report(self) -> bool {
        let star = median(self.star);
        println!("\nafter the first page, median of {ROUNDS} rounds");
        println!("a star               {star:>6.0} ms to the next paint (at most 60)");
        println!("the next page        {:>6.0} ms at rest", median(self.next_at_rest));
        println!(
            "the next page        {:>6.0} ms as soon as the stars work",
            median(self.next_at_once)
        );
        println!("coming back          {:>6.0} ms", median(self.back));
        let of = |f: fn(&Load) -> f64| median(self.front.iter().map(f).collect());
        println!(
            "the front, cold      {:>6.0} ms to the first paint, {:.0} to the largest, blocking {:.0}",
            of(|load| load.first),
            of(|load| load.lcp),
            of(|load| load.blocking)
        );
        star <= 60.0
    }
}

/// A phone with the article, whose stars work.
async fn come(host: &Host) -> Browser {
    let browser = on_the_phone(WATCH).await;
    browser.go(&host.url(ARTICLE)).await;
    browser.app().await;
    browser
}

/// Waits until what is fetched by itself is there.
async fn at_rest(browser: &Browser) {
    let pieces = json!(["/split_later-", "/split_tools-"]);
    let there = format!(
        "{pieces}.every((piece) => performance.getEntriesByType('resource').some((one) => one.name.includes(piece) && one.responseEnd))"
    );
    browser.until("the pieces never came", &there).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
}
