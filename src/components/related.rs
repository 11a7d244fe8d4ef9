//! "Các tin khác": other news, each with the reason why it is there.

use bantin_model::{Related, RelatedReason};
use leptos::prelude::*;

use super::Edition;
use super::figure::{Priority, picture};
use bantin_model::Route;

pub fn related(edition: &Edition, items: &[Related]) -> Option<impl IntoView + use<>> {
    if items.is_empty() {
        return None;
    }
    let rows: Vec<_> = items.iter().map(|item| row(edition, item)).collect();
    Some(view! {
        <section class="related" aria-labelledby="related-heading">
            <h2 id="related-heading" class="rubric">{edition.messages().related}</h2>
            <ul class="related-items">{rows}</ul>
        </section>
    })
}

fn row(edition: &Edition, item: &Related) -> impl IntoView + use<> {
    let messages = edition.messages();
    let why = match item.reason {
        RelatedReason::Related => messages.why_related,
        RelatedReason::Section => messages.why_section,
        RelatedReason::Latest => messages.why_latest,
    };
    let summary = &item.summary;
    let image = summary.image.as_ref().map(|image| {
        let mut image = image.clone();
        image.alt.clear();
        view! { <div class="related-picture">{picture(edition, &image, Priority::Lazy, "6rem")}</div> }
    });
    let lang = (summary.lang != *edition.tag).then(|| summary.lang.clone());
    let href = edition.href(&Route::Article { slug: summary.slug.clone() });
    view! {
        <li class="related-item">
            {image}
            <div class="related-words">
                <a class="related-headline" href=href lang=lang>{summary.title.clone()}</a>
                <p class="teaser-meta">
                    <span class="related-why">{why}</span>
                    " · "
                    <time datetime=summary.published.clone()>{edition.date(&summary.published)}</time>
                </p>
            </div>
        </li>
    }
}
