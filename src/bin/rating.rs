//! Browser entry of the widgets for pages that have ratings and nothing else.

mod host;

use bantin::embed::{self, rating};
use host::Host;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

fn main() {
    host::main();
}

/// A rating on somebody's page; freeing it removes it.
#[wasm_bindgen]
pub struct Widget(#[expect(dead_code, reason = "dropping it is what it is for")] embed::Widget);

#[wasm_bindgen]
impl Widget {
    /// Draws what `host` wants into `container`, which stands in its shadow root.
    #[wasm_bindgen(constructor)]
    pub fn new(container: HtmlElement, host: Host) -> Self {
        Self(rating::open(container, host.newsroom(), host.text("article"), host.into_callback()))
    }
}
