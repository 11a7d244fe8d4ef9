//! Ghost: which sites are made with it, and whether anything changed there.

use bantin_core::sources::known::Place;
use bantin_core::sources::shown;
use url::Url;

use super::{Access, System};
use crate::error::ImportError;
use crate::ghost::api::{self, Api};
use crate::looking::{Looked, Looking, Refusal, SMALL, hash};
use crate::page::Page;
use crate::source::Source;

pub struct Ghost;

impl System for Ghost {
    fn tag(&self) -> &'static str {
        "ghost"
    }

    fn of_address(&self, url: &Url) -> Option<Url> {
        Api::site_of(url)
    }

    fn of_page(&self, page: &Page) -> Option<Url> {
        if !page.is_made_with("Ghost") {
            return None;
        }
        // The form for members has the address of the interface, also for a site in a folder.
        let mut sites = page.apis.iter().filter_map(Api::site_of);
        sites.find(|site| site.origin() == page.url.origin()).or(page.url.join("/").ok())
    }

    fn source(&self, place: Place, access: Access<'_>) -> Result<Box<dyn Source>, ImportError> {
        let Access { address, key, web } = access;
        let key = key_of(address, key)?;
        Ok(Box::new(Api { site: place.root, key, web }))
    }

    /// A site is read as a whole when the post that changed last is another one, or changed again.
    fn look(&self, place: Place, looking: Looking<'_>) -> Result<Looked, Refusal> {
        let (site, key) = (place.root, key_of(looking.address, looking.key)?);
        let refused = ImportError::of_interface(&site, Some(api::ADVICE));
        let answer = looking.ask_if_other(&api::last_changed(&site, &key), SMALL, &refused)?;
        let hash = (answer.status != 304).then(|| hash(&answer.bytes));
        Ok(looking.compared(&answer, hash, |web| Box::new(Api { site, key, web })))
    }
}

/// The key for Ghost: `key`, or else the one in `url`.
///
/// # Errors
/// [`ImportError::NoKey`].
fn key_of(url: &Url, key: Option<&str>) -> Result<String, ImportError> {
    let in_address = || url.query_pairs().find(|(name, _)| name == "key");
    let key = key.map(str::to_owned).or_else(|| in_address().map(|(_, key)| key.into_owned()));
    let none = || ImportError::NoKey(shown(url.as_str()).into_owned());
    key.filter(|key| !key.is_empty()).ok_or_else(none)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_site_in_a_folder_says_where_it_is() {
        let site = |api: &str| {
            let head = "<html><head><meta name=generator content='Ghost 6.65'>";
            let html = format!("{head}<script data-api='{api}'></script>");
            let url = Url::parse("https://a.example/tin/").unwrap();
            Ghost.of_page(&Page::of_html(html.as_bytes(), &url)).unwrap().to_string()
        };
        assert_eq!(site("https://a.example/tin/ghost/api/content/"), "https://a.example/tin/");
        assert_eq!(site("https://b.example/ghost/api/content/"), "https://a.example/");
    }
}
