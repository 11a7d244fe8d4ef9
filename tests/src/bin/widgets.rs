//! `cargo xtask bench widgets`: what widgets cost the page they are on, in a browser that is four times slower
//! than this machine. Fails when one widget keeps the page busy for more than 50 milliseconds at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bantin_tests::browser::Browser;
use bantin_tests::elsewhere::{Elsewhere, over_tls};
use bantin_tests::newsroom::Newsroom;
use serde_json::json;

const ARTICLE: &str = "le-ra-quan-lam-sach-pho-co-ben-dinh";
const ROUNDS: usize = 5;
/// Milliseconds of one task.
const MOST: f64 = 50.0;

/// Notes every task of the main thread that takes 50 ms or more, and the time between two frames.
const WATCH: &str = r#"
    window.tasks = [];
    new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(e.duration); })
        .observe({ type: "longtask", buffered: true });
    window.ready = 0;
    addEventListener("bantin-ready", () => window.ready++);
"#;

/// Scrolls to the end, 40 pixels a frame, and gives the times between frames.
const SCROLL: &str = r#"
    const [done] = arguments;
    const gaps = [];
    let last = performance.now();
    const step = (now) => {
        gaps.push(now - last);
        last = now;
        scrollBy(0, 40);
        if (scrollY + innerHeight < document.documentElement.scrollHeight - 1) requestAnimationFrame(step);
        else done(gaps);
    };
    requestAnimationFrame(step);
"#;

#[tokio::main]
async fn main() {
    let newsroom = Newsroom::sample().await;
    let news = over_tls("news.example", newsroom.running.address).await;
    let host = Elsewhere::open("blog.example").await;
    let script = format!("<script type=\"module\" src=\"{news}/embed/v1.js\"></script>");
    let element = format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>");

    let mut longest = Vec::new();
    for _ in 0..ROUNDS {
        let browser = slow(360).await;
        browser.go(&host.page("/", None, &format!("{script}{element}"))).await;
        browser.until("no widget", "window.ready === 1").await;
        // The tasks behind it are told a moment later.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let tasks: Vec<f64> = serde_json::from_value(browser.eval("tasks").await).unwrap();
        longest.push(tasks.into_iter().fold(0.0, f64::max));
        browser.close().await;
    }
    longest.sort_by(f64::total_cmp);
    let usual = longest[ROUNDS / 2];
    println!(
        "one rating, at a quarter of the speed: longest task over {MOST} ms, by round: {longest:?}"
    );

    let browser = slow(768).await;
    let all = element.repeat(100);
    browser.go(&host.page("/", None, &format!("{script}{all}"))).await;
    browser.until("no widget", "window.ready > 0").await;
    let gaps = browser.client.execute_async(SCROLL, vec![]).await.unwrap();
    let mut gaps: Vec<f64> = serde_json::from_value(gaps).unwrap();
    browser.until("not all came", "window.ready === 100").await;
    gaps.sort_by(f64::total_cmp);
    let at = |share: f64| gaps[((gaps.len() - 1) as f64 * share) as usize];
    println!(
        "a hundred ratings, scrolled through while they come: {} frames; between two, half take {:.0} ms, 95 of 100 at most {:.0}, the longest {:.0}",
        gaps.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
    browser.close().await;
    newsroom.running.stop().await.unwrap();
    assert!(usual <= MOST, "one rating kept the page busy for {usual} ms");
}

/// A browser at a quarter of the speed.
async fn slow(width: u32) -> Browser {
    let browser = Browser::open(width, 900).await;
    browser.before_every_page(WATCH).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    browser
}
