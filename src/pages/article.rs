//! `/articles/{slug}/`: one article, its rating, other news.

use bantin_model::path::ListKind;
use bantin_model::{
    Article, Author, Link, PageLink, RatingSummary, Route, Section, Slug, Stars, Tag, Translation,
};
use elements::Element;
use leptos::prelude::*;

use crate::components::blocks::Blocks;
use crate::components::byline::{Byline, Dateline};
use crate::components::figure::{Figure, Priority};
use crate::components::pager::NewerAndOlder;
use crate::components::rating::{Live, rating_box};
use crate::components::related::others;
use crate::components::tools::Tools;
use crate::components::{Edition, use_edition};
use crate::locale::{Lang, text};

/// Class of the element that holds the rating, and nothing else.
pub const RATING_PLACE: &str = "rating-place";
/// The same element's classes: `extra` tells reader modes that this is no text of the article.
const RATING_CLASSES: &str = "rating-place extra";

/// The rating on an article page. Stars are drawn where the site has a live service, natively too; they work once
/// `live` is there. `early` is the star that the reader chose before that.
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

/// A whole article. Its rating works where the live service is in the context; without it, it only shows what others
/// chose.
#[component]
pub fn ArticlePage(mut article: Article) -> impl IntoView {
    let edition = use_edition();
    let live = use_context::<Live>();
    let section = edition.site.section(&article.section);
    let rating = edition.site.brand.shows("rating").then(|| {
        let rating = rating(&edition, article.rating.clone(), live, None);
        view! { <div class=RATING_CLASSES>{rating}</div> }
    });
    let others = others(&edition, section, &article.related);
    let (newer, older, lang) = (article.newer.take(), article.older.take(), article.lang.clone());
    view! {
        <WordsAndPictures article section=section.cloned() />
        {rating}
        <Beside newer older lang />
        {others}
    }
}

/// The article without rating and other news.
#[component]
fn WordsAndPictures(
    article: Article,
    /// The section of the article, if the site has it.
    section: Option<Section>,
) -> impl IntoView {
    let edition = use_edition();
    let (lang, direction) = (article.lang.clone(), text::direction(&article.lang));
    let earlier: Vec<&str> = article.earlier.iter().map(Slug::as_str).collect();
    let earlier = (!earlier.is_empty()).then(|| earlier.join(" "));
    let first = if article.image.is_some() { Priority::Lazy } else { Priority::First };
    let words = words(&article);
    let (title, lang_of_title) = (article.title.clone(), article.lang.clone());
    let source = article.source.clone().unwrap_or(article.url);
    let picture = article.image.map(|image| view! { <Figure image priority=Priority::First /> });
    let lead = (!article.lead.is_empty()).then(|| view! { <p class="lead">{article.lead}</p> });
    let section = section.map(|section| {
        let href = edition.href(&Route::list(ListKind::Section(section.id)));
        view! {
            <p class="article-section">
                <a href=href>{section.name}</a>
            </p>
        }
    });
    view! {
        <article
            lang=lang
            dir=direction
            // What a device keeps under these slugs follows the article (`app/moved.rs`).
            data-earlier=earlier
            class="article"
        >
            <header class="article-head">
                {section}
                <h1 id="headline" tabindex="-1">
                    {article.title}
                </h1>
                <Dateline
                    authors=article.authors.clone()
                    words=words
                    published=article.published
                    updated=article.updated
                    views=article.views
                    lang=article.lang
                >
                    <Translations translations=article.translations />
                    <Tools title=title lang=lang_of_title />
                </Dateline>
            </header>
            {lead}
            // Reader modes keep the lead picture when it is within the text, and drop it when it is beside it.
            <div class="article-body">
                {picture}
                <Blocks blocks=article.body first_picture=first source />
            </div>
            <Foot authors=article.authors source=article.source tags=article.tags />
        </article>
    }
}

/// How many words the article has, for the reading time.
fn words(article: &Article) -> usize {
    let body = article.body.iter().map(|block| block.plain_text().split_whitespace().count());
    article.lead.split_whitespace().count() + body.sum::<usize>()
}

/// Links to the same article in other languages.
#[component]
fn Translations(translations: Vec<Translation>) -> impl IntoView {
    let edition = use_edition();
    let link = |other: Translation| {
        let place = Lang::of(&other.lang).map(|lang| lang as usize);
        let offer = place.and_then(|place| edition.messages().offers.get(place).copied());
        let words = offer.unwrap_or(&other.lang).to_owned();
        let href = edition.href(&Route::Article { slug: other.slug });
        view! {
            <p class="dateline-translation">
                <a href=href lang=other.lang.clone() hreflang=other.lang>
                    {words}
                </a>
            </p>
        }
    };
    translations.into_iter().map(link).collect_view()
}

/// The foot of an article: who wrote it, where it comes from, its tags.
#[component]
fn Foot(
    authors: Vec<Author>,
    /// The page where the article was published first, if that is elsewhere.
    source: Option<Link>,
    tags: Vec<Tag>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let origin = source.map(|source| {
        let host = source.host().unwrap_or(source.as_str()).to_owned();
        view! {
            <p class="article-source">
                {messages.source} ": "
                <a href=edition.resolve(&source) rel="noopener">
                    {host}
                </a>
            </p>
        }
    });
    let tag = |tag: Tag| {
        let href = edition.href(&Route::list(ListKind::Tag(tag.id)));
        view! {
            <li>
                <a href=href rel="tag">
                    {tag.name}
                </a>
            </li>
        }
    };
    let tags = tags.into_iter().map(tag).collect_view();
    let tags = (!tags.is_empty()).then(|| {
        view! {
            <ul aria-label=messages.tags class="tags">
                {tags}
            </ul>
        }
    });
    view! {
        <footer class="article-foot">
            <Byline authors />
            {origin}
            {tags}
        </footer>
    }
}

/// Links to the newer and the older article of the section.
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
