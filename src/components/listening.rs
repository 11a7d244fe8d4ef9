//! The bar of an article that the browser's own voice reads aloud, sentence by sentence.
//!
//! Pausing is stopping and knowing the sentence: on some phones a pause of the voice itself has no end.
//!
//! Accessibility: a named region, which has the focus when it appears; Escape ends it. The sentence that is read is
//! marked in the text.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, Event};

use super::tools::ArticleActions;
use super::use_edition;
use crate::browser;
use crate::locale::intl;
use crate::reader::listening::{self, SPEEDS};

/// What is read of an article: its headline, its lead, the text of its body.
const TEXT: &str = ".article h1, .article .lead, .article-body > :is(p, h2, h3, h4), \
                    .article-body > :is(ul, ol) > li, .article-body .quote p";

/// A sentence, and where it stands: characters of UTF-16 in the text of an element.
#[derive(Clone)]
struct Sentence {
    element: Element,
    start: u32,
    end: u32,
    text: String,
}

#[component]
pub fn Listening(
    /// BCP 47 of the article in view.
    lang: String,
    /// Told when it has ended.
    on_end: Callback<()>,
) -> impl IntoView {
    let messages = use_edition().messages();
    let actions = use_context::<ArticleActions>();
    let at = RwSignal::new(0_usize);
    let is_paused = RwSignal::new(false);
    let speed = RwSignal::new(listening::speed());
    // Counts what the voice is told: what it answers to something earlier comes too late.
    let told = StoredValue::new(0_u32);
    let hush = move || {
        told.try_update_value(|told| *told += 1);
        browser::hush();
    };
    Effect::new(move |sentences: Option<Vec<Sentence>>| {
        let sentences = sentences.unwrap_or_else(|| sentences_of_page(&lang));
        // Before it runs again, and at the end.
        on_cleanup(hush);
        let (at_now, speed) = (at.get(), speed.get());
        if is_paused.get() {
            return sentences;
        }
        let Some(Sentence { element, start, end, text }) = sentences.get(at_now).cloned() else {
            on_end.run(());
            return sentences;
        };
        browser::mark(Some(&element), start, end);
        let (number, lang) = (told.get_value(), lang.clone());
        leptos::task::spawn_local(async move {
            let has_ended = browser::say(&text, &lang, f64::from(speed) / 100.0).await;
            if told.try_get_value() != Some(number) {
                return;
            }
            if has_ended.is_truthy() {
                at.set(at_now + 1);
            } else {
                if let Some(actions) = actions {
                    actions.announce.run(messages.not_read_aloud.to_owned());
                }
                on_end.run(());
            }
        });
        sentences
    });
    on_cleanup(|| {
        // Natively nothing is marked.
        if cfg!(target_arch = "wasm32") {
            browser::mark(None, 0, 0);
        }
    });
    browser::on_window_while_owned("pagehide", move |_: Event| hush());
    let pause = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(pause) = pause.get() {
            browser::focus_on(&pause);
        }
    });
    let choose = move |event| {
        if let Ok(hundredths) = event_target_value(&event).parse() {
            // A speed that cannot be kept holds as long as the page is open.
            let _ = listening::keep_speed(hundredths);
            speed.set(hundredths);
        }
    };
    let speeds = SPEEDS.map(|hundredths| {
        let words = intl::hundredths(messages.numbers, hundredths) + "×";
        view! {
            <option value=hundredths.to_string() selected=hundredths == speed.get_untracked()>
                {words}
            </option>
        }
    });
    view! {
        <div
            role="region"
            aria-label=messages.listening
            class="listening"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    on_end.run(());
                }
            }
        >
            <button
                node_ref=pause
                type="button"
                class="button"
                on:click=move |_| is_paused.update(|is_paused| *is_paused = !*is_paused)
            >
                {move || if is_paused.get() { messages.go_on_listening } else { messages.pause }}
            </button>
            <label>
                {messages.speed} " " <select on:change=choose>{speeds.into_iter().collect_view()}</select>
            </label>
            <button type="button" class="button button-quiet" on:click=move |_| on_end.run(())>
                {messages.stop}
            </button>
        </div>
    }
}

/// The sentences of the article in view.
fn sentences_of_page(lang: &str) -> Vec<Sentence> {
    let mut all = Vec::new();
    for element in browser::all(TEXT) {
        let text = element.text_content().unwrap_or_default();
        let own =
            element.closest("[lang]").ok().flatten().and_then(|one| one.get_attribute("lang"));
        let mut ends = browser::sentence_ends(&text, own.as_deref().unwrap_or(lang));
        if ends.is_empty() {
            ends = ends_by_marks(&text);
        }
        let mut chars = text.chars();
        let mut start = 0;
        for end in ends {
            let (mut sentence, mut at) = (String::new(), start);
            while at < end
                && let Some(next) = chars.next()
            {
                sentence.push(next);
                at += units(next);
            }
            if !sentence.trim().is_empty() {
                let text = sentence.trim().to_owned();
                all.push(Sentence { element: element.clone(), start, end, text });
            }
            start = end;
        }
    }
    all
}

/// How many characters of UTF-16 it takes.
fn units(char: char) -> u32 {
    if char.len_utf16() == 1 { 1 } else { 2 }
}

/// Where sentences end, in characters of UTF-16, for browsers that cannot tell: after a mark that ends one, and what
/// closes behind it.
fn ends_by_marks(text: &str) -> Vec<u32> {
    let mut ends = Vec::new();
    let (mut at, mut has_ended) = (0, false);
    for next in text.chars() {
        let is_mark = matches!(next, '.' | '!' | '?' | '…' | '。' | '！' | '？');
        let is_behind = next.is_whitespace() || matches!(next, '"' | '”' | '’' | ')' | '»');
        if has_ended && !is_mark && !is_behind {
            ends.push(at);
            has_ended = false;
        }
        has_ended |= is_mark;
        at += units(next);
    }
    if at > 0 {
        ends.push(at);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_after_their_marks() {
        for (text, expected) in [
            ("", vec![]),
            ("Một câu", vec![7]),
            ("Xong. Tiếp.", vec![6, 11]),
            ("“Đi!” Anh nói… Rồi?", vec![6, 15, 19]),
            ("😀. B", vec![4, 5]),
            ("Giá 3.5 tỷ", vec![6, 10]),
        ] {
            assert_eq!(ends_by_marks(text), expected, "{text}");
        }
    }
}
