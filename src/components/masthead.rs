//! The head of every page: the newspaper's name, its sections, its languages.

use leptos::prelude::*;

use super::Edition;
use crate::locale::Lang;
use bantin_model::Route;

/// `section` is the one the page belongs to; `is_front` when the name is the page's own headline.
pub fn masthead(edition: &Edition, section: Option<&str>, is_front: bool) -> impl IntoView + use<> {
    let front = edition.href(&edition.front());
    let name = edition.site.name.clone();
    let current = is_front.then_some("page");
    let name =
        view! { <a class="masthead-name" href=front.clone() aria-current=current>{name}</a> };
    let name = if is_front {
        view! { <h1 class="masthead-title">{name}</h1> }.into_any()
    } else {
        view! { <p class="masthead-title">{name}</p> }.into_any()
    };
    let class = if is_front { "masthead masthead-front" } else { "masthead" };
    let description = is_front.then(|| {
        let text = edition.site.description.clone();
        (!text.is_empty() && edition.front() == Route::Front { lang: None, page: None })
            .then(|| view! { <p class="masthead-description">{text}</p> })
    });
    view! {
        <header class=class>
            <a class="skip" href="#main">
                {edition.messages().skip_to_content}
            </a>
            <div class="masthead-top">{name} {languages(edition)}</div>
            {description}
            {sections(edition, section)}
        </header>
    }
}

fn languages(edition: &Edition) -> Option<impl IntoView + use<>> {
    let others: Vec<_> = edition
        .site
        .languages
        .iter()
        .filter(|tag| **tag != *edition.tag)
        .filter_map(|tag| {
            let name = Lang::of(tag)?.messages().name;
            let href = edition.href(&edition.front_in(tag));
            Some(view! { <a class="masthead-language" href=href lang=tag.clone() hreflang=tag.clone()>{name}</a> })
        })
        .collect();
    (!others.is_empty()).then_some(others)
}

fn sections(edition: &Edition, current: Option<&str>) -> Option<impl IntoView + use<>> {
    let tag = edition.tag.to_string();
    let links: Vec<_> = edition
        .site
        .sections_in(&tag)
        .map(|section| {
            let is_current = current == Some(section.id.as_str());
            let href = edition.href(&Route::Section { id: section.id.clone(), page: None });
            view! {
                <li>
                    <a href=href aria-current=is_current.then_some("true")>{section.name.clone()}</a>
                </li>
            }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <nav class="sections" aria-label=edition.messages().sections>
                <ul>{links}</ul>
            </nav>
        }
    })
}
