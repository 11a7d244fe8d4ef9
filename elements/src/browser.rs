//! The functions of `dom.js`, by which elements are built in a browser.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/dom.js")]
extern "C" {
    /// Makes an element of this name. Fails where the browser does not make one.
    #[wasm_bindgen(catch)]
    pub fn create(tag: &str) -> Result<web_sys::Element, JsValue>;

    /// Adds a text as the last child.
    pub fn add_text(node: &web_sys::Element, text: &str);

    /// Sets an attribute, or removes it without a value. The name must be one that attributes can have.
    pub fn set_attribute(node: &web_sys::Element, name: &str, value: Option<&str>);
}
