//! The panel in the masthead where the reader chooses how to read: a disclosure with groups of native radios. In a
//! prerendered page it does nothing until the app puts it there anew (`src/app/tools/controls.rs`).
//!
//! What unfolds is drawn when it is first unfolded: few readers do that, and all of them would wait for its sixty
//! elements above the headline.
//!
//! Accessibility: each group is a `fieldset` named by its `legend`; a choice is in force at once; Escape closes the
//! panel and gives the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::use_edition;
use crate::browser;
use crate::config::Theme;
use crate::locale::{Choices, Messages};
use crate::reader::settings::{self, SETTINGS, Setting};

#[component]
pub fn Settings() -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let theme = edition.config.theme;
    let is_drawn = RwSignal::new(false);
    let panel = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    close_from_outside(panel, summary);
    view! {
        <details
            node_ref=panel
            class="settings"
            on:toggle=move |_| {
                if !is_drawn.get_untracked() {
                    is_drawn.set(true);
                }
            }
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close(panel, summary);
                }
            }
        >
            <summary node_ref=summary title=messages.settings_title>
                // The visible "Aa" is a part of its name, so that it can be called by what is seen.
                "Aa" <span class="visually-hidden">" " {messages.settings_title}</span>
            </summary>
            <div class="settings-panel">
                {move || is_drawn.get().then(|| view! { <SettingsPanel messages theme /> })}
            </div>
        </details>
    }
    // Erases the type: nested views have nested types, and that of a whole page would be too deep for the compiler.
    .into_any()
}

/// All settings, and the way back to the usual ones.
#[component]
pub fn SettingsPanel(
    messages: &'static Messages,
    /// The operator's theme, for readers who have chosen none.
    theme: Option<Theme>,
) -> impl IntoView {
    let in_force = settings::in_force(theme).map(|place| RwSignal::new(Some(place)));
    let follow = move || {
        for (signal, place) in in_force.iter().zip(settings::in_force(theme)) {
            signal.set(Some(place));
        }
    };
    browser::on_window_while_owned("storage", move |event: Event| {
        if settings::is_about(browser::storage_key(&event).as_deref()) {
            follow();
        }
    });
    let groups = SETTINGS
        .iter()
        .zip(messages.settings)
        .zip(in_force)
        .map(|((setting, words), chosen)| {
            let on_choose = Callback::new(move |value: String| {
                settings::choose(setting, &value);
                follow();
            });
            view! { <Group setting words theme chosen on_choose /> }
        })
        .collect_view();
    view! {
        {groups}
        <button
            type="button"
            class="link-button"
            on:click=move |_| {
                settings::reset(theme);
                follow();
            }
        >
            {messages.settings_reset}
        </button>
    }
}

/// A click anywhere else closes the panel.
fn close_from_outside(panel: NodeRef<html::Details>, summary: NodeRef<html::Summary>) {
    browser::on_window_while_owned("click", move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_inside = panel
            .get_untracked()
            .is_some_and(|panel| panel.contains(target.as_ref().map(AsRef::as_ref)));
        if !is_inside {
            close(panel, summary);
        }
    });
}

/// Closes the panel; the focus, if it is inside, goes to its summary.
fn close(panel: NodeRef<html::Details>, summary: NodeRef<html::Summary>) {
    let Some((panel, summary)) = panel.get_untracked().zip(summary.get_untracked()) else { return };
    let focused = browser::focused();
    if panel.open() && panel.contains(focused.as_ref().map(AsRef::as_ref)) {
        browser::focus_on(&summary);
    }
    panel.set_open(false);
}

/// One setting: a radio for each of its values.
#[component]
fn Group(
    setting: &'static Setting,
    words: Choices,
    /// The operator's theme, for readers who have chosen none.
    theme: Option<Theme>,
    /// Which value is in force.
    chosen: RwSignal<Option<usize>>,
    /// Told the value that the reader chooses.
    on_choose: Callback<String>,
) -> impl IntoView {
    let usual = settings::usual(setting, theme);
    let choice = |(place, (value, label)): (usize, (&&'static str, &'static str))| {
        view! {
            <label>
                <input
                    type="radio"
                    name=setting.name
                    value=*value
                    checked=usual == place
                    prop:checked=move || chosen.get() == Some(place)
                />
                <span>{label}</span>
            </label>
        }
    };
    let choices = setting.values.iter().zip(words.choices()).enumerate().map(choice).collect_view();
    view! {
        <fieldset class="settings-group" on:change=move |event| on_choose.run(event_target_value(&event))>
            <legend>{words.heading()}</legend>
            <div class="settings-choices">{choices}</div>
        </fieldset>
    }
}
