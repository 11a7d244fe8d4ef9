//! The row of an article without its body.

use bantin_core::normalize::author_id;
use bantin_model::lenient::if_readable;
use bantin_model::{Author, Crop, Image, Link, Slug, Summary, path};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The card of an article, as it is stored: what lists show of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Card {
    pub title: String,
    pub lead: String,
    pub tags: Vec<String>,
    pub authors: Vec<Author>,
    pub published: String,
    pub updated: Option<String>,
    #[serde(default, deserialize_with = "if_readable")]
    pub source: Option<Link>,
    pub image: Option<Image>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crops: Vec<Crop>,
    /// As [`bantin_core::draft::Draft`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<i64>,
}

/// A row of `article` without its body.
pub(super) struct Record {
    pub id: i64,
    pub slug: Slug,
    pub lang: String,
    pub section: String,
    pub card: Card,
    pub views: u64,
    pub histogram: [u64; 5],
    /// Whether the article takes votes no more.
    pub closed: bool,
}

/// The columns of a [`Record`], in order.
pub(super) const COLUMNS: &str = "a.id, a.slug, a.lang, a.section, a.card, a.views, \
     a.votes1, a.votes2, a.votes3, a.votes4, a.votes5, a.closed";

impl Record {
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Result<Self, StoreError>> {
        let slug: String = row.get(1)?;
        let card: String = row.get(4)?;
        let slug = match Slug::new(slug) {
            Ok(slug) => slug,
            Err(error) => return Ok(Err(StoreError::Stored(error.to_string()))),
        };
        let card = match serde_json::from_str(&card) {
            Ok(card) => card,
            Err(error) => return Ok(Err(error.into())),
        };
        Ok(Ok(Self {
            id: row.get(0)?,
            slug,
            lang: row.get(2)?,
            section: row.get(3)?,
            card,
            views: row.get(5)?,
            histogram: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
            closed: row.get::<_, i64>(11)? != 0,
        }))
    }

    /// The address of the article's page below `site_url`.
    pub(super) fn url(&self, site_url: &Link) -> Result<Link, StoreError> {
        Link::new(&format!("{}{}", site_url.as_str(), path::article_page(&self.slug)))
            .map_err(|error| StoreError::Stored(error.to_string()))
    }

    pub(super) fn summary(self, site_url: &Link) -> Result<Summary, StoreError> {
        Ok(Summary {
            url: self.url(site_url)?,
            slug: self.slug,
            lang: self.lang,
            title: self.card.title,
            lead: self.card.lead,
            section: self.section,
            published: self.card.published,
            image: self.card.image,
            listed: None,
        })
    }
}

/// Gives each author the id of their name.
pub(super) fn with_ids(authors: Vec<Author>) -> Vec<Author> {
    authors.into_iter().map(|author| Author { id: author_id(&author.name), ..author }).collect()
}
