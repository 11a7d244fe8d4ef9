//! What the head of the document says of a page.

use leptos::prelude::*;
use leptos_meta::{Html, Link, Meta, Title};

use super::Page;
use crate::components::Edition;
use bantin_model::Route;

/// Title, description, canonical address and language.
pub fn head(edition: &Edition, route: &Route, page: &Page) -> impl IntoView + use<> {
    let site = &edition.site;
    let title = page.title(edition);
    let title =
        if title.is_empty() { site.name.clone() } else { format!("{title} – {}", site.name) };
    let description = match page {
        Page::Article(article) if !article.lead.is_empty() => article.lead.clone(),
        _ => site.description.clone(),
    };
    let canonical =
        canonical(edition, route, page).map(|href| view! { <Link rel="canonical" href=href /> });
    // A page that says "not here" must not be remembered by a search engine.
    let robots = matches!(page, Page::Missing | Page::Failed(_))
        .then(|| view! { <Meta name="robots" content="noindex" /> });
    view! {
        <Html attr:lang=edition.tag.to_string() />
        <Title text=title />
        <Meta name="description" content=description />
        {canonical}
        {robots}
    }
}

/// The address a search engine should keep: the article's own, or the route below the site's.
fn canonical(edition: &Edition, route: &Route, page: &Page) -> Option<String> {
    match page {
        Page::Article(article) => Some(article.url.as_str().to_owned()),
        Page::Front { .. } | Page::Section { .. } => Some(route.path(edition.site.url.as_str())),
        Page::Missing | Page::Failed(_) => None,
    }
}
