//! The part of the app that draws pages and goes from one to the next.
//!
//! A prerendered page is read, rated and saved without it. So in the browser it is a second piece of WebAssembly
//! (`src/main.rs`), which is fetched when nothing else waits, or when the reader first reaches for a link. Code that is
//! reached only through [`Later`] goes into that piece; a call to [`pages::view`](crate::pages::view) from anywhere
//! else would bring the drawing of pages back into the first.

use std::pin::Pin;
use std::time::Duration;

use bantin_model::Route;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::{App, Arrival, Shown};
use crate::browser;

/// After this time without the next page, the page in view shows that one is coming.
const PATIENCE: Duration = Duration::from_millis(250);
/// After this time without the second piece, the app does without it. It is as long as an answer of the API may take.
const DEADLINE: Duration = Duration::from_secs(15);

/// The functions of the second piece, which the first piece calls.
pub struct Later {
    pub(super) go: fn(App, Route, Arrival, u32),
    pub(super) draw: fn(App, &Shown) -> AnyView,
    pub(super) fetch_ahead: fn(App, Route),
    pub(super) suggest: fn(App, HtmlInputElement),
}

/// The table that the split point gives out (`src/main.rs`); nothing else may use it.
pub static LATER: Later = Later {
    go: App::go,
    draw: App::draw,
    fetch_ahead: App::fetch_ahead_now,
    suggest: App::suggest,
};

/// Gives the second piece, and fetches it first where it is not there yet. After a failure the next call tries again.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<&'static Later, Missing>>>>;

/// The second piece did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Called with the second piece, or with word that it did not arrive.
type Then = Box<dyn FnOnce(Result<&'static Later, Missing>)>;

/// One attempt to fetch the second piece, and all who wait for it.
#[derive(Default)]
pub(super) struct Coming {
    waiting: Vec<Then>,
    is_asked: bool,
    has_failed: bool,
}

impl App {
    fn known_later(self) -> Option<&'static Later> {
        self.state.with_value(|state| state.later)
    }

    /// Calls `then` with the second piece: at once if it is there, else when it has come.
    fn with_later(self, then: impl FnOnce(Result<&'static Later, Missing>) + 'static) {
        if let Some(later) = self.known_later() {
            then(Ok(later));
            return;
        }
        let was_asked = self.coming.try_update_value(|coming| {
            coming.waiting.push(Box::new(then));
            std::mem::replace(&mut coming.is_asked, true)
        });
        if was_asked != Some(false) {
            return;
        }
        let fetch = self.state.with_value(|state| state.fetch_later);
        leptos::task::spawn_local(async move {
            let later = fetch().await;
            self.state.update_value(|state| state.later = later.ok());
            let coming = Coming { has_failed: later.is_err(), ..Coming::default() };
            let before = self.coming.try_update_value(|known| std::mem::replace(known, coming));
            for then in before.into_iter().flat_map(|before| before.waiting) {
                then(later);
            }
        });
    }

    /// Fetches the second piece when nothing else waits, unless that costs the reader bytes they save.
    pub(super) fn fetch_later_when_idle(self) {
        if browser::saves_data() {
            return;
        }
        leptos::task::spawn_local(async move {
            browser::idle().await;
            self.fetch_later();
        });
    }

    /// Goes to `route`. Without the second piece the browser loads the page from the address bar instead.
    pub(super) fn go_on(self, route: Route, arrival: Arrival) {
        let number = self.begin();
        self.state.update_value(|state| state.is_leaving = true);
        set_timeout(
            move || {
                if self.is_current(number) && !self.is_in_view(number) {
                    self.is_waiting.set(true);
                }
            },
            PATIENCE,
        );
        if self.known_later().is_none() {
            set_timeout(
                move || {
                    if self.known_later().is_none() {
                        self.do_without(arrival, number);
                    }
                },
                DEADLINE,
            );
        }
        self.with_later(move |later| match later {
            Ok(later) if self.is_current(number) => {
                // An earlier attempt may have given up.
                browser::hide("failed");
                (later.go)(self, route, arrival, number);
            }
            Ok(_) => {}
            Err(Missing) => self.do_without(arrival, number),
        });
    }

    /// Lets the browser load the page of the address bar. At the start of a visit the browser has just done that, and
    /// only the second piece could draw the page: then the page says that it failed.
    fn do_without(self, arrival: Arrival, number: u32) {
        if !self.is_current(number) {
            return;
        }
        if !matches!(arrival, Arrival::Start { .. }) {
            browser::reload();
            return;
        }
        self.is_waiting.set(false);
        // The skeleton is removed; a prerendered text stays.
        browser::remove_all("#boot.boot");
        browser::reveal("failed");
    }

    /// Makes this search field suggest articles. Without the second piece it goes on as a plain form, which leads to
    /// the results page.
    pub(super) fn suggest_in(self, field: HtmlInputElement) {
        self.with_later(move |later| {
            if let Ok(later) = later {
                (later.suggest)(self, field);
            }
        });
    }

    /// Fetches the second piece ahead, for readers who will want it where there is no network.
    pub(super) fn fetch_later(self) {
        self.with_later(|_| {});
    }

    /// Fetches the page of `route` before the reader asks for it. When the second piece failed to arrive, this does not
    /// ask for it again.
    pub(super) fn fetch_ahead(self, route: Route) {
        if self.coming.with_value(|coming| coming.has_failed) {
            return;
        }
        self.with_later(move |later| {
            if let Ok(later) = later {
                (later.fetch_ahead)(self, route);
            }
        });
    }
}
