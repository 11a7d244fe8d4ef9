//! The head of a page: as values, and as a Leptos view that keeps it in step in the browser.

use leptos::prelude::*;
use leptos_meta::{Html, Link, Meta, Title};

use super::Page;
use crate::components::Edition;
use crate::locale::text;
use bantin_model::Route;

/// The head of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// BCP 47 of the page.
    pub lang: String,
    pub title: String,
    pub description: String,
    /// The address that a search engine should keep: that of the article itself, or the route's below the site's
    /// address.
    pub canonical: Option<String>,
    /// False for pages that say "not here", which a search engine must not keep.
    pub is_indexed: bool,
}

impl Head {
    pub fn of(edition: &Edition, route: &Route, page: &Page) -> Self {
        let site = &edition.site;
        let title = page.title(edition);
        let title =
            if title.is_empty() { site.name.clone() } else { format!("{title} – {}", site.name) };
        let description = match page {
            Page::Article(article) if !article.lead.is_empty() => article.lead.clone(),
            Page::About(page) if !page.description.is_empty() => page.description.clone(),
            _ => site.description.clone(),
        };
        let canonical = match page {
            Page::Article(article) => Some(article.url.as_str().to_owned()),
            Page::Front { .. } | Page::List { .. } | Page::About(_) => {
                Some(route.path(site.url.as_str()))
            }
            Page::Search { .. }
            | Page::Saved { .. }
            | Page::Missing { .. }
            | Page::Gone
            | Page::Failed(_) => None,
        };
        let is_indexed = canonical.is_some();
        Self { lang: edition.tag.to_string(), title, description, canonical, is_indexed }
    }
}

/// Sets the document's head to `head` while the view is there.
pub fn head(head: Head) -> impl IntoView {
    let canonical = head.canonical.map(|href| view! { <Link rel="canonical" href=href /> });
    let robots = (!head.is_indexed).then(|| view! { <Meta name="robots" content="noindex" /> });
    let direction = text::direction(&head.lang);
    view! {
        <Html attr:lang=head.lang attr:dir=direction />
        <Title text=head.title />
        <Meta name="description" content=head.description />
        {canonical}
        {robots}
    }
}
