//! `/`: the lead story, what stands beside it, the news below, and what is read most.

use bantin_model::list::Feed;
use bantin_model::{Route, Summary};

use super::list::{list_page, rows, summaries};
use crate::components::Edition;
use crate::components::element::{Element, el};
use crate::components::figure::Priority;
use crate::components::pager::pager;
use crate::components::teaser::{Level, Size, teaser};

/// Articles beside the lead story.
const SECOND: usize = 3;
/// Articles in the margin.
pub const MOST_READ: usize = 6;

pub fn view(edition: &Edition, route: &Route, list: &Feed, most_read: &[Summary]) -> Vec<Element> {
    let mut summaries = summaries(list);
    if let Some(page) = list.bantin.page {
        return vec![archive(edition, route, list, page, &summaries)];
    }
    if summaries.is_empty() {
        return vec![empty(edition)];
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
    let pager = pager(edition, route, &list.bantin);
    let latest = match rows(edition, rest, Level::Three) {
        Some(rows) => Some(
            el("section")
                .class("front-latest")
                .attr("aria-labelledby", "latest-heading")
                .child(rubric("latest-heading", edition.messages().latest))
                .child(rows)
                .child(pager),
        ),
        // No heading where nothing is left to stand under it.
        None => pager,
    };
    vec![
        el("div")
            .class("front")
            .child(el("div").class("front-lead").child(lead_story))
            .child(el("div").class("front-second").child(second)),
        el("div").class("front-below").child(latest).child(most_read_aside(edition, most_read)),
    ]
}

fn most_read_aside(edition: &Edition, most_read: &[Summary]) -> Option<Element> {
    let item = |summary| {
        el("li").child(teaser(edition, summary, Size::Text, Level::Three, Priority::Lazy))
    };
    let items: Vec<_> = most_read.iter().map(item).collect();
    (!items.is_empty()).then(|| {
        el("aside")
            .class("most-read")
            .attr("aria-labelledby", "most-read-heading")
            .child(rubric("most-read-heading", edition.messages().most_read))
            .child(el("ol").class("most-read-items").child(items))
    })
}

/// The small heading over a part of the page, which names that part.
fn rubric(id: &'static str, text: &'static str) -> Element {
    el("h2").attr("id", id).class("rubric").child(text)
}

/// An archive page of the front page's list.
fn archive(
    edition: &Edition,
    route: &Route,
    list: &Feed,
    page: u32,
    summaries: &[Summary],
) -> Element {
    list_page(Some(&(edition.messages().page)(page)))
        .child(rows(edition, summaries, Level::Two))
        .child(pager(edition, route, &list.bantin))
}

/// Words for a list with nothing in it.
pub fn empty(edition: &Edition) -> Element {
    let messages = edition.messages();
    el("section")
        .class("notice")
        .child(el("h2").child(messages.empty_title))
        .child(el("p").child(messages.empty_text))
}
