//! What building elements asks of a browser; the other side is `dom.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/dom.js")]
extern "C" {
    /// A new element of this name. Fails where the browser does not make one.
    #[wasm_bindgen(catch)]
    pub fn create(tag: &str) -> Result<web_sys::Element, JsValue>;

    /// Adds a text as the last child.
    pub fn add_text(node: &web_sys::Element, text: &str);

    /// Gives an element an attribute, or takes it off where there is no value. The name is one that attributes can have.
    pub fn set_attribute(node: &web_sys::Element, name: &str, value: Option<&str>);
}
