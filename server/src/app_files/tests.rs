use axum::body::{Body, to_bytes};
use tower::ServiceExt;

use super::*;
use crate::api::policy::Policy;
use crate::clock::Clock;
use crate::ledger::embedded::Embedded;
use crate::store::Store;

const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
    <link href=/style-0123456789abcdef.css rel=stylesheet>\
    <script id=bantin-config type=application/json>{}</script></head><body>\
    <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div></body></html>";

/// What is answered at `path`: status, policy, text.
async fn get(path: &str) -> (u16, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("app");
    std::fs::create_dir_all(app.join("embed")).unwrap();
    std::fs::write(app.join("index.html"), INDEX).unwrap();
    let store = Arc::new(Store::create(&folder.path().join("test.sqlite")).unwrap());
    let ledger = Arc::new(Embedded::new(Arc::clone(&store)));
    let (policy, clock) = (Policy::default(), Clock::default());
    let api = Arc::new(Api::new(store, ledger, policy, clock, None).await.unwrap());
    let router = router(api, Some(&app), folder.path(), folder.path()).unwrap();
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
    let policy = policy.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, policy, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_too_long_for_a_file_is_nowhere() {
    let (long, packed) = ("a".repeat(256), "%61".repeat(256));
    for path in [
        format!("/{long}"),
        format!("/{packed}"),
        format!("/articles/{long}/"),
        format!("/media/{long}.jpg"),
        format!("/embed/{long}/x.js"),
        format!("/{}", "a/".repeat(1500)),
    ] {
        let (status, _, _) = get(&path).await;
        assert_eq!(status, 404, "{path}");
    }
    assert!(get(&format!("/articles/{long}/")).await.2.contains("<html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_of_no_article_that_could_be_says_so() {
    for path in ["/embed/rating/%3Cx%3E/", "/embed/related/", "/embed/latest/A/B/"] {
        let (status, policy, text) = get(path).await;
        assert_eq!(status, 404, "{path}");
        assert!(policy.contains("frame-ancestors *"), "{path}: {policy}");
        assert!(text.contains("Không tìm thấy"), "{path}: {text}");
        assert!(text.contains("<a href=\"/\">"), "{path}: {text}");
        assert!(!text.contains("<x>"), "{path}: {text}");
    }
}
