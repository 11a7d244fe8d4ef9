//! What can be done with an article besides reading it. The buttons stand in prerendered pages as well; what they
//! do is in [`crate::gestures`].

use leptos::prelude::*;

use super::use_edition;

/// Ways to hand an article on, to keep it and to listen to it.
#[component]
pub fn Tools() -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    view! {
        <div class="article-tools">
            // Shown where the browser has a voice (`public/boot.js`); what it does is in `public/listen.js`.
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
