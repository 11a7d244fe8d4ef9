//! A page's words when it has nothing else to show, and the way on.

use leptos::prelude::*;

use super::Edition;

/// What the reader can do about it.
pub enum WayOn {
    /// Try the same again; there is always the front page as well.
    Retry(Callback<()>),
    FrontPage,
}

pub fn notice(
    edition: &Edition,
    title: &'static str,
    text: String,
    way_on: WayOn,
) -> impl IntoView + use<> {
    let messages = edition.messages();
    let retry = match way_on {
        WayOn::Retry(retry) => Some(view! {
            <button type="button" class="button" on:click=move |_| retry.run(())>
                {messages.retry}
            </button>
        }),
        WayOn::FrontPage => None,
    };
    view! {
        <section class="notice">
            <h1 id="headline" tabindex="-1">{title}</h1>
            <p>{text}</p>
            <p class="notice-ways">
                {retry} <a class="button button-quiet" href=edition.href(&edition.front())>{messages.to_front}</a>
            </p>
        </section>
    }
}
