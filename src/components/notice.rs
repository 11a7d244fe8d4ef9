//! A page's words when it has nothing else to show, and the way on.

use leptos::prelude::*;

use super::Edition;
use super::element::{Element, el};

/// What the reader can do about it.
pub enum WayOn {
    /// Try the same again; there is always the front page as well.
    Retry(Callback<()>),
    FrontPage,
}

pub fn notice(edition: &Edition, title: &'static str, text: String, way_on: WayOn) -> Element {
    let messages = edition.messages();
    let retry = match way_on {
        WayOn::Retry(retry) => Some(
            el("button")
                .attr("type", "button")
                .class("button")
                .on("click", move |_| retry.run(()))
                .child(messages.retry),
        ),
        WayOn::FrontPage => None,
    };
    let front = el("a")
        .class("button button-quiet")
        .attr("href", edition.href(&edition.front()))
        .child(messages.to_front);
    el("section")
        .class("notice")
        .child(el("h1").attr("id", "headline").attr("tabindex", "-1").child(title))
        .child(el("p").child(text))
        .child(el("p").class("notice-ways").child(retry).child(" ").child(front))
}
