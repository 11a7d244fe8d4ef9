//! The contract over HTTP: every path and method of the OpenAPI document is walked, and every answer
//! held against its schema, unknown fields refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::Duration;

use bantin_server::serve::{self, Config};
use bantin_tests::newsroom::{Newsroom, root};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Response, StatusCode};

const SLUG: &str = "le-ra-quan-lam-sach-pho-co-ben-dinh";

/// A client that takes error answers as answers.
fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

struct Answer {
    status: StatusCode,
    headers: ureq::http::HeaderMap,
    text: String,
}

impl Answer {
    fn of(response: Result<Response<ureq::Body>, ureq::Error>) -> Self {
        let mut response = response.unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        Self { status: response.status(), headers: response.headers().clone(), text }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a problem of this kind.
    fn is_problem(&self, status: u16, kind: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:bantin:problem:{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
    }
}

/// Calls that block, off the server's threads.
async fn call<T: Send + 'static>(f: impl FnOnce(Agent) -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(move || f(agent())).await.unwrap()
}

async fn get(newsroom: &Newsroom, path: &str) -> Answer {
    let url = newsroom.url(path);
    call(move |agent| Answer::of(agent.get(&url).call())).await
}

async fn send(
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

async fn token(newsroom: &Newsroom) -> String {
    let answer = send(newsroom, "POST", "/api/v1/readers", None, None).await;
    assert_eq!(answer.status, 201);
    answer.json()["token"].as_str().unwrap().to_owned()
}

/// The schemas of the document, with every unknown field refused.
fn strict(document: &Value) -> Value {
    let mut document = document.clone();
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(object) => {
                let is_plain = object.contains_key("properties") && !object.contains_key("allOf");
                if is_plain && !object.contains_key("additionalProperties") {
                    object.insert("unevaluatedProperties".into(), json!(false));
                }
                for value in object.values_mut() {
                    close(value);
                }
            }
            Value::Array(values) => values.iter_mut().for_each(close),
            _ => {}
        }
    }
    // Where shapes are joined (allOf, tagged variants), the joining schema closes them, not the parts.
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    for name in [
        "Site",
        "Section",
        "Article",
        "Author",
        "Feed",
        "FeedItem",
        "FeedExtension",
        "ItemExtension",
        "ItemRating",
        "RatingSummary",
        "Reader",
        "Problem",
    ] {
        if let Some(schema) = schemas.get_mut(name) {
            close(schema);
        }
    }
    document
}

fn validate(document: &Value, schema: &Value, instance: &Value, what: &str) {
    let mut root = strict(document);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root.as_object_mut().unwrap().extend(schema.as_object().unwrap().clone());
    let validator = jsonschema::validator_for(&root).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{} at {}", error, error.instance_path))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// An address for a path of the document.
fn filled(path: &str) -> String {
    let (id, page) = if path.contains("/language/") {
        ("vi", "1")
    } else if path.contains("/tag/") {
        ("giao-thong", "1")
    } else {
        ("thoi-su", "1")
    };
    path.replace("{slug}", SLUG).replace("{id}", id).replace("{page}", page)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_path_answers_as_the_document_says() {
    let newsroom = Newsroom::sample().await;
    let document = get(&newsroom, "/api/v1/openapi.json").await.json();
    let reader = token(&newsroom).await;
    let mut walked = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let address = filled(path);
            let body = operation.get("requestBody").map(|_| r#"{"stars":4}"#);
            let method: &'static str = match method.as_str() {
                "get" => "GET",
                "post" => "POST",
                "put" => "PUT",
                "delete" => "DELETE",
                other => panic!("{other}"),
            };
            let answer = send(&newsroom, method, &address, Some(reader.clone()), body).await;
            let status = answer.status.as_u16().to_string();
            let said = &operation["responses"][&status];
            assert!(!said.is_null(), "{method} {address} answered {status}: {}", answer.text);
            if let Some(content) = said["content"].as_object() {
                let media_type =
                    answer.header("content-type").split(';').next().unwrap().to_owned();
                let schema = &content
                    .get(&media_type)
                    .unwrap_or_else(|| panic!("{method} {address}: {media_type}"))["schema"];
                if media_type.ends_with("json") {
                    validate(&document, schema, &answer.json(), &format!("{method} {address}"));
                }
            }
            // Archive pages exist only where a list is long enough.
            assert!(
                answer.status.is_success() || path.contains("{page}") || path.contains("/tag/"),
                "{method} {address}: {status}"
            );
            walked.insert(format!("{method} {path}"));
        }
    }
    assert!(walked.len() >= 19, "{walked:?}");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test]
async fn the_committed_document_is_the_code_s() {
    let committed = std::fs::read_to_string(root().join("docs/openapi.json")).unwrap_or_default();
    let current = bantin_server::api::openapi::json().unwrap();
    assert!(committed == current, "run: cargo run -p bantin-server -- openapi > docs/openapi.json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_is_kept_changed_taken_back_and_survives_a_restart() {
    let newsroom = Newsroom::sample().await;
    let path = format!("/api/v1/ratings/{SLUG}");
    let (lan, minh) = (token(&newsroom).await, token(&newsroom).await);
    let put = async |newsroom: &Newsroom, reader: &str, stars: u8| {
        let body = json!({ "stars": stars }).to_string();
        send(newsroom, "PUT", &path, Some(reader.to_owned()), Some(&body)).await.json()
    };
    assert_eq!(put(&newsroom, &lan, 4).await["histogram"], json!([0, 0, 0, 1, 0]));
    assert_eq!(put(&newsroom, &lan, 4).await["count"], 1);
    assert_eq!(put(&newsroom, &minh, 1).await["average"], 2.5);
    assert_eq!(put(&newsroom, &lan, 5).await["histogram"], json!([1, 0, 0, 0, 1]));
    let newsroom = newsroom.restarted().await;
    let answer = send(&newsroom, "GET", &path, Some(lan.clone()), None).await.json();
    assert_eq!((&answer["mine"], &answer["count"]), (&json!(5), &json!(2)));
    let article = get(&newsroom, &format!("/api/v1/articles/{SLUG}.json")).await.json();
    assert_eq!(article["rating"]["count"], 2);
    let answer = send(&newsroom, "DELETE", &path, Some(lan), None).await.json();
    assert_eq!((&answer["mine"], &answer["count"]), (&Value::Null, &json!(1)));
    assert_eq!(newsroom.running.store().miscounted().unwrap(), Vec::<String>::new());
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_apart_and_stores_nothing() {
    let newsroom = Newsroom::sample().await;
    let path = format!("/api/v1/ratings/{SLUG}");
    let reader = token(&newsroom).await;
    let put = async |token: Option<&str>, body: &str| {
        send(&newsroom, "PUT", &path, token.map(str::to_owned), Some(body)).await
    };
    for body in ["{\"stars\":0}", "{\"stars\":6}", "{\"stars\":4.5}", "{\"stars\":-1}"] {
        put(Some(&reader), body).await.is_problem(422, "invalid-stars");
    }
    for body in
        ["", "{", "[]", "{\"stars\":\"4\"}", "{\"star\":4}", "{\"stars\":4,\"x\":1}", "null"]
    {
        put(Some(&reader), body).await.is_problem(400, "malformed-body");
    }
    assert!(
        ten_megabytes(&newsroom, &path, &reader)
            .await
            .contains("urn:bantin:problem:body-too-large")
    );
    put(None, "{\"stars\":4}").await.is_problem(401, "token-missing");
    for forged in ["x", "", &reader[1..], &format!("{reader}A")] {
        put(Some(forged), "{\"stars\":4}").await.is_problem(401, "token-invalid");
    }
    let url = newsroom.url(&path);
    let plain = call({
        let reader = reader.clone();
        move |agent| {
            Answer::of(
                agent
                    .put(&url)
                    .header("authorization", format!("Bearer {reader}"))
                    .header("content-type", "text/plain")
                    .send("{\"stars\":4}"),
            )
        }
    });
    plain.await.is_problem(415, "unsupported-media-type");
    for (method, address, status, kind) in [
        ("GET", "/api/v1/articles/khong-co.json", 404, "not-found"),
        ("GET", "/api/v1/articles/..%2F..%2Fetc%2Fpasswd.json", 400, "invalid-slug"),
        ("GET", "/api/v1/articles/%C3%A1.json", 400, "invalid-slug"),
        ("GET", "/api/v1/ratings/khong-co", 404, "not-found"),
        ("GET", "/api/v1/ratings/..%2Fx", 400, "invalid-slug"),
        ("GET", "/api/v1/lists/section/khong-co.json", 404, "not-found"),
        ("GET", "/api/v1/lists/latest/0.json", 404, "not-found"),
        ("GET", "/api/v1/lists/latest/9999.json", 404, "not-found"),
        ("GET", "/api/v1/khong-co", 404, "not-found"),
        ("DELETE", "/api/v1/site.json", 405, "method-not-allowed"),
    ] {
        send(&newsroom, method, address, None, None).await.is_problem(status, kind);
    }
    let answer = get(&newsroom, &path).await.json();
    assert_eq!(answer["count"], 0, "nothing was stored");
    newsroom.running.stop().await.unwrap();
}

/// A body of 10 MB; the server answers before all of it has arrived.
async fn ten_megabytes(newsroom: &Newsroom, path: &str, token: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(newsroom.running.address).await.unwrap();
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 10485760\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[b' '; 64 * 1024]).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_says_so() {
    let data = tempfile::tempdir().unwrap();
    let config = Config::new(data.path(), "127.0.0.1:0".parse().unwrap());
    let running = serve::start(Config { token_lifetime: Duration::ZERO, ..config }).await.unwrap();
    let newsroom = Newsroom { data, running };
    let reader = token(&newsroom).await;
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let answer = send(&newsroom, "GET", "/api/v1/ratings/a", Some(reader), None).await;
    answer.is_problem(401, "token-expired");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_counts_once_a_reader() {
    let newsroom = Newsroom::sample().await;
    let article = format!("/api/v1/articles/{SLUG}.json");
    assert_eq!(get(&newsroom, &article).await.json()["views"], 305);
    for reader in [token(&newsroom).await, token(&newsroom).await] {
        for _ in 0..3 {
            let answer = send(
                &newsroom,
                "POST",
                &format!("/api/v1/views/{SLUG}"),
                Some(reader.clone()),
                None,
            )
            .await;
            assert_eq!(answer.status, 204);
        }
    }
    assert_eq!(get(&newsroom, &article).await.json()["views"], 307);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_are_conditional_compressed_and_open_to_every_origin() {
    let newsroom = Newsroom::sample().await;
    let url = newsroom.url(&format!("/api/v1/articles/{SLUG}.json"));
    let with = async |name: &'static str, value: String| {
        let url = url.clone();
        call(move |agent| Answer::of(agent.get(&url).header(name, value).call())).await
    };
    let first = with("origin", "https://elsewhere.example".into()).await;
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = with("if-none-match", tag).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    // Brotli as it travels; this client unpacks gzip by itself.
    let packed = call({
        let url = url.clone();
        move |agent| {
            let mut response = agent.get(&url).header("accept-encoding", "br").call().unwrap();
            assert_eq!(response.headers()["content-encoding"], "br");
            response.body_mut().read_to_vec().unwrap()
        }
    })
    .await;
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut plain).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&plain).unwrap(), first.json());
    assert!(packed.len() < plain.len());
    let preflight = call({
        let url = newsroom.url(&format!("/api/v1/ratings/{SLUG}"));
        move |agent| {
            let request = ureq::http::Request::options(url)
                .header("origin", "https://elsewhere.example")
                .header("access-control-request-method", "PUT")
                .header("access-control-request-headers", "authorization,content-type")
                .body(())
                .unwrap();
            Answer::of(agent.run(request))
        }
    })
    .await;
    assert!(preflight.status.is_success());
    assert!(preflight.header("access-control-allow-methods").contains("PUT"));
    assert_eq!(preflight.header("access-control-max-age"), "86400");
    assert_eq!(preflight.header("access-control-allow-credentials"), "");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_pages_lead_from_one_to_the_next_and_hold_every_article_once() {
    let newsroom = Newsroom::sample().await;
    let mut path = "/api/v1/lists/latest.json".to_owned();
    let mut seen = BTreeSet::new();
    let total = loop {
        let feed = get(&newsroom, &path).await.json();
        for item in feed["items"].as_array().unwrap() {
            assert!(seen.insert(item["id"].to_string()), "{path}: {} stands twice", item["id"]);
        }
        match feed["next_url"].as_str() {
            Some(next) => path = format!("/api{}", next.split("/api").nth(1).unwrap()),
            None => break feed["_bantin"]["total"].as_u64().unwrap(),
        }
    };
    assert_eq!(seen.len() as u64, total);
    newsroom.running.stop().await.unwrap();
}
