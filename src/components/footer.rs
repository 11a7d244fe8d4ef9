//! The foot of every page.

use bantin_model::{OwnLine, Route};
use leptos::either::Either;
use leptos::prelude::*;

use super::{Edition, use_edition};

#[component]
pub fn Footer(
    /// Address of the list that this page shows, for feed readers.
    feed: Option<String>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let pages = edition
        .site
        .pages_in(&edition.tag)
        .map(|page| {
            let href = edition.href(&Route::About { slug: page.slug.clone() });
            view! {
                <li>
                    <a href=href>{page.title.clone()}</a>
                </li>
            }
        })
        .collect_view();
    let feed = feed.map(|href| {
        view! {
            <li>
                <a href=href type="application/feed+json">
                    {messages.follow_feed}
                </a>
            </li>
        }
    });
    let brand = &edition.site.brand;
    let item = |line| view! { <li>{own_line(&edition, line)}</li> };
    let own = OwnLine::of(&brand.links, &edition.tag).map(item).collect_view();
    let social = OwnLine::of(&brand.social, &edition.tag).map(item).collect_view();
    let social = (!social.is_empty())
        .then(|| view! { <ul class="footer-links footer-social">{social}</ul> });
    view! {
        <footer class="footer">
            <div class="footer-who">
                <p class="footer-name">{edition.site.name.clone()}</p>
                <Imprint />
                {social}
            </div>
            <ul class="footer-links">
                <li>
                    <a href=edition.href(&edition.front())>{messages.home}</a>
                </li>
                {pages}
                {own}
                <li>
                    <a href=edition.href(&edition.saved())>{messages.saved_title}</a>
                </li>
                <li>
                    <a href=edition.href(&Route::Archive)>{messages.archive}</a>
                </li>
                {feed}
                <li>
                    <a href="#top">{messages.back_to_top}</a>
                </li>
            </ul>
        </footer>
    }
}

/// The imprint in the language of the edition; where the newsroom wrote it in other languages only, in the first of
/// them.
#[component]
fn Imprint() -> impl IntoView {
    let edition = use_edition();
    let all = &edition.site.brand.imprint;
    let own: Vec<_> = OwnLine::of(all, &edition.tag).collect();
    let first = all.first().and_then(|line| line.lang.as_deref()).unwrap_or_default();
    let (lines, lang) = match own.is_empty() {
        true => (OwnLine::of(all, first).collect(), edition.foreign(first).map(str::to_owned)),
        false => (own, None),
    };
    let line = |line| view! { <p>{own_line(&edition, line)}</p> };
    let lines = lines.into_iter().map(line).collect_view();
    (!lines.is_empty()).then(|| {
        view! {
            <address lang=lang class="imprint">
                {lines}
            </address>
        }
    })
}

/// A line that the newsroom wrote; a link if the line has an address.
pub fn own_line(edition: &Edition, line: &OwnLine) -> impl IntoView + use<> {
    let text = line.text.clone();
    match &line.href {
        Some(href) => {
            let rel = href.is_absolute().then_some("noopener");
            Either::Left(view! {
                <a href=edition.resolve(href) rel=rel>
                    {text}
                </a>
            })
        }
        None => Either::Right(text),
    }
}
