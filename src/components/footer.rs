//! The foot of every page.

use leptos::prelude::*;

use super::Edition;

/// `feed` is the address of the list that this page shows, for feed readers.
pub fn footer(edition: &Edition, feed: Option<String>) -> impl IntoView + use<> {
    let messages = edition.messages();
    let feed = feed.map(|href| {
        view! {
            <li>
                <a href=href type="application/feed+json">{messages.follow_feed}</a>
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
                {feed}
                <li>
                    <a href="#top">{messages.back_to_top}</a>
                </li>
            </ul>
        </footer>
    }
}
