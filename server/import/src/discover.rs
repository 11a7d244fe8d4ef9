//! Finds out what an address on the web is: the interface of a site, a page that names an interface or a feed, or a
//! feed.

use bantin_core::sources::known::Kind;
use bantin_core::sources::shown;
use url::Url;

use super::error::{ImportError, NotAFeed};
use super::fetch::Fetched;
use super::page::{self, Page};
use super::systems;

/// The kind of source at `address`, with the answer if that is the feed itself. `get` fetches an address.
///
/// # Errors
/// [`ImportError::NotAFeed`] for a page that names neither an interface nor a feed; the errors of `get`.
pub fn discover<E: From<ImportError>>(
    address: &Url,
    get: impl FnOnce(&Url) -> Result<Fetched, E>,
) -> Result<(Kind, Option<Fetched>), E> {
    if let Some(place) = systems::of_address(address) {
        return Ok((Kind::Site(place), None));
    }
    let fetched = get(address)?;
    if !page::is_one(&fetched.bytes) {
        return Ok((Kind::Feed { url: address.clone() }, Some(fetched)));
    }
    let page = Page::of(&fetched);
    let feed = || page.feeds.first().map(|url| Kind::Feed { url: url.clone() });
    let not_a_feed = || {
        let (name, reason) = (shown(address.as_str()).into_owned(), NotAFeed::WebPage);
        ImportError::NotAFeed { name, reason }
    };
    let kind = systems::of_page(&page).map(Kind::Site).or_else(feed).ok_or_else(not_a_feed)?;
    Ok((kind, None))
}
