//! One article, whole, and the summary a list shows of it.

use serde::{Deserialize, Serialize};

use crate::{Block, Image, Link, RatingSummary, Slug};

/// One article, whole: what `/api/v1/articles/{slug}.json` holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Article {
    pub slug: Slug,
    /// The page's own address (canonical).
    pub url: Link,
    /// BCP 47, as `vi` or `en`.
    pub lang: String,
    /// The headline.
    pub title: String,
    /// The first sentences, set apart; empty when the article has none.
    #[serde(default)]
    pub lead: String,
    /// Id of a section of the site.
    pub section: String,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub authors: Vec<Author>,
    /// RFC 3339 with offset.
    pub published: String,
    /// RFC 3339 with offset; absent when never changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Where the article was imported from, when that is a page elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    #[serde(default)]
    pub views: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    pub body: Vec<Block>,
    /// As of when this was written; the live service knows the present.
    pub rating: RatingSummary,
    #[serde(default)]
    pub related: Vec<Related>,
}

/// Who wrote an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// What a list shows of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    pub slug: Slug,
    pub url: Link,
    pub lang: String,
    pub title: String,
    #[serde(default)]
    pub lead: String,
    pub section: String,
    pub published: String,
    #[serde(default)]
    pub views: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// One of the other news of an article, and why it is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Related {
    pub reason: RelatedReason,
    #[serde(flatten)]
    pub summary: Summary,
}

/// Why an article stands among another's other news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RelatedReason {
    /// Its text and tags are about the same thing.
    Related,
    /// Among the newest of the same section.
    Section,
    /// Among the newest of the site.
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
            views: self.views,
            image: self.image.clone(),
        }
    }
}
