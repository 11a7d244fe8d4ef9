//! Articles that the reader saved or read, as a list.

use bantin_model::{Route, Slug};
use leptos::either::Either;
use leptos::prelude::*;

use super::byline::time;
use super::{Edition, use_edition};
use crate::reader::reading_list::fields;

/// Headlines with their dates; nothing when there is none.
#[component]
pub fn ReadingListItems(
    /// Lines of [`crate::reader::reading_list`].
    lines: String,
    /// Whether each has a way to take it off: they are saved, and stand right below the page's headline. Others
    /// stand below a heading of their own.
    #[prop(optional)]
    saved: bool,
    /// Stands over the headlines.
    #[prop(optional)]
    heading: Option<&'static str>,
) -> impl IntoView {
    let edition = use_edition();
    let row = |line| row(&edition, line, saved);
    let rows = lines.lines().filter_map(row).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            {heading.map(|words| view! { <h2 class="rubric">{words}</h2> })}
            <ul class="rows">{rows}</ul>
        }
    })
}

fn row(edition: &Edition, line: &str, saved: bool) -> Option<impl IntoView + use<>> {
    let [slug, lang, published, title] = fields(line)?;
    let href = edition.href(&Route::Article { slug: Slug::new(slug).ok()? });
    let lang = edition.foreign(lang).map(str::to_owned);
    let link = view! {
        <a href=href lang=lang>
            {title.to_owned()}
        </a>
    };
    let headline = if saved {
        Either::Left(view! { <h2 class="teaser-headline">{link}</h2> })
    } else {
        Either::Right(view! { <h3 class="teaser-headline">{link}</h3> })
    };
    let off = saved.then(|| {
        let messages = edition.messages();
        // Which one, for who hears a list of buttons.
        let label = [messages.unsave, ": ", title].concat();
        view! {
            <button
                type="button"
                data-do="unsave"
                data-slug=slug.to_owned()
                data-done=messages.unsaved
                aria-label=label
                class="link-button"
            >
                {messages.unsave}
            </button>
        }
    });
    let time = time(published, edition.date_time(published));
    Some(view! {
        <li>
            {headline}
            <p class="teaser-meta">{time} " " {off}</p>
        </li>
    })
}
