//! `<bantin-related>` and `<bantin-latest>`: other news of an article, the newest of a section.

use std::sync::Arc;

use bantin_model::path::ListKind;
use bantin_model::{Brand, DateForm, Link, Site, Slug};
use web_sys::HtmlElement;

use super::{Callback, Drawing, Failure, Newsroom, Widget};
use crate::api::{ApiError, Client};
use crate::components::Edition;
use crate::components::related::{latest, related};
use crate::config::Config;
use crate::locale::text;

/// Which list.
pub enum List {
    /// Other news of the article with this slug.
    Related(String),
    /// The newest of the section with this id and name; of everything in the language when they are empty.
    Latest { section: String, name: String },
}

/// Draws at most `limit` headlines into `container` as soon as they have arrived. `date` is the newsroom's pattern for
/// a day; empty where it has none.
pub fn open(
    container: HtmlElement,
    newsroom: Newsroom,
    list: List,
    limit: usize,
    date: String,
    on_event: Callback,
) -> Widget {
    super::open(container, on_event, Box::pin(coming(newsroom, list, limit, date)))
}

async fn coming(
    newsroom: Newsroom,
    list: List,
    limit: usize,
    date: String,
) -> Result<Drawing, Failure> {
    let words = newsroom.words().await?;
    let edition = edition(&newsroom, date);
    drawing(&newsroom, edition, list, limit).await.map_err(|error| Failure::of(&error, words))
}

async fn drawing(
    newsroom: &Newsroom,
    edition: Edition,
    list: List,
    limit: usize,
) -> Result<Drawing, ApiError> {
    let client = Client::new(&newsroom.api);
    // An invalid slug cannot name an article: not found.
    let slug = |name: String| Slug::new(name).map_err(|_| ApiError::NotFound);
    match list {
        List::Related(article) => {
            let mut items = client.related(&slug(article)?).await?;
            items.truncate(limit);
            Ok(Box::new(move || (related(&edition, &items), None)))
        }
        List::Latest { section, name } => {
            let kind = match &*section {
                "" => ListKind::Language(edition.tag.to_string()),
                _ => ListKind::Section(slug(section)?.into()),
            };
            let mut items = client.summaries(&kind).await?;
            items.truncate(limit);
            let name = Some(name).filter(|name| !name.is_empty());
            Ok(Box::new(move || (latest(&edition, name.as_deref(), &items), None)))
        }
    }
}

/// The edition that components need: only the part of the site that a headline shows.
fn edition(newsroom: &Newsroom, date: String) -> Edition {
    // The news is in a language of the newsroom; a text that is no tag could change the addresses it becomes a part of.
    let own = &*newsroom.default_lang;
    let tag = if text::is_tag(own) { own } else { "vi" };
    let mut brand = Brand::default();
    if !date.is_empty() {
        brand.dates.push(DateForm { lang: tag.to_owned(), date_time: String::new(), date });
    }
    let site = Site {
        name: String::new(),
        description: String::new(),
        url: Link::root(),
        languages: Vec::new(),
        default_language: newsroom.default_lang.clone(),
        time_zone: newsroom.time_zone.clone(),
        sections: Vec::new(),
        pages: Vec::new(),
        brand,
        live: None,
    };
    let config =
        Config { base: newsroom.base.clone(), api: newsroom.api.clone(), ..Config::default() };
    let (config, site, tag) = (Arc::new(config), Arc::new(site), Arc::from(tag));
    Edition { config, site, lang: newsroom.lang(), tag }
}
