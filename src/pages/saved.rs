//! `/saved/`: the articles that the reader saved, and those that they read. Both lists are on the device alone, so the
//! page is empty natively and the app draws it.

use leptos::prelude::*;

use super::ListChange;
use super::list::ListPage;
use crate::components::reading_list::ReadingListItems;
use crate::components::use_edition;
use crate::reader::reading_list::Entries;

/// Both lists, newest first.
#[component]
pub fn SavedPage(
    saved: Entries,
    history: Entries,
    /// Told what the reader does to a list.
    on_change: Callback<ListChange>,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let nothing =
        saved.0.is_empty().then(|| view! { <p class="shelf-words">{messages.saved_none}</p> });
    let clear = (!history.0.is_empty()).then(|| {
        view! {
            <button
                type="button"
                class="link-button clear-history"
                on:click=move |_| on_change.run(ListChange::ClearHistory)
            >
                {messages.history_clear}
            </button>
        }
    });
    let take_off = Callback::new(move |slug| on_change.run(ListChange::TakeOffSaved(slug)));
    view! {
        <ListPage title=Some(messages.saved_title.to_owned())>
            <p class="shelf-words">{messages.saved_words}</p>
            {nothing}
            <ReadingListItems entries=saved take_off />
            <h2 class="rubric">{messages.history_title}</h2>
            <p class="shelf-words">{messages.history_words} " " {clear}</p>
            <ReadingListItems entries=history />
        </ListPage>
    }
}
