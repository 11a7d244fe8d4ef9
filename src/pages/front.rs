//! `/`: the lead story, what stands beside it, the news below, and what is read most.

use bantin_model::Summary;
use bantin_model::list::Feed;
use leptos::prelude::*;

use super::section::rows;
use crate::components::Edition;
use crate::components::figure::Priority;
use crate::components::pager::pager;
use crate::components::teaser::{Level, Size, teaser};
use bantin_model::Route;

/// Articles beside the lead story.
const SECOND: usize = 3;
/// Articles in the margin.
pub const MOST_READ: usize = 6;

pub fn view(
    edition: &Edition,
    route: &Route,
    list: &Feed,
    most_read: &[Summary],
) -> impl IntoView + use<> {
    let messages = edition.messages();
    if list.bantin.page.is_some() {
        return archive(edition, route, list).into_any();
    }
    let mut summaries: Vec<Summary> =
        list.items.iter().cloned().map(|item| item.into_summary()).collect();
    if summaries.is_empty() {
        return empty(edition).into_any();
    }
    // The newest story with a picture leads; a story without one would leave a hole.
    let lead = summaries.iter().take(6).position(|summary| summary.image.is_some()).unwrap_or(0);
    let lead_story = summaries.remove(lead);
    let lead_story = teaser(edition, &lead_story, Size::Lead, Level::Two, Priority::First);
    let (second, rest) = summaries.split_at(SECOND.min(summaries.len()));
    let second: Vec<_> = second
        .iter()
        .map(|summary| teaser(edition, summary, Size::Full, Level::Two, Priority::Lazy))
        .collect();
    let latest = rows(edition, rest, Level::Three);
    let most_read = (!most_read.is_empty()).then(|| {
        let rows: Vec<_> = most_read
            .iter()
            .map(|summary| {
                let item = teaser(edition, summary, Size::Text, Level::Three, Priority::Lazy);
                view! { <li>{item}</li> }
            })
            .collect();
        view! {
            <aside class="most-read" aria-labelledby="most-read-heading">
                <h2 id="most-read-heading" class="rubric">{messages.most_read}</h2>
                <ol class="most-read-items">{rows}</ol>
            </aside>
        }
    });
    view! {
        <div class="front">
            <div class="front-lead">{lead_story}</div>
            <div class="front-second">{second}</div>
        </div>
        <div class="front-below">
            <section class="front-latest" aria-labelledby="latest-heading">
                <h2 id="latest-heading" class="rubric">{messages.latest}</h2>
                {latest}
                {pager(edition, route, &list.bantin)}
            </section>
            {most_read}
        </div>
    }
    .into_any()
}

/// An archive page of the front page's list.
fn archive(edition: &Edition, route: &Route, list: &Feed) -> impl IntoView + use<> {
    let title = list.bantin.page.map(edition.messages().page);
    let summaries: Vec<Summary> =
        list.items.iter().cloned().map(|item| item.into_summary()).collect();
    let rows = rows(edition, &summaries, Level::Two);
    view! {
        <section class="list-page">
            <h1 id="headline" class="list-title" tabindex="-1">{title}</h1>
            {rows}
            {pager(edition, route, &list.bantin)}
        </section>
    }
}

/// Words for a list with nothing in it.
pub fn empty(edition: &Edition) -> impl IntoView + use<> {
    let messages = edition.messages();
    view! {
        <section class="notice">
            <h2>{messages.empty_title}</h2>
            <p>{messages.empty_text}</p>
        </section>
    }
}
