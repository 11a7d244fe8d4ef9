//! Finds out what an address on the web is: the interface of a site, a page that names an interface or a feed, or a
//! feed.

use bantin_core::sources::known::Kind;
use bantin_core::sources::shown;
use url::Url;

use super::bantin::Newsroom;
use super::error::{ImportError, NotAFeed};
use super::feed::rest::Rest;
use super::fetch::Fetched;
use super::page::{self, Page};

/// The kind of source at `address`, with the answer if that is the feed itself. `get` fetches an address.
///
/// # Errors
/// [`ImportError::NotAFeed`] for a page that names neither an interface nor a feed; the errors of `get`.
pub fn discover<E: From<ImportError>>(
    address: &Url,
    get: impl FnOnce(&Url) -> Result<Fetched, E>,
) -> Result<(Kind, Option<Fetched>), E> {
    if let Some(root) = Rest::root_of(address) {
        return Ok((Kind::WordPress { root, lang: None }, None));
    }
    if let Some(site) = page::ghost_site_of(address) {
        return Ok((Kind::Ghost { site }, None));
    }
    if let Some(root) = Newsroom::root_of(address) {
        return Ok((Kind::BanTin { root }, None));
    }
    let fetched = get(address)?;
    if !page::is_one(&fetched.bytes) {
        return Ok((Kind::Feed { url: address.clone() }, Some(fetched)));
    }
    let Page { rest, ghost, newsroom, feeds, lang } = Page::of(&fetched);
    let kind = match (rest, ghost, newsroom, feeds.into_iter().next()) {
        (Some(root), ..) => Kind::WordPress { root, lang },
        (None, Some(site), ..) => Kind::Ghost { site },
        (None, None, Some(root), _) => Kind::BanTin { root },
        (None, None, None, Some(url)) => Kind::Feed { url },
        (None, None, None, None) => {
            let (name, reason) = (shown(address.as_str()).into_owned(), NotAFeed::WebPage);
            return Err(ImportError::NotAFeed { name, reason }.into());
        }
    };
    Ok((kind, None))
}
