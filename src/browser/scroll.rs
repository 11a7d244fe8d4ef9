//! How far the page is scrolled.

use web_sys::{ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollToOptions};

use super::document::{document, first, window_height};
use super::visit::history;

/// How far the page is scrolled, in CSS pixels.
pub fn scroll_top() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Scrolls to `top` at once.
pub fn scroll_to(top: f64) {
    if let Some(window) = web_sys::window() {
        let options = ScrollToOptions::new();
        options.set_top(top);
        options.set_behavior(ScrollBehavior::Instant);
        window.scroll_to_with_scroll_to_options(&options);
    }
}

/// Scrolls to the element that the address' `#…` names; false when there is none.
pub fn scroll_to_hash(hash: &str) -> bool {
    let id = hash.rsplit_once('#').map_or("", |(_, id)| id);
    let element = (!id.is_empty()).then(|| document()?.get_element_by_id(id)).flatten();
    element.inspect(|element| element.scroll_into_view()).is_some()
}

/// How much of the element that a CSS selector finds has been scrolled into view, in thousandths.
pub fn share_read(selector: &str) -> Option<u32> {
    let place = first(selector)?.get_bounding_client_rect();
    let share = (window_height() - place.top()) / place.height().max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped just before"
    )]
    let thousandths = (share.clamp(0.0, 1.0) * 1000.0) as u32;
    Some(thousandths)
}

/// Scrolls so that as many thousandths of the element have been in view.
pub fn scroll_to_share(selector: &str, thousandths: u32) {
    if let Some(element) = first(selector) {
        let place = element.get_bounding_client_rect();
        let share = f64::from(thousandths) / 1000.0;
        scroll_to(scroll_top() + place.top() + share * place.height() - window_height());
    }
}

/// Scrolls the boxes around `element` just so far that all of it is seen.
pub fn scroll_to_nearest(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Tells the browser that the app restores the scroll itself.
pub fn leave_scroll_to_us() {
    if let Some(history) = history() {
        // Refused only where there is no history.
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
}

/// Keeps the scroll position in the history's present entry.
pub fn remember_scroll() {
    if let Some(history) = history() {
        // Browsers refuse when asked too often; the scroll is noted again when it next rests.
        let _ = history.replace_state(&scroll_top().into(), "");
    }
}

/// The scroll position kept in the history's present entry.
pub fn remembered_scroll() -> Option<f64> {
    history()?.state().ok()?.as_f64()
}
