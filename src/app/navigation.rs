//! Going from one page to the next: from memory, from what was fetched ahead, else from the network; the old page stays
//! in view until the new one is there.

use std::sync::Arc;
use std::time::Duration;

use bantin_model::Route;
use leptos::prelude::*;

use super::{App, Shown};
use crate::api::ApiError;
use crate::browser;
use crate::components::Edition;
use crate::pages::Page;
use crate::takeover;

/// How the reader came to a route.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival {
    /// The first page of the visit, or another try of it; the scroll is where it was left.
    Start { scroll: Option<f64> },
    /// By a link.
    Link,
    /// Back or forward, to where the page was scrolled.
    History { scroll: f64 },
}

impl App {
    /// Goes to `route`, as navigation `number`: at once with a page from memory or fetched ahead, else when its data
    /// has arrived.
    pub(super) fn go(self, route: Route, arrival: Arrival, number: u32) {
        let known = match arrival {
            Arrival::History { .. } => self
                .state
                .try_update_value(|state| state.recent.get(&route))
                .flatten()
                .zip(self.site()),
            // A click on a link asks for the newest, so pages from memory are not enough; a retry asks again.
            Arrival::Link => self
                .state
                .try_update_value(|state| state.ahead.take(&route, browser::now()))
                .flatten()
                .zip(self.site()),
            Arrival::Start { .. } => None,
        };
        let coming = if known.is_none() {
            self.state
                .try_update_value(|state| state.ahead.wait_for(&route, number, arrival))
                .flatten()
        } else {
            None
        };
        self.break_off_all_but(coming.unwrap_or(number));
        if let Some((page, site)) = known {
            self.show_soon(Shown { number, route, site, page }, arrival);
            return;
        }
        if coming.is_some() {
            return;
        }
        leptos::task::spawn_local(async move {
            let (site, page) = self.fetch(&route, number).await;
            self.show_soon(Shown { number, route, site, page: Arc::new(page) }, arrival);
        });
    }

    /// Keeps the page in view: the reader has come back to it before the next one was there.
    pub(super) fn stay(self) {
        let number = self.begin();
        self.state.update_value(|state| state.is_leaving = false);
        self.break_off_all_but(number);
        self.is_waiting.set(false);
    }

    /// Breaks off every request but those of page `number`: they would keep it waiting, and nobody waits for them.
    fn break_off_all_but(self, number: u32) {
        browser::break_off(number);
        self.state.update_value(|state| state.ahead.break_off(number));
    }

    /// Shows a page, unless the reader has gone elsewhere meanwhile. The browser paints first, so that a click or key
    /// is answered on screen at once: to draw a page takes a slow processor longer than that may take.
    pub(super) fn show_soon(self, shown: Shown, arrival: Arrival) {
        let show = move || {
            if self.is_current(shown.number) {
                self.show(shown, arrival);
            }
        };
        match arrival {
            Arrival::Start { .. } => show(),
            Arrival::Link | Arrival::History { .. } => {
                request_animation_frame(move || set_timeout(show, Duration::ZERO));
            }
        }
    }

    fn show(self, mut shown: Shown, arrival: Arrival) {
        // Offline the worker may still have the page as HTML, though not its data.
        let is_offline = matches!(&*shown.page, Page::Failed(ApiError::Offline));
        if is_offline && arrival == Arrival::Link && browser::has_worker() {
            browser::reload();
            return;
        }
        self.lead_on(&mut shown);
        let title = {
            let tag = shown.page.lang(&shown.site);
            let edition = Edition::new(self.config(), Arc::clone(&shown.site), tag);
            let title = shown.page.title(&edition);
            if title.is_empty() { shown.site.name.clone() } else { title }
        };
        let has_failed = matches!(&*shown.page, Page::Failed(_));
        // The reading lists are on the device, and are read anew each time.
        if !has_failed && !matches!(&*shown.page, Page::Saved { .. }) {
            let (route, page) = (shown.route.clone(), Arc::clone(&shown.page));
            self.state.update_value(|state| state.recent.put(route, page));
        }
        for file in shown.page.files(&shown.route) {
            browser::was_read(&self.client().file_url(&file));
        }
        self.is_waiting.set(false);
        self.state.update_value(|state| {
            state.here = Some(shown.route.clone());
            state.is_leaving = false;
        });
        self.mark_saved();
        self.leave_islands();
        self.shown.set(Some(shown));
        // The next frame begins when the page has been drawn and not painted yet.
        request_animation_frame(move || {
            if takeover::clear() {
                self.taken_over.set_value(None);
                self.bare.set_value(None);
                self.islands.update_value(|islands| islands.controls.clear());
            }
            match arrival {
                Arrival::Start { scroll: Some(top) } | Arrival::History { scroll: top } => {
                    browser::scroll_to(top)
                }
                Arrival::Start { scroll: None } => {
                    if let Some((_, rest)) = browser::location() {
                        browser::scroll_to_hash(&rest);
                    }
                }
                Arrival::Link => {
                    let hash = browser::location().map(|(_, rest)| rest).unwrap_or_default();
                    if !browser::scroll_to_hash(&hash) {
                        browser::scroll_to(0.0);
                    }
                }
            }
            self.begin_reading(arrival);
            self.photo_of_address(false);
            if has_failed || !matches!(arrival, Arrival::Start { .. }) {
                browser::focus("main");
                self.announcement.set(title);
            }
        });
    }
}
