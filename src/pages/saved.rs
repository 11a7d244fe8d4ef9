//! `/saved/`: what the reader has saved, and what they have read. Both are on the device alone, so the page is
//! empty natively and drawn by the app.

use crate::components::Edition;
use crate::components::element::{Element, el};
use crate::components::shelf::{list, rubric};

use super::list::list_page;

pub fn view(edition: &Edition, saved: &str, history: &str) -> Element {
    let messages = edition.messages();
    let clear = (!history.is_empty()).then(|| {
        el("button")
            .attr("type", "button")
            .class("link-button")
            .attr("data-do", "clear-history")
            .attr("data-done", messages.history_cleared)
            .child(messages.history_clear)
    });
    let nothing = |words: &'static str, entries: &str| {
        entries.is_empty().then(|| el("p").class("shelf-words").child(words))
    };
    list_page(Some(messages.saved_title))
        .child(el("p").class("shelf-words").child(messages.saved_words))
        .child(nothing(messages.saved_none, saved))
        .child(list(edition, saved, true))
        .child(rubric(messages.history_title))
        .child(el("p").class("shelf-words").child(messages.history_words).child(" ").child(clear))
        .child(list(edition, history, false))
}
