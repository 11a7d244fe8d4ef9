//! Connections on which half a request is sent, and nothing more.

use std::time::{Duration, Instant};

use bantin_tests::wire::stream_from;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use super::network;
use super::readers::{self, Pages, Reading};

pub const CONNECTIONS: usize = 5000;
/// Of one address; the server's own share of one is 256.
const OF_ONE: usize = 200;
/// Connections that are opened at once.
const AT_ONCE: usize = 50;
const HALF: &[u8] = b"GET /articles/ HTTP/1.1\r\nHost: news.example\r\nX-Sl";

/// What readers met.
pub struct Round {
    /// Between the last connection's coming and the first one's going.
    pub open: Pages,
    /// From there until all are gone.
    pub closing: Pages,
    /// From the last one's coming until all are gone.
    pub gone: Duration,
}

/// Opens so many connections beside readers, and waits until the server has closed all.
pub async fn round(port: u16, paths: &[String], count: usize) -> Round {
    let reading = Reading::start(port, paths);
    let mut waiting = JoinSet::new();
    for start in (0..count).step_by(AT_ONCE) {
        let mut opening = JoinSet::new();
        for number in start..count.min(start + AT_ONCE) {
            opening.spawn(async move {
                let mut stream = stream_from(network(number / OF_ONE), port).await.unwrap();
                stream.write_all(HALF).await.unwrap();
                stream
            });
        }
        for mut stream in opening.join_all().await {
            waiting.spawn(async move {
                // An abrupt end is one too.
                let said = stream.read(&mut [0; 64]).await.unwrap_or(0);
                assert_eq!(said, 0, "the server answered half a request");
                Instant::now()
            });
        }
    }
    let opened = Instant::now();
    let ends = waiting.join_all().await;
    let (first, last) = (*ends.iter().min().unwrap(), *ends.iter().max().unwrap());
    assert!(first > opened, "some were closed before all had come");
    let read = reading.stop().await;
    Round {
        open: readers::of(&read, opened, first),
        closing: readers::of(&read, first, last),
        gone: last - opened,
    }
}
