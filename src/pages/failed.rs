//! Pages that could not be shown: each failure has its own words and its own way on.

use leptos::prelude::Callback;

use crate::api::ApiError;
use crate::components::Edition;
use crate::components::element::Element;
use crate::components::notice::{WayOn, notice};
use crate::locale::Messages;

/// Title and text for a failure.
pub fn words(messages: &Messages, error: &ApiError) -> (&'static str, String) {
    match error {
        ApiError::Offline => (messages.offline_title, messages.offline_text.to_owned()),
        ApiError::Timeout => (messages.timeout_title, messages.timeout_text.to_owned()),
        ApiError::Gone => (messages.gone_title, messages.gone_text.to_owned()),
        ApiError::NotFound => (messages.missing_title, messages.missing_text.to_owned()),
        ApiError::Server { status } | ApiError::Refused { status, .. } => {
            (messages.server_title, (messages.server_text)(*status))
        }
        ApiError::Unreadable { .. } => {
            (messages.unreadable_title, messages.unreadable_text.to_owned())
        }
    }
}

pub fn view(edition: &Edition, error: &ApiError, retry: Option<Callback<()>>) -> Element {
    let (title, text) = words(edition.messages(), error);
    notice(edition, title, text, retry.map_or(WayOn::FrontPage, WayOn::Retry))
}

pub fn missing(edition: &Edition) -> Element {
    view(edition, &ApiError::NotFound, None)
}

pub fn gone(edition: &Edition) -> Element {
    view(edition, &ApiError::Gone, None)
}
