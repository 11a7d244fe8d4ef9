//! What can be done with an article besides reading it. The buttons stand in prerendered pages as well; what they
//! do is in [`crate::gestures`].

use super::Edition;
use super::element::{Element, el};

/// Words a minute of a reader in no hurry; a Vietnamese word is mostly one syllable.
const PACE: usize = 230;

/// How long the article takes, and a way to hand it on.
pub fn tools(edition: &Edition, words: usize) -> Element {
    let messages = edition.messages();
    let minutes = u64::try_from(words.div_ceil(PACE)).unwrap_or(u64::MAX).max(1);
    let time = (messages.reading_time)(minutes, &edition.number(minutes));
    let share = el("button")
        .attr("type", "button")
        .class("link-button")
        .attr("data-do", "share")
        .attr("data-done", messages.share_copied)
        .child(messages.share);
    // Shown where the browser has a voice (`public/boot.js`); what it does is in `public/listen.js`.
    let listen = el("button")
        .attr("type", "button")
        .class("link-button listen")
        .attr("aria-pressed", "false")
        .attr("data-words", messages.listen_words)
        .child(messages.listen);
    let save = el("button")
        .attr("type", "button")
        .class("link-button")
        .attr("data-do", "save")
        .attr("aria-pressed", "false")
        .attr("data-done", messages.saved)
        .attr("data-undone", messages.unsaved)
        .attr("data-failed", messages.not_saved)
        .child(messages.save);
    let saved = el("a")
        .class("to-saved")
        .attr("href", edition.href(&edition.saved()))
        .child(messages.to_saved);
    el("div")
        .class("article-tools")
        .child(el("p").class("reading-time").child(time))
        .child(listen)
        .child(share)
        .child(save)
        .child(saved)
}
