//! Lists of summaries: JSON Feed 1.1, so that any feed reader can follow them.
//!
//! Source: <https://www.jsonfeed.org/version/1.1/>. Our own fields stand under `_bantin`, as the
//! format prescribes for extensions.

use serde::{Deserialize, Serialize};

use crate::lenient::{if_readable, or_default, readable};
pub use crate::rating::ItemRating;
use crate::{Article, Image, Link, Listed, Slug, Summary, language};

/// The `version` of every feed.
pub const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A list of summaries, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feed {
    pub version: String,
    pub title: String,
    pub home_page_url: Link,
    pub feed_url: Link,
    /// Address of the list with the next older articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_url: Option<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(
        default,
        deserialize_with = "language::if_readable",
        skip_serializing_if = "Option::is_none"
    )]
    pub language: Option<String>,
    /// The newsroom's icon for feed readers, 512 pixels wide; `favicon` is 192 pixels wide.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub icon: Option<Link>,
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub favicon: Option<Link>,
    #[serde(deserialize_with = "readable")]
    pub items: Vec<FeedItem>,
    #[serde(rename = "_bantin")]
    pub bantin: FeedExtension,
}

/// What JSON Feed has no field for: facts about the whole list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedExtension {
    /// Number of this archive page, counted from the oldest; absent on the newest list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Number of the archive page with the next older articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<u32>,
    /// Number of the archive page with the next newer articles; absent on the newest archive page, which the list
    /// itself follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<u32>,
    /// How many articles the whole list has, on all pages together. Absent on archive pages, so that they stay the same
    /// when an article is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Name of the list, as a page shows it: that of the section or the tag. Absent for lists of the whole site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The article that the newsroom has pinned to the front page of this language, for as long as it is pinned; absent
    /// where the front page has no `pinned` block.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Box<FeedItem>>,
}

/// One article of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedItem {
    /// The article's address, which never changes.
    pub id: String,
    pub url: Link,
    pub title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub summary: String,
    /// The lead, in the place where JSON Feed asks for the content.
    #[serde(default, deserialize_with = "or_default")]
    pub content_text: String,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub image: Option<Link>,
    /// RFC 3339 with offset.
    pub date_published: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<crate::Author>,
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(deserialize_with = "language::read")]
    pub language: String,
    #[serde(rename = "_bantin")]
    pub bantin: ItemExtension,
}

/// What JSON Feed has no field for: facts about one item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemExtension {
    pub slug: Slug,
    pub section: String,
    pub views: u64,
    pub rating: ItemRating,
    /// The lead picture with its size, so that a list can be laid out before the picture has loaded.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

impl From<&Article> for FeedItem {
    fn from(article: &Article) -> Self {
        Self {
            id: article.url.as_str().to_owned(),
            url: article.url.clone(),
            title: article.title.clone(),
            summary: article.lead.clone(),
            content_text: article.lead.clone(),
            image: article.image.as_ref().map(|image| image.src.clone()),
            date_published: article.published.clone(),
            date_modified: article.updated.clone(),
            authors: article.authors.clone(),
            tags: article.tags.iter().map(|tag| tag.name.clone()).collect(),
            language: article.lang.clone(),
            bantin: ItemExtension {
                slug: article.slug.clone(),
                section: article.section.clone(),
                views: article.views,
                rating: ItemRating { average: article.rating.average, count: article.rating.count },
                image: article.image.clone(),
            },
        }
    }
}

impl FeedItem {
    /// The summary a page shows of this item.
    pub fn into_summary(self) -> Summary {
        Summary {
            slug: self.bantin.slug,
            url: self.url,
            lang: self.language,
            title: self.title,
            lead: self.summary,
            section: self.bantin.section,
            published: self.date_published,
            image: self.bantin.image,
            listed: Some(Box::new(Listed {
                authors: self.authors,
                updated: self.date_modified,
                views: self.bantin.views,
                rating: self.bantin.rating,
            })),
        }
    }
}

/// How a list of `total` articles, newest first, is cut into pages.
///
/// Archive pages are numbered from the oldest and full, so that a page never changes once it exists
/// (the idea of RFC 5005). What does not fill two pages stays in the newest list, which therefore
/// holds up to `2 × size` articles and never fewer than `size` when there are that many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Articles of the whole list.
    pub total: u64,
    /// Articles of an archive page; at least 1.
    pub size: u64,
}

impl Pages {
    /// Archive pages there are; 0 when the newest list holds everything.
    pub fn archived(self) -> u64 {
        let size = self.size.max(1);
        (self.total / size).saturating_sub(1)
    }

    /// Articles in the newest list.
    pub fn newest(self) -> u64 {
        self.total - self.archived() * self.size.max(1)
    }

    /// Where page `number` begins, counted from the newest article; `None` when there is no such page.
    pub fn offset(self, number: u32) -> Option<u64> {
        let number = u64::from(number);
        if number == 0 || number > self.archived() {
            return None;
        }
        Some(self.total - number * self.size.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_on_exactly_one_page() {
        for total in 0..200 {
            let pages = Pages { total, size: 20 };
            let mut seen = pages.newest();
            for number in (1..=pages.archived()).rev() {
                let offset = pages.offset(u32::try_from(number).unwrap()).unwrap();
                assert_eq!(offset, seen, "total {total} page {number}");
                seen += 20;
            }
            assert_eq!(seen, total);
            assert!(pages.newest() < 40);
            assert!(total < 20 || pages.newest() >= 20);
        }
    }

    #[test]
    fn a_full_page_never_changes() {
        // Page 1 is the 20 oldest, whatever is added later.
        for total in 40..200 {
            let pages = Pages { total, size: 20 };
            assert_eq!(pages.offset(1), Some(total - 20));
        }
        assert_eq!(Pages { total: 39, size: 20 }.offset(1), None);
        assert_eq!(Pages { total: 100, size: 20 }.offset(0), None);
        assert_eq!(Pages { total: 100, size: 20 }.offset(5), None);
    }
}
