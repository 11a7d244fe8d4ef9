//! The posts of a site, page by page, until one of them is known to be the last.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use super::post::{id, item};
use super::{Rest, TOTAL};
use crate::date::Dates;
use crate::error::{FetchError, InterfaceError};
use crate::feed::MAX_SITE_BYTES;
use crate::feed::item::Item;
use crate::feed::spool::Spool;
use crate::interface::Interface;

/// Posts, page by page.
pub struct Pages<'a> {
    dates: &'a Dates,
    /// Without their texts.
    pub posts: Vec<Item>,
    pub texts: Spool,
    ids: HashSet<String>,
    bytes: u64,
    /// The date of the newest post known before, and how many newer ones were read.
    pub newest: String,
    pub came: u64,
}

impl<'a> Pages<'a> {
    /// No posts yet; their texts are kept in a file in `scratch`.
    pub fn new(dates: &'a Dates, scratch: Option<&Path>) -> Result<Self, InterfaceError> {
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
    pub fn read(
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

/// Whether WordPress refuses because the page is behind the last one.
fn is_beyond(code: &str) -> bool {
    code == "rest_post_invalid_page_number"
}
