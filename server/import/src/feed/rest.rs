//! Reads all posts of a WordPress site through its interface on the web (`/wp-json/wp/v2/`), with the parts that
//! `_embed` adds. They are the same articles as in the site's export.
//!
//! Source: what WordPress 7.1 answers, recorded in `server/tests/recorded/wordpress`.

use std::collections::HashSet;
use std::path::Path;

use bantin_core::identity::bare_address;
use bantin_core::sources::known::Mark;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use url::Url;

use super::item::{self, More, Parsed};
use super::lead_picture::LeadPicture;
use super::list::{self, List};
use super::spool::Spool;
use super::wordpress::{Item, Term};
use super::{MAX_SITE_BYTES, wordpress};
use crate::date::Dates;
use crate::dropped::Dropped;
use crate::error::{EntryError, FetchError, ImportError, InterfaceError};
use crate::fetch::Fetcher;
use crate::interface::Interface;
use crate::source::Source;
use crate::{Context, Entry, html, page};

/// Where the interface is, in the path of most sites.
const PATH: &str = "/wp-json";

/// The query by which the interface is reached on sites without readable addresses.
const ROUTE: &str = "rest_route";

/// What an operator can do when the site refuses.
pub const ADVICE: &str = "the site does not show its articles in this way: import an export of it (Tools, Export), or the address of its feed";

/// The header with the number of posts.
pub const TOTAL: &str = "x-wp-total";

/// How many posts are asked for at a time. WordPress gives at most 100.
const AT_ONCE: &str = "50";

/// A WordPress site.
pub struct Rest {
    /// The address of the interface.
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

/// Posts, read page by page.
struct Pages<'a> {
    dates: &'a Dates,
    /// The posts without their texts.
    posts: Vec<item::Item>,
    texts: Spool,
    ids: HashSet<String>,
    bytes: u64,
    /// The date of the newest post known before, and how many newer ones were read.
    newest: String,
    came: u64,
}

impl<'a> Pages<'a> {
    /// No posts yet; their texts are kept in a file in `scratch`.
    fn new(dates: &'a Dates, scratch: Option<&Path>) -> Result<Self, InterfaceError> {
        Ok(Self {
            dates,
            posts: Vec::new(),
            texts: Spool::new(scratch)?,
            ids: HashSet::new(),
            bytes: 0,
            newest: String::new(),
            came: 0,
        })
    }

    /// Reads all pages of the posts that fulfil `filter`.
    fn read(
        &mut self,
        site: &Rest,
        interface: &Interface<'_>,
        filter: Option<(&str, &str)>,
    ) -> Result<(), InterfaceError> {
        let (mut total, mut seen) = (0, HashSet::new());
        for page in 1.. {
            let answer = match interface.ask(&site.page(page, filter)) {
                Ok(answer) => answer,
                Err(InterfaceError::Refused { code, .. }) if page > 1 && is_beyond(&code) => {
                    // A post went away meanwhile, so another one moved to a page that was read before.
                    return if seen.len() < total { Err(InterfaceError::Changed) } else { Ok(()) };
                }
                Err(error) => return Err(error),
            };
            self.bytes += answer.bytes;
            if self.bytes > MAX_SITE_BYTES {
                return Err(FetchError::TooLarge { limit: MAX_SITE_BYTES }.into());
            }
            let now = answer.number(TOTAL);
            // When a post goes away, those behind it move ahead by one, perhaps to a page that was read before.
            if now.is_some_and(|now| now < total) {
                return Err(InterfaceError::Changed);
            }
            total = now.unwrap_or(total);
            let pages = answer.number("x-wp-totalpages");
            let Value::Array(found) = answer.json else {
                return Err(InterfaceError::Unexpected("a list of posts"));
            };
            if found.is_empty() && seen.len() < total {
                return Err(InterfaceError::Changed);
            }
            let is_last = found.is_empty() || pages.is_some_and(|pages| page >= pages);
            let known = seen.len();
            for post in &found {
                seen.extend(id(post));
                // A post that a new one moved to the next page was read already.
                if id(post).is_none_or(|id| self.ids.insert(id)) {
                    let written = post.get("date_gmt").and_then(Value::as_str).unwrap_or_default();
                    self.came += u64::from(written > self.newest.as_str());
                    let mut post = item(post, self.dates);
                    self.texts.take(&mut post)?;
                    self.posts.push(post);
                }
            }
            if is_last {
                break;
            }
            // A site that ignores the number of the page would be asked for ever.
            if seen.len() == known {
                return Err(InterfaceError::Repeats(page));
            }
        }
        Ok(())
    }
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

/// Whether WordPress refuses because the page is behind the last one.
fn is_beyond(code: &str) -> bool {
    code == "rest_post_invalid_page_number"
}

fn id(post: &Value) -> Option<String> {
    post.get("id")?.as_u64().map(|id| id.to_string())
}

/// A post in the form of an export's item.
fn item(post: &Value, dates: &Dates) -> item::Item {
    let text = |path: &str| post.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let Some(id) = id(post) else {
        let error = EntryError::BadEntry("it has no number".to_owned());
        return item::Item { line: None, entry: Err(error), more: More::default() };
    };
    let mut more = More::default();
    let embedded = |name: &str| {
        let found = post.get("_embedded").and_then(|all| all.get(name)).and_then(Value::as_array);
        found.into_iter().flatten()
    };
    let author = embedded("author").find_map(|author| author.get("name")?.as_str());
    if author.is_none() && post.get("author").and_then(Value::as_u64).is_some_and(|id| id > 0) {
        let reason = "the site does not say the author's name".to_owned();
        more.dropped.push(Dropped::Field { field: "author", reason });
    }
    more.image = embedded("wp:featuredmedia").find_map(lead_picture);
    more.language = Some(text("/lang").to_owned()).filter(|lang| !lang.is_empty());
    let written = moment(text("/date_gmt")).unwrap_or_else(|| text("/date").to_owned());
    more.seconds = dates.seconds(&written);
    let terms = embedded("wp:term").filter_map(Value::as_array).flatten();
    more.take_post(Item {
        kind: text("/type").to_owned(),
        status: text("/status").to_owned(),
        name: percent_decode_str(text("/slug")).decode_utf8_lossy().into_owned(),
        id,
        excerpt: excerpt(text("/excerpt/rendered")),
        terms: terms.filter_map(term).collect(),
        has_password: post.pointer("/content/protected") == Some(&Value::Bool(true)),
        ..Item::default()
    });
    let title = text("/title/rendered");
    let entry = super::json::entry_of(
        json!({
            "id": text("/guid/rendered"),
            "url": text("/link"),
            "title": html::plain(title).unwrap_or_else(|_| title.to_owned()),
            "content_html": text("/content/rendered"),
            "date_published": written,
            "authors": author.map(|name| json!({ "name": name })).into_iter().collect::<Vec<_>>(),
        }),
        dates,
    );
    more.written = Some(written).filter(|written| !written.is_empty());
    item::Item { line: None, entry, more }
}

/// A date written without zone, which is UTC; `None` for the zeros of an unknown one.
fn moment(gmt: &str) -> Option<String> {
    (!gmt.is_empty() && !gmt.starts_with("0000")).then(|| format!("{gmt}Z"))
}

/// The text that the newsroom wrote for lists. Where it wrote none, WordPress cuts the post's text short and marks
/// that, or gives all of it, which is found out later.
fn excerpt(rendered: &str) -> String {
    let bare = rendered.trim().trim_end_matches("</p>").trim_end();
    let is_cut =
        ["[&hellip;]", "[…]", "[...]", "&hellip;", "…"].iter().any(|end| bare.ends_with(end));
    if is_cut { String::new() } else { rendered.to_owned() }
}

fn term(term: &Value) -> Option<Term> {
    let text = |name: &str| term.get(name).and_then(Value::as_str).map(str::to_owned);
    let name = text("name")?;
    let name = html::plain(&name).unwrap_or(name);
    Some(Term { domain: text("taxonomy")?, slug: text("slug").unwrap_or_default(), name })
}

/// The featured picture; `None` where the site does not show it to everybody.
fn lead_picture(media: &Value) -> Option<LeadPicture> {
    let text = |path: &str| media.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let url = Some(text("/source_url")).filter(|url| !url.is_empty())?.to_owned();
    let caption = text("/caption/rendered").to_owned();
    (text("/media_type") != "file").then(|| LeadPicture {
        url,
        alt: text("/alt_text").to_owned(),
        caption,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn root(url: &str) -> Option<String> {
        Rest::root_of(&Url::parse(url).unwrap()).map(String::from)
    }

    #[test]
    fn an_address_of_the_interface_tells_its_root() {
        for (url, expected) in [
            ("https://a.example/wp-json", Some("https://a.example/wp-json/")),
            (
                "https://a.example/tin/wp-json/wp/v2/posts?page=2#x",
                Some("https://a.example/tin/wp-json/"),
            ),
            (
                "https://a.example/?rest_route=/wp/v2/posts",
                Some("https://a.example/?rest_route=%2F"),
            ),
            ("https://a.example/wp-json-la-gi/", None),
            ("https://a.example/feed/", None),
        ] {
            assert_eq!(root(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn pages_are_asked_for_with_and_without_readable_addresses() {
        let page = |url: &str| {
            let root = Rest::root_of(&Url::parse(url).unwrap()).unwrap();
            Rest { root, lang: None, web: Fetcher::new(None), since: None }
                .page(2, None)
                .to_string()
        };
        let query = "per_page=50&page=2&orderby=id&order=asc&_embed=1";
        let readable = page("https://a.example/wp-json/");
        assert_eq!(readable, format!("https://a.example/wp-json/wp/v2/posts?{query}"));
        let bare = page("https://a.example/?rest_route=/");
        assert_eq!(bare, format!("https://a.example/?rest_route=%2Fwp%2Fv2%2Fposts&{query}"));
    }

    #[test]
    fn what_wordpress_cut_short_is_no_lead() {
        assert_eq!(excerpt("<p>Chiều 10-8, sóng vượt [&hellip;]</p>\n"), "");
        assert_eq!(excerpt("<p>Chiều 10-8.</p>\n"), "<p>Chiều 10-8.</p>\n");
    }
}
