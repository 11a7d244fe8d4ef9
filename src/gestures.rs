//! What the reader does to a page besides following its links: choosing how to read it, handing it on, printing it.
//!
//! The controls stand in prerendered pages, which are not drawn again, so the gestures are listened to at the window
//! and found by name (`data-do`). A gesture made before the app was there is made again by `public/boot.js`.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::browser;
use crate::components::settings::PANEL;
use crate::config::Theme;
use crate::reader::settings;

/// Listens for as long as the page is open; `theme` is the operator's. `announce` says what came of it.
/// `act` is told of every other control that was used.
pub fn listen(
    theme: Option<Theme>,
    announce: impl Fn(String) + Copy + 'static,
    act: impl Fn(&str, &Element) + 'static,
) {
    settings::apply(theme);
    browser::on_window("change", |event: Event| {
        if let Some(input) = of_settings(&event).and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
        {
            settings::choose(&input.name(), &input.value());
        }
    });
    browser::on_window("click", move |event: Event| {
        let Some(target) = target(&event) else { return };
        match of_settings(&event) {
            None => browser::close(PANEL),
            // Not on a click on a radio, which is about to change.
            Some(part) if part.local_name() == "summary" => settings::show(theme),
            Some(_) => {}
        }
        let Some(button) = target.closest("[data-do]").ok().flatten() else { return };
        match button.get_attribute("data-do").unwrap_or_default().as_str() {
            "reset" => settings::reset(theme),
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
    browser::on_window("keydown", |event: Event| {
        if browser::key(&event) == "Escape" && of_settings(&event).is_some() {
            browser::close(PANEL);
        }
    });
    browser::on_window("storage", move |event: Event| {
        if settings::is_about(browser::storage_key(&event).as_deref()) {
            settings::apply(theme);
        }
    });
    browser::on_window("beforeprint", |_: Event| browser::hurry_pictures());
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// What the event is about, when that is part of the settings.
fn of_settings(event: &Event) -> Option<Element> {
    let target = target(event)?;
    target.closest(&[".", PANEL].concat()).ok().flatten()?;
    Some(target)
}
