//! What a newsroom says of itself: `/api/v1/site.json`.

use serde::{Deserialize, Serialize};

use crate::Link;

/// `/api/v1/site.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// Address of the front page, ending in `/`.
    pub url: Link,
    /// BCP 47, the default first.
    pub languages: Vec<String>,
    pub default_language: String,
    /// IANA name, as `Asia/Ho_Chi_Minh`.
    pub time_zone: String,
    pub sections: Vec<Section>,
    /// Base URL of the live service (ratings, views, search), or null when this site has none.
    #[serde(default)]
    pub live: Option<Link>,
}

/// A section of the site. It has one language: an edition in another has sections of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// `[a-z0-9-]`.
    pub id: String,
    pub name: String,
    pub lang: String,
}

impl Site {
    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The sections in `lang`, in the site's order.
    pub fn sections_in<'a>(&'a self, lang: &'a str) -> impl Iterator<Item = &'a Section> {
        self.sections.iter().filter(move |section| section.lang == lang)
    }
}
