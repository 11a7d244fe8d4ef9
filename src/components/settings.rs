//! The panel in the masthead where the reader chooses how to read: a disclosure with groups of native radios.
//! [`crate::gestures`] acts on them, since they stand in prerendered pages as well.
//!
//! Accessibility: each group is a `fieldset` named by its `legend`; a choice is in force at once; Escape closes the
//! panel and gives the focus back.

use leptos::prelude::*;

use super::use_edition;
use crate::config::Theme;
use crate::locale::Choices;
use crate::reader::settings::{SETTINGS, Setting};

/// Class of the disclosure.
pub const PANEL: &str = "settings";

#[component]
pub fn Settings() -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let theme = edition.config.theme;
    let groups = SETTINGS
        .iter()
        .zip(messages.settings)
        .map(|(setting, words)| view! { <Group setting words theme /> })
        .collect_view();
    view! {
        <details class=PANEL>
            <summary title=messages.settings_title>
                // The visible "Aa" is a part of its name, so that it can be called by what is seen.
                "Aa" <span class="visually-hidden">" " {messages.settings_title}</span>
            </summary>
            <div class="settings-panel">
                {groups}
                <button type="button" data-do="reset" class="link-button">
                    {messages.settings_reset}
                </button>
            </div>
        </details>
    }
    // Erases the type: nested views have nested types, and that of a whole page would be too deep for the compiler.
    .into_any()
}

/// One setting: a radio for each of its values.
#[component]
fn Group(
    setting: &'static Setting,
    words: Choices,
    /// The operator's theme, for readers who have chosen none.
    theme: Option<Theme>,
) -> impl IntoView {
    let own = theme.map(Theme::name).filter(|_| setting.name == "theme");
    let usual = own.or(setting.values.get(setting.usual).copied());
    let choice = |(value, label): (&&'static str, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=setting.name
                    value=*value
                    checked=usual == Some(*value)
                />
                <span>{label}</span>
            </label>
        }
    };
    let choices = setting.values.iter().zip(words.choices()).map(choice).collect_view();
    view! {
        <fieldset class="settings-group">
            <legend>{words.heading()}</legend>
            <div class="settings-choices">{choices}</div>
        </fieldset>
    }
}
