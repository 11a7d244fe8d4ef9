//! The page for a failure or an empty place: words, and a way on.

use leptos::prelude::*;

use super::use_edition;
use crate::api::ApiError;
use crate::locale::{Messages, WidgetMessages};

/// The title of a page for a failure.
pub fn title(messages: &Messages, error: &ApiError) -> &'static str {
    match error {
        ApiError::Offline => messages.offline_title,
        ApiError::Timeout => messages.timeout_title,
        ApiError::Gone => messages.gone_title,
        ApiError::NotFound => messages.missing_title,
        ApiError::Server { .. } | ApiError::Refused { .. } => messages.server_title,
        ApiError::Mixed => messages.mixed_title,
        ApiError::Unreadable(_) | ApiError::ProofWanted { .. } => messages.unreadable_title,
    }
}

/// Tells a reader what went wrong.
pub fn words(messages: &WidgetMessages, error: &ApiError) -> String {
    let words = match error {
        ApiError::Offline => messages.offline_text,
        ApiError::Timeout => messages.timeout_text,
        ApiError::Gone => messages.gone_text,
        ApiError::NotFound => messages.missing_text,
        ApiError::Server { status, .. } | ApiError::Refused { status, .. } => {
            return messages.server_text.with(&status.to_string());
        }
        // No page asks for a reader's token, so a proof is never wanted here.
        // A widget does not search either, and a page has words of its own for `Mixed`.
        ApiError::Unreadable(_) | ApiError::ProofWanted { .. } | ApiError::Mixed => {
            messages.unreadable_text
        }
    };
    words.to_owned()
}

/// The words, and the way on; there is always a link to the front page.
#[component]
pub fn Notice(
    title: &'static str,
    text: String,
    /// Tries the same again.
    #[prop(optional_no_strip)]
    retry: Option<Callback<()>>,
    /// Shown below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let edition = use_edition();
    let retry = retry.map(|retry| {
        view! {
            <button type="button" class="button" on:click=move |_| retry.run(())>
                {edition.messages().retry}
            </button>
        }
    });
    view! {
        <section class="notice">
            <h1 id="headline" tabindex="-1">
                {title}
            </h1>
            <p>{text}</p>
            <p class="notice-ways">{retry} " " <ToFront /></p>
            {children.map(|children| children())}
        </section>
    }
}

/// The way to the front page.
#[component]
pub fn ToFront() -> impl IntoView {
    let edition = use_edition();
    view! {
        <a href=edition.href(&edition.front()) class="button button-quiet">
            {edition.messages().to_front}
        </a>
    }
}
