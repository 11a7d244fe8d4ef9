//! A front page that a newsroom has put together itself (`[[front]]` of `site.toml`): its blocks, in its order. No
//! story stands in two of them, except that the most-read ones may.

use bantin_model::path::ListKind;
use bantin_model::{FrontBlock, Route, Slug, Summary};
use leptos::prelude::*;

use super::list::Rows;
use super::stories::{LeadStory, MOST_READ, MostRead, take_lead};
use crate::components::figure::Priority;
use crate::components::teaser::{Level, Size, Teaser, names};
use crate::components::{Edition, use_edition};

/// How many stories a block has that does not say a number.
const BESIDE: usize = 3;
const LEAD: usize = 5;
const CARDS: usize = 4;
const HEADLINES: usize = 6;
const OPINIONS: usize = 3;
const LATEST: usize = 12;

/// Width and height of an author's picture, in pixels.
const FACE: u32 = 96;

#[component]
pub fn Blocks(
    /// The newest of the language.
    summaries: Vec<Summary>,
    pinned: Option<Summary>,
    /// The newest articles of each section that has a block, by the section's id.
    sections: Vec<(String, Vec<Summary>)>,
    most_read: Vec<Summary>,
    pager: AnyView,
) -> impl IntoView {
    let edition = use_edition();
    let opinions: Vec<_> = edition
        .site
        .brand
        .front_in(&edition.tag)
        .filter(|block| block.block == "opinion")
        .collect();
    // Opinions are no news: their section fills blocks of opinions only.
    let is_opinion = |summary: &Summary| {
        opinions.iter().any(|block| block.section.as_ref() == Some(&summary.section))
    };
    let summaries = summaries.into_iter().filter(|summary| !is_opinion(summary)).collect();
    let mut stories = Stories { summaries, pinned, sections, shown: Vec::new() };
    stories.shown.extend(stories.pinned.iter().map(|pinned| pinned.slug.clone()));
    let mut blocks = Vec::new();
    let mut most_read = Some(most_read);
    for block in edition.site.brand.front_in(&edition.tag) {
        let priority = if blocks.is_empty() { Priority::First } else { Priority::Lazy };
        let next = match &*block.block {
            "pinned" => stories.pinned.take().map(|summary| pinned_story(summary, priority)),
            "lead" => stories.lead(block, priority),
            "section" => stories.of_section(&edition, block, priority),
            "opinion" => stories.opinion(&edition, block),
            "latest" => stories.latest(&edition, block),
            "most-read" => {
                most_read.take().filter(|most_read| !most_read.is_empty()).map(|mut most_read| {
                    most_read.truncate(count(block, MOST_READ));
                    let most_read = view! { <MostRead summaries=most_read /> };
                    drawn("block block-narrow", None, most_read.into_any())
                })
            }
            // A block of a later version of the program draws nothing.
            _ => None,
        };
        blocks.extend(next);
    }
    view! {
        <div class="blocks">{blocks}</div>
        {pager}
    }
}

/// How many stories a block has; `otherwise` when it does not say.
fn count(block: &FrontBlock, otherwise: usize) -> usize {
    block.count.map_or(otherwise, usize::from)
}

/// The stories that blocks are filled with, and those that stand in a block already.
struct Stories {
    summaries: Vec<Summary>,
    pinned: Option<Summary>,
    sections: Vec<(String, Vec<Summary>)>,
    shown: Vec<Slug>,
}

impl Stories {
    /// The newest stories that stand in no block yet; of `section`, or of all.
    fn next(&mut self, section: Option<&str>, count: usize) -> Vec<Summary> {
        let Self { summaries, sections, shown, .. } = self;
        let of = sections.iter().find(|(id, _)| section == Some(id)).map(|(_, of)| of);
        let of = if section.is_some() {
            of.into_iter().flatten()
        } else {
            Some(&*summaries).into_iter().flatten()
        };
        let next: Vec<_> =
            of.filter(|summary| !shown.contains(&summary.slug)).take(count).cloned().collect();
        shown.extend(next.iter().map(|summary| summary.slug.clone()));
        next
    }

    fn lead(&mut self, block: &FrontBlock, priority: Priority) -> Option<AnyView> {
        let shown = &self.shown;
        self.summaries.retain(|summary| !shown.contains(&summary.slug));
        let lead = take_lead(&mut self.summaries)?;
        self.shown.push(lead.slug.clone());
        let second = self.next(None, count(block, BESIDE));
        let stories = view! { <LeadStory lead=Some(lead) second priority /> };
        Some(drawn("block", None, stories.into_any()))
    }

    fn of_section(
        &mut self,
        edition: &Edition,
        block: &FrontBlock,
        priority: Priority,
    ) -> Option<AnyView> {
        let layout = block.layout.as_deref().unwrap_or("lead");
        let (class, usual) = match layout {
            "cards" => ("block block-cards", CARDS),
            "headlines" => ("block block-narrow block-headlines", HEADLINES),
            _ => ("block block-lead", LEAD),
        };
        let mut of = self.next(block.section.as_deref(), count(block, usual));
        let heading = heading(edition, block)?;
        if of.is_empty() {
            return None;
        }
        let stories = match layout {
            "cards" => items(of, "cards", Size::Full),
            "headlines" => items(of, "headlines", Size::Text),
            _ => {
                let first = of.remove(0);
                view! {
                    <div class="block-first">
                        <Teaser summary=first size=Size::Full level=Level::Three priority />
                    </div>
                    <Rows summaries=of level=Level::Three />
                }
                .into_any()
            }
        };
        Some(drawn(class, Some(heading), stories))
    }

    /// A block of opinions: each begins with its author.
    fn opinion(&mut self, edition: &Edition, block: &FrontBlock) -> Option<AnyView> {
        let of = self.next(block.section.as_deref(), count(block, OPINIONS));
        let heading = heading(edition, block)?;
        let opinion = |summary| view! { <li>{opinion(edition, summary)}</li> };
        let opinions = of.into_iter().map(opinion).collect_view();
        (!opinions.is_empty()).then(|| {
            let opinions = view! { <ul class="opinions">{opinions}</ul> };
            drawn("block block-narrow block-opinion", Some(heading), opinions.into_any())
        })
    }

    fn latest(&mut self, edition: &Edition, block: &FrontBlock) -> Option<AnyView> {
        let of = self.next(None, count(block, LATEST));
        let heading = view! { <h2 class="rubric">{edition.messages().latest}</h2> };
        (!of.is_empty()).then(|| {
            let rows = view! { <Rows summaries=of level=Level::Three /> };
            drawn("block block-latest", Some(heading.into_any()), rows.into_any())
        })
    }
}

/// The name of a block's section, as a link to its page; `None` for a section that the site does not have.
fn heading(edition: &Edition, block: &FrontBlock) -> Option<AnyView> {
    let section = edition.site.section(block.section.as_deref()?)?;
    let href = edition.href(&Route::list(ListKind::Section(section.id.clone())));
    let name = section.name.clone();
    let heading = view! {
        <h2 class="rubric">
            <a href=href>{name}</a>
        </h2>
    };
    Some(heading.into_any())
}

/// Draws a block. One function for all: each shape of its own would add as much code again.
fn drawn(class: &'static str, heading: Option<AnyView>, stories: AnyView) -> AnyView {
    view! {
        <section class=class>
            {heading}
            {stories}
        </section>
    }
    .into_any()
}

/// The story that an editor has pinned.
fn pinned_story(summary: Summary, priority: Priority) -> AnyView {
    let story = view! { <Teaser summary size=Size::Lead level=Level::Two priority /> };
    drawn("block block-pinned", None, story.into_any())
}

/// Stories side by side.
fn items(of: Vec<Summary>, class: &'static str, size: Size) -> AnyView {
    let item = |summary| {
        view! {
            <li>
                <Teaser summary size level=Level::Three />
            </li>
        }
    };
    view! { <ul class=class>{of.into_iter().map(item).collect_view()}</ul> }.into_any()
}

/// An opinion: the author's picture and name, and the headline.
fn opinion(edition: &Edition, summary: Summary) -> impl IntoView + use<> {
    let authors = summary.listed.map(|listed| listed.authors).unwrap_or_default();
    let face = authors.iter().find_map(|author| edition.site.brand.face(&author.id));
    let face = face.map(|face| {
        view! {
            <img
                src=edition.resolve(&face.src)
                alt=""
                width=FACE
                height=FACE
                loading="lazy"
                class="opinion-face"
            />
        }
    });
    let lang = edition.foreign(&summary.lang).map(str::to_owned);
    let href = edition.href(&Route::Article { slug: summary.slug });
    view! {
        <article class="teaser opinion">
            {face}
            <div>
                <h3 class="teaser-headline">
                    <a href=href lang=lang>
                        {summary.title}
                    </a>
                </h3>
                <p class="opinion-author">{names(authors)}</p>
            </div>
        </article>
    }
}
