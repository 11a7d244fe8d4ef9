//! Pages for what could not be shown. For each failure a reader is told something else, and offered something else to
//! do.

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

/// How many of the newest articles stand on a page for an address where nothing is.
const NEWEST: usize = 6;

#[component]
pub fn FailedPage(
    error: ApiError,
    /// Tries the same again.
    #[prop(optional_no_strip)]
    retry: Option<Callback<()>>,
    /// Articles that can be read without a network.
    #[prop(optional)]
    at_hand: Entries,
    /// Shown below the words.
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

/// The page for an address where nothing is: a search for its words, and the newest articles.
#[component]
pub fn MissingPage(
    /// The words in the address that was asked for.
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
