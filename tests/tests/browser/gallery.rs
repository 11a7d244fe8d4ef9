//! Every component in every state, as the gallery draws it: on a phone and on a desk, of both papers, in every theme, both
//! ways. Its pictures are the ones to look at when a style has changed (`BANTIN_SHOTS`).

use std::net::TcpListener;

use bantin_gallery::Gallery;
use bantin_gallery::serving::{BASE, serve};
use bantin_tests::browser::{Browser, CLIPPED, Engine};
use bantin_tests::newsroom::root;

/// The gallery's address.
fn open() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}{BASE}", listener.local_addr().unwrap());
    std::thread::spawn(move || serve(&listener, &root()));
    address
}

/// What axe-core objects to. Landmarks are left out: a page of the gallery has many pages in it, each with its own, and
/// that a page has them right is seen on the pages themselves.
async fn objections(browser: &Browser) -> Vec<String> {
    let all: Vec<String> = serde_json::from_value(browser.axe().await).unwrap();
    all.into_iter().filter(|one| !one.starts_with("landmark-")).collect()
}

async fn clipped(browser: &Browser) -> Vec<String> {
    serde_json::from_value(browser.eval(CLIPPED).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_component_fits_and_is_accessible_in_every_state() {
    let address = open();
    let root = root();
    let sheets = Gallery::of(&root).sheets;
    let browser = Browser::open(360, 800).await;
    let mut wrong = Vec::new();
    for width in [360, 1280] {
        browser.resize(width, 900).await;
        for sheet in &sheets {
            let name = sheet.name();
            browser.go(&format!("{address}{name}")).await;
            let mut found = clipped(&browser).await;
            // One engine is enough; and a wide window has no other colours, so one theme is enough there.
            if browser.engine == Engine::Chromium && (width == 360 || sheet.theme == "day") {
                found.extend(objections(&browser).await);
            }
            wrong.extend(found.into_iter().map(|what| format!("{name}, {width}: {what}")));
            browser.shots(&format!("gallery-{width}-{}", name.trim_end_matches(".html"))).await;
        }
    }
    browser.go(&format!("{address}index.html")).await;
    wrong.extend(clipped(&browser).await);
    wrong.extend(objections(&browser).await);
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
