//! Connections of clients: taken, answered on and closed within limits, so that no client can keep others from
//! being served, whether it is slow, broken or hostile.
//!
//! - [`watch`][]: what a connection is doing, and until when it may
//! - [`stream`][]: its bytes, noted as they pass
//! - [`unread`][]: words for what cannot be read as a request
//! - [`seats`][]: how many connections there are, in all and of one address
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

/// What clients may take. Times are of one connection.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Open connections in all; fewer where the system lets the process open fewer files.
    pub connections: usize,
    /// Open connections of one address (IPv4) or one network of 56 bits (IPv6); 0 is no limit. Trusted proxies
    /// have none.
    pub of_one_address: usize,
    /// Until the head of a request is there, from its first byte or from the beginning of the connection.
    pub head: Duration,
    /// For a request from its first byte to the last byte of its answer.
    pub request: Duration,
    /// In which a client takes no byte of an answer.
    pub stalled: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// For what is under way when the server is told to stop.
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
            // Longer than proxies keep theirs, so that they close first and never ask on one that is closing.
            idle: Duration::from_secs(75),
            stop: Duration::from_secs(20),
        }
    }
}

/// After an error of the system, for instance because there is no file descriptor left.
const PAUSE: Duration = Duration::from_millis(50);

/// Who takes connections.
pub struct Acceptor {
    listener: TcpListener,
    router: Router,
    limits: Arc<Limits>,
    seats: Arc<Seats>,
    counts: Counts,
    said: Repeats,
}

impl Acceptor {
    /// Takes connections from `listener` and answers with `router`, which sees the peer as
    /// [`axum::extract::ConnectInfo`]. Connections of `trusted` networks have no share to keep to.
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

    /// Takes connections until told to stop. Then the port is free at once, what is under way has
    /// [`Limits::stop`] to end, and what is left is closed.
    pub async fn run(self, mut stopped: Receiver<bool>) {
        let Self { listener, router, limits, seats, counts, said } = self;
        let (open, cut) = (TaskTracker::new(), CancellationToken::new());
        loop {
            let taken = tokio::select! {
                taken = listener.accept() => taken,
                // An error means that the sender is gone, which is a stop as well.
                _ = stopped.wait_for(|stop| *stop) => break,
            };
            let (stream, peer) = match taken {
                Ok(taken) => taken,
                // The client went away before it was its turn.
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

/// Says why connections are refused. An address is named only where it may be a proxy of ours.
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

/// Listens at `address`, with room for many who come at once.
///
/// # Errors
/// What the system says, for instance that the port is taken.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => tokio::net::TcpSocket::new_v4()?,
        SocketAddr::V6(_) => tokio::net::TcpSocket::new_v6()?,
    };
    // A server that is started again finds its port free, though old connections are still closing.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(4096)
}

/// Without this, an answer of several parts waits for the client's acknowledgement in between.
fn at_once(stream: &TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
}
