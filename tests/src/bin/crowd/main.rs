//! `cargo xtask bench crowd`: what a reader's page costs beside those who take and give nothing: thousands of
//! connections with half a request each, and a thousand searches a second, no two alike.
//!
//! Both come from many addresses of this machine, within what the server gives each by default. Whatever is slower beside
//! them is compared with the same moments before, in the same run. The clients are on the same processor as the server, so
//! that as many requests a second that ask for nothing are measured too.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod half_open;
mod readers;
mod searches;

use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use bantin_server::listen::descriptors;
use bantin_tests::addresses;
use bantin_tests::process::Server;
use readers::Pages;

/// Everything is measured as often, and the middle counts.
const ROUNDS: usize = 3;
/// How long readers are measured alone, and beside searches.
const SPAN: Duration = Duration::from_secs(6);
/// The most that is slower, as a ratio.
const MOST: f64 = 2.0;
/// The longest until half a request is closed.
const GONE: Duration = Duration::from_secs(30);
/// Files that this process and the server need besides those of half-open connections.
const OTHERS: usize = 400;

/// The address with this number of those that stand for as many networks.
fn network(number: usize) -> Ipv4Addr {
    let part = |number: usize| u8::try_from(number).unwrap() + 1;
    Ipv4Addr::new(127, 0, part(number / 250), part(number % 250))
}

/// Raises how many files this process, and the server that it starts, may open; how many half-open connections there may be.
fn room() -> usize {
    descriptors::raise();
    if descriptors::for_connections() < half_open::CONNECTIONS + OTHERS {
        // The system may let a privileged one have more.
        let pid = std::process::id().to_string();
        let _ = std::process::Command::new("prlimit")
            .args(["--pid", &pid, "--nofile=16384:16384"])
            .stderr(std::process::Stdio::null())
            .status();
    }
    let room = descriptors::for_connections();
    println!("connections that this process and the server have files for, each: {room}");
    room.saturating_sub(OTHERS).min(half_open::CONNECTIONS)
}

/// The middle of the rounds.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A line of the report: how quick pages are, and how much slower than alone.
fn told(what: &str, pages: &[Pages], alone: &[Pages]) -> (f64, f64) {
    let of = |f: fn(&Pages) -> f64| median(pages.iter().map(f).collect());
    let ratio = |f: fn(&Pages) -> f64| {
        median(pages.iter().zip(alone).map(|(beside, alone)| f(beside) / f(alone)).collect())
    };
    let (p50, p99) = (ratio(|pages| pages.p50), ratio(|pages| pages.p99));
    println!(
        "{what:<28} p50 {:>7.2} ms  p99 {:>7.2} ms  {:>5.0} pages/s   ratio {p50:.2} and {p99:.2}",
        of(|pages| pages.p50),
        of(|pages| pages.p99),
        of(|pages| pages.rate),
    );
    (p50, p99)
}

#[tokio::main]
async fn main() {
    let usage = "crowd DATA ARTICLES: a store, and the Markdown files that were imported into it";
    let (data, articles) = (std::env::args().nth(1), std::env::args().nth(2));
    let (data, articles) = (data.expect(usage), articles.expect(usage));
    let count = room();
    let asked = searches::questions(Path::new(&articles));
    let paths = readers::paths(Path::new(&articles));
    let app = tempfile::tempdir().unwrap();
    let app = format!("--app={}", addresses::app(&app.path().join("app")).display());
    let server = Server::start(Path::new(&data), &[&app]);
    // What is made once is made, and the index is there.
    readers::read(server.port, &paths, SPAN / 2).await;

    let (mut alone, mut beside, mut closing, mut gone) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        alone.push(readers::read(server.port, &paths, SPAN).await);
        let round = half_open::round(server.port, &paths, count).await;
        beside.push(round.open);
        closing.push(round.closing);
        gone.push(round.gone);
    }
    println!("\n{count} connections with half a request each, median of {ROUNDS} rounds");
    told("a page", &alone, &alone);
    let (p50, p99) = told("beside them (at most 2)", &beside, &alone);
    told("while the server closes them", &closing, &alone);
    let gone = gone.into_iter().max().unwrap();
    println!(
        "{:<28} {:.1} s after the last one came (at most {})",
        "all gone",
        gone.as_secs_f64(),
        GONE.as_secs()
    );
    let mut is_good = p50 <= MOST && p99 <= MOST && gone <= GONE;

    let (mut alone, mut loaded, mut beside, mut found) = (vec![], vec![], vec![], vec![]);
    let mut left = asked.into_iter();
    for _ in 0..ROUNDS {
        alone.push(readers::read(server.port, &paths, SPAN).await);
        loaded.push(searches::beside(server.port, &paths, SPAN, searches::nothing()).await.0);
        let (pages, answers) = searches::beside(server.port, &paths, SPAN, left.by_ref()).await;
        beside.push(pages);
        found.push(answers);
    }
    println!("\n{} distinct searches a second, median of {ROUNDS} rounds", searches::A_SECOND);
    told("a page", &alone, &alone);
    told("beside as many of /healthz", &loaded, &alone);
    let (p50, p99) = told("beside searches (at most 2)", &beside, &alone);
    found.iter().for_each(|answers| println!("{answers}"));
    is_good &= p50 <= MOST && p99 <= MOST;
    drop(server);
    if !is_good {
        println!("past a limit");
        std::process::exit(1);
    }
}
