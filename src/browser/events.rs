//! Events of the page: listening to them, and what they are about.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

#[wasm_bindgen(module = "/src/browser/events.js")]
extern "C" {
    /// How an event in a group of radios moves the choice: 0 for a key or pointer that is no arrow, 1 for an arrow, 2
    /// when the choice is made, by Enter or because the focus leaves the group. Keys that the group uses do not reach
    /// the page around it.
    pub fn of_choice(event: &web_sys::Event) -> Option<u8>;

    /// Waits until the browser has nothing else to do.
    pub async fn idle();

    /// Ends the task that runs, so that what the reader does is answered before what follows.
    pub async fn breath();

    /// Tells `public/boot.js` that the page is the app's, and removes what the page told the app.
    pub fn tell_begun();

    /// Waits until the browser has painted what has changed so far. In a tab in the background that is when it comes to
    /// the front.
    pub async fn painted();
}

/// The name of the key that a keyboard event is about.
pub fn key(event: &Event) -> String {
    event.unchecked_ref::<web_sys::KeyboardEvent>().key()
}

/// Whether a pointer event comes from a mouse, which can point without pressing.
pub fn is_mouse(event: &Event) -> bool {
    event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse")
}

/// The full key that a `storage` event is about; `None` when everything was cleared.
pub fn storage_key(event: &Event) -> Option<String> {
    event.unchecked_ref::<web_sys::StorageEvent>().key()
}

/// Calls `f` on every event of this name that reaches the window, for as long as the page is open.
pub fn on_window<E: JsCast + 'static>(event: &str, mut f: impl FnMut(E) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            f(event);
        }
    });
    if window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_ok() {
        closure.forget();
    }
}

/// A listener on the window or on an element.
struct Listener {
    target: EventTarget,
    number: u32,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

thread_local! {
    /// The listeners that live as long as their reactive owner. The owner holds only a number: its cleanup functions
    /// must be `Send`, which closures of JavaScript are not unless threads come along (ADR 11).
    static LISTENING: RefCell<Vec<Listener>> = const { RefCell::new(Vec::new()) };
}

/// As [`on_window`], for as long as the reactive owner lives.
pub fn on_window_while_owned(event: &'static str, f: impl FnMut(Event) + 'static) {
    // Natively there is none, and nothing is to ask for it.
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    if let Some(window) = web_sys::window() {
        on_while_owned(&window, event, f);
    }
}

/// Calls `f` on every event of this name at `target`, for as long as the reactive owner lives.
pub fn on_while_owned(target: &EventTarget, event: &'static str, f: impl FnMut(Event) + 'static) {
    let target = target.clone();
    let closure = Closure::<dyn FnMut(Event)>::new(f);
    if target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_err() {
        return;
    }
    let number = LISTENING.with_borrow_mut(|all| {
        let number = all.last().map_or(0, |last| last.number + 1);
        all.push(Listener { target, number, event, closure });
        number
    });
    leptos::prelude::on_cleanup(move || {
        let found = LISTENING.with_borrow_mut(|all| {
            let at = all.iter().position(|known| known.number == number)?;
            Some(all.remove(at))
        });
        if let Some(found) = found {
            let listener = found.closure.as_ref().unchecked_ref();
            let _ = found.target.remove_event_listener_with_callback(found.event, listener);
        }
    });
}

/// Calls `f` when scrolling has rested for a moment.
pub fn on_scroll_end(f: impl Fn() + Copy + 'static) {
    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
    let mut waiting: Option<TimeoutHandle> = None;
    on_window("scroll", move |_: Event| {
        if let Some(handle) = waiting.take() {
            handle.clear();
        }
        waiting = set_timeout_with_handle(f, std::time::Duration::from_millis(150)).ok();
    });
}
