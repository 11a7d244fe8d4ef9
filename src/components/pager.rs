//! The way from one page of a list to the next.

use bantin_model::Route;
use bantin_model::list::FeedExtension;
use leptos::prelude::*;

use super::use_edition;

/// Links to the newer and the older page of the list at `route`; nothing when it has one page.
#[component]
pub fn Pager(
    route: Route,
    /// What the list says of the page: its number and its neighbours.
    list: FeedExtension,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    // From the newest archive page, "newer" leads to the list itself.
    let newer = list.page.map(|_| {
        let href = edition.href(&route.with_page(list.newer));
        view! { <PagerLink class="pager-newer" rel="prev" href words=messages.newer /> }.into_any()
    });
    let older = list.older.map(|page| {
        let href = edition.href(&route.with_page(Some(page)));
        view! { <PagerLink class="pager-older" rel="next" href words=messages.older /> }.into_any()
    });
    view! { <NewerAndOlder class="pager" label=messages.newest_first newer older /> }
}

/// A link to the page before or after.
#[component]
pub fn PagerLink(
    class: &'static str,
    rel: &'static str,
    href: String,
    words: &'static str,
) -> impl IntoView {
    view! {
        <a rel=rel href=href class=class>
            {words}
        </a>
    }
}

/// Links to what is newer and what is older; nothing when there is neither.
#[component]
pub fn NewerAndOlder(
    class: &'static str,
    /// The name of the landmark.
    label: &'static str,
    newer: Option<AnyView>,
    older: Option<AnyView>,
) -> impl IntoView {
    (newer.is_some() || older.is_some()).then(|| {
        view! {
            <nav aria-label=label class=class>
                {newer}
                {older}
            </nav>
        }
    })
}
