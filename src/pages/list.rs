//! `/sections/{id}/`, `/tags/{id}/`, `/authors/{id}/`, `/archive/{month}/`: the news of a section, with a tag, of an
//! author, of a month.

use bantin_model::list::Feed;
use bantin_model::{Route, Summary};

use super::front::empty;
use crate::components::Edition;
use crate::components::element::{Element, el};
use crate::components::figure::Priority;
use crate::components::notice::to_front;
use crate::components::pager::pager;
use crate::components::teaser::{Level, Size, teaser};

pub fn view(edition: &Edition, route: &Route, list: &Feed) -> Element {
    let name = list.bantin.name.as_deref();
    let number = list.bantin.page.map(edition.messages().page);
    let summaries = summaries(list);
    let (first, rest) = match summaries.split_first() {
        Some((first, rest)) if list.bantin.page.is_none() => (Some(first), rest),
        _ => (None, summaries.as_slice()),
    };
    let first =
        first.map(|summary| teaser(edition, summary, Size::Lead, Level::Two, Priority::First));
    list_page(name)
        .child(number.map(|number| el("p").class("list-page-number").child(number)))
        .child(first)
        .child(
            summaries.is_empty().then(|| {
                empty(edition).child(el("p").class("notice-ways").child(to_front(edition)))
            }),
        )
        .child(rows(edition, rest, Level::Two))
        .child(pager(edition, route, &list.bantin))
}

/// A page that is a list, under its headline.
pub fn list_page(title: Option<&str>) -> Element {
    let headline =
        el("h1").attr("id", "headline").class("list-title").attr("tabindex", "-1").child(title);
    el("section").class("list-page").child(headline)
}

/// What a page shows of the articles of a list.
pub fn summaries(list: &Feed) -> Vec<Summary> {
    list.items.iter().cloned().map(bantin_model::FeedItem::into_summary).collect()
}

/// Articles one below the other.
pub fn rows(edition: &Edition, summaries: &[Summary], level: Level) -> Option<Element> {
    let rows: Vec<_> = summaries
        .iter()
        .map(|summary| {
            el("li").child(teaser(edition, summary, Size::Compact, level, Priority::Lazy))
        })
        .collect();
    (!rows.is_empty()).then(|| el("ul").class("rows").child(rows))
}
