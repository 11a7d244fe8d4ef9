//! A page's words when it has nothing else to show, and the way on.

use leptos::prelude::*;

use super::Edition;
use super::element::{Element, el};
use crate::api::ApiError;
use crate::locale::WidgetMessages;

/// Title and text for a failure.
pub fn words(messages: &WidgetMessages, error: &ApiError) -> (&'static str, String) {
    match error {
        ApiError::Offline => (messages.offline_title, messages.offline_text.to_owned()),
        ApiError::Timeout => (messages.timeout_title, messages.timeout_text.to_owned()),
        ApiError::Gone => (messages.gone_title, messages.gone_text.to_owned()),
        ApiError::NotFound => (messages.missing_title, messages.missing_text.to_owned()),
        ApiError::Server { status, .. } | ApiError::Refused { status, .. } => {
            (messages.server_title, (messages.server_text)(*status))
        }
        // No page asks for a reader's token, so a proof is never wanted here.
        ApiError::Unreadable { .. } | ApiError::ProofWanted { .. } => {
            (messages.unreadable_title, messages.unreadable_text.to_owned())
        }
    }
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
    let front = el("a")
        .class("button button-quiet")
        .attr("href", edition.href(&edition.front()))
        .child(messages.to_front);
    el("section")
        .class("notice")
        .child(el("h1").attr("id", "headline").attr("tabindex", "-1").child(title))
        .child(el("p").child(text))
        .child(el("p").class("notice-ways").child(retry).child(" ").child(front))
}
