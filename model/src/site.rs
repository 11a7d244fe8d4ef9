//! What a newsroom says of itself: `/api/v1/site.json`.

use serde::{Deserialize, Serialize};

use crate::lenient::{or_default, readable_or_default};
use crate::{Brand, Link, PageLink, language};

/// The site: the content of `/api/v1/site.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
    /// Address of the front page, with `/` at its end.
    pub url: Link,
    /// Tags of the site's languages (BCP 47), the default first.
    #[serde(deserialize_with = "language::read_all")]
    pub languages: Vec<String>,
    #[serde(deserialize_with = "language::read")]
    pub default_language: String,
    /// Name of the time zone (IANA), such as `Asia/Ho_Chi_Minh`.
    pub time_zone: String,
    pub sections: Vec<Section>,
    /// The static pages, in the order in which they are listed.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageLink>,
    #[serde(
        default,
        deserialize_with = "readable_or_default",
        skip_serializing_if = "Brand::is_empty"
    )]
    pub brand: Brand,
    /// Address of the live service (ratings, views, search), to which its paths are added; null when the site has none.
    #[serde(default)]
    pub live: Option<Link>,
}

/// A section of the site. It belongs to one language: each language of the site has its own sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// `[a-z0-9-]`.
    pub id: String,
    pub name: String,
    #[serde(deserialize_with = "language::read")]
    pub lang: String,
}

/// How many sections of a language stand at the head of every page.
pub const SECTIONS_SHOWN: usize = 30;

impl Site {
    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The language of the front page at `lang` (`None` is the site's own address). `None` when the
    /// site has no such page; the default language has one address, the one without its tag.
    pub fn front_language<'a>(&'a self, lang: Option<&'a str>) -> Option<&'a str> {
        match lang {
            None => Some(&self.default_language),
            Some(lang) if lang == self.default_language => None,
            Some(lang) => self.languages.iter().any(|known| known == lang).then_some(lang),
        }
    }

    /// The static pages in `lang`, in the site's order.
    pub fn pages_in<'a>(&'a self, lang: &'a str) -> impl Iterator<Item = &'a PageLink> {
        self.pages.iter().filter(move |page| page.lang == lang)
    }

    /// The sections in `lang`, in the site's order.
    pub fn sections_in<'a>(&'a self, lang: &'a str) -> impl Iterator<Item = &'a Section> {
        self.sections.iter().filter(move |section| section.lang == lang)
    }

    /// Those of them that stand at the head of every page; the others are on the archive's page.
    pub fn sections_shown<'a>(&'a self, lang: &'a str) -> impl Iterator<Item = &'a Section> {
        self.sections_in(lang).take(SECTIONS_SHOWN)
    }
}
