//! `cargo xtask bench load`: an article page on a slow phone, beside a page by hand with the same text,
//! pictures and style. Both come from the same host; the rounds take turns.
//!
//! The phone: 4 times slower than this machine, 1.6 Mbit/s, 150 ms, nothing in its cache.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bytes;
mod further;

use std::time::Duration;

use bantin_tests::browser::Browser;
use bantin_tests::exported::ExportedNewsroom;
use bantin_tests::host::{Host, Program};
use bantin_tests::newsroom::Newsroom;
use serde_json::json;

use bytes::Bytes;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const ROUNDS: usize = 7;
/// Further loads of our page and of the one by hand: single ones differ by more than the two do.
const FURTHER: usize = 14;

/// Twice what a page takes to be at rest.
const AT_REST: Duration = Duration::from_millis(3500);

/// Notes paints, slow frames and the moment the stars can be used. A slow frame is one of more than 50 ms, its tasks, styles,
/// layout and painting counted: those of a page without scripts too.
const WATCH: &str = r#"
    window.seen = { lcp: 0, frames: [], usable: 0, kind: "" };
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) { seen.lcp = e.startTime; seen.kind = e.element?.tagName ?? ""; }
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) seen.frames.push([e.startTime, e.duration, e.blockingDuration]);
    }).observe({ type: "long-animation-frame", buffered: true });
    addEventListener("bantin:begun", () => {
        const stars = document.getElementById("no-page") ? "body > .page .rating-place input" : "html";
        const look = () => {
            if (document.querySelector(stars)) seen.usable = performance.now();
            else requestAnimationFrame(look);
        };
        look();
    });
"#;

/// One load.
#[derive(Clone, Debug)]
struct Load {
    /// Milliseconds until the first paint.
    first: f64,
    /// Milliseconds until the largest paint.
    lcp: f64,
    element: String,
    /// Milliseconds beyond 50 of every task in a slow frame, of frames that end after the first paint, and of all.
    blocking: f64,
    blocking_in_all: f64,
    /// Milliseconds until the stars work; 0 where there are none.
    usable: f64,
    /// Bytes by kind, as they travel: those whose answer came before the largest paint, and all.
    before: Bytes,
    all: Bytes,
}

#[tokio::main]
async fn main() {
    let newsroom = Newsroom::sample().await;
    let exported = ExportedNewsroom::default();
    let live = newsroom.url("/api/v1/");
    exported.export_live("site", "/", "https://news.example", Some(&live));
    let page = exported.text("site", &format!("{}index.html", ARTICLE.trim_start_matches('/')));
    let by_hand = by_hand(&page);
    std::fs::create_dir_all(exported.out("site").join("hand")).unwrap();
    std::fs::write(exported.out("site").join("hand/index.html"), &by_hand).unwrap();
    let packed = bantin_media::packed::gzip(by_hand.as_bytes());
    std::fs::write(exported.out("site").join("hand/index.html.gz"), packed).unwrap();
    let host = Host::start(Program::Nginx, &exported.out("site"), "/");
    // The same page that says nothing of itself: the app fetches its data, draws it and swaps the pages.
    let swapped = page.replace("id=\"bantin-page\"", "id=\"no-page\"");
    let slug = "hoan-doi";
    std::fs::create_dir_all(exported.out("site").join("articles").join(slug)).unwrap();
    for (path, text) in [
        (format!("articles/{slug}/index.html"), swapped),
        (
            format!("api/v1/articles/{slug}.json"),
            exported.text("site", &format!("api/v1{}.json", ARTICLE.trim_end_matches('/'))),
        ),
    ] {
        std::fs::write(exported.out("site").join(&path), &text).unwrap();
        let packed = bantin_media::packed::gzip(text.as_bytes());
        std::fs::write(exported.out("site").join(path + ".gz"), packed).unwrap();
    }
    let (mut ours, mut theirs, mut swap) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(load(&host.url(ARTICLE), true).await);
        theirs.push(load(&host.url("/hand/"), false).await);
        swap.push(load(&host.url(&format!("/articles/{slug}/")), true).await);
    }
    for _ in 0..FURTHER {
        theirs.push(load(&host.url("/hand/"), false).await);
        ours.push(load(&host.url(ARTICLE), true).await);
    }
    let further = further::Further::of(&host).await;
    let is_good = report(&ours, &theirs, &swap);
    let is_good = further.report() && is_good;
    newsroom.running.stop().await.unwrap();
    if !is_good {
        println!("past a limit");
        std::process::exit(1);
    }
}

/// What somebody would write who only wanted this page: its text, pictures and style, and no script.
fn by_hand(page: &str) -> String {
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let title = page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    let start = page.find("<div id=\"top\"").unwrap();
    let body = page[start..].split("<noscript>").next().unwrap().split("<script").next().unwrap();
    format!(
        "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{style}</style></head><body>{body}</body></html>"
    )
}

/// A browser on the phone, which runs `script` before every page.
async fn on_the_phone(script: &str) -> Browser {
    let browser = Browser::open(360, 740).await;
    let script = json!({ "source": script });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
    browser.devtools("Network.enable", json!({})).await;
    let network = json!({
        "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 96_000
    });
    browser.devtools("Network.emulateNetworkConditions", network).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    // As most readers of this paper have it. Those abroad are told by which clocks a date is.
    let home = json!({ "timezoneId": "Asia/Ho_Chi_Minh" });
    browser.devtools("Emulation.setTimezoneOverride", home).await;
    browser
}

async fn load(url: &str, has_stars: bool) -> Load {
    let browser = on_the_phone(WATCH).await;
    browser.events().await;
    browser.go(url).await;
    // Nothing is asked of the page before it is at rest, so that every slow frame is its own.
    tokio::time::sleep(AT_REST).await;
    if has_stars {
        browser.until("the stars never worked", "seen.usable").await;
    }
    let seen = browser.eval("seen").await;
    let origin = browser.eval("performance.timeOrigin").await.as_f64().unwrap();
    let first_paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";
    let first_paint = browser.eval(first_paint).await.as_f64().unwrap();
    let lcp = seen["lcp"].as_f64().unwrap();
    let blocked_since = |since: f64| -> f64 {
        let frames = seen["frames"].as_array().unwrap().iter().filter_map(|frame| {
            let (start, duration) = (frame[0].as_f64()?, frame[1].as_f64()?);
            (start + duration > since + 1.0).then_some(frame[2].as_f64()?)
        });
        frames.sum()
    };
    let (blocking, blocking_in_all) = (blocked_since(first_paint), blocked_since(0.0));
    let (before, all) = bytes::of(&browser.events().await, origin, lcp);
    browser.close().await;
    Load {
        first: first_paint,
        lcp,
        element: seen["kind"].as_str().unwrap_or_default().to_owned(),
        blocking,
        blocking_in_all,
        usable: seen["usable"].as_f64().unwrap(),
        before,
        all,
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints what was measured. Answers whether all of it is within its limits.
fn report(ours: &[Load], theirs: &[Load], swap: &[Load]) -> bool {
    let of = |loads: &[Load], f: fn(&Load) -> f64| median(loads.iter().map(f).collect());
    let (lcp, hand) = (of(ours, |l| l.lcp), of(theirs, |l| l.lcp));
    let sum = |loads: &[Load], f: fn(&Load) -> f64| loads.iter().map(f).sum::<f64>();
    // Some loads paint their masthead before their text has been read; sums count these, medians do not.
    let ratio = lcp / hand;
    let first = of(ours, |l| l.first) / of(theirs, |l| l.first);
    let sums = |f: fn(&Load) -> f64| sum(ours, f) / sum(theirs, f);
    println!(
        "\nAn article on a slow phone (4x CPU, 1.6 Mbit/s, 150 ms), medians of {} loads",
        ours.len()
    );
    println!(
        "first paint          ours {:>6.0} ms   by hand {:>6.0} ms   ratio {first:.2} (at most 1.1), of the sums {:.2}",
        of(ours, |l| l.first),
        of(theirs, |l| l.first),
        sums(|l| l.first)
    );
    println!(
        "largest paint        ours {lcp:>6.0} ms   by hand {hand:>6.0} ms   ratio {ratio:.2} (at most 1.1), of the sums {:.2}, element {}",
        sums(|l| l.lcp),
        ours[0].element
    );
    let in_all = of(ours, |l| l.blocking_in_all) / of(theirs, |l| l.blocking_in_all);
    println!(
        "blocked in all       ours {:>6.0} ms   by hand {:>6.0} ms   ratio {in_all:.2} (at most 1.3), of the sums {:.2}",
        of(ours, |l| l.blocking_in_all),
        of(theirs, |l| l.blocking_in_all),
        sums(|l| l.blocking_in_all)
    );
    println!(
        "after the paint      ours {:>6.0} ms   by hand {:>6.0} ms   (at most 100)",
        of(ours, |l| l.blocking),
        of(theirs, |l| l.blocking)
    );
    println!(
        "stars usable         {:>6.0} ms after the paint (at most 1500)",
        of(ours, |l| l.usable - l.lcp)
    );
    // What else has come by then depends on how fast the machine is; the paint waits for none of it.
    let waited_for = |load: &Load| {
        let kinds = ["html", "css"].map(|kind| load.before.get(kind).copied().unwrap_or_default());
        kinds.iter().sum::<u64>() as f64
    };
    println!(
        "before the paint     ours {:>6.0} bytes   by hand {:>6.0} bytes   of page and styles (at most 14000)",
        of(ours, waited_for),
        of(theirs, waited_for)
    );
    let bytes = |load: &Load| load.all.values().sum::<u64>() as f64;
    println!("\ntaking over and drawing anew (ADR 5)");
    for (name, loads) in [("taken over", ours), ("drawn anew", swap)] {
        println!(
            "{name:<12} blocking {:>5.0} ms   stars usable at {:>6.0} ms   {:>7.0} bytes",
            of(loads, |l| l.blocking),
            of(loads, |l| l.usable),
            of(loads, bytes)
        );
    }
    for (name, load) in [("ours", &ours[0]), ("by hand", &theirs[0])] {
        println!(
            "{name:<8} before the paint {:?}\n{:<8} in all           {:?}",
            load.before, "", load.all
        );
    }
    ratio <= 1.1
        && first <= 1.1
        && in_all <= 1.3
        && of(ours, |l| l.blocking) <= 100.0
        && of(ours, |l| l.usable - l.lcp) <= 1500.0
        && of(ours, waited_for) <= 14_000.0
}
