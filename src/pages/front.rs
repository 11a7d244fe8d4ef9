//! `/`: the lead story, what stands beside it, the news below, and what is read most.

use bantin_model::list::Feed;
use bantin_model::{Route, Summary};
use leptos::either::Either;
use leptos::prelude::*;

use super::blocks::Blocks;
use super::list::{Empty, ListPage, Rows, summaries};
use crate::components::figure::Priority;
use crate::components::pager::Pager;
use crate::components::teaser::{Level, Size, Teaser};
use crate::components::use_edition;

/// Articles beside the lead story.
const SECOND: usize = 3;
/// Articles in the margin.
pub const MOST_READ: usize = 6;

/// The front page, or an archive page of its list.
#[component]
pub fn FrontPage(
    route: Route,
    list: Feed,
    /// Shown in the margin.
    most_read: Vec<Summary>,
    /// The newest of sections, by their ids, for a front page of the newsroom's own.
    sections: Vec<(String, Vec<Summary>)>,
) -> impl IntoView {
    let edition = use_edition();
    let page = list.bantin.page;
    let pinned = list.bantin.pinned.clone().map(|item| item.into_summary());
    let pager = view! { <Pager route list=list.bantin.clone() /> };
    let summaries = summaries(list);
    if let Some(page) = page {
        let title = Some(edition.messages().page.with(&page.to_string()));
        return view! {
            <ListPage title>
                <Rows summaries level=Level::Two />
                {pager}
            </ListPage>
        }
        .into_any();
    }
    if summaries.is_empty() {
        return view! { <Empty /> }.into_any();
    }
    let pager = pager.into_any();
    if edition.site.brand.front_in(&edition.tag).next().is_some() {
        return view! { <Blocks summaries pinned sections most_read pager /> }.into_any();
    }
    view! { <Stories summaries pager most_read /> }.into_any()
}

/// The newest story with a picture leads; a story without one would leave a hole.
pub fn take_lead(summaries: &mut Vec<Summary>) -> Option<Summary> {
    let lead = summaries.iter().take(6).position(|summary| summary.image.is_some()).unwrap_or(0);
    (lead < summaries.len()).then(|| summaries.remove(lead))
}

/// The stories of the front page.
#[component]
fn Stories(
    /// At least one.
    mut summaries: Vec<Summary>,
    pager: AnyView,
    most_read: Vec<Summary>,
) -> impl IntoView {
    let edition = use_edition();
    let lead = take_lead(&mut summaries);
    let latest = summaries.split_off(SECOND.min(summaries.len()));
    let is_empty = latest.is_empty();
    // Rows with a picture and rows without stand apart, each from the newest on.
    let (with_picture, brief): (Vec<_>, Vec<_>) =
        latest.into_iter().partition(|summary| summary.image.is_some());
    let latest = if is_empty {
        // No heading where nothing is left to stand under it.
        Either::Left(pager)
    } else {
        Either::Right(view! {
            <section aria-labelledby="latest-heading" class="front-latest">
                <h2 id="latest-heading" class="rubric">
                    {edition.messages().latest}
                </h2>
                <Rows summaries=with_picture level=Level::Three />
                <Rows summaries=brief level=Level::Three />
                {pager}
            </section>
        })
    };
    view! {
        <LeadStory lead second=summaries priority=Priority::First />
        <div class="front-below">{latest}<MostRead summaries=most_read /></div>
    }
}

/// The lead story, and those beside it.
#[component]
pub fn LeadStory(
    lead: Option<Summary>,
    second: Vec<Summary>,
    /// Of the lead story's picture.
    priority: Priority,
) -> impl IntoView {
    let lead =
        lead.map(|summary| view! { <Teaser summary size=Size::Lead level=Level::Two priority /> });
    let second = second
        .into_iter()
        .map(|summary| view! { <Teaser summary size=Size::Full level=Level::Two /> })
        .collect_view();
    view! {
        <div class="front">
            <div class="front-lead">{lead}</div>
            <div class="front-second">{second}</div>
        </div>
    }
}

/// What is read most, in the margin; nothing when that is not known.
#[component]
pub fn MostRead(summaries: Vec<Summary>) -> impl IntoView {
    let edition = use_edition();
    let item = |summary| {
        view! {
            <li>
                <Teaser summary size=Size::Text level=Level::Three />
            </li>
        }
    };
    let items = summaries.into_iter().map(item).collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <aside aria-labelledby="most-read-heading" class="most-read">
                <h2 id="most-read-heading" class="rubric">
                    {edition.messages().most_read}
                </h2>
                <ol class="most-read-items">{items}</ol>
            </aside>
        }
    })
}
