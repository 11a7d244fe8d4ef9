//! Somebody else's site: pages over HTTPS under names of their own, with a policy of their own, beside a
//! newsroom over HTTPS under its own name.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A page, or another file that a page needs.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub text: String,
    /// Content Security Policy.
    pub policy: Option<String>,
    pub media_type: &'static str,
}

type Pages = Arc<Mutex<HashMap<String, Page>>>;

/// A site of one's own, at `https://{name}:…`.
pub struct Elsewhere {
    pub origin: String,
    pages: Pages,
}

impl Elsewhere {
    pub async fn open(name: &str) -> Self {
        let pages = Pages::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&pages));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let plain = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin: over_tls(name, plain).await, pages }
    }

    /// Puts a page at `path`, and gives its address.
    pub fn put(&self, path: &str, page: Page) -> String {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
        format!("{}{path}", self.origin)
    }

    /// A page with this policy and this in its body.
    pub fn page(&self, path: &str, policy: Option<&str>, body: &str) -> String {
        let text = format!(
            "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Trang của người khác</title>\
             <meta name=\"viewport\" content=\"width=device-width\"></head><body>{body}</body></html>"
        );
        let policy = policy.map(str::to_owned);
        self.put(path, Page { text, policy, media_type: "text/html; charset=utf-8" })
    }

    pub fn script(&self, path: &str, text: &str) -> String {
        let text = text.to_owned();
        self.put(path, Page { text, policy: None, media_type: "text/javascript" })
    }
}

async fn answer(State(pages): State<Pages>, request: Request) -> Response {
    let page = pages.lock().unwrap().get(request.uri().path()).cloned();
    let Some(page) = page else {
        // Browsers ask for one by themselves.
        let is_icon = request.uri().path() == "/favicon.ico";
        let status = if is_icon { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND };
        return status.into_response();
    };
    let mut response = ([(header::CONTENT_TYPE, page.media_type)], page.text).into_response();
    if let Some(policy) = page.policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.parse().unwrap());
    }
    response
}

/// Takes encrypted connections under this name, with a certificate of our own.
pub fn acceptor(name: &str) -> TlsAcceptor {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// What listens behind each port of ours that takes HTTPS.
static BEHIND: Mutex<BTreeMap<u16, SocketAddr>> = Mutex::new(BTreeMap::new());

/// Where what is asked for at this port is answered without encryption.
pub fn behind(port: u16) -> SocketAddr {
    let known = BEHIND.lock().unwrap().get(&port).copied();
    known.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], port)))
}

/// HTTPS in front of what listens at `plain`; gives its origin.
pub async fn over_tls(name: &str, plain: SocketAddr) -> String {
    let acceptor = acceptor(name);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    BEHIND.lock().unwrap().insert(port, plain);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A browser that hangs up, or a newsroom that is away, ends the connection.
                let Ok(mut outer) = acceptor.accept(stream).await else { return };
                let Ok(mut inner) = TcpStream::connect(plain).await else { return };
                let _ = tokio::io::copy_bidirectional(&mut outer, &mut inner).await;
            });
        }
    });
    format!("https://{name}:{port}")
}
