//! What only a browser has, in one small place. Called from effects and event handlers, which do not
//! run when a page is rendered natively. What would take many small calls is in `browser.js` (ADR 11).

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{
    Event, FocusOptions, HtmlElement, HtmlInputElement, ScrollBehavior, ScrollToOptions,
    VisibilityState,
};

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    /// Sends a call: a method, perhaps a token, perhaps a JSON body; also when the page is closed meanwhile
    /// if it `outlives_page`. Gives status, seconds of `Retry-After` or 0, body; in the place of a status 0
    /// where there was no answer and 1 where there was none in 15 seconds.
    pub async fn call(
        url: &str,
        method: &str,
        token: Option<&str>,
        body: Option<&str>,
        outlives_page: bool,
    ) -> js_sys::Array;

    /// The value under this key of the browser's storage, or of memory where the storage is blocked.
    pub fn stored(key: &str) -> Option<String>;

    /// Keeps a value. False when only memory has it, because the storage is blocked or full.
    pub fn store(key: &str, value: &str) -> bool;

    /// Drops what storage and memory have under this key.
    pub fn forget(key: &str);

    /// All keys that begin with this, a line each.
    pub fn stored_keys(prefix: &str) -> String;

    /// A number as the language writes it, with so many decimals.
    pub fn number(tag: &str, value: f64, decimals: u8) -> String;

    /// Whether the language's plural rules take the form `one` for this count.
    pub fn is_one(tag: &str, count: f64) -> bool;

    /// Year, month, day, hour, minute of a moment on the clocks of a time zone; `None` when either cannot be
    /// read.
    pub fn local_time(rfc3339: &str, time_zone: &str) -> Option<Vec<u16>>;

    /// `challenge.nonce` whose SHA-256 begins with so many zero bits; undefined where the browser has no
    /// SHA-256, as on a page that is not secure.
    pub async fn prove(challenge: &str, bits: u8) -> JsValue;
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// The path of the address bar, and what follows it (`?…#…`).
pub fn location() -> Option<(String, String)> {
    let location = web_sys::window()?.location();
    let rest = format!("{}{}", location.search().ok()?, location.hash().ok()?);
    Some((location.pathname().ok()?, rest))
}

/// The text of the element with this id.
pub fn text_of(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.text_content()
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

/// Removes every element that a CSS selector finds.
pub fn remove_all(selector: &str) {
    while let Some(element) = first(selector) {
        element.remove();
    }
}

/// The id of the element that has the focus, if it has one.
pub fn focused_id() -> Option<String> {
    Some(document()?.active_element()?.id()).filter(|id| !id.is_empty())
}

/// Unhides the element with this id.
pub fn reveal(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        // Removing an attribute of an element cannot fail.
        let _ = element.remove_attribute("hidden");
    }
}

/// Moves the focus to the element with this id without scrolling.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Of a `focusout`: whether the focus only moves from one part of the listening element to another.
pub fn stays_inside(event: &Event) -> bool {
    // Both targets are elements: the listener's own, and one that can have the focus.
    let next = event.unchecked_ref::<web_sys::FocusEvent>().related_target();
    let group = event.current_target().map(JsCast::unchecked_into::<web_sys::Node>);
    let next = next.map(JsCast::unchecked_into::<web_sys::Node>);
    next.is_some() && group.is_some_and(|group| group.contains(next.as_ref()))
}

/// The name of the key that a keyboard event is about.
pub fn key(event: &Event) -> String {
    event.unchecked_ref::<web_sys::KeyboardEvent>().key()
}

/// Whether a pointer event comes from a mouse, which can point without pressing.
pub fn is_mouse(event: &Event) -> bool {
    event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse")
}

/// Whether the reader can see the tab.
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// The device's date, as a key: days are told apart, nothing more.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{}-{}-{}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

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

/// Sets an attribute of the document's root, or takes it away.
pub fn set_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Names of ours are names.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Checks the radio that a CSS selector finds.
pub fn check(selector: &str) {
    if let Some(radio) = first(selector).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        radio.set_checked(true);
    }
}

/// Closes the open disclosure of this class; the focus, if it is inside, goes to its summary.
pub fn close(class: &str) {
    let Some(open) = first(&[".", class, "[open]"].concat()) else { return };
    let focused = document().and_then(|document| document.active_element());
    if focused.is_some_and(|focused| open.contains(Some(&focused)))
        && let Ok(Some(summary)) = open.query_selector("summary")
        && let Ok(summary) = summary.dyn_into::<HtmlElement>()
    {
        let _ = summary.focus();
    }
    let _ = open.remove_attribute("open");
}

/// Lets every picture load that waits for the reader to come near: a printer comes to all of them.
pub fn hurry_pictures() {
    while let Some(picture) = first("img[loading=lazy]") {
        if picture.set_attribute("loading", "eager").is_err() {
            break;
        }
    }
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

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Calls `f` on every event of this name that reaches the window, for as long as the page is open.
pub fn on_window<E: JsCast + 'static>(event: &str, mut f: impl FnMut(E) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            f(event);
        }
    });
    if window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_ok() {
        closure.forget();
    }
}

/// A listener on the window.
struct Listener {
    number: u32,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

thread_local! {
    /// What listens for as long as an owner lives. Leptos' own way holds the listener itself in what the
    /// owner cleans up with, which must be `Send`; that brings threads (ADR 11).
    static LISTENING: RefCell<Vec<Listener>> = const { RefCell::new(Vec::new()) };
}

/// As [`on_window`], for as long as the reactive owner lives.
pub fn on_window_while_owned(event: &'static str, f: impl FnMut(Event) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let closure = Closure::<dyn FnMut(Event)>::new(f);
    if window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_err() {
        return;
    }
    let number = LISTENING.with_borrow_mut(|all| {
        let number = all.last().map_or(0, |last| last.number + 1);
        all.push(Listener { number, event, closure });
        number
    });
    leptos::prelude::on_cleanup(move || {
        let found = LISTENING.with_borrow_mut(|all| {
            let at = all.iter().position(|known| known.number == number)?;
            Some(all.remove(at))
        });
        if let (Some(found), Some(window)) = (found, web_sys::window()) {
            let listener = found.closure.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(found.event, listener);
        }
    });
}

/// The full key that a `storage` event is about; `None` when everything was cleared.
pub fn storage_key(event: &web_sys::Event) -> Option<String> {
    event.unchecked_ref::<web_sys::StorageEvent>().key()
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

/// Calls `f` when scrolling has rested for a moment.
pub fn on_scroll_end(f: impl Fn() + Copy + 'static) {
    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
    let mut waiting: Option<TimeoutHandle> = None;
    on_window("scroll", move |_: web_sys::Event| {
        if let Some(handle) = waiting.take() {
            handle.clear();
        }
        waiting = set_timeout_with_handle(f, std::time::Duration::from_millis(150)).ok();
    });
}

/// The first `most` elements that a CSS selector finds, as far as they are on screen.
pub fn in_view(selector: &str, most: usize) -> Vec<web_sys::Element> {
    let Some(found) = document().and_then(|d| d.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    let height = window_height();
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into::<web_sys::Element>().ok())
        .take(most)
        .filter(|element| {
            let place = element.get_bounding_client_rect();
            place.bottom() > 0.0 && place.top() < height
        })
        .collect()
}

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

/// BCP 47 of the document.
pub fn lang() -> Option<String> {
    document()?.document_element()?.get_attribute("lang")
}

/// Height of the window, in CSS pixels.
fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or_default()
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

/// `https://example.org`, of the page.
pub fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

/// Tells the browser that the app restores the scroll itself.
pub fn leave_scroll_to_us() {
    if let Some(history) = history() {
        // Refused only where there is no history to scroll through.
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
}

/// Keeps the scroll position in the history's present entry.
pub fn remember_scroll() {
    if let Some(history) = history() {
        // Browsers refuse when asked too often; the next rest is soon.
        let _ = history.replace_state(&scroll_top().into(), "");
    }
}

/// The scroll position kept in the history's present entry.
pub fn remembered_scroll() -> Option<f64> {
    history()?.state().ok()?.as_f64()
}

/// Puts `href` into the address bar as a new entry of the history.
pub fn push(href: &str) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(href));
    }
}

/// From now on a panic is logged, and the element with this id, which has words and a way on, is
/// shown. What is on the page stays readable.
pub fn reveal_on_panic(id: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        leptos::logging::error!("{info}");
        reveal(id);
    }));
}
