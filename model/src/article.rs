//! One article, whole, and the summary a list shows of it.

use serde::Serialize;

use crate::json::{DecodeError, Json, Object, Read, deserialize_by_reading};
use crate::{Block, Crop, Image, Link, PageLink, RatingSummary, Slug};

/// One article, whole: what `/api/v1/articles/{slug}.json` holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub tags: Vec<Tag>,
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
    /// The lead picture cut for previews and search engines: 16:9, 4:3, 1:1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crops: Vec<Crop>,
    /// The same article in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// As of when this was written; the live service knows the present.
    pub rating: RatingSummary,
    #[serde(default)]
    pub related: Vec<Related>,
    /// The next newer article of the same section and language; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<PageLink>,
    /// The next older one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<PageLink>,
}

/// An article in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Translation {
    /// BCP 47.
    pub lang: String,
    pub slug: Slug,
    /// The page's own address.
    pub url: Link,
}

/// What an article is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tag {
    /// `[a-z0-9-]`: of its list and its page.
    pub id: String,
    pub name: String,
}

/// Who wrote an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// `[a-z0-9-]`: of their list and their page; absent where only the name matters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub name: String,
    /// A page of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// What a list shows of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// One of the other news of an article, and why it is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Related {
    pub reason: RelatedReason,
    #[serde(flatten)]
    pub summary: Summary,
}

/// Why an article stands among another's other news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
            image: self.image.clone(),
        }
    }
}

deserialize_by_reading!(Article, Author, Related, Tag, Translation);

impl Read for Article {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            slug: fields.take("slug")?,
            url: fields.take("url")?,
            lang: fields.take_tag("lang")?,
            title: fields.take("title")?,
            lead: fields.take_or_default("lead")?,
            section: fields.take("section")?,
            tags: fields.take_readable("tags")?,
            authors: fields.take_readable("authors")?,
            published: fields.take("published")?,
            updated: fields.take("updated")?,
            source: fields.take_if_readable("source"),
            views: fields.take_or_default("views")?,
            image: fields.take_if_readable("image"),
            body: fields.take("body")?,
            crops: fields.take_readable("crops")?,
            translations: fields.take_readable("translations")?,
            rating: fields.take("rating")?,
            related: fields.take_readable("related")?,
            newer: fields.take_if_readable("newer"),
            older: fields.take_if_readable("older"),
        })
    }
}

impl Read for Tag {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self { id: fields.take("id")?, name: fields.take("name")? })
    }
}

impl Read for Translation {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            lang: fields.take_tag("lang")?,
            slug: fields.take("slug")?,
            url: fields.take("url")?,
        })
    }
}

impl Read for Author {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            id: fields.take_or_default("id")?,
            name: fields.take("name")?,
            url: fields.take_if_readable("url"),
        })
    }
}

impl Read for Related {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        let reason = match fields.take::<String>("reason")?.as_str() {
            "related" => RelatedReason::Related,
            "section" => RelatedReason::Section,
            // A reason this version does not know: the article is still worth showing.
            _ => RelatedReason::Latest,
        };
        let summary = Summary {
            slug: fields.take("slug")?,
            url: fields.take("url")?,
            lang: fields.take_tag("lang")?,
            title: fields.take("title")?,
            lead: fields.take_or_default("lead")?,
            section: fields.take("section")?,
            published: fields.take("published")?,
            image: fields.take_if_readable("image"),
        };
        Ok(Self { reason, summary })
    }
}
