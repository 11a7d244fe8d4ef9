//! The way from one page of a list to the next.

use bantin_model::list::FeedExtension;
use leptos::prelude::*;

use super::Edition;
use bantin_model::Route;

/// Links to the newer and the older page of the list at `route`; nothing when it has one page.
pub fn pager(
    edition: &Edition,
    route: &Route,
    list: &FeedExtension,
) -> Option<impl IntoView + use<>> {
    let messages = edition.messages();
    // From the newest archive page, "newer" is the list itself.
    let newer = list.page.map(|_| edition.href(&route.with_page(list.newer)));
    let older = list.older.map(|page| edition.href(&route.with_page(Some(page))));
    (newer.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=messages.newest_first>
                {newer.map(|href| view! { <a class="pager-newer" rel="prev" href=href>{messages.newer}</a> })}
                {older.map(|href| view! { <a class="pager-older" rel="next" href=href>{messages.older}</a> })}
            </nav>
        }
    })
}
