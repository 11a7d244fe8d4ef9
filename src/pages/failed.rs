//! Pages that could not be shown: each failure has its own words and its own way on.

use leptos::prelude::Callback;

use crate::api::ApiError;
use crate::components::Edition;
use crate::components::element::Element;
use crate::components::notice::{WayOn, notice, title, words};

pub fn view(edition: &Edition, error: &ApiError, retry: Option<Callback<()>>) -> Element {
    let (title, text) = (title(edition.messages(), error), words(edition.messages(), error));
    notice(edition, title, text, retry.map_or(WayOn::FrontPage, WayOn::Retry))
}

pub fn missing(edition: &Edition) -> Element {
    view(edition, &ApiError::NotFound, None)
}

pub fn gone(edition: &Edition) -> Element {
    view(edition, &ApiError::Gone, None)
}
