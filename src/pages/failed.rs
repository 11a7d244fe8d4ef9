//! Pages that could not be shown: each failure has its own words and its own way on.

use bantin_model::list::Feed;
use leptos::prelude::Callback;

use super::list::summaries;
use super::search;
use crate::api::ApiError;
use crate::components::Edition;
use crate::components::element::Element;
use crate::components::notice::{WayOn, notice, title, words};
use crate::components::related::latest;
use crate::components::shelf;

/// Of the newest, where nothing is.
const NEWEST: usize = 6;

/// `at_hand` is what can be read all the same.
pub fn view(
    edition: &Edition,
    error: &ApiError,
    retry: Option<Callback<()>>,
    at_hand: &str,
) -> Element {
    let messages = edition.messages();
    let text = match error {
        ApiError::Mixed => messages.mixed_text.to_owned(),
        _ => words(messages, error),
    };
    let title = title(messages, error);
    let at_hand = shelf::list(edition, at_hand, false)
        .map(|list| vec![shelf::rubric(messages.at_hand), list]);
    notice(edition, title, text, retry.map_or(WayOn::FrontPage, WayOn::Retry)).child(at_hand)
}

/// Nothing is here: a search for `words`, and the newest.
pub fn missing(edition: &Edition, words: &str, newest: Option<Feed>) -> Element {
    let mut newest = newest.map(summaries).unwrap_or_default();
    newest.truncate(NEWEST);
    view(edition, &ApiError::NotFound, None, "")
        .child(search::form(edition, words))
        .child(latest(edition, None, &newest))
}

pub fn gone(edition: &Edition) -> Element {
    view(edition, &ApiError::Gone, None, "")
}
