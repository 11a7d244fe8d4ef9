//! The contract over HTTP: every path and method of the OpenAPI document is walked, and every answer
//! held against its schema, unknown fields refused.

mod client;
mod hooks;
mod live;
mod reads;
mod schema;
mod trust;

use std::collections::BTreeSet;

use bantin_tests::newsroom::{Newsroom, root};
use client::{get, send, token};
use schema::{filled, validate};

/// An article of the sample newsroom.
const SLUG: &str = "le-ra-quan-lam-sach-pho-co-ben-dinh";

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
            // Archive pages exist only where a list is long enough, and the sample follows no source.
            let may_miss = ["{page}", "/tag/", "{source}"].iter().any(|part| path.contains(part));
            assert!(answer.status.is_success() || may_miss, "{method} {address}: {status}");
            walked.insert(format!("{method} {path}"));
        }
    }
    assert!(walked.len() >= 24, "{walked:?}");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test]
async fn the_committed_document_is_the_code_s() {
    let committed = std::fs::read_to_string(root().join("docs/openapi.json")).unwrap_or_default();
    let current = bantin_server::api::openapi::json().unwrap();
    assert!(committed == current, "run: cargo run -p bantin-server -- openapi > docs/openapi.json");
}
