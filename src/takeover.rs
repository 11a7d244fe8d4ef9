//! A prerendered page becomes the app's without being drawn again.
//!
//! The text stays: its nodes are the very ones on screen, so nothing moves, and selection, focus and scroll stay as
//! they are. The prerendered rating is replaced by a working one, and a star that was chosen in it becomes a vote; later
//! so are settings and buttons (`app/tools/controls.rs`). Nothing else is.
//! The data that the app needs for this is in one JSON block of the page, `bantin-page`.

use bantin_model::{RatingSummary, Site, Stars};
use elements::Built;
use leptos::mount::{UnmountHandle, mount_to};
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::browser;
use crate::components::Edition;
use crate::components::rating::Live;
use crate::pages::article::{self, RATING_PLACE};

/// A rating mounted in the place of a prerendered one; dropping it removes it from the page.
pub type Mounted = UnmountHandle<Option<Built>>;

/// The content of the block `bantin-page`, which `src/prerender` writes.
#[derive(Deserialize)]
pub struct Takeover {
    pub site: Site,
    /// BCP 47 of the page.
    pub lang: String,
    /// The rating of the article that the page shows, as of when the page was made.
    pub rating: Option<RatingSummary>,
    /// False for a page that only says that it could not be shown, and for one without content.
    #[serde(rename = "whole")]
    pub is_whole: bool,
}

/// The `bantin-page` of the document; `None` when there is none or it cannot be read.
pub fn find() -> Option<Takeover> {
    crate::api::json::parse(&browser::text_of("bantin-page")?).ok()
}

/// Whether the page in the document shows what its address asks for.
pub fn is_whole(page: &Takeover) -> bool {
    // A static host has one search page for every question: it shows what is asked for only where no question is in the
    // address. A fragment makes no difference.
    page.is_whole
        || browser::first(".search-page").is_some()
            && browser::location().is_some_and(|(_, rest)| !rest.starts_with('?'))
}

/// Puts a working rating in the place of the prerendered one.
pub fn rating(edition: &Edition, initial: RatingSummary, live: Live) -> Option<Mounted> {
    let container: HtmlElement = browser::first(&format!(".{RATING_PLACE}"))?.dyn_into().ok()?;
    let chosen = container.query_selector("input:checked").ok().flatten();
    let early = chosen
        .and_then(|input| input.dyn_into::<HtmlInputElement>().ok()?.value().parse().ok())
        .and_then(|stars| Stars::new(stars).ok());
    let focused = browser::focused_id();
    container.set_text_content(None);
    let edition = edition.clone();
    let mounted =
        mount_to(container, move || article::rating(&edition, initial, Some(live), early));
    if let Some(id) = focused {
        browser::focus(&id);
    }
    Some(mounted)
}

/// Removes the prerendered page once the app has drawn a page of its own. Where the app could not draw, the old page
/// stays, to be read. Answers whether it was removed.
pub fn clear() -> bool {
    let is_drawn = browser::first("body > .page").is_some();
    if is_drawn {
        browser::remove("boot");
        browser::remove_all("head [data-page], script[data-page]");
    }
    is_drawn
}
