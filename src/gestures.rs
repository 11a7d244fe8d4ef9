//! What the reader does to a page besides following its links: choosing how to read it, sharing it, printing it.
//!
//! The controls stand in prerendered pages, which are not drawn again. So one listener at the window acts on all of
//! them, and tells them apart by name (`data-do`). A click from before the app was there is repeated by
//! `public/boot.js`.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::browser;
use crate::components::settings::PANEL;
use crate::config::Theme;
use crate::reader::settings;

/// Listens for as long as the page is open. `theme` is the operator's, `announce` says what a control has done, and
/// `act` is called for every control that is not handled here.
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
            // Not for a click on a radio, whose value is only about to change.
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

/// The element of the settings that an event is about; `None` for events elsewhere.
fn of_settings(event: &Event) -> Option<Element> {
    let target = target(event)?;
    target.closest(&[".", PANEL].concat()).ok().flatten()?;
    Some(target)
}
