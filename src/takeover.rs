//! A prerendered page becomes the app's without being drawn again.
//!
//! Its text stays the very nodes that are on screen, so nothing moves and selection, focus and scroll
//! stay as they are. Only the rating is put in the place of its likeness; a star chosen there meanwhile
//! becomes a vote. What the app needs for this travels in one JSON block, `bantin-page`.

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

/// A rating in the place of a prerendered one; dropping it takes it off the page.
pub type Mounted = UnmountHandle<Option<Built>>;

/// The block `bantin-page`.
#[derive(Deserialize)]
pub struct Takeover {
    pub site: Site,
    /// BCP 47 of the page.
    pub lang: String,
    /// Of the article that the page shows.
    pub rating: Option<RatingSummary>,
    /// False when the page only says that it could not be shown, or shows nothing.
    #[serde(rename = "whole")]
    pub is_whole: bool,
}

/// What the page in the document says of itself; `None` when it says nothing.
pub fn find() -> Option<Takeover> {
    crate::api::json::parse(&browser::text_of("bantin-page")?).ok()
}

/// Whether the page in the document shows what its address asks for.
pub fn is_whole(page: &Takeover) -> bool {
    // A host of files has one search page for every question; it is whole where none is asked, whatever its fragment.
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

/// Takes away what was prerendered, once the app has drawn a page of its own; a page that could not be
/// drawn leaves the old one to be read. Answers whether it is gone.
pub fn clear() -> bool {
    let is_drawn = browser::first("body > .page").is_some();
    if is_drawn {
        browser::remove("boot");
        browser::remove("bantin-page");
        browser::remove_all("head [data-page]");
    }
    is_drawn
}
