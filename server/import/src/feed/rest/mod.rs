//! Reads all posts of a WordPress site through its interface on the web (`/wp-json/wp/v2/`), with the parts that
//! `_embed` adds. They are the same articles as in the site's export.
//!
//! - `pages`: posts, page by page; `post`: what one says
//!
//! Source: what WordPress 7.1 answers, recorded in `server/tests/recorded/wordpress`.

mod pages;
mod post;
#[cfg(test)]
mod tests;

use bantin_core::identity::bare_address;
use bantin_core::sources::known::Mark;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::item::Parsed;
use super::list::{self, List};
use super::wordpress;
use crate::error::{ImportError, InterfaceError};
use crate::fetch::Fetcher;
use crate::interface::Interface;
use crate::source::Source;
use crate::{Context, Entry, page};
use pages::Pages;

/// The header with the number of posts.
pub const TOTAL: &str = "x-wp-total";

/// How many posts are asked for at a time. WordPress gives at most 100.
const AT_ONCE: &str = "50";

/// Where the interface is, in the path of most sites.
const PATH: &str = "/wp-json";

/// The query by which the interface is reached on sites without readable addresses.
const ROUTE: &str = "rest_route";

/// What an operator can do when the site refuses.
pub const ADVICE: &str = "the site does not show its articles in this way: import an export of it (Tools, Export), or the address of its feed";

/// A WordPress site.
pub struct Rest {
    /// Of its interface.
    pub root: Url,
    /// The language that the front page names, if it was looked at.
    pub lang: Option<String>,
    pub web: Fetcher,
    /// How far the site was read before, to read only the rest; `None` to read everything.
    pub since: Option<Since>,
}

/// How far a site was read before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    pub mark: Mark,
    /// How many posts it has more than then.
    pub more: u64,
}

impl Since {
    /// The part to read of a site that was at `old` and is at `new` now. `None` when posts went away, so that
    /// everything must be read.
    pub fn between(old: Option<&Mark>, new: Option<&Mark>) -> Option<Self> {
        let (old, new) = (old?, new?);
        let more = new.total.checked_sub(old.total)?;
        Some(Self { mark: old.clone(), more })
    }
}

impl Source for Rest {
    fn kind(&self) -> &'static str {
        "a WordPress site"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        let url = self.root.to_string();
        let refused = ImportError::of_interface(&self.root, Some(ADVICE));
        let interface = Interface::new(&self.web, context.options.pause);
        let index = interface.ask(&self.root).map_err(refused)?;
        let home = index.json.get("home").and_then(Value::as_str);
        let home = home.and_then(|home| Url::parse(home).ok()).filter(Url::has_host);
        let not_one = InterfaceError::Unexpected("what WordPress says of a site");
        let home = home.ok_or(not_one).map_err(refused)?;
        let pages = || Pages::new(&context.dates, context.options.scratch.as_deref());
        let changed = match &self.since {
            Some(since) => self.changed(since, &interface, pages().map_err(refused)?),
            None => Changed::Unclear,
        };
        let (pages, broken, is_all) = match changed {
            Changed::These(pages) => (pages, None, false),
            Changed::Broken(error) => return Err(refused(error)),
            Changed::Unclear => {
                // Oldest first, so that a post that is published meanwhile comes last.
                let mut pages = pages().map_err(refused)?;
                let broken = pages.read(&self, &interface, None).err();
                (pages, broken, true)
            }
        };
        let Pages { posts, texts, .. } = pages;
        if let Some(error) = broken.clone().filter(|_| posts.is_empty()) {
            return Err(refused(error));
        }
        let read = posts.len();
        // An export names the site's language; here its front page does.
        let lang = self.lang.clone().or_else(|| page::language(&self.web, &home));
        let feed = super::json::head_of(&home, lang.as_deref(), &context.dates);
        let feed = feed.map_err(|_| refused(InterfaceError::Unexpected("a site")))?;
        let parsed = Parsed::of(feed, posts, texts.into_texts());
        let (source, is_whole) =
            (wordpress::source(&bare_address(home.as_str())), is_all && broken.is_none());
        let list = List { source, is_whole, parsed, address: Some(home) };
        list::hand_on(list, context, sink);
        broken.map_or(Ok(()), |error| Err(ImportError::BrokenOff { url, read, error }))
    }
}

impl Rest {
    /// The root of the interface that `url` is an address in.
    pub fn root_of(url: &Url) -> Option<Url> {
        if url.query_pairs().any(|(name, _)| name == ROUTE) {
            return Some(at_route(url, "/"));
        }
        let end = url.path().find(PATH)? + PATH.len();
        let (path, rest) = url.path().split_at_checked(end)?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        let mut root = url.clone();
        root.set_path(&format!("{path}/"));
        root.set_query(None);
        root.set_fragment(None);
        Some(root)
    }

    /// The posts that changed or were published since. WordPress does not count the publication of a scheduled post as
    /// a change, so those are asked for by their date. When the number of new posts is not the number by which the site
    /// grew, a post went away or came with an old date, and everything must be read.
    fn changed<'a>(
        &self,
        since: &Since,
        interface: &Interface<'_>,
        mut pages: Pages<'a>,
    ) -> Changed<'a> {
        let Since { mark, more } = since;
        pages.newest.clone_from(&mark.newest);
        let inclusive = format!("{}Z", mark.changed).parse::<Timestamp>().map(|moment| {
            // Posts that changed within the same second after the last look must be read too.
            (moment - SignedDuration::from_secs(1)).to_string()
        });
        let Ok(changed) = inclusive else { return Changed::Unclear };
        let newest = format!("{}Z", mark.newest);
        for filter in [("modified_after", changed.as_str()), ("after", newest.as_str())] {
            if let Err(error) = pages.read(self, interface, Some(filter)) {
                return Changed::Broken(error);
            }
        }
        if pages.came == *more { Changed::These(pages) } else { Changed::Unclear }
    }

    fn page(&self, page: usize, filter: Option<(&str, &str)>) -> Url {
        let mut url = posts_of(&self.root);
        let page = page.to_string();
        let query = [("per_page", AT_ONCE), ("page", &page), ("orderby", "id"), ("order", "asc")];
        url.query_pairs_mut().extend_pairs(query).append_pair("_embed", "1").extend_pairs(filter);
        url
    }
}

/// The posts that changed on a site.
enum Changed<'a> {
    These(Pages<'a>),
    /// Cannot be told without reading everything.
    Unclear,
    Broken(InterfaceError),
}

/// The address of the posts, in the interface with this root.
fn posts_of(root: &Url) -> Url {
    if root.query_pairs().any(|(name, _)| name == ROUTE) {
        return at_route(root, "/wp/v2/posts");
    }
    let mut url = root.clone();
    url.set_path(&format!("{}/wp/v2/posts", root.path().trim_end_matches('/')));
    url
}

/// The address of one post: the one that comes last by `order`, which is `modified` or `date`.
pub fn last_by(root: &Url, order: &str) -> Url {
    let mut url = posts_of(root);
    let query = [("per_page", "1"), ("page", "1"), ("orderby", order), ("order", "desc")];
    url.query_pairs_mut().extend_pairs(query).append_pair("_fields", "id,date_gmt,modified_gmt");
    url
}

/// `url` with another route.
fn at_route(url: &Url, route: &str) -> Url {
    let mut at = url.clone();
    at.set_fragment(None);
    at.query_pairs_mut().clear().append_pair(ROUTE, route);
    at
}
