//! An article as a list shows it. The headline is the one link, and it covers the whole teaser for
//! the pointer; a screen reader hears it once.

use bantin_model::Summary;
use leptos::prelude::*;

use super::Edition;
use super::figure::{Priority, picture};
use bantin_model::Route;

/// How much of an article a teaser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The lead story of a front page.
    Lead,
    /// Picture, headline and lead.
    Full,
    /// Small picture and headline.
    Compact,
    /// Headline only.
    Text,
}

/// The heading level of the headline, below whatever heading stands above the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Two,
    Three,
}

pub fn teaser(
    edition: &Edition,
    summary: &Summary,
    size: Size,
    level: Level,
    priority: Priority,
) -> AnyView {
    let (class, sizes) = match size {
        Size::Lead => ("teaser teaser-lead", "(min-width: 60rem) 46rem, 100vw"),
        Size::Full => ("teaser teaser-full", "(min-width: 60rem) 22rem, 100vw"),
        Size::Compact => ("teaser teaser-compact", "8rem"),
        Size::Text => ("teaser teaser-text", ""),
    };
    let image = summary.image.as_ref().filter(|_| size != Size::Text).map(|image| {
        // The headline says it; the picture is decoration here.
        let mut image = image.clone();
        image.alt.clear();
        view! { <div class="teaser-picture">{picture(edition, &image, priority, sizes)}</div> }
    });
    let href = edition.href(&Route::Article { slug: summary.slug.clone() });
    let lang = (summary.lang != *edition.tag).then(|| summary.lang.clone());
    let headline = view! { <a href=href lang=lang>{summary.title.clone()}</a> };
    let headline = match level {
        Level::Two => view! { <h2 class="teaser-headline">{headline}</h2> }.into_any(),
        Level::Three => view! { <h3 class="teaser-headline">{headline}</h3> }.into_any(),
    };
    let with_lead = matches!(size, Size::Lead | Size::Full) && !summary.lead.is_empty();
    let lead = with_lead.then(|| view! { <p class="teaser-text-lead">{summary.lead.clone()}</p> });
    let section = edition.site.section(&summary.section).map(|section| section.name.clone());
    let date = view! {
        <time datetime=summary.published.clone()>{edition.date_time(&summary.published)}</time>
    };
    view! {
        <article class=class>
            {image}
            <div class="teaser-words">
                {headline} {lead}
                <p class="teaser-meta">
                    {section.map(|name| view! { <span class="teaser-section">{name}</span> " · " })} {date}
                </p>
            </div>
        </article>
    }
    .into_any()
}
