//! Readers of article pages, and how long they wait.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bantin_tests::load::percentile;
use bantin_tests::wire::Connection;
use tokio::task::JoinSet;

/// Readers at once, each of whom pauses after a page. Every other one opens a connection for each page, as who comes to
/// the site does.
const READERS: usize = 16;
const PAUSE: Duration = Duration::from_millis(40);
/// Articles that they read: more than are asked for twice before the kept page is ten seconds old.
const ARTICLES: usize = 1000;

/// How quick pages were.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Pages a second.
    pub rate: f64,
}

/// Addresses of the pages of these articles.
pub fn paths(articles: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(articles)
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names.into_iter().take(ARTICLES).map(|name| format!("/articles/{name}/")).collect()
}

/// Readers at work.
pub struct Reading {
    is_over: Arc<AtomicBool>,
    readers: JoinSet<Vec<(Instant, f64)>>,
}

/// A page that was read: when it was asked for, and the seconds until all of it was there.
pub type Read = (Instant, f64);

impl Reading {
    pub fn start(port: u16, paths: &[String]) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let paths: Arc<[String]> = paths.into();
        let mut readers = JoinSet::new();
        for number in 0..READERS {
            readers.spawn(reader(port, number, Arc::clone(&paths), Arc::clone(&is_over)));
        }
        Self { is_over, readers }
    }

    /// Every page that was read until now.
    pub async fn stop(self) -> Vec<Read> {
        self.is_over.store(true, Ordering::Relaxed);
        self.readers.join_all().await.into_iter().flatten().collect()
    }
}

async fn reader(
    port: u16,
    number: usize,
    paths: Arc<[String]>,
    is_over: Arc<AtomicBool>,
) -> Vec<Read> {
    let (mut read, mut kept) = (Vec::new(), None);
    // They begin one after the other and not together.
    tokio::time::sleep(PAUSE * u32::try_from(number).unwrap() / u32::try_from(READERS).unwrap())
        .await;
    for round in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let path = &paths[(number * 61 + round * READERS) % paths.len()];
        let started = Instant::now();
        let mut connection = match kept.take() {
            Some(connection) => connection,
            None => Connection::try_open_from(Ipv4Addr::LOCALHOST, port).await.unwrap(),
        };
        let (status, body) = connection.ask("GET", path, "", "").await;
        read.push((started, started.elapsed().as_secs_f64()));
        assert_eq!(status, 200, "{path}: {body}");
        kept = number.is_multiple_of(2).then_some(connection);
        tokio::time::sleep(PAUSE).await;
    }
    read
}

/// How quick the pages are that were asked for within this time.
pub fn of(read: &[Read], from: Instant, until: Instant) -> Pages {
    let within = read.iter().filter(|(asked, _)| (from..until).contains(asked));
    let mut took: Vec<f64> = within.map(|(_, seconds)| *seconds).collect();
    assert!(!took.is_empty(), "nobody read a page");
    Pages {
        rate: took.len() as f64 / (until - from).as_secs_f64(),
        p50: percentile(&mut took, 0.5),
        p99: percentile(&mut took, 0.99),
    }
}

/// Readers for this long.
pub async fn read(port: u16, paths: &[String], span: Duration) -> Pages {
    let from = Instant::now();
    let reading = Reading::start(port, paths);
    tokio::time::sleep(span).await;
    let until = Instant::now();
    of(&reading.stop().await, from, until)
}
