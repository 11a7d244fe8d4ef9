//! Who wrote it and when.

use bantin_model::path::ListKind;
use bantin_model::{Author, Route};
use elements::{Element, el};
use leptos::either::Either;
use leptos::prelude::*;

use super::use_edition;
use crate::locale::text;

/// How many words a reader in no hurry reads in a minute; a Vietnamese word is mostly one syllable.
const PACE: usize = 230;

/// Separates the parts of a dateline.
const DOT: &str = " · ";

/// The dateline of an article: authors, "Đăng ngày 11-08-2023 11:50", reading time, how often it was read, when it
/// changed. The newsroom decides which of them are shown.
#[component]
pub fn Dateline(
    authors: Vec<Author>,
    /// RFC 3339.
    published: String,
    /// RFC 3339.
    updated: Option<String>,
    /// How many words the article has, for the reading time.
    words: usize,
    /// How often the article was read.
    views: u64,
    /// BCP 47 of the article; the line itself is in the language of the page.
    lang: String,
    /// Shown below the line.
    children: Children,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let own = edition.words_in().map(str::to_owned);
    let own = own.or_else(|| edition.foreign(&lang).map(|_| edition.tag.to_string()));
    let direction = text::direction(&lang).map(|_| "auto");
    let shows = |what| edition.site.brand.shows(what);
    let date = messages.published_on.with(&edition.date_time(&published));
    let reading_time = shows("reading_time").then(|| {
        let minutes = u64::try_from(words.div_ceil(PACE)).unwrap_or(u64::MAX).max(1);
        let minutes = messages.reading_time.of(messages, minutes);
        view! {
            {DOT}
            <span class="reading-time">{minutes}</span>
        }
    });
    let views = shows("views").then(|| {
        let views = messages.views.with(&edition.number(views));
        view! {
            {DOT}
            <span class="views">{views}</span>
        }
    });
    let has_author = !authors.is_empty() && shows("author");
    let author = has_author.then(|| view! { <Names authors />{DOT} });
    let updated = updated.filter(|_| shows("updated")).map(|updated| {
        let words = messages.updated_on.with(&edition.date_time(&updated));
        view! { <p class="dateline-updated">{time(&updated, words)}</p> }
    });
    view! {
        // The class `header-line` tells reader modes that this is no text of the article: they take author and date
        // from the page's structured data.
        <div lang=own dir=direction class="dateline header-line">
            <p class="dateline-published">
                {author}
                {time(&published, date)}
                {reading_time}
                {views}
            </p>
            {updated}
            {children()}
        </div>
    }
}

/// A `<time>` with `text` for people and `rfc3339` for machines. It stays in one piece, since a date may have hyphens.
pub fn time(rfc3339: &str, text: String) -> Element {
    let mut time = el("time").attr("datetime", rfc3339);
    for (position, word) in text.split(' ').enumerate() {
        if position > 0 {
            time = time.child(" ");
        }
        time = if word.contains('-') {
            time.child(el("span").class("date").child(word))
        } else {
            time.child(word)
        };
    }
    time
}

/// The signature below an article; nothing when nobody is named, or the newsroom names nobody.
#[component]
pub fn Byline(authors: Vec<Author>) -> impl IntoView {
    let is_shown = use_edition().site.brand.shows("author");
    (is_shown && !authors.is_empty()).then(|| view! { <p class="byline"><Names authors /></p> })
}

/// The authors, one after the other, each as a link to the list of their articles; nothing when there is none.
#[component]
fn Names(authors: Vec<Author>) -> impl IntoView {
    let edition = use_edition();
    let name = |(position, author): (usize, Author)| {
        let comma = (position > 0).then_some(", ");
        // An author that another version wrote may have no id.
        let name = if author.id.is_empty() {
            Either::Left(author.name)
        } else {
            let href = edition.href(&Route::list(ListKind::Author(author.id)));
            Either::Right(view! {
                <a href=href rel="author">
                    {author.name}
                </a>
            })
        };
        (comma, name)
    };
    let names = authors.into_iter().enumerate().map(name).collect_view();
    (!names.is_empty()).then(|| {
        view! {
            <span class="names">
                <span class="visually-hidden">{edition.messages().by_authors} " "</span>
                {names}
            </span>
        }
        .into_any()
    })
}
