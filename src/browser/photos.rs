//! Pictures seen large.

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/src/browser/photos.js")]
extern "C" {
    /// Puts copies of the picture in `photo`, as large as the window, and of its caption into `place`.
    pub fn show_large(photo: &Element, place: &Element);
}
