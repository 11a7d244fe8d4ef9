//! One connection from its first byte to its last.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Poll, ready};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bantin_model::problem::MEDIA_TYPE;
use bantin_model::{Problem, ProblemKind};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch::Receiver;
use tokio::time::Instant;
use tower::ServiceExt;

use super::seats::Seat;
use super::stream::{Sent, Watched};
use super::watch::{Overdue, Phase};
use super::{Counts, at_once};
use crate::spelling;

/// The longest head of a request, in bytes.
const HEAD: usize = 32 * 1024;

/// What is needed to serve a connection.
pub struct Work {
    pub stream: TcpStream,
    pub peer: SocketAddr,
    pub seat: Seat,
    pub router: Router,
    pub counts: Counts,
    pub stopped: Receiver<bool>,
}

/// Counts a connection while it is open.
struct Open(Counts);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.closed();
    }
}

impl Work {
    /// Serves the connection until the client leaves, takes too long or must make room, or the server stops.
    pub async fn run(self) {
        let Self { stream, peer, seat, router, counts, mut stopped } = self;
        counts.opened();
        let _open = Open(counts.clone());
        at_once(&stream);
        let watch = &seat.watch;
        let io = TokioIo::new(Watched::new(stream, Arc::clone(watch)));
        let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
            watch.asked();
            let (router, watch) = (router.clone(), Arc::clone(watch));
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                let response = match spelling::tidied(&mut request) {
                    Some(elsewhere) => elsewhere,
                    None => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
                };
                Ok::<_, Infallible>(response.map(|body| Sent { body, watch }))
            }
        });
        let connection = http1::Builder::new()
            // Times are measured by `watch`: hyper would count waiting for a request as reading one.
            .header_read_timeout(None)
            .max_buf_size(HEAD)
            .serve_connection(io, service);
        let mut connection = pin!(connection);
        let mut sleep = pin!(tokio::time::sleep_until(watch.deadline().0));
        let mut is_stopping = false;
        loop {
            let until_end = poll_fn(|context| {
                if connection.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                // Everything that the watch sees happens while hyper is polled in the line above.
                loop {
                    let (deadline, overdue) = watch.deadline();
                    if deadline < sleep.deadline() {
                        sleep.as_mut().reset(deadline);
                    }
                    ready!(sleep.as_mut().poll(context));
                    if Instant::now() >= deadline {
                        return Poll::Ready(Some(overdue));
                    }
                    sleep.as_mut().reset(deadline);
                }
            });
            tokio::select! {
                // In this order, so that a request that has arrived is read before the server stops.
                biased;
                overdue = until_end => {
                    let overdue: Option<Overdue> = overdue;
                    if let Some(overdue) = overdue {
                        counts.timed_out(overdue.name());
                    }
                    return;
                }
                () = watch.told() => {
                    counts.made_room();
                    return;
                }
                _ = stopped.wait_for(|stop| *stop), if !is_stopping => {
                    // Browsers open spare connections, on each of which hyper would wait for a first request.
                    if watch.phase().0 == Phase::Silent {
                        return;
                    }
                    is_stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// Answers that there is no room, without waiting for anything, and closes the connection.
pub fn refuse(stream: TcpStream) {
    let Ok(mut stream) = stream.into_std() else { return };
    // Its bytes are read, since with unread ones the system would take the answer back. If this fails, only the client
    // loses.
    let _ = stream.read(&mut [0; 4096]);
    let _ = stream.write(refusal());
}

fn refusal() -> &'static [u8] {
    static REFUSAL: OnceLock<Vec<u8>> = OnceLock::new();
    REFUSAL.get_or_init(|| {
        let detail = "too many connections".to_owned();
        let problem = Problem::new(ProblemKind::Unavailable, Some(detail));
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let length = body.len();
        format!(
            "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {MEDIA_TYPE}\r\nretry-after: 5\r\n\
             access-control-allow-origin: *\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    })
}
