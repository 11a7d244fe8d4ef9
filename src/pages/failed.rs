//! Pages that could not be shown: each failure has its own words and its own way on.

use bantin_model::list::Feed;
use leptos::prelude::*;

use super::list::summaries;
use super::search::SearchForm;
use crate::api::ApiError;
use crate::components::notice::{Notice, title, words};
use crate::components::reading_list::ReadingListItems;
use crate::components::related::latest;
use crate::components::use_edition;
use crate::reader::reading_list::Entries;

/// Of the newest, where nothing is.
const NEWEST: usize = 6;

#[component]
pub fn FailedPage(
    error: ApiError,
    /// Tries the same again.
    #[prop(optional_no_strip)]
    retry: Option<Callback<()>>,
    /// What can be read all the same.
    #[prop(optional)]
    at_hand: Entries,
    /// What stands below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let text = match &error {
        ApiError::Mixed => messages.mixed_text.to_owned(),
        error => words(messages, error),
    };
    view! {
        <Notice title=title(messages, &error) text retry>
            <ReadingListItems entries=at_hand heading=messages.at_hand />
            {children.map(|children| children())}
        </Notice>
    }
}

/// Nothing is here: a search, and the newest.
#[component]
pub fn MissingPage(
    /// What was asked for, as words.
    words: String,
    newest: Option<Feed>,
) -> impl IntoView {
    let edition = use_edition();
    let mut newest = newest.map(summaries).unwrap_or_default();
    newest.truncate(NEWEST);
    let newest = latest(&edition, None, &newest);
    view! {
        <FailedPage error=ApiError::NotFound>
            <SearchForm query=words />
            {newest}
        </FailedPage>
    }
}
