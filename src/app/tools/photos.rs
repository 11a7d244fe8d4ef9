//! The pictures of an article, large. Which one is seen stands in the address (`#photo-2`), so that it can be handed on,
//! reloaded and left by going back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};

use super::super::App;
use super::super::island::Viewing;
use super::open::PHOTO;
use crate::browser;
use crate::components::viewer::{Viewer, ViewerProps};

/// What stands in the address before the number of a picture.
const ADDRESS: &str = "#photo-";

/// The place of the picture that the address names, from 0.
fn asked() -> Option<usize> {
    browser::hash()?.strip_prefix(ADDRESS)?.parse::<usize>().ok()?.checked_sub(1)
}

fn address(at: usize) -> String {
    format!("{ADDRESS}{}", at + 1)
}

impl App {
    /// Shows the picture that the address names, or closes the viewer where it names none. `is_pushed` tells whether going
    /// back leads to the page without a picture.
    pub(in crate::app) fn photo_of_address(self, is_pushed: bool) {
        let is_named = browser::hash().is_some_and(|hash| hash.starts_with(ADDRESS));
        if is_named || self.tools.known().is_some() {
            self.tools.whenever(move |tools| {
                if let Ok(tools) = tools {
                    (tools.photo_of_address)(self, is_pushed);
                }
            });
        }
    }

    pub(super) fn photo_of_address_now(self, is_pushed: bool) {
        if !browser::has_dialogs() {
            return;
        }
        let photos = browser::all(PHOTO);
        match asked() {
            Some(at) if !photos.is_empty() => {
                self.view_photo(at.min(photos.len() - 1), is_pushed, photos);
            }
            _ => self.close_viewer(),
        }
    }

    /// Opens a picture; false where it is none of the page's, and in browsers from before 2022.
    pub(super) fn open_photo(self, link: &HtmlAnchorElement) -> bool {
        if !browser::has_dialogs() {
            return false;
        }
        let photos = browser::all(PHOTO);
        let Some(at) = photos.iter().position(|photo| photo == link.as_ref()) else { return false };
        // Where the page is now, which may have been scrolled a moment ago: going back leads there.
        browser::remember_scroll();
        if browser::push(&address(at)) {
            self.view_photo(at, true, photos);
        }
        true
    }

    fn view_photo(self, at: usize, is_pushed: bool, photos: Vec<Element>) {
        let seen = self.photo;
        seen.set(at);
        if self.islands.with_value(|islands| islands.viewing.is_some()) {
            return;
        }
        let Some(body) = browser::first("body") else { return };
        let island = self.island(&body, None, move || {
            let (count, picture) = (photos.len(), NodeRef::<html::Figure>::new());
            // Its own event ends before it is gone.
            let on_leave = Callback::new(move |()| queue_microtask(move || self.leave_viewer()));
            let viewer = Viewer(ViewerProps { count, seen, picture, on_leave });
            // After its own effect, which opens it: the place of a caption is measured.
            Effect::new(move |_| {
                if let (Some(place), Some(photo)) = (picture.get(), photos.get(seen.get())) {
                    browser::show_large(photo, &place);
                }
            });
            Effect::new(move |before: Option<usize>| {
                let seen = seen.get();
                if before.is_some_and(|before| before != seen) {
                    browser::replace(&address(seen));
                }
                seen
            });
            viewer
        });
        let viewing = island.map(|island| Viewing { is_pushed, _island: island });
        self.islands.update_value(|islands| islands.viewing = viewing);
    }

    fn leave_viewer(self) {
        let is_pushed =
            self.islands.with_value(|islands| Some(islands.viewing.as_ref()?.is_pushed));
        match (is_pushed, browser::location()) {
            (Some(true), _) => browser::go_back(),
            (Some(false), Some((path, rest))) => {
                browser::replace(&(path + rest.split('#').next().unwrap_or_default()));
                self.close_viewer();
            }
            _ => {}
        }
    }

    fn close_viewer(self) {
        if !self.leave_photo() {
            return;
        }
        // To the picture that was seen last, which may be another than it began with.
        if let Some(photo) =
            browser::all(PHOTO).get(self.photo.get_untracked()).and_then(|photo| photo.dyn_ref())
        {
            browser::focus_on(photo);
        }
    }
}
