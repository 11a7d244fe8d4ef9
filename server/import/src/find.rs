//! Finds out which kind of source an address or a path is.
//!
//! | source | told by | where |
//! |---|---|---|
//! | folder of Markdown files, one file | the path | `folder` |
//! | site whose interface gives all its articles | its address, or a page of it | `systems` |
//! | file, on the web too | its bytes; without a format of its own it is a feed | `formats` |
//! | feed that a page names | the page's `<link rel="alternate">` | `discover` |

use std::path::Path;

use bantin_core::sources::known::Kind;
use bantin_core::sources::shown;
use url::Url;

use super::Options;
use super::discover::discover;
use super::error::ImportError;
use super::feed;
use super::fetch::{Fetched, Fetcher};
use super::files;
use super::folder::{Folder, OneFile};
use super::formats::{self, File};
use super::source::{Source, web_address};
use super::systems::{self, Access};

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
    let file = File { bytes, charset: None, name: given.to_owned(), address: None };
    formats::source(file, options.site.as_ref())
}

/// The source for an address: an interface, a page that names an interface or a feed, or a feed.
fn find_on_the_web(
    given: &str,
    url: Url,
    options: &Options,
) -> Result<Box<dyn Source>, ImportError> {
    // A feed that is made slowly is waited for.
    let web = Fetcher::patient(Some(&url), &options.private, options.patience);
    let (kind, answer) = discover(&url, |url| get(&web, url))?;
    match kind {
        Kind::Site(place) => {
            let access = Access { address: &url, key: options.key.as_deref(), web };
            systems::of(&place, &url)?.source(place, access)
        }
        Kind::Feed { url: address } => {
            // A feed that a page names is called by its own address.
            let (name, answer) = match answer {
                Some(answer) => (given.to_owned(), answer),
                None => (address.to_string(), get(&web, &address)?),
            };
            let Fetched { bytes, charset, .. } = answer;
            let file = File { bytes, charset, name, address: Some(address) };
            formats::source(file, options.site.as_ref())
        }
    }
}

fn get(web: &Fetcher, url: &Url) -> Result<Fetched, ImportError> {
    let failed = |error| ImportError::Fetch { url: shown(url.as_str()).into_owned(), error };
    web.fetch(url, feed::MAX_BYTES).map_err(failed)
}
