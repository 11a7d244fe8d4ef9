//! `/search/?q=…`: articles by their words.
//!
//! Accessibility: the form is a search landmark with a named field; what was found is announced with the
//! page's title; matched words are `<mark>`s. While the reader types, `public/suggest.js` makes the field a combobox.

use bantin_model::search::{Question, words};
use bantin_model::{Route, Summary};

use crate::api::search::Found;
use crate::components::Edition;
use crate::components::byline::time;
use crate::components::element::{Child, Element, Part, el};
use crate::locale::text;

/// Hits of a page.
const PAGE_SIZE: u64 = bantin_model::search::PAGE_SIZE as u64;

/// `found` is absent before anything was asked.
pub fn view(edition: &Edition, route: &Route, query: &str, found: Option<&Found>) -> Element {
    let messages = edition.messages();
    let headline = el("h1")
        .attr("id", "headline")
        .class("list-title")
        .attr("tabindex", "-1")
        .child(messages.search);
    el("section")
        .class("list-page search-page")
        .child(headline)
        .child(form(edition, query))
        .child(found.map(|found| results(edition, route, query, found)))
}

pub(super) fn form(edition: &Edition, query: &str) -> Element {
    let messages = edition.messages();
    let action = edition.href(&Route::searching(edition.lang_of_route()));
    let field = el("input")
        .attr("type", "search")
        .attr("id", "search-words")
        .attr("name", "q")
        .attr("value", query)
        .attr("required", "")
        .attr("maxlength", "200")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "search-hint")
        .attr("data-words", messages.suggestions);
    el("form")
        .attr("role", "search")
        .attr("action", action)
        .class("search-form")
        .child(el("label").attr("for", "search-words").child(messages.search_label))
        .child(
            el("div")
                .class("search-line")
                .child(field)
                .child(el("button").class("button").attr("type", "submit").child(messages.search)),
        )
        .child(el("p").attr("id", "search-hint").class("search-hint").child(messages.search_hint))
}

fn results(edition: &Edition, route: &Route, query: &str, found: &Found) -> Vec<Element> {
    let messages = edition.messages();
    if found.total == 0 {
        return vec![el("p").class("search-count").child(messages.search_none)];
    }
    let count = (messages.search_count)(found.total, &edition.number(found.total));
    let question = Question::of(&text::lower(query));
    let rows: Vec<_> = found.hits.iter().map(|hit| row(edition, &question, hit)).collect();
    let mut parts = vec![
        el("p").class("search-count").child(count),
        el("ul").class("rows search-hits").child(rows),
    ];
    parts.extend(pager(edition, route, found));
    parts
}

fn row(edition: &Edition, question: &Question, hit: &Summary) -> Element {
    let link = el("a")
        .attr("href", edition.href(&Route::Article { slug: hit.slug.clone() }))
        .child(marked(question, &hit.title));
    let section = edition.site.section(&hit.section).map(|section| {
        let name = el("span").class("teaser-section").child(section.name.as_str());
        vec![name, el("span").child(" · ")]
    });
    let meta = el("p")
        .class("teaser-meta")
        .child(section)
        .child(time(&hit.published, edition.date_time(&hit.published)));
    let lead = (!hit.lead.is_empty())
        .then(|| el("p").class("teaser-text-lead").child(marked(question, &hit.lead)));
    let words = el("article")
        .class("teaser")
        .attr_if("lang", edition.foreign(&hit.lang))
        .child(el("h2").class("teaser-headline").child(link))
        .child(lead)
        .child(meta);
    el("li").child(words)
}

/// The text with the words that were asked for marked.
fn marked(question: &Question, text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = 0;
    for word in words(text) {
        if !question.has(word) {
            continue;
        }
        // Where the word stands: it is a part of `text`.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        text.get(plain..start).filter(|between| !between.is_empty()).add_to(&mut parts);
        el("mark").child(word).add_to(&mut parts);
        plain = start + word.len();
    }
    text.get(plain..).filter(|rest| !rest.is_empty()).add_to(&mut parts);
    parts
}

/// The way to the pages before and after.
fn pager(edition: &Edition, route: &Route, found: &Found) -> Option<Element> {
    let Route::Search { page, .. } = route else { return None };
    let page = page.unwrap_or(1);
    let messages = edition.messages();
    let link = |class, rel: &'static str, page: u32, text: &'static str| {
        let page = Some(page).filter(|page| *page > 1);
        let href = edition.href(&route.with_page(page));
        el("a").class(class).attr("rel", rel).attr("href", href).child(text)
    };
    let before = (page > 1).then(|| link("pager-newer", "prev", page - 1, messages.previous_page));
    let has_more = u64::from(page) * PAGE_SIZE < found.total;
    let after =
        has_more.then(|| link("pager-older", "next", page.saturating_add(1), messages.next_page));
    (before.is_some() || after.is_some()).then(|| {
        el("nav").class("pager").attr("aria-label", messages.search).child(before).child(after)
    })
}
