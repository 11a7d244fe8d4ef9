//! What can be done with an article besides reading it. The buttons stand in prerendered pages as well; what they
//! do is in [`crate::gestures`].

use leptos::prelude::*;

use super::use_edition;

/// Words a minute of a reader in no hurry; a Vietnamese word is mostly one syllable.
const PACE: usize = 230;

/// How long the article takes, and a way to hand it on.
#[component]
pub fn Tools(
    /// How many words the reader has before them.
    words: usize,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let minutes = u64::try_from(words.div_ceil(PACE)).unwrap_or(u64::MAX).max(1);
    let time = (messages.reading_time)(minutes, &edition.number(minutes));
    view! {
        <div class="article-tools">
            <p class="reading-time">{time}</p>
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
