//! An article as an importer has read it, before it is stored.

use bantin_model::lenient::if_readable;
use bantin_model::{Author, Block, Crop, Image, Link, Slug};
use serde::{Deserialize, Serialize};

use crate::old_address::OldAddress;

/// An article that was read from a source and is not stored yet. Views, ratings and related news are not in it: they
/// belong to the store and outlive every import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub slug: Slug,
    /// BCP 47.
    pub lang: String,
    pub title: String,
    pub lead: String,
    /// Section id.
    pub section: String,
    pub tags: Vec<String>,
    pub authors: Vec<Author>,
    /// RFC 3339 with offset.
    pub published: String,
    /// RFC 3339 with offset.
    pub updated: Option<String>,
    /// From when until when it is public; it is never public before `published`.
    #[serde(default, skip_serializing_if = "Span::is_open")]
    pub span: Span,
    /// The page it came from, where the source has one for it.
    #[serde(default, deserialize_with = "if_readable")]
    pub source: Option<Link>,
    /// The addresses it had at its source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old_addresses: Vec<OldAddress>,
    /// The same for all translations of one article; `None` for an article without translations.
    pub translation: Option<String>,
    /// Readings that the source had counted; taken over when the article is stored for the first time, never later.
    pub views: u64,
    /// Whether the article takes no votes.
    pub closed: bool,
    /// Until when (Unix seconds) an editor has pinned it to the front page; [`i64::MAX`] without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<i64>,
    pub image: Option<Image>,
    pub body: Vec<Block>,
    /// Cuts of the lead picture, which are made after the article was read.
    pub crops: Vec<Crop>,
    /// The files behind every `/media/…` address in `image` and `body`.
    #[serde(skip)]
    pub media: Vec<Media>,
}

impl Draft {
    /// A draft with these values, and with nothing else set; `published` is RFC 3339 with offset.
    pub fn new(slug: Slug, lang: &str, title: &str, published: &str) -> Self {
        Self {
            slug,
            lang: lang.to_owned(),
            title: title.to_owned(),
            lead: String::new(),
            section: String::new(),
            tags: Vec::new(),
            authors: Vec::new(),
            published: published.to_owned(),
            updated: None,
            span: Span::default(),
            source: None,
            old_addresses: Vec::new(),
            translation: None,
            views: 0,
            closed: false,
            pinned: None,
            image: None,
            body: Vec::new(),
            crops: Vec::new(),
            media: Vec::new(),
        }
    }
}

/// From when until when an article is public, in Unix seconds; `None` sets no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: Option<i64>,
    pub until: Option<i64>,
}

impl Span {
    /// Whether neither limit is set.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

/// A file that goes into the media folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// `{first 16 hex digits of the SHA-256 of the bytes}.{extension}`; its address is `/media/{name}`.
    pub name: String,
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_refused_today_costs_the_address_alone() {
        #[derive(Deserialize)]
        struct Stored {
            #[serde(default, deserialize_with = "if_readable")]
            source: Option<Link>,
        }
        let source = |json: &str| serde_json::from_str::<Stored>(json).unwrap().source;
        assert_eq!(source(r#"{"source":"https://a@evil.example/"}"#), None);
        assert_eq!(source(r#"{"source":null}"#), None);
        assert_eq!(source("{}"), None);
        let kept = source(r#"{"source":"https://good.example"}"#);
        assert_eq!(kept.as_ref().map(Link::as_str), Some("https://good.example/"));
    }
}
