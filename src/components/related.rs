//! "Các tin khác": other news, each with the reason why it is there.

use bantin_model::{Related, RelatedReason};

use super::Edition;
use super::byline::time;
use super::element::{Element, el};
use super::figure::{Priority, decoration};
use bantin_model::Route;

pub fn related(edition: &Edition, items: &[Related]) -> Option<Element> {
    if items.is_empty() {
        return None;
    }
    let rows: Vec<_> = items.iter().map(|item| row(edition, item)).collect();
    let heading = el("h2")
        .attr("id", "related-heading")
        .class("rubric")
        .child(edition.lang.widget_messages().related);
    Some(
        el("section")
            .class("related")
            .attr("aria-labelledby", "related-heading")
            .child(heading)
            .child(el("ul").class("related-items").child(rows)),
    )
}

fn row(edition: &Edition, item: &Related) -> Element {
    let messages = edition.lang.widget_messages();
    let why = match item.reason {
        RelatedReason::Related => messages.why_related,
        RelatedReason::Section => messages.why_section,
        RelatedReason::Latest => messages.why_latest,
    };
    let summary = &item.summary;
    let picture = summary.image.as_ref().map(|image| {
        let image = decoration(edition, image, Priority::Lazy, "6rem");
        el("div").class("related-picture").child(image)
    });
    let link = el("a")
        .class("related-headline")
        .attr("href", edition.href(&Route::Article { slug: summary.slug.clone() }))
        .attr_if("lang", edition.foreign(&summary.lang))
        .child(summary.title.as_str());
    let meta = el("p")
        .class("teaser-meta")
        .child(el("span").class("related-why").child(why))
        .child(" · ")
        .child(time(&summary.published, edition.date(&summary.published)));
    let words = el("div").class("related-words").child(link).child(meta);
    el("li").class("related-item").child(picture).child(words)
}
