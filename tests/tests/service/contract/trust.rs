//! What keeps a vote in order, one caller from being many, and the service in view.

use std::time::Duration;

use bantin_server::api::policy::Policy;
use bantin_tests::newsroom::Newsroom;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::contract::client::{Answer, call, get, send, token};

const RATING: &str = "/api/v1/ratings/mot";

async fn put(newsroom: &Newsroom, reader: &str, stars: u8, order: Value) -> Answer {
    let mut body = json!({ "stars": stars });
    let fields = body.as_object_mut().unwrap();
    fields.extend(order.as_object().cloned().unwrap_or_default());
    send(newsroom, "PUT", RATING, Some(reader.to_owned()), Some(&body.to_string())).await
}

/// A new reader who comes through these proxies.
async fn forwarded(newsroom: &Newsroom, addresses: &str) -> Answer {
    let (url, addresses) = (newsroom.url("/api/v1/readers"), addresses.to_owned());
    call(move |agent| {
        Answer::of(agent.post(&url).header("x-forwarded-for", addresses).send_empty())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_that_comes_late_changes_nothing() {
    let newsroom = Newsroom::small(Policy::default()).await;
    let reader = token(&newsroom).await;
    let answer = put(&newsroom, &reader, 4, json!({ "sequence": 2000, "waited": 3 })).await.json();
    assert_eq!((&answer["mine"], &answer["sequence"]), (&json!(4), &json!(2000)));
    let late = put(&newsroom, &reader, 1, json!({ "sequence": 1000 })).await.json();
    assert_eq!((&late["mine"], &late["sequence"]), (&json!(4), &json!(2000)));
    let path = format!("{RATING}?sequence=3000");
    let cleared = send(&newsroom, "DELETE", &path, Some(reader.clone()), None).await.json();
    assert_eq!((&cleared["mine"], &cleared["sequence"]), (&Value::Null, &json!(3000)));
    let late = put(&newsroom, &reader, 4, json!({ "sequence": 2000 })).await.json();
    assert_eq!((&late["mine"], &late["count"]), (&Value::Null, &json!(0)));
    for bad in [json!(0), json!(-1), json!(9_007_199_254_740_992_u64), json!("x"), json!(1.5)] {
        let answer = put(&newsroom, &reader, 4, json!({ "sequence": bad })).await;
        answer.is_problem(400, "malformed-body");
        let path = format!("{RATING}?sequence={}", bad.to_string().trim_matches('"'));
        let answer = send(&newsroom, "DELETE", &path, Some(reader.clone()), None).await;
        answer.is_problem(400, "invalid-query");
    }
    // After the last place there is none: a vote that names none shares it, and is exact in every browser.
    let last = json!(9_007_199_254_740_991_u64);
    for stars in [3, 5] {
        put(&newsroom, &reader, stars, json!({ "sequence": last })).await;
        let next = put(&newsroom, &reader, stars - 1, json!({})).await.json();
        assert_eq!((&next["mine"], &next["sequence"]), (&json!(stars - 1), &last));
    }
    // Whoever asks without a token is told nobody's place.
    assert_eq!(get(&newsroom, RATING).await.json().get("sequence"), None);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_taken_however_its_scheme_is_written() {
    let newsroom = Newsroom::small(Policy::default()).await;
    let reader = token(&newsroom).await;
    let rated = async |authorization: String| {
        let url = newsroom.url(RATING);
        call(move |agent| {
            let request = agent.put(&url).header("content-type", "application/json");
            Answer::of(request.header("authorization", authorization).send("{\"stars\":4}"))
        })
        .await
    };
    for scheme in ["Bearer", "bearer", "BEARER"] {
        assert_eq!(rated(format!("{scheme} {reader}")).await.status, 200, "{scheme}");
    }
    for none in ["", "Bearer", "Basic bGFuOmxhbg=="] {
        rated(none.to_owned()).await.is_problem(401, "token-missing");
    }
    // Where none is needed, an empty header is no mistake.
    let url = newsroom.url(RATING);
    let read = call(move |agent| Answer::of(agent.get(&url).header("authorization", "").call()));
    assert_eq!(read.await.status, 200);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_weighs_few_votes_little() {
    let policy = Policy { prior: 3.0, weight: 4.0, ..Policy::default() };
    let newsroom = Newsroom::small(policy).await;
    assert_eq!(get(&newsroom, RATING).await.json()["score"], 3.0);
    let reader = token(&newsroom).await;
    assert_eq!(put(&newsroom, &reader, 5, json!({})).await.json()["score"], 3.4);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_hold_for_one_network_and_one_reader() {
    let policy = Policy {
        new_readers: 3,
        own_votes: 2,
        votes: 5,
        trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Policy::default()
    };
    let newsroom = Newsroom::small(policy).await;
    let readers = [token(&newsroom).await, token(&newsroom).await, token(&newsroom).await];
    let refused = send(&newsroom, "POST", "/api/v1/readers", None, None).await;
    refused.is_problem(429, "too-many-requests");
    assert_eq!(refused.header("retry-after"), "1200");
    // From another network it goes on; what the caller wrote before the proxy did is not believed.
    assert_eq!(forwarded(&newsroom, "203.0.113.9").await.status, 201);
    for _ in 0..2 {
        assert_eq!(forwarded(&newsroom, "198.51.100.7, 203.0.113.9").await.status, 201);
    }
    forwarded(&newsroom, "198.51.100.8, 203.0.113.9").await.is_problem(429, "too-many-requests");
    // A token of this service is renewed without counting.
    let renewed = send(&newsroom, "POST", "/api/v1/readers", Some(readers[0].clone()), None).await;
    assert_eq!(renewed.status, 201);
    let renewed = renewed.json()["token"].as_str().unwrap().to_owned();

    assert_eq!(put(&newsroom, &readers[0], 4, json!({})).await.status, 200);
    assert_eq!(
        put(&newsroom, &renewed, 5, json!({})).await.json()["count"],
        1,
        "it is the same reader"
    );
    put(&newsroom, &renewed, 1, json!({})).await.is_problem(403, "limit-reached");
    assert_eq!(put(&newsroom, &readers[1], 4, json!({})).await.status, 200);
    assert_eq!(put(&newsroom, &readers[2], 4, json!({})).await.status, 200);
    put(&newsroom, &readers[2], 4, json!({})).await.is_problem(429, "too-many-requests");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_address_of_a_stranger_is_ignored() {
    let newsroom = Newsroom::small(Policy { new_readers: 2, ..Policy::default() }).await;
    for address in ["203.0.113.1", "203.0.113.2"] {
        assert_eq!(forwarded(&newsroom, address).await.status, 201);
    }
    forwarded(&newsroom, "203.0.113.3").await.is_problem(429, "too-many-requests");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_reader_may_have_to_prove_work() {
    let newsroom = Newsroom::small(Policy { proof_bits: 8, ..Policy::default() }).await;
    let asked = send(&newsroom, "POST", "/api/v1/readers", None, None).await;
    asked.is_problem(428, "proof-required");
    let challenge = asked.json()["proof"]["challenge"].as_str().unwrap().to_owned();
    assert_eq!(asked.json()["proof"]["bits"], 8);
    let proof = (0u64..)
        .map(|nonce| format!("{challenge}.{nonce}"))
        .find(|answer| Sha256::digest(answer)[0] == 0)
        .unwrap();
    let path = format!("/api/v1/readers?proof={proof}");
    let reader = send(&newsroom, "POST", &path, None, None).await;
    assert_eq!(reader.status, 201);
    send(&newsroom, "POST", &path, None, None).await.is_problem(428, "proof-required");
    // Who is a reader already needs no proof.
    let known = reader.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(send(&newsroom, "POST", "/api/v1/readers", Some(known), None).await.status, 201);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_follows_what_the_newsroom_decides() {
    let newsroom = Newsroom::small(Policy::default()).await;
    let ledger = newsroom.running.ledger();
    let (lan, minh) = (token(&newsroom).await, token(&newsroom).await);
    assert_eq!(put(&newsroom, &lan, 4, json!({})).await.status, 200);
    assert_eq!(put(&newsroom, &minh, 2, json!({})).await.status, 200);

    let slug = bantin_model::Slug::new("mot").unwrap();
    bantin_server::ratings::set_closed(ledger, &slug, true).await.unwrap();
    put(&newsroom, &lan, 5, json!({})).await.is_problem(409, "rating-closed");
    assert_eq!(get(&newsroom, RATING).await.json()["closed"], true);
    bantin_server::ratings::set_closed(ledger, &slug, false).await.unwrap();

    let votes = ledger.votes_of(&slug, None).await.unwrap();
    let id = &votes.iter().find(|vote| vote.stars == Some(2)).unwrap().reader;
    bantin_server::ratings::revoke(ledger, id, true).await.unwrap();
    put(&newsroom, &minh, 1, json!({})).await.is_problem(403, "token-revoked");
    let renewal = send(&newsroom, "POST", "/api/v1/readers", Some(minh), None).await;
    renewal.is_problem(403, "token-revoked");
    assert_eq!(get(&newsroom, RATING).await.json()["histogram"], json!([0, 0, 0, 1, 0]));

    // A new key signs; tokens of the old one are taken until it is dropped.
    bantin_server::ratings::rotate_key(ledger, false).await.unwrap();
    assert_eq!(put(&newsroom, &lan, 3, json!({})).await.status, 200);
    bantin_server::ratings::rotate_key(ledger, true).await.unwrap();
    let started = std::time::Instant::now();
    while put(&newsroom, &lan, 3, json!({})).await.status != 401 {
        assert!(started.elapsed() < Duration::from_secs(20), "the old key is still taken");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_counts_what_it_does() {
    let newsroom = Newsroom::small(Policy::default()).await;
    let reader = token(&newsroom).await;
    put(&newsroom, &reader, 4, json!({ "sequence": 1, "waited": 70 })).await;
    put(&newsroom, &reader, 6, json!({})).await.is_problem(422, "invalid-stars");
    let answer = get(&newsroom, "/metrics").await;
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    for line in [
        "bantin_votes_total{what=\"set\"} 1",
        "bantin_refusals_total{kind=\"invalid-stars\"} 1",
        "bantin_requests_total{method=\"PUT\",path=\"/api/v1/ratings/{slug}\",status=\"200\"} 1",
        "bantin_request_seconds_count{method=\"POST\",path=\"/api/v1/readers\"} 1",
        "bantin_outbox_wait_seconds_bucket{le=\"30.0\"} 0",
        "bantin_outbox_wait_seconds_bucket{le=\"120.0\"} 1",
        "bantin_store_errors_total 0",
    ] {
        assert!(answer.text.contains(line), "{line}\n{}", answer.text);
    }
    assert!(!answer.text.contains("mot"), "nothing in it is about one article or reader");
    newsroom.running.stop().await.unwrap();
}
