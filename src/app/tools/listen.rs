//! Reading the article in view aloud.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::App;
use super::super::reading_lists::in_view;
use crate::browser;
use crate::components::listening::{Listening, ListeningProps};

/// The button that begins it (`components/tools.rs`).
const BUTTON: &str = ".listen";

impl App {
    /// Begins to read, or ends.
    pub(super) fn listen_now(self) {
        if self.is_listening.get_untracked() {
            self.end_listening();
            return;
        }
        let (Some(article), Some(body)) = (in_view(), browser::first("body")) else { return };
        let listening = self.island(&body, None, move || {
            // Its own event ends before it is gone.
            let on_end = Callback::new(move |()| queue_microtask(move || self.end_listening()));
            on_cleanup(move || self.is_listening.set(false));
            Listening(ListeningProps { lang: article.lang, on_end })
        });
        self.is_listening.set(listening.is_some());
        self.islands.update_value(|islands| islands.listening = listening);
    }

    fn end_listening(self) {
        let listening = self.islands.try_update_value(|islands| islands.listening.take());
        let had_focus = browser::first(".listening:focus-within").is_some();
        drop(listening);
        if had_focus
            && let Some(button) = browser::first(BUTTON).and_then(|one| one.dyn_into().ok())
        {
            browser::focus_on(&button);
        }
    }
}
