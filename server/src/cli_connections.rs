//! The command line of what clients of the server may take.

use std::time::Duration;

use bantin_server::api::arrival::Times;
use bantin_server::listen::Limits;
use clap::{Args, value_parser};

/// What clients may take; times are whole seconds.
#[derive(Args)]
pub struct Connections {
    /// Open connections in all
    #[arg(long, default_value_t = Limits::default().connections, value_parser = at_least_one)]
    connections: usize,
    /// Open connections of one address (IPv4) or one network of 56 bits (IPv6); 0 is no limit, and proxies named
    /// with --trusted-proxy have none
    #[arg(long, value_name = "N", default_value_t = Limits::default().of_one_address)]
    connections_per_address: usize,
    /// Until the head of a request is there
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().head.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    head_seconds: u64,
    /// Until the body of a request is there
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = value_parser!(u64).range(1..=A_DAY))]
    body_seconds: u64,
    /// Until the answer to a request begins; after that it is 503
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = value_parser!(u64).range(1..=A_DAY))]
    answer_seconds: u64,
    /// In which a client takes no byte of an answer
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stalled.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    stalled_seconds: u64,
    /// For a request from its first byte to the last byte of its answer
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().request.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    request_seconds: u64,
    /// Between two requests on one connection; a proxy in front should close its own sooner
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().idle.as_secs(), value_parser = value_parser!(u64).range(1..=A_DAY))]
    idle_seconds: u64,
    /// For what is under way when the server is told to stop
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stop.as_secs(), value_parser = value_parser!(u64).range(..=A_DAY))]
    stop_seconds: u64,
    /// Megabytes of memory that finished answers are kept in
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = value_parser!(u64).range(1..=1 << 20))]
    cache_mb: u64,
}

const A_DAY: u64 = 86_400;

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or("1 or more".to_owned())
}

impl Connections {
    /// How long a request may take from its head to its answer.
    pub fn times(&self) -> Times {
        let Self { body_seconds, answer_seconds, .. } = self;
        Times {
            body: Duration::from_secs(*body_seconds),
            answer: Duration::from_secs(*answer_seconds),
        }
    }

    /// Bytes that answers are kept in.
    pub fn cache_bytes(&self) -> u64 {
        self.cache_mb << 20
    }

    /// What connections may take.
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
