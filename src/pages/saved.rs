//! `/saved/`: the articles that the reader saved, and those that they read. Both lists are on the device alone, so the
//! page is empty natively and the app draws it.

use leptos::prelude::*;

use super::ListChange;
use super::list::ListPage;
use crate::components::reading_list::ReadingListItems;
use crate::components::use_edition;
use crate::components::whole::IntoWhole;
use crate::reader::reading_list::Entries;

/// Both lists, newest first.
#[component]
pub fn SavedPage(
    saved: Entries,
    history: Entries,
    /// Does what the reader asks for, and gives both lists as they are then.
    on_change: Callback<ListChange, (Entries, Entries)>,
) -> impl IntoView {
    let messages = use_edition().messages();
    let lists = RwSignal::new((saved, history));
    let change = move |change| lists.set(on_change.run(change));
    let take_off = Callback::new(move |slug| change(ListChange::TakeOffSaved(slug)));
    let saved = move || {
        let (entries, _) = lists.get();
        let nothing = entries
            .0
            .is_empty()
            .then(|| view! { <p class="shelf-words">{messages.saved_none}</p> });
        view! {
            {nothing}
            <ReadingListItems entries take_off />
        }
        .into_whole()
    };
    let history = move || {
        let (_, entries) = lists.get();
        let clear = (!entries.0.is_empty()).then(|| {
            view! {
                <button
                    type="button"
                    class="link-button clear-history"
                    on:click=move |_| change(ListChange::ClearHistory)
                >
                    {messages.history_clear}
                </button>
            }
        });
        view! {
            <p class="shelf-words">{messages.history_words} " " {clear}</p>
            <ReadingListItems entries />
        }
        .into_whole()
    };
    view! {
        <ListPage title=Some(messages.saved_title.to_owned())>
            <p class="shelf-words">{messages.saved_words}</p>
            {saved}
            <h2 class="rubric">{messages.history_title}</h2>
            {history}
        </ListPage>
    }
}
