//! The systems that sites are made with and whose interfaces give all articles of a site.
//!
//! A further one is a file beside these, which implements [`System`] and reads the articles ([`Source`]), and its name in
//! [`ALL`]. [`Looking`] asks for no more than must be, and remembers the answer.
//!
//! - `wordpress`, `ghost`, `bantin`: a system each. Their readers are `feed::rest`, `ghost::api` and `bantin`

mod bantin;
mod ghost;
mod wordpress;

use bantin_core::sources::known::Place;
use bantin_core::sources::shown;
use url::Url;

use super::error::ImportError;
use super::fetch::Fetcher;
use super::looking::{Looked, Looking, Refusal};
use super::page::Page;
use super::source::Source;

/// All systems. A page that names several is read by the first of them.
const ALL: &[&dyn System] = &[&wordpress::WordPress, &ghost::Ghost, &bantin::BanTin];

/// A system that sites are made with.
pub trait System: Sync {
    /// The tag that the store keeps with what is remembered of a site. It never changes, and no other system has it.
    fn tag(&self) -> &'static str;

    /// The site or the interface that `url` is an address of the interface in. It is what [`Place::root`] holds.
    fn of_address(&self, url: &Url) -> Option<Url>;

    /// The same, for the site that `page` is a page of.
    fn of_page(&self, page: &Page) -> Option<Url>;

    /// The whole site at `place`.
    ///
    /// # Errors
    /// [`ImportError`] when `access` is not enough for it.
    fn source(&self, place: Place, access: Access<'_>) -> Result<Box<dyn Source>, ImportError>;

    /// Looks whether anything changed at `place`.
    ///
    /// # Errors
    /// [`Refusal`] when there is no answer, or none that can be read.
    fn look(&self, place: Place, looking: Looking<'_>) -> Result<Looked, Refusal>;
}

/// How a site is reached.
pub struct Access<'a> {
    /// The address that was given for it.
    pub address: &'a Url,
    /// The key that was given for it.
    pub key: Option<&'a str>,
    pub web: Fetcher,
}

/// The system with this tag; `None` for one of a later release.
pub fn tagged(tag: &str) -> Option<&'static dyn System> {
    ALL.iter().copied().find(|system| system.tag() == tag)
}

/// The system of `place`, which was found at `address`.
///
/// # Errors
/// [`ImportError::LaterSystem`] for one of a later release.
pub fn of(place: &Place, address: &Url) -> Result<&'static dyn System, ImportError> {
    let later = || ImportError::LaterSystem(shown(address.as_str()).into_owned());
    tagged(&place.system).ok_or_else(later)
}

/// The site whose interface `url` is an address in.
pub fn of_address(url: &Url) -> Option<Place> {
    place(None, |system| system.of_address(url))
}

/// The site that `page` is a page of.
pub fn of_page(page: &Page) -> Option<Place> {
    place(page.lang.clone(), |system| system.of_page(page))
}

fn place(lang: Option<String>, root: impl Fn(&dyn System) -> Option<Url>) -> Option<Place> {
    let (system, root) = ALL.iter().find_map(|system| Some((system.tag(), root(*system)?)))?;
    Some(Place { system: system.to_owned(), root, lang })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_system_has_a_tag_of_its_own() {
        for system in ALL {
            let same = ALL.iter().filter(|other| other.tag() == system.tag());
            assert_eq!(same.count(), 1, "{}", system.tag());
            assert!(system.tag() != "feed", "that is the tag of a feed");
            assert!(tagged(system.tag()).is_some());
        }
        assert!(tagged("of_a_later_release").is_none());
    }

    #[test]
    fn an_address_in_an_interface_and_a_page_tell_their_site() {
        let of = |place: Option<Place>| place.map(|it| format!("{} {}", it.system, it.root));
        let address = |url: &str| of(of_address(&Url::parse(url).unwrap()));
        let wordpress = Some("word_press https://a.example/wp-json/".to_owned());
        let ghost = Some("ghost https://a.example/tin/".to_owned());
        let bantin = Some("ban_tin https://a.example/tin/".to_owned());
        assert_eq!(address("https://a.example/wp-json/wp/v2/posts"), wordpress);
        assert_eq!(address("https://a.example/tin/ghost/api/content/"), ghost);
        assert_eq!(address("https://a.example/tin/api/v1/"), bantin);
        assert_eq!(address("https://a.example/tin/"), None);
        let page = |head: &str| {
            let url = Url::parse("https://a.example/tin/").unwrap();
            let html = format!("<html lang=vi><head>{head}</head>");
            of_page(&Page::of_html(html.as_bytes(), &url))
        };
        let rest = "<link rel='https://api.w.org/' href='/wp-json/'>";
        let made = "<meta name=generator content='Ghost 6.65'>";
        let list =
            "<link rel=alternate type='application/feed+json' href='api/v1/lists/latest.json'>";
        assert_eq!(of(page(&format!("{made}{rest}"))), wordpress);
        assert_eq!(of(page(&format!("{list}{made}"))), Some("ghost https://a.example/".to_owned()));
        assert_eq!(of(page(list)), bantin);
        assert_eq!(page(list).unwrap().lang.as_deref(), Some("vi"));
        assert_eq!(page(""), None);
    }
}
