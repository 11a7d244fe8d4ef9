//! The foot of every page.

use bantin_model::Route;
use leptos::prelude::*;

use super::use_edition;

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
    view! {
        <footer class="footer">
            <p class="footer-name">{edition.site.name.clone()}</p>
            <ul class="footer-links">
                <li>
                    <a href=edition.href(&edition.front())>{messages.home}</a>
                </li>
                {pages}
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
