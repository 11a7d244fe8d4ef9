//! WordPress: which sites are made with it, and what changed there.

use bantin_core::sources::known::{Mark, Place};
use serde_json::Value;
use url::Url;

use super::{Access, System};
use crate::error::ImportError;
use crate::feed::rest::{self, Rest, Since};
use crate::fetch::Fetched;
use crate::looking::{Looked, Looking, Refusal, SMALL, hash};
use crate::page::Page;
use crate::source::Source;

/// The relation of WordPress' link to its interface.
const REST: &str = "https://api.w.org/";

pub struct WordPress;

impl System for WordPress {
    fn tag(&self) -> &'static str {
        "word_press"
    }

    fn of_address(&self, url: &Url) -> Option<Url> {
        Rest::root_of(url)
    }

    fn of_page(&self, page: &Page) -> Option<Url> {
        page.linked(REST).cloned()
    }

    fn source(&self, place: Place, access: Access<'_>) -> Result<Box<dyn Source>, ImportError> {
        let Place { root, lang, .. } = place;
        Ok(Box::new(Rest { root, lang, web: access.web, since: None }))
    }

    /// Only the posts that are new or changed are read, while none went away.
    fn look(&self, place: Place, mut looking: Looking<'_>) -> Result<Looked, Refusal> {
        let Place { root, lang, .. } = place;
        let refused = ImportError::of_interface(&root, Some(rest::ADVICE));
        let last = rest::last_by(&root, "modified");
        let answer = looking.ask_if_other(&last, SMALL, &refused)?;
        let hash = seen(&answer);
        if looking.is_same(&answer, hash.as_ref()) {
            return Ok(looking.nothing(&answer));
        }
        let old = looking.known.mark.clone();
        let new = if answer.status == 304 {
            old.clone()
        } else {
            mark(&answer, &looking.ask(&rest::last_by(&root, "date"), SMALL, &refused)?)
        };
        let since =
            if looking.is_due() { None } else { Since::between(old.as_ref(), new.as_ref()) };
        looking.known.mark = new;
        let source = |web| -> Box<dyn Source> { Box::new(Rest { root, lang, web, since }) };
        Ok(looking.something(&answer, hash, source))
    }
}

/// A hash over an answer about one post and the number of posts. `None` when the answer says that nothing changed.
fn seen(answer: &Fetched) -> Option<String> {
    let total = answer.header(rest::TOTAL).unwrap_or_default();
    (answer.status != 304).then(|| hash(&[&answer.bytes, total.as_bytes()].concat()))
}

/// How far the site can be read now, by the answers about the post that changed last and about the newest one.
fn mark(changed: &Fetched, newest: &Fetched) -> Option<Mark> {
    let moment = |answer: &Fetched, name: &str| {
        let posts: Value = serde_json::from_slice(&answer.bytes).ok()?;
        Some(posts.get(0)?.get(name)?.as_str()?.to_owned())
    };
    Some(Mark {
        changed: moment(changed, "modified_gmt")?,
        newest: moment(newest, "date_gmt")?,
        total: changed.header(rest::TOTAL)?.trim().parse().ok()?,
    })
}
