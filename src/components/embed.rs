//! A video or post elsewhere: a plain link that names whose site it leads to. Nothing of it is
//! loaded before the reader opens it.

use bantin_model::Link;

use super::Edition;
use super::element::{Element, el};

pub fn embed(edition: &Edition, href: &Link, title: Option<&str>) -> Element {
    let messages = edition.messages();
    let host = href.host().unwrap_or(href.as_str()).trim_start_matches("www.").to_owned();
    let text = title.map_or_else(|| (messages.watch_on)(&host), str::to_owned);
    let link = el("a")
        .class("embed-link")
        .attr("href", edition.resolve(href))
        .attr("rel", "noopener")
        .child(el("span").class("embed-play").attr("aria-hidden", "true"))
        .child(el("span").child(text));
    el("div")
        .class("embed")
        .child(link)
        .child(el("p").class("embed-note").child((messages.embed_note)(&host)))
}
