//! Votes, views, tokens, and bad input to them.

use std::time::Duration;

use bantin_server::api::policy::Policy;
use bantin_server::api::token::LIFETIME;
use bantin_tests::clock::Ahead;
use bantin_tests::load::id_of;
use bantin_tests::newsroom::Newsroom;
use serde_json::{Value, json};

use crate::contract::SLUG;
use crate::contract::client::{Answer, call, get, is_too_large, send, token};

const DAY: Duration = Duration::from_secs(86_400);

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
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {reader}\r\ncontent-type: application/json\r\n"
    );
    is_too_large(&newsroom, &head, 10 << 20).await;
    put(None, "{\"stars\":4}").await.is_problem(401, "token-missing");
    put(Some(""), "{\"stars\":4}").await.is_problem(401, "token-missing");
    for forged in ["x", &reader[1..], &format!("{reader}A")] {
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

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_says_so() {
    let ahead = Ahead::default();
    let newsroom = Newsroom::small_at(Policy::default(), ahead.clock()).await;
    let reader = token(&newsroom).await;
    let rating =
        async || send(&newsroom, "GET", "/api/v1/ratings/mot", Some(reader.clone()), None).await;
    // The last day of its life, and the one after.
    ahead.put_forward(LIFETIME - DAY);
    assert_eq!(rating().await.status, 200);
    ahead.put_forward(2 * DAY);
    let answer = rating().await;
    answer.is_problem(401, "token-expired");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    // It is good for another, which lives as long.
    let answer =
        send(&newsroom, "POST", "/api/v1/readers", Some(reader.clone()), None).await.json();
    let renewed = answer["token"].as_str().unwrap().to_owned();
    assert_eq!(id_of(&renewed), id_of(&reader));
    ahead.put_forward(LIFETIME - DAY);
    let answer = send(&newsroom, "GET", "/api/v1/ratings/mot", Some(renewed), None).await;
    assert_eq!(answer.status, 200);
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
    // Readings are counted in memory and written every other second.
    let started = std::time::Instant::now();
    while get(&newsroom, &article).await.json()["views"] != 307 {
        assert!(started.elapsed() < Duration::from_secs(20), "the readings were never written");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    newsroom.running.stop().await.unwrap();
}
