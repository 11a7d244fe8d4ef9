//! The posts of a WordPress site from its interface on the web (`/wp-json/wp/v2/`): all of them, with what
//! `_embed` adds. They are the same articles as those of the site's export.
//!
//! Source: what WordPress 7.1 answers, recorded in `server/tests/recorded/wordpress`.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use url::Url;

use super::{Export, Item, Term};
use crate::identity::bare_address;
use crate::import::date::Dates;
use crate::import::dropped::Dropped;
use crate::import::error::{EntryError, FetchError, ImportError, InterfaceError, System};
use crate::import::feed::list::{self, List};
use crate::import::feed::parse::{self, LeadPicture, More};
use crate::import::feed::{MAX_BYTES, wordpress};
use crate::import::fetch::Fetcher;
use crate::import::interface::Interface;
use crate::import::source::Source;
use crate::import::{Context, Entry, html, page};

/// Where the interface is, in the path of most sites.
const PATH: &str = "/wp-json";

/// Where it is on sites without readable addresses.
const ROUTE: &str = "rest_route";

/// So many posts are asked for at a time. WordPress gives at most 100.
const AT_ONCE: &str = "50";

/// A WordPress site.
pub struct Rest {
    /// Of its interface.
    pub root: Url,
    /// The language that its front page says it is in, when somebody has looked.
    pub lang: Option<String>,
    pub web: Fetcher,
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
        let of = System::WordPress;
        let refused = |error| ImportError::Interface { url: url.clone(), of, error };
        let interface = Interface::new(&self.web, context.options.pause);
        let index = interface.ask(&self.root).map_err(refused)?;
        let home = index.json.get("home").and_then(Value::as_str);
        let home = home.and_then(|home| Url::parse(home).ok()).filter(Url::has_host);
        let not_one = InterfaceError::Unexpected("what WordPress says of a site");
        let home = home.ok_or(not_one).map_err(refused)?;
        let (posts, broken) = self.posts(&interface, &context.dates);
        if let Some(error) = broken.clone().filter(|_| posts.is_empty()) {
            return Err(refused(error));
        }
        let read = posts.len();
        // An export says the site's language; here its front page does.
        let lang = self.lang.clone().or_else(|| page::language(&self.web, &home));
        let feed = parse::head_of(&home, lang.as_deref(), &context.dates);
        let feed = feed.map_err(|_| refused(InterfaceError::Unexpected("a site")))?;
        let export = Export::default();
        let items = list::items(posts, &feed, &export);
        let (source, is_whole) =
            (wordpress::source(&bare_address(home.as_str())), broken.is_none());
        let list = List { source, is_whole, feed, export, address: Some(home), items };
        list::hand_on(list, context, sink);
        broken.map_or(Ok(()), |error| Err(ImportError::BrokenOff { url, read, error }))
    }
}

impl Rest {
    /// The root of the interface that `url` is an address of.
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

    /// Every post, the oldest first, so that a new one comes last; and why they are not all, if they are not.
    fn posts(
        &self,
        interface: &Interface<'_>,
        dates: &Dates,
    ) -> (Vec<parse::Item>, Option<InterfaceError>) {
        let (mut posts, mut ids) = (Vec::new(), HashSet::new());
        let (mut total, mut bytes) = (0, 0);
        for page in 1.. {
            let answer = match interface.ask(&self.page(page)) {
                Ok(answer) => answer,
                Err(InterfaceError::Refused { code, .. }) if page > 1 && is_beyond(&code) => break,
                Err(error) => return (posts, Some(error)),
            };
            bytes += answer.bytes;
            if bytes > MAX_BYTES {
                let error = FetchError::TooLarge { limit: MAX_BYTES };
                return (posts, Some(error.into()));
            }
            let now = answer.number("x-wp-total");
            // What stood behind it is one place further ahead now, and may not be on any page.
            if now.is_some_and(|now| now < total) {
                return (posts, Some(InterfaceError::Changed));
            }
            total = now.unwrap_or(total);
            let pages = answer.number("x-wp-totalpages");
            let Value::Array(found) = answer.json else {
                return (posts, Some(InterfaceError::Unexpected("a list of posts")));
            };
            let is_last = found.is_empty() || pages.is_some_and(|pages| page >= pages);
            let known = posts.len();
            // One that was moved to this page by a new one before it was read already.
            let new = found.iter().filter(|post| id(post).is_none_or(|id| ids.insert(id)));
            posts.extend(new.map(|post| item(post, dates)));
            let is_new = posts.len() > known;
            if is_last {
                break;
            }
            // A site that knows no pages would be asked for ever.
            if !is_new {
                return (posts, Some(InterfaceError::Repeats(page)));
            }
        }
        (posts, None)
    }

    fn page(&self, page: usize) -> Url {
        let mut url = if self.root.query_pairs().any(|(name, _)| name == ROUTE) {
            at_route(&self.root, "/wp/v2/posts")
        } else {
            let mut url = self.root.clone();
            url.set_path(&format!("{}/wp/v2/posts", self.root.path().trim_end_matches('/')));
            url
        };
        let page = page.to_string();
        let query = [("per_page", AT_ONCE), ("page", &page), ("orderby", "id"), ("order", "asc")];
        url.query_pairs_mut().extend_pairs(query).append_pair("_embed", "1");
        url
    }
}

/// `url` with another route.
fn at_route(url: &Url, route: &str) -> Url {
    let mut at = url.clone();
    at.set_fragment(None);
    at.query_pairs_mut().clear().append_pair(ROUTE, route);
    at
}

/// How WordPress refuses a page behind the last one.
fn is_beyond(code: &str) -> bool {
    code == "rest_post_invalid_page_number"
}

fn id(post: &Value) -> Option<String> {
    post.get("id")?.as_u64().map(|id| id.to_string())
}

/// What a post says, as an item of an export says it.
fn item(post: &Value, dates: &Dates) -> parse::Item {
    let text = |path: &str| post.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let Some(id) = id(post) else {
        let error = EntryError::BadEntry("it has no number".to_owned());
        return parse::Item { line: None, entry: Err(error), more: More::default() };
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
    let entry = parse::entry_of(
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
    parse::Item { line: None, entry, more }
}

/// A moment that is written without its zone, which is UTC; none for the zeros of one that is not known.
fn moment(gmt: &str) -> Option<String> {
    (!gmt.is_empty() && !gmt.starts_with("0000")).then(|| format!("{gmt}Z"))
}

/// What the newsroom wrote for lists. Where it wrote nothing, WordPress cuts the text short and says so, or gives the
/// whole of it, which is known later.
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

/// The featured picture; none where the site does not show it to everybody.
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
            Rest { root, lang: None, web: Fetcher::new(None) }.page(2).to_string()
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
