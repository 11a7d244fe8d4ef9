//! Going from one page to the next: from memory, from what was fetched ahead, else from the network; the old page stays
//! in view until the new one is there.

use std::sync::Arc;

use bantin_model::{Route, Site};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::{OwnedView, Suspend};
use send_wrapper::SendWrapper;

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

/// The page that the reader has asked for.
#[derive(Clone)]
pub struct Asked {
    pub number: u32,
    pub route: Route,
    pub arrival: Arrival,
}

/// The page that was asked for last, once it is there. Until then the one before it stays in view, alive; asking for
/// another drops what is still on its way.
#[component]
pub fn Pages(app: App) -> impl IntoView {
    // A page has an owner of its own: that of the closure ends as soon as the next page is asked for.
    let owner = Owner::current().unwrap_or_default();
    move || {
        let asked = app.asked.get();
        let owner = owner.clone();
        Suspend::new(SendWrapper::new(async move {
            let Some(asked) = asked else { return std::future::pending().await };
            let mut shown = app.find(&asked).await;
            app.arrive(&mut shown, asked.arrival).await;
            let owner = owner.child();
            let page = owner.with(|| app.draw(&shown));
            OwnedView::new_with_owner(page, owner)
        }))
    }
}

impl App {
    /// The page of `asked`: at once from memory or fetched ahead, else when its data has arrived.
    async fn find(self, asked: &Asked) -> Shown {
        let Asked { number, route, arrival } = asked;
        let with = |site: Arc<Site>, page: Arc<Page>| Shown {
            number: *number,
            route: route.clone(),
            site,
            page,
        };
        let known = self.state.try_update_value(|state| match arrival {
            Arrival::History { .. } => state.recent.get(route),
            // A click on a link asks for the newest, so pages from memory are not enough; a retry asks again.
            Arrival::Link => state.ahead.take(route, browser::now()),
            Arrival::Start { .. } => None,
        });
        if let Some((page, site)) = known.flatten().zip(self.site()) {
            self.break_off_all_but(*number);
            return with(site, page);
        }
        let coming = self.state.try_update_value(|state| state.ahead.wait_for(route)).flatten();
        self.break_off_all_but(coming.as_ref().map_or(*number, |(number, _)| *number));
        if let Some((_, page)) = coming
            && let Ok(page) = page.await
            && let Some(site) = self.site()
        {
            return with(site, page);
        }
        let (site, page) = self.fetch(route, *number).await;
        with(site, Arc::new(page))
    }

    /// Keeps the page in view: the reader has come back to it before the next one was there.
    pub(super) fn stay(self) {
        let number = self.begin();
        self.state.update_value(|state| state.is_leaving = false);
        // First of all, so that what is broken off is not asked for anew.
        self.asked.set(None);
        self.break_off_all_but(number);
        self.is_waiting.set(false);
    }

    /// Breaks off every request but those of page `number`: they would keep it waiting, and nobody waits for them.
    fn break_off_all_but(self, number: u32) {
        browser::break_off(number);
        self.state.update_value(|state| state.ahead.break_off(number));
    }

    /// Makes `shown` the page in view; it is drawn next. The browser paints first, so that a click or key is answered on
    /// screen at once: to draw a page takes a slow processor longer than that may take.
    async fn arrive(self, shown: &mut Shown, arrival: Arrival) {
        if !matches!(arrival, Arrival::Start { .. }) {
            browser::painted().await;
        }
        // Offline the worker may still have the page as HTML, though not its data.
        let is_offline = matches!(&*shown.page, Page::Failed(ApiError::Offline));
        if is_offline && arrival == Arrival::Link && browser::has_worker() {
            browser::reload();
            return std::future::pending().await;
        }
        self.lead_on(shown);
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
        self.shown.set(Some(shown.clone()));
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
