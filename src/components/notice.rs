//! A page's words when it has nothing else to show, and the way on.

use leptos::prelude::*;

use super::Edition;
use super::element::{Element, el};
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

/// What there is to say of a failure.
pub fn words(messages: &WidgetMessages, error: &ApiError) -> String {
    let words = match error {
        ApiError::Offline => messages.offline_text,
        ApiError::Timeout => messages.timeout_text,
        ApiError::Gone => messages.gone_text,
        ApiError::NotFound => messages.missing_text,
        ApiError::Server { status, .. } | ApiError::Refused { status, .. } => {
            return (messages.server_text)((*status).into());
        }
        // No page asks for a reader's token, so a proof is never wanted here.
        // Nor does a widget search: a page has words of its own for that.
        ApiError::Unreadable(_) | ApiError::ProofWanted { .. } | ApiError::Mixed => {
            messages.unreadable_text
        }
    };
    words.to_owned()
}

/// What the reader can do about it.
pub enum WayOn {
    /// Try the same again; there is always the front page as well.
    Retry(Callback<()>),
    FrontPage,
}

pub fn notice(edition: &Edition, title: &'static str, text: String, way_on: WayOn) -> Element {
    let messages = edition.messages();
    let retry = match way_on {
        WayOn::Retry(retry) => Some(
            el("button")
                .attr("type", "button")
                .class("button")
                .on("click", move |_| retry.run(()))
                .child(messages.retry),
        ),
        WayOn::FrontPage => None,
    };
    el("section")
        .class("notice")
        .child(el("h1").attr("id", "headline").attr("tabindex", "-1").child(title))
        .child(el("p").child(text))
        .child(el("p").class("notice-ways").child(retry).child(" ").child(to_front(edition)))
}

/// The way to the front page.
pub fn to_front(edition: &Edition) -> Element {
    el("a")
        .class("button button-quiet")
        .attr("href", edition.href(&edition.front()))
        .child(edition.messages().to_front)
}
