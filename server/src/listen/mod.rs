//! Accepts, serves and closes connections within limits, so that no slow, broken or hostile client can keep others from
//! being served.
//!
//! - [`watch`][]: what a connection waits for, and how long it may
//! - [`stream`][]: its bytes, noted as they pass
//! - [`unread`][]: words for bytes that cannot be read as a request
//! - [`seats`][]: the number of connections, in all and of one address
//! - [`connection`][]: one connection from its first byte to its last
//! - [`descriptors`][]: how many files the system lets the process open

mod connection;
mod counts;
pub mod descriptors;
mod seats;
mod stream;
mod unread;
mod watch;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch::Receiver;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use bantin_core::repeats::Repeats;
pub use counts::Counts;
use seats::{Refusal, Seats};

/// Limits for clients. Times are those of one connection.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Open connections in all; fewer if the system lets the process open fewer files.
    pub connections: usize,
    /// Open connections of one address (IPv4) or of one network of 56 bits (IPv6); 0 is no limit. Trusted proxies have
    /// no limit.
    pub of_one_address: usize,
    /// How long until the head of a request has arrived, from its first byte or from the beginning of the connection.
    pub head: Duration,
    /// How long a request may take, from its first byte to the last byte of its answer.
    pub request: Duration,
    /// How long a client may take no byte of an answer.
    pub stalled: Duration,
    /// How long between two requests.
    pub idle: Duration,
    /// How long requests may still take when the server is told to stop.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8192,
            of_one_address: 256,
            head: Duration::from_secs(10),
            request: Duration::from_secs(300),
            stalled: Duration::from_secs(30),
            // Longer than proxies keep connections, so that they close first and never send a request on one that is
            // closing.
            idle: Duration::from_secs(75),
            stop: Duration::from_secs(20),
        }
    }
}

/// The pause after an error of the system, for instance when no file descriptor is left.
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections.
pub struct Acceptor {
    listener: TcpListener,
    router: Router,
    limits: Arc<Limits>,
    seats: Arc<Seats>,
    counts: Counts,
    said: Repeats,
}

impl Acceptor {
    /// Accepts connections from `listener` and serves them with `router`, which gets the peer's address as
    /// [`axum::extract::ConnectInfo`]. Connections of `trusted` networks are not limited by address.
    pub fn new(
        listener: TcpListener,
        router: Router,
        limits: Limits,
        trusted: Vec<IpNet>,
        counts: Counts,
    ) -> Self {
        let most = limits.connections.min(descriptors::for_connections());
        if most < limits.connections {
            tracing::warn!(
                wanted = limits.connections,
                most,
                "fewer connections than wanted: the system lets this process open too few files; raise its limit (LimitNOFILE of systemd, ulimit -n) or lower --connections"
            );
        }
        let seats = Arc::new(Seats::new(most, limits.of_one_address, trusted));
        Self { listener, router, limits: Arc::new(limits), seats, counts, said: Repeats::default() }
    }

    /// Accepts connections until told to stop. Then the port is free at once, requests have [`Limits::stop`] to end,
    /// and what is left is closed.
    pub async fn run(self, mut stopped: Receiver<bool>) {
        let Self { listener, router, limits, seats, counts, said } = self;
        let (open, cut) = (TaskTracker::new(), CancellationToken::new());
        loop {
            let taken = tokio::select! {
                taken = listener.accept() => taken,
                // An error means that the sender is gone, which is a stop too.
                _ = stopped.wait_for(|stop| *stop) => break,
            };
            let (stream, peer) = match taken {
                Ok(taken) => taken,
                // The client went away while it waited to be accepted.
                Err(error) if is_the_client_s(error.kind()) => continue,
                Err(error) => {
                    counts.not_taken();
                    if let Some(again) = said.may_say("accept") {
                        tracing::error!(%error, open = seats.open(), again, "a connection cannot be taken; waiting connections are closed for it, and taking goes on");
                    }
                    seats.make_room();
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            match seats.take(peer.ip(), &limits) {
                Ok(seat) => {
                    let work = connection::Work {
                        stream,
                        peer,
                        seat,
                        router: router.clone(),
                        counts: counts.clone(),
                        stopped: stopped.clone(),
                    };
                    let cut = cut.clone();
                    open.spawn(async move {
                        tokio::select! {
                            () = work.run() => {}
                            () = cut.cancelled() => {}
                        }
                    });
                }
                Err(refusal) => {
                    counts.refused(refusal.name());
                    if let Some(again) = said.may_say(refusal.name()) {
                        tell(refusal, peer, &seats, again);
                    }
                    connection::refuse(stream);
                }
            }
        }
        drop(listener);
        open.close();
        if tokio::time::timeout(limits.stop, open.wait()).await.is_err() {
            tracing::warn!(
                open = open.len(),
                "closing connections that did not end within the time for stopping"
            );
            cut.cancel();
            open.wait().await;
        }
    }
}

fn is_the_client_s(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}

/// Logs why connections are refused. An address is named only if it may be a proxy of ours.
fn tell(refusal: Refusal, peer: SocketAddr, seats: &Seats, again: u64) {
    match refusal {
        Refusal::Full => tracing::warn!(
            open = seats.open(),
            again,
            "a connection is refused: all are taken (--connections)"
        ),
        Refusal::Share if is_near(peer) => tracing::warn!(
            %peer, again,
            "a connection is refused: this address has its share (--connections-per-address). If it is your proxy, name it with --trusted-proxy"
        ),
        Refusal::Share => tracing::warn!(
            again,
            "a connection is refused: its address has its share (--connections-per-address)"
        ),
    }
}

fn is_near(peer: SocketAddr) -> bool {
    match peer.ip().to_canonical() {
        std::net::IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        std::net::IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

/// Listens at `address`, with room for many clients that come at once.
///
/// # Errors
/// Of the system, for instance that the port is taken.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => tokio::net::TcpSocket::new_v4()?,
        SocketAddr::V6(_) => tokio::net::TcpSocket::new_v6()?,
    };
    // With this, a server that is started again can use its port while old connections still close.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(4096)
}

/// Without this, an answer in several parts waits for the client's acknowledgements.
fn at_once(stream: &TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
}
