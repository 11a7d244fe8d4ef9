//! A page that is no news: who we are, how to reach us, what is kept about readers.

use serde::Serialize;

use crate::json::{DecodeError, Json, Object, Read, deserialize_by_reading};
use crate::{Block, Slug};

/// One static page, whole: what `/api/v1/pages/{slug}.json` holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaticPage {
    pub slug: Slug,
    /// BCP 47.
    pub lang: String,
    pub title: String,
    /// One sentence for search engines and previews; empty when there is none.
    #[serde(default)]
    pub description: String,
    pub body: Vec<Block>,
}

/// What a link to an article or to a page that is no news says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageLink {
    pub slug: Slug,
    /// BCP 47.
    pub lang: String,
    pub title: String,
}

deserialize_by_reading!(StaticPage, PageLink);

impl Read for StaticPage {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            slug: fields.take("slug")?,
            lang: fields.take_tag("lang")?,
            title: fields.take("title")?,
            description: fields.take_or_default("description")?,
            body: fields.take("body")?,
        })
    }
}

impl Read for PageLink {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            slug: fields.take("slug")?,
            lang: fields.take_tag("lang")?,
            title: fields.take("title")?,
        })
    }
}
