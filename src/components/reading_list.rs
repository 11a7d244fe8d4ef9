//! Articles that the reader saved or read, as a list.

use bantin_model::Route;
use leptos::either::Either;
use leptos::prelude::*;

use super::byline::time;
use super::{Edition, use_edition};
use crate::reader::reading_list::{Entries, Entry};

/// Headlines with their dates; nothing when there is none.
#[component]
pub fn ReadingListItems(
    entries: Entries,
    /// Whether each has a way to take it off: they are saved, and stand right below the page's headline. Others
    /// stand below a heading of their own.
    #[prop(optional)]
    saved: bool,
    /// Stands over the headlines.
    #[prop(optional)]
    heading: Option<&'static str>,
) -> impl IntoView {
    let edition = use_edition();
    let row = |entry| row(&edition, entry, saved);
    let rows = entries.0.into_iter().map(row).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            {heading.map(|words| view! { <h2 class="rubric">{words}</h2> })}
            <ul class="rows">{rows}</ul>
        }
    })
}

fn row(edition: &Edition, entry: Entry, saved: bool) -> impl IntoView + use<> {
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
    let headline = if saved {
        Either::Left(view! { <h2 class="teaser-headline">{link}</h2> })
    } else {
        Either::Right(view! { <h3 class="teaser-headline">{link}</h3> })
    };
    let off = saved.then(|| {
        let messages = edition.messages();
        view! {
            <button
                type="button"
                data-do="unsave"
                data-slug=slug.to_string()
                data-done=messages.unsaved
                aria-label=label
                class="link-button"
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
