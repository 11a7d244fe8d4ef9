//! Where the reader chooses how to read: a disclosure in the masthead, with groups of native radios. What they do
//! is in [`crate::gestures`], for they stand in prerendered pages as well.
//!
//! Accessibility: each group is a `fieldset` named by its `legend`; a choice holds at once; Escape closes the
//! panel and gives the focus back.

use super::Edition;
use super::element::{Element, el};
use crate::config::Theme;
use crate::locale::Choices;
use crate::reader::settings::{SETTINGS, Setting};

/// Class of the disclosure.
pub const PANEL: &str = "settings";

pub fn settings(edition: &Edition) -> Element {
    let messages = edition.messages();
    let groups: Vec<_> = SETTINGS
        .iter()
        .zip(&messages.settings)
        .map(|(setting, words)| group(setting, words, edition.config.theme))
        .collect();
    let reset = el("button")
        .attr("type", "button")
        .class("link-button")
        .attr("data-do", "reset")
        .child(messages.settings_reset);
    // Named by what is to be seen of it, too.
    let title = el("span").class("visually-hidden").child(" ").child(messages.settings_title);
    let summary = el("summary").attr("title", messages.settings_title).child("Aa").child(title);
    el("details")
        .class(PANEL)
        .child(summary)
        .child(el("div").class("settings-panel").child(groups).child(reset))
}

fn group(setting: &Setting, words: &Choices, theme: Option<Theme>) -> Element {
    let own = theme.map(Theme::name).filter(|_| setting.name == "theme");
    let usual = own.or(setting.values.get(setting.usual).copied());
    let choices: Vec<_> = setting
        .values
        .iter()
        .zip(words.choices)
        .map(|(value, label)| {
            let radio = el("input")
                .attr("type", "radio")
                .attr("name", setting.name)
                .attr("value", value)
                .attr_if("checked", (usual == Some(*value)).then_some(""));
            el("label").child(radio).child(el("span").child(*label))
        })
        .collect();
    el("fieldset")
        .class("settings-group")
        .child(el("legend").child(words.heading))
        .child(el("div").class("settings-choices").child(choices))
}
