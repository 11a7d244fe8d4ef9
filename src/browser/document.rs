//! The document: finding, focusing and changing what is on the page.

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

pub(super) fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Height of the window, in CSS pixels.
pub(super) fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or_default()
}

/// The text of the element with this id.
pub fn text_of(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.text_content()
}

/// BCP 47 of the document.
pub fn lang() -> Option<String> {
    document()?.document_element()?.get_attribute("lang")
}

/// Removes the element with this id, if it is there.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The first element that a CSS selector finds.
pub fn first(selector: &str) -> Option<web_sys::Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// All elements that a CSS selector finds.
pub fn all(selector: &str) -> Vec<web_sys::Element> {
    let found = document().and_then(|document| document.query_selector_all(selector).ok());
    found.map_or(Vec::new(), |found| {
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
    })
}

/// Whether the browser has boxes above a page (`<dialog>`).
pub fn has_dialogs() -> bool {
    let class = js_sys::Reflect::get(&js_sys::global(), &"HTMLDialogElement".into());
    class.is_ok_and(|class| class.is_truthy())
}

/// Whether the page is written from right to left.
pub fn is_reversed() -> bool {
    first(":root[dir=rtl]").is_some()
}

/// Removes every element that a CSS selector finds.
pub fn remove_all(selector: &str) {
    while let Some(element) = first(selector) {
        element.remove();
    }
}

/// The first `most` elements that a CSS selector finds, as far as they are on screen.
pub fn in_view(selector: &str, most: usize) -> Vec<web_sys::Element> {
    let height = window_height();
    all(selector)
        .into_iter()
        .take(most)
        .filter(|element| {
            let place = element.get_bounding_client_rect();
            place.bottom() > 0.0 && place.top() < height
        })
        .collect()
}

/// The id of the element that has the focus, if it has one.
pub fn focused_id() -> Option<String> {
    Some(focused()?.id()).filter(|id| !id.is_empty())
}

/// The element that has the focus.
pub fn focused() -> Option<web_sys::Element> {
    document()?.active_element()
}

/// Moves the focus to the element with this id without scrolling.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus_on(&element);
    }
}

/// Moves the focus to an element without scrolling.
pub fn focus_on(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Unhides the element with this id.
pub fn reveal(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        // Removing an attribute of an element cannot fail.
        let _ = element.remove_attribute("hidden");
    }
}

/// Hides the element with this id.
pub fn hide(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        // This is a valid name of an attribute, so this cannot fail.
        let _ = element.set_attribute("hidden", "");
    }
}

/// Makes a panic log its message and unhide the element with this id, which has words and a way on. The rest of the
/// page stays readable.
pub fn reveal_on_panic(id: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        leptos::logging::error!("{info}");
        reveal(id);
    }));
}

/// Sets an attribute of the document's root element; `None` removes it.
pub fn set_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // The names are valid, so this cannot fail.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Makes every picture load that waits to be scrolled near: a printer needs all of them.
pub fn hurry_pictures() {
    while let Some(picture) = first("img[loading=lazy]") {
        if picture.set_attribute("loading", "eager").is_err() {
            break;
        }
    }
}
