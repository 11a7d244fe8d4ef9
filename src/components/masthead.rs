//! The head of every page: the newspaper's name, its sections, its languages.

use super::Edition;
use super::element::{Element, el};
use super::settings::settings;
use crate::locale::Lang;
use bantin_model::Route;
use bantin_model::path::ListKind;

/// `section` is the one the page belongs to; `is_front` when the name is the page's own headline.
pub fn masthead(edition: &Edition, section: Option<&str>, is_front: bool) -> Element {
    let name = el("a")
        .class("masthead-name")
        .attr("href", edition.href(&edition.front()))
        .attr_if("aria-current", is_front.then_some("page"))
        .child(edition.site.name.as_str());
    let title = el(if is_front { "h1" } else { "p" }).class("masthead-title").child(name);
    let description = edition.site.description.as_str();
    // It is in the site's default language.
    let has_description = is_front
        && !description.is_empty()
        && edition.front() == Route::Front { lang: None, page: None };
    let description =
        has_description.then(|| el("p").class("masthead-description").child(description));
    let skip =
        el("a").class("skip").attr("href", "#main").child(edition.messages().skip_to_content);
    el("header")
        .class(if is_front { "masthead masthead-front" } else { "masthead" })
        .child(skip)
        .child(el("div").class("masthead-top").child(title).child(tools(edition)))
        .child(description)
        .child(sections(edition, section))
}

/// What stands beside the name: search, the other languages, how to read.
fn tools(edition: &Edition) -> Element {
    let search = el("a")
        .class("masthead-search")
        .attr("href", edition.href(&Route::searching(edition.lang_of_route())))
        .attr("rel", "search")
        .child(edition.messages().search);
    el("div")
        .class("masthead-tools")
        .child(search)
        .child(languages(edition))
        .child(settings(edition))
}

/// The other languages of the site.
fn languages(edition: &Edition) -> Vec<Element> {
    let others = edition.site.languages.iter().filter(|tag| **tag != *edition.tag);
    others
        .filter_map(|tag| {
            let link = el("a")
                .class("masthead-language")
                .attr("href", edition.href(&edition.front_in(tag)))
                .attr("lang", tag.as_str())
                .attr("hreflang", tag.as_str());
            Some(link.child(Lang::of(tag)?.messages().name))
        })
        .collect()
}

fn sections(edition: &Edition, current: Option<&str>) -> Option<Element> {
    let links: Vec<_> = edition
        .site
        .sections_shown(&edition.tag)
        .map(|section| {
            let is_current = current == Some(section.id.as_str());
            let href = edition.href(&Route::list(ListKind::Section(section.id.clone())));
            let link = el("a")
                .attr("href", href)
                .attr_if("aria-current", is_current.then_some("true"))
                .child(section.name.as_str());
            el("li").child(link)
        })
        .collect();
    (!links.is_empty()).then(|| {
        el("nav")
            .class("sections")
            .attr("aria-label", edition.messages().sections)
            .child(el("ul").child(links))
    })
}
