//! Articles that the reader saved or read, as a list.

use bantin_model::{Route, Slug};

use super::Edition;
use super::byline::time;
use super::element::{Element, el};
use crate::reader::shelf::fields;

pub fn rubric(words: &'static str) -> Element {
    el("h2").class("rubric").child(words)
}

/// Headlines with their dates, each with a way to take it off if they are `saved`. Nothing when there is none.
pub fn list(edition: &Edition, text: &str, saved: bool) -> Option<Element> {
    let rows: Vec<_> = text.lines().filter_map(|line| row(edition, line, saved)).collect();
    (!rows.is_empty()).then(|| el("ul").class("rows").child(rows))
}

fn row(edition: &Edition, line: &str, saved: bool) -> Option<Element> {
    let [slug, lang, published, title] = fields(line)?;
    let messages = edition.messages();
    let link = el("a")
        .attr("href", edition.href(&Route::Article { slug: Slug::new(slug).ok()? }))
        .attr_if("lang", edition.foreign(lang))
        .child(title);
    let off = saved.then(|| {
        el("button")
            .attr("type", "button")
            .class("link-button")
            .attr("data-do", "unsave")
            .attr("data-slug", slug)
            .attr("data-done", messages.unsaved)
            // Which one, for who hears a list of buttons.
            .attr("aria-label", [messages.unsave, ": ", title].concat())
            .child(messages.unsave)
    });
    let meta = el("p")
        .class("teaser-meta")
        .child(time(published, edition.date_time(published)))
        .child(" ")
        .child(off);
    // Saved ones stand below the page's headline, others below a rubric.
    let heading = el(if saved { "h2" } else { "h3" }).class("teaser-headline").child(link);
    Some(el("li").child(heading).child(meta))
}
