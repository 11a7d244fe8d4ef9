//! `/search/?q=…`: articles by their words.
//!
//! Accessibility: the form is a search landmark with a named field; what was found is announced with the
//! page's title; matched words are `<mark>`s. While the reader types,
//! [`crate::components::suggestions`] makes the field a combobox.

use bantin_model::search::Question;
use bantin_model::{Route, Summary};
use leptos::either::Either;
use leptos::prelude::*;

use crate::api::search::Found;
use crate::components::marked::Marked;
use crate::components::pager::{NewerAndOlder, PagerLink};
use crate::components::teaser::TeaserMeta;
use crate::components::{Edition, use_edition};
use crate::locale::text;

/// How many hits a page of results has.
const PAGE_SIZE: u64 = bantin_model::search::PAGE_SIZE as u64;

#[component]
pub fn SearchPage(
    route: Route,
    query: String,
    /// The result; `None` before a question.
    found: Option<Found>,
) -> impl IntoView {
    let edition = use_edition();
    let form = view! { <SearchForm query=query.clone() /> };
    let results = found.map(|found| view! { <Results route query found /> });
    view! {
        <section class="list-page search-page">
            <h1 id="headline" tabindex="-1" class="list-title">
                {edition.messages().search}
            </h1>
            {form}
            {results}
        </section>
    }
}

#[component]
pub fn SearchForm(
    /// The words in the field.
    query: String,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let action = edition.href(&Route::searching(edition.lang_of_route()));
    view! {
        <form role="search" action=action class="search-form">
            <label for="search-words">{messages.search_label}</label>
            <div class="search-line">
                <input
                    type="search"
                    id="search-words"
                    name="q"
                    value=query
                    required=true
                    maxlength="200"
                    autocomplete="off"
                    aria-describedby="search-hint"
                />
                <button type="submit" class="button">
                    {messages.search}
                </button>
            </div>
            <p id="search-hint" class="search-hint">
                {messages.search_hint}
            </p>
        </form>
    }
}

#[component]
fn Results(route: Route, query: String, found: Found) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    if found.total == 0 {
        return Either::Left(view! { <p class="search-count">{messages.search_none}</p> });
    }
    let count = messages.search_count.of(messages, found.total);
    let question = Question::of(&text::lower(&query));
    let rows = found.hits.into_iter().map(|hit| row(&edition, &question, hit)).collect_view();
    Either::Right(view! {
        <p class="search-count">{count}</p>
        <ul class="rows search-hits">{rows}</ul>
        <ResultsPager route total=found.total />
    })
}

fn row(edition: &Edition, question: &Question, hit: Summary) -> impl IntoView + use<> {
    let href = edition.href(&Route::Article { slug: hit.slug });
    let title = view! { <Marked question=question.clone() text=hit.title /> };
    let lead = (!hit.lead.is_empty())
        .then(|| view! { <p class="teaser-text-lead"><Marked question=question.clone() text=hit.lead /></p> });
    let lang = edition.foreign(&hit.lang).map(str::to_owned);
    view! {
        <li>
            <article lang=lang class="teaser">
                <h2 class="teaser-headline">
                    <a href=href>{title}</a>
                </h2>
                {lead}
                <TeaserMeta section=hit.section published=hit.published listed=hit.listed />
            </article>
        </li>
    }
}

/// Links to the results before and after; nothing where there are none.
#[component]
fn ResultsPager(
    route: Route,
    /// Hits on all pages.
    total: u64,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let page = match &route {
        Route::Search { page, .. } => page.unwrap_or(1),
        _ => 1,
    };
    let href = |page: u32| edition.href(&route.with_page(Some(page).filter(|page| *page > 1)));
    let newer = (page > 1).then(|| {
        let href = href(page - 1);
        view! { <PagerLink class="pager-newer" rel="prev" href words=messages.previous_page /> }
            .into_any()
    });
    let older = (u64::from(page) * PAGE_SIZE < total).then(|| {
        let href = href(page.saturating_add(1));
        view! { <PagerLink class="pager-older" rel="next" href words=messages.next_page /> }
            .into_any()
    });
    view! { <NewerAndOlder class="pager" label=messages.search newer older /> }
}
