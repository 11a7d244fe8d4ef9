//! What the reader is likely to open next is fetched before they ask: under a resting pointer, under the focus or a
//! finger, and the first headlines in view. Never for readers who save data.

use std::sync::Arc;
use std::time::Duration;

use bantin_model::Route;
use leptos::prelude::*;
use web_sys::Event;

use super::{App, Arrival, Shown};
use crate::browser;
use crate::pages::{self, Page};

/// A page fetched ahead is shown without asking again for so many milliseconds.
const FRESH: u64 = 60_000;
/// Pages kept.
const MAX_PAGES: usize = 8;
/// A pointer that only crosses a link does not rest on it.
const REST: Duration = Duration::from_millis(65);
/// Headlines fetched because they are in view, a page.
const IN_VIEW: usize = 3;
/// Links whose pages are fetched when they come into view.
const HEADLINES: &str = ".related li a, .teaser-headline a";

/// Pages that came before they were asked for.
#[derive(Default)]
pub struct Ahead {
    pages: Vec<(Route, Arc<Page>, u64)>,
    /// What is on its way, and the number it is read under.
    coming: Vec<(Route, u32)>,
    /// The number of what is coming for which a navigation waits, and that navigation.
    awaited: Option<(u32, u32, Arrival)>,
}

/// Whether what came at `since` may be shown at `now`; not when the device's clock was put back or forward meanwhile.
fn is_fresh(since: u64, now: u64) -> bool {
    now.abs_diff(since) < FRESH
}

impl Ahead {
    /// Whether `route` is to be fetched: neither there nor coming. It is coming then, as `number`.
    fn begin(&mut self, route: &Route, number: u32, now: u64) -> bool {
        self.pages.retain(|(_, _, since)| is_fresh(*since, now));
        // What is on the device needs no fetching, and would be out of date.
        let is_new = !matches!(route, Route::Saved { .. })
            && !self.coming.iter().any(|(known, _)| known == route)
            && !self.pages.iter().any(|(known, _, _)| known == route);
        if is_new {
            self.coming.push((route.clone(), number));
        }
        is_new
    }

    /// What was coming as `number` has come, or failed. Answers the navigation that waits for it.
    fn end(
        &mut self,
        route: &Route,
        number: u32,
        page: &Arc<Page>,
        now: u64,
    ) -> Option<(u32, Arrival)> {
        self.coming.retain(|(_, known)| *known != number);
        if !matches!(**page, Page::Failed(_)) {
            if self.pages.len() >= MAX_PAGES {
                self.pages.remove(0);
            }
            self.pages.push((route.clone(), Arc::clone(page), now));
        }
        let (_, waiting, arrival) = self.awaited.take_if(|(awaited, _, _)| *awaited == number)?;
        Some((waiting, arrival))
    }

    /// The page of `route`, if it came a short time ago.
    pub fn take(&mut self, route: &Route, now: u64) -> Option<Arc<Page>> {
        let at = self
            .pages
            .iter()
            .position(|(known, _, since)| known == route && is_fresh(*since, now))?;
        Some(self.pages.remove(at).1)
    }

    /// Lets navigation `waiting` wait for `route`, if that is coming; gives the number it comes under.
    pub fn wait_for(&mut self, route: &Route, waiting: u32, arrival: Arrival) -> Option<u32> {
        let (_, number) = self.coming.iter().find(|(known, _)| known == route)?;
        self.awaited = Some((*number, waiting, arrival));
        Some(*number)
    }

    /// Nothing but number `kept` is coming any more.
    pub fn break_off(&mut self, kept: u32) {
        self.coming.retain(|(_, number)| *number == kept);
        self.awaited.take_if(|(number, _, _)| *number != kept);
    }
}

impl App {
    /// Listens for what the reader is likely to open next.
    pub(super) fn look_ahead(self) {
        if browser::saves_data() {
            return;
        }
        let resting = StoredValue::new(None::<TimeoutHandle>);
        browser::on_window("pointerover", move |event: Event| {
            if let Some(handle) = resting.try_update_value(Option::take).flatten() {
                handle.clear();
            }
            if let Some(target) = self.link_of(&event).filter(|_| browser::is_mouse(&event)) {
                let fetch = move || self.fetch_ahead(target.route.clone());
                resting.set_value(set_timeout_with_handle(fetch, REST).ok());
            }
        });
        for event in ["focusin", "pointerdown"] {
            browser::on_window(event, move |event: Event| {
                if let Some(target) = self.link_of(&event) {
                    self.fetch_ahead(target.route);
                }
            });
        }
        browser::on_scroll_end(move || {
            for link in browser::in_view(HEADLINES, IN_VIEW) {
                if let Some(target) = self.target(&link) {
                    self.fetch_ahead(target.route);
                }
            }
        });
    }

    pub(super) fn fetch_ahead_now(self, route: Route) {
        let Some(site) = self.site() else { return };
        let number = self.next_number();
        let is_wanted = self.state.try_update_value(|state| {
            state.here.as_ref() != Some(&route) && state.ahead.begin(&route, number, browser::now())
        });
        if is_wanted != Some(true) {
            return;
        }
        let client = self.client().for_page(number);
        leptos::task::spawn_local(async move {
            let page = Arc::new(pages::load(&client, &site, &route).await);
            self.load_words(&site, &page).await;
            self.tell_field(&route, &page);
            let awaited = self
                .state
                .try_update_value(|state| state.ahead.end(&route, number, &page, browser::now()))
                .flatten();
            if let Some((number, arrival)) = awaited {
                self.show_soon(Shown { number, route, site, page }, arrival);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bantin_model::path::ListKind;

    fn route(slug: &str) -> Route {
        Route::list(ListKind::Section(slug.to_owned()))
    }

    #[test]
    fn a_page_is_fetched_once_and_shown_while_it_is_fresh() {
        let mut ahead = Ahead::default();
        let (a, page) = (route("a"), Arc::new(Page::Gone));
        assert!(ahead.begin(&a, 1, 0));
        assert!(!ahead.begin(&a, 2, 1), "it is coming");
        assert!(ahead.end(&a, 1, &page, 2).is_none());
        assert!(!ahead.begin(&a, 3, 3), "it is there");
        assert!(ahead.take(&a, 2 + FRESH).is_none(), "it is old");
        assert!(ahead.take(&a, 10).is_some());
        assert!(ahead.take(&a, 10).is_none(), "it was taken");
    }

    #[test]
    fn a_clock_that_was_set_meanwhile_makes_nothing_fresh_for_ever() {
        let mut ahead = Ahead::default();
        let (a, page) = (route("a"), Arc::new(Page::Gone));
        let noon = 10 * FRESH;
        assert!(ahead.begin(&a, 1, noon));
        ahead.end(&a, 1, &page, noon);
        assert!(ahead.take(&a, 0).is_none(), "the clock was put back");
        assert!(ahead.begin(&a, 2, 1), "what is of another time is dropped");
        ahead.end(&a, 1, &page, noon);
        assert!(ahead.take(&a, noon - 1).is_some(), "a second's correction is no harm");
    }

    #[test]
    fn whoever_asks_for_what_is_coming_waits_for_it() {
        let mut ahead = Ahead::default();
        let (a, page) = (route("a"), Arc::new(Page::Gone));
        assert_eq!(ahead.wait_for(&a, 7, Arrival::Link), None, "it is not coming");
        assert!(ahead.begin(&a, 1, 0));
        assert_eq!(ahead.wait_for(&a, 7, Arrival::Link), Some(1));
        assert_eq!(ahead.end(&a, 1, &page, 1), Some((7, Arrival::Link)));
    }

    #[test]
    fn what_is_broken_off_is_asked_for_again_and_awaited_by_nobody() {
        let mut ahead = Ahead::default();
        let (a, b, page) = (route("a"), route("b"), Arc::new(Page::Gone));
        assert!(ahead.begin(&a, 1, 0) && ahead.begin(&b, 2, 0));
        assert_eq!(ahead.wait_for(&a, 7, Arrival::Link), Some(1));
        ahead.break_off(2);
        assert!(ahead.begin(&a, 3, 1), "it comes no more");
        assert!(!ahead.begin(&b, 4, 1), "it was kept");
        let failed = Arc::new(Page::Failed(crate::api::ApiError::Timeout));
        assert_eq!(ahead.end(&a, 1, &failed, 2), None, "nobody waits for it");
        assert_eq!(ahead.wait_for(&a, 8, Arrival::Link), Some(3));
        assert_eq!(ahead.end(&a, 3, &page, 3), Some((8, Arrival::Link)));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let mut ahead = Ahead::default();
        let a = route("a");
        assert!(ahead.begin(&a, 1, 0));
        ahead.end(&a, 1, &Arc::new(Page::Failed(crate::api::ApiError::Offline)), 1);
        assert!(ahead.take(&a, 2).is_none());
    }
}
