//! The part of the app that draws pages and goes from one to the next.
//!
//! A prerendered page is read, rated and saved without it. So in the browser it is a second piece of WebAssembly
//! (`src/main.rs`), which is fetched when nothing else waits, or when the reader first reaches for a link. Whatever is
//! reached only through [`Later`] goes into that piece; a call to [`pages::view`](crate::pages::view) from anywhere
//! else would bring it back into the first.

use std::pin::Pin;
use std::time::Duration;

use bantin_model::Route;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::{App, Arrival, Shown};
use crate::browser;

/// A page that takes longer than this shows that it is coming.
const PATIENCE: Duration = Duration::from_millis(250);
/// A piece that takes longer than this is done without; as long as an answer of the API may take.
const DEADLINE: Duration = Duration::from_secs(15);

/// What the second piece does.
pub struct Later {
    pub(super) go: fn(App, Route, Arrival, u32),
    pub(super) draw: fn(App, &Shown) -> AnyView,
    pub(super) fetch_ahead: fn(App, Route),
    pub(super) draw_lists: fn(App),
    pub(super) suggest: fn(App, HtmlInputElement),
}

/// For the split point alone.
pub static LATER: Later = Later {
    go: App::go,
    draw: App::draw,
    fetch_ahead: App::fetch_ahead_now,
    draw_lists: App::draw_lists,
    suggest: App::suggest,
};

/// Gives the second piece, which is fetched if it is not there. A failure is tried again at the next call.
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

/// The second piece on its way: one attempt, whoever waits for it.
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

    /// Lets the browser load the page from the address bar. A page that it has loaded already, which only the second
    /// piece can draw, says that it failed.
    fn do_without(self, arrival: Arrival, number: u32) {
        if !self.is_current(number) {
            return;
        }
        if !matches!(arrival, Arrival::Start { .. }) {
            browser::reload();
            return;
        }
        self.is_waiting.set(false);
        // The skeleton goes; text stays.
        browser::remove_all("#boot.boot");
        browser::reveal("failed");
    }

    /// The lists of articles in view, which only the second piece has drawn.
    pub(super) fn draw_lists_anew(self) {
        if let Some(later) = self.known_later() {
            (later.draw_lists)(self);
        }
    }

    /// Lets this field suggest what it finds. Without the second piece it asks when it is sent, as ever.
    pub(super) fn suggest_in(self, field: HtmlInputElement) {
        self.with_later(move |later| {
            if let Ok(later) = later {
                (later.suggest)(self, field);
            }
        });
    }

    /// Fetches the second piece, which the reader will want where there is no network.
    pub(super) fn fetch_later(self) {
        self.with_later(|_| {});
    }

    /// Fetches the page of `route` before the reader asks for it. A piece that did not arrive is not asked for again for
    /// that.
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
