//! Articles that the reader saved or read, as a list.

use bantin_model::{Route, Slug};
use leptos::either::Either;
use leptos::prelude::*;

use super::byline::time;
use super::{Edition, use_edition};
use crate::reader::reading_list::{Entries, Entry};

/// Headlines with their dates; nothing when there is none.
#[component]
pub fn ReadingListItems(
    entries: Entries,
    /// Takes an article off the list. With it, the articles are saved and stand right below the page's headline; others
    /// stand below a heading of their own.
    #[prop(optional, into)]
    take_off: Option<Callback<Slug>>,
    /// Stands over the headlines.
    #[prop(optional)]
    heading: Option<&'static str>,
) -> impl IntoView {
    let edition = use_edition();
    let row = |entry| row(&edition, entry, take_off);
    let rows = entries.0.into_iter().map(row).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            {heading.map(|words| view! { <h2 class="rubric">{words}</h2> })}
            <ul class="rows">{rows}</ul>
        }
    })
}

fn row(edition: &Edition, entry: Entry, take_off: Option<Callback<Slug>>) -> impl IntoView + use<> {
    let Entry { slug, lang, published, title } = entry;
    // Names the article in each button, for readers who hear a list of equal buttons.
    let label = [edition.messages().unsave, ": ", &title].concat();
    let href = edition.href(&Route::Article { slug: slug.clone() });
    let lang = edition.foreign(&lang).map(str::to_owned);
    let link = view! {
        <a href=href lang=lang>
            {title}
        </a>
    };
    let headline = if take_off.is_some() {
        Either::Left(view! { <h2 class="teaser-headline">{link}</h2> })
    } else {
        Either::Right(view! { <h3 class="teaser-headline">{link}</h3> })
    };
    let off = take_off.map(|take_off| {
        let messages = edition.messages();
        view! {
            <button
                type="button"
                aria-label=label
                class="link-button unsave"
                on:click=move |_| take_off.run(slug.clone())
            >
                {messages.unsave}
            </button>
        }
    });
    let time = time(&published, edition.date_time(&published));
    view! {
        <li>
            {headline}
            <p class="teaser-meta">{time} " " {off}</p>
        </li>
    }
}
