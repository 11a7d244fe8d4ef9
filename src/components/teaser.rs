//! An article as a list shows it. The headline is the one link, and it covers the whole teaser for
//! the pointer; a screen reader hears it once.

use bantin_model::{Author, Listed, Route, Summary};
use leptos::either::Either;
use leptos::prelude::*;

use super::byline::time;
use super::figure::{Priority, decoration, thumbnail};
use super::{Edition, use_edition};
use crate::locale::intl;

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

#[component]
pub fn Teaser(
    summary: Summary,
    size: Size,
    level: Level,
    /// When the picture is fetched.
    #[prop(default = Priority::Lazy)]
    priority: Priority,
) -> impl IntoView {
    let edition = use_edition();
    let (class, sizes) = match size {
        Size::Lead => ("teaser teaser-lead", "(min-width: 60rem) 46rem, 100vw"),
        Size::Full => ("teaser teaser-full", "(min-width: 60rem) 22rem, 100vw"),
        Size::Compact => ("teaser teaser-compact", "8rem"),
        Size::Text => ("teaser teaser-text", ""),
    };
    let picture = summary.image.filter(|_| size != Size::Text).map(|image| {
        let image = match size {
            Size::Compact => thumbnail(&edition, &image, priority, sizes, 128),
            _ => decoration(&edition, &image, priority, sizes),
        };
        view! { <div class="teaser-picture">{image}</div> }
    });
    let href = edition.href(&Route::Article { slug: summary.slug });
    let lang = edition.foreign(&summary.lang).map(str::to_owned);
    let link = view! {
        <a href=href lang=lang>
            {summary.title}
        </a>
    };
    let headline = match level {
        Level::Two => Either::Left(view! { <h2 class="teaser-headline">{link}</h2> }),
        Level::Three => Either::Right(view! { <h3 class="teaser-headline">{link}</h3> }),
    };
    let with_lead = matches!(size, Size::Lead | Size::Full) && !summary.lead.is_empty();
    let lead = with_lead.then(|| view! { <p class="teaser-text-lead">{summary.lead}</p> });
    view! {
        <article class=class>
            {picture}
            <div class="teaser-words">
                {headline}
                {lead}
                <TeaserMeta section=summary.section published=summary.published listed=summary.listed />
            </div>
        </article>
    }
}

/// The line below a headline: the section, if the site has it, the date, and what the newsroom shows in lists besides.
#[component]
pub fn TeaserMeta(
    /// Id of the article's section.
    section: String,
    /// RFC 3339.
    published: String,
    listed: Option<Box<Listed>>,
) -> impl IntoView {
    let edition = use_edition();
    let section = edition.site.section(&section).map(|section| {
        view! {
            <span class="teaser-section">{section.name.clone()}</span>
            <span>{" · "}</span>
        }
    });
    let besides = listed.map(|listed| besides(&edition, *listed)).unwrap_or_default();
    view! {
        <p class="teaser-meta">
            {section}
            {time(&published, edition.date_time(&published))}
            {besides.into_iter().map(|words| view! { <span>{" · "}{words}</span> }).collect_view()}
        </p>
    }
}

/// The facts that the newsroom shows in lists: who wrote it, when it changed, how often it was read, how it is rated.
fn besides(edition: &Edition, listed: Listed) -> Vec<String> {
    let messages = edition.messages();
    let lists = |what| edition.site.brand.lists(what);
    let Listed { authors, updated, views, rating } = listed;
    let mut words = Vec::new();
    if lists("author") && !authors.is_empty() {
        words.push(names(authors));
    }
    if let Some(updated) = updated.filter(|_| lists("updated")) {
        words.push(messages.updated_on.with(&edition.date_time(&updated)));
    }
    if lists("views") {
        words.push(messages.views.with(&edition.number(views)));
    }
    if let Some(average) = rating.average.filter(|_| lists("rating")) {
        words.push(messages.average.with(&intl::decimal(messages.numbers, average)));
    }
    words
}

/// Names one after the other.
pub fn names(authors: Vec<Author>) -> String {
    let names: Vec<String> = authors.into_iter().map(|author| author.name).collect();
    names.join(", ")
}
