//! `/sections/{id}/`: the news of one section.

use bantin_model::Summary;
use bantin_model::list::Feed;
use leptos::prelude::*;

use super::front::empty;
use crate::components::Edition;
use crate::components::figure::Priority;
use crate::components::pager::pager;
use crate::components::teaser::{Level, Size, teaser};
use bantin_model::Route;

pub fn view(edition: &Edition, route: &Route, id: &str, list: &Feed) -> impl IntoView + use<> {
    let name = edition.site.section(id).map(|section| section.name.clone());
    let page = list.bantin.page.map(|page| {
        view! { <p class="list-page-number">{(edition.messages().page)(page)}</p> }
    });
    let summaries: Vec<Summary> =
        list.items.iter().cloned().map(|item| item.into_summary()).collect();
    let (first, rest) = match summaries.split_first() {
        Some((first, rest)) if list.bantin.page.is_none() => (Some(first), rest),
        _ => (None, summaries.as_slice()),
    };
    let first =
        first.map(|summary| teaser(edition, summary, Size::Lead, Level::Two, Priority::First));
    let list_rows = rows(edition, rest, Level::Two);
    let pager = pager(edition, route, &list.bantin);
    let nothing = summaries.is_empty().then(|| empty(edition));
    view! {
        <section class="list-page">
            <h1 id="headline" class="list-title" tabindex="-1">{name}</h1>
            {page} {first} {nothing} {list_rows}
            {pager}
        </section>
    }
}

/// Articles one below the other.
pub fn rows(edition: &Edition, summaries: &[Summary], level: Level) -> impl IntoView + use<> {
    let rows: Vec<_> = summaries
        .iter()
        .map(|summary| {
            let item = teaser(edition, summary, Size::Compact, level, Priority::Lazy);
            view! { <li>{item}</li> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })
}
