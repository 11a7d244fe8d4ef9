//! Asking the service, and what it answered.

use bantin_tests::newsroom::Newsroom;
use bantin_tests::process::agent;
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Response, StatusCode};

pub struct Answer {
    pub status: StatusCode,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn of(response: Result<Response<ureq::Body>, ureq::Error>) -> Self {
        let mut response = response.unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        Self { status: response.status(), headers: response.headers().clone(), text }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a problem of this kind.
    pub fn is_problem(&self, status: u16, kind: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:bantin:problem:{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
    }
}

/// Calls that block, off the server's threads.
pub async fn call<T: Send + 'static>(f: impl FnOnce(Agent) -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(move || f(agent())).await.unwrap()
}

pub async fn get(newsroom: &Newsroom, path: &str) -> Answer {
    let url = newsroom.url(path);
    call(move |agent| Answer::of(agent.get(&url).call())).await
}

pub async fn send(
    newsroom: &Newsroom,
    method: &'static str,
    path: &str,
    token: Option<String>,
    body: Option<&str>,
) -> Answer {
    let (url, body) = (newsroom.url(path), body.map(str::to_owned));
    call(move |agent| {
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        Answer::of(agent.run(request.body(body.unwrap_or_default()).unwrap()))
    })
    .await
}

pub async fn token(newsroom: &Newsroom) -> String {
    let answer = send(newsroom, "POST", "/api/v1/readers", None, None).await;
    assert_eq!(answer.status, 201);
    answer.json()["token"].as_str().unwrap().to_owned()
}

/// Holds that a request with this head and a body of `length` bytes is refused as too large. The server answers before
/// all of it has arrived.
pub async fn is_too_large(newsroom: &Newsroom, head: &str, length: usize) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(newsroom.running.address).await.unwrap();
    let head = format!("{head}content-length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[b' '; 64 * 1024]).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("urn:bantin:problem:body-too-large"), "{answer}");
}
