//! Browser entry of the widgets, all of them.

mod host;

use bantin::embed::lists::{self, List};
use bantin::embed::{self, rating};
use host::Host;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

fn main() {
    host::main();
}

#[wasm_bindgen]
extern "C" {
    /// A host element, with the attributes that only lists have.
    #[wasm_bindgen(extends = Host)]
    pub type ListHost;

    #[wasm_bindgen(method, getter)]
    fn limit(this: &ListHost) -> i32;
}

/// A widget on somebody's page; freeing it removes it.
#[wasm_bindgen]
pub struct Widget(#[expect(dead_code, reason = "dropping it is what it is for")] embed::Widget);

#[wasm_bindgen]
impl Widget {
    /// Draws what `host` wants into `container`, which stands in its shadow root.
    #[wasm_bindgen(constructor)]
    pub fn new(container: HtmlElement, host: ListHost) -> Self {
        let text = |name| host.text(name);
        let list = match &*text("kind") {
            "related" => List::Related(text("article")),
            "latest" => List::Latest { section: text("section"), name: text("name") },
            _ => {
                let newsroom = host.newsroom();
                let host = host.unchecked_into::<Host>();
                return Self(rating::open(
                    container,
                    newsroom,
                    host.text("article"),
                    host.into_callback(),
                ));
            }
        };
        let newsroom = host.newsroom();
        let date = host.text("date");
        // The loader has reserved the height of this many headlines.
        let limit = host.limit().clamp(1, 20).unsigned_abs() as usize;
        let on_event = host.unchecked_into::<Host>().into_callback();
        Self(lists::open(container, newsroom, list, limit, date, on_event))
    }
}
