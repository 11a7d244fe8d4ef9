//! What travels while a page is loaded.

use std::collections::BTreeMap;

use serde_json::Value;

/// Bytes as they travel, by kind.
pub type Bytes = BTreeMap<String, u64>;

/// Bytes by kind: whose answers were whole before the largest paint, and all.
pub fn of(events: &[Value], origin: f64, lcp: f64) -> (Bytes, Bytes) {
    let (mut before, mut all) = (Bytes::new(), Bytes::new());
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    // DevTools' clock is another than the page's; the page's own request ties them together.
    let mut offset = None;
    for event in events {
        let message = &event["message"];
        let params = &message["params"];
        let id = params["requestId"].as_str().unwrap_or_default().to_owned();
        match message["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                let wall = params["wallTime"].as_f64().unwrap_or_default() * 1000.0;
                let clock = params["timestamp"].as_f64().unwrap_or_default() * 1000.0;
                offset.get_or_insert(wall - clock);
            }
            "Network.responseReceived" => {
                let kind = match params["response"]["mimeType"].as_str().unwrap_or_default() {
                    "application/wasm" => "wasm",
                    "text/css" => "css",
                    kind if kind.contains("html") => "html",
                    kind if kind.contains("javascript") => "js",
                    kind if kind.starts_with("image/") => "image",
                    _ => "other",
                };
                kinds.insert(id, kind.to_owned());
            }
            "Network.loadingFinished" => {
                let kind = kinds.get(&id).cloned().unwrap_or_else(|| "other".to_owned());
                let size = params["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                let clock = params["timestamp"].as_f64().unwrap_or_default() * 1000.0;
                *all.entry(kind.clone()).or_default() += size;
                if clock + offset.unwrap_or_default() - origin <= lcp {
                    *before.entry(kind).or_default() += size;
                }
            }
            _ => {}
        }
    }
    (before, all)
}
