//! Ghost's Content API: all posts of a site that everybody may read.
//!
//! Source: what Ghost 6.65 answers, recorded in `server/tests/recorded/ghost`.

use std::collections::HashSet;

use serde_json::Value;
use url::Url;

use super::{Post, source};
use crate::date::Dates;
use crate::error::{FetchError, ImportError, InterfaceError};
use crate::feed::item::{self, Parsed};
use crate::feed::list::{self, List};
use crate::feed::spool::Spool;
use crate::feed::{MAX_SITE_BYTES, json};
use crate::fetch::Fetcher;
use crate::interface::Interface;
use crate::source::Source;
use crate::{Context, Entry};

/// So many posts are asked for at a time. Ghost gives at most 100.
const AT_ONCE: &str = "50";

/// What an operator can do when the site refuses.
pub const ADVICE: &str = "check the key: it is the Content API key of an integration under Settings, Integrations in Ghost";

/// The path of the interface below the address of a site.
const PATH: &str = "/ghost/api/";

/// A Ghost site.
pub struct Api {
    /// Its address.
    pub site: Url,
    /// The Content API key of an integration.
    pub key: String,
    pub web: Fetcher,
}

impl Source for Api {
    fn kind(&self) -> &'static str {
        "a Ghost site"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        let url = self.site.to_string();
        let refused = ImportError::of_interface(&self.site, Some(ADVICE));
        let interface = Interface::new(&self.web, context.options.pause);
        let settings = interface.ask(&self.at("settings/", &[])).map_err(refused)?.json;
        let text = |name: &str| settings.pointer("/settings")?.get(name)?.as_str();
        let not_one = InterfaceError::Unexpected("what Ghost says of a site");
        let home = text("url").and_then(|home| Url::parse(home).ok()).ok_or(not_one);
        let home = home.map_err(refused)?;
        let lang = text("locale").or_else(|| text("lang"));
        let mut texts = Spool::new(context.options.scratch.as_deref())
            .map_err(InterfaceError::from)
            .map_err(refused)?;
        let (posts, broken) = self.posts(&interface, &context.dates, &mut texts);
        if let Some(error) = broken.clone().filter(|_| posts.is_empty()) {
            return Err(refused(error));
        }
        let read = posts.len();
        let feed = json::head_of(&home, lang, &context.dates);
        let feed = feed.map_err(|_| refused(InterfaceError::Unexpected("a site")))?;
        let parsed = Parsed::of(feed, posts, texts.into_texts());
        let (source, is_whole) = (source(&home), broken.is_none());
        let list = List { source, is_whole, parsed, address: Some(home) };
        list::hand_on(list, context, sink);
        broken.map_or(Ok(()), |error| Err(ImportError::BrokenOff { url, read, error }))
    }
}

impl Api {
    /// The site whose interface `url` is an address in.
    pub fn site_of(url: &Url) -> Option<Url> {
        let (path, _) = url.path().split_once(PATH)?;
        let mut site = url.clone();
        site.set_path(&format!("{path}/"));
        site.set_query(None);
        site.set_fragment(None);
        Some(site)
    }

    fn at(&self, what: &str, query: &[(&str, &str)]) -> Url {
        at(&self.site, &self.key, what, query)
    }

    /// Every post without its text, which goes to `texts`, the oldest first, so that a new one comes last; and why they
    /// are not all, if they are not.
    fn posts(
        &self,
        interface: &Interface<'_>,
        dates: &Dates,
        texts: &mut Spool,
    ) -> (Vec<item::Item>, Option<InterfaceError>) {
        let (mut posts, mut ids) = (Vec::new(), HashSet::new());
        let (mut most, mut bytes) = (0, 0);
        for page in 1usize.. {
            let number = page.to_string();
            let query = [
                ("limit", AT_ONCE),
                ("page", &number),
                ("include", "tags,authors"),
                ("formats", "html"),
                ("order", "published_at asc,id asc"),
            ];
            let answer = match interface.ask(&self.at("posts/", &query)) {
                Ok(answer) => answer,
                Err(error) => return (posts, Some(error)),
            };
            bytes += answer.bytes;
            if bytes > MAX_SITE_BYTES {
                return (posts, Some(FetchError::TooLarge { limit: MAX_SITE_BYTES }.into()));
            }
            let mut json = answer.json;
            let number = |name: &str| {
                json.pointer("/meta/pagination").and_then(|told| told.get(name)?.as_u64())
            };
            let (pages, total) = (number("pages"), number("total"));
            let Some(Value::Array(found)) = json.get_mut("posts").map(Value::take) else {
                return (posts, Some(InterfaceError::Unexpected("a list of posts")));
            };
            // One that went away moved all others one place ahead, and maybe one of them onto no page.
            if total.is_some_and(|total| total < most) {
                return (posts, Some(InterfaceError::Changed));
            }
            most = total.unwrap_or(most);
            let is_last = found.is_empty() || pages.is_some_and(|pages| page as u64 >= pages);
            let known = posts.len();
            // A post that a new one moved to the next page was read already.
            let uuid = |post: &Value| post.get("uuid").map(Value::to_string);
            let new = found.into_iter().filter(|post| uuid(post).is_none_or(|id| ids.insert(id)));
            for mut post in new.map(|fields| post(fields).item(dates)) {
                if let Err(error) = texts.take(&mut post) {
                    return (posts, Some(error.into()));
                }
                posts.push(post);
            }
            if is_last {
                let is_short = (ids.len() as u64) < most;
                return (posts, is_short.then_some(InterfaceError::Changed));
            }
            if posts.len() == known {
                return (posts, Some(InterfaceError::Repeats(page)));
            }
        }
        (posts, None)
    }
}

fn at(site: &Url, key: &str, what: &str, query: &[(&str, &str)]) -> Url {
    let mut url = site.clone();
    url.set_fragment(None);
    url.set_path(&format!("{}{PATH}content/{what}", site.path().trim_end_matches('/')));
    url.query_pairs_mut().clear().append_pair("key", key).extend_pairs(query);
    url
}

/// Where the post of `site` is asked for that changed last, and how many there are.
pub fn last_changed(site: &Url, key: &str) -> Url {
    let query =
        [("limit", "1"), ("page", "1"), ("fields", "id,updated_at"), ("order", "updated_at desc")];
    at(site, key, "posts/", &query)
}

fn post(fields: Value) -> Post {
    let Value::Object(mut fields) = fields else {
        return Post {
            fields: Default::default(),
            tags: Vec::new(),
            authors: Vec::new(),
            url: None,
            why_not: None,
        };
    };
    let mut list = |name: &str| match fields.remove(name) {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    };
    let (tags, authors) = (list("tags"), list("authors"));
    let url = fields.get("url").and_then(Value::as_str).map(str::to_owned);
    Post { fields, tags, authors, url, why_not: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_of_the_interface_tells_its_site() {
        let url = Url::parse("https://a.example/tin/ghost/api/content/posts/?key=k#x").unwrap();
        let site = Api::site_of(&url).unwrap();
        assert_eq!(site.as_str(), "https://a.example/tin/");
        let api = Api { site, key: "k".to_owned(), web: Fetcher::new(None) };
        let posts = api.at("posts/", &[("page", "2")]);
        assert_eq!(posts.as_str(), "https://a.example/tin/ghost/api/content/posts/?key=k&page=2");
        assert_eq!(Api::site_of(&Url::parse("https://a.example/ghost/").unwrap()), None);
    }
}
