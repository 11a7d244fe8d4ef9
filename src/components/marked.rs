//! A text in which the words that were asked for are marked.

use bantin_model::search::{Question, words_of_index};
use leptos::either::Either;
use leptos::prelude::*;

#[component]
pub fn Marked(question: Question, text: String) -> impl IntoView {
    let mut parts = Vec::new();
    let mut plain = 0;
    let between = |start, end| {
        let text = text.get(start..end).filter(|between| !between.is_empty())?;
        Some(Either::Left(text.to_owned()))
    };
    for word in words_of_index(&text) {
        if !question.has(word) {
            continue;
        }
        // The place of the word, which is a slice of `text`; it may begin within the word before.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + word.len();
        parts.extend(between(plain, start));
        let new = text.get(start.max(plain)..end).filter(|new| !new.is_empty());
        parts.extend(new.map(|new| Either::Right(view! { <mark>{new.to_owned()}</mark> })));
        plain = plain.max(end);
    }
    parts.extend(between(plain, text.len()));
    parts
}
