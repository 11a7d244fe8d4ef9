//! What stands between a browser and the network where the browser's driver cannot do it itself: a proxy that puts
//! scripts before every page's own, keeps what was asked for and what went wrong, and breaks or slows the
//! network. Addresses stay what they are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::inject::{self, TOLD};
use crate::elsewhere;

/// Hosts that Firefox asks for itself, whatever page it shows.
const OF_THE_BROWSER: &[&str] = &["mozilla.com", "mozilla.org", "mozilla.net", "firefox.com"];

/// Whole, or as it comes where it never ends.
type Answer = Response<Either<Full<Bytes>, Incoming>>;

/// The request is not answered at all.
#[derive(Debug, thiserror::Error)]
#[error("no network")]
struct Away;

#[derive(Default)]
pub struct Ways {
    pub scripts: Vec<String>,
    pub requests: Vec<String>,
    pub errors: Vec<String>,
    /// Parts of addresses that are not answered.
    pub blocked: Vec<String>,
    pub is_offline: bool,
    pub latency: Duration,
    pub has_no_scripts: bool,
    /// Nothing may come from the browser's own cache, where it could not be blocked.
    pub is_forgetful: bool,
}

pub struct Between {
    port: u16,
    ways: Arc<Mutex<Ways>>,
}

/// What every connection has.
#[derive(Clone)]
struct Shared {
    ways: Arc<Mutex<Ways>>,
    acceptors: Arc<Mutex<HashMap<String, TlsAcceptor>>>,
}

impl Between {
    pub async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let ways = Arc::<Mutex<Ways>>::default();
        let shared = Shared { ways: Arc::clone(&ways), acceptors: Arc::default() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, None, shared.clone()));
            }
        });
        Self { port, ways }
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn ways(&self) -> MutexGuard<'_, Ways> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn ways(&self) -> MutexGuard<'_, Ways> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn acceptor(&self, host: &str) -> TlsAcceptor {
        let mut known = self.acceptors.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(host.to_owned()).or_insert_with(|| elsewhere::acceptor(host)).clone()
    }
}

/// Answers what comes over a connection; over one that was asked for by CONNECT, `authority` is whose it is.
async fn serve<S>(stream: S, authority: Option<String>, shared: Shared)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let (shared, authority) = (shared.clone(), authority.clone());
        async move {
            if request.method() == Method::CONNECT {
                return Ok(tunnel(request, shared));
            }
            answer(request, authority, shared).await
        }
    });
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // It ends so whenever there is no network.
    let _ = connection.with_upgrades().await;
}

/// Takes the place of the host behind an encrypted connection.
fn tunnel(request: Request<Incoming>, shared: Shared) -> Answer {
    let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default().to_owned();
    tokio::spawn(async move {
        let Ok(upgraded) = hyper::upgrade::on(request).await else { return };
        if !is_ours(&host) {
            return;
        }
        let accepted = shared.acceptor(&host).accept(TokioIo::new(upgraded)).await;
        // A browser that tries whether it may trust the certificate hangs up.
        let Ok(stream) = accepted else { return };
        Box::pin(serve(stream, Some(authority), shared)).await;
    });
    Response::new(Either::Left(Full::default()))
}

fn is_ours(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost") || host.ends_with(".example")
}

async fn answer(
    request: Request<Incoming>,
    authority: Option<String>,
    shared: Shared,
) -> Result<Answer, Away> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let url = match &authority {
        Some(authority) => format!("https://{authority}{path}"),
        None => parts.uri.to_string(),
    };
    let target: Uri = url.parse().map_err(|_| Away)?;
    let host = target.host().ok_or(Away)?;
    let body = body.collect().await.map_err(|_| Away)?.to_bytes();
    if path == TOLD {
        shared.ways().errors.push(String::from_utf8_lossy(&body).into_owned());
        return Ok(status(StatusCode::NO_CONTENT));
    }
    let latency = {
        let mut ways = shared.ways();
        if is_of_a_page(&parts.headers, host) {
            ways.requests.push(format!("{} {url}", parts.method));
        }
        if ways.is_offline || !is_ours(host) || ways.blocked.iter().any(|part| url.contains(part)) {
            return Err(Away);
        }
        ways.latency
    };
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let at = elsewhere::behind(target.port_u16().unwrap_or(80));
    let mut onward = Request::builder().method(parts.method).uri(path);
    for (name, value) in &parts.headers {
        let is_of_this_way = matches!(
            name.as_str(),
            "accept-encoding" | "connection" | "proxy-connection" | "transfer-encoding"
        );
        let is_unwanted = is_conditional(name) && accepts_pages(&parts.headers);
        if !is_of_this_way && !is_unwanted {
            onward = onward.header(name, value);
        }
    }
    let onward = onward.body(Full::new(body)).map_err(|_| Away)?;
    let stream = TcpStream::connect(at).await.map_err(|_| Away)?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| Away)?;
    tokio::spawn(connection);
    let response = sender.send_request(onward).await.map_err(|_| Away)?;
    let (parts, body) = response.into_parts();
    if is_of_kind(&parts.headers, "text/event-stream") {
        return Ok(Response::from_parts(parts, Either::Right(body)));
    }
    let body = body.collect().await.map_err(|_| Away)?.to_bytes();
    Ok(changed(Response::from_parts(parts, body), &shared.ways()))
}

/// Whether a page asks, and not the browser itself or the worker that keeps what was read.
fn is_of_a_page(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    !OF_THE_BROWSER.iter().any(|own| host.ends_with(own))
        && !text("referer").ends_with("/sw.js")
        && text("sec-fetch-dest") != "serviceworker"
        && text("service-worker") != "script"
}

fn accepts_pages(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn is_of_kind(headers: &HeaderMap, kind: &str) -> bool {
    let told = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    told.is_some_and(|told| told.starts_with(kind))
}

/// A page that is unchanged would come without the scripts.
fn is_conditional(name: &header::HeaderName) -> bool {
    matches!(*name, header::IF_NONE_MATCH | header::IF_MODIFIED_SINCE)
}

fn status(status: StatusCode) -> Answer {
    let mut answer = Response::new(Either::Left(Full::default()));
    *answer.status_mut() = status;
    answer
}

/// The answer as the browser gets it.
fn changed(answer: Response<Bytes>, ways: &Ways) -> Answer {
    let (mut parts, mut body) = answer.into_parts();
    let headers = &mut parts.headers;
    for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH] {
        headers.remove(name);
    }
    if ways.is_forgetful {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(header::ETAG);
    }
    if is_of_kind(headers, "text/html") && !body.is_empty() {
        let script = inject::script(&ways.scripts);
        if let Some(policy) = headers.get(header::CONTENT_SECURITY_POLICY) {
            let policy = inject::allowed(policy.to_str().unwrap_or_default(), &script);
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.parse().unwrap());
        }
        if ways.has_no_scripts {
            let sandbox = "sandbox allow-same-origin allow-forms allow-top-navigation";
            headers.append(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(sandbox));
        } else {
            body = inject::into_page(&String::from_utf8_lossy(&body), &script).into();
        }
    }
    Response::from_parts(parts, Either::Left(Full::new(body)))
}
