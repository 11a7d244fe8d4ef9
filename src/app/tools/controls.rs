//! The controls of a prerendered page: the settings, the buttons of its article. They stand in it as HTML that does
//! nothing yet, and become live components when nothing else waits, or when the reader first reaches for one. Pages that
//! the app draws have them live from the start.
//!
//! What was pressed before the third piece came is done when it is there. A panel that is unfolded stays so, and gets its
//! settings.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::super::App;
use super::super::island::Island;
use super::super::pieces::DEADLINE;
use super::super::reading_lists::{InView, in_view};
use crate::browser;
use crate::components::settings::Settings;
use crate::components::tools::{Tools, ToolsProps};

const SETTINGS: &str = ".settings";
const BUTTONS: &str = ".article-tools";
/// What unfolds the settings, where they are unfolded.
const UNFOLDED: &str = ".settings[open] > summary";
/// Those that the reader has reached for before the app was there.
const REACHED: &str = ".settings[open], :is(.settings, .article-tools):focus-within";

/// A prerendered page whose controls do nothing yet.
#[derive(Default)]
pub struct Bare {
    /// The controls that the reader has pressed, in that order.
    pressed: Vec<HtmlElement>,
    /// Whether a finger or a button is down on one of them: what it stands on must not be taken away.
    is_down: bool,
    /// Whether the page says that the components did not arrive.
    has_failed: bool,
}

impl App {
    /// Makes the controls of the page that was taken over work once the reader reaches for one, if they do not before.
    pub(in crate::app) fn equip_when_wanted(self) {
        self.bare.set_value(Some(Bare::default()));
        for event in ["pointerdown", "pointerup", "pointercancel", "focusin", "click"] {
            browser::on_window(event, move |event: Event| self.note_reaching(&event));
        }
        if let Some(summary) = browser::first(UNFOLDED).and_then(|one| one.dyn_into().ok()) {
            self.note_pressed(summary);
        }
        if browser::first(REACHED).is_some() || self.is_saved.get_untracked() {
            self.fetch_tools();
        }
    }

    fn note_reaching(self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let closest = |selector: &str| target.as_ref()?.closest(selector).ok().flatten();
        let is_inside = closest(&[SETTINGS, BUTTONS].join(",")).is_some();
        let is_wanted = self.bare.try_update_value(|bare| {
            let Some(bare) = bare else { return false };
            let was_down = bare.is_down;
            match &*event.type_() {
                "pointerdown" => bare.is_down = is_inside,
                // Also where the finger has moved on, and nothing is pressed.
                "pointerup" | "pointercancel" | "click" => bare.is_down = false,
                _ => {}
            }
            is_inside || was_down
        });
        if is_inside && event.type_() == "click" {
            let control = closest("button, summary").and_then(|one| one.dyn_into().ok());
            if let Some(control) = control {
                self.note_pressed(control);
            }
        }
        if is_wanted == Some(true) {
            // The browser first does with the event what it does by itself.
            set_timeout(move || self.fetch_tools(), Duration::ZERO);
        }
    }

    /// Keeps what the reader has pressed until it can be done, or until they are told that it cannot.
    fn note_pressed(self, control: HtmlElement) {
        self.bare.update_value(|bare| {
            let Some(bare) = bare else { return };
            // Who presses again while they wait wants the same once.
            bare.pressed.retain(|pressed| *pressed != control);
            bare.pressed.push(control.clone());
            set_timeout(move || self.say_what_is_missing(Some(&control)), DEADLINE);
        });
    }

    /// The third piece did not arrive, or not in time for what was pressed `late`. Who has pressed something is told so, and
    /// will not wait for it.
    pub(super) fn say_what_is_missing(self, late: Option<&HtmlElement>) {
        let is_told = self.bare.try_update_value(|bare| {
            let Some(bare) = bare else { return false };
            let before = bare.pressed.len();
            bare.pressed.retain(|pressed| late.is_some_and(|late| pressed != late));
            let is_told = bare.pressed.len() < before;
            bare.has_failed |= is_told;
            is_told
        });
        if is_told == Some(true) {
            browser::reveal("failed");
        }
    }

    /// Puts live components in the place of the page's own controls, and does what was pressed meanwhile.
    pub(super) fn equip(self) {
        self.tell_clocks();
        let bare = self.bare.try_update_value(|bare| bare.take_if(|bare| !bare.is_down));
        let Some(Bare { pressed, has_failed, .. }) = bare.flatten() else { return };
        if has_failed {
            browser::hide("failed");
        }
        // First the buttons: to press one closes a panel that is live, as a press anywhere outside of it does.
        let buttons = in_view().and_then(|InView { title, lang, .. }| {
            self.put_in_place(BUTTONS, &pressed, || Tools(ToolsProps { title, lang }))
        });
        let settings = self.put_in_place(SETTINGS, &pressed, Settings);
        self.islands.update_value(|islands| {
            islands.controls = settings.into_iter().chain(buttons).collect();
        });
    }

    /// Puts a component in the place of the first element that a CSS selector finds, which looks the same. What is
    /// unfolded stays so, the focus stays where it is, and what was `pressed` there is pressed again.
    fn put_in_place<V: IntoView>(
        self,
        place: &str,
        pressed: &[HtmlElement],
        draw: impl FnOnce() -> V,
    ) -> Option<Island>
    where
        V::State: 'static,
    {
        let place = browser::first(place)?;
        let before = place.get_elements_by_tag_name("*");
        let number =
            |of: &Element| (0..before.length()).find(|at| before.item(*at).as_ref() == Some(of));
        let focused = browser::focused().and_then(|focused| number(&focused));
        let pressed: Vec<u32> = pressed.iter().filter_map(|one| number(one)).collect();
        let island = self.island(&place.parent_node()?, place.next_sibling().as_ref(), draw)?;
        let new = place.next_element_sibling()?;
        if place.has_attribute("open") {
            // This is a valid name of an attribute, so this cannot fail.
            let _ = new.set_attribute("open", "");
        }
        place.remove();
        let after = new.get_elements_by_tag_name("*");
        let same = |at: u32| after.item(at).and_then(|one| one.dyn_into::<HtmlElement>().ok());
        if let Some(focused) = focused.and_then(same) {
            browser::focus_on(&focused);
        }
        for control in pressed.into_iter().filter_map(same) {
            // Whether it is unfolded was seen to above.
            if control.tag_name() != "SUMMARY" {
                control.click();
            }
        }
        Some(island)
    }
}
