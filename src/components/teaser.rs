//! An article as a list shows it. The headline is the one link, and it covers the whole teaser for
//! the pointer; a screen reader hears it once.

use bantin_model::Summary;

use super::Edition;
use super::byline::time;
use super::element::{Element, el};
use super::figure::{Priority, decoration};
use bantin_model::Route;

/// How much of an article a teaser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The lead story of a front page.
    Lead,
    /// Picture, headline and lead.
    Full,
    /// Small picture and headline.
    Compact,
    /// Headline only.
    Text,
}

/// The heading level of the headline, below whatever heading stands above the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Two,
    Three,
}

pub fn teaser(
    edition: &Edition,
    summary: &Summary,
    size: Size,
    level: Level,
    priority: Priority,
) -> Element {
    let (class, sizes) = match size {
        Size::Lead => ("teaser teaser-lead", "(min-width: 60rem) 46rem, 100vw"),
        Size::Full => ("teaser teaser-full", "(min-width: 60rem) 22rem, 100vw"),
        Size::Compact => ("teaser teaser-compact", "8rem"),
        Size::Text => ("teaser teaser-text", ""),
    };
    let picture = summary.image.as_ref().filter(|_| size != Size::Text).map(|image| {
        el("div").class("teaser-picture").child(decoration(edition, image, priority, sizes))
    });
    let link = el("a")
        .attr("href", edition.href(&Route::Article { slug: summary.slug.clone() }))
        .attr_if("lang", edition.foreign(&summary.lang))
        .child(summary.title.as_str());
    let tag = match level {
        Level::Two => "h2",
        Level::Three => "h3",
    };
    let with_lead = matches!(size, Size::Lead | Size::Full) && !summary.lead.is_empty();
    let lead = with_lead.then(|| el("p").class("teaser-text-lead").child(summary.lead.as_str()));
    let section = edition.site.section(&summary.section).map(|section| {
        vec![
            el("span").class("teaser-section").child(section.name.as_str()),
            el("span").child(" · "),
        ]
    });
    let meta = el("p")
        .class("teaser-meta")
        .child(section)
        .child(time(&summary.published, edition.date_time(&summary.published)));
    let words = el("div")
        .class("teaser-words")
        .child(el(tag).class("teaser-headline").child(link))
        .child(lead)
        .child(meta);
    el("article").class(class).child(picture).child(words)
}
