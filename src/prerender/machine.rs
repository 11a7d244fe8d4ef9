//! What machines read in a page: in its head previews in a chat (Open Graph, Twitter cards) and feed readers, behind its
//! text search engines (JSON-LD).
//!
//! Sources: <https://ogp.me/>, <https://schema.org/NewsArticle>,
//! <https://developers.google.com/search/docs/appearance/structured-data/article>. There is no
//! `AggregateRating`: search engines do not allow it on news.

use bantin_model::path::{self, ListKind};
use bantin_model::{Article, Block, Crop, Image, Link, Route, Site};
use serde_json::{Value, json};

use super::{MARK, escaped, in_script, meta};
use crate::components::Edition;
use crate::pages::head::Head;
use crate::pages::{Page, feed_of};

pub fn head(edition: &Edition, head: &Head, route: &Route, page: &Page) -> String {
    let site = &edition.site;
    let mut html = String::new();
    for (kind, path) in feeds(site, route, page) {
        let href = edition.config.resolve(&format!("/{path}"));
        html += &format!(
            "<link rel=\"alternate\" type=\"{kind}\" title=\"{}\" href=\"{}\" {MARK}>",
            escaped(&site.name),
            escaped(&href)
        );
    }
    html += &languages(edition, page);
    if let Page::Article(article) = page {
        html += &format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{}api/v1/{}\" {MARK}>",
            escaped(&article.title),
            escaped(site.url.as_str()),
            path::oembed(&article.slug)
        );
    }
    let Some(url) = &head.canonical else { return html };
    let title = match page {
        Page::Article(article) => &article.title,
        _ => &head.title,
    };
    html += &meta("property", "og:site_name", &site.name);
    html += &meta("property", "og:title", title);
    html += &meta("property", "og:description", &head.description);
    html += &meta("property", "og:url", url);
    html += &meta("property", "og:locale", &locale(edition));
    let Page::Article(article) = page else {
        return html + &meta("property", "og:type", "website");
    };
    html += &meta("property", "og:type", "article");
    html += &meta("property", "article:published_time", &article.published);
    if let Some(updated) = &article.updated {
        html += &meta("property", "article:modified_time", updated);
    }
    for tag in &article.tags {
        html += &meta("property", "article:tag", &tag.name);
    }
    let cut = article.crops.first();
    match pictures(article).next() {
        Some(image) => html += &picture(site, image, cut),
        None => html += &meta("name", "twitter:card", "summary"),
    }
    html
}

/// What search engines read of an article. It stands behind the text: a browser reads what stands in the head before it
/// paints anything.
pub fn data(edition: &Edition, head: &Head, page: &Page) -> String {
    match (&head.canonical, page) {
        (Some(url), Page::Article(article)) => {
            block(&news_article(edition, article, url))
                + &block(&breadcrumbs(edition, article, url))
        }
        _ => String::new(),
    }
}

/// The language of a page with its region, where one is known: `vi_VN`.
fn locale(edition: &Edition) -> String {
    let (own, words) = (&*edition.tag, edition.messages().tag);
    let tag =
        if words.strip_prefix(own).is_some_and(|rest| rest.starts_with('-')) { words } else { own };
    tag.replace('-', "_")
}

/// The feeds of a page: media type, path below the site's root.
fn feeds(site: &Site, route: &Route, page: &Page) -> Vec<(&'static str, String)> {
    let of_section = || match page {
        // The site need not have the section an article names: it may have none, or no longer this one.
        Page::Article(article) => match site.section(&article.section) {
            Some(section) => Some(ListKind::Section(section.id.clone())),
            None => Some(ListKind::Language(article.lang.clone()))
                .filter(|_| site.languages.contains(&article.lang)),
        },
        _ => None,
    };
    let Some(list) = feed_of(route, page).or_else(of_section) else { return Vec::new() };
    vec![
        ("application/feed+json", format!("api/v1/{}", path::list(&list, None))),
        ("application/atom+xml", path::atom(&list)),
    ]
}

/// The page in every language it is there in, itself among them.
fn languages(edition: &Edition, page: &Page) -> String {
    let site = &edition.site;
    let versions: Vec<(&str, String)> = match page {
        Page::Front { list, .. } if list.bantin.page.is_none() => {
            let own = site.languages.iter();
            own.map(|tag| (tag.as_str(), edition.front_in(tag).path(site.url.as_str()))).collect()
        }
        Page::Article(article) if !article.translations.is_empty() => {
            let own = (article.lang.as_str(), article.url.as_str().to_owned());
            let others = article.translations.iter();
            let others = others.map(|other| (other.lang.as_str(), other.url.as_str().to_owned()));
            std::iter::once(own).chain(others).collect()
        }
        _ => return String::new(),
    };
    let link = |(tag, href): (&str, String)| {
        format!(
            "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\" {MARK}>",
            escaped(tag),
            escaped(&href)
        )
    };
    versions.into_iter().map(link).collect()
}

/// The picture of a preview: its cut, where there is one.
fn picture(site: &Site, image: &Image, cut: Option<&Crop>) -> String {
    let (src, width, height) = match cut {
        Some(cut) => (&cut.src, cut.width, cut.height),
        None => (&image.src, image.width, image.height),
    };
    let mut html = meta("name", "twitter:card", "summary_large_image");
    html += &meta("property", "og:image", &absolute(site, src));
    html += &meta("property", "og:image:width", &width.to_string());
    html += &meta("property", "og:image:height", &height.to_string());
    if !image.alt.is_empty() {
        html += &meta("property", "og:image:alt", &image.alt);
        html += &meta("name", "twitter:image:alt", &image.alt);
    }
    html
}

fn block(json: &Value) -> String {
    format!("<script type=\"application/ld+json\" {MARK}>{}</script>", in_script(json))
}

fn news_article(edition: &Edition, article: &Article, url: &str) -> Value {
    let site = &edition.site;
    let authors: Vec<Value> = article
        .authors
        .iter()
        .map(|author| {
            let mut person = json!({ "@type": "Person", "name": author.name });
            if let Some(person) = person.as_object_mut() {
                let route = Route::list(ListKind::Author(author.id.clone()));
                if !author.id.is_empty() {
                    person.insert("url".to_owned(), json!(route.path(site.url.as_str())));
                }
                if let Some(own) = &author.url {
                    person.insert("sameAs".to_owned(), json!(absolute(site, own)));
                }
            }
            person
        })
        .collect();
    let mut json = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "datePublished": article.published,
        "dateModified": article.updated.as_ref().unwrap_or(&article.published),
        "author": authors,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": site.name,
            "url": site.url,
            "logo": logo(site),
        },
        "mainEntityOfPage": url,
        "articleSection": edition.site.section(&article.section).map(|section| &section.name),
        "keywords": article.tags.iter().map(|tag| &tag.name).collect::<Vec<_>>(),
        "inLanguage": article.lang,
        "isAccessibleForFree": true,
    });
    let cuts = article.crops.iter().map(|cut| &cut.src);
    let whole = pictures(article).take(3).map(|image| &image.src);
    let images: Vec<String> = cuts
        .chain(whole.filter(|_| article.crops.is_empty()))
        .map(|src| absolute(site, src))
        .collect();
    if let (false, Some(json)) = (images.is_empty(), json.as_object_mut()) {
        json.insert("image".to_owned(), json!(images));
    }
    json
}

/// The newsroom's logo, or its icon.
fn logo(site: &Site) -> Value {
    let brand = &site.brand;
    let (url, width, height) = match (&brand.logo, &brand.icons) {
        (Some(logo), _) => (absolute(site, &logo.src), logo.width, logo.height),
        (None, Some(icons)) => (absolute(site, &icons.large), 512, 512),
        (None, None) => (format!("{}icon-512.png", site.url.as_str()), 512, 512),
    };
    json!({ "@type": "ImageObject", "url": url, "width": width, "height": height })
}

/// The article's own picture first, then those in its text.
fn pictures(article: &Article) -> impl Iterator<Item = &Image> {
    article.image.iter().chain(article.body.iter().flat_map(Block::images))
}

fn breadcrumbs(edition: &Edition, article: &Article, url: &str) -> Value {
    let site = &edition.site;
    let mut steps = vec![(site.name.clone(), edition.front().path(site.url.as_str()))];
    if let Some(section) = site.section(&article.section) {
        let route = Route::list(ListKind::Section(section.id.clone()));
        steps.push((section.name.clone(), route.path(site.url.as_str())));
    }
    steps.push((article.title.clone(), url.to_owned()));
    let steps: Vec<Value> = (1..)
        .zip(steps)
        .map(|(position, (name, item))| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
        })
        .collect();
    json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps })
}

/// An address of the contract, which counts from the site's root, as the whole world must ask for it.
pub fn absolute(site: &Site, link: &Link) -> String {
    match link.as_str().strip_prefix('/') {
        Some(rest) if !rest.starts_with('/') => format!("{}{rest}", site.url.as_str()),
        _ => link.as_str().to_owned(),
    }
}
