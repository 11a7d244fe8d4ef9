//! What a newsroom says of itself: `/api/v1/site.json`.

use serde::Serialize;

use crate::json::{DecodeError, Json, Object, Read, deserialize_by_reading};
use crate::language::Tag;
use crate::{Link, PageLink};

/// `/api/v1/site.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// Pages that are no news, in the order they are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageLink>,
    /// Base URL of the live service (ratings, views, search), or null when this site has none.
    #[serde(default)]
    pub live: Option<Link>,
}

/// A section of the site. It has one language: an edition in another has sections of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// `[a-z0-9-]`.
    pub id: String,
    pub name: String,
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

deserialize_by_reading!(Site);

impl Read for Site {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            name: fields.take("name")?,
            description: fields.take_or_default("description")?,
            url: fields.take("url")?,
            languages: fields.take::<Vec<Tag>>("languages")?.into_iter().map(|tag| tag.0).collect(),
            default_language: fields.take_tag("default_language")?,
            time_zone: fields.take("time_zone")?,
            sections: fields.take("sections")?,
            pages: fields.take_or_default("pages")?,
            live: fields.take("live")?,
        })
    }
}

impl Read for Section {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            id: fields.take("id")?,
            name: fields.take("name")?,
            lang: fields.take_tag("lang")?,
        })
    }
}
