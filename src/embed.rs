//! The widgets: components of the app, on somebody else's page. No router, no document head, nothing
//! global.

use crate::components::element::Built;
use bantin_model::slug::SlugError;
use bantin_model::{RatingSummary, Slug};
use leptos::mount::{UnmountHandle, mount_to};
use web_sys::HtmlElement;

use crate::api::Client;
use crate::api::outbox::Outbox;
use crate::components::rating::{Live, rating_box};
use crate::locale::Lang;

/// A widget; dropping it takes it off the page.
pub type Mounted = UnmountHandle<Option<Built>>;

/// Draws the rating of `article` into `target`.
///
/// # Errors
/// [`SlugError`] when `article` cannot be the name of an article.
pub fn rating(
    target: HtmlElement,
    article: &str,
    api: &str,
    lang: &str,
) -> Result<Mounted, SlugError> {
    let slug = Slug::new(article)?;
    let client = Client::new(api).with_live_at(api);
    let messages = Lang::of(lang).unwrap_or(Lang::Vi).widget_messages();
    Ok(mount_to(target, move || {
        let live = Live { client: client.clone(), outbox: Outbox::open(client) };
        rating_box(messages, RatingSummary::empty(slug), Some(live), true, None)
    }))
}
