//! An article for other sites to embed, by <https://oembed.com/>: a link with its lead, and the rating in a frame.

use bantin_model::path::{Frame, article_page};
use bantin_model::{Article, Link, Route, Site, Slug};
use serde::Serialize;

use bantin::prerender::escaped;

/// The width unless the site asks for less, in CSS pixels.
const WIDTH: u32 = 600;
/// The height of a link of two lines with its lead, and of the rating.
const TEXT: u32 = 160;
const RATING: u32 = 270;
/// For how many seconds the answer may be kept.
const AN_HOUR: u32 = 3600;

/// The oEmbed answer: what another site shows for an article that is embedded there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(title = "OEmbed")]
pub struct OEmbed {
    /// `1.0`
    pub version: &'static str,
    /// `rich`
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_name: Option<String>,
    pub provider_name: String,
    #[schema(value_type = String)]
    pub provider_url: Link,
    pub cache_age: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail_width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail_height: Option<u32>,
    /// HTML to embed: a quotation that links to the article, and the rating in an `<iframe>`.
    pub html: String,
    pub width: u32,
    pub height: u32,
}

/// The largest size that the asking site wants, in CSS pixels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// The answer for `article`.
pub fn of(site: &Site, article: &Article, limits: Limits) -> OEmbed {
    let root = site.url.as_str();
    let frame = Frame::Rating(article.slug.clone()).path();
    let width = limits.width.map_or(WIDTH, |most| most.min(WIDTH));
    let height = limits.height.map_or(TEXT + RATING, |most| most.min(TEXT + RATING));
    // Without room for both, only the link is there.
    let rating = height.saturating_sub(TEXT);
    let rating = if rating == 0 {
        String::new()
    } else {
        format!(
            "<iframe src=\"{root}{frame}\" title=\"{}\" width=\"{width}\" height=\"{rating}\" loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>",
            escaped(&article.title)
        )
    };
    let html = format!(
        "<blockquote lang=\"{}\"><a href=\"{root}{}\">{}</a><br>{}</blockquote>{rating}",
        escaped(&article.lang),
        article_page(&article.slug),
        escaped(&article.title),
        escaped(&article.lead),
    );
    let authors: Vec<&str> = article.authors.iter().map(|author| author.name.as_str()).collect();
    let fits = |width: u32, height: u32| {
        limits.width.is_none_or(|most| width <= most)
            && limits.height.is_none_or(|most| height <= most)
    };
    let picture = article
        .crops
        .iter()
        .map(|crop| (&crop.src, crop.width, crop.height))
        .chain(article.image.iter().map(|image| (&image.src, image.width, image.height)))
        .find(|(_, width, height)| fits(*width, *height));
    OEmbed {
        version: "1.0",
        kind: "rich",
        title: article.title.clone(),
        author_name: (!authors.is_empty()).then(|| authors.join(", ")),
        provider_name: site.name.clone(),
        provider_url: site.url.clone(),
        cache_age: AN_HOUR,
        thumbnail_url: picture.map(|(src, ..)| match src.as_str().strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => format!("{root}{rest}"),
            _ => src.as_str().to_owned(),
        }),
        thumbnail_width: picture.map(|(_, width, _)| width),
        thumbnail_height: picture.map(|(.., height)| height),
        html,
        width,
        height,
    }
}

/// The article whose page has this address.
pub fn article_at(site: &Site, url: &str) -> Option<Slug> {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let plain = |url: &str| url.replacen("http://", "https://", 1);
    let path = plain(url).strip_prefix(&plain(site.url.as_str()))?.to_owned();
    match Route::parse(&format!("/{path}"), "/")? {
        Route::Article { slug } => Some(slug),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_site_are_articles() {
        let url = Link::new("https://news.example/a/").unwrap();
        let site = Site { url, ..bantin_core::nameless::nameless() };
        let at = |url: &str| article_at(&site, url).map(String::from);
        for url in [
            "https://news.example/a/articles/cau-go/",
            "http://news.example/a/articles/cau-go?utm_source=x#y",
        ] {
            assert_eq!(at(url).as_deref(), Some("cau-go"), "{url}");
        }
        for url in [
            "https://news.example/articles/cau-go/",
            "https://other.example/a/articles/cau-go/",
            "https://news.example/a/sections/x/",
            "cau-go",
        ] {
            assert_eq!(at(url), None, "{url}");
        }
    }
}
