//! What the reader does to a page besides following its links: sharing it, printing it.
//!
//! The controls stand in prerendered pages, which are not drawn again. So one listener at the window acts on all of
//! them, and tells them apart by name (`data-do`). A click from before the app was there is repeated by
//! `public/boot.js`.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::browser;

/// Listens for as long as the page is open. `announce` says what a control has done, and `act` is called for every
/// control that is not handled here.
pub fn listen(announce: impl Fn(String) + Copy + 'static, act: impl Fn(&str, &Element) + 'static) {
    browser::on_window("click", move |event: Event| {
        let Some(target) = target(&event) else { return };
        let Some(button) = target.closest("[data-do]").ok().flatten() else { return };
        match button.get_attribute("data-do").unwrap_or_default().as_str() {
            "share" => leptos::task::spawn_local(async move {
                if browser::share(&browser::text_of("headline").unwrap_or_default())
                    .await
                    .is_truthy()
                    && let Some(words) = button.get_attribute("data-done")
                {
                    button.set_text_content(Some(&words));
                    announce(words);
                }
            }),
            other => act(other, &button),
        }
    });
    browser::on_window("beforeprint", |_: Event| browser::hurry_pictures());
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
