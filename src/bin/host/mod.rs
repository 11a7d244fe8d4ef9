//! The element on somebody's page as WebAssembly sees it: its attributes, and the callbacks that report to it. Its
//! other side is `public/embed/widget.js`. It is no part of the library, since an exported function stays in every
//! program that the library is a part of.

use std::rc::Rc;

use bantin::embed::{self, Callback, WidgetEvent};
use bantin::reader::storage;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type Host;

    /// An attribute or property by its name. One getter for all: one for each would cost some bytes on both sides.
    #[wasm_bindgen(method, indexing_getter)]
    pub fn text(this: &Host, name: &str) -> String;

    #[wasm_bindgen(method)]
    fn ready(this: &Host);

    #[wasm_bindgen(method)]
    fn rated(this: &Host, stars: Option<u8>, average: Option<f64>, count: f64);

    /// Without a text, the loader uses its own words.
    #[wasm_bindgen(method)]
    fn failed(this: &Host, kind: &str, text: &str, is_passing: bool);
}

impl Host {
    pub fn newsroom(&self) -> embed::Newsroom {
        embed::Newsroom {
            api: self.text("api"),
            base: self.text("base"),
            live: self.text("live"),
            lang: self.text("lang"),
            default_lang: self.text("default_lang"),
            time_zone: self.text("time_zone"),
            home: self.text("home"),
        }
    }

    pub fn into_callback(self) -> Callback {
        Rc::new(move |event| match event {
            WidgetEvent::Ready => self.ready(),
            WidgetEvent::Rated(summary) => {
                #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
                let count = summary.count as f64;
                self.rated(summary.mine.map(|stars| stars.get()), summary.average, count);
            }
            WidgetEvent::Failed(failure) => {
                self.failed(failure.kind, &failure.words, failure.is_passing)
            }
        })
    }
}

/// Runs once, when WebAssembly has arrived.
pub fn main() {
    // Fails only if it was called before, which does no harm.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

/// Prepares for the newsroom whose API is at `api`; to be called before anything else.
#[wasm_bindgen]
pub fn prepare(api: &str) {
    storage::keep_apart(api);
}
