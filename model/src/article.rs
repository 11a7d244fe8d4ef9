//! One article, whole, and the summary a list shows of it.

use serde::{Deserialize, Serialize};

use crate::lenient::{if_readable, or_default, readable};
use crate::rating::ItemRating;
use crate::{Block, Crop, Image, Link, PageLink, RatingSummary, Slug, language};

/// One whole article: the content of `/api/v1/articles/{slug}.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Article {
    pub slug: Slug,
    /// The slugs that the article had before. A device that kept something of the article under one of them keeps it
    /// under `slug` from now on.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Slug>,
    /// The article's canonical address.
    pub url: Link,
    /// Language tag (BCP 47), such as `vi` or `en`.
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
    /// The headline.
    pub title: String,
    /// The lead: the first sentences, set apart from the body. Empty when the article has none.
    #[serde(default, deserialize_with = "or_default")]
    pub lead: String,
    /// Id of the section that the article is in.
    pub section: String,
    #[serde(default, deserialize_with = "readable")]
    pub tags: Vec<Tag>,
    #[serde(default, deserialize_with = "readable")]
    pub authors: Vec<Author>,
    /// RFC 3339 with offset.
    pub published: String,
    /// RFC 3339 with offset; absent when never changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The page elsewhere that the article was imported from, if any.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    #[serde(default, deserialize_with = "or_default")]
    pub views: u64,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    pub body: Vec<Block>,
    /// The lead picture cropped for link previews and search engines: 16:9, 4:3, 1:1.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub crops: Vec<Crop>,
    /// The same article in other languages.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// The rating at the time this file was written; the live service has the present one.
    pub rating: RatingSummary,
    #[serde(default, deserialize_with = "readable")]
    pub related: Vec<Related>,
    /// The next newer article of the same section and language; absent for the newest.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub newer: Option<PageLink>,
    /// The next older article of the same section and language; absent for the oldest.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub older: Option<PageLink>,
}

/// The same article in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Translation {
    /// BCP 47.
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
    pub slug: Slug,
    /// The page's own address.
    pub url: Link,
}

/// A topic of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tag {
    /// The tag's id in the addresses of its list and its page, `[a-z0-9-]`.
    pub id: String,
    pub name: String,
}

/// Who wrote an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// The author's id in the addresses of their list and their page, `[a-z0-9-]`; absent where only the name matters.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub name: String,
    /// Address of the author's own page.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// What a list shows of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    pub slug: Slug,
    pub url: Link,
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
    pub title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub lead: String,
    pub section: String,
    pub published: String,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// What a list says besides; not part of what is read and written.
    #[serde(skip)]
    pub listed: Option<Box<Listed>>,
}

/// What a list says of an article besides its summary, for a newsroom that shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub authors: Vec<Author>,
    /// RFC 3339 with offset.
    pub updated: Option<String>,
    pub views: u64,
    pub rating: ItemRating,
}

/// One piece of related news of an article, and why it is related.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Related {
    pub reason: RelatedReason,
    #[cfg_attr(not(target_arch = "wasm32"), serde(flatten))]
    #[cfg_attr(target_arch = "wasm32", serde(rename = "."))]
    pub summary: Summary,
}

/// Why an article is among the related news of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RelatedReason {
    /// Its text and tags are about the same thing.
    Related,
    /// Among the newest of the same section.
    Section,
    /// Among the newest of the site; also a reason that this version does not know: the article is still worth showing.
    #[serde(other)]
    Latest,
}

impl Article {
    /// The summary a list shows.
    pub fn summary(&self) -> Summary {
        Summary {
            slug: self.slug.clone(),
            url: self.url.clone(),
            lang: self.lang.clone(),
            title: self.title.clone(),
            lead: self.lead.clone(),
            section: self.section.clone(),
            published: self.published.clone(),
            image: self.image.clone(),
            listed: None,
        }
    }
}
