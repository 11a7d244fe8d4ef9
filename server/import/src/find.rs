//! Finds out which kind of source an address or a path is.
//!
//! | source | file | told by |
//! |---|---|---|
//! | folder of Markdown files, one file | `folder` | the path |
//! | feed, WordPress export | `feed` | everything that is none of the others; a page's `<link rel="alternate">` |
//! | WordPress on the web | `feed::rest` | `https://api.w.org/` in a page's head or HTTP's, `/wp-json` |
//! | Ghost on the web | `ghost::api` | a page's generator, `/ghost/api/content` |
//! | Bản Tin on the web | `bantin` | a page's feed in `/api/v1/lists/`, `/api/v1/` |
//! | Ghost's export | `ghost::export` | JSON with `db` |

use std::path::Path;

use bantin_core::sources::known::Kind;
use bantin_core::sources::shown;
use url::Url;

use super::bantin::Newsroom;
use super::discover::discover;
use super::error::ImportError;
use super::feed::rest::Rest;
use super::feed::{self, Feed};
use super::fetch::{Fetched, Fetcher};
use super::folder::{Folder, OneFile};
use super::ghost::api::Api;
use super::ghost::export::{self, Export};
use super::source::{Source, web_address};
use super::{Options, bytes, files};

/// The source for `given`, which is a path or an address.
///
/// # Errors
/// [`ImportError`] when there is nothing, or nothing that can be read.
pub fn find(given: &str, options: &Options) -> Result<Box<dyn Source>, ImportError> {
    if let Some(url) = web_address(given)? {
        return find_on_the_web(given, url, options);
    }
    let path = Path::new(given);
    if !path.exists() {
        return Err(ImportError::Missing(path.to_owned()));
    }
    if path.is_dir() {
        return Ok(Box::new(Folder(path.to_owned())));
    }
    if files::is_markdown(path) {
        return Ok(Box::new(OneFile(path.to_owned())));
    }
    let bytes =
        std::fs::read(path).map_err(|error| ImportError::Io { path: path.to_owned(), error })?;
    let feed = Feed { bytes, charset: None, name: given.to_owned(), address: None };
    of_bytes(feed, options.site.as_ref())
}

/// The source for an address: an interface, a page that names an interface or a feed, or a feed.
fn find_on_the_web(
    given: &str,
    url: Url,
    options: &Options,
) -> Result<Box<dyn Source>, ImportError> {
    // A feed that is made slowly is waited for.
    let web = Fetcher::patient(Some(&url), &options.private);
    let (kind, answer) = discover(&url, |url| get(&web, url))?;
    Ok(match kind {
        Kind::WordPress { root, lang } => Box::new(Rest { root, lang, web, since: None }),
        Kind::Ghost { site } => return ghost(site, &url, options.key.as_deref(), web),
        Kind::BanTin { root } => Box::new(Newsroom { root, web }),
        Kind::Feed { url: address } => match answer {
            Some(Fetched { bytes, charset, .. }) => {
                let feed = Feed { bytes, charset, name: given.to_owned(), address: Some(address) };
                return of_bytes(feed, options.site.as_ref());
            }
            None => {
                let Fetched { bytes, charset, .. } = get(&web, &address)?;
                Box::new(Feed { bytes, charset, name: address.to_string(), address: Some(address) })
            }
        },
    })
}

fn get(web: &Fetcher, url: &Url) -> Result<Fetched, ImportError> {
    let failed = |error| ImportError::Fetch { url: shown(url.as_str()).into_owned(), error };
    web.fetch(url, feed::MAX_BYTES).map_err(failed)
}

/// A source for the Ghost site `site`, with `key`, or with a key in `url`.
///
/// # Errors
/// [`ImportError::NoKey`].
pub fn ghost(
    site: Url,
    url: &Url,
    key: Option<&str>,
    web: Fetcher,
) -> Result<Box<dyn Source>, ImportError> {
    let key = key_of(url, key)?;
    Ok(Box::new(Api { site, key, web }))
}

/// The key for Ghost: `key`, or else the one in `url`.
///
/// # Errors
/// [`ImportError::NoKey`].
pub fn key_of(url: &Url, key: Option<&str>) -> Result<String, ImportError> {
    let in_address = || url.query_pairs().find(|(name, _)| name == "key");
    let key = key.map(str::to_owned).or_else(|| in_address().map(|(_, key)| key.into_owned()));
    let none = || ImportError::NoKey(shown(url.as_str()).into_owned());
    key.filter(|key| !key.is_empty()).ok_or_else(none)
}

/// The source for bytes: an export of Ghost's from `site`, or else a feed.
///
/// # Errors
/// [`ImportError`] when the bytes are packed in an unknown way, or the site of an export is not given.
pub fn of_bytes(mut feed: Feed, site: Option<&Url>) -> Result<Box<dyn Source>, ImportError> {
    let not_a_feed = |reason| ImportError::NotAFeed { name: feed.name.clone(), reason };
    feed.bytes =
        bytes::unpacked(std::mem::take(&mut feed.bytes), feed::MAX_BYTES).map_err(not_a_feed)?;
    if !export::is_one(&feed.bytes) {
        return Ok(Box::new(feed));
    }
    let Feed { bytes, name, .. } = feed;
    match site.cloned() {
        Some(site) => Ok(Box::new(Export { bytes, name, site })),
        None => Err(ImportError::NoSite(name)),
    }
}
