//! Fetches the page that the reader is likely to open next before they ask for it: that of the link under a resting
//! pointer, under the focus or under a finger, and those of the first headlines in view. Nothing is fetched ahead for
//! readers who save data.

use std::sync::Arc;
use std::time::Duration;

use bantin_model::Route;
use futures_channel::oneshot;
use leptos::prelude::*;
use web_sys::Event;

use super::App;
use crate::browser;
use crate::pages::{self, Page};

/// How many milliseconds a page fetched ahead is shown without asking for it again.
const FRESH: u64 = 60_000;
/// How many pages fetched ahead are kept.
const MAX_PAGES: usize = 8;
/// How long a pointer rests on a link before its page is fetched; one that only crosses the link is gone sooner.
const REST: Duration = Duration::from_millis(65);
/// How many headlines of a page are fetched because they are in view.
const IN_VIEW: usize = 3;
/// Links whose pages are fetched when they come into view.
const HEADLINES: &str = ".related li a, .teaser-headline a";

/// The pages that were fetched before the reader asked for them.
#[derive(Default)]
pub struct Ahead {
    pages: Vec<(Route, Arc<Page>, u64)>,
    /// The routes that are being fetched, each with the number its request can be broken off by.
    coming: Vec<(Route, u32)>,
    /// The fetch that a navigation waits for: its number, and where its page is told.
    awaited: Option<(u32, oneshot::Sender<Arc<Page>>)>,
}

/// Whether a page that arrived at `since` may still be shown at `now`, both in milliseconds; not when the device's
/// clock was put back or forward meanwhile.
fn is_fresh(since: u64, now: u64) -> bool {
    now.abs_diff(since) < FRESH
}

impl Ahead {
    /// Notes that `route` is being fetched, as `number`. Answers false, and notes nothing, when its page is kept or on
    /// its way already.
    fn begin(&mut self, route: &Route, number: u32, now: u64) -> bool {
        self.pages.retain(|(_, _, since)| is_fresh(*since, now));
        // The lists of saved articles are on the device: they need no fetching, and a copy would be out of date.
        let is_new = !matches!(route, Route::Saved { .. })
            && !self.coming.iter().any(|(known, _)| known == route)
            && !self.pages.iter().any(|(known, _, _)| known == route);
        if is_new {
            self.coming.push((route.clone(), number));
        }
        is_new
    }

    /// Ends the fetch `number` with its page, which may be a failure, and tells it to the navigation that waits for it,
    /// if one does.
    fn end(&mut self, route: &Route, number: u32, page: &Arc<Page>, now: u64) {
        self.coming.retain(|(_, known)| *known != number);
        if !matches!(**page, Page::Failed(_)) {
            if self.pages.len() >= MAX_PAGES {
                self.pages.remove(0);
            }
            self.pages.push((route.clone(), Arc::clone(page), now));
        }
        if let Some((_, waiting)) = self.awaited.take_if(|(awaited, _)| *awaited == number) {
            // It waits no more when the reader has gone elsewhere.
            let _ = waiting.send(Arc::clone(page));
        }
    }

    /// Takes out the page of `route`, unless it arrived too long ago.
    pub fn take(&mut self, route: &Route, now: u64) -> Option<Arc<Page>> {
        let at = self
            .pages
            .iter()
            .position(|(known, _, since)| known == route && is_fresh(*since, now))?;
        Some(self.pages.remove(at).1)
    }

    /// The page of `route`, if it is being fetched, and the number of that fetch.
    pub fn wait_for(&mut self, route: &Route) -> Option<(u32, oneshot::Receiver<Arc<Page>>)> {
        let (_, number) = self.coming.iter().find(|(known, _)| known == route)?;
        let (tell, told) = oneshot::channel();
        self.awaited = Some((*number, tell));
        Some((*number, told))
    }

    /// Forgets every fetch but the one with number `kept`.
    pub fn break_off(&mut self, kept: u32) {
        self.coming.retain(|(_, number)| *number == kept);
        self.awaited.take_if(|(number, _)| *number != kept);
    }
}

impl App {
    /// Listens to the pointer, the focus and the scroll for links that the reader is likely to open next.
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
        // A pointer may rest on a link until its page is being put in place.
        if self
            .asked
            .with_untracked(|asked| asked.as_ref().is_some_and(|asked| asked.route == route))
        {
            return;
        }
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
            self.state.update_value(|state| state.ahead.end(&route, number, &page, browser::now()));
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
        ahead.end(&a, 1, &page, 2);
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
        assert!(ahead.wait_for(&a).is_none(), "it is not coming");
        assert!(ahead.begin(&a, 1, 0));
        let (number, mut told) = ahead.wait_for(&a).unwrap();
        assert_eq!((number, told.try_recv()), (1, Ok(None)));
        ahead.end(&a, 1, &page, 1);
        assert_eq!(told.try_recv(), Ok(Some(page)));
    }

    #[test]
    fn what_is_broken_off_is_asked_for_again_and_awaited_by_nobody() {
        let mut ahead = Ahead::default();
        let (a, b, page) = (route("a"), route("b"), Arc::new(Page::Gone));
        assert!(ahead.begin(&a, 1, 0) && ahead.begin(&b, 2, 0));
        let (_, mut told) = ahead.wait_for(&a).unwrap();
        ahead.break_off(2);
        assert_eq!(told.try_recv(), Err(oneshot::Canceled), "whoever waits fetches it anew");
        assert!(ahead.begin(&a, 3, 1), "it comes no more");
        assert!(!ahead.begin(&b, 4, 1), "it was kept");
        let failed = Arc::new(Page::Failed(crate::api::ApiError::Timeout));
        let (number, mut told) = ahead.wait_for(&a).unwrap();
        assert_eq!(number, 3);
        ahead.end(&a, 1, &failed, 2);
        assert_eq!(told.try_recv(), Ok(None), "that was the fetch before");
        ahead.end(&a, 3, &page, 3);
        assert_eq!(told.try_recv(), Ok(Some(page)));
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
