//! "Các tin khác": other news, each with the reason why it is there. And the newest, in the same form.
//!
//! The widgets show these lists too, so they are put together with [`elements`][].

use bantin_model::path::ListKind;
use bantin_model::{Related, RelatedReason, Route, Section, Summary};
use elements::{Element, el};

use super::Edition;
use super::byline::time;
use super::figure::{Priority, thumbnail};

/// How much of the other news an article page shows unfolded.
const SHOWN: usize = 6;

pub fn related(edition: &Edition, items: &[Related]) -> Option<Element> {
    list(edition.lang.widget_messages().related, rows(edition, items))
}

/// The other news on an article page: the first ones shown, the rest folded, and a link to all news of `section`.
pub fn others(edition: &Edition, section: Option<&Section>, items: &[Related]) -> Option<Element> {
    let (first, rest) = items.split_at(SHOWN.min(items.len()));
    let all = section.map(|section| {
        let href = edition.href(&Route::list(ListKind::Section(section.id.clone())));
        let link = el("a").attr("href", href);
        el("p").child(link.child(edition.messages().latest).child(": ").child(&*section.name))
    });
    related(edition, first).map(|list| list.child(more(edition, rest)).child(all))
}

/// The rest of the other news, folded; nothing where there is none.
fn more(edition: &Edition, items: &[Related]) -> Option<Element> {
    let words = el("summary").child(edition.messages().more_news);
    let rows = rows(edition, items);
    (!rows.is_empty())
        .then(|| el("details").child(words).child(el("ul").class("related-items").child(rows)))
}

fn rows(edition: &Edition, items: &[Related]) -> Vec<Element> {
    let messages = edition.lang.widget_messages();
    let row = |item: &Related| {
        let why = match item.reason {
            RelatedReason::Related => messages.why_related,
            RelatedReason::Section => messages.why_section,
            RelatedReason::Latest => messages.why_latest,
        };
        row(edition, &item.summary, Some(why))
    };
    items.iter().map(row).collect()
}

/// The newest, below the name of their section.
pub fn latest(edition: &Edition, section: Option<&str>, items: &[Summary]) -> Option<Element> {
    let heading = section.unwrap_or(edition.lang.widget_messages().latest);
    list(heading, items.iter().map(|item| row(edition, item, None)).collect())
}

fn list(heading: &str, rows: Vec<Element>) -> Option<Element> {
    if rows.is_empty() {
        return None;
    }
    let heading = el("h2").attr("id", "related-heading").class("rubric").child(heading);
    Some(
        el("section")
            .class("related")
            .attr("aria-labelledby", "related-heading")
            .child(heading)
            .child(el("ul").class("related-items").child(rows)),
    )
}

fn row(edition: &Edition, summary: &Summary, why: Option<&'static str>) -> Element {
    let picture = summary.image.as_ref().map(|image| {
        let image = thumbnail(edition, image, Priority::Lazy, "6rem", 96);
        el("div").class("related-picture").child(image)
    });
    let link = el("a")
        .class("related-headline")
        .attr("href", edition.href(&Route::Article { slug: summary.slug.clone() }))
        .attr_if("lang", edition.foreign(&summary.lang))
        .child(summary.title.as_str());
    let why =
        why.map(|why| vec![el("span").class("related-why").child(why), el("span").child(" · ")]);
    let meta = el("p")
        .class("teaser-meta")
        .child(why)
        .child(time(&summary.published, edition.date(&summary.published)));
    let words = el("div").class("related-words").child(link).child(meta);
    el("li").class("related-item").child(picture).child(words)
}
