//! The read tree: conditional, compressed, open, whole.

use std::collections::BTreeSet;

use bantin_tests::newsroom::Newsroom;
use serde_json::Value;

use crate::contract::SLUG;
use crate::contract::client::{Answer, call, get};

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
    assert!(first.header("access-control-expose-headers").contains("retry-after"));
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
    // Only the list itself says how many there are: an archive page never changes.
    let total = get(&newsroom, &path).await.json()["_bantin"]["total"].as_u64().unwrap();
    loop {
        let feed = get(&newsroom, &path).await.json();
        for item in feed["items"].as_array().unwrap() {
            assert!(seen.insert(item["id"].to_string()), "{path}: {} stands twice", item["id"]);
        }
        match feed["next_url"].as_str() {
            Some(next) => path = format!("/api{}", next.split("/api").nth(1).unwrap()),
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, total);
    newsroom.running.stop().await.unwrap();
}
