//! What is known of an entry of a feed before it is read: what its source calls it, its page and its slug, the addresses
//! it had, and its texts.

use bantin_core::identity::bare_address;
use bantin_core::old_address::OldAddress;
use bantin_model::Slug;
use bantin_model::slug::SlugError;
use feed_rs::model::{Entry, Feed};
use url::Url;

use super::item::More;
use super::texts::Texts;
use super::{title, wordpress};
use crate::error::EntryError;
use crate::{html, text};

/// What all entries of a list have in common.
pub struct Shared<'a> {
    pub feed: &'a Feed,
    pub export: &'a wordpress::Export,
    /// The texts that are not within the entries.
    pub texts: &'a Texts,
    /// Where it was fetched.
    pub address: Option<&'a Url>,
}

/// What is known of an entry before its text is read: enough for its slug.
pub struct Facts {
    pub entry: Entry,
    pub more: More,
    /// The id of the entry, the same whenever the feed is read.
    pub id: String,
    /// When it was published, since 1970.
    pub seconds: Option<i64>,
    pub page: Option<Url>,
    pub title: Option<String>,
}

impl Facts {
    /// The facts of the entry at index `at` of the feed.
    ///
    /// # Errors
    /// [`EntryError::Io`] when its text is needed and cannot be read again.
    pub fn of(
        entry: Entry,
        more: More,
        shared: &Shared<'_>,
        at: usize,
    ) -> Result<Self, EntryError> {
        let Shared { feed, export, .. } = shared;
        let page = page(&entry, feed);
        let title = entry.title.as_ref().and_then(|title| title::words(title, &feed.feed_type));
        let title = match title {
            Some(title) => Some(title),
            None => {
                let (mut words, _) = texts(&entry, &more, shared)?;
                if let Some(post) = &more.wordpress {
                    words = wordpress::html(&words, &post.id, export, &mut Vec::new());
                }
                let first = |html: &str| text::beginning(&html::plain(html).ok()?);
                first(&without_captions(&words)).or_else(|| first(&words))
            }
        };
        let id = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
        let id = id.or_else(|| page.as_ref().map(Url::to_string)).or_else(|| title.clone());
        let id = id.unwrap_or_else(|| format!("entry {}", at + 1));
        let seconds = entry.published.or(entry.updated).map(|moment| moment.timestamp());
        let seconds = seconds.or(more.seconds);
        Ok(Self { entry, more, id, seconds, page, title })
    }

    /// The id by which it is known again, whatever changes: WordPress' number, Ghost's uuid, or its own id.
    pub fn key(&self) -> String {
        self.more.id.clone().unwrap_or_else(|| bare_address(&self.id))
    }

    /// Its page, by which entries with the same id are told apart; empty where the id is enough.
    pub fn link(&self) -> String {
        let is_known = self.more.id.is_some() || self.more.wordpress.is_some();
        let Some(page) = self.page.as_ref().filter(|_| !is_known) else { return String::new() };
        let bare = bare_address(page.as_str());
        // Several articles may be on one page, each with a fragment of its own.
        let id = Url::parse(self.id.trim()).ok();
        let fragment = page.fragment().or_else(|| id.as_ref()?.fragment());
        match fragment.filter(|fragment| !fragment.is_empty()) {
            Some(fragment) => format!("{bare}#{fragment}"),
            None => bare,
        }
    }

    /// The slug of its page, or else of its headline.
    pub fn slug(&self) -> Result<Slug, SlugError> {
        let of_post = self.more.slug.as_deref().map(text::slug_text);
        let of_page = of_post
            .filter(|slug| !slug.is_empty())
            .or_else(|| self.page.as_ref().map(page_slug))
            .filter(|slug| !slug.is_empty());
        match of_page {
            Some(folded) => text::slug_of(&folded, &self.id),
            None => text::headline_slug(self.title.as_deref().unwrap_or_default(), &self.id),
        }
    }
}

/// `html` without the captions of its pictures, which are not the beginning of its text.
fn without_captions(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, caption)) = rest.split_once("<figcaption") {
        out.push_str(before);
        rest = caption.split_once("</figcaption>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The last part of the address; all parts when the last is only a number.
fn page_slug(page: &Url) -> String {
    let decode = |part: &str| {
        let part = percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
        let endings = [".html", ".htm", ".php", ".aspx", ".asp", ".md"];
        let bare = endings.iter().find_map(|end| part.strip_suffix(end)).unwrap_or(&part);
        text::slug_text(bare)
    };
    let parts: Vec<String> = page.path_segments().into_iter().flatten().map(decode).collect();
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !matches!(*part, "" | "index" | "amp"))
        .collect();
    match parts.last() {
        // In `/?p=12` or `/watch?v=…` the path is the same for all pages.
        _ if page
            .query()
            .is_some_and(|query| ["p=", "v=", "id="].iter().any(|key| query.starts_with(key))) =>
        {
            String::new()
        }
        Some(last) if last.contains(|c: char| c.is_ascii_alphabetic()) => (*last).to_owned(),
        Some(_) => parts.join("-"),
        None => String::new(),
    }
}

/// The page of the entry.
fn page(entry: &Entry, feed: &Feed) -> Option<Url> {
    let home = feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
    let is_page = |link: &&feed_rs::model::Link| {
        link.target.is_none()
            && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|kind| kind.contains("html"))
    };
    let whole = |href: &str| match Url::parse(href) {
        Err(url::ParseError::RelativeUrlWithoutBase) => home.as_ref()?.join(href).ok(),
        url => url.ok(),
    };
    let on_the_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let linked =
        entry.links.iter().filter(is_page).filter_map(|link| whole(&link.href)).find(on_the_web);
    // A guid of RSS is the address of the page unless it says otherwise.
    linked.or_else(|| Url::parse(entry.id.trim()).ok().filter(on_the_web))
}

/// The address that relative addresses in the entry are resolved against.
pub fn base(facts: &Facts, shared: &Shared<'_>) -> Option<Url> {
    let base = facts.entry.base.as_deref().and_then(|base| Url::parse(base).ok());
    let home = || shared.feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
    base.or_else(|| facts.page.clone()).or_else(home).or_else(|| shared.address.cloned())
}

/// The addresses that the entry has or had: its page, its guid if that is an address, and for a WordPress post the one
/// by its number and those with its earlier slugs.
pub fn old_addresses(facts: &Facts, shared: &Shared<'_>) -> Vec<OldAddress> {
    let guid = Url::parse(facts.entry.id.trim()).ok();
    let mut urls: Vec<Url> = facts.page.iter().cloned().chain(guid).collect();
    if let Some(post) = &facts.more.wordpress {
        let home = shared.feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
        if let Some(mut home) = home.filter(|_| !post.id.is_empty()) {
            home.set_query(Some(&format!("p={}", post.id)));
            urls.push(home);
        }
        let page = facts.page.as_ref().filter(|page| page.query().is_none());
        urls.extend(page.into_iter().flat_map(|page| {
            post.earlier_names.iter().filter_map(|name| page.join(&earlier(page, name)?).ok())
        }));
    }
    let mut found: Vec<OldAddress> = Vec::new();
    for address in urls.iter().filter_map(OldAddress::of_page) {
        if !found.iter().any(|known| known.site == address.site && known.key() == address.key()) {
            found.push(address);
        }
    }
    found
}

/// The path of `page` with `name` as its last part.
fn earlier(page: &Url, name: &str) -> Option<String> {
    let (path, slash) = match page.path().strip_suffix('/') {
        Some(path) => (path, "/"),
        None => (page.path(), ""),
    };
    let (above, last) = path.rsplit_once('/')?;
    let ending = last.rsplit_once('.').map(|(_, end)| format!(".{end}")).unwrap_or_default();
    Some(format!("{above}/{name}{ending}{slash}"))
}

/// The HTML of the body, and of the summary if that is another text.
pub fn texts(
    entry: &Entry,
    more: &More,
    shared: &Shared<'_>,
) -> Result<(String, String), EntryError> {
    let to_html = |text: &str, kind: &str| match kind {
        "text/plain" if !text.contains("</") => html::from_plain(text),
        _ => text.to_owned(),
    };
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref().filter(|body| !body.trim().is_empty())?;
        Some(to_html(body, content.content_type.as_str()))
    });
    let apart = more.text.clone().map(|place| shared.texts.html(place)).transpose()?;
    let content = apart.filter(|text| !text.is_empty()).or(content);
    let summary = entry.summary.as_ref().filter(|text| !text.content.trim().is_empty());
    let summary = summary.map(|text| to_html(&text.content, text.content_type.as_str()));
    let described = || {
        let said = entry.media.iter().find_map(|media| media.description.as_ref())?;
        Some(to_html(&said.content, said.content_type.as_str()))
    };
    Ok(match (content, summary) {
        (Some(content), summary) => (content, summary.unwrap_or_default()),
        (None, Some(summary)) => (summary, String::new()),
        (None, None) => (described().unwrap_or_default(), String::new()),
    })
}
