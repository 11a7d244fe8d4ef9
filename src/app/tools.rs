//! The controls of a prerendered page: the settings, the buttons of its article. They stand in it as HTML that does nothing yet, and become live
//! components when nothing else waits, or when the reader first reaches for one.
//!
//! The components are in a third piece of WebAssembly (`src/main.rs`); pages that the app draws have them live from the
//! start. What was pressed before the piece came is done when it is there.

use std::time::Duration;

use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use super::App;
use super::pieces::Missing;
use super::reading_lists::{InView, in_view};
use crate::browser;
use crate::components::Edition;
use crate::components::settings::Settings;
use crate::components::tools::{Hands, Tools, ToolsProps};

/// The controls in a prerendered page.
const PLACES: &str = ".settings, .article-tools";
/// Those that the reader has reached for before the app was there.
const REACHED: &str = ".settings[open], :is(.settings, .article-tools):focus-within";

/// The functions of the third piece, which the first piece calls.
pub struct ToolsPiece {
    equip: fn(App),
    suggest: fn(App, HtmlInputElement),
}

/// The table that the split point gives out (`src/main.rs`); nothing else may use it.
pub static TOOLS: ToolsPiece = ToolsPiece { equip: App::equip, suggest: App::suggest };

/// A prerendered page whose controls do nothing yet.
pub struct Bare {
    edition: Edition,
    hands: Hands,
    /// The controls that the reader has pressed, in that order.
    pressed: Vec<HtmlElement>,
    /// Whether a finger or a button is down on one of them: what it stands on must not be taken away.
    is_down: bool,
    /// Whether the page says that the components did not arrive.
    has_failed: bool,
}

/// A component mounted in the place of a prerendered one. Dropping it removes it.
pub struct Equipped {
    owner: Owner,
    view: Box<dyn Mountable>,
}

impl Drop for Equipped {
    fn drop(&mut self) {
        self.view.unmount();
        self.owner.cleanup();
    }
}

impl App {
    /// Makes the controls of the page that was taken over work: when nothing else waits, unless that costs the reader
    /// bytes they save, or when the reader reaches for one.
    pub(super) fn equip_when_wanted(self, edition: Edition) {
        let hands = self.hands();
        let bare = Bare { edition, hands, pressed: Vec::new(), is_down: false, has_failed: false };
        self.bare.set_value(Some(bare));
        for event in ["pointerdown", "focusin", "click"] {
            browser::on_window(event, move |event: Event| self.note_reaching(&event));
        }
        // A mark on a saved article is to be seen without reaching for anything.
        if browser::first(REACHED).is_some() || self.is_saved.get_untracked() {
            self.fetch_tools();
        } else if !browser::saves_data() {
            leptos::task::spawn_local(async move {
                browser::idle().await;
                self.fetch_tools();
            });
        }
    }

    fn note_reaching(self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let closest = |selector: &str| target.as_ref()?.closest(selector).ok().flatten();
        let is_inside = closest(PLACES).is_some();
        let is_bare = self.bare.try_update_value(|bare| {
            let Some(bare) = bare else { return false };
            match &*event.type_() {
                "pointerdown" => bare.is_down = is_inside,
                "click" => {
                    bare.is_down = false;
                    let control = closest("button:not(.listen), input").filter(|_| is_inside);
                    bare.pressed.extend(control.and_then(|control| control.dyn_into().ok()));
                }
                _ => {}
            }
            true
        });
        if is_inside && is_bare == Some(true) {
            // The browser first does with the event what it does by itself.
            set_timeout(move || self.fetch_tools(), Duration::ZERO);
        }
    }

    fn fetch_tools(self) {
        self.tools.with(move |tools| match tools {
            Ok(tools) => (tools.equip)(self),
            Err(Missing) => {
                let has_failed = self.bare.try_update_value(|bare| {
                    let Some(bare) = bare else { return false };
                    bare.has_failed |= !std::mem::take(&mut bare.pressed).is_empty();
                    bare.has_failed
                });
                if has_failed == Some(true) {
                    browser::reveal("failed");
                }
            }
        });
    }

    /// Makes this search field suggest articles. Without the third piece it goes on as a plain form, which leads to
    /// the results page.
    pub(super) fn suggest_in(self, field: HtmlInputElement) {
        self.tools.with(move |tools| {
            if let Ok(tools) = tools {
                (tools.suggest)(self, field);
            }
        });
    }

    /// Puts live components in the place of the page's own controls, and does what was pressed meanwhile.
    fn equip(self) {
        let bare = self.bare.try_update_value(|bare| bare.take_if(|bare| !bare.is_down));
        let Some(bare) = bare.flatten() else { return };
        let Bare { edition, hands, pressed, has_failed, .. } = bare;
        if has_failed {
            browser::hide("failed");
        }
        let of_page = edition.clone();
        let settings = put_in_place(".settings", &pressed, move || {
            provide_context(of_page);
            Settings()
        });
        let tools = in_view().and_then(|InView { title, .. }| {
            put_in_place(".article-tools", &pressed, move || {
                provide_context(edition);
                provide_context(hands);
                Tools(ToolsProps { title })
            })
        });
        self.equipped.set_value(settings.into_iter().chain(tools).collect());
    }
}

/// Mounts a component in the place of the first element that a CSS selector finds, which looks the same. What is unfolded stays so, the focus
/// stays where it is, and what was `pressed` there is pressed again.
fn put_in_place<V: IntoView>(
    place: &str,
    pressed: &[HtmlElement],
    draw: impl FnOnce() -> V,
) -> Option<Equipped>
where
    V::State: 'static,
{
    let place = browser::first(place)?;
    let parent = place.parent_node()?;
    let before = place.get_elements_by_tag_name("*");
    let number =
        |of: &Element| (0..before.length()).find(|at| before.item(*at).as_ref() == Some(of));
    let focused = browser::focused().and_then(|focused| number(&focused));
    let pressed: Vec<u32> = pressed.iter().filter_map(|one| number(one)).collect();
    let owner = Owner::new();
    let mut view: Box<dyn Mountable> = Box::new(owner.with(|| draw().into_view().build()));
    view.mount(parent.unchecked_ref(), place.next_sibling().as_ref());
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
        control.click();
    }
    Some(Equipped { owner, view })
}
