//! A video or post elsewhere: a plain link that names whose site it leads to. Nothing of it is
//! loaded before the reader opens it.

use bantin_model::Link;
use leptos::prelude::*;

use super::use_edition;

#[component]
pub fn Embed(
    href: Link,
    /// Of the video or post. Without one, the link says where it leads.
    title: Option<String>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let host = href.host().unwrap_or(href.as_str());
    let host = host.strip_prefix("www.").unwrap_or(host);
    let note = messages.embed_note.with(host);
    let title = title.unwrap_or_else(|| messages.watch_on.with(host));
    view! {
        <div class="embed">
            <a href=edition.resolve(&href) rel="noopener" class="embed-link">
                <span aria-hidden={"true"} class="embed-play"></span>
                <span>{title}</span>
            </a>
            <p class="embed-note">{note}</p>
        </div>
    }
}
