//! `/about/{slug}/`, `/archive/`: a page that is no news.

use bantin_model::StaticPage;

use crate::components::Edition;
use crate::components::blocks::blocks;
use crate::components::element::{Element, el};
use crate::components::figure::Priority;

pub fn view(edition: &Edition, page: &StaticPage) -> Element {
    let headline =
        el("h1").attr("id", "headline").attr("tabindex", "-1").child(page.title.as_str());
    let body = blocks(edition, &page.body, Priority::First, &edition.site.url);
    el("article")
        .class("article article-plain")
        .attr("lang", page.lang.as_str())
        .child(el("header").class("article-head").child(headline))
        .child(el("div").class("article-body").child(body))
}
