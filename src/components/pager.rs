//! The way from one page of a list to the next.

use bantin_model::list::FeedExtension;

use super::Edition;
use super::element::{Element, el};
use bantin_model::Route;

/// Links to the newer and the older page of the list at `route`; nothing when it has one page.
pub fn pager(edition: &Edition, route: &Route, list: &FeedExtension) -> Option<Element> {
    let messages = edition.messages();
    let link = |class, rel: &'static str, page, text: &'static str| {
        let href = edition.href(&route.with_page(page));
        el("a").class(class).attr("rel", rel).attr("href", href).child(text)
    };
    // From the newest archive page, "newer" is the list itself.
    let newer = list.page.map(|_| link("pager-newer", "prev", list.newer, messages.newer));
    let older = list.older.map(|page| link("pager-older", "next", Some(page), messages.older));
    newer_and_older(edition, "pager", newer, older)
}

/// The way to what is newer and to what is older; nothing when there is neither.
pub fn newer_and_older(
    edition: &Edition,
    class: &'static str,
    newer: Option<Element>,
    older: Option<Element>,
) -> Option<Element> {
    let label = edition.messages().newest_first;
    (newer.is_some() || older.is_some())
        .then(|| el("nav").class(class).attr("aria-label", label).child(newer).child(older))
}
