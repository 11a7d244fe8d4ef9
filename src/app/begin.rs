//! How the app begins: it takes over the page that is there, or draws what is not.
//!
//! It does so in steps, and ends the browser's task after each. All at once they would take a slow phone a fifth of a second,
//! in which it answers nothing.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;

use super::navigation::Arrival;
use super::pieces::Fetch;
use super::tools::ToolsPiece;
use super::{App, Later, Root};
use crate::browser;
use crate::components::Edition;
use crate::config::Config;
use crate::locale::spoken;
use crate::reader::{first_format, settings};
use crate::takeover;

/// The steps once the app is in the document. Until the last, the browser follows links by itself: so no navigation comes
/// between two steps.
const STEPS: [fn(App); 5] = [
    App::find_page,
    App::open_page,
    App::take_over_rating,
    App::begin_with_page,
    App::hear_the_reader,
];

/// Puts the app into the document's body and begins. `public/boot.js` is told when that is done.
pub async fn begin(fetch_later: Fetch<Later>, fetch_tools: Fetch<ToolsPiece>) {
    browser::breath().await;
    first_format::take_in();
    if spoken::of_page() {
        let config = Config::parse(&browser::text_of("bantin-config").unwrap_or_default());
        browser::breath().await;
        let owner = Owner::new();
        let app = owner.with(|| App::new(config, fetch_later, fetch_tools));
        browser::breath().await;
        owner.with(|| {
            provide_meta_context();
            leptos::mount::mount_to_body(move || view! { <Root app /> });
        });
        // It lives as long as the document.
        std::mem::forget(owner);
        for step in STEPS {
            browser::breath().await;
            step(app);
        }
    } else {
        // The page can still be read, and says how to go on.
        browser::reveal("failed");
    }
    browser::tell_begun();
}

impl App {
    /// Reads what the prerendered page says of itself.
    fn find_page(self) {
        self.state.update_value(|state| state.found = takeover::find());
    }

    /// Takes that in: the site, and the page where it is whole.
    fn open_page(self) {
        let Some(page) = self.state.try_update_value(|state| state.found.take()).flatten() else {
            return;
        };
        let is_whole = takeover::is_whole(&page);
        // A page without content knows its site all the same.
        let site = self.open(self.client(), page.site);
        if is_whole {
            if let Some(rating) = &page.rating {
                self.count_when_read(&rating.slug, 0);
            }
            let route = self.route();
            let edition = Edition::new(self.config(), site, &page.lang);
            self.state.update_value(|state| {
                state.here = Some(route);
                state.edition = Some(edition);
                state.rating = page.rating;
            });
        }
    }

    /// Puts a working rating in the place of the prerendered one.
    fn take_over_rating(self) {
        let found = self
            .state
            .try_update_value(|state| Some((state.edition.clone()?, state.rating.take()?)));
        if let Some((edition, rating)) = found.flatten() {
            self.taken_over.set_value(takeover::rating(&edition, rating, self.live()));
        }
    }

    /// Goes where the reader was in a page that is taken over.
    fn begin_with_page(self) {
        if self.is_taken_over() {
            let scroll = browser::remembered_scroll();
            if let Some(top) = scroll.filter(|_| browser::scroll_top() == 0.0) {
                browser::scroll_to(top);
            }
            self.begin_reading(Arrival::Start { scroll });
            self.photo_of_address(false);
        }
    }

    /// Listens to what the reader does, and draws the page of the address bar where it is not there.
    fn hear_the_reader(self) {
        self.follow_clicks();
        self.look_ahead();
        self.watch_progress();
        self.watch_search_field();
        settings::keep_in_force(self.config().theme);
        browser::on_window("beforeprint", |_: web_sys::Event| browser::hurry_pictures());
        if self.is_taken_over() {
            self.equip_when_wanted();
        } else {
            self.start();
        }
        self.fetch_rest_when_idle();
    }

    fn is_taken_over(self) -> bool {
        self.state.with_value(|state| state.edition.is_some())
    }
}
