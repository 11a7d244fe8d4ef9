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
    /// A host, and what only lists ask of it.
    #[wasm_bindgen(extends = Host)]
    pub type ListHost;

    /// `rating`, `related` or `latest`.
    #[wasm_bindgen(method, getter)]
    fn kind(this: &ListHost) -> String;

    #[wasm_bindgen(method, getter)]
    fn section(this: &ListHost) -> String;

    /// The name of the section.
    #[wasm_bindgen(method, getter)]
    fn name(this: &ListHost) -> String;

    #[wasm_bindgen(method, getter)]
    fn limit(this: &ListHost) -> usize;
}

/// A widget on somebody's page; freeing it takes it off.
#[wasm_bindgen]
pub struct Widget(#[expect(dead_code, reason = "dropping it is what it is for")] embed::Widget);

#[wasm_bindgen]
impl Widget {
    /// Draws what `host` wants into `place`, which stands in its shadow root.
    #[wasm_bindgen(constructor)]
    pub fn new(place: HtmlElement, host: ListHost) -> Self {
        let list = match &*host.kind() {
            "related" => List::Related(host.article()),
            "latest" => List::Latest { section: host.section(), name: host.name() },
            _ => {
                let newsroom = host.newsroom();
                let host = host.unchecked_into::<Host>();
                return Self(rating::open(place, newsroom, host.article(), host.into_tell()));
            }
        };
        let (newsroom, limit) = (host.newsroom(), host.limit());
        let tell = host.unchecked_into::<Host>().into_tell();
        Self(lists::open(place, newsroom, list, limit, tell))
    }
}
