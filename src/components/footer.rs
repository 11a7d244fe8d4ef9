//! The foot of every page.

use super::Edition;
use super::element::{Element, el};

/// `feed` is the address of the list that this page shows, for feed readers.
pub fn footer(edition: &Edition, feed: Option<String>) -> Element {
    let messages = edition.messages();
    let link = |href: String, text: &'static str| el("a").attr("href", href).child(text);
    let feed =
        feed.map(|href| link(href, messages.follow_feed).attr("type", "application/feed+json"));
    let links = el("ul")
        .class("footer-links")
        .child(el("li").child(link(edition.href(&edition.front()), messages.home)))
        .child(feed.map(|feed| el("li").child(feed)))
        .child(el("li").child(link("#top".to_owned(), messages.back_to_top)));
    el("footer")
        .class("footer")
        .child(el("p").class("footer-name").child(edition.site.name.as_str()))
        .child(links)
}
