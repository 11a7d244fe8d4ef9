//! `/`: the lead story, what stands beside it, the news below, and what is read most.

use bantin_model::list::Feed;
use bantin_model::{Route, Summary};
use leptos::either::Either;
use leptos::prelude::*;

use super::blocks::Blocks;
use super::list::{Empty, ListPage, Rows, summaries};
use super::stories::{LeadStory, MostRead, take_lead};
use crate::components::figure::Priority;
use crate::components::pager::Pager;
use crate::components::teaser::Level;
use crate::components::use_edition;

/// Articles beside the lead story.
const SECOND: usize = 3;

/// The front page, or an archive page of its list.
#[component]
pub fn FrontPage(
    route: Route,
    list: Feed,
    /// The most-read articles, for the margin.
    most_read: Vec<Summary>,
    /// The newest articles of sections, by the section's id, for a front page of the newsroom's own.
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

/// The stories of the front page.
#[component]
fn Stories(
    /// The articles, at least one.
    mut summaries: Vec<Summary>,
    pager: AnyView,
    most_read: Vec<Summary>,
) -> impl IntoView {
    let edition = use_edition();
    let lead = take_lead(&mut summaries);
    let latest = summaries.split_off(SECOND.min(summaries.len()));
    let is_empty = latest.is_empty();
    // Rows with a picture and rows without are two lists, each from the newest on.
    let (with_picture, brief): (Vec<_>, Vec<_>) =
        latest.into_iter().partition(|summary| summary.image.is_some());
    let latest = if is_empty {
        // Without stories left there is no heading.
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
