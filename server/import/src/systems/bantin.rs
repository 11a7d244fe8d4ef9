//! Bản Tin: which sites are made with it, and whether anything changed there.

use bantin_core::sources::known::Place;
use url::Url;

use super::{Access, System};
use crate::bantin::{Newsroom, news_of};
use crate::error::ImportError;
use crate::feed;
use crate::looking::{Looked, Looking, Refusal, hash};
use crate::page::Page;
use crate::source::Source;

pub struct BanTin;

impl System for BanTin {
    fn tag(&self) -> &'static str {
        "ban_tin"
    }

    fn of_address(&self, url: &Url) -> Option<Url> {
        Newsroom::root_of(url)
    }

    fn of_page(&self, page: &Page) -> Option<Url> {
        page.feeds.iter().find_map(Newsroom::of_feed)
    }

    fn source(&self, place: Place, access: Access<'_>) -> Result<Box<dyn Source>, ImportError> {
        Ok(Box::new(Newsroom { root: place.root, web: access.web }))
    }

    /// A site is read as a whole when the list of its newest articles changed.
    fn look(&self, place: Place, looking: Looking<'_>) -> Result<Looked, Refusal> {
        let root = place.root;
        let (latest, refused) = (Newsroom::latest(&root), ImportError::of_interface(&root, None));
        let answer = looking.ask_if_other(&latest, feed::MAX_BYTES, &refused)?;
        let hash = news_of(&answer.bytes).map(|news| hash(news.join("\n").as_bytes()));
        Ok(looking.compared(&answer, hash, |web| Box::new(Newsroom { root, web })))
    }
}
