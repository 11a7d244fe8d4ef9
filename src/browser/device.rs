//! What the browser and the device offer.

use super::document::{document, first};

/// The property of the window's navigator at this path of names.
fn of_navigator(path: &[&str]) -> Option<wasm_bindgen::JsValue> {
    let navigator = wasm_bindgen::JsValue::from(web_sys::window()?.navigator());
    path.iter()
        .try_fold(navigator, |value, name| js_sys::Reflect::get(&value, &(*name).into()).ok())
}

/// Whether a worker stands between the page and the network.
pub fn has_worker() -> bool {
    of_navigator(&["serviceWorker", "controller"]).is_some_and(|worker| worker.is_truthy())
}

/// Whether the reader asks for as few bytes as possible.
pub fn saves_data() -> bool {
    of_navigator(&["connection", "saveData"]).is_some_and(|saves| saves.is_truthy())
}

/// How a page was handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// By the system's own means, or not at all if the reader thought better of it.
    BySystem,
    /// Its address is in the clipboard.
    Copied,
    /// A letter is begun.
    ByMail,
}

/// Hands the page on: by the system's sheet, else by its address in the clipboard, else by mail.
pub async fn share() -> Shared {
    let Some(window) = web_sys::window() else { return Shared::BySystem };
    let canonical = first("link[rel=canonical]").and_then(|link| link.get_attribute("href"));
    let url = canonical.or_else(|| window.location().href().ok()).unwrap_or_default();
    let title = document().map(|document| document.title()).unwrap_or_default();
    let navigator = window.navigator();
    let has = |name: &str| of_navigator(&[name]).is_some_and(|value| !value.is_undefined());
    if has("share") {
        let data = web_sys::ShareData::new();
        data.set_title(&title);
        data.set_url(&url);
        // Refused when the reader closes the sheet.
        let _ = wasm_bindgen_futures::JsFuture::from(navigator.share_with_data(&data)).await;
        return Shared::BySystem;
    }
    if has("clipboard") {
        let written = navigator.clipboard().write_text(&url);
        if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
            return Shared::Copied;
        }
    }
    let part = |text: &str| String::from(js_sys::encode_uri_component(text));
    let letter = format!("mailto:?subject={}&body={}", part(&title), part(&url));
    let _ = window.location().set_href(&letter);
    Shared::ByMail
}
