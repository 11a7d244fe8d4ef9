//! The buttons of an article: sharing, saving, listening. They stand in prerendered pages as well, and
//! [`crate::gestures`] acts on them.

use leptos::prelude::*;

use super::use_edition;

/// Buttons to share an article, to save it and to listen to it.
#[component]
pub fn Tools() -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    view! {
        <div class="article-tools">
            // `public/boot.js` unhides it where the browser has a voice; `public/listen.js` does the reading.
            <button
                type="button"
                aria-pressed="false"
                data-words=messages.listen_words
                class="link-button listen"
            >
                {messages.listen}
            </button>
            <button
                type="button"
                data-do="share"
                data-done=messages.share_copied
                class="link-button"
            >
                {messages.share}
            </button>
            <button
                type="button"
                data-do="save"
                aria-pressed="false"
                data-done=messages.saved
                data-undone=messages.unsaved
                data-failed=messages.not_saved
                class="link-button"
            >
                {messages.save}
            </button>
            <a href=edition.href(&edition.saved()) class="to-saved">
                {messages.to_saved}
            </a>
        </div>
    }
}
