//! A video or post elsewhere: a plain link that names whose site it leads to. Nothing of it is
//! loaded before the reader opens it.

use bantin_model::Link;
use leptos::prelude::*;

use super::Edition;

pub fn embed(edition: &Edition, href: &Link, title: Option<&str>) -> impl IntoView + use<> {
    let messages = edition.messages();
    let host = href.host().unwrap_or(href.as_str()).trim_start_matches("www.").to_owned();
    let title = title.map(str::to_owned);
    view! {
        <aside class="embed">
            <a class="embed-link" href=edition.resolve(href) rel="noopener">
                <span class="embed-play" aria-hidden="true"></span>
                <span>{title.unwrap_or_else(|| (messages.watch_on)(&host))}</span>
            </a>
            <p class="embed-note">{(messages.embed_note)(&host)}</p>
        </aside>
    }
}
