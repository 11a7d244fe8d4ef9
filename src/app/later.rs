//! The part of the app that draws pages and goes from one to the next.
//!
//! A prerendered page is read, rated and saved without it. So in the browser it is a second piece of WebAssembly
//! (`src/main.rs`), which is fetched when nothing else waits, or when the reader first reaches for a link. Code that is
//! reached only through [`Later`] goes into that piece; a call to [`pages::view`](crate::pages::view) from anywhere
//! else would bring the drawing of pages back into the first.

use bantin_model::Route;
use leptos::prelude::*;

use super::App;
use super::navigation::{Arrival, Asked, Pages};
use super::pieces::Missing;
use crate::browser;

/// The functions of the second piece, which the first piece calls.
pub struct Later {
    /// [`Pages`].
    pub(super) pages: fn(App) -> AnyView,
    pub(super) fetch_ahead: fn(App, Route),
}

/// The table that the split point gives out (`src/main.rs`); nothing else may use it.
pub static LATER: Later = Later { pages, fetch_ahead: App::fetch_ahead_now };

fn pages(app: App) -> AnyView {
    if app.asked.with_untracked(Option::is_some) {
        // The page may have said already that it does without this piece.
        browser::hide("failed");
    }
    app.retry_when_online();
    app.watch_reading_lists();
    view! { <Pages app /> }.into_any()
}

impl App {
    /// Calls `then` with the second piece, or with word that it is missing ([`Piece::with`](super::pieces::Piece::with)).
    fn with_later(self, then: impl FnOnce(Result<&'static Later, Missing>) + 'static) {
        self.later.with(then);
    }

    /// Fetches the second and the third piece when nothing else waits, unless that costs the reader bytes they save.
    pub(super) fn fetch_rest_when_idle(self) {
        if browser::saves_data() {
            return;
        }
        leptos::task::spawn_local(async move {
            browser::idle().await;
            self.fetch_later();
            self.fetch_tools();
        });
    }

    /// Goes to `route`. Without the second piece the browser loads the page from the address bar instead.
    pub(super) fn go_on(self, route: Route, arrival: Arrival) {
        let number = self.begin();
        self.state.update_value(|state| state.is_leaving = true);
        self.asked.set(Some(Asked { number, route, arrival }));
        self.is_waiting.set(true);
        self.with_later(move |later| match later {
            // An earlier attempt may have given up.
            Ok(_) => browser::hide("failed"),
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

    /// Fetches the second piece ahead, for readers who will want it where there is no network.
    pub(super) fn fetch_later(self) {
        self.later.whenever(|_| {});
    }

    /// Fetches the page of `route` before the reader asks for it. When the second piece failed to arrive, this does not
    /// ask for it again.
    pub(super) fn fetch_ahead(self, route: Route) {
        if self.later.has_failed() {
            return;
        }
        self.with_later(move |later| {
            if let Ok(later) = later {
                (later.fetch_ahead)(self, route);
            }
        });
    }
}
