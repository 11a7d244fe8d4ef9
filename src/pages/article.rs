//! `/articles/{slug}/`: one article, its rating, other news.

use bantin_model::Article;
use leptos::prelude::*;

use crate::components::Edition;
use crate::components::blocks::blocks;
use crate::components::byline::{byline, dateline};
use crate::components::figure::{Priority, figure};
use crate::components::rating::{Live, RatingBox};
use crate::components::related::related;
use bantin_model::Route;

pub fn view(edition: &Edition, article: &Article, live: Option<Live>) -> impl IntoView + use<> {
    let source = article.source.as_ref().unwrap_or(&article.url);
    let first = if article.image.is_some() { Priority::Lazy } else { Priority::First };
    let lang = article.lang.clone();
    let lead =
        (!article.lead.is_empty()).then(|| view! { <p class="lead">{article.lead.clone()}</p> });
    let picture = article.image.as_ref().map(|image| {
        view! { <div class="article-picture">{figure(edition, image, Priority::First)}</div> }
    });
    let section = edition.site.section(&article.section).map(|section| {
        let href = edition.href(&Route::Section { id: section.id.clone(), page: None });
        view! {
            <p class="article-section">
                <a href=href>{section.name.clone()}</a>
            </p>
        }
    });
    let tags: Vec<_> = article.tags.iter().map(|tag| view! { <li>{tag.clone()}</li> }).collect();
    let tags = (!tags.is_empty())
        .then(|| view! { <ul class="tags" aria-label=edition.messages().tags>{tags}</ul> });
    let origin = article.source.as_ref().map(|source| {
        let host = source.host().unwrap_or(source.as_str()).to_owned();
        view! {
            <p class="article-source">
                {edition.messages().source} ": " <a href=edition.resolve(source) rel="noopener">{host}</a>
            </p>
        }
    });
    view! {
        <article class="article" lang=lang>
            <header class="article-head">
                {section} <h1 id="headline" tabindex="-1">{article.title.clone()}</h1>
                {dateline(edition, article)}
            </header>
            {lead}
            {picture}
            <div class="article-body">{blocks(edition, &article.body, first, source)}</div>
            <footer class="article-foot">{byline(edition, &article.authors)} {origin} {tags}</footer>
        </article>
        <RatingBox messages=edition.messages() initial=article.rating.clone() live=live />
        {related(edition, &article.related)}
    }
}
