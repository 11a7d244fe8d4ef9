//! A page that is no news: who we are, how to reach us, what is kept about readers.

use serde::{Deserialize, Serialize};

use crate::lenient::or_default;
use crate::{Block, Slug, language};

/// One whole static page: the content of `/api/v1/pages/{slug}.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaticPage {
    pub slug: Slug,
    /// BCP 47.
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
    pub title: String,
    /// One sentence for search engines and previews; empty when there is none.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
    pub body: Vec<Block>,
}

/// A link to an article or to a static page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageLink {
    pub slug: Slug,
    /// BCP 47.
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
    pub title: String,
}
