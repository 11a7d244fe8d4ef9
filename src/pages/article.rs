//! `/articles/{slug}/`: one article, its rating, other news.

use bantin_model::path::ListKind;
use bantin_model::{Article, PageLink, RatingSummary, Route, Stars, Tag, Translation};
use leptos::prelude::*;

use crate::components::blocks::blocks;
use crate::components::byline::{byline, dateline};
use crate::components::element::{Element, el};
use crate::components::figure::{Priority, figure};
use crate::components::pager::NewerAndOlder;
use crate::components::rating::{Live, rating_box};
use crate::components::related::{more, related};
use crate::components::tools::tools;
use crate::components::{Edition, use_edition};
use crate::locale::{Lang, text};

/// Other news shown at once.
const SHOWN: usize = 6;

/// Class of the element that holds the rating, and nothing else.
pub const RATING_PLACE: &str = "rating-place";

/// The rating as an article page has it. Stars are shown where the site has a live service, also
/// natively; they work once `live` is there. `early` is the star the reader chose before that.
pub fn rating(
    edition: &Edition,
    initial: RatingSummary,
    live: Option<Live>,
    early: Option<Stars>,
) -> Element {
    let is_open = edition.site.live.is_some();
    let messages = edition.lang.widget_messages();
    rating_box(messages, initial, live, is_open, early)
}

#[component]
pub fn ArticlePage(
    mut article: Article,
    /// What lets the rating work. Without it, it shows what others chose.
    live: Option<Live>,
) -> impl IntoView {
    let edition = use_edition();
    let rating = rating(&edition, article.rating.clone(), live, None);
    let (newer, older, lang) = (article.newer.take(), article.older.take(), article.lang.clone());
    let text = words_and_pictures(&edition, &article);
    let others = others(&edition, &article);
    view! {
        {text}
        <div class=RATING_PLACE>{rating}</div>
        <Beside newer older lang />
        {others}
    }
}

/// The newer and the older article of the section.
#[component]
fn Beside(
    newer: Option<PageLink>,
    older: Option<PageLink>,
    /// BCP 47 of their titles.
    lang: String,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let lang = edition.foreign(&lang).map(str::to_owned);
    let link = |rel: &'static str, label: &'static str, of: PageLink| {
        let href = edition.href(&Route::Article { slug: of.slug });
        view! {
            <a rel=rel href=href>
                <span>{label}</span>
                " "
                <span lang=lang.clone()>{of.title}</span>
            </a>
        }
        .into_any()
    };
    let newer = newer.map(|of| link("prev", messages.newer, of));
    let older = older.map(|of| link("next", messages.older, of));
    view! { <NewerAndOlder class="pager beside" label=messages.newest_first newer older /> }
}

/// Other news: some, the rest folded, and the way to all of the section.
fn others(edition: &Edition, article: &Article) -> Option<Element> {
    let (first, rest) = article.related.split_at(SHOWN.min(article.related.len()));
    let all = section_link(edition, article).map(|(link, name)| {
        el("p").child(link.child(edition.messages().latest).child(": ").child(name))
    });
    related(edition, first).map(|list| list.child(more(edition, rest)).child(all))
}

fn words_and_pictures(edition: &Edition, article: &Article) -> Element {
    let source = article.source.as_ref().unwrap_or(&article.url);
    let first = if article.image.is_some() { Priority::Lazy } else { Priority::First };
    let section = section_link(edition, article)
        .map(|(link, name)| el("p").class("article-section").child(link.child(name)));
    let headline =
        el("h1").attr("id", "headline").attr("tabindex", "-1").child(article.title.as_str());
    let lead =
        (!article.lead.is_empty()).then(|| el("p").class("lead").child(article.lead.as_str()));
    let picture = article.image.as_ref().map(|image| {
        el("div").class("article-picture").child(figure(edition, image, Priority::First))
    });
    let head = el("header").class("article-head").child(section).child(headline).child(
        // Its words are the page's, whatever the article is written in.
        dateline(edition, article)
            .attr_if("lang", edition.foreign(&article.lang).map(|_| &*edition.tag))
            .attr_if("dir", text::direction(&article.lang).map(|_| "auto"))
            .child(translations(edition, article))
            .child(tools(edition, words(article))),
    );
    let body = el("div").class("article-body").child(blocks(edition, &article.body, first, source));
    el("article")
        .class("article")
        .attr("lang", article.lang.as_str())
        .attr_if("dir", text::direction(&article.lang))
        .attr("data-photo-words", edition.messages().photo_words)
        .child(head)
        .child(lead)
        .child(picture)
        .child(body)
        .child(foot(edition, article))
}

/// The way to the article's section, without words, and the section's name.
fn section_link<'a>(edition: &'a Edition, article: &Article) -> Option<(Element, &'a str)> {
    let section = edition.site.section(&article.section)?;
    let href = edition.href(&Route::list(ListKind::Section(section.id.clone())));
    Some((el("a").attr("href", href), &section.name))
}

/// How many words the reader has before them.
fn words(article: &Article) -> usize {
    let body = article.body.iter().map(|block| block.plain_text().split_whitespace().count());
    article.lead.split_whitespace().count() + body.sum::<usize>()
}

/// The way to the same article in other languages that the app speaks.
fn translations(edition: &Edition, article: &Article) -> Vec<Element> {
    let link = |other: &Translation| {
        let words = Lang::of(&other.lang)?.messages().read_in_this_language;
        let link = el("a")
            .attr("href", edition.href(&Route::Article { slug: other.slug.clone() }))
            .attr("lang", other.lang.as_str())
            .attr("hreflang", other.lang.as_str())
            .child(words);
        Some(el("p").class("dateline-translation").child(link))
    };
    article.translations.iter().filter_map(link).collect()
}

/// A tag, leading to its news.
fn tag_link(edition: &Edition, tag: &Tag) -> Element {
    let href = edition.href(&Route::list(ListKind::Tag(tag.id.clone())));
    el("a").attr("href", href).attr("rel", "tag").child(tag.name.as_str())
}

/// Who wrote it, where it comes from, what it is about.
fn foot(edition: &Edition, article: &Article) -> Element {
    let origin = article.source.as_ref().map(|source| {
        let host = source.host().unwrap_or(source.as_str());
        let link =
            el("a").attr("href", edition.resolve(source)).attr("rel", "noopener").child(host);
        el("p").class("article-source").child(edition.messages().source).child(": ").child(link)
    });
    let tags: Vec<_> =
        article.tags.iter().map(|tag| el("li").child(tag_link(edition, tag))).collect();
    let tags = (!tags.is_empty())
        .then(|| el("ul").class("tags").attr("aria-label", edition.messages().tags).child(tags));
    el("footer")
        .class("article-foot")
        .child(byline(edition, &article.authors))
        .child(origin)
        .child(tags)
}
