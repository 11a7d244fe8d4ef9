//! The foot of every page.

use bantin_model::Route;

use super::Edition;
use super::element::{Element, el};

/// `feed` is the address of the list that this page shows, for feed readers.
pub fn footer(edition: &Edition, feed: Option<String>) -> Element {
    let messages = edition.messages();
    let link = |href: String, text: &'static str| el("a").attr("href", href).child(text);
    let feed =
        feed.map(|href| link(href, messages.follow_feed).attr("type", "application/feed+json"));
    let pages: Vec<_> = edition
        .site
        .pages_in(&edition.tag)
        .map(|page| {
            let href = edition.href(&Route::About { slug: page.slug.clone() });
            el("li").child(el("a").attr("href", href).child(page.title.as_str()))
        })
        .collect();
    let links = el("ul")
        .class("footer-links")
        .child(el("li").child(link(edition.href(&edition.front()), messages.home)))
        .child(pages)
        .child(el("li").child(link(edition.href(&edition.saved()), messages.saved_title)))
        .child(el("li").child(link(edition.href(&Route::Archive), messages.archive)))
        .child(feed.map(|feed| el("li").child(feed)))
        .child(el("li").child(link("#top".to_owned(), messages.back_to_top)));
    el("footer")
        .class("footer")
        .child(el("p").class("footer-name").child(edition.site.name.as_str()))
        .child(links)
}
