//! Parts of every front page: the lead story with those beside it, and the most-read articles.

use bantin_model::Summary;
use leptos::prelude::*;

use crate::components::figure::Priority;
use crate::components::teaser::{Level, Size, Teaser};
use crate::components::use_edition;

/// How many most-read articles are shown.
pub const MOST_READ: usize = 6;

/// Takes out the newest story that has a picture: a lead story without one would leave a hole.
pub fn take_lead(summaries: &mut Vec<Summary>) -> Option<Summary> {
    let lead = summaries.iter().take(6).position(|summary| summary.image.is_some()).unwrap_or(0);
    (lead < summaries.len()).then(|| summaries.remove(lead))
}

/// The lead story, and the stories beside it.
#[component]
pub fn LeadStory(
    lead: Option<Summary>,
    second: Vec<Summary>,
    /// When the lead story's picture is fetched.
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

/// The most-read articles, for the margin; nothing when they are not known.
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
