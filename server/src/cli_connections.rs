//! Options of `serve` that limit what one client may take from the others: connections, time and memory.

use std::time::Duration;

use bantin_server::api::arrival::Times;
use bantin_server::listen::Limits;
use clap::{Args, value_parser};

/// Limits on connections and requests; times are whole seconds.
#[derive(Args)]
pub struct Connections {
    /// How many connections may be open at once, of all clients together
    #[arg(long, default_value_t = Limits::default().connections, value_parser = at_least_one)]
    connections: usize,
    /// How many connections one IPv4 address, or one IPv6 network of 56 bits, may have open at once; 0 is no limit,
    /// and a proxy named with --trusted-proxy has none
    #[arg(long, value_name = "N", default_value_t = Limits::default().of_one_address)]
    connections_per_address: usize,
    /// How long the server waits for the head of a request before it closes the connection
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().head.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    head_seconds: u64,
    /// How long the server waits for the body of a request before it answers 408
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = value_parser!(u64).range(1..=A_DAY))]
    body_seconds: u64,
    /// How long the server may work on an answer before it answers 503 instead
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = value_parser!(u64).range(1..=A_DAY))]
    answer_seconds: u64,
    /// How long a client may read nothing of its answer before the server closes the connection
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stalled.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    stalled_seconds: u64,
    /// How long a request may take in all, from its first byte to the last byte of its answer
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().request.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    request_seconds: u64,
    /// How long a connection may stay open between two requests; a proxy in front should close its connections sooner
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().idle.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    idle_seconds: u64,
    /// How long requests under way may go on once the server is told to stop
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stop.as_secs(), value_parser = value_parser!(u64).range(..=A_DAY))]
    stop_seconds: u64,
    /// Memory for the cache of finished answers, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = value_parser!(u64).range(1..=1 << 20))]
    cache_mb: u64,
}

const A_DAY: u64 = 86_400;

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or("1 or more".to_owned())
}

impl Connections {
    /// How long a request may take to bring its body, and the server to begin its answer.
    pub fn times(&self) -> Times {
        let Self { body_seconds, answer_seconds, .. } = self;
        Times {
            body: Duration::from_secs(*body_seconds),
            answer: Duration::from_secs(*answer_seconds),
        }
    }

    /// The size of the cache of finished answers, in bytes.
    pub fn cache_bytes(&self) -> u64 {
        self.cache_mb << 20
    }

    /// The limits on connections.
    pub fn limits(&self) -> Limits {
        Limits {
            connections: self.connections,
            of_one_address: self.connections_per_address,
            head: Duration::from_secs(self.head_seconds),
            request: Duration::from_secs(self.request_seconds),
            stalled: Duration::from_secs(self.stalled_seconds),
            idle: Duration::from_secs(self.idle_seconds),
            stop: Duration::from_secs(self.stop_seconds),
        }
    }
}
