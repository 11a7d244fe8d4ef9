//! The buttons of an article: sharing, saving, listening. In a prerendered page they do nothing until the app puts them
//! there anew (`src/app/tools/controls.rs`).

use leptos::prelude::*;

use super::use_edition;
use crate::browser;

/// What the app does for the buttons of an article. Natively there is none, and they do nothing.
#[derive(Clone, Copy, Debug)]
pub struct ArticleActions {
    /// Saves the article in view, or takes it off the list.
    pub save: Callback<(), Saving>,
    /// Whether the article in view is saved.
    pub is_saved: RwSignal<bool>,
    /// Begins to read the article in view aloud, or ends that.
    pub listen: Callback<()>,
    /// Whether it is read aloud.
    pub is_listening: RwSignal<bool>,
    /// Says what a button has done.
    pub announce: Callback<String>,
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Saved,
    TakenOff,
    /// It is on the list until the page is closed.
    NotKept,
}

/// Buttons to share an article, to save it and to listen to it.
#[component]
pub fn Tools(
    /// The article's title.
    title: String,
    /// BCP 47 of the article.
    lang: String,
) -> impl IntoView {
    let edition = use_edition();
    let messages = edition.messages();
    let actions = use_context::<ArticleActions>();
    let is_copied = RwSignal::new(false);
    let share = move |_| {
        let title = title.clone();
        leptos::task::spawn_local(async move {
            if let Some(actions) = actions
                && browser::share(&title).await.is_truthy()
            {
                // Not where the reader has gone on meanwhile.
                if is_copied.try_set(true).is_none() {
                    actions.announce.run(messages.share_copied.to_owned());
                }
            }
        });
    };
    let save = move |_| {
        if let Some(actions) = actions {
            let words = match actions.save.run(()) {
                Saving::Saved => messages.saved,
                Saving::TakenOff => messages.unsaved,
                Saving::NotKept => messages.not_saved,
            };
            actions.announce.run(words.to_owned());
        }
    };
    let is_saved = move || actions.is_some_and(|actions| actions.is_saved.get());
    let is_listening = move || actions.is_some_and(|actions| actions.is_listening.get());
    let listen = move |_| {
        if let Some(actions) = actions {
            actions.listen.run(());
        }
    };
    let has_voice = RwSignal::new(false);
    if actions.is_some() {
        let look = move || has_voice.set(browser::speaks(&lang));
        look();
        browser::on_voices(look);
    }
    view! {
        <div class="article-tools">
            <button
                type="button"
                aria-pressed=move || if is_listening() { "true" } else { "false" }
                class="link-button listen"
                // Offered where the browser has a voice of the article's language.
                class:has-voice=move || has_voice.get()
                on:click=listen
            >
                {messages.listen}
            </button>
            <button type="button" class="link-button share" on:click=share>
                {move || if is_copied.get() { messages.share_copied } else { messages.share }}
            </button>
            <button
                type="button"
                aria-pressed=move || if is_saved() { "true" } else { "false" }
                class="link-button save"
                on:click=save
            >
                {messages.save}
            </button>
            <a href=edition.href(&edition.saved()) class="to-saved">
                {messages.to_saved}
            </a>
        </div>
    }
}
