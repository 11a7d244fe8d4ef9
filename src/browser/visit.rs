//! The address, the history, the clock.

use web_sys::VisibilityState;

use super::document::document;

/// The path of the address bar, and what follows it (`?…#…`).
pub fn location() -> Option<(String, String)> {
    let location = web_sys::window()?.location();
    let rest = location.search().ok()? + &hash()?;
    Some((location.pathname().ok()?, rest))
}

/// `#…` of the address bar; empty where it has none.
pub fn hash() -> Option<String> {
    web_sys::window()?.location().hash().ok()
}

/// `https://example.org`, of the page.
pub fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

pub(super) fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

/// Puts `href` into the address bar as a new entry of the history. Browsers refuse that when it was done too often in a
/// short time: then the browser loads the page, and this answers false.
pub fn push(href: &str) -> bool {
    let Some(history) = history() else { return false };
    let is_pushed =
        history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(href)).is_ok();
    if !is_pushed {
        go_to(href);
    }
    is_pushed
}

/// Lets the browser load the page at `href`; where it leads nowhere, the page in view stays.
pub fn go_to(href: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(href);
    }
}

/// Goes back by one entry of the history.
pub fn go_back() {
    if let Some(history) = history() {
        // Refused only where there is no history.
        let _ = history.back();
    }
}

/// Puts `href` in the place of the address in the address bar. Where browsers refuse, the old address stays.
pub fn replace(href: &str) {
    if let Some(history) = history() {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(href));
    }
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Whether the reader can see the tab.
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// The device's date as text, only for telling days apart.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{}-{}-{}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Milliseconds of the device's clock.
pub fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped by the cast"
    )]
    let now = js_sys::Date::now() as u64;
    now
}

/// A random number below `end`; not for secrets.
pub fn random_below(end: u64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "below end, which is small"
    )]
    let number = (js_sys::Math::random() * end as f64) as u64;
    number
}
