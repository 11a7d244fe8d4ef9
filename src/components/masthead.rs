//! The head of every page: the newspaper's name, its sections, its languages.

use bantin_model::path::ListKind;
use bantin_model::{Link, Logo, OwnLine, Route};
use leptos::either::Either;
use leptos::prelude::*;

use super::footer::own_line;
use super::settings::Settings;
use super::{Edition, use_edition};
use crate::locale::Lang;

#[component]
pub fn Masthead(
    /// Id of the section the page belongs to.
    section: Option<String>,
    /// Whether the newspaper's name is the page's `h1`.
    is_front: bool,
) -> impl IntoView {
    let edition = use_edition();
    let front = edition.front();
    let name = view! {
        <a
            href=edition.href(&front)
            aria-current=is_front.then_some("page")
            class="masthead-name"
        >
            {match &edition.site.brand.logo {
                Some(logo) => logo_of(&edition, logo).into_any(),
                None => edition.site.name.clone().into_any(),
            }}
        </a>
    };
    let title = if is_front {
        Either::Left(view! { <h1 class="masthead-title">{name}</h1> })
    } else {
        Either::Right(view! { <p class="masthead-title">{name}</p> })
    };
    // The tagline is in the site's default language, so it is shown on that front page only.
    let site = &edition.site;
    let tagline = site.brand.tagline.as_ref().unwrap_or(&site.description);
    let has_tagline =
        is_front && !tagline.is_empty() && front == Route::Front { lang: None, page: None };
    let description =
        has_tagline.then(|| view! { <p class="masthead-description">{tagline.clone()}</p> });
    view! {
        <header class=if is_front { "masthead masthead-front" } else { "masthead" }>
            <a href="#main" lang=edition.words_in() class="skip">
                {edition.messages().skip_to_content}
            </a>
            <div class="masthead-top">
                {title}
                <div lang=edition.words_in() class="masthead-tools">
                    <Search />
                    <Languages />
                    <Settings />
                </div>
            </div>
            {description}
            <Sections current=section />
        </header>
    }
}

/// The newspaper's name as a picture. The style sheet shows the one for the colours in force.
fn logo_of(edition: &Edition, logo: &Logo) -> impl IntoView {
    let image = |src: &Link, class: &'static str| {
        view! {
            <img
                src=edition.resolve(src)
                alt=edition.site.name.clone()
                width=logo.width
                height=logo.height
                class=class
            />
        }
    };
    let night = logo.night.as_ref().map(|src| image(src, "masthead-logo logo-night"));
    let day = if night.is_some() { "masthead-logo logo-day" } else { "masthead-logo" };
    (image(&logo.src, day), night)
}

/// The link to the search page.
#[component]
fn Search() -> impl IntoView {
    let edition = use_edition();
    let href = edition.href(&Route::searching(edition.lang_of_route()));
    view! {
        <a href=href rel="search" class="masthead-search">
            {edition.messages().search}
        </a>
    }
}

/// The other languages of the site.
#[component]
fn Languages() -> impl IntoView {
    let edition = use_edition();
    let link = |tag: &String| {
        let name = Lang::name_of(tag).to_owned();
        let href = edition.href(&edition.front_in(tag));
        view! {
            <a href=href lang=tag.clone() hreflang=tag.clone() class="masthead-language">
                {name}
            </a>
        }
    };
    let others = edition.site.languages.iter().filter(|tag| **tag != *edition.tag);
    others.map(link).collect_view()
}

/// The sections of the edition, and the newsroom's own links behind them; nothing where it has none.
#[component]
fn Sections(
    /// Id of the one the page belongs to.
    current: Option<String>,
) -> impl IntoView {
    let edition = use_edition();
    let link = |section: &bantin_model::Section| {
        let is_current = current.as_ref() == Some(&section.id);
        let href = edition.href(&Route::list(ListKind::Section(section.id.clone())));
        view! {
            <li>
                <a href=href aria-current=is_current.then_some("true")>
                    {section.name.clone()}
                </a>
            </li>
        }
    };
    let links = edition.site.sections_shown(&edition.tag).map(link).collect_view();
    let own = OwnLine::of(&edition.site.brand.menu, &edition.tag);
    let own = own.map(|line| view! { <li class="own">{own_line(&edition, line)}</li> });
    let own = own.collect_view();
    (!links.is_empty() || !own.is_empty()).then(|| {
        view! {
            <nav aria-label=edition.messages().sections class="sections">
                <ul>
                    {links}
                    {own}
                </ul>
            </nav>
        }
    })
}
