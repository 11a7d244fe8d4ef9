//! The browser's own voice.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget};

use super::events::on_while_owned;

#[wasm_bindgen(module = "/src/browser/voice.js")]
extern "C" {
    /// Whether there is a voice for this language (BCP 47). Browsers may find their voices later ([`on_voices`]).
    pub fn speaks(lang: &str) -> bool;

    /// Says a text at `rate` times the usual speed: true when it was said to its end, false when the voice failed. What is
    /// broken off by [`hush`] may never answer.
    pub async fn say(text: &str, lang: &str, rate: f64) -> JsValue;

    /// Breaks off what is being said.
    pub fn hush();

    /// Where the sentences of a text in this language end, in characters of UTF-16; empty where the browser cannot tell.
    pub fn sentence_ends(text: &str, lang: &str) -> Vec<u32>;

    /// Marks what is read, characters `start` to `end` (UTF-16) of an element's text, and scrolls it into view; in browsers
    /// that cannot mark a part of a text, the whole element. Nothing else stays marked.
    pub fn mark(element: Option<&Element>, start: u32, end: u32);
}

/// Calls `f` whenever the browser has found other voices, for as long as the reactive owner lives.
pub fn on_voices(mut f: impl FnMut() + 'static) {
    let voices = js_sys::Reflect::get(&js_sys::global(), &"speechSynthesis".into());
    if let Ok(voices) = voices
        && voices.is_truthy()
    {
        let voices: EventTarget = voices.unchecked_into();
        on_while_owned(&voices, "voiceschanged", move |_: Event| f());
    }
}
