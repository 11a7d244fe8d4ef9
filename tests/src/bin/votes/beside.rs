//! How long votes wait while many articles are imported.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bantin_tests::load::{NO_LIMITS, percentile};
use bantin_tests::process::{Server, command};
use tokio::task::JoinSet;

use super::{CONNECTIONS, On, START, Store, are_there, filled, vote};

/// Articles that are imported meanwhile.
pub const IMPORTED: usize = 10_000;

/// What votes waited, in milliseconds, and how long the import took, in seconds.
pub struct Waited {
    pub votes: usize,
    pub p50: f64,
    pub p99: f64,
    pub longest: f64,
    pub span: f64,
}

/// Articles of some hundred words each, all different.
fn articles(folder: &Path) {
    for number in 0..IMPORTED {
        let mut text = format!(
            "---\ntitle: \"Chuyện số {number}\"\npublished: 2023-08-11T11:50:00+07:00\n---\n"
        );
        for line in 0..20 {
            let (one, other) = (number * 31 + line * 7, number / 4 + line);
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "\nBến {one} nhìn sang bờ {other}, nơi con đò thứ {line} rời đi lúc trời còn tối.\n"
            );
        }
        std::fs::write(folder.join(format!("chuyen-{number}.md")), text).unwrap();
    }
}

/// Votes from [`CONNECTIONS`] connections, as fast as they go, for as long as the import takes.
pub async fn an_import(store: &Store) -> Waited {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let own = filled(store, folder.path());
    articles(source.path());
    let server = Server::start(folder.path(), &[&own[..], &NO_LIMITS].concat());
    let is_over = Arc::new(AtomicBool::new(false));
    let mut voting = JoinSet::new();
    for number in 0..CONNECTIONS {
        voting.spawn(vote(server.port, number, 1, On::Others, Arc::clone(&is_over)));
    }
    // All have their readers when all that is left is to begin.
    tokio::time::sleep(Duration::from_secs(2)).await;
    START.0.add_permits(CONNECTIONS);
    let started = Instant::now();
    let (data, from) = (folder.path().to_str().unwrap(), source.path().to_str().unwrap());
    let import = [&["import", "--data", data][..], &own, &[from]].concat();
    tokio::task::block_in_place(|| command(&import)).unwrap();
    let span = started.elapsed().as_secs_f64();
    is_over.store(true, Ordering::Relaxed);
    let voted = voting.join_all().await;
    let mut took: Vec<f64> = voted.iter().flat_map(|done| done.took.clone()).collect();
    let answered = voted.into_iter().flat_map(|done| done.answered).collect();
    are_there(folder.path(), &own, &answered);
    Waited {
        votes: took.len(),
        p50: percentile(&mut took, 0.5),
        p99: percentile(&mut took, 0.99),
        longest: percentile(&mut took, 1.0),
        span,
    }
}
