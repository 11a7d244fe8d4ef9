//! `/sections/{id}/`, `/tags/{id}/`, `/authors/{id}/`, `/archive/{month}/`: the news of a section, with a tag, of an
//! author, of a month.

use bantin_model::list::Feed;
use bantin_model::{Route, Summary};
use leptos::prelude::*;

use crate::components::figure::Priority;
use crate::components::notice::ToFront;
use crate::components::pager::Pager;
use crate::components::teaser::{Level, Size, Teaser};
use crate::components::use_edition;

#[component]
pub fn NewsPage(route: Route, list: Feed) -> impl IntoView {
    let edition = use_edition();
    let name = list.bantin.name.clone();
    let page = list.bantin.page;
    let number = page.map(|page| edition.messages().page.with(&page.to_string()));
    let number = number.map(|number| view! { <p class="list-page-number">{number}</p> });
    let pager = view! { <Pager route list=list.bantin.clone() /> };
    let mut summaries = summaries(list);
    let nothing = summaries.is_empty().then(|| {
        view! {
            <Empty>
                <p class="notice-ways">
                    <ToFront />
                </p>
            </Empty>
        }
    });
    // The newest page of a list begins with a lead story; an archive page has none.
    let is_led = page.is_none() && !summaries.is_empty();
    let first = is_led.then(|| {
        let summary = summaries.remove(0);
        view! { <Teaser summary size=Size::Lead level=Level::Two priority=Priority::First /> }
    });
    view! {
        <ListPage title=name>
            {number}
            {first}
            {nothing}
            <Rows summaries level=Level::Two />
            {pager}
        </ListPage>
    }
}

/// A page that is a list, under its headline.
#[component]
pub fn ListPage(title: Option<String>, children: Children) -> impl IntoView {
    view! {
        <section class="list-page">
            <h1 id="headline" tabindex="-1" class="list-title">
                {title}
            </h1>
            {children()}
        </section>
    }
}

/// The articles of a list, as headlines.
pub fn summaries(list: Feed) -> Vec<Summary> {
    list.items.into_iter().map(bantin_model::FeedItem::into_summary).collect()
}

/// Articles one below the other; nothing when there is none.
#[component]
pub fn Rows(
    summaries: Vec<Summary>,
    /// The heading level of the headlines.
    level: Level,
) -> impl IntoView {
    let row = |summary| {
        view! {
            <li>
                <Teaser summary size=Size::Compact level />
            </li>
        }
    };
    let rows = summaries.into_iter().map(row).collect_view();
    (!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })
}

/// Words for a list with nothing in it.
#[component]
pub fn Empty(
    /// Shown below the words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    view! {
        <section class="notice">
            <h2>{messages.empty_title}</h2>
            <p>{messages.empty_text}</p>
            {children.map(|children| children())}
        </section>
    }
}
