//! Who wrote it and when.

use bantin_model::{Article, Author};
use leptos::prelude::*;

use super::Edition;

/// "Đăng ngày 11-08-2023 11:50", when it changed, and how often it was read.
pub fn dateline(edition: &Edition, article: &Article) -> impl IntoView + use<> {
    let messages = edition.messages();
    let published = (messages.published_on)(&edition.date_time(&article.published));
    let updated = article.updated.as_ref().map(|updated| {
        let text = (messages.updated_on)(&edition.date_time(updated));
        view! {
            <p class="dateline-updated">
                <time datetime=updated.clone()>{text}</time>
            </p>
        }
    });
    let views = (messages.views)(&edition.number(article.views));
    view! {
        <div class="dateline">
            <p class="dateline-published">
                <time datetime=article.published.clone()>{published}</time>
                <span class="dateline-comma">", "</span>
                <span class="views">{views}</span>
            </p>
            {updated}
        </div>
    }
}

/// The authors, one after the other.
pub fn byline(edition: &Edition, authors: &[Author]) -> Option<impl IntoView + use<>> {
    if authors.is_empty() {
        return None;
    }
    let names: Vec<_> = authors
        .iter()
        .enumerate()
        .map(|(position, author)| {
            let separator = if position == 0 { "" } else { ", " };
            let name = author.name.clone();
            let name = match &author.url {
                Some(url) => {
                    view! { <a href=edition.resolve(url) rel="author">{name}</a> }.into_any()
                }
                None => name.into_any(),
            };
            view! { {separator} {name} }
        })
        .collect();
    Some(view! {
        <p class="byline">
            <span class="visually-hidden">{edition.messages().by_authors} " "</span>
            {names}
        </p>
    })
}
